//! Tokens: words, numbers, signs and blanks, which together tile the folded text.

use marsad_model::Span;
use std::sync::LazyLock;
use unicode_normalization::char::is_combining_mark;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters with their marks (and digits inside a Latin word: `F16`).
    Word,
    /// Digits with separators between them: `1,200`, `3.5`.
    Number,
    /// One sign, with any marks on it.
    Sign,
    /// Blanks without a line end.
    Blank,
    /// Blanks that hold a line end.
    Line,
}

/// A stretch of folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the folded text.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Letter,
    /// Belongs to whatever stands before it.
    Mark,
    Digit,
    Blank,
    Line,
    Sign,
}

/// Characters below this have their class in a table: the scripts of most news, and their signs.
const TABLE: u32 = 0x2100;
static CLASSES: LazyLock<Vec<Class>> = LazyLock::new(|| (0..TABLE).map(|c| char::from_u32(c).map_or(Class::Sign, property)).collect());

pub(crate) fn class(c: char) -> Class {
    if u32::from(c) < TABLE { CLASSES[c as usize] } else { property(c) }
}

/// The class after the properties of Unicode.
fn property(c: char) -> Class {
    match c {
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => Class::Line,
        c if c.is_whitespace() => Class::Blank,
        c if is_combining_mark(c) => Class::Mark,
        c if c.is_numeric() => Class::Digit,
        c if c.is_alphabetic() => Class::Letter,
        _ => Class::Sign,
    }
}

/// Whether `d` goes on with the number when a digit follows it. The last two are the separators of numbers in
/// Arabic script.
fn is_separator(d: char) -> bool {
    matches!(d, '.' | ',' | '\u{066B}' | '\u{066C}')
}

/// Cuts folded text into tokens that tile it. Linear in its length.
#[must_use]
pub fn tokenize(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5);
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let first = class(c);
        let mut kind = match first {
            Class::Letter => TokenKind::Word,
            Class::Digit => TokenKind::Number,
            Class::Sign | Class::Mark => TokenKind::Sign,
            Class::Blank => TokenKind::Blank,
            Class::Line => TokenKind::Line,
        };
        let mut end = start + c.len_utf8();
        while let Some(&(at, d)) = chars.peek() {
            let next = at + d.len_utf8();
            let goes_on = match (kind, class(d)) {
                (_, Class::Mark) | (TokenKind::Word, Class::Letter) | (TokenKind::Number, Class::Digit) => true,
                (TokenKind::Word, Class::Digit) => c.is_ascii() && d.is_ascii_digit(),
                (TokenKind::Number, Class::Sign) => {
                    is_separator(d) && text[next..].chars().next().is_some_and(|n| class(n) == Class::Digit)
                }
                (TokenKind::Blank | TokenKind::Line, Class::Blank) => true,
                (TokenKind::Blank | TokenKind::Line, Class::Line) => {
                    kind = TokenKind::Line;
                    true
                }
                _ => false,
            };
            if !goes_on {
                break;
            }
            end = next;
            chars.next();
        }
        out.push(Token { span: Span::new(start, end), kind });
    }
    out
}
