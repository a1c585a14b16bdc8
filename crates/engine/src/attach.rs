//! What hangs on a trigger besides its parties: source chain, place, date, counts. One linear model each.

use crate::doc::{Doc, kind_name};
use crate::model::Sink;
use crate::tag::Tag;
use crate::text::Zone;
use crate::trigger::{Candidate, bucket};
use marsad_pack::data::{Sense, tag};

pub use crate::source::feature::{SourceView, source_features, sources_for};

/// Where a stretch stands, seen from a trigger.
pub(crate) struct Seen {
    pub(crate) side: &'static str,
    pub(crate) distance: u32,
    pub(crate) clauses: u32,
    pub(crate) between: u32,
    pub(crate) back: u32,
}

pub(crate) fn seen(doc: &Doc<'_>, c: &Candidate, start: u32, end: u32, rivals: impl Iterator<Item = u32>) -> Seen {
    let back = doc.text.units[c.start as usize].sentence.saturating_sub(doc.text.units[start as usize].sentence);
    let after = start >= c.end;
    let covers = start <= c.start && end > c.start;
    let (a, b) = if after { (c.end, start) } else { (end.min(c.start), c.start) };
    Seen {
        side: if back > 0 { "back" } else if covers { "over" } else if after { "after" } else { "before" },
        distance: b.saturating_sub(a),
        clauses: doc.clause[start as usize].abs_diff(doc.clause[c.start as usize]),
        between: rivals.filter(|r| (a..b).contains(r)).count() as u32,
        back,
    }
}

/// Triggers of the same report between a trigger and something else: they compete for it.
pub(crate) fn rivals<'t>(triggers: &'t [Candidate], c: &'t Candidate) -> impl Iterator<Item = u32> + 't {
    triggers.iter().filter(move |t| t.start != c.start).map(|t| t.start)
}

pub(crate) fn common(doc: &Doc<'_>, c: &Candidate, t: &str, s: &Seen, f: &mut impl Sink) {
    f.add(&["side=", s.side]);
    f.add(&["side=", s.side, "|", t]);
    f.add(&["side=", s.side, "|", c.class]);
    f.add(&["dist=", bucket(s.distance), "|", s.side]);
    f.add(&["clauses=", bucket(s.clauses), "|", s.side]);
    f.add(&["between=", bucket(s.between), "|", s.side]);
    f.add(&["between=", bucket(s.between), "|clauses=", bucket(s.clauses), "|", s.side]);
    f.add(&["back=", bucket(s.back)]);
    let zone = match doc.zone(c.start) {
        Zone::Headline => "head",
        Zone::Lead => "lead",
        _ => "body",
    };
    f.add(&["zone=", zone, "|", s.side]);
}

/// Sentences that places and dates are searched back in.
pub const BACK: u32 = 1;

/// Places that a trigger may have: indexes into `Doc::places`.
#[must_use]
pub fn places_for(doc: &Doc<'_>, c: &Candidate) -> Vec<usize> {
    let sentence = doc.text.units[c.start as usize].sentence;
    (0..doc.places.len())
        .filter(|p| {
            let s = doc.text.units[doc.places[*p].start as usize].sentence;
            s <= sentence && sentence - s <= BACK && doc.zone(doc.places[*p].start) != Zone::Furniture
        })
        .collect()
}

/// Features of a place phrase as the place of a trigger.
pub fn place_features(doc: &Doc<'_>, c: &Candidate, sense: &Sense, place: usize, triggers: &[Candidate], f: &mut impl Sink) {
    let p = &doc.places[place];
    let t = &*sense.kind;
    let s = seen(doc, c, p.start, p.end, rivals(triggers, c));
    common(doc, c, t, &s, f);
    let others = doc.places.iter().filter(|o| doc.text.units[o.start as usize].sentence == doc.text.units[c.start as usize].sentence);
    let n = others.clone().count() as u32;
    let rank = others.filter(|o| if p.start >= c.start { o.start >= c.start && o.start < p.start } else { o.start < c.start && o.start > p.start }).count() as u32;
    let precision = p.point.as_ref().map_or("none", |r| &*r.precision);
    let prep = &*p.prep;
    f.add(&["prep=", prep]);
    f.add(&["prep=", prep, "|", t]);
    f.add(&["prep=", prep, "|", s.side]);
    f.add(&["prep=", prep, "|", c.class, "|dist=", bucket(s.distance), "|", s.side]);
    f.add(&["precision=", precision]);
    f.add(&["precision=", precision, "|", t]);
    f.add(&["precision=", precision, "|prep=", prep, "|", s.side]);
    f.add(&["kind=", if p.placekind { "y" } else { "n" }, "|prep=", prep, "|", s.side]);
    f.add(&["rank=", bucket(rank), "|", s.side]);
    f.add(&["rank=", bucket(rank), "|prep=", prep]);
    f.add(&["n=", bucket(n), "|", s.side]);
    f.add(&["actor=", if p.actor { "y" } else { "n" }]);
    let lemma = &doc.text.pack.data.lemmas[c.lemma as usize];
    f.add(&["lemma=", &lemma.form, "|prep=", prep, "|", s.side]);
    let quoted = doc.text.units[p.start as usize].quote == doc.text.units[c.start as usize].quote;
    f.add(&["quote=", if quoted { "same" } else { "other" }, "|", s.side]);
    let direct = s.distance == 0 && s.side == "after";
    f.add(&["direct=", if direct { "y" } else { "n" }, "|", t, "|", c.class, "|prep=", prep]);
    if s.back > 0 {
        f.add(&["own=", if n > 0 { "y" } else { "n" }, "|", t]);
    }
    f.add(&["long=", bucket(p.end - p.start), "|", s.side]);
}

/// Dates that a trigger may have: indexes into `Doc::times`.
#[must_use]
pub fn times_for(doc: &Doc<'_>, c: &Candidate) -> Vec<usize> {
    let sentence = doc.text.units[c.start as usize].sentence;
    (0..doc.times.len())
        .filter(|p| {
            let s = doc.text.units[doc.times[*p].start as usize].sentence;
            s <= sentence && sentence - s <= BACK && doc.zone(doc.times[*p].start) != Zone::Furniture
        })
        .collect()
}

/// Features of a time phrase as the date of a trigger.
pub fn time_features(doc: &Doc<'_>, c: &Candidate, sense: &Sense, time: usize, triggers: &[Candidate], f: &mut impl Sink) {
    let p = &doc.times[time];
    let t = &*sense.kind;
    let s = seen(doc, c, p.start, p.end, rivals(triggers, c));
    common(doc, c, t, &s, f);
    let others = doc.times.iter().filter(|o| doc.text.units[o.start as usize].sentence == doc.text.units[c.start as usize].sentence);
    let n = others.clone().count() as u32;
    let rank = others.filter(|o| if p.start >= c.start { o.start >= c.start && o.start < p.start } else { o.start < c.start && o.start > p.start }).count() as u32;
    f.add(&["rule=", &p.rule]);
    f.add(&["rule=", &p.rule, "|", s.side]);
    f.add(&["known=", if p.first.is_some() { "y" } else { "n" }, "|", s.side]);
    f.add(&["rank=", bucket(rank), "|", s.side]);
    f.add(&["n=", bucket(n), "|", s.side]);
    let (w, _) = before(doc, p.start);
    f.add(&["-1=", w]);
    let say = said_near(doc, p.start, p.end);
    f.add(&["say=", say, "|", s.side]);
    f.add(&["say=", say, "|between=", bucket(s.between), "|", s.side]);
    let quoted = doc.text.units[p.start as usize].quote == doc.text.units[c.start as usize].quote;
    f.add(&["quote=", if quoted { "same" } else { "other" }, "|", s.side]);
    if s.back > 0 {
        f.add(&["own=", if n > 0 { "y" } else { "n" }, "|", t]);
    }
    f.add(&["class=", c.class, "|dist=", bucket(s.distance), "|", s.side]);
    let past = doc.day.zip(p.first).map_or("?", |(d, x)| if x > d { "future" } else if x == d { "today" } else { "past" });
    f.add(&["when=", past, "|", c.class]);
    f.add(&["when=", past, "|", s.side]);
}

fn before<'d>(doc: &'d Doc<'_>, unit: u32) -> (&'d str, &'static str) {
    if unit == 0 {
        return ("#", "#");
    }
    let u = unit as usize - 1;
    (doc.text.lemma(u).map_or_else(|| doc.text.key(u), |l| &l.form), doc.text.units[u].tag.name())
}

/// Whether a reporting verb stands right beside a stretch: then it dates the saying.
fn said_near(doc: &Doc<'_>, start: u32, end: u32) -> &'static str {
    let sentence = doc.text.units[start as usize].sentence;
    let say = |u: u32| {
        let i = u as usize;
        i < doc.text.units.len() && doc.text.units[i].sentence == sentence && doc.text.tags(i) & tag::SAY != 0 && doc.text.units[i].tag == Tag::Verb
    };
    if (start.saturating_sub(4)..start).any(say) {
        "before"
    } else if (end..end + 3).any(say) {
        "after"
    } else {
        "no"
    }
}

/// Figures that a trigger may have: indexes into `Doc::quantities`.
#[must_use]
pub fn quantities_for(doc: &Doc<'_>, c: &Candidate) -> Vec<usize> {
    let sentence = doc.text.units[c.start as usize].sentence;
    (0..doc.quantities.len())
        .filter(|q| {
            let s = doc.text.units[doc.quantities[*q].start as usize].sentence;
            s == sentence
        })
        .collect()
}

/// The measure that the words near a figure speak of, from casualty words and event words with a measure of their own.
fn hinted<'d>(doc: &'d Doc<'_>, q: usize) -> (&'d str, u32) {
    let k = &doc.quantities[q];
    let sentence = doc.text.units[k.start as usize].sentence;
    let mut best: (&str, u32) = ("", u32::MAX);
    let from = k.start.saturating_sub(10);
    let to = (k.end + 8).min(doc.text.units.len() as u32);
    for u in from..to {
        if doc.text.units[u as usize].sentence != sentence {
            continue;
        }
        let Some(l) = doc.text.lemma(u as usize) else { continue };
        if l.measure.is_empty() || l.tags & tag::CASUALTY == 0 {
            continue;
        }
        let distance = if u < k.start { k.start - u } else { u.saturating_sub(k.end) + 1 };
        if distance < best.1 {
            best = (&l.measure, distance);
        }
    }
    best
}

/// Features of a figure as a count of a trigger; the label is the measure.
pub fn count_features(doc: &Doc<'_>, c: &Candidate, sense: &Sense, quantity: usize, triggers: &[Candidate], f: &mut impl Sink) {
    let q = &doc.quantities[quantity];
    let t = &*sense.kind;
    let s = seen(doc, c, q.start, q.end, rivals(triggers, c));
    common(doc, c, t, &s, f);
    let lemma = &doc.text.pack.data.lemmas[c.lemma as usize];
    let noun = q.noun.and_then(|n| doc.text.lemma(n as usize));
    let noun_form = noun.map_or("-", |l| &*l.form);
    let noun_measure = noun.map_or("-", |l| &*l.measure);
    let tags = q.noun.map_or(0, |n| doc.text.tags(n as usize));
    let rough = if tags & tag::CASUALTY != 0 {
        "casualty"
    } else if tags & tag::WEAPON != 0 {
        "weapon"
    } else if tags & tag::EVENT != 0 {
        "event"
    } else if tags & tag::PERSON != 0 {
        "person"
    } else if tags & tag::GROUP != 0 {
        "group"
    } else if tags & tag::CURRENCY != 0 {
        "money"
    } else if tags & tag::PLACEKIND != 0 {
        "placekind"
    } else if q.noun.is_some() {
        "other"
    } else {
        "none"
    };
    let how = q.written.name();
    let is_noun = q.noun.is_some_and(|n| n >= c.start && n < c.end);
    f.add(&["how=", how, "|", rough]);
    f.add(&["how=", how, "|", s.side]);
    f.add(&["how=", how, "|lemma=", &lemma.form]);
    f.add(&["noun=", noun_form]);
    f.add(&["noun=", noun_form, "|lemma=", &lemma.form]);
    f.add(&["measure=", noun_measure, "|", t]);
    f.add(&["measure=", noun_measure, "|", how]);
    f.add(&["rough=", rough, "|lemma=", &lemma.form]);
    f.add(&["rough=", rough, "|", t, "|", s.side]);
    f.add(&["rough=", rough, "|clauses=", bucket(s.clauses), "|", s.side]);
    f.add(&["lemma=", &lemma.form, "|dist=", bucket(s.distance), "|", s.side]);
    f.add(&["lemma=", &lemma.form]);
    if is_noun {
        f.add(&["own-noun|", how]);
    }
    if q.part {
        f.add(&["part"]);
    }
    let (hint, distance) = hinted(doc, quantity);
    f.add(&["hint=", hint]);
    f.add(&["hint=", hint, "|dist=", bucket(distance.min(40))]);
    f.add(&["hint=", hint, "|between=", bucket(s.between)]);
    let verb = nearest_event(doc, q.start, q.end);
    f.add(&["near-event=", verb]);
    f.add(&["near-event=", verb, "|", rough]);
    f.add(&["near-event=", verb, "|lemma=", &lemma.form]);
    let (w, _) = before(doc, q.start);
    f.add(&["-1=", w]);
    f.add(&["-1=", w, "|", rough]);
    if let Some(p) = doc.phrases.iter().position(|p| p.start <= q.start && q.start < p.end) {
        f.add(&["prep=", &doc.phrases[p].prep, "|", rough, "|", s.side]);
        f.add(&["kind=", kind_name(doc, p), "|", t]);
    }
}

/// The nearest verb or event noun before a stretch in its sentence, else behind it.
fn nearest_event<'d>(doc: &'d Doc<'_>, start: u32, end: u32) -> &'d str {
    let sentence = doc.text.units[start as usize].sentence;
    let is = |u: &u32| {
        let i = *u as usize;
        doc.text.units[i].sentence == sentence && (doc.text.units[i].tag == Tag::Verb || doc.text.tags(i) & tag::EVENT != 0)
    };
    let back = (start.saturating_sub(8)..start).rev().find(is);
    let ahead = || (end..(end + 5).min(doc.text.units.len() as u32)).find(is);
    back.or_else(ahead).and_then(|u| doc.text.lemma(u as usize)).map_or("-", |l| &*l.form)
}
