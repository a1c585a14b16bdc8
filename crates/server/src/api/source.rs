//! Outlets: who tells first, who repeats, how late, what was revised.

use crate::ask::{Answer, Ask};
use crate::filter::OUTLET;
use crate::problem::{Problem, Result};
use crate::record::{Name, ReportBrief};
use crate::view::{View, utc};
use marsad_store::{AsOf, Filter, Outlet, ReportFilter, Tally};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// An outlet.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct SourceRow {
    /// `o:` and its words.
    pub id: String,
    pub name: Name,
    /// agency: an outlet or an agency.
    pub kind: String,
    pub country: Option<String>,
    pub lang: Option<String>,
    pub reports: u64,
    /// Reports that repeat no other.
    pub original: u64,
    pub repeated: u64,
    /// Median delay behind the first report of the same voice, over what it repeats.
    pub median_delay_minutes: Option<u64>,
    pub claims: u64,
    /// Articles that were changed later.
    pub revised: u64,
    pub first: Option<String>,
    pub last: Option<String>,
}

/// Whom an outlet repeats.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Repeated {
    pub source: String,
    pub name: Name,
    pub count: u64,
}

/// An outlet with more about it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SourceDetail {
    /// As lists show it.
    #[serde(flatten)]
    pub row: SourceRow,
    /// Whom it repeats, the most frequent first.
    pub repeats_of: Vec<Repeated>,
    /// Incidents it reports, by PLOVER type.
    pub by_type: BTreeMap<String, u64>,
    /// Its last reports.
    pub reports_latest: Vec<ReportBrief>,
}

fn row(a: &Ask<'_>, o: Outlet, claims: &BTreeMap<String, u64>) -> SourceRow {
    SourceRow {
        id: format!("{OUTLET}{}", o.name),
        name: a.state.names.outlet(&o.name).0,
        kind: "agency".to_owned(),
        country: None,
        lang: None,
        reports: o.reports,
        original: o.original,
        repeated: o.repeated,
        median_delay_minutes: o.delay.map(|h| (h * 60.0).round().max(0.0) as u64),
        claims: claims.get(&o.name).copied().unwrap_or(0),
        revised: o.revised,
        first: o.first.as_deref().map(utc),
        last: o.last.as_deref().map(utc),
    }
}

/// `GET /api/sources`.
///
/// # Errors
/// If the store cannot be read.
pub fn sources(a: &Ask<'_>) -> Result<Answer> {
    let claims = a.store.claims_by_outlet()?;
    let rows = a.store.outlets()?.into_iter().map(|o| row(a, o, &claims)).collect();
    Answer::ok(&a.cut(rows, a.store.head()?)?)
}

/// `GET /api/sources/{id}`.
///
/// # Errors
/// If there is no such outlet.
pub fn source(a: &Ask<'_>) -> Result<Answer> {
    let words = a.part(0).strip_prefix(OUTLET).unwrap_or_default();
    let found = a.store.outlets()?.into_iter().find(|o| o.name == words);
    let outlet = found.ok_or_else(|| {
        Problem::missing(format!("expected an outlet such as `{OUTLET}NAME`, found none with the identifier `{}`", a.part(0)))
    })?;
    let own = vec![outlet.name.clone()];
    let by_type = a.store.tally(&Filter { outlet: own.clone(), ..Filter::default() }, AsOf::Now, Tally::Kind, 100)?;
    let latest = a.store.report_lines(&ReportFilter { outlet: own, ..ReportFilter::default() }, AsOf::Now, None, 20)?;
    let repeats = a.store.repeats_of(&outlet.name)?;
    let view = View { state: a.state, store: a.store };
    let mut one = row(a, outlet, &a.store.claims_by_outlet()?);
    one.lang = latest.reports.first().map(|r| r.lang.clone());
    Answer::ok(&SourceDetail {
        row: one,
        repeats_of: repeats
            .into_iter()
            .map(|(o, count)| Repeated { name: a.state.names.outlet(&o).0, source: format!("{OUTLET}{o}"), count })
            .collect(),
        by_type: by_type.into_iter().collect(),
        reports_latest: latest.reports.iter().map(|l| view.report(l)).collect(),
    })
}
