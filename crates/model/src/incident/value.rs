//! Values, who supports them, and figures over time.

use super::{Days, Range, Spot};
use crate::Source;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a field can hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "is", rename_all = "lowercase")]
pub enum Datum {
    /// A word of a closed vocabulary (type, mode, status, certainty), or an instrument.
    Word {
        /// The word.
        word: String,
    },
    /// A party.
    Party {
        /// The words as written, of the earliest report.
        name: String,
        /// Country and sector.
        code: String,
        /// Identifier of the known actor.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        actor_id: Option<String>,
    },
    /// A place.
    Place(Spot),
    /// Days.
    Days(Days),
    /// A figure.
    Range(Range),
}

/// One value of a field, with all who support it and all who say otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Value {
    /// The value.
    pub value: Datum,
    /// Claims that say so, by publication.
    pub support: Vec<Support>,
    /// Claims that deny or dispute it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dissent: Vec<Support>,
    /// How many independent voices say so.
    pub independent: usize,
    /// How many reports repeat one of those voices.
    pub repeated: usize,
    /// Set by a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
}

/// Whether a report says something first or after another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The first of its voice.
    #[default]
    Originated,
    /// Repeats an earlier report or the same agency.
    Repeated,
}

/// A stretch of a report that says so.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Support {
    /// Identifier of the report.
    pub report: String,
    /// Hash of the claim; empty where the evidence stands outside any claim.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub claim: String,
    /// The words; empty where a field is no phrase.
    pub text: String,
    /// 0-based code-point offset of the words (of the trigger, where there are no words).
    pub at: usize,
    /// Who says so in the report, innermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attribution: Vec<Source>,
    /// Certainty of the claim.
    pub certainty: String,
    /// When the report was published.
    pub published: Option<String>,
    /// Position of the voice in the incident's `voices`.
    pub voice: usize,
    /// Whether its report is the first of that voice to say so.
    pub role: Role,
    /// Hours after the first of that voice; null where a time of publication is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours_after: Option<f64>,
}

/// Figures of one measure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Toll {
    /// killed, injured, captured, ...
    pub measure: String,
    /// The lowest figure that stands.
    pub lowest: Option<f64>,
    /// The highest figure that stands.
    pub highest: Option<f64>,
    /// The figure published last.
    pub latest: Option<Range>,
    /// The figure with the most independent voices.
    pub supported: Option<Range>,
    /// The range given as the incident's own value.
    pub best: Option<Range>,
    /// Every figure in the order of publication.
    pub history: Vec<Figure>,
}

/// One figure of one report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// The figure.
    pub range: Range,
    /// Who says so.
    pub support: Support,
}

/// Reports that tell the same words: one original and its copies are one voice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Voice {
    /// Who originated: an agency that is named, or the outlet of the first report.
    pub name: String,
    /// Identifier of the first report of the voice.
    pub first: String,
    /// All reports of the voice, by publication.
    pub members: Vec<VoiceMember>,
}

/// A report in a voice.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VoiceMember {
    /// Identifier of the report.
    pub report: String,
    /// original, copy, rewrite, quotes, agency or version.
    pub how: String,
    /// Share of the text that is the same, 0 to 1.
    pub alike: f64,
    /// Hours after the first; null where a time of publication is not known.
    pub hours_after: Option<f64>,
}
