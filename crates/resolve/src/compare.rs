//! Two accounts compared: typed reasons, each with its part of the score.

use crate::digest::{Account, Digest};
use crate::place::{Relation, relation};
use crate::weights::Weights;
use marsad_model::Party;
use marsad_model::incident::{Pair, Range, Reason, ReasonKind, Spot};
use std::collections::BTreeSet;

/// Days that may lie between a happening and a report's publication.
const FRESH: i32 = 2;

/// A reason before it is weighed.
type Finding = (ReasonKind, f64, String);

/// Compares two accounts. Only the two reports matter, and not their order.
#[must_use]
pub fn compare(a: (&Digest, &Account), b: (&Digest, &Account), weights: &Weights) -> Pair {
    let (a, b) = if a.1.name() <= b.1.name() { (a, b) } else { (b, a) };
    let mut findings: Vec<Finding> = vec![(ReasonKind::Prior, 1.0, String::new())];
    findings.extend(places(a.1, b.1));
    findings.extend(days(a.1, b.1));
    findings.extend(counts(a.1, b.1));
    findings.extend(parties(a.1, b.1));
    findings.extend(means(a.1, b.1));
    findings.extend(texts(a, b));
    if a.0.report == b.0.report {
        findings.push((ReasonKind::SameReport, 1.0, String::new()));
    } else if a.1.lead && b.1.lead {
        findings.push((ReasonKind::BothLead, 1.0, String::new()));
        let corrects = |x: &Digest, y: &Digest| x.version_of.as_deref() == Some(y.report.as_str());
        if corrects(a.0, b.0) || corrects(b.0, a.0) {
            findings.push((ReasonKind::SameArticle, 1.0, String::new()));
        }
    }
    let dated = window(a.1).is_some() && window(b.1).is_some();
    let reasons: Vec<Reason> = findings.into_iter().map(|f| weigh(f, weights, dated)).filter(|r| r.score != 0.0).collect();
    let score = reasons.iter().map(|r| r.score).sum::<f64>();
    Pair { a: a.1.name().to_owned(), b: b.1.name().to_owned(), score: round(score), reasons }
}

fn weigh((kind, value, detail): Finding, weights: &Weights, dated: bool) -> Reason {
    let value = round(value);
    Reason { kind, value, score: round(value * weights.get(name(kind), dated)), detail }
}

pub(crate) fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// The name of a reason in the table of weights.
fn name(kind: ReasonKind) -> &'static str {
    match kind {
        ReasonKind::SamePlace => "same_place",
        ReasonKind::NearPlace => "near_place",
        ReasonKind::InsidePlace => "inside_place",
        ReasonKind::FarPlace => "far_place",
        ReasonKind::PlaceWords => "place_words",
        ReasonKind::SameDay => "same_day",
        ReasonKind::NextDay => "next_day",
        ReasonKind::OtherDay => "other_day",
        ReasonKind::SameCount => "same_count",
        ReasonKind::GrowingCount => "growing_count",
        ReasonKind::OtherCount => "other_count",
        ReasonKind::SameActor => "same_actor",
        ReasonKind::OtherActor => "other_actor",
        ReasonKind::SameRecipient => "same_recipient",
        ReasonKind::OtherRecipient => "other_recipient",
        ReasonKind::SameType => "same_type",
        ReasonKind::SameInstrument => "same_instrument",
        ReasonKind::OtherInstrument => "other_instrument",
        ReasonKind::SharedQuote => "shared_quote",
        ReasonKind::NearDuplicate => "near_duplicate",
        ReasonKind::SharedWords => "shared_words",
        ReasonKind::SameAgency => "same_agency",
        ReasonKind::SameArticle => "same_article",
        ReasonKind::BothLead => "both_lead",
        ReasonKind::SameReport => "same_report",
        ReasonKind::DecidedSame => "decided_same",
        ReasonKind::DecidedNotSame => "decided_not_same",
        ReasonKind::Prior => "prior",
    }
}

fn places(a: &Account, b: &Account) -> Option<Finding> {
    let (p, q) = (a.place.as_ref()?, b.place.as_ref()?);
    let names = format!("{} | {}", p.name, q.name);
    let named = |spot: &Spot, among: &[Spot]| among.iter().any(|o| matches!(relation(spot, o), Some(Relation::Same)));
    let told = relation(p, q);
    if !matches!(told, Some(Relation::Same)) {
        // Each report names several places; what one takes for the place the other may name beside it.
        let crossed = named(p, &b.around) || named(q, &a.around);
        if crossed || a.around.iter().any(|s| named(s, &b.around)) {
            let leads = if a.lead && b.lead { 1.0 } else { 0.5 };
            return Some((ReasonKind::PlaceWords, if crossed { leads } else { leads / 2.0 }, names));
        }
    }
    match told {
        Some(Relation::Same) => Some((ReasonKind::SamePlace, 1.0, p.name.clone())),
        Some(Relation::Near(km)) => Some((ReasonKind::NearPlace, 1.0 - km / 16.0, format!("{names}, {km:.1} km"))),
        Some(Relation::Inside(_)) => Some((ReasonKind::InsidePlace, 1.0, names)),
        Some(Relation::Far(km)) => Some((ReasonKind::FarPlace, (km / 50.0).clamp(0.4, 1.0), format!("{names}, {km:.0} km"))),
        None => (p.name == q.name).then_some((ReasonKind::PlaceWords, 1.0, names)),
    }
}

/// Days that an account can be of: those it says; else the days before its publication, if it is no recollection.
pub(crate) fn window(account: &Account) -> Option<(i32, i32)> {
    account.days.or_else(|| account.published.filter(|_| !account.background).map(|day| (day - FRESH, day)))
}

fn days(a: &Account, b: &Account) -> Option<Finding> {
    let ((s, e), (t, f)) = (window(a)?, window(b)?);
    let gap = (s.max(t) - e.min(f)).max(0);
    let told = a.days.is_some() && b.days.is_some();
    // No report tells of what is still to come; a day of grace for time zones costs less than certainty.
    let early = |x: &Account, y: &Account| !x.family.ends_with('?') && x.days.is_some_and(|(s, _)| y.published.is_some_and(|p| s > p));
    if early(a, b) || early(b, a) {
        return Some((ReasonKind::OtherDay, (f64::from(gap) / 3.0).clamp(0.6, 1.0), "after publication".to_owned()));
    }
    // A range of weeks that holds a day says little.
    let width = (e - s).max(f - t);
    // Days that only publication gives are the likelier the same, the nearer the publications.
    let apart = a.published.zip(b.published).map_or(2, |(p, q)| p.abs_diff(q).min(2));
    let nearness = if told { 1.0 } else { 0.8 - 0.15 * f64::from(apart) };
    Some(match gap {
        0 if width <= 3 => (ReasonKind::SameDay, nearness, String::new()),
        0 => (ReasonKind::SameDay, 3.0 / f64::from(width), format!("within {width} days")),
        1 => (ReasonKind::NextDay, 1.0, String::new()),
        gap => (ReasonKind::OtherDay, (f64::from(gap) / 3.0).min(1.0), format!("{gap} days apart")),
    })
}

fn counts(a: &Account, b: &Account) -> Vec<Finding> {
    let mut out = Vec::new();
    for measure in ["killed", "injured", "captured"] {
        let (Some(x), Some(y)) = (a.count(measure), b.count(measure)) else { continue };
        let detail = format!("{measure} {} | {}", text(x), text(y));
        let (Some(n), Some(m)) = (x.low.or(x.high), y.low.or(y.high)) else { continue };
        if meets(x, y) {
            // Two reports of one dead prove little; two reports of seventeen prove much.
            out.push((ReasonKind::SameCount, ((1.0 + n.max(m)).ln() / 3.0).min(1.0), detail));
            continue;
        }
        let ratio = (n.max(m).max(0.5) / n.min(m).max(0.5)).ln();
        let later_is_more = match (a.published, b.published) {
            (Some(p), Some(q)) if p != q => (p < q) == (n < m),
            _ => true,
        };
        if later_is_more && ratio < 0.7 {
            out.push((ReasonKind::GrowingCount, 1.0, detail));
        } else {
            out.push((ReasonKind::OtherCount, ratio.min(1.5), detail));
        }
    }
    out
}

fn meets(a: Range, b: Range) -> bool {
    let low = |r: Range| r.low.unwrap_or(0.0);
    let high = |r: Range| r.high.unwrap_or(f64::INFINITY);
    low(a) <= high(b) && low(b) <= high(a)
}

/// A range for people.
pub(crate) fn text(range: Range) -> String {
    match (range.low, range.high) {
        (Some(a), Some(b)) if a == b => format!("{a}"),
        (Some(a), Some(b)) => format!("{a}-{b}"),
        (Some(a), None) => format!("{a}+"),
        (None, Some(b)) => format!("up to {b}"),
        (None, None) => "?".to_owned(),
    }
}

fn parties(a: &Account, b: &Account) -> Vec<Finding> {
    let mut out = Vec::new();
    let actors = |x: &Account| codes(x.claims.iter().flat_map(|c| &c.actor));
    let (x, y) = (actors(a), actors(b));
    if !x.is_empty() && !y.is_empty() {
        let detail = format!("{} | {}", list(&x), list(&y));
        let countries = |s: &BTreeSet<String>| {
            s.iter().filter_map(|c| c.split(':').next()).filter(|c| !c.is_empty()).map(str::to_owned).collect::<BTreeSet<_>>()
        };
        if x.intersection(&y).next().is_some() {
            out.push((ReasonKind::SameActor, 1.0, detail));
        } else if !countries(&x).is_empty() && !countries(&y).is_empty() && countries(&x).is_disjoint(&countries(&y)) {
            out.push((ReasonKind::OtherActor, 1.0, detail));
        }
    }
    let recipients = |x: &Account| codes(x.claims.iter().flat_map(|c| &c.recipient));
    let (x, y) = (recipients(a), recipients(b));
    if !x.is_empty() && !y.is_empty() {
        let same = x.intersection(&y).next().is_some();
        out.push((if same { ReasonKind::SameRecipient } else { ReasonKind::OtherRecipient }, 1.0, format!("{} | {}", list(&x), list(&y))));
    }
    out
}

/// Codes that name a country or a sector, and identifiers of known actors.
fn codes<'a>(parties: impl Iterator<Item = &'a Party>) -> BTreeSet<String> {
    parties.map(|p| p.actor_id.clone().unwrap_or_else(|| p.code.clone())).filter(|c| c.len() > 1).collect()
}

fn list(set: &BTreeSet<String>) -> String {
    set.iter().take(3).cloned().collect::<Vec<_>>().join(", ")
}

fn means(a: &Account, b: &Account) -> Vec<Finding> {
    let mut out = Vec::new();
    let kinds = |x: &Account| x.claims.iter().map(|c| c.kind.clone()).collect::<BTreeSet<_>>();
    if kinds(a).intersection(&kinds(b)).next().is_some() {
        out.push((ReasonKind::SameType, 1.0, String::new()));
    }
    let modes = |x: &Account| x.claims.iter().filter_map(|c| c.mode.clone()).collect::<BTreeSet<_>>();
    let (x, y) = (modes(a), modes(b));
    if !x.is_empty() && !y.is_empty() {
        let same = x.intersection(&y).next().is_some();
        let kind = if same { ReasonKind::SameInstrument } else { ReasonKind::OtherInstrument };
        // What falls from the sky is easily taken for something else that does.
        let distant = |s: &BTreeSet<String>| s.iter().all(|m| matches!(m.as_str(), "aerial" | "drone" | "heavy-weapons" | "explosives"));
        let value = if !same && distant(&x) && distant(&y) { 0.5 } else { 1.0 };
        out.push((kind, value, format!("{} | {}", list(&x), list(&y))));
    }
    out
}

fn texts(a: (&Digest, &Account), b: (&Digest, &Account)) -> Vec<Finding> {
    let mut out = Vec::new();
    // What two reports have in common as wholes speaks only for what each is mainly about.
    let both_lead = a.1.lead && b.1.lead && a.0.report != b.0.report;
    let alike = a.0.sketch.containment(&b.0.sketch);
    if both_lead && alike >= 0.15 {
        out.push((ReasonKind::NearDuplicate, alike, format!("{:.0} % of the shorter text", alike * 100.0)));
    }
    let quotes = a.0.sketch.shared_quotes(&b.0.sketch);
    if both_lead && quotes > 0 {
        out.push((ReasonKind::SharedQuote, (quotes as f64).min(3.0), format!("{quotes}")));
    }
    let words = shared_words(&a.1.words, &b.1.words);
    if words > 0.0 {
        out.push((ReasonKind::SharedWords, words, String::new()));
    }
    if both_lead && a.0.agencies.iter().any(|n| !n.id.is_empty() && b.0.agencies.iter().any(|m| m.id == n.id)) {
        out.push((ReasonKind::SameAgency, 1.0, String::new()));
    }
    out
}

/// Cosine of two lists of weighted words.
fn shared_words(a: &[(u64, f32)], b: &[(u64, f32)]) -> f64 {
    let norm = |v: &[(u64, f32)]| v.iter().map(|(_, w)| f64::from(*w).powi(2)).sum::<f64>().sqrt();
    let (mut i, mut j, mut dot) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                dot += f64::from(a[i].1).powi(2);
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    let norms = norm(a) * norm(b);
    if norms > 0.0 { dot / norms } else { 0.0 }
}
