//! What a server asks beside single pages: totals, tallies, marks on a map, what a revision touched, who is alike.

use crate::compare::reasons;
use crate::error::{Result, json};
use crate::fold::incident_of;
use crate::list::{Filter, Summary, columns, summary};
use crate::log::{Op, Revision};
use crate::number::{OPEN, number};
use crate::stamp::AsOf;
use crate::store::Reader;
use marsad_model::incident::{Decision, Reason};
use rusqlite::types::Value as Cell;
use rusqlite::{OptionalExtension, params, params_from_iter};
use std::collections::{BTreeMap, BTreeSet};

/// What incidents are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tally {
    /// PLOVER type.
    Kind,
    /// Certainty.
    Certainty,
    /// Status.
    Status,
    /// Country, alpha-2.
    Country,
    /// Identifiers of known actors.
    Actor,
    /// Names of outlets.
    Outlet,
}

/// Whether what a revision decided still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undone {
    /// Nobody decided anything in it.
    Nothing,
    /// It holds.
    Holds,
    /// It was taken back in this revision.
    By(u64),
}

impl Reader {
    /// How many incidents a filter leaves.
    ///
    /// # Errors
    /// If the database fails.
    pub fn total(&self, filter: &Filter, as_of: AsOf) -> Result<u64> {
        if filter.near.is_some() || !filter.polygon.is_empty() {
            let mut n = 0;
            self.scan(filter, as_of, |_| n += 1)?;
            return Ok(n);
        }
        let revision = self.revision(as_of)?;
        let Some(condition) = self.condition(filter, revision)? else { return Ok(0) };
        let sql = format!("SELECT count(*) FROM version v WHERE {}", condition.sql);
        let n: i64 = self.conn.prepare_cached(&sql)?.query_row(params_from_iter(condition.cells), |r| r.get(0))?;
        Ok(n as u64)
    }

    /// Like [`Reader::each`], without `brief` and `first`: three times as fast, for marks on maps and timelines.
    ///
    /// # Errors
    /// If the database fails.
    pub fn scan(&self, filter: &Filter, as_of: AsOf, mut visit: impl FnMut(Summary)) -> Result<u64> {
        let revision = self.revision(as_of)?;
        let Some(condition) = self.condition(filter, revision)? else { return Ok(revision) };
        let own = crate::view::SUMMARY.split(", ").map(str::trim).filter(|c| *c != "brief").map(|c| format!("v.{c}"));
        let own = own.collect::<Vec<_>>().join(", ");
        let sql = format!("SELECT {own}, '', v.since, v.incident, 0 FROM version v WHERE {}", condition.sql);
        let mut select = self.conn.prepare_cached(&sql)?;
        let mut rows = select.query(params_from_iter(condition.cells))?;
        while let Some(row) = rows.next()? {
            let row = summary(row)?;
            if filter.holds(&row) {
                visit(row);
            }
        }
        Ok(revision)
    }

    /// How many of the incidents that a filter leaves have each value, the most frequent first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn tally(&self, filter: &Filter, as_of: AsOf, by: Tally, most: usize) -> Result<Vec<(String, u64)>> {
        let revision = self.revision(as_of)?;
        let Some(mut condition) = self.condition(filter, revision)? else { return Ok(Vec::new()) };
        if filter.near.is_some() || !filter.polygon.is_empty() {
            let mut ids: Vec<String> = Vec::new();
            self.scan(filter, AsOf::Revision(revision), |row| ids.push(row.id))?;
            let ids = serde_json::to_string(&ids).map_err(json("a list of identifiers"))?;
            condition.sql += " AND v.id IN (SELECT value FROM json_each(?))";
            condition.cells.push(Cell::Text(ids));
        }
        let (term, column) = match by {
            Tally::Kind => (None, "v.type"),
            Tally::Certainty => (None, "v.certainty"),
            Tally::Status => (None, "v.status"),
            Tally::Country => (None, "v.country"),
            // Codes are terms too; identifiers are those with small letters.
            Tally::Actor => (Some("t.kind IN ('actor', 'recipient') AND t.value GLOB '*[a-z]*'"), "t.value"),
            Tally::Outlet => (Some("t.kind = 'outlet'"), "t.value"),
        };
        let sql = match term {
            None => format!(
                "SELECT {column}, count(*) FROM version v WHERE {} AND {column} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {most}",
                condition.sql
            ),
            Some(kinds) => format!(
                "SELECT {column}, count(DISTINCT f.incident) FROM term t JOIN facet f ON f.term = t.no
                 WHERE {kinds} AND f.since <= {revision} AND f.until > {revision}
                 AND f.incident IN (SELECT v.incident FROM version v WHERE {}) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {most}",
                condition.sql
            ),
        };
        let mut select = self.conn.prepare_cached(&sql)?;
        let rows = select.query_map(params_from_iter(condition.cells), |r| Ok((r.get(0)?, r.get::<_, i64>(1)? as u64)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Identifiers of the incidents that a revision changed, made or ended; at most `most`.
    ///
    /// # Errors
    /// If the database fails.
    pub fn touched(&self, revision: &Revision, most: usize) -> Result<Vec<String>> {
        let mut select = self.conn.prepare_cached("SELECT id FROM version WHERE since = ?1 ORDER BY incident LIMIT ?2")?;
        let mut out: Vec<String> =
            select.query_map(params![revision.no as i64, most as i64], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
        let mut gone = self.conn.prepare_cached(
            "SELECT v.id FROM member m JOIN version v ON v.incident = m.incident AND v.until = ?2 WHERE m.claim = ?1 AND m.until = ?2",
        )?;
        for op in &revision.ops {
            let (Op::Join { claims, .. } | Op::Leave { claims }) = op else { continue };
            for claim in claims {
                let id: Option<String> = gone.query_row([number(claim)?, revision.no as i64], |r| r.get(0)).optional()?;
                if let Some(id) = id.filter(|id| out.len() < most && !out.contains(id)) {
                    out.push(id);
                }
            }
        }
        Ok(out)
    }

    /// The identifier of an incident by its number, as of a revision.
    ///
    /// # Errors
    /// If the database fails.
    pub fn name_of(&self, incident: u64, revision: u64) -> Result<Option<String>> {
        let mut select = self.conn.prepare_cached("SELECT id FROM version WHERE incident = ?1 AND since <= ?2 AND until > ?2")?;
        Ok(select.query_row(params![incident as i64, revision as i64], |r| r.get(0)).optional()?)
    }

    /// The incident that a claim belonged to after a revision.
    ///
    /// # Errors
    /// If the claim's hash is none, or the database fails.
    pub fn home(&self, claim: &str, revision: u64) -> Result<Option<String>> {
        let no = crate::fold::incident_at(&self.conn, number(claim)?, revision as i64)?;
        Ok(no.map(|no| self.name_of(no, revision)).transpose()?.flatten())
    }

    /// Whether what a revision decided was undone.
    ///
    /// # Errors
    /// If the database fails.
    pub fn undone(&self, revision: u64) -> Result<Undone> {
        let mut select = self
            .conn
            .prepare_cached("SELECT count(*), max(s.until) FROM decision d JOIN standing s ON s.decision = d.no WHERE d.revision = ?1")?;
        let (n, until): (i64, Option<i64>) = select.query_row([revision as i64], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(match until {
            Some(until) if n > 0 && until == OPEN => Undone::Holds,
            Some(until) if n > 0 => Undone::By(until as u64),
            _ => Undone::Nothing,
        })
    }

    /// A decision by its identifier, with its revision.
    ///
    /// # Errors
    /// If the database fails.
    pub fn decision(&self, id: &str) -> Result<Option<(u64, Decision)>> {
        let mut select = self.conn.prepare_cached("SELECT revision, decision FROM decision WHERE id = ?1")?;
        let row: Option<(i64, String)> = select.query_row([id], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
        row.map(|(no, d)| Ok((no as u64, serde_json::from_str(&d).map_err(json("a decision"))?))).transpose()
    }

    /// Other incidents that accounts of this one were compared with, the most alike first: score and reasons.
    ///
    /// # Errors
    /// If there is no such incident.
    pub fn alike(&self, id: &str, most: usize) -> Result<Vec<(Summary, f64, Vec<Reason>)>> {
        let (no, revision) = self.find(id, AsOf::Now)?;
        let mut select = self.conn.prepare_cached(&format!(
            "SELECT p.a, p.b, p.score FROM member m JOIN pair p ON p.a = m.claim WHERE m.incident = ?1 AND m.until = {OPEN}
             UNION SELECT p.b, p.a, p.score FROM member m JOIN pair p ON p.b = m.claim WHERE m.incident = ?1 AND m.until = {OPEN}"
        ))?;
        let rows: Vec<(i64, i64, f64)> =
            select.query_map([no as i64], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?.collect::<rusqlite::Result<_>>()?;
        let mut best: BTreeMap<u64, (f64, i64, i64)> = BTreeMap::new();
        for (own, far, score) in rows {
            let Some(other) = incident_of(&self.conn, far)?.filter(|o| *o != no) else { continue };
            let entry = best.entry(other).or_insert((score, own, far));
            if score > entry.0 {
                *entry = (score, own, far);
            }
        }
        let mut found: Vec<(u64, (f64, i64, i64))> = best.into_iter().collect();
        found.sort_by(|a, b| b.1.0.total_cmp(&a.1.0).then(a.0.cmp(&b.0)));
        let sql = format!("SELECT {} FROM version v WHERE v.incident = ?1 AND v.since <= ?2 AND v.until > ?2", columns());
        let mut out = Vec::new();
        for (other, (score, a, b)) in found.into_iter().take(most) {
            let row = self.conn.prepare_cached(&sql)?.query_row(params![other as i64, revision as i64], summary).optional()?;
            let reasons = reasons(&self.conn, &self.rules, a.min(b), a.max(b))?.map(|p| p.reasons).unwrap_or_default();
            out.extend(row.map(|row| (row, score, reasons)));
        }
        Ok(out)
    }

    /// Terms of these kinds (place, actor, recipient, outlet) that incidents have today, with how many.
    ///
    /// # Errors
    /// If the database fails.
    pub fn terms_in_use(&self, kinds: &[&str]) -> Result<BTreeMap<String, u64>> {
        let known = ["place", "actor", "recipient", "outlet"];
        let kinds: BTreeSet<&str> = kinds.iter().copied().filter(|k| known.contains(k)).collect();
        let list = kinds.iter().map(|k| format!("'{k}'")).collect::<Vec<_>>().join(", ");
        let sql = format!(
            "SELECT t.value, count(DISTINCT f.incident) FROM term t JOIN facet f ON f.term = t.no AND f.until = {OPEN} WHERE t.kind IN ({list}) GROUP BY 1"
        );
        let mut select = self.conn.prepare_cached(&sql)?;
        let rows = select.query_map([], |r| Ok((r.get(0)?, r.get::<_, i64>(1)? as u64)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The place of the gazetteer with this identifier and those that hold it, innermost first, as far as the store
    /// knows them: identifier, English name, feature.
    ///
    /// # Errors
    /// If the database fails.
    pub fn holders(&self, id: &str) -> Result<Vec<(String, String, String)>> {
        let mut select = self.conn.prepare_cached("SELECT parent, name, feature FROM place WHERE id = ?1")?;
        let mut out: Vec<(String, String, String)> = Vec::new();
        let mut next = Some(id.to_owned());
        while let Some(id) = next.take().filter(|id| !out.iter().any(|(seen, ..)| seen == id)) {
            let row: Option<(Option<String>, String, String)> =
                select.query_row([&id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).optional()?;
            if let Some((parent, name, feature)) = row {
                out.push((id, name, feature));
                next = parent;
            }
        }
        Ok(out)
    }
}
