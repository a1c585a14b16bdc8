//! What people decide changes the incidents that they name, and no other.

use crate::laws::reports;
use marsad_model::incident::{Act, ClaimKey, Decision, Incident};
use marsad_resolve::{Digest, Weights, resolve};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn run(digests: &[Digest], decisions: &[Decision]) -> Vec<Incident> {
    resolve(digests, decisions, Weights::standard())
}

fn groups(incidents: &[Incident]) -> BTreeSet<BTreeSet<String>> {
    incidents.iter().map(|i| i.claims.iter().map(|c| c.hash.clone()).collect()).collect()
}

fn decision(n: usize, act: Act) -> Decision {
    let at = format!("2024-03-09T00:{n:02}:00Z");
    Decision { id: format!("d{n}"), author: "analyst".to_owned(), reason: "read both".to_owned(), at, act }
}

fn hashes(claims: &[ClaimKey]) -> BTreeSet<String> {
    claims.iter().map(|c| c.hash.clone()).collect()
}

/// The claims of an incident on two sides, by the bits of `cut`; none if one side is empty.
fn sides(incident: &Incident, cut: u64) -> Option<(Vec<ClaimKey>, Vec<ClaimKey>)> {
    let (apart, rest): (Vec<_>, Vec<_>) = incident.claims.iter().cloned().enumerate().partition(|(n, _)| cut >> (n % 64) & 1 == 1);
    let claims = |side: Vec<(usize, ClaimKey)>| side.into_iter().map(|(_, c)| c).collect::<Vec<_>>();
    (!apart.is_empty() && !rest.is_empty()).then(|| (claims(apart), claims(rest)))
}

/// A split of one of the incidents that can be split.
fn split(incidents: &[Incident], which: usize, cut: u64) -> Option<(Vec<ClaimKey>, Vec<ClaimKey>)> {
    let able: Vec<_> = incidents.iter().filter_map(|i| sides(i, cut)).collect();
    (!able.is_empty()).then(|| able[which % able.len()].clone())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_split_makes_two_of_one_and_changes_no_other(digests in reports(), which in any::<usize>(), cut in any::<u64>()) {
        let before = run(&digests, &[]);
        let Some((apart, rest)) = split(&before, which, cut) else { return Ok(()) };
        let whole: BTreeSet<String> = hashes(&apart).into_iter().chain(hashes(&rest)).collect();
        let mut wanted = groups(&before);
        wanted.remove(&whole);
        wanted.extend([hashes(&apart), hashes(&rest)]);
        let act = decision(1, Act::Split { apart: apart.clone(), rest: rest.clone() });
        prop_assert_eq!(&groups(&run(&digests, std::slice::from_ref(&act))), &wanted);
        let undo = decision(2, Act::Undo { decision: "d1".to_owned() });
        prop_assert_eq!(run(&digests, &[undo, act.clone()]), before);
        let again = decision(3, Act::Merge { claims: apart.into_iter().chain(rest).collect() });
        prop_assert_eq!(groups(&run(&digests, &[again, act])), groups(&run(&digests, &[])));
    }

    #[test]
    fn a_merge_makes_one_of_two_and_changes_no_other(digests in reports(), a in any::<usize>(), b in any::<usize>()) {
        let before = run(&digests, &[]);
        if before.len() < 2 {
            return Ok(());
        }
        let (a, b) = (a % before.len(), b % before.len());
        if a == b {
            return Ok(());
        }
        let claims: Vec<ClaimKey> = before[a].claims.iter().chain(&before[b].claims).cloned().collect();
        let mut wanted = groups(&before);
        wanted.remove(&hashes(&before[a].claims));
        wanted.remove(&hashes(&before[b].claims));
        wanted.insert(hashes(&claims));
        let act = decision(1, Act::Merge { claims });
        let merged = run(&digests, std::slice::from_ref(&act));
        prop_assert_eq!(groups(&merged), wanted);
        // Split again where it was merged, the two are what they were; and what is rejected takes nothing along.
        let halves = Act::Split { apart: before[a].claims.clone(), rest: before[b].claims.clone() };
        prop_assert_eq!(groups(&run(&digests, &[act, decision(2, halves)])), groups(&before));
        let rejected = decision(1, Act::Reject { claim: before[a].claims[0].clone(), field: None });
        let mut left: BTreeSet<BTreeSet<String>> = groups(&before);
        let mut own = hashes(&before[a].claims);
        left.remove(&own);
        own.remove(&before[a].claims[0].hash);
        left.extend([own].into_iter().filter(|o| !o.is_empty()));
        prop_assert_eq!(groups(&run(&digests, &[rejected])), left);
    }

    #[test]
    fn what_was_split_stays_two_when_more_reports_come(digests in reports(), known in 1..8_usize, which in any::<usize>(), cut in any::<u64>()) {
        let early = &digests[..known.min(digests.len())];
        let Some((apart, rest)) = split(&run(early, &[]), which, cut) else { return Ok(()) };
        let act = decision(1, Act::Split { apart: apart.clone(), rest: rest.clone() });
        let later = run(&digests, std::slice::from_ref(&act));
        let home = |key: &ClaimKey| later.iter().position(|i| i.claims.iter().any(|c| c.hash == key.hash));
        for side in [&apart, &rest] {
            prop_assert_eq!(side.iter().map(home).collect::<BTreeSet<_>>().len(), 1, "a side holds together");
        }
        prop_assert_ne!(home(&apart[0]), home(&rest[0]));
        let mut mixed = digests.clone();
        mixed.reverse();
        prop_assert_eq!(run(&mixed, &[act]), later, "in whatever order they came");
    }
}
