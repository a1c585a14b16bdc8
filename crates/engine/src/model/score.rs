//! Adds up the weights of features: many keys are looked up together, and sums of groups are remembered.

use super::{LABELS, Linear, Piece, Rows, Sink};
use marsad_pack::model::{print, row};
use std::cell::RefCell;

/// Sums that groups of features have been found to have: a table in which a new entry takes the place of an old one of
/// the same slot. What it holds depends on the model and the key alone, never on what was scored before.
#[derive(Default)]
pub(super) struct Memo {
    /// Rows of a key (two halves) and a sum for each label; empty until the first group is asked for.
    rows: RefCell<Vec<u32>>,
}

/// Rows of a [`Memo`], as a power of two: as much as stays in the cache of a processor.
const MEMO_ROWS: usize = 1 << 14;

impl Memo {
    /// Adds the sums of a group; `false` if they are not known.
    #[inline]
    fn add(&self, key: u64, sums: &mut [i32]) -> bool {
        let rows = self.rows.borrow();
        let width = sums.len() + 2;
        let at = (key as usize & (MEMO_ROWS - 1)) * width;
        let Some(row) = rows.get(at..at + width) else { return false };
        if row[0] != key as u32 || row[1] != (key >> 32) as u32 {
            return false;
        }
        for (sum, more) in sums.iter_mut().zip(&row[2..]) {
            *sum += *more as i32;
        }
        true
    }

    fn put(&self, key: u64, sums: &[i32]) {
        let mut rows = self.rows.borrow_mut();
        let width = sums.len() + 2;
        if rows.is_empty() {
            *rows = vec![0; MEMO_ROWS * width];
        }
        let at = (key as usize & (MEMO_ROWS - 1)) * width;
        rows[at] = key as u32;
        rows[at + 1] = (key >> 32) as u32;
        for (slot, sum) in rows[at + 2..at + width].iter_mut().zip(sums) {
            *slot = *sum as u32;
        }
    }
}

/// Keys that are gathered before they are looked up together: the processor then waits for many of them at a time.
const KEYS: usize = 128;

/// Groups of features among them whose sums are to be remembered, at most, and keys that one such group may have.
const GROUPS: usize = 16;
const GROUP_KEYS: usize = 32;

/// Keys that wait to be looked up.
pub(super) struct Waiting {
    keys: [u64; KEYS],
    count: usize,
    /// Groups whose sums are not known yet: key, and range of the keys of their features.
    groups: [(u64, usize, usize); GROUPS],
    group_count: usize,
    /// Whether features of a group are being given, and how often keys were looked up so far.
    inside: bool,
    flushes: usize,
    /// The row where each key may stand, what stands there, and what that says of the key.
    places: [u32; KEYS],
    held: [(u32, [i16; 2]); KEYS],
    found: [[i32; 2]; KEYS],
}

impl Default for Waiting {
    fn default() -> Self {
        Self {
            keys: [0; KEYS],
            count: 0,
            groups: [(0, 0, 0); GROUPS],
            group_count: 0,
            inside: false,
            flushes: 0,
            places: [0; KEYS],
            held: [(0, [0; 2]); KEYS],
            found: [[0; 2]; KEYS],
        }
    }
}

/// Adds up weights.
pub struct Scorer<'m> {
    pub(super) model: &'m Linear,
    /// One for each label that is scored.
    pub(super) sums: &'m mut [i32],
    pub(super) waiting: Box<Waiting>,
}

impl Sink for Scorer<'_> {
    const NAMES: bool = false;

    #[inline]
    fn key(&mut self, key: u64) {
        self.waiting.keys[self.waiting.count % KEYS] = key;
        self.waiting.count += 1;
        if self.waiting.count == KEYS {
            self.flush();
        }
    }

    fn name(&mut self, parts: &[&str]) {
        let key = parts.iter().fold(marsad_pack::feature::SEED, |k, p| marsad_pack::feature::join(k, Piece::hash(*p)));
        self.key(key);
    }

    #[inline]
    fn group(&mut self, key: u64, features: impl FnOnce(&mut Self)) {
        // A group within a group is a part of it.
        if self.waiting.inside {
            return features(self);
        }
        if self.model.memo.add(key, self.sums) {
            return;
        }
        if self.waiting.count + GROUP_KEYS > KEYS || self.waiting.group_count == GROUPS {
            self.flush();
        }
        let (first, flushes) = (self.waiting.count, self.waiting.flushes);
        self.waiting.inside = true;
        features(self);
        let waiting = &mut *self.waiting;
        waiting.inside = false;
        // One that did not find room for all its keys is not remembered.
        if waiting.flushes == flushes {
            waiting.groups[waiting.group_count] = (key, first, waiting.count);
            waiting.group_count += 1;
        }
    }
}

impl Scorer<'_> {
    /// Looks up the keys that wait, adds their weights, and remembers the sums of groups.
    #[inline(never)]
    pub(super) fn flush(&mut self) {
        let waiting = &mut *self.waiting;
        let keys = &waiting.keys[..waiting.count];
        let groups = &waiting.groups[..waiting.group_count];
        let (seeds, memo) = (&self.model.seeds, &self.model.memo);
        match &self.model.rows {
            Rows::Narrow(rows) => {
                // In three steps, the second as short as can be: what costs is to wait for rows, and the fewer instructions
                // there are for each, the more of them the processor waits for at a time.
                let (places, held, found) = (&mut waiting.places, &mut waiting.held, &mut waiting.found);
                for (place, key) in places.iter_mut().zip(keys) {
                    *place = row(seeds, rows.len(), *key) as u32;
                }
                for (held, place) in held.iter_mut().zip(&places[..keys.len()]) {
                    *held = rows[*place as usize];
                }
                for ((found, (held, weights)), key) in found.iter_mut().zip(&*held).zip(keys) {
                    // No branch: whether a feature has a weight cannot be foreseen.
                    let known = -i32::from(*held == print(*key));
                    *found = weights.map(|w| i32::from(w) & known);
                }
                let add = |sums: &mut [i32], found: &[[i32; 2]]| {
                    let total = found.iter().fold([0; 2], |[a, b], [x, y]| [a + x, b + y]);
                    sums.iter_mut().zip(total).for_each(|(sum, more)| *sum += more);
                };
                add(self.sums, &found[..keys.len()]);
                for (key, first, last) in groups {
                    let mut sums = [0; 2];
                    add(&mut sums, &found[*first..*last]);
                    memo.put(*key, &sums[..self.sums.len()]);
                }
            }
            Rows::Wide(prints, weights) => {
                let n = self.model.labels.len();
                let add = |sums: &mut [i32], keys: &[u64]| {
                    for key in keys {
                        let at = row(seeds, prints.len(), *key);
                        if prints[at] == print(*key) {
                            for (sum, weight) in sums.iter_mut().zip(&weights[at * n..at * n + n]) {
                                *sum += i32::from(*weight);
                            }
                        }
                    }
                };
                add(self.sums, keys);
                for (key, first, last) in groups {
                    let mut sums = [0; LABELS];
                    let sums = &mut sums[..self.sums.len()];
                    add(sums, &keys[*first..*last]);
                    memo.put(*key, sums);
                }
            }
        }
        waiting.count = 0;
        waiting.group_count = 0;
        waiting.flushes += 1;
    }
}
