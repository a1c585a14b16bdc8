//! What an incident looks like: computed of its claims, as of any revision; and the rows that lists and filters need.

use crate::cache::Digests;
use crate::error::{Result, json};
use crate::fold::{Tables, incident_at};
use crate::list::Brief;
use crate::number::{OPEN, hex, number};
use crate::rules::{Digest, Rules, narrowed};
use crate::span::{FACETS, MEMBERS};
use marsad_model::incident::{Datum, Decision, Incident, Range};
use rusqlite::types::Value as Cell;
use rusqlite::{Connection, OptionalExtension, params, params_from_iter};
use std::collections::{BTreeMap, BTreeSet};

/// So many disputed values are shown in a list.
const PARTIES: usize = 4;

/// The columns of `version` that tell what an incident looks like, in the order of [`summary`].
pub(crate) const SUMMARY: &str = "id, type, mode, status, certainty, first_day, last_day, place, place_id, country, lat, lon, precision, \
    killed_low, killed_high, injured_low, injured_high, toll, claims, reports, voices, disputed, accepted, pinned, published, latest, title, brief";

/// An incident as it was after a revision, from the claims that it had then. `None` if it had none.
pub(crate) fn incident(conn: &Connection, rules: &Rules, digests: &mut Digests, no: u64, revision: i64) -> Result<Option<Incident>> {
    let claims = MEMBERS.at(conn, no, revision)?;
    if claims.is_empty() {
        return Ok(None);
    }
    let (mut reports, mut decisions) = (BTreeSet::new(), BTreeMap::new());
    for claim in &claims {
        let mut select = conn.prepare_cached("SELECT report FROM claim WHERE hash = ?1")?;
        reports.insert(select.query_row([claim], |r| r.get::<_, i64>(0))?);
        decisions.extend(decisions_on(conn, *claim, revision)?);
    }
    let hashes: BTreeSet<String> = claims.iter().map(|c| hex(*c)).collect();
    let mut found: Vec<Digest> = Vec::with_capacity(reports.len());
    for report in reports {
        found.extend(digests.at(conn, report, revision)?.map(|d| narrowed(&d, &hashes)));
    }
    let decisions: Vec<Decision> = decisions.into_values().collect();
    let Some(mut incident) = rules.incident(&hashes, &found, &decisions) else { return Ok(None) };
    present_links(conn, &mut incident, revision)?;
    Ok(Some(incident))
}

/// Decisions that name a claim and held after a revision.
pub(crate) fn decisions_on(conn: &Connection, claim: i64, revision: i64) -> Result<Vec<(i64, Decision)>> {
    let mut select = conn.prepare_cached(
        "SELECT d.no, d.decision FROM decision_claim c JOIN decision d ON d.no = c.decision
         JOIN standing s ON s.decision = d.no AND s.since <= ?2 AND s.until > ?2 WHERE c.claim = ?1",
    )?;
    let rows: Vec<(i64, String)> =
        select.query_map(params![claim, revision], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    rows.into_iter().map(|(r, d)| Ok((r, serde_json::from_str(&d).map_err(json("a decision"))?))).collect()
}

/// Links name incidents by one of their claims; readers want the identifier that the incident had then.
fn present_links(conn: &Connection, incident: &mut Incident, revision: i64) -> Result<()> {
    let own = incident.id.clone();
    for link in &mut incident.links {
        for end in [&mut link.from, &mut link.to] {
            let claim = number(end.trim_start_matches("i-"))?;
            if let Some(other) = incident_at(conn, claim, revision)? {
                let mut select = conn.prepare_cached("SELECT id FROM version WHERE incident = ?1 AND since <= ?2 AND until > ?2")?;
                let id: Option<String> = select.query_row(params![other as i64, revision], |r| r.get(0)).optional()?;
                *end = id.unwrap_or_else(|| end.clone());
            }
        }
    }
    incident.links.retain(|l| l.from != l.to && (l.from == own || l.to == own));
    Ok(())
}

impl Tables<'_> {
    /// Brings the rows of all touched incidents up to date.
    pub(crate) fn refresh(&mut self) -> Result<()> {
        for no in std::mem::take(&mut self.touched) {
            let incident = incident(self.conn, self.rules, self.digests, no, OPEN - 1)?;
            self.version(no, incident.as_ref())?;
            self.spot(no, incident.as_ref())?;
            self.facets(no, incident.as_ref())?;
            self.tellings(no, incident.as_ref())?;
        }
        Ok(())
    }

    fn version(&self, no: u64, incident: Option<&Incident>) -> Result<()> {
        let now = self.revision as i64;
        let mut select = self.conn.prepare_cached(&format!("SELECT {SUMMARY} FROM version WHERE incident = ?1 AND until = {OPEN}"))?;
        let columns = SUMMARY.split(',').count();
        let old: Option<Vec<Cell>> = select.query_row([no as i64], |r| (0..columns).map(|i| r.get(i)).collect()).optional()?;
        let new = incident.map(summary);
        if old == new {
            return Ok(());
        }
        self.conn.prepare_cached("DELETE FROM version WHERE incident = ?1 AND since = ?2")?.execute([no as i64, now])?;
        let close = format!("UPDATE version SET until = ?2 WHERE incident = ?1 AND until = {OPEN}");
        self.conn.prepare_cached(&close)?.execute([no as i64, now])?;
        if let Some(cells) = new {
            let holes = vec!["?"; columns].join(", ");
            let sql = format!("INSERT INTO version ({SUMMARY}, incident, since, until) VALUES ({holes}, ?, ?, {OPEN})");
            let cells = cells.into_iter().chain([Cell::Integer(no as i64), Cell::Integer(now)]);
            self.conn.prepare_cached(&sql)?.execute(params_from_iter(cells))?;
        }
        Ok(())
    }

    fn spot(&self, no: u64, incident: Option<&Incident>) -> Result<()> {
        let point = incident.and_then(|i| i.place.as_ref()).and_then(|p| p.lat.zip(p.lon));
        let mut select = self.conn.prepare_cached(&format!("SELECT no, lat, lon FROM spot WHERE incident = ?1 AND until = {OPEN}"))?;
        let old: Option<(i64, f64, f64)> = select.query_row([no as i64], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).optional()?;
        if old.map(|(_, lat, lon)| (lat, lon)) == point {
            return Ok(());
        }
        if let Some((old, _, _)) = old {
            self.conn.prepare_cached("UPDATE spot SET until = ?2 WHERE no = ?1")?.execute([old, self.revision as i64])?;
        }
        if let Some((lat, lon)) = point {
            let sql = format!("INSERT INTO spot (incident, lat, lon, since, until) VALUES (?1, ?2, ?3, ?4, {OPEN})");
            self.conn.prepare_cached(&sql)?.execute(params![no as i64, lat, lon, self.revision as i64])?;
            let spot = self.conn.last_insert_rowid();
            let mut insert = self.conn.prepare_cached("INSERT INTO area (no, south, north, west, east) VALUES (?1, ?2, ?2, ?3, ?3)")?;
            insert.execute(params![spot, lat, lon])?;
        }
        Ok(())
    }

    fn facets(&self, no: u64, incident: Option<&Incident>) -> Result<()> {
        let mut wanted = BTreeSet::new();
        for (kind, value) in incident.map(|i| self.terms(i)).transpose()?.unwrap_or_default() {
            let mut select = self.conn.prepare_cached("SELECT no FROM term WHERE kind = ?1 AND value = ?2")?;
            let known = select.query_row([kind, &value], |r| r.get(0)).optional()?;
            wanted.insert(match known {
                Some(term) => term,
                None => {
                    self.conn.prepare_cached("INSERT INTO term (kind, value) VALUES (?1, ?2)")?.execute([kind, &value])?;
                    self.conn.last_insert_rowid()
                }
            });
        }
        FACETS.set(self.conn, no, &wanted, self.revision)
    }

    /// The words that an incident is found by.
    fn terms(&self, incident: &Incident) -> Result<BTreeSet<(&'static str, String)>> {
        let mut out = BTreeSet::new();
        let mut place = incident.place.as_ref().and_then(|p| p.place_id.clone());
        while let Some(id) = place {
            let mut select = self.conn.prepare_cached("SELECT parent FROM place WHERE id = ?1")?;
            place = select.query_row([&id], |r| r.get::<_, Option<String>>(0)).optional()?.flatten();
            // A circle in the gazetteer ends here.
            if !out.insert(("place", id)) {
                break;
            }
        }
        for report in &incident.reports {
            out.extend(report.outlet.iter().map(|o| ("outlet", o.clone())));
        }
        for field in &incident.fields {
            if field.disputed {
                out.insert(("disputed", field.name.clone()));
            }
            for value in &field.values {
                out.extend(value.support.iter().flat_map(|s| &s.attribution).map(|a| ("source", a.kind.clone())));
                match (&value.value, field.name.as_str()) {
                    (Datum::Word { word }, "type") => drop(out.insert(("type", word.clone()))),
                    (Datum::Word { word }, "mode") => drop(out.insert(("mode", word.clone()))),
                    (Datum::Party { code, actor_id, .. }, "actor") => out.extend(party("actor", code, actor_id.as_deref())),
                    (Datum::Party { code, actor_id, .. }, "recipient") => out.extend(party("recipient", code, actor_id.as_deref())),
                    _ => {}
                }
            }
        }
        out.extend(incident.tolls.iter().map(|t| ("measure", t.measure.clone())));
        Ok(out)
    }

    fn tellings(&self, no: u64, incident: Option<&Incident>) -> Result<()> {
        self.conn.prepare_cached("DELETE FROM telling WHERE incident = ?1")?.execute([no as i64])?;
        let Some(incident) = incident else { return Ok(()) };
        let number = |id: &str| -> Result<i64> {
            Ok(self.conn.prepare_cached("SELECT no FROM report WHERE id = ?1")?.query_row([id], |r| r.get(0))?)
        };
        let mut insert = self
            .conn
            .prepare_cached("INSERT INTO telling (incident, report, lead, part, how, first, hours) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
        for report in &incident.reports {
            let voice = incident.voices.get(report.voice);
            let member = voice.and_then(|v| v.members.iter().find(|m| m.report == report.id));
            let first = voice.map_or(Ok(None), |v| number(&v.first).map(Some))?;
            let own = number(&report.id)?;
            insert.execute(params![
                no as i64,
                own,
                report.lead,
                report.part,
                member.map_or("original", |m| m.how.as_str()),
                first.unwrap_or(own),
                member.and_then(|m| m.hours_after)
            ])?;
        }
        Ok(())
    }
}

/// A party by its identifier, its code, its country and its sector.
fn party(kind: &'static str, code: &str, id: Option<&str>) -> Vec<(&'static str, String)> {
    let (country, sector) = code.split_once(':').unwrap_or((code, ""));
    let words = [
        id.unwrap_or_default().to_owned(),
        code.to_owned(),
        country.to_owned(),
        if sector.is_empty() { String::new() } else { format!(":{sector}") },
    ];
    words.into_iter().filter(|w| !w.is_empty() && w != ":").map(|w| (kind, w)).collect()
}

/// The cells of [`SUMMARY`].
fn summary(i: &Incident) -> Vec<Cell> {
    let text = |s: &str| Cell::Text(s.to_owned());
    let maybe = |s: Option<&str>| s.map_or(Cell::Null, |s| Cell::Text(s.to_owned()));
    let real = |n: Option<f64>| n.map_or(Cell::Null, Cell::Real);
    let place = i.place.as_ref();
    let range = |r: Option<Range>| r.map_or((None, None), |r| (r.low, r.high));
    let ((killed_low, killed_high), (injured_low, injured_high)) = (range(i.killed), range(i.injured));
    let disputed: Vec<&str> = i.fields.iter().filter(|f| f.disputed).map(|f| f.name.as_str()).collect();
    let lead = i.reports.iter().find(|r| r.lead && r.title.is_some()).or_else(|| i.reports.iter().find(|r| r.title.is_some()));
    let dates = || i.reports.iter().filter_map(|r| r.published.as_deref());
    vec![
        text(&i.id),
        text(&i.kind),
        maybe(i.mode.as_deref()),
        text(&i.status),
        text(&i.certainty),
        maybe(i.date.as_ref().map(|d| d.start.as_str())),
        maybe(i.date.as_ref().map(|d| d.end.as_str())),
        maybe(place.map(|p| p.name.as_str())),
        maybe(place.and_then(|p| p.place_id.as_deref())),
        maybe(place.and_then(|p| p.country.as_deref())),
        real(place.and_then(|p| p.lat)),
        real(place.and_then(|p| p.lon)),
        maybe(place.and_then(|p| p.precision.as_deref())),
        real(killed_low),
        real(killed_high),
        real(injured_low),
        real(injured_high),
        Cell::Real(killed_high.or(killed_low).unwrap_or(0.0)),
        Cell::Integer(i.claims.len() as i64),
        Cell::Integer(i.reports.len() as i64),
        Cell::Integer(i.voices.len() as i64),
        text(&disputed.join(" ")),
        i.accepted.map_or(Cell::Null, |a| Cell::Integer(i64::from(a))),
        Cell::Integer(i.decisions.len() as i64),
        maybe(dates().min()),
        maybe(dates().max()),
        maybe(lead.and_then(|r| r.title.as_deref())),
        text(&serde_json::to_string(&brief(i, lead.map(|r| r.id.clone()))).unwrap_or_default()),
    ]
}

fn brief(i: &Incident, report: Option<String>) -> Brief {
    let values = |name: &str| -> Vec<Datum> {
        let field = i.fields.iter().find(|f| f.name == name);
        let most = field.map_or(0, |f| if f.disputed { PARTIES } else { 1 });
        field.into_iter().flat_map(|f| &f.values).take(most).map(|v| v.value.clone()).collect()
    };
    let counts = i.tolls.iter().filter_map(|t| Some((t.measure.clone(), t.best?))).collect();
    Brief { actor: values("actor"), recipient: values("recipient"), instrument: values("instrument").into_iter().next(), counts, report }
}
