//! The review queue: where a person's word would help most.

use crate::compare::reasons;
use crate::error::Result;
use crate::fold::incident_of;
use crate::list::{Summary, columns, summary};
use crate::number::OPEN;
use crate::store::Reader;
use marsad_model::incident::Reason;
use rusqlite::OptionalExtension;
use serde::Serialize;
use std::collections::BTreeSet;

/// Pairs this near to even odds are doubtful.
const DOUBT: f64 = 1.5;

/// Something to decide.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Question {
    /// `same?` (two incidents that may be one), `split?` (one that may be two), `disputed`, or `unplaced`.
    pub kind: &'static str,
    /// How much an answer is worth; the greatest come first.
    pub weight: f64,
    /// The incident.
    pub incident: Summary,
    /// The other incident of `same?`.
    pub other: Option<Summary>,
    /// The field of `disputed`.
    pub field: Option<String>,
    /// What speaks for and against.
    pub reasons: Vec<Reason>,
}

impl Reader {
    /// What is most worth a person's look: disputed fields, pairs near even odds, incidents with dead and no place. An
    /// incident's dead and its reports make it weigh more; what a person accepted is not asked again.
    ///
    /// # Errors
    /// If the database fails.
    pub fn review(&self, limit: usize) -> Result<Vec<Question>> {
        let mut out = self.doubtful(limit)?;
        let disputed = self.unreviewed("v.disputed != ''", limit)?.into_iter().map(|incident| {
            let field = incident.disputed.first().cloned();
            Question { kind: "disputed", weight: 2.0 + worth(&incident), incident, other: None, field, reasons: Vec::new() }
        });
        out.extend(disputed);
        let unplaced = self.unreviewed("v.lat IS NULL AND v.toll > 0 AND v.status = 'occurred'", limit)?.into_iter().map(|incident| {
            let field = Some("place".to_owned());
            Question { kind: "unplaced", weight: 1.0 + worth(&incident), incident, other: None, field, reasons: Vec::new() }
        });
        out.extend(unplaced);
        out.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.incident.id.cmp(&b.incident.id)).then_with(|| a.kind.cmp(b.kind)));
        out.truncate(limit);
        Ok(out)
    }

    /// Incidents that nobody accepted, those with most dead first.
    fn unreviewed(&self, condition: &str, limit: usize) -> Result<Vec<Summary>> {
        let sql = format!(
            "SELECT {} FROM version v WHERE v.until = {OPEN} AND v.accepted IS NULL AND {condition} ORDER BY v.toll DESC, v.incident DESC LIMIT {limit}",
            columns()
        );
        let mut select = self.conn.prepare_cached(&sql)?;
        Ok(select.query_map([], summary)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Pairs near even odds, between two incidents or inside one.
    fn doubtful(&self, limit: usize) -> Result<Vec<Question>> {
        let sql =
            format!("SELECT a, b, score FROM pair WHERE score BETWEEN -{DOUBT} AND {DOUBT} ORDER BY score LIMIT {}", (limit * 4).min(400));
        let mut select = self.conn.prepare_cached(&sql)?;
        let mut rows = select.query([])?;
        let (mut out, mut seen) = (Vec::new(), BTreeSet::new());
        while let Some(row) = rows.next()? {
            let (a, b, score): (i64, i64, f64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (Some(x), Some(y)) = (incident_of(&self.conn, a)?, incident_of(&self.conn, b)?) else { continue };
            if !seen.insert((x.min(y), x.max(y))) {
                continue;
            }
            let (Some(incident), other) = (self.present(x)?, if x == y { None } else { self.present(y)? }) else { continue };
            if incident.pinned > 0 || other.as_ref().is_some_and(|o| o.pinned > 0) {
                continue;
            }
            let weight = DOUBT - score.abs() + worth(&incident).max(other.as_ref().map_or(0.0, worth));
            let kind = if x == y { "split?" } else { "same?" };
            out.push(((a, b), Question { kind, weight, incident, other, field: None, reasons: Vec::new() }));
        }
        out.sort_by(|(_, a), (_, b)| b.weight.total_cmp(&a.weight).then_with(|| a.incident.id.cmp(&b.incident.id)));
        out.truncate(limit);
        for ((a, b), question) in &mut out {
            question.reasons = reasons(&self.conn, &self.rules, *a, *b)?.map(|p| p.reasons).unwrap_or_default();
        }
        Ok(out.into_iter().map(|(_, q)| q).collect())
    }

    fn present(&self, no: u64) -> Result<Option<Summary>> {
        let sql = format!("SELECT {} FROM version v WHERE v.incident = ?1 AND v.until = {OPEN}", columns());
        Ok(self.conn.prepare_cached(&sql)?.query_row([no as i64], summary).optional()?)
    }
}

fn worth(incident: &Summary) -> f64 {
    let dead = incident.killed_high.or(incident.killed_low).unwrap_or(0.0);
    (1.0 + dead).ln() + 0.3 * f64::from(incident.reports).ln_1p()
}
