//! Aligns the engine's candidates with coded mentions.
//!
//! A candidate trigger matches a coded mention where both share text; every layer above triggers is then taught on the
//! matched mentions with the coded fillers, as the scorer would judge them.

mod count;
mod date;
mod party;
mod place;

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
use marsad_pack::data::Sense;
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

/// One coded mention as it is taught: what it is, and what the report holds beside it.
struct Lesson<'l, 'd> {
    doc: &'l Doc<'d>,
    /// The candidate that the coded trigger meets.
    c: &'l Candidate,
    sense: &'l Sense,
    event: &'l Event,
    bytes: &'l Bytes,
    /// All triggers of the report, in order.
    triggers: &'l [Candidate],
    /// The mentions before this one.
    past: &'l [Coded],
    /// The last trigger before this one, with its sources.
    previous: Option<(u32, Vec<u32>)>,
}

/// For each coded mention the candidate that meets it and the sense of its type.
type Matched = Vec<Option<(usize, u32)>>;

/// Collects the instances of one coded report; each mention is taught in the company of the coded ones.
pub fn collect(engine: &Engine<'_>, sheet: &Sheet, out: &mut Instances, reach: &mut Reach) {
    let report = report(sheet);
    let doc = engine.read(&report);
    let bytes = Bytes::new(&sheet.text);
    let candidates = trigger::candidates(&doc);
    let matched = matched(&doc, sheet, &bytes, &candidates, |c, s, met, hit| {
        let mut f = Recorder::default();
        trigger::features(&doc, c, s, met, &mut f);
        put(out, "trigger", f, usize::from(hit));
    });
    let mut order: Vec<usize> = (0..matched.len()).collect();
    order.sort_by_key(|gi| matched[*gi].map(|(ci, _)| candidates[ci].start));
    let triggers: Vec<Candidate> = order.iter().filter_map(|gi| matched[*gi]).map(|(ci, _)| candidates[ci].clone()).collect();
    let mut coded: Vec<(usize, Coded)> = Vec::new();
    let mut past: Vec<Coded> = Vec::new();
    for gi in order {
        count(reach, "trigger", matched[gi].is_some());
        let Some((ci, s)) = matched[gi] else { continue };
        let (c, event) = (&candidates[ci], &sheet.events[gi]);
        let last = past.iter().rposition(|m| m.trigger.start < c.start);
        let previous = last.map(|n| (past[n].trigger.start, told(&doc, &past[n].trigger, &sheet.events[coded[n].0], &bytes)));
        let sense = &engine.pack.data.senses[s as usize];
        let lesson = Lesson { doc: &doc, c, sense, event, bytes: &bytes, triggers: &triggers, past: &past, previous };
        let next = lesson.teach(s, out, reach);
        past.push(next.clone());
        coded.push((gi, next));
    }
    coded.sort_by_key(|(gi, _)| *gi);
    pairs(&doc, sheet, &coded, out);
}

/// Collects the instances of one coded report, triggers left out; each mention is taught in the company of what an
/// engine chose in the report, with its errors, as it will be when the engine codes.
pub fn collect_among(engine: &Engine<'_>, sheet: &Sheet, out: &mut Instances) {
    let report = report(sheet);
    let doc = engine.read(&report);
    let bytes = Bytes::new(&sheet.text);
    let candidates = trigger::candidates(&doc);
    let chosen = engine.choose(&doc).mentions;
    let mut found: Vec<(usize, Coded)> = Vec::new();
    for (gi, (ci, s)) in
        matched(&doc, sheet, &bytes, &candidates, |_, _, _, _| ()).into_iter().enumerate().filter_map(|(gi, m)| Some((gi, m?)))
    {
        let c = &candidates[ci];
        let apart = |m: &&Coded| m.trigger.end <= c.start || m.trigger.start >= c.end;
        let mut triggers: Vec<Candidate> = chosen.iter().filter(apart).map(|m| m.trigger.clone()).chain([c.clone()]).collect();
        triggers.sort_by_key(|t| t.start);
        let past: Vec<Coded> = chosen.iter().filter(|m| m.trigger.end <= c.start).cloned().collect();
        let previous = past.last().map(|m| (m.trigger.start, m.sources.clone()));
        let (sense, event) = (&engine.pack.data.senses[s as usize], &sheet.events[gi]);
        let lesson = Lesson { doc: &doc, c, sense, event, bytes: &bytes, triggers: &triggers, past: &past, previous };
        lesson.teach(s, out, &mut Reach::new());
        let kind = |m: &&Coded| engine.pack.data.senses[m.sense as usize].kind == sense.kind;
        found.extend(chosen.iter().find(|m| !apart(m) && kind(m)).map(|m| (gi, m.clone())));
    }
    pairs(&doc, sheet, &found, out);
}

/// Finds the candidates that meet coded mentions; tells of each candidate with each of its senses whether it meets one.
fn matched(
    doc: &Doc<'_>,
    sheet: &Sheet,
    bytes: &Bytes,
    candidates: &[Candidate],
    mut tell: impl FnMut(&Candidate, u32, bool, bool),
) -> Matched {
    let gold: Vec<(u32, u32)> = sheet.events.iter().map(|e| bytes.range(e.trigger.at, &e.trigger.text)).collect();
    let mut matched: Matched = vec![None; gold.len()];
    for (ci, c) in candidates.iter().enumerate() {
        let span = doc.text.raw_span(c.start as usize, c.end as usize, 0);
        for (s, met) in &c.senses {
            let kind = &doc.text.pack.data.senses[*s as usize].kind;
            let hit = (0..gold.len()).find(|gi| overlap((span.start, span.end), gold[*gi]) > 0 && sheet.events[*gi].kind == **kind);
            tell(c, *s, *met, hit.is_some());
            if let Some(gi) = hit.filter(|gi| matched[*gi].is_none_or(|(old, _)| !candidates[old].chosen && c.chosen)) {
                matched[gi] = Some((ci, *s));
            }
        }
    }
    matched
}

impl Lesson<'_, '_> {
    /// Teaches every layer above triggers; gives back the mention with what was coded of it.
    fn teach(&self, s: u32, out: &mut Instances, reach: &mut Reach) -> Coded {
        let event = self.event;
        let mut coded = Coded {
            status: event.status.clone(),
            certainty: event.certainty.clone(),
            mode: event.mode.clone().unwrap_or_default(),
            ..Coded::bare(self.c.clone(), s, 1.0)
        };
        party::parties(self, &mut coded, out, reach);
        place::teach(self, &mut coded, out, reach);
        party::codes(self, &coded, out);
        date::teach(self, &mut coded, out, reach);
        count::teach(self, &mut coded, out, reach);
        self.sources(out, reach);
        self.states(out);
        coded
    }

    fn sources(&self, out: &mut Instances, reach: &mut Reach) {
        let doc = self.doc;
        let view = attach::sources_for(doc, self.c, self.previous.clone());
        for a in &self.event.attribution {
            let hit = view.list.iter().any(|&i| {
                let x = &doc.sources[i];
                let span = doc.text.raw_span(x.start as usize, x.end as usize, x.pro(doc));
                same_phrase(self.bytes.range(a.at, &a.text), &a.text, (span.start, span.end), span.of(doc.text.raw))
            });
            count(reach, "source", hit);
        }
        for &i in &view.list {
            let mut f = Recorder::default();
            attach::source_features(doc, self.c, self.sense, &view, i, self.triggers, &mut f);
            put(out, "source", f, usize::from(says(doc, i, self.event, self.bytes)));
        }
    }

    /// Status, certainty and mode.
    fn states(&self, out: &mut Instances) {
        let event = self.event;
        for (model, labels, value) in
            [("status", vocabulary::STATUSES, &event.status), ("certainty", vocabulary::CERTAINTIES, &event.certainty)]
        {
            let mut f = Recorder::default();
            state::features(self.doc, self.c, self.sense, self.past, &mut f);
            put(out, model, f, labels.iter().position(|l| l == value).unwrap_or(0));
        }
        let mut f = Recorder::default();
        state::mode_features(self.doc, self.c, self.sense, &mut f);
        let label = event.mode.as_deref().and_then(|m| mode_labels().iter().position(|l| *l == m)).unwrap_or(0);
        put(out, "mode", f, label);
    }
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
