//! Old links lead on: what was merged or split is found under the name that it had.

use crate::world::{Days, report};
use crate::{ids, stamp, store};
use marsad_store::{AsOf, Lineage, Store};

/// Two happenings, three reports each.
fn two() -> Store {
    store([(1, 5), (2, 5), (3, 5), (4, 6), (5, 6), (6, 6)].map(|(n, about)| report(n, about, &[], 6, Days::Any(12))).to_vec())
}

fn lineage(store: &Store, id: &str, as_of: AsOf) -> (Option<String>, Vec<String>) {
    let Lineage { merged_into, split_into } = store.lineage(id, as_of).expect("an incident");
    (merged_into, split_into)
}

#[test]
fn what_was_merged_names_what_took_it_up_until_it_is_parted_again() {
    let mut store = two();
    let all = ids(&store);
    let then = AsOf::Revision(store.head().expect("a revision"));
    let first_known = |store: &Store, id: &str| store.incident(id, AsOf::Now).expect("an incident").first;
    let known = [first_known(&store, &all[0]), first_known(&store, &all[1])];
    let act = store.merge(&[&all[0], &all[1]]).expect("two incidents");
    let merged = store.decide(vec![act], &stamp(1)).expect("a merge");
    let heir = merged.incidents[0].clone();
    let gone = all.iter().find(|id| **id != heir).expect("one of two");
    assert_eq!(lineage(&store, &heir, AsOf::Now), (None, Vec::new()));
    assert_eq!(lineage(&store, gone, AsOf::Now), (Some(heir.clone()), Vec::new()));
    assert_eq!(lineage(&store, gone, then), (None, Vec::new()), "nobody knew then");
    let undo = store.undo(merged.revision).expect("something to undo");
    store.decide(undo, &stamp(2)).expect("an undo");
    assert_eq!(lineage(&store, gone, AsOf::Now), (None, Vec::new()));
    assert_eq!(lineage(&store, &heir, AsOf::Now), (None, vec![gone.clone()]), "it held the other's claims for a while");
    assert_eq!([first_known(&store, &all[0]), first_known(&store, &all[1])], known, "its history goes on");
    assert!(store.history(gone, AsOf::Now).expect("a history").iter().any(|s| s.summary.is_none()), "the gap is seen");
}

#[test]
fn what_was_split_names_its_parts_whichever_keeps_the_name() {
    for leaving in [0, 1] {
        let mut store = two();
        let id = ids(&store)[0].clone();
        let page = store.incident(&id, AsOf::Now).expect("an incident").incident;
        // The first report gives the name.
        let act = store.split(&id, &[&page.reports[leaving].id]).expect("one report leaves");
        let split = store.decide(vec![act], &stamp(1)).expect("a split");
        let other = split.incidents.iter().find(|other| **other != id).expect("two parts").clone();
        assert_eq!(lineage(&store, &id, AsOf::Now), (None, vec![other.clone()]));
        assert_eq!(lineage(&store, &other, AsOf::Now).0, None, "it stands by itself");
        let undo = store.undo(split.revision).expect("something to undo");
        store.decide(undo, &stamp(2)).expect("an undo");
        assert_eq!(lineage(&store, &id, AsOf::Now), (None, Vec::new()));
        assert_eq!(lineage(&store, &other, AsOf::Now), (Some(id.clone()), Vec::new()), "a part that was one incident for a while");
    }
}

#[test]
fn an_earlier_first_report_is_no_merge() {
    let mut reports: Vec<_> = [1, 2, 3].map(|n| report(n, 5, &[], 6, Days::Any(12))).to_vec();
    reports.sort_by_key(|r| r.sheet.published.clone());
    let first = reports.remove(0);
    let mut store = store(reports);
    let before = ids(&store);
    store.ingest(vec![first], &stamp(1)).expect("a report");
    assert_eq!((before.len(), ids(&store).len()), (1, 1));
    assert_ne!(before, ids(&store));
    assert_eq!(lineage(&store, &before[0], AsOf::Now), (None, Vec::new()));
    assert_eq!(store.lineage(&before[0][..9], AsOf::Now).expect("a short name"), Lineage::default());
}
