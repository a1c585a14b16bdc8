//! Noun phrases: a head with its idafa chain, adjectives and apposition. The candidates for every role.

use crate::inflect::Inflection;
use crate::tag::Tag;
use crate::text::{Hit, Text};
use marsad_pack::data::{Entity, tag};
use marsad_text::TokenKind;

/// What kind of phrase a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A noun phrase.
    Whole,
    /// The complement of an event noun or of a measure word inside a noun phrase.
    Complement,
    /// An adjective of nationality beside an event noun.
    Nisba,
}

impl Shape {
    /// Short name for features.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Whole => "np",
            Self::Complement => "gen",
            Self::Nisba => "adj",
        }
    }
}

/// A noun phrase that may fill a role.
#[derive(Clone, Debug)]
pub struct Phrase {
    /// First unit.
    pub start: u32,
    /// One past the last unit.
    pub end: u32,
    /// Head unit.
    pub head: u32,
    /// Proclitics of the first unit.
    pub pro: u8,
    /// What kind of phrase it is.
    pub shape: Shape,
    /// The longest known actor inside, if any: index of the hit.
    pub actor: Option<u32>,
    /// The longest known place inside, if any: index of the hit.
    pub place: Option<u32>,
    /// Tag bits of the head, joined with those of what it is known to be.
    pub tags: u32,
    /// The preposition before it, canonical name (`with`, `on`), or empty.
    pub prep: Box<str>,
    /// Joined to the phrase before it by "and".
    pub joined: bool,
    /// Index of the whole phrase that holds it (itself for whole phrases).
    pub whole: u32,
    /// Contains a personal name.
    pub person: bool,
}

/// Finds all candidates, in order of their start; whole phrases before what they hold. Linear.
#[must_use]
pub fn phrases(text: &Text<'_>) -> Vec<Phrase> {
    let prep = text.pack.class("prep");
    let mut out: Vec<Phrase> = Vec::new();
    let mut i = 0;
    while i < text.units.len() {
        let unit = &text.units[i];
        let starts = unit.tag.nominal() && unit.kind != TokenKind::Sign || unit.tag == Tag::Demonstrative;
        if !starts {
            i += 1;
            continue;
        }
        let end = extend(text, i);
        add(text, prep, i, end, &mut out);
        i = end;
    }
    out
}

fn extend(text: &Text<'_>, start: usize) -> usize {
    let mut j = start + 1;
    let sentence = text.units[start].sentence;
    while j < text.units.len() && text.units[j].sentence == sentence && j - start < 12 {
        if text.is_quote_sign(j) && !closes(text, j) {
            // A short quoted name belongs to its noun.
            let close = (j + 1..text.units.len().min(j + 5)).find(|k| text.is_quote_sign(*k));
            let inside =
                close.is_some_and(|k| k > j + 1 && (j + 1..k).all(|u| text.units[u].tag.nominal() && text.clitic_prep(u).is_empty()));
            match close {
                Some(k) if inside && text.units[j].sentence == text.units[k].sentence => {
                    j = k + 1;
                    continue;
                }
                _ => break,
            }
        }
        let unit = &text.units[j];
        if !unit.tag.nominal() || text.clitic_conj(j) && unit.tag != Tag::Unknown || !text.clitic_prep(j).is_empty() {
            // Inside a known name anything may stand.
            if !inside_hit(text, start, j) {
                break;
            }
        } else if parts(text, last_word(text, start, j), j, start) && !inside_hit(text, start, j) {
            break;
        }
        j += 1;
    }
    j
}

/// Whether a quotation mark ends the quotation that the unit before it stands in.
fn closes(text: &Text<'_>, j: usize) -> bool {
    let quote = text.units[j - 1].quote;
    let opens = text.quotes.get(text.units[j].quote as usize).is_some_and(|(a, _)| *a as usize == j);
    !opens && quote != u32::MAX && text.units.get(j + 1).is_none_or(|next| next.quote != quote)
}

/// The last unit before `j` that is no quotation mark.
fn last_word(text: &Text<'_>, start: usize, j: usize) -> usize {
    (start..j).rev().find(|u| !text.is_quote_sign(*u)).unwrap_or(start)
}

fn inside_hit(text: &Text<'_>, start: usize, j: usize) -> bool {
    let mut begun = text.hits_in(start as u32, j as u32).iter();
    begun.any(|h| h.end as usize > j && matches!(h.entity, Entity::Actor(_) | Entity::Place(_)))
}

/// Whether a new phrase begins between two nominal units.
fn parts(text: &Text<'_>, a: usize, b: usize, start: usize) -> bool {
    let (ta, tb) = (text.units[a].tag, text.units[b].tag);
    let after_verb = start > 0 && text.units[start - 1].tag == Tag::Verb;
    let name_ends = || ta == Tag::Name && ends_name(text, a, tb == Tag::Number);
    if after_verb && (tb == Tag::Number || tb == Tag::Name && begins_name(text, b)) && name_ends() {
        return true;
    }
    // "The president of X accused Y": a function and its adjective name no state.
    let function = || {
        let lemmas = text.units[start].info.readings.iter().map(|r| &text.pack.data.lemmas[r.lemma as usize]);
        lemmas.into_iter().any(|l| l.tags & (tag::TITLE | tag::PERSON) != 0)
    };
    if after_verb && ta == Tag::Adjective && tb == Tag::Name && text.article(a) && begins_name(text, b) && function() {
        return true;
    }
    // Verb, subject, object: two definite nouns in a row, the second no function of the first.
    if ta == Tag::Noun
        && tb == Tag::Noun
        && after_verb
        && text.article(a)
        && text.article(b)
        && text.tags(b) & (tag::PERSON | tag::TITLE) == 0
    {
        return true;
    }
    if tb == Tag::Adjective || ta == Tag::Number || tb == Tag::Number && ta != Tag::Name {
        // An adjective without an article belongs to no definite noun.
        let loose = tb == Tag::Adjective && ta == Tag::Adjective && text.article(a) && !text.article(b);
        return tb == Tag::Number && text.article(a) || loose;
    }
    if text.tags(b) & tag::TIME != 0 && text.tags(a) & tag::TIME == 0 && ta != Tag::Number && tb == Tag::Noun {
        return true;
    }
    if ta == Tag::Adjective && tb == Tag::Noun && a > start && !text.article(b) {
        return true;
    }
    let titled = text.tags(a) & (tag::TITLE | tag::PERSON | tag::PLACEKIND | tag::ORGAN | tag::GROUP | tag::NISBA) != 0;
    let definite = text.article(a) || !text.pronoun(a).is_empty();
    let tanwin = text.units[a].reading.is_some_and(|r| r.feats.tanwin());
    match (ta, tb) {
        // A definite noun takes no complement: what follows without an article is a phrase of its own.
        (Tag::Noun | Tag::Adjective, Tag::Noun) => {
            (definite || tanwin) && !text.article(b)
                || definite && text.article(b) && !titled && ta == Tag::Noun && text.tags(b) & (tag::PERSON | tag::GROUP | tag::ORGAN) != 0
        }
        (Tag::Noun | Tag::Adjective, Tag::Name) => (definite && !titled) || tanwin,
        (Tag::Name, Tag::Noun) => !text.article(b) || text.tags(b) & (tag::PERSON | tag::TITLE) == 0,
        _ => false,
    }
}

/// Whether a known name ends with a unit; `person` asks for any, else persons' names do not count, which may go on.
fn ends_name(text: &Text<'_>, unit: usize, any: bool) -> bool {
    let near = text.hits_in((unit as u32).saturating_sub(9), unit as u32 + 1).iter();
    near.filter(|h| h.end as usize == unit + 1).any(|h| known_name(text, h) || any && matches!(h.entity, Entity::Name(_)))
}

fn begins_name(text: &Text<'_>, unit: usize) -> bool {
    text.hits_at(unit).iter().any(|h| known_name(text, h))
}

fn known_name(text: &Text<'_>, hit: &Hit) -> bool {
    match hit.entity {
        Entity::Place(_) => true,
        Entity::Actor(a) => hit.end - hit.start > 1 || &*text.pack.data.actors[a as usize].kind != "person",
        _ => false,
    }
}

fn add(text: &Text<'_>, prep: Option<u16>, start: usize, end: usize, out: &mut Vec<Phrase>) {
    let whole = out.len() as u32;
    let joined = text.clitic_conj(start) && text.clitic_prep(start).is_empty();
    let before = preposition(text, prep, start);
    push(text, start, end, Shape::Whole, &before, joined, whole, out);
    for k in start..end {
        let tags = text.tags(k);
        let eventful = tags & tag::EVENT != 0;
        if eventful && k + 1 < end {
            if text.units[k + 1].tag == Tag::Adjective || tags_nisba(text, k + 1) {
                // Adjectives beside the event noun, then its complement.
                let mut a = k + 1;
                while a < end && (text.units[a].tag == Tag::Adjective || tags_nisba(text, a)) {
                    if tags_nisba(text, a) {
                        push(text, a, a + 1, Shape::Nisba, "", false, whole, out);
                    }
                    a += 1;
                }
                if a < end {
                    push(text, a, end, Shape::Complement, "", false, whole, out);
                }
            } else {
                push(text, k + 1, end, Shape::Complement, "", false, whole, out);
            }
        } else if !eventful && k > start && tags & (tag::GROUP | tag::ORGAN | tag::PERSON) != 0 && k < end {
            let known = text.tags(k - 1) & (tag::PERSON | tag::GROUP | tag::ORGAN | tag::TITLE) != 0;
            if !known {
                push(text, k, end, Shape::Complement, "", false, whole, out);
            }
        }
    }
    // A known actor inside that does not begin the phrase.
    for hit in text.hits_in(start as u32 + 1, end as u32).iter().filter(|h| matches!(h.entity, Entity::Actor(_))) {
        if !out[whole as usize..].iter().any(|p| p.start == hit.start) {
            push(text, hit.start as usize, (hit.end as usize).min(end), Shape::Complement, "", false, whole, out);
        }
    }
}

fn tags_nisba(text: &Text<'_>, unit: usize) -> bool {
    text.tags(unit) & tag::NISBA != 0
}

#[allow(clippy::too_many_arguments)]
fn push(text: &Text<'_>, start: usize, end: usize, shape: Shape, prep: &str, joined: bool, whole: u32, out: &mut Vec<Phrase>) {
    if out.get(whole as usize..).is_some_and(|all| all.iter().any(|p| p.start as usize == start && p.end as usize == end)) {
        return;
    }
    let head = (start..end).find(|u| matches!(text.units[*u].tag, Tag::Noun | Tag::Name | Tag::Unknown)).unwrap_or(start);
    let from = text.hits.partition_point(|h| (h.start as usize) < start);
    let inside =
        || text.hits[from..].iter().enumerate().take_while(|(_, h)| (h.start as usize) < end).filter(|(_, h)| h.end as usize <= end);
    // The longest actor; the first place, since what comes first is the most specific.
    let actor =
        inside().filter(|(_, h)| matches!(h.entity, Entity::Actor(_))).max_by_key(|(i, h)| (h.end - h.start, std::cmp::Reverse(*i)));
    let place = inside()
        .filter(|(_, h)| matches!(h.entity, Entity::Place(_)) && crate::place::is_name(text, h, start))
        .min_by_key(|(i, h)| (h.start, std::cmp::Reverse(h.end), *i));
    let (actor, place) = (actor.map(|(i, _)| (from + i) as u32), place.map(|(i, _)| (from + i) as u32));
    let person = (start..end).any(|u| text.units[u].info.starts.iter().any(|s| s.entities.iter().any(|e| matches!(e, Entity::Name(_)))));
    let mut tags = text.tags(head);
    for u in start..end {
        tags |= text.tags(u) & (tag::PERSON | tag::TITLE | tag::CASUALTY | tag::WEAPON);
    }
    let pro = text.pro(start);
    out.push(Phrase {
        start: start as u32,
        end: end as u32,
        head: head as u32,
        pro,
        shape,
        actor,
        place,
        tags,
        prep: prep.into(),
        joined,
        whole,
        person,
    });
}

/// The canonical name of the preposition that governs the phrase at `start`.
fn preposition(text: &Text<'_>, prep: Option<u16>, start: usize) -> Box<str> {
    let clitic = text.clitic_prep(start);
    if !clitic.is_empty() {
        return clitic.into();
    }
    let mut before = start;
    while before > 0 && text.units[before - 1].sentence == text.units[start].sentence && text.is_quote_sign(before - 1) {
        before -= 1;
    }
    if before == 0 || text.units[before - 1].sentence != text.units[start].sentence {
        return "".into();
    }
    text.word_of(before - 1, prep).map_or_else(|| "".into(), |w| w.value.clone())
}
