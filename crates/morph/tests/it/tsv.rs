//! Reads the tables of `lang/ar`; packs have a reader of their own.

use std::path::PathBuf;

use marsad_morph::{Patterns, Row, Tables};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../lang/ar").join(name)
}

/// Rows without comments and header.
pub fn rows(name: &str) -> Vec<Row> {
    let text = std::fs::read_to_string(path(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    let lines = text.lines().zip(1u32..).filter(|(l, _)| !l.starts_with('#') && !l.is_empty());
    lines.skip(1).map(|(l, line)| Row { line, fields: l.split('\t').map(str::to_owned).collect() }).collect()
}

pub fn arabic() -> Patterns {
    let (patterns, affixes, orthography) = (rows("patterns.tsv"), rows("affixes.tsv"), rows("orthography.tsv"));
    let tables = Tables { patterns: &patterns, affixes: &affixes, orthography: &orthography };
    Patterns::new(&tables).unwrap_or_else(|problems| {
        let text: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{}", text.join("\n"))
    })
}

/// Rows of all lexicon tables whose name begins so, in order of name.
pub fn lexicon(start: &str) -> Vec<Row> {
    let folder = std::fs::read_dir(path("lexicon")).unwrap_or_else(|e| panic!("lexicon: {e}"));
    let names = folder.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.starts_with(start) && name.ends_with(".tsv")).collect();
    names.sort();
    names.iter().flat_map(|name| rows(&format!("lexicon/{name}"))).collect()
}
