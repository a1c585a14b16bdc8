//! Language packs: folders of tables and rules, checked and compiled to one block of bytes.
//!
//! ```text
//! lang/ar/ + world/ ─read→ Sources ─compile→ Compiled (bytes) ─load→ Pack
//! ```
//!
//! Absent on purpose: no knowledge of any language; no I/O but in [`Sources::read`].

#![forbid(unsafe_code)]

mod cluster;
mod compile;
pub mod data;
mod diag;
mod entries;
pub mod feature;
pub mod model;
mod pack;
pub mod rule;
mod source;
pub mod table;
mod world;

pub use cluster::Cluster;
pub use compile::{Compiled, compile};
pub use diag::{Diag, Severity};
pub use pack::{LoadError, Pack, PhraseNode, fold_from};
pub use source::{Sources, position};

use std::path::Path;

/// Reads, checks and compiles a pack folder.
///
/// # Errors
/// All findings, if at least one of them is an error.
pub fn build(root: &Path) -> Result<(Compiled, Vec<Diag>), Vec<Diag>> {
    let mut diags = Vec::new();
    let sources = Sources::read(root, &mut diags).map_err(|d| vec![d])?;
    let compiled = compile(&sources, &mut diags);
    diags.sort();
    diags.dedup();
    if diags.iter().any(|d| d.severity == Severity::Error) { Err(diags) } else { Ok((compiled, diags)) }
}
