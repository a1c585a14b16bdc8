//! Downloads: one incident, or all that a filter leaves.

use crate::api::incident::detail;
use crate::ask::{Answer, Ask};
use crate::filter;
use crate::problem::Result;
use crate::record::IncidentBrief;
use crate::view::View;
use marsad_model::incident::Range;
use serde_json::json;

/// Columns of a table of incidents.
const COLUMNS: &str = "id,type,mode,status,certainty,first_day,last_day,place,place_id,country,lat,lon,precision,radius_km,actor,recipient,instrument,killed_low,killed_high,injured_low,injured_high,independent,reports,disputed,review,first_known,changed,headline";

/// A cell of a table. A text that a spreadsheet would run as a formula is made harmless.
fn cell(words: &str) -> String {
    let words = if words.starts_with(['=', '+', '-', '@', '\t', '\r']) && words.parse::<f64>().is_err() {
        format!("'{words}")
    } else {
        words.to_owned()
    };
    if words.contains([',', '"', '\n', '\r']) { format!("\"{}\"", words.replace('"', "\"\"")) } else { words }
}

fn line(b: &IncidentBrief) -> String {
    let some = |s: Option<&str>| s.unwrap_or_default().to_owned();
    let number = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
    let count = |m: &str| b.counts.get(m).copied().unwrap_or(Range { low: None, high: None });
    let place = b.place.as_ref();
    let parties = |all: &[crate::record::Party]| {
        all.iter().map(|p| p.name.as_ref().and_then(|n| n.en.clone()).unwrap_or_else(|| p.wording.clone())).collect::<Vec<_>>().join("; ")
    };
    let name = place.map(|p| p.name.en.clone().or_else(|| p.name.ar.clone()).unwrap_or_default()).unwrap_or_default();
    let (killed, injured) = (count("killed"), count("injured"));
    let cells = [
        b.id.clone(),
        b.kind.clone(),
        some(b.mode.as_deref()),
        b.status.clone(),
        b.certainty.clone(),
        some(b.date.as_ref().map(|d| d.start.as_str())),
        some(b.date.as_ref().map(|d| d.end.as_str())),
        name,
        some(place.and_then(|p| p.id.as_deref())),
        some(place.and_then(|p| p.country.as_deref())),
        number(place.and_then(|p| p.lat)),
        number(place.and_then(|p| p.lon)),
        some(place.and_then(|p| p.precision.as_deref())),
        number(place.and_then(|p| p.radius_km)),
        parties(&b.actor),
        parties(&b.recipient),
        some(b.instrument.as_deref()),
        number(killed.low),
        number(killed.high),
        number(injured.low),
        number(injured.high),
        b.independent.to_string(),
        b.reports.to_string(),
        b.disputed.join(" "),
        b.review.clone(),
        b.first_known.clone(),
        b.changed.clone(),
        some(b.headline.as_ref().map(|h| h.text.as_str())),
    ];
    cells.iter().map(|c| cell(c)).collect::<Vec<_>>().join(",")
}

/// `GET /api/incidents/{id}/export`.
///
/// # Errors
/// If there was no such incident at that moment.
pub fn incident(a: &Ask<'_>) -> Result<Answer> {
    let detail = detail(a)?;
    let name = detail.brief.id.clone();
    Ok(if a.params.get("format") == Some("csv") {
        let text = format!("{COLUMNS}\r\n{}\r\n", line(&detail.brief));
        Answer::File("text/csv; charset=utf-8".to_owned(), Some(format!("{name}.csv")), text.into_bytes())
    } else {
        Answer::File("application/json".to_owned(), Some(format!("{name}.json")), serde_json::to_vec_pretty(&detail)?)
    })
}

/// `GET /api/export`.
///
/// # Errors
/// If the parameters contradict one another.
pub fn all(a: &Ask<'_>) -> Result<Answer> {
    let p = &a.params;
    let asked = filter::filter(p, "bbox", &a.state.names)?;
    let mut rows = Vec::new();
    a.store.each(&asked, filter::as_of(p)?, |row| {
        rows.push(row);
        true
    })?;
    rows.sort_by(|x, y| (&x.first_day, &x.id).cmp(&(&y.first_day, &y.id)));
    let view = View { state: a.state, store: a.store };
    let briefs = rows.iter().map(|row| view.brief(row)).collect::<Result<Vec<_>>>()?;
    let format = p.get("format").unwrap_or("jsonl");
    let (media, bytes) = match format {
        "csv" => {
            let lines: Vec<String> = std::iter::once(COLUMNS.to_owned()).chain(briefs.iter().map(line)).collect();
            ("text/csv; charset=utf-8", format!("{}\r\n", lines.join("\r\n")).into_bytes())
        }
        "geojson" => ("application/geo+json", serde_json::to_vec(&geojson(&briefs))?),
        _ => {
            let mut out = Vec::new();
            for brief in &briefs {
                serde_json::to_writer(&mut out, brief)?;
                out.push(b'\n');
            }
            ("application/jsonl", out)
        }
    };
    Ok(Answer::File(media.to_owned(), Some(format!("incidents.{format}")), bytes))
}

/// Points only for what is known to a site, town or district; all else has no geometry.
fn geojson(briefs: &[IncidentBrief]) -> serde_json::Value {
    let feature = |b: &IncidentBrief| {
        let precise = |p: &&crate::record::Place| !matches!(p.precision.as_deref(), Some("province" | "country" | "region"));
        let point = b.place.as_ref().filter(precise).and_then(|p| p.lat.zip(p.lon));
        json!({"type": "Feature", "id": b.id, "geometry": point.map(|(lat, lon)| json!({"type": "Point", "coordinates": [lon, lat]})), "properties": b})
    };
    json!({"type": "FeatureCollection", "features": briefs.iter().map(feature).collect::<Vec<_>>()})
}
