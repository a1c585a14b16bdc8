//! What is known of the forms met so far, within bounds.

use super::WordInfo;
use marsad_pack::feature;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

/// Forms of a generation: when so many are young, the old ones are forgotten and the young ones grow old. Memory stays
/// bounded on streams of any length, and words that come again and again stay known.
const GENERATION: usize = 80_000;

/// Bytes of a form that is kept without a place of its own on the heap: most words are that short.
const SHORT: usize = 16;

/// Forms by their letters. What it forgets is analysed anew, with the same result.
#[derive(Default)]
pub(super) struct Cache {
    young: Forms,
    old: Forms,
}

#[derive(Default)]
struct Forms {
    /// Letters filled up with a byte that no text holds.
    short: HashMap<(u64, u64), Rc<WordInfo>, BuildHasherDefault<FormHasher>>,
    long: HashMap<Box<str>, Rc<WordInfo>, BuildHasherDefault<FormHasher>>,
}

impl Cache {
    /// What is known of a form, or what `analyse` finds out.
    #[inline]
    pub(super) fn get(&mut self, form: &str, analyse: impl FnOnce() -> WordInfo) -> Rc<WordInfo> {
        if form.len() <= SHORT {
            let key = packed(form.as_bytes());
            if let Some(found) = self.young.short.get(&key) {
                return Rc::clone(found);
            }
            let info = self.old.short.remove(&key).unwrap_or_else(|| Rc::new(analyse()));
            self.young.short.insert(key, Rc::clone(&info));
            self.grow_old();
            return info;
        }
        if let Some(found) = self.young.long.get(form) {
            return Rc::clone(found);
        }
        let info = self.old.long.remove(form).unwrap_or_else(|| Rc::new(analyse()));
        self.young.long.insert(form.into(), Rc::clone(&info));
        self.grow_old();
        info
    }

    fn grow_old(&mut self) {
        if self.young.short.len() + self.young.long.len() >= GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
    }
}

/// The letters of a short form as two numbers.
#[inline]
fn packed(form: &[u8]) -> (u64, u64) {
    let len = form.len();
    let part = |at: usize| u64::from_le_bytes([0, 1, 2, 3, 4, 5, 6, 7].map(|i| form.get(at + i).copied().unwrap_or(0xFF)));
    let eight = |at: usize| u64::from_le_bytes(form[at..at + 8].try_into().unwrap_or([0xFF; 8]));
    match len {
        0..8 => (part(0), u64::MAX),
        8 => (eight(0), u64::MAX),
        // The last eight bytes, moved to where they stand behind the first; what is left is filled up.
        _ => {
            let behind = 8 * (SHORT - len) as u32;
            let filled = u64::MAX.checked_shl(64 - behind).unwrap_or(0);
            (eight(0), eight(len - 8).checked_shr(behind).unwrap_or(0) | filled)
        }
    }
}

/// Hashes written forms as keys of features are: words of news are not hostile, and a bounded table is at stake.
#[derive(Default)]
struct FormHasher(u64);

impl Hasher for FormHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = feature::join(self.0, feature::part(bytes));
    }

    fn write_u64(&mut self, part: u64) {
        self.0 = feature::join(self.0, part);
    }

    fn finish(&self) -> u64 {
        // Tables look at the upper and the lower bits.
        feature::join(self.0, feature::SEED)
    }
}

#[cfg(test)]
mod tests {
    use super::packed;

    #[test]
    fn short_forms_are_packed_byte_by_byte() {
        for text in ["", "a", "abcdefg", "abcdefgh", "abcdefghi", "abcdefghijklmno", "abcdefghijklmnop"] {
            let mut bytes = [0xFF; 16];
            bytes[..text.len()].copy_from_slice(text.as_bytes());
            let half = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes"));
            assert_eq!(packed(text.as_bytes()), (half(0), half(8)), "{text}");
        }
    }
}
