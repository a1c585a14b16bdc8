//! `marsad check` and `marsad pack build`.

use crate::args::CheckArgs;
use crate::code::sheet;
use crate::input::{Options, Sources};
use crate::lang::listed;
use crate::number::grouped;
use anyhow::{Context, Result, anyhow};
use marsad_engine::coverage::Coverage;
use marsad_engine::{Engine, Report};
use marsad_model::Sheet;
use marsad_pack::data::Sense;
use marsad_pack::{Compiled, Pack, Severity};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;

/// An entry that fires in fewer reports of the corpus than this is listed.
const RARE: usize = 3;

/// Checks a pack, and its event lexicon against a corpus.
///
/// # Errors
/// If the corpus cannot be coded.
pub fn run(args: &CheckArgs) -> Result<ExitCode> {
    let compiled = match marsad_pack::build(&args.folder) {
        Ok((compiled, diags)) => {
            if !diags.is_empty() {
                println!("{}", listed(&diags));
            }
            summary(&args.folder, &compiled, diags.len());
            compiled
        }
        Err(diags) => {
            println!("{}", listed(&diags));
            let errors = diags.iter().filter(|d| d.severity == Severity::Error).count();
            println!("{}: {errors} errors, {} warnings", args.folder.display(), diags.len() - errors);
            return Ok(ExitCode::from(1));
        }
    };
    if args.corpus.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let pack = Pack::load(Cow::Owned(compiled.bytes)).map_err(|e| anyhow!("{e}"))?;
    rare(&pack, args)
}

fn summary(folder: &Path, compiled: &Compiled, warnings: usize) {
    let counts: Vec<String> = compiled.counts.iter().map(|(name, n)| format!("{} {name}", grouped(*n as u64))).collect();
    println!("{}: 0 errors, {warnings} warnings", folder.display());
    println!("pack {}, {:.1} MB: {}", compiled.hash, compiled.bytes.len() as f64 / 1e6, counts.join(", "));
}

/// Lists the entries of the event lexicon that hardly ever fire, and says how many words the tables know.
fn rare(pack: &Pack, args: &CheckArgs) -> Result<ExitCode> {
    let mut fired: BTreeMap<(u16, u32), usize> = pack.data.senses.iter().map(|s| ((s.origin.file, s.origin.line), 0)).collect();
    let files: BTreeMap<&str, u16> = pack.data.files.iter().enumerate().map(|(i, f)| (&**f, i as u16)).collect();
    let mut rules: BTreeMap<String, usize> = pack.data.rules.iter().map(|r| (r.id.to_string(), 0)).collect();
    let mut engine = Engine::new(pack);
    let mut coverage = Coverage::default();
    let mut reports = 0;
    let mut skipped = 0;
    for item in Sources::new(&args.corpus) {
        let place = item.place.clone();
        let sheet = match sheet(&mut engine, item, &Options::default()) {
            Ok(sheet) => sheet,
            Err(why) => {
                skipped += 1;
                eprintln!("{place}: {why}");
                continue;
            }
        };
        reports += 1;
        coverage += Coverage::of(&engine.words(&Report { text: &sheet.text, ..Report::default() }));
        for rule in fired_rules(&sheet) {
            *rules.entry(rule).or_default() += 1;
        }
        let here: BTreeSet<(u16, u32)> = sheet.events.iter().filter_map(|e| origin(&e.trigger.rule, &files)).collect();
        for entry in here {
            *fired.entry(entry).or_default() += 1;
        }
    }
    let mut few: Vec<((u16, u32), usize)> = fired.iter().map(|(k, n)| (*k, *n)).filter(|(_, n)| *n < RARE).collect();
    few.sort_unstable();
    let mut bare = 0u64;
    for ((file, line), n) in &few {
        let sense = pack.data.senses.iter().find(|s| s.origin.file == *file && s.origin.line == *line);
        let why = sense.and_then(reason);
        bare += u64::from(why.is_none());
        println!(
            "{}:{line}: {} fires in {n} of {} reports: {}",
            pack.data.files[*file as usize],
            sense.map_or("", |s| &*s.kind),
            grouped(reports),
            why.unwrap_or("one event among others that the word may be; remove it")
        );
    }
    println!(
        "{} of {} event entries fire in fewer than {RARE} of {} reports; {} of them without a reason to be kept",
        grouped(few.len() as u64),
        grouped(fired.len() as u64),
        grouped(reports),
        grouped(bare)
    );
    rare_rules(pack, &rules, reports);
    println!(
        "{} of {} words and figures ({:.1} %) are known to lexicon, gazetteer or numbers; the others are read by their shape",
        grouped(coverage.known),
        grouped(coverage.words),
        100.0 * coverage.known as f64 / coverage.words.max(1) as f64
    );
    Ok(if skipped > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Why an entry stays that hardly ever fires, if there is a reason: words that mean their event by themselves are kept for
/// news that is not like this corpus; those that may mean it among other things have only the corpus to speak for them.
fn reason(sense: &Sense) -> Option<&'static str> {
    match (sense.weight, sense.when.is_empty()) {
        (3, _) => Some("kept, since where it stands it is nearly always this event (weight 3)"),
        (2, true) => Some("kept, since where it stands it is mostly this event (weight 2)"),
        _ => None,
    }
}

/// The grammar rules and constructions that a report uses, each once.
fn fired_rules(sheet: &Sheet) -> BTreeSet<String> {
    let mut out: BTreeSet<String> =
        sheet.mentions.iter().filter(|m| m.kind == "date" || m.kind == "quantity").map(|m| m.rule.clone()).collect();
    for e in &sheet.events {
        out.extend(e.actor.iter().chain(&e.recipient).map(|p| p.rule.clone()));
        out.extend(e.attribution.iter().map(|s| s.rule.clone()));
        out.extend(e.date.iter().map(|d| d.rule.clone()));
    }
    out.retain(|rule| !rule.is_empty());
    out
}

/// Lists the grammar rules and constructions that hardly ever fire.
fn rare_rules(pack: &Pack, rules: &BTreeMap<String, usize>, reports: u64) {
    let few: Vec<_> = rules.iter().filter(|(_, n)| **n < RARE).collect();
    for (id, n) in &few {
        let rule = pack.data.rules.iter().find(|r| *r.id == ***id);
        let place = rule.map_or_else(String::new, |r| {
            let file = pack.data.files.get(r.origin.file as usize).map_or("", |f| f);
            format!("{file}:{}: ", r.origin.line)
        });
        // What the rule file says for keeping it.
        let why = rule.map_or("", |r| &*r.why);
        println!(
            "{place}{id} fires in {n} of {} reports: {}",
            grouped(reports),
            if why.is_empty() { "no `why`; remove it or say why" } else { why }
        );
    }
    println!(
        "{} of {} rules and constructions fire in fewer than {RARE} of {} reports",
        grouped(few.len() as u64),
        grouped(rules.len() as u64),
        grouped(reports)
    );
}

/// The entry of a rule such as `lexicon/events.tsv:12 word`.
fn origin(rule: &str, files: &BTreeMap<&str, u16>) -> Option<(u16, u32)> {
    let (file, rest) = rule.split_once(':')?;
    let line = rest.split(' ').next()?.parse().ok()?;
    Some((*files.get(file)?, line))
}

/// Compiles a pack folder to one file.
///
/// # Errors
/// All findings, if it does not compile; or if the file cannot be written.
pub fn build(folder: &Path, out: &Path) -> Result<ExitCode> {
    let (compiled, diags) = marsad_pack::build(folder).map_err(|diags| anyhow!("{}", listed(&diags)))?;
    if !diags.is_empty() {
        eprintln!("{}", listed(&diags));
    }
    std::fs::write(out, &compiled.bytes).with_context(|| format!("{}: expected a file that can be written", out.display()))?;
    summary(folder, &compiled, diags.len());
    Ok(ExitCode::SUCCESS)
}
