//! Sources: phrases that name who says something, with how the words present it.
//!
//! A reporting verb has its teller as subject (after it, or right before it) and its outlet behind a preposition; an
//! "according to" phrase has its teller behind it; a relaying verb has its outlet as subject and its teller behind a
//! preposition. A reporting verb without a named subject goes on with the teller before.

pub mod feature;
mod find;
mod kind;
mod speaker;

use crate::doc::Doc;

pub use find::{impersonal, sources};
pub use speaker::can_speak;

/// How the words present a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Construct {
    /// Subject behind its reporting verb.
    Verb,
    /// Subject before its reporting verb.
    Subject,
    /// Reporting verb without a subject: the teller before goes on.
    Continued,
    /// Reporting participle ("adding that"): the teller of the clause goes on.
    Participle,
    /// Reporting verb without a subject, told by the subject of another verb of its sentence.
    Clause,
    /// Behind "according to" and the like.
    According,
    /// The one told, or the outlet of a relay.
    Via,
    /// Reporting noun with its complement ("a statement of X").
    Noun,
    /// A headline's "X: ...".
    Colon,
    /// Subject of a reporting verb in a relative clause ("what X says").
    Relative,
}

impl Construct {
    /// Short name for features and rule ids.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Verb => "verb",
            Self::Subject => "subject",
            Self::Continued => "continued",
            Self::Participle => "participle",
            Self::Clause => "clause",
            Self::According => "according",
            Self::Via => "via",
            Self::Noun => "noun",
            Self::Colon => "colon",
            Self::Relative => "relative",
        }
    }
}

/// A phrase that names a source, as one construction presents it.
#[derive(Clone, Debug)]
pub struct SourcePhrase {
    /// The phrase (index into `Doc::phrases`).
    pub phrase: u32,
    /// First unit of the phrase with what stands in apposition to it.
    pub start: u32,
    /// One past its last unit.
    pub end: u32,
    /// The reporting word.
    pub cue: u32,
    /// How it is presented.
    pub construct: Construct,
    /// asserts, denies, ...
    pub stance: Box<str>,
    /// Sentence of the reporting word.
    pub sentence: u32,
    /// First unit of what is said, if it follows.
    pub content: u32,
    /// Kind of source.
    pub kind: &'static str,
    /// Unnamed persons.
    pub anonymous: bool,
    /// How many.
    pub number: Option<u32>,
    /// The source phrase that this one carries on or carries (index into `Doc::sources`), for chains.
    pub of: Option<u32>,
}

impl SourcePhrase {
    /// Proclitics of the first unit: none where the stretch is not that of the phrase.
    #[must_use]
    pub fn pro(&self, doc: &Doc<'_>) -> u8 {
        let p = &doc.phrases[self.phrase as usize];
        if p.start == self.start { p.pro } else { 0 }
    }

    /// Whether what is said follows the reporting word.
    #[must_use]
    pub fn forward(&self) -> bool {
        !matches!(self.construct, Construct::According | Construct::Via | Construct::Relative)
    }
}

/// Whether two units stand in one sentence.
pub(crate) fn same_sentence(doc: &Doc<'_>, a: u32, b: u32) -> bool {
    doc.text.units.get(a as usize).zip(doc.text.units.get(b as usize)).is_some_and(|(x, y)| x.sentence == y.sentence)
}
