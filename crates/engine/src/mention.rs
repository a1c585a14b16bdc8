//! Everything recognised, whether or not an event uses it.

use crate::doc::Doc;
use crate::sheet::Quote;
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

/// Places, persons, organisations and groups.
fn names(doc: &Doc<'_>, quote: &Quote<'_>, out: &mut Vec<Mention>) {
    let text = &doc.text;
    for name in crate::name::names(text) {
        let span = text.raw_span(name.start as usize, name.end as usize, name.pro);
        let m = plain(quote, name.kind.name(), span, name.rule.into());
        out.push(match name.hit.map(|h| h.entity) {
            Some(Entity::Place(_)) => place(doc, m, name.start, name.end),
            Some(Entity::Actor(a)) => {
                let actor = &text.pack.data.actors[a as usize];
                Mention { code: Some(actor.code.to_string()), entity: Some(actor.id.to_string()), ..m }
            }
            _ => m,
        });
    }
}

fn place(doc: &Doc<'_>, m: Mention, start: u32, end: u32) -> Mention {
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
