//! Time expressions: which days the words mean, resolved against publication.

use crate::text::Text;
use jiff::civil::Date;

/// A phrase that says when.
#[derive(Clone, Debug)]
pub struct TimePhrase {
    /// First unit.
    pub start: u32,
    /// One past the last unit.
    pub end: u32,
    /// First day, if the words name one.
    pub first: Option<Date>,
    /// Last day, inclusive.
    pub last: Option<Date>,
    /// The grammar rule that read it.
    pub rule: Box<str>,
}

/// Finds all time expressions, in order.
#[must_use]
pub fn times(_text: &Text<'_>, _published: Option<Date>) -> Vec<TimePhrase> {
    Vec::new()
}
