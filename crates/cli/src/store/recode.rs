//! `marsad recode`: the stored reports read anew, by the present engine and pack. What people decided stays.

use super::args::RecodeArgs;
use super::{now, writer};
use crate::lang;
use crate::number::grouped;
use anyhow::Result;
use marsad_engine::{Engine, Report};
use marsad_store::Stamp;
use std::process::ExitCode;

/// Runs the command.
///
/// # Errors
/// If the pack or the store cannot be opened, or the store cannot be written.
pub fn run(args: &RecodeArgs) -> Result<ExitCode> {
    let pack = lang::load(args.pack.as_deref())?;
    let mut store = writer(&args.db)?;
    let engine = Engine::new(&pack);
    let (mut all, mut changed) = (0, 0);
    for id in store.reports()? {
        let old = store.sheet(&id)?;
        let report = Report {
            id: &id,
            outlet: old.outlet.as_deref(),
            published: old.published.as_deref(),
            title: old.title.as_deref(),
            text: &old.text,
        };
        let mut sheet = engine.code(&report);
        sheet.notes.clone_from(&old.notes);
        let stamp = Stamp::new(now(), "marsad", &format!("read anew by {}", sheet.made_by));
        all += 1;
        changed += u64::from(store.recode(sheet, &stamp)?.is_some());
    }
    eprintln!("{} reports read anew, {} changed; r{}", grouped(all), grouped(changed), store.head()?);
    Ok(ExitCode::SUCCESS)
}
