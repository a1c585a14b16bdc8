//! Shapes of roots and the patterns they fill.

use crate::alphabet::Alphabet;

/// Slots of the pattern table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Slot {
    Root,
    RootAlternative,
    Else,
    Past,
    PastPassive,
    Present,
    PresentPassive,
    Imperative,
    Masdar,
    MasdarFeminine,
    Active,
    Passive,
}

impl Slot {
    pub(crate) fn read(name: &str) -> Option<Slot> {
        Some(match name {
            "root" => Slot::Root,
            "root?" => Slot::RootAlternative,
            "else" => Slot::Else,
            "past" => Slot::Past,
            "past.pass" => Slot::PastPassive,
            "present" => Slot::Present,
            "present.pass" => Slot::PresentPassive,
            "imperative" => Slot::Imperative,
            "masdar" => Slot::Masdar,
            "masdar.f" => Slot::MasdarFeminine,
            "act" => Slot::Active,
            "pass" => Slot::Passive,
            _ => return None,
        })
    }
}

#[derive(Debug, Clone)]
enum Radical {
    Any,
    Set {
        set: u128,
        negated: bool,
    },
    /// The same as the radical with this index.
    Same(usize),
}

/// Which roots a row is for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shape(Vec<Radical>);

impl Shape {
    pub(crate) fn read(text: &str, alphabet: &Alphabet) -> Result<Shape, String> {
        let mut radicals = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let (radical, used) = match first {
                '.' => (Radical::Any, 1),
                '1'..='4' => {
                    let number = first as usize - '1' as usize;
                    if number >= radicals.len() {
                        return Err(format!("root `{text}`: radical {first} is not before this place"));
                    }
                    (Radical::Same(number), 1)
                }
                '[' => {
                    let end = rest.find(']').ok_or_else(|| format!("root `{text}`: `[` without `]`"))?;
                    let (negated, inner) = match rest[1..end].strip_prefix('^') {
                        Some(inner) => (true, inner),
                        None => (false, &rest[1..end]),
                    };
                    (Radical::Set { set: crate::rule::read_set(inner, alphabet)?, negated }, end + 1)
                }
                _ => {
                    let used = first.len_utf8();
                    (Radical::Set { set: crate::rule::read_set(&rest[..used], alphabet)?, negated: false }, used)
                }
            };
            radicals.push(radical);
            rest = &rest[used..];
        }
        Ok(Shape(radicals))
    }

    pub(crate) fn fits(&self, root: &[u8]) -> bool {
        self.0.is_empty()
            || self.0.len() == root.len()
                && self.0.iter().zip(root).all(|(radical, &sign)| match *radical {
                    Radical::Any => true,
                    Radical::Set { set, negated } => (set & (1 << (sign & 127)) != 0) != negated,
                    Radical::Same(n) => root.get(n) == Some(&sign),
                })
    }
}

/// A row of the pattern table.
#[derive(Debug, Clone)]
pub(crate) struct PatternRow {
    pub(crate) measures: Vec<String>,
    pub(crate) vowels: Vec<String>,
    pub(crate) shape: Shape,
    /// Alternatives; empty if the form does not exist.
    pub(crate) patterns: Vec<Vec<u8>>,
}

/// What fills a pattern.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Filling<'a> {
    pub(crate) root: &'a [u8],
    pub(crate) past_vowel: u8,
    pub(crate) present_vowel: u8,
    pub(crate) prefix: &'a [u8],
}

/// Checks the signs of a pattern that may have radicals up to four.
pub(crate) fn check(pattern: &str, alphabet: &Alphabet) -> Result<(), String> {
    match pattern.bytes().find(|&b| !(alphabet.knows(b) || matches!(b, b'1'..=b'4' | b'^' | b'_' | b'-'))) {
        Some(_) => Err(format!("pattern `{pattern}` holds something that is no sign")),
        None => Ok(()),
    }
}

/// Puts radicals, vowels and prefix into `pattern`. `None` if the root is too short for it.
pub(crate) fn fill(pattern: &[u8], with: Filling<'_>) -> Option<Vec<u8>> {
    let mut word = Vec::with_capacity(pattern.len() + 8);
    for &sign in pattern {
        match sign {
            b'1'..=b'4' => word.push(*with.root.get(usize::from(sign - b'1'))?),
            b'^' => word.push(with.past_vowel),
            b'_' => word.push(with.present_vowel),
            b'-' => word.extend_from_slice(with.prefix),
            _ => word.push(sign),
        }
    }
    Some(word)
}
