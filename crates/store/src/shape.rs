//! Shapes on the globe that a list can be cut to.

use crate::list::{Filter, Summary};
use marsad_model::geo::distance_km;

/// Mean radius of the earth in kilometres.
const EARTH: f64 = 6371.0;

impl Filter {
    /// The box around all shapes that are asked for: south, west, north, east.
    pub(crate) fn frame(&self) -> Option<[f64; 4]> {
        let mut frame = self.area;
        if let Some([lat, lon, km]) = self.near {
            let up = (km / EARTH).to_degrees();
            // Near a pole every meridian is near.
            let side = (km / EARTH / lat.to_radians().cos().max(1e-6)).to_degrees();
            let around = if side >= 180.0 || lat.abs() + up >= 90.0 {
                [lat - up, -180.0, lat + up, 180.0]
            } else {
                [lat - up, turned(lon - side), lat + up, turned(lon + side)]
            };
            frame = Some(frame.map_or(around, |f| narrower(f, around)));
        }
        if !self.polygon.is_empty() {
            let bounds = self
                .polygon
                .iter()
                .fold([90.0, 180.0, -90.0, -180.0], |b: [f64; 4], p| [b[0].min(p[0]), b[1].min(p[1]), b[2].max(p[0]), b[3].max(p[1])]);
            frame = Some(frame.map_or(bounds, |f| narrower(f, bounds)));
        }
        frame.filter(|f| f.iter().all(|n| n.is_finite()))
    }

    /// Whether the incident's point lies in the exact shapes. The box is the database's part.
    pub(crate) fn holds(&self, row: &Summary) -> bool {
        if self.near.is_none() && self.polygon.is_empty() {
            return true;
        }
        row.lat.zip(row.lon).is_some_and(|(lat, lon)| self.holds_point(lat, lon))
    }

    /// Whether a point lies in the exact shapes.
    pub(crate) fn holds_point(&self, lat: f64, lon: f64) -> bool {
        self.near.is_none_or(|[la, lo, km]| distance_km((la, lo), (lat, lon)) <= km)
            && (self.polygon.is_empty() || inside(&self.polygon, lat, lon))
    }
}

/// The smaller of two boxes; the exact test sees to the other.
fn narrower(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    let size = |f: [f64; 4]| (f[2] - f[0]) * if f[1] <= f[3] { f[3] - f[1] } else { f[3] - f[1] + 360.0 };
    if size(a) <= size(b) { a } else { b }
}

fn turned(lon: f64) -> f64 {
    if lon > 180.0 {
        lon - 360.0
    } else if lon < -180.0 {
        lon + 360.0
    } else {
        lon
    }
}

/// Whether a point lies in a ring: a ray to the east crosses its border an odd number of times.
fn inside(ring: &[[f64; 2]], lat: f64, lon: f64) -> bool {
    let mut odd = false;
    for (i, a) in ring.iter().enumerate() {
        let b = ring[(i + 1) % ring.len()];
        if (a[0] > lat) != (b[0] > lat) && lon < (b[1] - a[1]) * (lat - a[0]) / (b[0] - a[0]) + a[1] {
            odd = !odd;
        }
    }
    odd
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn points_in_a_ring_are_found() {
        let ring = [[0.0, 0.0], [0.0, 10.0], [10.0, 10.0], [10.0, 0.0]];
        assert!(inside(&ring, 5.0, 5.0) && !inside(&ring, 5.0, 11.0) && !inside(&ring, -1.0, 5.0));
    }
}
