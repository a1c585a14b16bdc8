//! What people decide changes the incidents that they name, and no other; what is taken back leaves no trace in them.

use crate::world::reports;
use crate::{ids, incidents, stamp, store};
use marsad_model::incident::{Act, Incident};
use marsad_store::{AsOf, Store};
use proptest::prelude::*;
use rusqlite::types::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// Every incident of today, by identifier.
fn all(store: &Store) -> BTreeMap<String, Incident> {
    ids(store).into_iter().map(|id| (id.clone(), store.incident(&id, AsOf::Now).expect("an incident").incident)).collect()
}

/// Claims that leave an incident of several, drawn from a seed.
fn leave(store: &Store, which: usize, cut: u64) -> Option<(String, Vec<String>, BTreeSet<String>)> {
    let able: Vec<Incident> = all(store).into_values().filter(|i| i.claims.len() > 1).collect();
    let incident = able.get(which.checked_rem(able.len())?)?;
    let claims: Vec<String> = incident.claims.iter().map(|c| c.hash.clone()).collect();
    let mut leaving: Vec<String> = claims.iter().enumerate().filter(|(n, _)| cut >> (n % 64) & 1 == 1).map(|(_, c)| c.clone()).collect();
    leaving.truncate(claims.len() - 1);
    if leaving.is_empty() {
        leaving.push(claims[0].clone());
    }
    Some((incident.id.clone(), leaving, claims.into_iter().collect()))
}

fn split(store: &mut Store, id: &str, leaving: &[String], minute: i64) -> u64 {
    let act = store.split(id, &leaving.iter().map(String::as_str).collect::<Vec<_>>()).expect("claims of the incident");
    store.decide(vec![act], &stamp(minute)).expect("a split").revision
}

fn undo(store: &mut Store, revision: u64, minute: i64) -> u64 {
    let acts = store.undo(revision).expect("something to undo");
    store.decide(acts, &stamp(minute)).expect("an undo").revision
}

/// A store in a file, so that its tables can be looked into.
fn filed(name: &str, seed: u64) -> (Store, PathBuf) {
    static FILES: AtomicU32 = AtomicU32::new(0);
    let name = format!("{name}-{}.db", FILES.fetch_add(1, Ordering::Relaxed));
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    clear(&path);
    let mut store = Store::open(&path).expect("a store");
    store.ingest(reports(seed, 24), &stamp(0)).expect("reports");
    (store, path)
}

fn clear(path: &Path) {
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
}

/// Every row of today of the tables that tell of incidents, numbers of incidents among them, without since when.
fn today(path: &Path) -> BTreeMap<&'static str, Vec<Vec<Value>>> {
    let conn = rusqlite::Connection::open(path).expect("the file");
    let rows = |(table, since): &(&'static str, bool)| {
        let condition = if *since { " WHERE until = 9223372036854775807" } else { "" };
        let mut select = conn.prepare(&format!("SELECT * FROM {table}{condition}")).expect("a table");
        let kept: Vec<usize> =
            select.column_names().enumerate().filter(|(_, c)| !["no", "since", "until"].contains(c)).map(|(n, _)| n).collect();
        let row = |r: &rusqlite::Row<'_>| kept.iter().map(|n| r.get(*n)).collect::<rusqlite::Result<Vec<Value>>>();
        let mut rows: Vec<Vec<Value>> = select.query_map([], row).expect("rows").map(|r| r.expect("a row")).collect();
        rows.sort_by_cached_key(|r| format!("{r:?}"));
        (*table, rows)
    };
    [("member", true), ("version", true), ("spot", true), ("facet", true), ("telling", false), ("claim", true), ("pair", false)]
        .iter()
        .map(rows)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_split_touches_its_own_incident_only_and_is_taken_back_whole(seed in 0..500_u64, which in any::<usize>(), cut in any::<u64>()) {
        let (mut store, path) = filed("split", seed);
        let (before, rows) = (all(&store), today(&path));
        let Some((id, leaving, whole)) = leave(&store, which, cut) else { return Ok(()) };
        let done = split(&mut store, &id, &leaving, 1);
        let mut wanted: BTreeSet<BTreeSet<String>> = before.values().map(|i| i.claims.iter().map(|c| c.hash.clone()).collect()).collect();
        wanted.remove(&whole);
        let leaving: BTreeSet<String> = leaving.into_iter().collect();
        wanted.extend([whole.difference(&leaving).cloned().collect(), leaving.clone()]);
        prop_assert_eq!(incidents(&store), wanted.clone());
        let after = all(&store);
        for (name, other) in before.iter().filter(|(name, _)| **name != id) {
            // Links name the other side by the identifier that it has.
            let bare = |i: &Incident| Incident { links: Vec::new(), ..i.clone() };
            prop_assert_eq!(after.get(name).map(bare), Some(bare(other)));
        }
        prop_assert_eq!(store.rebuild().expect("a rebuild"), Vec::<String>::new());
        prop_assert_eq!(incidents(&store), wanted.clone());
        let undone = undo(&mut store, done, 2);
        prop_assert_eq!(all(&store), before);
        prop_assert_eq!(today(&path), rows);
        undo(&mut store, undone, 3);
        prop_assert_eq!(incidents(&store), wanted);
        prop_assert_eq!(store.rebuild().expect("a rebuild"), Vec::<String>::new());
        prop_assert_eq!(store.verify().expect("a check").wrong, Vec::<String>::new());
        drop(store);
        clear(&path);
    }

    #[test]
    fn a_merge_touches_its_own_incidents_only_and_is_taken_back_whole(seed in 0..500_u64, a in any::<usize>(), b in any::<usize>()) {
        let (mut store, path) = filed("merge", seed);
        let (before, rows) = (all(&store), today(&path));
        let names: Vec<&String> = before.keys().collect();
        let (a, b) = (names[a % names.len()].clone(), names[b % names.len()].clone());
        if a == b {
            return Ok(());
        }
        let act = store.merge(&[&a, &b]).expect("two incidents");
        let merged = store.decide(vec![act], &stamp(1)).expect("a merge");
        let after = all(&store);
        prop_assert_eq!(after.len(), before.len() - 1);
        prop_assert!(before.keys().all(|name| after.contains_key(name) || *name == a || *name == b));
        let gone = if after.contains_key(&a) { &b } else { &a };
        let lineage = store.lineage(gone, AsOf::Now).expect("an alias");
        prop_assert_eq!(lineage.merged_into.as_ref(), merged.incidents.first());
        undo(&mut store, merged.revision, 2);
        prop_assert_eq!(all(&store), before);
        prop_assert_eq!(today(&path), rows);
        prop_assert_eq!(store.lineage(gone, AsOf::Now).expect("it stands").merged_into, None);
        prop_assert_eq!(store.rebuild().expect("a rebuild"), Vec::<String>::new());
        drop(store);
        clear(&path);
    }

    #[test]
    fn a_split_gives_the_same_whenever_the_reports_come(seed in 0..500_u64, which in any::<usize>(), cut in any::<u64>()) {
        let all = reports(seed, 24);
        let mut early = store(all[..16].to_vec());
        let Some((id, leaving, _)) = leave(&early, which, cut) else { return Ok(()) };
        split(&mut early, &id, &leaving, 1);
        let act = match &early.log(16, 1).expect("the log")[0].ops[0] {
            marsad_store::Op::Decide { decision } => decision.act.clone(),
            other => panic!("expected a decision, found {other:?}"),
        };
        early.ingest(all[16..].to_vec(), &stamp(2)).expect("reports");
        let mut late = store(all.into_iter().rev().collect());
        late.decide(vec![act.clone()], &stamp(1)).expect("a split");
        prop_assert_eq!(incidents(&early), incidents(&late));
        let Act::Split { apart, rest } = act else { panic!("expected a split") };
        let home = |hash: &str| early.incident(&format!("i-{hash}"), AsOf::Now).expect("an alias").incident.id;
        prop_assert_ne!(home(&apart[0].hash), home(&rest[0].hash));
        for side in [apart, rest] {
            prop_assert_eq!(side.iter().map(|c| home(&c.hash)).collect::<BTreeSet<_>>().len(), 1);
        }
    }
}
