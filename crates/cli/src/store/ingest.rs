//! `marsad ingest`: reports into the store, on all cores, as often as one likes.

use super::args::IngestArgs;
use super::now;
use crate::code::{pool, quiet_panics};
use crate::input::{Body, Input, Item, Options, Sources};
use crate::lang;
use crate::number::grouped;
use anyhow::Result;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;
use marsad_engine::Engine;
use marsad_model::Sheet;
use marsad_pack::Pack;
use marsad_store::{Incoming, Outcome, Place, Reader, Stamp, Store};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::IsTerminal;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

/// Reports that are written together. What is killed in between loses at most so many, and finds them again.
const BATCH: usize = 32;
/// So many refusals and notes are named; the rest are counted.
const NAMED: usize = 100;

/// A report between coder and store.
enum Coded {
    /// To be stored; with `updated` of a later version of an article.
    New(Box<Incoming>, Option<String>),
    /// Stored before.
    Known,
}

/// A report that waits to be stored.
type Arrived = (Incoming, Option<String>);

struct Worked {
    place: String,
    result: Result<Coded, String>,
}

/// What is counted for the closing line.
#[derive(Default)]
struct Tally {
    added: u64,
    versions: u64,
    known: u64,
    refused: u64,
    bytes: usize,
    named: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// If the pack or the store cannot be opened, or the store cannot be written.
pub fn run(args: &IngestArgs) -> Result<ExitCode> {
    let pack = lang::load(args.pack.as_deref())?;
    let mut store = Store::open(&args.db).map_err(|e| anyhow::anyhow!("{}: {e}", args.db.display()))?;
    let before = store.totals()?;
    let jobs = args.jobs.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1);
    let places: HashMap<&str, usize> = pack.data.places.iter().enumerate().map(|(n, p)| (&*p.id, n)).collect();
    quiet_panics();
    let begun = Instant::now();
    let (mut tally, mut batch) = (Tally::default(), Vec::new());
    let bar = bar();
    let sink = |worked: Worked| -> Result<()> {
        match worked.result {
            Ok(Coded::New(report, updated)) => batch.push((*report, updated)),
            Ok(Coded::Known) => tally.known += 1,
            Err(why) => tally.refuse(format!("{}: {why}", worked.place)),
        }
        if !args.replay && batch.len() >= BATCH {
            write(&mut store, &mut batch, args, &mut tally)?;
            bar.set_message(format!("{} reports", grouped(tally.added + tally.versions + tally.known)));
        }
        Ok(())
    };
    pool::run(Sources::new(&args.reports), jobs, || worker(&pack, &places, &args.db), sink)?;
    if args.replay {
        replay(&mut store, batch, args, &mut tally)?;
    } else {
        write(&mut store, &mut batch, args, &mut tally)?;
    }
    bar.finish_and_clear();
    let after = store.totals()?;
    for line in &tally.named {
        eprintln!("{line}");
    }
    eprint!("{}", tally.closing(begun.elapsed().as_secs_f64()));
    eprintln!(
        "{}: {} claims (+{}), {} incidents (+{}), r{}",
        args.db.display(),
        grouped(after.claims),
        grouped(after.claims - before.claims.min(after.claims)),
        grouped(after.incidents),
        grouped(after.incidents.saturating_sub(before.incidents)),
        after.revision
    );
    Ok(if tally.refused > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    }
    let style = ProgressStyle::with_template("{spinner} {msg}  {elapsed}").unwrap_or_else(|_| ProgressStyle::default_spinner());
    ProgressBar::new_spinner().with_style(style)
}

/// Stores what has gathered.
fn write(store: &mut Store, batch: &mut Vec<Arrived>, args: &IngestArgs, tally: &mut Tally) -> Result<()> {
    if batch.is_empty() {
        return Ok(());
    }
    tally.bytes += batch.iter().map(|(r, _)| r.sheet.text.len()).sum::<usize>();
    let stamp = Stamp::new(now(), &args.by, "came in");
    for outcome in store.ingest(std::mem::take(batch).into_iter().map(|(r, _)| r).collect(), &stamp)? {
        tally.count(&outcome);
    }
    Ok(())
}

/// Stores reports as if each had come when it was published. Those without a date come with the one before them.
fn replay(store: &mut Store, mut all: Vec<Arrived>, args: &IngestArgs, tally: &mut Tally) -> Result<()> {
    let published = |(r, updated): &Arrived| moment(updated.as_deref().or(r.sheet.published.as_deref()));
    all.sort_by_key(published);
    let last = store.revision_at(store.head()?)?;
    let mut at = last;
    let early = all.iter().filter(|r| published(r).is_some_and(|p| p < last)).count();
    if early > 0 {
        tally.name(format!("note: {early} reports were published before the last revision ({last}); they count as known from then on"));
    }
    for report in all {
        at = published(&report).unwrap_or(at);
        let (report, _) = report;
        tally.bytes += report.sheet.text.len();
        let stamp = Stamp::new(at, &args.by, "came in when it was published");
        for outcome in store.ingest(vec![report], &stamp)? {
            tally.count(&outcome);
        }
    }
    Ok(())
}

/// The time of publication; a day counts from its first moment.
fn moment(words: Option<&str>) -> Option<Timestamp> {
    let words = words?.trim();
    if let Ok(at) = words.parse() {
        return Some(at);
    }
    let local = words.parse().or_else(|_| words.get(..10).unwrap_or(words).parse::<jiff::civil::Date>().map(|d| d.at(0, 0, 0, 0))).ok()?;
    local.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|z| z.timestamp())
}

/// What one thread does with an item: read it, see whether it is known, code it, name its places.
fn worker<'p>(pack: &'p Pack, places: &'p HashMap<&'p str, usize>, db: &Path) -> impl FnMut(Item) -> Worked + use<'p> {
    let mut engine = Engine::new(pack);
    let reader = Reader::open(db).ok();
    move |item| {
        let place = item.place.clone();
        let done = catch_unwind(AssertUnwindSafe(|| coded(&mut engine, reader.as_ref(), item, places)));
        let result = done.unwrap_or_else(|_| {
            engine = Engine::new(pack);
            Err("Marsad failed on this report; that is a defect of the program: please file it with the report's text".to_owned())
        });
        Worked { place, result }
    }
}

fn coded(engine: &mut Engine<'_>, reader: Option<&Reader>, item: Item, places: &HashMap<&str, usize>) -> Result<Coded, String> {
    let capture = match &item.body {
        Body::Html(bytes) => Some(bytes.clone()),
        // A text in another encoding, or with signs that reading removed.
        Body::Text(bytes) => Some(bytes.clone()),
        Body::Json(_) | Body::Refused(_) => None,
    };
    let input = item.report(&engine.pack.data.lang, &Options::default())?;
    let capture = capture.filter(|bytes| bytes != input.text.as_bytes());
    if let Some(reader) = reader
        && let Ok(Some(_)) = reader.known(&bare(&input), input.own_id, input.url.as_deref())
    {
        return Ok(Coded::Known);
    }
    let mut sheet = engine.code(&input.report());
    sheet.notes.splice(0..0, input.notes);
    let named = sheet.events.iter().filter_map(|e| e.place.as_ref()?.place_id.as_deref());
    let places = chain(engine.pack, places, named);
    Ok(Coded::New(Box::new(Incoming { sheet, own_id: input.own_id, url: input.url, capture, places }), input.updated))
}

/// The report before it is coded, as far as the store tells reports apart by.
fn bare(input: &Input) -> Sheet {
    Sheet { id: input.id.clone(), outlet: input.outlet.clone(), title: input.title.clone(), text: input.text.clone(), ..Sheet::default() }
}

/// Places of the gazetteer, and all that hold them, each once.
pub(super) fn chain<'s>(pack: &Pack, places: &HashMap<&str, usize>, named: impl Iterator<Item = &'s str>) -> Vec<Place> {
    let all = &pack.data.places;
    let mut out: Vec<Place> = Vec::new();
    for id in named {
        let mut next = places.get(id).copied();
        while let Some(n) = next {
            let place = &all[n];
            if out.iter().any(|p| *p.id == *place.id) {
                break;
            }
            let parent = place.parent.and_then(|p| all.get(p as usize));
            out.push(Place {
                id: place.id.to_string(),
                parent: parent.map(|p| p.id.to_string()),
                name: place.name_en.to_string(),
                feature: place.feature.to_string(),
                country: place.country.to_string(),
            });
            next = place.parent.map(|p| p as usize);
        }
    }
    out
}

impl Tally {
    fn count(&mut self, outcome: &Outcome) {
        match outcome {
            Outcome::Added { version_of: None, .. } => self.added += 1,
            Outcome::Added { version_of: Some(_), .. } => self.versions += 1,
            Outcome::Known { .. } => self.known += 1,
        }
    }

    fn refuse(&mut self, line: String) {
        self.refused += 1;
        self.name(line);
    }

    fn name(&mut self, line: String) {
        if self.named.len() < NAMED {
            self.named.push(line);
        }
    }

    fn closing(&self, seconds: f64) -> String {
        let mut out = String::new();
        if self.refused > NAMED as u64 {
            let _ = writeln!(out, "and {} more refused", grouped(self.refused - NAMED as u64));
        }
        let stored = self.added + self.versions;
        let all = stored + self.known + self.refused;
        let _ = writeln!(
            out,
            "{} reports: {} new, {} new versions, {} known before, {} refused; {:.1} MB, {seconds:.2} s, {} reports/s",
            grouped(all),
            grouped(self.added),
            grouped(self.versions),
            grouped(self.known),
            grouped(self.refused),
            self.bytes as f64 / 1e6,
            grouped((all as f64 / seconds.max(1e-6)).round() as u64)
        );
        out
    }
}
