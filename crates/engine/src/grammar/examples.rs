//! Runs the examples that stand with the rules.

use crate::lex::Lexer;
use crate::text::Text;
use crate::time::TimePhrase;
use jiff::civil::{Date, date};
use marsad_pack::Pack;
use marsad_pack::rule::Pattern;

/// Whether a pattern marks the phrase inside its context.
fn has_context(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Sequence(all) | Pattern::Either(all) => all.iter().any(has_context),
        Pattern::Capture(name, p) => &**name == "here" || has_context(p),
        Pattern::Optional(p) | Pattern::Joined(p) | Pattern::Governed(p) => has_context(p),
        _ => false,
    }
}

/// The day on which the examples of rules are published.
const EXAMPLE_DAY: Date = date(2024, 8, 6);

/// Runs the examples of every rule; one line for each that fails.
#[must_use]
pub fn check_examples(pack: &Pack) -> Vec<String> {
    let lexer = Lexer::new(pack);
    let mut out = Vec::new();
    for rule in &pack.data.rules {
        let at = format!("{}:{}", pack.data.files[rule.origin.file as usize], rule.origin.line);
        for yes in &rule.yes {
            let text = Text::new(pack, &lexer, yes, None);
            let found = crate::time::times(&text, Some(EXAMPLE_DAY));
            // Context on either side is part of the example but not of the phrase.
            let context = has_context(&rule.when);
            let whole = |p: &&TimePhrase| p.rule == rule.id && (context || p.end as usize == text.units.len());
            if !found.iter().any(|p| whole(&p) && p.start <= 2) {
                let got: Vec<String> = found.iter().map(|p| format!("{} {}..{}", p.rule, p.start, p.end)).collect();
                out.push(format!("{at}: rule `{}`: expected to match «{yes}», found [{}]", rule.id, got.join(", ")));
            }
        }
        for no in &rule.no {
            let text = Text::new(pack, &lexer, no, None);
            if crate::time::times(&text, Some(EXAMPLE_DAY)).iter().any(|p| p.rule == rule.id) {
                out.push(format!("{at}: rule `{}`: expected not to match in «{no}»", rule.id));
            }
        }
    }
    out
}
