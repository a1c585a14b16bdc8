//! Names of features as numbers: an instance of a model of choices has a hundred features and a few thousand sheets give
//! a million instances, which as text would not fit into memory.

use std::collections::HashMap;
use std::sync::{LazyLock, RwLock};

/// Every name met, in the order of meeting, and its number.
#[derive(Default)]
struct Names {
    list: Vec<&'static str>,
    numbers: HashMap<&'static str, u32>,
}

static NAMES: LazyLock<RwLock<Names>> = LazyLock::new(RwLock::default);

/// The number of a name, the same each time. Names are kept until the program ends.
///
/// # Panics
/// If there are more than four thousand million names.
#[must_use]
pub fn number(name: &str) -> u32 {
    if let Some(number) = NAMES.read().expect("nothing panics while it holds the names").numbers.get(name) {
        return *number;
    }
    let mut names = NAMES.write().expect("nothing panics while it holds the names");
    if let Some(number) = names.numbers.get(name) {
        return *number;
    }
    let kept: &'static str = Box::leak(name.into());
    let number = u32::try_from(names.list.len()).expect("fewer names than u32 holds");
    names.list.push(kept);
    names.numbers.insert(kept, number);
    number
}

/// The features of a set of instances that stand in enough of them, ordered by name: what a model has weights for.
pub struct Index {
    /// The names, sorted.
    pub names: Vec<&'static str>,
    /// Column of each number; `u32::MAX` for what was left out.
    columns: Vec<u32>,
}

impl Index {
    /// Counts the features of instances and keeps those that are in at least `least`, and those of `always`.
    ///
    /// # Panics
    /// Never: nothing panics while it holds the names.
    pub fn new<'i>(features: impl Iterator<Item = &'i u32>, least: usize, always: &[u32]) -> Self {
        let all = NAMES.read().expect("nothing panics while it holds the names");
        let mut counts = vec![0usize; all.list.len()];
        for f in features {
            counts[*f as usize] += 1;
        }
        let kept = |n: &u32| counts[*n as usize] >= least.max(1) || always.contains(n);
        let mut numbers: Vec<u32> = (0..counts.len() as u32).filter(kept).collect();
        numbers.sort_unstable_by_key(|n| all.list[*n as usize]);
        let mut columns = vec![u32::MAX; counts.len()];
        for (column, n) in numbers.iter().enumerate() {
            columns[*n as usize] = column as u32;
        }
        Self { names: numbers.iter().map(|n| all.list[*n as usize]).collect(), columns }
    }

    /// The columns of features, ordered, each once.
    #[must_use]
    pub fn row(&self, features: impl Iterator<Item = u32>) -> Vec<u32> {
        let mut row: Vec<u32> = features.map(|f| self.columns[f as usize]).filter(|c| *c != u32::MAX).collect();
        row.sort_unstable();
        row.dedup();
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_number_and_rare_ones_have_no_column() {
        let (a, b, c) = (number("b often"), number("a often"), number("rare"));
        assert_eq!([a, b, c], [number("b often"), number("a often"), number("rare")]);
        let seen = [a, a, b, b, c];
        let index = Index::new(seen.iter(), 2, &[]);
        assert_eq!(index.names, ["a often", "b often"]);
        assert_eq!(index.row(seen.into_iter()), [0, 1]);
    }
}
