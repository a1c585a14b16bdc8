//! How long a report takes to come in, and an incident to be shown, in a store of a million made-up claims.
//!
//! ```text
//! cargo run --release -p marsad-store --example million -- FILE.db [REPORTS]
//! ```
//!
//! Writes to standard output a table (reports, claims, milliseconds a report, incidents, megabytes), then the times of
//! what readers ask for. Ten claims a report, some three reports a happening, eighteen thousand towns, two years.

#[path = "../tests/it/world.rs"]
mod world;

use marsad_store::{AsOf, Filter, Order, Reader, Stamp, Store, Summary};
use std::path::Path;
use std::time::Instant;
use world::Dice;

const CLAIMS: u64 = 10;
const TOWNS: u64 = 18_000;
/// Happenings a day: two years for a hundred thousand reports.
const DAILY: u64 = 550;
const BATCH: u64 = 256;

/// Reports of one happening stand near one another in the stream, as they do in the news.
fn about(dice: &mut Dice, number: u64) -> u64 {
    let now = number * CLAIMS * 2 / 5;
    now + dice.below(2000)
}

fn main() {
    let mut args = std::env::args().skip(1);
    let path = args.next().expect("a file for the store");
    let reports: u64 = args.next().map_or(100_000, |n| n.parse().expect("a number of reports"));
    let path = Path::new(&path);
    let mut store = Store::open(path).expect("a store");
    let mut dice = Dice(1);
    let mut spent = 0.0;
    println!("reports\tclaims\tms_per_report\tincidents\tmegabytes");
    let step = (reports / 20).div_ceil(BATCH) * BATCH;
    for number in (0..reports).step_by(BATCH as usize) {
        let batch: Vec<_> = (number..(number + BATCH).min(reports))
            .map(|n| {
                let mut told: Vec<u64> = (0..CLAIMS).map(|_| about(&mut dice, n)).collect();
                told.dedup();
                world::report(n, told[0], &told[1..], TOWNS, world::Days::Each(DAILY))
            })
            .collect();
        let at = jiff::Timestamp::from_second(1_700_000_000 + number as i64).expect("a time");
        let begun = Instant::now();
        store.ingest(batch, &Stamp::new(at, "bench", "made up")).expect("reports are stored");
        spent += begun.elapsed().as_secs_f64();
        if (number + BATCH).is_multiple_of(step) || number + BATCH >= reports {
            let totals = store.totals().expect("totals");
            let size = std::fs::metadata(path).map_or(0, |m| m.len()) as f64 / 1e6;
            let since = if (number + BATCH).is_multiple_of(step) { step } else { totals.reports % step };
            println!("{}\t{}\t{:.3}\t{}\t{size:.0}", totals.reports, totals.claims, spent * 1000.0 / since as f64, totals.incidents);
            spent = 0.0;
        }
    }
    drop(store);
    read(&Reader::open(path).expect("a reader"));
}

fn read(reader: &Reader) {
    let mut all: Vec<Summary> = Vec::new();
    reader
        .each(&Filter::default(), AsOf::Now, |i| {
            all.push(i);
            true
        })
        .expect("all incidents");
    let head = reader.head().expect("a revision");
    let mut dice = Dice(7);
    let mut pick = || &all[dice.below(all.len() as u64) as usize];
    println!("\nquestion\tmedian_ms\tp99_ms\tworst_ms");
    time("incident page", 1000, || drop(reader.incident(&pick().id, AsOf::Now).expect("an incident")));
    let mut large: Vec<&Summary> = all.iter().collect();
    large.sort_by_key(|i| std::cmp::Reverse(i.reports));
    println!("(the largest incident has {} reports)", large[0].reports);
    let mut next = large.iter().take(200).cycle();
    time("incident page, the 200 largest", 200, || drop(reader.incident(&next.next().expect("one").id, AsOf::Now).expect("an incident")));
    time("incident page as of the middle", 1000, || drop(reader.incident(&pick().id, AsOf::Revision(head / 2)).ok()));
    time("history", 300, || drop(reader.history(&pick().id, AsOf::Now).expect("a history")));
    time("report page", 300, || {
        let incident = reader.incident(&pick().id, AsOf::Now).expect("an incident").incident;
        drop(reader.report(&incident.reports[0].id, AsOf::Now).expect("a report"));
    });
    let none = Filter::default();
    let list = |name: &str, filter: &Filter, order: Order, as_of: AsOf| {
        time(name, 50, || drop(reader.incidents(filter, order, as_of, None, 50).expect("a list")));
    };
    list("list, last changed", &none, Order::Changed, AsOf::Now);
    list("list, last happened", &none, Order::Happened, AsOf::Now);
    list("list, most dead", &none, Order::Toll, AsOf::Now);
    list("list as of the middle, last happened", &none, Order::Happened, AsOf::Revision(head / 2));
    let (lat, lon) = (pick().lat.unwrap_or(33.0), pick().lon.unwrap_or(36.0));
    let small = Filter { area: Some([lat - 0.2, lon - 0.2, lat + 0.2, lon + 0.2]), ..Filter::default() };
    let large = Filter { area: Some([lat - 9.0, lon - 9.0, lat + 9.0, lon + 9.0]), ..Filter::default() };
    list("list in a small box", &small, Order::Happened, AsOf::Now);
    list("list in a large box", &large, Order::Happened, AsOf::Now);
    list("list within 50 km", &Filter { near: Some([lat, lon, 50.0]), ..Filter::default() }, Order::Happened, AsOf::Now);
    list("list in a country of the gazetteer", &Filter { place: vec!["c:SY".to_owned()], ..Filter::default() }, Order::Happened, AsOf::Now);
    list("list in one town", &Filter { place: vec!["t:17".to_owned()], ..Filter::default() }, Order::Happened, AsOf::Now);
    list("list of one outlet", &Filter { outlet: vec!["River News".to_owned()], ..Filter::default() }, Order::Happened, AsOf::Now);
    list(
        "list of two types, 5 dead or more",
        &Filter { kinds: vec!["ASSAULT/drone".to_owned(), "COERCE".to_owned()], killed_min: Some(5.0), ..Filter::default() },
        Order::Happened,
        AsOf::Now,
    );
    list(
        "list of one day",
        &Filter { from: Some("2023-06-05".to_owned()), to: Some("2023-06-05".to_owned()), ..Filter::default() },
        Order::Happened,
        AsOf::Now,
    );
    time("review queue", 5, || drop(reader.review(50).expect("a queue")));
}

/// Prints median, 99th of a hundred and worst of so many runs.
fn time(name: &str, runs: usize, mut run: impl FnMut()) {
    let mut times: Vec<f64> = (0..runs)
        .map(|_| {
            let begun = Instant::now();
            run();
            begun.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("{name}\t{:.2}\t{:.2}\t{:.2}", times[runs / 2], times[runs * 99 / 100], times[runs - 1]);
}
