//! Everything recognised, whether or not an event uses it.

use crate::doc::Doc;
use crate::sheet::Quote;
use crate::tag::Tag;
use marsad_model::{Mention, Span};
use marsad_pack::data::{Entity, tag};

/// All mentions, by offset.
pub(crate) fn mentions(doc: &Doc<'_>, quote: &Quote<'_>) -> Vec<Mention> {
    let mut out = Vec::new();
    names(doc, quote, &mut out);
    for (i, _) in doc.times.iter().enumerate() {
        let d = crate::sheet::date(doc, quote, i);
        out.push(Mention { kind: "date".into(), text: d.text, at: d.at, start: d.start, end: d.end, rule: d.rule, ..Mention::default() });
    }
    for q in doc.quantities.iter().filter(|q| !matches!(q.written, crate::quantity::Written::Single)) {
        let span = q.raw(&doc.text);
        let measure = q.noun.and_then(|n| doc.text.lemma(n as usize)).map(|l| l.measure.to_string()).filter(|m| !m.is_empty());
        out.push(Mention { measure, low: q.low, high: q.high, ..plain(quote, "quantity", span, format!("number.{}", q.written.name())) });
    }
    for p in &doc.phrases {
        let weapon = doc.text.tags(p.head as usize) & tag::WEAPON != 0 && p.shape == crate::chunk::Shape::Whole;
        if weapon {
            let span = doc.text.raw_span(p.start as usize, p.end as usize, p.pro);
            out.push(plain(quote, "instrument", span, "lexicon.weapon".into()));
        }
    }
    out.sort_by(|a, b| (a.at, &a.kind, a.text.len()).cmp(&(b.at, &b.kind, b.text.len())));
    out
}

fn plain(quote: &Quote<'_>, kind: &str, span: Span, rule: String) -> Mention {
    Mention { kind: kind.into(), text: quote.words(span), at: quote.at(span), rule, ..Mention::default() }
}

/// Places, persons, organisations and groups: the longest known name at each point, and names by shape.
fn names(doc: &Doc<'_>, quote: &Quote<'_>, out: &mut Vec<Mention>) {
    let text = &doc.text;
    let data = &text.pack.data;
    let mut unit = 0;
    while unit < text.units.len() {
        let known = text.hits[text.hits.partition_point(|h| (h.start as usize) < unit)..]
            .iter()
            .take_while(|h| h.start as usize == unit)
            .filter(|h| matches!(h.entity, Entity::Place(_) | Entity::Actor(_)))
            .max_by_key(|h| (h.end, matches!(h.entity, Entity::Actor(a) if &*data.actors[a as usize].kind != "metonym")));
        let person = person_span(doc, unit);
        if let Some(end) = person.filter(|end| known.is_none_or(|h| *end > h.end as usize)) {
            let span = text.raw_span(unit, end, text.pro(unit));
            out.push(plain(quote, "person", span, "name.shape".into()));
            unit = end;
            continue;
        }
        let Some(hit) = known else {
            unit += 1;
            continue;
        };
        let single_common = hit.end - hit.start == 1 && !matches!(text.units[unit].tag, Tag::Name);
        if single_common {
            unit += 1;
            continue;
        }
        let span = text.raw_span(hit.start as usize, hit.end as usize, hit.pro);
        match hit.entity {
            Entity::Place(_) => out.push(place(doc, quote, hit.start, hit.end, span)),
            Entity::Actor(a) => {
                let actor = &data.actors[a as usize];
                if matches!(&*actor.kind, "state" | "metonym") && has_place(doc, hit.start, hit.end) {
                    out.push(place(doc, quote, hit.start, hit.end, span));
                } else {
                    let kind = match &*actor.kind {
                        "person" => "person",
                        "group" | "party" | "people" => "group",
                        _ => "organisation",
                    };
                    let m = plain(quote, kind, span, "world.actor".into());
                    out.push(Mention { code: Some(actor.code.to_string()), entity: Some(actor.id.to_string()), ..m });
                }
            }
            _ => {}
        }
        unit = hit.end as usize;
    }
}

fn has_place(doc: &Doc<'_>, start: u32, end: u32) -> bool {
    doc.text.hits.iter().any(|h| h.start == start && h.end == end && matches!(h.entity, Entity::Place(_)))
}

fn place(doc: &Doc<'_>, quote: &Quote<'_>, start: u32, end: u32, span: Span) -> Mention {
    let m = plain(quote, "place", span, "world.place".into());
    let resolved = doc.places.get(doc.place_at[start as usize] as usize).filter(|p| end <= p.end).and_then(|p| p.point.as_ref());
    match resolved {
        Some(r) => {
            let found = &doc.text.pack.data.places[r.place as usize];
            Mention {
                name_en: Some(found.name_en.to_string()),
                country: (!found.country.is_empty()).then(|| found.country.to_string()),
                lat: r.point.map(|p| p.0),
                lon: r.point.map(|p| p.1),
                precision: Some(r.precision.to_string()),
                entity: Some(found.id.to_string()),
                ..m
            }
        }
        None => m,
    }
}

/// Longest personal name, in units.
const NAME_LIMIT: usize = 6;

/// A run of name parts that begins with a given name or follows a title; `None` for a single part without a title.
fn person_span(doc: &Doc<'_>, unit: usize) -> Option<usize> {
    let text = &doc.text;
    let sentence = text.units[unit].sentence;
    let part = |u: usize| -> Option<&str> {
        text.units[u].info.starts.iter().flat_map(|s| &s.entities).find_map(|e| match e {
            Entity::Name(n) => Some(&*text.pack.data.names[*n as usize].kind),
            _ => None,
        })
    };
    let titled = unit > 0
        && text.units[unit - 1].sentence == sentence
        && (text.tags(unit - 1) & tag::TITLE != 0
            || unit > 1 && text.tags(unit - 2) & tag::TITLE != 0 && text.units[unit - 1].tag == Tag::Adjective);
    let first = part(unit);
    if first.is_none() && !(titled && text.units[unit].tag == Tag::Unknown && !text.article(unit)) {
        return None;
    }
    if first == Some("surname") && !titled {
        return None;
    }
    let mut end = unit + 1;
    while end < text.units.len() && end - unit < NAME_LIMIT && text.units[end].sentence == sentence {
        let kind = part(end);
        let unknown = text.units[end].tag == Tag::Unknown && !text.clitic_conj(end);
        let fits = kind.is_some() && text.units[end].tag != Tag::Verb && text.clitic_prep(end).is_empty() && !text.clitic_conj(end);
        if !fits && !unknown {
            break;
        }
        end += 1;
    }
    (titled || end - unit >= 2).then_some(end)
}
