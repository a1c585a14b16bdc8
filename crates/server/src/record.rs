//! The records of the API. Names follow the sheet and the incident; absent is null, lists are never null.

use marsad_model::Sheet;
use marsad_model::incident::{Datum, Days, Incident, Range};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A name in Arabic and English; at least one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Name {
    /// Arabic.
    pub ar: Option<String>,
    /// English.
    pub en: Option<String>,
}

impl Name {
    /// Words of a report where no name is known: in the language that their letters are of.
    #[must_use]
    pub fn words(words: &str) -> Self {
        let own = Some(words.to_owned());
        if words.is_ascii() { Self { ar: None, en: own } } else { Self { ar: own, en: None } }
    }
}

/// A place that holds another.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Holder {
    /// Gazetteer identifier.
    pub id: String,
    /// Its name.
    pub name: Name,
}

/// A place.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Place {
    /// Gazetteer identifier.
    pub id: Option<String>,
    /// Its name.
    pub name: Name,
    /// The words of the report.
    pub wording: Option<String>,
    /// ISO 3166 alpha-2.
    pub country: Option<String>,
    /// Degrees north; null if there is no point.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// site, town, district, province, country or region.
    pub precision: Option<String>,
    /// How far from the point it may have been, by precision.
    pub radius_km: Option<f64>,
    /// Places that hold it, innermost first.
    pub within: Vec<Holder>,
}

/// An actor or recipient.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Party {
    /// Identifier of the known actor.
    pub actor_id: Option<String>,
    /// Its name.
    pub name: Option<Name>,
    /// Country and sector.
    pub code: String,
    /// The words of the report.
    pub wording: String,
}

/// The title that a list shows.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Headline {
    /// Its words.
    pub text: String,
    /// Their language.
    pub lang: String,
    /// The report it stands over.
    pub report: String,
}

/// An incident in a list.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct IncidentBrief {
    /// Identifier.
    pub id: String,
    /// The revision that last changed it; goes into `If-Match` of a decision.
    pub revision: u64,
    /// open or rejected.
    pub state: String,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// occurred, planned, hypothetical, denied or requested.
    pub status: String,
    /// stated, hedged, unclear or disputed.
    pub certainty: String,
    /// Fields on which sources disagree.
    pub disputed: Vec<String>,
    /// Days of the event.
    pub date: Option<Days>,
    /// Where.
    pub place: Option<Place>,
    /// Who did it; several where that is disputed.
    pub actor: Vec<Party>,
    /// Whom it was done to.
    pub recipient: Vec<Party>,
    /// Weapon or means.
    pub instrument: Option<String>,
    /// Figures by measure.
    pub counts: BTreeMap<String, Range>,
    /// Independent voices.
    pub independent: u32,
    /// Reports.
    pub reports: u32,
    /// When the store first knew of it.
    pub first_known: String,
    /// When the record last changed.
    pub changed: String,
    /// open, accepted or edited.
    pub review: String,
    /// Title of the first leading report.
    pub headline: Option<Headline>,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Page<T> {
    /// The lines.
    pub items: Vec<T>,
    /// `cursor` of the next page; null on the last.
    pub next: Option<String>,
    /// How many there are in all.
    pub total: u64,
    /// The revision that is looked at.
    pub revision: u64,
    /// The moment that was asked for.
    pub as_of: Option<String>,
}

/// A claim of an incident, as its report has it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct ClaimNote {
    pub report: String,
    pub version: u32,
    pub mention: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub mode: Option<String>,
    pub status: String,
    pub certainty: String,
    /// The words that carry the event.
    pub trigger: String,
    pub sentence: String,
    pub lang: String,
    pub outlet: Option<String>,
    pub title: Option<String>,
    pub published: Option<String>,
    /// How sure the engine is that this is such an event, 0 to 1.
    pub score: f32,
    /// Whether a later version of the report leaves it out.
    pub retracted: bool,
}

/// Words in quotation marks.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Quote {
    pub text: String,
    pub lang: String,
    /// 0-based code-point offset in the report.
    pub at: usize,
    pub report: String,
    /// Hash of the claim in whose sentence it stands.
    pub claim: String,
    pub attribution: Vec<marsad_model::Source>,
    pub published: Option<String>,
}

/// Who decided, and why.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct DecidedBy {
    pub author: String,
    pub reason: String,
    pub at: String,
    pub revision: u64,
}

/// An incident with all that a page looks up.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Detail {
    /// As lists show it.
    pub brief: IncidentBrief,
    /// The incident.
    pub incident: Incident,
    /// Names by identifier of place or actor; outlets by their words.
    pub names: BTreeMap<String, Name>,
    /// Places by gazetteer identifier.
    pub places: BTreeMap<String, Place>,
    /// Claims by hash.
    pub claims: BTreeMap<String, ClaimNote>,
    /// Incidents at the other end of links, and those of `split_into`.
    pub others: BTreeMap<String, IncidentBrief>,
    /// Quotations in the sentences of its claims.
    pub quotes: Vec<Quote>,
    /// Decisions by identifier.
    pub decided: BTreeMap<String, DecidedBy>,
    /// The incident that took it up, where it was asked for by a name that is no incident's any more: what is told here is
    /// that incident.
    pub merged_into: Option<String>,
    /// Other incidents that now have claims of it, because it was split or a merge was taken back.
    pub split_into: Vec<String>,
}

/// An outlet by identifier and name.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct OutletRef {
    /// `o:` and the words of the outlet; `o:` alone where a report names none.
    pub id: String,
    /// Its name.
    pub name: Name,
}

/// A report in a list.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct ReportBrief {
    pub id: String,
    pub title: Option<String>,
    pub lang: String,
    pub outlet: OutletRef,
    pub published: Option<String>,
    /// When it came in.
    pub fetched: Option<String>,
    /// Versions of the article.
    pub versions: u32,
    /// Event mentions.
    pub events: u32,
    /// The report that it repeats.
    pub copy_of: Option<String>,
    pub url: Option<String>,
}

/// One version of an article.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct VersionNote {
    pub version: u32,
    /// Identifier of the report of this version.
    pub id: String,
    pub fetched: String,
    /// `blake3:` and the hash of the text.
    pub hash: String,
    pub bytes: u64,
    pub title: Option<String>,
}

/// The bytes as received.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Capture {
    pub hash: String,
    pub bytes: u64,
    pub media_type: String,
    pub received: String,
    /// The revision that recorded it.
    pub ledger: Option<String>,
}

/// A report.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// As lists show it.
    #[serde(flatten)]
    pub brief: ReportBrief,
    /// Number of this version.
    pub version: u32,
    /// All versions, the first one first.
    pub history: Vec<VersionNote>,
    /// The bytes as received.
    pub capture: Option<Capture>,
    /// The coded sheet of this version.
    pub sheet: Sheet,
    /// Names by identifier of place or actor of the sheet.
    pub names: BTreeMap<String, Name>,
    /// The incident of each mention.
    pub incident_of: BTreeMap<String, String>,
    /// What it repeats.
    pub repeats: Vec<ReportBrief>,
    /// What repeats it.
    pub repeated_by: Vec<ReportBrief>,
}

/// Who made a change.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Author {
    /// engine or person.
    pub kind: String,
    /// Name.
    pub name: String,
}

/// One operation of a change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct ChangeOp {
    /// add_report, recode, join, part, accept, reject, set_field, merge, split, same, not_same or undo.
    pub op: String,
    /// The incident.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incident: Option<String>,
    /// The report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<String>,
    /// The claims.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<String>,
    /// The field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Its value from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Datum>,
}

/// One revision.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Change {
    /// Its number.
    pub no: u64,
    /// When.
    pub at: String,
    /// Who.
    pub by: Author,
    /// Why.
    pub why: String,
    /// What.
    pub ops: Vec<ChangeOp>,
    /// Incidents that it changed, at most 200.
    pub incidents: Vec<String>,
    /// The revision that it takes back.
    pub undoes: Option<u64>,
    /// The revision that took it back.
    pub undone_by: Option<u64>,
    /// Whether it can be taken back.
    pub can_undo: bool,
}

/// A role: each may do what the one before may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Anybody, signed in or not.
    #[serde(skip)]
    #[default]
    Anyone,
    /// Looks.
    Reader,
    /// Decides.
    Analyst,
    /// Keeps users and tokens.
    Admin,
}

impl Role {
    /// Its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::Reader => "reader",
            Self::Analyst => "analyst",
            Self::Admin => "admin",
        }
    }

    /// The role of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Reader, Self::Analyst, Self::Admin].into_iter().find(|r| r.word() == word)
    }
}
