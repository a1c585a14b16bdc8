//! A time phrase in company: the other phrases of the sentence, and what the mentions before took.

use super::way::way;
use super::{View, few, sentence_of, yes};
use crate::code::Coded;
use crate::feature;
use crate::model::Sink;
use crate::time::TimePhrase;
use crate::trigger::bucket;

use super::route::Route;

/// How the phrase stands against the other phrases of the trigger's sentence.
pub(super) fn rank(v: &View<'_, '_>, f: &mut impl Sink) {
    let (doc, c, p, s) = (v.doc, v.c, v.p, &v.s);
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
pub(super) fn sequence(v: &View<'_, '_>, f: &mut impl Sink) {
    let (doc, c, s) = (v.doc, v.c, &v.s);
    let Some((unit, chosen)) = v.sight.last_here(doc, c) else {
        feature!(f, "last=", "first", s.side);
        feature!(f, "last=", "first", "between=", bucket(s.between), s.side);
        return;
    };
    let w = way(doc, unit, c.start);
    let state = match chosen {
        Some(x) if x as usize == v.time => "same",
        Some(_) => "other",
        None => "none",
    };
    let joined = yes(doc.text.clitic_conj(c.start as usize) || c.light.is_some_and(|l| doc.text.clitic_conj(l as usize)));
    // The phrase stands between the two: it may be said of either.
    let place = if v.p.start < unit { "before" } else { s.side };
    feature!(f, "last=", state, place);
    feature!(f, "last=", state, place, c.class);
    feature!(f, "last=", state, place, "fore=", v.fore);
    feature!(f, "last=", state, place, "joined=", joined);
    feature!(f, "last=", state, place, "gap=", bucket(c.start - unit.min(c.start)));
    feature!(f, "last=", state, place, "signs=", few(w.signs), "verbs=", few(w.verbs));
}

/// The mentions that took the phrase: what comes between the last of them and this, and of what types they are.
pub(super) fn taken(v: &View<'_, '_>, f: &mut impl Sink) {
    let (doc, c, t, side, past) = (v.doc, v.c, v.t, v.s.side, v.sight.past);
    let has = |m: &Coded| m.time == Some(v.time as u32);
    let all = few(past.iter().filter(|m| has(m)).count() as u32);
    let near = v.h.near;
    feature!(f, "taken=", all, side);
    feature!(f, "taken=", all, side, "near=", near);
    let here = past.iter().rev().take_while(|m| sentence_of(doc, m.trigger.start) == sentence_of(doc, c.start));
    let other = few(here.filter(|m| m.time.is_some() && !has(m)).count() as u32);
    feature!(f, "others=", other, "taken=", all, side);
    let Some(m) = past.iter().rev().find(|m| has(m)) else {
        feature!(f, "taken=", "no", t, side);
        return;
    };
    let from = &*doc.text.pack.data.senses[m.sense as usize].kind;
    let gap = bucket(past.iter().rev().take_while(|x| x.trigger.start != m.trigger.start).count() as u32);
    let route = Route::of(doc, v.sight, m.trigger.end, c.start);
    feature!(f, "taken=", from, t, side);
    feature!(f, "taken=", from, "class=", m.trigger.class, c.class, "gap=", gap);
    feature!(f, "taken", "route=", route.text());
    feature!(f, "taken", "route=", route.text(), "fore=", v.fore);
    feature!(f, "taken", "route=", route.text(), from, t);
    feature!(f, "taken", "fore=", v.fore, c.class);
    feature!(f, "taken", "lemma=", v.lemma);
    feature!(f, "taken", "ownm=", v.group.middle());
}

/// Whether mentions of earlier sentences, of the same type or entry, have the same days.
pub(super) fn echo(v: &View<'_, '_>, f: &mut impl Sink) {
    let (doc, c) = (v.doc, v.c);
    let days = |p: &TimePhrase| p.first.zip(p.last);
    let here = sentence_of(doc, c.start);
    let (mut n, mut entry, mut kind) = (0, false, false);
    for m in v.sight.past.iter().filter(|m| sentence_of(doc, m.trigger.start) != here) {
        let Some(time) = m.time else { continue };
        if days(v.p).is_some() && days(&doc.times[time as usize]) == days(v.p) {
            n += 1;
            entry |= m.trigger.lemma == c.lemma;
            kind |= *doc.text.pack.data.senses[m.sense as usize].kind == *v.t;
        }
    }
    feature!(f, "echo=", few(n), yes(entry), yes(kind));
    feature!(f, "echo=", yes(entry), yes(kind), v.s.side, "near=", v.h.near);
}
