//! What was chosen in a report: mentions, links between them, groups.

use crate::trigger::Candidate;

/// One chosen mention, in terms of the layers below.
#[derive(Clone, Debug)]
pub struct Coded {
    /// The trigger.
    pub trigger: Candidate,
    /// Index of its sense.
    pub sense: u32,
    /// Probability of the type.
    pub score: f32,
    /// Phrases (index, probability).
    pub actors: Vec<(u32, f32)>,
    /// Phrases (index, probability).
    pub recipients: Vec<(u32, f32)>,
    /// Codes of the parties, by phrase.
    pub codes: Vec<(u32, String)>,
    /// Index into `Doc::places`.
    pub place: Option<u32>,
    /// Index into `Doc::times`.
    pub time: Option<u32>,
    /// Index into `Doc::quantities` and measure.
    pub counts: Vec<(u32, String)>,
    /// Indexes into `Doc::sources`, innermost first.
    pub sources: Vec<u32>,
    /// Status.
    pub status: String,
    /// Certainty.
    pub certainty: String,
    /// Mode, or empty.
    pub mode: String,
}

impl Coded {
    /// A mention of which nothing but the trigger is chosen yet.
    #[must_use]
    pub fn bare(trigger: Candidate, sense: u32, score: f32) -> Self {
        Self {
            trigger,
            sense,
            score,
            actors: Vec::new(),
            recipients: Vec::new(),
            codes: Vec::new(),
            place: None,
            time: None,
            counts: Vec::new(),
            sources: Vec::new(),
            status: String::new(),
            certainty: String::new(),
            mode: String::new(),
        }
    }
}

/// A link between two chosen mentions.
#[derive(Clone, Debug)]
pub struct Tie {
    /// Index of the mention.
    pub from: usize,
    /// Index of the mention.
    pub to: usize,
    /// Kind.
    pub kind: String,
    /// Certainty.
    pub certainty: String,
    /// Units of the words that tie them.
    pub words: Option<(u32, u32)>,
}

/// All that was chosen in one report.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Mentions in the order of their triggers.
    pub mentions: Vec<Coded>,
    /// Links.
    pub ties: Vec<Tie>,
    /// Incident number of each mention.
    pub groups: Vec<usize>,
}
