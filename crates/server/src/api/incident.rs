//! One incident with all that a page looks up, and incidents like it.

use crate::api::list::{weightiest, word};
use crate::ask::{Answer, Ask};
use crate::filter;
use crate::problem::{Problem, Result};
use crate::record::{ClaimNote, DecidedBy, Detail, IncidentBrief, Name, Quote};
use crate::view::{View, utc};
use jiff::ToSpan;
use marsad_model::incident::{Datum, Incident};
use marsad_model::{Event, Sheet};
use marsad_store::{AsOf, Filter, Lineage, Order, Summary};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Candidates for merging.
const CANDIDATES: usize = 10;
/// How near in place and time candidates are that were never compared.
const KILOMETRES: f64 = 60.0;
const DAYS: i64 = 3;
/// Words between quotation marks that make a quotation and not a name.
const WORDS: usize = 5;

/// An incident that may be the same.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Similar {
    /// The incident.
    pub incident: IncidentBrief,
    /// How likely both are one, 0 to 1.
    pub score: f64,
    /// What speaks for it.
    pub reasons: Vec<String>,
    /// Whether a person said that they are not the same.
    pub not_same: bool,
}

/// `GET /api/incidents/{id}`.
///
/// # Errors
/// If there was no such incident at that moment.
pub fn incident(a: &Ask<'_>) -> Result<Answer> {
    Answer::ok(&detail(a)?)
}

/// An incident with all that a page looks up.
///
/// # Errors
/// If there was no such incident at that moment.
pub fn detail(a: &Ask<'_>) -> Result<Detail> {
    let view = View { state: a.state, store: a.store };
    let page = a.store.incident(a.part(0), filter::as_of(&a.params)?)?;
    let as_of = AsOf::Revision(page.as_of);
    let incident = page.incident;
    let gone = || Problem::missing(format!("expected an incident, found that `{}` was taken up by others", a.part(0)));
    let brief = view.brief(&a.store.summary(&incident.id, as_of)?.ok_or_else(gone)?)?;
    let mut others = BTreeMap::new();
    let Lineage { merged_into, split_into } = a.store.lineage(a.part(0), as_of)?;
    let ends = incident.links.iter().flat_map(|l| [&l.from, &l.to]).filter(|id| **id != incident.id);
    for end in ends.chain(&split_into) {
        if let Ok(Some(row)) = a.store.summary(end, as_of) {
            others.insert(end.clone(), view.brief(&row)?);
        }
    }
    let sheets = sheets(a, &incident, as_of);
    let (claims, quotes) = claims(a, &incident, &sheets);
    let mut places = BTreeMap::new();
    for spot in values(&incident).filter_map(|d| if let Datum::Place(spot) = d { Some(spot) } else { None }) {
        if let Some(id) = &spot.place_id {
            places.insert(id.clone(), view.place(spot)?);
        }
    }
    let names = names(a, &incident);
    let decided = decided(a, &incident)?;
    Ok(Detail { brief, names, places, claims, others, quotes, decided, merged_into, split_into, incident })
}

/// Every value of every field.
fn values(incident: &Incident) -> impl Iterator<Item = &Datum> {
    incident.fields.iter().flat_map(|f| &f.values).map(|v| &v.value)
}

fn names(a: &Ask<'_>, incident: &Incident) -> BTreeMap<String, Name> {
    let mut out = BTreeMap::new();
    for datum in values(incident) {
        let (Datum::Party { actor_id: Some(id), .. } | Datum::Place(marsad_model::incident::Spot { place_id: Some(id), .. })) = datum
        else {
            continue;
        };
        if let Some(entry) = a.state.names.get(id) {
            out.insert(id.clone(), entry.name());
        }
    }
    for words in incident.reports.iter().filter_map(|r| r.outlet.as_ref()).chain(incident.voices.iter().map(|v| &v.name)) {
        out.insert(words.clone(), a.state.names.outlet(words).0);
    }
    out
}

/// The sheets of the reports, by identifier, with their versions.
fn sheets(a: &Ask<'_>, incident: &Incident, as_of: AsOf) -> BTreeMap<String, (Sheet, u32)> {
    let reports: BTreeSet<&String> = incident.claims.iter().map(|c| &c.report).collect();
    let sheet = |id: &String| {
        let page = a.store.report(id, as_of).ok()?;
        let version = page.versions.iter().position(|v| v.id == *id).map_or(1, |n| n as u32 + 1);
        Some((id.clone(), (page.sheet, version)))
    };
    reports.into_iter().filter_map(sheet).collect()
}

fn claims(a: &Ask<'_>, incident: &Incident, sheets: &BTreeMap<String, (Sheet, u32)>) -> (BTreeMap<String, ClaimNote>, Vec<Quote>) {
    let (mut notes, mut quotes, mut seen) = (BTreeMap::new(), Vec::new(), BTreeSet::new());
    for key in &incident.claims {
        let Some((sheet, version)) = sheets.get(&key.report) else { continue };
        let Some(event) = sheet.events.iter().find(|e| e.id == key.mention) else { continue };
        notes.insert(key.hash.clone(), note(sheet, *version, event));
        for (text, at) in quoted(a, sheet, event) {
            if seen.insert(text.clone()) {
                let (lang, report, claim) = (sheet.lang.clone(), sheet.id.clone(), key.hash.clone());
                let published = sheet.published.as_deref().map(utc);
                quotes.push(Quote { text, lang, at, report, claim, attribution: event.attribution.clone(), published });
            }
        }
    }
    (notes, quotes)
}

fn note(sheet: &Sheet, version: u32, event: &Event) -> ClaimNote {
    ClaimNote {
        report: sheet.id.clone(),
        version,
        mention: event.id.clone(),
        kind: event.kind.clone(),
        mode: event.mode.clone(),
        status: event.status.clone(),
        certainty: event.certainty.clone(),
        trigger: event.trigger.text.clone(),
        sentence: event.sentence.clone(),
        lang: sheet.lang.clone(),
        outlet: sheet.outlet.clone(),
        title: sheet.title.clone(),
        published: sheet.published.as_deref().map(utc),
        score: event.score,
        retracted: false,
    }
}

/// Quotations in the sentence of a claim: words between quotation marks of the pack, and where they begin.
fn quoted(a: &Ask<'_>, sheet: &Sheet, event: &Event) -> Vec<(String, usize)> {
    let Some(begin) = sheet.text.find(&event.sentence).filter(|_| !event.sentence.is_empty()) else { return Vec::new() };
    let base = sheet.text[..begin].chars().count();
    let chars: Vec<char> = event.sentence.chars().collect();
    let (mut out, mut n) = (Vec::new(), 0);
    while n < chars.len() {
        let close = a.state.pack.data.quotes.iter().find(|(open, _)| *open == chars[n]).map(|(_, close)| *close);
        let end = close.and_then(|close| chars[n + 1..].iter().position(|c| *c == close).map(|m| n + 1 + m));
        let Some(end) = end else {
            n += 1;
            continue;
        };
        let text: String = chars[n + 1..end].iter().collect();
        if text.split_whitespace().count() >= WORDS {
            out.push((text, base + n + 1));
        }
        n = end + 1;
    }
    out
}

fn decided(a: &Ask<'_>, incident: &Incident) -> Result<BTreeMap<String, DecidedBy>> {
    let set = incident.fields.iter().flat_map(|f| &f.values).filter_map(|v| v.decision.as_ref());
    let ids: BTreeSet<&String> = incident.decisions.iter().chain(set).collect();
    let mut out = BTreeMap::new();
    for id in ids {
        if let Some((revision, d)) = a.store.decision(id)? {
            out.insert(id.clone(), DecidedBy { author: d.author, reason: d.reason, at: utc(&d.at), revision });
        }
    }
    Ok(out)
}

/// `GET /api/incidents/{id}/similar`: what accounts of the incident were compared with, then what is near in place and time.
///
/// # Errors
/// If there is no such incident.
pub fn similar(a: &Ask<'_>) -> Result<Answer> {
    let view = View { state: a.state, store: a.store };
    let mut out = Vec::new();
    for (row, score, reasons) in a.store.alike(a.part(0), CANDIDATES)? {
        let told = weightiest(reasons.iter().filter(|r| r.score > 0.0), 5);
        let not_same = reasons.iter().any(|r| word(&r.kind) == "decided_not_same");
        let score = (1000.0 / (1.0 + (-score).exp())).round() / 1000.0;
        out.push(Similar { incident: view.brief(&row)?, score, reasons: told, not_same });
    }
    if let Some(own) = a.store.summary(a.part(0), AsOf::Now)? {
        for row in near(a, &own)? {
            if out.len() < CANDIDATES && row.id != own.id && out.iter().all(|s| s.incident.id != row.id) {
                let reasons = reasons(&own, &row);
                let score = 0.05 * reasons.len() as f64;
                out.push(Similar { incident: view.brief(&row)?, score, reasons, not_same: false });
            }
        }
    }
    Answer::ok(&out)
}

/// Incidents within a few days, near the place or, without one, of the same type; those most alike first.
fn near(a: &Ask<'_>, own: &Summary) -> Result<Vec<Summary>> {
    let shifted = |day: &Option<String>, by: i64| {
        let day: jiff::civil::Date = day.as_deref()?.parse().ok()?;
        day.checked_add(by.days()).ok().map(|d| d.to_string())
    };
    let asked = Filter {
        near: own.lat.zip(own.lon).map(|(lat, lon)| [lat, lon, KILOMETRES]),
        kinds: if own.lat.is_none() { vec![own.kind.clone()] } else { Vec::new() },
        from: shifted(&own.first_day, -DAYS),
        to: shifted(&own.last_day, DAYS),
        ..Filter::default()
    };
    let mut found = a.store.incidents(&asked, Order::Happened, AsOf::Now, None, 200)?.incidents;
    found.sort_by_key(|row| (std::cmp::Reverse(reasons(own, row).len()), row.id.clone()));
    Ok(found)
}

fn reasons(own: &Summary, row: &Summary) -> Vec<String> {
    let same = [
        ("same_place", own.place_id.is_some() && own.place_id == row.place_id),
        ("same_day", own.first_day.is_some() && own.first_day == row.first_day),
        ("same_type", own.kind == row.kind),
        ("same_count", own.killed_low.is_some() && own.killed_low == row.killed_low),
    ];
    same.into_iter().filter(|(_, holds)| *holds).map(|(word, _)| word.to_owned()).collect()
}
