//! Which point a chain of runs names: homonyms, context, compass words, and nouns that name a place again.

use super::find::{Run, forms};
use super::{PlacePhrase, Resolved, Setting, alpha2, ancestors, round, wide};
use crate::text::{Hit, Text};
use marsad_model::geo::distance_km;
use marsad_pack::data::{Entity, Place, tag};

/// Chooses a point for a chain of phrases.
pub(super) fn resolve(text: &Text<'_>, chain: &[Run], setting: &Setting) -> Option<Resolved> {
    let data = &text.pack.data;
    let names: Vec<(usize, Hit)> = chain.iter().enumerate().flat_map(|(n, run)| run.hits.iter().map(move |h| (n, *h))).collect();
    for (n, (link, hit)) in names.iter().enumerate() {
        let phrase = &chain[*link];
        if compound(text, phrase, hit) {
            continue;
        }
        let marked = same_hits(text, *hit).find(|p| spelt_out(text, hit, &data.places[*p as usize]));
        let candidates = meanings(text, hit).filter(|(p, _)| marked.is_none_or(|m| m == *p));
        let kind = place_kind(text, phrase, hit.start as usize);
        // A country's embassy, base or border is not its middle.
        let whole = |p: u32| &*data.places[p as usize].feature != "country" || kind != "site";
        // The sea, unless the province that is called after it is named as one.
        let water = |p: u32| &*data.places[p as usize].feature == "water";
        let sea = kind.is_empty() && meanings(text, hit).any(|(p, _)| water(p));
        let whole = |p: u32| whole(p) && (water(p) || !sea);
        let best = candidates
            .filter(|(p, first)| whole(*p) && (!common(text, hit) || spoken_of(&data.places[*p as usize], *first, setting)))
            .map(|(p, first)| (p, fit(text, (p, first), kind, &names[n + 1..], setting)))
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

/// Whether the text writes a mark that tells a place from another of the same letters.
fn spelt_out(text: &Text<'_>, hit: &Hit, place: &Place) -> bool {
    let raw = text.raw_span(hit.start as usize, hit.end as usize, hit.pro).of(text.raw);
    let dropped = |c: char| text.pack.fold.fold(c.encode_utf8(&mut [0; 4])).text.is_empty();
    place.marked.iter().any(|name| raw.chars().filter(|c| !dropped(*c) || name.contains(*c)).eq(name.chars()))
}

/// Whether the only word of a name has a dictionary sense that was chosen here.
fn common(text: &Text<'_>, hit: &Hit) -> bool {
    hit.end - hit.start == 1 && text.units[hit.start as usize].tag != crate::tag::Tag::Name
}

fn spoken_of(p: &Place, first: u32, setting: &Setting) -> bool {
    &*p.feature == "country" || setting.others(&p.country, first) > 0.0
}

/// Whether a name is only the end of an unknown one: "the village of Qasr X" is not X.
fn compound(text: &Text<'_>, run: &Run, hit: &Hit) -> bool {
    let kind = |u: u32| text.lemma(u as usize).filter(|l| l.tags & tag::PLACEKIND != 0).map_or("", |l| &*l.kind);
    hit.end - hit.start == 1 && hit.start >= run.start + 2 && kind(hit.start - 1) == "site" && kind(hit.start - 2) == "town"
}

/// What a hit may mean, each with the first meaning of its words: where the hit begins with a place noun, what the
/// words behind that noun mean as well.
fn meanings<'t>(text: &'t Text<'_>, hit: &Hit) -> impl Iterator<Item = (u32, u32)> + 't {
    let first = same_hits(text, *hit).next().unwrap_or(u32::MAX);
    let inner = Hit { start: hit.start + 1, ..*hit };
    let kind = hit.end - hit.start > 1 && text.tags(hit.start as usize) & (tag::PLACEKIND | tag::COMPASS) == tag::PLACEKIND;
    let second = same_hits(text, inner).next().unwrap_or(u32::MAX);
    let rest = same_hits(text, inner).filter(move |_| kind).map(move |p| (p, second));
    same_hits(text, *hit).map(move |p| (p, first)).chain(rest)
}

/// Gazetteer entries for exactly the words of a hit.
fn same_hits<'t>(text: &'t Text<'_>, hit: Hit) -> impl Iterator<Item = u32> + 't {
    let (start, end) = (hit.start, hit.end);
    text.hits_in(start, start + 1).iter().filter(move |h| h.end == end).filter_map(|h| match h.entity {
        Entity::Place(p) => Some(p),
        _ => None,
    })
}

/// The kind that the noun before the name says: town, province, ...
fn place_kind<'t>(text: &'t Text<'_>, phrase: &Run, name: usize) -> &'t str {
    (phrase.start as usize..name.max(phrase.start as usize + 1))
        .rev()
        .find_map(|u| text.lemma(u).filter(|l| l.tags & tag::PLACEKIND != 0))
        .map_or("", |l| &*l.kind)
}

/// How well a candidate fits its context.
fn fit(text: &Text<'_>, (place, first): (u32, u32), kind: &str, larger: &[(usize, Hit)], setting: &Setting) -> f32 {
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
    score += 4.0 * setting.share(&p.country) + stranger(p, kind, first, setting);
    if !kind.is_empty() {
        let same = kind == &*p.feature || kind == "district" && &*p.feature == "province" || kind == "site" && &*p.feature == "town";
        score += if same { 2.0 } else { -0.7 };
    }
    let Some(point) = p.point.map(wide) else { return score - 1.0 };
    for (_, hit) in larger {
        let near = same_hits(text, *hit).map(|q| {
            let q_place = &data.places[q as usize];
            let inside = ancestors(data, place).any(|a| a == q);
            let limit = match &*q_place.feature {
                "country" => return if q_place.country == p.country { 2.0f32 } else { -3.0 },
                "water" => return 0.0,
                "region" => return if q_place.country == p.country || q_place.country.is_empty() { 1.0 } else { -2.0 },
                "province" => 110.0,
                "district" => 90.0,
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
        // What a larger part rules out that the report speaks of elsewhere too is another place of that name.
        let best = near.fold(f32::MIN, f32::max);
        score += if best < 0.0 && rules_out(text, hit, setting) { -9.0 } else { best.max(-2.0) };
    }
    let close = setting.anchors.iter().filter(|a| distance_km(wide(**a), point) < 80.0).count();
    score + (close.min(4) as f32) * 0.3
}

fn rules_out(text: &Text<'_>, hit: &Hit, setting: &Setting) -> bool {
    let places = &text.pack.data.places;
    let first = same_hits(text, *hit).next().unwrap_or(u32::MAX);
    let kind = hit.start > 0 && text.tags(hit.start as usize - 1) & tag::PLACEKIND != 0;
    kind || same_hits(text, *hit)
        .any(|p| &*places[p as usize].feature == "country" || setting.others(&places[p as usize].country, first) > 0.0)
}

/// What a place loses in whose country nothing else of the report lies: the less it is known, the more.
fn stranger(p: &Place, kind: &str, first: u32, setting: &Setting) -> f32 {
    if setting.total < 4.0 || setting.others(&p.country, first) > 0.0 || p.country.is_empty() {
        return 0.0;
    }
    match &*p.feature {
        "country" | "region" | "water" => 0.0,
        "site" => -2.0,
        _ if kind == "site" => -6.0,
        _ if p.population >= 300_000 => -0.5,
        "province" => -1.5,
        _ => -3.5,
    }
}

/// What a place noun with the article or a pronoun means where no name goes with it: the place that the same noun
/// named before; for a country, the one that the report is about or that the adjective says.
pub(super) fn remention(text: &Text<'_>, earlier: &[PlacePhrase], p: &PlacePhrase, setting: &Setting) -> Option<Resolved> {
    let units = p.start as usize..p.end as usize;
    if let Some(country) = units.clone().find_map(|u| adjective_country(text, p, u)) {
        return country_point(text, country);
    }
    if let Some(capital) = units.clone().find_map(|u| capital(text, p, u, setting)) {
        return Some(capital);
    }
    for u in units.rev().filter(|u| text.article(*u) || !text.pronoun(*u).is_empty()) {
        let kind = text.lemma(u).filter(|l| l.tags & tag::PLACEKIND != 0).map_or("", |l| &*l.kind);
        let named = |q: &PlacePhrase| named_with(text, q, u);
        let mut known = earlier.iter().rev().filter(|q| q.point.is_some());
        let mut found = known.clone().find(|q| named(q));
        if found.is_none() && kind == "town" {
            found = known.find(|q| q.point.as_ref().is_some_and(|r| &*r.precision == "town"));
        }
        if let Some(q) = found {
            return q.point.clone();
        }
        if kind == "country" {
            let mut out = country_point(text, setting.main_country()?)?;
            let direction = (p.start as usize..u).find_map(|u| text.lemma(u).filter(|l| l.tags & tag::COMPASS != 0).map(|l| &*l.kind));
            displace(&mut out, direction.unwrap_or_default(), 120.0);
            return Some(out);
        }
    }
    None
}

/// "The capital": that of the country which an adjective says, else of the country that the report is about.
fn capital(text: &Text<'_>, p: &PlacePhrase, unit: usize, setting: &Setting) -> Option<Resolved> {
    if text.tags(unit) & tag::CAPITAL == 0 || !text.article(unit) && text.pronoun(unit).is_empty() {
        return None;
    }
    let adjective = (unit + 1..p.end as usize).find_map(|u| text.lemma(u).filter(|l| l.tags & tag::NISBA != 0));
    let said = adjective.and_then(|l| alpha2(text, l.kind.split(':').next().unwrap_or_default()));
    let country = said.or_else(|| setting.main_country())?;
    let places = &text.pack.data.places;
    let place = places.iter().position(|q| q.capital && &*q.country == country)?;
    Some(Resolved { place: place as u32, point: places[place].point.map(wide), precision: "town".into(), moved: false })
}

/// The place that the definite noun at the head of a run named before: "the base north of X" is that base, not X.
pub(super) fn known_head(text: &Text<'_>, earlier: &[PlacePhrase], head: &Run) -> Option<Resolved> {
    let unit = head.start as usize;
    let site = text.lemma(unit).is_none_or(|l| l.tags & tag::PLACEKIND == 0 || matches!(&*l.kind, "site" | "town"));
    if !head.hits.is_empty() && head.hits[0].start == head.start || !text.article(unit) || !site {
        return None;
    }
    earlier.iter().rev().find(|q| q.point.is_some() && named_with(text, q, unit)).and_then(|q| q.point.clone())
}

/// Whether a place phrase has the noun of a unit among its first words.
fn named_with(text: &Text<'_>, q: &PlacePhrase, unit: usize) -> bool {
    (q.start..q.end.min(q.start + 4)).any(|v| forms(text, v as usize).any(|f| forms(text, unit).any(|g| f == g)))
}

/// The country of an adjective beside a noun for an area ("Syrian lands").
fn adjective_country<'t>(text: &'t Text<'_>, p: &PlacePhrase, unit: usize) -> Option<&'t str> {
    let area =
        text.lemma(p.start as usize).is_some_and(|l| l.tags & tag::PLACEKIND != 0 && matches!(&*l.kind, "region" | "country" | "district"));
    let small = |u: u32| text.lemma(u as usize).is_some_and(|l| l.tags & tag::PLACEKIND != 0 && matches!(&*l.kind, "town" | "site"));
    if (p.start..p.end).any(small) {
        return None;
    }
    let nisba = text.lemma(unit).filter(|l| area && l.tags & tag::NISBA != 0)?;
    alpha2(text, nisba.kind.split(':').next().unwrap_or_default())
}

fn country_point(text: &Text<'_>, alpha2: &str) -> Option<Resolved> {
    let places = &text.pack.data.places;
    let place = places.iter().position(|p| &*p.feature == "country" && &*p.country == alpha2)?;
    Some(Resolved { place: place as u32, point: places[place].point.map(wide), precision: "country".into(), moved: false })
}

/// Moves the point where the phrase says a part of the area: "the eastern countryside of X", "the west of Y".
fn shift(text: &Text<'_>, phrase: &Run, start: usize, end: usize, place: &Place, out: &mut Resolved) {
    let direction = |u: usize| text.lemma(u).filter(|l| l.tags & tag::COMPASS != 0).map(|l| &*l.kind);
    let before: String = (phrase.start as usize..start).filter_map(direction).take(2).collect();
    // "The countryside of X the northern"; without the article the word goes on to something larger.
    let after: String = (end..phrase.end as usize).filter(|u| text.article(*u)).filter_map(direction).take(2).collect();
    let countryside =
        (phrase.start as usize..start).any(|u| text.lemma(u).is_some_and(|l| l.tags & tag::PLACEKIND != 0 && &*l.kind == "district"));
    if countryside && &*out.precision == "town" {
        out.precision = "district".into();
    }
    let direction = if before.is_empty() { &*after } else { &*before };
    if super::distance::apply(text, phrase.start as usize, direction, out) || direction.is_empty() {
        return;
    }
    let area = matches!(&*place.feature, "country" | "province" | "district" | "region") || countryside;
    if !area {
        return;
    }
    let km = match &*place.feature {
        "country" => 120.0,
        "province" | "region" => 25.0,
        _ => 20.0,
    };
    // The countryside of a province is seen from its capital, the name of which it bears.
    let capital = |p: &Place| &*p.feature == "town" && p.country == place.country;
    let hit = Hit { start: start as u32, end: end as u32, entity: Entity::Place(out.place), pro: 0 };
    if &*place.feature == "province" && km < 50.0 {
        let places = &text.pack.data.places;
        let near = |p: &Place| p.point.zip(place.point).is_some_and(|(a, b)| distance_km(wide(a), wide(b)) < 130.0);
        let seat = same_hits(text, hit).map(|p| &places[p as usize]).filter(|p| capital(p) && near(p)).max_by_key(|p| p.population);
        out.point = seat.and_then(|p| p.point).map(wide).or(out.point);
    }
    displace(out, direction, km);
}

/// Moves a point towards a compass direction.
pub(super) fn displace(out: &mut Resolved, direction: &str, km: f64) {
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
