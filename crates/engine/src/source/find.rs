//! The constructions that name a source.

use super::speaker::{
    can_be_cited, can_speak, clause_subject, content_start, extent, relayed, subject_after, subject_before, swallowed, told, told_in_quotes,
};
use super::{Construct, SourcePhrase, kind, same_sentence};
use crate::chunk::Shape;
use crate::doc::Doc;
use crate::inflect::Inflection;
use crate::tag::Tag;
use crate::text::Zone;
use marsad_pack::data::{Entity, Say, tag};

/// Sentences over which a reporting verb without a subject goes on with the teller before.
const CONTINUE: u32 = 6;

/// Finds all sources, in order of their reporting word.
#[must_use]
pub fn sources(doc: &Doc<'_>) -> Vec<SourcePhrase> {
    let mut finder = Finder { doc, out: Vec::new(), according: doc.text.pack.class("according"), quant: doc.text.pack.class("quant") };
    let mut unit = 0;
    while unit < doc.text.units.len() {
        unit = if doc.zone(unit as u32) == Zone::Furniture { unit + 1 } else { finder.at(unit) };
    }
    kind::refine(doc, &mut finder.out);
    finder.out
}

/// The reporting phrase of several words, or the reporting preposition, that begins at a unit: its end and its entry.
fn phrase_say<'d>(doc: &'d Doc<'_>, unit: usize) -> Option<(u32, &'d Say)> {
    let text = &doc.text;
    text.hits_at(unit).iter().find_map(|h| match h.entity {
        Entity::Lemma(l) => text.pack.data.lemmas[l as usize].say.map(|s| (h.end, &text.pack.data.says[s as usize])),
        _ => None,
    })
}

fn slot<'s>(say: &'s Say, role: &str) -> Option<&'s str> {
    say.frame.iter().find(|(_, roles)| roles.iter().any(|r| &**r == role)).map(|(s, _)| &**s)
}

/// Whether a sentence opens with words by which the outlet itself goes on to tell ("it is worth noting that").
#[must_use]
pub fn impersonal(doc: &Doc<'_>, sentence: u32) -> bool {
    let s = &doc.text.sentences[sentence as usize];
    (s.start..s.end.min(s.start + 4))
        .any(|u| phrase_say(doc, u as usize).is_some_and(|(end, say)| end > u + 1 && say.frame.is_empty() && ends_in_comp(doc, end)))
}

fn ends_in_comp(doc: &Doc<'_>, end: u32) -> bool {
    doc.text.units[end as usize - 1].tag == Tag::Comp || doc.text.units.get(end as usize).is_some_and(|u| u.tag == Tag::Comp)
}

struct Finder<'d, 'a> {
    doc: &'d Doc<'a>,
    out: Vec<SourcePhrase>,
    according: Option<u16>,
    quant: Option<u16>,
}

impl<'d> Finder<'d, '_> {
    /// Reads the construction at a unit; returns the unit to go on from.
    fn at(&mut self, unit: usize) -> usize {
        let text = &self.doc.text;
        if let Some(next) = self.fixed(unit) {
            return next;
        }
        if let Some(say) = self.say(unit) {
            self.word(unit, say);
        }
        if text.sign(unit) == ':' {
            self.colon(unit as u32);
        }
        unit + 1
    }

    /// A fixed reporting phrase or a reporting preposition; returns the unit to go on from.
    fn fixed(&mut self, unit: usize) -> Option<usize> {
        let text = &self.doc.text;
        let found = phrase_say(self.doc, unit);
        if let Some((end, say)) = found {
            match slot(say, "source") {
                Some("gen") => {
                    self.behind(unit as u32, end, say);
                    return Some(end as usize);
                }
                Some("verb") => return Some(self.as_told(unit as u32, end)),
                Some("self") => {
                    self.go_on(unit as u32, Construct::According, &say.stance);
                    return Some(end as usize);
                }
                Some("source") => return Some(end as usize),
                None if end > unit as u32 + 1 && say.frame.is_empty() && ends_in_comp(self.doc, end) => return Some(end as usize),
                _ if &*say.tag == "according" => {
                    self.behind(unit as u32, end, say);
                    return Some(end as usize);
                }
                _ => {}
            }
        }
        if text.has_class(unit, self.according) {
            let mut end = unit + 1;
            while end < text.units.len() && text.has_class(end, self.according) && text.units[end].sentence == text.units[unit].sentence {
                end += 1;
            }
            if let Some(p) = phrase_at(self.doc, end as u32).filter(|p| can_be_cited(self.doc, *p)) {
                self.push(p, unit as u32, Construct::According, "asserts");
            }
            return Some(end);
        }
        None
    }

    /// A reporting verb, participle or noun.
    fn word(&mut self, unit: usize, say: &Say) {
        let text = &self.doc.text;
        let tag = text.units[unit].tag;
        let read = text.units[unit].reading.is_some_and(|r| r.feats.is_verb());
        let alone = read && swallowed(self.doc, unit as u32).is_none();
        if tag == Tag::Verb || alone {
            self.verb(unit as u32, say, None);
        } else if let Some(p) = self.verbal(unit).and_then(|_| swallowed(self.doc, unit as u32)) {
            self.push(p, unit as u32, Construct::Verb, &say.stance);
            self.out.last_mut().expect("just pushed").content = self.doc.phrases[p].end + 1;
        } else if tag.nominal() && self.participle(unit) {
            self.going_on(unit as u32, say);
        } else if tag.nominal() {
            self.noun(unit as u32, say);
        }
    }

    /// The reporting entry of a unit: of the analysis chosen, or of another analysis as a verb.
    fn say(&self, unit: usize) -> Option<&'d Say> {
        let text = &self.doc.text;
        let data = &text.pack.data;
        // "No less than": a verb inside a fixed phrase of quantity tells nothing.
        if text.has_class(unit, self.quant) {
            return None;
        }
        let chosen = text.lemma(unit).and_then(|l| l.say);
        chosen.or_else(|| if text.units[unit].tag == Tag::Verb { self.verbal(unit) } else { None }).map(|s| &data.says[s as usize])
    }

    /// The reporting entry of an analysis as a verb.
    fn verbal(&self, unit: usize) -> Option<u32> {
        let text = &self.doc.text;
        let readings = text.units[unit].info.readings.iter().filter(|r| r.feats.is_verb());
        readings.filter_map(|r| text.pack.data.lemmas[r.lemma as usize].say).next()
    }

    /// A reporting participle in the accusative: no article, no preposition.
    fn participle(&self, unit: usize) -> bool {
        let text = &self.doc.text;
        text.units[unit].reading.is_some_and(|r| r.feats.is_participle() && !r.feats.is_masdar())
            && !text.article(unit)
            && text.clitic_prep(unit).is_empty()
    }

    fn verb(&mut self, unit: u32, say: &Say, as_told: Option<u32>) {
        let doc = self.doc;
        let sentence = doc.sentence(unit);
        let relay = slot(say, "via") == Some("subj");
        // What stands before the verb is its subject, unless the verb hangs on it by a relative.
        let relative = unit > sentence.start && doc.text.units[unit as usize - 1].tag == Tag::Relative;
        let before = if as_told.is_none() { subject_before(doc, unit, sentence.start) } else { None };
        let before = before.map(|p| (p, Construct::Subject));
        let after = || subject_after(doc, unit, sentence.end).map(|p| (p, if relative { Construct::Relative } else { Construct::Verb }));
        let found = if relative { after().or(before) } else { before.or_else(after) };
        let (content, _) = content_start(doc, unit, sentence.end);
        let cue = as_told.unwrap_or(unit);
        let first = self.out.len();
        match found {
            Some((p, construct)) => {
                let construct = if as_told.is_some() { Construct::According } else { construct };
                match relayed(doc, unit, p, say) {
                    Some(teller) => {
                        self.push(teller, cue, construct, &say.stance);
                        self.via(p, cue, &say.stance);
                    }
                    None => {
                        self.push(p, cue, construct, &say.stance);
                        let to = if as_told.is_some() { doc.phrases[p].end + 6 } else { content };
                        if let Some((start, end)) = told_in_quotes(doc, unit, to) {
                            self.via(p, cue, &say.stance);
                            let outlet = self.out.last_mut().expect("just pushed");
                            (outlet.start, outlet.end, outlet.kind, outlet.anonymous, outlet.number) = (start, end, "agency", false, None);
                        } else if let Some(outlet) = told(doc, p, unit, to, sentence.start).filter(|_| !relay) {
                            self.via(outlet, cue, &say.stance);
                        }
                    }
                }
            }
            None if as_told.is_some() => self.go_on(cue, Construct::According, &say.stance),
            None => self.go_on(cue, Construct::Continued, &say.stance),
        }
        for s in &mut self.out[first..] {
            s.content = if as_told.is_some() { s.end } else { content };
        }
    }

    /// "according to what X said": the subject of the reporting verb behind the phrase.
    fn as_told(&mut self, unit: u32, end: u32) -> usize {
        let doc = self.doc;
        let limit = (end + 2).min(doc.sentence(unit).end);
        let verb = (end..limit).find(|u| doc.text.units[*u as usize].tag == Tag::Verb);
        let Some(verb) = verb else { return end as usize };
        match doc.text.lemma(verb as usize).and_then(|l| l.say) {
            Some(say) => self.verb(verb, &doc.text.pack.data.says[say as usize], Some(unit)),
            None => {
                if let Some(p) = subject_after(doc, verb, doc.sentence(unit).end) {
                    self.push(p, unit, Construct::According, "asserts");
                }
            }
        }
        verb as usize + 1
    }

    fn via(&mut self, phrase: usize, cue: u32, stance: &str) {
        let of = self.out.len() as u32 - 1;
        self.push(phrase, cue, Construct::Via, stance);
        self.out.last_mut().expect("just pushed").of = Some(of);
    }

    /// Carries on with the last teller; if that one stands in an earlier sentence, the subject of this one is proposed too.
    fn go_on(&mut self, unit: u32, construct: Construct, stance: &str) {
        let doc = self.doc;
        let now = doc.text.units[unit as usize].sentence;
        let within = |s: &&SourcePhrase| {
            now - s.sentence <= CONTINUE && !matches!(s.construct, Construct::Via | Construct::Noun | Construct::Relative)
        };
        let last = self.out.iter().rev().filter(within).find(|s| s.forward()).or_else(|| self.out.iter().rev().find(within));
        let last = last.map(|s| (s.phrase as usize, s.sentence));
        if let Some((p, _)) = last {
            self.push(p, unit, construct, stance);
        }
        let start = doc.sentence(unit).start;
        if last.is_none_or(|(_, s)| s != now)
            && unit > start + 1
            && let Some(p) = clause_subject(doc, unit, start)
        {
            self.push(p, unit, Construct::Clause, stance);
        }
    }

    fn going_on(&mut self, unit: u32, say: &Say) {
        let first = self.out.len();
        self.go_on(unit, Construct::Participle, &say.stance);
        let (content, _) = content_start(self.doc, unit, self.doc.sentence(unit).end);
        for s in &mut self.out[first..] {
            s.content = content;
        }
    }

    /// A reporting noun with a complement of its own.
    fn noun(&mut self, unit: u32, say: &Say) {
        let doc = self.doc;
        let data = &doc.text.pack.data;
        let person = doc.text.units[unit as usize]
            .info
            .readings
            .iter()
            .any(|r| data.lemmas[r.lemma as usize].tags & tag::SOURCE != 0 && data.lemmas[r.lemma as usize].tags & tag::DOCUMENT == 0);
        if person || !doc.text.pronoun(unit as usize).is_empty() {
            return;
        }
        let inside = doc.phrases_in(unit, unit + 5).find(|p| {
            let q = &doc.phrases[*p];
            q.start > unit && q.start <= unit + 3 && can_speak(doc, *p) && same_sentence(doc, unit, q.start)
        });
        if let Some(p) = inside {
            self.push(p, unit, Construct::Noun, &say.stance);
            let (content, _) = content_start(doc, unit, doc.sentence(unit).end);
            self.out.last_mut().expect("just pushed").content = content;
        }
    }

    /// "X: ..." where X stands alone before the colon.
    fn colon(&mut self, unit: u32) {
        let doc = self.doc;
        let sentence = doc.sentence(unit);
        if unit <= sentence.start || unit - sentence.start > 9 {
            return;
        }
        let found = doc.phrases_in(sentence.start, unit).find(|p| {
            let q = &doc.phrases[*p];
            q.shape == Shape::Whole && can_speak(doc, *p)
        });
        let verbless = (sentence.start..unit).all(|u| doc.text.units[u as usize].tag != Tag::Verb);
        if let Some(p) = found.filter(|_| verbless) {
            self.push(p, unit, Construct::Colon, "asserts");
            self.out.last_mut().expect("just pushed").content = unit + 1;
        }
    }

    fn behind(&mut self, unit: u32, end: u32, say: &Say) {
        let doc = self.doc;
        let near = || {
            doc.phrases_in(end, end + 4)
                .find(|p| doc.phrases[*p].shape == Shape::Whole && same_sentence(doc, unit, doc.phrases[*p].start) && can_speak(doc, *p))
        };
        if let Some(p) = phrase_at(doc, end).filter(|p| can_be_cited(doc, *p)).or_else(near) {
            self.push(p, unit, Construct::According, &say.stance);
            self.out.last_mut().expect("just pushed").content = doc.phrases[p].end;
            let to = doc.phrases[p].end + 6;
            if let Some(outlet) = told(doc, p, end - 1, to, u32::MAX) {
                self.via(outlet, unit, &say.stance);
            }
        }
    }

    fn push(&mut self, phrase: usize, cue: u32, construct: Construct, stance: &str) {
        let (mut start, end) = extent(self.doc, phrase);
        if start == cue && end > cue + 1 {
            start += 1;
        }
        let (kind, anonymous, number) = kind::of(self.doc, phrase, start, end);
        self.out.push(SourcePhrase {
            phrase: phrase as u32,
            start,
            end,
            cue,
            construct,
            stance: stance.into(),
            sentence: self.doc.text.units[cue as usize].sentence,
            content: cue,
            kind,
            anonymous,
            number,
            of: None,
        });
    }
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
