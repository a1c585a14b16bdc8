//! What people decided.

use super::{ClaimKey, Datum};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A correction, with author and reason. Decisions are never changed: an `undo` names the one it takes back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// Identifier, unique and stable; later decisions have greater (`at`, `id`).
    pub id: String,
    /// Who decided.
    pub author: String,
    /// Why.
    pub reason: String,
    /// When, ISO 8601; given by the caller.
    pub at: String,
    /// What.
    #[serde(flatten)]
    pub act: Act,
}

/// What can be decided. Claims are named by key, so a decision holds after the reports were coded anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "act", rename_all = "kebab-case")]
pub enum Act {
    /// Two claims tell of one happening.
    Same {
        /// The one.
        a: ClaimKey,
        /// The other.
        b: ClaimKey,
    },
    /// Two claims tell of different happenings.
    NotSame {
        /// The one.
        a: ClaimKey,
        /// The other.
        b: ClaimKey,
    },
    /// Incidents are one: their founding claims.
    Merge {
        /// One claim of each incident.
        claims: Vec<ClaimKey>,
    },
    /// An incident is two: none of `apart` is the same as any of `rest`.
    Split {
        /// The claims that leave.
        apart: Vec<ClaimKey>,
        /// The claims that stay.
        rest: Vec<ClaimKey>,
    },
    /// The incident of this claim (or one field of it) is right.
    Accept {
        /// A claim of it.
        claim: ClaimKey,
        /// The field; all if null.
        field: Option<String>,
    },
    /// The claim is wrong: it takes no part in any incident. With a field: only that field of the claim is wrong.
    Reject {
        /// The claim.
        claim: ClaimKey,
        /// The field; the whole claim if null.
        field: Option<String>,
    },
    /// The field of the incident of this claim has this value.
    Set {
        /// A claim of the incident.
        claim: ClaimKey,
        /// type, mode, status, certainty, place, date, actor, recipient, instrument, or a measure.
        field: String,
        /// The value.
        value: Datum,
    },
    /// An earlier decision is taken back.
    Undo {
        /// Its identifier.
        decision: String,
    },
}

impl Act {
    /// The claims that it names.
    #[must_use]
    pub fn claims(&self) -> Vec<&ClaimKey> {
        match self {
            Self::Same { a, b } | Self::NotSame { a, b } => vec![a, b],
            Self::Merge { claims } => claims.iter().collect(),
            Self::Split { apart, rest } => apart.iter().chain(rest).collect(),
            Self::Accept { claim, .. } | Self::Reject { claim, .. } | Self::Set { claim, .. } => vec![claim],
            Self::Undo { .. } => Vec::new(),
        }
    }
}
