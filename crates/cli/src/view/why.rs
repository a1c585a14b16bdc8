//! `marsad explain` for a person: the words, the clause tree, and for each event what was chosen and what lost.

use super::locale::Locale;
use marsad_engine::explain::{Branch, Choice, Explained};
use std::fmt::Write as _;

/// The clause tree, one part a line, two blanks a level.
#[must_use]
pub fn tree(branches: &[Branch], locale: &Locale) -> String {
    let mut out = String::new();
    let mut number = 0;
    for b in branches {
        let indent = "  ".repeat(b.depth);
        let label = locale.get("tree", b.kind);
        if b.kind == "sentence" {
            number += 1;
            let _ = writeln!(out, "{label} {number} ({})", locale.get("tree", &b.note));
            continue;
        }
        let words = if b.words.is_empty() { String::new() } else { format!(" «{}»", b.words) };
        let note = if b.note.is_empty() { String::new() } else { format!("  [{}]", b.note) };
        let _ = writeln!(out, "{indent}{label}{words}{note}");
    }
    out
}

/// The events with their choices.
#[must_use]
pub fn choices(events: &[Explained], locale: &Locale) -> String {
    let mut out = String::new();
    if events.is_empty() {
        let _ = writeln!(out, "{}", locale.label("none"));
    }
    for (i, e) in events.iter().enumerate() {
        let _ = writeln!(out, "{} «{}» — {}", i + 1, e.words, locale.get("type", &e.kind));
        let mut field = "";
        for c in &e.choices {
            if c.field != field {
                field = c.field;
                let _ = writeln!(out, "  {}", locale.get("choice", field));
            }
            choice(&mut out, c, locale);
        }
        out.push('\n');
    }
    out
}

fn choice(out: &mut String, c: &Choice, locale: &Locale) {
    let mark = if c.chosen { "✓" } else { "·" };
    let section = match c.field {
        "trigger" => "type",
        field => field,
    };
    let words = match c.field {
        _ if c.words.is_empty() => locale.get("choice", "none").to_owned(),
        "trigger" | "status" | "certainty" | "mode" => locale.get(section, &c.words).to_owned(),
        _ => format!("«{}»", c.words),
    };
    let _ = writeln!(out, "    {mark} {:.2} {words} ← {}", c.chance, c.rule);
    if c.chosen && !c.why.is_empty() {
        let _ = writeln!(out, "           {}: {}", locale.get("choice", "because"), c.why);
    }
}
