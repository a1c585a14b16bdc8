//! The whole way: digests and decisions to incidents, in steps that a store can take one at a time.

use crate::block;
use crate::cluster::cluster;
use crate::compare::compare;
use crate::correct::{Scores, correct};
use crate::day;
use crate::decide::Rulings;
use crate::digest::{Account, Digest};
use crate::incident;
use crate::weights::Weights;
use marsad_model::incident::{Decision, Incident, Pair};
use std::collections::{BTreeMap, BTreeSet};

/// All incidents of a set of reports. The order of reports, doubles among them, and the order of decisions do not matter.
/// Incidents come in the order of their founding claims.
#[must_use]
pub fn resolve(digests: &[Digest], decisions: &[Decision], weights: &Weights) -> Vec<Incident> {
    let mut incidents = group(&distinct(digests), &Rulings::new(decisions), weights);
    canonical(&mut incidents);
    incidents
}

/// Incidents of what hangs together: over pairs with a score above 0, and over claims that one decision names
/// ([`ties`](crate::ties)). `digests` are the reports that hold any of the accounts `names` (first claims' hashes);
/// incidents of other accounts of these reports are left out. Links name the other side by the alias of a claim.
#[must_use]
pub fn component(digests: &[Digest], names: &BTreeSet<String>, decisions: &[Decision], weights: &Weights) -> Vec<Incident> {
    let mut digests = distinct(digests);
    for digest in &mut digests {
        digest.accounts.retain(|a| names.contains(a.name()));
    }
    group(&digests, &Rulings::new(decisions), weights)
}

/// Compares the accounts of two reports that blocking puts together. Pairs with a score above 0 are edges of the graph.
#[must_use]
pub fn pairs(a: &Digest, b: &Digest, weights: &Weights) -> Vec<Pair> {
    let filed: Vec<BTreeSet<String>> = b.accounts.iter().map(|x| block::keys(b, x, false)).collect();
    let mut out = Vec::new();
    for x in &a.accounts {
        let probes = block::keys(a, x, true);
        for (y, filed) in b.accounts.iter().zip(&filed) {
            if !probes.is_disjoint(filed) {
                out.push(compare((a, x), (b, y), weights));
            }
        }
    }
    out
}

/// One digest of each report, in the order of identifiers. Of two with one identifier the later publication stands.
pub(crate) fn distinct(digests: &[Digest]) -> Vec<Digest> {
    let mut by_report: BTreeMap<&str, &Digest> = BTreeMap::new();
    for digest in digests {
        let rank = |d: &Digest| (d.published.clone(), d.sketch.shingles.clone());
        match by_report.get(digest.report.as_str()) {
            Some(other) if rank(other) >= rank(digest) => {}
            _ => {
                by_report.insert(&digest.report, digest);
            }
        }
    }
    by_report.into_values().cloned().collect()
}

/// The scores group the accounts, then people's decisions change the groups.
fn group(digests: &[Digest], rulings: &Rulings<'_>, weights: &Weights) -> Vec<Incident> {
    let mut all: Vec<(usize, &Account)> = digests.iter().enumerate().flat_map(|(n, d)| d.accounts.iter().map(move |a| (n, a))).collect();
    all.sort_by(|(n, a), (m, b)| place(&digests[*n], a).cmp(&place(&digests[*m], b)));
    let (mut groups, mut ties, mut known) = (Vec::new(), Vec::new(), Scores::new());
    for part in components(all.len(), score(digests, &all, weights)) {
        let scores = part.scores(digests, &all, weights);
        let whole = |n: usize| part.members[n];
        groups.extend(cluster(part.members.len(), &scores).into_iter().map(|g| g.into_iter().map(whole).collect::<Vec<_>>()));
        if part.members.iter().any(|n| rulings.names(&digests[all[*n].0].report)) {
            known.extend(scores.into_iter().map(|((a, b), score)| ((whole(a), whole(b)), score)));
        }
        ties.extend(part.pairs.into_iter().filter(|(_, p)| !p.a.is_empty()).map(|((a, b), pair)| (part.members[a], part.members[b], pair)));
    }
    let accounts: Vec<&Account> = all.iter().map(|(_, a)| *a).collect();
    let groups = correct(&groups, &accounts, &known, rulings);
    let mut homes: Vec<Vec<usize>> = vec![Vec::new(); all.len()];
    for (g, group) in groups.iter().enumerate() {
        group.keys().for_each(|n| homes[*n].push(g));
    }
    let mut held: Vec<Vec<Pair>> = vec![Vec::new(); groups.len()];
    for (a, b, pair) in ties {
        for g in homes[a].iter().filter(|g| homes[b].contains(g)) {
            held[*g].push(pair.clone());
        }
    }
    let mut incidents = Vec::with_capacity(groups.len());
    for (group, held) in groups.into_iter().zip(held) {
        let piece = |(n, own): (usize, BTreeSet<&str>)| Some((&digests[all[n].0], rulings.piece(all[n].1, |hash| own.contains(hash))?));
        let pieces: Vec<(&Digest, Account)> = group.into_iter().filter_map(piece).collect();
        incidents.extend(told(&pieces, held, rulings));
    }
    incidents.sort_by_cached_key(order);
    incidents
}

/// The incident of these accounts; none if there are none.
pub(crate) fn told(pieces: &[(&Digest, Account)], held: Vec<Pair>, rulings: &Rulings<'_>) -> Option<Incident> {
    let mut told: Vec<(&Digest, &Account)> = pieces.iter().map(|(d, a)| (*d, a)).collect();
    told.sort_by(|(d, a), (e, b)| place(d, a).cmp(&place(e, b)));
    (!told.is_empty()).then(|| incident::assemble(&told, held, rulings))
}

/// Where an account stands among others: by publication (unknown last), by report, by offset.
fn place<'d>(digest: &'d Digest, account: &'d Account) -> (i64, &'d str, usize, &'d str) {
    let at = account.claims.first().map_or(0, |c| c.key.at);
    (day::order(digest.published.as_deref()), &digest.report, at, account.name())
}

/// Order of incidents.
fn order(incident: &Incident) -> (i64, String, usize) {
    let first = incident.claims.first();
    let published = day::order(incident.reports.first().and_then(|r| r.published.as_deref()));
    (published, first.map(|c| c.report.clone()).unwrap_or_default(), first.map_or(0, |c| c.at))
}

/// Scores of all pairs that blocking puts together, by position.
fn score(digests: &[Digest], all: &[(usize, &Account)], weights: &Weights) -> BTreeMap<(usize, usize), Pair> {
    let mut filed: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, (n, account)) in all.iter().enumerate() {
        for key in block::keys(&digests[*n], account, false) {
            filed.entry(key).or_default().push(i);
        }
    }
    let mut out = BTreeMap::new();
    for (i, (n, account)) in all.iter().enumerate() {
        let probes = block::keys(&digests[*n], account, true);
        let others: BTreeSet<usize> = probes.iter().filter_map(|k| filed.get(k)).flatten().copied().filter(|j| *j > i).collect();
        for j in others {
            let mut pair = compare((&digests[*n], account), (&digests[all[j].0], all[j].1), weights);
            if pair.score <= 0.0 {
                // Most pairs: of these only the score matters.
                pair = Pair { a: String::new(), b: String::new(), reasons: Vec::new(), ..pair };
            }
            out.insert((i, j), pair);
        }
    }
    out
}

/// A connected component: its accounts, and what lies between them by position in it.
#[derive(Default)]
struct Part {
    members: Vec<usize>,
    pairs: BTreeMap<(usize, usize), Pair>,
}

/// In components of up to so many accounts all pairs are compared, not only those that blocking puts together: the mean
/// of a group should not hang on who was looked up.
const SMALL: usize = 64;

impl Part {
    fn scores(&self, digests: &[Digest], all: &[(usize, &Account)], weights: &Weights) -> Scores {
        let mut scores: Scores = self.pairs.iter().map(|(p, pair)| (*p, pair.score)).collect();
        if self.members.len() <= SMALL {
            let told = |n: usize| all[self.members[n]];
            for j in 0..self.members.len() {
                for i in 0..j {
                    let ((d, x), (e, y)) = (told(i), told(j));
                    scores.entry((i, j)).or_insert_with(|| compare((&digests[d], x), (&digests[e], y), weights).score);
                }
            }
        }
        self.rivals(&mut scores, all, weights);
        scores
    }

    /// Two reports that each tell of several happenings tell of them one to one: where an account fits another account of
    /// the other report better, that speaks against the pair.
    fn rivals(&self, scores: &mut Scores, all: &[(usize, &Account)], weights: &Weights) {
        let report = |n: usize| all[self.members[n]].0;
        let mut best: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for ((i, j), score) in scores.iter().filter(|((i, j), _)| report(*i) != report(*j)) {
            for side in [(*i, report(*j)), (*j, report(*i))] {
                let best = best.entry(side).or_insert(*score);
                *best = best.max(*score);
            }
        }
        let against = weights.get("rival", true);
        for ((i, j), score) in scores.iter_mut().filter(|((i, j), _)| report(*i) != report(*j)) {
            let better = best[&(*i, report(*j))].max(best[&(*j, report(*i))]);
            let both_lead = all[self.members[*i]].1.lead && all[self.members[*j]].1.lead;
            if better > 0.0 && better > *score + if both_lead { BEYOND_DOUBT } else { CLEARLY } {
                *score += against;
            }
        }
    }
}

/// So much better the other account has to fit.
const CLEARLY: f64 = 1.0;
/// The same, where both reports are mainly about the two: what is read of asides is less sure.
const BEYOND_DOUBT: f64 = 6.0;

/// Connected components over pairs with a score above 0.
fn components(count: usize, scored: BTreeMap<(usize, usize), Pair>) -> Vec<Part> {
    let mut parent: Vec<usize> = (0..count).collect();
    // Two accounts of one report hang together only through others.
    for (a, b) in scored.iter().filter(|(_, p)| p.score > 0.0).map(|(e, _)| e) {
        let (a, b) = (root(&mut parent, *a), root(&mut parent, *b));
        parent[a.max(b)] = a.min(b);
    }
    let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
    let mut position = vec![0; count];
    for (n, position) in position.iter_mut().enumerate() {
        let members = &mut parts.entry(root(&mut parent, n)).or_default().members;
        *position = members.len();
        members.push(n);
    }
    for ((a, b), pair) in scored {
        let home = root(&mut parent, a);
        if home == root(&mut parent, b) {
            parts.entry(home).or_default().pairs.insert((position[a], position[b]), pair);
        }
    }
    parts.into_values().collect()
}

fn root(parent: &mut [usize], mut n: usize) -> usize {
    while parent[n] != n {
        parent[n] = parent[parent[n]];
        n = parent[n];
    }
    n
}

/// Links name incidents by their identifiers in place of aliases; links of an incident to itself are gone.
pub fn canonical(incidents: &mut [Incident]) {
    let alias: BTreeMap<String, String> =
        incidents.iter().flat_map(|i| i.claims.iter().map(|c| (crate::key::incident_id(&c.hash), i.id.clone()))).collect();
    for incident in incidents {
        for link in &mut incident.links {
            for side in [&mut link.from, &mut link.to] {
                if let Some(id) = alias.get(side) {
                    side.clone_from(id);
                }
            }
        }
        incident::merge_links(&mut incident.links);
    }
}
