//! The weights of reasons: a small table of named numbers.

use std::collections::BTreeMap;
use std::sync::LazyLock;

static STANDARD: LazyLock<Weights> = LazyLock::new(|| Weights::read(include_str!("../data/weights.tsv")).unwrap_or_default());

/// Named weights, each for pairs of known days and for pairs where the days of one are not known. What is not named
/// weighs nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights(BTreeMap<String, (f64, f64)>);

impl Weights {
    /// The weights that the program holds.
    #[must_use]
    pub fn standard() -> &'static Self {
        &STANDARD
    }

    /// Reads a table: name, weight where days are known, weight where they are not (the same if it is left out);
    /// `#` begins a comment line.
    ///
    /// # Errors
    /// The line that is no such row, what was expected there, what was found.
    pub fn read(table: &str) -> Result<Self, String> {
        let mut weights = BTreeMap::new();
        for (n, line) in table.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')) {
            let mut cells = line.split('\t');
            let name = cells.next().unwrap_or_default();
            let numbers: Result<Vec<f64>, _> = cells.map(|c| c.trim().parse()).collect();
            let row = match numbers.as_deref() {
                Ok([dated]) => (*dated, *dated),
                Ok([dated, undated]) => (*dated, *undated),
                _ => {
                    return Err(format!(
                        "line {}: expected a name and one or two numbers with tabs between them, found `{line}`; write for example `same_place<tab>2.5`",
                        n + 1
                    ));
                }
            };
            weights.insert(name.to_owned(), row);
        }
        Ok(Self(weights))
    }

    /// The weight of a name, by whether both sides' days are known.
    #[must_use]
    pub fn get(&self, name: &str, dated: bool) -> f64 {
        let (known, unknown) = self.0.get(name).copied().unwrap_or_default();
        if dated { known } else { unknown }
    }
}
