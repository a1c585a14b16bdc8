//! Blocking: which accounts are worth comparing.
//!
//! An account is filed under its index keys and looks others up by its probe keys. The relation is symmetric, so it does
//! not matter which of two reports came first. Every key is short text that a store can index.
//!
//! What a report is mainly about is looked for widely: its place may be read wrongly, its day may not be known. There is
//! one such account a report. Asides are many, and are looked for only near their own place and day, or, where the
//! place is a wide area, beside those of the same area and author.

use crate::compare::window;
use crate::digest::{Account, Digest};
use crate::key::hash;
use crate::place::{point, radius};
use std::collections::BTreeSet;

/// Degrees of a cell of the wide grid, for leads: about 55 km from north to south.
const WIDE: f64 = 0.5;
/// Degrees of a cell of the narrow grid, for all: about 17 km.
const NARROW: f64 = 0.15;
/// So many words of some weight are not written twice by chance.
const TELLING: usize = 6;
/// Days around an account's own that are looked through.
const SLACK: i32 = 1;
/// Days of an account of which each gets a key; longer spans are filed as undated.
const LONGEST: i32 = 14;

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
    out.extend(wording(account, probe));
    out
}

/// Keys of the very words of an account, with the day of publication: copies of a text tell of their asides in the same
/// ones, with or without a place.
fn wording(account: &Account, probe: bool) -> Vec<String> {
    if account.words.len() < TELLING {
        return Vec::new();
    }
    let words: Vec<u8> = account.words.iter().flat_map(|(word, _)| word.to_le_bytes()).collect();
    let words = format!("{}/s{:016x}", account.family, hash(&words));
    let slack = if probe { SLACK } else { 0 };
    match account.published {
        Some(day) => (day - slack..=day + slack).map(|d| format!("{words}/{d}")).collect(),
        None => vec![words],
    }
}

/// Day keys. A dated account finds dated ones near it and undated leads; an undated lead finds all leads of its place.
fn days(account: &Account, probe: bool) -> Vec<String> {
    let dated = window(account).filter(|(s, e)| e - s <= LONGEST);
    let open = |words: &[&str]| words.iter().filter(|_| account.lead).map(|w| (*w).to_owned()).collect::<Vec<_>>();
    match dated {
        Some((s, e)) if probe => (s - SLACK..=e + SLACK).map(|d| d.to_string()).chain(open(&["undated"])).collect(),
        Some((s, e)) => (s..=e).map(|d| d.to_string()).chain(open(&["any"])).collect(),
        None if probe => open(&["any", "undated"]),
        None => open(&["undated"]),
    }
}

/// Cells: the own one when filed, those around too when looking.
fn cells(account: &Account, probe: bool) -> Vec<String> {
    let Some(spot) = &account.place else { return Vec::new() };
    let country = spot.country.clone().unwrap_or_default();
    let area = radius(spot.precision.as_deref()) > 50.0;
    let Some((lat, lon)) = point(spot).filter(|_| !area) else {
        // An area meets the same area by author; as a lead, also the leads of its country.
        let authors: BTreeSet<&str> =
            account.claims.iter().flat_map(|c| &c.actor).map(|p| p.code.as_str()).filter(|c| c.len() > 1).collect();
        let own = authors.into_iter().map(|a| format!("={}={a}", spot.name));
        let leads = if !account.lead {
            Vec::new()
        } else if probe {
            vec![format!("{country}*"), format!("{country}!")]
        } else {
            vec![format!("{country}*")]
        };
        return own.chain(leads).collect();
    };
    let mut out = grid("n", lat, lon, NARROW, probe);
    if account.lead {
        out.extend(grid("w", lat, lon, WIDE, probe));
        out.push(if probe { format!("{country}*") } else { format!("{country}!") });
    }
    out
}

/// The cell of a point, with those around it when looking.
fn grid(name: &str, lat: f64, lon: f64, size: f64, probe: bool) -> Vec<String> {
    let (y, x) = ((lat / size).floor() as i32, (lon / size).floor() as i32);
    let reach = i32::from(probe);
    (-reach..=reach).flat_map(|dy| (-reach..=reach).map(move |dx| format!("{name}{},{}", y + dy, x + dx))).collect()
}
