//! The log: append-only, chained, told apart from a forged one.

use crate::store;
use crate::world::reports;
use marsad_store::{Op, Store};
use rusqlite::Connection;
use std::path::PathBuf;

fn file(name: &str) -> PathBuf {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", path.display()));
    }
    Store::open(&path).expect("a store").ingest(reports(1, 6), &crate::stamp(0)).expect("reports");
    path
}

#[test]
fn each_report_is_a_revision_with_its_operations() {
    let store = store(reports(1, 6));
    let log = store.log(0, 100).expect("the log");
    assert_eq!(log.iter().map(|r| r.no).collect::<Vec<_>>(), (1..=6).collect::<Vec<_>>());
    assert!(log.iter().all(|r| r.ops.iter().any(|o| matches!(o, Op::AddReport(_)))));
    assert!(matches!(log[0].ops.last(), Some(Op::Join { .. })));
    assert_eq!(store.log(4, 1).expect("the log").iter().map(|r| r.no).collect::<Vec<_>>(), [5]);
}

#[test]
fn the_log_and_stored_bytes_cannot_be_changed_by_accident() {
    let path = file("accident.db");
    let conn = Connection::open(&path).expect("the file");
    for sql in ["UPDATE revision SET author = 'x'", "DELETE FROM revision", "UPDATE blob SET size = 0", "DELETE FROM blob"] {
        assert!(conn.execute(sql, []).is_err(), "{sql}");
    }
}

#[test]
fn what_was_forged_is_found() {
    let forgeries = [
        ("DROP TRIGGER revision_stands; UPDATE revision SET author = 'x' WHERE no = 3", "revision 3 does not carry the hash"),
        ("DROP TRIGGER revision_stays; DELETE FROM revision WHERE no = 3", "expected revision 3, found 4"),
        ("DROP TRIGGER blob_stands; UPDATE blob SET data = x'03' WHERE no = 2", "are not what was stored"),
        ("UPDATE member SET incident = 99 WHERE claim = (SELECT min(claim) FROM member)", "incidents have claims and no version"),
        ("UPDATE total SET n = n + 1 WHERE what = 'claims'", "totals differs"),
    ];
    for (n, (sql, what)) in forgeries.iter().enumerate() {
        let path = file(&format!("forged-{n}.db"));
        assert_eq!(Store::open(&path).expect("a store").verify().expect("a check").wrong, Vec::<String>::new());
        Connection::open(&path).expect("the file").execute_batch(sql).expect("a forgery");
        let found = Store::open(&path).expect("a store").verify().expect("a check").wrong;
        assert!(found.iter().any(|w| w.contains(what)), "{sql}: {found:?}");
    }
}

#[test]
fn derived_tables_that_were_lost_are_made_anew() {
    let path = file("lost.db");
    let before = Store::open(&path).expect("a store").derived().expect("tables");
    Connection::open(&path)
        .expect("the file")
        .execute_batch("DELETE FROM version; DROP TABLE facet; UPDATE meta SET value = ''")
        .expect("a loss");
    let store = Store::open(&path).expect("the store mends itself");
    assert_eq!(store.derived().expect("tables"), before);
}

#[test]
fn other_files_are_refused() {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("other.db");
    std::fs::write(&path, "this is no database, it is a text that is long enough to have a header of its own, one hundred bytes")
        .expect("a file");
    assert!(Store::open(&path).is_err());
    let _ = std::fs::remove_file(&path);
    Connection::open(&path).expect("a file").execute_batch("CREATE TABLE x (y)").expect("a table");
    let why = Store::open(&path).err().expect("refused").to_string();
    assert!(why.contains("found one of another program"), "{why}");
}
