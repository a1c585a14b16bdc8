//! Numbers in digits and words, composed.

use super::Classes;
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

/// A number that begins at `i`: value, end, vague. Composes words: "three hundred and fifty thousand".
pub(super) fn number_at(text: &Text<'_>, c: &Classes, i: usize) -> Option<(f64, usize, bool)> {
    if let Some(w) = text.word_of(i, c.quant)
        && let Some((_, low)) = w.value.split_once('=')
    {
        let end = phrase_end(text, i, c.quant);
        let factor = word_value(text, c, end).filter(|v| *v >= 1000.0 && end < text.units.len());
        let low: f64 = low.parse().ok()?;
        return Some((low * factor.unwrap_or(1.0), end + usize::from(factor.is_some()), true));
    }
    let mut total = 0.0;
    let mut current = match text.units[i].kind {
        TokenKind::Number => digits(text.key(i))?,
        _ => word_value(text, c, i)?,
    };
    let by_digits = text.units[i].kind == TokenKind::Number;
    if current >= 1000.0 && !by_digits {
        total = current;
        current = 0.0;
    }
    let mut end = i + 1;
    while end < text.units.len() && text.units[end].sentence == text.units[i].sentence {
        if let Some((more, after)) = joined_digits(text, c, end).filter(|(v, _)| current == 0.0 && total > *v) {
            current = more;
            end = after;
            continue;
        }
        let Some(next) = word_value(text, c, end) else { break };
        let joined = text.clitic_conj(end) || text.lexer.proclitics[start_pro(text, end) as usize].conj;
        if next >= 1000.0 && !joined && current > 0.0 {
            total += current * next;
            current = 0.0;
        } else if next == 100.0 && !joined && (1.0..10.0).contains(&current) {
            current *= 100.0;
        } else if next == 10.0 && !joined && (1.0..10.0).contains(&current) {
            current += 10.0;
        } else if joined && !by_digits && (next < smallest(current) || current == 0.0 && total > 0.0) {
            current += next;
        } else {
            break;
        }
        end += 1;
    }
    Some((total + current, end, false))
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

/// What an added part must stay below: tens after hundreds, and so on. "Five and twenty" goes the other way round.
fn smallest(current: f64) -> f64 {
    if current % 1000.0 == 0.0 && current > 0.0 {
        1000.0
    } else if current % 100.0 < 10.0 {
        100.0
    } else {
        0.0
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
