//! What the server is and what its store holds; the document of the API.

use crate::ask::{Answer, Ask};
use crate::problem::Result;
use schemars::JsonSchema;
use serde::Serialize;

/// The server and its store.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct About {
    pub version: String,
    /// Language and hash of the pack.
    pub pack: String,
    pub revision: u64,
    pub reports: u64,
    pub claims: u64,
    pub incidents: u64,
    pub sources: u64,
    /// First and last day that incidents are dated to.
    pub first_day: Option<String>,
    pub last_day: Option<String>,
    /// Times of the first and last revision.
    pub first_change: Option<String>,
    pub last_change: Option<String>,
    /// Whether the store holds constructed data.
    pub demo: bool,
}

/// `GET /api/about`.
///
/// # Errors
/// If the store cannot be read.
pub fn about(a: &Ask<'_>) -> Result<Answer> {
    let totals = a.store.totals()?;
    let board = a.state.board(a.store)?;
    let (first_day, last_day) = board.days();
    let time = |no: u64| if totals.revision == 0 { Ok(None) } else { a.state.time(a.store, no).map(Some) };
    Answer::ok(&About {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        pack: format!("{}@{}", a.state.pack.data.lang, a.state.pack.hash),
        revision: totals.revision,
        reports: totals.reports,
        claims: totals.claims,
        incidents: totals.incidents,
        sources: totals.outlets,
        first_day: first_day.map(str::to_owned),
        last_day: last_day.map(str::to_owned),
        first_change: time(1)?,
        last_change: time(totals.revision)?,
        demo: a.state.config.demo,
    })
}

/// `GET /api/openapi.json`.
///
/// # Errors
/// Never.
pub fn openapi(_: &Ask<'_>) -> Result<Answer> {
    Answer::ok(crate::openapi::document())
}

/// `GET /api/`: the document for people.
///
/// # Errors
/// Never.
pub fn viewer(_: &Ask<'_>) -> Result<Answer> {
    Ok(Answer::File("text/html; charset=utf-8".to_owned(), None, crate::viewer::page(crate::openapi::document()).into_bytes()))
}
