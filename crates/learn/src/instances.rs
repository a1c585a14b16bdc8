//! Aligns the engine's candidates with coded mentions.
//!
//! A candidate trigger matches a coded mention where both share text; every layer above triggers is then taught on the
//! matched mentions with the coded fillers, as the scorer would judge them.

mod date;
mod party;

use crate::fit::Instance;
use marsad_engine::affiliation;
use marsad_engine::attach;
use marsad_engine::code::Coded;
use marsad_engine::model::Recorder;
use marsad_engine::relate;
use marsad_engine::role::{self, Filler};
use marsad_engine::scene::Scene;
use marsad_engine::state;
use marsad_engine::trigger::{self, Candidate};
use marsad_engine::{Doc, Engine, Report};
use marsad_model::{Event, Sheet, vocabulary};
use std::collections::BTreeMap;

/// Labels of each model.
pub const MODELS: &[(&str, &[&str])] = &[
    ("trigger", &["no", "yes"]),
    ("role", &["actor", "recipient"]),
    ("more", &["no", "yes"]),
    ("sector", affiliation::SECTORS),
    ("land", &["country"]),
    ("place", &["no", "yes"]),
    ("date", &["date"]),
    ("count", &["no", "yes"]),
    ("source", &["no", "yes"]),
    ("status", vocabulary::STATUSES),
    ("certainty", vocabulary::CERTAINTIES),
    ("coref", &["no", "yes"]),
    ("link", &["none", "response_to", "after", "part_of", "causes"]),
];

/// Modes as labels, `none` first.
#[must_use]
pub fn mode_labels() -> Vec<&'static str> {
    let mut out = vec!["none"];
    for (_, modes) in vocabulary::TYPES {
        for mode in *modes {
            if !out.contains(mode) {
                out.push(mode);
            }
        }
    }
    out.truncate(marsad_engine::model::LABELS);
    out
}

/// Instances by model name.
pub type Instances = BTreeMap<String, Vec<Instance>>;

/// How many coded fillers have a candidate that a model could choose: by field, (with, all).
pub type Reach = BTreeMap<&'static str, (usize, usize)>;

fn count(reach: &mut Reach, field: &'static str, with: bool) {
    let entry = reach.entry(field).or_default();
    entry.0 += usize::from(with);
    entry.1 += 1;
}

/// The features of an instance.
pub(crate) fn numbers(features: &Recorder) -> Vec<u32> {
    features.0.iter().map(|name| crate::names::number(name)).collect()
}

fn put(out: &mut Instances, model: &str, features: Recorder, label: usize) {
    option(out, model, features, label, 1.0, false);
}

/// Adds an option of a choice: with the share of the truth that it has, and whether it is the first.
fn option(out: &mut Instances, model: &str, features: Recorder, label: usize, weight: f32, opens: bool) {
    let features = numbers(&features);
    out.entry(model.to_owned()).or_default().push(Instance { features, label, weight, opens, times: 1 });
}

/// Bytes of a code-point range.
struct Bytes(Vec<usize>);

impl Bytes {
    fn new(text: &str) -> Self {
        Self(text.char_indices().map(|(i, _)| i).chain([text.len()]).collect())
    }

    fn range(&self, at: usize, phrase: &str) -> (u32, u32) {
        let start = self.0[at.min(self.0.len() - 1)];
        (start as u32, (start + phrase.len()) as u32)
    }
}

fn overlap(a: (u32, u32), b: (u32, u32)) -> u32 {
    a.1.min(b.1).saturating_sub(a.0.max(b.0))
}

/// The scorer's test for two phrases: half of the shorter one shared, or the same words.
fn same_phrase(a: (u32, u32), ta: &str, b: (u32, u32), tb: &str) -> bool {
    let shorter = (a.1 - a.0).min(b.1 - b.0);
    if overlap(a, b) * 2 >= shorter.max(1) && overlap(a, b) > 0 {
        return true;
    }
    let squeeze = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ");
    let (x, y) = (squeeze(ta), squeeze(tb));
    !x.is_empty() && (x == y || (x.chars().count().min(y.chars().count()) >= 4 && (x.contains(&y) || y.contains(&x))))
}

/// A report from a sheet, without what was coded.
#[must_use]
pub fn report(sheet: &Sheet) -> Report<'_> {
    Report {
        id: &sheet.id,
        outlet: sheet.outlet.as_deref(),
        published: sheet.published.as_deref(),
        title: sheet.title.as_deref(),
        text: &sheet.text,
    }
}

/// Codes a report with the coded triggers given, where a candidate reaches them.
#[must_use]
pub fn code_from_coded(engine: &Engine<'_>, sheet: &Sheet) -> Sheet {
    let report = report(sheet);
    let doc = engine.read(&report);
    let bytes = Bytes::new(&sheet.text);
    let candidates = trigger::candidates(&doc);
    let mut chosen: Vec<(Candidate, u32, f32)> = Vec::new();
    for event in &sheet.events {
        let gold = bytes.range(event.trigger.at, &event.trigger.text);
        let found = candidates
            .iter()
            .filter(|c| {
                let s = doc.text.raw_span(c.start as usize, c.end as usize, 0);
                overlap((s.start, s.end), gold) > 0
            })
            .filter_map(|c| {
                c.senses.iter().find(|(s, _)| *engine.pack.data.senses[*s as usize].kind == event.kind).map(|(s, _)| (c.clone(), *s))
            })
            .max_by_key(|(c, _)| (c.chosen, std::cmp::Reverse(c.start)));
        if let Some((c, s)) = found {
            chosen.push((c, s, 1.0));
        }
    }
    chosen.sort_by_key(|(c, _, _)| c.start);
    engine.finish(&doc, &report, chosen)
}

/// Collects the instances of one coded report.
pub fn collect(engine: &Engine<'_>, sheet: &Sheet, out: &mut Instances, reach: &mut Reach) {
    let report = report(sheet);
    let doc = engine.read(&report);
    let bytes = Bytes::new(&sheet.text);
    let raw = |start: u32, end: u32, pro: u8| {
        let s = doc.text.raw_span(start as usize, end as usize, pro);
        (s.start, s.end)
    };
    let candidates = trigger::candidates(&doc);
    let gold: Vec<(u32, u32)> = sheet.events.iter().map(|e| bytes.range(e.trigger.at, &e.trigger.text)).collect();
    let mut matched: Vec<Option<(usize, u32)>> = vec![None; gold.len()];
    for (ci, c) in candidates.iter().enumerate() {
        let span = raw(c.start, c.end, 0);
        for (s, met) in &c.senses {
            let sense = &engine.pack.data.senses[*s as usize];
            let hit =
                gold.iter().enumerate().find(|(gi, g)| overlap(span, **g) > 0 && sheet.events[*gi].kind == *sense.kind).map(|(gi, _)| gi);
            let mut f = Recorder::default();
            trigger::features(&doc, c, *s, *met, &mut f);
            put(out, "trigger", f, usize::from(hit.is_some()));
            if let Some(gi) = hit {
                let better = matched[gi].is_none_or(|(old, _)| !candidates[old].chosen && c.chosen);
                if better {
                    matched[gi] = Some((ci, *s));
                }
            }
        }
    }
    let mut found: Vec<(&Candidate, &Event)> =
        matched.iter().zip(&sheet.events).filter_map(|(m, e)| m.map(|(ci, _)| (&candidates[ci], e))).collect();
    found.sort_by_key(|(c, _)| c.start);
    let triggers: Vec<Candidate> = found.iter().map(|(c, _)| (*c).clone()).collect();
    let heard: Vec<&Event> = found.iter().map(|(_, e)| *e).collect();
    let mut coded: Vec<(usize, Coded)> = Vec::new();
    let mut order: Vec<usize> = (0..matched.len()).collect();
    order.sort_by_key(|gi| matched[*gi].map(|(ci, _)| candidates[ci].start));
    let mut past: Vec<Coded> = Vec::new();
    for gi in order {
        count(reach, "trigger", matched[gi].is_some());
        let Some((ci, s)) = matched[gi] else { continue };
        let (c, event) = (&candidates[ci], &sheet.events[gi]);
        let next = teach(engine, &doc, c, s, event, &bytes, &triggers, &heard, &past, out, reach);
        past.push(next.clone());
        coded.push((gi, next));
    }
    coded.sort_by_key(|(gi, _)| *gi);
    pairs(&doc, sheet, &coded, out);
}

#[allow(clippy::too_many_arguments)]
fn teach(
    engine: &Engine<'_>,
    doc: &Doc<'_>,
    c: &Candidate,
    s: u32,
    event: &Event,
    bytes: &Bytes,
    triggers: &[Candidate],
    heard: &[&Event],
    past: &[Coded],
    out: &mut Instances,
    reach: &mut Reach,
) -> Coded {
    let sense = &engine.pack.data.senses[s as usize];
    let raw = |start: u32, end: u32, pro: u8| {
        let s = doc.text.raw_span(start as usize, end as usize, pro);
        ((s.start, s.end), s.of(doc.text.raw))
    };
    let mut coded = Coded {
        status: event.status.clone(),
        certainty: event.certainty.clone(),
        mode: event.mode.clone().unwrap_or_default(),
        ..Coded::bare(c.clone(), s, 1.0)
    };
    party::parties(doc, c, sense, event, bytes, triggers, past, &mut coded, out, reach);
    // Place.
    place(doc, c, sense, event, bytes, triggers, (out, reach, &mut coded));
    party::codes(doc, c, sense, event, &coded, out);
    // Date.
    date::teach(doc, c, sense, event, bytes, triggers, past, &mut coded, out);
    if let Some(g) = &event.date {
        count(reach, "date", coded.time.is_some());
        if let Some(t) = coded.time {
            let t = &doc.times[t as usize];
            count(reach, "date resolved", t.first.map(|d| d.to_string()) == g.start && t.last.map(|d| d.to_string()) == g.end);
        }
    }
    counts(doc, c, sense, event, bytes, triggers, &mut coded, out, reach);
    // The trigger before this one, with its sources as coded.
    let earlier = triggers.iter().enumerate().filter(|(_, t)| t.start < c.start).max_by_key(|(_, t)| t.start);
    let previous = earlier.map(|(i, t)| (t.start, told(doc, t, heard[i], bytes)));
    let view = attach::sources_for(doc, c, previous);
    for a in &event.attribution {
        let hit = view.list.iter().any(|&i| {
            let x = &doc.sources[i];
            let (span, words) = raw(x.start, x.end, x.pro(doc));
            same_phrase(bytes.range(a.at, &a.text), &a.text, span, words)
        });
        count(reach, "source", hit);
    }
    // Sources.
    for &i in &view.list {
        let same = says(doc, i, event, bytes);
        let mut f = Recorder::default();
        attach::source_features(doc, c, sense, &view, i, triggers, &mut f);
        put(out, "source", f, usize::from(same));
    }
    // States.
    for (model, labels, value) in
        [("status", vocabulary::STATUSES, &event.status), ("certainty", vocabulary::CERTAINTIES, &event.certainty)]
    {
        let mut f = Recorder::default();
        state::features(doc, c, sense, past, &mut f);
        put(out, model, f, labels.iter().position(|l| l == value).unwrap_or(0));
    }
    let mut f = Recorder::default();
    state::mode_features(doc, c, sense, &mut f);
    let label = event.mode.as_deref().and_then(|m| mode_labels().iter().position(|l| *l == m)).unwrap_or(0);
    put(out, "mode", f, label);
    coded
}

/// The sources that a coded mention has, among those that its trigger may have.
fn told(doc: &Doc<'_>, c: &Candidate, event: &Event, bytes: &Bytes) -> Vec<u32> {
    let all = attach::sources_for(doc, c, None).list;
    all.into_iter().filter(|i| says(doc, *i, event, bytes)).map(|i| i as u32).collect()
}

/// Whether a source is one that the coder took.
fn says(doc: &Doc<'_>, source: usize, event: &Event, bytes: &Bytes) -> bool {
    let x = &doc.sources[source];
    let span = doc.text.raw_span(x.start as usize, x.end as usize, x.pro(doc));
    event.attribution.iter().any(|a| same_phrase(bytes.range(a.at, &a.text), &a.text, (span.start, span.end), span.of(doc.text.raw)))
}

/// The place that was coded: the phrases that share its words, else those that name the same point.
fn place(
    doc: &Doc<'_>,
    c: &Candidate,
    sense: &marsad_pack::data::Sense,
    event: &Event,
    bytes: &Bytes,
    triggers: &[Candidate],
    (out, reach, coded): (&mut Instances, &mut Reach, &mut Coded),
) {
    let candidates = attach::places_for(doc, c);
    let near = |i: usize| event.place.as_ref().is_some_and(|g| same_place(doc, i, g));
    let words = |i: usize| {
        let p = &doc.places[i];
        let s = doc.text.raw_span(p.start as usize, p.end as usize, p.pro);
        event.place.as_ref().is_some_and(|g| overlap(bytes.range(g.at, &g.text), (s.start, s.end)) > 0)
    };
    let met: Vec<usize> = candidates.iter().copied().filter(|i| words(*i)).collect();
    let right: Vec<usize> = match (met.iter().any(|i| near(*i)), met.is_empty()) {
        (true, _) => met.into_iter().filter(|i| near(*i)).collect(),
        (false, false) => met,
        (false, true) => candidates.iter().copied().filter(|i| near(*i)).collect(),
    };
    for i in candidates {
        let mut f = Recorder::default();
        attach::place_features(doc, c, sense, i, triggers, &mut f);
        put(out, "place", f, usize::from(right.contains(&i)));
    }
    coded.place = right.first().map(|i| *i as u32);
    if let Some(g) = &event.place {
        count(reach, "place", coded.place.is_some());
        if let Some(p) = coded.place.filter(|_| g.lat.is_some()) {
            count(reach, "place resolved", near(p as usize));
        }
    }
}

/// The scorer's test for two places.
fn same_place(doc: &Doc<'_>, index: usize, gold: &marsad_model::Place) -> bool {
    let Some(found) = &doc.places[index].point else { return false };
    let country = &doc.text.pack.data.places[found.place as usize].country;
    let near = found.point.zip(gold.lat.zip(gold.lon)).is_some_and(|(a, b)| marsad_model::geo::distance_km(a, b) <= 30.0);
    let inside = gold.precision.as_deref() == Some("country") && found.point.is_some() && gold.country.as_deref() == Some(&**country);
    near || inside
}

/// Figures: a figure with a measure is right where the coder took that figure for that measure.
#[allow(clippy::too_many_arguments)]
fn counts(
    doc: &Doc<'_>,
    c: &Candidate,
    sense: &marsad_pack::data::Sense,
    event: &Event,
    bytes: &Bytes,
    triggers: &[Candidate],
    coded: &mut Coded,
    out: &mut Instances,
    reach: &mut Reach,
) {
    let mut reached = vec![(false, false); event.counts.len()];
    for i in attach::quantities_for(doc, c) {
        let q = &doc.quantities[i];
        let span = q.raw(&doc.text);
        for (k, proposal) in q.proposals.iter().enumerate() {
            let mut label = 0;
            for (g, seen) in event.counts.iter().zip(&mut reached) {
                let touched = overlap(bytes.range(g.at, &g.text), (span.start, span.end)) > 0;
                let equal = touched && g.low == q.low && g.high == q.high;
                let near = touched && (g.low == q.low || g.high == q.high);
                seen.0 |= equal;
                seen.1 |= equal && g.measure == proposal.measure;
                if near && g.measure == proposal.measure {
                    label = 1;
                }
            }
            let mut f = Recorder::default();
            attach::count_features(doc, c, sense, i, k, triggers, &mut f);
            put(out, "count", f, label);
            if label > 0 {
                coded.counts.push((i as u32, proposal.measure.to_owned()));
            }
        }
    }
    for (figure, measure) in reached {
        count(reach, "count", figure);
        count(reach, "count measured", measure);
    }
}

fn pairs(doc: &Doc<'_>, sheet: &Sheet, coded: &[(usize, Coded)], out: &mut Instances) {
    let group = |gi: usize| sheet.incidents.iter().position(|g| g.contains(&sheet.events[gi].id));
    let nodes: Vec<relate::Node<'_>> = coded.iter().map(|(_, c)| marsad_engine::code::node(doc, c)).collect();
    for b in 0..nodes.len() {
        for a in 0..b {
            let same = group(coded[a].0).is_some() && group(coded[a].0) == group(coded[b].0);
            let (x, y) = if nodes[a].trigger.start <= nodes[b].trigger.start { (a, b) } else { (b, a) };
            let mut f = Recorder::default();
            relate::coref_features(doc, &nodes[x], &nodes[y], &mut f);
            put(out, "coref", f, usize::from(same));
        }
    }
    let kinds = MODELS.iter().find(|(n, _)| *n == "link").expect("listed").1;
    for (a, b) in marsad_engine::code::pairs(doc, &nodes) {
        let (from, to) = (&sheet.events[coded[a].0].id, &sheet.events[coded[b].0].id);
        let kind = sheet.links.iter().find(|l| l.from == *from && l.to == *to).map_or("none", |l| &l.kind);
        let mut f = Recorder::default();
        relate::link_features(doc, &nodes[a], &nodes[b], &nodes, &mut f);
        put(out, "link", f, kinds.iter().position(|k| *k == kind).unwrap_or(0));
    }
}
