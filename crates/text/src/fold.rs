//! Folding: a copy of the text for look-up, made in one pass, with a map back to the raw bytes.

use marsad_model::Span;
use std::collections::BTreeMap;

/// What each character becomes in the copy. Characters that have no entry stay as they are (ASCII capitals become small).
///
/// The table comes from a language pack: folding conflicts between languages that share a script.
#[derive(Clone, Debug, Default)]
pub struct Fold {
    /// Sorted by character.
    table: Vec<(char, Box<str>)>,
    /// Characters inside a word that writers insert to dodge filters when they stand beside a joiner.
    joiners: Vec<char>,
}

impl Fold {
    /// Builds the table. Chains are resolved here (`a→b`, `b→c` gives `a→c`), so that folding twice changes nothing.
    ///
    /// `joiners` are removed characters that only ever stand inside a word (tatweel): a full stop or
    /// asterisk right beside one, between two letters, is taken for an inserted character and removed with it.
    #[must_use]
    pub fn new(pairs: impl IntoIterator<Item = (char, String)>, joiners: Vec<char>) -> Self {
        let direct: BTreeMap<char, String> = pairs.into_iter().collect();
        let resolve = |text: &str| -> String {
            let mut now = text.to_owned();
            // Four rounds are more than any real table needs; a cycle must not hang.
            for _ in 0..4 {
                let next: String = now.chars().map(|c| direct.get(&c).cloned().unwrap_or_else(|| c.to_string())).collect();
                if next == now {
                    break;
                }
                now = next;
            }
            now
        };
        let table = direct.iter().map(|(c, to)| (*c, resolve(to).into_boxed_str())).collect();
        Self { table, joiners }
    }

    fn look_up(&self, c: char) -> Option<&str> {
        self.table.binary_search_by_key(&c, |(from, _)| *from).ok().map(|i| &*self.table[i].1)
    }

    /// Folds `raw` in one pass. Linear in its length.
    #[must_use]
    pub fn fold(&self, raw: &str) -> Folded {
        let mut out = Folded { text: String::with_capacity(raw.len()), runs: Vec::new(), raw_len: raw.len() };
        let mut inserted = Inserted::default();
        let mut buffer = [0u8; 4];
        for (at, c) in raw.char_indices() {
            if self.is_inserted(raw, at, c, &mut inserted) {
                continue;
            }
            if let Some(to) = self.look_up(c) {
                out.push(to, at, c.len_utf8());
            } else if c.is_ascii_uppercase() {
                out.push(c.to_ascii_lowercase().encode_utf8(&mut buffer), at, 1);
            } else {
                out.push(c.encode_utf8(&mut buffer), at, c.len_utf8());
            }
        }
        out
    }

    /// Whether `c` is a dot or star put inside a word beside a joiner.
    fn is_inserted(&self, raw: &str, at: usize, c: char, state: &mut Inserted) -> bool {
        if !matches!(c, '.' | '*' | '_' | '-' | '/') {
            state.after_joiner = self.joiners.contains(&c);
            state.after_letter = c.is_alphabetic() || state.after_joiner;
            return false;
        }
        let mut rest = raw[at + c.len_utf8()..].chars();
        let next = rest.next();
        let joined_after = next.is_some_and(|n| self.joiners.contains(&n));
        let letter_after = next.is_some_and(char::is_alphabetic) || (joined_after && rest.next().is_some_and(char::is_alphabetic));
        let inserted = state.after_letter && letter_after && (state.after_joiner || joined_after);
        if !inserted {
            *state = Inserted::default();
        }
        inserted
    }
}

#[derive(Default)]
struct Inserted {
    after_joiner: bool,
    after_letter: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Byte for byte.
    Same,
    /// One character that became text of another length: an offset inside snaps outward.
    Block,
}

#[derive(Clone, Copy, Debug)]
struct Run {
    folded: u32,
    raw: u32,
    kind: Kind,
}

/// A folded copy and the way back.
///
/// A run is stored only where the two texts stop being parallel: about 1.5 per kilobyte of news text.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    runs: Vec<Run>,
    raw_len: usize,
}

impl Folded {
    fn push(&mut self, to: &str, raw_at: usize, raw_len: usize) {
        if to.is_empty() {
            return;
        }
        let folded = self.text.len() as u32;
        let raw = raw_at as u32;
        let kind = if to.len() == raw_len { Kind::Same } else { Kind::Block };
        let parallel = self
            .runs
            .last()
            .is_some_and(|run| run.kind == Kind::Same && kind == Kind::Same && raw.wrapping_sub(run.raw) == folded - run.folded);
        if !parallel {
            self.runs.push(Run { folded, raw, kind });
        }
        self.text.push_str(to);
    }

    /// Maps a span of folded text to the raw bytes it came from.
    ///
    /// Characters dropped at the end of the span (vowel marks) are included, since they belong to the letter before them.
    /// Without this, a highlighted `قُتِلَ` would stop short of its last vowel. An offset inside one raw
    /// character that became several snaps outward to the whole character.
    #[must_use]
    pub fn to_raw(&self, span: Span) -> Span {
        let start = self.start(span.start);
        if span.is_empty() {
            return Span { start, end: start };
        }
        let end = self.end(span.end);
        Span { start, end: end.max(start) }
    }

    /// Maps a raw byte span to the folded bytes made from it (a removed character maps to the place where it stood).
    #[must_use]
    pub fn from_raw(&self, span: Span) -> Span {
        Span { start: self.folded_at(span.start), end: self.folded_at(span.end) }
    }

    fn folded_at(&self, raw: u32) -> u32 {
        let i = self.runs.partition_point(|run| run.raw <= raw);
        let limit = self.runs.get(i).map_or(self.text.len() as u32, |next| next.folded);
        match i.checked_sub(1).map(|i| self.runs[i]) {
            None => 0,
            Some(run) if run.kind == Kind::Same => (run.folded + (raw - run.raw)).min(limit),
            Some(run) => {
                if raw == run.raw {
                    run.folded
                } else {
                    limit
                }
            }
        }
    }

    fn start(&self, folded: u32) -> u32 {
        let i = self.runs.partition_point(|run| run.folded <= folded);
        match i.checked_sub(1).map(|i| self.runs[i]) {
            None => 0,
            Some(run) if run.kind == Kind::Same => (run.raw + (folded - run.folded)).min(self.raw_len as u32),
            Some(run) => run.raw,
        }
    }

    fn end(&self, folded: u32) -> u32 {
        if folded as usize >= self.text.len() {
            return self.raw_len as u32;
        }
        let i = self.runs.partition_point(|run| run.folded <= folded);
        match i.checked_sub(1).map(|i| self.runs[i]) {
            None => 0,
            Some(run) if run.kind == Kind::Same || run.folded == folded => run.raw + (folded - run.folded),
            Some(_) => self.runs.get(i).map_or(self.raw_len as u32, |next| next.raw),
        }
    }
}
