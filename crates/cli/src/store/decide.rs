//! `marsad accept`, `reject`, `set`, `merge`, `split`, `not-same`, `undo`: what people decide.

use super::args::{AcceptArgs, MergeArgs, NotSameArgs, RejectArgs, SetArgs, SplitArgs, UndoArgs, Why};
use super::{now, screen, writer};
use crate::view;
use anyhow::{Context, Result, bail};
use marsad_model::incident::{Act, Datum, Days, Range, Spot};
use marsad_store::{AsOf, Reader, Stamp};
use std::process::ExitCode;

/// An incident, or a field of it, is right.
pub fn accept(args: &AcceptArgs) -> Result<ExitCode> {
    decide(&args.why, |store| Ok(vec![store.accept(&args.incident, args.field.as_deref())?]))
}

/// An incident, a claim, or a field is wrong.
pub fn reject(args: &RejectArgs) -> Result<ExitCode> {
    decide(&args.why, |store| Ok(store.reject(&args.name, args.field.as_deref())?))
}

/// A field has this value.
pub fn set(args: &SetArgs) -> Result<ExitCode> {
    let value = value(&args.field, &args.value)?;
    decide(&args.why, |store| Ok(vec![store.set(&args.incident, &args.field, value)?]))
}

/// Incidents are one.
pub fn merge(args: &MergeArgs) -> Result<ExitCode> {
    let ids: Vec<&str> = args.incidents.iter().map(String::as_str).collect();
    decide(&args.why, |store| Ok(vec![store.merge(&ids)?]))
}

/// Some claims leave an incident.
pub fn split(args: &SplitArgs) -> Result<ExitCode> {
    let leave: Vec<&str> = args.leave.iter().map(String::as_str).collect();
    decide(&args.why, |store| Ok(vec![store.split(&args.incident, &leave)?]))
}

/// Two incidents are not the same.
pub fn not_same(args: &NotSameArgs) -> Result<ExitCode> {
    decide(&args.why, |store| Ok(vec![store.not_same(&args.a, &args.b)?]))
}

/// What a revision decided is taken back.
pub fn undo(args: &UndoArgs) -> Result<ExitCode> {
    let revision = args.revision.trim_start_matches('r').parse().with_context(|| {
        format!("expected a revision such as r120, found `{}`; `marsad log --decisions` lists what was decided", args.revision)
    })?;
    decide(&args.why, |store| Ok(store.undo(revision)?))
}

/// Writes a decision, and shows what became of the incidents.
fn decide(why: &Why, acts: impl FnOnce(&Reader) -> Result<Vec<Act>>) -> Result<ExitCode> {
    let author = why.by.clone().or_else(|| ["MARSAD_USER", "USER"].iter().find_map(|v| std::env::var(v).ok()).filter(|u| !u.is_empty()));
    let Some(author) = author else { bail!("expected a name with --by, found none; others will ask who decided") };
    let mut store = writer(&why.shown.db)?;
    let acts = acts(&store)?;
    let decided = store.decide(acts, &Stamp::new(now(), &author, &why.reason))?;
    if why.shown.json {
        println!("{}", serde_json::json!({"revision": decided.revision, "incidents": decided.incidents}));
        return Ok(ExitCode::SUCCESS);
    }
    let screen = screen(&why.shown);
    let mut incidents = Vec::new();
    for id in &decided.incidents {
        incidents.extend(store.summary(id, AsOf::Now)?);
    }
    print!("{}", view::decided(decided.revision, &author, &why.reason, &incidents, &screen));
    Ok(ExitCode::SUCCESS)
}

/// A value as people write it.
fn value(field: &str, words: &str) -> Result<Datum> {
    let words = words.trim();
    let number = |w: &str| -> Result<Option<f64>> {
        let w = w.trim();
        if w.is_empty() {
            return Ok(None);
        }
        w.parse().map(Some).with_context(|| format!("expected a figure such as 5, 5..7 or 5.. for `{field}`, found `{words}`"))
    };
    let (first, last) = words.split_once("..").unwrap_or((words, words));
    Ok(match field {
        "type" | "mode" | "status" | "certainty" | "instrument" => Datum::Word { word: words.to_owned() },
        "date" => Datum::Days(Days { start: first.trim().to_owned(), end: last.trim().to_owned() }),
        "place" => Datum::Place(place(words)?),
        "actor" | "recipient" => {
            let (name, code) = words.split_once('(').unwrap_or((words, ""));
            Datum::Party { name: name.trim().to_owned(), code: code.trim_end_matches(')').trim().to_owned(), actor_id: None }
        }
        _ => Datum::Range(Range { low: number(first)?, high: number(last)? }),
    })
}

/// `NAME@LATITUDE,LONGITUDE`, or a name alone: a place without a point.
fn place(words: &str) -> Result<Spot> {
    let Some((name, point)) = words.rsplit_once('@') else { return Ok(Spot { name: words.to_owned(), ..Spot::default() }) };
    let degrees: Vec<Option<f64>> = point.split(',').map(|d| d.trim().parse().ok()).collect();
    let [Some(lat), Some(lon)] = degrees[..] else {
        bail!("expected a place as NAME@LATITUDE,LONGITUDE, such as Sarmin@35.90,36.73, found `{words}`");
    };
    if !(-90.0..=90.0).contains(&lat) || !(-180.0..=180.0).contains(&lon) {
        bail!("expected a latitude from -90 to 90 and a longitude from -180 to 180, found {lat}, {lon}");
    }
    Ok(Spot { name: name.trim().to_owned(), lat: Some(lat), lon: Some(lon), precision: Some("town".to_owned()), ..Spot::default() })
}
