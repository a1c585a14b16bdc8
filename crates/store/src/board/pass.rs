//! What is asked of a board: lists, marks, counts, each in one pass over its lines.

use super::Board;
use super::ask::Asked;
use super::line::{Line, Mark};
use crate::list::{Filter, Order};
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};

/// A page of a board: numbers of the incidents, how many there are in all, whether more follow.
pub(crate) struct Picked {
    pub incidents: Vec<i64>,
    pub total: u64,
    pub more: bool,
}

impl Board {
    /// Whether it can tell what a filter leaves: all but words, which stand in the tables alone.
    #[must_use]
    pub fn tells(&self, filter: &Filter) -> bool {
        filter.words.is_none()
    }

    /// The lines that a filter leaves, in no order that means anything: the one pass that lists, maps and counts make.
    fn lines<'b>(&'b self, filter: &'b Filter) -> impl Iterator<Item = &'b Line> {
        let asked = Asked::new(self, filter);
        self.lines.iter().filter(move |line| asked.as_ref().is_some_and(|a| a.admits(line)))
    }

    /// Visits every incident that a filter leaves, in no order that means anything.
    pub fn each<'b>(&'b self, filter: &'b Filter, visit: impl FnMut(Mark<'b>)) {
        self.lines(filter).map(|line| self.mark(line)).for_each(visit);
    }

    fn mark<'b>(&'b self, line: &'b Line) -> Mark<'b> {
        Mark { line, words: &self.words }
    }

    /// How many incidents that a filter leaves have each value of a field, the most frequent first.
    #[must_use]
    pub fn tally(&self, filter: &Filter, of: impl for<'b> Fn(Mark<'b>) -> Option<&'b str>, most: usize) -> Vec<(String, u64)> {
        counted(self.lines(filter).filter_map(|line| of(self.mark(line))), most)
    }

    /// How many incidents that a filter leaves have each term of these kinds that fits, the most frequent first.
    #[must_use]
    pub fn tally_terms(&self, filter: &Filter, kinds: &[&str], fits: impl Fn(&str) -> bool, most: usize) -> Vec<(String, u64)> {
        let wanted: HashMap<i64, &str> =
            self.terms.iter().filter(|(_, (k, v))| kinds.contains(&&**k) && fits(v)).map(|(no, (_, v))| (*no, &**v)).collect();
        // One party may be author and recipient of one incident.
        let own = |line: &Line| line.terms.iter().filter_map(|t| wanted.get(t).copied()).collect::<BTreeSet<&str>>();
        counted(self.lines(filter).flat_map(own), most)
    }

    /// First and last day that incidents are dated to.
    #[must_use]
    pub fn days(&self) -> (Option<&str>, Option<&str>) {
        let days =
            |of: fn(&Line) -> u32| self.lines.iter().map(of).collect::<BTreeSet<u32>>().into_iter().filter_map(|n| self.words.get(n));
        (days(|l| l.first_day).min(), days(|l| l.last_day).max())
    }

    /// The first incidents of an order after a row, with how many there are in all.
    pub(crate) fn pick(&self, filter: &Filter, order: Order, after: Option<(Rank<'_>, i64)>, limit: usize) -> Picked {
        let (mut total, mut found) = (0, Vec::new());
        for line in self.lines(filter) {
            total += 1;
            let place = (self.rank(line, order), line.incident);
            if after.as_ref().is_none_or(|after| order.compare(after, &place) == Ordering::Less) {
                found.push(place);
            }
        }
        let more = found.len() > limit;
        if more {
            found.select_nth_unstable_by(limit, |a, b| order.compare(a, b));
            found.truncate(limit);
        }
        found.sort_unstable_by(|a, b| order.compare(a, b));
        Picked { incidents: found.into_iter().map(|(_, incident)| incident).collect(), total, more }
    }

    fn rank(&self, line: &Line, order: Order) -> Rank<'_> {
        match order {
            Order::Changed => Rank::Number(line.since as f64),
            Order::Happened | Order::Earliest => self.words.get(line.first_day).map_or(Rank::None, Rank::Words),
            Order::Toll => Rank::Number(line.toll),
            Order::Voices => Rank::Number(f64::from(line.voices)),
        }
    }
}

/// How often each word comes, the most frequent first.
fn counted<'w>(words: impl Iterator<Item = &'w str>, most: usize) -> Vec<(String, u64)> {
    let mut counts: HashMap<&str, u64> = HashMap::new();
    words.for_each(|word| *counts.entry(word).or_default() += 1);
    let mut out: Vec<(&str, u64)> = counts.into_iter().collect();
    out.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    out.into_iter().take(most).map(|(word, n)| (word.to_owned(), n)).collect()
}

/// What an incident is ordered by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Rank<'w> {
    Number(f64),
    Words(&'w str),
    None,
}

impl Order {
    /// Which of two rows comes first. What has no value comes last in every order.
    fn compare(self, a: &(Rank<'_>, i64), b: &(Rank<'_>, i64)) -> Ordering {
        let up = self == Self::Earliest;
        let turned = |o: Ordering| if up { o } else { o.reverse() };
        let ranks = match (a.0, b.0) {
            (Rank::Number(x), Rank::Number(y)) => turned(x.total_cmp(&y)),
            (Rank::Words(x), Rank::Words(y)) => turned(x.cmp(y)),
            (Rank::None, Rank::None) => Ordering::Equal,
            (Rank::None, _) => Ordering::Greater,
            (_, Rank::None) => Ordering::Less,
            (Rank::Number(_), Rank::Words(_)) => Ordering::Less,
            (Rank::Words(_), Rank::Number(_)) => Ordering::Greater,
        };
        ranks.then(turned(a.1.cmp(&b.1)))
    }
}
