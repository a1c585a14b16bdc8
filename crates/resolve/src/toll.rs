//! Tolls: every figure kept, the range that stands, and the history.

use crate::digest::{Account, Said};
use crate::field::{Part, Saying, field, loose, support};
use marsad_model::incident::{Datum, Figure, Range, Toll};
use std::collections::{BTreeMap, BTreeSet};

/// Figures by measure.
pub(crate) fn tolls(parts: &[Part<'_>], set: &BTreeMap<&str, (&Datum, &str)>) -> Vec<Toll> {
    let accounts = || parts.iter().flat_map(|p| &p.accounts);
    let claimed = accounts().flat_map(|a| &a.claims).flat_map(|c| &c.counts).map(|(m, _)| m.as_str());
    let told = accounts().flat_map(|a| &a.counts).map(|(m, _)| m.as_str()).chain(claimed);
    // A person may know a figure that no report gives.
    let decided = set.iter().filter(|(_, (value, _))| matches!(value, Datum::Range(_))).map(|(m, _)| *m);
    let measures: BTreeSet<&str> = told.chain(decided).collect();
    measures.into_iter().map(|m| toll(m, parts, set.get(m).copied())).collect()
}

fn toll(measure: &str, parts: &[Part<'_>], set: Option<(&Datum, &str)>) -> Toll {
    let mut sayings = Vec::new();
    for part in parts {
        for account in &part.accounts {
            if let Some(range) = account.count(measure) {
                sayings.push(saying(part, account, measure, range));
            }
        }
    }
    let history = history(measure, parts, &sayings);
    // Asides count the dead of a week or of a family; where leads give figures, those stand.
    let leads: BTreeSet<String> = sayings.iter().filter(|s| s.lead).map(|s| s.support.report.clone()).collect();
    if !leads.is_empty() {
        sayings.retain(|s| leads.contains(&s.support.report) && s.lead);
    }
    let latest = sayings.last().map(|s| range(&s.value));
    let ranges: Vec<Range> = sayings.iter().map(|s| range(&s.value)).collect();
    let gathered = field(measure, sayings, set);
    let supported = gathered.values.first().map(|v| range(&v.value));
    let decided = gathered.values.first().filter(|v| v.decision.is_some()).map(|v| range(&v.value));
    let standing = standing(&ranges, supported);
    let lowest = standing.iter().filter_map(|r| r.low.or(r.high)).reduce(f64::min);
    let highest = standing.iter().filter_map(|r| r.high.or(r.low)).reduce(f64::max);
    let open = standing.iter().all(|r| r.high.is_none());
    let best = decided.or_else(|| (!standing.is_empty()).then_some(Range { low: lowest, high: highest.filter(|_| !open) }));
    Toll { measure: measure.to_owned(), lowest, highest, latest, supported, best, history }
}

/// Every figure that anybody gives, in the order of publication: that of each account, then those that others give in the
/// same report, none at all among them.
fn history(measure: &str, parts: &[Part<'_>], sayings: &[Saying]) -> Vec<Figure> {
    let mut out: Vec<Figure> = Vec::new();
    for part in parts {
        let own = |s: &&Saying| s.support.report == part.digest.report;
        let stated = sayings.iter().filter(own).map(|s| Figure { range: range(&s.value), support: s.support.clone() });
        let claims = || part.accounts.iter().flat_map(|a| &a.claims);
        let told = claims().flat_map(|c| c.counts.iter().map(move |(m, said)| (c, m, said)));
        let all = told
            .filter(|(_, m, _)| *m == measure)
            .map(|(claim, _, said)| Figure { range: said.value, support: support(part, claim, &said.text, said.at) });
        let first = out.len();
        for figure in stated.chain(all) {
            if !out[first..].iter().any(|f| f.range == figure.range) {
                out.push(figure);
            }
        }
    }
    out
}

/// Figures without those far off the best supported one, totals of a month that stand beside the day's, and without
/// wider ranges that hold it and say nothing more.
fn standing(ranges: &[Range], supported: Option<Range>) -> Vec<Range> {
    let size = |r: &Range| r.low.or(r.high).unwrap_or(0.0);
    let Some(middle) = supported.as_ref().map(size) else { return Vec::new() };
    let holds = |r: &Range| {
        let (low, high) = (r.low.unwrap_or(0.0), r.high.unwrap_or(f64::INFINITY));
        low <= middle && middle <= high && high > low
    };
    let told: Vec<Range> = ranges.iter().copied().filter(|r| size(r) <= middle * 4.0 + 6.0).collect();
    let exact: Vec<Range> = told.iter().copied().filter(|r| !holds(r)).collect();
    if exact.is_empty() { told } else { exact }
}

fn range(value: &Datum) -> Range {
    match value {
        Datum::Range(range) => *range,
        _ => Range::default(),
    }
}

/// The figure with the words that give it: those of a claim, else those outside.
fn saying(part: &Part<'_>, account: &Account, measure: &str, range: Range) -> Saying {
    let of = |list: &'_ [(String, Said<Range>)]| list.iter().find(|(m, s)| m == measure && s.value == range).map(|(_, s)| s.clone());
    let claimed = account.claims.iter().find_map(|c| Some((c, of(&c.counts)?)));
    let support = match claimed {
        Some((claim, said)) => support(part, claim, &said.text, said.at),
        None => loose(part, &of(&account.extra_counts).unwrap_or_default()),
    };
    Saying { value: Datum::Range(range), support, dissents: false, lead: account.lead, doubted: false }
}
