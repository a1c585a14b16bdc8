//! Places: phrases that say where, and the point or area they name.
//!
//! A phrase is a chain from the small to the large ("village X in the countryside of Y north of Z"). The first link
//! that the gazetteer knows gives the point; the others are context that chooses among homonyms. "None of these" is an
//! answer: a chain that nothing resolves keeps its words and gets no point.

use crate::chunk::{Phrase, Shape};
use crate::tag::Tag;
use crate::text::{Hit, Text};
use marsad_pack::data::{Entity, Place, tag};
use std::collections::BTreeMap;

/// A phrase that says where.
#[derive(Clone, Debug)]
pub struct PlacePhrase {
    /// First unit.
    pub start: u32,
    /// One past the last unit.
    pub end: u32,
    /// Proclitics of the first unit.
    pub pro: u8,
    /// The preposition before it.
    pub prep: Box<str>,
    /// Head is a common noun for a kind of place.
    pub placekind: bool,
    /// What it names, if anything.
    pub point: Option<Resolved>,
    /// The whole phrase is (part of) a known actor's name.
    pub actor: bool,
}

/// A place that was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolved {
    /// Index into the gazetteer.
    pub place: u32,
    /// Degrees north and east; moved where a compass word says so.
    pub point: Option<(f64, f64)>,
    /// site, town, district, province, country or region.
    pub precision: Box<str>,
    /// Moved by a compass word.
    pub moved: bool,
}

/// What the whole report is about, as far as places go.
#[derive(Debug, Default)]
pub struct Setting {
    /// alpha-2 to weight.
    countries: BTreeMap<Box<str>, f32>,
    /// Points that only one place can mean.
    anchors: Vec<(f32, f32)>,
}

impl Setting {
    /// Gathers what is unambiguous in a report.
    #[must_use]
    pub fn of(text: &Text<'_>) -> Self {
        let data = &text.pack.data;
        let mut out = Self::default();
        let mut i = 0;
        while i < text.hits.len() {
            let h = text.hits[i];
            let same = text.hits[i..].iter().take_while(|g| g.start == h.start).filter(|g| g.end == h.end);
            let places: Vec<&Place> =
                same.filter_map(|g| if let Entity::Place(p) = g.entity { Some(&data.places[p as usize]) } else { None }).collect();
            if let Some(first) = places.first() {
                let one_country = places.iter().all(|p| p.country == first.country) && !first.country.is_empty();
                if one_country {
                    *out.countries.entry(first.country.clone()).or_default() += 1.0;
                    if places.len() == 1 && &*first.feature != "country" {
                        out.anchors.extend(first.point);
                    }
                }
            }
            if let Entity::Actor(a) = h.entity {
                out.add_alpha3(text, &data.actors[a as usize].code);
            }
            let next = text.hits[i..].iter().position(|g| g.start != h.start || g.end != h.end).map_or(text.hits.len(), |n| i + n);
            i = next;
        }
        for unit in 0..text.units.len() {
            if let Some(l) = text.lemma(unit).filter(|l| l.tags & tag::NISBA != 0) {
                out.add_alpha3(text, &l.kind);
            }
        }
        let total: f32 = out.countries.values().sum();
        if total > 0.0 {
            for weight in out.countries.values_mut() {
                *weight /= total;
            }
        }
        out
    }

    fn add_alpha3(&mut self, text: &Text<'_>, code: &str) {
        let alpha3 = code.split(':').next().unwrap_or_default();
        if let Some(alpha2) = alpha2(text, alpha3) {
            *self.countries.entry(alpha2.into()).or_default() += 0.5;
        }
    }

    /// The share of a country, 0 to 1.
    #[must_use]
    pub fn share(&self, alpha2: &str) -> f32 {
        self.countries.get(alpha2).copied().unwrap_or(0.0)
    }

    /// The country that most places of the report lie in.
    #[must_use]
    pub fn main_country(&self) -> Option<&str> {
        let best = self.countries.iter().fold(None, |best: Option<(&str, f32)>, (c, w)| match best {
            Some((_, v)) if v >= *w => best,
            _ => Some((c, *w)),
        });
        best.map(|(c, _)| c)
    }
}

/// alpha-3 to alpha-2.
#[must_use]
pub fn alpha2<'t>(text: &'t Text<'_>, alpha3: &str) -> Option<&'t str> {
    let countries = &text.pack.data.countries;
    countries.iter().find(|(three, _)| &**three == alpha3).map(|(_, two)| &**two)
}

/// alpha-2 to alpha-3.
#[must_use]
pub fn alpha3<'t>(text: &'t Text<'_>, alpha2: &str) -> Option<&'t str> {
    text.pack.data.countries.iter().find(|(_, two)| &**two == alpha2).map(|(three, _)| &**three)
}

/// Great-circle distance in kilometres between two points in degrees.
#[must_use]
pub fn distance_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (p1, p2) = (a.0.to_radians(), b.0.to_radians());
    let h = ((p2 - p1) / 2.0).sin().powi(2) + p1.cos() * p2.cos() * ((b.1 - a.1).to_radians() / 2.0).sin().powi(2);
    12742.0 * h.sqrt().min(1.0).asin()
}

fn wide(p: (f32, f32)) -> (f64, f64) {
    (round(f64::from(p.0)), round(f64::from(p.1)))
}

/// Five decimals: a metre, and no noise from the narrower type of the store.
fn round(v: f64) -> f64 {
    (v * 1e5).round() / 1e5
}

/// Finds all place phrases, in order.
#[must_use]
pub fn places(text: &Text<'_>, phrases: &[Phrase], setting: &Setting) -> Vec<PlacePhrase> {
    let mut out = Vec::new();
    let whole: Vec<&Phrase> = phrases.iter().filter(|p| p.shape == Shape::Whole).collect();
    let mut i = 0;
    while i < whole.len() {
        if !is_place(text, whole[i]) {
            i += 1;
            continue;
        }
        let mut chain = vec![whole[i]];
        let mut j = i + 1;
        while j < whole.len() && linked(text, chain[chain.len() - 1], whole[j]) && is_place(text, whole[j]) {
            chain.push(whole[j]);
            j += 1;
        }
        let first = chain[0];
        out.push(PlacePhrase {
            start: first.start,
            end: chain[chain.len() - 1].end,
            pro: first.pro,
            prep: first.prep.clone(),
            placekind: first.tags & (tag::PLACEKIND | tag::COMPASS) != 0,
            point: resolve(text, &chain, setting),
            actor: named_actor(text, first),
        });
        i = j;
    }
    out
}

/// Whether the phrase can name a place: a gazetteer name that is no part of a longer actor's name, or a place noun.
fn is_place(text: &Text<'_>, p: &Phrase) -> bool {
    let kind = text.tags(p.head as usize) & (tag::PLACEKIND | tag::COMPASS) != 0;
    kind || p.place.is_some() && !named_actor(text, p)
}

/// Whether a gazetteer hit is a name here and not a common word of the same letters: several words, no dictionary
/// sense of its own, or a place noun right before it.
pub(crate) fn is_name(text: &Text<'_>, hit: &Hit, start: usize) -> bool {
    let unit = hit.start as usize;
    hit.end - hit.start > 1 || text.units[unit].tag == Tag::Name || unit > start && text.tags(unit - 1) & (tag::PLACEKIND | tag::COMPASS) != 0
}

fn named_actor(text: &Text<'_>, p: &Phrase) -> bool {
    match (p.actor, p.place) {
        (Some(a), Some(b)) => {
            let (a, b) = (text.hits[a as usize], text.hits[b as usize]);
            a.start <= b.start && b.end <= a.end && a.end - a.start > b.end - b.start
        }
        (Some(_), None) => true,
        _ => false,
    }
}

/// Whether `b` goes on saying where `a` is: "in", "of", a compass word or "near", with nothing else between.
fn linked(text: &Text<'_>, a: &Phrase, b: &Phrase) -> bool {
    let gap = (a.end..b.start).filter(|u| !text.is_quote_sign(*u as usize)).count();
    let sentence = text.units[a.start as usize].sentence == text.units[b.start as usize].sentence;
    let compass = text.tags(b.start as usize) & tag::COMPASS != 0;
    sentence && !b.joined && (gap == 0 && (!b.prep.is_empty() || compass) || gap == 1 && !b.prep.is_empty() && text.clitic_prep(b.start as usize).is_empty())
        && !matches!(&*b.prep, "to" | "from" | "against" | "with" | "by" | "until")
}

/// The names of a chain, from the small to the large: gazetteer hits that do not overlap.
fn names(text: &Text<'_>, chain: &[&Phrase]) -> Vec<(usize, Hit)> {
    let mut out: Vec<(usize, Hit)> = Vec::new();
    for (n, phrase) in chain.iter().enumerate() {
        let from = text.hits.partition_point(|h| h.start < phrase.start);
        let inside = text.hits[from..].iter().take_while(|h| h.start < phrase.end);
        for hit in inside.filter(|h| matches!(h.entity, Entity::Place(_)) && h.end <= phrase.end && is_name(text, h, phrase.start as usize)) {
            if out.last().is_none_or(|(_, last)| hit.start >= last.end) {
                out.push((n, *hit));
            }
        }
    }
    out
}

/// Chooses a point for a chain of phrases.
fn resolve(text: &Text<'_>, chain: &[&Phrase], setting: &Setting) -> Option<Resolved> {
    let data = &text.pack.data;
    let names = names(text, chain);
    for (n, (link, hit)) in names.iter().enumerate() {
        let phrase = chain[*link];
        let candidates = same_hits(text, hit);
        let kind = place_kind(text, phrase, hit.start as usize);
        let best = candidates
            .map(|p| (p, fit(text, p, kind, &names[n + 1..], setting)))
            .fold(None, |best: Option<(u32, f32)>, (p, s)| match best {
                Some((_, t)) if t >= s => best,
                _ => Some((p, s)),
            });
        let Some((place, score)) = best else { continue };
        if score < 0.0 {
            continue;
        }
        let found = &data.places[place as usize];
        let mut out = Resolved {
            place,
            point: found.point.map(wide),
            precision: if &*found.feature == "water" { "region".into() } else { found.feature.clone() },
            moved: false,
        };
        shift(text, phrase, hit.start as usize, hit.end as usize, found, &mut out);
        return Some(out);
    }
    None
}

/// Gazetteer entries for exactly the words of a hit.
fn same_hits<'t>(text: &'t Text<'_>, hit: &Hit) -> impl Iterator<Item = u32> + 't {
    let (start, end) = (hit.start, hit.end);
    let from = text.hits.partition_point(|h| h.start < start);
    text.hits[from..].iter().take_while(move |h| h.start == start).filter(move |h| h.end == end).filter_map(|h| match h.entity {
        Entity::Place(p) => Some(p),
        _ => None,
    })
}

/// The kind that the noun before the name says: town, province, ...
fn place_kind<'t>(text: &'t Text<'_>, phrase: &Phrase, name: usize) -> &'t str {
    (phrase.start as usize..name.max(phrase.start as usize + 1)).rev().find_map(|u| text.lemma(u).filter(|l| l.tags & tag::PLACEKIND != 0)).map_or("", |l| &*l.kind)
}

/// How well a candidate fits its context.
fn fit(text: &Text<'_>, place: u32, kind: &str, larger: &[(usize, Hit)], setting: &Setting) -> f32 {
    let data = &text.pack.data;
    let p = &data.places[place as usize];
    let mut score = 0.5 + (p.population.max(1) as f32).log10() * 0.25;
    score += match &*p.feature {
        "country" => 3.0,
        "province" => 1.2,
        "region" => 1.5,
        "site" => 0.6,
        _ => 0.4,
    };
    score += 4.0 * setting.share(&p.country);
    if !kind.is_empty() {
        let same = kind == &*p.feature || kind == "district" && &*p.feature == "province" || kind == "site" && &*p.feature == "town";
        score += if same { 2.0 } else { -0.7 };
    }
    let Some(point) = p.point.map(wide) else { return score - 1.0 };
    for (_, hit) in larger {
        let near = same_hits(text, hit).map(|q| {
            let q_place = &data.places[q as usize];
            let inside = ancestors(data, place).any(|a| a == q);
            let limit = match &*q_place.feature {
                "country" => return if q_place.country == p.country { 2.0f32 } else { -3.0 },
                "province" => 110.0,
                _ => 60.0,
            };
            let km = q_place.point.map(wide).map_or(f64::MAX, |b| distance_km(point, b));
            if inside || km < limit * 0.4 {
                3.0
            } else if km < limit {
                2.0
            } else {
                -2.0
            }
        });
        score += near.fold(f32::MIN, f32::max).max(-2.0);
    }
    let close = setting.anchors.iter().filter(|a| distance_km(wide(**a), point) < 80.0).count();
    score + (close.min(4) as f32) * 0.3
}

/// The units that contain a place, from the nearest.
pub fn ancestors(data: &marsad_pack::data::Data, place: u32) -> impl Iterator<Item = u32> + '_ {
    let mut next = data.places[place as usize].parent;
    let mut steps = 0;
    std::iter::from_fn(move || {
        let now = next?;
        steps += 1;
        next = if steps < 6 { data.places[now as usize].parent } else { None };
        Some(now)
    })
}

/// Moves the point where the phrase says a part of the area: "the eastern countryside of X", "the west of Y".
fn shift(text: &Text<'_>, phrase: &Phrase, start: usize, end: usize, place: &Place, out: &mut Resolved) {
    let direction = |u: usize| text.lemma(u).filter(|l| l.tags & tag::COMPASS != 0).map(|l| &*l.kind);
    let before = (phrase.start as usize..start).find_map(direction);
    let after = (end..phrase.end as usize).find_map(direction);
    let countryside = (phrase.start as usize..start).any(|u| text.lemma(u).is_some_and(|l| l.tags & tag::PLACEKIND != 0 && &*l.kind == "district"));
    if countryside && &*out.precision == "town" {
        out.precision = "district".into();
    }
    let Some(direction) = before.or(after) else { return };
    let area = matches!(&*place.feature, "country" | "province" | "district" | "region") || countryside;
    if !area {
        return;
    }
    let km = match &*place.feature {
        "country" => 120.0,
        "province" | "region" => 25.0,
        _ => 20.0,
    };
    let (north, east) = match direction {
        "N" => (1.0, 0.0),
        "S" => (-1.0, 0.0),
        "E" => (0.0, 1.0),
        "W" => (0.0, -1.0),
        "NE" => (0.7, 0.7),
        "NW" => (0.7, -0.7),
        "SE" => (-0.7, 0.7),
        "SW" => (-0.7, -0.7),
        _ => return,
    };
    if let Some((lat, lon)) = out.point {
        let lat2 = lat + north * km / 111.0;
        let lon2 = lon + east * km / (111.0 * lat.to_radians().cos().max(0.2));
        out.point = Some((round(lat2), round(lon2)));
        out.moved = true;
    }
}
