//! Places: the table of cases.

use crate::pack;
use crate::table::{Tally, rows};
use marsad_engine::Engine;
use marsad_engine::doc::Report;

/// What a row may say instead of a name: no place phrase touches the words; or one has them, but no point.
const ABSENT: &str = "(no place)";
const NO_POINT: &str = "(no point)";

#[test]
fn the_table_of_places() {
    let engine = Engine::new(pack());
    let mut tally = Tally::default();
    for [raw, phrase, name_en, country, precision, moved, note] in
        rows("places.tsv", ["text", "phrase", "name_en", "country", "precision", "moved", "note"])
    {
        let doc = engine.read(&Report { id: "t", published: Some("2024-05-01"), text: &raw, ..Report::default() });
        let at = raw.find(&*phrase).unwrap_or_else(|| panic!("«{phrase}» is not in «{raw}»"));
        assert!(!phrase.is_empty(), "«{raw}»: expected a phrase");
        let places: Vec<(usize, usize, String)> = doc
            .places
            .iter()
            .map(|p| {
                let span = doc.text.raw_span(p.start as usize, p.end as usize, p.pro);
                let shown = p.point.as_ref().map_or_else(
                    || format!("{NO_POINT}   "),
                    |r| {
                        let place = &doc.text.pack.data.places[r.place as usize];
                        let moved = if r.moved { direction(place.point, r.point) } else { String::new() };
                        format!("{} {} {} {moved}", place.name_en, place.country, r.precision)
                    },
                );
                (span.start as usize, span.end as usize, format!("{}: {shown}", span.of(&raw)))
            })
            .collect();
        let touching: Vec<&str> = places.iter().filter(|(a, b, _)| *a < at + phrase.len() && at < *b).map(|(_, _, s)| &**s).collect();
        let wanted = if name_en == ABSENT { String::new() } else { format!("{phrase}: {name_en} {country} {precision} {moved}") };
        tally.case(&raw, &note, &wanted, &touching.join("; "));
    }
    tally.end(60);
}

/// The compass direction from one point to another, by its larger parts.
fn direction(from: Option<(f32, f32)>, to: Option<(f64, f64)>) -> String {
    let (Some(from), Some(to)) = (from, to) else { return "?".into() };
    let (north, east) = (to.0 - f64::from(from.0), (to.1 - f64::from(from.1)) * to.0.to_radians().cos());
    let part = |v: f64, other: f64, plus, minus| match v {
        _ if v.abs() < other.abs() / 2.0 => "",
        _ if v > 0.0 => plus,
        _ => minus,
    };
    format!("{}{}", part(north, east, "N", "S"), part(east, north, "E", "W"))
}
