//! One incident: its best values, every value with who says so, figures over time, reports, links; and its history.

use super::claim::figure;
use super::line::{Row, Style};
use super::{Screen, single};
use marsad_model::incident::{Datum, Field, Figure, Incident, IncidentLink, Range, Telling, Toll, Value};
use marsad_store::{Page, Step, Summary};

/// Columns before a field's label.
const MARGIN: usize = 2;
/// Digits of an identifier that are shown: enough to name one of millions.
const DIGITS: usize = 10;

/// The view of an incident.
#[must_use]
pub fn incident(page: &Page, screen: &Screen) -> String {
    let i = &page.incident;
    let mut out = heading(page, screen);
    section(&mut out, "fields", screen);
    for field in &i.fields {
        out.push_str(&values(field, i, screen));
    }
    if !i.tolls.is_empty() {
        section(&mut out, "tolls", screen);
        i.tolls.iter().for_each(|t| out.push_str(&toll(t, i, screen)));
    }
    section(&mut out, "tellings", screen);
    i.reports.iter().for_each(|r| out.push_str(&telling(r, i, screen)));
    if !i.links.is_empty() {
        section(&mut out, "links", screen);
        i.links.iter().for_each(|l| out.push_str(&link(l, i, screen)));
    }
    out
}

/// The beginning of an identifier, as commands take it.
pub fn short(id: &str) -> &str {
    id.get(..DIGITS + 2).unwrap_or(id)
}

/// A range of numbers in words.
pub fn range(r: Range, screen: &Screen) -> String {
    let locale = &screen.locale;
    match (r.low, r.high) {
        (Some(a), Some(b)) if (a - b).abs() < f64::EPSILON => figure(a),
        (Some(a), Some(b)) => locale.fill("label", "range", &[&figure(a), &figure(b)]),
        (Some(a), None) => locale.fill("label", "at_least", &[&figure(a)]),
        (None, Some(b)) => locale.fill("label", "at_most", &[&figure(b)]),
        (None, None) => "?".to_owned(),
    }
}

/// Type and mode, status and certainty where they are not the usual ones.
pub fn kind(row: &mut Row, kind: &str, mode: Option<&str>, status: &str, certainty: &str, screen: &Screen) {
    let locale = &screen.locale;
    row.add(locale.get("type", kind), Style::Bold);
    if let Some(mode) = mode {
        row.add(", ", Style::Bold).add(locale.get("mode", mode), Style::Bold);
    }
    if status != "occurred" && !status.is_empty() {
        row.add(" · ", Style::Plain).add(locale.get("status", status), Style::Warn);
    }
    if certainty != "stated" && !certainty.is_empty() {
        row.add(" · ", Style::Plain).add(locale.get("certainty", certainty), Style::Warn);
    }
}

fn heading(page: &Page, screen: &Screen) -> String {
    let (i, locale) = (&page.incident, &screen.locale);
    let line = |row: &Row| row.lines("", 0, &screen.layout);
    let mut row = Row::default();
    row.quote(&i.id, Style::Dim).add(" ", Style::Plain);
    kind(&mut row, &i.kind, i.mode.as_deref(), &i.status, &i.certainty, screen);
    if i.accepted == Some(true) {
        row.add(" · ", Style::Plain).add(locale.get("store", "accepted"), Style::When);
    } else if !i.decisions.is_empty() {
        row.add(" · ", Style::Plain).add(locale.get("store", "edited"), Style::When);
    }
    let mut out = line(&row);
    let mut row = Row::default();
    match &i.place {
        Some(p) => datum(&mut row, &Datum::Place(p.clone()), "place", screen),
        None => drop(row.add(locale.get("store", "nowhere"), Style::Dim)),
    }
    row.add(" · ", Style::Plain);
    match &i.date {
        Some(d) => datum(&mut row, &Datum::Days(d.clone()), "date", screen),
        None => drop(row.add(locale.get("store", "undated"), Style::Dim)),
    }
    for (measure, value) in [("killed", i.killed), ("injured", i.injured)] {
        if let Some(value) = value {
            row.add(" · ", Style::Plain).add(locale.get("measure", measure), Style::Plain).add(" ", Style::Plain);
            row.add(&range(value, screen), Style::Bold);
        }
    }
    out.push_str(&line(&row));
    let disputed: Vec<&str> = i.fields.iter().filter(|f| f.disputed).map(|f| locale.get("field", &f.name)).collect();
    if !disputed.is_empty() {
        out.push_str(&single(&locale.fill("store", "disputed", &[&disputed.join(", ")]), Style::Warn, screen));
    }
    let counts = [("reports", i.reports.len()), ("voices", i.voices.len()), ("claims", i.claims.len())];
    let counts: Vec<String> = counts.iter().map(|(key, n)| format!("{}: {n}", locale.get("store", key))).collect();
    out.push_str(&single(&counts.join(" · "), Style::Plain, screen));
    let (first, changed) = (page.first.to_string(), page.changed.to_string());
    let known = locale.fill("store", "known", &[&first, &changed, &time(&page.changed_at.to_string())]);
    out.push_str(&single(&known, Style::Dim, screen));
    if page.superseded {
        let words = format!("{}: {}", locale.fill("store", "as_of", &[&page.as_of.to_string()]), locale.get("store", "superseded"));
        out.push_str(&single(&words, Style::Warn, screen));
    }
    out
}

fn section(out: &mut String, key: &'static str, screen: &Screen) {
    out.push('\n');
    out.push_str(&single(screen.locale.get("store", key), Style::Bold, screen));
}

/// A field with its values, the best supported first.
fn values(field: &Field, i: &Incident, screen: &Screen) -> String {
    let mut out = String::new();
    for (n, value) in field.values.iter().enumerate() {
        let mut row = Row::default();
        if field.disputed {
            row.add("≠ ", Style::Warn);
        }
        datum(&mut row, &value.value, &field.name, screen);
        support(&mut row, value, i, screen);
        let name = if n == 0 { screen.locale.get("field", &field.name) } else { "" };
        out.push_str(&row.lines(&format!("{}{name}", " ".repeat(MARGIN)), MARGIN + screen.column, &screen.layout));
    }
    out
}

/// How many say so, and who.
fn support(row: &mut Row, value: &Value, i: &Incident, screen: &Screen) {
    let locale = &screen.locale;
    let mut words = vec![locale.fill("store", "independent", &[&value.independent.to_string()])];
    if value.repeated > 0 {
        words.push(locale.fill("store", "repeated", &[&value.repeated.to_string()]));
    }
    row.add(" — ", Style::Plain).add(&words.join(", "), Style::Dim);
    if let Some(decision) = &value.decision {
        row.add(" · ", Style::Plain).add(&locale.fill("store", "set_by", &[decision]), Style::When);
    }
    let mut voices: Vec<&str> = value.support.iter().filter_map(|s| i.voices.get(s.voice)).map(|v| v.name.as_str()).collect();
    voices.sort_unstable();
    voices.dedup();
    for (n, voice) in voices.iter().take(4).enumerate() {
        row.add(if n == 0 { ": " } else { ", " }, Style::Dim).quote(voice, Style::Source);
    }
    if voices.len() > 4 {
        row.add(&format!(", +{}", voices.len() - 4), Style::Dim);
    }
    let against: Vec<&str> = value.dissent.iter().filter_map(|s| i.voices.get(s.voice)).map(|v| v.name.as_str()).collect();
    if !against.is_empty() {
        row.add(" · ", Style::Plain).add(&locale.fill("store", "against", &[&against.join(", ")]), Style::Warn);
    }
}

fn datum(row: &mut Row, value: &Datum, field: &str, screen: &Screen) {
    let locale = &screen.locale;
    match value {
        Datum::Word { word } if field == "instrument" => drop(row.quote(word, Style::With)),
        Datum::Word { word } => drop(row.add(locale.get(word_section(field), word), Style::Plain)),
        Datum::Party { name, code, .. } => {
            row.quote(name, if field == "recipient" { Style::Whom } else { Style::Who });
            if !code.is_empty() {
                row.add(" ", Style::Plain).quote(&format!("({code})"), Style::Dim);
            }
        }
        Datum::Place(p) => {
            let name = p.country.as_ref().map_or_else(|| p.name.clone(), |c| format!("{}, {c}", p.name));
            row.quote(&name, Style::Where);
            if let Some(precision) = &p.precision {
                row.add(" · ", Style::Plain).add(locale.get("precision", precision), Style::Plain);
            }
            match p.lat.zip(p.lon) {
                Some((lat, lon)) => drop(row.add(" · ", Style::Plain).quote(&format!("{lat:.4}, {lon:.4}"), Style::Plain)),
                None => drop(row.add(" · ", Style::Plain).add(locale.label("no_point"), Style::Dim)),
            }
        }
        Datum::Days(d) if d.start == d.end => drop(row.quote(&d.start, Style::When)),
        Datum::Days(d) => drop(row.add(&locale.fill("label", "range", &[&d.start, &d.end]), Style::When)),
        Datum::Range(r) => drop(row.add(&range(*r, screen), Style::Count)),
    }
}

fn word_section(field: &str) -> &'static str {
    match field {
        "type" => "type",
        "mode" => "mode",
        "status" => "status",
        _ => "certainty",
    }
}

/// A measure: its ranges, and each figure with who said it when.
fn toll(t: &Toll, i: &Incident, screen: &Screen) -> String {
    let locale = &screen.locale;
    let mut row = Row::default();
    let mut parts = Vec::new();
    if let (Some(low), Some(high)) = (t.lowest, t.highest)
        && t.history.len() > 1
    {
        parts.push(locale.fill("store", "span", &[&figure(low), &figure(high)]));
    }
    parts.extend(t.latest.map(|r| locale.fill("store", "latest", &[&range(r, screen)])));
    parts.extend(t.supported.filter(|_| t.history.len() > 1).map(|r| locale.fill("store", "most", &[&range(r, screen)])));
    row.add(&t.best.map_or_else(|| "?".to_owned(), |r| range(r, screen)), Style::Bold);
    row.add(" — ", Style::Plain).add(&parts.join(" · "), Style::Dim);
    let indent = MARGIN + screen.column;
    let label = format!("{}{}", " ".repeat(MARGIN), locale.get("measure", &t.measure));
    let mut out = row.lines(&label, indent, &screen.layout);
    for f in &t.history {
        let mut row = Row::default();
        said(&mut row, f, i, screen);
        out.push_str(&row.lines("", indent + 2, &screen.layout));
    }
    out
}

fn said(row: &mut Row, f: &Figure, i: &Incident, screen: &Screen) {
    if let Some(published) = &f.support.published {
        row.quote(&time(published), Style::Dim).add(" ", Style::Plain);
    }
    row.add(&range(f.range, screen), Style::Count).add(" ", Style::Plain);
    let outlet = i.reports.iter().find(|r| r.id == f.support.report).and_then(|r| r.outlet.as_deref());
    row.quote(outlet.unwrap_or(&f.support.report), Style::Plain);
    for source in &f.support.attribution {
        row.add(" ← ", Style::Dim).quote(&source.text, Style::Source);
    }
    if !f.support.text.is_empty() {
        row.add(" ", Style::Plain).quote(&format!("«{}»", f.support.text), Style::Dim);
    }
}

/// A report, the part the incident has in it, and whom it repeats.
fn telling(r: &Telling, i: &Incident, screen: &Screen) -> String {
    let locale = &screen.locale;
    let mut row = Row::default();
    if let Some(published) = &r.published {
        row.quote(&time(published), Style::Dim).add(" ", Style::Plain);
    }
    if let Some(outlet) = &r.outlet {
        row.quote(outlet, Style::Source).add(" · ", Style::Plain);
    }
    row.quote(r.title.as_deref().unwrap_or_else(|| locale.get("store", "untitled")), Style::Plain);
    row.add(" · ", Style::Plain).add(locale.get("part", &r.part), Style::Dim);
    let voice = i.voices.get(r.voice);
    if let Some((voice, member)) = voice.and_then(|v| Some((v, v.members.iter().find(|m| m.report == r.id)?)))
        && voice.first != r.id
    {
        row.add(" · ", Style::Plain).add(&locale.fill("store", "repeats", &[&voice.first]), Style::Cue);
        row.add(" (", Style::Dim).add(locale.get("how", &member.how), Style::Dim);
        if let Some(hours) = member.hours_after {
            row.add(", ", Style::Dim).add(&locale.fill("store", "hours", &[&format!("{hours:.1}")]), Style::Dim);
        }
        row.add(")", Style::Dim);
    }
    row.add(" ", Style::Plain).quote(&format!("[{}]", r.id), Style::Dim);
    row.lines(&" ".repeat(MARGIN), MARGIN + 2, &screen.layout)
}

fn link(l: &IncidentLink, i: &Incident, screen: &Screen) -> String {
    let locale = &screen.locale;
    let mut row = Row::default();
    if l.from == i.id {
        row.add(&locale.fill("relation_to", &l.kind, &[short(&l.to)]), Style::Plain);
    } else {
        row.add(&locale.fill("relation_from", &l.kind, &[short(&l.from)]), Style::Plain);
    }
    let style = if l.certainty == "stated" { Style::Plain } else { Style::Warn };
    row.add(" · ", Style::Plain).add(locale.get("link_certainty", &l.certainty), style);
    for says in l.says.iter().take(3) {
        let outlet = i.reports.iter().find(|r| r.id == says.report).and_then(|r| r.outlet.as_deref());
        row.add(" · ", Style::Plain).quote(outlet.unwrap_or(&says.report), Style::Source);
        if !says.text.is_empty() {
            row.add(" ", Style::Plain).quote(&format!("«{}»", says.text), Style::Dim);
        }
    }
    row.lines(&" ".repeat(MARGIN), MARGIN + 2, &screen.layout)
}

/// A time to the minute, in UTC where its zone is known; a day as it is.
pub fn time(words: &str) -> String {
    let known = words.parse::<jiff::Timestamp>().map(|t| t.to_string()).ok();
    let plain = known.as_deref().unwrap_or(words);
    match plain.get(..16).filter(|_| plain.as_bytes().get(13) == Some(&b':')) {
        Some(minute) => format!("{}{}", minute.replace('T', " "), if known.is_some() { "Z" } else { "" }),
        None => plain.to_owned(),
    }
}

/// Each revision that changed an incident, and what it changed.
#[must_use]
pub fn history(steps: &[Step], screen: &Screen) -> String {
    let mut out = String::new();
    section(&mut out, "history", screen);
    let mut last: Option<&Summary> = None;
    for step in steps {
        let locale = &screen.locale;
        let mut row = Row::default();
        row.quote(&time(&step.at.to_string()), Style::Dim).add(" ", Style::Plain);
        let changes = match (&step.summary, last) {
            (None, _) => vec![locale.get("store", "gone").to_owned()],
            (Some(_), None) => vec![locale.get("step", "born").to_owned()],
            (Some(new), Some(old)) => changes(old, new, screen),
        };
        row.add(&changes.join(" · "), Style::Plain);
        if !step.reports.is_empty() {
            row.add(" · ", Style::Plain).add(&locale.fill("store", "came", &[&step.reports.join(", ")]), Style::Dim);
        }
        if !step.decisions.is_empty() {
            row.add(" · ", Style::Plain).quote(&step.author, Style::Source).add(": ", Style::Plain).quote(&step.reason, Style::Cue);
        }
        let label = format!("{}r{}", " ".repeat(MARGIN), step.revision);
        out.push_str(&row.lines(&label, MARGIN + 8, &screen.layout));
        last = step.summary.as_ref();
    }
    out
}

fn changes(old: &Summary, new: &Summary, screen: &Screen) -> Vec<String> {
    let locale = &screen.locale;
    let mut out = Vec::new();
    let toll =
        |low: Option<f64>, high: Option<f64>| if low.or(high).is_some() { range(Range { low, high }, screen) } else { "—".to_owned() };
    let words = |s: &Option<String>| s.clone().unwrap_or_else(|| "—".to_owned());
    let pairs = [
        ("reports", old.reports.to_string(), new.reports.to_string()),
        ("killed", toll(old.killed_low, old.killed_high), toll(new.killed_low, new.killed_high)),
        ("injured", toll(old.injured_low, old.injured_high), toll(new.injured_low, new.injured_high)),
        ("place", words(&old.place), words(&new.place)),
        ("date", words(&old.first_day), words(&new.first_day)),
        ("type", locale.get("type", &old.kind).to_owned(), locale.get("type", &new.kind).to_owned()),
        ("certainty", locale.get("certainty", &old.certainty).to_owned(), locale.get("certainty", &new.certainty).to_owned()),
    ];
    for (key, a, b) in &pairs {
        if a != b {
            out.push(locale.fill("step", key, &[a, b]));
        }
    }
    if out.is_empty() {
        out.push(locale.get("step", "same").to_owned());
    }
    out
}
