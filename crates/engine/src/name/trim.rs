//! Cuts from a recognised phrase what is no part of the name: titles, "the city of", "north of", "the newspaper".

use super::{Kind, Name};
use crate::inflect::Inflection;
use crate::tag::Tag;
use crate::text::{Hit, Text};
use marsad_pack::data::{Entity, Place, Pos, tag};

/// The name without what only says its kind; `None` if nothing of a name is left.
pub(super) fn trimmed(text: &Text<'_>, name: Name) -> Option<Name> {
    match name.kind {
        Kind::Place => place(text, name),
        Kind::Person => Some(person(text, name)),
        Kind::Organisation | Kind::Group => Some(body(text, name)),
        Kind::Party => Some(name),
    }
}

/// The same name from a later unit on.
fn from(name: Name, start: u32) -> Name {
    if start == name.start { name } else { Name { start, pro: 0, ..name } }
}

/// The first unit at or after the name's that is no quotation mark.
fn skip_quotes(text: &Text<'_>, name: &Name, mut at: u32) -> u32 {
    while at + 1 < name.end && text.is_quote_sign(at as usize) {
        at += 1;
    }
    at
}

/// The senses that any analysis of a unit has; inside a known phrase none was chosen with care.
fn senses(text: &Text<'_>, unit: u32) -> u32 {
    text.units[unit as usize].info.readings.iter().fold(0, |bits, r| bits | text.pack.data.lemmas[r.lemma as usize].tags)
}

fn person(text: &Text<'_>, name: Name) -> Name {
    let data = &text.pack.data;
    let mut at = name.start;
    let participle = |u: u32| text.article(u as usize) && text.units[u as usize].info.readings.iter().any(|r| r.feats.is_participle());
    let part = |u: u32| {
        let entities = text.units[u as usize].info.starts.iter().flat_map(|s| &s.entities);
        entities.filter_map(|e| if let Entity::Name(n) = e { Some(&*data.names[*n as usize].kind) } else { None }).any(|k| k == "given")
    };
    while at + 1 < name.end && (senses(text, at) & tag::TITLE != 0 || participle(at)) && (!part(at) || text.article(at as usize)) {
        at = skip_quotes(text, &name, at + 1);
    }
    from(name, at)
}

fn body(text: &Text<'_>, name: Name) -> Name {
    let (mut at, mut end) = (name.start, name.end);
    let last = |end: u32| (at..end).rev().find(|u| !text.is_quote_sign(*u as usize)).unwrap_or(at);
    let known = |u: u32| text.article(u as usize) && !text.units[u as usize].info.readings.is_empty();
    if senses(text, at) & tag::BRAND != 0 {
        let next = skip_quotes(text, &name, at + 1);
        if next < end && !known(next) {
            let foreign = |u: u32| u > next && known(u) && senses(text, u) & tag::NISBA != 0;
            while foreign(last(end)) {
                end = last(end);
            }
            at = next;
        }
    }
    // "Fighters of X": the people are not the name.
    while at + 1 < end
        && senses(text, at) & (tag::PERSON | tag::TITLE) != 0
        && senses(text, at) & (tag::GROUP | tag::ORGAN | tag::NAMING) == 0
    {
        at = skip_quotes(text, &name, at + 1);
    }
    // "The resistance in X": where it is.
    if let Some(prep) = (at + 1..end).find(|u| located(text, *u, end)) {
        end = prep;
    }
    let end = (at..end).rev().find(|u| !text.is_quote_sign(*u as usize)).map_or(end, |u| u + 1);
    Name { end, ..from(name, at) }
}

/// Whether a unit is a preposition of place with a place name behind it that goes to the end.
fn located(text: &Text<'_>, unit: u32, end: u32) -> bool {
    let prep = text.word_of(unit as usize, text.pack.class("prep"));
    prep.is_some_and(|w| &*w.value == "in") && unit + 1 < end && place_entity(text, unit + 1, end).is_some()
}

fn place_entity(text: &Text<'_>, start: u32, end: u32) -> Option<Hit> {
    let starts = text.units[start as usize].info.starts.iter().filter(|s| s.pro == 0);
    let first = |s: &crate::lex::Start| s.entities.iter().copied().find(|e| matches!(e, Entity::Place(_)));
    let entity = starts.filter_map(first).next()?;
    (end == start + 1).then_some(Hit { start, end, entity, pro: 0 })
}

/// The place that was cut off the end of a body's name.
pub(super) fn place_behind(text: &Text<'_>, whole: &Name, kept: &Name) -> Option<Name> {
    if kept.end + 2 != whole.end || !matches!(kept.kind, Kind::Group | Kind::Organisation) {
        return None;
    }
    let hit = place_entity(text, kept.end + 1, whole.end)?;
    Some(Name { start: hit.start, end: hit.end, pro: 0, kind: Kind::Place, hit: Some(hit), rule: "world.place" })
}

fn place(text: &Text<'_>, name: Name) -> Option<Name> {
    let Some(Hit { entity: Entity::Place(p), .. }) = name.hit else { return Some(name) };
    let found = &text.pack.data.places[p as usize];
    let data = &text.pack.data;
    let kind_word = |u: u32| {
        let readings = text.units[u as usize].info.readings.iter().filter(|r| r.feats.is_singular());
        readings.map(|r| &data.lemmas[r.lemma as usize]).find(|l| l.tags & (tag::PLACEKIND | tag::COMPASS) != 0)
    };
    if name.end - name.start == 2
        && &*found.feature != "site"
        && kind_word(name.start).is_some_and(|l| l.tags & tag::PLACEKIND != 0)
        && country_adjective(text, name.start + 1)
    {
        return None;
    }
    let (mut at, mut end) = (name.start, name.end);
    let mut part = false;
    while at + 1 < end && !part && kind_word(at).is_some_and(|l| outside(text, found, l, at + 1, end)) {
        // "The north of the province of X" is called by X's own name.
        part = kind_word(at).is_some_and(|l| l.tags & tag::COMPASS != 0);
        at = skip_quotes(text, &name, at + 1);
    }
    if part && at + 1 == end && text.article(at as usize) && kind_word(at).is_some() {
        return None;
    }
    let occupied =
        |u: u32| u > at && text.article(u as usize) && text.units[u as usize].info.readings.iter().any(|r| r.feats.is_participle());
    let compass = |u: u32| at > name.start && u > at && senses(text, u) & tag::COMPASS != 0;
    let country = &*found.feature == "country" && &*found.country != "US";
    while occupied(end - 1) && (country || &*found.feature != "country") || compass(end - 1) {
        end -= 1;
    }
    Some(Name { end, ..from(name, at) })
}

fn country_adjective(text: &Text<'_>, unit: u32) -> bool {
    let lemmas = text.units[unit as usize].info.readings.iter().map(|r| &text.pack.data.lemmas[r.lemma as usize]);
    text.article(unit as usize) && lemmas.into_iter().any(|l| l.pos == Pos::Nisba)
}

/// Whether a place noun or compass word before a name is no part of it: "the city of X", "the north of X", "the
/// countryside of X"; not in the name of a site ("X airport"), of a state or province ("North X"), of a region.
fn outside(text: &Text<'_>, found: &Place, word: &marsad_pack::data::Lemma, next: u32, end: u32) -> bool {
    let inner = || {
        let unit = &text.units[next as usize];
        let one = unit.info.starts.iter().any(|s| s.pro == 0 && (s.goes_on || s.entities.iter().any(|e| matches!(e, Entity::Place(_)))));
        one || unit.tag == Tag::Name && end > next
    };
    if word.tags & tag::COMPASS != 0 {
        let kind = || senses(text, next) & tag::PLACEKIND != 0;
        return &*found.feature != "country" && kind() || matches!(&*found.feature, "region" | "site" | "district" | "town") && inner();
    }
    match &*word.kind {
        "town" | "country" => inner(),
        "province" => &*found.feature != "region" && inner(),
        "district" => &*found.feature != "province" && inner(),
        "region" => matches!(&*found.feature, "province" | "town" | "district") && inner(),
        _ => false,
    }
}
