//! How many incidents each value of a filter would leave.

use crate::ask::{Answer, Ask};
use crate::filter::{self, OUTLET};
use crate::names::Entry;
use crate::problem::Result;
use crate::record::Name;
use marsad_store::{AsOf, Filter, Tally};
use schemars::JsonSchema;
use serde::Serialize;

/// Values of a facet.
const MOST: usize = 30;

/// One value.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct FacetRow {
    /// What the filter takes.
    pub value: String,
    /// Incidents that have it.
    pub count: u64,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
}

/// Values by facet, the most frequent first. A facet does not regard its own filter.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Facets {
    #[serde(rename = "type")]
    pub kind: Vec<FacetRow>,
    pub certainty: Vec<FacetRow>,
    pub status: Vec<FacetRow>,
    pub country: Vec<FacetRow>,
    pub actor: Vec<FacetRow>,
    pub source: Vec<FacetRow>,
}

/// `GET /api/facets`.
///
/// # Errors
/// If the parameters contradict one another.
pub fn facets(a: &Ask<'_>) -> Result<Answer> {
    let rows = |own: &[&str], by: Tally, name: fn(&Ask<'_>, &str) -> Option<Name>, prefix: &str| -> Result<Vec<FacetRow>> {
        let p = a.params.without(own);
        let found = tally(a, filter::filter(&p, "bbox", &a.state.names)?, by)?;
        let row = |(value, count): (String, u64)| FacetRow { name: name(a, &value), value: format!("{prefix}{value}"), count };
        Ok(found.into_iter().map(row).collect())
    };
    let none: fn(&Ask<'_>, &str) -> Option<Name> = |_, _| None;
    Answer::ok(&Facets {
        kind: rows(&["type"], Tally::Kind, none, "")?,
        certainty: rows(&["certainty"], Tally::Certainty, none, "")?,
        status: rows(&["status"], Tally::Status, none, "")?,
        country: rows(&["country"], Tally::Country, none, "")?,
        actor: rows(&["party", "actor", "recipient"], Tally::Actor, |a, id| a.state.names.get(id).map(Entry::name), "")?,
        source: rows(&["source"], Tally::Outlet, |a, words| Some(a.state.names.outlet(words).0), OUTLET)?,
    })
}

/// How many of the incidents that a filter leaves have each value.
fn tally(a: &Ask<'_>, asked: Filter, by: Tally) -> Result<Vec<(String, u64)>> {
    let as_of = filter::as_of(&a.params)?;
    let board = a.state.board(a.store)?;
    if as_of != AsOf::Now || !board.tells(&asked) {
        return Ok(a.store.tally(&asked, as_of, by, MOST)?);
    }
    Ok(match by {
        Tally::Kind => board.tally(&asked, |m| Some(m.kind()), MOST),
        Tally::Certainty => board.tally(&asked, |m| Some(m.certainty()), MOST),
        Tally::Status => board.tally(&asked, |m| Some(m.status()), MOST),
        Tally::Country => board.tally(&asked, |m| m.country(), MOST),
        // Codes are terms too; identifiers are those with small letters.
        Tally::Actor => board.tally_terms(&asked, &["actor", "recipient"], |v| v.contains(|c: char| c.is_ascii_lowercase()), MOST),
        Tally::Outlet => board.tally_terms(&asked, &["outlet"], |_| true, MOST),
    })
}
