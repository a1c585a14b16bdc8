//! Endings and prefixes with the features they express.

use crate::alphabet::Alphabet;
use crate::feats::{Class, Feats};
use crate::pattern::Shape;

/// Kinds of rows in the affix table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Past,
    Present,
    Jussive,
    Imperative,
    Participle,
    Masdar,
    MasdarFeminine,
    Noun,
    FeminineNoun,
    Adjective,
    AdjectiveFeminine,
    OwnFeminine,
    SoundFeminine,
    SoundMasculine,
    Broken,
}

impl Kind {
    pub(crate) fn read(name: &str) -> Option<Kind> {
        Some(match name {
            "past" => Kind::Past,
            "present" => Kind::Present,
            "jussive" => Kind::Jussive,
            "imperative" => Kind::Imperative,
            "participle" => Kind::Participle,
            "masdar" => Kind::Masdar,
            "masdar.f" => Kind::MasdarFeminine,
            "noun" => Kind::Noun,
            "noun.f" => Kind::FeminineNoun,
            "adjective" => Kind::Adjective,
            "adjective.f" => Kind::AdjectiveFeminine,
            "own.f" => Kind::OwnFeminine,
            "sound.f" => Kind::SoundFeminine,
            "sound.m" => Kind::SoundMasculine,
            "broken" => Kind::Broken,
            _ => return None,
        })
    }
}

/// A row of the affix table.
#[derive(Debug, Clone)]
pub(crate) struct Affix {
    /// Features; their class is that of the word the affix joins.
    pub(crate) feats: Feats,
    pub(crate) shape: Shape,
    pub(crate) prefix: Vec<u8>,
    pub(crate) ending: Vec<u8>,
    /// The ending before a pronoun, without the sign for the pronoun.
    pub(crate) bound: Vec<u8>,
}

impl Affix {
    /// Reads the fields `feats root prefix form bound`.
    pub(crate) fn read(fields: [&str; 5], alphabet: &Alphabet) -> Result<Affix, String> {
        let [feats, root, prefix, form, bound] = fields;
        let feats = read_feats(feats)?;
        for signs in [prefix, form, bound] {
            crate::rule::read_set(signs, alphabet)?;
        }
        Ok(Affix {
            feats,
            shape: Shape::read(root, alphabet)?,
            prefix: prefix.into(),
            ending: form.into(),
            bound: if bound.is_empty() { form.into() } else { bound.into() },
        })
    }
}

/// Reads the features of a row, still without the class of the word.
pub(crate) fn read_feats(text: &str) -> Result<Feats, String> {
    let unknown = || format!("features `{text}` are not known; write 3ms or m.s.any.free");
    Feats::new(Class::Verb).read(text).ok_or_else(unknown)
}
