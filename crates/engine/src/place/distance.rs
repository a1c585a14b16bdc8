//! "Twenty kilometres north of X": how far from the named place, and which way.

use super::Resolved;
use super::resolve::displace;
use crate::text::Text;
use marsad_pack::data::tag;
use marsad_text::TokenKind;

/// Words between the unit of length and the place ("to the north of", "away from").
const BETWEEN: usize = 4;
/// A point within this many kilometres of a town is as good as the town.
const TOWN: f64 = 3.0;
/// Farther away than a district reaches.
const DISTRICT: f64 = 40.0;

/// A distance said before a place.
struct Away {
    km: f64,
    /// The unit of its word of length.
    unit: usize,
}

/// The distance that the words before a unit say, if they do: a figure, a word of length, small words.
fn away(text: &Text<'_>, start: usize) -> Option<Away> {
    let (length, number) = (text.pack.class("dimension"), text.pack.class("num"));
    let sentence = text.units.get(start)?.sentence;
    let unit = (start.saturating_sub(BETWEEN)..start)
        .rev()
        .take_while(|u| text.units[*u].sentence == sentence && !text.is_clause_sign(*u))
        .find(|u| text.has_class(*u, length))?;
    let factor = match &*text.word_of(unit, length)?.value {
        "km" => 1.0,
        "m" => 0.001,
        "mi" => 1.609,
        "nmi" => 1.852,
        _ => return None,
    };
    let figure = unit.checked_sub(1).filter(|u| text.units[*u].sentence == sentence)?;
    let value: f64 = match text.units[figure].kind {
        TokenKind::Number => text.key(figure).parse().ok()?,
        _ => text.word_of(figure, number)?.value.parse().ok()?,
    };
    Some(Away { km: value * factor, unit })
}

/// Moves a point by the distance said before its phrase, and widens its precision to what is known: with a direction to
/// the place itself, without one to the land around the town. Whether a distance was said.
pub(super) fn apply(text: &Text<'_>, start: usize, direction: &str, out: &mut Resolved) -> bool {
    let Some(away) = away(text, start).filter(|a| a.km > 0.0 && a.km <= 500.0) else { return false };
    let compass = |u: usize| text.lemma(u).filter(|l| l.tags & tag::COMPASS != 0).map(|l| &*l.kind);
    let said: String = (away.unit + 1..start).filter_map(compass).take(2).collect();
    displace(out, if said.is_empty() { direction } else { &said }, away.km);
    if matches!(&*out.precision, "site" | "town") && away.km > TOWN {
        out.precision = if away.km > DISTRICT { "province" } else { "district" }.into();
    }
    true
}
