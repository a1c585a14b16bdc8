//! What kind of source a phrase is; whether it is unnamed; how many they are.

use super::SourcePhrase;
use super::speaker::teller_word;
use crate::doc::Doc;
use crate::inflect::Inflection;
use crate::party::source_kind;
use crate::quantity::Written;
use crate::tag::Tag;
use marsad_model::vocabulary::SOURCE_KINDS;
use marsad_pack::data::{Entity, Lemma, tag};

/// Kind, unnamed, how many, for a phrase from `start` to the `end` of its apposition.
pub(super) fn of(doc: &Doc<'_>, phrase: usize, start: u32, end: u32) -> (&'static str, bool, Option<u32>) {
    let p = &doc.phrases[phrase];
    let word = teller_word(doc, p, start);
    let by_word = || word.and_then(|(_, l)| known(&l.source));
    let mut kind = source_kind(&doc.text, p, &doc.who[phrase]);
    if let Some(own) = by_word().filter(|k| *k != "unknown" && matches!(kind, "unknown" | "local" | "official") && *k != kind) {
        kind = own;
    }
    let person = word.is_some_and(|(_, l)| l.tags & (tag::PERSON | tag::TITLE) != 0 && l.tags & (tag::ORGAN | tag::GROUP) == 0);
    if person && word.is_some_and(|(_, l)| &*l.source == "unknown") {
        kind = "unknown";
    }
    if matches!(kind, "official" | "unknown" | "military") {
        kind = (start..end)
            .find_map(|u| quality(doc, u))
            .filter(|_| person)
            .or_else(|| body(doc, start + 1, end, kind, person))
            .unwrap_or(kind);
    }
    let anonymous = unnamed(doc, phrase, end, word) && !matches!(kind, "agency" | "document");
    (kind, anonymous, number(doc, start, end, word).filter(|_| anonymous))
}

fn known(kind: &str) -> Option<&'static str> {
    SOURCE_KINDS.iter().find(|s| **s == kind).copied()
}

/// The kind that an adjective gives to a source ("military sources").
fn quality(doc: &Doc<'_>, unit: u32) -> Option<&'static str> {
    doc.text.word_of(unit as usize, doc.text.pack.class("teller")).and_then(|w| known(&w.value))
}

/// The kind of the body that a spokesman, a leader or a source belongs to, where it says more than his title.
fn body(doc: &Doc<'_>, start: u32, end: u32, own: &str, person: bool) -> Option<&'static str> {
    (start..end)
        .find_map(|u| {
            let l = doc.text.lemma(u as usize)?;
            let kind = known(&l.source).filter(|_| l.tags & (tag::GROUP | tag::ORGAN) != 0)?;
            let better = match kind {
                "party" | "medical" | "ngo" | "igo" => true,
                "official" => own == "unknown" || own == "military" && person,
                "military" => own != "military" && l.tags & tag::GROUP != 0,
                _ => false,
            };
            better.then_some(kind)
        })
        .or_else(|| actor(doc, start, end, own))
}

/// The kind of a known actor inside, for a source that nothing else tells of.
fn actor(doc: &Doc<'_>, start: u32, end: u32, own: &str) -> Option<&'static str> {
    doc.text.hits_in(start, end).iter().find_map(|h| match h.entity {
        Entity::Actor(a) => match &*doc.text.pack.data.actors[a as usize].kind {
            "group" | "party" => Some("party"),
            "ngo" => Some("ngo"),
            "igo" => Some("igo"),
            "military" if own == "unknown" => Some("military"),
            "state" | "government" | "ministry" | "police" | "court" | "office" if own == "unknown" => Some("official"),
            _ => None,
        },
        _ => None,
    })
}

/// Whether a phrase for persons names none of them.
fn unnamed(doc: &Doc<'_>, phrase: usize, end: u32, word: Option<(u32, &Lemma)>) -> bool {
    let p = &doc.phrases[phrase];
    let text = &doc.text;
    let Some((unit, lemma)) = word else { return false };
    if lemma.tags & tag::PERSON == 0 || lemma.tags & (tag::ORGAN | tag::DOCUMENT) != 0 {
        return false;
    }
    let known = |u: u32| text.units[u as usize].info.starts.iter().any(|s| s.entities.iter().any(|e| matches!(e, Entity::Name(_))));
    let name = |u: u32| {
        text.units[u as usize].tag == Tag::Unknown
            || text.tags(u as usize) & tag::NISBA == 0 && (text.units[u as usize].tag == Tag::Name || known(u))
    };
    if lemma.tags & tag::TITLE == 0 {
        return !(unit + 1..p.end).any(|u| text.units[u as usize].tag == Tag::Unknown && !text.is_quote_sign(u as usize - 1));
    }
    let apposed = (p.end..end).any(|u| text.is_clause_sign(u as usize));
    let named = apposed || (unit + 1..p.end).any(name) || doc.who[phrase].actor.is_some();
    let definite = (unit..p.end).any(|u| text.article(u as usize));
    !named && (!definite || single(doc, word).is_none() && text.article(unit as usize))
}

/// How many unnamed sources: the figure of the phrase, or one for a singular.
fn number(doc: &Doc<'_>, start: u32, end: u32, word: Option<(u32, &Lemma)>) -> Option<u32> {
    let figure = doc
        .quantities
        .iter()
        .filter(|q| q.written != Written::Several)
        .find(|q| q.noun.is_some_and(|n| n >= start && n < end) && q.start + 3 >= start)
        .and_then(|q| q.low)
        .map(|n| n as u32);
    figure.or_else(|| single(doc, word))
}

/// One, for a word that stands in the singular.
fn single(doc: &Doc<'_>, word: Option<(u32, &Lemma)>) -> Option<u32> {
    let (unit, lemma) = word?;
    let readings = &doc.text.units[unit as usize].info.readings;
    let own = readings.iter().find(|r| doc.text.pack.data.lemmas[r.lemma as usize].form == lemma.form && !r.feats.is_verb())?;
    own.feats.is_singular().then_some(1)
}

/// Gives sources that a name or a re-mention leaves open the kind of the earlier source that shares its words.
pub(super) fn refine(doc: &Doc<'_>, out: &mut [SourcePhrase]) {
    let text = &doc.text;
    let key = |u: u32| text.lemma(u as usize).filter(|l| l.tags != 0).map_or_else(|| text.key(u as usize), |l| &*l.form);
    for i in 1..out.len() {
        let (s, kind) = (&out[i], out[i].kind);
        let bare = s.end - s.start <= 2;
        let open = kind == "unknown" || bare && (s.anonymous || kind == "official") && text.article(s.start as usize);
        if !open {
            continue;
        }
        let words: Vec<&str> = (s.start..s.end).filter(|u| text.units[*u as usize].tag.nominal()).take(2).map(key).collect();
        let shares = |o: &&SourcePhrase| (o.start..o.end).any(|u| key(u).chars().count() > 2 && words.contains(&key(u)));
        let full = out[..i].iter().rev().filter(|o| o.phrase != out[i].phrase && o.kind != "unknown").find(shares);
        if let Some(found) = full.map(|o| o.kind) {
            out[i].kind = found;
        }
    }
}
