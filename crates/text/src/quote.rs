//! Quotation spans: what stands between paired quotation marks.

use crate::{Token, TokenKind};
use std::collections::BTreeMap;

/// Which signs open and close a quotation. A sign that does both (`"`) is listed on both sides.
#[derive(Clone, Debug, Default)]
pub struct QuotePairs(pub Vec<(char, char)>);

/// Token ranges (half-open, without the marks) of all quotations, in order of their start. Nested ones come after the
/// outer one. A quotation that never closes runs to the end of its line, as careless web text has it; one still open
/// when an outer one closes was no quotation (an inch sign, a slip) and is left out. Linear.
#[must_use]
pub fn quotes(text: &str, tokens: &[Token], pairs: &QuotePairs) -> Vec<(u32, u32)> {
    let mut open: Vec<(char, usize)> = Vec::new();
    // How many times each sign stands in `open`: a closing sign without a partner must not search through all of it.
    let mut waiting: BTreeMap<char, usize> = BTreeMap::new();
    let mut out = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Line => {
                out.extend(open.drain(..).map(|(_, start)| (start as u32, i as u32)));
                waiting.clear();
            }
            TokenKind::Sign => {
                let c = token.span.of(text).chars().next().unwrap_or(' ');
                let closed_by = |o: char| pairs.0.iter().any(|(a, b)| *a == o && *b == c);
                if waiting.iter().any(|(o, n)| *n > 0 && closed_by(*o)) {
                    while let Some((o, start)) = open.pop() {
                        *waiting.entry(o).or_default() -= 1;
                        if closed_by(o) {
                            out.push((start as u32, i as u32));
                            break;
                        }
                    }
                } else if pairs.0.iter().any(|(a, _)| *a == c) {
                    open.push((c, i + 1));
                    *waiting.entry(c).or_default() += 1;
                }
            }
            _ => {}
        }
    }
    out.extend(open.into_iter().map(|(_, start)| (start as u32, tokens.len() as u32)));
    out.retain(|(a, b)| a < b);
    out.sort_by_key(|(a, b)| (*a, std::cmp::Reverse(*b)));
    out
}
