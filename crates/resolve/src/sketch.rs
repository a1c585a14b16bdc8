//! Texts in small: words, shingles, quotations, so that copies and rewrites are found without the texts.

use crate::key::{hash, mix};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use unicode_normalization::char::is_combining_mark;

/// Words of a shingle.
const SHINGLE: usize = 4;
/// So many of the smallest shingle hashes are kept: all of a usual report.
const KEPT: usize = 384;
/// Bands of the index of near-duplicates, of two minima each.
const BANDS: u64 = 8;
/// Shorter quotations are phrases that anybody uses.
const QUOTE_WORDS: usize = 6;
/// Signs that open a quotation, with those that close it.
const QUOTES: &[(char, char)] = &[('«', '»'), ('“', '”'), ('„', '“'), ('"', '"')];

/// What is kept of a text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sketch {
    /// The smallest hashes of four-word shingles, in order.
    pub shingles: Vec<u64>,
    /// Minima of pairs of permutations, for the index.
    pub bands: Vec<u64>,
    /// Hashes of quotations of six words or more, in order.
    pub quotes: Vec<u64>,
}

impl Sketch {
    /// Reads a text once.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let words = words(text);
        let all: BTreeSet<u64> = words.windows(SHINGLE).map(|w| w.iter().fold(17, |h, x| mix(h ^ x).wrapping_add(*x))).collect();
        let bands = (0..BANDS).filter(|_| !all.is_empty()).map(|b| {
            let least = |seed: u64| all.iter().map(|h| mix(h ^ mix(seed))).min().unwrap_or(0);
            mix(least(2 * b + 1) ^ least(2 * b + 2).rotate_left(17))
        });
        Self { bands: bands.collect(), shingles: all.iter().copied().take(KEPT).collect(), quotes: quotes(text) }
    }

    /// Share of the shorter text that the longer one has too, 0 to 1, estimated from the smallest hashes of both.
    #[must_use]
    pub fn containment(&self, other: &Self) -> f64 {
        let (a, b) = (&self.shingles, &other.shingles);
        if a.len() < 8 || b.len() < 8 {
            return 0.0;
        }
        // Above the smaller of both last hashes, one of the two is cut off and says nothing.
        let full = |v: &Vec<u64>| if v.len() < KEPT { u64::MAX } else { v[KEPT - 1] };
        let limit = full(a).min(full(b));
        let (n, m) = (a.partition_point(|h| *h <= limit), b.partition_point(|h| *h <= limit));
        shared(&a[..n], &b[..m]) as f64 / n.min(m).max(1) as f64
    }

    /// How many quotations both have.
    #[must_use]
    pub fn shared_quotes(&self, other: &Self) -> usize {
        shared(&self.quotes, &other.quotes)
    }
}

/// How many values two ordered lists share.
pub(crate) fn shared(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                (i, j, n) = (i + 1, j + 1, n + 1);
            }
        }
    }
    n
}

/// Hashes of the words of a text, in order: letters and digits without marks, in lower case.
#[must_use]
pub(crate) fn words(text: &str) -> Vec<u64> {
    let mut out = Vec::new();
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        } else if !is_combining_mark(c) && !word.is_empty() {
            out.push(hash(word.as_bytes()));
            word.clear();
        }
    }
    out
}

/// Hashes of the longer quotations, in order.
fn quotes(text: &str) -> Vec<u64> {
    let mut found = BTreeSet::new();
    for line in text.lines() {
        for (open, close) in QUOTES {
            let mut rest = line;
            while let Some(start) = rest.find(*open) {
                let inner = &rest[start + open.len_utf8()..];
                let Some(end) = inner.find(*close) else { break };
                let said = words(&inner[..end]);
                if said.len() >= QUOTE_WORDS {
                    found.insert(said.iter().fold(31, |h, x| mix(h ^ x).wrapping_add(*x)));
                }
                rest = &inner[end + close.len_utf8()..];
            }
        }
    }
    found.into_iter().collect()
}
