//! Quantities: figures in digits and words, with what they count and the range that the words allow.

use crate::inflect::Inflection;
use crate::tag::Tag;
use crate::text::Text;
use marsad_model::Span;
use marsad_pack::data::tag;
use marsad_text::TokenKind;

/// How a quantity was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// A figure in digits or words.
    Figure,
    /// A vague figure: dozens, hundreds.
    Vague,
    /// A dual noun.
    Dual,
    /// A bare singular.
    Single,
}

impl Written {
    /// Short name, for rule ids and features.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Vague => "vague",
            Self::Dual => "dual",
            Self::Single => "single",
        }
    }
}

/// A figure and what it counts.
#[derive(Clone, Debug)]
pub struct Quantity {
    /// First unit, with the quantifier.
    pub start: u32,
    /// One past the last unit, with the counted noun.
    pub end: u32,
    /// At least.
    pub low: Option<f64>,
    /// At most.
    pub high: Option<f64>,
    /// The unit of the counted noun, if any.
    pub noun: Option<u32>,
    /// How it was written.
    pub written: Written,
    /// A part of a total ("among them three children").
    pub part: bool,
}

struct Classes {
    num: Option<u16>,
    quant: Option<u16>,
    among: Option<u16>,
    month: Option<u16>,
    unit: Option<u16>,
    ord: Option<u16>,
    prep: Option<u16>,
}

/// Finds all quantities, in order. Linear.
#[must_use]
pub fn quantities(text: &Text<'_>) -> Vec<Quantity> {
    let c = Classes {
        num: text.pack.class("num"),
        quant: text.pack.class("quant"),
        among: text.pack.class("among"),
        month: text.pack.class("month"),
        unit: text.pack.class("unit"),
        ord: text.pack.class("ord"),
        prep: text.pack.class("prep"),
    };
    let mut out = Vec::new();
    let mut i = 0;
    while i < text.units.len() {
        if let Some((value, end, vague)) = number_at(text, &c, i) {
            if let Some(q) = figure(text, &c, i, value, end, vague) {
                i = (q.end as usize).max(end);
                out.push(q);
                continue;
            }
            i = end.max(i + 1);
            continue;
        }
        if let Some(q) = implied(text, &c, i) {
            out.push(q);
        }
        i += 1;
    }
    out
}

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
fn number_at(text: &Text<'_>, c: &Classes, i: usize) -> Option<(f64, usize, bool)> {
    if let Some(w) = text.word_of(i, c.quant) {
        if let Some((_, low)) = w.value.split_once('=') {
            let end = phrase_end(text, i, c.quant);
            let factor = word_value(text, c, end).filter(|v| *v >= 1000.0 && end < text.units.len());
            let low: f64 = low.parse().ok()?;
            return Some((low * factor.unwrap_or(1.0), end + usize::from(factor.is_some()), true));
        }
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

/// What an added part must stay below: tens after hundreds, and so on. "Five and twenty" goes the other way round.
fn smallest(current: f64) -> f64 {
    if current % 1000.0 == 0.0 && current > 0.0 {
        1000.0
    } else if current % 100.0 == 0.0 && current > 0.0 {
        100.0
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
fn phrase_end(text: &Text<'_>, i: usize, class: Option<u16>) -> usize {
    let entry = text.units[i].classes.iter().find(|(k, _)| Some(*k) == class).map(|(_, w)| *w);
    let mut end = i + 1;
    while end < text.units.len() && entry.is_some_and(|w| text.units[end].classes.iter().any(|(_, v)| *v == w)) {
        end += 1;
    }
    end
}

fn figure(text: &Text<'_>, c: &Classes, i: usize, value: f64, end: usize, vague: bool) -> Option<Quantity> {
    let mut out = Quantity {
        start: i as u32,
        end: end as u32,
        low: Some(value),
        high: if vague { None } else { Some(value) },
        noun: None,
        written: if vague { Written::Vague } else { Written::Figure },
        part: false,
    };
    let sentence = text.units[i].sentence;
    let same = |u: usize| u < text.units.len() && text.units[u].sentence == sentence;
    // A date, an hour or a year is no quantity.
    if same(end) && (text.has_class(end, c.month) || text.sign(end) == '/' || text.sign(end) == ':') {
        return None;
    }
    if i > 0 && same(i - 1) && matches!(text.sign(i - 1), '/' | ':') {
        return None;
    }
    if text.units[i].kind == TokenKind::Number && (1900.0..2100.0).contains(&value) && text.key(i).len() == 4 && !counted(text, c, end, sentence) {
        return None;
    }
    if i > 0 && same(i - 1) && text.has_class(i - 1, c.ord) && text.units[i].kind != TokenKind::Number {
        return None;
    }
    let mut next = end;
    // A second figure: "three to five", "3-5".
    if same(next + 1) {
        let bridge = text.units[next].kind == TokenKind::Sign && matches!(text.sign(next), '-' | '–' | '—')
            || text.word_of(next, c.prep).is_some_and(|w| &*w.value == "to")
            || text.has_class(next, text.pack.class("conj")) && text.word_of(next, text.pack.class("conj")).is_some_and(|w| &*w.value == "or");
        if bridge {
            if let Some((high, after, false)) = number_at(text, c, next + 1) {
                if high > value {
                    out.high = Some(high);
                    next = after;
                }
            }
        }
    }
    let modifier_before = (i > 0 && same(i - 1)).then(|| text.word_of(i - 1, c.quant)).flatten();
    if let Some(w) = modifier_before {
        bound(&mut out, &w.value);
        let mut from = i - 1;
        while from > 0 && same(from - 1) && text.units[from - 1].classes.iter().any(|(_, k)| text.units[i - 1].classes.iter().any(|(_, m)| k == m)) {
            from -= 1;
        }
        out.start = from as u32;
    }
    out.end = next as u32;
    // The counted noun, past "of" and small words.
    let mut at = next;
    if same(at) && text.word_of(at, c.prep).is_some_and(|w| &*w.value == "from") {
        at += 1;
    }
    if same(at) && matches!(text.units[at].tag, Tag::Noun | Tag::Adjective | Tag::Unknown) && text.clitic_prep(at).is_empty() && !text.clitic_conj(at) {
        out.noun = Some(at as u32);
        out.end = at as u32 + 1;
        if text.has_class(at, c.unit) {
            return None;
        }
    } else if i > 0 && same(i - 1) && text.units[i].kind != TokenKind::Number && matches!(text.units[i - 1].tag, Tag::Noun) {
        // "two civilians, two": the numeral after its noun.
        out.noun = Some(i as u32 - 1);
        out.start = i as u32 - 1;
    }
    if out.noun.is_none() && text.units[i].kind != TokenKind::Number && value <= 1.0 {
        return None;
    }
    let after = out.end as usize;
    if same(after) {
        if let Some(w) = text.word_of(after, c.quant) {
            if matches!(&*w.value, "atleast" | "atmost" | "about") && (text.units[after].tag != Tag::Number) {
                bound(&mut out, &w.value);
                out.end = phrase_end(text, after, c.quant) as u32;
            }
        }
    }
    out.part = is_part(text, c, out.start as usize);
    Some(out)
}

fn counted(text: &Text<'_>, c: &Classes, end: usize, sentence: u32) -> bool {
    end < text.units.len() && text.units[end].sentence == sentence && {
        let t = text.tags(end);
        t & (tag::PERSON | tag::CASUALTY | tag::WEAPON | tag::GROUP) != 0 && !text.has_class(end, c.month)
    }
}

fn bound(q: &mut Quantity, how: &str) {
    match how {
        "atleast" | "morethan" => q.high = None,
        "atmost" | "lessthan" if q.written == Written::Figure => {
            q.high = q.low;
            q.low = None;
        }
        _ => {}
    }
}

fn is_part(text: &Text<'_>, c: &Classes, start: usize) -> bool {
    let sentence = text.units[start].sentence;
    (start.saturating_sub(2)..start).any(|u| text.units[u].sentence == sentence && text.has_class(u, c.among))
}

/// Dual nouns, and one unnamed person or thing.
fn implied(text: &Text<'_>, c: &Classes, i: usize) -> Option<Quantity> {
    let unit = &text.units[i];
    let reading = unit.reading?;
    if unit.tag != Tag::Noun || text.has_class(i, c.unit) || reading.feats.is_verb() {
        return None;
    }
    let tags = text.tags(i);
    let countable = tags & (tag::PERSON | tag::CASUALTY | tag::WEAPON | tag::EVENT | tag::GROUP | tag::PLACEKIND) != 0;
    if !countable {
        return None;
    }
    let make = |written, value| Quantity {
        start: i as u32,
        end: i as u32 + 1,
        low: Some(value),
        high: Some(value),
        noun: Some(i as u32),
        written,
        part: is_part(text, c, i),
    };
    if reading.feats.is_dual() {
        return Some(make(Written::Dual, 2.0));
    }
    let single = reading.feats.is_singular() && tags & (tag::PERSON | tag::CASUALTY) != 0 && tags & tag::TITLE == 0;
    let indefinite = !text.article(i) && text.pronoun(i).is_empty() && !followed_by_name(text, i);
    (single && indefinite).then(|| make(Written::Single, 1.0))
}

fn followed_by_name(text: &Text<'_>, i: usize) -> bool {
    text.units.get(i + 1).is_some_and(|n| n.sentence == text.units[i].sentence && n.tag == Tag::Name)
}

impl Quantity {
    /// Raw bytes of the whole phrase.
    #[must_use]
    pub fn raw(&self, text: &Text<'_>) -> Span {
        let pro = text.pro(self.start as usize);
        text.raw_span(self.start as usize, self.end as usize, pro)
    }
}
