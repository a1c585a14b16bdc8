//! From scored pairs to groups: average linkage. What people decided comes after it, in `correct`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Score of a pair that nobody compared, in thousandths: nothing speaks for it.
pub(crate) const UNCOMPARED: i64 = -3000;

/// Groups `count` accounts, which stand in a fixed order. `scores` holds pairs `i < j`.
///
/// Repeatedly joins the two groups whose members agree best on average, as long as they agree. Of equals the groups
/// with the first members join first, so the result depends on the set of accounts alone. Sums are whole thousandths:
/// they do not depend on the order of adding. Costs about pairs times the logarithm of pairs.
pub(crate) fn cluster(count: usize, scores: &BTreeMap<(usize, usize), f64>) -> Vec<Vec<usize>> {
    let mut groups = Groups::new(count, scores);
    while let Some((_, (a, b))) = groups.queue.pop_first() {
        groups.join(a, b);
    }
    let mut out: Vec<Vec<usize>> = groups.members.into_values().collect();
    out.iter_mut().for_each(|g| g.sort_unstable());
    out.sort();
    out
}

/// What is known between two groups.
#[derive(Clone, Copy, Debug, Default)]
struct Bond {
    /// Sum of the scores, in thousandths.
    sum: i64,
    /// How many pairs were compared.
    compared: i64,
}

/// Groups by their first member, the bonds between them, and the bonds that would be joined, best first.
struct Groups {
    members: BTreeMap<usize, Vec<usize>>,
    bonds: BTreeMap<usize, BTreeMap<usize, Bond>>,
    queue: BTreeSet<(Reverse<i64>, (usize, usize))>,
}

impl Groups {
    fn new(count: usize, scores: &BTreeMap<(usize, usize), f64>) -> Self {
        let mut bonds: BTreeMap<usize, BTreeMap<usize, Bond>> = BTreeMap::new();
        for ((a, b), score) in scores {
            let bond = Bond { sum: thousandths(*score), compared: 1 };
            bonds.entry(*a).or_default().insert(*b, bond);
            bonds.entry(*b).or_default().insert(*a, bond);
        }
        let members = (0..count).map(|n| (n, vec![n])).collect();
        let mut groups = Self { members, bonds, queue: BTreeSet::new() };
        let pairs: Vec<(usize, usize)> = scores.keys().copied().collect();
        groups.queue = pairs.into_iter().filter_map(|p| groups.entry(p)).collect();
        groups
    }

    /// The place of two groups in the queue; none if they do not agree.
    fn entry(&self, (a, b): (usize, usize)) -> Option<(Reverse<i64>, (usize, usize))> {
        let bond = self.bonds.get(&a)?.get(&b)?;
        let all = (self.members.get(&a)?.len() * self.members.get(&b)?.len()) as i64;
        let sum = bond.sum + (all - bond.compared) * UNCOMPARED;
        // Means to the millionth, so that groups of different sizes compare.
        (sum > 0).then(|| (Reverse(sum * 1000 / all), (a.min(b), a.max(b))))
    }

    fn unqueue(&mut self, group: usize) {
        let others: Vec<usize> = self.bonds.get(&group).into_iter().flat_map(BTreeMap::keys).copied().collect();
        for other in others {
            if let Some(entry) = self.entry((group, other)) {
                self.queue.remove(&entry);
            }
        }
    }

    /// Joins group `b` to group `a`, where `a < b`.
    fn join(&mut self, a: usize, b: usize) {
        self.unqueue(a);
        self.unqueue(b);
        let moved = self.members.remove(&b).unwrap_or_default();
        self.members.entry(a).or_default().extend(moved);
        for (other, bond) in self.bonds.remove(&b).unwrap_or_default() {
            if let Some(back) = self.bonds.get_mut(&other) {
                back.remove(&b);
            }
            if other != a {
                for (from, to) in [(a, other), (other, a)] {
                    let known = self.bonds.entry(from).or_default().entry(to).or_default();
                    known.sum += bond.sum;
                    known.compared += bond.compared;
                }
            }
        }
        let others: Vec<usize> = self.bonds.get(&a).into_iter().flat_map(BTreeMap::keys).copied().collect();
        let entries: Vec<_> = others.into_iter().filter_map(|o| self.entry((a, o))).collect();
        self.queue.extend(entries);
    }
}

/// A score in whole thousandths.
pub(crate) fn thousandths(score: f64) -> i64 {
    (score * 1000.0).round() as i64
}
