//! A program that is killed in the middle of its work loses nothing that it stored, and stores nothing twice.
//!
//! Twelve kills in a usual run; `KILLS=200 cargo test -p marsad-cli --test it kill` for more.

use crate::{WORDS, err, file, folder, line, marsad};
use marsad_store::{AsOf, Filter, Order, Reader, Store};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const REPORTS: usize = 128;
const TOWNS: &[&str] = &[
    "سرمين",
    "تدمر",
    "بنش",
    "الحولة",
    "منبج",
    "دوما",
    "الرقة",
    "درعا",
    "الموصل",
    "تكريت",
    "بعقوبة",
    "الفلوجة",
    "صعدة",
    "مأرب",
    "تعز",
    "صور",
];

/// Every incident as the set of its claims.
fn incidents(path: &Path) -> BTreeSet<BTreeSet<String>> {
    let store = Reader::open(path).expect("a store");
    let list = store.incidents(&Filter::default(), Order::Changed, AsOf::Now, None, 100_000).expect("a list").incidents;
    let claims = |id: &str| store.incident(id, AsOf::Now).expect("an incident").incident.claims.into_iter().map(|c| c.hash).collect();
    list.iter().map(|i| claims(&i.id)).collect()
}

/// Identifiers of the stored reports. A file that was only just begun is finished by opening it.
fn reports(path: &Path) -> Vec<String> {
    if path.exists() { Store::open(path).expect("the store opens").reports().expect("reports") } else { Vec::new() }
}

#[test]
fn killed_at_any_point_nothing_is_lost_or_doubled() {
    let kills: usize = std::env::var("KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(12);
    let folder = folder("kill");
    let text = |n: usize| WORDS.replace("سرمين", TOWNS[n % TOWNS.len()]).replace("خمسة", ["خمسة", "ستة", "سبعة"][n % 3]);
    let lines: String = (0..REPORTS).map(|n| line(&format!("r{n}"), &format!("{} {n}", text(n)))).collect();
    let input = file(&folder, "reports.jsonl", lines.as_bytes());
    let whole = folder.join("whole.db");
    let begun = std::time::Instant::now();
    let output = marsad(&["ingest", &input, "--db", whole.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    // Kills fall anywhere in the time that the work takes on this machine.
    let span = u64::try_from(begun.elapsed().as_millis()).unwrap_or(1000) + 1;
    let expected = incidents(&whole);
    let path = folder.join("killed.db");
    let (mut had, mut seed, mut amid, mut finished) = (Vec::new(), 88_172_645_463_325_252_u64, 0, 0);
    for _ in 0..kills {
        let mut child = Command::new(env!("CARGO_BIN_EXE_marsad"))
            .args(["ingest", &input, "--db", path.to_str().expect("UTF-8")])
            .stderr(Stdio::null())
            .spawn()
            .expect("marsad runs");
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        std::thread::sleep(Duration::from_millis(seed % span));
        child.kill().expect("a process to kill");
        child.wait().expect("it ends");
        let has = reports(&path);
        assert_eq!(has[..had.len()], had[..], "what was stored is still there, in its place");
        assert_eq!(has.iter().collect::<BTreeSet<_>>().len(), has.len(), "nothing is stored twice");
        let store = if path.exists() { Some(Store::open(&path).expect("the store opens")) } else { None };
        if let Some(store) = store {
            assert_eq!(store.verify().expect("a check").wrong, Vec::<String>::new());
        }
        amid += usize::from(has.len() > had.len() && has.len() < REPORTS);
        had = has;
        if had.len() == REPORTS {
            assert_eq!(incidents(&path), expected);
            finished += 1;
            had.clear();
            for end in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{end}", path.display()));
            }
        }
    }
    let output = marsad(&["ingest", &input, "--db", path.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(reports(&path).len(), REPORTS);
    assert_eq!(incidents(&path), expected, "interrupted work comes to the same incidents");
    let mut store = Store::open(&path).expect("the store");
    assert_eq!(store.rebuild().expect("a rebuild"), Vec::<String>::new());
    println!("{kills} kills, {amid} amid the writing, {finished} stores filled on the way");
}
