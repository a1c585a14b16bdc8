//! The file: opening, its two doors (one that writes, any number that read), transactions.

use crate::error::{Error, Result};
use crate::fold::Fold;
use crate::log;
use crate::migrate;
use crate::rules::Rules;
use rusqlite::{Connection, OpenFlags};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

/// A door that reads. Any number of them work beside one writer; each sees the last committed state.
pub struct Reader {
    pub(crate) conn: Connection,
    pub(crate) rules: Rules,
    path: Option<PathBuf>,
}

/// The door that writes.
pub struct Store {
    pub(crate) reader: Reader,
    pub(crate) fold: Fold,
}

impl Deref for Store {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        &self.reader
    }
}

impl Reader {
    /// Opens a store to read from it.
    ///
    /// # Errors
    /// If there is none, or a writer has to bring it up to date first.
    pub fn open(path: &Path) -> Result<Self> {
        if !path.is_file() {
            return Err(Error::Missing(format!(
                "{}: expected a database of Marsad, found no such file; `marsad ingest REPORTS --db {}` makes one",
                path.display(),
                path.display()
            )));
        }
        let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        settings(&conn)?;
        conn.pragma_update(None, "query_only", true)?;
        migrate::check(&conn)?;
        Ok(Self { conn, rules: Rules, path: Some(path.to_owned()) })
    }

    /// Another door to the same file.
    ///
    /// # Errors
    /// If the store lives in memory only, or cannot be opened.
    pub fn another(&self) -> Result<Self> {
        let path = self.path.as_deref().ok_or_else(|| Error::Refused("a store in memory has one door only".to_owned()))?;
        Self::open(path)
    }

    /// Number of the last revision, 0 in an empty store.
    ///
    /// # Errors
    /// If the database fails.
    pub fn head(&self) -> Result<u64> {
        Ok(log::head(&self.conn)?.0)
    }
}

impl Store {
    /// Opens a store, makes it if there is none, brings an older one up to date.
    ///
    /// # Errors
    /// If the file is something else, of a later format, or in use by another writer.
    pub fn open(path: &Path) -> Result<Self> {
        let conn = Connection::open(path)?;
        conn.pragma_update(None, "journal_mode", "wal")?;
        settings(&conn)?;
        Self::with(conn, Some(path.to_owned()))
    }

    /// A store in memory, for tests and trials.
    ///
    /// # Errors
    /// If the database fails.
    pub fn in_memory() -> Result<Self> {
        Self::with(Connection::open_in_memory()?, None)
    }

    fn with(conn: Connection, path: Option<PathBuf>) -> Result<Self> {
        let mut store = Self { reader: Reader { conn, rules: Rules, path }, fold: Fold::default() };
        if migrate::prepare(&store.reader.conn)? {
            store.rebuild()?;
        }
        Ok(store)
    }

    /// Does all of `work`, or nothing of it.
    pub(crate) fn transaction<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        self.reader.conn.execute_batch("BEGIN IMMEDIATE")?;
        match work(self) {
            Ok(done) => {
                self.reader.conn.execute_batch("COMMIT")?;
                Ok(done)
            }
            Err(e) => {
                // What is remembered may be of rows that are gone now.
                self.fold = Fold::default();
                self.reader.conn.execute_batch("ROLLBACK")?;
                Err(e)
            }
        }
    }
}

fn settings(conn: &Connection) -> Result<()> {
    conn.busy_timeout(PATIENCE)?;
    // A commit that was reported is on the disk, even if the power fails a moment later.
    conn.pragma_update(None, "synchronous", "full")?;
    conn.pragma_update(None, "cache_size", -131_072)?;
    // Pages that many commits change are written to the file once.
    conn.pragma_update(None, "wal_autocheckpoint", 16_000)?;
    conn.pragma_update(None, "mmap_size", 1 << 30)?;
    conn.pragma_update(None, "temp_store", "memory")?;
    conn.set_prepared_statement_cache_capacity(128);
    Ok(())
}
