//! The append-only log: revisions, each chained to the one before by its hash.

use crate::blob::Hash;
use crate::error::{Error, Result, json};
use crate::stamp::{Stamp, time};
use jiff::Timestamp;
use marsad_model::incident::Decision;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

/// The hash before the first revision.
const GENESIS: Hash = Hash([0; 32]);

/// One change of the store.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "kebab-case")]
pub enum Op {
    /// A report came in, with the claims found in it.
    AddReport(AddReport),
    /// A report was coded anew: by another engine or pack.
    Recode {
        /// Identifier of the report.
        report: String,
        /// Blob of the new sheet.
        sheet: Hash,
    },
    /// A place that reports name, with what holds it; logged when it is first named or has changed.
    AddPlace(Place),
    /// Claims belong to this incident from now on, and to no other.
    Join {
        /// Number of the incident.
        incident: u64,
        /// Hashes of the claims, sixteen hexadecimal digits each.
        claims: Vec<String>,
    },
    /// Claims belong to no incident from now on.
    Leave {
        /// Hashes of the claims.
        claims: Vec<String>,
    },
    /// A person decided.
    Decide {
        /// What.
        decision: Decision,
    },
}

/// A report as it came in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AddReport {
    /// Identifier in the store.
    pub id: String,
    /// Its address, or its own identifier and outlet: what versions of one article share.
    pub key: String,
    /// Which version of the article this is, by arrival.
    pub version: u32,
    /// Blob of the text.
    pub text: Hash,
    /// Blob of the sheet, without the text.
    pub sheet: Hash,
    /// Blob of the bytes as received, where they hold more than the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capture: Option<Hash>,
    /// Where it was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The version before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_of: Option<String>,
}

/// A place of the gazetteer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Gazetteer identifier.
    pub id: String,
    /// Identifier of the place that holds it.
    pub parent: Option<String>,
    /// English name.
    pub name: String,
    /// site, town, district, province, country or region.
    pub feature: String,
    /// ISO 3166 alpha-2, or nothing.
    pub country: String,
}

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Revision {
    /// 1, 2, 3, ...
    pub no: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub author: String,
    /// Why.
    pub reason: String,
    /// What.
    pub ops: Vec<Op>,
    /// Over the hash before and all of this.
    pub hash: Hash,
}

/// A revision as it lies in the table.
pub(crate) struct Entry {
    pub no: u64,
    pub at: i64,
    pub author: String,
    pub reason: String,
    pub ops: String,
    pub hash: Hash,
}

impl Entry {
    /// The hash that this entry has to have after one with the hash `before`. Lengths stand before texts, so that
    /// nothing can be moved from one field to the next.
    pub fn chained(&self, before: Hash) -> Hash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&before.0).update(&self.no.to_le_bytes()).update(&self.at.to_le_bytes());
        for text in [&self.author, &self.reason, &self.ops] {
            hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
        }
        Hash(*hasher.finalize().as_bytes())
    }

    /// The operations.
    pub fn ops(&self) -> Result<Vec<Op>> {
        serde_json::from_str(&self.ops).map_err(json(&format!("revision {}", self.no)))
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<(Self, Vec<u8>)> {
        let entry = Self {
            no: row.get::<_, i64>(0)? as u64,
            at: row.get(1)?,
            author: row.get(2)?,
            reason: row.get(3)?,
            ops: row.get(4)?,
            hash: GENESIS,
        };
        Ok((entry, row.get(5)?))
    }
}

const COLUMNS: &str = "no, at, author, reason, ops, hash";

/// Number, time and hash of the last revision; zeros before the first.
pub(crate) fn head(conn: &Connection) -> Result<(u64, i64, Hash)> {
    let mut select = conn.prepare_cached("SELECT no, at, hash FROM revision ORDER BY no DESC LIMIT 1")?;
    let row = select.query_row([], |r| Ok((r.get::<_, i64>(0)? as u64, r.get::<_, i64>(1)?, r.get::<_, Vec<u8>>(2)?))).optional()?;
    row.map_or(Ok((0, i64::MIN, GENESIS)), |(no, at, hash)| Ok((no, at, Hash::column(&hash)?)))
}

/// Adds a revision and gives its number. A clock that was set back does not turn the order of knowledge round: the
/// time is never before that of the last revision.
pub(crate) fn append(conn: &Connection, stamp: &Stamp, ops: &[Op]) -> Result<u64> {
    let (last, at, before) = head(conn)?;
    let ops = serde_json::to_string(ops).map_err(json("a new revision"))?;
    let (author, reason) = (stamp.author.clone(), stamp.reason.clone());
    let mut entry = Entry { no: last + 1, at: stamp.at.as_millisecond().max(at), author, reason, ops, hash: GENESIS };
    entry.hash = entry.chained(before);
    let mut insert = conn.prepare_cached("INSERT INTO revision (no, at, author, reason, ops, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    insert.execute(params![entry.no as i64, entry.at, entry.author, entry.reason, entry.ops, entry.hash.0])?;
    Ok(entry.no)
}

/// Walks over the log in order, from after `after`.
pub(crate) fn walk(conn: &Connection, after: u64, mut visit: impl FnMut(Entry) -> Result<bool>) -> Result<()> {
    let mut select = conn.prepare(&format!("SELECT {COLUMNS} FROM revision WHERE no > ?1 ORDER BY no"))?;
    let mut rows = select.query([after as i64])?;
    while let Some(row) = rows.next()? {
        let (mut entry, hash) = Entry::read(row)?;
        entry.hash = Hash::column(&hash)?;
        if !visit(entry)? {
            break;
        }
    }
    Ok(())
}

/// Checks numbers, times and hashes of the whole log; what is wrong with it, if something is.
pub(crate) fn check(conn: &Connection) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    let (mut no, mut at, mut before) = (0, i64::MIN, GENESIS);
    walk(conn, 0, |entry| {
        if entry.no != no + 1 {
            wrong.push(format!("expected revision {}, found {}: the log has a gap", no + 1, entry.no));
        }
        if entry.at < at {
            wrong.push(format!("revision {} is dated before the one before it", entry.no));
        }
        if entry.chained(before) != entry.hash {
            wrong.push(format!(
                "revision {} does not carry the hash of its words after the one before: one of the two was changed",
                entry.no
            ));
        }
        if let Err(e) = entry.ops() {
            wrong.push(e.to_string());
        }
        (no, at, before) = (entry.no, entry.at, entry.hash);
        Ok(wrong.len() < 20)
    })?;
    Ok(wrong)
}

impl TryFrom<Entry> for Revision {
    type Error = Error;

    fn try_from(entry: Entry) -> Result<Self> {
        let ops = entry.ops()?;
        Ok(Self { no: entry.no, at: time(entry.at), author: entry.author, reason: entry.reason, ops, hash: entry.hash })
    }
}
