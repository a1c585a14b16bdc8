//! What can go wrong in a store, in words that say how to mend it.

use std::fmt;

/// Why the store did not do what was asked.
#[derive(Debug)]
pub enum Error {
    /// The database said no.
    Sql(rusqlite::Error),
    /// The file is not one of ours, or of a later format.
    Format(String),
    /// Something stored contradicts itself; `marsad verify` tells more.
    Broken(String),
    /// What was asked for is not there.
    Missing(String),
    /// What was asked for cannot be done: what was expected, what was found.
    Refused(String),
}

/// Results of the store.
pub type Result<T> = std::result::Result<T, Error>;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sql(rusqlite::Error::SqliteFailure(e, _)) if e.code == rusqlite::ErrorCode::DatabaseBusy => {
                f.write_str("another program is writing to the database; wait for it to end and try again")
            }
            Self::Sql(rusqlite::Error::SqliteFailure(e, _)) if e.code == rusqlite::ErrorCode::NotADatabase => {
                f.write_str("expected a database of Marsad, found another kind of file; name another file with --db")
            }
            Self::Sql(e) => write!(f, "the database failed: {e}"),
            Self::Format(what) | Self::Missing(what) | Self::Refused(what) => f.write_str(what),
            Self::Broken(what) => write!(f, "the database contradicts itself: {what}; run `marsad verify`"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Sql(e) => Some(e),
            _ => None,
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(e: rusqlite::Error) -> Self {
        Self::Sql(e)
    }
}

/// JSON that the store wrote itself and cannot read any more.
pub(crate) fn json(what: &str) -> impl Fn(serde_json::Error) -> Error + '_ {
    move |e| Error::Broken(format!("{what} is not the JSON that was stored ({e})"))
}
