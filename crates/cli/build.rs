//! Compiles the language pack, so that the program carries it.

use std::path::{Path, PathBuf};

fn main() {
    let here = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    // From the top of the repository: file names in the pack, and so in every claim, are the same on every machine.
    std::env::set_current_dir(here.join("../..")).expect("the crate stands in the repository");
    let root = Path::new("lang/ar");
    watch(&here.join("../..").join(root));
    watch(&here.join("../../world"));
    match marsad_pack::build(root) {
        Ok((compiled, diags)) => {
            let warnings = diags.len();
            if warnings > 0 {
                println!("cargo::warning=lang/ar: {warnings} warnings; `marsad check lang/ar` lists them");
            }
            let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets it")).join("ar.pack");
            std::fs::write(out, compiled.bytes).expect("the build folder can be written");
        }
        Err(diags) => {
            for diag in diags {
                println!("cargo::error={}", diag.to_string().replace('\n', " "));
            }
            std::process::exit(1);
        }
    }
}

/// Asks cargo to build again when a file of the folder changes, comes or goes.
fn watch(folder: &Path) {
    println!("cargo::rerun-if-changed={}", folder.display());
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.filter_map(|e| e.ok().map(|e| e.path())) {
        if path.is_dir() && path.file_name().is_some_and(|n| n != "cases") {
            watch(&path);
        } else if path.extension().is_some_and(|e| e == "tsv" || e == "rules" || e == "toml") {
            println!("cargo::rerun-if-changed={}", path.display());
        }
    }
}
