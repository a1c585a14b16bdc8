//! Roles: which noun phrases are actor and recipient of a trigger.
//!
//! The construction gives each phrase a slot (subject, object, complement, behind a preposition, before the trigger);
//! the lexicon's frame says what the slot means for this word; a linear model weighs both with distance and kind.

mod pair;

use crate::chunk::Shape;
use crate::doc::{Doc, kind_name, marks};
use crate::feature;
use crate::look;
use crate::model::{Sink, Symbol};
use crate::scene::{Scene, agreement, same_party};
use crate::tag::Tag;
use crate::text::Zone;
use crate::trigger::{Candidate, bucket, own_cluster};
use marsad_pack::data::{Sense, tag};
use std::borrow::Cow;

pub use pair::{may_join, more_features, pair_features};

/// A phrase as a candidate for the roles of one trigger.
#[derive(Clone, Debug)]
pub struct Filler {
    /// Index into `Doc::phrases`.
    pub phrase: u32,
    /// Where the construction puts it.
    pub slot: Box<str>,
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
    let mut last_slot: Box<str> = "".into();
    for p in doc.phrases_in(c.start, s.end) {
        let q = &doc.phrases[p];
        if q.start < c.end && q.start >= c.start && q.end <= c.end || q.start == c.start {
            continue;
        }
        let whole = q.shape == Shape::Whole;
        let joined = q.joined && whole && !last_slot.is_empty();
        let slot: Box<str> = if joined { last_slot.clone() } else { slot_after(doc, c, p, rank) };
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
fn slot_after(doc: &Doc<'_>, c: &Candidate, p: usize, rank: u32) -> Box<str> {
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
fn slot_before(doc: &Doc<'_>, c: &Candidate, p: usize) -> Box<str> {
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

/// Features of a phrase as a party of a trigger.
pub fn features(doc: &Doc<'_>, c: &Candidate, sense: &Sense, scene: &Scene<'_>, filler: &Filler, f: &mut impl Sink) {
    let p = filler.phrase as usize;
    let q = &doc.phrases[p];
    let lemma = &doc.text.pack.data.lemmas[c.lemma as usize];
    let who = &doc.who[p];
    let t = &*sense.kind;
    let slot = &*filler.slot;
    let kind = kind_name(doc, p);
    let voice = if c.passive { "pass" } else { "act" };
    let side = if filler.back > 0 {
        "back"
    } else if q.start >= c.end {
        "after"
    } else {
        "before"
    };
    let light = c.light.and_then(|l| doc.text.lemma(l as usize)).and_then(|l| l.light);
    let (t, slot, class) = (Symbol::new(t), Symbol::new(slot), Symbol::new(c.class));
    let (frame, kind_of, sector, side_of) = (Symbol::new(&filler.frame), Symbol::new(kind), Symbol::new(&who.sector), Symbol::new(side));
    let top = matches!(doc.zone(c.start), Zone::Headline | Zone::Lead);
    feature!(f, "slot=", slot);
    feature!(f, "slot=", slot, class, voice);
    feature!(f, "slot=", slot, t);
    feature!(f, "slot=", slot, "lemma=", &lemma.form);
    feature!(f, "frame=", frame, slot);
    feature!(f, "frame=", frame, voice, class);
    if let Some(entry) = light {
        feature!(f, "light=", &doc.text.pack.data.lights[entry as usize].role, slot);
    }
    feature!(f, "zone=", if top { "top" } else { "body" }, slot);
    feature!(f, "slot=", slot, "kind=", kind_of);
    feature!(f, "frame=", frame, "kind=", kind_of);
    feature!(f, "kind=", kind_of, t);
    feature!(f, "kind=", kind_of, side_of);
    feature!(f, "kind=", kind_of, class, slot);
    feature!(f, "sector=", sector, t);
    feature!(f, "sector=", sector, side_of);
    feature!(f, "country=", if who.country.is_empty() { "n" } else { "y" }, side_of);
    let who_is = if who.sector.is_empty() { kind_of } else { sector };
    feature!(f, "who=", who_is, slot, t);
    feature!(f, "who=", who_is, slot, class);
    feature!(f, "who=", who_is, frame, side_of);
    feature!(f, "code=", &who.country, sector, t);
    steps(doc, c, filler, side, f);
    let agree = if verb_trigger(c) { agreement(doc, c.start, p) } else { "-" };
    let quoted = doc.text.units[q.start as usize].quote == doc.text.units[c.start as usize].quote;
    let (article, event) = (doc.text.article(q.start as usize), doc.text.tags(q.head as usize) & tag::EVENT != 0);
    let marks = doc.phrase_marks.get(p).copied().unwrap_or_default();
    let form = look!("", q.shape.name(), agree, filler.joined, quoted, article, event, u32::from(marks));
    f.group(look!("form", form, slot, side, t), |f| {
        feature!(f, "shape=", q.shape.name(), slot);
        feature!(f, "agree=", agree, slot);
        if filler.joined {
            feature!(f, "joined", slot);
        }
        feature!(f, "quote=", if quoted { "same" } else { "other" }, side);
        if event {
            feature!(f, "event-head", slot);
        }
        if marks & marks::SOURCE != 0 {
            feature!(f, "source", side);
            feature!(f, "source", t);
            feature!(f, "source", slot);
        }
        if marks & marks::FIGURE != 0 {
            feature!(f, "figure", t, side);
        }
        feature!(f, "definite=", if article { "y" } else { "n" }, slot);
    });
    let head = doc.text.lemma(q.head as usize).map_or("", |l| &*l.form);
    feature!(f, "head=", head, t);
    groups(doc, c, sense, filler, side, f);
    clause_features(doc, c, sense, scene, filler, f);
    past_features(doc, c, sense, scene, filler, f);
    rival_features(doc, c, sense, scene, filler, f);
    let before = Symbol::new(word_before(doc, q.start));
    feature!(f, "before=", before, side_of);
    feature!(f, "before=", before, t);
    feature!(f, "before=", before, slot);
}

/// The groups of the head of the phrase and of the trigger, so that what was learned of one pair of words serves its like.
fn groups(doc: &Doc<'_>, c: &Candidate, sense: &Sense, filler: &Filler, side: &str, f: &mut impl Sink) {
    let q = &doc.phrases[filler.phrase as usize];
    let (slot, frame) = (&*filler.slot, &*filler.frame);
    let kind = kind_name(doc, filler.phrase as usize);
    let head = doc.clusters[q.head as usize];
    let own = own_cluster(doc, c);
    let (coarse, middle) = (Symbol::new(head.coarse()), Symbol::new(head.middle()));
    let (own_coarse, own_middle) = (Symbol::new(own.coarse()), Symbol::new(own.middle()));
    feature!(f, "headc=", coarse, slot);
    feature!(f, "headm=", middle, slot);
    feature!(f, "headm=", middle, &sense.kind, side);
    feature!(f, "headf=", head.fine(), frame);
    feature!(f, "headc=", coarse, frame, side);
    feature!(f, "ownm=", own_middle, slot);
    feature!(f, "ownm=", own_middle, slot, kind);
    feature!(f, "ownf=", own.fine(), slot, c.class);
    feature!(f, "ownm=", own_middle, "headc=", coarse, side);
    feature!(f, "ownc=", own_coarse, "headm=", middle, slot);
    feature!(f, "lemma=", &doc.text.pack.data.lemmas[c.lemma as usize].form, slot, kind);
}

/// How far a phrase stands from a trigger: in words, phrases, clauses and verbs.
fn steps(doc: &Doc<'_>, c: &Candidate, filler: &Filler, side: &str, f: &mut impl Sink) {
    let q = &doc.phrases[filler.phrase as usize];
    let slot = &*filler.slot;
    let distance = bucket(if q.start >= c.end { q.start - c.end } else { c.start.saturating_sub(q.end) });
    let clauses = bucket(doc.clause[q.start as usize].abs_diff(doc.clause[c.start as usize]));
    let between = if side == "before" { q.end..c.start } else { c.end.min(q.start)..c.start.max(q.start) };
    let verbs = bucket(doc.verbs_in(between));
    let rank = bucket(filler.rank);
    f.group(look!("distance", distance, side, slot), |f| {
        feature!(f, "dist=", distance, side);
        feature!(f, "dist=", distance, slot);
    });
    f.group(look!("steps", rank, clauses, verbs, side, slot, c.class), |f| {
        feature!(f, "rank=", rank, side, c.class);
        feature!(f, "rank=", rank, slot);
        feature!(f, "clauses=", clauses, side);
        feature!(f, "clauses=", clauses, slot, c.class);
        feature!(f, "verbs=", verbs, side);
        feature!(f, "verbs=", verbs, slot);
    });
}

fn verb_trigger(c: &Candidate) -> bool {
    matches!(c.class, "past" | "pres")
}

/// Dictionary or written form of the word before a unit; `#` at the edge of the sentence.
fn word_before<'d>(doc: &'d Doc<'_>, unit: u32) -> &'d str {
    let Some(u) = unit.checked_sub(1).map(|u| u as usize) else { return "#" };
    if doc.text.units[u].sentence != doc.text.units[unit as usize].sentence {
        return "#";
    }
    doc.text.lemma(u).map_or_else(|| doc.text.key(u), |l| &*l.form)
}

/// What the phrase is in the clause of the trigger or of its neighbours.
fn clause_features(doc: &Doc<'_>, c: &Candidate, sense: &Sense, scene: &Scene<'_>, filler: &Filler, f: &mut impl Sink) {
    let lemma = &doc.text.pack.data.lemmas[c.lemma as usize];
    let (place, way) = scene.place(doc, filler.phrase);
    let shape = doc.phrases[filler.phrase as usize].shape.name();
    let kind = kind_name(doc, filler.phrase as usize);
    let voice = if c.passive { "pass" } else { "act" };
    let light =
        c.light.and_then(|l| doc.text.lemma(l as usize)).and_then(|l| l.light).map_or("", |e| &*doc.text.pack.data.lights[e as usize].role);
    let t = &*sense.kind;
    let clause = match place.split('.').next() {
        Some("own") => scene.own,
        Some("gov") => scene.governor,
        Some("next") => scene.next,
        _ => scene.previous,
    };
    let back = filler.back > 0;
    let own = if place.starts_with("own") { frame(sense, if place.ends_with("subj") { "subj" } else { "obj" }) } else { "".into() };
    let in_own = place.starts_with("own");
    let spot = place;
    let (place, class) = (Symbol::new(place), Symbol::new(c.class));
    feature!(f, "in=", place, way, shape);
    feature!(f, "in=", place, way, class, voice);
    feature!(f, "in=", place, t);
    feature!(f, "in=", place, kind);
    feature!(f, "in=", place, &filler.slot);
    feature!(f, "in=", place, light, class);
    feature!(f, "in=", place, "pron=", scene.pronoun, way);
    if !scene.pronoun.is_empty() {
        let head = doc.text.units[doc.phrases[filler.phrase as usize].head as usize].reading;
        let form = head.map_or_else(|| "?".to_owned(), |r| format!("{:?}{:?}", r.feats.gender(), r.feats.number()));
        feature!(f, "pron=", scene.pronoun, &form, if back { "back" } else { "here" }, class);
        feature!(f, "pron=", scene.pronoun, &form, kind);
    }
    if in_own {
        feature!(f, "in=", place, "frame=", &own, voice);
    }
    feature!(f, "in=", place, "lemma=", &lemma.form);
    if let Some(verb) = clause.filter(|_| !spot.is_empty()).map(|x| x.verb as usize) {
        let form = doc.text.lemma(verb).map_or("", |l| &*l.form);
        feature!(f, "in=", place, "of=", form);
        let object = if doc.text.pronoun(verb).is_empty() { "" } else { "him" };
        feature!(f, "in=", place, object, shape);
    }
}

/// What else in the sentence lays claim to the phrase, and what it is beside its words.
fn rival_features(doc: &Doc<'_>, c: &Candidate, sense: &Sense, scene: &Scene<'_>, filler: &Filler, f: &mut impl Sink) {
    let q = &doc.phrases[filler.phrase as usize];
    let slot = &*filler.slot;
    let t = &*sense.kind;
    let kind = kind_name(doc, filler.phrase as usize);
    if filler.back > 0 {
        let actor = doc.who[filler.phrase as usize].actor;
        let often = actor.map_or(0, |a| doc.who.iter().filter(|w| w.actor == Some(a)).count()) as u32;
        feature!(f, "often=", bucket(often));
        return;
    }
    let (a, b) = if q.start >= c.end { (c.end, q.start) } else { (q.end.min(c.start), c.start) };
    let between = scene.rivals.iter().filter(|r| r.start >= a && r.start < b).count() as u32;
    let near = scene.rivals.iter().filter(|r| r.end <= q.start).min_by_key(|r| q.start - r.end);
    let closer = near.filter(|r| q.start - r.end < if q.start >= c.end { q.start - c.end } else { u32::MAX });
    let claimed = closer.map_or(("", ""), |r| (r.class, bucket(q.start - r.end)));
    let events = bucket(doc.events_in(a..b));
    feature!(f, "rivals=", bucket(between), slot);
    feature!(f, "rivals=", bucket(between), kind);
    if closer.is_some() {
        feature!(f, "claimed=", claimed.0, claimed.1, slot);
        feature!(f, "claimed=", claimed.0, claimed.1, t);
    }
    feature!(f, "events=", events, slot);
    let (claim, word) = claim(doc, q.start);
    let after = q.start >= c.end;
    feature!(f, "claim=", claim, word, kind);
    feature!(f, "claim=", claim, word, slot);
    feature!(f, "claim=", claim, word, t, if after { "after" } else { "before" });
    let timed = doc.timed[q.head as usize];
    let placed = doc.places.get(doc.place_at[q.head as usize] as usize);
    let place = placed.map_or("-", |x| if x.actor { "actor" } else { "place" });
    let sector = &*doc.who[filler.phrase as usize].sector;
    let numbered = part_of_number(doc, filler.phrase);
    let (a, b) = (look!("", timed, place, &*q.prep, scene.people, numbered), look!("", kind, sector, slot, c.class));
    f.group(look!("beside", a, b, t), |f| {
        if timed {
            feature!(f, "timed");
        }
        feature!(f, "place=", place, &q.prep, t);
        feature!(f, "place=", place, slot, if scene.people { "people" } else { "" });
        feature!(f, "people=", if scene.people { "y" } else { "n" }, kind);
        feature!(f, "prep=", &q.prep, t, c.class);
        feature!(f, "prep=", &q.prep, kind);
        feature!(f, "prep=", &q.prep, sector, t);
        if numbered {
            feature!(f, "of-number", kind);
        }
    });
    feature!(f, "next=", word_after(doc, q.end), slot);
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

/// The tag of the word behind a unit, or its form where it is a relative, preposition or verb.
fn word_after<'d>(doc: &'d Doc<'_>, unit: u32) -> &'d str {
    match doc.text.units.get(unit as usize) {
        Some(u) if u.tag == Tag::Prep => doc.text.key(unit as usize),
        Some(u) => u.tag.name(),
        None => "#",
    }
}

/// Whether the phrase is what a figure before it counts ("three of the soldiers").
fn part_of_number(doc: &Doc<'_>, phrase: u32) -> bool {
    let q = &doc.phrases[phrase as usize];
    let before = &doc.phrases[..phrase as usize];
    &*q.prep == "from" && before.last().is_some_and(|p| p.end + 2 >= q.start && doc.text.units[p.end as usize - 1].tag == Tag::Number)
}

/// What the party was in the mentions before, and how often the report names it.
fn past_features(doc: &Doc<'_>, c: &Candidate, sense: &Sense, scene: &Scene<'_>, filler: &Filler, f: &mut impl Sink) {
    let side = match filler.back {
        0 => "here",
        n if n <= BACK => "back",
        _ => "past",
    };
    let definite = if doc.text.article(c.start as usize) { "def" } else { c.class };
    let (mut acted, mut suffered) = (0u32, 0u32);
    let kind = |m: &crate::code::Coded| doc.text.pack.data.senses[m.sense as usize].kind == sense.kind;
    if let Some(m) = scene.past.iter().find(|m| kind(m)) {
        let named = |list: &[(u32, f32)]| list.iter().any(|(p, _)| same_party(doc, *p, filler.phrase));
        let was = match (named(&m.actors), named(&m.recipients)) {
            (true, _) => "actor",
            (_, true) => "recipient",
            _ if m.actors.is_empty() => "nobody",
            _ => "other",
        };
        f.group(look!("last", was, side, definite, &*sense.kind, &*filler.slot), |f| {
            feature!(f, "last=", was, side, definite);
            feature!(f, "last=", was, side, &sense.kind);
            feature!(f, "last=", was, &filler.slot);
        });
    }
    for (n, m) in scene.past.iter().enumerate() {
        let in_list = |list: &[(u32, f32)]| list.iter().any(|(p, _)| same_party(doc, *p, filler.phrase));
        let (actor, recipient) = (in_list(&m.actors), in_list(&m.recipients));
        acted += u32::from(actor);
        suffered += u32::from(recipient);
        if n < 2 && (actor || recipient) {
            let was = if actor { "actor" } else { "recipient" };
            let same = doc.text.pack.data.senses[m.sense as usize].kind == sense.kind;
            let twin = if m.trigger.lemma == c.lemma {
                "word"
            } else if same {
                "kind"
            } else {
                "other"
            };
            let near = doc.text.units[m.trigger.start as usize].sentence.abs_diff(doc.text.units[c.start as usize].sentence);
            let n = bucket(n as u32);
            let near = bucket(near.min(3));
            let joined = doc.text.clitic_conj(c.start as usize);
            let (a, b) = (look!("", was, n, twin, side), look!("", definite, near, &*filler.slot, joined));
            f.group(look!("was", a, b, c.class), |f| {
                feature!(f, "was=", was, n, twin, side);
                feature!(f, "was=", was, n, twin, definite);
                feature!(f, "was=", was, n, near, side);
                feature!(f, "was=", was, n, &filler.slot);
                if joined {
                    feature!(f, "was=", was, n, "joined", c.class, near);
                }
            });
        }
    }
    f.group(look!("acted", bucket(acted), bucket(suffered), side, &*sense.kind), |f| {
        feature!(f, "acted=", bucket(acted), bucket(suffered), side);
        feature!(f, "acted=", bucket(acted), bucket(suffered), &sense.kind);
    });
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
