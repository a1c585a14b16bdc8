//! `marsad verify`: is the store what it says it is?

use super::args::VerifyArgs;
use super::{reader, writer};
use crate::number::grouped;
use anyhow::Result;
use marsad_store::Findings;
use std::process::ExitCode;

/// Runs the command. Exit code 1 if something is wrong.
///
/// # Errors
/// If the store cannot be opened.
pub fn run(args: &VerifyArgs) -> Result<ExitCode> {
    let mut found = if args.rebuild { rebuilt(args)? } else { reader(&args.db)?.verify()? };
    if let Some(head) = &args.head
        && !reader(&args.db)?.log(0, usize::MAX)?.iter().any(|r| r.hash.hex() == head.to_ascii_lowercase())
    {
        found.wrong.push(format!("no revision has the hash {head}: the log was rewritten, or this is another store"));
    }
    for line in &found.wrong {
        println!("wrong: {line}");
    }
    println!(
        "{} revisions, {} reports, {} stored texts and sheets, {} phrases compared with their texts: {}",
        grouped(found.revisions),
        grouped(found.reports),
        grouped(found.blobs),
        grouped(found.phrases),
        if found.wrong.is_empty() { "all is well" } else { "something is wrong" }
    );
    println!("hash of the last revision: {}", found.head);
    Ok(if found.wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn rebuilt(args: &VerifyArgs) -> Result<Findings> {
    let mut store = writer(&args.db)?;
    let other = store.rebuild()?;
    let mut found = store.verify()?;
    if other.is_empty() {
        println!("derived tables were dropped and made anew: the same bytes");
    } else {
        // They are right now; the user should know that they were not.
        found.wrong.push(format!("derived tables came out other than they were, and were replaced: {}", other.join(", ")));
    }
    Ok(found)
}
