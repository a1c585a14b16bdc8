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
    /// Signs that end a sentence, whether or not the writer left a blank behind them.
    pub signs: Vec<char>,
    /// Signs that may follow a terminator and still belong to the sentence. `"` does so only where it closes.
    pub closing: Vec<char>,
    /// Words after which a full stop is no end (abbreviations), folded. One letter alone always counts as one. A longer
    /// one also takes a full stop right before it, as the end of a site's name does.
    pub abbreviations: Vec<String>,
}

/// Tokens (blanks included) after which a sentence is cut at the next blank.
const LONGEST: usize = 500;

/// Cuts tokens into sentences. Linear.
#[must_use]
pub fn sentences(text: &str, tokens: &[Token], rules: &Terminators) -> Vec<Sentence> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut i = 0;
    // Whether an odd number of `"` stands in this line so far: the next one closes.
    let mut quoted = false;
    while i < tokens.len() {
        let mut end = None;
        if tokens[i].kind == TokenKind::Line {
            quoted = false;
            end = Some((i + 1, true));
        } else if tokens[i].kind == TokenKind::Sign {
            quoted ^= first_char(text, tokens[i]) == '"';
            match stop(text, tokens, i, rules) {
                Stop::None => {}
                Stop::Pause => {
                    i += 2;
                    continue;
                }
                Stop::End => {
                    let last = tail(text, tokens, i + 1, &mut quoted, rules);
                    let blank = tokens.get(last).is_some_and(|t| t.kind == TokenKind::Blank);
                    let line = tokens.get(last).is_some_and(|t| t.kind == TokenKind::Line);
                    quoted &= !line;
                    end = Some((last + usize::from(blank || line), line));
                }
            }
        }
        // What has no full stop for so long is no sentence: cutting it keeps the cost of later layers linear.
        if end.is_none() && i - start >= LONGEST && tokens[i].kind == TokenKind::Blank {
            end = Some((i + 1, false));
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

/// One past the terminators and closing signs from `at` on. A closing bracket or quotation mark belongs to the sentence
/// even behind a blank.
fn tail(text: &str, tokens: &[Token], mut at: usize, quoted: &mut bool, rules: &Terminators) -> usize {
    loop {
        let blank = tokens.get(at).is_some_and(|t| t.kind == TokenKind::Blank);
        let Some(token) = tokens.get(at + usize::from(blank)).filter(|t| t.kind == TokenKind::Sign) else { return at };
        match first_char(text, *token) {
            '"' if *quoted && rules.closing.contains(&'"') => *quoted = false,
            '"' => return at,
            c if rules.closing.contains(&c) => {}
            c if rules.signs.contains(&c) && !blank => {}
            _ => return at,
        }
        at += 1 + usize::from(blank);
    }
}

enum Stop {
    None,
    /// Two full stops inside a line: web text writes them for a dash or colon.
    Pause,
    End,
}

fn stop(text: &str, tokens: &[Token], i: usize, rules: &Terminators) -> Stop {
    let sign = first_char(text, tokens[i]);
    if !rules.signs.contains(&sign) {
        return Stop::None;
    }
    if sign != '.' {
        return Stop::End;
    }
    let is_dot = |t: Option<&Token>| t.is_some_and(|t| t.kind == TokenKind::Sign && first_char(text, *t) == '.');
    if is_dot(tokens.get(i + 1)) && !is_dot(tokens.get(i + 2)) {
        return if line_goes_on(tokens, i + 2) { Stop::Pause } else { Stop::End };
    }
    let before = i.checked_sub(1).map(|b| tokens[b]);
    let after = tokens.get(i + 1).copied();
    let listed = |word: &str| rules.abbreviations.iter().any(|a| a == word);
    if let Some(before) = before.filter(|t| t.kind == TokenKind::Word) {
        let word = before.span.of(text);
        if word.chars().nth(1).is_none() || listed(word) {
            return Stop::None;
        }
    }
    if let Some(after) = after.filter(|t| t.kind == TokenKind::Word) {
        let word = after.span.of(text);
        if word.chars().nth(1).is_some() && listed(word) {
            return Stop::None;
        }
    }
    // A full stop between two words without a blank is, in news text, a missing blank far more often than a name, unless
    // both are Latin.
    let latin = |t: Token| matches!(t.kind, TokenKind::Word | TokenKind::Number | TokenKind::Blank) && t.span.of(text).is_ascii();
    match (before, after) {
        (Some(b), Some(a)) if latin(b) && latin(a) && a.kind != TokenKind::Blank => Stop::None,
        _ => Stop::End,
    }
}

/// Whether a word or number follows in the line, behind three other tokens at most.
fn line_goes_on(tokens: &[Token], from: usize) -> bool {
    let rest = tokens[from..].iter().take(4).take_while(|t| t.kind != TokenKind::Line);
    rest.into_iter().any(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number))
}
