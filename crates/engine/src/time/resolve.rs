//! The actions of time rules: from captured words to days. Each is a mechanism of calendars, not of a language.
//!
//! | action | captures that it reads |
//! |---|---|
//! | `calendar` | `off` day offset, `wd` weekday, `rel`, `d` `m` `y` or `dotted`, `hm` Hijri month, `cal`, `yrel` and `mrel` (which year, month), `phase` |
//! | `unit` | `u` unit with the article, `rel`, `phase` |
//! | `span` | `n`, `u`, `rel`, `q` quantifier: the last or next N units |
//! | `ago`, `after`, `since_n` | `n`, `u`, `q` |
//! | `running` | `n`, `serial`: the Nth day in a row; `running since`: from the first |
//! | `pair` | `wd` `we`, or `d` `e` `m` `y`, or `y` `z`, or `m` `k`: from the one to the other |
//! | `feast`, `season`, `decade` | the word under that name, `y`, `rel` |
//! | `night` | `off`: the night that ends on the day after |
//! | `anchor N` | N days after the day named last |
//! | `publication` | the day of publication |
//! | `shift N` | N days after the day named before in the sentence, else after publication |
//! | `within` | `n`, `u`, `in`: so much before publication, or after it where the clause looks ahead |
//! | `war` | `w`: from the day on which a war began until publication |
//! | `none` | says when, but names no day |
//! | `open` | from an unknown day until publication |
//! | `since`, `until`, `range`, `second` | `a`, `b`: phrases of the first pass |

use super::TimePhrase;
use super::calendar::{self, Range, around, day, shift};
use super::unit::{Measure, Unit};
use crate::grammar::Match;
use crate::place::Setting;
use jiff::civil::Date;

/// What an action looks at besides the match.
pub(super) struct Context<'f> {
    /// Day of publication.
    pub published: Option<Date>,
    /// First day of the phrase before.
    pub anchor: Option<Date>,
    /// First day of the phrase before, if it stands in the same sentence.
    pub near: Option<Date>,
    /// The countries that the report is about.
    pub setting: &'f Setting,
    /// Phrases of the first pass.
    pub found: &'f [TimePhrase],
    /// The clause speaks of the future.
    pub ahead: bool,
    /// The clause tells what happened.
    pub past: bool,
    /// The clause tells of something that goes on or comes: its last verb is not in the past.
    pub open: bool,
    /// A word stands before that takes dates into names.
    pub named: bool,
    /// An indefinite noun follows, which a number would count.
    pub more: bool,
    /// "Of" follows: "three days after".
    pub of: bool,
}

/// The days of a phrase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Days {
    /// First, if known.
    pub first: Option<Date>,
    /// Last, if known.
    pub last: Option<Date>,
}

impl Days {
    const NONE: Self = Self { first: None, last: None };

    fn of(range: Option<Range>) -> Self {
        Self { first: range.map(|r| r.0), last: range.map(|r| r.1) }
    }

    fn on(day: Option<Date>) -> Self {
        Self { first: day, last: day }
    }
}

/// Runs an action; `None` if the match means no time after all.
pub(super) fn resolve(then: &[Box<str>], m: &Match<'_>, cx: &Context<'_>) -> Option<Days> {
    let argument = then.get(1).map(|a| &**a);
    let action = then.first().map_or("none", |a| &**a);
    if cx.named && matches!(action, "calendar" | "feast" | "season" | "pair") && m.get("off").is_none() {
        return None;
    }
    match action {
        "calendar" => super::calendar_date::resolve(m, cx),
        "unit" => unit(m, cx),
        "span" => span(m, cx),
        "ago" => ago(m, cx),
        "after" => after(m, cx),
        "since_n" => since_n(m, cx),
        "within" => within(m, cx),
        "running" => running(m, cx, argument == Some("since")),
        "pair" => super::calendar_date::pair(m, cx),
        "feast" => super::calendar_date::feast(m, cx),
        "season" => super::calendar_date::season(m, cx),
        "decade" => {
            let first = m.number("decade")? as i64;
            Some(Days::of(phased(around(day(first, 1, 1)?, Unit::Decade), Unit::Decade, m)))
        }
        "night" => {
            let off = m.number("off").unwrap_or(-1.0) as i64;
            let Some(today) = cx.published else { return Some(Days::NONE) };
            if cx.ahead && m.get("off").is_none() {
                return Some(Days::on(Some(today)));
            }
            Some(Days::of(shift(today, Unit::Day, off).zip(shift(today, Unit::Day, off + 1))))
        }
        "anchor" => {
            let by = argument.and_then(|a| a.parse().ok()).unwrap_or(0);
            Some(Days::on(cx.anchor.and_then(|a| shift(a, Unit::Day, by))))
        }
        "shift" => {
            let by = argument.and_then(|a| a.parse().ok()).unwrap_or(0);
            Some(Days::on(cx.near.or(cx.published).and_then(|a| shift(a, Unit::Day, by))))
        }
        "war" => war(m, cx),
        "publication" => Some(Days::on(cx.published)),
        "open" => Some(Days { first: None, last: cx.published }),
        "since" => {
            let a = found(m, cx, "a")?;
            if a.first.zip(cx.published).is_some_and(|(a, p)| a > p) {
                return None;
            }
            Some(Days { first: a.first, last: a.first.and(cx.published).or(cx.published) })
        }
        "until" => found(m, cx, "a")?.last.map(|last| Days { first: None, last: Some(last) }),
        "range" => {
            let (a, b) = (found(m, cx, "a")?, found(m, cx, "b")?);
            let backwards = a.first.zip(b.last).is_some_and(|(a, b)| a > b);
            if backwards { None } else { Some(Days { first: a.first, last: b.last }) }
        }
        "second" => {
            let b = found(m, cx, "b")?;
            Some(Days { first: b.first, last: b.last })
        }
        _ => Some(Days::NONE),
    }
}

fn found<'f>(m: &Match<'_>, cx: &Context<'f>, name: &str) -> Option<&'f TimePhrase> {
    cx.found.get(m.get(name)?.found?)
}

/// Narrows a range to the part that the captured phase names.
pub(super) fn phased(range: Option<Range>, unit: Unit, m: &Match<'_>) -> Option<Range> {
    match m.value("phase") {
        "" => range,
        phase => calendar::phase(range?, unit, phase),
    }
}

/// How many units `n`, the unit word and `q` say; `None` if unknown.
fn amount(m: &Match<'_>, u: Measure) -> Option<i64> {
    match m.number("n") {
        Some(n) if n <= 10_000.0 => Some(n as i64 * u.times),
        Some(_) => None,
        None if u.plural => None,
        None if matches!(m.value("q").split(':').next(), Some("several" | "few" | "many")) => None,
        None => Some(u.times),
    }
}

/// "Last week", "this year", "the start of the month".
fn unit(m: &Match<'_>, cx: &Context<'_>) -> Option<Days> {
    let u = Measure::read(if m.value("phase") == "weekend" { "week" } else { m.value("u") })?;
    let rel = m.value("rel");
    if u.plural || u.fixed {
        return span(m, cx);
    }
    if matches!(u.unit, Unit::Second | Unit::Minute | Unit::Hour | Unit::Century) {
        return Some(Days::NONE);
    }
    let base = match rel {
        "same" | "following" => cx.anchor,
        _ => cx.published,
    };
    let Some(base) = base else { return Some(Days::NONE) };
    let by = match rel {
        "last" => -1,
        "last2" => -2,
        "next" | "following" => 1,
        "next2" => 2,
        // In the last months of a year the new year is the next one.
        "new" => i64::from(u.unit == Unit::Year && base.month() >= 10),
        _ => 0,
    };
    // A month back from the 31st is the month before, not the day that does not exist.
    let start = around(base, u.unit)?.0;
    let mut range = phased(shift(start, u.unit, by).and_then(|d| around(d, u.unit)), u.unit, m)?;
    let past = !cx.ahead && (u.unit == Unit::Week || !cx.open || m.get("early").is_some());
    let running = by == 0 && matches!(rel, "this") && past && m.value("phase").is_empty();
    // The end of the week is the last one, unless something else is told of.
    let ends = u.unit == Unit::Week && matches!(m.value("phase"), "weekend" | "close");
    if rel.is_empty() && ends && !cx.ahead && !cx.open && range.0 > base {
        range = (shift(range.0, Unit::Week, -1)?, shift(range.1, Unit::Week, -1)?);
    }
    if running && range.0 <= base && base <= range.1 {
        range.1 = base;
    }
    Some(Days::of(Some(range)))
}

/// The last or next N units: "the past two days".
fn span(m: &Match<'_>, cx: &Context<'_>) -> Option<Days> {
    let u = Measure::read(m.value("u"))?;
    let Some(today) = cx.published else { return Some(Days::NONE) };
    let n = match amount(m, u) {
        Some(n) => n,
        // "The past hours" are less than a day.
        None if u.unit == Unit::Hour && m.get("n").is_none() => 24,
        None => return Some(Days::NONE),
    };
    let whole_days = u.unit == Unit::Day;
    let range = match m.value("rel") {
        "next" | "following" => shift(today, Unit::Day, i64::from(whole_days || u.unit == Unit::Week)).zip(shift(today, u.unit, n)),
        "this" | "same" => return Some(Days::NONE),
        _ => shift(today, u.unit, -n).zip(shift(today, Unit::Day, -i64::from(whole_days))),
    };
    Some(Days::of(range))
}

/// "Two days ago" is that day, "a month ago" that month.
fn ago(m: &Match<'_>, cx: &Context<'_>) -> Option<Days> {
    let u = Measure::read(m.value("u"))?;
    let (Some(today), false) = (cx.published, cx.of) else { return Some(Days::NONE) };
    if u.plural && m.get("n").is_none() && u.unit == Unit::Hour {
        return Some(Days::on(Some(today)));
    }
    // "Less than a week ago" names no day.
    let bounded = !matches!(m.value("q"), "morethan" | "atleast" | "lessthan" | "atmost");
    let Some(n) = amount(m, u).filter(|_| bounded) else { return Some(Days::NONE) };
    Some(match u.unit {
        Unit::Second | Unit::Minute => Days::on(Some(today)),
        Unit::Hour => Days::on(shift(today, Unit::Hour, -(n / 24) * 24)),
        Unit::Day | Unit::Week => Days::on(shift(today, u.unit, -n)),
        _ => Days::of(around(today, u.unit).and_then(|r| shift(r.0, u.unit, -n)).and_then(|d| around(d, u.unit))),
    })
}

/// "After two days": from the day named last, or from publication if the clause looks ahead.
fn after(m: &Match<'_>, cx: &Context<'_>) -> Option<Days> {
    let u = Measure::read(m.value("u"))?;
    if cx.of {
        return Some(counted_from(m, cx, u));
    }
    let base = if cx.ahead { cx.published } else { cx.anchor };
    let (Some(base), Some(n)) = (base, amount(m, u)) else { return Some(Days::NONE) };
    Some(match u.unit {
        Unit::Second | Unit::Minute => Days::on(Some(base)),
        Unit::Hour => Days::on(shift(base, Unit::Hour, n / 24 * 24)),
        _ => Days::on(shift(base, u.unit, n)),
    })
}

/// "Two days after the attack": the day of the attack, counted back from what is told. Months and years are said too
/// roughly for that.
fn counted_from(m: &Match<'_>, cx: &Context<'_>, u: Measure) -> Days {
    let bounded = !matches!(m.value("q"), "morethan" | "atleast" | "lessthan" | "atmost");
    let (Some(base), Some(n), true) = (cx.near.or(cx.published), amount(m, u), bounded) else { return Days::NONE };
    match u.unit {
        Unit::Second | Unit::Minute => Days::on(Some(base)),
        Unit::Hour => Days::on(shift(base, Unit::Hour, -(n / 24) * 24)),
        Unit::Day | Unit::Week => Days::on(shift(base, u.unit, -n)),
        _ => Days::NONE,
    }
}

/// Since a war began: the value of its word is the day, or `COUNTRY+COUNTRY=DAY` for each war that the word can mean;
/// the report says by its places which one.
fn war(m: &Match<'_>, cx: &Context<'_>) -> Option<Days> {
    let day_of = |text: &str| text.parse::<Date>().ok().filter(|d| cx.published.is_none_or(|p| *d <= p));
    let found = m.value("w").split(' ').filter_map(|entry| match entry.split_once('=') {
        None => Some((1.0, day_of(entry)?)),
        Some((countries, text)) => Some((countries.split('+').map(|c| cx.setting.share(c)).sum::<f32>(), day_of(text)?)),
    });
    let best = found.filter(|(share, _)| *share >= ABOUT).fold(None, |best: Option<(f32, Date)>, (share, day)| match best {
        Some((old, _)) if old >= share => best,
        _ => Some((share, day)),
    });
    Some(Days { first: best.map(|(_, day)| day), last: cx.published })
}

/// Share of a report's places from which on it is about a war there.
const ABOUT: f32 = 0.3;

/// "Within two days": of what is to come from publication on, of what was done before it. How long something goes on
/// says nothing of when, and hours and years are said of any time.
fn within(m: &Match<'_>, cx: &Context<'_>) -> Option<Days> {
    let u = Measure::read(m.value("u"))?;
    let (Some(today), Some(n)) = (cx.published, amount(m, u)) else { return Some(Days::NONE) };
    if !cx.ahead {
        let bounded = !matches!(m.value("q"), "morethan" | "atleast");
        let brief = matches!(u.unit, Unit::Day | Unit::Week | Unit::Month) || u.unit == Unit::Hour && n >= 24;
        let told = !cx.open && bounded && brief && m.value("in") != "length";
        return Some(if told { Days::of(shift(today, u.unit, -n).map(|first| (first, today))) } else { Days::NONE });
    }
    Some(Days::of(shift(today, u.unit, n).map(|last| (today, last))))
}

/// "For ten days": from then until publication.
fn since_n(m: &Match<'_>, cx: &Context<'_>) -> Option<Days> {
    let u = Measure::read(m.value("u"))?;
    let Some(today) = cx.published else { return Some(Days::NONE) };
    if u.unit == Unit::Hour && amount(m, u).is_none_or(|n| n < 24) {
        return Some(Days::on(Some(today)));
    }
    let Some(n) = amount(m, u) else { return Some(Days::NONE) };
    let bounded = !matches!(m.value("q"), "morethan" | "atleast" | "lessthan" | "atmost");
    Some(Days { first: shift(today, u.unit, -n).filter(|_| bounded), last: Some(today) })
}

/// The Nth day in a row ends with publication; without "in a row" it is that day alone.
fn running(m: &Match<'_>, cx: &Context<'_>, whole: bool) -> Option<Days> {
    let n = m.number("n")? as i64;
    if n < 1 {
        return None;
    }
    let Some(today) = cx.published else { return Some(Days::NONE) };
    let unit = match m.value("unit") {
        "week" => Unit::Week,
        "month" => Unit::Month,
        "year" => Unit::Year,
        _ => Unit::Day,
    };
    let first = if whole || m.get("serial").is_some() { shift(today, unit, 1 - n) } else { around(today, unit).map(|r| r.0) };
    Some(Days { first, last: Some(today) })
}
