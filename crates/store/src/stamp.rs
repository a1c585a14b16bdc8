//! Who changes the store, when and why. The store reads no clock: the caller says what time it is.

use crate::error::{Error, Result};
use jiff::Timestamp;

/// The stamp on a revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When, in UTC.
    pub at: Timestamp,
    /// Who.
    pub author: String,
    /// Why.
    pub reason: String,
}

impl Stamp {
    /// A stamp.
    #[must_use]
    pub fn new(at: Timestamp, author: &str, reason: &str) -> Self {
        Self { at, author: author.to_owned(), reason: reason.to_owned() }
    }
}

/// A moment of the store's knowledge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AsOf {
    /// All that is known.
    #[default]
    Now,
    /// What was known after this revision.
    Revision(u64),
    /// What was known at this time: after the last revision that is not later.
    Time(Timestamp),
}

impl AsOf {
    /// Reads a revision number, a date-time, or a day (its end, UTC).
    ///
    /// # Errors
    /// If the words are none of these.
    pub fn parse(words: &str) -> Result<Self> {
        let words = words.trim();
        if let Ok(no) = words.trim_start_matches('r').parse() {
            return Ok(Self::Revision(no));
        }
        if let Ok(at) = words.parse() {
            return Ok(Self::Time(at));
        }
        if let Ok(day) = words.parse::<jiff::civil::Date>()
            && words.len() == 10
        {
            let end = day.at(23, 59, 59, 999_000_000).to_zoned(jiff::tz::TimeZone::UTC);
            return end.map(|z| Self::Time(z.timestamp())).map_err(|e| Error::Refused(e.to_string()));
        }
        if let Ok(local) = words.parse::<jiff::civil::DateTime>() {
            return local.to_zoned(jiff::tz::TimeZone::UTC).map(|z| Self::Time(z.timestamp())).map_err(|e| Error::Refused(e.to_string()));
        }
        Err(Error::Refused(format!(
            "expected a moment such as 2024-08-06T02:00Z, 2024-08-06 (its end) or r120 (a revision), found `{words}`"
        )))
    }
}

/// Milliseconds since 1970 as a time.
#[must_use]
pub(crate) fn time(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::AsOf;

    #[test]
    fn moments_are_read_as_people_write_them() {
        let at = |s: &str| AsOf::Time(s.parse().expect("a time"));
        let cases = [
            ("r12", AsOf::Revision(12)),
            ("12", AsOf::Revision(12)),
            ("2024-08-06T02:00:00Z", at("2024-08-06T02:00:00Z")),
            ("2024-08-06T02:00+03:00", at("2024-08-05T23:00:00Z")),
            ("2024-08-06T02:00", at("2024-08-06T02:00:00Z")),
            ("2024-08-06 02:00", at("2024-08-06T02:00:00Z")),
            ("2024-08-06", at("2024-08-06T23:59:59.999Z")),
        ];
        for (words, moment) in cases {
            assert_eq!(AsOf::parse(words).expect(words), moment, "{words}");
        }
        assert!(AsOf::parse("yesterday").is_err());
    }
}
