//! Lists: incidents, reports, the review queue.

use crate::ask::{Answer, Ask};
use crate::filter::{self, OUTLET};
use crate::problem::Result;
use crate::record::{IncidentBrief, Page};
use crate::view::View;
use marsad_model::incident::{Reason, ReasonKind};
use marsad_store::{AsOf, Filter, Listing, Question, ReportFilter};
use schemars::JsonSchema;
use serde::Serialize;
use std::sync::Arc;

/// Questions that the queue holds at most.
const QUEUE: usize = 500;

/// Something to decide.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ReviewItem {
    /// Identifier, the same as long as the question stands.
    pub id: String,
    /// same, split, disputed or unplaced.
    pub kind: String,
    /// How much an answer is worth.
    pub weight: f64,
    /// The incident.
    pub incident: IncidentBrief,
    /// The other incident of `same`.
    pub other: Option<IncidentBrief>,
    /// The field.
    pub field: Option<String>,
    /// What speaks for and against.
    pub reasons: Vec<String>,
    /// Goes into `If-Match` of the decision.
    pub revision: u64,
}

/// `GET /api/incidents`.
///
/// # Errors
/// If the parameters contradict one another.
pub fn incidents(a: &Ask<'_>) -> Result<Answer> {
    let p = &a.params;
    let asked = filter::filter(p, "bbox", &a.state.names)?;
    let (list, total) = match today(a, &asked)? {
        Some(found) => found,
        None => {
            let list = a.store.incidents(&asked, filter::order(p), filter::as_of(p)?, p.get("cursor"), a.limit())?;
            let total = total(a, &asked, list.as_of)?;
            (list, total)
        }
    };
    let view = View { state: a.state, store: a.store };
    let items = list.incidents.iter().map(|row| view.brief(row)).collect::<Result<_>>()?;
    Answer::ok(&Page { items, next: list.next, total, revision: list.as_of, as_of: p.get("as_of").map(str::to_owned) })
}

/// A page of what is known today, with how many there are.
fn today(a: &Ask<'_>, asked: &Filter) -> Result<Option<(Listing, u64)>> {
    let p = &a.params;
    if filter::as_of(p)? != AsOf::Now {
        return Ok(None);
    }
    let board = a.state.board(a.store)?;
    Ok(a.store.page(&board, asked, filter::order(p), p.get("cursor"), a.limit())?)
}

/// How many incidents a filter leaves. Counting looks at all of them, so it is done once for all pages of a list.
fn total(a: &Ask<'_>, asked: &Filter, revision: u64) -> Result<u64> {
    let head = a.store.head()?;
    let question = format!("total {revision} {}", serde_json::to_string(asked)?);
    if let Some(known) = a.state.kept(&question, head).and_then(|bytes| bytes[..].try_into().ok()) {
        return Ok(u64::from_le_bytes(known));
    }
    let total = a.store.total(asked, AsOf::Revision(revision))?;
    a.state.keep(&question, head, Arc::new(total.to_le_bytes().to_vec()));
    Ok(total)
}

/// `GET /api/reports`.
///
/// # Errors
/// If the cursor is none of ours.
pub fn reports(a: &Ask<'_>) -> Result<Answer> {
    let p = &a.params;
    let asked = ReportFilter {
        from: p.get("from").map(str::to_owned),
        to: p.get("to").map(str::to_owned),
        outlet: p.all("source").iter().map(|s| s.strip_prefix(OUTLET).unwrap_or(s).to_owned()).collect(),
        lang: p.all("lang"),
        words: p.get("q").map(str::to_owned),
        originals: p.flag("copies") == Some(false),
    };
    let list = a.store.report_lines(&asked, filter::as_of(p)?, p.get("cursor"), a.limit())?;
    let view = View { state: a.state, store: a.store };
    let items = list.reports.iter().map(|line| view.report(line)).collect();
    Answer::ok(&Page { items, next: list.next, total: list.total, revision: list.as_of, as_of: p.get("as_of").map(str::to_owned) })
}

/// `GET /api/review`.
///
/// # Errors
/// If the store cannot be read.
pub fn review(a: &Ask<'_>) -> Result<Answer> {
    let view = View { state: a.state, store: a.store };
    let items = a.store.review(QUEUE)?.iter().map(|q| item(&view, q)).collect::<Result<Vec<_>>>()?;
    Answer::ok(&a.cut(items, a.store.head()?)?)
}

fn item(view: &View<'_>, q: &Question) -> Result<ReviewItem> {
    let kind = q.kind.trim_end_matches('?').to_owned();
    let other = q.other.as_ref().map(|o| view.brief(o)).transpose()?;
    let id = [Some(kind.as_str()), Some(&q.incident.id), q.other.as_ref().map(|o| o.id.as_str()), q.field.as_deref()];
    Ok(ReviewItem {
        id: id.into_iter().flatten().collect::<Vec<_>>().join("+"),
        kind,
        weight: (q.weight * 1000.0).round() / 1000.0,
        incident: view.brief(&q.incident)?,
        other,
        field: q.field.clone(),
        reasons: weightiest(q.reasons.iter().filter(|r| r.score != 0.0), 6),
        revision: q.incident.since,
    })
}

/// The words of the reasons that weigh most, whichever way; what speaks for any pair is none.
#[must_use]
pub fn weightiest<'r>(reasons: impl Iterator<Item = &'r Reason>, most: usize) -> Vec<String> {
    let mut told: Vec<(f64, String)> = reasons.map(|r| (r.score.abs(), word(&r.kind))).filter(|(_, w)| w != "prior").collect();
    told.sort_by(|x, y| y.0.total_cmp(&x.0));
    told.into_iter().take(most).map(|(_, w)| w).collect()
}

/// The word of a reason.
#[must_use]
pub fn word(kind: &ReasonKind) -> String {
    serde_json::to_value(kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}
