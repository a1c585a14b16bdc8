//! From choices to the public sheet: spans become exact substrings with code-point offsets.

use crate::code::{Choices, Coded};
use crate::doc::{Doc, Report};
use crate::state;
use marsad_model::{CharIndex, Count, Cue, Date, Event, Link, Party, Phrase, Place, Rules, SHEET_SCHEMA, Sheet, Source, Span};

/// Turns spans into phrases of one text.
pub(crate) struct Quote<'t> {
    text: &'t str,
    index: CharIndex<'t>,
}

impl<'t> Quote<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, index: CharIndex::new(text) }
    }

    pub(crate) fn words(&self, span: Span) -> String {
        span.of(self.text).to_owned()
    }

    pub(crate) fn at(&self, span: Span) -> usize {
        self.index.code_point(span.start)
    }

    fn phrase(&self, span: Span, rule: String) -> Phrase {
        Phrase { text: self.words(span), at: self.at(span), rule }
    }
}

/// Builds the sheet of a report.
#[must_use]
pub fn sheet(doc: &Doc<'_>, report: &Report<'_>, choices: &Choices) -> Sheet {
    let quote = Quote::new(report.text);
    let pack = doc.text.pack;
    let made_by = format!("marsad {} {}@{}", crate::VERSION, pack.data.lang, pack.hash);
    let events: Vec<Event> = choices.mentions.iter().enumerate().map(|(i, m)| event(doc, &quote, m, i, &made_by)).collect();
    let links = choices
        .ties
        .iter()
        .map(|tie| Link {
            from: events[tie.from].id.clone(),
            to: events[tie.to].id.clone(),
            kind: tie.kind.clone(),
            certainty: tie.certainty.clone(),
            text: tie.words.map(|(a, b)| quote.words(doc.text.raw_span(a as usize, b as usize, 0))),
            rule: "model.link".to_owned(),
        })
        .collect();
    let mut incidents: Vec<Vec<String>> = Vec::new();
    for (event, group) in events.iter().zip(&choices.groups) {
        while incidents.len() <= *group {
            incidents.push(Vec::new());
        }
        incidents[*group].push(event.id.clone());
    }
    Sheet {
        schema: SHEET_SCHEMA.to_owned(),
        id: report.id.to_owned(),
        lang: pack.data.lang.to_string(),
        outlet: report.outlet.map(str::to_owned),
        published: report.published.map(str::to_owned),
        title: report.title.map(str::to_owned),
        text: report.text.to_owned(),
        events,
        links,
        incidents,
        mentions: crate::mention::mentions(doc, &quote),
        made_by,
        notes: Vec::new(),
    }
}

fn event(doc: &Doc<'_>, quote: &Quote<'_>, m: &Coded, i: usize, made_by: &str) -> Event {
    let text = &doc.text;
    let c = &m.trigger;
    let sense = &text.pack.data.senses[m.sense as usize];
    let lemma = &text.pack.data.lemmas[c.lemma as usize];
    let rule = format!("{}:{} {}", text.pack.data.files[sense.origin.file as usize], sense.origin.line, lemma.form);
    let party = |(p, _): &(u32, f32)| {
        let q = &doc.phrases[*p as usize];
        let who = &doc.who[*p as usize];
        let span = text.raw_span(q.start as usize, q.end as usize, q.pro);
        Party {
            text: quote.words(span),
            at: quote.at(span),
            code: m.codes.iter().find(|(x, _)| x == p).map_or_else(|| who.code(), |(_, code)| code.clone()),
            actor_id: who.actor.map(|a| text.pack.data.actors[a as usize].id.to_string()),
            rule: format!("role.{}", q.shape.name()),
        }
    };
    let sources = m.sources.iter().map(|s| {
        let s = &doc.sources[*s as usize];
        let span = text.raw_span(s.start as usize, s.end as usize, s.pro(doc));
        Source {
            text: quote.words(span),
            at: quote.at(span),
            kind: s.kind.to_owned(),
            anonymous: s.anonymous,
            number: s.number,
            rule: format!("source.{}", s.construct.name()),
        }
    });
    let counts = m.counts.iter().map(|(q, measure)| {
        let q = &doc.quantities[*q as usize];
        let span = q.raw(text);
        Count {
            measure: measure.clone(),
            low: q.low,
            high: q.high,
            text: quote.words(span),
            at: quote.at(span),
            rule: format!("number.{}", q.written.name()),
        }
    });
    let sentence = doc.sentence(c.start);
    let cues = state::cues(doc, c).into_iter().filter_map(|cue| {
        let field = match cue.class {
            "hedge" | "unclear" | "dispute" if m.certainty != "stated" => "certainty",
            "plan" | "request" | "cond" | "neg" | "foil" | "attempt" if m.status != "occurred" => "status",
            _ => return None,
        };
        let span = text.raw_span(cue.unit as usize, cue.unit as usize + 1, 0);
        Some(Cue { field: field.into(), text: quote.words(span), at: quote.at(span), class: cue.class.into() })
    });
    let mode_rule = if m.mode == *sense.mode { rule.clone() } else { "model.mode".to_owned() };
    let rules = Rules { mode: mode_rule, status: "model.status".to_owned(), certainty: "model.certainty".to_owned() };
    Event {
        id: format!("E{}", i + 1),
        trigger: quote.phrase(text.raw_span(c.start as usize, c.end as usize, 0), rule),
        kind: sense.kind.to_string(),
        mode: (!m.mode.is_empty()).then(|| m.mode.clone()),
        status: m.status.clone(),
        actor: m.actors.iter().map(party).collect(),
        recipient: m.recipients.iter().map(party).collect(),
        instrument: instrument(doc, quote, m),
        place: m.place.map(|p| place(doc, quote, p as usize)),
        date: m.time.map(|t| date(doc, quote, t as usize)),
        counts: counts.collect(),
        attribution: sources.collect(),
        certainty: m.certainty.clone(),
        sentence: quote.words(sentence.raw),
        score: (m.score * 1000.0).round() / 1000.0,
        cues: cues.collect(),
        rules,
        made_by: made_by.to_owned(),
    }
}

/// The weapon phrase of the trigger's clause: behind "with", or the object of a launch.
fn instrument(doc: &Doc<'_>, quote: &Quote<'_>, m: &Coded) -> Option<Phrase> {
    use marsad_pack::data::tag;
    if !matches!(&*doc.text.pack.data.senses[m.sense as usize].kind, "ASSAULT" | "MOBILIZE" | "AID" | "THREATEN") {
        return None;
    }
    let c = &m.trigger;
    let s = doc.sentence(c.start);
    // A noun for a weapon may be written like a participle of a verb; the verb alone names none.
    let names_weapon = |u: usize| {
        let lemmas = &doc.text.pack.data.lemmas;
        let participle =
            doc.text.lemma(u).is_some_and(|l| l.pos == marsad_pack::data::Pos::Verb) && doc.text.units[u].tag != crate::tag::Tag::Verb;
        doc.text.tags(u) & tag::WEAPON != 0
            || participle && doc.text.units[u].info.readings.iter().any(|r| lemmas[r.lemma as usize].tags & tag::WEAPON != 0)
    };
    let weapon = |p: &usize| {
        let q = &doc.phrases[*p];
        q.shape != crate::chunk::Shape::Nisba && q.start != c.start && names_weapon(q.head as usize)
    };
    let after = doc.phrases_in(c.end, (c.end + 12).min(s.end)).find(weapon);
    let before = || doc.phrases_in(c.start.saturating_sub(6).max(s.start), c.start).rev().find(weapon);
    let p = after.or_else(before)?;
    let q = &doc.phrases[p];
    Some(quote.phrase(doc.text.raw_span(q.start as usize, q.end as usize, q.pro), "role.instrument".into()))
}

pub(crate) fn place(doc: &Doc<'_>, quote: &Quote<'_>, index: usize) -> Place {
    let p = &doc.places[index];
    let span = doc.text.raw_span(p.start as usize, p.end as usize, p.pro);
    let mut out = Place { text: quote.words(span), at: quote.at(span), rule: "place.chain".into(), ..Place::default() };
    if let Some(r) = &p.point {
        let found = &doc.text.pack.data.places[r.place as usize];
        out.name_en = Some(found.name_en.to_string());
        out.country = (!found.country.is_empty()).then(|| found.country.to_string());
        // A point without a country would claim more than the gazetteer knows.
        let point = r.point.filter(|_| out.country.is_some());
        out.lat = point.map(|p| p.0);
        out.lon = point.map(|p| p.1);
        out.precision = Some(r.precision.to_string());
        out.place_id = Some(found.id.to_string());
        if r.moved {
            out.rule = "place.chain.compass".into();
        }
    }
    out
}

pub(crate) fn date(doc: &Doc<'_>, quote: &Quote<'_>, index: usize) -> Date {
    let t = &doc.times[index];
    let span = doc.text.raw_span(t.start as usize, t.end as usize, 0);
    Date {
        text: quote.words(span),
        at: quote.at(span),
        start: t.first.map(|d| d.to_string()),
        end: t.last.map(|d| d.to_string()),
        rule: t.rule.to_string(),
    }
}
