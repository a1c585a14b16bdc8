//! Roles: which noun phrases are actor and recipient of a trigger.
//!
//! The construction gives each phrase a slot (subject, object, complement, behind a preposition, before the trigger);
//! the lexicon's frame says what the slot means for this word; a linear model weighs both with distance and kind.

mod feature;
mod pair;

use crate::chunk::Shape;
use crate::doc::{Doc, kind_name};
use crate::feature;
use crate::model::Sink;
use crate::scene::Scene;
use crate::tag::Tag;
use crate::text::Zone;
use crate::trigger::{Candidate, bucket};
use marsad_pack::data::Sense;
use std::borrow::Cow;

pub use feature::features;
pub use pair::{may_join, more_features, pair_features};

/// A phrase as a candidate for the roles of one trigger.
#[derive(Clone, Debug)]
pub struct Filler {
    /// Index into `Doc::phrases`.
    pub phrase: u32,
    /// Where the construction puts it.
    pub slot: Cow<'static, str>,
    /// What the frame says of the slot: `actor`, `recipient`, `actor,recipient`, ... or empty.
    pub frame: String,
    /// Rank among the phrases of its side, from the trigger.
    pub rank: u32,
    /// Sentences back.
    pub back: u32,
    /// Joined to the phrase before it, whose slot it shares.
    pub joined: bool,
}

/// Sentences that are searched back for a party.
const BACK: u32 = 2;

/// All phrases that may fill a role of a trigger.
#[must_use]
pub fn fillers(doc: &Doc<'_>, c: &Candidate, sense: &Sense, scene: &Scene<'_>) -> Vec<Filler> {
    let s = doc.sentence(c.start);
    let sentence = doc.text.units[c.start as usize].sentence;
    let mut out = Vec::new();
    let mut rank = 0;
    let mut last_slot: Cow<'static, str> = "".into();
    for p in doc.phrases_in(c.start, s.end) {
        let q = &doc.phrases[p];
        if q.start < c.end && q.start >= c.start && q.end <= c.end || q.start == c.start {
            continue;
        }
        let whole = q.shape == Shape::Whole;
        let joined = q.joined && whole && !last_slot.is_empty();
        let slot: Cow<'static, str> = if joined { last_slot.clone() } else { slot_after(doc, c, p, rank) };
        if whole {
            last_slot = slot.clone();
            if q.prep.is_empty() && !joined {
                rank += 1;
            }
        }
        out.push(Filler { phrase: p as u32, frame: frame(sense, &slot).into_owned(), slot, rank, back: 0, joined });
    }
    let before: Vec<usize> = doc.phrases_in(s.start, c.start).collect();
    let mut rank = 0;
    for p in before.into_iter().rev() {
        let q = &doc.phrases[p];
        if q.start <= c.start && q.end > c.start && q.shape == Shape::Whole {
            continue;
        }
        if q.shape == Shape::Whole && q.prep.is_empty() {
            rank += 1;
        }
        let slot = slot_before(doc, c, p);
        out.push(Filler { phrase: p as u32, frame: frame(sense, &slot).into_owned(), slot, rank, back: 0, joined: q.joined });
    }
    for back in 1..=BACK {
        let Some(number) = sentence.checked_sub(back) else { break };
        let t = &doc.text.sentences[number as usize];
        if t.zone == Zone::Furniture {
            continue;
        }
        let mut n = 0;
        for p in doc.phrases_in(t.start, t.end) {
            if doc.phrases[p].shape == Shape::Whole && crate::source::can_speak(doc, p) && n < 4 {
                n += 1;
                out.push(Filler { phrase: p as u32, frame: String::new(), slot: "back".into(), rank: n, back, joined: false });
            }
        }
    }
    for (n, m) in scene.past.iter().enumerate() {
        for p in m.actors.iter().chain(&m.recipients).map(|(p, _)| *p) {
            if out.iter().all(|f| f.phrase != p) && (doc.phrases[p as usize].end <= s.start || doc.phrases[p as usize].start >= s.end) {
                out.push(Filler { phrase: p, frame: String::new(), slot: "past".into(), rank: n as u32, back: BACK + 1, joined: false });
            }
        }
    }
    out
}

/// What the frame of a sense says of a slot.
fn frame<'s>(sense: &'s Sense, slot: &str) -> Cow<'s, str> {
    let key = match slot {
        "obj2" => "obj",
        "prp:" => "",
        other => other.strip_prefix("prp:").unwrap_or(other),
    };
    let mut roles = sense.frame.iter().filter(|(s, _)| &**s == key).flat_map(|(_, roles)| roles.iter().map(|r| &**r));
    match (roles.next(), roles.next()) {
        (None, _) => Cow::Borrowed(""),
        (Some(one), None) => Cow::Borrowed(one),
        (Some(one), Some(two)) => Cow::Owned(roles.fold(format!("{one},{two}"), |all, r| all + "," + r)),
    }
}

/// The slot of a phrase behind the trigger.
fn slot_after(doc: &Doc<'_>, c: &Candidate, p: usize, rank: u32) -> Cow<'static, str> {
    let q = &doc.phrases[p];
    let verb = matches!(c.class, "past" | "pres");
    if q.shape == Shape::Nisba && q.start <= c.end + 2 {
        return "adj".into();
    }
    if !q.prep.is_empty() && q.shape == Shape::Whole {
        return format!("prp:{}", q.prep).into();
    }
    if q.start == c.end && !verb {
        return "gen".into();
    }
    if q.shape == Shape::Complement {
        return if q.start <= c.end + 2 && !verb { "gen".into() } else { "inner".into() };
    }
    if verb {
        let object_pronoun = !doc.text.pronoun(c.start as usize).is_empty();
        return match (rank, c.passive, object_pronoun) {
            (0, false, _) => "subj".into(),
            (0, true, _) => "psubj".into(),
            (1, false, false) => "obj".into(),
            _ => "obj2".into(),
        };
    }
    "bare".into()
}

/// The slot of a phrase before the trigger.
fn slot_before(doc: &Doc<'_>, c: &Candidate, p: usize) -> Cow<'static, str> {
    let q = &doc.phrases[p];
    if let Some(light) = c.light.filter(|l| *l < c.start) {
        if q.start > light {
            return if q.prep.is_empty() { "light.subj".into() } else { format!("light.{}", q.prep).into() };
        }
        if q.end == light {
            return "light.pre".into();
        }
    }
    if q.start < c.start && q.end > c.start {
        return "holder".into();
    }
    let gap = (q.end..c.start).filter(|u| doc.text.units[*u as usize].tag != Tag::Sign).count();
    match (gap, q.prep.is_empty()) {
        (0, true) => "pre0".into(),
        (0, false) => "pre0p".into(),
        (_, true) => "pre".into(),
        (_, false) => format!("prep.{}", q.prep).into(),
    }
}

/// Dictionary or written form of the word before a unit; `#` at the edge of the sentence.
fn word_before<'d>(doc: &'d Doc<'_>, unit: u32) -> &'d str {
    let Some(u) = unit.checked_sub(1).map(|u| u as usize) else { return "#" };
    if doc.text.units[u].sentence != doc.text.units[unit as usize].sentence {
        return "#";
    }
    doc.text.lemma(u).map_or_else(|| doc.text.key(u), |l| &*l.form)
}

/// What the frame of an event word right before a phrase makes of it, with the class of that word.
fn claim<'d>(doc: &'d Doc<'_>, start: u32) -> (&'d str, &'static str) {
    let s = doc.sentence(start).start;
    let word = (start.saturating_sub(2).max(s)..start)
        .rev()
        .find(|u| !doc.text.is_quote_sign(*u as usize) && doc.text.units[*u as usize].tag != Tag::Number);
    let Some((u, lemma)) = word.and_then(|u| doc.text.lemma(u as usize).map(|l| (u, l))) else { return ("-", "") };
    let verb = doc.text.units[u as usize].tag == Tag::Verb;
    let Some(sense) = lemma.senses.first().map(|s| &doc.text.pack.data.senses[*s as usize]) else { return ("-", "") };
    let slot = if verb { "obj" } else { "gen" };
    let role = sense.frame.iter().find(|(x, _)| &**x == slot).and_then(|(_, roles)| roles.first()).map_or("none", |r| &**r);
    (role, if verb { "verb" } else { "noun" })
}

/// Features of having nobody in a role.
pub fn none_features(doc: &Doc<'_>, c: &Candidate, sense: &Sense, scene: &Scene<'_>, fillers: &[Filler], f: &mut impl Sink) {
    let lemma = &doc.text.pack.data.lemmas[c.lemma as usize];
    let voice = if c.passive { "pass" } else { "act" };
    feature!(f, "none");
    feature!(f, "none", &sense.kind);
    feature!(f, "none", c.class, voice);
    feature!(f, "none", &sense.kind, c.class);
    feature!(f, "none", "lemma=", &lemma.form);
    feature!(f, "none", "past=", bucket(scene.past.len() as u32));
    let own = scene.own.or(scene.governor).and_then(|x| x.subject).map_or("none", |(p, _)| kind_name(doc, p as usize));
    feature!(f, "none", "subj=", own, c.class);
    feature!(f, "none", "pron=", scene.pronoun);
    let here = fillers.iter().filter(|x| x.back == 0 && crate::source::can_speak(doc, x.phrase as usize)).count() as u32;
    feature!(f, "none", "here=", bucket(here));
    let by_frame = |role: &str| fillers.iter().any(|x| x.back == 0 && x.frame.contains(role));
    feature!(f, "none", "frame=", if by_frame("actor") { "a" } else { "" }, if by_frame("recipient") { "r" } else { "" });
}
