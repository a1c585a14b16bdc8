//! Lists of reports, and what an outlet tells, for pages.

use crate::error::{Error, Result};
use crate::number::OPEN;
use crate::stamp::{AsOf, time};
use crate::store::Reader;
use jiff::Timestamp;
use rusqlite::types::Value as Cell;
use rusqlite::{OptionalExtension, Row, params_from_iter};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Which reports a list shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReportFilter {
    /// First day of publication.
    pub from: Option<String>,
    /// Last day of publication.
    pub to: Option<String>,
    /// Names of outlets.
    pub outlet: Vec<String>,
    /// Languages, BCP 47.
    pub lang: Vec<String>,
    /// Words that all stand in title, outlet or identifier.
    pub words: Option<String>,
    /// Only reports that repeat no other.
    pub originals: bool,
}

/// One line of a list of reports: the last version of an article.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ReportLine {
    /// Identifier.
    pub id: String,
    /// Headline.
    pub title: Option<String>,
    /// Language of the text.
    pub lang: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// When, as the report says.
    pub published: Option<String>,
    /// When it came in.
    pub added_at: Timestamp,
    /// Number of this version.
    pub version: u32,
    /// Number of versions.
    pub versions: u32,
    /// Mentions found in it.
    pub claims: u32,
    /// The report that it repeats.
    pub copy_of: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
}

/// A page of a list of reports.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ReportLines {
    /// The lines, last published first.
    pub reports: Vec<ReportLine>,
    /// How many there are in all.
    pub total: u64,
    /// What to ask for the next page with.
    pub next: Option<String>,
    /// The revision that is looked at.
    pub as_of: u64,
}

/// How a report tells of an incident where it repeats another report.
pub(crate) const REPEATS: &str = "how NOT IN ('original', '')";

/// The columns of [`line()`].
fn columns() -> String {
    format!(
        "r.id, r.title, r.lang, r.outlet, r.published, (SELECT at FROM revision WHERE no = r.added), r.version,
         (SELECT max(o.version) FROM report o WHERE o.key = r.key),
         (SELECT count(*) FROM claim c WHERE c.report = r.no AND c.until = {OPEN}),
         (SELECT f.id FROM telling t JOIN report f ON f.no = t.first WHERE t.report = r.no AND {REPEATS} AND t.first != r.no LIMIT 1),
         r.url, r.no"
    )
}

fn line(r: &Row<'_>) -> rusqlite::Result<ReportLine> {
    Ok(ReportLine {
        id: r.get(0)?,
        title: r.get(1)?,
        lang: r.get(2)?,
        outlet: r.get(3)?,
        published: r.get(4)?,
        added_at: time(r.get::<_, Option<i64>>(5)?.unwrap_or(0)),
        version: r.get(6)?,
        versions: r.get(7)?,
        claims: r.get(8)?,
        copy_of: r.get(9)?,
        url: r.get(10)?,
    })
}

/// Where a page of reports ended: revision, publication (may be absent), number.
fn place_of(cursor: &str) -> Result<(u64, Option<String>, i64)> {
    let mut parts = cursor.splitn(3, '.');
    let mut number = || parts.next().and_then(|n| n.parse::<i64>().ok());
    let (revision, no) = (number(), number());
    match (revision, no, parts.next()) {
        (Some(revision), Some(no), Some(published)) if revision >= 0 => {
            Ok((revision as u64, Some(published.to_owned()).filter(|p| !p.is_empty()), no))
        }
        _ => Err(Error::Refused("expected the cursor that the page before gave, found other words; begin the list anew".to_owned())),
    }
}

impl Reader {
    /// A page of reports, last published first; of each article the last version known then.
    ///
    /// # Errors
    /// If the cursor is none of ours, the moment is unknown, or the database fails.
    pub fn report_lines(&self, filter: &ReportFilter, as_of: AsOf, after: Option<&str>, limit: usize) -> Result<ReportLines> {
        let cursor = after.map(place_of).transpose()?;
        let revision = cursor.as_ref().map_or_else(|| self.revision(as_of), |c| self.revision(AsOf::Revision(c.0)))?;
        let (mut sql, mut cells) = condition(filter, revision);
        let count = format!("SELECT count(*) FROM report r WHERE {sql}");
        let total: i64 = self.conn.prepare_cached(&count)?.query_row(params_from_iter(cells.clone()), |r| r.get(0))?;
        match &cursor {
            Some((_, Some(published), no)) => {
                sql += " AND ((r.published, r.no) < (?, ?) OR r.published IS NULL)";
                cells.extend([Cell::Text(published.clone()), Cell::Integer(*no)]);
            }
            Some((_, None, no)) => {
                sql += " AND r.published IS NULL AND r.no < ?";
                cells.push(Cell::Integer(*no));
            }
            None => {}
        }
        let columns = columns();
        let sql = format!("SELECT {columns} FROM report r WHERE {sql} ORDER BY r.published DESC, r.no DESC LIMIT {}", limit + 1);
        let mut select = self.conn.prepare_cached(&sql)?;
        let rows = select.query_map(params_from_iter(cells), |r| Ok((line(r)?, r.get::<_, i64>(11)?)))?;
        let mut found: Vec<(ReportLine, i64)> = rows.collect::<rusqlite::Result<_>>()?;
        let more = found.len() > limit;
        found.truncate(limit);
        let last = found.last().filter(|_| more);
        let next = last.map(|(line, no)| format!("{revision}.{no}.{}", line.published.as_deref().unwrap_or_default()));
        Ok(ReportLines { reports: found.into_iter().map(|(l, _)| l).collect(), total: total as u64, next, as_of: revision })
    }

    /// The line of one report.
    ///
    /// # Errors
    /// If the database fails.
    pub fn report_line(&self, id: &str) -> Result<Option<ReportLine>> {
        let sql = format!("SELECT {} FROM report r WHERE r.id = ?1", columns());
        Ok(self.conn.prepare_cached(&sql)?.query_row([id], line).optional()?)
    }

    /// Reports that repeat this one, by publication; at most 200.
    ///
    /// # Errors
    /// If the database fails.
    pub fn repeated_by(&self, id: &str) -> Result<Vec<ReportLine>> {
        let columns = columns();
        let sql = format!(
            "SELECT {columns} FROM report r WHERE r.no IN (SELECT t.report FROM telling t JOIN report f ON f.no = t.first
             WHERE f.id = ?1 AND t.report != t.first AND {REPEATS}) ORDER BY r.published, r.no LIMIT 200"
        );
        Ok(self.conn.prepare_cached(&sql)?.query_map([id], line)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Length in bytes of what is stored under a hash.
    ///
    /// # Errors
    /// If the database fails.
    pub fn blob_size(&self, hash: crate::Hash) -> Result<Option<u64>> {
        let mut select = self.conn.prepare_cached("SELECT size FROM blob WHERE hash = ?1")?;
        Ok(select.query_row([hash.0], |r| r.get::<_, i64>(0)).optional()?.map(|n| n as u64))
    }

    /// Number of claims by outlet.
    ///
    /// # Errors
    /// If the database fails.
    pub fn claims_by_outlet(&self) -> Result<BTreeMap<String, u64>> {
        let sql = format!(
            "SELECT r.outlet, count(*) FROM claim c JOIN report r ON r.no = c.report WHERE c.until = {OPEN} AND r.outlet IS NOT NULL GROUP BY 1"
        );
        let mut select = self.conn.prepare_cached(&sql)?;
        let rows = select.query_map([], |r| Ok((r.get(0)?, r.get::<_, i64>(1)? as u64)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Whom an outlet repeats, and how many of its reports do; the most frequent first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn repeats_of(&self, outlet: &str) -> Result<Vec<(String, u64)>> {
        let mut select = self.conn.prepare_cached(&format!(
            "SELECT f.outlet, count(DISTINCT r.no) FROM report r JOIN telling t ON t.report = r.no JOIN report f ON f.no = t.first
             WHERE r.outlet = ?1 AND f.no != r.no AND {REPEATS} AND f.outlet IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50",
        ))?;
        let rows = select.query_map([outlet], |r| Ok((r.get(0)?, r.get::<_, i64>(1)? as u64)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

fn condition(filter: &ReportFilter, revision: u64) -> (String, Vec<Cell>) {
    let mut sql = format!(
        "r.added <= {revision} AND NOT EXISTS (SELECT 1 FROM report n WHERE n.key = r.key AND n.version > r.version AND n.added <= {revision})"
    );
    let mut cells = Vec::new();
    for (words, test) in [(&filter.from, "substr(r.published, 1, 10) >= ?"), (&filter.to, "substr(r.published, 1, 10) <= ?")] {
        if let Some(day) = words {
            let _ = write!(sql, " AND {test}");
            cells.push(Cell::Text(day.clone()));
        }
    }
    for (values, column) in [(&filter.outlet, "r.outlet"), (&filter.lang, "r.lang")] {
        if !values.is_empty() {
            let _ = write!(sql, " AND {column} IN ({})", vec!["?"; values.len()].join(", "));
            cells.extend(values.iter().cloned().map(Cell::Text));
        }
    }
    for word in filter.words.iter().flat_map(|w| w.split_whitespace()) {
        sql += " AND (r.title LIKE ? OR r.outlet LIKE ? OR r.id LIKE ?)";
        let like = Cell::Text(format!("%{}%", word.replace(['%', '_'], "")));
        cells.extend([like.clone(), like.clone(), like]);
    }
    if filter.originals {
        let _ = write!(sql, " AND NOT EXISTS (SELECT 1 FROM telling t WHERE t.report = r.no AND t.first != r.no AND {REPEATS})");
    }
    (sql, cells)
}
