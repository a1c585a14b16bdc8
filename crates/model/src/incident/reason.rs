//! Why two accounts were, or were not, put together.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What speaks for or against a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReasonKind {
    /// The same place of the gazetteer.
    SamePlace,
    /// Points nearer than their precision allows to tell apart.
    NearPlace,
    /// One place lies inside the other, or is only known as an area that holds it.
    InsidePlace,
    /// Points too far apart.
    FarPlace,
    /// The same words for a place, unresolved in at least one.
    PlaceWords,
    /// Days meet.
    SameDay,
    /// Days differ by one.
    NextDay,
    /// Days exclude one another.
    OtherDay,
    /// Equal figures of the dead or injured.
    SameCount,
    /// The later figure is higher: an update.
    GrowingCount,
    /// Figures that exclude one another.
    OtherCount,
    /// The same author.
    SameActor,
    /// Different authors are named.
    OtherActor,
    /// The same victims or target.
    SameRecipient,
    /// Different targets are named.
    OtherRecipient,
    /// The same type.
    SameType,
    /// The same mode or weapon.
    SameInstrument,
    /// Weapons exclude one another.
    OtherInstrument,
    /// Quotations in common.
    SharedQuote,
    /// The texts are near-duplicates.
    NearDuplicate,
    /// Names, figures and rare words in common.
    SharedWords,
    /// Both carry the same named agency.
    SameAgency,
    /// One report is a later version of the other, and both are mainly about it.
    SameArticle,
    /// Both reports are mainly about it.
    BothLead,
    /// The sheet keeps the two apart: two accounts of one report.
    SameReport,
    /// A person said they are the same.
    DecidedSame,
    /// A person said they are not.
    DecidedNotSame,
    /// The constant of the model.
    Prior,
}

/// One reason with its part of the score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// What it is.
    pub kind: ReasonKind,
    /// How strongly it holds, 0 to 1 (or a count), rounded to three decimals.
    pub value: f64,
    /// What it adds to the score.
    pub score: f64,
    /// The facts compared, for people: `12 km`, `killed 3 | 3-5`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// Two accounts compared. Hashes are those of their first claims, `a < b`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Pair {
    /// Hash of the first claim of the one account.
    pub a: String,
    /// Hash of the first claim of the other.
    pub b: String,
    /// Log-odds that both tell of one happening; above 0 more likely than not.
    pub score: f64,
    /// What the score is made of.
    pub reasons: Vec<Reason>,
}
