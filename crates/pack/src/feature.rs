//! Names of features and their keys in compiled models.
//!
//! A feature is a row of parts (`slot=`, `subj`, `kind=`, `person`), written `slot=subj|kind=person`: a bar between parts,
//! but none behind a part that ends in `=`. Its key is made of the hashes of its parts, so that scoring joins hashes and
//! writes no text; those of parts that never change are computed by the compiler.

/// Where every key begins.
pub const SEED: u64 = 0x9E37_79B9_7F4A_7C15;

/// An odd number whose multiples spread well over 64 bits.
const SPREAD: u64 = 0xBF58_476D_1CE4_E5B9;

/// The key of a feature that goes on with one more part. The order of the parts matters.
#[inline]
#[must_use]
pub const fn join(key: u64, part: u64) -> u64 {
    let mixed = (key ^ part).wrapping_mul(SPREAD);
    mixed ^ (mixed >> 29)
}

/// The hash of a part: eight bytes at a time, the last eight read again where they overlap. Names are few (under a
/// million) and not hostile, so a collision is no danger, and models check none.
#[inline]
#[must_use]
pub const fn part(bytes: &[u8]) -> u64 {
    let len = bytes.len();
    let seed = (len as u64).wrapping_mul(SEED);
    if len >= 8 {
        let mut key = seed;
        let mut at = 0;
        while at + 8 < len {
            key = join(key, eight(bytes, at));
            at += 8;
        }
        join(key, eight(bytes, len - 8))
    } else if len >= 4 {
        join(seed, four(bytes, 0) | four(bytes, len - 4) << 32)
    } else if len > 0 {
        join(seed, bytes[0] as u64 | (bytes[len / 2] as u64) << 8 | (bytes[len - 1] as u64) << 16)
    } else {
        seed
    }
}

#[inline]
const fn eight(b: &[u8], i: usize) -> u64 {
    u64::from_le_bytes([b[i], b[i + 1], b[i + 2], b[i + 3], b[i + 4], b[i + 5], b[i + 6], b[i + 7]])
}

#[inline]
const fn four(b: &[u8], i: usize) -> u64 {
    u32::from_le_bytes([b[i], b[i + 1], b[i + 2], b[i + 3]]) as u64
}

/// Writes the name of a feature; `None` if a part holds a sign that parts names (then it could not be read back).
#[must_use]
pub fn name(parts: &[&str]) -> Option<String> {
    let mut out = String::new();
    for (i, part) in parts.iter().enumerate() {
        if part.contains('|') || part.trim_end_matches('=').contains('=') || part.contains(['\t', '\n']) {
            return None;
        }
        if i > 0 && !parts[i - 1].ends_with('=') {
            out.push('|');
        }
        out.push_str(part);
    }
    Some(out)
}

/// The key of a written name.
#[must_use]
pub fn key(name: &str) -> u64 {
    let mut key = SEED;
    for segment in name.split('|') {
        match segment.split_once('=') {
            Some((label, value)) => {
                key = join(key, part(&segment.as_bytes()[..=label.len()]));
                key = join(key, part(value.as_bytes()));
            }
            None => key = join(key, part(segment.as_bytes())),
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_read_back_has_the_key_of_its_parts() {
        for parts in [
            &["bias"][..],
            &["slot=", "subj"],
            &["slot=", "", "kind=", ""],
            &["none", "", "x"],
            &["near=", "weapon", "L", "past"],
            &["in=", "own.subj", "lemma=", "a longer word of news"],
        ] {
            let by_parts = parts.iter().fold(SEED, |k, p| join(k, part(p.as_bytes())));
            assert_eq!(key(&name(parts).expect("no sign in it")), by_parts, "{parts:?}");
        }
    }

    #[test]
    fn parts_that_hold_a_sign_of_names_have_no_name() {
        assert_eq!(name(&["L=", "|"]), None);
        assert_eq!(name(&["L=", "a=b"]), None);
    }
}
