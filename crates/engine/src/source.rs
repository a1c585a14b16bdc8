//! Sources: phrases that name who says something, with how the words present it.
//!
//! A reporting verb has its teller as subject (after it, or right before it) and its outlet behind a preposition; an
//! "according to" phrase has its teller behind it; a relaying verb has its outlet as subject and its teller behind a
//! preposition. A reporting verb without a named subject goes on with the teller before.

use crate::chunk::Shape;
use crate::doc::Doc;
use crate::party::source_kind;
use crate::tag::Tag;
use crate::text::Zone;
use marsad_pack::data::{Entity, Say, tag};

/// How the words present a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Construct {
    /// Subject behind its reporting verb.
    Verb,
    /// Subject before its reporting verb.
    Subject,
    /// Reporting verb without a subject: the teller before goes on.
    Continued,
    /// Behind "according to" and the like.
    According,
    /// The one told, or the outlet of a relay.
    Via,
    /// Reporting noun with its complement ("a statement of X").
    Noun,
    /// A headline's "X: ...".
    Colon,
}

impl Construct {
    /// Short name for features and rule ids.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Verb => "verb",
            Self::Subject => "subject",
            Self::Continued => "continued",
            Self::According => "according",
            Self::Via => "via",
            Self::Noun => "noun",
            Self::Colon => "colon",
        }
    }
}

/// A phrase that names a source, as one construction presents it.
#[derive(Clone, Debug)]
pub struct SourcePhrase {
    /// The phrase (index into `Doc::phrases`).
    pub phrase: u32,
    /// The reporting word.
    pub cue: u32,
    /// How it is presented.
    pub construct: Construct,
    /// asserts, denies, ...
    pub stance: Box<str>,
    /// Sentence of the reporting word.
    pub sentence: u32,
    /// First unit of what is said, if it follows.
    pub content: u32,
    /// Kind of source.
    pub kind: &'static str,
    /// Unnamed persons.
    pub anonymous: bool,
    /// How many.
    pub number: Option<u32>,
    /// The source phrase that this one carries on or carries (index into `Doc::sources`), for chains.
    pub of: Option<u32>,
}

/// Finds all sources, in order of their reporting word.
#[must_use]
pub fn sources(doc: &Doc<'_>) -> Vec<SourcePhrase> {
    let mut out: Vec<SourcePhrase> = Vec::new();
    let text = &doc.text;
    let according = text.pack.class("according");
    let mut unit = 0;
    while unit < text.units.len() {
        if doc.zone(unit as u32) == Zone::Furniture {
            unit += 1;
            continue;
        }
        let phrase_say = text.hits[text.hits.partition_point(|h| (h.start as usize) < unit)..]
            .iter()
            .take_while(|h| h.start as usize == unit)
            .find_map(|h| match h.entity {
                Entity::Lemma(l) => text.pack.data.lemmas[l as usize].say.map(|s| (h.end, s)),
                _ => None,
            });
        if let Some((end, say)) = phrase_say {
            let say = &text.pack.data.says[say as usize];
            if &*say.tag == "according" || say.frame.iter().any(|(slot, _)| &**slot == "gen") {
                behind(doc, unit as u32, end, say, Construct::According, &mut out);
                unit = end as usize;
                continue;
            }
        }
        if text.has_class(unit, according) && phrase_say.is_none() {
            let mut end = unit + 1;
            while end < text.units.len() && text.has_class(end, according) && text.units[end].sentence == text.units[unit].sentence {
                end += 1;
            }
            if let Some(p) = phrase_at(doc, end as u32) {
                push(doc, p, unit as u32, Construct::According, "asserts", &mut out);
            }
            unit = end;
            continue;
        }
        if let Some(say) = text.lemma(unit).and_then(|l| l.say) {
            let say = &text.pack.data.says[say as usize];
            if text.units[unit].tag == Tag::Verb {
                verb(doc, unit as u32, say, &mut out);
            } else if text.units[unit].tag.nominal() {
                noun(doc, unit as u32, say, &mut out);
            }
        }
        if text.sign(unit) == ':' && matches!(doc.zone(unit as u32), Zone::Headline | Zone::Lead | Zone::Body) {
            colon(doc, unit as u32, &mut out);
        }
        unit += 1;
    }
    out
}

/// The whole phrase that begins at a unit, past quotation marks.
fn phrase_at(doc: &Doc<'_>, unit: u32) -> Option<usize> {
    let mut at = unit;
    while (at as usize) < doc.text.units.len() && doc.text.is_quote_sign(at as usize) {
        at += 1;
    }
    let i = doc.phrases.partition_point(|p| p.start < at);
    doc.phrases.get(i).filter(|p| p.start == at && same_sentence(doc, unit, p.start)).map(|_| i)
}

fn same_sentence(doc: &Doc<'_>, a: u32, b: u32) -> bool {
    doc.text.units.get(a as usize).zip(doc.text.units.get(b as usize)).is_some_and(|(x, y)| x.sentence == y.sentence)
}

/// Whether a phrase can be somebody who speaks.
#[must_use]
pub fn can_speak(doc: &Doc<'_>, phrase: usize) -> bool {
    let p = &doc.phrases[phrase];
    let head = doc.text.tags(p.head as usize);
    let who = &doc.who[phrase];
    !who.kind.is_empty()
        || p.person
        || head & (tag::PERSON | tag::TITLE | tag::GROUP | tag::ORGAN | tag::SOURCE | tag::DOCUMENT) != 0
        || p.tags & tag::TITLE != 0
        || doc.text.units[p.head as usize].tag == Tag::Name && p.place.is_none()
}

fn verb(doc: &Doc<'_>, unit: u32, say: &Say, out: &mut Vec<SourcePhrase>) {
    let relay = say.frame.iter().any(|(slot, roles)| &**slot == "subj" && roles.iter().any(|r| &**r == "via"));
    let sentence = doc.sentence(unit);
    let after = subject_after(doc, unit, sentence.end);
    let before = if after.is_none() { subject_before(doc, unit, sentence.start) } else { None };
    let found = after.map(|p| (p, Construct::Verb)).or(before.map(|p| (p, Construct::Subject)));
    let first = out.len();
    match found {
        Some((p, construct)) => {
            let told = relayed(doc, unit, p, say);
            match told.filter(|_| relay) {
                Some(teller) => {
                    push(doc, teller, unit, construct, &say.stance, out);
                    let of = out.len() as u32 - 1;
                    push(doc, p, unit, Construct::Via, &say.stance, out);
                    out.last_mut().expect("just pushed").of = Some(of);
                }
                None => {
                    push(doc, p, unit, construct, &say.stance, out);
                    let of = out.len() as u32 - 1;
                    if let Some(outlet) = outlet_after(doc, p, unit) {
                        push(doc, outlet, unit, Construct::Via, &say.stance, out);
                        out.last_mut().expect("just pushed").of = Some(of);
                    }
                }
            }
        }
        None => {
            // Pronoun subject: the last teller goes on.
            let last = out.iter().rev().find(|s| s.construct != Construct::Via && sentence_gap(doc, s.cue, unit) <= 4).map(|s| (s.phrase, s.construct));
            if let Some((p, _)) = last {
                push(doc, p as usize, unit, Construct::Continued, &say.stance, out);
            }
        }
    }
    let content = content_start(doc, unit, sentence.end);
    for s in &mut out[first..] {
        s.content = content;
    }
}

fn sentence_gap(doc: &Doc<'_>, a: u32, b: u32) -> u32 {
    doc.text.units[b as usize].sentence.abs_diff(doc.text.units[a as usize].sentence)
}

/// The first phrase behind a verb that can speak, before the content begins.
fn subject_after(doc: &Doc<'_>, unit: u32, end: u32) -> Option<usize> {
    let content = content_start(doc, unit, end);
    doc.phrases_in(unit + 1, content.min(unit + 9)).find(|p| {
        let q = &doc.phrases[*p];
        q.shape == Shape::Whole && q.prep.is_empty() && can_speak(doc, *p)
    })
}

/// The phrase right before the verb ("the army announced"), or the one that a relative clause hangs on.
fn subject_before(doc: &Doc<'_>, unit: u32, start: u32) -> Option<usize> {
    let text = &doc.text;
    if text.clitic_conj(unit as usize) {
        return None;
    }
    doc.phrases_in(start, unit).rev().find(|p| {
        let q = &doc.phrases[*p];
        let gap = (q.end..unit).filter(|u| !text.is_quote_sign(*u as usize) && !matches!(text.units[*u as usize].tag, Tag::Particle | Tag::Relative | Tag::Pronoun)).count();
        q.shape == Shape::Whole && q.prep.is_empty() && gap == 0 && can_speak(doc, *p)
    })
}

/// The teller of a relay: the phrase behind the preposition that the frame names.
fn relayed(doc: &Doc<'_>, unit: u32, outlet: usize, say: &Say) -> Option<usize> {
    let from = doc.phrases[outlet].end.max(unit + 1);
    let wanted = say.frame.iter().any(|(slot, roles)| roles.iter().any(|r| &**r == "source") && &**slot != "subj" && &**slot != "obj");
    if !wanted {
        return None;
    }
    doc.phrases_in(from, from + 5).find(|p| {
        let q = &doc.phrases[*p];
        q.shape == Shape::Whole && matches!(&*q.prep, "about" | "from") && same_sentence(doc, unit, q.start)
    })
}

/// "told Reuters": an outlet behind a preposition near the teller.
fn outlet_after(doc: &Doc<'_>, teller: usize, unit: u32) -> Option<usize> {
    let from = doc.phrases[teller].end.max(unit + 1).min(doc.text.units.len() as u32);
    doc.phrases_in(from, from + 6).find(|p| {
        let q = &doc.phrases[*p];
        same_sentence(doc, unit, q.start) && q.shape == Shape::Whole && !q.prep.is_empty() && matches!(&*doc.who[*p].kind, "agency" | "outlet")
    })
}

/// The first unit of what is said: behind a complementiser, a colon or an opening quotation mark.
fn content_start(doc: &Doc<'_>, unit: u32, end: u32) -> u32 {
    for u in unit + 1..end.min(unit + 30) {
        let i = u as usize;
        if doc.text.has_class(i, doc.classes.comp) || doc.text.units[i].tag == Tag::Comp || doc.text.sign(i) == ':' {
            return u + 1;
        }
    }
    end.min(unit + 12)
}

fn noun(doc: &Doc<'_>, unit: u32, say: &Say, out: &mut Vec<SourcePhrase>) {
    // Only a reporting noun that begins its phrase and has a complement of its own.
    let inside = doc.phrases_in(unit, unit + 4).find(|p| {
        let q = &doc.phrases[*p];
        q.start > unit && q.start <= unit + 2 && can_speak(doc, *p) && same_sentence(doc, unit, q.start)
    });
    let content = content_start(doc, unit, doc.sentence(unit).end);
    if let Some(p) = inside {
        let first = out.len();
        push(doc, p, unit, Construct::Noun, &say.stance, out);
        for s in &mut out[first..] {
            s.content = content;
        }
    }
}

/// "X: ..." where X stands alone before the colon.
fn colon(doc: &Doc<'_>, unit: u32, out: &mut Vec<SourcePhrase>) {
    let sentence = doc.sentence(unit);
    if unit <= sentence.start || unit - sentence.start > 7 {
        return;
    }
    let found = doc.phrases_in(sentence.start, unit).find(|p| {
        let q = &doc.phrases[*p];
        q.shape == Shape::Whole && q.end == unit && can_speak(doc, *p)
    });
    let verbless = (sentence.start..unit).all(|u| doc.text.units[u as usize].tag != Tag::Verb);
    if let Some(p) = found.filter(|_| verbless) {
        push(doc, p, unit, Construct::Colon, "asserts", out);
        out.last_mut().expect("just pushed").content = unit + 1;
    }
}

fn behind(doc: &Doc<'_>, unit: u32, end: u32, say: &Say, construct: Construct, out: &mut Vec<SourcePhrase>) {
    let p = phrase_at(doc, end).or_else(|| {
        doc.phrases_in(end, end + 3).find(|p| doc.phrases[*p].shape == Shape::Whole && same_sentence(doc, unit, doc.phrases[*p].start) && can_speak(doc, *p))
    });
    if let Some(p) = p {
        push(doc, p, unit, construct, &say.stance, out);
        let of = out.len() as u32 - 1;
        if let Some(outlet) = outlet_after(doc, p, unit) {
            push(doc, outlet, unit, Construct::Via, &say.stance, out);
            out.last_mut().expect("just pushed").of = Some(of);
        }
    }
}

fn push(doc: &Doc<'_>, phrase: usize, cue: u32, construct: Construct, stance: &str, out: &mut Vec<SourcePhrase>) {
    let p = &doc.phrases[phrase];
    let who = &doc.who[phrase];
    let kind = source_kind(&doc.text, p, who);
    let head = doc.text.tags(p.head as usize);
    let named = p.person || !matches!(&*who.kind, "" | "state" | "metonym") || doc.text.units[p.head as usize].tag == Tag::Name;
    let plural_or_person = head & (tag::SOURCE | tag::PERSON) != 0 && head & tag::DOCUMENT == 0;
    let anonymous = plural_or_person && !named && !matches!(kind, "agency" | "document");
    let number = doc.quantities.iter().find(|q| q.noun.is_some_and(|n| n >= p.start && n < p.end) && q.start + 3 >= p.start).and_then(|q| q.low).map(|n| n as u32);
    let number = number.filter(|_| anonymous);
    out.push(SourcePhrase {
        phrase: phrase as u32,
        cue,
        construct,
        stance: stance.into(),
        sentence: doc.text.units[cue as usize].sentence,
        content: cue,
        kind,
        anonymous,
        number,
        of: None,
    });
}
