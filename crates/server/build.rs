//! Gathers the display names of places and actors from the tables of `world/`, and watches the built pages.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() {
    let here = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let world = here.join("../../world");
    let mut out = String::new();
    let first = first_names(&world.join("places/alternates.tsv"));
    for (folder, tag) in [("places", 'p'), ("actors", 'a')] {
        let mut files: Vec<PathBuf> =
            std::fs::read_dir(world.join(folder)).expect("the tables are there").map(|e| e.expect("readable").path()).collect();
        files.sort();
        println!("cargo::rerun-if-changed={}", world.join(folder).display());
        for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "tsv")) {
            println!("cargo::rerun-if-changed={}", file.display());
            if !file.ends_with("alternates.tsv") {
                gather(file, tag, &first, &mut out);
            }
        }
    }
    std::fs::write(PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it")).join("names.tsv"), out)
        .expect("the build folder can be written");
    // A folder that is not there is looked for at every build; that costs nothing but this script.
    println!("cargo::rerun-if-changed={}", here.join("../../web/dist").display());
}

/// Rows of a table as maps of column to cell.
fn rows(file: &Path) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(file).expect("a table is UTF-8");
    let mut lines = text.lines().filter(|l| !l.starts_with('#') && !l.trim().is_empty());
    let head: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    lines.map(|l| head.iter().zip(l.split('\t')).map(|(k, v)| ((*k).to_owned(), v.to_owned())).collect()).collect()
}

fn first_names(file: &Path) -> BTreeMap<String, String> {
    let first = |r: &BTreeMap<String, String>| r.get("names_ar").and_then(|n| n.split('|').next()).unwrap_or_default().to_owned();
    rows(file).into_iter().map(|r| (r.get("id").cloned().unwrap_or_default(), first(&r))).collect()
}

/// Writes tag, identifier, Arabic name, English name, kind or feature, parent.
fn gather(file: &Path, tag: char, first: &BTreeMap<String, String>, out: &mut String) {
    for row in rows(file) {
        let get = |k: &str| row.get(k).map(String::as_str).unwrap_or_default();
        let id = get("id");
        if id.is_empty() {
            continue;
        }
        let own = get("names_ar").split('|').next().unwrap_or_default();
        let ar = first.get(id).map_or(own, String::as_str);
        let kind = if tag == 'p' { get("feature") } else { get("kind") };
        let _ = writeln!(out, "{tag}\t{id}\t{ar}\t{}\t{kind}\t{}", get("name_en"), get("parent"));
    }
}
