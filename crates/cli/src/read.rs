//! `marsad read` and `marsad explain`: one report for a human.

use crate::args::{ExplainArgs, ReadArgs};
use crate::code::{quiet_panics, sheet};
use crate::input::{Options, Sources};
use crate::view::{Locale, why};
use crate::{lang, view};
use anyhow::Result;
use marsad_engine::{Engine, explain};
use std::io::Write;
use std::process::ExitCode;

/// Shows what each report says.
///
/// # Errors
/// If the pack cannot be loaded or the output cannot be written.
pub fn run(args: &ReadArgs) -> Result<ExitCode> {
    let pack = lang::load(args.pack.as_deref())?;
    let mut engine = Engine::new(&pack);
    let options = Options {
        id: args.id.clone(),
        outlet: args.outlet.clone(),
        published: args.published.clone(),
        title: args.title.clone(),
        ..Options::default()
    };
    let screen = view::Screen::of(args);
    let mut out = std::io::stdout().lock();
    let mut refused = false;
    quiet_panics();
    for (n, item) in Sources::new(&args.files).enumerate() {
        let place = item.place.clone();
        if n > 0 && args.id.is_some() {
            refused = true;
            eprintln!("{place}: expected one report where --id names it, found another; leave --id out, or read them one by one");
            break;
        }
        match sheet(&mut engine, item, &options) {
            Ok(sheet) if args.json => {
                serde_json::to_writer_pretty(&mut out, &sheet).map_err(std::io::Error::from)?;
                out.write_all(b"\n")?;
            }
            Ok(sheet) => out.write_all(view::render(&sheet, &screen).as_bytes())?,
            Err(why) => {
                refused = true;
                out.flush()?;
                eprintln!("{place}: {why}");
            }
        }
    }
    out.flush()?;
    Ok(if refused { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// Shows the words, the clause tree, and what decided each field of each event.
///
/// # Errors
/// If the pack cannot be loaded or the output cannot be written.
pub fn explain(args: &ExplainArgs) -> Result<ExitCode> {
    let pack = lang::load(args.pack.as_deref())?;
    let engine = Engine::new(&pack);
    let locale = Locale::of(args.ui);
    let options = Options { published: args.published.clone(), ..Options::default() };
    let mut out = std::io::stdout().lock();
    let mut refused = false;
    for item in Sources::new(std::slice::from_ref(&args.file)) {
        let place = item.place.clone();
        match item.report(&pack.data.lang, &options) {
            Ok(input) => {
                let report = input.report();
                if args.words {
                    out.write_all(explain::segments(&engine.words(&report)).as_bytes())?;
                    continue;
                }
                let doc = engine.read(&report);
                writeln!(out, "# {place}\n## {}\n{}", locale.get("tree", "words"), explain::segments(&doc.text))?;
                writeln!(out, "## {}\n{}", locale.get("tree", "tree"), why::tree(&explain::tree(&doc), &locale))?;
                writeln!(out, "## {}\n{}", locale.get("tree", "events"), why::choices(&explain::explained(&engine, &doc), &locale))?;
                if args.layers {
                    writeln!(out, "## units\n{}", explain::units(&doc))?;
                    writeln!(out, "## phrases, sources, places, times, figures\n{}", explain::layers(&doc))?;
                    writeln!(out, "## triggers: probability, type, words, entry, heaviest features\n{}", explain::triggers(&engine, &doc))?;
                }
            }
            Err(why) => {
                refused = true;
                eprintln!("{place}: {why}");
            }
        }
    }
    Ok(if refused { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
