//! Points on the globe.

/// Mean diameter of the earth in kilometres.
const DIAMETER: f64 = 12742.0;

/// Kilometres between two points (latitude and longitude in degrees) along a great circle, by the haversine formula.
#[must_use]
pub fn distance_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (p, q) = (a.0.to_radians(), b.0.to_radians());
    let h = ((q - p) / 2.0).sin().powi(2) + p.cos() * q.cos() * ((b.1 - a.1).to_radians() / 2.0).sin().powi(2);
    DIAMETER * h.clamp(0.0, 1.0).sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::distance_km;

    #[test]
    fn distances_are_those_of_the_globe() {
        assert!((distance_km((33.51, 36.29), (33.89, 35.5)) - 84.5).abs() < 1.0);
    }
}
