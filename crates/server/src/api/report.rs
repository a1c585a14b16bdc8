//! One report: its text, its sheet, its versions, what it repeats.

use crate::ask::{Answer, Ask};
use crate::filter;
use crate::problem::{Problem, Result};
use crate::record::{Capture, Report, VersionNote};
use crate::view::View;
use marsad_store::{AsOf, ReportPage};

/// The page of the version that is asked for: that of the identifier, or with `version` another of the same article.
fn page(a: &Ask<'_>) -> Result<(ReportPage, u32)> {
    let as_of = filter::as_of(&a.params)?;
    let page = a.store.report(a.part(0), as_of)?;
    let own = page.versions.iter().position(|v| v.id == page.sheet.id).map_or(1, |n| n as u32 + 1);
    let Some(wanted) = a.params.whole("version").map(|n| n as u32).filter(|n| *n != own) else { return Ok((page, own)) };
    let known = page.versions.len();
    let version = page.versions.get(wanted.saturating_sub(1) as usize).filter(|_| wanted > 0);
    let version =
        version.ok_or_else(|| Problem::missing(format!("expected a version from 1 to {known} of `{}`, found {wanted}", a.part(0))))?;
    Ok((a.store.report(&version.id, as_of)?, wanted))
}

/// `GET /api/reports/{id}`.
///
/// # Errors
/// If there is no such report or version.
pub fn report(a: &Ask<'_>) -> Result<Answer> {
    let (page, version) = page(a)?;
    let view = View { state: a.state, store: a.store };
    let line = |id: &str| -> Result<_> {
        let line = a.store.report_line(id)?;
        line.ok_or_else(|| Problem::missing(format!("expected a stored report, found none with the identifier `{id}`")))
    };
    let own = line(&page.sheet.id)?;
    let repeats = own.copy_of.as_deref().map(|id| line(id).map(|l| view.report(&l))).transpose()?;
    let repeated_by = a.store.repeated_by(&own.id)?;
    let capture = capture_of(a, &page)?;
    let history = history(a, &page)?;
    Answer::ok(&Report {
        brief: view.report(&own),
        version,
        history,
        capture: Some(capture),
        names: a.state.names.of(&page.sheet),
        sheet: page.sheet,
        incident_of: page.incidents,
        repeats: repeats.into_iter().collect(),
        repeated_by: repeated_by.iter().map(|l| view.report(l)).collect(),
    })
}

fn history(a: &Ask<'_>, page: &ReportPage) -> Result<Vec<VersionNote>> {
    let mut out = Vec::new();
    for (n, version) in page.versions.iter().enumerate() {
        let hash = if version.id == page.sheet.id { page.text_hash } else { a.store.report(&version.id, AsOf::Now)?.text_hash };
        out.push(VersionNote {
            version: n as u32 + 1,
            id: version.id.clone(),
            fetched: version.added_at.to_string(),
            hash: format!("blake3:{}", hash.hex()),
            bytes: a.store.blob_size(hash)?.unwrap_or(0),
            title: a.store.report_line(&version.id)?.and_then(|l| l.title),
        });
    }
    Ok(out)
}

fn capture_of(a: &Ask<'_>, page: &ReportPage) -> Result<Capture> {
    let hash = page.capture_hash.unwrap_or(page.text_hash);
    Ok(Capture {
        hash: format!("blake3:{}", hash.hex()),
        bytes: a.store.blob_size(hash)?.unwrap_or(0),
        media_type: if page.capture_hash.is_some() { media(&a.store.blob(hash)?) } else { "text/plain" }.to_owned(),
        received: page.added_at.to_string(),
        ledger: Some(format!("r{}", page.added)),
    })
}

fn media(bytes: &[u8]) -> &'static str {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    if head.contains("<html") || head.contains("<!doctype") || head.contains("<body") { "text/html" } else { "text/plain" }
}

/// `GET /api/reports/{id}/capture`: the bytes as received, for download only: they are somebody else's page.
///
/// # Errors
/// If there is no such report or version.
pub fn capture(a: &Ask<'_>) -> Result<Answer> {
    let (page, version) = page(a)?;
    let bytes = a.store.blob(page.capture_hash.unwrap_or(page.text_hash))?;
    let ending = if page.capture_hash.is_some() && media(&bytes) == "text/html" { "html" } else { "txt" };
    let name: String = page.sheet.id.chars().map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '_' }).collect();
    Ok(Answer::File("application/octet-stream".to_owned(), Some(format!("{name}-v{version}.{ending}")), bytes))
}
