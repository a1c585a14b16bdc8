//! One request and its answer, as handlers see them: plain data, no HTTP machinery.

use crate::filter;
use crate::param::Params;
use crate::problem::{Problem, Result};
use crate::record::{Page, Role};
use crate::state::Shared;
use crate::users::Who;
use marsad_store::{AsOf, Board, Filter, Reader};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// A request, checked.
pub struct Ask<'a> {
    /// What all requests share.
    pub state: &'a Shared,
    /// A door to the store.
    pub store: &'a Reader,
    /// Who asks.
    pub who: &'a Who,
    /// The query.
    pub params: Params,
    /// The parts of the path that stand for something.
    pub path: Vec<String>,
    /// The body.
    pub body: &'a [u8],
    /// `If-Match`, without quotation marks.
    pub if_match: Option<String>,
    /// The session cookie.
    pub session: Option<String>,
}

/// An answer.
pub enum Answer {
    /// JSON with a status and more headers.
    Json(u16, Vec<u8>, Vec<(&'static str, String)>),
    /// A file: media type, name for the download (none: shown in place), bytes.
    File(String, Option<String>, Vec<u8>),
    /// No content.
    Empty(Vec<(&'static str, String)>),
}

/// What a route does.
pub type Handler = fn(&Ask<'_>) -> Result<Answer>;

impl Answer {
    /// 200 with a record.
    ///
    /// # Errors
    /// Never for plain data.
    pub fn ok(record: &impl Serialize) -> Result<Self> {
        Ok(Self::Json(200, serde_json::to_vec(record)?, Vec::new()))
    }
}

impl Ask<'_> {
    /// The nth part of the path that stands for something.
    #[must_use]
    pub fn part(&self, n: usize) -> &str {
        self.path.get(n).map_or("", String::as_str)
    }

    /// Lines of a page.
    #[must_use]
    pub fn limit(&self) -> usize {
        self.params.whole("limit").unwrap_or(50) as usize
    }

    /// The incidents that a question is about, and what is still to be asked of them: those of today, or those that the
    /// tables say the filter left at another moment.
    ///
    /// # Errors
    /// If the moment is unknown, or the store cannot be read.
    pub fn board(&self, asked: Filter) -> Result<(Arc<Board>, Filter)> {
        let as_of = filter::as_of(&self.params)?;
        let today = self.state.board(self.store)?;
        if as_of == AsOf::Now && today.tells(&asked) {
            return Ok((today, asked));
        }
        Ok((Arc::new(Board::cut(self.store, &asked, as_of)?), Filter::default()))
    }

    /// The body as a record.
    ///
    /// # Errors
    /// If it is none of the kind; the message says where.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_slice(self.body).map_err(|e| Problem::bad("body", "JSON as the OpenAPI document describes it", e.to_string()))
    }

    /// A page cut out of a list that is computed whole; the cursor is a position.
    ///
    /// # Errors
    /// If the cursor is none.
    pub fn cut<T>(&self, items: Vec<T>, revision: u64) -> Result<Page<T>> {
        let total = items.len();
        let from = match self.params.get("cursor") {
            None => 0,
            Some(c) => c.parse::<usize>().map_err(|_| Problem::bad("cursor", "the cursor that the page before gave", c))?,
        };
        let end = from.saturating_add(self.limit());
        let items: Vec<T> = items.into_iter().skip(from).take(self.limit()).collect();
        let next = (end < total).then(|| end.to_string());
        Ok(Page { items, next, total: total as u64, revision, as_of: self.params.get("as_of").map(str::to_owned) })
    }
}

/// Whether somebody may do what needs a role.
///
/// # Errors
/// If not.
pub fn allowed(who: &Who, role: Role) -> Result<()> {
    if who.role >= role {
        return Ok(());
    }
    if who.role == Role::Anyone {
        return Err(Problem::unauthenticated());
    }
    Err(Problem::forbidden(format!("expected the role {} or higher, found {}", role.word(), who.role.word())))
}
