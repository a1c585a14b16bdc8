//! The incident of claims whose membership is settled: what a store shows of today and of any moment before.

use crate::compare::compare;
use crate::decide::Rulings;
use crate::digest::{Account, Digest};
use crate::resolve::{self, distinct};
use crate::weights::Weights;
use marsad_model::incident::{Decision, Incident};
use std::collections::BTreeSet;

/// Rises whenever the same report gives another digest, or the same two digests other pairs: stores then make anew
/// what they derived.
pub const VERSION: u32 = 3;

/// Beyond so many accounts the pairs that hold an incident are left out: nobody reads thousands of reasons.
const COMPARED: usize = 40;

/// The incident that these claims (by hash) make up, without asking whether they belong together. `digests` are the
/// reports that hold them. `None` if no claim of the set is in them.
#[must_use]
pub fn told(digests: &[Digest], claims: &BTreeSet<String>, decisions: &[Decision], weights: &Weights) -> Option<Incident> {
    let rulings = Rulings::new(decisions);
    let digests = distinct(digests);
    let piece = |d, a| Some((d, rulings.piece(a, |hash| claims.contains(hash))?));
    let pieces: Vec<(&Digest, Account)> = digests.iter().flat_map(|d| d.accounts.iter().filter_map(move |a| piece(d, a))).collect();
    let mut pairs = Vec::new();
    if pieces.len() <= COMPARED {
        for (n, (d, a)) in pieces.iter().enumerate() {
            for (e, b) in pieces[n + 1..].iter().filter(|(e, _)| e.report != d.report) {
                pairs.push(compare((d, a), (e, b), weights));
            }
        }
        pairs.retain(|p| p.score > 0.0);
    }
    resolve::told(&pieces, pairs, &rulings)
}
