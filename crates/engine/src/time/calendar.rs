//! Arithmetic on days, weeks, months and years. Weeks run from Monday to Sunday.

use super::unit::Unit;
use jiff::Span;
use jiff::civil::{Date, Weekday};

/// First and last day.
pub(super) type Range = (Date, Date);

/// A valid day.
pub(super) fn day(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// A month.
pub(super) fn month(year: i64, month: i64) -> Option<Range> {
    let first = day(year, month, 1)?;
    Some((first, first.last_of_month()))
}

/// A year.
pub(super) fn year(year: i64) -> Option<Range> {
    Some((day(year, 1, 1)?, day(year, 12, 31)?))
}

/// The week of a day.
pub(super) fn week(of: Date) -> Option<Range> {
    let monday = shift(of, Unit::Day, -i64::from(of.weekday().to_monday_zero_offset()))?;
    Some((monday, shift(monday, Unit::Day, 6)?))
}

/// The unit that a day lies in.
pub(super) fn around(of: Date, unit: Unit) -> Option<Range> {
    let y = i64::from(of.year());
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Some((of, of)),
        Unit::Week => week(of),
        Unit::Month => month(y, i64::from(of.month())),
        Unit::Year => year(y),
        Unit::Decade => Some((day(y - y % 10, 1, 1)?, day(y - y % 10 + 9, 12, 31)?)),
        Unit::Century => Some((day(y - y % 100, 1, 1)?, day(y - y % 100 + 99, 12, 31)?)),
    }
}

/// The day so many units later.
pub(super) fn shift(of: Date, unit: Unit, by: i64) -> Option<Date> {
    let span = match unit {
        Unit::Second | Unit::Minute => return Some(of),
        // A part of a day counts as a day.
        Unit::Hour => Span::new().try_days(if by < 0 { -((-by + 23) / 24) } else { (by + 23) / 24 }),
        Unit::Day => Span::new().try_days(by),
        Unit::Week => Span::new().try_weeks(by),
        Unit::Month => Span::new().try_months(by),
        Unit::Year => Span::new().try_years(by),
        Unit::Decade => Span::new().try_years(by * 10),
        Unit::Century => Span::new().try_years(by * 100),
    };
    of.checked_add(span.ok()?).ok()
}

/// Days from one day to another.
pub(super) fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |s| i64::from(s.get_days()))
}

/// The weekday of a number from 1 (Monday) to 7.
pub(super) fn weekday(number: f64) -> Option<Weekday> {
    Weekday::from_monday_one_offset(number as i8).ok()
}

/// The nearest such weekday on or before a day.
pub(super) fn on_or_before(of: Date, weekday: Weekday) -> Option<Date> {
    shift(of, Unit::Day, -i64::from(of.weekday().since(weekday)))
}

/// The nearest such weekday on or after a day.
pub(super) fn on_or_after(of: Date, weekday: Weekday) -> Option<Date> {
    shift(of, Unit::Day, i64::from(of.weekday().until(weekday)))
}

/// The part of a range that a word such as "start" or "middle" names.
pub(super) fn phase(range: Range, unit: Unit, phase: &str) -> Option<Range> {
    let (first, last) = range;
    let y = i64::from(first.year());
    let months = |from: i64, to: i64| Some((day(y, from, 1)?, month(y, to)?.1));
    match (unit, phase) {
        (Unit::Week, "start") => Some((first, shift(first, Unit::Day, 1)?)),
        (Unit::Week, "middle") => Some((shift(first, Unit::Day, 2)?, shift(first, Unit::Day, 3)?)),
        (Unit::Week, "end" | "close" | "weekend") => Some((shift(last, Unit::Day, -1)?, last)),
        (Unit::Month, "start") => Some((first, shift(first, Unit::Day, 9)?)),
        (Unit::Month, "middle") => Some((shift(first, Unit::Day, 13)?, shift(first, Unit::Day, 15)?)),
        (Unit::Month, "end" | "close") => Some((shift(first, Unit::Day, 20)?, last)),
        (Unit::Month, "first_half") => Some((first, shift(first, Unit::Day, 14)?)),
        (Unit::Month, "second_half") => Some((shift(first, Unit::Day, 15)?, last)),
        (Unit::Year, "start") => months(1, 1),
        (Unit::Year, "close") => months(12, 12),
        (Unit::Year, "q1") => months(1, 3),
        (Unit::Year, "q2") => months(4, 6),
        (Unit::Year, "middle") => months(6, 7),
        (Unit::Year, "q3") => months(7, 9),
        (Unit::Year, "end" | "q4") => months(10, 12),
        (Unit::Year, "first_half") => months(1, 6),
        (Unit::Year, "second_half") => months(7, 12),
        (Unit::Decade, "start") => Some((first, day(y + 2, 12, 31)?)),
        (Unit::Decade, "middle") => Some((day(y + 4, 1, 1)?, day(y + 6, 12, 31)?)),
        (Unit::Decade, "end" | "close") => Some((day(y + 7, 1, 1)?, last)),
        _ => Some(range),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn weekdays_on_either_side() {
        let tuesday = date(2024, 8, 6);
        assert_eq!(on_or_before(tuesday, Weekday::Tuesday), Some(tuesday));
        assert_eq!(on_or_before(tuesday, Weekday::Wednesday), Some(date(2024, 7, 31)));
        assert_eq!(on_or_after(tuesday, Weekday::Wednesday), Some(date(2024, 8, 7)));
        assert_eq!(week(tuesday), Some((date(2024, 8, 5), date(2024, 8, 11))));
    }

    #[test]
    fn hours_count_as_days_begun() {
        assert_eq!(shift(date(2024, 3, 1), Unit::Hour, -24), Some(date(2024, 2, 29)));
        assert_eq!(shift(date(2024, 3, 1), Unit::Hour, -25), Some(date(2024, 2, 28)));
    }
}
