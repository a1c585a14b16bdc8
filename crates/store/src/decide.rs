//! What people decide: accept, reject, set a field, merge, split, "not the same", undo.
//!
//! Decisions name claims, not incidents, so they hold when incidents are put together anew, by later reports, another
//! engine or another pack. [`Reader`] makes the acts from what people see; [`Store::decide`] writes them.

use crate::error::{Error, Result};
use crate::fold::decided;
use crate::log::{self, Op};
use crate::number::{OPEN, number};
use crate::stamp::{AsOf, Stamp};
use crate::store::{Reader, Store};
use marsad_model::incident::{Act, ClaimKey, Datum, Decision};
use marsad_model::vocabulary;
use rusqlite::{Connection, OptionalExtension, params};

/// Fields of an incident that a person can set, beside the measures of the sheet.
pub const FIELDS: &[&str] = &["type", "mode", "status", "certainty", "place", "date", "actor", "recipient", "instrument"];

impl Reader {
    /// The incidents with these identifiers are one.
    ///
    /// # Errors
    /// If there are not two of them.
    pub fn merge(&self, ids: &[&str]) -> Result<Act> {
        let mut numbers = Vec::new();
        let mut claims = Vec::new();
        for id in ids {
            let no = self.find(id, AsOf::Now)?.0;
            if !numbers.contains(&no) {
                numbers.push(no);
                // All of them: what was together stays together, whatever a later comparison would say.
                claims.extend(self.claims_of(no)?);
            }
        }
        if numbers.len() < 2 {
            return Err(Error::Refused(
                "expected two or more incidents to merge, found names of one only; they may be merged already".to_owned(),
            ));
        }
        Ok(Act::Merge { claims })
    }

    /// These claims leave the incident. A claim is named by its hash, by `REPORT#MENTION`, or by its report for all that
    /// the report says of the incident.
    ///
    /// # Errors
    /// If a name fits no claim of the incident, or nothing would stay.
    pub fn split(&self, id: &str, leave: &[&str]) -> Result<Act> {
        let no = self.find(id, AsOf::Now)?.0;
        let (mut apart, mut rest) = (Vec::new(), Vec::new());
        let claims = self.claims_of(no)?;
        for name in leave {
            if !claims.iter().any(|c| names(c, name)) {
                return Err(Error::Refused(format!(
                    "expected a claim or a report of incident {id}, found `{name}`; `marsad show {id}` lists them"
                )));
            }
        }
        for claim in claims {
            let leaves = leave.iter().any(|name| names(&claim, name));
            if leaves { apart.push(claim) } else { rest.push(claim) }
        }
        if apart.is_empty() || rest.is_empty() {
            return Err(Error::Refused("expected some claims to leave and some to stay, found that all would be on one side".to_owned()));
        }
        Ok(Act::Split { apart, rest })
    }

    /// The two incidents are not the same, whatever speaks for it.
    ///
    /// # Errors
    /// If they are one incident.
    pub fn not_same(&self, a: &str, b: &str) -> Result<Act> {
        let (x, y) = (self.find(a, AsOf::Now)?.0, self.find(b, AsOf::Now)?.0);
        if x == y {
            return Err(Error::Refused(format!("expected two incidents, found that {a} and {b} are one; split it")));
        }
        Ok(Act::NotSame { a: self.founding(x)?, b: self.founding(y)? })
    }

    /// The incident, or one of its fields, is right.
    ///
    /// # Errors
    /// If there is none.
    pub fn accept(&self, id: &str, field: Option<&str>) -> Result<Act> {
        Ok(Act::Accept { claim: self.founding(self.find(id, AsOf::Now)?.0)?, field: field.map(str::to_owned) })
    }

    /// A claim is wrong (its hash, or `REPORT#MENTION`), or all claims of an incident, or one field of them.
    ///
    /// # Errors
    /// If the name fits nothing.
    pub fn reject(&self, name: &str, field: Option<&str>) -> Result<Vec<Act>> {
        let claims = match self.claim(name)? {
            Some(claim) => vec![claim],
            None => self.claims_of(self.find(name, AsOf::Now)?.0)?,
        };
        Ok(claims.into_iter().map(|claim| Act::Reject { claim, field: field.map(str::to_owned) }).collect())
    }

    /// A field of the incident has this value.
    ///
    /// # Errors
    /// If there is no such incident or field, or the value is none of the field's.
    pub fn set(&self, id: &str, field: &str, value: Datum) -> Result<Act> {
        check_value(field, &value)?;
        Ok(Act::Set { claim: self.founding(self.find(id, AsOf::Now)?.0)?, field: field.to_owned(), value })
    }

    /// Takes back all that a revision decided.
    ///
    /// # Errors
    /// If it decided nothing, or nothing that still holds.
    pub fn undo(&self, revision: u64) -> Result<Vec<Act>> {
        let mut select = self.conn.prepare_cached(&format!(
            "SELECT d.id, s.until FROM decision d LEFT JOIN standing s ON s.decision = d.no AND s.until = {OPEN} WHERE d.revision = ?1 ORDER BY d.no"
        ))?;
        let rows: Vec<(String, Option<i64>)> =
            select.query_map([revision as i64], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
        if rows.is_empty() {
            return Err(Error::Refused(format!(
                "expected a revision in which somebody decided, found that r{revision} has no decision; `marsad log --decisions` lists them"
            )));
        }
        let acts: Vec<Act> = rows.into_iter().filter(|(_, open)| open.is_some()).map(|(decision, _)| Act::Undo { decision }).collect();
        if acts.is_empty() {
            return Err(Error::Refused(format!("r{revision} was undone before; to let it hold again undo that undo")));
        }
        Ok(acts)
    }

    /// The claim with this hash, or `REPORT#MENTION`.
    ///
    /// # Errors
    /// If the database fails.
    pub fn claim(&self, name: &str) -> Result<Option<ClaimKey>> {
        let sql = "SELECT c.hash, r.id, c.mention, c.at FROM claim c JOIN report r ON r.no = c.report";
        if let Some((report, mention)) = name.rsplit_once('#') {
            let mut select = self.conn.prepare_cached(&format!("{sql} WHERE r.id = ?1 AND c.mention = ?2 AND c.until = {OPEN}"))?;
            return Ok(select.query_row([report, mention], claim_key).optional()?);
        }
        let Some(hash) = Some(name).filter(|n| n.len() == 16).and_then(|n| number(n).ok()) else { return Ok(None) };
        Ok(self.conn.prepare_cached(&format!("{sql} WHERE c.hash = ?1"))?.query_row([hash], claim_key).optional()?)
    }

    /// The claims of an incident today, in the order of their reports and words.
    pub(crate) fn claims_of(&self, no: u64) -> Result<Vec<ClaimKey>> {
        let mut select = self.conn.prepare_cached(&format!(
            "SELECT c.hash, r.id, c.mention, c.at FROM member m JOIN claim c ON c.hash = m.claim JOIN report r ON r.no = c.report
             WHERE m.incident = ?1 AND m.until = {OPEN} ORDER BY r.published, r.id, c.at, c.hash"
        ))?;
        Ok(select.query_map([no as i64], claim_key)?.collect::<rusqlite::Result<_>>()?)
    }

    /// The claim that gives the incident its identifier.
    fn founding(&self, no: u64) -> Result<ClaimKey> {
        let mut select = self.conn.prepare_cached(&format!("SELECT id FROM version WHERE incident = ?1 AND until = {OPEN}"))?;
        let id: Option<String> = select.query_row([no as i64], |r| r.get(0)).optional()?;
        let claim = id.map(|id| self.claim(id.trim_start_matches("i-"))).transpose()?.flatten();
        claim.ok_or_else(|| Error::Refused("expected an incident that stands today, found one that has no claims any more".to_owned()))
    }
}

fn claim_key(row: &rusqlite::Row<'_>) -> rusqlite::Result<ClaimKey> {
    let (hash, at): (i64, i64) = (row.get(0)?, row.get(3)?);
    Ok(ClaimKey { hash: crate::number::hex(hash), report: row.get(1)?, mention: row.get(2)?, at: at as usize })
}

fn names(claim: &ClaimKey, name: &str) -> bool {
    claim.hash == name || claim.report == name || name.rsplit_once('#') == Some((&claim.report, &claim.mention))
}

/// What was decided, and what it did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// The revision.
    pub revision: u64,
    /// Identifiers of the incidents that changed, as they are now.
    pub incidents: Vec<String>,
}

impl Store {
    /// Writes decisions, all or none, as one revision, and puts the incidents that they touch together anew.
    ///
    /// # Errors
    /// If author or reason is missing, or an act names what is not there.
    pub fn decide(&mut self, acts: Vec<Act>, stamp: &Stamp) -> Result<Decided> {
        for (what, words) in [("an author", &stamp.author), ("a reason", &stamp.reason)] {
            if words.trim().is_empty() {
                return Err(Error::Refused(format!("expected {what} for a decision, found none; others will ask")));
            }
        }
        if acts.is_empty() {
            return Err(Error::Refused("expected something to decide, found nothing".to_owned()));
        }
        self.transaction(|store| {
            for act in &acts {
                check(&store.conn, act)?;
            }
            let revision = log::head(&store.conn)?.0 + 1;
            let named: Vec<i64> = acts.iter().flat_map(Act::claims).map(|c| number(&c.hash)).collect::<Result<_>>()?;
            let ops = acts.into_iter().enumerate().map(|(n, act)| {
                let id = if n == 0 { format!("d{revision}") } else { format!("d{revision}.{}", n + 1) };
                let (author, reason, at) = (stamp.author.clone(), stamp.reason.clone(), stamp.at.to_string());
                Op::Decide { decision: Decision { id, author, reason, at, act } }
            });
            let ops: Vec<Op> = ops.collect();
            let (back, before) = undone(&store.conn, &ops)?;
            let named = [named, back].concat();
            let revision = store.write(stamp, ops, None, |tables| {
                let touched = tables.touched.clone();
                tables.settle(&[], &touched, &named, before)
            })?;
            let incidents = incidents_of(&store.conn, &named)?;
            Ok(Decided { revision, incidents })
        })
    }
}

/// The claims of decisions that are undone, or hold again; and the revision before the first that is taken back.
fn undone(conn: &Connection, ops: &[Op]) -> Result<(Vec<i64>, Option<i64>)> {
    let (mut out, mut before): (Vec<i64>, Option<i64>) = (Vec::new(), None);
    for op in ops {
        let Op::Decide { decision: Decision { act: Act::Undo { decision }, .. } } = op else { continue };
        let sql = "SELECT revision FROM decision WHERE id = ?1";
        let taken: i64 = conn.prepare_cached(sql)?.query_row([decision], |r| r.get(0))?;
        before = Some(before.map_or(taken - 1, |b| b.min(taken - 1)));
        let mut next = Some(decision.clone());
        while let Some(id) = next.take() {
            let (_, decision) = decided(conn, &id)?;
            for claim in decision.act.claims() {
                out.push(number(&claim.hash)?);
            }
            if let Act::Undo { decision } = decision.act {
                next = Some(decision);
            }
        }
    }
    Ok((out, before))
}

/// Identifiers of the incidents that claims belong to today.
fn incidents_of(conn: &Connection, claims: &[i64]) -> Result<Vec<String>> {
    let mut out: Vec<String> = Vec::new();
    let mut select = conn.prepare_cached(&format!(
        "SELECT v.id FROM member m JOIN version v ON v.incident = m.incident AND v.until = {OPEN} WHERE m.claim = ?1 AND m.until = {OPEN}"
    ))?;
    for claim in claims {
        if let Some(id) = select.query_row([claim], |r| r.get(0)).optional()?
            && !out.contains(&id)
        {
            out.push(id);
        }
    }
    Ok(out)
}

/// Whether an act names what is there.
fn check(conn: &Connection, act: &Act) -> Result<()> {
    for claim in act.claims() {
        let there = conn.prepare_cached("SELECT 1 FROM claim WHERE hash = ?1")?.exists([number(&claim.hash)?])?;
        if !there {
            return Err(Error::Refused(format!("expected a stored claim, found none with the hash `{}`", claim.hash)));
        }
    }
    match act {
        Act::Merge { claims } if claims.len() < 2 => Err(Error::Refused("expected two or more claims to merge, found fewer".to_owned())),
        Act::Split { apart, rest } if apart.is_empty() || rest.is_empty() || apart.iter().any(|c| rest.contains(c)) => {
            Err(Error::Refused("expected claims that leave and others that stay, found an empty side or one claim on both".to_owned()))
        }
        Act::Set { field, value, .. } => check_value(field, value),
        Act::Undo { decision } => {
            let (no, _) = decided(conn, decision)?;
            let sql = format!("SELECT 1 FROM standing WHERE decision = ?1 AND until = {OPEN}");
            let holds = conn.prepare_cached(&sql)?.exists(params![no])?;
            if holds { Ok(()) } else { Err(Error::Refused(format!("decision `{decision}` was undone before"))) }
        }
        _ => Ok(()),
    }
}

/// Whether a value is one that the field can have.
fn check_value(field: &str, value: &Datum) -> Result<()> {
    let one_of = |words: &[&str], word: &str| {
        if words.contains(&word) {
            return Ok(());
        }
        Err(Error::Refused(format!("expected for `{field}` one of {}, found `{word}`", words.join(", "))))
    };
    match (field, value) {
        ("type", Datum::Word { word }) => one_of(&vocabulary::TYPES.iter().map(|(t, _)| *t).collect::<Vec<_>>(), word),
        ("mode", Datum::Word { word }) => one_of(&vocabulary::TYPES.iter().flat_map(|(_, m)| m.iter().copied()).collect::<Vec<_>>(), word),
        ("status", Datum::Word { word }) => one_of(vocabulary::STATUSES, word),
        ("certainty", Datum::Word { word }) => one_of(vocabulary::CERTAINTIES, word),
        ("instrument", Datum::Word { .. }) | ("place", Datum::Place(_)) | ("actor" | "recipient", Datum::Party { .. }) => Ok(()),
        ("date", Datum::Days(days)) => {
            let day = |d: &str| d.parse::<jiff::civil::Date>().is_ok() && d.len() == 10;
            if day(&days.start) && day(&days.end) && days.start <= days.end {
                return Ok(());
            }
            Err(Error::Refused(format!(
                "expected days such as 2024-08-05, the first not after the last, found {} to {}",
                days.start, days.end
            )))
        }
        (measure, Datum::Range(range)) if vocabulary::MEASURES.contains(&measure) => match (range.low, range.high) {
            (Some(low), Some(high)) if low > high => {
                Err(Error::Refused(format!("expected a range from low to high, found {low} to {high}")))
            }
            (None, None) => Err(Error::Refused("expected a figure, found none".to_owned())),
            _ => Ok(()),
        },
        _ => Err(Error::Refused(format!(
            "expected a value for one of {}, {}, found one that does not suit `{field}`",
            FIELDS.join(", "),
            vocabulary::MEASURES.join(", ")
        ))),
    }
}
