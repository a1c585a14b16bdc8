//! Rows of tables as they come in, and what can be wrong with them.

use std::fmt;

/// A line of a table, split into fields by the caller.
///
/// Comments, blank lines and the header are not rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line in the file, from 1, for messages.
    pub line: u32,
    /// The fields, in the order of the header.
    pub fields: Vec<String>,
}

impl Row {
    /// The field at `ix`, empty if the row is too short.
    pub(crate) fn get(&self, ix: usize) -> &str {
        self.fields.get(ix).map_or("", String::as_str)
    }
}

/// The table that a [`Problem`] is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// `patterns.tsv`
    Patterns,
    /// `affixes.tsv`
    Affixes,
    /// `orthography.tsv`
    Orthography,
    /// The lexicon row that was handed over; its line is known to the caller.
    Lexicon,
}

/// A fault in a table, with what was found and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where the fault is.
    pub table: Table,
    /// Line in that table; 0 for [`Table::Lexicon`].
    pub line: u32,
    /// What is wrong.
    pub message: String,
}

impl Problem {
    pub(crate) fn new(table: Table, line: u32, message: impl Into<String>) -> Self {
        Problem { table, line, message: message.into() }
    }

    pub(crate) fn lexicon(message: impl Into<String>) -> Self {
        Problem::new(Table::Lexicon, 0, message)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.table {
            Table::Patterns => write!(f, "patterns:{}: ", self.line)?,
            Table::Affixes => write!(f, "affixes:{}: ", self.line)?,
            Table::Orthography => write!(f, "orthography:{}: ", self.line)?,
            Table::Lexicon => {}
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}
