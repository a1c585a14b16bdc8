//! The coded sheet: the public interchange format, version 1.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the sheet's shape, stored in each sheet as `schema`.
pub const SHEET_SCHEMA: &str = "marsad-sheet/1";

/// One report, coded: every event mention in it, with who says so and in which words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sheet {
    /// Name and version of this shape: `marsad-sheet/1`.
    #[serde(default)]
    pub schema: String,
    /// The report's identifier.
    pub id: String,
    /// Language of the text, BCP 47.
    pub lang: String,
    /// Who published the report.
    pub outlet: Option<String>,
    /// When it was published: ISO 8601 date or date-time.
    pub published: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// The report as received. Every `at` below is a 0-based code-point offset into it.
    pub text: String,
    /// The event mentions, in the order of their triggers.
    pub events: Vec<Event>,
    /// How event mentions hang together.
    pub links: Vec<Link>,
    /// Groups of mention ids that are one and the same real event. Every mention stands in exactly one group.
    pub incidents: Vec<Vec<String>>,
    /// Every place, person, organisation, group, date, quantity and instrument that was recognised.
    #[serde(default)]
    pub mentions: Vec<Mention>,
    /// Engine version and pack hash that made this sheet.
    #[serde(default)]
    pub made_by: String,
    /// What the engine noticed about the input that a reader should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// An exact substring of the report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Phrase {
    /// The words as written.
    pub text: String,
    /// 0-based code-point offset.
    pub at: usize,
    /// The mechanism or grammar rule that chose these words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rule: String,
}

/// One mention of one event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// Identifier inside the sheet: `E1`, `E2`, ...
    pub id: String,
    /// The shortest words that carry the event.
    pub trigger: Phrase,
    /// PLOVER type, for example `ASSAULT`.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER mode, or null.
    pub mode: Option<String>,
    /// occurred, planned, hypothetical, denied or requested.
    pub status: String,
    /// Who did it.
    pub actor: Vec<Party>,
    /// Whom it was done to.
    pub recipient: Vec<Party>,
    /// Weapon or means.
    pub instrument: Option<Phrase>,
    /// Where it happened; null if the text does not say.
    pub place: Option<Place>,
    /// When it happened; null if the text does not say (never the publication date by default).
    pub date: Option<Date>,
    /// Figures that hang on this mention.
    pub counts: Vec<Count>,
    /// Who says so, innermost first; empty where the outlet speaks in its own voice.
    pub attribution: Vec<Source>,
    /// stated, hedged, unclear or disputed.
    pub certainty: String,
    /// The full sentence.
    pub sentence: String,
    /// How sure the engine is that this is such an event, 0 to 1.
    #[serde(default)]
    pub score: f32,
    /// The words that decided status and certainty, where there are any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cues: Vec<Cue>,
    /// What decided the fields that are no phrases.
    #[serde(default)]
    pub rules: Rules,
    /// Engine version and pack hash: who made this claim.
    #[serde(default)]
    pub made_by: String,
}

/// What decided a field: a dictionary entry (file:line) or a model of the pack (`model.status`).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Rules {
    /// For `mode`.
    pub mode: String,
    /// For `status`.
    pub status: String,
    /// For `certainty`.
    pub certainty: String,
}

/// Words that decided a field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Cue {
    /// The field: `status` or `certainty`.
    pub field: String,
    /// The words.
    pub text: String,
    /// 0-based code-point offset.
    pub at: usize,
    /// The class of the words in the pack.
    pub class: String,
}

/// An actor or recipient.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// The words as written.
    pub text: String,
    /// 0-based code-point offset.
    pub at: usize,
    /// ISO 3166 alpha-3 country (or `IGO`, or nothing), a colon, a PLOVER sector (or nothing).
    pub code: String,
    /// Identifier of the known actor, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor_id: Option<String>,
    /// The mechanism that chose these words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rule: String,
}

/// Where: the words, and the point or area they name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// The words as written.
    pub text: String,
    /// 0-based code-point offset.
    pub at: usize,
    /// English name of the most specific part that could be resolved; null if none could.
    pub name_en: Option<String>,
    /// ISO 3166 alpha-2.
    pub country: Option<String>,
    /// Degrees north, WGS 84.
    pub lat: Option<f64>,
    /// Degrees east, WGS 84.
    pub lon: Option<f64>,
    /// site, town, district, province, country or region; null when no candidate is good enough.
    pub precision: Option<String>,
    /// Gazetteer identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_id: Option<String>,
    /// The mechanism that chose these words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rule: String,
}

/// When: the words, and the days they mean.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Date {
    /// The words as written.
    pub text: String,
    /// 0-based code-point offset.
    pub at: usize,
    /// First day, ISO 8601; null if the words name no day.
    pub start: Option<String>,
    /// Last day, inclusive.
    pub end: Option<String>,
    /// The grammar rule that read the words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rule: String,
}

/// A figure: what is counted, and the range the words allow.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Count {
    /// killed, injured, captured, missing, displaced, munitions, intercepted, forces, people, incidents or money_usd.
    pub measure: String,
    /// At least this many.
    pub low: Option<f64>,
    /// At most this many.
    pub high: Option<f64>,
    /// The words as written.
    pub text: String,
    /// 0-based code-point offset.
    pub at: usize,
    /// The mechanism that read the words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rule: String,
}

/// One link of the chain of who says so.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// The words as written.
    pub text: String,
    /// 0-based code-point offset.
    pub at: usize,
    /// official, agency, military, party, witness, medical, ngo, igo, local, expert, document or unknown.
    pub kind: String,
    /// Unnamed persons, or a refusal to be named.
    pub anonymous: bool,
    /// How many sources the text says there are.
    pub number: Option<u32>,
    /// The mechanism that chose these words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rule: String,
}

/// A relation between two mentions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// Mention id.
    pub from: String,
    /// Mention id.
    pub to: String,
    /// response_to, after, part_of or causes.
    pub kind: String,
    /// stated, suggested, unclear or denied.
    pub certainty: String,
    /// The words that carry the link.
    pub text: Option<String>,
    /// The mechanism that found it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rule: String,
}

/// Anything recognised, whether or not an event uses it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// place, person, organisation, group, date, quantity or instrument.
    pub kind: String,
    /// The words as written.
    pub text: String,
    /// 0-based code-point offset.
    pub at: usize,
    /// Places: English name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// Places: ISO 3166 alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Places: degrees north.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lat: Option<f64>,
    /// Places: degrees east.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lon: Option<f64>,
    /// Places: how exactly the place is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<String>,
    /// Dates: first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// Dates: last day, inclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// Parties: PLOVER code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Quantities: what is counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<String>,
    /// Quantities: at least this many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Quantities: at most this many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// Identifier of the known place or actor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// The mechanism or rule that found it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rule: String,
}

/// The JSON Schema of a [`Sheet`], pretty-printed, with a final newline.
///
/// # Panics
/// Never: a generated schema always serialises.
#[must_use]
pub fn sheet_json_schema() -> String {
    let schema = schemars::schema_for!(Sheet);
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is plain JSON");
    text.push('\n');
    text
}
