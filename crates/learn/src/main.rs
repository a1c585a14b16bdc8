//! `marsad-learn`: fits the models of a pack from coded sheets, or cross-validates them by report.

use anyhow::{Context, Result};
use clap::Parser;
use marsad_engine::Engine;
use marsad_learn::fit::{Fitted, Settings};
use marsad_learn::instances::{Instances, Reach, code_from_coded, report};
use marsad_learn::models::{among_choices, instances, learn};
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
        also.extend(read_sheets(folder)?);
    }
    let of_also: Vec<Instances> = also.iter().map(|s| instances(&engine, s, &mut Reach::new())).collect();
    drop(engine);
    let all = Lessons { sheets: &sheets, of_sheets: &per_sheet, also: &also, of_also: &of_also };
    match &args.cross_validate {
        Some(out) => cross_validate(&pack, &all, &args, out),
        None => write(&args.pack, &all.learn(&pack, |_| true, &args.fit)),
    }
}

/// Sheets and what they teach.
struct Lessons<'l> {
    sheets: &'l [Sheet],
    of_sheets: &'l [Instances],
    also: &'l [Sheet],
    of_also: &'l [Instances],
}

impl Lessons<'_> {
    /// Learns every model from the sheets whose number is wanted, and from all further ones.
    fn learn(&self, pack: &Pack, wanted: impl Fn(usize) -> bool, given: &[(String, Settings)]) -> Vec<Fitted> {
        let mine: Vec<usize> = (0..self.sheets.len()).filter(|i| wanted(*i)).collect();
        let sheets: Vec<&Sheet> = mine.iter().map(|i| &self.sheets[*i]).chain(self.also).collect();
        let own: Vec<&Instances> = mine.iter().map(|i| &self.of_sheets[*i]).chain(self.of_also).collect();
        let among = among_choices(pack, &sheets, &own, given);
        learn(own.into_iter().zip(&among).flat_map(|(coded, chosen)| [coded, chosen]), given)
    }
}

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

fn cross_validate(pack: &Pack, all: &Lessons<'_>, args: &Arguments, out: &Path) -> Result<()> {
    std::fs::create_dir_all(out)?;
    let folds = args.folds;
    let cutoffs = cutoffs(&args.cutoffs)?;
    for fold in 0..folds {
        let mut engine = Engine::new(pack);
        for fitted in all.learn(pack, |i| i % folds != fold, &args.fit) {
            engine.models.put(&fitted.model());
        }
        if let Some(cutoffs) = &cutoffs {
            engine.models.put(&cutoffs.model());
        }
        for sheet in all.sheets.iter().enumerate().filter(|(i, _)| i % folds == fold).map(|(_, s)| s) {
            let coded = if args.coded_triggers { code_from_coded(&engine, sheet) } else { engine.code(&report(sheet)) };
            let path = out.join(format!("{}.json", sheet.id));
            std::fs::write(path, serde_json::to_string_pretty(&coded)?)?;
        }
    }
    println!("{} reports coded in {folds} parts into {}", all.sheets.len(), out.display());
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
