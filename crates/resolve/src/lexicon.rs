//! How telling a word is: rare words weigh more than words of every report.

use crate::key::hash;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Words with the number of reports in a thousand that hold them. Words that are not listed are rare.
const TABLES: &[&str] = &[include_str!("../data/words.ar.tsv")];

/// Weight of a word that is not listed: fewer than twelve reports in a thousand hold it.
const RARE: f32 = 5.0;

static WEIGHTS: LazyLock<BTreeMap<u64, f32>> = LazyLock::new(|| {
    let rows = TABLES.iter().flat_map(|t| t.lines()).filter(|l| !l.starts_with('#'));
    rows.filter_map(|l| l.split_once('\t')).filter_map(|(w, n)| Some((hash(w.as_bytes()), weight(n.trim().parse().ok()?)))).collect()
});

/// Negative logarithm of the share of reports.
fn weight(per_thousand: f32) -> f32 {
    -(per_thousand.max(1.0) / 1000.0).ln()
}

/// The weight of a word by its hash, 0 (in every report) to 5.
#[must_use]
pub(crate) fn of(word: u64) -> f32 {
    WEIGHTS.get(&word).copied().unwrap_or(RARE)
}
