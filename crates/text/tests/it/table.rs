//! The real fold table, at its two levels, and the signs of the real pack.

use marsad_text::{Fold, QuotePairs, Terminators};
use std::path::Path;
use std::sync::LazyLock;

/// The level that dictionaries are looked up at.
pub static KEY: LazyLock<Fold> = LazyLock::new(|| column(2));
/// The level that still tells hamza and vowels apart.
pub static FORM: LazyLock<Fold> = LazyLock::new(|| column(1));

fn column(at: usize) -> Fold {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lang/ar/fold.tsv");
    let text = std::fs::read_to_string(path).expect("the fold table is there");
    let rows = text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).skip(1);
    let pairs = rows.map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        (points(fields[0]).chars().next().expect("a code point"), points(fields[at]))
    });
    Fold::new(pairs, vec!['ـ'])
}

/// Reads `U+0644 U+0627`.
fn points(field: &str) -> String {
    field.split_whitespace().filter_map(|p| char::from_u32(u32::from_str_radix(p.strip_prefix("U+")?, 16).ok()?)).collect()
}

/// What ends a sentence in Arabic news.
pub fn terminators() -> Terminators {
    Terminators {
        signs: vec!['.', '!', '?', '؟', '…'],
        closing: vec!['»', '”', '"', '’', ')', ']', '}'],
        abbreviations: ["كلم", "نت"].map(str::to_owned).to_vec(),
    }
}

/// The quotation marks of Arabic news.
pub fn pairs() -> QuotePairs {
    QuotePairs(vec![('«', '»'), ('“', '”'), ('"', '"'), ('”', '“'), ('„', '“'), ('‘', '’'), ('”', '”')])
}
