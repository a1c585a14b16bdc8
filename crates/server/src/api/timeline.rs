//! Incidents over the days of the event.

use crate::api::map::Sum;
use crate::ask::{Answer, Ask};
use crate::filter;
use crate::problem::Result;
use jiff::civil::Date;
use jiff::{ToSpan, Unit};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Bins of an answer, where the server chooses their width.
const BINS: i64 = 200;

/// Incidents that began in one stretch of time.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Bin {
    /// Its first day.
    pub start: String,
    /// What they add up to.
    #[serde(flatten)]
    pub sum: Sum,
}

/// A histogram. Empty bins are left out.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Timeline {
    /// day, week (from Monday) or month.
    pub bucket: String,
    /// The bins, in order.
    pub bins: Vec<Bin>,
    /// Incidents without a day.
    pub undated: u64,
    /// The revision that is looked at.
    pub revision: u64,
}

/// `GET /api/timeline`.
///
/// # Errors
/// If the parameters contradict one another.
pub fn timeline(a: &Ask<'_>) -> Result<Answer> {
    let asked = filter::filter(&a.params, "bbox", &a.state.names)?;
    let (board, asked) = a.board(asked)?;
    let (mut by_day, mut undated) = (BTreeMap::<Date, Vec<_>>::new(), 0);
    let mut days: HashMap<&str, Option<Date>> = HashMap::new();
    board.each(&asked, |mark| match mark.first_day().and_then(|d| *days.entry(d).or_insert_with(|| d.parse().ok())) {
        Some(day) => by_day.entry(day).or_default().push(mark),
        None => undated += 1,
    });
    let days = by_day.first_key_value().zip(by_day.last_key_value());
    let days = days.and_then(|((a, _), (z, _))| a.until((Unit::Day, *z)).ok()).map_or(0, |s| i64::from(s.get_days()));
    let bucket = a.params.get("bucket").unwrap_or(match days {
        d if d < BINS => "day",
        d if d / 7 < BINS => "week",
        _ => "month",
    });
    let mut bins: BTreeMap<Date, Sum> = BTreeMap::new();
    for (day, rows) in &by_day {
        let sum = bins.entry(begin(*day, bucket)).or_default();
        rows.iter().for_each(|mark| sum.add(*mark));
    }
    let bins = bins.into_iter().map(|(day, sum)| Bin { start: day.to_string(), sum }).collect();
    Answer::ok(&Timeline { bucket: bucket.to_owned(), bins, undated, revision: board.revision() })
}

fn begin(day: Date, bucket: &str) -> Date {
    match bucket {
        "week" => day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).unwrap_or(day),
        "month" => day.first_of_month(),
        _ => day,
    }
}
