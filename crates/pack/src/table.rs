//! Reads and formats tables: tab-separated, one entry a line, `#` comments, first other line the header.

use crate::diag::Diag;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// One line of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// 1-based line in the file.
    pub line: u32,
    /// One string for each column of the header.
    pub fields: Vec<String>,
}

/// A table as read.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Path as given, for diagnostics.
    pub file: String,
    /// Column names.
    pub columns: Vec<String>,
    /// The entries.
    pub rows: Vec<Row>,
}

impl Table {
    /// The index of a column.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|c| c == name)
    }

    /// Each row as the fields named in `columns`, with its line number. A column that the table lacks is reported once
    /// and read as empty.
    pub fn read<'t, const N: usize>(&'t self, columns: [&str; N], diags: &mut Vec<Diag>) -> Vec<(u32, [&'t str; N])> {
        let at = columns.map(|name| {
            let found = self.column(name);
            if found.is_none() && !self.columns.is_empty() {
                let message = format!("expected a column `{name}`, found {}", self.columns.join(", "));
                diags.push(Diag::error(&self.file, 1, 0, message, "add the column to the header; docs/data.md lists them"));
            }
            found
        });
        self.rows.iter().map(|row| (row.line, at.map(|i| i.map_or("", |i| row.fields[i].as_str())))).collect()
    }
}

/// The items of a `|` list, without empty ones.
pub fn list(field: &str) -> impl Iterator<Item = &str> {
    field.split('|').map(str::trim).filter(|s| !s.is_empty())
}

/// Reads a table. What is wrong goes to `diags`; rows that can be read are kept.
pub fn parse(file: &str, text: &str, diags: &mut Vec<Diag>) -> Table {
    let mut table = Table { file: file.to_owned(), ..Table::default() };
    for (i, line) in text.split('\n').enumerate() {
        let number = i as u32 + 1;
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.is_empty() || is_comment(line) {
            continue;
        }
        check_characters(file, number, line, diags);
        let fields: Vec<String> = line.split('\t').map(|f| f.trim().to_owned()).collect();
        if table.columns.is_empty() {
            table.columns = fields;
        } else if fields.len() == table.columns.len() {
            table.rows.push(Row { line: number, fields });
        } else {
            let message = format!("expected {} columns, found {}", table.columns.len(), fields.len());
            diags.push(Diag::error(file, number, 0, message, "every line has as many tabs as the header; leave a field empty, not out"));
        }
    }
    table
}

fn check_characters(file: &str, line: u32, text: &str, diags: &mut Vec<Diag>) {
    if let Some(at) = text.chars().position(is_invisible) {
        let message = "found an invisible bidi control character";
        diags.push(Diag::error(file, line, at as u32 + 1, message, "delete it; `marsad fmt` does so"));
    }
    if !is_nfc(text) {
        let same = text.chars().zip(text.nfc()).take_while(|(found, expected)| found == expected).count();
        diags.push(Diag::error(file, line, same as u32 + 1, "expected Unicode NFC, found another form", "`marsad fmt` rewrites it"));
    }
}

/// Blanks before the `#` do not make the line a row.
fn is_comment(line: &str) -> bool {
    line.trim_start_matches(|c: char| c.is_whitespace() && c != '\t').starts_with('#')
}

/// Bidi controls and the byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The table in its standard form: NFC, no bidi controls, no stray blanks, no empty lines, Unix line ends. Comments and
/// rows keep their order: in some tables it has a meaning.
#[must_use]
pub fn format(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        // Controls go first: without them letter and mark may meet, and NFC joins them.
        let clean: String = line.chars().filter(|c| !is_invisible(*c) && *c != '\r').nfc().collect();
        if clean.trim().is_empty() {
            continue;
        }
        if is_comment(&clean) {
            out.push_str(clean.trim());
        } else {
            let fields: Vec<&str> = clean.split('\t').map(str::trim).collect();
            out.push_str(&fields.join("\t"));
        }
        out.push('\n');
    }
    out
}
