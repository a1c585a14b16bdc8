//! Tokens: words, numbers, signs and blanks, which together tile the folded text.

use marsad_model::Span;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters (and digits or apostrophes inside a Latin word, as in `H-100` without the hyphen).
    Word,
    /// Digits with separators between them: `1,200`, `3.5`.
    Number,
    /// One sign.
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
enum Class {
    Letter,
    Digit,
    Blank,
    Line,
    Sign,
}

fn class(c: char) -> Class {
    match c {
        '\n' | '\r' | '\u{2028}' | '\u{2029}' => Class::Line,
        c if c.is_whitespace() => Class::Blank,
        c if c.is_numeric() => Class::Digit,
        c if c.is_alphabetic() || is_mark(c) => Class::Letter,
        _ => Class::Sign,
    }
}

/// Combining marks that a fold table left in place belong to their word.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06DC}' | '\u{06DF}'..='\u{06E8}')
}

/// Cuts folded text into tokens that tile it. Linear in its length.
#[must_use]
pub fn tokenize(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 5);
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        let kind = match class(c) {
            Class::Sign => TokenKind::Sign,
            Class::Letter => {
                while let Some(&(at, d)) = chars.peek() {
                    if class(d) != Class::Letter && !(c.is_ascii() && d.is_ascii_digit()) {
                        break;
                    }
                    end = at + d.len_utf8();
                    chars.next();
                }
                TokenKind::Word
            }
            Class::Digit => {
                while let Some(&(at, d)) = chars.peek() {
                    let separator = matches!(d, '.' | ',' | '٫' | '٬');
                    let inside = separator && text[at + d.len_utf8()..].chars().next().is_some_and(char::is_numeric);
                    if class(d) != Class::Digit && !inside {
                        break;
                    }
                    end = at + d.len_utf8();
                    chars.next();
                }
                TokenKind::Number
            }
            Class::Blank | Class::Line => {
                let mut line = class(c) == Class::Line;
                while let Some(&(at, d)) = chars.peek() {
                    match class(d) {
                        Class::Blank => {}
                        Class::Line => line = true,
                        _ => break,
                    }
                    end = at + d.len_utf8();
                    chars.next();
                }
                if line { TokenKind::Line } else { TokenKind::Blank }
            }
        };
        out.push(Token { span: Span::new(start, end), kind });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokenize(text).iter().filter(|t| !matches!(t.kind, TokenKind::Blank | TokenKind::Line)).map(|t| t.span.of(text)).collect()
    }

    #[test]
    fn numbers_keep_their_separators_and_lose_their_full_stop() {
        assert_eq!(words("قتل 1,200 و3.5."), ["قتل", "1,200", "و", "3.5", "."]);
    }

    #[test]
    fn digits_glued_to_letters_come_apart() {
        assert_eq!(words("قتل12مدنيا"), ["قتل", "12", "مدنيا"]);
        assert_eq!(words("F16 طائرة"), ["F16", "طائرة"]);
    }
}
