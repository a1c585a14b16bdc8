//! Numbers and names of the tables.

use crate::error::{Error, Result};

/// `until` of a row that holds today.
pub(crate) const OPEN: i64 = i64::MAX;

/// Sixteen hexadecimal digits as the number of the tables.
pub(crate) fn number(hash: &str) -> Result<i64> {
    u64::from_str_radix(hash, 16)
        .map(|n| n as i64)
        .map_err(|_| Error::Refused(format!("expected a claim's hash of sixteen hexadecimal digits, found `{hash}`")))
}

/// The number of the tables as sixteen hexadecimal digits.
pub(crate) fn hex(number: i64) -> String {
    format!("{:016x}", number as u64)
}

/// A blocking key as the number of the tables. Keys that meet by accident cost one comparison more, and no more. Keys
/// that end in a day stand together by day: news of one day is written to the same pages of the file.
pub(crate) fn key(words: &str) -> i64 {
    let hash = blake3::hash(words.as_bytes());
    let hash = i64::from_le_bytes(hash.as_bytes()[..8].try_into().unwrap_or_default());
    match words.rsplit('/').next().and_then(|day| day.parse::<i32>().ok()) {
        Some(day) => (i64::from(day) & 0xf_ffff) << 40 | (hash & 0xff_ffff_ffff),
        None => hash | i64::MIN,
    }
}

#[cfg(test)]
mod tests {
    use super::{hex, number};

    #[test]
    fn hashes_keep_their_digits() {
        for digits in ["0000000000000000", "ffffffffffffffff", "8000000000000001", "00ab54a98ceb1f0a"] {
            assert_eq!(hex(number(digits).expect("digits")), digits);
        }
    }
}
