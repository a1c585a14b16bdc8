//! The store as its users meet it: what goes in, what comes out, and what stays when something goes wrong.

mod board;
mod decide;
mod invariance;
mod lineage;
mod list;
mod local;
mod log;
mod old;
mod time;
mod world;

use marsad_store::{AsOf, Filter, Incoming, Order, Reader, Stamp, Store};
use std::collections::BTreeSet;

/// A stamp so many minutes into a made-up day.
fn stamp(minute: i64) -> Stamp {
    let at = jiff::Timestamp::from_second(1_700_000_000 + minute * 60).expect("a time");
    Stamp::new(at, "test", "a test")
}

/// A store with these reports.
fn store(reports: Vec<Incoming>) -> Store {
    let mut store = Store::in_memory().expect("a store");
    store.ingest(reports, &stamp(0)).expect("reports are stored");
    store
}

/// Identifiers of all incidents, latest first.
fn ids(store: &Reader) -> Vec<String> {
    let all = store.incidents(&Filter::default(), Order::Changed, AsOf::Now, None, 10_000).expect("a list");
    all.incidents.into_iter().map(|i| i.id).collect()
}

/// The incidents as sets of claims.
fn incidents(store: &Reader) -> BTreeSet<BTreeSet<String>> {
    let claims = |id: &String| store.incident(id, AsOf::Now).expect("an incident").incident.claims.into_iter().map(|c| c.hash).collect();
    ids(store).iter().map(claims).collect()
}
