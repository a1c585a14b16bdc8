//! The way between a time phrase and a trigger: what the phrase hangs on, what lies between, the words around it.

use super::way::{opener, set_off, way};
use super::{View, few, yes};
use crate::attach::said_near;
use crate::feature;
use crate::model::Sink;
use crate::trigger::bucket;
use marsad_pack::data::tag;

/// What the phrase hangs on and what stands between it and the trigger.
pub(super) fn features(v: &View<'_, '_>, f: &mut impl Sink) {
    let (doc, c, p, h, side) = (v.doc, v.c, v.p, &v.h, v.s.side);
    let (comps, between) = (v.comps, v.between);
    let off = set_off(doc, p);
    let signs = few(v.w.signs - v.w.signs.min(u32::from(off)));
    let (verbs, says, relatives) = (few(v.w.verbs), few(v.w.says), few(v.w.relatives));
    let (a, b) = v.stretch;
    feature!(f, "path=", verbs, says, comps, relatives, signs, side);
    feature!(f, "opener=", opener(doc, a, b), side);
    feature!(f, "verbs=", verbs, "between=", between, side);
    feature!(f, "signs=", signs, "off=", yes(off), side);
    feature!(f, "comps=", comps, "says=", says, "verb=", h.verb, side);
    feature!(f, "near=", h.near, side);
    feature!(f, "near=", h.near, "verb=", h.verb, side);
    feature!(f, "near=", h.near, "next=", h.next, side);
    feature!(f, "near=", h.near, "verb=", h.verb, "comps=", comps, "rel=", relatives, side);
    feature!(f, "next=", h.next, "comps=", comps, side);
    feature!(f, "verb=", h.verb, c.class, side);
    feature!(f, "near=", h.near, "fore=", v.fore, side);
    feature!(f, "near=", h.near, c.class, "between=", between, side);
    governor(v, f);
    let opens = p.start <= doc.sentence(p.start).start + 2;
    feature!(f, "opens=", yes(opens), "between=", between, "comps=", comps, side);
    feature!(f, "opens=", yes(opens), "off=", yes(off), "next=", h.next);
    word_before(v, f);
    word_after(v, f);
    let route = v.route.text();
    feature!(f, "route=", route, side);
    feature!(f, "route=", route, side, v.t);
    feature!(f, "route=", route, side, c.class);
    feature!(f, "route=", route, side, "near=", h.near);
    feature!(f, "route=", route, side, "fore=", v.fore);
    feature!(f, "route=", route, side, "when=", v.when);
}

/// The type of the trigger beside what the phrase hangs on: what is said is itself the event where it is a demand or a
/// threat, and something told of where it is an attack.
pub(super) fn typed(v: &View<'_, '_>, f: &mut impl Sink) {
    let (h, side, t, class, comps) = (&v.h, v.s.side, v.t, v.c.class, v.comps);
    let say = said_near(v.doc, v.p.start, v.p.end);
    feature!(f, "near=", h.near, "verb=", h.verb, side, t);
    feature!(f, "near=", h.near, "next=", h.next, side, t);
    feature!(f, "comps=", comps, "says=", few(v.w.says), "verb=", h.verb, side, t);
    feature!(f, "near=", h.near, "comps=", comps, side, t, class);
    feature!(f, "say=", say, side, t);
    feature!(f, "say=", say, side, t, "comps=", comps);
    feature!(f, "say=", say, side, "comps=", comps, class);
    feature!(f, "between=", v.between, side, t, class);
}

/// The entry of the trigger and that of the verb that governs the phrase, and their groups.
pub(super) fn worded(v: &View<'_, '_>, f: &mut impl Sink) {
    let (doc, h, side, comps) = (v.doc, &v.h, v.s.side, v.comps);
    feature!(f, "lemma=", v.lemma, side);
    feature!(f, "lemma=", v.lemma, "near=", h.near);
    feature!(f, "lemma=", v.lemma, "near=", h.near, "comps=", comps, side);
    feature!(f, "ownc=", v.group.coarse(), "near=", h.near, "comps=", comps, side);
    feature!(f, "ownm=", v.group.middle(), "near=", h.near, side);
    feature!(f, "ownm=", v.group.middle(), "when=", v.when);
    feature!(f, "ownc=", v.group.coarse(), "rule=", &v.p.rule, side);
    feature!(f, "fore=", v.fore, "near=", h.near, "between=", v.between, side);
    let Some(verb) = h.verb_unit.map(|u| u as usize) else { return };
    feature!(f, "governm=", doc.clusters[verb].middle(), h.verb, side, "comps=", comps);
    feature!(f, "governc=", doc.clusters[verb].coarse(), h.verb, side, v.t);
    feature!(f, "govern=", doc.text.lemma(verb).map_or("-", |l| &*l.form), h.verb, side, v.t);
}

/// What kind of time it is, beside what it hangs on and the trigger's type and form.
pub(super) fn timed(v: &View<'_, '_>, f: &mut impl Sink) {
    let (text, h, side, t, class) = (&v.doc.text, &v.h, v.s.side, v.t, v.c.class);
    let (rule, when) = (&v.p.rule, v.when);
    feature!(f, "when=", when, class, t);
    feature!(f, "when=", when, "near=", h.near, side);
    feature!(f, "when=", when, "near=", h.near, "comps=", v.comps, side);
    feature!(f, "rule=", rule, "near=", h.near, side);
    feature!(f, "rule=", rule, t);
    feature!(f, "rule=", rule, class);
    let future = text.lexer.proclitics[text.pro(v.c.start as usize) as usize].future;
    feature!(f, "when=", when, "future=", yes(future), class);
    let prep = text.clitic_prep(v.p.start as usize);
    feature!(f, "prep=", if prep.is_empty() { "-" } else { prep }, rule, side);
}

/// The last verb before the phrase: one of saying dates what is said of it, unless a complement lies between.
fn governor(v: &View<'_, '_>, f: &mut impl Sink) {
    let (doc, h, side) = (v.doc, &v.h, v.s.side);
    let Some(verb) = h.verb_unit else { return };
    let word = doc.text.lemma(verb as usize).map_or("-", |l| &*l.form);
    feature!(f, "govern=", word, h.verb, side);
    let spoken = doc.text.tags(verb as usize) & tag::SAY != 0;
    let crossed = way(doc, verb, v.c.start.max(verb)).comps;
    feature!(f, "spoken=", yes(spoken), h.verb, "comp=", few(crossed), side);
    feature!(f, "spoken=", yes(spoken), "gap=", bucket(v.p.start - verb), "comp=", few(crossed), side);
}

/// The word right before the phrase.
fn word_before(v: &View<'_, '_>, f: &mut impl Sink) {
    let (doc, c, side) = (v.doc, v.c, v.s.side);
    let first = doc.sentence(v.p.start).start;
    let mut u = v.p.start;
    while u > first && (doc.text.is_quote_sign(u as usize - 1) || doc.text.is_clause_sign(u as usize - 1)) {
        u -= 1;
    }
    if u == first {
        feature!(f, "-1=", "#", side);
        return;
    }
    let i = u as usize - 1;
    let own = c.start < u && u <= c.end;
    feature!(f, "-1=", doc.text.lemma(i).map_or_else(|| doc.text.key(i), |l| &l.form));
    feature!(f, "-1tag=", doc.text.units[i].tag.name(), "own=", yes(own), side);
}

/// The word right behind the phrase: "two days after", and then of what.
fn word_after(v: &View<'_, '_>, f: &mut impl Sink) {
    let (text, p, h, side) = (&v.doc.text, v.p, &v.h, v.s.side);
    let s = v.doc.sentence(p.start);
    let at = |u: u32| (s.start..s.end).contains(&u).then_some(u as usize);
    let next = at(p.end).map_or("#", |i| text.lemma(i).map_or_else(|| text.key(i), |l| &*l.form));
    let tag_at = |u: Option<usize>| u.map_or("#", |i| text.units[i].tag.name());
    let (before, after) = (tag_at(p.start.checked_sub(1).and_then(at)), tag_at(at(p.end)));
    feature!(f, "+1=", next, side);
    feature!(f, "+1=", next, &p.rule, side, "dist=", bucket(v.s.distance));
    feature!(f, "+1tag=", after, "near=", h.near, side);
    feature!(f, "+1tag=", after, "near=", h.near, "next=", h.next, side);
    feature!(f, "+1tag=", after, "-1tag=", before, side, "near=", h.near);
}
