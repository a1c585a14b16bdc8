//! The map: points, clusters of points, areas for what is known no better; made on the server, so that a browser never
//! gets more marks than it can draw.

use crate::ask::{Answer, Ask};
use crate::filter;
use crate::param::frame;
use crate::problem::Result;
use crate::record::Place;
use crate::view::{View, radius};
use marsad_model::incident::{Days, Range};
use marsad_store::{Mark, Summary};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Marks of an answer.
const MARKS: usize = 2000;
/// Width of a cell and of the world at zoom 0, in pixels.
const CELL: f64 = 64.0 / 512.0;
/// Marks nearer than so would hide one another: 26 pixels.
const TOUCH: f64 = 26.0 / 512.0;
/// Identifiers that an area names.
const NAMED: usize = 20;

/// One incident, known to a site, town or district.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Point {
    pub id: String,
    pub lat: f64,
    pub lon: f64,
    pub radius_km: Option<f64>,
    pub precision: Option<String>,
    #[serde(rename = "type")]
    pub kind: String,
    pub mode: Option<String>,
    pub status: String,
    pub certainty: String,
    pub disputed: bool,
    pub killed: Option<Range>,
    pub injured: Option<Range>,
    pub date: Option<Days>,
    pub changed: String,
}

/// What several incidents add up to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Sum {
    /// How many.
    pub count: u64,
    /// The dead of all; null where no figure is known.
    pub killed: Option<Range>,
    /// By PLOVER type.
    pub by_type: BTreeMap<String, u64>,
    /// By certainty.
    pub by_certainty: BTreeMap<String, u64>,
}

/// Incidents too near one another to be drawn apart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Cluster {
    /// Mean point.
    pub lat: f64,
    /// Mean point.
    pub lon: f64,
    /// What they add up to.
    #[serde(flatten)]
    pub sum: Sum,
    /// West, south, east, north; a point where all are in one place.
    pub bounds: [f64; 4],
}

/// Incidents of one province, country or region, known no better: never a point.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Area {
    /// The place.
    pub place: Place,
    /// What they add up to.
    #[serde(flatten)]
    pub sum: Sum,
    /// Some of them.
    pub ids: Vec<String>,
}

/// What a map shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct MapView {
    pub zoom: f64,
    pub revision: u64,
    pub points: Vec<Point>,
    pub clusters: Vec<Cluster>,
    pub areas: Vec<Area>,
    /// Incidents without a place.
    pub unplaced: u64,
}

impl Sum {
    /// Counts one more.
    pub fn add(&mut self, mark: Mark<'_>) {
        self.count += 1;
        one_more(&mut self.by_type, mark.kind());
        one_more(&mut self.by_certainty, mark.certainty());
        let (low, high) = mark.killed();
        if low.is_some() || high.is_some() {
            let sum = self.killed.get_or_insert(Range { low: Some(0.0), high: Some(0.0) });
            sum.low = sum.low.map(|n| n + low.unwrap_or(0.0));
            sum.high = sum.high.map(|n| n + high.or(low).unwrap_or(0.0));
        }
    }
}

fn one_more(counts: &mut BTreeMap<String, u64>, word: &str) {
    match counts.get_mut(word) {
        Some(n) => *n += 1,
        None => drop(counts.insert(word.to_owned(), 1)),
    }
}

/// `GET /api/map`.
///
/// # Errors
/// If the parameters contradict one another.
pub fn map(a: &Ask<'_>) -> Result<Answer> {
    let p = &a.params;
    let (board, asked) = a.board(filter::filter(p, "within", &a.state.names)?)?;
    let frame = p.get("bbox").and_then(frame).unwrap_or([-90.0, -180.0, 90.0, 180.0]);
    let zoom = p.number("zoom").unwrap_or(0.0);
    let view = View { state: a.state, store: a.store };
    let (mut placed, mut areas, mut unplaced) = (Vec::new(), BTreeMap::<&str, (Mark<'_>, Sum, Vec<String>)>::new(), 0);
    board.each(&asked, |mark| match (mark.point(), mark.precision()) {
        (None, _) => unplaced += 1,
        (Some(_), Some("province" | "country" | "region")) => {
            let key = mark.place_id().or(mark.place()).unwrap_or_default();
            let (_, sum, ids) = areas.entry(key).or_insert_with(|| (mark, Sum::default(), Vec::new()));
            sum.add(mark);
            ids.push(mark.id().to_owned());
        }
        (Some(point), _) if inside(frame, point) => placed.push((point, mark)),
        _ => {}
    });
    let revision = board.revision();
    let (points, clusters) = marks(&view, &placed, zoom)?;
    let areas = areas.into_values().map(|(mark, sum, ids)| area(&view, mark, sum, ids)).collect::<Result<Vec<_>>>()?;
    Answer::ok(&MapView { zoom, revision, points, clusters, areas: areas.into_iter().flatten().collect(), unplaced })
}

fn inside([s, w, n, e]: [f64; 4], (lat, lon): (f64, f64)) -> bool {
    (s..=n).contains(&lat) && if w <= e { (w..=e).contains(&lon) } else { lon >= w || lon <= e }
}

fn area(view: &View<'_>, mark: Mark<'_>, sum: Sum, mut ids: Vec<String>) -> Result<Option<Area>> {
    ids.sort_unstable();
    ids.truncate(NAMED);
    let own = |word: Option<&str>| word.map(str::to_owned);
    let (lat, lon) = mark.point().unzip();
    let mut row = Summary::default();
    (row.place, row.place_id) = (own(mark.place()), own(mark.place_id()));
    (row.country, row.precision) = (own(mark.country()), own(mark.precision()));
    (row.lat, row.lon) = (lat, lon);
    Ok(view.place_of(&row)?.map(|place| Area { place, sum, ids }))
}

/// Incidents that are drawn as one.
struct Heap {
    /// Mean point on the map, both from 0 to 1.
    at: (f64, f64),
    rows: Vec<usize>,
}

/// Groups by the cells of a grid over the whole world, coarser ones where there would be too many marks; then puts
/// together what would lie on one another.
fn marks(view: &View<'_>, placed: &[((f64, f64), Mark<'_>)], zoom: f64) -> Result<(Vec<Point>, Vec<Cluster>)> {
    let points: Vec<(f64, f64)> = placed.iter().map(|((lat, lon), _)| mercator(*lat, *lon)).collect();
    let mut side = CELL / zoom.exp2();
    let mut cells: BTreeMap<(i64, i64), Vec<usize>>;
    loop {
        cells = BTreeMap::new();
        for (n, (x, y)) in points.iter().enumerate() {
            cells.entry(((x / side).floor() as i64, (y / side).floor() as i64)).or_default().push(n);
        }
        if cells.len() <= MARKS {
            break;
        }
        side *= 2.0;
    }
    let mut heaps: Vec<Heap> = Vec::new();
    for rows in cells.into_values() {
        let mean = |of: fn(&(f64, f64)) -> f64| rows.iter().map(|n| of(&points[*n])).sum::<f64>() / rows.len() as f64;
        let at = (mean(|p| p.0), mean(|p| p.1));
        let near = |h: &&mut Heap| (h.at.0 - at.0).hypot(h.at.1 - at.1) < TOUCH / zoom.exp2();
        match heaps.iter_mut().find(near) {
            Some(heap) => heap.rows.extend(rows),
            None => heaps.push(Heap { at, rows }),
        }
    }
    let (mut points, mut clusters) = (Vec::new(), Vec::new());
    for heap in &heaps {
        match heap.rows[..] {
            [one] => points.push(point(view, &placed[one])?),
            _ => clusters.push(cluster(heap.rows.iter().map(|n| &placed[*n]))),
        }
    }
    Ok((points, clusters))
}

/// Both from 0 to 1 over the world, north up.
fn mercator(lat: f64, lon: f64) -> (f64, f64) {
    let lat = lat.clamp(-85.051, 85.051).to_radians();
    let y = (1.0 - (lat.tan() + 1.0 / lat.cos()).ln() / std::f64::consts::PI) / 2.0;
    ((lon + 180.0) / 360.0, y)
}

fn range(low: Option<f64>, high: Option<f64>) -> Option<Range> {
    (low.is_some() || high.is_some()).then_some(Range { low, high })
}

fn point(view: &View<'_>, ((lat, lon), mark): &((f64, f64), Mark<'_>)) -> Result<Point> {
    let (killed, injured) = (mark.killed(), mark.injured());
    let days = mark.first_day().zip(mark.last_day());
    Ok(Point {
        id: mark.id().to_owned(),
        lat: *lat,
        lon: *lon,
        radius_km: radius(mark.precision()),
        precision: mark.precision().map(str::to_owned),
        kind: mark.kind().to_owned(),
        mode: mark.mode().map(str::to_owned),
        status: mark.status().to_owned(),
        certainty: mark.certainty().to_owned(),
        disputed: mark.disputed(),
        killed: range(killed.0, killed.1),
        injured: range(injured.0, injured.1),
        date: days.map(|(start, end)| Days { start: start.to_owned(), end: end.to_owned() }),
        changed: view.state.time(view.store, mark.since())?,
    })
}

fn cluster<'r>(rows: impl Iterator<Item = &'r ((f64, f64), Mark<'r>)>) -> Cluster {
    let mut out = Cluster { bounds: [180.0, 90.0, -180.0, -90.0], ..Cluster::default() };
    for ((lat, lon), mark) in rows {
        out.lat += lat;
        out.lon += lon;
        let [w, s, e, n] = out.bounds;
        out.bounds = [w.min(*lon), s.min(*lat), e.max(*lon), n.max(*lat)];
        out.sum.add(*mark);
    }
    out.lat /= out.sum.count.max(1) as f64;
    out.lon /= out.sum.count.max(1) as f64;
    out
}
