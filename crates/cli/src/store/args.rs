//! The command line of what works on a store.

use crate::args::{Color, Ui};
use clap::{Args, ValueEnum};
use std::ops::Deref;
use std::path::{Path, PathBuf};

/// The store that a command works on.
#[derive(Args)]
pub struct Database {
    /// The database; what writes makes it if there is none.
    #[arg(long = "db", value_name = "FILE", default_value = "marsad.db")]
    file: PathBuf,
}

impl Deref for Database {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.file
    }
}

/// The file, and how its content is shown.
#[derive(Args)]
pub struct Shown {
    #[command(flatten)]
    pub db: Database,
    /// Language of the labels.
    #[arg(long, value_enum, default_value_t = Ui::En)]
    pub ui: Ui,
    /// Colours; `auto` uses them on a terminal unless NO_COLOR is set.
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Columns of the view (default: those of the terminal, at most 100).
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct IngestArgs {
    /// Reports: JSON lines (id, lang, outlet, published, title, url, text), JSON, text or HTML files, also .gz; folders; or `-`.
    #[arg(required = true, value_name = "REPORTS")]
    pub reports: Vec<PathBuf>,
    #[command(flatten)]
    pub db: Database,
    /// Take each report in as if it had arrived when it was published, the earliest first: for archives and demonstrations.
    #[arg(long)]
    pub replay: bool,
    /// Who brings the reports, for the log.
    #[arg(long, value_name = "NAME", default_value = "marsad")]
    pub by: String,
    /// Number of threads (default: all cores).
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    /// A pack folder to compile now, in place of the built-in pack.
    #[arg(long, value_name = "DIR")]
    pub pack: Option<PathBuf>,
}

#[derive(Args)]
pub struct RecodeArgs {
    #[command(flatten)]
    pub db: Database,
    /// A pack folder to compile now, in place of the built-in pack.
    #[arg(long, value_name = "DIR")]
    pub pack: Option<PathBuf>,
}

#[derive(Args)]
pub struct ShowArgs {
    /// Identifier of an incident, or the beginning of one.
    #[arg(value_name = "INCIDENT")]
    pub incident: String,
    /// As it was known at this moment: 2024-08-06T02:00Z, 2024-08-06 (its end), or r120 (a revision).
    #[arg(long, value_name = "MOMENT")]
    pub as_of: Option<String>,
    /// Show each revision that changed it.
    #[arg(long)]
    pub history: bool,
    #[command(flatten)]
    pub shown: Shown,
}

/// What comes first in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// What changed last.
    Changed,
    /// What happened last.
    Happened,
    /// What cost most lives.
    Toll,
}

#[derive(Args)]
pub struct IncidentsArgs {
    /// Only types, or types with a mode: ASSAULT, ASSAULT/drone.
    #[arg(long = "type", value_name = "TYPE")]
    pub kinds: Vec<String>,
    /// Only countries (ISO 3166 alpha-2).
    #[arg(long, value_name = "CODE")]
    pub country: Vec<String>,
    /// First day of the event.
    #[arg(long, value_name = "DAY")]
    pub from: Option<String>,
    /// Last day of the event.
    #[arg(long, value_name = "DAY")]
    pub to: Option<String>,
    /// At least so many dead.
    #[arg(long, value_name = "N")]
    pub killed: Option<f64>,
    /// Only actors: a PLOVER code (IRN:MIL), its country (IRN), its sector (:MIL), or an identifier.
    #[arg(long, value_name = "CODE")]
    pub actor: Vec<String>,
    /// Only what this outlet reports.
    #[arg(long, value_name = "NAME")]
    pub outlet: Vec<String>,
    /// Only with a disputed field.
    #[arg(long)]
    pub disputed: bool,
    /// Words in the name of the place or in the headline.
    #[arg(long, value_name = "WORDS")]
    pub words: Option<String>,
    /// As known at this moment.
    #[arg(long, value_name = "MOMENT")]
    pub as_of: Option<String>,
    /// What comes first.
    #[arg(long, value_enum, default_value_t = Sort::Happened)]
    pub sort: Sort,
    /// How many.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// Go on after the page that ended with this cursor.
    #[arg(long, value_name = "CURSOR")]
    pub after: Option<String>,
    #[command(flatten)]
    pub shown: Shown,
}

#[derive(Args)]
pub struct LogArgs {
    /// Only what came after this revision, the earliest first (default: the last revisions).
    #[arg(long, value_name = "REVISION")]
    pub since: Option<u64>,
    /// Only what people decided.
    #[arg(long)]
    pub decisions: bool,
    /// How many.
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    #[command(flatten)]
    pub shown: Shown,
}

#[derive(Args)]
pub struct VerifyArgs {
    /// Drop the derived tables and make them of the log anew; say whether they came out the same.
    #[arg(long)]
    pub rebuild: bool,
    /// The hash of a revision that was written down elsewhere: it has to stand in the log.
    #[arg(long, value_name = "HASH")]
    pub head: Option<String>,
    #[command(flatten)]
    pub db: Database,
}

/// Who decides, and why.
#[derive(Args)]
pub struct Why {
    /// Why.
    #[arg(short, long, value_name = "WORDS")]
    pub reason: String,
    /// Who (default: $MARSAD_USER or $USER).
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    #[command(flatten)]
    pub shown: Shown,
}

#[derive(Args)]
pub struct AcceptArgs {
    /// The incident.
    #[arg(value_name = "INCIDENT")]
    pub incident: String,
    /// Only this field is right.
    #[arg(long, value_name = "FIELD")]
    pub field: Option<String>,
    #[command(flatten)]
    pub why: Why,
}

#[derive(Args)]
pub struct RejectArgs {
    /// The incident (all its claims), or a claim: its hash, or REPORT#MENTION.
    #[arg(value_name = "INCIDENT|CLAIM")]
    pub name: String,
    /// Only this field of it is wrong.
    #[arg(long, value_name = "FIELD")]
    pub field: Option<String>,
    #[command(flatten)]
    pub why: Why,
}

#[derive(Args)]
pub struct SetArgs {
    /// The incident.
    #[arg(value_name = "INCIDENT")]
    pub incident: String,
    /// type, mode, status, certainty, date, place, actor, recipient, instrument, or a measure such as killed.
    #[arg(value_name = "FIELD")]
    pub field: String,
    /// The value: a word; `2024-08-05` or `2024-08-05..2024-08-07`; `5`, `5..7` or `5..`; `NAME@33.78,42.44`; `NAME (IRQ:MIL)`.
    #[arg(value_name = "VALUE")]
    pub value: String,
    #[command(flatten)]
    pub why: Why,
}

#[derive(Args)]
pub struct MergeArgs {
    /// Incidents that are one.
    #[arg(required = true, num_args = 2.., value_name = "INCIDENT")]
    pub incidents: Vec<String>,
    #[command(flatten)]
    pub why: Why,
}

#[derive(Args)]
pub struct SplitArgs {
    /// The incident.
    #[arg(value_name = "INCIDENT")]
    pub incident: String,
    /// What leaves it: reports, or claims (a hash, or REPORT#MENTION).
    #[arg(required = true, value_name = "REPORT|CLAIM")]
    pub leave: Vec<String>,
    #[command(flatten)]
    pub why: Why,
}

#[derive(Args)]
pub struct NotSameArgs {
    /// The one.
    #[arg(value_name = "INCIDENT")]
    pub a: String,
    /// The other.
    #[arg(value_name = "INCIDENT")]
    pub b: String,
    #[command(flatten)]
    pub why: Why,
}

#[derive(Args)]
pub struct UndoArgs {
    /// The revision whose decisions are taken back.
    #[arg(value_name = "REVISION")]
    pub revision: String,
    #[command(flatten)]
    pub why: Why,
}
