//! Blocking: which accounts are worth comparing.
//!
//! An account is filed under its index keys and looks others up by its probe keys. The relation is symmetric, so it does
//! not matter which of two reports came first. Every key is short text that a store can index.

use crate::compare::window;
use crate::digest::{Account, Digest};
use crate::place::{point, radius};
use std::collections::BTreeSet;

/// Degrees of a cell of the grid: about 55 km from north to south.
const CELL: f64 = 0.5;
/// Days around an account's own that are looked through.
const SLACK: i32 = 1;
/// Days of an account of which each gets a key; longer spans are filed as undated.
const LONGEST: i32 = 10;

/// Keys under which accounts of a report are filed.
#[must_use]
pub fn index_keys(digest: &Digest) -> BTreeSet<String> {
    digest.accounts.iter().flat_map(|a| keys(digest, a, false)).collect()
}

/// Keys by which a report looks others up.
#[must_use]
pub fn probe_keys(digest: &Digest) -> BTreeSet<String> {
    digest.accounts.iter().flat_map(|a| keys(digest, a, true)).collect()
}

/// Keys of one account. Near-duplicates find one another whatever the account says.
#[must_use]
pub fn keys(digest: &Digest, account: &Account, probe: bool) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    if account.lead {
        out.extend(digest.sketch.bands.iter().map(|b| format!("t/{b:016x}")));
        out.extend(digest.sketch.quotes.iter().map(|q| format!("q/{q:016x}")));
    }
    let family = account.family.as_str();
    let days = days(account, probe);
    for cell in cells(account, probe) {
        for day in &days {
            out.insert(format!("{family}/{cell}/{day}"));
        }
    }
    out
}

/// Day keys. A dated account finds dated ones near it and undated ones; an undated one finds all of its place.
fn days(account: &Account, probe: bool) -> Vec<String> {
    match window(account).filter(|(s, e)| e - s <= LONGEST) {
        Some((s, e)) if probe => (s - SLACK..=e + SLACK).map(|d| d.to_string()).chain(["undated".to_owned()]).collect(),
        Some((s, e)) => (s..=e).map(|d| d.to_string()).chain(["any".to_owned()]).collect(),
        None if probe => vec!["any".to_owned(), "undated".to_owned()],
        None => vec!["undated".to_owned()],
    }
}

/// Cells of the grid: the own one when filed, those around too when looking; a wide area is filed by country.
fn cells(account: &Account, probe: bool) -> Vec<String> {
    let Some(spot) = &account.place else { return Vec::new() };
    let country = spot.country.clone().unwrap_or_default();
    let wide = radius(spot.precision.as_deref()) > 50.0;
    let Some((lat, lon)) = point(spot) else { return vec![format!("={}", spot.name)] };
    let (y, x) = ((lat / CELL).floor() as i32, (lon / CELL).floor() as i32);
    if wide {
        // An area meets towns by country, and other areas too.
        return vec![format!("{country}*")].into_iter().chain(probe.then(|| format!("{country}!"))).collect();
    }
    if !probe {
        return vec![format!("{y},{x}"), format!("{country}!")];
    }
    let around = (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| format!("{},{}", y + dy, x + dx)));
    around.chain([format!("{country}*")]).collect()
}
