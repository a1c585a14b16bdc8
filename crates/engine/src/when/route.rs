//! The way from a time phrase to a trigger, as a word of a small alphabet: what verbs, sayings, events, complements and
//! signs stand between the two.

use super::Sight;
use crate::doc::Doc;
use crate::tag::Tag;
use marsad_pack::data::tag;

/// Letters kept at either end of a long way.
const END: usize = 3;

/// A short word of letters.
#[derive(Clone, Copy, Default)]
pub(super) struct Route {
    letters: [u8; 2 * END + 1],
    len: usize,
}

impl Route {
    /// What stands in a stretch of one sentence, in the order of the text.
    pub(super) fn of(doc: &Doc<'_>, sight: &Sight<'_>, from: u32, to: u32) -> Self {
        let mut all: Vec<u8> = Vec::new();
        for u in from..to.max(from) {
            if let Some(letter) = letter(doc, sight, u).filter(|l| all.last() != Some(l)) {
                all.push(letter);
            }
        }
        let mut out = Self::default();
        if all.len() > 2 * END {
            out.push(&all[..END]);
            out.push(b"~");
            out.push(&all[all.len() - END..]);
        } else {
            out.push(&all);
        }
        out
    }

    fn push(&mut self, letters: &[u8]) {
        self.letters[self.len..self.len + letters.len()].copy_from_slice(letters);
        self.len += letters.len();
    }

    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(&self.letters[..self.len]).unwrap_or("")
    }
}

/// What a unit is on the way, if it matters.
fn letter(doc: &Doc<'_>, sight: &Sight<'_>, unit: u32) -> Option<u8> {
    let u = unit as usize;
    let trigger = sight.triggers.binary_search_by_key(&unit, |t| t.start).is_ok();
    Some(match doc.text.units[u].tag {
        Tag::Verb if trigger => b'E',
        Tag::Verb if doc.text.tags(u) & tag::SAY != 0 => b'S',
        Tag::Verb => b'V',
        Tag::Comp => b'c',
        Tag::Relative => b'r',
        _ if trigger => b'T',
        _ if doc.text.is_quote_sign(u) => b'q',
        _ if doc.text.is_clause_sign(u) => b',',
        _ if doc.times.binary_search_by_key(&unit, |t| t.start).is_ok() => b't',
        _ if doc.text.tags(u) & tag::EVENT != 0 => b'n',
        _ => return None,
    })
}
