//! `marsad resolve`: many reports to incidents, without a store.

use crate::args::ResolveArgs;
use crate::code::{pool, quiet_panics, sheet, tally::Tally};
use crate::input::{Item, Options, Sources};
use crate::lang;
use crate::number::grouped;
use anyhow::{Context, Result};
use marsad_engine::Engine;
use marsad_model::incident::{Decision, Incident, Report};
use marsad_pack::Pack;
use marsad_resolve::{Dating, Digest, Sketch, Weights, resolve};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

/// What became of one item.
struct Outcome {
    place: String,
    /// Length of the text in bytes and the report's digest, or why there is none.
    result: Result<(usize, Box<Digest>), String>,
}

/// Runs the command.
///
/// # Errors
/// If the decisions cannot be read or the output cannot be written.
pub fn run(args: &ResolveArgs) -> Result<ExitCode> {
    let pack = lang::load(args.pack.as_deref())?;
    let decisions = args.decisions.as_deref().map(decisions).transpose()?.unwrap_or_default();
    let mut out = open(&args.out)?;
    let jobs = args.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    let dating = if args.words_only { Dating::Words } else { Dating::Published };
    quiet_panics();
    let mut tally = Tally::default();
    let mut digests = Vec::new();
    let mut seen: BTreeMap<String, Sketch> = BTreeMap::new();
    let sink = |outcome: Outcome| -> Result<()> {
        match outcome.result {
            Ok((bytes, digest)) => {
                tally.done(bytes);
                let known = seen.entry(digest.report.clone()).or_insert_with(|| digest.sketch.clone());
                if *known != digest.sketch {
                    let id = &digest.report;
                    tally.note(
                        &outcome.place,
                        &format!("the identifier `{id}` names another report too; the later publication stands, give each its own"),
                    );
                }
                digests.push(*digest);
            }
            Err(why) => tally.skip(&outcome.place, &why),
        }
        Ok(())
    };
    pool::run(Sources::new(&args.reports), jobs.max(1), || worker(&pack, dating), sink)?;
    let incidents = resolve(&digests, &decisions, Weights::standard());
    for incident in &incidents {
        write(&mut out, incident, args.explain).with_context(|| format!("{}: expected room for the incidents", args.out.display()))?;
    }
    out.flush().with_context(|| format!("{}: expected room for the incidents", args.out.display()))?;
    let several = incidents.iter().filter(|i| i.reports.len() > 1).count();
    eprint!("{}", tally.closing());
    eprintln!("{} incidents, {} told by more than one report", grouped(incidents.len() as u64), grouped(several as u64));
    Ok(if tally.skipped() > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// What one thread does with an item: code it, and keep what resolution needs.
fn worker(pack: &Pack, dating: Dating) -> impl FnMut(Item) -> Outcome {
    let mut engine = Engine::new(pack);
    let options = Options { undated: dating == Dating::Words, ..Options::default() };
    move |item| {
        let place = item.place.clone();
        let result = sheet(&mut engine, item, &options).map(|sheet| {
            let bytes = sheet.text.len();
            (bytes, Box::new(Digest::new(&Report { sheet, ..Report::default() }, dating)))
        });
        Outcome { place, result }
    }
}

fn open(path: &Path) -> Result<BufWriter<Box<dyn Write>>> {
    if path == Path::new("-") {
        return Ok(BufWriter::new(Box::new(std::io::stdout())));
    }
    let file = File::create(path).with_context(|| format!("{}: expected a file that can be written", path.display()))?;
    Ok(BufWriter::new(Box::new(file)))
}

/// One incident a line. The pairs are for `--explain`: their number grows with the square of the reports.
fn write(out: &mut impl Write, incident: &Incident, explain: bool) -> Result<()> {
    if explain {
        serde_json::to_writer(&mut *out, incident)?;
    } else {
        serde_json::to_writer(&mut *out, &Incident { pairs: Vec::new(), ..incident.clone() })?;
    }
    out.write_all(b"\n")?;
    Ok(())
}

/// Decisions of a file of JSON lines.
fn decisions(path: &Path) -> Result<Vec<Decision>> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{}: expected a file of decisions, one JSON object a line", path.display()))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(n, line)| {
            serde_json::from_str(line)
                .with_context(|| format!("{}:{}: expected a decision with id, author, reason, at, act", path.display(), n + 1))
        })
        .collect()
}
