//! Ordered rewriting rules over signs.

use crate::alphabet::{Alphabet, EDGE};

/// A set of signs: one bit for each ASCII code.
type Set = u128;

fn bit(sign: u8) -> Set {
    1 << (sign & 127)
}

#[derive(Debug, Clone)]
enum Elem {
    One(Set),
    /// The sign that an earlier element (from 0) matched.
    Same(usize),
}

#[derive(Debug, Clone)]
enum Out {
    Sign(u8),
    Copy(usize),
}

/// One rule: what stands between `left` and `right` and fits `from` becomes `to`.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    from: Vec<Elem>,
    to: Vec<Out>,
    left: Vec<Elem>,
    right: Vec<Elem>,
    /// Keep the unchanged word too: the rule states another spelling.
    also: bool,
    /// A word must have a sign of each of these to be touched. Most words have
    /// no weak letter, so this spares most of the work.
    needs: Vec<Set>,
}

/// The text of a rule as it stands in its row.
pub(crate) struct RuleText<'a> {
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
    pub(crate) left: &'a str,
    pub(crate) right: &'a str,
    pub(crate) also: bool,
}

/// Named classes of signs, in order of definition.
pub(crate) type Classes = Vec<(String, u128)>;

/// Reads a list of signs as a set.
pub(crate) fn read_set(text: &str, alphabet: &Alphabet) -> Result<u128, String> {
    let mut set = 0;
    for &sign in text.as_bytes() {
        if !alphabet.knows(sign) {
            return Err(format!("`{}` is no sign; add a row of kind `sign`", char::from(sign)));
        }
        set |= bit(sign);
    }
    Ok(set)
}

fn read_elems(text: &str, alphabet: &Alphabet, classes: &Classes) -> Result<Vec<Elem>, String> {
    let mut elems = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (elem, used) = match first {
            '[' => {
                let end = rest.find(']').ok_or_else(|| format!("`[` without `]` in `{text}`"))?;
                (Elem::One(read_bracket(&rest[1..end], alphabet, classes)?), end + 1)
            }
            '{' => {
                let end = rest.find('}').ok_or_else(|| format!("`{{` without `}}` in `{text}`"))?;
                (Elem::One(class(&rest[1..end], classes)?), end + 1)
            }
            '\\' => {
                let (number, used) = reference(rest)?;
                if number >= elems.len() {
                    return Err(format!("`{text}`: nothing stands before `\\{}`", number + 1));
                }
                (Elem::Same(number), used)
            }
            sign if sign.is_ascii() => (Elem::One(read_set(&rest[..1], alphabet)?), 1),
            other => {
                return Err(format!("`{other}`: rules are written in signs, not in letters"));
            }
        };
        elems.push(elem);
        rest = &rest[used..];
    }
    Ok(elems)
}

fn read_bracket(text: &str, alphabet: &Alphabet, classes: &Classes) -> Result<Set, String> {
    let (negated, mut rest) = match text.strip_prefix('^') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let mut set = 0;
    while !rest.is_empty() {
        let named = if rest.starts_with('{') { rest.find('}') } else { None };
        if let Some(end) = named {
            set |= class(&rest[1..end], classes)?;
            rest = &rest[end + 1..];
        } else {
            let end = rest.chars().next().map_or(0, char::len_utf8);
            set |= read_set(&rest[..end], alphabet)?;
            rest = &rest[end..];
        }
    }
    Ok(if negated { !set } else { set })
}

fn class(name: &str, classes: &Classes) -> Result<Set, String> {
    let found = classes.iter().find(|(known, _)| known == name);
    found.map(|&(_, set)| set).ok_or_else(|| format!("no class `{name}`; define it above"))
}

/// Reads `\n`: the number from 0, and the bytes used.
fn reference(text: &str) -> Result<(usize, usize), String> {
    match text.as_bytes().get(1) {
        Some(digit @ b'1'..=b'9') => Ok((usize::from(digit - b'1'), 2)),
        _ => Err("`\\` needs a digit from 1 to 9".into()),
    }
}

impl Rule {
    pub(crate) fn new(text: &RuleText<'_>, alphabet: &Alphabet, classes: &Classes) -> Result<Rule, String> {
        let from = read_elems(text.from, alphabet, classes)?;
        if from.is_empty() {
            return Err("a rule needs something in `from`".into());
        }
        let mut to = Vec::new();
        let mut rest = text.to;
        while let Some(&sign) = rest.as_bytes().first() {
            let used = if sign == b'\\' {
                let (number, used) = reference(rest)?;
                if number >= from.len() {
                    return Err(format!("`to` copies element {}, but `from` has {}", number + 1, from.len()));
                }
                to.push(Out::Copy(number));
                used
            } else {
                read_set(rest.get(..1).ok_or("rules are written in signs, not in letters")?, alphabet)?;
                to.push(Out::Sign(sign));
                1
            };
            rest = &rest[used..];
        }
        let left = read_elems(text.left, alphabet, classes)?;
        let right = read_elems(text.right, alphabet, classes)?;
        let sets = from.iter().chain(&left).chain(&right).filter_map(|elem| match *elem {
            Elem::One(set) => Some(set),
            Elem::Same(_) => None,
        });
        let mut needs: Vec<Set> = sets.collect();
        // The rarest first: small sets fail soonest.
        needs.sort_by_key(|set| set.count_ones());
        needs.dedup();
        Ok(Rule { from, to, left, right, also: text.also, needs })
    }

    fn possible(&self, present: Set) -> bool {
        self.needs.iter().all(|set| set & present != 0)
    }

    fn fits(&self, word: &[u8], at: usize) -> bool {
        let Some(start) = at.checked_sub(self.left.len()) else {
            return false;
        };
        matches(&self.from, &word[at..])
            && matches(&self.left, &word[start..])
            && word.get(at + self.from.len()..).is_some_and(|rest| matches(&self.right, rest))
    }

    /// Rewrites `word` in place from left to right; true if something changed.
    fn rewrite(&self, word: &mut Vec<u8>) -> bool {
        let mut changed = false;
        let mut at = 0;
        while at < word.len() {
            if self.fits(word, at) {
                let new: Vec<u8> = self
                    .to
                    .iter()
                    .map(|out| match *out {
                        Out::Sign(sign) => sign,
                        Out::Copy(n) => word[at + n],
                    })
                    .collect();
                let length = new.len();
                word.splice(at..at + self.from.len(), new);
                at += length.max(1);
                changed = true;
            } else {
                at += 1;
            }
        }
        changed
    }
}

fn matches(elems: &[Elem], word: &[u8]) -> bool {
    elems.len() <= word.len()
        && elems.iter().zip(word).all(|(elem, &sign)| match *elem {
            Elem::One(set) => set & bit(sign) != 0,
            Elem::Same(n) => word[n] == sign,
        })
}

fn signs(word: &[u8]) -> Set {
    word.iter().fold(0, |set, &sign| set | bit(sign))
}

/// Runs the rules over a word, which is given without its edges. More than
/// one word comes back where a rule states another spelling.
pub(crate) fn run(rules: &[Rule], word: &[u8]) -> Vec<Vec<u8>> {
    let mut first = Vec::with_capacity(word.len() + 8);
    first.push(EDGE);
    first.extend_from_slice(word);
    first.push(EDGE);
    let mut words = vec![(signs(&first), first)];
    for rule in rules {
        let mut more = Vec::new();
        for (present, word) in &mut words {
            if !rule.possible(*present) {
                continue;
            }
            if rule.also {
                let mut other = word.clone();
                if rule.rewrite(&mut other) {
                    more.push((signs(&other), other));
                }
            } else if rule.rewrite(word) {
                *present = signs(word);
            }
        }
        words.append(&mut more);
    }
    words.into_iter().map(|(_, word)| word).collect()
}
