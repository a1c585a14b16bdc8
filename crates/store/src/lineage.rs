//! What became of an incident: whoever followed an old link is led on.

use crate::error::Result;
use crate::fold::incident_at;
use crate::number::{hex, number};
use crate::stamp::AsOf;
use crate::store::Reader;
use rusqlite::params;
use serde::Serialize;
use std::collections::BTreeSet;

/// So many parts are named.
const PARTS: usize = 50;

/// What became of an incident that was known by a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Lineage {
    /// The incident that took it up, if it stands no longer by itself.
    pub merged_into: Option<String>,
    /// Other incidents that now have claims of it, by identifier.
    pub split_into: Vec<String>,
}

impl Reader {
    /// What became of the incident with this identifier, as it was known at a moment. A name that is only an alias (of a
    /// claim that never gave an incident its name) means the incident of that claim.
    ///
    /// # Errors
    /// If there is no such incident.
    pub fn lineage(&self, id: &str, as_of: AsOf) -> Result<Lineage> {
        let (no, revision) = self.find(id, as_of)?;
        let now = self.name_of(no, revision)?.unwrap_or_default();
        let asked = match self.named(id, revision)? {
            Some(claim) => claim,
            None => number(now.trim_start_matches("i-"))?,
        };
        let own = format!("i-{}", hex(asked));
        let mut lineage = Lineage::default();
        let mut parts = BTreeSet::new();
        for (incident, since, until) in self.bore(asked, &own, revision)? {
            if own != now && self.other_then(&now, incident, until)? {
                lineage.merged_into = Some(now.clone());
            }
            parts.extend(self.left(incident, since, until, revision)?);
        }
        parts.remove(&no);
        for part in parts.into_iter().take(PARTS) {
            lineage.split_into.extend(self.name_of(part, revision)?);
        }
        Ok(lineage)
    }

    /// The claim behind a whole identifier that an incident once had.
    fn named(&self, id: &str, revision: u64) -> Result<Option<i64>> {
        let digits = id.trim().trim_start_matches("i-").to_ascii_lowercase();
        if digits.len() != 16 {
            return Ok(None);
        }
        let claim = number(&digits)?;
        Ok((!self.bore(claim, &format!("i-{digits}"), revision)?.is_empty()).then_some(claim))
    }

    /// Incidents that bore a claim's name, and between which revisions.
    fn bore(&self, claim: i64, name: &str, revision: u64) -> Result<Vec<(u64, i64, i64)>> {
        let mut select = self.conn.prepare_cached(
            "SELECT v.incident, min(v.since), min(max(v.until), ?3 + 1) FROM version v
             WHERE v.incident IN (SELECT m.incident FROM member m WHERE m.claim = ?1) AND v.id = ?2 AND v.since <= ?3
             GROUP BY v.incident ORDER BY 2, 1",
        )?;
        let rows = select.query_map(params![claim, name, revision as i64], |r| Ok((r.get::<_, i64>(0)? as u64, r.get(1)?, r.get(2)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Whether the claim that gives an incident its name today belonged to another one when `incident` lost its name: if
    /// it was not known yet, the incident only has an earlier first report now.
    fn other_then(&self, now: &str, incident: u64, until: i64) -> Result<bool> {
        let home = incident_at(&self.conn, number(now.trim_start_matches("i-"))?, until - 1)?;
        Ok(home.is_some_and(|home| home != incident))
    }

    /// Incidents to which claims belong after a revision that were of `incident` at some time between two others.
    fn left(&self, incident: u64, since: i64, until: i64, revision: u64) -> Result<BTreeSet<u64>> {
        let mut select = self.conn.prepare_cached(
            "SELECT DISTINCT n.incident FROM member m JOIN member n ON n.claim = m.claim AND n.since <= ?4 AND n.until > ?4
             WHERE m.incident = ?1 AND m.since < ?3 AND m.until > ?2",
        )?;
        let rows = select.query_map(params![incident as i64, since, until, revision as i64], |r| r.get::<_, i64>(0).map(|n| n as u64))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
