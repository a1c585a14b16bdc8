//! Is the store what it says it is? The chain of the log, the stored bytes, the evidence, the derived tables.

use crate::blob::{self, Hash};
use crate::cache::Digests;
use crate::error::Result;
use crate::fold::{Tables, read_sheet};
use crate::log::{self, Op};
use crate::migrate;
use crate::number::OPEN;
use crate::store::{Reader, Store};
use marsad_model::Sheet;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use std::collections::{BTreeMap, BTreeSet};

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Revisions in the log.
    pub revisions: u64,
    /// Stored texts, sheets and captures.
    pub blobs: u64,
    /// Reports.
    pub reports: u64,
    /// Phrases of sheets that were compared with their texts.
    pub phrases: u64,
    /// Hash of the last revision: whoever wrote it down elsewhere can tell a rewritten log.
    pub head: String,
    /// What is wrong. Nothing, if all is well.
    pub wrong: Vec<String>,
}

/// So many faults are listed.
const LISTED: usize = 100;

impl Reader {
    /// Checks the log's chain, every stored byte against its hash, and every phrase against its text.
    ///
    /// # Errors
    /// If the database cannot be read; what is wrong inside it is a finding.
    pub fn verify(&self) -> Result<Findings> {
        let mut found = Findings { wrong: log::check(&self.conn)?, ..Findings::default() };
        let (revisions, _, head) = log::head(&self.conn)?;
        (found.revisions, found.head) = (revisions, head.hex());
        self.bytes(&mut found)?;
        self.evidence(&mut found)?;
        self.membership(&mut found)?;
        let sound: String = self.conn.query_row("PRAGMA quick_check(1)", [], |r| r.get(0))?;
        if sound != "ok" {
            found.wrong.push(format!("the file is damaged: {sound}"));
        }
        found.wrong.truncate(LISTED);
        Ok(found)
    }

    fn bytes(&self, found: &mut Findings) -> Result<()> {
        let mut select = self.conn.prepare("SELECT hash, size, data FROM blob ORDER BY no")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            found.blobs += 1;
            let hash = Hash::column(&row.get::<_, Vec<u8>>(0)?)?;
            let bytes = blob::unpack(row.get_ref(2)?.as_blob().unwrap_or_default(), row.get::<_, i64>(1)? as usize);
            if !bytes.is_ok_and(|b| Hash::of(&b) == hash) {
                found.wrong.push(format!("stored bytes {hash:?} are not what was stored"));
            }
        }
        Ok(())
    }

    fn evidence(&self, found: &mut Findings) -> Result<()> {
        let sql = "SELECT r.id, c.sheet, r.text FROM coding c JOIN report r ON r.no = c.report ORDER BY c.report, c.since";
        let mut select = self.conn.prepare(sql)?;
        let mut rows = select.query([])?;
        let mut last = String::new();
        while let Some(row) = rows.next()? {
            let id: String = row.get(0)?;
            found.reports += u64::from(id != last);
            let (sheet, text) = (Hash::column(&row.get::<_, Vec<u8>>(1)?)?, Hash::column(&row.get::<_, Vec<u8>>(2)?)?);
            match read_sheet(&self.conn, &id, sheet, text) {
                Ok(sheet) => found.phrases += phrases(&sheet, &mut found.wrong),
                Err(e) => found.wrong.push(e.to_string()),
            }
            last = id;
        }
        Ok(())
    }

    /// Every claim belongs to at most one incident, and every incident with claims has one present version.
    fn membership(&self, found: &mut Findings) -> Result<()> {
        let checks = [
            (
                format!("SELECT count(*) FROM (SELECT claim FROM member WHERE until = {OPEN} GROUP BY claim HAVING count(*) > 1)"),
                "claims belong to two incidents",
            ),
            (
                format!(
                    "SELECT count(*) FROM (SELECT DISTINCT incident FROM member WHERE until = {OPEN}
                     EXCEPT SELECT incident FROM version WHERE until = {OPEN})"
                ),
                "incidents have claims and no version",
            ),
            (
                format!(
                    "SELECT count(*) FROM (SELECT incident FROM version WHERE until = {OPEN}
                     EXCEPT SELECT DISTINCT incident FROM member WHERE until = {OPEN})"
                ),
                "incidents have a version and no claims",
            ),
            (
                "SELECT count(*) FROM report r LEFT JOIN revision v ON v.no = r.added WHERE v.no IS NULL".to_owned(),
                "reports were added by no revision",
            ),
            (
                format!(
                    "SELECT (SELECT n FROM total WHERE what = 'reports') != (SELECT count(*) FROM report)
                     OR (SELECT n FROM total WHERE what = 'claims') != (SELECT count(*) FROM claim WHERE until = {OPEN})
                     OR (SELECT n FROM total WHERE what = 'incidents') != (SELECT count(*) FROM version WHERE until = {OPEN})
                     OR (SELECT n FROM total WHERE what = 'outlets') != (SELECT count(DISTINCT outlet) FROM report)"
                ),
                "row of totals differs from what it counts",
            ),
        ];
        for (sql, what) in checks {
            let n: i64 = self.conn.query_row(&sql, [], |r| r.get(0))?;
            if n > 0 {
                found.wrong.push(format!("{n} {what}; `marsad verify --rebuild` makes the derived tables anew"));
            }
        }
        Ok(())
    }

    /// The content of every derived table as a hash, by table.
    ///
    /// # Errors
    /// If the database fails.
    pub fn derived(&self) -> Result<BTreeMap<String, String>> {
        let mut select = self.conn.prepare(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('blob', 'revision', 'meta', 'area')
             AND name NOT LIKE 'area\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
        )?;
        let mut names: Vec<String> = select.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
        names.push("area".to_owned());
        names.into_iter().map(|name| Ok((name.clone(), digest(&self.conn, &name)?))).collect()
    }
}

/// Hash over all cells of a table, in the order of its first columns.
fn digest(conn: &Connection, table: &str) -> Result<String> {
    let columns = conn.prepare(&format!("SELECT * FROM {table}"))?.column_count();
    let order = (1..=columns.min(3)).map(|n| n.to_string()).collect::<Vec<_>>().join(", ");
    let mut select = conn.prepare(&format!("SELECT * FROM {table} ORDER BY {order}"))?;
    let mut hasher = blake3::Hasher::new();
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        for i in 0..columns {
            let bytes: (&[u8], &[u8]) = match row.get_ref(i)? {
                ValueRef::Null => (b"n", &[]),
                ValueRef::Integer(n) => (b"i", &n.to_le_bytes()),
                ValueRef::Real(x) => (b"r", &x.to_bits().to_le_bytes()),
                ValueRef::Text(t) => (b"t", t),
                ValueRef::Blob(b) => (b"b", b),
            };
            hasher.update(bytes.0).update(&(bytes.1.len() as u64).to_le_bytes()).update(bytes.1);
        }
    }
    Ok(hasher.finalize().to_hex().to_string())
}

/// Compares all phrases of a sheet with its text. How many there are.
fn phrases(sheet: &Sheet, wrong: &mut Vec<String>) -> u64 {
    let text: Vec<char> = sheet.text.chars().collect();
    let mut n = 0;
    let mut look = |words: &str, at: usize| {
        n += 1;
        if !words.chars().eq(text.iter().skip(at).take(words.chars().count()).copied()) {
            wrong.push(format!("report `{}`: expected «{words}» at {at}, found other words", sheet.id));
        }
    };
    for e in &sheet.events {
        look(&e.trigger.text, e.trigger.at);
        e.actor.iter().chain(&e.recipient).for_each(|p| look(&p.text, p.at));
        e.instrument.iter().for_each(|p| look(&p.text, p.at));
        e.place.iter().for_each(|p| look(&p.text, p.at));
        e.date.iter().for_each(|p| look(&p.text, p.at));
        e.counts.iter().for_each(|p| look(&p.text, p.at));
        e.attribution.iter().for_each(|p| look(&p.text, p.at));
    }
    sheet.mentions.iter().for_each(|m| look(&m.text, m.at));
    n
}

impl Store {
    /// Drops the derived tables and makes them of the log anew, all or nothing. The tables whose content is another
    /// than before: none, unless another build made them or somebody changed them.
    ///
    /// # Errors
    /// If the log cannot be folded.
    pub fn rebuild(&mut self) -> Result<Vec<String>> {
        let before = self.derived().unwrap_or_default();
        self.transaction(|store| {
            migrate::clear(&store.conn)?;
            store.fold.digests = Digests::default();
            store.replay()?;
            migrate::sign(&store.conn)
        })?;
        let after = self.derived()?;
        Ok(after.into_iter().filter(|(name, hash)| before.get(name) != Some(hash)).map(|(name, _)| name).collect())
    }

    fn replay(&mut self) -> Result<()> {
        let Self { reader, fold } = self;
        log::walk(&reader.conn, 0, |entry| {
            let ops: Vec<Op> = entry.ops()?;
            let mut tables = Tables {
                conn: &reader.conn,
                rules: &reader.rules,
                digests: &mut fold.digests,
                revision: entry.no,
                touched: BTreeSet::new(),
            };
            for op in &ops {
                tables.apply(op, None)?;
            }
            tables.refresh()?;
            Ok(true)
        })
    }
}
