//! Lists of incidents, and the log.

use super::incident::{kind, range, short, time};
use super::line::{Row, Style};
use super::{Screen, single};
use marsad_model::incident::{Act, Range};
use marsad_store::{Listing, Op, Revision, Summary};

/// A page of incidents, two lines each.
#[must_use]
pub fn listing(list: &Listing, all: usize, screen: &Screen) -> String {
    let locale = &screen.locale;
    if list.incidents.is_empty() {
        return single(locale.get("store", "none"), Style::Plain, screen);
    }
    let mut out: String = list.incidents.iter().map(|i| entry(i, screen)).collect();
    let numbers = [list.incidents.len(), all].map(|n| crate::number::grouped(n as u64));
    let shown = locale.fill("store", "shown", &[&numbers[0], &numbers[1], &list.as_of.to_string()]);
    out.push('\n');
    out.push_str(&single(&shown, Style::Dim, screen));
    if let Some(next) = &list.next {
        // One word, whole, on a line of its own: it is to be copied.
        out.push_str(&locale.fill("store", "next", &[next]));
        out.push('\n');
    }
    out
}

fn entry(i: &Summary, screen: &Screen) -> String {
    let locale = &screen.locale;
    let mut row = Row::default();
    row.quote(i.first_day.as_deref().unwrap_or_else(|| locale.get("store", "undated")), Style::When).add(" ", Style::Plain);
    kind(&mut row, &i.kind, i.mode.as_deref(), &i.status, &i.certainty, screen);
    row.add(" · ", Style::Plain);
    match &i.place {
        Some(place) => {
            let name = i.country.as_ref().map_or_else(|| place.clone(), |c| format!("{place}, {c}"));
            row.quote(&name, Style::Where);
        }
        None => drop(row.add(locale.get("store", "nowhere"), Style::Dim)),
    }
    for (measure, low, high) in [("killed", i.killed_low, i.killed_high), ("injured", i.injured_low, i.injured_high)] {
        if low.or(high).is_some() {
            row.add(" · ", Style::Plain).add(locale.get("measure", measure), Style::Plain).add(" ", Style::Plain);
            row.add(&range(Range { low, high }, screen), Style::Bold);
        }
    }
    let mut out = row.lines(short(&i.id), 14, &screen.layout);
    let mut row = Row::default();
    let counts = [("reports", i.reports), ("voices_short", i.voices)];
    let counts: Vec<String> = counts.iter().map(|(key, n)| format!("{}: {n}", locale.get("store", key))).collect();
    row.add(&counts.join(" · "), Style::Dim);
    if !i.disputed.is_empty() {
        let names: Vec<&str> = i.disputed.iter().map(|f| locale.get("field", f)).collect();
        row.add(" · ", Style::Dim).add(&locale.fill("store", "disputed", &[&names.join(", ")]), Style::Warn);
    }
    if let Some(title) = &i.title {
        row.add(" · ", Style::Dim).quote(title, Style::Plain);
    }
    out.push_str(&row.lines("", 14, &screen.layout));
    out
}

/// What a decision did.
#[must_use]
pub fn decided(revision: u64, author: &str, reason: &str, incidents: &[Summary], screen: &Screen) -> String {
    let mut out = single(&screen.locale.fill("store", "decided", &[&revision.to_string(), author, reason]), Style::Plain, screen);
    if incidents.is_empty() {
        out.push_str(&single(screen.locale.get("store", "left"), Style::Dim, screen));
    }
    out.extend(incidents.iter().map(|i| entry(i, screen)));
    out
}

/// Revisions, one paragraph each.
#[must_use]
pub fn log(revisions: &[Revision], screen: &Screen) -> String {
    if revisions.is_empty() {
        return single(screen.locale.get("store", "empty"), Style::Plain, screen);
    }
    let mut out = String::new();
    for revision in revisions {
        let mut row = Row::default();
        row.quote(&time(&revision.at.to_string()), Style::Dim).add(" ", Style::Plain).quote(&revision.author, Style::Source);
        row.add(": ", Style::Plain).quote(&revision.reason, Style::Plain);
        for words in operations(&revision.ops, screen) {
            row.add(" · ", Style::Plain).add(&words, Style::Plain);
        }
        out.push_str(&row.lines(&format!("r{}", revision.no), 8, &screen.layout));
    }
    out
}

fn operations(ops: &[Op], screen: &Screen) -> Vec<String> {
    let locale = &screen.locale;
    let mut out = Vec::new();
    let (mut joins, mut leaves) = (0, 0);
    for op in ops {
        match op {
            Op::AddReport(add) => out.push(match &add.version_of {
                Some(before) => locale.fill("op", "version", &[&add.id, before]),
                None => locale.fill("op", "add-report", &[&add.id]),
            }),
            Op::Recode { report, .. } => out.push(locale.fill("op", "recode", &[report])),
            Op::AddPlace(_) => {}
            Op::Join { claims, .. } => joins += claims.len(),
            Op::Leave { claims } => leaves += claims.len(),
            Op::Decide { decision } => out.push(act(&decision.act, screen)),
        }
    }
    for (key, n) in [("join", joins), ("leave", leaves)] {
        if n > 0 {
            out.push(locale.fill("op", key, &[&n.to_string()]));
        }
    }
    out
}

fn act(act: &Act, screen: &Screen) -> String {
    let locale = &screen.locale;
    match act {
        Act::Same { .. } => locale.get("op", "same").to_owned(),
        Act::NotSame { .. } => locale.get("op", "not-same").to_owned(),
        Act::Merge { .. } => locale.get("op", "merge").to_owned(),
        Act::Split { .. } => locale.get("op", "split").to_owned(),
        Act::Accept { .. } => locale.get("op", "accept").to_owned(),
        Act::Reject { .. } => locale.get("op", "reject").to_owned(),
        Act::Set { field, .. } => locale.fill("op", "set", &[locale.get("field", field)]),
        Act::Undo { decision } => locale.fill("op", "undo", &[decision]),
    }
}
