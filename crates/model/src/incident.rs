//! Incidents: what many reports say of one happening, with the support of every value.
//!
//! ```text
//! Report ─(sheet, outlet, day, address)→ claims, each with a ClaimKey
//! claims ─resolve, under Decisions→ Incident ─fields→ Value ─support→ Support (report, words, who says so)
//! ```
//!
//! These are the types of `marsad resolve`, of the store and of the HTTP API. Plain data: no rule lives here.

mod decision;
mod reason;
mod value;

pub use decision::{Act, Decision};
pub use reason::{Pair, Reason, ReasonKind};
pub use value::{Datum, Figure, Role, Support, Toll, Value, Voice, VoiceMember};

use crate::Sheet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The version of the incident's shape, stored in each incident as `schema`.
pub const INCIDENT_SCHEMA: &str = "marsad-incident/1";

/// A coded report and where it came from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// The coded sheet: identifier, outlet, publication, title, text and claims.
    pub sheet: Sheet,
    /// Where the report was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Identifier of the report that this one is a later version of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_of: Option<String>,
}

/// Names one claim for good: it does not depend on scores, types or the order of mentions in a sheet, so decisions
/// that people made hold after the engine or a pack has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct ClaimKey {
    /// Sixteen hexadecimal digits over the report's identifier, the trigger's words and its offset.
    pub hash: String,
    /// Identifier of the report.
    pub report: String,
    /// Identifier of the mention in the report's present sheet (`E3`); it may change when the report is coded anew.
    pub mention: String,
    /// 0-based code-point offset of the trigger.
    pub at: usize,
}

/// A span of days.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Days {
    /// First day, ISO 8601.
    pub start: String,
    /// Last day, inclusive.
    pub end: String,
}

/// A place with its point.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Spot {
    /// English name, or the words of the report where the gazetteer has none.
    pub name: String,
    /// Degrees north, WGS 84; null where no place of the gazetteer fits.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// ISO 3166 alpha-2.
    pub country: Option<String>,
    /// site, town, district, province, country or region.
    pub precision: Option<String>,
    /// Gazetteer identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_id: Option<String>,
}

/// A range of numbers; null is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Range {
    /// At least this many.
    pub low: Option<f64>,
    /// At most this many.
    pub high: Option<f64>,
}

/// One happening, as all reports together tell it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Incident {
    /// `marsad-incident/1`.
    #[serde(default)]
    pub schema: String,
    /// `i-` and the hash of the founding claim. `i-` and the hash of any other claim of the incident is an alias.
    pub id: String,
    /// PLOVER type with the best support.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER mode with the best support.
    pub mode: Option<String>,
    /// occurred, planned, hypothetical, denied or requested.
    pub status: String,
    /// stated, hedged, unclear or disputed.
    pub certainty: String,
    /// Best value of when.
    pub date: Option<Days>,
    /// Best value of where.
    pub place: Option<Spot>,
    /// Best value of the dead, of the latest and best supported figures.
    pub killed: Option<Range>,
    /// Best value of the injured.
    pub injured: Option<Range>,
    /// Every value of every field, with support and dissent: type, mode, status, certainty, place, date, actor,
    /// recipient, instrument.
    pub fields: Vec<Field>,
    /// Tolls and other figures by measure, with their history.
    pub tolls: Vec<Toll>,
    /// The reports that tell of the incident, by publication.
    pub reports: Vec<Telling>,
    /// The claims that make it up, by publication, report and offset. The first is the founding claim.
    pub claims: Vec<ClaimKey>,
    /// Who of the reports is independent and who repeats.
    pub voices: Vec<Voice>,
    /// How it hangs together with other incidents.
    pub links: Vec<IncidentLink>,
    /// Why reports were put together: the pairs that hold the incident.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pairs: Vec<Pair>,
    /// Identifiers of the decisions that shaped it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<String>,
    /// Whether a person accepted it (true) or rejected it (false).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<bool>,
}

/// One field of an incident: all its values, best first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Field {
    /// type, mode, status, certainty, place, date, actor, recipient or instrument.
    pub name: String,
    /// Whether values exclude one another and each has an independent voice (authorship is never merged into one).
    pub disputed: bool,
    /// The values, best supported first.
    pub values: Vec<Value>,
}

/// A report's part in an incident.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Telling {
    /// Identifier of the report.
    pub id: String,
    /// Whether the report is mainly about this incident.
    pub lead: bool,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Identifiers of the mentions in its sheet.
    pub mentions: Vec<String>,
    /// Position of its voice in `voices`.
    pub voice: usize,
    /// lead, told or background (recalled from earlier).
    pub part: String,
}

/// A relation between two incidents, and who says so.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IncidentLink {
    /// Identifier of the incident that answers, follows, belongs or is caused.
    pub from: String,
    /// Identifier of the other.
    pub to: String,
    /// response_to, after, part_of or causes.
    pub kind: String,
    /// Best certainty among those who say so: stated, suggested, unclear or denied.
    pub certainty: String,
    /// Who says so, in which words.
    pub says: Vec<Support>,
}

/// The JSON Schema of an [`Incident`], pretty-printed, with a final newline.
///
/// # Panics
/// Never: a generated schema always serialises.
#[must_use]
pub fn incident_json_schema() -> String {
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(Incident)).expect("a schema is plain JSON");
    text.push('\n');
    text
}
