//! Sentences: runs of tokens that end at a terminator or a line end. They tile the tokens.

use crate::{Token, TokenKind};

/// A half-open range of token indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
    /// Whether it is the last of its line.
    pub ends_line: bool,
}

/// What ends a sentence.
#[derive(Clone, Debug, Default)]
pub struct Terminators {
    /// Signs that end a sentence when a blank, a closing quotation mark or nothing follows.
    pub signs: Vec<char>,
    /// Signs that may follow a terminator and still belong to the sentence.
    pub closing: Vec<char>,
    /// Words after which a full stop is no end (abbreviations), folded.
    pub abbreviations: Vec<String>,
}

/// Cuts tokens into sentences. Linear.
#[must_use]
pub fn sentences(text: &str, tokens: &[Token], rules: &Terminators) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut i = 0;
    while i < tokens.len() {
        let token = tokens[i];
        let mut end = None;
        if token.kind == TokenKind::Line {
            end = Some((i + 1, true));
        } else if token.kind == TokenKind::Sign && ends_sentence(text, tokens, i, rules) {
            let mut last = i + 1;
            while last < tokens.len() && is_tail(text, tokens[last], rules) {
                last += 1;
            }
            let mut line = false;
            if last < tokens.len() && matches!(tokens[last].kind, TokenKind::Blank | TokenKind::Line) {
                line = tokens[last].kind == TokenKind::Line;
                last += 1;
            }
            end = Some((last, line));
        }
        if let Some((end, ends_line)) = end {
            out.push(Sentence { start: start as u32, end: end as u32, ends_line });
            start = end;
            i = end;
        } else {
            i += 1;
        }
    }
    if start < tokens.len() {
        out.push(Sentence { start: start as u32, end: tokens.len() as u32, ends_line: true });
    } else if let Some(last) = out.last_mut() {
        last.ends_line = true;
    }
    out
}

fn first_char(text: &str, token: Token) -> char {
    token.span.of(text).chars().next().unwrap_or(' ')
}

fn is_tail(text: &str, token: Token, rules: &Terminators) -> bool {
    token.kind == TokenKind::Sign && {
        let c = first_char(text, token);
        rules.signs.contains(&c) || rules.closing.contains(&c)
    }
}

fn ends_sentence(text: &str, tokens: &[Token], i: usize, rules: &Terminators) -> bool {
    if !rules.signs.contains(&first_char(text, tokens[i])) {
        return false;
    }
    if first_char(text, tokens[i]) == '.' && i > 0 && tokens[i - 1].kind == TokenKind::Word {
        let before = tokens[i - 1].span.of(text);
        if before.chars().count() == 1 || rules.abbreviations.iter().any(|a| a == before) {
            return false;
        }
    }
    // A full stop between two words without a blank is, in news text, a missing blank far more often than a name.
    let latin = |t: Token| t.span.of(text).is_ascii();
    !(i > 0 && i + 1 < tokens.len() && latin(tokens[i - 1]) && latin(tokens[i + 1]) && tokens[i + 1].kind == TokenKind::Word)
}
