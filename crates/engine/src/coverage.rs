//! How much of a report the tables know: the share of its words that lexicon, gazetteer or numbers analyse.

use crate::text::Text;
use marsad_text::TokenKind;

/// Words and figures, and those of them that a table knows. What is left is analysed by its shape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Words and figures.
    pub words: u64,
    /// Of them: in the lexicon with or without clitics, in a name or fixed phrase of the tables, or a figure.
    pub known: u64,
}

impl Coverage {
    /// Counts the units of a report.
    #[must_use]
    pub fn of(text: &Text<'_>) -> Self {
        let mut named = vec![false; text.units.len()];
        for hit in &text.hits {
            named[hit.start as usize..hit.end as usize].fill(true);
        }
        let counted = text.units.iter().zip(named).filter(|(unit, _)| unit.kind != TokenKind::Sign);
        counted.fold(Self::default(), |sum, (unit, named)| {
            let known = named || unit.kind == TokenKind::Number || unit.info.known();
            Self { words: sum.words + 1, known: sum.known + u64::from(known) }
        })
    }
}

impl std::ops::AddAssign for Coverage {
    fn add_assign(&mut self, other: Self) {
        self.words += other.words;
        self.known += other.known;
    }
}
