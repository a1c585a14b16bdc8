//! Which words say where: runs of place nouns, compass words and gazetteer names, chained from the small to the large.

use super::resolve::{known_head, remention, resolve};
use super::{PlacePhrase, Setting};
use crate::chunk::{Phrase, Shape};
use crate::tag::Tag;
use crate::text::{Hit, Text};
use marsad_pack::data::{Entity, Homograph, tag};
use std::collections::BTreeSet;

/// A place noun or a name with what belongs to it, within one noun phrase.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) start: u32,
    pub(super) end: u32,
    pro: u8,
    prep: Box<str>,
    joined: bool,
    /// Its gazetteer names, in order.
    pub(super) hits: Vec<Hit>,
    /// Its last name is a country.
    country: bool,
    /// Begins with a place noun or compass word.
    kind: bool,
    actor: bool,
}

/// Finds all place phrases, in order.
#[must_use]
pub fn places(text: &Text<'_>, phrases: &[Phrase], setting: &Setting) -> Vec<PlacePhrase> {
    let known = Known { kinds: kind_words(text), places: sure_names(text), bodies: bodies(text) };
    let mut chains: Vec<Vec<Run>> = Vec::new();
    for phrase in phrases.iter().filter(|p| p.shape == Shape::Whole) {
        for (n, run) in runs(text, phrase, &known).into_iter().enumerate() {
            let last = chains.last_mut().filter(|c| n == 0 && linked(text, &c[c.len() - 1], &run));
            match last {
                Some(chain) => chain.push(run),
                None => chains.push(vec![run]),
            }
        }
    }
    let mut out: Vec<PlacePhrase> = Vec::with_capacity(chains.len());
    for chain in &chains {
        let first = &chain[0];
        let mut found = PlacePhrase {
            start: first.start,
            end: chain[chain.len() - 1].end,
            pro: first.pro,
            prep: first.prep.clone(),
            placekind: first.kind,
            point: known_head(text, &out, first).or_else(|| resolve(text, chain, setting)),
            actor: first.actor,
        };
        if found.point.is_none() {
            found.point = remention(text, &out, &found, setting);
        }
        // A word that names no place here was none.
        if found.point.is_some() || first.kind {
            out.push(found);
        }
    }
    out
}

/// The dictionary forms that a unit may have: the one chosen, else all.
pub(super) fn forms<'t>(text: &'t Text<'_>, unit: usize) -> impl Iterator<Item = &'t str> {
    let chosen = text.lemma(unit);
    let rest = text.units[unit].info.readings.iter().filter(move |_| chosen.is_none());
    chosen.into_iter().chain(rest.map(|r| &text.pack.data.lemmas[r.lemma as usize])).map(|l| &*l.form)
}

/// What the report itself shows of its place words.
struct Known<'t> {
    /// Nouns that stand before a place name.
    kinds: BTreeSet<&'t str>,
    /// Places whose name is surely one somewhere.
    places: BTreeSet<u32>,
    /// Names of bodies by their shape, as ranges of units: a place in them is none of an event.
    bodies: Vec<(u32, u32)>,
}

/// Bodies that nothing is said to be in: "the Bank of X said", not "in the University of X".
fn bodies(text: &Text<'_>) -> Vec<(u32, u32)> {
    let prep = text.pack.class("prep");
    let apart = |u: usize| !text.clitic_prep(u).is_empty() || u > 0 && text.has_class(u - 1, prep);
    let organ = |u: usize| text.tags(u) & (tag::ORGAN | tag::NAMING | tag::PLACEKIND) == tag::ORGAN | tag::NAMING;
    let heads = (0..text.units.len()).filter(|u| organ(*u) && !apart(*u));
    heads.filter_map(|u| crate::name::body(text, u)).map(|n| (n.start, n.end)).collect()
}

/// Places whose name is no common word where a preposition or a place noun goes before it: then it is none elsewhere.
fn sure_names(text: &Text<'_>) -> BTreeSet<u32> {
    let sure = text.hits.iter().filter(|h| h.end - h.start == 1 && text.units[h.start as usize].tag != Tag::Name && is_name(text, h, 0));
    sure.filter_map(|h| if let Entity::Place(p) = h.entity { Some(p) } else { None }).collect()
}

/// Nouns that stand before a place name in this report: the same noun with the article names that place again.
fn kind_words<'t>(text: &'t Text<'_>) -> BTreeSet<&'t str> {
    let mut out = BTreeSet::new();
    for hit in &text.hits {
        let unit = hit.start as usize;
        if !matches!(hit.entity, Entity::Place(_)) || text.article(unit) {
            continue;
        }
        if hit.end - hit.start > 1 && text.units[unit].tag != Tag::Adjective {
            out.extend(forms(text, unit));
        } else if unit > 0 && text.tags(unit - 1) & tag::PLACEKIND != 0 {
            out.extend(forms(text, unit - 1));
        }
    }
    out
}

/// Whether a gazetteer hit is a name here and not a common word of the same letters: several words, no dictionary
/// sense of its own, a place noun right before it that it does not agree with, or a place in a preposition's care.
pub(crate) fn is_name(text: &Text<'_>, hit: &Hit, start: usize) -> bool {
    let unit = hit.start as usize;
    if hit.end - hit.start > 1 {
        return true;
    }
    let word = text.homograph(hit) == Some(Homograph::Word);
    // Taken off a word that is known as it stands.
    if hit.pro != 0 && hit.pro != text.pro(unit) {
        return false;
    }
    if text.units[unit].tag == Tag::Name {
        return true;
    }
    let adjective = text.units[unit].tag == Tag::Adjective;
    if unit > start {
        let before = text.tags(unit - 1);
        if before & tag::COMPASS != 0 {
            return true;
        }
        let known = || matches!(hit.entity, Entity::Place(p) if text.pack.data.places[p as usize].population >= 50_000);
        let settled = text.lemma(unit - 1).is_some_and(|l| matches!(&*l.kind, "town" | "province"));
        if before & tag::PLACEKIND != 0 && (!adjective || text.article(unit - 1) != text.article(unit) || settled && known()) {
            return true;
        }
    }
    let Entity::Place(place) = hit.entity else { return false };
    if word {
        return false;
    }
    let place = &text.pack.data.places[place as usize];
    let country = &*place.feature == "country";
    country && text.units[unit].reading.is_some_and(|r| crate::inflect::Inflection::tanwin(r.feats)) && !ends_alike(text, unit)
        || (country || place.population >= 20_000) && governed(text, hit) && !(adjective && text.article(unit))
}

/// Whether the word before ends in the same letter: an indefinite noun and its adjective do.
fn ends_alike(text: &Text<'_>, unit: usize) -> bool {
    unit > 0 && text.key(unit - 1).chars().last() == text.key(unit).chars().last()
}

fn governed(text: &Text<'_>, hit: &Hit) -> bool {
    let unit = hit.start as usize;
    let clitic = !text.lexer.proclitics[hit.pro as usize].prep.is_empty() && hit.pro == text.pro(unit);
    clitic || unit > 0 && text.has_class(unit - 1, text.pack.class("prep"))
}

/// The gazetteer name that begins at a unit, if it is no part of a longer actor's name.
fn name_at(text: &Text<'_>, phrase: &Phrase, unit: usize, known: &Known<'_>) -> Option<Hit> {
    let here = || text.hits_at(unit).iter();
    let plain = text.units[unit].tag != Tag::Adjective;
    let hit = here().find(|h| match h.entity {
        Entity::Place(p) => h.end <= phrase.end && (is_name(text, h, phrase.start as usize) || plain && known.places.contains(&p)),
        _ => false,
    })?;
    let body = known.bodies.iter().any(|(start, end)| *start < hit.start && hit.end <= *end);
    (!body && !in_actor(text, hit.start, hit.end)).then_some(*hit)
}

/// Whether a longer actor's name covers the units.
fn in_actor(text: &Text<'_>, start: u32, end: u32) -> bool {
    // "X in Y" names an actor in a place.
    let apart = start > 0 && (text.has_class(start as usize - 1, text.pack.class("prep")) || !text.clitic_prep(start as usize).is_empty());
    let mut near = text.hits_in(start.saturating_sub(8), start + 1).iter();
    !apart && near.any(|h| matches!(h.entity, Entity::Actor(_)) && h.end >= end && h.end - h.start > end - start)
}

/// The place runs of a noun phrase.
fn runs(text: &Text<'_>, phrase: &Phrase, known: &Known<'_>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let (mut gap, mut last) = (false, phrase.start);
    let mut u = phrase.start;
    while u < phrase.end {
        let unit = u as usize;
        let hit = name_at(text, phrase, unit, known);
        let noun = text.units[unit].tag != Tag::Adjective && !in_actor(text, u, u + 1);
        let tags = text.tags(unit);
        let kind = noun && tags & (tag::PLACEKIND | tag::COMPASS) != 0 && tags & tag::EVENT == 0;
        let again = || noun && text.article(unit) && forms(text, unit).any(|f| known.kinds.contains(f));
        if hit.is_none() && !kind && !again() {
            gap |= text.units[unit].tag != Tag::Adjective && !text.is_quote_sign(unit);
            if !gap {
                last = u + 1;
            }
            u += 1;
            continue;
        }
        let country = hit.is_some_and(|h| is_country(text, &h));
        let compass = tags & tag::COMPASS != 0;
        let fresh = out.last().is_none_or(|r| !r.hits.is_empty() && (gap || r.country && !country && !compass));
        let end = hit.map_or(u + 1, |h| h.end);
        if fresh {
            if let Some(before) = out.last_mut() {
                before.end = last;
            }
            out.push(start_run(text, phrase, u, kind || hit.is_none()));
        }
        let run = out.len() - 1;
        out[run].country = country || out[run].country && hit.is_none();
        out[run].hits.extend(hit);
        (gap, last, u) = (false, end, end);
    }
    if let Some(run) = out.last_mut() {
        run.end = if run.hits.is_empty() { phrase.end } else { last };
    }
    out
}

fn start_run(text: &Text<'_>, phrase: &Phrase, unit: u32, kind: bool) -> Run {
    let first = unit == phrase.start;
    Run {
        start: unit,
        end: unit + 1,
        pro: if first { phrase.pro } else { text.pro(unit as usize) },
        prep: if first { phrase.prep.clone() } else { "of".into() },
        joined: first && phrase.joined,
        hits: Vec::new(),
        country: false,
        kind,
        actor: phrase.actor.is_some(),
    }
}

fn is_country(text: &Text<'_>, hit: &Hit) -> bool {
    matches!(hit.entity, Entity::Place(p) if &*text.pack.data.places[p as usize].feature == "country")
}

/// Whether `b` goes on saying where `a` is: "in", "of", a compass word or "near", with nothing else between.
fn linked(text: &Text<'_>, a: &Run, b: &Run) -> bool {
    let between: Vec<usize> = (a.end..b.start).map(|u| u as usize).filter(|u| !text.is_quote_sign(*u)).collect();
    let sentence = text.units[a.start as usize].sentence == text.units[b.start as usize].sentence;
    let compass = text.tags(b.start as usize) & tag::COMPASS != 0;
    let near = match between[..] {
        [] => !b.prep.is_empty() && &*b.prep != "of" || compass,
        [u] => {
            !b.prep.is_empty()
                && text.clitic_prep(b.start as usize).is_empty()
                && text.has_class(u, text.pack.class("prep"))
                && !text.clitic_conj(u)
        }
        _ => false,
    };
    let smaller = a.country && !b.country && !compass;
    // "Scattered parts of X", "to the north of X".
    let part =
        &*b.prep == "from" && a.hits.is_empty() && (!text.article(a.start as usize) || text.tags(a.start as usize) & tag::COMPASS != 0);
    let goes_on = part || !matches!(&*b.prep, "to" | "from" | "against" | "with" | "by" | "until");
    sentence && !b.joined && near && !smaller && goes_on
}
