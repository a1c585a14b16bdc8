//! Dates, weekdays, months, years, feasts and seasons: the year or week that is not said is found from publication.

use super::calendar::{self, Range, around, day, on_or_after, on_or_before, shift};
use super::hijri;
use super::resolve::{Context, Days, phased};
use super::unit::Unit;
use crate::grammar::Match;
use jiff::civil::Date;

/// Years that a number without a word for "year" may mean.
const RECENT: std::ops::Range<i64> = 1800..2100;

/// Days ahead within which a date without a year is taken for the coming one, unless the clause tells what happened.
const SOON: i64 = 31;

/// The fields of a date that a match holds.
#[derive(Clone, Copy, Debug, Default)]
struct Fields {
    day: Option<i64>,
    month: Option<i64>,
    year: Option<i64>,
    hijri: bool,
}

impl Fields {
    fn read(m: &Match<'_>) -> Option<Self> {
        let whole = |name: &str| m.number(name).map(|n| n as i64);
        let mut out = Self { day: whole("d"), month: whole("m").or(whole("hm")), year: whole("y"), hijri: m.get("hm").is_some() };
        if let Some(dotted) = m.get("dotted") {
            let parts: Vec<i64> = dotted.value.split('.').filter_map(|p| p.parse().ok()).collect();
            let [a, b, c] = parts[..] else { return None };
            (out.day, out.month, out.year) = if a > 31 { (Some(c), Some(b), Some(a)) } else { (Some(a), Some(b), Some(c)) };
        }
        match m.value("cal") {
            "hijri" => out.hijri = true,
            "bc" | "shamsi" => return None,
            _ => {}
        }
        let sane = out.day.is_none_or(|d| (1..=31).contains(&d)) && out.month.is_none_or(|m| (1..=12).contains(&m));
        sane.then_some(out)
    }

    fn day_in(&self, year: i64) -> Option<Date> {
        let (d, m) = (self.day?, self.month?);
        if self.hijri { hijri::day(year, m, d) } else { day(year, m, d) }
    }

    fn month_in(&self, year: i64) -> Option<Range> {
        if self.hijri { hijri::month(year, self.month?) } else { calendar::month(year, self.month?) }
    }

    fn whole_year(&self, year: i64) -> Option<Range> {
        if self.hijri { hijri::year(year) } else { calendar::year(year) }
    }

    fn year_of(&self, of: Date) -> Option<i64> {
        if self.hijri { hijri::year_of(of) } else { Some(i64::from(of.year())) }
    }
}

/// Which of the years around publication: `make` gives the range in a year.
fn choose(rel: &str, yrel: &str, f: &Fields, cx: &Context<'_>, make: impl Fn(i64) -> Option<Range>) -> Option<Range> {
    let today = if rel == "same" || yrel == "same" { cx.anchor.or(cx.published)? } else { cx.published? };
    let this = f.year_of(today)?;
    match yrel {
        "last" => return make(this - 1),
        "last2" => return make(this - 2),
        "next" | "following" => return make(this + 1),
        "this" | "same" => return make(this),
        _ => {}
    }
    let mut candidates = [this - 1, this, this + 1].into_iter().filter_map(make);
    let within = |r: &Range| r.0 <= today && today <= r.1;
    match rel {
        "last" | "last2" => candidates.rfind(|r| r.1 < today),
        "next" | "next2" | "following" => candidates.find(|r| r.0 > today),
        "this" | "same" => candidates.find(|r| f.year_of(r.0) == Some(this)),
        _ if cx.ahead => candidates.find(|r| r.0 >= today || within(r)),
        _ => {
            let found: Vec<Range> = candidates.collect();
            let soon = found.iter().find(|r| r.0 > today && calendar::days(today, r.0) <= SOON).copied();
            let gone = found.iter().rfind(|r| r.0 <= today).copied();
            // Of the day that comes next week nobody says it without a year if he means the one of a year ago.
            soon.filter(|s| !cx.past && f.day.is_some() && gone.is_none_or(|g| calendar::days(g.0, today) > calendar::days(today, s.0)))
                .or(gone)
        }
    }
}

/// The action `calendar`.
pub(super) fn resolve(m: &Match<'_>, cx: &Context<'_>) -> Option<Days> {
    if matches!(m.value("cal"), "bc" | "shamsi") {
        return Some(Days::default());
    }
    let f = Fields::read(m)?;
    let (rel, yrel) = (m.value("rel"), m.value("yrel"));
    if f.day.is_some() && f.month.is_some() {
        // A day that no year has is no date.
        if !f.hijri && day(2024, f.month?, f.day?).is_none() {
            return None;
        }
        if let Some(y) = f.year {
            let found = f.day_in(y)?;
            return Some(on(Some(found)));
        }
        return Some(of(choose(rel, yrel, &f, cx, |y| f.day_in(y).map(|d| (d, d)))));
    }
    if f.month.is_some() {
        if let Some(y) = f.year {
            return Some(of(phased(f.month_in(y), Unit::Month, m)));
        }
        return Some(of(phased(choose(rel, yrel, &f, cx, |y| f.month_in(y)), Unit::Month, m)));
    }
    if let Some(y) = f.year {
        // A bare number is a year only if it can be one of recent history and counts nothing.
        if m.get("bare").is_some() && (cx.more || !RECENT.contains(&y)) {
            return None;
        }
        return Some(of(phased(f.whole_year(y), Unit::Year, m)));
    }
    if m.get("off").is_some() || m.get("wd").is_some() {
        return weekday(m, cx);
    }
    // A day of this, the last or the same month.
    let base = if m.value("mrel") == "same" { cx.anchor } else { cx.published };
    let by = match m.value("mrel") {
        "last" => -1,
        "next" | "following" => 1,
        _ => 0,
    };
    let d = f.day?;
    let Some(base) = base else { return Some(Days::default()) };
    let first = shift(around(base, Unit::Month)?.0, Unit::Month, by)?;
    Some(on(Some(day(i64::from(first.year()), i64::from(first.month()), d)?)))
}

fn on(day: Option<Date>) -> Days {
    Days { first: day, last: day }
}

fn of(range: Option<Range>) -> Days {
    Days { first: range.map(|r| r.0), last: range.map(|r| r.1) }
}

/// Days relative to publication and weekdays.
fn weekday(m: &Match<'_>, cx: &Context<'_>) -> Option<Days> {
    let wd = match m.number("wd") {
        Some(n) => Some(calendar::weekday(n)?),
        None => None,
    };
    let Some(today) = cx.published else { return Some(Days::default()) };
    if let Some(off) = m.number("off") {
        let base = shift(today, Unit::Day, off as i64)?;
        return Some(on(match wd {
            // A weekday that does not fit says better than "yesterday" which day is meant.
            Some(wd) if base.weekday() != wd => {
                if off > 0.0 {
                    on_or_after(today, wd)
                } else {
                    on_or_before(today, wd)
                }
            }
            _ => Some(base),
        }));
    }
    let wd = wd?;
    let rel = m.value("rel");
    // "Thursday of last week".
    if let Some(week) = m.get("wrel") {
        let by = match week.value {
            "last" => -1,
            "last2" => -2,
            "next" => 1,
            _ => 0,
        };
        return Some(on(shift(calendar::week(today)?.0, Unit::Week, by).and_then(|monday| on_or_after(monday, wd))));
    }
    let before = shift(today, Unit::Day, -1)?;
    Some(on(match rel {
        "last" => on_or_before(before, wd),
        "last2" => on_or_before(before, wd).and_then(|d| shift(d, Unit::Week, -1)),
        "next" => shift(today, Unit::Day, 1).and_then(|d| on_or_after(d, wd)),
        "next2" => shift(today, Unit::Day, 8).and_then(|d| on_or_after(d, wd)),
        "following" => cx.anchor.and_then(|a| shift(a, Unit::Day, 1)).and_then(|d| on_or_after(d, wd)),
        "same" => cx.anchor.and_then(|a| on_or_before(a, wd)),
        "this" => on_or_after(calendar::week(today)?.0, wd),
        _ if cx.ahead && today.weekday() != wd => on_or_after(today, wd),
        _ => on_or_before(today, wd),
    }))
}

/// From one weekday, day, month or year to another.
pub(super) fn pair(m: &Match<'_>, cx: &Context<'_>) -> Option<Days> {
    if let (Some(a), Some(b)) = (m.number("wd"), m.number("we")) {
        let (a, b) = (calendar::weekday(a)?, calendar::weekday(b)?);
        let Some(today) = cx.published else { return Some(Days::default()) };
        let last = if cx.ahead || m.value("rel") == "next" {
            on_or_after(shift(today, Unit::Day, 1)?, a).and_then(|d| on_or_after(d, b))
        } else {
            on_or_before(today, b)
        };
        return Some(of(last.and_then(|l| on_or_before(l, a)).zip(last)));
    }
    let mut f = Fields::read(m)?;
    let (rel, yrel) = (m.value("rel"), m.value("yrel"));
    if let (Some(_), Some(e)) = (f.day, m.number("e")) {
        let to = Fields { day: Some(e as i64), ..f };
        if f.day >= to.day {
            return None;
        }
        let make = |y: i64| f.day_in(y).zip(to.day_in(y));
        let range = match f.year {
            Some(y) => Some(make(y)?),
            None => choose(rel, yrel, &f, cx, make),
        };
        if !f.hijri && day(2024, f.month?, e as i64).is_none() {
            return None;
        }
        return Some(of(range));
    }
    if let (Some(a), Some(b)) = (f.month, m.number("k")) {
        let from = f;
        f.month = Some(b as i64);
        let last = match f.year {
            Some(y) => f.month_in(y),
            None => choose(rel, yrel, &f, cx, |y| f.month_in(y)),
        };
        let first = last.and_then(|l| {
            let y = f.year_of(l.0)?;
            from.month_in(if a <= b as i64 { y } else { y - 1 })
        });
        return Some(of(first.zip(last).map(|(a, b)| (a.0, b.1))));
    }
    let (a, b) = (f.year?, m.number("z")? as i64);
    if b <= a || cx.more || !RECENT.contains(&a) || !RECENT.contains(&b) {
        return None;
    }
    Some(of(f.whole_year(a).zip(f.whole_year(b)).map(|(a, b)| (a.0, b.1))))
}

/// A feast: `month-day`, `hMONTH-DAY`, or a range of two.
pub(super) fn feast(m: &Match<'_>, cx: &Context<'_>) -> Option<Days> {
    let value = m.value("feast");
    let (from, to) = value.split_once("..").unwrap_or((value, value));
    let (Some(a), Some(b)) = (feast_day(from), feast_day(to)) else { return Some(Days::default()) };
    let make = |y: i64| a.day_in(y).zip(b.day_in(y));
    let range = match m.number("y") {
        Some(y) if a.hijri && y > 1600.0 => {
            let year = y as i64;
            // The feast that falls into the Gregorian year.
            hijri::year_of(day(year, 1, 1)?).and_then(|h| [h, h + 1].into_iter().filter_map(make).find(|r| i64::from(r.0.year()) == year))
        }
        Some(y) => make(y as i64),
        None => choose(m.value("rel"), m.value("yrel"), &a, cx, make),
    };
    Some(of(range))
}

fn feast_day(value: &str) -> Option<Fields> {
    let (hijri, rest) = value.strip_prefix('h').map_or((false, value), |r| (true, r));
    let (month, day) = rest.split_once('-')?;
    Some(Fields { day: day.parse().ok(), month: month.parse().ok(), year: None, hijri })
}

/// A season of the northern half of the earth, by whole months; winter begins in the year before.
pub(super) fn season(m: &Match<'_>, cx: &Context<'_>) -> Option<Days> {
    let make = |y: i64| match m.value("season") {
        "spring" => day(y, 3, 1).zip(day(y, 5, 31)),
        "summer" => day(y, 6, 1).zip(day(y, 8, 31)),
        "autumn" => day(y, 9, 1).zip(day(y, 11, 30)),
        _ => day(y - 1, 12, 1).zip(calendar::month(y, 2).map(|r| r.1)),
    };
    Some(of(match m.number("y") {
        Some(y) => make(y as i64),
        None => choose(m.value("rel"), m.value("yrel"), &Fields::default(), cx, make),
    }))
}
