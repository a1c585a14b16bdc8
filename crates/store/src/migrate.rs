//! Formats of the file, and the way from an older to the present one.
//!
//! The log has a format number (`user_version`): a change of it needs a step in [`STEPS`] and a small file of the
//! format before in `tests/old`. Derived tables have none: if they were made by another build they are made anew.

use crate::blob::Hash;
use crate::error::{Error, Result};
use crate::rules;
use rusqlite::{Connection, OptionalExtension};

/// "MRSD": tells our files from other databases.
const APPLICATION: i64 = 0x4d52_5344;

/// Number of the format of the log.
pub(crate) const FORMAT: i64 = 1;

/// What brings format `n` to `n + 1`, for n = 1, 2, ...
const STEPS: &[&str] = &[];

/// Raised by any change of what is written into the derived tables. Their shape is known by the hash of `derived.sql`.
const DERIVED: u32 = 1;

const LOG_TABLES: &str = include_str!("log.sql");
const DERIVED_TABLES: &str = include_str!("derived.sql");

/// What the derived tables have to be made by.
fn maker() -> String {
    let shape = Hash::of(DERIVED_TABLES.as_bytes()).hex();
    format!("{DERIVED} {} {}", &shape[..16], rules::version())
}

/// Makes the tables of a new file, or brings those of an old one up to date. True if derived tables have to be rebuilt.
pub(crate) fn prepare(conn: &Connection) -> Result<bool> {
    let empty = !conn.prepare("SELECT 1 FROM sqlite_master")?.exists([])?;
    if empty {
        conn.execute_batch(&format!(
            "BEGIN IMMEDIATE; {LOG_TABLES} CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID; {DERIVED_TABLES}
             PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORMAT};"
        ))?;
        sign(conn)?;
        conn.execute_batch("COMMIT")?;
        return Ok(false);
    }
    let format = known(conn)?;
    for n in format..FORMAT {
        let step = STEPS[usize::try_from(n - 1).unwrap_or(0)];
        conn.execute_batch(&format!("BEGIN IMMEDIATE; {step}; PRAGMA user_version = {}; COMMIT", n + 1))?;
    }
    Ok(made_by(conn)? != Some(maker()))
}

/// Whether a reader can work with the file as it is.
pub(crate) fn check(conn: &Connection) -> Result<()> {
    let format = known(conn)?;
    if format == FORMAT && made_by(conn)? == Some(maker()) {
        return Ok(());
    }
    Err(Error::Format(
        "the database was written by another version of Marsad; run `marsad verify --rebuild` once to bring it up to date".to_owned(),
    ))
}

/// Number of the format, if it is one that this build knows.
fn known(conn: &Connection) -> Result<i64> {
    let application: i64 = conn.pragma_query_value(None, "application_id", |r| r.get(0))?;
    let format: i64 = conn.pragma_query_value(None, "user_version", |r| r.get(0))?;
    if application != APPLICATION {
        return Err(Error::Format("expected a database of Marsad, found one of another program; name another file with --db".to_owned()));
    }
    if !(1..=FORMAT).contains(&format) {
        return Err(Error::Format(format!("expected a database of format 1 to {FORMAT}, found format {format}; use a newer Marsad")));
    }
    Ok(format)
}

fn made_by(conn: &Connection) -> Result<Option<String>> {
    Ok(conn.query_row("SELECT value FROM meta WHERE key = 'derived'", [], |r| r.get(0)).optional()?)
}

/// Writes down who made the derived tables.
pub(crate) fn sign(conn: &Connection) -> Result<()> {
    conn.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('derived', ?1)", [maker()])?;
    Ok(())
}

/// Drops the derived tables and makes them anew, empty.
pub(crate) fn clear(conn: &Connection) -> Result<()> {
    let mut select = conn.prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('blob', 'revision', 'meta')
         AND name NOT LIKE 'area\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )?;
    let names: Vec<String> = select.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    for name in names {
        conn.execute_batch(&format!("DROP TABLE {name}"))?;
    }
    conn.execute_batch(DERIVED_TABLES)?;
    Ok(())
}
