//! Quotation spans: what stands between paired quotation marks.

use crate::{Token, TokenKind};

/// Which signs open and close a quotation. A sign that does both (`"`) is listed on both sides.
#[derive(Clone, Debug, Default)]
pub struct QuotePairs(pub Vec<(char, char)>);

/// Token ranges (half-open, without the marks) of all quotations, in order of their start. Nested ones come after the
/// outer one. A quotation that never closes runs to the end of its line, as careless web text has it.
#[must_use]
pub fn quotes(text: &str, tokens: &[Token], pairs: &QuotePairs) -> Vec<(u32, u32)> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut out = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Line => {
                for (_, start) in open.drain(..) {
                    out.push((start as u32, i as u32));
                }
            }
            TokenKind::Sign => {
                let c = token.span.of(text).chars().next().unwrap_or(' ');
                let closes = open.iter().rposition(|(o, _)| pairs.0.iter().any(|(a, b)| a == o && *b == c));
                if let Some(at) = closes {
                    let (_, start) = open[at];
                    open.truncate(at);
                    out.push((start as u32, i as u32));
                } else if pairs.0.iter().any(|(a, _)| *a == c) {
                    open.push((c, i + 1));
                }
            }
            _ => {}
        }
    }
    for (_, start) in open {
        out.push((start as u32, tokens.len() as u32));
    }
    out.retain(|(a, b)| a < b);
    out.sort_by_key(|(a, b)| (*a, std::cmp::Reverse(*b)));
    out
}
