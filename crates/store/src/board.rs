//! All incidents of today in memory, as lists, maps and timelines ask for them: small rows that one pass filters, orders
//! and adds up in milliseconds, where the tables would be read from end to end.
//!
//! A board is what the tables say at one revision. [`Board::advance`] brings it up to the present one at the cost of what
//! has changed. What a board cannot tell (words of titles, moments of the past) the tables are asked for.

use crate::error::Result;
use crate::list::{Filter, Order, Review};
use crate::number::OPEN;
use crate::stamp::AsOf;
use crate::store::Reader;
use rusqlite::{Row, params_from_iter};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Stands for a word that is not there.
const NONE: u32 = u32::MAX;

const COLUMNS: &str = "v.incident, v.id, v.type, v.mode, v.status, v.certainty, v.first_day, v.last_day, v.place, v.place_id, v.country, \
    v.precision, v.lat, v.lon, v.killed_low, v.killed_high, v.injured_low, v.injured_high, v.toll, v.voices, v.disputed, v.accepted, v.pinned, v.since";

/// Words by number: a million rows share a few thousand of them.
#[derive(Clone, Default)]
struct Words {
    list: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32>,
}

impl Words {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(known) = self.numbers.get(word) {
            return *known;
        }
        let (word, number): (Arc<str>, u32) = (word.into(), self.list.len() as u32);
        self.list.push(word.clone());
        self.numbers.insert(word, number);
        number
    }

    fn get(&self, number: u32) -> Option<&str> {
        self.list.get(number as usize).map(AsRef::as_ref)
    }
}

/// One incident. Words are numbers of the board's words.
#[derive(Clone)]
struct Line {
    incident: i64,
    id: u32,
    kind: u32,
    mode: u32,
    status: u32,
    certainty: u32,
    first_day: u32,
    last_day: u32,
    place: u32,
    place_id: u32,
    country: u32,
    precision: u32,
    point: Option<(f64, f64)>,
    killed: (Option<f64>, Option<f64>),
    injured: (Option<f64>, Option<f64>),
    toll: f64,
    voices: u32,
    disputed: bool,
    accepted: Option<bool>,
    pinned: bool,
    since: u64,
    /// Numbers of the terms it has, in order.
    terms: Box<[i64]>,
}

/// All incidents of one revision.
#[derive(Clone, Default)]
pub struct Board {
    revision: u64,
    words: Words,
    lines: Vec<Line>,
    /// Where the line of an incident stands.
    at: HashMap<i64, usize>,
    /// Kind and value of a term.
    terms: HashMap<i64, (Arc<str>, Arc<str>)>,
}

/// One incident as a board shows it.
#[derive(Clone, Copy)]
pub struct Mark<'b> {
    line: &'b Line,
    words: &'b Words,
}

#[allow(missing_docs)]
impl<'b> Mark<'b> {
    #[must_use]
    pub fn id(&self) -> &'b str {
        self.word(self.line.id).unwrap_or_default()
    }

    #[must_use]
    pub fn kind(&self) -> &'b str {
        self.word(self.line.kind).unwrap_or_default()
    }

    #[must_use]
    pub fn mode(&self) -> Option<&'b str> {
        self.word(self.line.mode)
    }

    #[must_use]
    pub fn status(&self) -> &'b str {
        self.word(self.line.status).unwrap_or_default()
    }

    #[must_use]
    pub fn certainty(&self) -> &'b str {
        self.word(self.line.certainty).unwrap_or_default()
    }

    #[must_use]
    pub fn first_day(&self) -> Option<&'b str> {
        self.word(self.line.first_day)
    }

    #[must_use]
    pub fn last_day(&self) -> Option<&'b str> {
        self.word(self.line.last_day)
    }

    #[must_use]
    pub fn place(&self) -> Option<&'b str> {
        self.word(self.line.place)
    }

    #[must_use]
    pub fn place_id(&self) -> Option<&'b str> {
        self.word(self.line.place_id)
    }

    #[must_use]
    pub fn country(&self) -> Option<&'b str> {
        self.word(self.line.country)
    }

    #[must_use]
    pub fn precision(&self) -> Option<&'b str> {
        self.word(self.line.precision)
    }

    /// Latitude and longitude.
    #[must_use]
    pub fn point(&self) -> Option<(f64, f64)> {
        self.line.point
    }

    /// Lowest and highest number of dead.
    #[must_use]
    pub fn killed(&self) -> (Option<f64>, Option<f64>) {
        self.line.killed
    }

    #[must_use]
    pub fn injured(&self) -> (Option<f64>, Option<f64>) {
        self.line.injured
    }

    #[must_use]
    pub fn disputed(&self) -> bool {
        self.line.disputed
    }

    /// The revision from which on it looked so.
    #[must_use]
    pub fn since(&self) -> u64 {
        self.line.since
    }

    fn word(&self, number: u32) -> Option<&'b str> {
        self.words.get(number)
    }
}

/// A page of a board: numbers of the incidents, how many there are in all, whether more follow.
pub(crate) struct Picked {
    pub incidents: Vec<i64>,
    pub total: u64,
    pub more: bool,
}

impl Board {
    /// Reads all incidents of today.
    ///
    /// # Errors
    /// If the database fails.
    pub fn new(reader: &Reader) -> Result<Self> {
        let mut board = Self::default();
        let now = reader.conn.unchecked_transaction()?;
        board.revision = reader.head()?;
        board.read_terms(reader)?;
        let mut terms: HashMap<i64, Vec<i64>> = HashMap::new();
        let mut select = reader.conn.prepare(&format!("SELECT term, incident FROM facet WHERE until = {OPEN}"))?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            terms.entry(row.get(1)?).or_default().push(row.get(0)?);
        }
        let mut select = reader.conn.prepare(&format!("SELECT {COLUMNS} FROM version v WHERE v.until = {OPEN}"))?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let own = terms.remove(&row.get::<_, i64>(0)?).unwrap_or_default();
            board.put(row, own)?;
        }
        drop(rows);
        drop(select);
        now.finish()?;
        Ok(board)
    }

    /// Reads the incidents that a filter left at any moment, without their terms.
    ///
    /// # Errors
    /// If the moment is unknown, or the database fails.
    pub fn cut(reader: &Reader, filter: &Filter, as_of: AsOf) -> Result<Self> {
        let mut board = Self { revision: reader.revision(as_of)?, ..Self::default() };
        let Some(condition) = reader.condition(filter, board.revision)? else { return Ok(board) };
        let mut select = reader.conn.prepare_cached(&format!("SELECT {COLUMNS} FROM version v WHERE {}", condition.sql))?;
        let mut rows = select.query(params_from_iter(condition.cells))?;
        while let Some(row) = rows.next()? {
            board.put(row, Vec::new())?;
        }
        if filter.near.is_some() || !filter.polygon.is_empty() {
            board.lines.retain(|line| line.point.is_some_and(|(lat, lon)| filter.holds_point(lat, lon)));
            board.at = board.lines.iter().enumerate().map(|(n, line)| (line.incident, n)).collect();
        }
        Ok(board)
    }

    /// The revision it shows.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Takes in what has changed since its revision.
    ///
    /// # Errors
    /// If the database fails; the board is then to be read anew.
    pub fn advance(&mut self, reader: &Reader) -> Result<()> {
        let now = reader.conn.unchecked_transaction()?;
        let head = reader.head()?;
        self.read_terms(reader)?;
        let mut own = reader.conn.prepare_cached(&format!("SELECT term FROM facet WHERE incident = ?1 AND until = {OPEN}"))?;
        let mut select = reader.conn.prepare_cached(&format!("SELECT {COLUMNS} FROM version v WHERE v.since > ?1 AND v.until = {OPEN}"))?;
        let mut rows = select.query([self.revision as i64])?;
        while let Some(row) = rows.next()? {
            let terms = own.query_map([row.get::<_, i64>(0)?], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
            self.put(row, terms)?;
        }
        drop(rows);
        let count: i64 =
            reader.conn.prepare_cached(&format!("SELECT count(*) FROM version WHERE until = {OPEN}"))?.query_row([], |r| r.get(0))?;
        if count as usize != self.lines.len() {
            self.drop_ended(reader)?;
        }
        self.revision = head;
        drop(select);
        drop(own);
        now.finish()?;
        Ok(())
    }

    /// Takes off what is no incident any more.
    fn drop_ended(&mut self, reader: &Reader) -> Result<()> {
        let mut select = reader.conn.prepare_cached(&format!("SELECT incident FROM version WHERE until = {OPEN}"))?;
        let open: BTreeSet<i64> = select.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
        self.lines.retain(|line| open.contains(&line.incident));
        self.at = self.lines.iter().enumerate().map(|(n, line)| (line.incident, n)).collect();
        Ok(())
    }

    fn read_terms(&mut self, reader: &Reader) -> Result<()> {
        let known = self.terms.keys().max().copied().unwrap_or(-1);
        let mut select = reader.conn.prepare_cached("SELECT no, kind, value FROM term WHERE no > ?1")?;
        let mut rows = select.query([known])?;
        while let Some(row) = rows.next()? {
            let (kind, value): (String, String) = (row.get(1)?, row.get(2)?);
            self.terms.insert(row.get(0)?, (kind.into(), value.into()));
        }
        Ok(())
    }

    fn put(&mut self, row: &Row<'_>, mut terms: Vec<i64>) -> Result<()> {
        terms.sort_unstable();
        let words = &mut self.words;
        let mut word = |n: usize| -> rusqlite::Result<u32> { Ok(row.get_ref(n)?.as_str_or_null()?.map_or(NONE, |w| words.number(w))) };
        let line = Line {
            incident: row.get(0)?,
            id: word(1)?,
            kind: word(2)?,
            mode: word(3)?,
            status: word(4)?,
            certainty: word(5)?,
            first_day: word(6)?,
            last_day: word(7)?,
            place: word(8)?,
            place_id: word(9)?,
            country: word(10)?,
            precision: word(11)?,
            point: row.get::<_, Option<f64>>(12)?.zip(row.get(13)?),
            killed: (row.get(14)?, row.get(15)?),
            injured: (row.get(16)?, row.get(17)?),
            toll: row.get(18)?,
            voices: row.get(19)?,
            disputed: !row.get::<_, String>(20)?.is_empty(),
            accepted: row.get(21)?,
            pinned: row.get::<_, i64>(22)? > 0,
            since: row.get::<_, i64>(23)? as u64,
            terms: terms.into(),
        };
        match self.at.get(&line.incident) {
            Some(at) => self.lines[*at] = line,
            None => {
                self.at.insert(line.incident, self.lines.len());
                self.lines.push(line);
            }
        }
        Ok(())
    }

    /// Whether it can tell what a filter leaves: all but words, which stand in the tables alone.
    #[must_use]
    pub fn tells(&self, filter: &Filter) -> bool {
        filter.words.is_none()
    }

    /// Visits every incident that a filter leaves, in no order that means anything.
    pub fn each<'b>(&'b self, filter: &Filter, mut visit: impl FnMut(Mark<'b>)) {
        self.lines(filter, |line| visit(Mark { line, words: &self.words }));
    }

    /// How many incidents that a filter leaves have each value of a field, the most frequent first.
    #[must_use]
    pub fn tally(&self, filter: &Filter, of: impl for<'b> Fn(Mark<'b>) -> Option<&'b str>, most: usize) -> Vec<(String, u64)> {
        let mut counts: HashMap<&str, u64> = HashMap::new();
        self.each(filter, |mark| {
            if let Some(word) = of(mark) {
                *counts.entry(word).or_default() += 1;
            }
        });
        ranked(counts, most)
    }

    /// How many incidents that a filter leaves have each term of these kinds that fits, the most frequent first.
    #[must_use]
    pub fn tally_terms(&self, filter: &Filter, kinds: &[&str], fits: impl Fn(&str) -> bool, most: usize) -> Vec<(String, u64)> {
        let wanted: HashMap<i64, &str> =
            self.terms.iter().filter(|(_, (k, v))| kinds.contains(&&**k) && fits(v)).map(|(no, (_, v))| (*no, &**v)).collect();
        let mut counts: HashMap<&str, u64> = HashMap::new();
        self.lines(filter, |line| {
            // One party may be author and recipient of one incident.
            let own: BTreeSet<&str> = line.terms.iter().filter_map(|t| wanted.get(t).copied()).collect();
            own.into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
        });
        ranked(counts, most)
    }

    /// The first incidents of an order after a row, with how many there are in all.
    pub(crate) fn pick(&self, filter: &Filter, order: Order, after: Option<(Rank<'_>, i64)>, limit: usize) -> Picked {
        let (mut total, mut found) = (0, Vec::new());
        self.lines(filter, |line| {
            total += 1;
            let place = (self.rank(line, order), line.incident);
            if after.as_ref().is_none_or(|after| order.compare(after, &place) == Ordering::Less) {
                found.push(place);
            }
        });
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

    fn lines<'b>(&'b self, filter: &Filter, visit: impl FnMut(&'b Line)) {
        let Some(asked) = Asked::new(self, filter) else { return };
        self.lines.iter().filter(|line| asked.admits(line)).for_each(visit);
    }
}

fn ranked(counts: HashMap<&str, u64>, most: usize) -> Vec<(String, u64)> {
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

/// A filter in the numbers of a board.
struct Asked<'f> {
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
    fn new(board: &'f Board, filter: &'f Filter) -> Option<Self> {
        let number = |word: &str| board.words.numbers.get(word).copied().unwrap_or(NONE - 1);
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

    fn admits(&self, line: &Line) -> bool {
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
