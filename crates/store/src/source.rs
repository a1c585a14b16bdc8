//! Outlets: how much each tells first, how much it repeats, how late, how often it revises; and the totals of the store.

use crate::error::Result;
use crate::store::Reader;
use serde::Serialize;

/// How a report tells of an incident where it repeats somebody else: a new version of one's own is no repetition.
const OTHERS: &str = "how NOT IN ('original', 'version', '')";

/// One outlet.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Outlet {
    /// Its name.
    pub name: String,
    /// Reports in the store, versions counted each.
    pub reports: u64,
    /// Reports that tell first, or on their own, of what they are mainly about.
    pub original: u64,
    /// Reports that repeat somebody else in what they are mainly about.
    pub repeated: u64,
    /// Median hours behind the first of the voice, over what it repeats.
    pub delay: Option<f64>,
    /// Articles that were changed later.
    pub revised: u64,
    /// First and last publication.
    pub first: Option<String>,
    /// The last.
    pub last: Option<String>,
}

/// How much there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Totals {
    pub revision: u64,
    pub reports: u64,
    pub claims: u64,
    pub incidents: u64,
    pub outlets: u64,
}

impl Reader {
    /// All outlets, those with most reports first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn outlets(&self) -> Result<Vec<Outlet>> {
        let mut select = self.conn.prepare_cached(&format!(
            "SELECT r.outlet, count(*), sum(t.repeats = 1), sum(r.version = 2), min(r.published), max(r.published) FROM report r
             LEFT JOIN (SELECT report, coalesce(max(CASE WHEN lead THEN {OTHERS} END), min({OTHERS})) AS repeats FROM telling GROUP BY report) t
             ON t.report = r.no
             WHERE r.outlet IS NOT NULL GROUP BY r.outlet ORDER BY 2 DESC, 1",
        ))?;
        let rows = select.query_map([], |r| {
            let (reports, repeated): (i64, Option<i64>) = (r.get(1)?, r.get(2)?);
            let repeated = repeated.unwrap_or(0);
            Ok(Outlet {
                name: r.get(0)?,
                reports: reports as u64,
                original: (reports - repeated) as u64,
                repeated: repeated as u64,
                delay: None,
                revised: r.get::<_, Option<i64>>(3)?.unwrap_or(0) as u64,
                first: r.get(4)?,
                last: r.get(5)?,
            })
        })?;
        let mut out: Vec<Outlet> = rows.collect::<rusqlite::Result<_>>()?;
        for outlet in &mut out {
            outlet.delay = self.delay(&outlet.name)?;
        }
        Ok(out)
    }

    fn delay(&self, outlet: &str) -> Result<Option<f64>> {
        let mut select = self.conn.prepare_cached(&format!(
            "SELECT t.hours FROM report r JOIN telling t ON t.report = r.no
             WHERE r.outlet = ?1 AND {OTHERS} AND t.lead AND t.hours IS NOT NULL ORDER BY t.hours",
        ))?;
        let hours: Vec<f64> = select.query_map([outlet], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
        Ok(hours.get(hours.len() / 2).copied())
    }

    /// How much there is.
    ///
    /// # Errors
    /// If the database fails.
    pub fn totals(&self) -> Result<Totals> {
        let mut totals = Totals { revision: self.head()?, ..Totals::default() };
        let mut select = self.conn.prepare_cached("SELECT what, n FROM total")?;
        let mut rows = select.query([])?;
        while let Some(row) = rows.next()? {
            let n = row.get::<_, i64>(1)? as u64;
            match row.get_ref(0)?.as_str().unwrap_or_default() {
                "reports" => totals.reports = n,
                "claims" => totals.claims = n,
                "incidents" => totals.incidents = n,
                _ => totals.outlets = n,
            }
        }
        Ok(totals)
    }
}
