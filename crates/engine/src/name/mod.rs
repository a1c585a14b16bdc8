//! Names: which words name a place, a person or an organisation, whether or not the tables know whom.
//!
//! Three sources, the longest wins: what the tables of the world know, personal names by their parts and titles
//! (`person`), and bodies by the noun that heads them (`body`). A wording that only describes a party ("the
//! occupation forces", "Western states") is no name.

mod body;
mod person;
mod trim;

pub(crate) use body::body;

use crate::tag::Tag;
use crate::text::{Hit, Text};
use marsad_pack::data::Entity;

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A place.
    Place,
    /// A person.
    Person,
    /// A party of people: armed group, movement, party.
    Group,
    /// Any other body.
    Organisation,
    /// A known party that is described, not named.
    Party,
}

impl Kind {
    /// The word of the sheet.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Person => "person",
            Self::Group => "group",
            Self::Organisation => "organisation",
            Self::Party => "party",
        }
    }
}

/// A name in the text.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    /// First unit.
    pub start: u32,
    /// One past the last unit.
    pub end: u32,
    /// Proclitics of the first unit.
    pub pro: u8,
    /// What it names.
    pub kind: Kind,
    /// The entry of the world that it was recognised by.
    pub hit: Option<Hit>,
    /// The source: `world.place`, `world.actor`, `name.person`, `name.body`.
    pub rule: &'static str,
}

/// All names of a report, in order, none inside another.
#[must_use]
pub fn names(text: &Text<'_>) -> Vec<Name> {
    let people = person::people(text);
    let mut person = people.iter().peekable();
    let mut out: Vec<Name> = Vec::new();
    let mut unit = 0;
    while unit < text.units.len() {
        while person.next_if(|p| (p.start as usize) < unit).is_some() {}
        let known = known(text, unit);
        let by_parts = person.peek().filter(|p| p.start as usize == unit).map(|p| **p);
        let by_head = body(text, unit);
        // The longest; of equals what the tables know, then the person.
        let best = [known, by_parts, by_head].into_iter().flatten().reduce(|best, n| if n.end > best.end { n } else { best });
        let Some(found) = best else {
            unit += 1;
            continue;
        };
        let kept = trim::trimmed(text, found);
        out.extend(kept);
        out.extend(kept.and_then(|name| trim::place_behind(text, &found, &name)));
        if found.kind == Kind::Party {
            out.extend(inside(text, &found, &people));
        }
        unit = found.end as usize;
    }
    out
}

/// The person after whom a described party is called: "the administration of X".
fn inside(text: &Text<'_>, party: &Name, people: &[Name]) -> Option<Name> {
    if let Some(person) = people.iter().find(|p| p.start > party.start && p.end == party.end) {
        return Some(*person);
    }
    let last = party.end - 1;
    let person = |e: &Entity| matches!(e, Entity::Actor(a) if &*text.pack.data.actors[*a as usize].kind == "person");
    let entity = text.units[last as usize].info.starts.iter().filter(|s| s.pro == 0).flat_map(|s| &s.entities).copied().find(person)?;
    let hit = Hit { start: last, end: party.end, entity, pro: 0 };
    (last > party.start).then_some(Name { start: last, end: party.end, pro: 0, kind: Kind::Person, hit: Some(hit), rule: "world.actor" })
}

/// The longest name of the world's tables that begins at a unit and is one here.
fn known(text: &Text<'_>, unit: usize) -> Option<Name> {
    let data = &text.pack.data;
    let here = || text.hits_at(unit).iter();
    let proper = here().filter(|h| matches!(h.entity, Entity::Place(_) | Entity::Actor(_)) && is_name(text, h));
    let metonym = |h: &Hit| matches!(h.entity, Entity::Actor(a) if &*data.actors[a as usize].kind == "metonym");
    let hit = *proper.max_by_key(|h| (h.end, !metonym(h), matches!(h.entity, Entity::Actor(_)), std::cmp::Reverse(h.pro)))?;
    let place = || here().find(|h| h.end == hit.end && matches!(h.entity, Entity::Place(_))).copied();
    let name = |kind, hit: Hit, rule| Name { start: hit.start, end: hit.end, pro: hit.pro, kind, hit: Some(hit), rule };
    match hit.entity {
        Entity::Actor(a) => {
            let actor = &data.actors[a as usize];
            if matches!(&*actor.kind, "state" | "metonym")
                && let Some(place) = place()
            {
                return Some(name(Kind::Place, place, "world.place"));
            }
            let kind = match &*actor.kind {
                _ if &*actor.tone == "described" || &*actor.tone == "loaded" && !names_somebody(text, &hit) => Kind::Party,
                "people" | "state" | "metonym" => Kind::Party,
                "person" => Kind::Person,
                "group" | "party" => Kind::Group,
                _ => Kind::Organisation,
            };
            Some(name(kind, hit, "world.actor"))
        }
        _ => Some(name(Kind::Place, hit, "world.place")),
    }
}

/// Whether a single word is the name here and not the common word; several words always are.
fn is_name(text: &Text<'_>, hit: &Hit) -> bool {
    let unit = hit.start as usize;
    let homograph = text.homograph(hit);
    if hit.end - hit.start > 1 || text.units[unit].tag == Tag::Name || homograph == Some(marsad_pack::data::Homograph::Name) {
        return hit.end - hit.start > 1 || text.units[unit].tag != Tag::Adjective;
    }
    let quoted = |u: usize| text.units.get(u).is_some_and(|_| text.is_quote_sign(u));
    match hit.entity {
        Entity::Place(_) => crate::place::is_name(text, hit, 0),
        // A common word in quotation marks of its own is the name.
        Entity::Actor(_) => unit > 0 && quoted(unit - 1) && quoted(unit + 1),
        _ => false,
    }
}

/// Whether a loaded wording holds a word that is a name: no word of the dictionary, or a homograph that is mostly one.
fn names_somebody(text: &Text<'_>, hit: &Hit) -> bool {
    (hit.start as usize..hit.end as usize).any(|u| {
        let unit = &text.units[u];
        let named = |s: &crate::lex::Start| s.entities.iter().any(|e| matches!(e, Entity::Place(_) | Entity::Actor(_) | Entity::Name(_)));
        let single = |s: &crate::lex::Start| Hit { start: u as u32, end: u as u32 + 1, entity: Entity::Word(0), pro: s.pro };
        let mostly = |s: &crate::lex::Start| text.homograph(&single(s)) == Some(marsad_pack::data::Homograph::Name);
        unit.info.starts.iter().any(|s| named(s) && (unit.info.readings.is_empty() || mostly(s)))
    })
}
