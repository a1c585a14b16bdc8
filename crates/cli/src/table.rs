//! `marsad fmt`: tables in their standard form.

use crate::args::FmtArgs;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Rewrites tables, or names those that would change.
///
/// # Errors
/// If a table cannot be read or written.
pub fn run(args: &FmtArgs) -> Result<ExitCode> {
    let mut paths = Vec::new();
    for path in &args.paths {
        gather(path, &mut paths)?;
    }
    let mut changed = 0;
    for path in &paths {
        let text = std::fs::read_to_string(path).with_context(|| format!("{}: expected a UTF-8 table", path.display()))?;
        let standard = marsad_pack::table::format(&text);
        if standard == text {
            continue;
        }
        changed += 1;
        if args.check {
            let line = text.lines().zip(standard.lines()).position(|(a, b)| a != b).unwrap_or(standard.lines().count()) + 1;
            println!("{}:{line}: expected the standard form, found another; `marsad fmt {}` rewrites it", path.display(), path.display());
        } else {
            std::fs::write(path, standard).with_context(|| format!("{}: expected a file that can be written", path.display()))?;
            println!("{}", path.display());
        }
    }
    let verb = if args.check { "not in standard form" } else { "rewritten" };
    eprintln!("{} tables, {changed} {verb}", paths.len());
    Ok(if args.check && changed > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// The tables of a path, by name.
fn gather(path: &Path, into: &mut Vec<PathBuf>) -> Result<()> {
    if !path.is_dir() {
        into.push(path.to_owned());
        return Ok(());
    }
    let entries = std::fs::read_dir(path).with_context(|| format!("{}: expected a readable folder", path.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    for p in paths {
        if p.is_dir() {
            gather(&p, into)?;
        } else if p.extension().is_some_and(|e| e == "tsv") {
            into.push(p);
        }
    }
    Ok(())
}
