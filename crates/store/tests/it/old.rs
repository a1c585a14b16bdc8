//! Files of every format that ever was are opened by this build.

use crate::world::Days;
use marsad_model::incident::{Datum, Range};
use marsad_store::{AsOf, Filter, Incoming, Order, Outcome, Store};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The folder of old files, at least one for each format of the log, each with a note of what it holds.
const OLD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/old");

/// What is known of a file: the hash of its last revision, and the claims of each incident by identifier.
#[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Known {
    head: String,
    reports: u64,
    incidents: BTreeMap<String, BTreeSet<String>>,
}

fn known(store: &Store) -> Known {
    let found = store.verify().expect("a check");
    assert_eq!(found.wrong, Vec::<String>::new());
    let claims = |id: &String| store.incident(id, AsOf::Now).expect("an incident").incident.claims.into_iter().map(|c| c.hash).collect();
    Known {
        head: found.head,
        reports: found.reports,
        incidents: crate::ids(store).into_iter().map(|id| (id.clone(), claims(&id))).collect(),
    }
}

/// The files, each with what was written down of it when it was made.
fn files() -> Vec<(PathBuf, Known)> {
    let all = std::fs::read_dir(OLD).expect("the folder").map(|e| e.expect("a file").path());
    let mut files: Vec<PathBuf> = all.filter(|p| p.extension().is_some_and(|e| e == "db")).collect();
    files.sort();
    let told = |p: &PathBuf| std::fs::read_to_string(p.with_extension("json")).expect("what is known of it");
    files.into_iter().map(|p| (p.clone(), serde_json::from_str(&told(&p)).expect("what is known of it"))).collect()
}

fn copy(file: &Path, what: &str) -> PathBuf {
    let name = format!("{what}-{}", file.file_name().expect("a name").to_string_lossy());
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", copy.display()));
    }
    std::fs::copy(file, &copy).expect("a copy");
    copy
}

#[test]
fn every_old_file_opens_with_what_it_held() {
    assert!(files().len() > 1);
    for (file, told) in files() {
        let mut store = Store::open(&copy(&file, "opened")).expect("an old file opens");
        assert_eq!(known(&store), told, "{}", file.display());
        store.rebuild().expect("a rebuild");
        assert_eq!(known(&store), told, "{}, rebuilt", file.display());
        let head = store.head().expect("a revision");
        for revision in 1..=head {
            store.incidents(&Filter::default(), Order::Happened, AsOf::Revision(revision), None, 100).expect("a list of the past");
        }
    }
}

#[test]
fn an_old_file_goes_on() {
    for (file, told) in files() {
        let mut store = Store::open(&copy(&file, "continued")).expect("an old file opens");
        let stored = |id: &String| {
            let page = store.report(id, AsOf::Now).expect("a report");
            Incoming { sheet: page.sheet, own_id: true, url: page.url, ..Incoming::default() }
        };
        let again: Vec<Incoming> = store.reports().expect("reports").iter().map(stored).collect();
        let again = store.ingest(again, &crate::stamp(60)).expect("known reports");
        assert!(again.iter().all(|o| matches!(o, Outcome::Known { .. })), "{}: {again:?}", file.display());
        store.ingest(crate::world::reports(5, 8), &crate::stamp(61)).expect("new reports");
        let last = *store.decided(1).expect("decisions").first().expect("somebody decided in each file");
        let undo = store.undo(last).expect("something to undo");
        store.decide(undo, &crate::stamp(62)).expect("an undo");
        let now = known(&store);
        assert!(now.reports > told.reports && now.incidents.len() > told.incidents.len());
        assert_eq!(store.rebuild().expect("a rebuild"), Vec::<String>::new());
    }
}

/// Writes files of the present format, where there are none: `MAKE_OLD=1 cargo test -p marsad-store old`. The second
/// holds every operation and decision that there is.
#[test]
fn the_present_format_has_its_files() {
    let made = std::env::var_os("MAKE_OLD").is_some();
    for (name, all) in [("format-1", false), ("format-1-corrected", true)] {
        let path = Path::new(OLD).join(format!("{name}.db"));
        if made && !path.exists() {
            let mut store = Store::open(&path).expect("a store");
            store.ingest(crate::world::reports(4, 8), &crate::stamp(0)).expect("reports");
            if all {
                correct(&mut store);
            }
            let ids = crate::ids(&store);
            let act = store.merge(&[&ids[0], &ids[1]]).expect("two incidents");
            store.decide(vec![act], &crate::stamp(9)).expect("a decision");
            drop(store);
            rusqlite::Connection::open(&path)
                .expect("the file")
                .execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM")
                .expect("a small file");
        }
        let told = path.with_extension("json");
        if made && !told.exists() {
            let words = serde_json::to_string_pretty(&known(&Store::open(&copy(&path, "made")).expect("the file"))).expect("plain data");
            std::fs::write(told, format!("{words}\n")).expect("what is known of it");
        }
        assert!(path.exists());
    }
}

/// Another version, another coding, and every kind of decision.
fn correct(store: &mut Store) {
    let mut later = crate::world::report(40_000, 4_001, &[4_002], 6, Days::Any(12));
    later.capture = Some(b"as received".to_vec());
    later.url = Some("https://outlet.example/1".to_owned());
    store.ingest(vec![later], &crate::stamp(1)).expect("a report with a capture");
    let mut sheet = store.sheet("r40002").expect("a sheet");
    sheet.events.truncate(1);
    sheet.incidents.truncate(1);
    store.recode(sheet, &crate::stamp(2)).expect("a coding");
    let ids = crate::ids(store);
    let several = |id: &&String| store.incident(id, AsOf::Now).is_ok_and(|p| p.incident.claims.len() > 2);
    let whole = ids.iter().find(several).expect("an incident of several claims").clone();
    let claims = store.incident(&whole, AsOf::Now).expect("an incident").incident.claims;
    let (first, last) = (claims[0].clone(), claims[claims.len() - 1].clone());
    let other = ids.iter().find(|id| **id != whole).expect("another").clone();
    let decided = [
        store.accept(&whole, None),
        store.set(&whole, "killed", Datum::Range(Range { low: Some(3.0), high: Some(5.0) })),
        store.split(&whole, &[&last.hash]),
        store.not_same(&whole, &other),
    ];
    for (n, act) in decided.into_iter().enumerate() {
        store.decide(vec![act.expect("an act")], &crate::stamp(3 + n as i64)).expect("a decision");
    }
    let rejected = store.reject(&first.hash, Some("place")).expect("a claim");
    let revision = store.decide(rejected, &crate::stamp(7)).expect("a decision").revision;
    let undo = store.undo(revision).expect("something to undo");
    store.decide(undo, &crate::stamp(8)).expect("an undo");
    let rejected = store.reject(&other, None).expect("an incident");
    store.decide(rejected, &crate::stamp(8)).expect("a decision");
}
