//! All incidents of today in memory, as lists, maps and timelines ask for them: small rows that one pass filters, orders
//! and adds up in milliseconds, where the tables would be read from end to end.
//!
//! A board is what the tables say at one revision. [`Board::advance`] brings it up to the present one at the cost of what
//! has changed. What a board cannot tell (words of titles, moments of the past) the tables are asked for.

mod ask;
mod line;
mod pass;

use crate::error::Result;
use crate::list::Filter;
use crate::number::OPEN;
use crate::stamp::AsOf;
use crate::store::Reader;
use line::{COLUMNS, Line, Words};
use rusqlite::{Params, params_from_iter};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

pub use line::Mark;
pub(crate) use pass::Rank;

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
        board.read(reader, &format!("v.until = {OPEN}"), [], |incident| Ok(terms.remove(&incident).unwrap_or_default()))?;
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
        board.read(reader, &condition.sql, params_from_iter(condition.cells), |_| Ok(Vec::new()))?;
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
        let since = [self.revision as i64];
        self.read(reader, &format!("v.since > ?1 AND v.until = {OPEN}"), since, |incident| {
            own.query_map([incident], |r| r.get(0))?.collect()
        })?;
        let count: i64 =
            reader.conn.prepare_cached(&format!("SELECT count(*) FROM version WHERE until = {OPEN}"))?.query_row([], |r| r.get(0))?;
        if count as usize != self.lines.len() {
            self.drop_ended(reader)?;
        }
        self.revision = head;
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

    /// Reads the versions that meet a condition, with the terms of each incident.
    fn read(
        &mut self,
        reader: &Reader,
        condition: &str,
        cells: impl Params,
        mut terms: impl FnMut(i64) -> rusqlite::Result<Vec<i64>>,
    ) -> Result<()> {
        let mut select = reader.conn.prepare_cached(&format!("SELECT {COLUMNS} FROM version v WHERE {condition}"))?;
        let mut rows = select.query(cells)?;
        while let Some(row) = rows.next()? {
            let line = Line::read(row, terms(row.get(0)?)?, &mut self.words)?;
            match self.at.get(&line.incident) {
                Some(at) => self.lines[*at] = line,
                None => {
                    self.at.insert(line.incident, self.lines.len());
                    self.lines.push(line);
                }
            }
        }
        Ok(())
    }
}
