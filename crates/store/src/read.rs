//! One incident, one report, the log: what readers ask for.

use crate::blob::Hash;
use crate::cache::Digests;
use crate::error::{Error, Result};
use crate::fold::{incident_at, read_sheet};
use crate::list::{Summary, columns, summary};
use crate::log::{self, Revision};
use crate::number::{OPEN, hex};
use crate::stamp::{AsOf, time};
use crate::store::Reader;
use crate::view;
use jiff::Timestamp;
use marsad_model::Sheet;
use marsad_model::incident::Incident;
use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// An incident as it was known at a moment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Page {
    /// The incident.
    pub incident: Incident,
    /// The revision that is looked at.
    pub as_of: u64,
    /// The revision that first knew of it.
    pub first: u64,
    /// The last revision that changed it, up to `as_of`.
    pub changed: u64,
    /// When that was.
    pub changed_at: Timestamp,
    /// Whether something has changed since.
    pub superseded: bool,
}

/// One step in the history of an incident.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// The revision.
    pub revision: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub author: String,
    /// Why.
    pub reason: String,
    /// What the incident looked like from then on; null if it was taken up by others.
    pub summary: Option<Summary>,
    /// Reports that came to it.
    pub reports: Vec<String>,
    /// Identifiers of decisions in this revision.
    pub decisions: Vec<String>,
}

/// A stored report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReportPage {
    /// The sheet with its text.
    pub sheet: Sheet,
    /// Where it was found.
    pub url: Option<String>,
    /// BLAKE3 of the text.
    pub text_hash: Hash,
    /// BLAKE3 of the bytes as received, where they are kept.
    pub capture_hash: Option<Hash>,
    /// The revision that added it.
    pub added: u64,
    /// When that was.
    pub added_at: Timestamp,
    /// All versions of the article, the earliest first, this one among them.
    pub versions: Vec<VersionOf>,
    /// The incident of each mention.
    pub incidents: BTreeMap<String, String>,
    /// The hash of each mention's claim: its name in decisions.
    pub claims: BTreeMap<String, String>,
}

/// One version of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VersionOf {
    /// Identifier of the report.
    pub id: String,
    /// When it came in.
    pub added_at: Timestamp,
    /// When it says that it was published.
    pub published: Option<String>,
}

impl Reader {
    /// The revision that a moment means.
    ///
    /// # Errors
    /// If the store knows nothing of that moment.
    pub fn revision(&self, as_of: AsOf) -> Result<u64> {
        let head = self.head()?;
        match as_of {
            AsOf::Now => Ok(head),
            AsOf::Revision(no) if no <= head => Ok(no),
            AsOf::Revision(no) => Err(Error::Missing(format!("expected a revision up to r{head}, found r{no}"))),
            AsOf::Time(at) => {
                let sql = "SELECT no FROM revision WHERE at <= ?1 ORDER BY at DESC, no DESC LIMIT 1";
                let mut select = self.conn.prepare_cached(sql)?;
                Ok(select.query_row([at.as_millisecond()], |r| r.get::<_, i64>(0)).optional()?.unwrap_or(0) as u64)
            }
        }
    }

    /// Number of the incident with this identifier (or the beginning of it, or that of any claim of it), and the
    /// revision that was looked at.
    ///
    /// # Errors
    /// If there is none, or more than one begins so.
    pub fn find(&self, id: &str, as_of: AsOf) -> Result<(u64, u64)> {
        let revision = self.revision(as_of)?;
        let digits = id.trim().trim_start_matches("i-").to_ascii_lowercase();
        let missing = || {
            Error::Missing(format!(
                "expected an incident, found none with the identifier `{id}` at r{revision}; `marsad incidents` lists them"
            ))
        };
        if digits.is_empty() || digits.len() > 16 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(missing());
        }
        let bound = |fill: &str| {
            let full = format!("{digits}{}", fill.repeat(16 - digits.len()));
            u64::from_str_radix(&full, 16).map(|n| n as i64)
        };
        let (low, high) = (bound("0").map_err(|_| missing())?, bound("f").map_err(|_| missing())?);
        let mut select = self.conn.prepare_cached("SELECT hash FROM claim WHERE hash BETWEEN ?1 AND ?2 LIMIT 1000")?;
        let claims: Vec<i64> = select.query_map([low, high], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
        let (mut own, mut aliases) = (BTreeMap::new(), BTreeMap::new());
        for claim in claims {
            if let Some(no) = self.known_of(claim, revision)? {
                let name = self.id_at(no, revision)?.unwrap_or_default();
                if name == format!("i-{}", hex(claim)) {
                    own.insert(no, name)
                } else {
                    aliases.insert(no, name)
                };
            }
        }
        let fits = if own.is_empty() { aliases } else { own };
        match fits.len() {
            0 => Err(missing()),
            1 => Ok((*fits.keys().next().unwrap_or(&0), revision)),
            n => {
                let names: Vec<&str> = fits.values().take(5).map(String::as_str).collect();
                Err(Error::Refused(format!(
                    "expected one incident, found {n} that begin with `{id}`: {}; write more of it",
                    names.join(", ")
                )))
            }
        }
    }

    /// The incident that a claim belonged to after a revision; for a claim that came later, the incident that it came
    /// to, if that was known by then.
    fn known_of(&self, claim: i64, revision: u64) -> Result<Option<u64>> {
        if let Some(no) = incident_at(&self.conn, claim, revision as i64)? {
            return Ok(Some(no));
        }
        let mut select = self.conn.prepare_cached("SELECT incident FROM member WHERE claim = ?1 AND since > ?2 ORDER BY since LIMIT 1")?;
        let later = select.query_row([claim, revision as i64], |r| r.get::<_, i64>(0)).optional()?.map(|n| n as u64);
        Ok(match later {
            Some(no) if self.id_at(no, revision)?.is_some() => Some(no),
            _ => None,
        })
    }

    fn id_at(&self, no: u64, revision: u64) -> Result<Option<String>> {
        let mut select = self.conn.prepare_cached("SELECT id FROM version WHERE incident = ?1 AND since <= ?2 AND until > ?2")?;
        Ok(select.query_row(params![no as i64, revision as i64], |r| r.get(0)).optional()?)
    }

    /// An incident as it was known at a moment.
    ///
    /// # Errors
    /// If there was none.
    pub fn incident(&self, id: &str, as_of: AsOf) -> Result<Page> {
        let (no, revision) = self.find(id, as_of)?;
        let incident = view::incident(&self.conn, &self.rules, &mut Digests::default(), no, revision as i64)?;
        let incident = incident.ok_or_else(|| Error::Missing(format!("incident {id} had no claims at r{revision}")))?;
        let mut select = self.conn.prepare_cached("SELECT min(since), max(since) FROM version WHERE incident = ?1 AND since <= ?2")?;
        let (first, changed): (i64, i64) = select.query_row(params![no as i64, revision as i64], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let mut select =
            self.conn.prepare_cached("SELECT 1 FROM version WHERE incident = ?1 AND (since > ?2 OR (until > ?2 AND until < ?3))")?;
        let superseded = select.exists(params![no as i64, revision as i64, OPEN])?;
        let (first, changed) = (first as u64, changed as u64);
        Ok(Page { incident, as_of: revision, first, changed, changed_at: self.at(changed)?, superseded })
    }

    /// The time of a revision.
    pub(crate) fn at(&self, revision: u64) -> Result<Timestamp> {
        let mut select = self.conn.prepare_cached("SELECT at FROM revision WHERE no = ?1")?;
        Ok(time(select.query_row([revision as i64], |r| r.get(0)).optional()?.unwrap_or(0)))
    }

    /// How an incident came to look as it does: each revision that changed it, the first one first.
    ///
    /// # Errors
    /// If there is none.
    pub fn history(&self, id: &str, as_of: AsOf) -> Result<Vec<Step>> {
        let (no, revision) = self.find(id, as_of)?;
        let mut steps: BTreeMap<u64, Option<Summary>> = BTreeMap::new();
        let sql = format!("SELECT {} FROM version v WHERE v.incident = ?1 AND v.since <= ?2 ORDER BY v.since", columns());
        let mut select = self.conn.prepare_cached(&sql)?;
        for row in select.query_map(params![no as i64, revision as i64], summary)? {
            let row = row?;
            steps.insert(row.since, Some(row));
        }
        let mut select = self.conn.prepare_cached(
            "SELECT until FROM version v WHERE incident = ?1 AND until <= ?2
             AND NOT EXISTS (SELECT 1 FROM version n WHERE n.incident = v.incident AND n.since = v.until)",
        )?;
        for until in select.query_map(params![no as i64, revision as i64], |r| r.get::<_, i64>(0))? {
            steps.insert(until? as u64, None);
        }
        steps.into_iter().map(|(revision, summary)| self.step(no, revision, summary)).collect()
    }

    fn step(&self, no: u64, revision: u64, summary: Option<Summary>) -> Result<Step> {
        let mut select = self.conn.prepare_cached("SELECT author, reason, at FROM revision WHERE no = ?1")?;
        let (author, reason, at) = select.query_row([revision as i64], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        let texts = |sql: &str, first: i64, second: i64| -> Result<Vec<String>> {
            Ok(self.conn.prepare_cached(sql)?.query_map([first, second], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?)
        };
        let reports = texts(
            "SELECT DISTINCT r.id FROM member m JOIN claim c ON c.hash = m.claim JOIN report r ON r.no = c.report
             WHERE m.incident = ?1 AND m.since = ?2 ORDER BY r.published, r.id",
            no as i64,
            revision as i64,
        )?;
        let decisions =
            texts("SELECT id FROM decision WHERE revision = ?1 OR revision = ?2 ORDER BY no", revision as i64, revision as i64)?;
        Ok(Step { revision, at: time(at), author, reason, summary, reports, decisions })
    }

    /// A report with its sheet as it was coded at a moment, its versions, and the incidents of its mentions.
    ///
    /// # Errors
    /// If there is no such report.
    pub fn report(&self, id: &str, as_of: AsOf) -> Result<ReportPage> {
        let revision = self.revision(as_of)?;
        let mut select = self.conn.prepare_cached(
            "SELECT r.no, r.key, r.url, r.text, r.capture, r.added, c.sheet FROM report r
             JOIN coding c ON c.report = r.no AND c.since <= ?2 AND c.until > ?2 WHERE r.id = ?1",
        )?;
        let row = select.query_row(params![id, revision as i64], |r| {
            let hashes: (Vec<u8>, Option<Vec<u8>>, Vec<u8>) = (r.get(3)?, r.get(4)?, r.get(6)?);
            Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?, r.get(2)?, r.get::<_, i64>(5)? as u64, hashes))
        });
        let (no, key, url, added, (text, capture, sheet)) =
            row.optional()?.ok_or_else(|| Error::Missing(format!("expected a stored report, found none with the identifier `{id}`")))?;
        let text_hash = Hash::column(&text)?;
        let (mut incidents, mut claims) = (BTreeMap::new(), BTreeMap::new());
        let sheet = read_sheet(&self.conn, id, Hash::column(&sheet)?, text_hash)?;
        let mut select = self.conn.prepare_cached("SELECT hash, mention FROM claim WHERE report = ?1")?;
        let rows: Vec<(i64, String)> = select.query_map([no], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
        let mentions: BTreeSet<&str> = sheet.events.iter().map(|e| e.id.as_str()).collect();
        for (claim, mention) in rows.into_iter().filter(|(_, m)| mentions.contains(m.as_str())) {
            if let Some(incident) = incident_at(&self.conn, claim, revision as i64)? {
                incidents.insert(mention.clone(), self.id_at(incident, revision)?.unwrap_or_default());
            }
            claims.insert(mention, hex(claim));
        }
        let capture_hash = capture.map(|c| Hash::column(&c)).transpose()?;
        let versions = self.versions(&key)?;
        Ok(ReportPage { sheet, url, text_hash, capture_hash, added, added_at: self.at(added)?, versions, incidents, claims })
    }

    fn versions(&self, key: &str) -> Result<Vec<VersionOf>> {
        let sql = "SELECT r.id, v.at, r.published FROM report r JOIN revision v ON v.no = r.added WHERE r.key = ?1 ORDER BY r.version";
        let mut select = self.conn.prepare_cached(sql)?;
        let rows = select.query_map([key], |r| Ok(VersionOf { id: r.get(0)?, added_at: time(r.get(1)?), published: r.get(2)? }))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The bytes under a hash: a text, or a capture as received.
    ///
    /// # Errors
    /// If there are none.
    pub fn blob(&self, hash: Hash) -> Result<Vec<u8>> {
        crate::blob::get(&self.conn, hash)
    }

    /// Revisions after `after`, at most `limit`, the earliest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn log(&self, after: u64, limit: usize) -> Result<Vec<Revision>> {
        let mut out = Vec::new();
        if limit > 0 {
            log::walk(&self.conn, after, |entry| {
                out.push(entry.try_into()?);
                Ok(out.len() < limit)
            })?;
        }
        Ok(out)
    }

    /// Numbers of the revisions in which people decided, the latest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn decided(&self, limit: usize) -> Result<Vec<u64>> {
        let mut select = self.conn.prepare_cached("SELECT DISTINCT revision FROM decision ORDER BY revision DESC LIMIT ?1")?;
        let rows = select.query_map([limit as i64], |r| r.get::<_, i64>(0))?;
        Ok(rows.map(|r| r.map(|n| n as u64)).collect::<rusqlite::Result<_>>()?)
    }
}

impl Reader {
    /// The time of a revision; the earliest time there is for revision 0.
    ///
    /// # Errors
    /// If the database fails.
    pub fn revision_at(&self, revision: u64) -> Result<Timestamp> {
        if revision == 0 { Ok(Timestamp::MIN) } else { self.at(revision) }
    }

    /// Identifiers of all reports, in the order in which they came.
    ///
    /// # Errors
    /// If the database fails.
    pub fn reports(&self) -> Result<Vec<String>> {
        let mut select = self.conn.prepare_cached("SELECT id FROM report ORDER BY no")?;
        Ok(select.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// The line that lists show of an incident.
    ///
    /// # Errors
    /// If there is no such incident.
    pub fn summary(&self, id: &str, as_of: AsOf) -> Result<Option<Summary>> {
        let (no, revision) = self.find(id, as_of)?;
        let sql = format!("SELECT {} FROM version v WHERE v.incident = ?1 AND v.since <= ?2 AND v.until > ?2", columns());
        Ok(self.conn.prepare_cached(&sql)?.query_row(params![no as i64, revision as i64], summary).optional()?)
    }
}
