//! `marsad-learn`: fits the models of a pack from coded sheets, or cross-validates them by report.

use anyhow::{Context, Result};
use clap::Parser;
use marsad_engine::Engine;
use marsad_learn::fit::{Fitted, Instance, Settings, fit};
use marsad_learn::instances::{Instances, MODELS, Reach, code_from_coded, collect, mode_labels, report};
use marsad_model::Sheet;
use marsad_pack::Pack;
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Learns the weights of a language pack from coded sheets.
#[derive(Parser)]
struct Arguments {
    /// Folder of coded sheets, one JSON file for each report.
    #[arg(required_unless_present = "words")]
    sheets: Option<PathBuf>,
    /// Only print the dictionary forms of the reports in this JSONL file, one sentence a line (for tools/clusters).
    #[arg(long)]
    words: Option<PathBuf>,
    /// A further folder of sheets to learn from; in cross-validation they are never among those coded. May stand several times.
    #[arg(long)]
    also: Vec<PathBuf>,
    /// Folder of the language pack.
    #[arg(long, default_value = "lang/ar")]
    pack: PathBuf,
    /// Do not write weights; code each part of the sheets with models learned from the others, into this folder.
    #[arg(long)]
    cross_validate: Option<PathBuf>,
    /// Probability above which a model's candidate is taken, as `trigger=0.4`; may stand several times.
    #[arg(long = "set")]
    cutoffs: Vec<String>,
    /// Settings of one model's fit, as `role=12,0.03,1e-5,1e-4,4`: passes, rate, l1, l2, least. May stand several times.
    #[arg(long, value_parser = setting)]
    fit: Vec<(String, Settings)>,
    /// Give the engine the coded triggers, to judge the layers above them alone.
    #[arg(long)]
    coded_triggers: bool,
    /// How often triggers of the sheets are visited for each visit of those of the further ones, of which most had one reader.
    #[arg(long, default_value_t = 3)]
    times: u8,
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
    let engine = Engine::new(&pack);
    if let Some(corpus) = &args.words {
        return marsad_learn::words::print(&engine, corpus);
    }
    let sheets = read_sheets(args.sheets.as_deref().unwrap_or(Path::new(".")))?;
    let mut reach = Reach::new();
    let mut per_sheet: Vec<Instances> = sheets.iter().map(|s| instances(&engine, s, &mut reach)).collect();
    // Other layers were no better for it; dates were worse.
    for x in per_sheet.iter_mut().filter_map(|sheet| sheet.get_mut("trigger")).flatten() {
        x.times = args.times;
    }
    for (field, (with, all)) in &reach {
        println!("candidates reach {with} of {all} coded: {field}");
    }
    let mut also = Vec::new();
    for folder in &args.also {
        also.extend(read_sheets(folder)?.iter().map(|s| instances(&engine, s, &mut Reach::new())));
    }
    drop(engine);
    let cutoffs = cutoffs(&args.cutoffs)?;
    match &args.cross_validate {
        Some(out) => cross_validate(&pack, &sheets, (&per_sheet, &also), &cutoffs, &args, out),
        None => write(&args.pack, &learn(per_sheet.iter().chain(&also), &args.fit)),
    }
}

/// The instances of a sheet; triggers are taught on its parts too, since people paste a sentence as well as an article.
fn instances(engine: &Engine<'_>, sheet: &Sheet, reach: &mut Reach) -> Instances {
    let mut out = Instances::new();
    collect(engine, sheet, &mut out, reach);
    for part in marsad_learn::part::parts(sheet) {
        let mut some = Instances::new();
        collect(engine, &part, &mut some, &mut Reach::new());
        for (model, list) in some.into_iter().filter(|(model, _)| model == "trigger") {
            let weighed = list.into_iter().map(|x| Instance { weight: x.weight * PART, ..x });
            out.entry(model).or_default().extend(weighed);
        }
    }
    out
}

/// How much an instance of a part of a report counts beside one of the whole.
const PART: f32 = 0.5;

/// The cutoffs given on the command line, as a model of one label.
fn cutoffs(given: &[String]) -> Result<Option<Fitted>> {
    let mut weights = std::collections::BTreeMap::new();
    for item in given {
        let (name, value) = item.split_once('=').with_context(|| format!("expected NAME=VALUE, found `{item}`"))?;
        weights.insert(name.to_owned(), vec![value.parse().with_context(|| format!("expected a number in `{item}`"))?]);
    }
    Ok((!weights.is_empty()).then(|| Fitted { name: "cutoffs".into(), labels: vec!["cutoff".into()], weights }))
}

fn read_sheets(folder: &Path) -> Result<Vec<Sheet>> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .with_context(|| format!("expected a folder of sheets at {}", folder.display()))?
        .filter_map(|e| e.ok().map(|e| e.path()))
        .collect();
    paths.sort();
    let json = paths.iter().filter(|p| p.extension().is_some_and(|e| e == "json"));
    json.map(|p| {
        let text = std::fs::read_to_string(p)?;
        serde_json::from_str(&text).with_context(|| format!("expected a coded sheet in {}", p.display()))
    })
    .collect()
}

/// Reads `MODEL=passes,rate,l1,l2,least`.
fn setting(given: &str) -> Result<(String, Settings), String> {
    let wrong = || format!("expected MODEL=passes,rate,l1,l2,least with five numbers, found `{given}`");
    let (model, numbers) = given.split_once('=').ok_or_else(wrong)?;
    let numbers: Vec<f32> = numbers.split(',').map(|n| n.parse().map_err(|_| wrong())).collect::<Result<_, _>>()?;
    let [passes, rate, l1, l2, least] = numbers[..] else { return Err(wrong()) };
    Ok((model.to_owned(), Settings { passes: passes as usize, rate, l1, l2, least: least as usize }))
}

/// Settings for each model: the thin ones get a stronger penalty.
fn settings(model: &str, given: &[(String, Settings)]) -> Settings {
    if let Some((_, settings)) = given.iter().find(|(name, _)| name == model) {
        return *settings;
    }
    let base = Settings::default();
    match model {
        // Groups of words say the same thing three times over: slower steps.
        "trigger" => Settings { passes: 6, rate: 0.01, least: 8, ..base },
        "count" => Settings { passes: 12, rate: 0.02, least: 8, ..base },
        "status" | "certainty" | "link" => Settings { passes: 8, rate: 0.05, ..base },
        "role" => Settings { passes: 20, rate: 0.05, least: 8, ..base },
        "sector" | "land" => Settings { passes: 12, ..base },
        "date" => Settings { passes: 12, least: 8, l1: 2e-5, ..base },
        "mode" => Settings { least: 2, ..base },
        _ => base,
    }
}

fn learn<'i>(parts: impl Iterator<Item = &'i Instances>, given: &[(String, Settings)]) -> Vec<Fitted> {
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
    jobs.par_iter()
        .map(|(name, labels)| {
            let instances = all.get(*name).unwrap_or(&empty);
            let fitter = if ["role", "land", "date"].contains(name) { marsad_learn::rank::fit } else { fit };
            fitter(name, labels, instances, settings(name, given))
        })
        .collect()
}

fn cross_validate(
    pack: &Pack,
    sheets: &[Sheet],
    (per_sheet, also): (&[Instances], &[Instances]),
    cutoffs: &Option<Fitted>,
    args: &Arguments,
    out: &Path,
) -> Result<()> {
    std::fs::create_dir_all(out)?;
    let folds = args.folds;
    for fold in 0..folds {
        let rest = per_sheet.iter().enumerate().filter(|(i, _)| i % folds != fold).map(|(_, x)| x);
        let mut engine = Engine::new(pack);
        for fitted in learn(rest.chain(also), &args.fit) {
            engine.models.put(&fitted.model());
        }
        if let Some(cutoffs) = cutoffs {
            engine.models.put(&cutoffs.model());
        }
        for sheet in sheets.iter().enumerate().filter(|(i, _)| i % folds == fold).map(|(_, s)| s) {
            let coded = if args.coded_triggers { code_from_coded(&engine, sheet) } else { engine.code(&report(sheet)) };
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
