//! Reports coming in, and being coded anew.

use crate::blob::{self, Hash};
use crate::error::{Result, json};
use crate::fold::{Tables, content, read_sheet};
use crate::log::{self, AddReport, Op, Place};
use crate::number::OPEN;
use crate::stamp::Stamp;
use crate::store::{Reader, Store};
use marsad_model::Sheet;
use marsad_model::incident::Act;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;

/// A coded report on its way into the store.
#[derive(Clone, Debug, Default)]
pub struct Incoming {
    /// The coded sheet with its text. The store gives it another identifier where that one is taken.
    pub sheet: Sheet,
    /// Whether the identifier is the source's own, so that other words under it are a new version. One that was made up
    /// of a file's name and line says nothing.
    pub own_id: bool,
    /// Where the report was found; versions of one article share it.
    pub url: Option<String>,
    /// The bytes as received, where they hold more than the text.
    pub capture: Option<Vec<u8>>,
    /// The places that the sheet names, and all that hold them.
    pub places: Vec<Place>,
}

/// What became of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is new.
    Added {
        /// Its identifier in the store.
        id: String,
        /// The report that it is a later version of.
        version_of: Option<String>,
        /// The revision that added it.
        revision: u64,
    },
    /// It was stored before, under this identifier.
    Known {
        /// The identifier.
        id: String,
    },
}

impl Incoming {
    /// What versions of one article share.
    fn key(&self) -> String {
        key(self.url.as_deref(), self.own_id.then_some(self.sheet.id.as_str()), &self.sheet)
    }
}

fn key(url: Option<&str>, id: Option<&str>, sheet: &Sheet) -> String {
    let outlet = sheet.outlet.as_deref().unwrap_or_default();
    match (url, id) {
        (Some(url), _) => url.to_owned(),
        (None, Some(id)) => format!("{id} {outlet}"),
        (None, None) => format!("{} {outlet}", Hash::of(sheet.text.as_bytes()).hex()),
    }
}

impl Reader {
    /// The identifier of a stored report with this address (or identifier and outlet), title and text, if there is one:
    /// it need not be coded again. Of the sheet only these fields are looked at.
    ///
    /// # Errors
    /// If the database fails.
    pub fn known(&self, sheet: &Sheet, own_id: bool, url: Option<&str>) -> Result<Option<String>> {
        known(&self.conn, &key(url, own_id.then_some(sheet.id.as_str()), sheet), sheet)
    }
}

fn known(conn: &Connection, key: &str, sheet: &Sheet) -> Result<Option<String>> {
    let hash = content(sheet.title.as_deref(), &sheet.text);
    let mut select = conn.prepare_cached("SELECT id FROM report WHERE key = ?1 AND content = ?2")?;
    Ok(select.query_row(params![key, hash.0], |r| r.get(0)).optional()?)
}

impl Store {
    /// Takes reports in, all or none; one revision for each that is new. What a batch holds twice, or what was stored
    /// before, is stored once.
    ///
    /// # Errors
    /// If the database fails; nothing of the batch is stored then.
    pub fn ingest(&mut self, batch: Vec<Incoming>, stamp: &Stamp) -> Result<Vec<Outcome>> {
        self.transaction(|store| batch.into_iter().map(|report| store.add(report, stamp)).collect())
    }

    fn add(&mut self, report: Incoming, stamp: &Stamp) -> Result<Outcome> {
        let key = report.key();
        if let Some(id) = known(&self.conn, &key, &report.sheet)? {
            return Ok(Outcome::Known { id });
        }
        let (version, version_of) = self.before(&key)?;
        let mut sheet = report.sheet;
        sheet.id = self.free_id(&sheet, version, report.own_id)?;
        let conn = &self.reader.conn;
        let add = AddReport {
            id: sheet.id.clone(),
            key,
            version,
            text: blob::put(conn, sheet.text.as_bytes())?,
            sheet: put_sheet(conn, &sheet)?,
            capture: report.capture.map(|bytes| blob::put(conn, &bytes)).transpose()?,
            url: report.url,
            version_of: version_of.clone(),
        };
        let mut ops = self.new_places(report.places)?;
        ops.push(Op::AddReport(add));
        let id = sheet.id.clone();
        let revision = self.write(stamp, ops, Some(&sheet), |tables| {
            let no = tables.conn.prepare_cached("SELECT no FROM report WHERE id = ?1")?.query_row([&id], |r| r.get(0))?;
            let touched = tables.touched.clone();
            tables.settle(&[no], &touched, &[], None)
        })?;
        Ok(Outcome::Added { id: sheet.id, version_of, revision })
    }

    /// Number of the next version of an article, and the identifier of the last.
    fn before(&self, key: &str) -> Result<(u32, Option<String>)> {
        let mut select = self.conn.prepare_cached("SELECT version, id FROM report WHERE key = ?1 ORDER BY version DESC LIMIT 1")?;
        let last: Option<(u32, String)> = select.query_row([key], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
        Ok(last.map_or((1, None), |(version, id)| (version + 1, Some(id))))
    }

    /// An identifier that no report has: the report's own, or with its version, its outlet or a part of its hash.
    fn free_id(&self, sheet: &Sheet, version: u32, own: bool) -> Result<String> {
        let hash = content(sheet.title.as_deref(), &sheet.text).hex();
        let plain = match (version, own) {
            (1, true) => sheet.id.clone(),
            (1, false) => format!("{}-{}", sheet.id, &hash[..8]),
            _ => format!("{}~{version}", sheet.id),
        };
        let outlet = sheet.outlet.as_deref().unwrap_or_default();
        let tries = [plain.clone(), format!("{plain}@{outlet}"), format!("{plain}@{}", &hash[..16]), format!("{plain}@{hash}")];
        let mut select = self.conn.prepare_cached("SELECT 1 FROM report WHERE id = ?1")?;
        for id in &tries {
            if !id.ends_with('@') && !select.exists([id])? {
                return Ok(id.clone());
            }
        }
        Ok(format!("{plain}@{hash}@{version}"))
    }

    /// Operations for the places that the store does not know yet, or knows otherwise.
    fn new_places(&self, places: Vec<Place>) -> Result<Vec<Op>> {
        let mut ops = Vec::new();
        let mut select = self.conn.prepare_cached("SELECT id, parent, name, feature, country FROM place WHERE id = ?1")?;
        for place in places {
            let known = select
                .query_row([&place.id], |r| {
                    Ok(Place { id: r.get(0)?, parent: r.get(1)?, name: r.get(2)?, feature: r.get(3)?, country: r.get(4)? })
                })
                .optional()?;
            let op = Op::AddPlace(place);
            if !matches!((&known, &op), (Some(known), Op::AddPlace(new)) if known == new) && !ops.contains(&op) {
                ops.push(op);
            }
        }
        Ok(ops)
    }

    /// Applies operations, lets `settle` add those that follow from them, and writes all as one revision.
    pub(crate) fn write(
        &mut self,
        stamp: &Stamp,
        mut ops: Vec<Op>,
        sheet: Option<&Sheet>,
        settle: impl FnOnce(&mut Tables<'_>) -> Result<Vec<Op>>,
    ) -> Result<u64> {
        let revision = log::head(&self.reader.conn)?.0 + 1;
        let Self { reader, fold } = self;
        let mut tables =
            Tables { conn: &reader.conn, rules: &reader.rules, digests: &mut fold.digests, revision, touched: BTreeSet::new() };
        for op in &ops {
            tables.apply(op, sheet)?;
        }
        let follow = settle(&mut tables)?;
        for op in &follow {
            tables.apply(op, None)?;
        }
        tables.refresh()?;
        ops.extend(follow);
        log::append(&reader.conn, stamp, &ops)
    }

    /// Puts another sheet in the place of a report's present one: the engine or a pack has changed. Claims that people
    /// decided on stay, even where the engine makes them no longer. `None` if nothing has changed but who made it.
    ///
    /// # Errors
    /// If there is no such report, or the database fails.
    pub fn recode(&mut self, mut sheet: Sheet, stamp: &Stamp) -> Result<Option<u64>> {
        let id = sheet.id.clone();
        let old = self.sheet(&id)?;
        if sheet.text != old.text {
            return Err(crate::Error::Refused(format!("expected the stored text of report `{id}`, found another: that is a new version")));
        }
        self.keep_decided(&old, &mut sheet)?;
        if unsigned(&old) == unsigned(&sheet) {
            return Ok(None);
        }
        self.transaction(|store| {
            let hash = put_sheet(&store.conn, &sheet)?;
            let no: i64 = store.conn.prepare_cached("SELECT no FROM report WHERE id = ?1")?.query_row([&id], |r| r.get(0))?;
            let held = held(&store.conn, no)?;
            let ops = vec![Op::Recode { report: id.clone(), sheet: hash }];
            store.write(stamp, ops, Some(&sheet), |tables| {
                tables.touched.extend(held);
                let touched = tables.touched.clone();
                tables.settle(&[no], &touched, &[], None)
            })
        })
        .map(Some)
    }

    /// Claims of the old sheet that a person decided on and that the new sheet lacks go on in the new sheet.
    fn keep_decided(&self, old: &Sheet, new: &mut Sheet) -> Result<()> {
        let mut select = self.conn.prepare_cached(&format!(
            "SELECT DISTINCT c.mention, d.decision FROM report r JOIN claim c ON c.report = r.no AND c.until = {OPEN}
             JOIN decision_claim dc ON dc.claim = c.hash JOIN standing s ON s.decision = dc.decision AND s.until = {OPEN}
             JOIN decision d ON d.no = dc.decision WHERE r.id = ?1 ORDER BY c.at"
        ))?;
        let rows: Vec<(String, String)> = select.query_map([&old.id], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
        for (mention, decision) in rows {
            let decision: marsad_model::incident::Decision = serde_json::from_str(&decision).map_err(json("a decision"))?;
            let rejected = matches!(&decision.act, Act::Reject { field: None, .. });
            let Some(event) = old.events.iter().find(|e| e.id == mention) else { continue };
            let there = new.events.iter().any(|e| e.trigger.at == event.trigger.at && e.trigger.text == event.trigger.text);
            if rejected || there || decision.act.claims().is_empty() {
                continue;
            }
            let mut event = event.clone();
            event.id = format!("E{}", new.events.len() + 1);
            new.incidents.push(vec![event.id.clone()]);
            new.events.push(event);
        }
        Ok(())
    }
}

/// The sheet without who made it.
fn unsigned(sheet: &Sheet) -> Sheet {
    let mut sheet = Sheet { made_by: String::new(), ..sheet.clone() };
    sheet.events.iter_mut().for_each(|e| e.made_by.clear());
    sheet
}

/// Incidents that the claims of a report belong to.
fn held(conn: &Connection, report: i64) -> Result<BTreeSet<u64>> {
    let sql = format!("SELECT DISTINCT m.incident FROM claim c JOIN member m ON m.claim = c.hash AND m.until = {OPEN} WHERE c.report = ?1");
    let mut select = conn.prepare_cached(&sql)?;
    Ok(select.query_map([report], |r| r.get::<_, i64>(0).map(|n| n as u64))?.collect::<rusqlite::Result<_>>()?)
}

/// Stores a sheet. Its text has a blob of its own.
fn put_sheet(conn: &Connection, sheet: &Sheet) -> Result<Hash> {
    let bare = Sheet { text: String::new(), ..sheet.clone() };
    blob::put(conn, &serde_json::to_vec(&bare).map_err(json("a sheet"))?)
}

impl Reader {
    /// The present sheet of a report, with its text.
    ///
    /// # Errors
    /// If there is no such report, or the database fails.
    pub fn sheet(&self, id: &str) -> Result<Sheet> {
        let mut select = self.conn.prepare_cached(&format!(
            "SELECT c.sheet, r.text FROM report r JOIN coding c ON c.report = r.no AND c.until = {OPEN} WHERE r.id = ?1"
        ))?;
        let row: Option<(Vec<u8>, Vec<u8>)> = select.query_row([id], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
        let Some((sheet, text)) = row else {
            return Err(crate::Error::Missing(format!("expected a stored report, found none with the identifier `{id}`")));
        };
        read_sheet(&self.conn, id, Hash::column(&sheet)?, Hash::column(&text)?)
    }
}
