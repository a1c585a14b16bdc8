//! Whole reports: the constructed cases of `claims.case`.

use crate::pack;
use crate::table::{Tally, file};
use marsad_engine::Engine;
use marsad_engine::doc::Report;
use marsad_model::{Event, Sheet, vocabulary};
use std::collections::BTreeSet;

/// One case: what is asked of which event, and the links.
#[derive(Default)]
struct Case {
    name: String,
    text: String,
    published: String,
    claims: Vec<(String, Vec<(String, String)>)>,
    links: Vec<String>,
    note: String,
}

fn cases(text: &str) -> Vec<Case> {
    let mut out: Vec<Case> = Vec::new();
    for line in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.trim();
        if word == "case" {
            out.push(Case { name: rest.into(), ..Case::default() });
            continue;
        }
        let case = out.last_mut().expect("a case begins with `case`");
        match word.trim_end_matches(':') {
            "text" => case.text = rest.into(),
            "published" => case.published = rest.into(),
            "known-wrong" => case.note = format!("known-wrong: {rest}"),
            "link" => case.links.push(rest.into()),
            "claim" => {
                let mut parts = rest.split(" | ");
                let kind = parts.next().unwrap_or_default().trim().to_owned();
                assert!(vocabulary::modes(&kind).is_some(), "«{}»: no such type: {kind}", case.name);
                let field = |p: &str| {
                    let (a, b) = p.split_once('=').unwrap_or_else(|| panic!("«{}»: expected field=value: {p}", case.name));
                    (a.trim().to_owned(), b.trim().to_owned())
                };
                case.claims.push((kind, parts.map(field).collect()));
            }
            _ => panic!("«{}»: no such line: {line}", case.name),
        }
    }
    out
}

/// A field of an event as the cases write it; nothing is the empty string.
fn field(event: &Event, name: &str) -> String {
    let number = |v: Option<f64>| v.map_or_else(String::new, |v| v.to_string());
    let list = |items: Vec<String>| items.join(" + ");
    match name {
        "trigger" => event.trigger.text.clone(),
        "mode" => event.mode.clone().unwrap_or_default(),
        "status" => event.status.clone(),
        "certainty" => event.certainty.clone(),
        "actor" => list(event.actor.iter().map(|p| p.text.clone()).collect()),
        "actor.code" => list(event.actor.iter().map(|p| p.code.clone()).collect()),
        "recipient" => list(event.recipient.iter().map(|p| p.text.clone()).collect()),
        "recipient.code" => list(event.recipient.iter().map(|p| p.code.clone()).collect()),
        "instrument" => event.instrument.as_ref().map_or_else(String::new, |p| p.text.clone()),
        "place" => event.place.as_ref().map_or_else(String::new, |p| p.text.clone()),
        "point" => event.place.as_ref().map_or_else(String::new, |p| {
            let words = [p.name_en.as_deref(), p.country.as_deref(), p.precision.as_deref()];
            words.map(|w| w.unwrap_or("-")).join(", ")
        }),
        "date" => event.date.as_ref().map_or_else(String::new, |d| {
            let day = |d: &Option<String>| d.clone().unwrap_or_default();
            format!("{} {}..{}", d.text, day(&d.start), day(&d.end))
        }),
        "count" => list(event.counts.iter().map(|c| format!("{} {}..{}", c.measure, number(c.low), number(c.high))).collect()),
        "source" => list(event.attribution.iter().map(|s| s.text.clone()).collect()),
        "source.kind" => list(event.attribution.iter().map(|s| s.kind.clone()).collect()),
        _ => panic!("no such field: {name}"),
    }
}

fn links(sheet: &Sheet) -> Vec<String> {
    sheet.links.iter().map(|l| format!("{} {} {}", l.from, l.kind, l.to)).collect()
}

#[test]
fn the_constructed_reports() {
    let engine = Engine::new(pack());
    let mut tally = Tally::default();
    let all = cases(&file("claims.case"));
    for case in &all {
        let published = (!case.published.is_empty()).then_some(&*case.published);
        let sheet = engine.code(&Report { id: "t", published, text: &case.text, ..Report::default() });
        let wanted: Vec<String> = case
            .claims
            .iter()
            .map(|(kind, fields)| fields.iter().fold(kind.clone(), |line, (name, value)| format!("{line} | {name}={value}")))
            .chain(case.links.iter().map(|l| format!("link {l}")))
            .collect();
        let shown: Vec<String> = sheet
            .events
            .iter()
            .enumerate()
            .map(|(i, event)| match case.claims.get(i) {
                Some((_, fields)) => {
                    fields.iter().fold(event.kind.clone(), |line, (name, _)| format!("{line} | {name}={}", field(event, name)))
                }
                None => format!("{} | trigger={}", event.kind, event.trigger.text),
            })
            .chain(links(&sheet).into_iter().filter(|_| !case.links.is_empty()).map(|l| format!("link {l}")))
            .collect();
        let separator = "\n             ";
        tally.case(&case.name, &case.note, &wanted.join(separator), &shown.join(separator));
    }
    let types: BTreeSet<&str> = all.iter().flat_map(|c| c.claims.iter().map(|(kind, _)| &**kind)).collect();
    assert_eq!(types.len(), vocabulary::TYPES.len(), "every type has a case: {types:?}");
    let names: BTreeSet<&str> = all.iter().map(|c| &*c.name).collect();
    assert_eq!(names.len(), all.len(), "each case has a name of its own");
    tally.end(40);
}
