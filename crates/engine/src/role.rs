//! Roles: which noun phrases are actor and recipient of a trigger.
//!
//! The construction gives each phrase a slot (subject, object, complement, behind a preposition, before the trigger);
//! the lexicon's frame says what the slot means for this word; a linear model weighs both with distance and kind.

use crate::chunk::Shape;
use crate::doc::{Doc, kind_name};
use crate::inflect::Inflection;
use crate::model::Sink;
use crate::tag::Tag;
use crate::text::Zone;
use crate::trigger::{Candidate, bucket};
use marsad_pack::data::{Sense, tag};

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
pub fn fillers(doc: &Doc<'_>, c: &Candidate, sense: &Sense) -> Vec<Filler> {
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
        out.push(Filler { phrase: p as u32, frame: frame(sense, &slot), slot, rank, back: 0, joined });
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
        out.push(Filler { phrase: p as u32, frame: frame(sense, &slot), slot, rank, back: 0, joined: q.joined });
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
    out
}

fn frame(sense: &Sense, slot: &str) -> String {
    let key = match slot {
        "obj2" => "obj",
        "prp:" => "",
        other => other.strip_prefix("prp:").unwrap_or(other),
    };
    sense.frame.iter().filter(|(s, _)| &**s == key).flat_map(|(_, roles)| roles.iter().map(|r| &**r)).collect::<Vec<_>>().join(",")
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

fn agreement(doc: &Doc<'_>, c: &Candidate, p: usize) -> &'static str {
    use marsad_morph::{Gender, Number};
    let Some(v) = doc.text.units[c.start as usize].reading.filter(|r| r.feats.is_verb()) else { return "-" };
    let Some(n) = doc.text.units[doc.phrases[p].head as usize].reading else { return "?" };
    let (vg, ng) = (v.feats.gender(), n.feats.gender());
    let plural = v.feats.number() == Number::Plural;
    if plural {
        return if n.feats.number() == Number::Plural { "pl" } else { "pl!" };
    }
    match (vg, ng) {
        (Gender::Either, _) | (_, Gender::Either) => "?",
        (a, b) if a == b => "y",
        _ if n.feats.number() == Number::Plural && vg == Gender::Feminine => "y",
        _ => "n",
    }
}

/// Features of a phrase as a party of a trigger.
pub fn features(doc: &Doc<'_>, c: &Candidate, sense: &Sense, filler: &Filler, f: &mut impl Sink) {
    let p = filler.phrase as usize;
    let q = &doc.phrases[p];
    let lemma = &doc.text.pack.data.lemmas[c.lemma as usize];
    let who = &doc.who[p];
    let t = &*sense.kind;
    let slot = &*filler.slot;
    let kind = kind_name(doc, p);
    let voice = if c.passive { "pass" } else { "act" };
    let distance = if q.start >= c.end { q.start - c.end } else { c.start.saturating_sub(q.end) };
    let side = if filler.back > 0 { "back" } else if q.start >= c.end { "after" } else { "before" };
    let clauses = doc.clause[q.start as usize].abs_diff(doc.clause[c.start as usize]);
    f.add(&["slot=", slot]);
    f.add(&["slot=", slot, "|", c.class, "|", voice]);
    f.add(&["slot=", slot, "|", t]);
    f.add(&["slot=", slot, "|kind=", kind]);
    f.add(&["slot=", slot, "|lemma=", &lemma.form]);
    f.add(&["frame=", &filler.frame, "|", slot]);
    f.add(&["frame=", &filler.frame, "|", voice, "|", c.class]);
    f.add(&["frame=", &filler.frame, "|kind=", kind]);
    f.add(&["kind=", kind, "|", t]);
    f.add(&["kind=", kind, "|", side]);
    f.add(&["kind=", kind, "|", c.class, "|", slot]);
    f.add(&["sector=", &who.sector, "|", t]);
    f.add(&["sector=", &who.sector, "|", side]);
    f.add(&["country=", if who.country.is_empty() { "n" } else { "y" }, "|", side]);
    f.add(&["dist=", bucket(distance), "|", side]);
    f.add(&["dist=", bucket(distance), "|", slot]);
    f.add(&["rank=", bucket(filler.rank), "|", side, "|", c.class]);
    f.add(&["rank=", bucket(filler.rank), "|", slot]);
    f.add(&["clauses=", bucket(clauses), "|", side]);
    f.add(&["clauses=", bucket(clauses), "|", slot, "|", c.class]);
    f.add(&["shape=", q.shape.name(), "|", slot]);
    f.add(&["agree=", agreement(doc, c, p), "|", slot]);
    if filler.joined {
        f.add(&["joined|", slot]);
    }
    let quoted = doc.text.units[q.start as usize].quote == doc.text.units[c.start as usize].quote;
    f.add(&["quote=", if quoted { "same" } else { "other" }, "|", side]);
    let head = doc.text.lemma(q.head as usize).map_or("", |l| &*l.form);
    f.add(&["head=", head, "|", t]);
    if doc.text.tags(q.head as usize) & tag::EVENT != 0 {
        f.add(&["event-head|", slot]);
    }
    if doc.sources.iter().any(|s| s.phrase == filler.phrase && s.construct != crate::source::Construct::Continued) {
        f.add(&["source|", side]);
        f.add(&["source|", t]);
        f.add(&["source|", slot]);
    }
    let verbs = (c.end.min(q.start)..c.start.max(q.start)).filter(|u| doc.text.units[*u as usize].tag == Tag::Verb).count() as u32;
    let verbs = if side == "before" { (q.end..c.start).filter(|u| doc.text.units[*u as usize].tag == Tag::Verb).count() as u32 } else { verbs };
    f.add(&["verbs=", bucket(verbs), "|", side]);
    f.add(&["verbs=", bucket(verbs), "|", slot]);
    let figure = doc.quantities.iter().any(|k| k.start < q.end && q.start < k.end);
    if figure {
        f.add(&["figure|", t, "|", side]);
    }
    if let Some(light) = c.light {
        if let Some(l) = doc.text.lemma(light as usize) {
            if let Some(entry) = l.light {
                let role = &doc.text.pack.data.lights[entry as usize].role;
                f.add(&["light=", role, "|", slot]);
            }
        }
    }
    f.add(&["definite=", if doc.text.article(q.start as usize) { "y" } else { "n" }, "|", slot]);
}
