//! Lists of incidents: filters, orders, pages, as of any moment.

use crate::board::{Board, Rank};
use crate::error::{Error, Result};
use crate::number::OPEN;
use crate::stamp::AsOf;
use crate::store::Reader;
use marsad_model::incident::{Datum, Range};
use rusqlite::types::Value as Cell;
use rusqlite::{OptionalExtension, Row, params_from_iter};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A term with more incidents than this is checked along the order of the list; a rarer one leads the search.
const COMMON: i64 = 2000;
/// Rows that one page looks at where an exact shape is asked for, so that no request runs for ever.
const LOOKED_AT: usize = 200_000;

/// What a list shows. Empty fields ask nothing; a field with several values is met by any of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// South, west, north, east in degrees; west may be greater than east, over the date line.
    pub area: Option<[f64; 4]>,
    /// A ring of latitudes and longitudes.
    pub polygon: Vec<[f64; 2]>,
    /// Latitude, longitude, kilometres.
    pub near: Option<[f64; 3]>,
    /// Gazetteer identifiers: the places themselves and all that they hold.
    pub place: Vec<String>,
    /// ISO 3166 alpha-2.
    pub country: Vec<String>,
    /// First day of the event, ISO 8601: incidents that may have been on it or later.
    pub from: Option<String>,
    /// Last day of the event.
    pub to: Option<String>,
    /// Who did it: identifier, PLOVER code (`IRN:MIL`), country (`IRN` or `IRN:`) or sector (`:MIL`).
    pub actor: Vec<String>,
    /// Whom it was done to.
    pub recipient: Vec<String>,
    /// Either of the two.
    pub party: Vec<String>,
    /// PLOVER types, `ASSAULT`, or types with a mode, `ASSAULT/drone`.
    #[serde(rename = "type")]
    pub kinds: Vec<String>,
    /// Statuses.
    pub status: Vec<String>,
    /// Certainties.
    pub certainty: Vec<String>,
    /// At least so many dead, by the highest figure that stands.
    pub killed_min: Option<f64>,
    /// At most so many dead, by the lowest figure that stands.
    pub killed_max: Option<f64>,
    /// At least so many injured.
    pub injured_min: Option<f64>,
    /// At most so many injured.
    pub injured_max: Option<f64>,
    /// At least so many independent voices.
    pub voices: Option<u32>,
    /// Outlets that report it.
    pub outlet: Vec<String>,
    /// Kinds of the sources that somebody names: official, medical, ...
    pub source: Vec<String>,
    /// Only with a disputed field (true), or without (false).
    pub disputed: Option<bool>,
    /// What people did with it.
    pub review: Option<Review>,
    /// Words that all stand in the name of the place, the title or the parties.
    pub words: Option<String>,
    /// For each of these words the identifiers of places that have it in one of their names, in whatever language.
    pub called: Vec<Vec<String>>,
    /// Only what changed after this revision.
    pub changed_after: Option<u64>,
}

impl Filter {
    /// Kinds of terms, and the values of which an incident has to have one.
    pub(crate) fn terms(&self) -> [(&'static [&'static str], &Vec<String>); 6] {
        [
            (&["place"], &self.place),
            (&["actor"], &self.actor),
            (&["recipient"], &self.recipient),
            (&["actor", "recipient"], &self.party),
            (&["outlet"], &self.outlet),
            (&["source"], &self.source),
        ]
    }
}

/// What people did with an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Review {
    /// Nobody decided anything.
    Open,
    /// Somebody accepted it.
    Accepted,
    /// Somebody decided something, and nobody accepted it.
    Edited,
}

/// What comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// What changed last.
    #[default]
    Changed,
    /// What happened last; incidents without a day come last.
    Happened,
    /// What happened first; incidents without a day come last.
    Earliest,
    /// What cost most lives.
    Toll,
    /// What most independent voices tell of.
    Voices,
}

impl Order {
    fn column(self) -> &'static str {
        match self {
            Self::Changed => "v.since",
            Self::Happened | Self::Earliest => "v.first_day",
            Self::Toll => "v.toll",
            Self::Voices => "v.voices",
        }
    }

    fn direction(self) -> &'static str {
        if self == Self::Earliest { "ASC" } else { "DESC" }
    }
}

/// One line of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Summary {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub mode: Option<String>,
    pub status: String,
    pub certainty: String,
    pub first_day: Option<String>,
    pub last_day: Option<String>,
    pub place: Option<String>,
    pub place_id: Option<String>,
    pub country: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub precision: Option<String>,
    pub killed_low: Option<f64>,
    pub killed_high: Option<f64>,
    pub injured_low: Option<f64>,
    pub injured_high: Option<f64>,
    pub claims: u32,
    pub reports: u32,
    pub voices: u32,
    pub disputed: Vec<String>,
    pub accepted: Option<bool>,
    pub pinned: u32,
    /// Publication of the first report.
    pub published: Option<String>,
    /// Publication of the last report.
    pub latest: Option<String>,
    pub title: Option<String>,
    /// Parties, instrument and figures of the best values.
    pub brief: Brief,
    /// The revision from which on it looked so.
    pub since: u64,
    /// The revision that first knew of it.
    pub first: u64,
    #[serde(skip)]
    incident: i64,
    #[serde(skip)]
    toll: f64,
}

/// What a line shows beside the fields that lists are ordered and filtered by.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Brief {
    /// Best supported actors; all of them where they are disputed.
    pub actor: Vec<Datum>,
    /// Best supported recipients.
    pub recipient: Vec<Datum>,
    /// Weapon or means.
    pub instrument: Option<Datum>,
    /// Figures by measure.
    pub counts: BTreeMap<String, Range>,
    /// The report that the title is of.
    pub report: Option<String>,
}

/// The columns of [`summary`].
pub(crate) fn columns() -> String {
    let own = crate::view::SUMMARY.split(", ").map(|c| format!("v.{}", c.trim())).collect::<Vec<_>>().join(", ");
    format!("{own}, v.since, v.incident, (SELECT min(f.since) FROM version f WHERE f.incident = v.incident)")
}

pub(crate) fn summary(r: &Row<'_>) -> rusqlite::Result<Summary> {
    let disputed: String = r.get(21)?;
    Ok(Summary {
        id: r.get(0)?,
        kind: r.get(1)?,
        mode: r.get(2)?,
        status: r.get(3)?,
        certainty: r.get(4)?,
        first_day: r.get(5)?,
        last_day: r.get(6)?,
        place: r.get(7)?,
        place_id: r.get(8)?,
        country: r.get(9)?,
        lat: r.get(10)?,
        lon: r.get(11)?,
        precision: r.get(12)?,
        killed_low: r.get(13)?,
        killed_high: r.get(14)?,
        injured_low: r.get(15)?,
        injured_high: r.get(16)?,
        toll: r.get(17)?,
        claims: r.get(18)?,
        reports: r.get(19)?,
        voices: r.get(20)?,
        disputed: disputed.split_whitespace().map(str::to_owned).collect(),
        accepted: r.get(22)?,
        pinned: r.get(23)?,
        published: r.get(24)?,
        latest: r.get(25)?,
        title: r.get(26)?,
        brief: serde_json::from_str(&r.get::<_, String>(27)?).unwrap_or_default(),
        since: r.get::<_, i64>(28)? as u64,
        incident: r.get(29)?,
        first: r.get::<_, i64>(30)? as u64,
    })
}

/// A page of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Listing {
    /// The lines.
    pub incidents: Vec<Summary>,
    /// What to ask for the next page with; null on the last.
    pub next: Option<String>,
    /// The revision that is looked at. All pages of a list look at the same.
    pub as_of: u64,
}

/// Where a page ended.
#[derive(Serialize, Deserialize)]
struct Cursor {
    revision: u64,
    order: Order,
    /// The value of the order's column, null last.
    key: Option<Key>,
    incident: i64,
}

impl Cursor {
    fn after(last: &Summary, order: Order, revision: u64) -> Self {
        let key = match order {
            Order::Changed => Some(Key::Number(last.since as f64)),
            Order::Happened | Order::Earliest => last.first_day.clone().map(Key::Words),
            Order::Toll => Some(Key::Number(last.toll)),
            Order::Voices => Some(Key::Number(f64::from(last.voices))),
        };
        Self { revision, order, key, incident: last.incident }
    }

    fn place(&self) -> (Rank<'_>, i64) {
        let rank = match &self.key {
            None => Rank::None,
            Some(Key::Number(n)) => Rank::Number(*n),
            Some(Key::Words(words)) => Rank::Words(words),
        };
        (rank, self.incident)
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
enum Key {
    Number(f64),
    Words(String),
}

/// A condition under construction.
pub(crate) struct Condition {
    pub(crate) sql: String,
    pub(crate) cells: Vec<Cell>,
}

impl Condition {
    fn and(&mut self, sql: &str, cells: impl IntoIterator<Item = Cell>) {
        let _ = write!(self.sql, " AND {sql}");
        self.cells.extend(cells);
    }

    fn any(&mut self, column: &str, words: &[String]) {
        if !words.is_empty() {
            let holes = vec!["?"; words.len()].join(", ");
            self.and(&format!("{column} IN ({holes})"), words.iter().cloned().map(Cell::Text));
        }
    }

    fn number(&mut self, sql: &str, number: Option<f64>) {
        if let Some(number) = number {
            self.and(sql, [Cell::Real(number)]);
        }
    }

    fn kinds(&mut self, kinds: &[String]) {
        if kinds.is_empty() {
            return;
        }
        let mut cells = Vec::new();
        let one = |kind: &String| match kind.split_once('/') {
            Some((kind, mode)) => {
                cells.extend([Cell::Text(kind.to_owned()), Cell::Text(mode.to_owned())]);
                "(v.type = ? AND v.mode = ?)"
            }
            None => {
                cells.push(Cell::Text(kind.clone()));
                "v.type = ?"
            }
        };
        let any: Vec<&str> = kinds.iter().map(one).collect();
        self.and(&format!("({})", any.join(" OR ")), cells);
    }

    fn text(&mut self, sql: &str, words: Option<&String>) {
        if let Some(words) = words {
            self.and(sql, [Cell::Text(words.clone())]);
        }
    }
}

impl Reader {
    /// A page of incidents.
    ///
    /// # Errors
    /// If the cursor is none of ours, the moment is unknown, or the database fails.
    pub fn incidents(&self, filter: &Filter, order: Order, as_of: AsOf, after: Option<&str>, limit: usize) -> Result<Listing> {
        let cursor: Option<Cursor> = after.map(uncode).transpose()?;
        let order = cursor.as_ref().map_or(order, |c| c.order);
        let revision = cursor.as_ref().map_or_else(|| self.revision(as_of), |c| Ok(c.revision))?;
        let Some(mut condition) = self.condition(filter, revision)? else { return Ok(Listing { as_of: revision, ..Listing::default() }) };
        if let Some(cursor) = &cursor {
            follow(&mut condition, cursor);
        }
        let exact = filter.near.is_some() || !filter.polygon.is_empty();
        let (column, direction) = (order.column(), order.direction());
        let most = if exact { LOOKED_AT } else { limit + 1 };
        let nulls = if order == Order::Earliest { " NULLS LAST" } else { "" };
        let sql = format!(
            "SELECT {} FROM version v WHERE {} ORDER BY {column} {direction}{nulls}, v.incident {direction} LIMIT {most}",
            columns(),
            condition.sql
        );
        let mut select = self.conn.prepare_cached(&sql)?;
        let mut rows = select.query(params_from_iter(condition.cells))?;
        let mut found: Vec<Summary> = Vec::new();
        let mut more = false;
        while let Some(row) = rows.next()? {
            let row = summary(row)?;
            if exact && !filter.holds(&row) {
                continue;
            }
            if found.len() == limit {
                more = true;
                break;
            }
            found.push(row);
        }
        let next = found.last().filter(|_| more).map(|last| code(&Cursor::after(last, order, revision)));
        Ok(Listing { incidents: found, next, as_of: revision })
    }

    /// A page of the incidents of a board, with how many there are in all. `None` where only the tables can tell: the page
    /// before was of another revision, or the filter asks for words.
    ///
    /// # Errors
    /// If the cursor is none of ours, or the database fails.
    pub fn page(&self, board: &Board, filter: &Filter, order: Order, after: Option<&str>, limit: usize) -> Result<Option<(Listing, u64)>> {
        let cursor: Option<Cursor> = after.map(uncode).transpose()?;
        let revision = board.revision();
        if !board.tells(filter) || cursor.as_ref().is_some_and(|c| c.revision != revision) {
            return Ok(None);
        }
        let order = cursor.as_ref().map_or(order, |c| c.order);
        let picked = board.pick(filter, order, cursor.as_ref().map(Cursor::place), limit);
        let sql = format!("SELECT {} FROM version v WHERE v.incident = ?1 AND v.since <= ?2 AND v.until > ?2", columns());
        let mut select = self.conn.prepare_cached(&sql)?;
        let mut incidents: Vec<Summary> = Vec::new();
        for incident in picked.incidents {
            incidents.push(select.query_row([incident, revision as i64], summary)?);
        }
        let next = incidents.last().filter(|_| picked.more).map(|last| code(&Cursor::after(last, order, revision)));
        Ok(Some((Listing { incidents, next, as_of: revision }, picked.total)))
    }

    /// How many incidents a filter leaves, counted up to `most`.
    ///
    /// # Errors
    /// If the database fails.
    pub fn count(&self, filter: &Filter, as_of: AsOf, most: usize) -> Result<usize> {
        let mut n = 0;
        self.each(filter, as_of, |_| {
            n += 1;
            n < most
        })?;
        Ok(n)
    }

    /// Visits every incident that a filter leaves, in no order that means anything, until `visit` says no: for maps,
    /// timelines and exports.
    ///
    /// # Errors
    /// If the database fails.
    pub fn each(&self, filter: &Filter, as_of: AsOf, mut visit: impl FnMut(Summary) -> bool) -> Result<u64> {
        let revision = self.revision(as_of)?;
        let Some(condition) = self.condition(filter, revision)? else { return Ok(revision) };
        let sql = format!("SELECT {} FROM version v WHERE {}", columns(), condition.sql);
        let mut select = self.conn.prepare_cached(&sql)?;
        let mut rows = select.query(params_from_iter(condition.cells))?;
        while let Some(row) = rows.next()? {
            let row = summary(row)?;
            if filter.holds(&row) && !visit(row) {
                break;
            }
        }
        Ok(revision)
    }

    /// The filter in SQL; `None` if it asks for a term that no incident has.
    pub(crate) fn condition(&self, filter: &Filter, revision: u64) -> Result<Option<Condition>> {
        let now = revision == self.head()?;
        let mut c = if now {
            Condition { sql: format!("v.until = {OPEN}"), cells: Vec::new() }
        } else {
            let revision = Cell::Integer(revision as i64);
            Condition { sql: "v.since <= ? AND v.until > ?".to_owned(), cells: vec![revision.clone(), revision] }
        };
        if let Some(area) = filter.frame() {
            self.area(&mut c, area, revision)?;
        }
        c.any("v.country", &filter.country);
        c.text("v.last_day >= ?", filter.from.as_ref());
        c.text("v.first_day <= ?", filter.to.as_ref());
        c.kinds(&filter.kinds);
        c.any("v.status", &filter.status);
        c.any("v.certainty", &filter.certainty);
        c.number("v.toll >= ?", filter.killed_min);
        c.number("coalesce(v.killed_low, v.killed_high, 0) <= ?", filter.killed_max);
        c.number("coalesce(v.injured_high, v.injured_low, 0) >= ?", filter.injured_min);
        c.number("coalesce(v.injured_low, v.injured_high, 0) <= ?", filter.injured_max);
        c.number("v.voices >= ?", filter.voices.map(f64::from));
        if let Some(disputed) = filter.disputed {
            c.and(if disputed { "v.disputed != ''" } else { "v.disputed = ''" }, []);
        }
        match filter.review {
            Some(Review::Open) => c.and("v.accepted IS NULL AND v.pinned = 0", []),
            Some(Review::Accepted) => c.and("v.accepted = 1", []),
            Some(Review::Edited) => c.and("v.accepted IS NOT 1 AND v.pinned > 0", []),
            None => {}
        }
        if let Some(after) = filter.changed_after {
            c.and("v.since > ?", [Cell::Integer(after as i64)]);
        }
        // Every word has to stand somewhere: in a name of the place, the title, the parties.
        for (n, word) in filter.words.iter().flat_map(|w| w.split_whitespace()).enumerate() {
            let like = Cell::Text(format!("%{}%", word.replace(['%', '_'], "")));
            let called = filter.called.get(n).map_or(&[][..], Vec::as_slice);
            let holes = vec!["?"; called.len()].join(", ");
            let cells = vec![like; 4].into_iter().chain(called.iter().cloned().map(Cell::Text));
            c.and(&format!("(v.place LIKE ? OR v.title LIKE ? OR v.brief LIKE ? OR v.id LIKE ? OR v.place_id IN ({holes}))"), cells);
        }
        for (kinds, values) in filter.terms() {
            if !values.is_empty() && !self.terms(&mut c, kinds, values, revision)? {
                return Ok(None);
            }
        }
        Ok(Some(c))
    }

    /// Asks for any of these terms; false if there is none such.
    fn terms(&self, c: &mut Condition, kinds: &[&str], values: &[String], revision: u64) -> Result<bool> {
        let mut select = self.conn.prepare_cached("SELECT no FROM term WHERE kind = ?1 AND value = ?2")?;
        let mut count = self.conn.prepare_cached(&format!("SELECT count(*) FROM (SELECT 1 FROM facet WHERE term = ?1 LIMIT {COMMON})"))?;
        let (mut terms, mut held) = (Vec::new(), 0);
        for (kind, value) in kinds.iter().flat_map(|k| values.iter().map(move |v| (k, v))) {
            let value = value.strip_suffix(':').unwrap_or(value);
            if let Some(term) = select.query_row([kind, value], |r| r.get::<_, i64>(0)).optional()? {
                held += count.query_row([term], |r| r.get::<_, i64>(0))?;
                terms.push(term.to_string());
            }
        }
        if terms.is_empty() {
            return Ok(false);
        }
        let now =
            if revision == self.head()? { format!("f.until = {OPEN}") } else { format!("f.since <= {revision} AND f.until > {revision}") };
        let asks = format!("f.term IN ({}) AND {now}", terms.join(", "));
        let sql = if held >= COMMON {
            format!("EXISTS (SELECT 1 FROM facet f WHERE f.incident = v.incident AND {asks})")
        } else {
            format!("v.incident IN (SELECT f.incident FROM facet f WHERE {asks})")
        };
        c.and(&sql, []);
        Ok(true)
    }

    /// Asks for points in a box: by the R*Tree where it holds few, along the order of the list where it holds many.
    fn area(&self, c: &mut Condition, [south, west, north, east]: [f64; 4], revision: u64) -> Result<()> {
        let meets = |west: f64, east: f64| {
            (format!("a.south <= {north} AND a.north >= {south} AND a.west <= {east} AND a.east >= {west}"), west, east)
        };
        let parts = if west <= east { vec![meets(west, east)] } else { vec![meets(west, 180.0), meets(-180.0, east)] };
        let exact: Vec<String> = parts.iter().map(|(_, w, e)| format!("v.lon BETWEEN {w} AND {e}")).collect();
        c.and(&format!("v.lat BETWEEN {south} AND {north} AND ({})", exact.join(" OR ")), []);
        let mut few = 0;
        for (meets, ..) in &parts {
            let sql = format!("SELECT count(*) FROM (SELECT 1 FROM area a WHERE {meets} LIMIT {COMMON})");
            few += self.conn.query_row(&sql, [], |r| r.get::<_, i64>(0))?;
        }
        if few < COMMON {
            let found: Vec<String> = parts
                .iter()
                .map(|(meets, ..)| format!("SELECT s.incident FROM area a JOIN spot s ON s.no = a.no WHERE {meets} AND s.since <= {revision} AND s.until > {revision}"))
                .collect();
            c.and(&format!("v.incident IN ({})", found.join(" UNION ")), []);
        }
        Ok(())
    }
}

/// Goes on after a cursor. Rows without a value of the order come last.
fn follow(c: &mut Condition, cursor: &Cursor) {
    let column = cursor.order.column();
    let incident = Cell::Integer(cursor.incident);
    let (sign, days) = match cursor.order {
        Order::Earliest => (">", true),
        Order::Happened => ("<", true),
        _ => ("<", false),
    };
    match &cursor.key {
        None => c.and(&format!("{column} IS NULL AND v.incident {sign} ?"), [incident]),
        Some(key) => {
            let key = match key {
                Key::Number(n) => Cell::Real(*n),
                Key::Words(words) => Cell::Text(words.clone()),
            };
            let rest = if days { format!(" OR {column} IS NULL") } else { String::new() };
            c.and(&format!("(({column}, v.incident) {sign} (?, ?){rest})"), [key, incident]);
        }
    }
}

fn code(cursor: &Cursor) -> String {
    serde_json::to_vec(cursor).unwrap_or_default().iter().fold(String::new(), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

fn uncode(words: &str) -> Result<Cursor> {
    let bytes: Option<Vec<u8>> =
        (0..words.len()).step_by(2).map(|i| words.get(i..i + 2).and_then(|d| u8::from_str_radix(d, 16).ok())).collect();
    bytes
        .and_then(|b| serde_json::from_slice(&b).ok())
        .ok_or_else(|| Error::Refused("expected the cursor that the page before gave, found other words; begin the list anew".to_owned()))
}
