//! Who speaks: the subject of a reporting verb, before or behind it.

use super::same_sentence;
use crate::chunk::{Phrase, Shape};
use crate::doc::Doc;
use crate::inflect::Inflection;
use crate::tag::Tag;
use marsad_pack::data::{Lemma, Say, tag};

const HUMAN: u32 = tag::PERSON | tag::TITLE | tag::GROUP | tag::ORGAN | tag::SOURCE | tag::DOCUMENT;

/// Whether a phrase can be somebody who speaks.
#[must_use]
pub fn can_speak(doc: &Doc<'_>, phrase: usize) -> bool {
    let p = &doc.phrases[phrase];
    let unit = &doc.text.units[p.head as usize];
    let head = doc.text.tags(p.head as usize);
    if head & HUMAN != 0 || tells(doc, p) {
        return true;
    }
    !happens(doc, p.head)
        && (!doc.who[phrase].kind.is_empty() || p.person || p.tags & tag::TITLE != 0 || unit.tag == Tag::Name && p.place.is_none())
}

/// Whether a unit is a noun for what happens.
fn happens(doc: &Doc<'_>, unit: u32) -> bool {
    let u = &doc.text.units[unit as usize];
    u.tag == Tag::Noun && (u.reading.is_some_and(|r| r.feats.is_masdar()) || doc.text.tags(unit as usize) & tag::EVENT != 0)
}

/// A word for those who tell among the readings of the first word or the head, whatever reading was chosen: the unit
/// and the entry.
pub(super) fn teller_word<'d>(doc: &'d Doc<'_>, p: &Phrase, start: u32) -> Option<(u32, &'d Lemma)> {
    let data = &doc.text.pack.data;
    [start, (start + 1).min(p.end - 1), p.head.max(start)].into_iter().find_map(|unit| {
        let readings = doc.text.units[unit as usize].info.readings.iter().filter(|r| !r.feats.is_verb());
        readings
            .map(|r| &data.lemmas[r.lemma as usize])
            .find(|l| l.tags & tag::SOURCE != 0 && l.tags & HUMAN != tag::SOURCE)
            .map(|l| (unit, l))
    })
}

/// Whether a phrase can be read as a word for those who tell.
fn tells(doc: &Doc<'_>, p: &Phrase) -> bool {
    teller_word(doc, p, p.start).is_some()
}

/// Whether a phrase can stand behind "according to": somebody who speaks, a word of reporting, or an unknown name.
pub(super) fn can_be_cited(doc: &Doc<'_>, phrase: usize) -> bool {
    let head = doc.phrases[phrase].head as usize;
    can_speak(doc, phrase) || doc.text.tags(head) & tag::SAY != 0 || doc.text.units[head].tag == Tag::Unknown
}

/// The phrase with its prepositional phrases and the name or title in apposition to it.
pub(super) fn extent(doc: &Doc<'_>, phrase: usize) -> (u32, u32) {
    let p = &doc.phrases[phrase];
    let text = &doc.text;
    let mut end = p.end;
    if p.shape != Shape::Whole {
        return (p.start, end);
    }
    if let Some(cut) = (p.start + 1..p.end).find(|u| addresses(doc, *u)) {
        return (p.start, cut);
    }
    for _ in 0..3 {
        let next = doc.phrases_in(end, end + 2).find(|q| doc.phrases[*q].shape == Shape::Whole);
        let Some(q) = next else { break };
        let o = &doc.phrases[q];
        let tags = text.tags(o.head as usize);
        let other =
            tags & (tag::SAY | tag::DOCUMENT | tag::TIME | tag::EVENT) != 0 || happens(doc, o.head) || aside(doc, o) || is_outlet(doc, q);
        let written_on = !text.clitic_prep(o.start as usize).is_empty();
        let belongs = if written_on {
            p.tags & tag::TITLE != 0 && tags & tag::PERSON == 0
        } else {
            matches!(&*o.prep, "in" | "between" | "among" | "from" | "at")
        };
        if o.prep.is_empty() || other || !belongs || !same_sentence(doc, p.start, o.start) || text.is_clause_sign(end as usize) {
            break;
        }
        end = o.end;
    }
    if (end as usize) < text.units.len() && text.is_clause_sign(end as usize) {
        let beside =
            doc.phrases_in(end + 1, end + 3).find(|q| free(&doc.phrases[*q]) && same_sentence(doc, p.start, doc.phrases[*q].start));
        if let Some(q) = beside {
            let o = &doc.phrases[q];
            let titled = p.tags & tag::TITLE != 0 || text.tags(p.head as usize) & tag::PERSON != 0;
            let name = o.person && text.tags(o.head as usize) & (tag::TITLE | tag::ORGAN | tag::GROUP) == 0
                || text.units[o.head as usize].tag == Tag::Unknown;
            let explained = p.person && o.tags & tag::TITLE != 0 && !o.joined;
            if titled && name && !o.joined || explained {
                end = o.end;
            }
        }
    }
    (p.start, end)
}

/// Whether a phrase stands free: whole and without a preposition.
pub(super) fn free(p: &Phrase) -> bool {
    p.shape == Shape::Whole && p.prep.is_empty()
}

/// Whether a phrase says when, what happens or how many, and so is no subject of a reporting verb.
fn aside(doc: &Doc<'_>, p: &Phrase) -> bool {
    let tags = doc.text.tags(p.head as usize);
    tags & tag::TIME != 0 && !tells(doc, p) || doc.timed[p.start as usize]
}

/// The first unit of what is said: behind a complementiser, a colon or an opening quotation mark; and whether there is
/// such a sign at all.
pub(super) fn content_start(doc: &Doc<'_>, unit: u32, end: u32) -> (u32, bool) {
    for u in unit + 1..end.min(unit + 34) {
        let i = u as usize;
        let comp = doc.text.has_class(i, doc.classes.comp) || doc.text.units[i].tag == Tag::Comp;
        if comp || doc.text.sign(i) == ':' {
            return (u + 1, true);
        }
        // Another finite verb outside a relative clause ends the stretch where a sign may stand.
        let verb = doc.text.units[i].tag == Tag::Verb && doc.text.clitic_conj(i);
        if verb {
            return (u, false);
        }
    }
    (end.min(unit + 12), false)
}

/// The subject behind a reporting verb, before what is said begins.
pub(super) fn subject_after(doc: &Doc<'_>, unit: u32, end: u32) -> Option<usize> {
    let (content, marked) = content_start(doc, unit, end);
    let limit = if marked { content } else { content.min(unit + 9) };
    for p in doc.phrases_in(unit + 1, limit) {
        let q = &doc.phrases[p];
        if !free(q) || aside(doc, q) {
            continue;
        }
        if (unit + 1..q.start).any(|u| doc.text.units[u as usize].tag == Tag::Verb) {
            return None;
        }
        let event = happens(doc, q.head);
        if can_speak(doc, p) {
            return Some(p);
        }
        let beside = (unit + 1..q.start).all(|u| doc.text.is_quote_sign(u as usize));
        let name = doc.text.units[q.head as usize].tag == Tag::Name;
        if beside && !event && (marked || name) {
            return Some(p);
        }
        // What stands first and cannot speak is what is said.
        if event || !marked {
            return None;
        }
    }
    None
}

/// The subject that stands in one phrase with a reporting verb, where the verb was taken for a noun or a name.
pub(super) fn swallowed(doc: &Doc<'_>, unit: u32) -> Option<usize> {
    let at = doc.phrases_in(unit, unit + 1).find(|p| doc.phrases[*p].shape == Shape::Whole)?;
    let p = &doc.phrases[at];
    let next = doc.text.units.get(p.end as usize)?;
    let comp = |u: usize| {
        doc.text.units.get(u).is_some_and(|x| x.tag == Tag::Comp) || u < doc.text.units.len() && doc.text.has_class(u, doc.classes.comp)
    };
    let read = doc.text.units[unit as usize].reading.is_some_and(|r| r.feats.is_verb());
    let told = read || comp(p.end as usize) || comp(p.end as usize + 1) && next.tag != Tag::Verb;
    let first = doc.sentence(unit).start == unit || doc.text.clitic_conj(unit as usize) || doc.text.is_clause_sign(unit as usize - 1);
    (told && first && p.end > unit + 1 && same_sentence(doc, unit, p.end)).then_some(at)
}

/// The subject before a reporting verb: the nearest free phrase, across its prepositional phrases and appositions.
pub(super) fn subject_before(doc: &Doc<'_>, unit: u32, start: u32) -> Option<usize> {
    let text = &doc.text;
    if text.clitic_conj(unit as usize) {
        return None;
    }
    if unit > start + 1 && text.is_clause_sign(unit as usize - 1) {
        // "the minister, N. N., says": a name set off by commas from its title.
        let name = doc.phrases_in(start, unit).rev().find(|p| doc.phrases[*p].shape == Shape::Whole && doc.phrases[*p].end == unit - 1)?;
        let title = titled(doc, name, start);
        return (title != name && free(&doc.phrases[name])).then_some(title);
    }
    let mut at = unit;
    let mut steps = 0;
    while at > start && steps < 26 {
        steps += 1;
        let u = at as usize - 1;
        // An explanation in brackets belongs to what stands before it.
        if text.sign(u) == ')'
            && let Some(open) = (start.max(at.saturating_sub(9))..at).rev().find(|o| text.sign(*o as usize) == '(')
        {
            at = open;
            continue;
        }
        let skip = text.is_quote_sign(u)
            || matches!(text.units[u].tag, Tag::Particle | Tag::Relative | Tag::Pronoun | Tag::Prep | Tag::Adverb | Tag::Demonstrative)
            || matches!(text.sign(u), '(' | ')' | '-' | '–');
        if !(skip || text.units[u].tag.nominal() || text.is_clause_sign(u) && steps > 1) {
            return None;
        }
        let found = doc.phrases_in(start, at).rev().find(|p| doc.phrases[*p].shape == Shape::Whole && doc.phrases[*p].end == at);
        let Some(p) = found else {
            at -= 1;
            continue;
        };
        let q = &doc.phrases[p];
        if free(q) && !aside(doc, q) && (can_speak(doc, p) || steps == 1 && text.units[q.head as usize].tag == Tag::Unknown) {
            return Some(titled(doc, p, start));
        }
        if free(q) && !aside(doc, q) && !q.joined {
            return None;
        }
        at = q.start;
    }
    None
}

/// The title phrase that a name stands in apposition to, or the phrase itself.
fn titled(doc: &Doc<'_>, phrase: usize, start: u32) -> usize {
    let q = &doc.phrases[phrase];
    let text = &doc.text;
    if !(q.person || text.units[q.head as usize].tag != Tag::Noun) || q.start <= start + 1 {
        return phrase;
    }
    let sign = q.start as usize - 1;
    let sign = if text.is_quote_sign(sign) { sign - 1 } else { sign };
    if !text.is_clause_sign(sign) {
        return phrase;
    }
    let before = doc.phrases_in(start, sign as u32).rev().find(|p| {
        let o = &doc.phrases[*p];
        free(o) && !o.joined && o.tags & tag::TITLE != 0 && (o.end..sign as u32).all(|u| text.units[u as usize].tag != Tag::Verb)
    });
    before.unwrap_or(phrase)
}

/// The subject of the main verb of a sentence, for a reporting verb or participle that goes on without its own.
pub(super) fn clause_subject(doc: &Doc<'_>, unit: u32, start: u32) -> Option<usize> {
    doc.phrases_in(start, unit).find(|p| {
        let q = &doc.phrases[*p];
        free(q) && !aside(doc, q) && can_speak(doc, *p) && doc.text.tags(q.head as usize) & tag::DOCUMENT == 0
    })
}

/// Whether a preposition stands before a unit, past quotation marks, or is written onto it.
fn behind_word(doc: &Doc<'_>, unit: u32, word: &str) -> bool {
    let text = &doc.text;
    let before = (0..unit as usize).rev().find(|u| !text.is_quote_sign(*u));
    text.clitic_prep(unit as usize) == word || before.is_some_and(|u| text.key(u) == word)
}

/// The teller of a relay: the phrase behind the preposition that the frame names.
pub(super) fn relayed(doc: &Doc<'_>, unit: u32, outlet: usize, say: &Say) -> Option<usize> {
    let (slot, _) =
        say.frame.iter().find(|(slot, roles)| roles.iter().any(|r| &**r == "source") && !matches!(&**slot, "subj" | "obj" | "gen"))?;
    let from = doc.phrases[outlet].end.max(unit + 1);
    let (content, marked) = content_start(doc, unit, doc.sentence(unit).end);
    let to = if marked { content } else { from + 10 };
    doc.phrases_in(from, to).find(|p| {
        let q = &doc.phrases[*p];
        q.shape == Shape::Whole && behind_word(doc, q.start, slot) && same_sentence(doc, unit, q.start) && can_speak(doc, *p)
    })
}

/// Whether a phrase names an outlet: a known one, or a word for one.
pub(super) fn is_outlet(doc: &Doc<'_>, phrase: usize) -> bool {
    let head = doc.text.lemma(doc.phrases[phrase].head as usize);
    matches!(&*doc.who[phrase].kind, "agency" | "outlet") || head.is_some_and(|l| &*l.source == "agency" && l.tags & tag::ORGAN != 0)
}

/// Whether a phrase stands in quotation marks of its own.
fn in_quotes(doc: &Doc<'_>, p: &Phrase) -> bool {
    let sign = |u: u32| (u as usize) < doc.text.units.len() && doc.text.is_quote_sign(u as usize);
    p.start > 0 && sign(p.start - 1) && sign(p.end)
}

/// Whether a unit is a preposition that is otherwise written onto its word, cut off by a quotation mark.
fn addresses(doc: &Doc<'_>, unit: u32) -> bool {
    let text = &doc.text;
    let i = unit as usize;
    let key = text.key(i);
    i + 1 < text.units.len()
        && text.is_quote_sign(i + 1)
        && key.chars().count() == 1
        && text.lexer.proclitics.iter().any(|c| !c.conj && *c.prep == *key)
}

/// The quoted name behind such a preposition, between a reporting verb and what is said: units without the marks.
pub(super) fn told_in_quotes(doc: &Doc<'_>, unit: u32, content: u32) -> Option<(u32, u32)> {
    let text = &doc.text;
    let limit = content.min(text.units.len() as u32);
    let open = (unit + 1..limit).find(|u| addresses(doc, *u))? + 1;
    let close = (open + 1..(open + 6).min(limit + 2).min(text.units.len() as u32)).find(|u| text.is_quote_sign(*u as usize))?;
    (close > open + 1).then_some((open + 1, close))
}

/// "told Reuters", "in an interview with the channel": outlets behind a preposition between verb and what is said, or
/// before the verb at the head of its sentence. Behind the teller a quoted name is an outlet too.
pub(super) fn told(doc: &Doc<'_>, teller: usize, unit: u32, content: u32, start: u32) -> Option<usize> {
    if is_outlet(doc, teller) {
        return None;
    }
    let (first, last) = (doc.phrases[teller].start, doc.phrases[teller].end);
    let via = |p: &usize| {
        let q = &doc.phrases[*p];
        same_sentence(doc, unit, q.start) && q.shape == Shape::Whole && !q.prep.is_empty() && is_outlet(doc, *p)
    };
    let quoted = |p: &usize| {
        let q = &doc.phrases[*p];
        let near = q.start >= last && q.start < last + 4 && q.shape == Shape::Whole;
        near && &*q.prep != "in"
            && q.place.is_none_or(|_| !doc.text.clitic_prep(q.start as usize).is_empty() || q.prep.is_empty())
            && in_quotes(doc, q)
            && same_sentence(doc, unit, q.start)
            && (!q.prep.is_empty() || q.start > 1 && doc.text.units[q.start as usize - 2].tag == Tag::Prep)
    };
    // A known outlet inside the teller's phrase, behind a sign that parts them.
    let inner = |p: &usize| {
        let q = &doc.phrases[*p];
        q.shape == Shape::Complement
            && q.end <= last
            && matches!(&*doc.who[*p].kind, "agency" | "outlet")
            && doc.text.is_quote_sign(q.start as usize - 1)
    };
    let from = (unit + 1).min(doc.text.units.len() as u32);
    let to = content.max(last + 6);
    let before = || doc.phrases_in(start, unit.min(start.saturating_add(10))).rev().find(via);
    let inside = doc.phrases_in(first + 1, last).find(inner);
    inside.or_else(|| doc.phrases_in(from, to).filter(|p| *p != teller).find(|p| via(p) || quoted(p))).or_else(before)
}
