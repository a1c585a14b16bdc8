//! Independent voices: who says it first, who repeats it, and how long after.

use crate::account;
use crate::compare::round;
use crate::day;
use crate::digest::{Account, Carrier, Digest};
use marsad_model::incident::{Voice, VoiceMember};
use std::collections::{BTreeMap, BTreeSet};

/// Share of the shorter text from which one is a copy of the other.
const COPY: f64 = 0.75;
/// Share from which one is a rewrite of the other.
const REWRITE: f64 = 0.35;

/// Groups the reports of an incident, which stand in the order of publication, into voices; and the voice of each.
pub(crate) fn voices(told: &[(&Digest, Vec<&Account>)]) -> (Vec<Voice>, Vec<usize>) {
    let mut home: Vec<usize> = (0..told.len()).collect();
    let mut how: BTreeMap<usize, (&'static str, f64)> = BTreeMap::new();
    for j in 0..told.len() {
        // The closest of the earlier reports is the one that was repeated; of equals the first. Of an agency's reports that
        // were all put in other words it is the last: papers carry the newest.
        let earlier = (0..j).filter_map(|i| repeats(&told[i], &told[j]).map(|(how, alike)| (i, how, alike)));
        let rank = |how: &str, alike: f64| if how == "agency" { (alike * 5.0).floor() / 5.0 } else { alike };
        let later = |how: &str, i: usize| if how == "agency" { i } else { told.len() - i };
        let best = earlier.max_by(|a, b| rank(a.1, a.2).total_cmp(&rank(b.1, b.2)).then(later(a.1, a.0).cmp(&later(b.1, b.0))));
        if let Some((i, kind, alike)) = best {
            home[j] = home[i];
            how.insert(j, (kind, alike));
        }
    }
    let mut voices: Vec<Voice> = Vec::new();
    let mut number: BTreeMap<usize, usize> = BTreeMap::new();
    let mut of = Vec::new();
    for (n, (digest, _)) in told.iter().enumerate() {
        let voice = *number.entry(home[n]).or_insert_with(|| {
            voices.push(Voice { name: name(digest), first: digest.report.clone(), members: Vec::new() });
            voices.len() - 1
        });
        let first = told[home[n]].0;
        let (how, alike) = how.get(&n).copied().unwrap_or(("original", 1.0));
        voices[voice].members.push(VoiceMember {
            report: digest.report.clone(),
            how: how.to_owned(),
            alike: round(alike),
            hours_after: day::hours(first.published.as_deref(), digest.published.as_deref()),
        });
        of.push(voice);
    }
    (voices, of)
}

/// The outlet of the first report; the report itself where no outlet is known.
fn name(digest: &Digest) -> String {
    digest.outlet.clone().unwrap_or_else(|| digest.report.clone())
}

/// Whether the later report repeats the earlier one, how, and how much.
fn repeats(earlier: &(&Digest, Vec<&Account>), later: &(&Digest, Vec<&Account>)) -> Option<(&'static str, f64)> {
    let (a, b) = (earlier.0, later.0);
    let alike = a.sketch.containment(&b.sketch);
    let version = |x: &Digest, y: &Digest| y.version_of.as_deref() == Some(x.report.as_str());
    if version(a, b) || version(b, a) {
        return Some(("version", 1.0));
    }
    if alike >= COPY {
        return Some(("copy", alike));
    }
    if alike >= REWRITE {
        return Some(("rewrite", alike));
    }
    if a.sketch.shared_quotes(&b.sketch) >= 2 {
        return Some(("quotes", 0.3 + alike));
    }
    // Two reports of one outlet do not carry one another; they would be versions or copies.
    if a.outlet.is_some() && a.outlet == b.outlet {
        return None;
    }
    let (x, y) = (carried(earlier), carried(later));
    let same = x.iter().any(|n| y.iter().any(|m| !n.id.is_empty() && m.id == n.id));
    let names = y.iter().any(|n| a.outlet.as_deref().is_some_and(|o| fold(o) == fold(&n.name)));
    (same || names || relays(earlier, later)).then_some(("agency", 0.25 + alike))
}

/// Whether the later report speaks of the outlet of the earlier one and gives a figure of it: it has it from there, even
/// where no single claim says so.
fn relays(earlier: &(&Digest, Vec<&Account>), later: &(&Digest, Vec<&Account>)) -> bool {
    let outlet = earlier.0.outlet.as_deref().and_then(account::name);
    let named = outlet.is_some_and(|o| later.0.organisations.binary_search(&o).is_ok());
    let figures = |told: &[&Account]| told.iter().flat_map(|a| a.counts.clone()).collect::<Vec<_>>();
    let own = figures(&later.1);
    named && figures(&earlier.1).iter().any(|figure| own.contains(figure))
}

fn fold(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Agencies that the report's claims of this incident are carried by.
fn carried<'a>(told: &(&'a Digest, Vec<&Account>)) -> Vec<&'a Carrier> {
    let sources = told.1.iter().flat_map(|a| &a.claims).flat_map(|c| &c.attribution);
    let at: BTreeSet<usize> = sources.filter(|s| s.kind == "agency").map(|s| s.at).collect();
    told.0.agencies.iter().filter(|a| at.contains(&a.at)).collect()
}
