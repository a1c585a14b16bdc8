//! Numbers in digits and words, composed.

use super::{Classes, Written};
use crate::inflect::Inflection;
use crate::text::Text;
use marsad_text::TokenKind;

fn digits(key: &str) -> Option<f64> {
    let clean: String = key.chars().filter(|ch| !matches!(ch, ',' | '٬')).map(|ch| if ch == '٫' { '.' } else { ch }).collect();
    // "1.200" is a thousand; "3.5" is not.
    let dots = clean.matches('.').count();
    let grouped = dots > 0 && clean.split('.').skip(1).all(|g| g.len() == 3) && !clean.starts_with("0.");
    if grouped { clean.replace('.', "").parse().ok() } else { clean.parse().ok() }
}

fn word_value(text: &Text<'_>, c: &Classes, i: usize) -> Option<f64> {
    text.word_of(i, c.num).and_then(|w| w.value.parse().ok())
}

/// A number as read: its limits, where it ends, how it was written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Number {
    /// The value, or the least that a vague word says.
    pub low: f64,
    /// The value, or the most that a vague word says.
    pub high: Option<f64>,
    /// One past the last unit.
    pub end: usize,
    /// Figure, or one of the vague kinds.
    pub written: Written,
}

impl Number {
    fn exact(value: f64, end: usize) -> Self {
        Self { low: value, high: Some(value), end, written: Written::Figure }
    }
}

/// A number that begins at `i`. Composes words: "three hundred and fifty thousand".
pub(super) fn number_at(text: &Text<'_>, c: &Classes, i: usize) -> Option<Number> {
    vague(text, c, i).or_else(|| fraction(text, c, i)).or_else(|| within(text, c, i, text.units.len()))
}

/// A word that says about how many: `dozens=20`, `few:3..9` (which is no number to the tagger). Behind it a scale may
/// stand: "dozens of thousands".
fn vague(text: &Text<'_>, c: &Classes, i: usize) -> Option<Number> {
    let (name, range) = text.word_of(i, c.quant)?.value.split_once(['=', ':'])?;
    let (low, high) = range.split_once("..").unwrap_or((range, ""));
    let (low, high): (f64, Option<f64>) = (low.parse().ok()?, high.parse().ok());
    let end = phrase_end(text, i, c.quant);
    if matches!(name, "few" | "several") {
        // "A few dozens": the word of number behind it says how many.
        let other = end >= text.units.len()
            || word_value(text, c, end).is_some()
            || text.word_of(end, c.quant).is_some_and(|w| w.value.contains('='));
        return (!other).then_some(Number { low, high, end, written: Written::Several });
    }
    let factor = (end < text.units.len()).then(|| word_value(text, c, end)).flatten().filter(|v| *v >= 1000.0);
    Some(Number { low: low * factor.unwrap_or(1.0), high: None, end: end + usize::from(factor.is_some()), written: Written::Vague })
}

/// "Half a million", "a quarter of a billion".
fn fraction(text: &Text<'_>, c: &Classes, i: usize) -> Option<Number> {
    let value: f64 = text.word_of(i, c.fraction)?.value.parse().ok()?;
    if value >= 1000.0 {
        return Some(Number::exact(value, phrase_end(text, i, c.fraction)));
    }
    let scale = text.units.get(i + 1).and_then(|_| word_value(text, c, i + 1)).filter(|v| *v >= 1000.0)?;
    (value > 0.0 && value < 1.0).then(|| Number::exact(value * scale, i + 2))
}

/// "And a half" behind a scale, with or without the scale again: what is added, and one past the last unit.
fn fraction_behind(text: &Text<'_>, c: &Classes, at: usize, scale: f64) -> Option<(f64, usize)> {
    if scale < 1000.0 || at >= text.units.len() || !joined(text, at) {
        return None;
    }
    let value: f64 = text.word_of(at, c.fraction)?.value.parse().ok()?;
    if value >= 1000.0 {
        return Some((value, phrase_end(text, at, c.fraction)));
    }
    let again = text.units.get(at + 1).is_some_and(|_| word_value(text, c, at + 1) == Some(scale));
    (value > 0.0 && value < 1.0).then(|| (value * scale, at + 1 + usize::from(again)))
}

/// Whether "and" is written onto a word.
pub(super) fn joined(text: &Text<'_>, i: usize) -> bool {
    text.clitic_conj(i) || text.lexer.proclitics[start_pro(text, i) as usize].conj
}

/// The dual of a scale before the noun that it counts: "two thousand persons". It looks like an accusative of one.
fn dual(text: &Text<'_>, c: &Classes, i: usize) -> Option<f64> {
    let value = text.word_of(i, c.num_dual)?.value.parse().ok()?;
    let next = text.units.get(i + 1).filter(|u| u.sentence == text.units[i].sentence && u.tag.nominal())?;
    let bare = !joined(text, i + 1) && !text.article(i + 1) && text.clitic_prep(i + 1).is_empty() && word_value(text, c, i + 1).is_none();
    let accusative = next.reading.is_some_and(|r| r.feats.tanwin());
    (bare && !accusative).then_some(value)
}

/// A number in digits or exact words that begins at `i` and ends before `limit`.
pub(super) fn within(text: &Text<'_>, c: &Classes, i: usize, limit: usize) -> Option<Number> {
    let mut total = 0.0;
    let mut current = match text.units[i].kind {
        TokenKind::Number => digits(text.key(i))?,
        _ => dual(text, c, i).or_else(|| word_value(text, c, i))?,
    };
    let by_digits = text.units[i].kind == TokenKind::Number;
    let mut scale = 0.0;
    if current >= 1000.0 && !by_digits {
        (total, scale, current) = (current, current, 0.0);
    }
    let mut end = i + 1;
    while end < limit && text.units[end].sentence == text.units[i].sentence {
        if let Some((more, after)) = joined_digits(text, c, end).filter(|(v, _)| current == 0.0 && total > *v) {
            current = more;
            end = after;
            continue;
        }
        if let Some((more, after)) = fraction_behind(text, c, end, scale).filter(|_| current == 0.0) {
            total += more;
            end = after;
            break;
        }
        let Some(next) = word_value(text, c, end) else { break };
        let joined = joined(text, end);
        if next >= 1000.0 && !joined && current > 0.0 {
            total += current * next;
            (scale, current) = (next, 0.0);
        } else if next == 100.0 && !joined && (1.0..10.0).contains(&current) {
            current *= 100.0;
        } else if next == 10.0 && !joined && (1.0..10.0).contains(&current) {
            current += 10.0;
        } else if joined && !by_digits && (fits(current, next) || current == 0.0 && total > 0.0) {
            current += next;
        } else {
            break;
        }
        end += 1;
    }
    Some(Number::exact(total + current, end))
}

/// "and 195" behind a scale: "five million and 195 thousand".
fn joined_digits(text: &Text<'_>, c: &Classes, at: usize) -> Option<(f64, usize)> {
    let and = text.word_of(at, c.conj).is_some_and(|w| &*w.value == "and");
    let number = text.units.get(at + 1).is_some_and(|u| u.kind == TokenKind::Number && u.sentence == text.units[at].sentence);
    if !and || !number {
        return None;
    }
    let scale = text.units.get(at + 2).and_then(|_| word_value(text, c, at + 2)).filter(|v| *v >= 1000.0);
    digits(text.key(at + 1)).filter(|v| scale.is_some() || *v < 1000.0).map(|v| (v, at + 2))
}

/// Whether a part can be added: tens after hundreds, and so on; "five and twenty" goes the other way round.
fn fits(current: f64, next: f64) -> bool {
    if current % 1000.0 == 0.0 && current > 0.0 {
        return next < 1000.0;
    }
    match current % 100.0 {
        0.0 => next < 100.0,
        ones if ones < 10.0 => next % 10.0 == 0.0 && (20.0..100.0).contains(&next),
        _ => false,
    }
}

fn start_pro(text: &Text<'_>, i: usize) -> u8 {
    text.units[i].info.starts.iter().filter(|s| !s.entities.is_empty()).map(|s| s.pro).min().unwrap_or(0)
}

/// One past the last unit of the phrase of a class that covers `i`.
pub(super) fn phrase_end(text: &Text<'_>, i: usize, class: Option<u16>) -> usize {
    let entry = text.units[i].classes.iter().find(|(k, _)| Some(*k) == class).map(|(_, w)| *w);
    let mut end = i + 1;
    while end < text.units.len() && entry.is_some_and(|w| text.units[end].classes.iter().any(|(_, v)| *v == w)) {
        end += 1;
    }
    end
}
