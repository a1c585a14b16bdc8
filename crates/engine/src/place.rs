//! Places: phrases that say where, and the point or area they name.
//!
//! A phrase is a chain from the small to the large ("village X in the countryside of Y north of Z"). The first link
//! that the gazetteer knows gives the point; the others are context that chooses among homonyms. "None of these" is an
//! answer: a chain that nothing resolves keeps its words and gets no point.

mod distance;
mod find;
mod resolve;

use crate::text::Text;
pub(crate) use find::is_name;
pub use find::places;
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
    /// What each name, by the first place it can mean, gave to its country.
    own: BTreeMap<u32, f32>,
    /// Sum of all that was gathered.
    total: f32,
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
            let indexes: Vec<u32> = same.filter_map(|g| if let Entity::Place(p) = g.entity { Some(p) } else { None }).collect();
            let places: Vec<&Place> = indexes.iter().map(|p| &data.places[*p as usize]).collect();
            let name = text.hits[i..].iter().take_while(|g| g.start == h.start && g.end == h.end).any(|g| is_name(text, g, 0));
            if let Some(first) = places.first().filter(|_| name) {
                let one_country = places.iter().all(|p| p.country == first.country) && !first.country.is_empty();
                if one_country {
                    *out.countries.entry(first.country.clone()).or_default() += 1.0;
                    *out.own.entry(indexes[0]).or_default() += 1.0;
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
        out.total = total;
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

    /// What speaks for a country besides the name in question, given the first place that the name can mean.
    fn others(&self, alpha2: &str, first: u32) -> f32 {
        let own = self.own.get(&first).copied().unwrap_or(0.0);
        (self.share(alpha2) * self.total - own).max(0.0)
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

fn wide(p: (f32, f32)) -> (f64, f64) {
    (round(f64::from(p.0)), round(f64::from(p.1)))
}

/// Five decimals: a metre, and no noise from the narrower type of the store.
fn round(v: f64) -> f64 {
    (v * 1e5).round() / 1e5
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
