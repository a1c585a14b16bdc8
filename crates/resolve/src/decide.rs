//! What people decided, in force: constraints on groups, claims struck out, values set.

use crate::account;
use crate::cluster::Constraints;
use crate::digest::{Account, Claim, Digest};
use marsad_model::incident::{Act, ClaimKey, Datum, Decision};
use std::collections::{BTreeMap, BTreeSet};

/// A claim whose trigger moved by at most so many code points is still the claim that people meant.
const MOVED: usize = 40;

/// The decisions in force, in the order of `at` and `id`; a later one overrides an earlier one of the same pair.
#[derive(Clone, Debug, Default)]
pub struct Rulings<'d> {
    acts: Vec<&'d Decision>,
    /// Pairs of claim hashes with what was said last, and by which decision.
    pairs: BTreeMap<(String, String), (bool, String)>,
}

impl<'d> Rulings<'d> {
    /// Sorts decisions out. An `undo` takes back the decision it names, whichever came first in the list.
    #[must_use]
    pub fn new(decisions: &'d [Decision]) -> Self {
        let mut all: Vec<&Decision> = decisions.iter().collect();
        all.sort_by(|a, b| (&a.at, &a.id).cmp(&(&b.at, &b.id)));
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
        let mut pairs = BTreeMap::new();
        for decision in &acts {
            for (a, b, same) in said_pairs(&decision.act) {
                let pair = if a.hash <= b.hash { (a.hash.clone(), b.hash.clone()) } else { (b.hash.clone(), a.hash.clone()) };
                pairs.insert(pair, (same, decision.id.clone()));
            }
        }
        Self { acts, pairs }
    }

    /// Pairs of claim hashes that people said are the same: edges of the graph, beside those of the scores.
    pub fn same(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().filter(|(_, (same, _))| *same).map(|((a, b), _)| (a.as_str(), b.as_str()))
    }

    /// The report as people left it: rejected claims gone, accounts cut where two claims were said to be different.
    #[must_use]
    pub fn apply(&self, digest: &Digest) -> Digest {
        let mut digest = digest.clone();
        let mut accounts = Vec::with_capacity(digest.accounts.len());
        for mut account in std::mem::take(&mut digest.accounts) {
            account.claims.retain_mut(|c| self.keep(c));
            let changed = account.claims.len();
            let parts = self.cut(&account.claims);
            match parts.len() {
                0 => {}
                1 if parts[0].len() == changed => accounts.push(account::refresh(&account, parts.into_iter().next().unwrap_or_default())),
                _ => accounts.extend(parts.into_iter().map(|claims| account::refresh(&account, claims))),
            }
        }
        for n in 1..accounts.len() {
            let led = accounts[..n].iter().any(|a: &Account| a.lead);
            accounts[n].lead &= !led;
        }
        digest.accounts = accounts;
        digest
    }

    /// Whether a claim stands; a rejected field of it is blanked.
    fn keep(&self, claim: &mut Claim) -> bool {
        let mut stands = true;
        for decision in &self.acts {
            match &decision.act {
                Act::Reject { claim: key, field: None } if meant(key, claim) => stands = false,
                Act::Accept { claim: key, .. } if meant(key, claim) => stands = true,
                Act::Reject { claim: key, field: Some(field) } if meant(key, claim) => blank(claim, field),
                _ => {}
            }
        }
        stands
    }

    /// Claims of one account in parts, so that no part holds two that were said to be different.
    fn cut(&self, claims: &[Claim]) -> Vec<Vec<Claim>> {
        let mut parts: Vec<Vec<Claim>> = Vec::new();
        for claim in claims {
            let free = parts.iter().position(|p| p.iter().all(|c| self.said(&c.key.hash, &claim.key.hash) != Some(false)));
            match free {
                Some(n) => parts[n].push(claim.clone()),
                None => parts.push(vec![claim.clone()]),
            }
        }
        parts
    }

    fn said(&self, a: &str, b: &str) -> Option<bool> {
        let pair = if a <= b { (a, b) } else { (b, a) };
        self.pairs.get(&(pair.0.to_owned(), pair.1.to_owned())).map(|(same, _)| *same)
    }

    /// Constraints on accounts, by position.
    pub(crate) fn constraints(&self, accounts: &[&Account]) -> Constraints {
        let mut home: BTreeMap<&str, usize> = BTreeMap::new();
        for (n, account) in accounts.iter().enumerate() {
            home.extend(account.claims.iter().map(|c| (c.key.hash.as_str(), n)));
        }
        let mut out = Constraints::default();
        for ((a, b), (same, _)) in &self.pairs {
            let (Some(x), Some(y)) = (home.get(a.as_str()), home.get(b.as_str())) else { continue };
            let pair = (*x.min(y), *x.max(y));
            if x == y {
                continue;
            }
            if *same {
                out.same.push(pair);
            } else {
                out.apart.insert(pair);
            }
        }
        let apart = &out.apart;
        out.same.retain(|p| !apart.contains(p));
        out
    }

    /// Decisions about any of these claims: values that were set, whether the incident was accepted, and all identifiers.
    pub(crate) fn about(&self, claims: &BTreeSet<&str>) -> About<'d> {
        let mut about = About::default();
        for decision in &self.acts {
            let named: Vec<&ClaimKey> = keys(&decision.act);
            if !named.iter().any(|k| claims.contains(k.hash.as_str())) {
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

/// Whether a key means this claim: the same hash, or the nearest trigger after the report was coded anew.
fn meant(key: &ClaimKey, claim: &Claim) -> bool {
    key.hash == claim.key.hash
        || (key.report == claim.key.report && key.at.abs_diff(claim.key.at) <= MOVED && key.mention == claim.key.mention)
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

/// The pairs of claims that an act speaks of.
fn said_pairs(act: &Act) -> Vec<(&ClaimKey, &ClaimKey, bool)> {
    match act {
        Act::Same { a, b } => vec![(a, b, true)],
        Act::NotSame { a, b } => vec![(a, b, false)],
        Act::Merge { claims } => claims.iter().skip(1).map(|c| (&claims[0], c, true)).collect(),
        Act::Split { apart, rest } => apart.iter().flat_map(|a| rest.iter().map(move |b| (a, b, false))).collect(),
        _ => Vec::new(),
    }
}

fn keys(act: &Act) -> Vec<&ClaimKey> {
    match act {
        Act::Same { a, b } | Act::NotSame { a, b } => vec![a, b],
        Act::Merge { claims } => claims.iter().collect(),
        Act::Split { apart, rest } => apart.iter().chain(rest).collect(),
        Act::Accept { claim, .. } | Act::Reject { claim, .. } | Act::Set { claim, .. } => vec![claim],
        Act::Undo { .. } => Vec::new(),
    }
}
