//! Places compared: distance against the precision of both.

use marsad_model::geo::distance_km;
use marsad_model::incident::Spot;

/// How two places stand to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Relation {
    /// The same site or town.
    Same,
    /// So many kilometres apart, nearer than a neighbouring town.
    Near(f64),
    /// One is an area that holds the other, or both are the same area.
    Inside(f64),
    /// Neither.
    Far(f64),
}

/// Half the width of what a precision names, in kilometres.
pub(crate) fn radius(precision: Option<&str>) -> f64 {
    match precision {
        Some("site") => 2.0,
        Some("town") => 5.0,
        Some("district") => 30.0,
        Some("province") => 90.0,
        _ => 500.0,
    }
}

/// Whether the precision is that of a point on a map of a town.
pub(crate) fn is_exact(spot: &Spot) -> bool {
    point(spot).is_some() && matches!(spot.precision.as_deref(), Some("site" | "town"))
}

/// The point, if there is one.
pub(crate) fn point(spot: &Spot) -> Option<(f64, f64)> {
    spot.lat.zip(spot.lon)
}

/// Compares two places; none if one of them has no point.
pub(crate) fn relation(a: &Spot, b: &Spot) -> Option<Relation> {
    let apart = distance_km(point(a)?, point(b)?);
    let (ra, rb) = (radius(a.precision.as_deref()), radius(b.precision.as_deref()));
    if is_exact(a) && is_exact(b) {
        let same = (a.place_id.is_some() && a.place_id == b.place_id) || apart <= 2.5;
        return Some(match apart {
            _ if same => Relation::Same,
            d if d <= 12.0 => Relation::Near(d),
            d => Relation::Far(d),
        });
    }
    Some(if apart <= ra.max(rb) * 1.2 { Relation::Inside(apart) } else { Relation::Far(apart) })
}
