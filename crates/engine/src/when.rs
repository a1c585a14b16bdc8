//! Which time phrase dates a trigger: a choice among the phrases of its sentence and none.
//!
//! What counts is the word that a phrase hangs on (its head), what stands between the two (clauses, sayings, other
//! triggers, other phrases), and which phrase the mention before took.

use crate::attach::{Seen, common, rivals, said_near, seen};
use crate::doc::Doc;
use crate::feature;
use crate::model::Sink;
use crate::tag::Tag;
use crate::text::Zone;
use crate::time::TimePhrase;
use crate::trigger::{Candidate, bucket};
use marsad_pack::data::{Sense, tag};

/// What a choice of dates looks at beside the phrases: the other triggers, and what the mention before took.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'t> {
    /// All triggers of the report.
    pub triggers: &'t [Candidate],
    /// First unit of the trigger before this one, and its date (index into `Doc::times`).
    pub last: Option<(u32, Option<u32>)>,
}

/// Dates that a trigger may have: indexes into `Doc::times`. Those of its sentence.
#[must_use]
pub fn times_for(doc: &Doc<'_>, c: &Candidate) -> Vec<usize> {
    doc.times_beside(c.start).filter(|p| doc.zone(doc.times[*p].start) != Zone::Furniture).collect()
}

fn sentence_of(doc: &Doc<'_>, unit: u32) -> u32 {
    doc.text.units[unit as usize].sentence
}

/// What stands between a phrase and a trigger.
#[derive(Default)]
struct Way {
    verbs: u32,
    says: u32,
    comps: u32,
    relatives: u32,
    signs: u32,
}

fn way(doc: &Doc<'_>, from: u32, to: u32) -> Way {
    let mut out = Way::default();
    for u in from as usize..to.max(from) as usize {
        match doc.text.units[u].tag {
            Tag::Verb => {
                out.verbs += 1;
                out.says += u32::from(doc.text.tags(u) & tag::SAY != 0);
            }
            Tag::Comp => out.comps += 1,
            Tag::Relative => out.relatives += 1,
            _ => out.signs += u32::from(doc.text.is_clause_sign(u)),
        }
    }
    out
}

/// The word that ties a trigger to what stands before it: its clitic preposition, else the word before it.
pub(crate) fn fore<'d>(doc: &'d Doc<'_>, c: &Candidate) -> &'d str {
    let clitic = doc.text.clitic_prep(c.start as usize);
    if !clitic.is_empty() {
        return clitic;
    }
    let first = doc.sentence(c.start).start;
    let mut u = c.start;
    while u > first && doc.text.is_quote_sign(u as usize - 1) {
        u -= 1;
    }
    if u == first {
        return "#";
    }
    let i = u as usize - 1;
    if matches!(doc.text.units[i].tag, Tag::Name | Tag::Unknown | Tag::Number) {
        return doc.text.units[i].tag.name();
    }
    doc.text.lemma(i).map_or_else(|| doc.text.key(i), |l| &l.form)
}

/// The word after the last clause sign of a stretch: what begins the clause of what follows.
fn opener<'d>(doc: &'d Doc<'_>, from: u32, to: u32) -> &'d str {
    let Some(sign) = (from..to).rev().find(|u| doc.text.is_clause_sign(*u as usize)) else { return "none" };
    let u = sign as usize + 1;
    match doc.text.units[u].tag {
        tag @ (Tag::Name | Tag::Unknown | Tag::Number | Tag::Verb | Tag::Noun) => tag.name(),
        _ => doc.text.key(u),
    }
}

/// Whether the phrase stands between two signs of its own.
fn set_off(doc: &Doc<'_>, p: &TimePhrase) -> bool {
    let before = p.start > doc.sentence(p.start).start && doc.text.is_clause_sign(p.start as usize - 1);
    before && (p.end as usize) < doc.text.units.len() && doc.text.is_clause_sign(p.end as usize)
}

/// What a verb or event noun is to a trigger.
fn part(doc: &Doc<'_>, c: &Candidate, triggers: &[Candidate], unit: u32) -> &'static str {
    if (c.start..c.end).contains(&unit) {
        "self"
    } else if c.light == Some(unit) {
        "light"
    } else if triggers.iter().any(|t| (t.start..t.end).contains(&unit) || t.light == Some(unit)) {
        "rival"
    } else if doc.text.tags(unit as usize) & tag::SAY != 0 {
        "say"
    } else if doc.text.tags(unit as usize) & tag::CASUALTY != 0 {
        "harm"
    } else if doc.text.units[unit as usize].tag == Tag::Verb {
        "verb"
    } else {
        "event"
    }
}

fn is_verb(doc: &Doc<'_>, u: u32) -> bool {
    doc.text.units[u as usize].tag == Tag::Verb
}

fn is_event(doc: &Doc<'_>, triggers: &[Candidate], u: u32) -> bool {
    is_verb(doc, u) || doc.text.tags(u as usize) & tag::EVENT != 0 || triggers.iter().any(|t| (t.start..t.end).contains(&u))
}

/// What a phrase hangs on: the last verb or event before it, the last verb before it, the next verb or event behind it.
struct Heads {
    near: &'static str,
    verb: &'static str,
    next: &'static str,
    verb_unit: Option<u32>,
}

fn heads(doc: &Doc<'_>, c: &Candidate, triggers: &[Candidate], p: &TimePhrase) -> Heads {
    let s = doc.sentence(p.start);
    let role = |u: Option<u32>| u.map_or("none", |u| part(doc, c, triggers, u));
    let verb_unit = (s.start..p.start).rev().find(|u| is_verb(doc, *u));
    Heads {
        near: role((s.start..p.start).rev().find(|u| is_event(doc, triggers, *u))),
        verb: role(verb_unit),
        next: role((p.end..s.end).find(|u| is_event(doc, triggers, *u))),
        verb_unit,
    }
}

fn yes(b: bool) -> &'static str {
    if b { "y" } else { "n" }
}

fn few(n: u32) -> &'static str {
    ["0", "1", "2"][n.min(2) as usize]
}

/// A sense of time against publication.
fn relation(doc: &Doc<'_>, p: &TimePhrase) -> &'static str {
    match (doc.day, p.first, p.last) {
        (_, None, None) => "none",
        (None, _, _) => "unknown",
        (Some(d), Some(a), _) if a > d => "future",
        (Some(d), Some(a), Some(b)) if a == d && b == d => "today",
        (Some(d), _, Some(b)) if b == d => "until",
        (_, Some(a), Some(b)) if a == b => "day",
        _ => "range",
    }
}

/// Features of a time phrase as the date of a trigger.
pub fn time_features(doc: &Doc<'_>, c: &Candidate, sense: &Sense, time: usize, sight: &Sight<'_>, f: &mut impl Sink) {
    let p = &doc.times[time];
    let t = &*sense.kind;
    let s = seen(doc, c, p.start, p.end, rivals(sight.triggers, c));
    common(doc, c, t, &s, f);
    let when = relation(doc, p);
    feature!(f, "rule=", &p.rule);
    feature!(f, "rule=", &p.rule, s.side);
    feature!(f, "rule=", &p.rule, "dist=", bucket(s.distance), s.side);
    feature!(f, "days=", yes(p.first.is_some()), yes(p.last.is_some()), &p.rule);
    feature!(f, "when=", when, c.class);
    feature!(f, "when=", when, s.side);
    feature!(f, "when=", when, t);
    let say = said_near(doc, p.start, p.end);
    feature!(f, "say=", say, s.side);
    feature!(f, "say=", say, "between=", bucket(s.between), s.side);
    let quoted = doc.text.units[p.start as usize].quote == doc.text.units[c.start as usize].quote;
    feature!(f, "quote=", yes(quoted), s.side);
    feature!(f, "class=", c.class, "dist=", bucket(s.distance), s.side);
    let fore = fore(doc, c);
    feature!(f, "fore=", fore, s.side);
    rank_features(doc, c, time, &s, f);
    sequence(doc, c, time, sight, &s, f);
    path_features(doc, c, p, sight, &s, f);
}

/// How the phrase stands against the other phrases of the trigger's sentence.
fn rank_features(doc: &Doc<'_>, c: &Candidate, time: usize, s: &Seen, f: &mut impl Sink) {
    let p = &doc.times[time];
    let others = || doc.times[doc.times_beside(c.start)].iter().filter(|o| o.start != p.start);
    let gap = |o: &TimePhrase| if o.start >= c.end { o.start - c.end } else { c.start.saturating_sub(o.end) };
    let nearer = others().filter(|o| gap(o) < gap(p)).count() as u32;
    let between = others().filter(|o| (o.start >= c.start) == (p.start >= c.start) && gap(o) < gap(p)).count() as u32;
    let n = bucket(others().count() as u32);
    feature!(f, "rank=", bucket(between), s.side);
    feature!(f, "nearer=", bucket(nearer), s.side);
    feature!(f, "n=", n, s.side);
    feature!(f, "n=", n, "between=", bucket(s.between), s.side);
    let again = p.first.is_some() && others().any(|o| o.first == p.first && o.last == p.last);
    feature!(f, "again=", yes(again), s.side);
}

/// What the mention before took, and whether this goes on with it.
fn sequence(doc: &Doc<'_>, c: &Candidate, time: usize, sight: &Sight<'_>, s: &Seen, f: &mut impl Sink) {
    let here = sight.last.filter(|(u, _)| sentence_of(doc, *u) == sentence_of(doc, c.start));
    let Some((unit, chosen)) = here else {
        feature!(f, "last=", "first", s.side);
        feature!(f, "last=", "first", "between=", bucket(s.between), s.side);
        return;
    };
    let w = way(doc, unit, c.start);
    let state = match chosen {
        Some(x) if x as usize == time => "same",
        Some(_) => "other",
        None => "none",
    };
    let joined = yes(doc.text.clitic_conj(c.start as usize) || c.light.is_some_and(|l| doc.text.clitic_conj(l as usize)));
    // The phrase stands between the two: it may be said of either.
    let place = if doc.times[time].start < unit { "before" } else { s.side };
    feature!(f, "last=", state, place);
    feature!(f, "last=", state, place, c.class);
    feature!(f, "last=", state, place, "fore=", fore(doc, c));
    feature!(f, "last=", state, place, "joined=", joined);
    feature!(f, "last=", state, place, "gap=", bucket(c.start - unit.min(c.start)));
    feature!(f, "last=", state, place, "signs=", few(w.signs), "verbs=", few(w.verbs));
}

/// What the phrase hangs on and what stands between it and the trigger.
fn path_features(doc: &Doc<'_>, c: &Candidate, p: &TimePhrase, sight: &Sight<'_>, s: &Seen, f: &mut impl Sink) {
    let (a, b) = if s.side == "after" { (c.end, p.start) } else { (p.end.min(c.start), c.start) };
    let mut w = way(doc, a, b);
    let off = set_off(doc, p);
    w.signs -= w.signs.min(u32::from(off));
    let h = heads(doc, c, sight.triggers, p);
    let (comps, between) = (few(w.comps), few(s.between));
    feature!(f, "path=", few(w.verbs), few(w.says), comps, few(w.relatives), few(w.signs), s.side);
    feature!(f, "opener=", opener(doc, a, b), s.side);
    feature!(f, "opener=", opener(doc, a, b), s.side);
    feature!(f, "verbs=", few(w.verbs), "between=", between, s.side);
    feature!(f, "signs=", few(w.signs), "off=", yes(off), s.side);
    feature!(f, "comps=", comps, "says=", few(w.says), "verb=", h.verb, s.side);
    feature!(f, "near=", h.near, s.side);
    feature!(f, "near=", h.near, "verb=", h.verb, s.side);
    feature!(f, "near=", h.near, "next=", h.next, s.side);
    feature!(f, "near=", h.near, "verb=", h.verb, "comps=", comps, "rel=", few(w.relatives), s.side);
    feature!(f, "next=", h.next, "comps=", comps, s.side);
    feature!(f, "verb=", h.verb, c.class, s.side);
    feature!(f, "near=", h.near, "fore=", fore(doc, c), s.side);
    feature!(f, "near=", h.near, c.class, "between=", between, s.side);
    governor(doc, c, p, &h, s.side, f);
    let first = doc.sentence(p.start).start;
    let opens = p.start <= first + 2;
    feature!(f, "opens=", yes(opens), "between=", between, "comps=", comps, s.side);
    feature!(f, "opens=", yes(opens), "off=", yes(off), "next=", h.next);
    word_before(doc, c, p, s, f);
}

/// The last verb before the phrase: one of saying dates what is said of it, unless a complement lies between.
fn governor(doc: &Doc<'_>, c: &Candidate, p: &TimePhrase, h: &Heads, side: &str, f: &mut impl Sink) {
    let Some(v) = h.verb_unit else { return };
    let word = doc.text.lemma(v as usize).map_or("-", |l| &*l.form);
    feature!(f, "govern=", word, h.verb, side);
    let spoken = doc.text.tags(v as usize) & tag::SAY != 0;
    let crossed = way(doc, v, c.start.max(v)).comps;
    feature!(f, "spoken=", yes(spoken), h.verb, "comp=", few(crossed), side);
    feature!(f, "spoken=", yes(spoken), "gap=", bucket(p.start - v), "comp=", few(crossed), side);
}

/// The word right before the phrase.
fn word_before(doc: &Doc<'_>, c: &Candidate, p: &TimePhrase, s: &Seen, f: &mut impl Sink) {
    let first = doc.sentence(p.start).start;
    let mut u = p.start;
    while u > first && (doc.text.is_quote_sign(u as usize - 1) || doc.text.is_clause_sign(u as usize - 1)) {
        u -= 1;
    }
    if u == first {
        feature!(f, "-1=", "#", s.side);
        return;
    }
    let i = u as usize - 1;
    let word = doc.text.lemma(i).map_or_else(|| doc.text.key(i), |l| &l.form);
    let own = c.start < u && u <= c.end;
    feature!(f, "-1=", word);
    feature!(f, "-1tag=", doc.text.units[i].tag.name(), "own=", yes(own), s.side);
}

/// Features of no date at all for a trigger.
pub fn none_features(doc: &Doc<'_>, c: &Candidate, sense: &Sense, times: &[usize], sight: &Sight<'_>, f: &mut impl Sink) {
    let t = &*sense.kind;
    let text = &doc.text;
    let sentence = sentence_of(doc, c.start);
    let own = times.len() as u32;
    let here = || sight.triggers.iter().filter(|x| sentence_of(doc, x.start) == sentence);
    let many = here().count() as u32;
    let earlier = here().filter(|x| x.start < c.start).count() as u32;
    feature!(f, "none");
    feature!(f, "none", "n=", bucket(own));
    feature!(f, "none", t);
    feature!(f, "none", c.class);
    feature!(f, "none", c.class, t);
    feature!(f, "none", "many=", bucket(many));
    feature!(f, "none", "earlier=", bucket(earlier), c.class);
    feature!(f, "none", "article=", yes(text.article(c.start as usize)), c.class);
    feature!(f, "none", "lemma=", &text.pack.data.lemmas[c.lemma as usize].form);
    let future = text.lexer.proclitics[text.pro(c.start as usize) as usize].future;
    feature!(f, "none", "fore=", fore(doc, c));
    feature!(f, "none", "future=", yes(future));
    feature!(f, "none", "quoted=", yes(text.units[c.start as usize].quote != u32::MAX));
    let zone = match doc.zone(c.start) {
        Zone::Headline => "head",
        Zone::Lead => "lead",
        _ => "body",
    };
    feature!(f, "none", "zone=", zone);
    let last = match sight.last.filter(|(u, _)| sentence_of(doc, *u) == sentence) {
        None => "first",
        Some((_, Some(_))) => "dated",
        Some((_, None)) => "undated",
    };
    feature!(f, "none", "last=", last);
    feature!(f, "none", "last=", last, "n=", bucket(own));
}
