//! The words of a corpus as sentences of dictionary forms, for grouping them by the company they keep.

use anyhow::{Context, Result};
use marsad_engine::tag::Tag;
use marsad_engine::{Doc, Engine, Report};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

/// Prints the sentences of every report of a JSONL file (`id` and `text` of each line), one a line; figures as `#`.
///
/// # Errors
/// If the file cannot be read, or a line is no report.
pub fn print(engine: &Engine<'_>, corpus: &Path) -> Result<()> {
    let file = std::fs::File::open(corpus).with_context(|| format!("expected a JSONL file of reports at {}", corpus.display()))?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    for (n, line) in BufReader::new(file).lines().enumerate() {
        let line = line?;
        let report: serde_json::Value =
            serde_json::from_str(&line).with_context(|| format!("{}:{}: expected a report as JSON", corpus.display(), n + 1))?;
        let text = report["text"].as_str().unwrap_or_default();
        let doc = engine.read(&Report { text, ..Report::default() });
        for sentence in &doc.text.sentences {
            writeln!(out, "{}", words(&doc, sentence.start, sentence.end).join(" "))?;
        }
    }
    Ok(())
}

fn words<'d>(doc: &'d Doc<'_>, start: u32, end: u32) -> Vec<std::borrow::Cow<'d, str>> {
    (start as usize..end as usize)
        .filter(|u| doc.text.units[*u].tag != Tag::Sign)
        .map(|u| match doc.text.units[u].tag {
            Tag::Number => "#".into(),
            _ => doc.text.lemma(u).map_or_else(|| doc.text.key(u).into(), |l| l.form.replace(' ', "_").into()),
        })
        .collect()
}
