//! Triggers: words that may carry an event. The lexicon proposes; a linear model chooses, with "none" as a candidate.

mod feature;
mod view;

use crate::doc::{Doc, starting_in};
use crate::inflect::Inflection;
use crate::tag::Tag;
use crate::text::Zone;
use marsad_pack::data::{Condition, Entity, Lemma, Sense, tag};
use marsad_text::TokenKind;

pub(crate) use feature::best_sense;
pub use feature::features;
pub(crate) use view::own_cluster;

/// A word or phrase with event senses.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// First unit.
    pub start: u32,
    /// One past the last unit.
    pub end: u32,
    /// Proclitics of the first unit.
    pub pro: u8,
    /// Dictionary entry.
    pub lemma: u32,
    /// Rough class of the reading: past, pres, masdar, noun, phrase, ...
    pub class: &'static str,
    /// Written so only as a passive, or marked as one.
    pub passive: bool,
    /// The reading is the one chosen in context.
    pub chosen: bool,
    /// Best sense of each type (index into the pack's senses), with whether its condition is met.
    pub senses: Vec<(u32, bool)>,
    /// Light verb that carries the event noun, if any.
    pub light: Option<u32>,
    /// A fixed phrase of several words.
    pub phrase: bool,
}

/// The triggers that compete with one for what stands around it.
pub(crate) struct Rivals<'t> {
    /// Those of its sentence, itself among them.
    pub here: &'t [Candidate],
    /// Those of the sentences from which a teller may carry over, too.
    pub told: &'t [Candidate],
}

impl<'t> Rivals<'t> {
    pub(crate) fn of(doc: &Doc<'_>, triggers: &'t [Candidate], unit: u32) -> Self {
        let here = doc.sentence(unit);
        let sentence = doc.text.units[unit as usize].sentence;
        let back = doc.text.sentences[sentence.saturating_sub(TELLER_REACH) as usize].start;
        let within = |start| &triggers[starting_in(triggers, |t| t.start, start, here.end)];
        Self { here: within(here.start), told: within(back) }
    }
}

/// Sentences back from which a teller may still speak.
const TELLER_REACH: u32 = 12;

/// How far a condition looks ahead, in units.
const LOOK_AHEAD: usize = 5;
/// How far before its noun a light verb may stand, in units.
const LIGHT_REACH: u32 = 7;

/// Finds all candidates, in order.
#[must_use]
pub fn candidates(doc: &Doc<'_>) -> Vec<Candidate> {
    let text = &doc.text;
    let data = &text.pack.data;
    let mut out: Vec<Candidate> = Vec::new();
    for i in 0..text.units.len() {
        if text.units[i].kind != TokenKind::Word || doc.zone(i as u32) == Zone::Furniture {
            continue;
        }
        // The dawn of a date is no explosion, though both are written alike.
        if doc.timed[i] && doc.classes.daypart.iter().any(|class| text.has_class(i, *class)) {
            continue;
        }
        let mut here: Vec<Candidate> = Vec::new();
        for hit in text.hits_at(i) {
            if let Entity::Lemma(l) = hit.entity {
                let lemma = &data.lemmas[l as usize];
                if !lemma.senses.is_empty() {
                    here.push(Candidate {
                        start: hit.start,
                        end: hit.end,
                        pro: hit.pro,
                        lemma: l,
                        class: "phrase",
                        passive: false,
                        chosen: true,
                        senses: senses(doc, lemma, i, hit.end as usize),
                        light: None,
                        phrase: hit.end - hit.start > 1,
                    });
                }
            }
        }
        let chosen = text.units[i].reading;
        let mut seen: Vec<u32> = Vec::new();
        let order = chosen.iter().chain(text.units[i].info.readings.iter());
        for reading in order {
            let lemma = &data.lemmas[reading.lemma as usize];
            if lemma.senses.is_empty() || seen.contains(&reading.lemma) || reading.feats.is_imperative() {
                continue;
            }
            seen.push(reading.lemma);
            let verb = reading.feats.is_verb();
            let is_chosen = chosen.is_some_and(|c| c.lemma == reading.lemma);
            here.push(Candidate {
                start: i as u32,
                end: i as u32 + 1,
                pro: reading.pro,
                lemma: reading.lemma,
                class: reading.feats.class_name(),
                passive: reading.feats.is_passive() || verb && marked_passive(doc, i),
                chosen: is_chosen && verb == (text.units[i].tag == Tag::Verb),
                senses: senses(doc, lemma, i, i + 1),
                light: if verb { None } else { light(doc, i as u32) },
                phrase: false,
            });
        }
        out.append(&mut here);
    }
    out
}

/// A damma on the first letter of a finite verb, where the writer put one, marks the passive of the past (or of the
/// present, on its prefix).
fn marked_passive(doc: &Doc<'_>, unit: usize) -> bool {
    let raw = doc.text.folded.to_raw(doc.text.units[unit].span).of(doc.text.raw);
    raw.chars().take(4).any(|c| c == '\u{064F}')
}

fn senses(doc: &Doc<'_>, lemma: &Lemma, start: usize, end: usize) -> Vec<(u32, bool)> {
    let data = &doc.text.pack.data;
    let mut out: Vec<(u32, bool, u32)> = Vec::new();
    for id in &lemma.senses {
        let sense = &data.senses[*id as usize];
        let met = sense.when.is_empty() || sense.when.iter().any(|c| holds(doc, c, start, end));
        let rank = u32::from(sense.weight) + if met && !sense.when.is_empty() { 10 } else { 0 };
        let rank = if met { rank + 1 } else { 0 };
        match out.iter_mut().find(|(o, _, _)| data.senses[*o as usize].kind == sense.kind) {
            Some(old) if old.2 >= rank => {}
            Some(old) => *old = (*id, met, rank),
            None => out.push((*id, met, rank)),
        }
    }
    out.into_iter().map(|(id, met, _)| (id, met)).collect()
}

fn holds(doc: &Doc<'_>, condition: &Condition, start: usize, end: usize) -> bool {
    let text = &doc.text;
    let sentence = text.units[start].sentence;
    let window = (start.saturating_sub(2)..start).chain(end..(end + LOOK_AHEAD).min(text.units.len()));
    window.filter(|u| text.units[*u].sentence == sentence).any(|u| match condition {
        Condition::Tag(bits) => text.units[u].info.readings.iter().any(|r| text.pack.data.lemmas[r.lemma as usize].tags & bits != 0),
        Condition::Word(word) => {
            let key = text.key(u);
            key == &**word || text.units[u].info.readings.iter().any(|r| text.pack.lemma_key(r.lemma) == &**word)
        }
    })
}

/// The light verb that carries an event noun: before it in the same clause, or right behind it in a relative clause.
fn light(doc: &Doc<'_>, unit: u32) -> Option<u32> {
    let text = &doc.text;
    let sentence = text.units[unit as usize].sentence;
    let is_light = |u: u32| text.units[u as usize].tag == Tag::Verb && text.tags(u as usize) & tag::LIGHT != 0;
    let first = unit.saturating_sub(LIGHT_REACH);
    let before = (first..unit)
        .rev()
        .take_while(|u| text.units[*u as usize].sentence == sentence && !text.is_clause_sign(*u as usize))
        .find(|u| is_light(*u));
    before.or_else(|| {
        let last = (unit + 5).min(text.units.len() as u32);
        (unit + 1..last).find(|u| {
            text.units[*u as usize].sentence == sentence
                && is_light(*u)
                && (*u == unit + 1 || (unit + 1..*u).all(|m| text.units[m as usize].tag != Tag::Verb))
        })
    })
}

impl Candidate {
    /// The best sense for a type.
    #[must_use]
    pub fn sense<'d>(&self, doc: &'d Doc<'_>, kind: &str) -> Option<&'d Sense> {
        let senses = &doc.text.pack.data.senses;
        self.senses.iter().map(|(s, _)| &senses[*s as usize]).find(|s| &*s.kind == kind)
    }
}

/// Counts and distances in a few steps.
#[must_use]
pub fn bucket(n: u32) -> &'static str {
    match n {
        0 => "0",
        1 => "1",
        2 => "2",
        3 => "3",
        4..=5 => "4",
        6..=8 => "6",
        9..=13 => "9",
        14..=20 => "14",
        21..=35 => "21",
        _ => "36",
    }
}
