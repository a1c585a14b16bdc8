//! All that resolution needs of a report: its accounts, and its text in small.

use crate::account;
use crate::sketch::Sketch;
use marsad_model::incident::{ClaimKey, Days, Range, Report, Spot};
use marsad_model::{Party, Source};
use serde::{Deserialize, Serialize};

/// One report, ready to be compared with others. Made by [`Digest::new`]; can be stored and read again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Digest {
    /// Identifier of the report.
    pub report: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Identifier of the report of which this is a later version.
    pub version_of: Option<String>,
    /// The text in small.
    pub sketch: Sketch,
    /// Agencies that the report names as carriers, by offset.
    pub agencies: Vec<Carrier>,
    /// Names of organisations that it mentions, of two words or more, by hash, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<u64>,
    /// What it tells of: one account for each happening.
    pub accounts: Vec<Account>,
    /// Relations between its claims.
    pub links: Vec<Tie>,
}

/// What one report tells of one happening.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Type family: types of one family can be one happening.
    pub family: String,
    /// Whether the report is mainly about it.
    pub lead: bool,
    /// How much the report is about it.
    pub weight: f64,
    /// The report recalls it from earlier.
    pub background: bool,
    /// Where: the most exact place of its claims.
    pub place: Option<Spot>,
    /// Other towns and sites that are named beside its words: where it may be if its own place is read wrongly.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub around: Vec<Spot>,
    /// When, as day numbers, from what its claims say.
    pub days: Option<(i32, i32)>,
    /// Publication, as a day number.
    pub published: Option<i32>,
    /// Figures that stand in this account, by measure.
    pub counts: Vec<(String, Range)>,
    /// Hashes of the words of its sentences (and of the headline, for the lead), in order, with their weights.
    pub words: Vec<(u64, f32)>,
    /// A place outside its claims that stands for it, with the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra_place: Option<Said<Spot>>,
    /// Days outside its claims that stand for it, with the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extra_date: Option<Said<Days>>,
    /// Figures outside its claims that stand for it, with the words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra_counts: Vec<(String, Said<Range>)>,
    /// Its claims, by offset.
    pub claims: Vec<Claim>,
}

/// One claim with what it says of each field.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Its lasting name.
    pub key: ClaimKey,
    /// The trigger's words.
    pub trigger: String,
    /// PLOVER type.
    pub kind: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// occurred, planned, hypothetical, denied or requested.
    pub status: String,
    /// stated, hedged, unclear or disputed.
    pub certainty: String,
    /// The engine's score.
    pub score: f32,
    /// Where, with the words.
    pub place: Option<Said<Spot>>,
    /// When, with the words.
    pub date: Option<Said<Days>>,
    /// Figures by measure.
    pub counts: Vec<(String, Said<Range>)>,
    /// Who did it.
    pub actor: Vec<Party>,
    /// To whom.
    pub recipient: Vec<Party>,
    /// With what.
    pub instrument: Option<Said<String>>,
    /// Who says so, innermost first.
    pub attribution: Vec<Source>,
}

/// A value and the words that say it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Said<T> {
    /// The value.
    pub value: T,
    /// The words.
    pub text: String,
    /// 0-based code-point offset.
    pub at: usize,
}

/// An agency or outlet that carries what a report says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carrier {
    /// Identifier of the world; empty where the world does not know it.
    pub id: String,
    /// The words.
    pub name: String,
    /// 0-based code-point offset.
    pub at: usize,
}

/// A relation between two claims of one report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tie {
    /// Hash of the one claim.
    pub from: String,
    /// Hash of the other.
    pub to: String,
    /// response_to, after, part_of or causes.
    pub kind: String,
    /// stated, suggested, unclear or denied.
    pub certainty: String,
    /// The words that carry it.
    pub text: String,
    /// Offset of the claim that it starts from.
    pub at: usize,
    /// Who says so.
    pub attribution: Vec<Source>,
}

/// How much is made of dates of publication.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dating {
    /// Publication dates a report and bounds what it tells of.
    #[default]
    Published,
    /// Only days that the words give. Measures what is left without publication.
    Words,
}

impl Digest {
    /// Reads a coded report.
    #[must_use]
    pub fn new(report: &Report, dating: Dating) -> Self {
        account::digest(report, dating)
    }

    /// Hashes of all claims.
    pub fn claims(&self) -> impl Iterator<Item = &Claim> {
        self.accounts.iter().flat_map(|a| &a.claims)
    }
}

impl Account {
    /// Hash of the first claim: the account's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.claims.first().map_or("", |c| &c.key.hash)
    }

    /// The figure of a measure.
    #[must_use]
    pub fn count(&self, measure: &str) -> Option<Range> {
        self.counts.iter().find(|(m, _)| m == measure).map(|(_, r)| *r)
    }
}
