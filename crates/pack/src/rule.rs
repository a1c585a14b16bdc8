//! Grammar rules: a small line-based language over word classes.
//!
//! ```text
//! part   month   @unit=month? m:@month ( <sign /> @month )?
//!
//! rule   time.weekday.rel
//! when   wd:@weekday rel:@rel_time
//! then   calendar
//! why    "Monday last" is the nearest Monday before publication.
//! yes    الاثنين الماضي
//! no     الاثنين
//! ```
//!
//! A pattern is a sequence of atoms; blanks part them.
//!
//! | atom | matches |
//! |---|---|
//! | `@class`, `@class=value` | a word or phrase of that class in the pack |
//! | `<num>` | a number, digits or words |
//! | `<year>` | four digits from 1000 to 2999 |
//! | `<dotted>` | three numbers with dots between them, as one word: `6.8.2024` |
//! | `<sign X>` | the sign X |
//! | `<time>` | a phrase that the first pass found; makes the rule one of the second pass |
//! | `<NAME>` | the part of that name, defined above by a line `part NAME PATTERN` |
//! | `( a \| b )` | one of them |
//! | `atom?` | the atom or nothing |
//! | `name:atom` | the atom, kept under a name; the name `here` marks the phrase inside its context |
//! | `&atom` | the atom with a conjunction written onto it |
//! | `~atom` | the atom with or without a preposition written onto it |
//! | `!atom` | nothing, where the atom would not match |
//! | `<gap>` | one to six words without a sign; a verb only as the first |
//!
//! The first atom of a pattern may have any proclitic, the others none unless marked. `then` names an action of the
//! layer and its arguments. Every rule has at least one `yes` (which it must match whole) and one `no` (in which it
//! must match nothing); `marsad check` runs them.

mod reader;

use crate::compile::Build;
use crate::data::Origin;
use crate::diag::Diag;
use crate::source::Sources;
use reader::Reader;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Dotted name; the first part is the layer (`time`, `number`).
    pub id: Box<str>,
    /// What it matches.
    pub when: Pattern,
    /// Action and arguments.
    pub then: Vec<Box<str>>,
    /// Phrases that it must match whole, and phrases that it must not match anywhere.
    pub yes: Vec<Box<str>>,
    /// See `yes`.
    pub no: Vec<Box<str>>,
    /// Why it is there; empty if nobody said so.
    pub why: Box<str>,
    /// Where it stands.
    pub origin: Origin,
}

/// A pattern over tokens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Pattern {
    /// One after the other.
    Sequence(Vec<Pattern>),
    /// The first that matches longest.
    Either(Vec<Pattern>),
    /// May be absent.
    Optional(Box<Pattern>),
    /// Keeps what matched under a name.
    Capture(Box<str>, Box<Pattern>),
    /// A word or phrase of a class, with a value if given.
    Class {
        /// Name of the class.
        name: Box<str>,
        /// Its value must be this one.
        value: Option<Box<str>>,
        /// Index into [`crate::data::Data::classes`].
        class: u16,
    },
    /// A number in digits or words.
    Number,
    /// A number from 1000 to 2999 without a separator.
    Year,
    /// Three numbers with dots between them, in one word.
    Dotted,
    /// A sign.
    Sign(char),
    /// A phrase found by the first pass.
    Found,
    /// The atom must have a conjunction written onto it.
    Joined(Box<Pattern>),
    /// The atom may have a preposition written onto it.
    Governed(Box<Pattern>),
    /// The atom must not match here; takes no unit.
    Not(Box<Pattern>),
    /// One to six words without a sign; a verb only as the first.
    Gap,
}

impl Pattern {
    /// Whether it asks for a phrase of the first pass.
    #[must_use]
    pub fn needs_found(&self) -> bool {
        match self {
            Self::Found => true,
            Self::Sequence(all) | Self::Either(all) => all.iter().any(Self::needs_found),
            Self::Optional(p) | Self::Capture(_, p) | Self::Joined(p) | Self::Governed(p) => p.needs_found(),
            _ => false,
        }
    }

    /// Calls `see` for each atom that a match can begin with; returns whether the pattern can match nothing.
    pub fn first<'p>(&'p self, see: &mut impl FnMut(&'p Self)) -> bool {
        match self {
            Self::Sequence(all) => {
                for p in all {
                    if !p.first(see) {
                        return false;
                    }
                }
                true
            }
            Self::Either(all) => {
                // Every branch must be seen, so no short-cut.
                let mut empty = false;
                for p in all {
                    empty |= p.first(see);
                }
                empty
            }
            Self::Optional(p) => {
                p.first(see);
                true
            }
            Self::Not(_) => true,
            Self::Capture(_, p) | Self::Joined(p) | Self::Governed(p) => p.first(see),
            atom => {
                see(atom);
                false
            }
        }
    }
}

pub(crate) fn compile(build: &mut Build, sources: &Sources, diags: &mut Vec<Diag>) {
    let mut seen = BTreeSet::new();
    for (name, text) in &sources.grammar {
        let file = format!("{}/{name}", crate::source::slashes(&sources.root));
        let index = build.file(&file);
        for mut rule in parse(&file, index, text, diags) {
            check(build, &file, &mut rule, diags);
            if !seen.insert(rule.id.clone()) {
                diags.push(Diag::error(&file, rule.origin.line, 0, format!("rule `{}` stands twice", rule.id), "give it another name"));
            }
            build.data.rules.push(rule);
        }
    }
}

fn check(build: &Build, file: &str, rule: &mut Rule, diags: &mut Vec<Diag>) {
    if rule.yes.is_empty() || rule.no.is_empty() {
        let message = format!("rule `{}` has no `yes` or no `no`", rule.id);
        diags.push(Diag::error(file, rule.origin.line, 0, message, "give at least one example of each"));
    }
    if rule.when.first(&mut |_| {}) {
        let message = format!("rule `{}` has no `when`, or one that matches nothing at all", rule.id);
        diags.push(Diag::error(file, rule.origin.line, 0, message, "one atom at least must not be optional"));
    }
    resolve(&mut rule.when, &mut |class| {
        let found = build.data.classes.iter().position(|c| &**c == class);
        if found.is_none() {
            let message = format!("rule `{}`: expected a class that some word has, found `@{class}`", rule.id);
            diags.push(Diag::error(file, rule.origin.line, 0, message, "classes are listed in docs/data.md, section 8"));
        }
        found.unwrap_or(0) as u16
    });
}

/// Fills in the indexes of classes.
fn resolve(pattern: &mut Pattern, index: &mut impl FnMut(&str) -> u16) {
    match pattern {
        Pattern::Sequence(all) | Pattern::Either(all) => all.iter_mut().for_each(|p| resolve(p, index)),
        Pattern::Optional(p) | Pattern::Capture(_, p) | Pattern::Joined(p) | Pattern::Governed(p) | Pattern::Not(p) => resolve(p, index),
        Pattern::Class { name, class, .. } => *class = index(name),
        Pattern::Number | Pattern::Year | Pattern::Dotted | Pattern::Sign(_) | Pattern::Found | Pattern::Gap => {}
    }
}

fn parse(file: &str, index: u16, text: &str, diags: &mut Vec<Diag>) -> Vec<Rule> {
    let mut out: Vec<Rule> = Vec::new();
    let mut parts = BTreeMap::new();
    for (i, line) in text.lines().enumerate() {
        let number = i as u32 + 1;
        let line = line.trim_end();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, value) = line.split_once(char::is_whitespace).map_or((line, ""), |(k, v)| (k, v.trim()));
        if key == "rule" {
            let origin = Origin { file: index, line: number };
            let when = Pattern::Sequence(Vec::new());
            out.push(Rule { id: value.into(), when, then: Vec::new(), yes: Vec::new(), no: Vec::new(), why: "".into(), origin });
            continue;
        }
        if key == "part" {
            let (name, value) = value.split_once(char::is_whitespace).map_or((value, ""), |(k, v)| (k, v.trim()));
            match Reader::new(value, &parts).pattern() {
                Ok(pattern) => {
                    parts.insert(name.to_owned(), pattern);
                }
                Err((column, message)) => diags.push(Diag::error(file, number, offset(line, value) + column, message, "")),
            }
            continue;
        }
        let Some(rule) = out.last_mut() else {
            diags.push(Diag::error(
                file,
                number,
                1,
                format!("expected `rule`, found `{key}`"),
                "every rule begins with a line `rule NAME`",
            ));
            continue;
        };
        match key {
            "when" => match Reader::new(value, &parts).pattern() {
                Ok(pattern) => rule.when = pattern,
                Err((column, message)) => diags.push(Diag::error(file, number, offset(line, value) + column, message, "")),
            },
            "then" => rule.then = value.split_whitespace().map(Into::into).collect(),
            "yes" => rule.yes.push(value.into()),
            "no" => rule.no.push(value.into()),
            "why" => rule.why = value.into(),
            other => {
                diags.push(Diag::error(file, number, 1, format!("expected part, rule, when, then, why, yes or no, found `{other}`"), ""))
            }
        }
    }
    for rule in &out {
        if rule.then.is_empty() {
            diags.push(Diag::error(file, rule.origin.line, 0, format!("rule `{}` has no `then`", rule.id), ""));
        }
    }
    out
}

/// Characters of the line before its value, which is its end.
fn offset(line: &str, value: &str) -> u32 {
    (line.chars().count() - value.chars().count()) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_with_captures_and_options() {
        let parts = BTreeMap::new();
        let pattern = Reader::new("day:@weekday (@rel_time=last | <sign (>)? <num>", &parts).pattern().unwrap();
        let Pattern::Sequence(all) = pattern else { panic!("a sequence") };
        assert_eq!(all.len(), 3);
        let class = Pattern::Class { name: "weekday".into(), value: None, class: 0 };
        assert_eq!(all[0], Pattern::Capture("day".into(), Box::new(class)));
        assert!(matches!(&all[1], Pattern::Optional(p) if matches!(&**p, Pattern::Either(e) if e.len() == 2)));
    }

    #[test]
    fn a_fault_names_its_column() {
        let parts = BTreeMap::new();
        assert_eq!(Reader::new("@weekday %", &parts).pattern().unwrap_err().0, 10);
        assert!(Reader::new("الاثنين", &parts).pattern().unwrap_err().1.contains("@class"));
    }

    #[test]
    fn a_part_stands_for_its_pattern_and_must_come_first() {
        let mut diags = Vec::new();
        let rules = parse("g.rules", 0, "part x @a?\nrule a.b\nwhen <x> ~@b\nthen y\nrule a.c\nwhen <z>\nthen y\n", &mut diags);
        assert_eq!(diags.len(), 1);
        assert_eq!((diags[0].line, diags[0].column), (6, 6));
        let mut firsts = 0;
        assert!(!rules[0].when.first(&mut |_| firsts += 1));
        assert_eq!(firsts, 2);
    }

    #[test]
    fn lines_out_of_order_are_reported_with_their_place() {
        let mut diags = Vec::new();
        parse("g.rules", 0, "when @weekday\nrule a.b\nthen x\nfoo bar\n", &mut diags);
        assert_eq!(diags.len(), 2);
        assert_eq!((diags[0].line, diags[1].line), (1, 4));
    }
}
