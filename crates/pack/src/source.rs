//! Reads the folders of a pack: the language folder and the world folder beside it.

use crate::diag::Diag;
use crate::table::{self, Table};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The files of a pack, read but not yet understood.
#[derive(Debug, Default)]
pub struct Sources {
    /// The language folder.
    pub root: PathBuf,
    /// `pack.toml`.
    pub manifest: toml::Table,
    /// All tables by path relative to their folder (`lexicon/verbs.tsv`, `world/places/admin.tsv`).
    pub tables: BTreeMap<String, Table>,
    /// Grammar files by path, with their text.
    pub grammar: BTreeMap<String, String>,
    /// Every file read, with its bytes' hash: what the pack hash is made of.
    pub digests: BTreeMap<String, [u8; 32]>,
}

impl Sources {
    /// Reads `root` (a language folder) and the world folder that its manifest names.
    ///
    /// # Errors
    /// One diagnostic if `pack.toml` cannot be read. Whatever else is wrong goes to `diags`.
    pub fn read(root: &Path, diags: &mut Vec<Diag>) -> Result<Self, Diag> {
        let manifest_path = root.join("pack.toml");
        let text = std::fs::read_to_string(&manifest_path).map_err(|e| {
            Diag::error(
                &slashes(&manifest_path),
                0,
                0,
                format!("expected a pack manifest, found: {e}"),
                "give the folder of a language, such as lang/ar",
            )
        })?;
        let manifest: toml::Table = text.parse().map_err(|e: toml::de::Error| {
            let (line, column) = position(&text, e.span().map_or(0, |s| s.start));
            Diag::error(&slashes(&manifest_path), line, column, e.message().to_owned(), "")
        })?;
        let mut out = Self { root: root.to_owned(), manifest, ..Self::default() };
        out.digest("pack.toml", text.as_bytes());
        out.folder(root, "", diags);
        let world = out.manifest.get("world").and_then(|v| v.as_str()).unwrap_or("../../world").to_owned();
        out.folder(&root.join(world), "world/", diags);
        Ok(out)
    }

    fn digest(&mut self, name: &str, bytes: &[u8]) {
        self.digests.insert(name.to_owned(), *blake3::hash(bytes).as_bytes());
    }

    fn folder(&mut self, folder: &Path, prefix: &str, diags: &mut Vec<Diag>) {
        let Ok(entries) = std::fs::read_dir(folder) else {
            diags.push(Diag::error(&slashes(folder), 0, 0, "expected a folder, found none", "check `world` in pack.toml"));
            return;
        };
        let mut paths: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let key = format!("{prefix}{name}");
            if path.is_dir() {
                // Test cases are about the pack, not in it.
                if name != "cases" {
                    self.folder(&path, &format!("{key}/"), diags);
                }
                continue;
            }
            let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
            if !matches!(extension, "tsv" | "rules") {
                continue;
            }
            let bytes = match std::fs::read(&path) {
                Ok(bytes) => bytes,
                Err(e) => {
                    diags.push(Diag::error(&slashes(&path), 0, 0, format!("expected a readable file, found: {e}"), ""));
                    continue;
                }
            };
            self.digest(&key, &bytes);
            let Ok(text) = String::from_utf8(bytes) else {
                diags.push(Diag::error(&slashes(&path), 0, 0, "expected UTF-8, found other bytes", "save the file as UTF-8"));
                continue;
            };
            if extension == "tsv" {
                let mut table = table::parse(&slashes(&path), &text, diags);
                table.file = slashes(&path);
                self.tables.insert(key, table);
            } else {
                self.grammar.insert(key, text);
            }
        }
    }

    /// All tables whose path begins with `prefix`, in path order.
    pub fn with_prefix<'s>(&'s self, prefix: &'s str) -> impl Iterator<Item = &'s Table> {
        self.tables.range(prefix.to_owned()..).take_while(move |(k, _)| k.starts_with(prefix)).map(|(_, t)| t)
    }

    /// A hash over all files: the identity of the pack.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for (name, digest) in &self.digests {
            hasher.update(name.as_bytes());
            hasher.update(&[0]);
            hasher.update(digest);
        }
        hasher.finalize().to_hex()[..16].to_owned()
    }
}

/// The path with forward slashes, as printed in diagnostics.
#[must_use]
pub fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// 1-based line and column (code points) of a byte offset.
#[must_use]
pub fn position(text: &str, offset: usize) -> (u32, u32) {
    let before = &text[..offset.min(text.len())];
    let line = before.matches('\n').count() as u32 + 1;
    let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) as u32 + 1;
    (line, column)
}
