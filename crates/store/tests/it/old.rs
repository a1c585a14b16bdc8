//! Files of every format that ever was are opened by this build.

use marsad_store::{AsOf, Filter, Order, Store};
use std::path::Path;

/// The folder of old files, one for each format of the log.
const OLD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/old");

#[test]
fn every_old_file_opens_and_is_whole() {
    let mut files: Vec<_> = std::fs::read_dir(OLD)
        .expect("the folder")
        .map(|e| e.expect("a file").path())
        .filter(|p| p.extension().is_some_and(|e| e == "db"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join(file.file_name().expect("a name"));
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", copy.display()));
        }
        std::fs::copy(&file, &copy).expect("a copy");
        let store = Store::open(&copy).expect("an old file opens");
        let found = store.verify().expect("a check");
        assert_eq!((found.wrong, found.reports), (Vec::new(), 8), "{}", file.display());
        let list = store.incidents(&Filter::default(), Order::Happened, AsOf::Now, None, 100).expect("a list");
        assert!(!list.incidents.is_empty());
        for incident in list.incidents {
            store.incident(&incident.id, AsOf::Now).expect("an incident");
        }
    }
}

/// Writes the file of the present format, where there is none: `MAKE_OLD=1 cargo test -p marsad-store old`.
#[test]
fn the_present_format_has_its_file() {
    let path = Path::new(OLD).join("format-1.db");
    if std::env::var_os("MAKE_OLD").is_some() && !path.exists() {
        let mut store = Store::open(&path).expect("a store");
        store.ingest(crate::world::reports(4, 8), &crate::stamp(0)).expect("reports");
        let ids = crate::ids(&store);
        let act = store.merge(&[&ids[0], &ids[1]]).expect("two incidents");
        store.decide(vec![act], &crate::stamp(1)).expect("a decision");
        drop(store);
        rusqlite::Connection::open(&path)
            .expect("the file")
            .execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE; PRAGMA page_size = 512; VACUUM")
            .expect("a small file");
    }
    assert!(path.exists());
}
