//! The PLOVER code of a party in an event: its country among those at hand, its sector as the event shows it.
//!
//! The lexicon says what a word is by itself; the same "positions" are a militia's or an army's by who strikes them.

use crate::code::Engine;
use crate::doc::{Doc, kind_name};
use crate::feature;
use crate::look;
use crate::model::{Sink, Symbol};
use crate::party::Identity;
use crate::place::alpha3;
use crate::trigger::{Candidate, bucket};
use marsad_pack::data::{Entity, Sense, tag};

/// Sectors that are told apart, as labels of the model; the first is none.
pub const SECTORS: &[&str] = &[
    "none", "GOV", "MIL", "REB", "PRM", "CVL", "COP", "OPP", "PTY", "MED", "JRN", "REF", "UAF", "UNK", "LEG", "BUS", "REL", "SPY", "NGO",
    "CRM",
];

/// A party of an event, with what decides on its code.
#[derive(Clone, Copy)]
pub struct Party<'s> {
    /// Index of the phrase.
    pub phrase: u32,
    /// `actor` or `recipient`.
    pub role: &'static str,
    /// The first party of the other role.
    pub other: Option<u32>,
    /// Index of the event's place in `Doc::places`.
    pub place: Option<u32>,
    /// The sense of the event.
    pub sense: &'s Sense,
}

/// A country that the party may belong to, with where it was found.
#[derive(Clone, Debug)]
pub struct Land {
    /// alpha-3, or empty.
    pub code: Box<str>,
    /// Where it was found, in fixed order.
    pub from: Vec<&'static str>,
}

/// The countries at hand, each once.
#[must_use]
pub fn lands(doc: &Doc<'_>, party: &Party<'_>) -> Vec<Land> {
    let text = &doc.text;
    let q = &doc.phrases[party.phrase as usize];
    let who = &doc.who[party.phrase as usize];
    let mut out: Vec<Land> = vec![Land { code: "".into(), from: vec!["none"] }];
    let mut put = |code: &str, from: &'static str| match out.iter_mut().find(|l| &*l.code == code) {
        Some(l) if !l.from.contains(&from) => l.from.push(from),
        Some(_) => {}
        None => out.push(Land { code: code.into(), from: vec![from] }),
    };
    put(&who.country, "own");
    for u in q.start..(q.end + 2).min(text.units.len() as u32) {
        if let Some(l) = text.lemma(u as usize).filter(|l| l.tags & tag::NISBA != 0 && !l.kind.is_empty()) {
            put(&l.kind, if u < q.end { "nisba" } else { "near" });
        }
    }
    let of_place = |hit: u32| match text.hits[hit as usize].entity {
        Entity::Place(p) => alpha3(text, &text.pack.data.places[p as usize].country),
        _ => None,
    };
    if let Some(code) = q.place.and_then(of_place) {
        put(code, "place");
    }
    if let Some(point) = party.place.and_then(|p| doc.places[p as usize].point.as_ref())
        && let Some(code) = alpha3(text, &text.pack.data.places[point.place as usize].country)
    {
        put(code, "where");
    }
    if let Some(code) = doc.setting.main_country().and_then(|c| alpha3(text, c)) {
        put(code, "main");
    }
    if let Some(other) = party.other {
        put(&doc.who[other as usize].country, "other");
    }
    if let Some(twin) = twin(doc, party.phrase) {
        put(&doc.who[twin as usize].country, "twin");
    }
    for (code, from) in doc.nations.iter().zip(["first", "second", "third"]) {
        put(code, from);
    }
    out
}

/// The countries of the known actors of a report, the commonest first: three at most.
#[must_use]
pub(crate) fn nations(who: &[Identity]) -> Vec<Box<str>> {
    let mut seen: Vec<(&str, u32)> = Vec::new();
    for w in who.iter().filter(|w| !w.country.is_empty() && w.actor.is_some()) {
        match seen.iter_mut().find(|(c, _)| *c == &*w.country) {
            Some(s) => s.1 += 1,
            None => seen.push((&w.country, 1)),
        }
    }
    seen.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    seen.into_iter().take(3).map(|(code, _)| code.into()).collect()
}

/// The nearest earlier phrase with the same head that is known better: a known actor, or one with a country.
#[must_use]
pub fn twin(doc: &Doc<'_>, phrase: u32) -> Option<u32> {
    let q = &doc.phrases[phrase as usize];
    let lemma = doc.text.units[q.head as usize].reading?.lemma;
    let same = |p: usize| {
        let r = &doc.phrases[p];
        p as u32 != phrase
            && doc.text.units[r.head as usize].reading.is_some_and(|x| x.lemma == lemma)
            && r.end - r.start > q.end - q.start
            && doc.who[p].actor.is_some()
            && !doc.who[p].country.is_empty()
    };
    let before = (0..phrase as usize).rev().find(|p| same(*p));
    before.or_else(|| (phrase as usize + 1..doc.phrases.len()).find(|p| same(*p))).map(|p| p as u32)
}

/// What a country is to a party, as features of the choice.
pub fn land_features(doc: &Doc<'_>, party: &Party<'_>, land: &Land, f: &mut impl Sink) {
    let q = &doc.phrases[party.phrase as usize];
    let who = &doc.who[party.phrase as usize];
    let kind = kind_name(doc, party.phrase as usize);
    let head = doc.text.lemma(q.head as usize).map_or("", |l| &*l.form);
    let alone = if q.end - q.start == 1 { "one" } else { "more" };
    let (sector, role, kind) = (Symbol::new(&who.sector), Symbol::new(party.role), Symbol::new(kind));
    let known = if who.actor.is_some() { "y" } else { "n" };
    let pronoun = if doc.text.pronoun(q.head as usize).is_empty() { "" } else { "its" };
    let all = land.from.join("+");
    f.group(look!("land", &*all, role, sector), |f| {
        feature!(f, "land=", &all);
        feature!(f, "land=", &all, role);
        feature!(f, "land=", &all, sector);
    });
    let party_look = look!("", role, sector, kind, &*party.sense.kind, &*who.kind, alone, known, pronoun);
    for from in &land.from {
        let from = Symbol::new(from);
        f.group(look!("from", from, party_look), |f| {
            feature!(f, "from=", from, kind);
            feature!(f, "from=", from, sector, role);
            feature!(f, "from=", from, role, &party.sense.kind);
            feature!(f, "from=", from, &who.kind, alone);
            feature!(f, "from=", from, "known=", known, alone);
            feature!(f, "from=", from, pronoun, alone);
        });
        feature!(f, "from=", from, "head=", head);
    }
    let other = party.other.map_or("", |o| &*doc.who[o as usize].country);
    feature!(f, "code=", &land.code, role, sector);
    feature!(f, "code=", &land.code, "head=", head);
    feature!(f, "code=", &land.code, "other=", other, party.role);
}

/// Features of a party's sector.
pub fn sector_features(doc: &Doc<'_>, c: &Candidate, party: &Party<'_>, f: &mut impl Sink) {
    let text = &doc.text;
    let q = &doc.phrases[party.phrase as usize];
    let who = &doc.who[party.phrase as usize];
    let kind = kind_name(doc, party.phrase as usize);
    let (t, role) = (&*party.sense.kind, party.role);
    let main = doc.setting.main_country().unwrap_or("");
    let sector = if who.sector.is_empty() { "-" } else { &*who.sector };
    feature!(f, "sector=", sector);
    feature!(f, "sector=", sector, kind);
    feature!(f, "sector=", sector, t, role);
    feature!(f, "sector=", sector, &who.kind, t, role);
    feature!(f, "sector=", sector, q.shape.name(), t);
    feature!(f, "kind=", kind, t, role);
    feature!(f, "kind=", kind, role);
    feature!(f, "known=", &who.kind, role);
    feature!(f, "country=", &who.country, role, t);
    feature!(f, "country=", &who.country, sector, role);
    feature!(f, "main=", main, sector);
    feature!(f, "main=", main, kind, role);
    feature!(f, "mode=", &party.sense.mode, kind, role);
    feature!(f, "long=", bucket(q.end - q.start), kind);
    if let Some(a) = who.actor {
        let id = &text.pack.data.actors[a as usize].id;
        feature!(f, "actor=", id);
        feature!(f, "actor=", id, t, role);
        feature!(f, "actor=", id, "main=", main);
    }
    for u in q.start..q.end {
        let Some(l) = text.lemma(u as usize) else { continue };
        let place = if u == q.head { "head" } else { "word" };
        feature!(f, place, "=", &l.form);
        feature!(f, place, "=", &l.form, role);
        if !l.sector.is_empty() {
            feature!(f, place, "-sector=", &l.sector);
            feature!(f, place, "-sector=", &l.sector, sector);
        }
        for (bit, name) in [(tag::WEAPON, "weapon"), (tag::CASUALTY, "casualty"), (tag::PLACEKIND, "place"), (tag::NISBA, "nisba")] {
            if l.tags & bit != 0 {
                feature!(f, "has=", name, t, role);
            }
        }
    }
    let other = party.other.map(|o| &doc.who[o as usize]);
    let other = other.map_or_else(|| "-".to_owned(), super::party::Identity::code);
    feature!(f, "other=", &other, role);
    feature!(f, "other=", &other, kind, role);
    feature!(f, "other=", &other, sector, role);
    feature!(f, "class=", c.class, sector);
    if let Some(twin) = twin(doc, party.phrase) {
        feature!(f, "twin=", &doc.who[twin as usize].sector, sector);
    }
}

impl Engine<'_> {
    /// The code of a party of an event; its own code where the models are missing.
    #[must_use]
    pub fn affiliation(&self, doc: &Doc<'_>, c: &Candidate, party: &Party<'_>) -> String {
        let who = &doc.who[party.phrase as usize];
        let (sectors, countries) = (self.models.get("sector"), self.models.get("land"));
        if sectors.labels.is_empty() || countries.labels.is_empty() {
            return who.code();
        }
        let sector = sectors.best(|f| sector_features(doc, c, party, f)).map_or(&*who.sector, |(label, _)| label);
        // What the model does not tell apart stays as the lexicon has it.
        let sector = match sector {
            "none" if !SECTORS.contains(&&*who.sector) => &who.sector,
            "none" => "",
            other => other,
        };
        let best = lands(doc, party).into_iter().map(|l| (countries.pair(|f| land_features(doc, party, &l, f))[0], l.code)).fold(
            None,
            |best: Option<(f32, Box<str>)>, (s, code)| match best {
                Some((v, _)) if v >= s => best,
                _ => Some((s, code)),
            },
        );
        format!("{}:{sector}", best.map_or_else(|| who.country.clone(), |(_, code)| code))
    }
}
