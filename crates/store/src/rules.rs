//! The store's door to the resolve crate: what is put together with what, and what it then looks like.

use marsad_model::incident::{Act, ClaimKey, Decision, Incident, Pair, Report};
use marsad_resolve::{Dating, Weights};
use std::collections::BTreeSet;

pub(crate) use marsad_resolve::{Account, Digest};

/// Pairs that score less are not kept. Those above 0 tie accounts to one another; those below are what people are asked
/// about.
const KEPT: f64 = -1.5;

/// The rules of resolution.
#[derive(Default)]
pub(crate) struct Rules;

/// Version of the rules: derived tables that other rules made are made anew.
pub(crate) fn version() -> String {
    let weights = blake3::hash(format!("{:?}", Weights::standard()).as_bytes()).to_hex();
    format!("resolve {} {}", marsad_resolve::VERSION, &weights[..16])
}

impl Rules {
    /// All that resolution needs of a report.
    pub fn digest(&self, report: &Report) -> Digest {
        Digest::new(report, Dating::Published)
    }

    /// The accounts of a report: the hash of each account's first claim, and its claims.
    pub fn accounts(digest: &Digest) -> impl Iterator<Item = (&str, Vec<&ClaimKey>)> {
        digest.accounts.iter().map(|a| (a.name(), a.claims.iter().map(|c| &c.key).collect()))
    }

    /// Keys under which an account is filed, or by which it looks others up.
    pub fn keys(digest: &Digest, account: &Account, probe: bool) -> BTreeSet<String> {
        marsad_resolve::keys(digest, account, probe)
    }

    /// Two accounts compared; nothing if the pair is not worth keeping.
    pub fn pair(&self, a: (&Digest, &Account), b: (&Digest, &Account)) -> Option<Pair> {
        Some(marsad_resolve::compare(a, b, Weights::standard())).filter(|p| p.score > KEPT)
    }

    /// Whether the claims that a decision names have to be looked at together.
    pub fn ties(act: &Act) -> bool {
        marsad_resolve::ties(act)
    }

    /// The claims of one component, by incident.
    pub fn groups(&self, claims: &BTreeSet<String>, digests: &[Digest], decisions: &[Decision]) -> Vec<Vec<String>> {
        let incidents = marsad_resolve::component(digests, claims, decisions, Weights::standard());
        incidents.into_iter().map(|i| i.claims.into_iter().map(|c| c.hash).collect()).collect()
    }

    /// The incident that these claims make up.
    pub fn incident(&self, claims: &BTreeSet<String>, digests: &[Digest], decisions: &[Decision]) -> Option<Incident> {
        marsad_resolve::told(digests, claims, decisions, Weights::standard())
    }
}

/// The report with only those accounts that have one of these claims.
pub(crate) fn narrowed(digest: &Digest, claims: &BTreeSet<String>) -> Digest {
    let accounts = digest.accounts.iter().filter(|a| a.claims.iter().any(|c| claims.contains(&c.key.hash))).cloned().collect();
    Digest {
        report: digest.report.clone(),
        outlet: digest.outlet.clone(),
        published: digest.published.clone(),
        title: digest.title.clone(),
        version_of: digest.version_of.clone(),
        sketch: digest.sketch.clone(),
        agencies: digest.agencies.clone(),
        organisations: digest.organisations.clone(),
        accounts,
        links: digest.links.clone(),
    }
}
