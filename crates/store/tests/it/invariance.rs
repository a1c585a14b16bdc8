//! The same reports give the same incidents, however they come.

use crate::world::{Dice, reports};
use crate::{incidents, stamp, store};
use marsad_store::{Incoming, Outcome, Store};
use proptest::prelude::*;

fn shuffled(mut reports: Vec<Incoming>, seed: u64) -> Vec<Incoming> {
    let mut dice = Dice(seed);
    for i in (1..reports.len()).rev() {
        reports.swap(i, dice.below(i as u64 + 1) as usize);
    }
    reports
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_arrival_does_not_matter(seed in 0..500_u64, order in any::<u64>()) {
        let reports = reports(seed, 24);
        let one = incidents(&store(reports.clone()));
        prop_assert!(one.iter().any(|i| i.len() > 1), "nothing was put together");
        prop_assert_eq!(one, incidents(&store(shuffled(reports, order))));
    }

    #[test]
    fn one_batch_or_many_give_the_same(seed in 0..500_u64, size in 1..9_usize) {
        let reports = reports(seed, 24);
        let mut store = Store::in_memory().expect("a store");
        for (n, batch) in reports.chunks(size).enumerate() {
            store.ingest(batch.to_vec(), &stamp(n as i64)).expect("reports are stored");
        }
        prop_assert_eq!(incidents(&store), incidents(&crate::store(reports)));
    }

    #[test]
    fn what_comes_twice_is_stored_once(seed in 0..500_u64, order in any::<u64>()) {
        let reports = reports(seed, 18);
        let mut store = store(reports.clone());
        let (once, head) = (incidents(&store), store.head().expect("a revision"));
        let again = store.ingest(shuffled(reports, order), &stamp(1)).expect("reports are known");
        let known = again.iter().all(|o| matches!(o, Outcome::Known { .. }));
        prop_assert!(known);
        prop_assert_eq!(store.head().expect("a revision"), head, "nothing is written about reports that are known");
        prop_assert_eq!(incidents(&store), once);
    }

    #[test]
    fn what_was_interrupted_goes_on(seed in 0..500_u64, stop in 0..24_usize) {
        let reports = reports(seed, 24);
        let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("interrupted-{seed}-{stop}"));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        let path = folder.join("marsad.db");
        Store::open(&path).expect("a store").ingest(reports[..stop].to_vec(), &stamp(0)).expect("reports are stored");
        let mut store = Store::open(&path).expect("the store again");
        store.ingest(reports.clone(), &stamp(1)).expect("reports are stored");
        prop_assert_eq!(incidents(&store), incidents(&crate::store(reports)));
        drop(store);
        let _ = std::fs::remove_dir_all(&folder);
    }

    #[test]
    fn what_is_rebuilt_of_the_log_is_the_same_bytes(seed in 0..500_u64) {
        let mut store = store(reports(seed, 24));
        let ids = crate::ids(&store);
        let act = store.merge(&[&ids[0], &ids[1]]).expect("two incidents");
        let decided = store.decide(vec![act], &stamp(2)).expect("a decision");
        let undo = store.undo(decided.revision).expect("something to undo");
        store.decide(undo, &stamp(3)).expect("an undo");
        let before = store.derived().expect("tables");
        prop_assert!(before.len() > 15);
        prop_assert_eq!(store.rebuild().expect("a rebuild"), Vec::<String>::new());
        prop_assert_eq!(store.derived().expect("tables"), before);
        prop_assert_eq!(store.verify().expect("a check").wrong, Vec::<String>::new());
    }
}
