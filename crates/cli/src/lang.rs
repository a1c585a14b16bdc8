//! The language pack: the one inside the program, or a folder compiled now.

use anyhow::{Result, anyhow};
use marsad_pack::Pack;
use std::borrow::Cow;
use std::path::Path;

static EMBEDDED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/ar.pack"));

/// Loads the embedded pack, or compiles `folder` (or reads it, if it is a file that `marsad pack build` wrote).
///
/// # Errors
/// All findings in the folder, if it does not compile.
pub fn load(folder: Option<&Path>) -> Result<Pack> {
    let bytes = match folder {
        None => Cow::Borrowed(EMBEDDED),
        Some(path) if path.is_file() => {
            Cow::Owned(std::fs::read(path).map_err(|e| anyhow!("{}: expected a readable pack, found: {e}", path.display()))?)
        }
        Some(path) => Cow::Owned(marsad_pack::build(path).map_err(|diags| anyhow!("{}", listed(&diags)))?.0.bytes),
    };
    Pack::load(bytes).map_err(|e| anyhow!("{}{e}", folder.map(|f| format!("{}: ", f.display())).unwrap_or_default()))
}

/// Findings, one after the other.
pub fn listed(diags: &[marsad_pack::Diag]) -> String {
    diags.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Version of program and embedded pack, for `--version`.
#[must_use]
pub fn version() -> String {
    let pack = load(None).map_or_else(|e| e.to_string(), |p| format!("pack {}@{}", p.data.lang, p.hash));
    format!("{} ({pack})", env!("CARGO_PKG_VERSION"))
}
