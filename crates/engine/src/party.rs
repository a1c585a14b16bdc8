//! Who a phrase is: PLOVER code (country and sector), known actor, kind of source.

use crate::chunk::Phrase;
use crate::place::{Setting, alpha3};
use crate::text::Text;
use marsad_pack::data::{Actor, Entity, tag};

/// Who a phrase is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// alpha-3 (or IGO), or empty.
    pub country: Box<str>,
    /// PLOVER sector, or empty.
    pub sector: Box<str>,
    /// Known actor.
    pub actor: Option<u32>,
    /// The kind of the known actor, or empty.
    pub kind: Box<str>,
}

impl Identity {
    /// The PLOVER code.
    #[must_use]
    pub fn code(&self) -> String {
        format!("{}:{}", self.country, self.sector)
    }
}

/// Finds who a phrase is. `published` (ISO date) chooses among dated roles.
#[must_use]
pub fn identify(text: &Text<'_>, phrase: &Phrase, published: Option<&str>, setting: &Setting) -> Identity {
    let data = &text.pack.data;
    let (start, end) = (phrase.start as usize, phrase.end as usize);
    let mut out = Identity::default();
    let head = text.lemma(phrase.head as usize);
    let head_sector = (start..end).filter_map(|u| text.lemma(u)).find(|l| !l.sector.is_empty()).map_or("", |l| &*l.sector);
    if let Some(hit) = phrase.actor {
        let hit = text.hits[hit as usize];
        if let Entity::Actor(a) = hit.entity {
            let actor = &data.actors[a as usize];
            let (country, sector) = split(code_at(actor, published));
            out.actor = Some(a);
            out.kind = actor.kind.clone();
            out.country = country.into();
            let covers_head = hit.start <= phrase.head && phrase.head < hit.end;
            let person = &*actor.kind == "person";
            let bare_state = matches!(&*actor.kind, "state" | "metonym" | "people");
            out.sector = if covers_head || person || head_sector.is_empty() { sector.into() } else { head_sector.into() };
            if covers_head && bare_state && !head_sector.is_empty() && hit.start as usize != start {
                out.sector = head_sector.into();
            }
            return out;
        }
    }
    out.sector = head_sector.into();
    if let Some(l) = (start..end).filter_map(|u| text.lemma(u)).find(|l| l.tags & tag::NISBA != 0 && !l.kind.is_empty()) {
        out.country = l.kind.clone();
        if out.sector.is_empty() && phrase.shape == crate::chunk::Shape::Nisba {
            out.sector = "MIL".into();
        }
        return out;
    }
    if let Some(hit) = phrase.place
        && let Entity::Place(p) = text.hits[hit as usize].entity
        && let Some(three) = alpha3(text, &data.places[p as usize].country)
    {
        out.country = three.into();
        return out;
    }
    let local = head.is_some_and(|l| l.tags & (tag::PERSON | tag::CASUALTY | tag::GROUP | tag::ORGAN | tag::PLACEKIND) != 0);
    if (local || matches!(&*out.sector, "CVL" | "REF" | "UAF"))
        && let Some(three) = setting.main_country().and_then(|c| alpha3(text, c))
    {
        out.country = three.into();
    }
    if out.sector.is_empty() && (phrase.tags & tag::CASUALTY != 0 || head.is_some_and(|l| l.tags & tag::PLACEKIND != 0)) {
        out.sector = "CVL".into();
    }
    out
}

fn split(code: &str) -> (&str, &str) {
    code.split_once(':').unwrap_or((code, ""))
}

/// The code of an actor at a moment: the role that holds then, else the latest one that began before, else the first.
#[must_use]
pub fn code_at<'a>(actor: &'a Actor, published: Option<&str>) -> &'a str {
    let Some(day) = published.filter(|_| !actor.roles.is_empty()) else { return &actor.code };
    // Dates compare as text; what is no ISO date compares whole, without a panic.
    let cut = |like: &str| day.get(..like.len()).unwrap_or(day);
    let begun = |from: &str| from.is_empty() || from <= cut(from);
    let running = |to: &str| to.is_empty() || cut(to) <= to;
    let holds = actor.roles.iter().rev().find(|(from, to, _)| begun(from) && running(to));
    let earlier = || actor.roles.iter().rev().find(|(from, _, _)| begun(from));
    holds.or_else(earlier).or_else(|| actor.roles.first()).map_or(&*actor.code, |(_, _, code)| code)
}

/// The kind of source that a phrase is.
#[must_use]
pub fn source_kind(text: &Text<'_>, phrase: &Phrase, who: &Identity) -> &'static str {
    let known = |k: &str| marsad_model::vocabulary::SOURCE_KINDS.iter().find(|s| **s == k).copied();
    let own = (phrase.start as usize..phrase.end as usize)
        .filter_map(|u| text.lemma(u))
        .find(|l| l.tags & tag::SOURCE != 0 && !l.source.is_empty());
    let by_actor = match &*who.kind {
        "agency" | "outlet" => Some("agency"),
        "military" => Some("military"),
        "group" | "party" => Some("party"),
        "ngo" => Some("ngo"),
        "igo" => Some("igo"),
        "state" | "government" | "ministry" | "police" | "security" | "court" | "legislature" | "office" | "metonym" => Some("official"),
        _ => None,
    };
    if let Some(kind) = by_actor.filter(|_| own.is_none_or(|l| matches!(&*l.source, "official" | "unknown" | "document"))) {
        return kind;
    }
    if let Some(kind) = own.and_then(|l| known(&l.source)) {
        return kind;
    }
    match &*who.sector {
        "GOV" | "COP" | "JUD" | "LEG" | "SPY" => "official",
        "MIL" => "military",
        "REB" | "PTY" | "PRM" | "OPP" => "party",
        "MED" => "medical",
        "NGO" => "ngo",
        "IGO" => "igo",
        "JRN" => "agency",
        "EDU" => "expert",
        "CVL" => "local",
        _ => "unknown",
    }
}
