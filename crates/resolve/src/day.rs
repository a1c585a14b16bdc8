//! Days as numbers, and hours between times of publication.

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, Zoned};

/// Days since 1970 of an ISO 8601 date or date-time; none if it is no date.
#[must_use]
pub(crate) fn number(text: &str) -> Option<i32> {
    let date: Date = text.get(..10)?.parse().ok()?;
    let epoch = Date::constant(1970, 1, 1);
    i32::try_from(date.duration_since(epoch).as_hours() / 24).ok()
}

/// The ISO 8601 date of a day number.
#[must_use]
pub(crate) fn text(day: i32) -> String {
    let date = Date::constant(1970, 1, 1).checked_add(jiff::Span::new().days(day));
    date.map_or_else(|_| String::new(), |d| d.to_string())
}

/// Seconds since 1970 where a time of day is known. Times without a zone are taken as they stand.
fn seconds(text: &str) -> Option<i64> {
    if let Ok(t) = text.parse::<Timestamp>() {
        return Some(t.as_second());
    }
    if let Ok(t) = text.parse::<Zoned>() {
        return Some(t.timestamp().as_second());
    }
    // A day alone is no time.
    let time: DateTime = (text.len() > 10).then(|| text.parse().ok())??;
    time.in_tz("UTC").ok().map(|z| z.timestamp().as_second())
}

/// Seconds since 1970 by which publications are put in order: a day counts from its first moment, what is not known comes
/// last.
#[must_use]
pub(crate) fn order(text: Option<&str>) -> i64 {
    text.and_then(|t| seconds(t).or_else(|| Some(i64::from(number(t)?) * 86_400))).unwrap_or(i64::MAX)
}

/// Hours from `first` to `then`, to two decimals; from days alone, whole days in hours. None if one is unknown.
#[must_use]
pub(crate) fn hours(first: Option<&str>, then: Option<&str>) -> Option<f64> {
    let (first, then) = (first?, then?);
    match (seconds(first), seconds(then)) {
        (Some(a), Some(b)) => Some(((b - a) as f64 / 36.0).round() / 100.0),
        _ => Some(f64::from(number(then)? - number(first)?) * 24.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_go_both_ways() {
        for day in ["1970-01-01", "2024-02-29", "1999-12-31"] {
            assert_eq!(text(number(day).expect(day)), day);
        }
        assert_eq!(number("2024-08-05T10:00:00Z"), number("2024-08-05"));
        assert_eq!(number("yesterday"), None);
    }

    #[test]
    fn publications_of_other_zones_stand_in_the_order_of_time() {
        let told = ["2024-08-05", "2024-08-05T04:00:00+03:00", "2024-08-05T03:30:00+01:00", "2024-08-05T03:00:00Z"];
        assert!(told.windows(2).all(|w| order(Some(w[0])) < order(Some(w[1]))));
        assert!(order(Some(told[3])) < order(None) && order(Some("soon")) == order(None));
    }

    #[test]
    fn hours_are_as_exact_as_what_is_known() {
        assert_eq!(hours(Some("2024-08-05T10:00:00+03:00"), Some("2024-08-05T08:30:00Z")), Some(1.5));
        assert_eq!(hours(Some("2024-08-05"), Some("2024-08-06T08:30:00Z")), Some(24.0));
        assert_eq!(hours(None, Some("2024-08-06")), None);
    }
}
