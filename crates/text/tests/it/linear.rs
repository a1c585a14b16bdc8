//! Long lines: time grows with length, not with its square.

use crate::table::{KEY, pairs, terminators};
use marsad_text::{quotes, sentences, tokenize};
use std::time::{Duration, Instant};

/// Lines of one megabyte of what a careless algorithm searches again and again.
const PIECES: &[&str] = &[
    "قال مصدر طبي إن ثلاثة مدنيين قتلوا، ",
    "ـ",
    "ـ.",
    ".ـ.ـ",
    "قـ..",
    "\u{064E}",
    "ق\u{064E}.",
    "«",
    "‘‘‘»",
    "\"",
    "«“",
    ".. ",
    "..!",
    ".",
    ". \"",
    "? )",
    " ",
    "1.",
    "1,",
    "a",
    "ﷺ",
    "🚀",
];

#[test]
fn a_line_of_a_megabyte_is_cut_in_no_time() {
    for piece in PIECES {
        let line = piece.repeat((1 << 20) / piece.len() + 1);
        let start = Instant::now();
        let folded = KEY.fold(&line);
        let tokens = tokenize(&folded.text);
        let cut = sentences(&folded.text, &tokens, &terminators());
        let quoted = quotes(&folded.text, &tokens, &pairs());
        let took = start.elapsed();
        // Anything quadratic takes minutes; the limit leaves room for a busy machine.
        assert!(took < Duration::from_secs(5), "{piece:?} took {took:?} ({} sentences, {} quotations)", cut.len(), quoted.len());
    }
}
