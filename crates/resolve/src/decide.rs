//! What people decided, in force: constraints on groups, claims struck out, values set.

use crate::account;
use crate::cluster::Constraints;
use crate::digest::{Account, Claim, Digest};
use marsad_model::incident::{Act, ClaimKey, Datum, Decision};
use std::collections::{BTreeMap, BTreeSet};

/// A claim whose trigger moved by at most so many code points is still the claim that people meant.
const MOVED: usize = 40;

/// Positions in a list, by report.
type Positions<'d> = BTreeMap<&'d str, Vec<usize>>;

/// The decisions in force, in the order of `at` and `id`; a later one overrides an earlier one of the same pair.
#[derive(Clone, Debug, Default)]
pub struct Rulings<'d> {
    acts: Vec<&'d Decision>,
    /// Positions in `acts` by report, so that a report asks only for its own.
    acts_of: Positions<'d>,
    pairs: Vec<Said<'d>>,
    /// Positions in `pairs` by report.
    pairs_of: Positions<'d>,
}

/// What was said last of two claims.
#[derive(Clone, Debug)]
struct Said<'d> {
    a: &'d ClaimKey,
    b: &'d ClaimKey,
    same: bool,
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
        let mut said: BTreeMap<(&str, &str), Said<'d>> = BTreeMap::new();
        for (a, b, same) in acts.iter().flat_map(|d| said_pairs(&d.act)) {
            let (a, b) = if a.hash <= b.hash { (a, b) } else { (b, a) };
            said.insert((&a.hash, &b.hash), Said { a, b, same });
        }
        let pairs: Vec<Said<'d>> = said.into_values().collect();
        let (mut acts_of, mut pairs_of) = (Positions::new(), Positions::new());
        for (n, decision) in acts.iter().enumerate() {
            let reports: BTreeSet<&str> = decision.act.claims().into_iter().map(|k| k.report.as_str()).collect();
            reports.into_iter().for_each(|r| acts_of.entry(r).or_default().push(n));
        }
        for (n, said) in pairs.iter().enumerate() {
            let reports: BTreeSet<&str> = [said.a.report.as_str(), said.b.report.as_str()].into();
            reports.into_iter().for_each(|r| pairs_of.entry(r).or_default().push(n));
        }
        Self { acts, acts_of, pairs, pairs_of }
    }

    /// Decisions that name a claim of the report.
    fn acts(&self, report: &str) -> Vec<&'d Decision> {
        self.acts_of.get(report).into_iter().flatten().map(|n| self.acts[*n]).collect()
    }

    /// Pairs of claim hashes that people said are the same: edges of the graph, beside those of the scores.
    pub fn same(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().filter(|s| s.same).map(|s| (s.a.hash.as_str(), s.b.hash.as_str()))
    }

    /// The report as people left it: rejected claims gone, accounts cut where two claims were said to be different.
    #[must_use]
    pub fn apply(&self, digest: &Digest) -> Digest {
        let mut digest = digest.clone();
        let mut accounts = Vec::with_capacity(digest.accounts.len());
        for account in std::mem::take(&mut digest.accounts) {
            let mut claims = account.claims.clone();
            claims.retain_mut(|c| self.keep(c));
            accounts.extend(self.cut(&claims).into_iter().map(|part| account::refresh(&account, part)));
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
        for decision in self.acts(&claim.key.report) {
            match &decision.act {
                Act::Reject { claim: key, field: None } if meant(key, &claim.key) => stands = false,
                Act::Accept { claim: key, .. } if meant(key, &claim.key) => stands = true,
                Act::Reject { claim: key, field: Some(field) } if meant(key, &claim.key) => blank(claim, field),
                _ => {}
            }
        }
        stands
    }

    /// Claims of one account in parts, so that no part holds two that were said to be different.
    fn cut(&self, claims: &[Claim]) -> Vec<Vec<Claim>> {
        let mut parts: Vec<Vec<Claim>> = Vec::new();
        for claim in claims {
            let free = parts.iter().position(|p| p.iter().all(|c| !self.apart(&c.key, &claim.key)));
            match free {
                Some(n) => parts[n].push(claim.clone()),
                None => parts.push(vec![claim.clone()]),
            }
        }
        parts
    }

    fn apart(&self, a: &ClaimKey, b: &ClaimKey) -> bool {
        let said = self.pairs_of.get(a.report.as_str()).into_iter().flatten().map(|n| &self.pairs[*n]);
        said.filter(|s| !s.same).any(|s| (meant(s.a, a) && meant(s.b, b)) || (meant(s.a, b) && meant(s.b, a)))
    }

    /// Constraints on accounts, by position.
    pub(crate) fn constraints(&self, accounts: &[&Account]) -> Constraints {
        let mut of: BTreeMap<&str, Vec<(usize, &ClaimKey)>> = BTreeMap::new();
        for (n, claim) in accounts.iter().enumerate().flat_map(|(n, a)| a.claims.iter().map(move |c| (n, c))) {
            if self.pairs_of.contains_key(claim.key.report.as_str()) {
                of.entry(&claim.key.report).or_default().push((n, &claim.key));
            }
        }
        let home = |key: &ClaimKey| {
            let own = of.get(key.report.as_str())?;
            own.iter().find(|(_, k)| k.hash == key.hash).or_else(|| own.iter().find(|(_, k)| meant(key, k))).map(|(n, _)| *n)
        };
        let mut out = Constraints::default();
        for said in &self.pairs {
            let (Some(x), Some(y)) = (home(said.a), home(said.b)) else { continue };
            if x == y {
                continue;
            }
            if said.same {
                out.same.push((x.min(y), x.max(y)));
            } else {
                out.apart.insert((x.min(y), x.max(y)));
            }
        }
        let apart = &out.apart;
        out.same.retain(|p| !apart.contains(p));
        out
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

/// Whether a key means this claim: the same hash, or the nearest trigger after the report was coded anew.
fn meant(key: &ClaimKey, claim: &ClaimKey) -> bool {
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
