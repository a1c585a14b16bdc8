//! Why: the words, entries and weights behind each choice.

mod choice;
mod tree;

pub use choice::{Choice, Explained, explained};
pub use tree::{Branch, tree};

use crate::code::Engine;
use crate::doc::Doc;
use crate::model::{Linear, Recorder};
use crate::segment::Segmenter;
use crate::text::Text;
use crate::trigger;
use marsad_text::TokenKind;
use std::fmt::Write as _;

/// The tokens of a report with their chosen analysis, one a line.
#[must_use]
pub fn units(doc: &Doc<'_>) -> String {
    let mut out = String::new();
    for (i, unit) in doc.text.units.iter().enumerate() {
        let lemma = doc.text.lemma(i).map_or("", |l| &*l.form);
        let feats = unit.reading.map_or_else(String::new, |r| r.feats.to_string());
        let _ = writeln!(out, "{i}\ts{} c{}\t{}\t{lemma}\t{feats}\t{}", unit.sentence, doc.clause[i], unit.tag.name(), doc.text.key(i));
    }
    out
}

/// The words of a text cut into clitics and stem, one a line: code-point offset, pieces, tag, dictionary entry.
#[must_use]
pub fn segments(text: &Text<'_>) -> String {
    let cutter = Segmenter::new(text);
    let mut out = String::with_capacity(text.raw.len() * 3);
    let (mut seen, mut at) = (0, 0);
    for (i, unit) in text.units.iter().enumerate().filter(|(_, u)| u.kind != TokenKind::Sign) {
        let start = text.folded.to_raw(unit.span).start as usize;
        at += text.raw[seen..start.max(seen)].chars().count();
        seen = start.max(seen);
        let _ = write!(out, "{at}\t");
        for (k, piece) in cutter.pieces(i).iter().enumerate() {
            out.push_str(if k > 0 { "+" } else { "" });
            out.push_str(piece.of(text.raw).trim_end());
        }
        let _ = writeln!(out, "\t{}\t{}", unit.tag.name(), text.lemma(i).map_or("", |l| &*l.form));
    }
    out
}

/// The noun phrases, sources and places of a report.
#[must_use]
pub fn layers(doc: &Doc<'_>) -> String {
    let mut out = String::new();
    let words = |a: u32, b: u32| doc.text.raw_span(a as usize, b as usize, 0).of(doc.text.raw);
    for (i, p) in doc.phrases.iter().enumerate() {
        let _ = writeln!(
            out,
            "phrase {i}\t{}\t{}\t{}\t{}\t{}",
            p.shape.name(),
            p.prep,
            crate::doc::kind_name(doc, i),
            doc.who[i].code(),
            words(p.start, p.end)
        );
    }
    for s in &doc.sources {
        let p = &doc.phrases[s.phrase as usize];
        let _ = writeln!(out, "source\t{}\t{}\t{}\t{}", s.construct.name(), s.kind, words(s.cue, s.cue + 1), words(p.start, p.end));
    }
    for p in &doc.places {
        let point = p.point.as_ref().map_or("none", |r| &*doc.text.pack.data.places[r.place as usize].name_en);
        let _ = writeln!(out, "place\t{}\t{point}\t{}", p.prep, words(p.start, p.end));
    }
    for t in &doc.times {
        let _ = writeln!(out, "time\t{}\t{:?}..{:?}\t{}", t.rule, t.first, t.last, words(t.start, t.end));
    }
    for q in &doc.quantities {
        let _ = writeln!(out, "quantity\t{}\t{:?}..{:?}\t{}", q.written.name(), q.low, q.high, words(q.start, q.end));
    }
    out
}

/// Each trigger candidate with its probability, the heaviest features for and against, and the losing types.
#[must_use]
pub fn triggers(engine: &Engine<'_>, doc: &Doc<'_>) -> String {
    let model = engine.models.get("trigger");
    let mut out = String::new();
    for c in trigger::candidates(doc) {
        for (sense, met) in &c.senses {
            let p = model.yes(|f| trigger::features(doc, &c, *sense, *met, f));
            let mut names = Recorder::default();
            trigger::features(doc, &c, *sense, *met, &mut names);
            let s = &engine.pack.data.senses[*sense as usize];
            let words = doc.text.raw_span(c.start as usize, c.end as usize, 0).of(doc.text.raw);
            let file = &engine.pack.data.files[s.origin.file as usize];
            let _ = writeln!(out, "{p:.2}\t{}\t{words}\t{file}:{}\t{}", s.kind, s.origin.line, heaviest(model, &names.0, 1));
        }
    }
    out
}

/// The features with the largest weights for a label.
#[must_use]
pub fn heaviest(model: &Linear, names: &[String], label: usize) -> String {
    let mut all: Vec<(&str, f32)> = names.iter().filter_map(|n| model.weight(n).map(|w| (n.as_str(), w[label]))).collect();
    all.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(b.0)));
    all.iter().take(6).map(|(n, w)| format!("{n} {w:+.2}")).collect::<Vec<_>>().join("; ")
}
