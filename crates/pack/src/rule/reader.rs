//! Reads one pattern.

use super::Pattern;
use std::collections::BTreeMap;

/// Recursive descent over one pattern.
pub(super) struct Reader<'p> {
    chars: Vec<char>,
    at: usize,
    parts: &'p BTreeMap<String, Pattern>,
}

/// Column and message.
pub(super) type Fault = (u32, String);

impl<'p> Reader<'p> {
    /// Reads `text`; `parts` are the patterns that have a name.
    pub fn new(text: &str, parts: &'p BTreeMap<String, Pattern>) -> Self {
        Self { chars: text.chars().collect(), at: 0, parts }
    }

    fn blanks(&mut self) {
        while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
    }

    fn fault<T>(&self, message: String) -> Result<T, Fault> {
        Err((self.at as u32 + 1, message))
    }

    /// The whole text as one pattern.
    pub fn pattern(&mut self) -> Result<Pattern, Fault> {
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
        let mut out = self.operand()?;
        if self.chars.get(self.at) == Some(&'?') {
            self.at += 1;
            out = Pattern::Optional(Box::new(out));
        }
        Ok(out)
    }

    /// An atom without its question mark.
    fn operand(&mut self) -> Result<Pattern, Fault> {
        let Some(c) = self.chars.get(self.at) else { return self.fault("expected an atom, found the end".into()) };
        Ok(match *c {
            '@' => {
                self.at += 1;
                let class = self.name();
                let mut value = None;
                if self.chars.get(self.at) == Some(&'=') {
                    self.at += 1;
                    value = Some(self.name().into());
                }
                Pattern::Class { name: class.into(), value, class: 0 }
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
            '&' => {
                self.at += 1;
                Pattern::Joined(Box::new(self.operand()?))
            }
            '!' => {
                self.at += 1;
                Pattern::Not(Box::new(self.operand()?))
            }
            '~' => {
                self.at += 1;
                Pattern::Governed(Box::new(self.operand()?))
            }
            c if c.is_alphabetic() => {
                let name = self.name();
                if self.chars.get(self.at) != Some(&':') {
                    return self.fault(format!("expected `:` after the capture name `{name}`; words are matched by @class"));
                }
                self.at += 1;
                Pattern::Capture(name.into(), Box::new(self.operand()?))
            }
            c => return self.fault(format!("expected @class, <kind>, `(`, `&`, `~`, `!` or a capture, found `{c}`")),
        })
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
            "dotted" => Pattern::Dotted,
            "time" => Pattern::Found,
            "gap" => Pattern::Gap,
            other => match (other.strip_prefix("sign ").and_then(|s| s.chars().next()), self.parts.get(other)) {
                (Some(c), _) => Pattern::Sign(c),
                (_, Some(part)) => part.clone(),
                _ => return self.fault(format!("expected num, year, dotted, time, gap, sign X or a part defined above, found `{other}`")),
            },
        };
        self.at = start + len + 1;
        Ok(out)
    }
}
