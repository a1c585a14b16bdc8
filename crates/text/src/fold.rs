//! Folding: a copy of the text for look-up, made in one pass, with a map back to the raw bytes.

use crate::token::{Class, class};
use marsad_model::Span;
use std::collections::{BTreeMap, BTreeSet};

/// What each character becomes in the copy. Characters that have no entry stay as they are (ASCII capitals become small).
///
/// The table comes from a language pack: folding conflicts between languages that share a script.
#[derive(Clone, Debug)]
pub struct Fold {
    /// Sorted by character.
    table: Vec<(char, Box<str>)>,
    /// For each of the first code points its place in the table plus one, or 0: most letters are found without a search.
    near: Vec<u16>,
    /// For each of the first code points the one character of the same length that it becomes, and what that means for the
    /// word it stands in; `None` if it becomes something else, or may be put into a word to dodge a filter.
    plain: Vec<Option<(char, Option<bool>)>>,
    /// Characters inside a word that writers insert to dodge filters when they stand beside a joiner.
    joiners: Vec<char>,
}

/// Code points that are looked up without a search: those that take one or two bytes. Fewer than a `u16` can count.
const NEAR: usize = 0x800;

impl Default for Fold {
    fn default() -> Self {
        Self::new([], Vec::new())
    }
}

impl Fold {
    /// Builds the table. Chains are resolved here (`a→b`, `b→c` gives `a→c`), so that folding twice changes nothing; for
    /// the same reason an entry whose chain leads back to itself (`a→ab`) is left out.
    ///
    /// `joiners` are removed characters that only ever stand inside a word (tatweel): a full stop or
    /// asterisk right beside one, between two letters, is taken for an inserted character and removed with it.
    /// A joiner that the table does not remove is none.
    #[must_use]
    pub fn new(pairs: impl IntoIterator<Item = (char, String)>, joiners: Vec<char>) -> Self {
        let mut direct: BTreeMap<char, String> = ('A'..='Z').map(|c| (c, c.to_ascii_lowercase().to_string())).collect();
        direct.extend(pairs);
        let circular: Vec<char> = direct.keys().copied().filter(|c| leads_back(&direct, *c)).collect();
        direct.retain(|c, _| !circular.contains(c));
        let table: Vec<(char, Box<str>)> = direct.keys().map(|c| (*c, resolve(&direct, *c).into_boxed_str())).collect();
        let mut near = vec![0; NEAR];
        for (i, (from, _)) in table.iter().enumerate() {
            if let (Some(slot), Ok(place)) = (near.get_mut(*from as usize), u16::try_from(i + 1)) {
                *slot = place;
            }
        }
        let mut out = Self { table, near, plain: Vec::new(), joiners };
        let removed: Vec<char> = out.joiners.iter().copied().filter(|j| out.look_up(*j) == Some("")).collect();
        out.joiners = removed;
        out.plain = (0..NEAR as u32).map(|c| char::from_u32(c).and_then(|c| out.plain(c))).collect();
        out
    }

    /// What the table `plain` holds of a character.
    fn plain(&self, c: char) -> Option<(char, Option<bool>)> {
        let mut buffer = [0u8; 4];
        let to = self.become_of(c, &mut buffer);
        let mut chars = to.chars();
        let kept = chars.next().filter(|k| chars.next().is_none() && k.len_utf8() == c.len_utf8() && !is_dodge(to))?;
        Some((kept, in_word(kept)))
    }

    /// Whether folding removes a character that stands alone.
    #[must_use]
    pub fn removes(&self, c: char) -> bool {
        self.look_up(c) == Some("")
    }

    #[inline]
    fn look_up(&self, c: char) -> Option<&str> {
        if let Some(place) = self.near.get(c as usize) {
            return place.checked_sub(1).map(|i| &*self.table[usize::from(i)].1);
        }
        self.table.binary_search_by_key(&c, |(from, _)| *from).ok().map(|i| &*self.table[i].1)
    }

    fn become_of<'s>(&'s self, c: char, buffer: &'s mut [u8; 4]) -> &'s str {
        self.look_up(c).unwrap_or_else(|| c.encode_utf8(buffer))
    }

    /// Folds `raw` in one pass. Linear in its length.
    #[must_use]
    pub fn fold(&self, raw: &str) -> Folded {
        let mut out = Folded { text: String::with_capacity(raw.len()), runs: Vec::new(), raw_len: raw.len() };
        // Whether the last character kept belongs to a word.
        let mut word = false;
        // The gap that was looked at last: where it ends, and whether all of it goes.
        let (mut gap_end, mut gap_goes) = (0, false);
        for (at, c) in raw.char_indices() {
            if let Some(Some((kept, inside))) = self.plain.get(c as usize) {
                word = inside.unwrap_or(word);
                out.push_same(*kept, at);
                continue;
            }
            let mut buffer = [0u8; 4];
            let to = self.become_of(c, &mut buffer);
            if at >= gap_end && !self.joiners.is_empty() && (to.is_empty() || is_dodge(to)) {
                let (len, dodged) = self.gap(&raw[at..]);
                (gap_end, gap_goes) = (at + len, dodged && word);
            }
            if at < gap_end && gap_goes {
                continue;
            }
            word = to.chars().fold(word, |word, kept| in_word(kept).unwrap_or(word));
            out.push(to, at, c.len_utf8());
        }
        out
    }

    /// Length of the run of removed characters and dodging signs that `rest` begins with, and whether the signs were
    /// put into a word to dodge a filter: a letter follows, and every sign stands beside a joiner (up to three between
    /// two joiners).
    fn gap(&self, rest: &str) -> (usize, bool) {
        let mut dodged = false;
        let mut valid = true;
        // Whether a joiner stands before the signs counted in `signs`, and right before here.
        let (mut before, mut signs, mut here) = (false, 0u32, false);
        for (at, c) in rest.char_indices() {
            let mut buffer = [0u8; 4];
            let to = self.become_of(c, &mut buffer);
            if to.is_empty() {
                if self.joiners.contains(&c) {
                    valid &= signs <= 1 || (before && signs <= 3);
                    (signs, here) = (0, true);
                }
            } else if is_dodge(to) {
                if signs == 0 {
                    before = here;
                }
                signs += 1;
                here = false;
                dodged = true;
            } else {
                valid &= signs == 0 || (before && signs == 1);
                let letter = to.chars().next().is_some_and(|n| class(n) == Class::Letter);
                return (at, dodged && valid && letter);
            }
        }
        (rest.len(), false)
    }
}

/// Whether a word stands behind a character: `None` if that is as before it.
fn in_word(kept: char) -> Option<bool> {
    match class(kept) {
        Class::Letter => Some(true),
        Class::Mark => None,
        _ => Some(false),
    }
}

/// Signs that writers put into words to dodge filters.
fn is_dodge(to: &str) -> bool {
    let mut chars = to.chars();
    matches!(chars.next(), Some('.' | ',' | '\u{060C}' | '*' | '_' | '-' | '/' | '~' | '·' | '•')) && chars.next().is_none()
}

/// Whether the entry of `start`, followed from entry to entry, comes back to `start`.
fn leads_back(direct: &BTreeMap<char, String>, start: char) -> bool {
    let mut seen = BTreeSet::new();
    let mut todo = vec![start];
    while let Some(c) = todo.pop() {
        for next in direct.get(&c).into_iter().flat_map(|to| to.chars()) {
            if next == start {
                return true;
            }
            if direct.contains_key(&next) && seen.insert(next) {
                todo.push(next);
            }
        }
    }
    false
}

/// What `c` becomes in the end. The table holds no circle.
fn resolve(direct: &BTreeMap<char, String>, c: char) -> String {
    match direct.get(&c) {
        Some(to) => to.chars().map(|next| resolve(direct, next)).collect(),
        None => c.to_string(),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Character for character, each of the same length.
    Same,
    /// One character that became several, or one of another length: an offset inside snaps outward.
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
    /// Adds a character that became one of the same length.
    #[inline]
    fn push_same(&mut self, to: char, raw_at: usize) {
        let folded = self.text.len() as u32;
        let raw = raw_at as u32;
        if !self.runs.last().is_some_and(|run| run.kind == Kind::Same && raw.wrapping_sub(run.raw) == folded - run.folded) {
            self.runs.push(Run { folded, raw, kind: Kind::Same });
        }
        self.text.push(to);
    }

    fn push(&mut self, to: &str, raw_at: usize, raw_len: usize) {
        if to.is_empty() {
            return;
        }
        let folded = self.text.len() as u32;
        let raw = raw_at as u32;
        let single = to.chars().nth(1).is_none();
        let kind = if single && to.len() == raw_len { Kind::Same } else { Kind::Block };
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
