//! Decisions of people: what they do, that they last, that they can be taken back.

use crate::world::{Days, report};
use crate::{ids, incidents, stamp, store};
use marsad_model::incident::{Act, Datum, Range};
use marsad_store::{AsOf, Stamp, Store};

/// Two happenings, three reports each.
fn two() -> Store {
    store([(1, 5), (2, 5), (3, 5), (4, 6), (5, 6), (6, 6)].map(|(n, about)| report(n, about, &[], 6, Days::Any(12))).to_vec())
}

fn sizes(store: &Store) -> Vec<usize> {
    let mut sizes: Vec<usize> = incidents(store).iter().map(std::collections::BTreeSet::len).collect();
    sizes.sort_unstable();
    sizes
}

#[test]
fn a_merge_lasts_and_can_be_undone() {
    let mut store = two();
    let before = incidents(&store);
    assert_eq!(sizes(&store), [3, 3]);
    let all = ids(&store);
    let act = store.merge(&[&all[0], &all[1]]).expect("two incidents");
    let merged = store.decide(vec![act], &stamp(1)).expect("a merge");
    assert_eq!((sizes(&store), merged.incidents.len()), (vec![6], 1));
    for id in &all {
        assert_eq!(store.incident(id, AsOf::Now).expect("an alias").incident.id, merged.incidents[0]);
    }
    store.ingest(vec![report(7, 6, &[], 6, Days::Any(12))], &stamp(2)).expect("a report");
    assert_eq!(sizes(&store), [7], "later reports join what was merged");
    let undo = store.undo(merged.revision).expect("something to undo");
    let undone = store.decide(undo, &stamp(3)).expect("an undo");
    assert_eq!(sizes(&store), [3, 4]);
    let redo = store.undo(undone.revision).expect("an undo to undo");
    store.decide(redo, &stamp(4)).expect("an undo of the undo");
    assert_eq!(sizes(&store), [7]);
    let then = store.incident(&all[0], AsOf::Revision(6)).expect("the past");
    assert!(before.contains(&then.incident.claims.into_iter().map(|c| c.hash).collect()), "the past is not rewritten");
}

#[test]
fn a_split_lasts_when_more_reports_come() {
    let mut store = two();
    let id = ids(&store)[0].clone();
    let page = store.incident(&id, AsOf::Now).expect("an incident").incident;
    let act = store.split(&id, &[&page.reports[0].id]).expect("one report leaves");
    let split = store.decide(vec![act], &stamp(1)).expect("a split");
    assert_eq!((sizes(&store), split.incidents.len()), (vec![1, 2, 3], 2));
    store.ingest(vec![report(9, 5, &[], 6, Days::Any(12)), report(10, 6, &[], 6, Days::Any(12))], &stamp(2)).expect("reports");
    assert_eq!(incidents(&store).len(), 3, "what a person took apart stays apart");
    let undo = store.undo(split.revision).expect("something to undo");
    store.decide(undo, &stamp(3)).expect("an undo");
    assert_eq!(sizes(&store), [4, 4]);
}

#[test]
fn a_rejected_claim_takes_no_part_until_it_is_taken_back() {
    let mut store = two();
    let id = ids(&store)[0].clone();
    let acts = store.reject(&id, None).expect("an incident");
    assert_eq!(acts.len(), 3);
    let rejected = store.decide(acts, &stamp(1)).expect("a rejection");
    assert_eq!(sizes(&store), [3]);
    assert!(store.incident(&id, AsOf::Now).is_err());
    assert_eq!(store.incident(&id, AsOf::Revision(6)).expect("the past").incident.claims.len(), 3);
    let undo = store.undo(rejected.revision).expect("something to undo");
    store.decide(undo, &stamp(2)).expect("an undo");
    assert_eq!(sizes(&store), [3, 3]);
    assert!(store.undo(rejected.revision).is_err(), "nothing is undone twice");
}

#[test]
fn a_field_that_a_person_set_stands() {
    let mut store = two();
    let id = ids(&store)[0].clone();
    let value = Datum::Range(Range { low: Some(40.0), high: Some(41.0) });
    let act = store.set(&id, "killed", value).expect("a field");
    let set = store.decide(vec![act], &Stamp::new(stamp(1).at, "Rim", "counted by hand")).expect("a value");
    let killed = |store: &Store| store.incident(&id, AsOf::Now).expect("an incident").incident.killed.and_then(|k| k.low);
    assert_eq!(killed(&store), Some(40.0));
    store.ingest(vec![report(7, 5, &[], 6, Days::Any(12)), report(8, 6, &[], 6, Days::Any(12))], &stamp(2)).expect("reports");
    assert_eq!(killed(&store), Some(40.0), "a later report does not undo it");
    let undo = store.undo(set.revision).expect("something to undo");
    store.decide(undo, &stamp(3)).expect("an undo");
    assert_ne!(killed(&store), Some(40.0));
}

#[test]
fn what_is_not_the_same_is_kept_apart() {
    let mut store = two();
    let all = ids(&store);
    let act = store.not_same(&all[0], &all[1]).expect("two incidents");
    store.decide(vec![act], &stamp(1)).expect("a decision");
    assert_eq!(sizes(&store), [3, 3]);
    assert!(store.not_same(&all[0], &all[0]).is_err());
}

#[test]
fn decisions_outlast_another_reading_of_the_report() {
    let mut store = two();
    let page = store.incident(&ids(&store)[0], AsOf::Now).expect("an incident").incident;
    let report = page.reports[0].id.clone();
    let accept = store.accept(&page.id, None).expect("an incident");
    store.decide(vec![accept], &stamp(1)).expect("a decision");
    let founding = page.id.clone();
    let mut sheet = store.sheet(&report).expect("a sheet");
    sheet.events.clear();
    sheet.incidents.clear();
    sheet.made_by = "another engine".to_owned();
    store.recode(sheet, &Stamp::new(stamp(2).at, "marsad", "another engine")).expect("a new coding");
    let after = store.incident(&founding, AsOf::Now).expect("the accepted claim stands").incident;
    assert_eq!((after.claims.len(), after.accepted), (3, Some(true)));
    let other = page.reports[1].id.clone();
    let mut sheet = store.sheet(&other).expect("a sheet");
    sheet.events.clear();
    sheet.incidents.clear();
    store.recode(sheet, &stamp(3)).expect("a new coding");
    assert_eq!(store.incident(&founding, AsOf::Now).expect("an incident").incident.claims.len(), 2, "nobody spoke for the other");
    assert_eq!(store.rebuild().expect("a rebuild"), Vec::<String>::new());
}

#[test]
fn a_decision_needs_author_reason_and_sense() {
    let mut store = two();
    let id = ids(&store)[0].clone();
    let accept = store.accept(&id, None).expect("an incident");
    assert!(store.decide(vec![accept.clone()], &Stamp::new(stamp(1).at, "", "why")).is_err());
    assert!(store.decide(vec![accept], &Stamp::new(stamp(1).at, "Rim", " ")).is_err());
    assert!(store.set(&id, "type", Datum::Word { word: "WAR".to_owned() }).is_err());
    assert!(store.set(&id, "killed", Datum::Word { word: "many".to_owned() }).is_err());
    assert!(store.split(&id, &["r99"]).is_err());
    assert!(store.merge(&[&id, &id]).is_err());
    assert!(store.decide(vec![Act::Undo { decision: "d1".to_owned() }], &stamp(1)).is_err());
    assert_eq!(store.head().expect("a revision"), 6, "what was refused left no trace");
}
