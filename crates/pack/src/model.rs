//! Learned weights as the pack holds them: whole thousandths in a perfect hash table.
//!
//! A report asks for some hundred thousand weights, most of which no model has. So a look-up has no loop and no branch: the
//! lower half of a key chooses a bucket, the seed of the bucket together with the key chooses the only row where it can
//! stand, and the upper half of the key tells whether it is the one that stands there (hash and displace: Belazzougui,
//! Botelho and Dietzfelbinger 2009).

use serde::{Deserialize, Serialize};

/// A linear model: labels and the hashed weights of its features.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Model {
    /// Name of the model.
    pub name: Box<str>,
    /// Labels, in the order of the weight columns.
    pub labels: Vec<Box<str>>,
    /// What moves the keys of a bucket to rows that are free.
    pub seeds: Vec<u16>,
    /// Upper half of the key that stands in each row; 0 in a free one.
    pub prints: Vec<u32>,
    /// `prints.len() * labels.len()` weights in thousandths; a free row has zeros.
    pub weights: Vec<i16>,
}

/// Weights are whole thousandths: the tables have three decimals. Sums of them are exact, whatever their order.
pub const SCALE: f32 = 1000.0;

/// Keys of a bucket, on average.
const BUCKET: usize = 4;

/// The row that holds a key, if any does. Tables of no rows have no answer.
#[inline]
#[must_use]
pub fn row(seeds: &[u16], rows: usize, key: u64) -> usize {
    let seed = seeds[reduce(key as u32, seeds.len())];
    reduce((crate::feature::join(key, u64::from(seed)) >> 32) as u32, rows)
}

/// A number below `n`, without a division.
#[inline]
fn reduce(hash: u32, n: usize) -> usize {
    ((u64::from(hash) * n as u64) >> 32) as usize
}

/// Which key a row says it holds.
#[inline]
#[must_use]
pub fn print(key: u64) -> u32 {
    (key >> 32) as u32
}

impl Model {
    /// Compiles weights by key. `entries` are in the order of their keys, each key once, with a weight for each label.
    #[must_use]
    pub fn new(name: &str, labels: Vec<Box<str>>, entries: &[(u64, Vec<f32>)]) -> Self {
        let width = labels.len();
        let seeds = vec![0; entries.len() / BUCKET + 1];
        let mut out = Self { name: name.into(), labels, seeds, prints: Vec::new(), weights: Vec::new() };
        let mut rows = entries.len() + entries.len() / 4 + 1;
        let placed = loop {
            match out.place(entries, rows) {
                Some(placed) => break placed,
                None => rows += rows / 8 + 1,
            }
        };
        out.prints = vec![0; rows];
        out.weights = vec![0; rows * width];
        for ((key, weights), row) in entries.iter().zip(placed) {
            out.prints[row] = print(*key);
            for (slot, weight) in out.weights[row * width..].iter_mut().zip(weights) {
                *slot = (weight * SCALE).round() as i16;
            }
        }
        out
    }

    /// Finds seeds that give each key a row of its own, the fullest buckets first; `None` if the rows are too few.
    fn place(&mut self, entries: &[(u64, Vec<f32>)], rows: usize) -> Option<Vec<usize>> {
        let mut buckets: Vec<Vec<usize>> = vec![Vec::new(); self.seeds.len()];
        for (i, (key, _)) in entries.iter().enumerate() {
            buckets[reduce(*key as u32, self.seeds.len())].push(i);
        }
        let mut order: Vec<usize> = (0..buckets.len()).collect();
        order.sort_by_key(|b| (std::cmp::Reverse(buckets[*b].len()), *b));
        let mut placed = vec![0; entries.len()];
        let mut taken = vec![false; rows];
        for b in order {
            (0..=u16::MAX).find(|seed| {
                self.seeds[b] = *seed;
                let mut found: Vec<usize> = Vec::with_capacity(buckets[b].len());
                let free = buckets[b].iter().all(|i| {
                    let at = row(&self.seeds, rows, entries[*i].0);
                    let free = !taken[at] && !found.contains(&at);
                    found.push(at);
                    free
                });
                if free {
                    for (i, at) in buckets[b].iter().zip(found) {
                        placed[*i] = at;
                        taken[at] = true;
                    }
                }
                free
            })?;
        }
        Some(placed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_stands_in_its_row_with_its_weights() {
        let key = |i: u64| crate::feature::join(crate::feature::SEED, i);
        for n in [0, 1, 5, 20_000] {
            let mut entries: Vec<(u64, Vec<f32>)> = (0..n).map(|i| (key(i), vec![i as f32 / SCALE, -0.5])).collect();
            entries.sort_by_key(|(k, _)| *k);
            let model = Model::new("m", vec!["a".into(), "b".into()], &entries);
            for (k, weights) in &entries {
                let at = row(&model.seeds, model.prints.len(), *k);
                assert_eq!(model.prints[at], print(*k));
                assert_eq!(model.weights[at * 2..][..2], [(weights[0] * SCALE).round() as i16, -500]);
            }
            let foreign = (n..n + 1000).filter(|i| model.prints[row(&model.seeds, model.prints.len(), key(*i))] == print(key(*i)));
            assert_eq!(foreign.count(), 0);
        }
    }
}
