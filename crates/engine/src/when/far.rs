//! A day of an earlier sentence as the date of a trigger: the guide of a list stands before it.

use super::{Sight, fore, sentence_of, yes};
use crate::code::Coded;
use crate::doc::Doc;
use crate::feature;
use crate::model::Sink;
use crate::tag::Tag;
use crate::trigger::{Candidate, bucket};

/// Sentences back to which the day of a list may stand.
const LIST_REACH: u32 = 14;

/// The date that was taken last, if it stands in an earlier sentence (index into `Doc::times`).
pub(super) fn governing(doc: &Doc<'_>, c: &Candidate, sight: &Sight<'_>) -> Option<usize> {
    let time = sight.past.iter().rev().find_map(|m| m.time)? as usize;
    let back = sentence_of(doc, c.start).saturating_sub(sentence_of(doc, doc.times[time].start));
    (1..=LIST_REACH).contains(&back).then_some(time)
}

/// What the first word of a sentence is.
fn opening<'d>(doc: &'d Doc<'_>, sentence_start: u32) -> &'d str {
    let (text, u) = (&doc.text, sentence_start as usize);
    match text.units[u].tag {
        Tag::Sign => "sign",
        Tag::Number => "number",
        Tag::Verb if text.clitic_conj(u) => "and-verb",
        Tag::Verb => "verb",
        Tag::Noun | Tag::Adjective => "noun",
        _ => text.key(u),
    }
}

/// How the mentions before this one took the day.
struct Taken {
    mentions: &'static str,
    /// Mentions since the last that took it.
    since: &'static str,
    /// Mentions of other sentences than its own.
    spread: &'static str,
    same_type: &'static str,
    same_entry: &'static str,
}

fn taken(doc: &Doc<'_>, c: &Candidate, t: &str, time: usize, sight: &Sight<'_>) -> Taken {
    let from = sentence_of(doc, doc.times[time].start);
    let has = |m: &Coded| m.time == Some(time as u32);
    let took = || sight.past.iter().filter(|m| has(m));
    Taken {
        mentions: bucket(took().count() as u32),
        since: bucket(sight.past.iter().rev().take_while(|m| !has(m)).count() as u32),
        spread: bucket(took().filter(|m| sentence_of(doc, m.trigger.start) != from).count() as u32),
        same_type: yes(took().any(|m| *doc.text.pack.data.senses[m.sense as usize].kind == *t)),
        same_entry: yes(took().any(|m| m.trigger.lemma == c.lemma)),
    }
}

/// Whether what is told goes on with the list that the day governs.
pub(super) fn features(doc: &Doc<'_>, c: &Candidate, t: &str, time: usize, sight: &Sight<'_>, f: &mut impl Sink) {
    let (p, text) = (&doc.times[time], &doc.text);
    let (from, here) = (sentence_of(doc, p.start), sentence_of(doc, c.start));
    let x = taken(doc, c, t, time, sight);
    let (same, since) = (x.same_type, x.since);
    let lines = bucket((from..here).filter(|s| text.sentences[*s as usize].ends_line).count() as u32);
    let (start, led) = (doc.sentence(c.start).start, doc.sentence(p.start).start);
    let first = opening(doc, start);
    feature!(f, "far");
    feature!(f, "far", "back=", bucket(here - from));
    feature!(f, "far", "lines=", lines, "same=", same);
    feature!(f, "far", "same=", same, t);
    feature!(f, "far", "same=", same, "back=", bucket(here - from), "since=", since);
    feature!(f, "far", "lemma=", x.same_entry, "since=", since);
    feature!(f, "far", "spread=", x.spread, "since=", since, "same=", same);
    feature!(f, "far", "own=", bucket(doc.times_beside(c.start).count() as u32), "same=", same);
    feature!(f, "far", "first=", first, "same=", same);
    feature!(f, "far", "first=", first, "lines=", lines);
    feature!(f, "far", "first=", first, opening(doc, led));
    feature!(f, "far", "rule=", &p.rule, "same=", same);
    feature!(f, "far", c.class, "same=", same);
    feature!(f, "far", c.class, yes(text.article(c.start as usize)), "lemma=", x.same_entry);
    feature!(f, "far", "fore=", fore(doc, c), "same=", same);
    feature!(f, "far", "took=", x.mentions, "since=", since);
    feature!(f, "far", "at=", bucket(c.start - start), "same=", same);
    feature!(f, "far", "lead=", yes(p.start <= led + 2), "same=", same, "since=", since);
    feature!(f, "far", "quoted=", yes(text.units[c.start as usize].quote != u32::MAX));
}
