//! Diagnostics: what was expected, what was found, where, and how to mend it.

use std::fmt;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The pack compiles, but somebody should look.
    Warning,
    /// The pack does not compile.
    Error,
}

/// One finding in a data file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diag {
    /// Path as given, with forward slashes.
    pub file: String,
    /// 1-based line; 0 if the whole file is meant.
    pub line: u32,
    /// 1-based column in code points; 0 if the whole line is meant.
    pub column: u32,
    /// How bad it is.
    pub severity: Severity,
    /// What was expected and what was found.
    pub message: String,
    /// How to mend it; may be empty.
    pub hint: String,
}

impl Diag {
    /// An error at a place in a file.
    #[must_use]
    pub fn error(file: &str, line: u32, column: u32, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, column, severity: Severity::Error, message: message.into(), hint: hint.into() }
    }

    /// A warning at a place in a file.
    #[must_use]
    pub fn warning(file: &str, line: u32, column: u32, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(file, line, column, message, hint) }
    }
}

impl fmt::Display for Diag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{}:{}:{}: {word}: {}", self.file, self.line, self.column, self.message)?;
        if !self.hint.is_empty() {
            write!(f, "\n  hint: {}", self.hint)?;
        }
        Ok(())
    }
}
