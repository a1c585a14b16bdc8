//! Independent voices: who says it first, who repeats it, and how long after.

use crate::compare::round;
use crate::day;
use crate::digest::{Account, Digest};
use marsad_model::incident::{Voice, VoiceMember};
use std::collections::BTreeMap;

/// Share of the shorter text from which one is a copy of the other.
const COPY: f64 = 0.75;
/// Share from which one is a rewrite of the other.
const REWRITE: f64 = 0.35;

/// Groups the reports of an incident, which stand in the order of publication, into voices; and the voice of each.
pub(crate) fn voices(told: &[(&Digest, Vec<&Account>)]) -> (Vec<Voice>, Vec<usize>) {
    let mut home: Vec<usize> = (0..told.len()).collect();
    let mut how: BTreeMap<usize, (&'static str, f64)> = BTreeMap::new();
    for j in 0..told.len() {
        // The closest of the earlier reports is the one that was repeated; of equals the first.
        let earlier = (0..j).filter_map(|i| repeats(&told[i], &told[j]).map(|(how, alike)| (i, how, alike)));
        let best = earlier.max_by(|a, b| a.2.total_cmp(&b.2).then(b.0.cmp(&a.0)));
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

/// The agency that a report carries, else its outlet, else the report itself.
fn name(digest: &Digest) -> String {
    let agency = digest.agencies.first().filter(|_| digest.agencies.len() == 1).cloned();
    agency.or_else(|| digest.outlet.clone()).unwrap_or_else(|| digest.report.clone())
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
    let (x, y) = (carried(earlier), carried(later));
    let outlet = |d: &Digest| d.outlet.as_deref().map(str::to_lowercase);
    let same = x.iter().any(|n| y.contains(n)) || y.iter().any(|n| Some(n) == outlet(a).as_ref());
    same.then_some(("agency", 0.25 + alike))
}

/// Named agencies that the report's claims of this incident are carried by.
fn carried(told: &(&Digest, Vec<&Account>)) -> Vec<String> {
    let sources = told.1.iter().flat_map(|a| &a.claims).flat_map(|c| &c.attribution);
    let named = sources.filter(|s| s.kind == "agency" && !s.anonymous);
    let fold = |s: &str| s.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect::<String>().trim().to_lowercase();
    named.map(|s| fold(&s.text)).filter(|n| told.0.agencies.contains(n)).collect()
}
