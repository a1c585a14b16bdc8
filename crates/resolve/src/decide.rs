//! What people decided, in force: claims struck out, values set; and the order in which groups are to be changed.

use crate::account;
use crate::digest::{Account, Claim};
use marsad_model::incident::{Act, ClaimKey, Datum, Decision};
use std::collections::{BTreeMap, BTreeSet};

/// A claim whose trigger moved by at most so many code points is still the claim that people meant.
const MOVED: usize = 40;

/// The decisions in force, in the order in which they were taken.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rulings<'d> {
    acts: Vec<&'d Decision>,
    /// Positions in `acts` by report, so that a report asks only for its own.
    acts_of: BTreeMap<&'d str, Vec<usize>>,
}

impl<'d> Rulings<'d> {
    /// Sorts decisions out. An `undo` takes back the decision it names, whichever came first in the list.
    pub fn new(decisions: &'d [Decision]) -> Self {
        let mut all: Vec<&Decision> = decisions.iter().collect();
        all.sort_by_cached_key(|d| (d.at.clone(), numbers(&d.id), d.id.clone()));
        all.dedup_by(|a, b| a.id == b.id);
        let mut undone: BTreeSet<&str> = BTreeSet::new();
        // The latest undo is decided first: it may take back an undo.
        for decision in all.iter().rev() {
            if let Act::Undo { decision: id } = &decision.act
                && !undone.contains(decision.id.as_str())
            {
                undone.insert(id);
            }
        }
        let acts: Vec<&Decision> = all.into_iter().filter(|d| !undone.contains(d.id.as_str())).collect();
        let mut acts_of: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (n, decision) in acts.iter().enumerate() {
            let reports: BTreeSet<&str> = decision.act.claims().into_iter().map(|k| k.report.as_str()).collect();
            reports.into_iter().for_each(|r| acts_of.entry(r).or_default().push(n));
        }
        Self { acts, acts_of }
    }

    /// The acts in force, the first one first.
    pub(crate) fn acts(&self) -> impl Iterator<Item = &'d Act> {
        self.acts.iter().map(|d| &d.act)
    }

    /// Whether a decision names a claim of the report.
    pub(crate) fn names(&self, report: &str) -> bool {
        self.acts_of.contains_key(report)
    }

    /// Decisions that name a claim of the report.
    fn acts_on(&self, report: &str) -> Vec<&'d Decision> {
        self.acts_of.get(report).into_iter().flatten().map(|n| self.acts[*n]).collect()
    }

    /// What stands of an account in an incident: those of its claims that are the incident's and that nobody rejected,
    /// without fields that somebody rejected. `None` if nothing does. Of an account in parts the first one leads.
    pub(crate) fn piece(&self, whole: &Account, own: impl Fn(&str) -> bool) -> Option<Account> {
        let mut claims = whole.claims.clone();
        claims.retain_mut(|c| self.keep(c));
        let first = claims.first().map(|c| c.key.hash.clone())?;
        claims.retain(|c| own(&c.key.hash));
        let leads = claims.first().is_some_and(|c| c.key.hash == first);
        if claims.is_empty() {
            return None;
        }
        let mut piece = account::refresh(whole, claims);
        piece.lead &= leads;
        Some(piece)
    }

    /// Whether a claim stands; a rejected field of it is blanked.
    fn keep(&self, claim: &mut Claim) -> bool {
        let mut stands = true;
        for decision in self.acts_on(&claim.key.report) {
            match &decision.act {
                Act::Reject { claim: key, field: None } if meant(key, &claim.key) => stands = false,
                Act::Accept { claim: key, .. } if meant(key, &claim.key) => stands = true,
                Act::Reject { claim: key, field: Some(field) } if meant(key, &claim.key) => blank(claim, field),
                _ => {}
            }
        }
        stands
    }

    /// Decisions about any of these claims: values that were set, whether the incident was accepted, and all identifiers.
    pub(crate) fn about(&self, claims: &[ClaimKey]) -> About<'d> {
        let mut about = About::default();
        let reports: BTreeSet<&str> = claims.iter().map(|c| c.report.as_str()).collect();
        let named: BTreeSet<usize> = reports.iter().filter_map(|r| self.acts_of.get(r)).flatten().copied().collect();
        for decision in named.into_iter().map(|n| self.acts[n]) {
            if !decision.act.claims().iter().any(|k| claims.iter().any(|c| meant(k, c))) {
                continue;
            }
            about.decisions.push(decision.id.clone());
            match &decision.act {
                Act::Set { field, value, .. } => {
                    about.set.insert(field, (value, &decision.id));
                }
                Act::Accept { field: None, .. } => about.accepted = Some(true),
                _ => {}
            }
        }
        about
    }
}

/// What was decided about one incident.
#[derive(Clone, Debug, Default)]
pub(crate) struct About<'d> {
    /// Values by field, with the decision.
    pub set: BTreeMap<&'d str, (&'d Datum, &'d str)>,
    /// Whether it was accepted.
    pub accepted: Option<bool>,
    /// Identifiers of all decisions that name a claim of it.
    pub decisions: Vec<String>,
}

/// Whether the claims that a decision names have to be looked at together.
#[must_use]
pub fn ties(act: &Act) -> bool {
    matches!(act, Act::Same { .. } | Act::NotSame { .. } | Act::Merge { .. } | Act::Split { .. })
}

/// The numbers in an identifier: of two decisions of one moment `d9` was taken before `d10`.
fn numbers(id: &str) -> Vec<u64> {
    id.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect()
}

/// Whether a key means this claim: the same hash, or the nearest trigger after the report was coded anew.
pub(crate) fn meant(key: &ClaimKey, claim: &ClaimKey) -> bool {
    key.hash == claim.hash || (key.report == claim.report && key.mention == claim.mention && key.at.abs_diff(claim.at) <= MOVED)
}

fn blank(claim: &mut Claim, field: &str) {
    match field {
        "place" => claim.place = None,
        "date" => claim.date = None,
        "actor" => claim.actor.clear(),
        "recipient" => claim.recipient.clear(),
        "instrument" => claim.instrument = None,
        "mode" => claim.mode = None,
        measure => claim.counts.retain(|(m, _)| m != measure),
    }
}
