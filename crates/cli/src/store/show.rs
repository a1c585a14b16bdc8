//! `marsad show`, `marsad incidents`, `marsad log`: what the store holds, for people.

use super::args::{IncidentsArgs, LogArgs, ShowArgs, Sort};
use super::{moment, reader, screen};
use crate::view;
use anyhow::Result;
use marsad_store::{Filter, Order, Reader, Revision};
use std::io::Write;
use std::process::ExitCode;

/// One incident, with every value and who says so.
///
/// # Errors
/// If there is no such incident.
pub fn show(args: &ShowArgs) -> Result<ExitCode> {
    let store = reader(&args.shown.db)?;
    let as_of = moment(args.as_of.as_deref())?;
    let page = store.incident(&args.incident, as_of)?;
    let steps = if args.history { store.history(&args.incident, as_of)? } else { Vec::new() };
    let mut out = std::io::stdout().lock();
    if args.shown.json {
        let mut value = serde_json::to_value(&page)?;
        if args.history {
            value["history"] = serde_json::to_value(&steps)?;
        }
        writeln!(out, "{}", serde_json::to_string_pretty(&value)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let screen = screen(&args.shown);
    out.write_all(view::incident(&page, &screen).as_bytes())?;
    if args.history {
        out.write_all(view::history(&steps, &screen).as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Incidents, newest first.
///
/// # Errors
/// If the store cannot be read.
pub fn incidents(args: &IncidentsArgs) -> Result<ExitCode> {
    let store = reader(&args.shown.db)?;
    let filter = Filter {
        kinds: args.kinds.clone(),
        country: args.country.clone(),
        from: args.from.clone(),
        to: args.to.clone(),
        killed_min: args.killed,
        actor: args.actor.clone(),
        outlet: args.outlet.clone(),
        disputed: args.disputed.then_some(true),
        words: args.words.clone(),
        ..Filter::default()
    };
    let order = match args.sort {
        Sort::Changed => Order::Changed,
        Sort::Happened => Order::Happened,
        Sort::Toll => Order::Toll,
    };
    let as_of = moment(args.as_of.as_deref())?;
    let list = store.incidents(&filter, order, as_of, args.after.as_deref(), args.limit)?;
    let mut out = std::io::stdout().lock();
    if args.shown.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&list)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let all = store.count(&filter, as_of, usize::MAX)?;
    out.write_all(view::listing(&list, all, &screen(&args.shown)).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// Revisions.
///
/// # Errors
/// If the store cannot be read.
pub fn log(args: &LogArgs) -> Result<ExitCode> {
    let store = reader(&args.shown.db)?;
    let revisions = wanted(&store, args)?;
    let mut out = std::io::stdout().lock();
    for revision in &revisions {
        if args.shown.json {
            writeln!(out, "{}", serde_json::to_string(revision)?)?;
        }
    }
    if !args.shown.json {
        out.write_all(view::log(&revisions, &screen(&args.shown)).as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn wanted(store: &Reader, args: &LogArgs) -> Result<Vec<Revision>> {
    if args.decisions {
        let mut out = Vec::new();
        for no in store.decided(args.limit)? {
            out.extend(store.log(no - 1, 1)?);
        }
        return Ok(out);
    }
    if let Some(since) = args.since {
        return Ok(store.log(since, args.limit)?);
    }
    let mut last = store.log(store.head()?.saturating_sub(args.limit as u64), args.limit)?;
    last.reverse();
    Ok(last)
}
