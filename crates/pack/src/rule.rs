//! Grammar rules: a small line-based language over word classes.
//!
//! ```text
//! rule   time.weekday.last
//! when   day:@weekday @rel_time=last
//! then   weekday prev
//! why    "Monday last" is the nearest Monday before publication.
//! yes    الاثنين الماضي
//! no     الاثنين
//! ```
//!
//! A pattern is a sequence of atoms; blanks part them. `@class` or `@class=value` matches a word or phrase of that
//! class in the pack, `<num>` a number (digits or words), `<year>` a number that can be a year, `<sign X>` a sign,
//! `( a | b )` alternatives, `?` after an atom makes it optional, `name:` before an atom captures it. `then` names an
//! action of the layer and its arguments. Every rule has at least one `yes` and one `no`; `marsad check` runs them.

use crate::compile::Build;
use crate::data::Origin;
use crate::diag::Diag;
use crate::source::Sources;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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
    /// A word or phrase of a class (by name), with a value if given.
    Class(Box<str>, Option<Box<str>>),
    /// A number in digits or words.
    Number,
    /// A number from 1000 to 2999 without a separator.
    Year,
    /// A sign.
    Sign(char),
}

pub(crate) fn compile(build: &mut Build, sources: &Sources, diags: &mut Vec<Diag>) {
    let mut seen = BTreeSet::new();
    for (name, text) in &sources.grammar {
        let file = format!("{}/{name}", crate::source::slashes(&sources.root));
        let index = build.file(&file);
        for rule in parse(&file, index, text, diags) {
            check(build, &file, &rule, diags);
            if !seen.insert(rule.id.clone()) {
                diags.push(Diag::error(&file, rule.origin.line, 0, format!("rule `{}` stands twice", rule.id), "give it another name"));
            }
            build.data.rules.push(rule);
        }
    }
}

fn check(build: &Build, file: &str, rule: &Rule, diags: &mut Vec<Diag>) {
    if rule.yes.is_empty() || rule.no.is_empty() {
        let message = format!("rule `{}` has no `yes` or no `no`", rule.id);
        diags.push(Diag::error(file, rule.origin.line, 0, message, "give at least one example of each"));
    }
    classes(&rule.when, &mut |class| {
        if !build.data.classes.iter().any(|c| &**c == class) {
            let message = format!("rule `{}`: expected a class that some word has, found `@{class}`", rule.id);
            diags.push(Diag::error(file, rule.origin.line, 0, message, "classes are listed in docs/data.md, section 8"));
        }
    });
}

fn classes(pattern: &Pattern, see: &mut impl FnMut(&str)) {
    match pattern {
        Pattern::Sequence(all) | Pattern::Either(all) => all.iter().for_each(|p| classes(p, see)),
        Pattern::Optional(p) | Pattern::Capture(_, p) => classes(p, see),
        Pattern::Class(name, _) => see(name),
        Pattern::Number | Pattern::Year | Pattern::Sign(_) => {}
    }
}

fn parse(file: &str, index: u16, text: &str, diags: &mut Vec<Diag>) -> Vec<Rule> {
    let mut out: Vec<Rule> = Vec::new();
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
            out.push(Rule { id: value.into(), when, then: Vec::new(), yes: Vec::new(), no: Vec::new(), origin });
            continue;
        }
        let Some(rule) = out.last_mut() else {
            diags.push(Diag::error(file, number, 1, format!("expected `rule`, found `{key}`"), "every rule begins with a line `rule NAME`"));
            continue;
        };
        match key {
            "when" => match Reader::new(value).pattern() {
                Ok(pattern) => rule.when = pattern,
                Err((column, message)) => {
                    let base = (line.chars().count() - value.chars().count()) as u32;
                    diags.push(Diag::error(file, number, base + column, message, ""));
                }
            },
            "then" => rule.then = value.split_whitespace().map(Into::into).collect(),
            "yes" => rule.yes.push(value.into()),
            "no" => rule.no.push(value.into()),
            "why" => {}
            other => diags.push(Diag::error(
                file,
                number,
                1,
                format!("expected rule, when, then, why, yes or no, found `{other}`"),
                "",
            )),
        }
    }
    for rule in &out {
        if rule.then.is_empty() {
            diags.push(Diag::error(file, rule.origin.line, 0, format!("rule `{}` has no `then`", rule.id), ""));
        }
    }
    out
}

/// Recursive descent over one pattern.
struct Reader {
    chars: Vec<char>,
    at: usize,
}

type Fault = (u32, String);

impl Reader {
    fn new(text: &str) -> Self {
        Self { chars: text.chars().collect(), at: 0 }
    }

    fn blanks(&mut self) {
        while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
    }

    fn fault<T>(&self, message: String) -> Result<T, Fault> {
        Err((self.at as u32 + 1, message))
    }

    fn pattern(&mut self) -> Result<Pattern, Fault> {
        let out = self.either()?;
        self.blanks();
        match self.chars.get(self.at) {
            None => Ok(out),
            Some(c) => self.fault(format!("expected the end of the pattern, found `{c}`")),
        }
    }

    fn either(&mut self) -> Result<Pattern, Fault> {
        let mut all = vec![self.sequence()?];
        while self.chars.get(self.at) == Some(&'|') {
            self.at += 1;
            all.push(self.sequence()?);
        }
        Ok(if all.len() == 1 { all.remove(0) } else { Pattern::Either(all) })
    }

    fn sequence(&mut self) -> Result<Pattern, Fault> {
        let mut all = Vec::new();
        loop {
            self.blanks();
            match self.chars.get(self.at) {
                None | Some('|' | ')') => break,
                Some(_) => all.push(self.atom()?),
            }
        }
        if all.is_empty() { self.fault("expected an atom, found none".into()) } else { Ok(Pattern::Sequence(all)) }
    }

    fn name(&mut self) -> String {
        let start = self.at;
        while self.chars.get(self.at).is_some_and(|c| c.is_alphanumeric() || "_*-".contains(*c)) {
            self.at += 1;
        }
        self.chars[start..self.at].iter().collect()
    }

    fn atom(&mut self) -> Result<Pattern, Fault> {
        let mut out = match self.chars[self.at] {
            '@' => {
                self.at += 1;
                let class = self.name();
                let mut value = None;
                if self.chars.get(self.at) == Some(&'=') {
                    self.at += 1;
                    value = Some(self.name().into());
                }
                Pattern::Class(class.into(), value)
            }
            '(' => {
                self.at += 1;
                let inner = self.either()?;
                if self.chars.get(self.at) != Some(&')') {
                    return self.fault("expected `)`".into());
                }
                self.at += 1;
                inner
            }
            '<' => self.angle()?,
            c if c.is_alphabetic() => {
                let name = self.name();
                if self.chars.get(self.at) != Some(&':') {
                    return self.fault(format!("expected `:` after the capture name `{name}`; words are matched by @class"));
                }
                self.at += 1;
                Pattern::Capture(name.into(), Box::new(self.atom()?))
            }
            c => return self.fault(format!("expected @class, <kind>, `(` or a capture, found `{c}`")),
        };
        if self.chars.get(self.at) == Some(&'?') {
            self.at += 1;
            out = Pattern::Optional(Box::new(out));
        }
        Ok(out)
    }

    fn angle(&mut self) -> Result<Pattern, Fault> {
        let start = self.at + 1;
        let Some(len) = self.chars[start..].iter().position(|c| *c == '>') else {
            return self.fault("expected `>`".into());
        };
        let inner: String = self.chars[start..start + len].iter().collect();
        let out = match inner.as_str() {
            "num" => Pattern::Number,
            "year" => Pattern::Year,
            other => match other.strip_prefix("sign ").and_then(|s| s.chars().next()) {
                Some(c) => Pattern::Sign(c),
                None => return self.fault(format!("expected num, year or sign X, found `{other}`")),
            },
        };
        self.at = start + len + 1;
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_with_captures_and_options() {
        let pattern = Reader::new("day:@weekday (@rel_time=last | <sign (>)? <num>").pattern().unwrap();
        let Pattern::Sequence(all) = pattern else { panic!("a sequence") };
        assert_eq!(all.len(), 3);
        assert_eq!(all[0], Pattern::Capture("day".into(), Box::new(Pattern::Class("weekday".into(), None))));
        assert!(matches!(&all[1], Pattern::Optional(p) if matches!(&**p, Pattern::Either(e) if e.len() == 2)));
    }

    #[test]
    fn a_fault_names_its_column() {
        assert_eq!(Reader::new("@weekday %").pattern().unwrap_err().0, 10);
        assert!(Reader::new("الاثنين").pattern().unwrap_err().1.contains("@class"));
    }

    #[test]
    fn lines_out_of_order_are_reported_with_their_place() {
        let mut diags = Vec::new();
        parse("g.rules", 0, "when @weekday\nrule a.b\nthen x\nfoo bar\n", &mut diags);
        assert_eq!(diags.len(), 2);
        assert_eq!((diags[0].line, diags[1].line), (1, 4));
    }
}
