//! The filters that all lists of incidents share.

use crate::names::Names;
use crate::param::{Kind, Param, Params, frame, near, ring};
use crate::problem::{Problem, Result};
use marsad_store::{AsOf, Filter, Order, Review};

/// Prefix of the identifiers of outlets.
pub const OUTLET: &str = "o:";

const STATUSES: &[&str] = &["occurred", "planned", "hypothetical", "denied", "requested"];
const CERTAINTIES: &[&str] = &["stated", "hedged", "unclear", "disputed"];
const SORTS: &[&str] = &["-happened", "happened", "-changed", "-killed", "-independent"];
/// Places that one word may name: more is no name but a piece of many.
const PLACES: usize = 400;
const MANY: u64 = 1_000_000_000;

/// Time of knowledge.
pub const AS_OF: Param = Param::one("as_of", Kind::Moment, "Time of knowledge: what was known then");
/// Length of a page.
pub const LIMIT: Param = Param::one("limit", Kind::Whole(1, 500), "Lines of a page, 50 by default");
/// Where the page before ended.
pub const CURSOR: Param = Param::one("cursor", Kind::Text, "`next` of the page before; it holds the revision, so pages fit together");
/// Order of a list.
pub const SORT: Param = Param::one("sort", Kind::Word(SORTS), "What comes first, `-happened` by default; undated incidents come last");

/// What a list of incidents can be narrowed by.
pub const FILTERS: &[Param] = &[
    Param::many("type", Kind::Text, "PLOVER type, `ASSAULT`, or type with mode, `ASSAULT/drone`"),
    Param::many("status", Kind::Word(STATUSES), "Whether it happened"),
    Param::many("certainty", Kind::Word(CERTAINTIES), "How sure"),
    Param::one("from", Kind::Day, "First day of the event"),
    Param::one("to", Kind::Day, "Last day of the event"),
    Param::many("place", Kind::Text, "Gazetteer identifier: the place and all that it holds"),
    Param::many("country", Kind::Text, "ISO 3166 alpha-2"),
    Param::one("near", Kind::Near, "Within kilometres of a point: latitude,longitude,kilometres"),
    Param::one("polygon", Kind::Ring, "Inside a ring: longitude,latitude;..."),
    Param::many("actor", Kind::Text, "Who did it: identifier, or PLOVER code, whole (`IRQ:MIL`) or half (`IRQ:`, `:REB`)"),
    Param::many("recipient", Kind::Text, "Whom it was done to"),
    Param::many("party", Kind::Text, "Either side"),
    Param::many("source", Kind::Text, "Who says it: identifier of an outlet (`o:NAME`), or kind of a named source (`official`, `medical`)"),
    Param::one("killed_min", Kind::Whole(0, MANY), "At least so many dead, by the highest figure that stands"),
    Param::one("killed_max", Kind::Whole(0, MANY), "At most so many dead, by the lowest figure"),
    Param::one("injured_min", Kind::Whole(0, MANY), "At least so many injured"),
    Param::one("injured_max", Kind::Whole(0, MANY), "At most so many injured"),
    Param::one("disputed", Kind::Flag, "Whether sources disagree on a field"),
    Param::one("independent_min", Kind::Whole(0, MANY), "Independent voices, at least"),
    Param::one("review", Kind::Word(&["open", "accepted", "edited"]), "What people did with it"),
    Param::one("q", Kind::Text, "Words that all stand in the place, the title or the parties"),
    AS_OF,
];

/// The box of a list.
pub const BOX: Param = Param::one("bbox", Kind::Frame, "Inside a box: west,south,east,north");

/// [`FILTERS`] and more.
#[must_use]
pub fn with(more: &[Param]) -> Vec<Param> {
    [FILTERS, more].concat()
}

/// The filter of a request. `frame_name` is the parameter that holds its box.
///
/// # Errors
/// If more than one shape is given.
pub fn filter(p: &Params, frame_name: &str, names: &Names) -> Result<Filter> {
    let (area, round, polygon) = (p.get(frame_name).and_then(frame), p.get("near").and_then(near), p.get("polygon").and_then(ring));
    if usize::from(area.is_some()) + usize::from(round.is_some()) + usize::from(polygon.is_some()) > 1 {
        return Err(Problem::bad(frame_name, "one shape: a box, a circle (near) or a polygon", "more than one"));
    }
    let number = |name: &str| p.whole(name).map(|n| n as f64);
    let (outlet, source): (Vec<String>, Vec<String>) = p.all("source").into_iter().partition(|s| s.starts_with(OUTLET));
    Ok(Filter {
        area,
        polygon: polygon.unwrap_or_default(),
        near: round,
        place: p.all("place"),
        country: p.all("country"),
        from: p.get("from").map(str::to_owned),
        to: p.get("to").map(str::to_owned),
        actor: p.all("actor"),
        recipient: p.all("recipient"),
        party: p.all("party"),
        kinds: p.all("type"),
        status: p.all("status"),
        certainty: p.all("certainty"),
        killed_min: number("killed_min"),
        killed_max: number("killed_max"),
        injured_min: number("injured_min"),
        injured_max: number("injured_max"),
        voices: p.whole("independent_min").map(|n| n as u32),
        outlet: outlet.iter().map(|o| o[OUTLET.len()..].to_owned()).collect(),
        source,
        disputed: p.flag("disputed"),
        review: p.get("review").map(|r| match r {
            "accepted" => Review::Accepted,
            "edited" => Review::Edited,
            _ => Review::Open,
        }),
        words: p.get("q").map(str::to_owned),
        called: p.get("q").map(|q| called(q, names)).unwrap_or_default(),
        changed_after: None,
    })
}

/// Places that each word of a question names, in whatever language.
fn called(q: &str, names: &Names) -> Vec<Vec<String>> {
    let places = |word: &str| {
        let key = names.key(word);
        names.holding(&key).filter(|(e, _)| e.place).take(PLACES).map(|(e, _)| e.id.to_owned()).collect()
    };
    q.split_whitespace().map(places).collect()
}

/// The moment of a request.
///
/// # Errors
/// Never for checked parameters.
pub fn as_of(p: &Params) -> Result<AsOf> {
    Ok(p.get("as_of").map(AsOf::parse).transpose()?.unwrap_or_default())
}

/// The order of a request.
#[must_use]
pub fn order(p: &Params) -> Order {
    match p.get("sort") {
        Some("happened") => Order::Earliest,
        Some("-changed") => Order::Changed,
        Some("-killed") => Order::Toll,
        Some("-independent") => Order::Voices,
        _ => Order::Happened,
    }
}
