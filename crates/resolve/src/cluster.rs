//! From scored pairs to groups: average linkage under people's constraints.

use std::collections::{BTreeMap, BTreeSet};

/// What people said of two accounts, by position.
#[derive(Clone, Debug, Default)]
pub(crate) struct Constraints {
    /// Pairs that are the same.
    pub same: Vec<(usize, usize)>,
    /// Pairs that are not.
    pub apart: BTreeSet<(usize, usize)>,
}

/// Score of a pair that nobody compared: nothing speaks for it.
const UNCOMPARED: f64 = -3.0;

/// Groups `count` accounts, which stand in a fixed order. `scores` holds pairs `i < j`.
///
/// Repeatedly joins the two groups whose members agree best on average, as long as they agree. Of equals the groups
/// with the first members join first, so the result depends on the set of accounts alone.
pub(crate) fn cluster(count: usize, scores: &BTreeMap<(usize, usize), f64>, constraints: &Constraints) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<usize, Vec<usize>> = (0..count).map(|n| (n, vec![n])).collect();
    let mut home: Vec<usize> = (0..count).collect();
    for (a, b) in &constraints.same {
        join(&mut groups, &mut home, *a, *b);
    }
    let mut sums = Links { scores, apart: &constraints.apart, known: BTreeMap::new() };
    let mut open: BTreeSet<(usize, usize)> =
        scores.iter().filter(|(_, s)| **s > 0.0).map(|((a, b), _)| ordered(home[*a], home[*b])).filter(|(a, b)| a != b).collect();
    loop {
        let mut best: Option<(f64, (usize, usize))> = None;
        for pair in &open {
            if let Some(mean) = sums.mean(&groups, *pair)
                && mean > 0.0
                && best.is_none_or(|(b, _)| mean > b)
            {
                best = Some((mean, *pair));
            }
        }
        let Some((_, (a, b))) = best else { break };
        join(&mut groups, &mut home, a, b);
        sums.forget(a, b);
        open = open
            .into_iter()
            .map(|(x, y)| ordered(if x == b { a } else { x }, if y == b { a } else { y }))
            .filter(|(x, y)| x != y)
            .collect();
    }
    groups.into_values().map(sorted).collect()
}

fn sorted(mut group: Vec<usize>) -> Vec<usize> {
    group.sort_unstable();
    group
}

fn ordered(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}

fn join(groups: &mut BTreeMap<usize, Vec<usize>>, home: &mut [usize], a: usize, b: usize) {
    let (a, b) = ordered(home[a], home[b]);
    if a == b {
        return;
    }
    let moved = groups.remove(&b).unwrap_or_default();
    for n in &moved {
        home[*n] = a;
    }
    groups.entry(a).or_default().extend(moved);
}

/// Mean scores between groups, remembered until one of the two changes.
struct Links<'a> {
    scores: &'a BTreeMap<(usize, usize), f64>,
    apart: &'a BTreeSet<(usize, usize)>,
    known: BTreeMap<(usize, usize), Option<f64>>,
}

impl Links<'_> {
    /// The mean score of all pairs between two groups; none if anything forbids to join them.
    fn mean(&mut self, groups: &BTreeMap<usize, Vec<usize>>, pair: (usize, usize)) -> Option<f64> {
        if let Some(known) = self.known.get(&pair) {
            return *known;
        }
        let mean = self.compute(&groups[&pair.0], &groups[&pair.1]);
        self.known.insert(pair, mean);
        mean
    }

    fn compute(&self, a: &[usize], b: &[usize]) -> Option<f64> {
        let mut sum = 0.0;
        for i in a {
            for j in b {
                let pair = ordered(*i, *j);
                if self.apart.contains(&pair) {
                    return None;
                }
                sum += self.scores.get(&pair).copied().unwrap_or(UNCOMPARED);
            }
        }
        Some(sum / (a.len() * b.len()) as f64)
    }

    fn forget(&mut self, a: usize, b: usize) {
        self.known.retain(|(x, y), _| ![a, b].contains(x) && ![a, b].contains(y));
    }
}
