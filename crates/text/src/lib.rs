//! Text as it really is: folding with a way back, tokens, sentences, quotations, zones.
//!
//! Raw text is never changed. [`Fold::fold`] makes a copy for look-up in one pass and keeps a map back, so that every
//! match can be quoted from the raw text ([`Folded::to_raw`]).
//!
//! Laws (property-tested in `tests/it`):
//! 1. tokens tile the folded text, sentences tile the tokens;
//! 2. `to_raw` is monotone and leaves out nothing but characters removed before the first letter;
//! 3. `fold(raw[to_raw(s)]) == folded[s]` for every token `s`;
//! 4. `fold(fold(x)) == fold(x)`;
//! 5. every raw span lies on character boundaries.
//!
//! Absent on purpose: no lexicon, no language (tables are handed in), no I/O, no clock.

#![forbid(unsafe_code)]

mod fold;
mod quote;
mod sentence;
mod token;

pub use fold::{Fold, Folded};
pub use quote::{QuotePairs, quotes};
pub use sentence::{Sentence, Terminators, sentences};
pub use token::{Token, TokenKind, tokenize};
