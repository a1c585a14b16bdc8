//! What people decide holds, and can be taken back.

use crate::stories::{all, groups};
use marsad_model::incident::{Act, ClaimKey, Datum, Decision, Incident, Range};
use marsad_resolve::{Digest, Weights, resolve};

fn decision(id: &str, act: Act) -> Decision {
    Decision {
        id: id.to_owned(),
        author: "analyst".to_owned(),
        reason: "read both".to_owned(),
        at: format!("2024-03-09T00:00:0{}Z", id.len()),
        act,
    }
}

fn story(name: &str) -> Vec<Digest> {
    all()[name].digests()
}

fn claim(digests: &[Digest], report: &str, n: usize) -> ClaimKey {
    let digest = digests.iter().find(|d| d.report == report).expect("a report");
    let mut claims: Vec<ClaimKey> = digest.claims().map(|c| c.key.clone()).collect();
    claims.sort_by_key(|c| c.at);
    claims[n].clone()
}

fn run(digests: &[Digest], decisions: &[Decision]) -> Vec<Incident> {
    resolve(digests, decisions, Weights::standard())
}

#[test]
fn not_the_same_keeps_two_reports_apart_and_undo_brings_them_back() {
    let digests = story("growing_toll");
    let before = groups(&run(&digests, &[]));
    let (a, b) = (claim(&digests, "r1", 0), claim(&digests, "r2", 0));
    let apart = decision("1", Act::NotSame { a: a.clone(), b: b.clone() });
    let incidents = run(&digests, std::slice::from_ref(&apart));
    let home = |key: &ClaimKey| incidents.iter().position(|i| i.claims.contains(key));
    assert_ne!(home(&a), home(&b));
    let undo = decision("22", Act::Undo { decision: "1".to_owned() });
    assert_eq!(groups(&run(&digests, &[undo.clone(), apart.clone()])), before);
    let again = decision("333", Act::Undo { decision: "22".to_owned() });
    assert_eq!(groups(&run(&digests, &[apart.clone(), undo, again])), groups(&incidents));
}

#[test]
fn the_same_joins_what_nothing_else_would() {
    let digests = story("neighbours");
    let claims = vec![claim(&digests, "r1", 0), claim(&digests, "r3", 0)];
    let merged = run(&digests, &[decision("1", Act::Merge { claims: claims.clone() })]);
    assert_eq!(merged.len(), 2);
    let one = merged.iter().find(|i| i.claims.contains(&claims[0])).expect("the merged one");
    assert!(one.claims.contains(&claims[1]) && one.decisions == ["1"]);
}

#[test]
fn a_split_holds_for_a_group_that_the_engine_made() {
    let mut story = all()["two_attacks"].clone();
    for claim in &mut story.reports[0].claims {
        // The engine takes both for one, and nothing in them says otherwise.
        claim.group = Some(1);
        claim.mode = None;
        claim.actor = None;
        claim.killed = None;
        claim.injured = None;
    }
    story.reports.truncate(1);
    let digests = story.digests();
    assert_eq!(run(&digests, &[]).len(), 1);
    let split = Act::Split { apart: vec![claim(&digests, "r1", 1)], rest: vec![claim(&digests, "r1", 0)] };
    assert_eq!(run(&digests, &[decision("1", split)]).len(), 2);
}

#[test]
fn a_rejected_claim_takes_no_part_and_a_rejected_field_no_say() {
    let digests = story("growing_toll");
    let wrong = claim(&digests, "r3", 0);
    let all_of_it = run(&digests, &[decision("1", Act::Reject { claim: wrong.clone(), field: None })]);
    assert!(all_of_it.iter().all(|i| !i.claims.contains(&wrong)));
    let toll = run(&digests, &[decision("1", Act::Reject { claim: wrong, field: Some("killed".to_owned()) })]);
    assert_eq!(toll[0].reports.len(), 3);
    assert_eq!(toll[0].killed, Some(Range { low: Some(3.0), high: Some(5.0) }));
}

#[test]
fn a_value_that_a_person_set_stands_first_and_the_others_stay() {
    let digests = story("growing_toll");
    let value = Datum::Range(Range { low: Some(6.0), high: Some(6.0) });
    let set = decision("1", Act::Set { claim: claim(&digests, "r2", 0), field: "killed".to_owned(), value });
    let incidents = run(&digests, &[set]);
    assert_eq!(incidents[0].killed, Some(Range { low: Some(6.0), high: Some(6.0) }));
    assert_eq!(incidents[0].tolls[0].history.len(), 3);
    assert_eq!(incidents[0].decisions, ["1"]);
}

#[test]
fn decisions_outlive_a_new_coding() {
    let digests = story("growing_toll");
    let mut moved = claim(&digests, "r1", 0);
    // The engine now takes another word for the trigger: hash and offset changed.
    moved.hash = "0000000000000000".to_owned();
    moved.at += 9;
    let incidents = run(&digests, &[decision("1", Act::Reject { claim: moved, field: None })]);
    assert_eq!(incidents[0].reports.len(), 2);
}

#[test]
fn what_comes_later_joins_a_merged_incident_on_either_side() {
    let mut story = all()["neighbours"].clone();
    let mut late = story.reports[1].clone();
    late.id = "r9".to_owned();
    story.reports.push(late);
    let digests = story.digests();
    let claims = vec![claim(&digests, "r1", 0), claim(&digests, "r2", 0)];
    let merged = run(&digests, &[decision("1", Act::Merge { claims: claims.clone() })]);
    let one = merged.iter().find(|i| i.claims.contains(&claims[0])).expect("the merged one");
    assert_eq!(one.reports.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(), ["r1", "r2", "r9"]);
}

#[test]
fn a_claim_said_to_be_the_same_goes_over_alone_where_the_rest_is_kept_apart() {
    let digests = story("growing_toll");
    let [a, b, c] = ["r1", "r2", "r3"].map(|r| claim(&digests, r, 0));
    let decisions = [decision("1", Act::NotSame { a: a.clone(), b: b.clone() }), decision("22", Act::Same { a: a.clone(), b: c.clone() })];
    let incidents = run(&digests, &decisions);
    let home = |key: &ClaimKey| incidents.iter().position(|i| i.claims.contains(key));
    assert_eq!(home(&a), home(&c));
    assert_ne!(home(&a), home(&b));
}
