//! Ranges: "three to five", "3-5", "between three and five".

use super::number::{Number, joined, number_at, within};
use super::{Classes, Written};
use crate::text::Text;
use marsad_text::TokenKind;

/// The range that begins with a number at `i`: lower limit, upper limit, one past the last unit.
pub(super) fn range(text: &Text<'_>, c: &Classes, i: usize, first: &Number) -> Option<(f64, f64, usize)> {
    let sentence = text.units[i].sentence;
    let same = |u: usize| u < text.units.len() && text.units[u].sentence == sentence;
    let at = first.end;
    let bridge = same(at + 1)
        && (super::is_dash(text, at)
            || text.word_of(at, c.prep).is_some_and(|w| &*w.value == "to")
            || text.word_of(at, c.conj).is_some_and(|w| &*w.value == "or"));
    if bridge {
        return upper(text, c, first.low, at + 1);
    }
    if !between(text, c, i) {
        return None;
    }
    let and = same(at + 1) && text.word_of(at, c.conj).is_some_and(|w| &*w.value == "and");
    if and || same(at) && joined(text, at) {
        return upper(text, c, first.low, at + usize::from(and));
    }
    // "Between five and twenty": behind "between" what looks like one number is two.
    let cut = (i + 1..at).rev().find(|u| joined(text, *u))?;
    upper(text, c, within(text, c, i, cut)?.low, cut)
}

/// Whether "between" stands right before a unit.
pub(super) fn between(text: &Text<'_>, c: &Classes, i: usize) -> bool {
    let before = i.checked_sub(1).filter(|u| text.units[*u].sentence == text.units[i].sentence);
    before.is_some_and(|u| {
        text.word_of(u, c.prep).is_some_and(|w| &*w.value == "between") || text.word_of(u, c.quant).is_some_and(|w| &*w.value == "range")
    })
}

/// The upper limit at `at`, which has to be more than the lower one. A scale behind it holds for both: "20 to 30 thousand".
fn upper(text: &Text<'_>, c: &Classes, low: f64, at: usize) -> Option<(f64, f64, usize)> {
    let high = number_at(text, c, at).filter(|n| n.written == Written::Figure)?;
    let scaled = text.units[high.end - 1].kind == TokenKind::Word && low < 1000.0;
    let scale = [1e9, 1e6, 1e3].into_iter().find(|s| scaled && *s <= high.low).unwrap_or(1.0);
    let low = if low * scale < high.low { low * scale } else { low };
    (high.low > low).then_some((low, high.low, high.end))
}
