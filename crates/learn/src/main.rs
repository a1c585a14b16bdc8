//! `marsad-learn`: fits the models of a pack from coded sheets, or cross-validates them by report.

use anyhow::{Context, Result};
use clap::Parser;
use marsad_engine::Engine;
use marsad_learn::fit::{Fitted, Settings, fit};
use marsad_learn::instances::{Instances, MODELS, collect, mode_labels, report};
use marsad_model::Sheet;
use marsad_pack::Pack;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Learns the weights of a language pack from coded sheets.
#[derive(Parser)]
struct Arguments {
    /// Folder of coded sheets, one JSON file for each report.
    sheets: PathBuf,
    /// Folder of the language pack.
    #[arg(long, default_value = "lang/ar")]
    pack: PathBuf,
    /// Do not write weights; code each part of the sheets with models learned from the others, into this folder.
    #[arg(long)]
    cross_validate: Option<PathBuf>,
    /// Number of parts for cross-validation.
    #[arg(long, default_value_t = 5)]
    folds: usize,
}

fn main() -> Result<()> {
    let args = Arguments::parse();
    let (compiled, _) = marsad_pack::build(&args.pack).map_err(|diags| {
        let text: Vec<String> = diags.iter().map(ToString::to_string).collect();
        anyhow::anyhow!("{}", text.join("\n"))
    })?;
    let pack = Pack::load(Cow::Owned(compiled.bytes)).map_err(|e| anyhow::anyhow!("{e}"))?;
    let sheets = read_sheets(&args.sheets)?;
    let engine = Engine::new(&pack);
    let per_sheet: Vec<Instances> = sheets
        .iter()
        .map(|s| {
            let mut out = Instances::new();
            collect(&engine, s, &mut out);
            out
        })
        .collect();
    drop(engine);
    match &args.cross_validate {
        Some(out) => cross_validate(&pack, &sheets, &per_sheet, args.folds, out),
        None => write(&args.pack, &learn(per_sheet.iter())),
    }
}

fn read_sheets(folder: &Path) -> Result<Vec<Sheet>> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).with_context(|| format!("expected a folder of sheets at {}", folder.display()))?.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.sort();
    let json = paths.iter().filter(|p| p.extension().is_some_and(|e| e == "json"));
    json.map(|p| {
        let text = std::fs::read_to_string(p)?;
        serde_json::from_str(&text).with_context(|| format!("expected a coded sheet in {}", p.display()))
    })
    .collect()
}

/// Settings for each model: the thin ones get a stronger penalty.
fn settings(model: &str) -> Settings {
    let base = Settings::default();
    match model {
        "status" | "certainty" | "link" => Settings { l1: 4e-5, l2: 4e-5, ..base },
        _ => base,
    }
}

fn learn<'i>(parts: impl Iterator<Item = &'i Instances>) -> Vec<Fitted> {
    use rayon::prelude::*;
    let mut all = Instances::new();
    for part in parts {
        for (model, list) in part {
            all.entry(model.clone()).or_default().extend(list.iter().cloned());
        }
    }
    let modes = mode_labels();
    let mut jobs: Vec<(&str, &[&str])> = MODELS.to_vec();
    jobs.push(("mode", &modes));
    let empty = Vec::new();
    jobs.par_iter().map(|(name, labels)| fit(name, labels, all.get(*name).unwrap_or(&empty), settings(name))).collect()
}

fn cross_validate(pack: &Pack, sheets: &[Sheet], per_sheet: &[Instances], folds: usize, out: &Path) -> Result<()> {
    std::fs::create_dir_all(out)?;
    for fold in 0..folds {
        let rest = per_sheet.iter().enumerate().filter(|(i, _)| i % folds != fold).map(|(_, x)| x);
        let mut engine = Engine::new(pack);
        for fitted in learn(rest) {
            engine.models.put(&fitted.model());
        }
        for sheet in sheets.iter().enumerate().filter(|(i, _)| i % folds == fold).map(|(_, s)| s) {
            let coded = engine.code(&report(sheet));
            let path = out.join(format!("{}.json", sheet.id));
            std::fs::write(path, serde_json::to_string_pretty(&coded)?)?;
        }
    }
    println!("{} reports coded in {folds} parts into {}", sheets.len(), out.display());
    Ok(())
}

fn write(pack: &Path, fitted: &[Fitted]) -> Result<()> {
    let folder = pack.join("weights");
    std::fs::create_dir_all(&folder)?;
    for model in fitted {
        std::fs::write(folder.join(format!("{}.tsv", model.name)), model.table())?;
        println!("{}: {} features", model.name, model.weights.len());
    }
    Ok(())
}
