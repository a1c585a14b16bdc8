//! Revisions as the API tells them.

use crate::ask::{Answer, Ask};
use crate::problem::{Problem, Result};
use crate::record::{Author, Change, ChangeOp, Page};
use crate::state::Shared;
use marsad_model::incident::{Act, ClaimKey};
use marsad_store::{AsOf, Op, Reader, Revision, Undone};
use std::collections::BTreeSet;

/// Incidents that a change names at most.
const NAMED: usize = 200;

/// A revision as the API tells it.
///
/// # Errors
/// If the store cannot be read.
pub fn change(store: &Reader, revision: &Revision) -> Result<Change> {
    let decided = revision.ops.iter().any(|op| matches!(op, Op::Decide { .. }));
    let mut ops: Vec<ChangeOp> = Vec::new();
    for op in &revision.ops {
        let told = told(store, op, revision.no, decided)?;
        ops.extend(told.filter(|t| !ops.contains(t)));
    }
    let undone = store.undone(revision.no)?;
    let undoes = revision.ops.iter().find_map(|op| match op {
        Op::Decide { decision } => match &decision.act {
            Act::Undo { decision } => revision_of(decision),
            _ => None,
        },
        _ => None,
    });
    Ok(Change {
        no: revision.no,
        at: revision.at.to_string(),
        by: Author { kind: if decided { "person" } else { "engine" }.to_owned(), name: revision.author.clone() },
        why: revision.reason.clone(),
        ops,
        incidents: store.touched(revision, NAMED)?,
        undoes,
        undone_by: if let Undone::By(no) = undone { Some(no) } else { None },
        can_undo: undone == Undone::Holds,
    })
}

/// The revision of a decision, from its identifier: `d41` or `d41.2`.
fn revision_of(decision: &str) -> Option<u64> {
    decision.strip_prefix('d')?.split('.').next()?.parse().ok()
}

/// An operation, if readers want to know of it: not what a decision merely brings with it.
fn told(store: &Reader, op: &Op, no: u64, decided: bool) -> Result<Option<ChangeOp>> {
    let named = |op: &str| ChangeOp { op: op.to_owned(), ..ChangeOp::default() };
    Ok(match op {
        Op::AddReport(add) => Some(ChangeOp { report: Some(add.id.clone()), ..named("add_report") }),
        Op::Recode { report, .. } => Some(ChangeOp { report: Some(report.clone()), ..named("recode") }),
        Op::Join { incident, claims } if !decided => {
            Some(ChangeOp { incident: store.name_of(*incident, no)?, claims: claims.clone(), ..named("join") })
        }
        Op::Leave { claims } if !decided => Some(ChangeOp { claims: claims.clone(), ..named("part") }),
        Op::Decide { decision } => Some(act(store, &decision.act, no)?),
        _ => None,
    })
}

fn act(store: &Reader, act: &Act, no: u64) -> Result<ChangeOp> {
    let home = |claim: &ClaimKey| store.home(&claim.hash, no).map_err(Problem::from);
    let hashes = |claims: &[ClaimKey]| claims.iter().map(|c| c.hash.clone()).collect::<Vec<_>>();
    let named = |op: &str| ChangeOp { op: op.to_owned(), ..ChangeOp::default() };
    Ok(match act {
        Act::Same { a, .. } => ChangeOp { incident: home(a)?, ..named("same") },
        Act::NotSame { a, .. } => ChangeOp { incident: home(a)?, ..named("not_same") },
        Act::Merge { claims } => {
            ChangeOp { incident: claims.first().map(home).transpose()?.flatten(), claims: hashes(claims), ..named("merge") }
        }
        Act::Split { apart, rest } => {
            ChangeOp { incident: rest.first().map(home).transpose()?.flatten(), claims: hashes(apart), ..named("split") }
        }
        Act::Accept { claim, field } => ChangeOp { incident: home(claim)?, field: field.clone(), ..named("accept") },
        Act::Reject { claim, field } => ChangeOp { claims: vec![claim.hash.clone()], field: field.clone(), ..named("reject_claim") },
        Act::Set { claim, field, value } => {
            ChangeOp { incident: home(claim)?, field: Some(field.clone()), after: Some(value.clone()), ..named("set_field") }
        }
        Act::Undo { .. } => named("undo"),
    })
}

/// One revision by its number.
///
/// # Errors
/// If there is none.
pub fn of(store: &Reader, no: u64) -> Result<Change> {
    let found = if no == 0 { None } else { store.log(no - 1, 1)?.into_iter().next() };
    let revision = found.ok_or_else(|| Problem::missing(format!("expected a revision, found none with the number {no}")))?;
    change(store, &revision)
}

/// Changes after a revision, the earliest first.
///
/// # Errors
/// If the store cannot be read.
pub fn after(state: &Shared, no: u64, most: usize) -> Result<Vec<Change>> {
    state.read(|store| store.log(no, most)?.iter().map(|r| change(store, r)).collect())
}

/// `GET /api/changes/{no}`.
///
/// # Errors
/// If there is none.
pub fn one(a: &Ask<'_>) -> Result<Answer> {
    let no = a.part(0).parse().map_err(|_| Problem::bad("no", "the number of a revision", a.part(0)))?;
    Answer::ok(&of(a.store, no)?)
}

/// `GET /api/changes`.
///
/// # Errors
/// If there is no such incident.
pub fn changes(a: &Ask<'_>) -> Result<Answer> {
    if let Some(id) = a.params.get("incident") {
        return listed(a, id);
    }
    let head = a.store.head()?;
    let since = a.params.whole("since").unwrap_or(0);
    let before = before(a)?.unwrap_or(head + 1).min(head + 1);
    let first = before.saturating_sub(a.limit() as u64 + 1).max(since);
    let mut items =
        a.store.log(first, (before - 1).saturating_sub(first) as usize)?.iter().map(|r| change(a.store, r)).collect::<Result<Vec<_>>>()?;
    items.reverse();
    let next = items.last().filter(|c| c.no > since + 1).map(|c| c.no.to_string());
    Answer::ok(&Page { items, next, total: head.saturating_sub(since), revision: head, as_of: None })
}

/// `GET /api/incidents/{id}/history`.
///
/// # Errors
/// If there is no such incident.
pub fn history(a: &Ask<'_>) -> Result<Answer> {
    listed(a, a.part(0))
}

/// The cursor of a list of changes: the number of the last one shown.
fn before(a: &Ask<'_>) -> Result<Option<u64>> {
    let read = |c: &str| c.parse().ok().filter(|n| *n > 0).ok_or_else(|| Problem::bad("cursor", "the cursor that the page before gave", c));
    a.params.get("cursor").map(read).transpose()
}

fn listed(a: &Ask<'_>, id: &str) -> Result<Answer> {
    let as_of = crate::filter::as_of(&a.params)?;
    let since = a.params.whole("since").unwrap_or(0);
    let mut all: BTreeSet<u64> = a.store.history(id, as_of)?.into_iter().map(|s| s.revision).filter(|no| *no > since).collect();
    // A decision may leave the line in lists as it was; it is part of the history all the same.
    for decision in a.store.incident(id, as_of)?.incident.decisions {
        all.extend(a.store.decision(&decision)?.map(|(no, _)| no).filter(|no| *no > since));
    }
    let before = before(a)?.unwrap_or(u64::MAX);
    let shown: Vec<u64> = all.iter().rev().copied().filter(|no| *no < before).take(a.limit() + 1).collect();
    let next = (shown.len() > a.limit()).then(|| shown[a.limit() - 1].to_string());
    let items = shown.iter().take(a.limit()).map(|no| of(a.store, *no)).collect::<Result<Vec<_>>>()?;
    let revision = a.store.revision(if before == u64::MAX { as_of } else { AsOf::Now })?;
    Answer::ok(&Page { items, next, total: all.len() as u64, revision, as_of: a.params.get("as_of").map(str::to_owned) })
}
