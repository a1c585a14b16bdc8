//! The Umm al-Qura calendar, from 1366 to 1500 AH.

use super::calendar::Range;
use super::unit::Unit;
use jiff::civil::{Date, date};

/// First year of the table.
const FIRST_YEAR: i64 = 1366;
/// First day of that year.
const FIRST_DAY: Date = date(1946, 11, 25);

/// One number a year; bit 0 is the first month, a set bit is a month of thirty days. Made by `tools/hijri_table.py`.
#[rustfmt::skip]
const LENGTHS: [u16; 135] = [
    0x555, 0x555, 0xD55, 0x6D5, 0x555, 0xEA5, 0xD2A, 0xAAA, 0xCD5, 0x655, 0x572, 0xDA9, 0x555, 0xAAA, 0x555, 0x52D,
    0xA6D, 0x55A, 0x555, 0x74D, 0xD53, 0xD54, 0x556, 0xD55, 0x2D5, 0xD55, 0xD54, 0xD45, 0x655, 0x52D, 0xA5D, 0x55A,
    0xAD5, 0x6AA, 0xD4B, 0x52A, 0xA57, 0x4AE, 0x976, 0x56C, 0xB55, 0xAAA, 0xA55, 0x4AD, 0x95D, 0x2DA, 0x5D9, 0xDB2,
    0xBA4, 0xB4A, 0xA55, 0x2B5, 0x575, 0xB6A, 0xBD2, 0xBC4, 0xB89, 0xA95, 0x52D, 0x5AD, 0xB6A, 0x6D4, 0xDC9, 0xD92,
    0xAA6, 0x956, 0x2AE, 0x56D, 0x36A, 0xB55, 0xAAA, 0x94D, 0x49D, 0x95D, 0x2BA, 0x5B5, 0x5AA, 0xD55, 0xA9A, 0x92E,
    0x26E, 0x55D, 0xADA, 0x6D4, 0x6A5, 0x54B, 0xA97, 0x54E, 0xAAE, 0x5AC, 0xBA9, 0xD92, 0xB25, 0x64B, 0xCAB, 0x55A,
    0xB55, 0x6D2, 0xEA5, 0xE4A, 0xA95, 0x52D, 0xAAD, 0x36C, 0x759, 0x6D2, 0x695, 0x52D, 0xA5B, 0x4BA, 0x9BA, 0x3B4,
    0xB69, 0xB52, 0xAA6, 0x4B6, 0x96D, 0x2EC, 0x6D9, 0xEB2, 0xD54, 0xD2A, 0xA56, 0x4AE, 0x96D, 0xD6A, 0xB54, 0xB29,
    0xA93, 0x52B, 0xA57, 0x536, 0xAB5, 0x6AA, 0xE93,
];

fn length(year: i64, month: i64) -> i64 {
    29 + i64::from(LENGTHS[(year - FIRST_YEAR) as usize] >> (month - 1) & 1)
}

/// A month of a year of the table.
pub(super) fn month(year: i64, month: i64) -> Option<Range> {
    if !(FIRST_YEAR..FIRST_YEAR + LENGTHS.len() as i64).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    let years: i64 = (FIRST_YEAR..year).map(|y| (1..=12).map(|m| length(y, m)).sum::<i64>()).sum();
    let before: i64 = years + (1..month).map(|m| length(year, m)).sum::<i64>();
    let first = super::calendar::shift(FIRST_DAY, Unit::Day, before)?;
    Some((first, super::calendar::shift(first, Unit::Day, length(year, month) - 1)?))
}

/// A day.
pub(super) fn day(year: i64, of: i64, day: i64) -> Option<Date> {
    let (first, last) = month(year, of)?;
    let found = super::calendar::shift(first, Unit::Day, day - 1)?;
    (day >= 1 && found <= last).then_some(found)
}

/// A year.
pub(super) fn year(year: i64) -> Option<Range> {
    Some((month(year, 1)?.0, month(year, 12)?.1))
}

/// The year that a day lies in.
pub(super) fn year_of(of: Date) -> Option<i64> {
    (FIRST_YEAR..FIRST_YEAR + LENGTHS.len() as i64).find(|y| year(*y).is_some_and(|(a, b)| a <= of && of <= b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        assert_eq!(day(1445, 9, 1), Some(date(2024, 3, 11)));
        assert_eq!(day(1444, 9, 1), Some(date(2023, 3, 23)));
        assert_eq!(day(1393, 9, 10), Some(date(1973, 10, 6)));
        assert_eq!(year(1446).map(|y| y.0), Some(date(2024, 7, 7)));
        assert_eq!(day(1445, 13, 1), None);
        assert_eq!(day(1500, 12, 31), None);
        assert_eq!(year_of(date(2024, 8, 6)), Some(1446));
    }
}
