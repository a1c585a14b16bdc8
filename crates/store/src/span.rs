//! Sets that change over time, as rows with `since` and `until`.

use crate::error::Result;
use crate::number::OPEN;
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

/// A table with columns `incident`, `since`, `until` and one more.
pub(crate) struct Spans {
    pub table: &'static str,
    pub column: &'static str,
}

impl Spans {
    /// What the incident has today.
    pub fn now(&self, conn: &Connection, incident: u64) -> Result<BTreeSet<i64>> {
        self.at(conn, incident, OPEN - 1)
    }

    /// What the incident had after a revision.
    pub fn at(&self, conn: &Connection, incident: u64, revision: i64) -> Result<BTreeSet<i64>> {
        let Self { table, column } = self;
        let sql = format!("SELECT {column} FROM {table} WHERE incident = ?1 AND since <= ?2 AND until > ?2");
        let mut select = conn.prepare_cached(&sql)?;
        let rows = select.query_map(params![incident as i64, revision], |r| r.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// From this revision on the incident has exactly these.
    pub fn set(&self, conn: &Connection, incident: u64, wanted: &BTreeSet<i64>, revision: u64) -> Result<()> {
        let now = self.now(conn, incident)?;
        for gone in now.difference(wanted) {
            self.end(conn, incident, *gone, revision)?;
        }
        for new in wanted.difference(&now) {
            self.begin(conn, incident, *new, revision)?;
        }
        Ok(())
    }

    /// Begins a span.
    pub fn begin(&self, conn: &Connection, incident: u64, value: i64, revision: u64) -> Result<()> {
        let Self { table, column } = self;
        // A span that ended in this very revision goes on.
        let sql = format!(
            "INSERT INTO {table} (incident, {column}, since, until) VALUES (?1, ?2, ?3, {OPEN})
             ON CONFLICT DO UPDATE SET until = {OPEN}"
        );
        conn.prepare_cached(&sql)?.execute(params![incident as i64, value, revision as i64])?;
        Ok(())
    }

    /// Ends a span; one that began in this very revision leaves no trace.
    pub fn end(&self, conn: &Connection, incident: u64, value: i64, revision: u64) -> Result<()> {
        let Self { table, column } = self;
        let values = params![incident as i64, value, revision as i64];
        let sql = format!("DELETE FROM {table} WHERE incident = ?1 AND {column} = ?2 AND since = ?3");
        if conn.prepare_cached(&sql)?.execute(values)? == 0 {
            let sql = format!("UPDATE {table} SET until = ?3 WHERE incident = ?1 AND {column} = ?2 AND until = {OPEN}");
            conn.prepare_cached(&sql)?.execute(values)?;
        }
        Ok(())
    }
}

/// Claims of incidents.
pub(crate) const MEMBERS: Spans = Spans { table: "member", column: "claim" };
/// Terms of incidents.
pub(crate) const FACETS: Spans = Spans { table: "facet", column: "term" };
