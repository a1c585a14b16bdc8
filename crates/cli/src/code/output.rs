//! Where sheets go: a folder with one file each, or one file with a line each.

use anyhow::{Context, Result};
use std::collections::HashSet;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// An open output.
pub enum Output {
    /// A folder, and the names that were used (as hashes: a stream may be long).
    Folder(PathBuf, HashSet<u64>),
    /// One file of lines.
    Lines(PathBuf, BufWriter<Box<dyn Write>>),
}

impl Output {
    /// Opens the output that the arguments ask for.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn open(folder: Option<&Path>, lines: Option<&Path>) -> Result<Self> {
        match (folder, lines) {
            (_, Some(path)) if path == Path::new("-") => Ok(Self::Lines(path.to_owned(), BufWriter::new(Box::new(std::io::stdout())))),
            (_, Some(path)) => {
                let file = File::create(path).with_context(|| format!("{}: expected a file that can be written", path.display()))?;
                Ok(Self::Lines(path.to_owned(), BufWriter::with_capacity(1 << 18, Box::new(file))))
            }
            (Some(folder), None) => {
                std::fs::create_dir_all(folder).with_context(|| format!("{}: expected a folder that can be written", folder.display()))?;
                Ok(Self::Folder(folder.to_owned(), HashSet::new()))
            }
            (None, None) => anyhow::bail!("expected --out DIR or --jsonl FILE, found neither"),
        }
    }

    /// Writes a sheet. A note if its identifier was used before.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn write(&mut self, id: &str, sheet: &[u8]) -> Result<Option<String>> {
        match self {
            Self::Lines(path, out) => {
                out.write_all(sheet).with_context(|| format!("{}: expected room for a sheet", path.display()))?;
                Ok(None)
            }
            Self::Folder(folder, used) => {
                let plain = file_name(id);
                let mut name = plain.clone();
                let mut n = 1;
                while !used.insert(hash(&name)) {
                    n += 1;
                    name = format!("{plain}~{n}");
                }
                let path = folder.join(format!("{name}.json"));
                std::fs::write(&path, sheet).with_context(|| format!("{}: expected room for a sheet", path.display()))?;
                Ok((n > 1).then(|| format!("the identifier `{id}` was used before; this sheet is {name}.json")))
            }
        }
    }

    /// Writes what is still held back.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(&mut self) -> Result<()> {
        if let Self::Lines(path, out) = self {
            out.flush().with_context(|| format!("{}: expected room for the sheets", path.display()))?;
        }
        Ok(())
    }
}

/// An identifier as a file name on every system: letters, digits, `.`, `_`, `-`; the rest becomes `_`.
fn file_name(id: &str) -> String {
    let mut name: String = id.chars().map(|c| if c.is_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '_' }).collect();
    if name.len() > 150 {
        let end = (0..=120).rev().find(|i| name.is_char_boundary(*i)).unwrap_or(0);
        name.truncate(end);
        name = format!("{name}-{:016x}", hash(id));
    }
    if name.is_empty() || name.starts_with('.') {
        name.insert(0, '_');
    }
    name
}

/// The same in every run: the standard hasher with its fixed keys.
fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.to_lowercase().hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn identifiers_become_safe_file_names() {
        assert_eq!(file_name("may-1669982"), "may-1669982");
        assert_eq!(file_name("../../etc/passwd"), "_.._.._etc_passwd");
        assert_eq!(file_name(""), "_");
        assert_eq!(file_name("https://a.example/خبر?x=1"), "https___a.example_خبر_x_1");
        assert!(file_name(&"ل".repeat(500)).len() <= 150);
    }
}
