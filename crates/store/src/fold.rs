//! From the log to the derived tables: what each operation does to them.
//!
//! Live changes and the rebuild go through the same door, [`Tables::apply`], so that what was built step by step and
//! what is built anew are the same rows.

use crate::blob::{self, Hash};
use crate::cache::Digests;
use crate::error::{Error, Result, json};
use crate::log::{AddReport, Op, Place};
use crate::number::{OPEN, number};
use crate::rules::Rules;
use crate::span::MEMBERS;
use marsad_model::Sheet;
use marsad_model::incident::{Act, ClaimKey, Decision, Report};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;

/// What a writer remembers between operations.
#[derive(Default)]
pub(crate) struct Fold {
    pub digests: Digests,
}

/// The derived tables, and what is needed to write them.
pub(crate) struct Tables<'s> {
    pub conn: &'s Connection,
    pub rules: &'s Rules,
    pub digests: &'s mut Digests,
    /// The revision that is being written.
    pub revision: u64,
    /// Incidents that this revision may have changed.
    pub touched: BTreeSet<u64>,
}

impl Tables<'_> {
    /// Does what the operation says. `sheet` spares reading a sheet that is at hand.
    pub fn apply(&mut self, op: &Op, sheet: Option<&Sheet>) -> Result<()> {
        match op {
            Op::AddReport(add) => self.add_report(add, sheet),
            Op::Recode { report, sheet: hash } => self.recode(report, *hash, sheet),
            Op::AddPlace(place) => self.add_place(place),
            Op::Join { incident, claims } => claims.iter().try_for_each(|claim| {
                let claim = number(claim)?;
                self.leave(claim)?;
                self.touched.insert(*incident);
                MEMBERS.begin(self.conn, *incident, claim, self.revision)
            }),
            Op::Leave { claims } => claims.iter().try_for_each(|claim| self.leave(number(claim)?)),
            Op::Decide { decision } => self.decide(decision),
        }
    }

    fn add_report(&mut self, add: &AddReport, sheet: Option<&Sheet>) -> Result<()> {
        let report = self.report(add, sheet)?;
        let sheet = &report.sheet;
        let mut insert = self.conn.prepare_cached(
            "INSERT INTO report (id, key, version, content, text, capture, url, lang, outlet, published, title, added)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?;
        insert.execute(params![
            add.id,
            add.key,
            add.version,
            content(sheet.title.as_deref(), &sheet.text).0,
            add.text.0,
            add.capture.map(|c| c.0),
            add.url,
            sheet.lang,
            sheet.outlet,
            sheet.published,
            sheet.title,
            self.revision as i64
        ])?;
        let no = self.conn.last_insert_rowid();
        self.code(no, &report, add.sheet)
    }

    fn recode(&mut self, id: &str, hash: Hash, sheet: Option<&Sheet>) -> Result<()> {
        let (no, add) = self.added(id)?;
        let add = AddReport { sheet: hash, ..add };
        let report = self.report(&add, sheet)?;
        let before = self.digests.at(self.conn, no, OPEN - 1)?;
        let close = format!("UPDATE coding SET until = ?2 WHERE report = ?1 AND until = {OPEN}");
        self.conn.prepare_cached(&close)?.execute(params![no, self.revision as i64])?;
        self.conn
            .prepare_cached(&format!("UPDATE claim SET until = ?2 WHERE report = ?1 AND until = {OPEN}"))?
            .execute(params![no, self.revision as i64])?;
        let accounts = "SELECT account FROM claim WHERE report = ?1";
        let gone = format!("DELETE FROM pair WHERE a IN ({accounts}) OR b IN ({accounts})");
        self.conn.prepare_cached(&gone)?.execute([no])?;
        if let Some(before) = before {
            self.unfile(&before)?;
        }
        self.code(no, &report, hash)
    }

    /// Number and particulars of a stored report.
    fn added(&self, id: &str) -> Result<(i64, AddReport)> {
        let mut select = self.conn.prepare_cached(
            "SELECT r.no, r.key, r.version, r.text, r.capture, r.url, b.id FROM report r
             LEFT JOIN report b ON b.key = r.key AND b.version = r.version - 1 WHERE r.id = ?1",
        )?;
        let row = select.query_row([id], |r| {
            let hashes: (Vec<u8>, Option<Vec<u8>>) = (r.get(3)?, r.get(4)?);
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, hashes, r.get(5)?, r.get(6)?))
        });
        let (no, key, version, (text, capture), url, version_of) =
            row.optional()?.ok_or_else(|| Error::Missing(format!("expected a stored report, found none with the identifier `{id}`")))?;
        let text = Hash::column(&text)?;
        let capture = capture.map(|c| Hash::column(&c)).transpose()?;
        Ok((no, AddReport { id: id.to_owned(), key, version, text, sheet: text, capture, url, version_of }))
    }

    /// The report with its sheet, as resolution takes it.
    fn report(&self, add: &AddReport, sheet: Option<&Sheet>) -> Result<Report> {
        let sheet = sheet.map_or_else(|| read_sheet(self.conn, &add.id, add.sheet, add.text), |s| Ok(s.clone()))?;
        Ok(Report { sheet, url: add.url.clone(), version_of: add.version_of.clone() })
    }

    /// Writes what the engine found in a report: its coding, claims, blocking keys, and pairs with other reports.
    fn code(&mut self, no: i64, report: &Report, sheet: Hash) -> Result<()> {
        let digest = self.rules.digest(report);
        let bytes = serde_json::to_vec(&digest).map_err(json("a digest"))?;
        let mut insert = self.conn.prepare_cached(&format!(
            "INSERT OR REPLACE INTO coding (report, since, until, sheet, made_by, digest) VALUES (?1, ?2, {OPEN}, ?3, ?4, ?5)"
        ))?;
        insert.execute(params![no, self.revision as i64, sheet.0, report.sheet.made_by, crate::cache::packed(&bytes)])?;
        for (account, claims) in Rules::accounts(&digest) {
            for claim in claims {
                self.claim(no, number(account)?, claim)?;
            }
        }
        self.digests.put(no, self.revision as i64, digest);
        self.compare(no)
    }

    fn claim(&mut self, report: i64, account: i64, claim: &ClaimKey) -> Result<()> {
        let mut insert = self.conn.prepare_cached(&format!(
            "INSERT INTO claim (hash, report, mention, at, account, since, until) VALUES (?1, ?2, ?3, ?4, ?5, ?6, {OPEN})
             ON CONFLICT DO UPDATE SET mention = excluded.mention, at = excluded.at, account = excluded.account, until = {OPEN}"
        ))?;
        let hash = number(&claim.hash)?;
        insert.execute(params![hash, report, claim.mention, claim.at as i64, account, self.revision as i64])?;
        if let Some(incident) = incident_of(self.conn, hash)? {
            self.touched.insert(incident);
        }
        Ok(())
    }

    fn add_place(&mut self, place: &Place) -> Result<()> {
        let mut insert =
            self.conn.prepare_cached("INSERT OR REPLACE INTO place (id, parent, name, feature, country) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        insert.execute(params![place.id, place.parent, place.name, place.feature, place.country])?;
        Ok(())
    }

    /// Takes a claim out of the incident that it belongs to.
    fn leave(&mut self, claim: i64) -> Result<()> {
        if let Some(incident) = incident_of(self.conn, claim)? {
            self.touched.insert(incident);
            MEMBERS.end(self.conn, incident, claim, self.revision)?;
        }
        Ok(())
    }

    fn decide(&mut self, decision: &Decision) -> Result<()> {
        let words = serde_json::to_string(decision).map_err(json("a decision"))?;
        let mut insert = self.conn.prepare_cached("INSERT INTO decision (revision, id, decision) VALUES (?1, ?2, ?3)")?;
        insert.execute(params![self.revision as i64, decision.id, words])?;
        let no = self.conn.last_insert_rowid();
        self.stand(no, true)?;
        for claim in decision.act.claims() {
            let claim = number(&claim.hash)?;
            let mut insert = self.conn.prepare_cached("INSERT OR IGNORE INTO decision_claim (claim, decision) VALUES (?1, ?2)")?;
            insert.execute(params![claim, no])?;
            self.touched.extend(incident_of(self.conn, claim)?);
        }
        if let Act::Undo { decision } = &decision.act {
            self.undo(decision, false)?;
        }
        Ok(())
    }

    /// Ends a decision, or lets it hold again; the undo of an undo does the opposite to what was undone.
    fn undo(&mut self, id: &str, holds: bool) -> Result<()> {
        let (no, decision) = decided(self.conn, id)?;
        self.stand(no, holds)?;
        for claim in decision.act.claims() {
            self.touched.extend(incident_of(self.conn, number(&claim.hash)?)?);
        }
        if let Act::Undo { decision } = &decision.act {
            self.undo(decision, !holds)?;
        }
        Ok(())
    }

    /// From now on the decision holds, or holds no longer.
    fn stand(&mut self, decision: i64, holds: bool) -> Result<()> {
        let now = self.revision as i64;
        if holds {
            let mut insert =
                self.conn.prepare_cached(&format!("INSERT OR REPLACE INTO standing (decision, since, until) VALUES (?1, ?2, {OPEN})"))?;
            insert.execute(params![decision, now])?;
        } else {
            let mut update = self.conn.prepare_cached(&format!("UPDATE standing SET until = ?2 WHERE decision = ?1 AND until = {OPEN}"))?;
            update.execute(params![decision, now])?;
        }
        Ok(())
    }
}

/// What makes two texts the same report.
pub(crate) fn content(title: Option<&str>, text: &str) -> Hash {
    Hash::of(format!("{}\n{text}", title.unwrap_or_default()).as_bytes())
}

/// A stored sheet with its text.
pub(crate) fn read_sheet(conn: &Connection, id: &str, sheet: Hash, text: Hash) -> Result<Sheet> {
    let mut sheet: Sheet = serde_json::from_slice(&blob::get(conn, sheet)?).map_err(json(&format!("the sheet of report `{id}`")))?;
    sheet.text = String::from_utf8(blob::get(conn, text)?).map_err(|e| Error::Broken(format!("the text of report `{id}`: {e}")))?;
    Ok(sheet)
}

/// The incident that a claim belongs to today.
pub(crate) fn incident_of(conn: &Connection, claim: i64) -> Result<Option<u64>> {
    incident_at(conn, claim, OPEN - 1)
}

/// The incident that a claim belonged to after a revision.
pub(crate) fn incident_at(conn: &Connection, claim: i64, revision: i64) -> Result<Option<u64>> {
    let mut select = conn.prepare_cached("SELECT incident FROM member WHERE claim = ?1 AND since <= ?2 AND until > ?2")?;
    Ok(select.query_row(params![claim, revision], |r| r.get::<_, i64>(0)).optional()?.map(|n| n as u64))
}

/// Number and words of a decision.
pub(crate) fn decided(conn: &Connection, id: &str) -> Result<(i64, Decision)> {
    let mut select = conn.prepare_cached("SELECT no, decision FROM decision WHERE id = ?1")?;
    let row: Option<(i64, String)> = select.query_row([id], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
    let (no, words) = row.ok_or_else(|| Error::Missing(format!("expected a decision, found none with the identifier `{id}`")))?;
    Ok((no, serde_json::from_str(&words).map_err(json(&format!("decision `{id}`")))?))
}
