//! The incident of claims whose membership is settled: what a store shows of today and of any moment before.

use crate::compare::compare;
use crate::decide::Rulings;
use crate::digest::{Account, Digest};
use crate::incident::assemble;
use crate::resolve::{distinct, founding};
use crate::weights::Weights;
use marsad_model::incident::{Decision, Incident};
use std::collections::BTreeSet;

/// Rises whenever the same report gives another digest, or the same two digests other pairs: stores then make anew
/// what they derived.
pub const VERSION: u32 = 2;

/// Beyond so many accounts the pairs that hold an incident are left out: nobody reads thousands of reasons.
const COMPARED: usize = 40;

/// The incident that these claims (by hash) make up, without asking whether they belong together. `digests` are the
/// reports that hold them. `None` if no claim of the set is in them.
#[must_use]
pub fn told(digests: &[Digest], claims: &BTreeSet<String>, decisions: &[Decision], weights: &Weights) -> Option<Incident> {
    let rulings = Rulings::new(decisions);
    let mut digests = distinct(digests, &rulings);
    for digest in &mut digests {
        for account in &mut digest.accounts {
            account.claims.retain(|c| claims.contains(&c.key.hash));
        }
        digest.accounts.retain(|a| !a.claims.is_empty());
    }
    let mut all: Vec<(&Digest, &Account)> = digests.iter().flat_map(|d| d.accounts.iter().map(move |a| (d, a))).collect();
    all.sort_by(|(d, a), (e, b)| (founding(d), a.claims[0].key.at, a.name()).cmp(&(founding(e), b.claims[0].key.at, b.name())));
    let mut pairs = Vec::new();
    if all.len() <= COMPARED {
        for (n, a) in all.iter().enumerate() {
            for b in all[n + 1..].iter().filter(|b| b.0.report != a.0.report) {
                pairs.push(compare(*a, *b, weights));
            }
        }
        pairs.retain(|p| p.score > 0.0);
    }
    (!all.is_empty()).then(|| assemble(&all, pairs, &rulings))
}
