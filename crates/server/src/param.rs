//! Query parameters: what a route takes, and the check that a request gives just that.
//!
//! One table serves the check, its error messages and the OpenAPI document.

use crate::problem::{Fault, Problem, Result};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Parameters of one name in one request.
const MOST_VALUES: usize = 20;
/// Characters of a text.
const MOST_CHARS: usize = 300;
/// Corners of a polygon.
const MOST_CORNERS: usize = 500;

/// What a parameter holds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Any words.
    Text,
    /// One of these.
    Word(&'static [&'static str]),
    /// A whole number from .. to.
    Whole(u64, u64),
    /// A number from .. to.
    Number(f64, f64),
    /// An ISO day.
    Day,
    /// A moment: a time, a day (its end), or `r12`.
    Moment,
    /// true or false.
    Flag,
    /// west, south, east, north.
    Frame,
    /// latitude, longitude, kilometres.
    Near,
    /// longitude,latitude;...
    Ring,
}

/// One parameter of a route.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it may come more than once.
    pub many: bool,
    /// Whether it has to be there.
    pub required: bool,
    /// What it means.
    pub doc: &'static str,
}

impl Param {
    /// A parameter that may be given once.
    #[must_use]
    pub const fn one(name: &'static str, kind: Kind, doc: &'static str) -> Self {
        Self { name, kind, many: false, required: false, doc }
    }

    /// A parameter that may be given more than once; any of the values suffices.
    #[must_use]
    pub const fn many(name: &'static str, kind: Kind, doc: &'static str) -> Self {
        Self { name, kind, many: true, required: false, doc }
    }

    /// A parameter that has to be given.
    #[must_use]
    pub const fn needed(name: &'static str, kind: Kind, doc: &'static str) -> Self {
        Self { name, kind, many: false, required: true, doc }
    }

    /// As an object of the OpenAPI document.
    #[must_use]
    pub fn described(&self) -> Value {
        let one = self.kind.schema();
        let schema = if self.many { json!({"type": "array", "items": one, "maxItems": MOST_VALUES}) } else { one };
        let mut out = json!({"name": self.name, "in": "query", "required": self.required, "description": self.doc, "schema": schema});
        if self.many {
            out["style"] = "form".into();
            out["explode"] = true.into();
        }
        out
    }
}

impl Kind {
    fn schema(self) -> Value {
        let number = r"-?\d{1,3}(\.\d{1,9})?";
        match self {
            Self::Text => json!({"type": "string", "minLength": 1, "maxLength": MOST_CHARS}),
            Self::Word(words) => json!({"type": "string", "enum": words}),
            Self::Whole(min, max) => json!({"type": "integer", "minimum": min, "maximum": max}),
            Self::Number(min, max) => json!({"type": "number", "minimum": min, "maximum": max}),
            Self::Day => json!({"type": "string", "format": "date", "examples": ["2026-04-26"]}),
            Self::Moment => json!({"type": "string", "format": "date-time", "examples": ["2026-04-26T18:00:00Z"]}),
            Self::Flag => json!({"type": "boolean"}),
            Self::Frame => json!({"type": "string", "pattern": format!("^{number}(,{number}){{3}}$"), "examples": ["41.0,33.0,45.0,36.0"]}),
            Self::Near => {
                json!({"type": "string", "pattern": format!(r"^{number},{number},\d{{1,5}}(\.\d+)?$"), "examples": ["33.79,42.44,50"]})
            }
            Self::Ring => {
                json!({"type": "string", "pattern": format!("^{number},{number}(;{number},{number}){{2,}}$"), "examples": ["42,33;44,33;44,35"]})
            }
        }
    }

    /// What was expected, where the words are not it.
    fn fault(self, words: &str) -> Option<String> {
        let ok = match self {
            Self::Text => !words.trim().is_empty() && words.chars().count() <= MOST_CHARS,
            Self::Word(list) => list.contains(&words),
            Self::Whole(min, max) => words.parse::<u64>().is_ok_and(|n| (min..=max).contains(&n)),
            Self::Number(min, max) => words.parse::<f64>().is_ok_and(|n| (min..=max).contains(&n)),
            Self::Day => words.len() == 10 && words.parse::<jiff::civil::Date>().is_ok(),
            Self::Moment => marsad_store::AsOf::parse(words).is_ok(),
            Self::Flag => matches!(words, "true" | "false"),
            Self::Frame => frame(words).is_some(),
            Self::Near => near(words).is_some(),
            Self::Ring => ring(words).is_some(),
        };
        (!ok).then(|| self.expected())
    }

    fn expected(self) -> String {
        match self {
            Self::Text => format!("1 to {MOST_CHARS} characters"),
            Self::Word(list) => format!("one of {}", list.join(", ")),
            Self::Whole(min, max) => format!("a whole number from {min} to {max}"),
            Self::Number(min, max) => format!("a number from {min} to {max}"),
            Self::Day => "a day such as 2026-04-26".to_owned(),
            Self::Moment => "a moment such as 2026-04-26T18:00:00Z, 2026-04-26 (its end) or r120 (a revision)".to_owned(),
            Self::Flag => "true or false".to_owned(),
            Self::Frame => "west,south,east,north in degrees, south not above north".to_owned(),
            Self::Near => "latitude,longitude,kilometres, at most 20040 km".to_owned(),
            Self::Ring => format!("3 to {MOST_CORNERS} corners as longitude,latitude;longitude,latitude;..."),
        }
    }
}

fn numbers(words: &str) -> Option<Vec<f64>> {
    words.split(',').map(|n| n.trim().parse::<f64>().ok().filter(|n| n.is_finite())).collect()
}

/// South, west, north, east of `west,south,east,north`. Frames of maps run over the date line and beyond: they are
/// brought back to one world.
#[must_use]
pub fn frame(words: &str) -> Option<[f64; 4]> {
    let [w, s, e, n] = numbers(words)?[..] else { return None };
    if s > n || s < -90.1 || n > 90.1 || w.abs() > 900.0 || e.abs() > 900.0 {
        return None;
    }
    let (s, n) = (s.max(-90.0), n.min(90.0));
    if e - w >= 360.0 {
        return Some([s, -180.0, n, 180.0]);
    }
    let turned = |lon: f64| if (-180.0..=180.0).contains(&lon) { lon } else { (lon + 180.0).rem_euclid(360.0) - 180.0 };
    Some([s, turned(w), n, turned(e)])
}

/// Latitude, longitude, kilometres.
#[must_use]
pub fn near(words: &str) -> Option<[f64; 3]> {
    let [lat, lon, km] = numbers(words)?[..] else { return None };
    (lat.abs() <= 90.0 && lon.abs() <= 180.0 && (0.0..=20_040.0).contains(&km)).then_some([lat, lon, km])
}

/// Latitudes and longitudes of `lon,lat;lon,lat;...`.
#[must_use]
pub fn ring(words: &str) -> Option<Vec<[f64; 2]>> {
    let corner = |pair: &str| match numbers(pair)?[..] {
        [lon, lat] if lat.abs() <= 90.0 && lon.abs() <= 180.0 => Some([lat, lon]),
        _ => None,
    };
    let corners: Vec<[f64; 2]> = words.split(';').map(corner).collect::<Option<_>>()?;
    (3..=MOST_CORNERS).contains(&corners.len()).then_some(corners)
}

/// The parameters of one request, checked.
#[derive(Clone, Debug, Default)]
pub struct Params(BTreeMap<String, Vec<String>>);

impl Params {
    /// Reads a query. A parameter that the route does not take is a fault: a mistyped filter must not widen a list.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn read(query: &str, known: &[Param]) -> Result<Self> {
        let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut faults: Vec<Fault> = Vec::new();
        let mut fault = |param: &str, expected: String, found: &str| faults.extend(Problem::bad(param, expected, found).errors);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match known.iter().find(|p| p.name == name) {
                None => {
                    let names: Vec<&str> = known.iter().map(|p| p.name).collect();
                    let expected = if names.is_empty() { "no parameters".to_owned() } else { format!("one of {}", names.join(", ")) };
                    fault(&name, expected, &value);
                }
                Some(param) => {
                    if let Some(expected) = param.kind.fault(&value) {
                        fault(&name, expected, &value);
                    }
                    out.entry(name.into_owned()).or_default().push(value.into_owned());
                }
            }
        }
        for param in known {
            let given = out.get(param.name).map_or(0, Vec::len);
            let most = if param.many { MOST_VALUES } else { 1 };
            if given > most {
                fault(param.name, format!("at most {most} values"), &given.to_string());
            }
            if given == 0 && param.required {
                fault(param.name, param.kind.expected(), "nothing");
            }
        }
        let Some(first) = faults.first() else { return Ok(Self(out)) };
        let mut problem = Problem::bad(&first.param, first.expected.clone(), first.found.clone());
        problem.errors = faults;
        Err(problem)
    }

    /// The value of a parameter.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(|v| v.first()).map(String::as_str)
    }

    /// All values of a parameter.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.get(name).cloned().unwrap_or_default()
    }

    /// A whole number.
    #[must_use]
    pub fn whole(&self, name: &str) -> Option<u64> {
        self.get(name).and_then(|n| n.parse().ok())
    }

    /// A number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        self.get(name).and_then(|n| n.parse().ok())
    }

    /// A flag.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.get(name).map(|f| f == "true")
    }

    /// Without a parameter.
    #[must_use]
    pub fn without(&self, names: &[&str]) -> Self {
        let mut out = self.clone();
        out.0.retain(|name, _| !names.contains(&name.as_str()));
        out
    }
}
