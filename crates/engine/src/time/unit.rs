//! Units of time as the tables write them: `day`, `days` (plural), `week*2` (dual or a fixed multiple).

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
    Decade,
    Century,
}

/// A unit with its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Measure {
    /// What is counted.
    pub unit: Unit,
    /// How many the word itself says.
    pub times: i64,
    /// A plural, which says no number.
    pub plural: bool,
    /// The word itself says how many: a dual, or a multiple.
    pub fixed: bool,
}

impl Measure {
    /// Reads a value of the classes `unit` and `the_unit`.
    pub fn read(value: &str) -> Option<Self> {
        let (name, times) = match value.split_once('*') {
            Some((name, times)) => (name, Some(times.parse().ok()?)),
            None => (value, None),
        };
        let (unit, plural) = match name {
            "second" => (Unit::Second, false),
            "minute" => (Unit::Minute, false),
            "hour" => (Unit::Hour, false),
            "day" => (Unit::Day, false),
            "week" => (Unit::Week, false),
            "month" => (Unit::Month, false),
            "year" => (Unit::Year, false),
            "decade" => (Unit::Decade, false),
            "century" => (Unit::Century, false),
            "seconds" => (Unit::Second, true),
            "minutes" => (Unit::Minute, true),
            "hours" => (Unit::Hour, true),
            "days" => (Unit::Day, true),
            "weeks" => (Unit::Week, true),
            "months" => (Unit::Month, true),
            "years" => (Unit::Year, true),
            "decades" => (Unit::Decade, true),
            "centuries" => (Unit::Century, true),
            _ => return None,
        };
        // Tables write a century as a hundred years.
        Some(Self { unit, times: times.unwrap_or(1), plural, fixed: times.is_some() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dual_and_a_plural() {
        assert_eq!(Measure::read("week*2"), Some(Measure { unit: Unit::Week, times: 2, plural: false, fixed: true }));
        assert_eq!(Measure::read("days"), Some(Measure { unit: Unit::Day, times: 1, plural: true, fixed: false }));
        assert_eq!(Measure::read("daylight"), None);
    }
}
