//! `marsad code`: many reports to sheets, on all cores, in the order of the input.

mod budget;
mod output;
pub mod pool;
pub mod tally;

use crate::args::CodeArgs;
use crate::input::{Item, Options, Sources};
use crate::lang;
use anyhow::Result;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use marsad_engine::Engine;
use marsad_model::Sheet;
use marsad_pack::Pack;
use output::Output;
use std::io::IsTerminal;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use tally::Tally;

/// What became of one item.
struct Outcome {
    place: String,
    /// Length of the report's text in bytes, identifier and sheet; or why there is none.
    result: Result<(usize, String, Vec<u8>), String>,
}

/// Codes one item. A defect of a parser or of the engine costs this item only.
///
/// # Errors
/// Why there is no sheet.
pub fn sheet(engine: &mut Engine<'_>, item: Item, options: &Options) -> Result<Sheet, String> {
    let done = catch_unwind(AssertUnwindSafe(|| {
        let input = item.report(&engine.pack.data.lang, options)?;
        let mut sheet = engine.code(&input.report());
        sheet.notes.splice(0..0, input.notes);
        Ok(sheet)
    }));
    done.unwrap_or_else(|_| {
        // Its caches may be half written.
        *engine = Engine::new(engine.pack);
        Err("Marsad failed on this report; that is a defect of the program: please file it with the report's text".to_owned())
    })
}

/// Keeps the standard panic message away from the closing line; the report is named there.
pub fn quiet_panics() {
    std::panic::set_hook(Box::new(|_| {}));
}

/// Runs the command.
///
/// # Errors
/// If the output cannot be written.
pub fn run(args: &CodeArgs) -> Result<ExitCode> {
    let pack = lang::load(args.pack.as_deref())?;
    let mut output = Output::open(args.out.as_deref(), args.jsonl.as_deref())?;
    let jobs = args.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    quiet_panics();
    let sources = Sources::new(&args.reports);
    let read = sources.progress();
    let bar = bar(&args.reports);
    let mut tally = Tally::default();
    let pretty = args.jsonl.is_none();
    let sink = |outcome: Outcome| -> Result<()> {
        match outcome.result {
            Ok((bytes, id, sheet)) => {
                tally.done(bytes);
                if let Some(note) = output.write(&id, &sheet)? {
                    tally.note(&outcome.place, &note);
                }
            }
            Err(why) => tally.skip(&outcome.place, &why),
        }
        bar.set_position(read.load(Ordering::Relaxed));
        if bar.elapsed().as_millis().is_multiple_of(8) {
            bar.set_message(tally.progress());
        }
        Ok(())
    };
    pool::run(sources, jobs.max(1), || worker(&pack, pretty), sink)?;
    output.finish()?;
    bar.finish_and_clear();
    eprint!("{}", tally.closing());
    Ok(if tally.skipped() > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// What one thread does with an item.
fn worker(pack: &Pack, pretty: bool) -> impl FnMut(Item) -> Outcome {
    let mut engine = Engine::new(pack);
    let options = Options::default();
    move |item| {
        let place = item.place.clone();
        let result = sheet(&mut engine, item, &options).and_then(|sheet| {
            let json = if pretty { serde_json::to_vec_pretty(&sheet) } else { serde_json::to_vec(&sheet) };
            let mut json = json.map_err(|e| format!("the sheet could not be written as JSON: {e}"))?;
            json.push(b'\n');
            Ok((sheet.text.len(), sheet.id, json))
        });
        Outcome { place, result }
    }
}

/// A progress bar over the bytes of the input files; nothing if nobody watches.
fn bar(paths: &[PathBuf]) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    }
    let total: u64 = paths.iter().map(|p| size(p)).sum();
    let style = "{bar:30} {percent:>3} %  {msg}  {elapsed}, {eta} to go";
    let style = ProgressStyle::with_template(if total > 0 { style } else { "{spinner} {msg}  {elapsed}" });
    ProgressBar::new(total).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn size(path: &std::path::Path) -> u64 {
    let Ok(meta) = std::fs::metadata(path) else { return 0 };
    if meta.is_file() {
        return meta.len();
    }
    std::fs::read_dir(path).map_or(0, |entries| entries.filter_map(|e| e.ok().map(|e| size(&e.path()))).sum())
}
