//! A filter asked of a board.

use super::Board;
use super::line::{Line, NONE, Words};
use crate::list::{Filter, Review};
use std::collections::BTreeMap;

/// A filter in the numbers of a board.
pub(super) struct Asked<'f> {
    filter: &'f Filter,
    words: &'f Words,
    frame: Option<[f64; 4]>,
    exact: bool,
    kinds: Vec<(u32, Option<u32>)>,
    status: Vec<u32>,
    certainty: Vec<u32>,
    country: Vec<u32>,
    /// One of each group has to be among an incident's terms.
    terms: Vec<Vec<i64>>,
}

impl<'f> Asked<'f> {
    /// None if nothing can pass.
    pub fn new(board: &'f Board, filter: &'f Filter) -> Option<Self> {
        let number = |word: &str| board.words.known(word).unwrap_or(NONE - 1);
        let numbers = |words: &[String]| words.iter().map(|w| number(w)).collect::<Vec<_>>();
        let kinds = filter.kinds.iter().map(|kind| match kind.split_once('/') {
            Some((kind, mode)) => (number(kind), Some(number(mode))),
            None => (number(kind), None),
        });
        Some(Self {
            filter,
            words: &board.words,
            frame: filter.frame(),
            exact: filter.near.is_some() || !filter.polygon.is_empty(),
            kinds: kinds.collect(),
            status: numbers(&filter.status),
            certainty: numbers(&filter.certainty),
            country: numbers(&filter.country),
            terms: Self::terms(board, filter)?,
        })
    }

    fn terms(board: &Board, filter: &Filter) -> Option<Vec<Vec<i64>>> {
        let groups: [(&[&str], &Vec<String>); 6] = filter.terms();
        if groups.iter().all(|(_, values)| values.is_empty()) {
            return Some(Vec::new());
        }
        let numbers: BTreeMap<(&str, &str), i64> = board.terms.iter().map(|(no, (kind, value))| ((&**kind, &**value), *no)).collect();
        let mut out = Vec::new();
        for (kinds, values) in groups.into_iter().filter(|(_, values)| !values.is_empty()) {
            let asks = kinds.iter().flat_map(|k| values.iter().map(move |v| (*k, v.strip_suffix(':').unwrap_or(v))));
            let found: Vec<i64> = asks.filter_map(|ask| numbers.get(&ask).copied()).collect();
            if found.is_empty() {
                return None;
            }
            out.push(found);
        }
        Some(out)
    }

    pub fn admits(&self, line: &Line) -> bool {
        let any = |asked: &[u32], own: u32| asked.is_empty() || asked.contains(&own);
        any(&self.status, line.status)
            && any(&self.certainty, line.certainty)
            && any(&self.country, line.country)
            && (self.kinds.is_empty() || self.kinds.iter().any(|(k, m)| *k == line.kind && m.is_none_or(|m| m == line.mode)))
            && self.days(line)
            && self.figures(line)
            && self.reviewed(line)
            && self.terms.iter().all(|group| group.iter().any(|term| line.terms.binary_search(term).is_ok()))
            && self.stands(line)
    }

    fn days(&self, line: &Line) -> bool {
        let from = self.filter.from.as_deref().is_none_or(|from| self.words.get(line.last_day).is_some_and(|last| last >= from));
        from && self.filter.to.as_deref().is_none_or(|to| self.words.get(line.first_day).is_some_and(|first| first <= to))
    }

    fn figures(&self, line: &Line) -> bool {
        let f = self.filter;
        let or = |a: Option<f64>, b: Option<f64>| a.or(b).unwrap_or(0.0);
        let ((killed_low, killed_high), (injured_low, injured_high)) = (line.killed, line.injured);
        f.killed_min.is_none_or(|n| line.toll >= n)
            && f.killed_max.is_none_or(|n| or(killed_low, killed_high) <= n)
            && f.injured_min.is_none_or(|n| or(injured_high, injured_low) >= n)
            && f.injured_max.is_none_or(|n| or(injured_low, injured_high) <= n)
            && f.voices.is_none_or(|n| line.voices >= n)
    }

    fn reviewed(&self, line: &Line) -> bool {
        let f = self.filter;
        f.disputed.is_none_or(|d| d == line.disputed)
            && f.changed_after.is_none_or(|n| line.since > n)
            && match f.review {
                Some(Review::Open) => line.accepted.is_none() && !line.pinned,
                Some(Review::Accepted) => line.accepted == Some(true),
                Some(Review::Edited) => line.accepted != Some(true) && line.pinned,
                None => true,
            }
    }

    fn stands(&self, line: &Line) -> bool {
        if self.frame.is_none() && !self.exact {
            return true;
        }
        let Some((lat, lon)) = line.point else { return false };
        let framed = self.frame.is_none_or(|[south, west, north, east]| {
            let across = if west <= east { (west..=east).contains(&lon) } else { lon >= west || lon <= east };
            (south..=north).contains(&lat) && across
        });
        framed && (!self.exact || self.filter.holds_point(lat, lon))
    }
}
