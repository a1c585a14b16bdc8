//! The command line.

use crate::serve::{ServeArgs, UserArgs};
use crate::store::args::{
    AcceptArgs, IncidentsArgs, IngestArgs, LogArgs, MergeArgs, NotSameArgs, RecodeArgs, RejectArgs, SetArgs, ShowArgs, SplitArgs, UndoArgs,
    VerifyArgs,
};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Marsad reads conflict news in Arabic: who says what happened, where, when, by and to whom, and how sure.
#[derive(Parser)]
#[command(name = "marsad", disable_version_flag = true, arg_required_else_help = true, max_term_width = 100)]
pub struct Cli {
    /// Print the version of the program and of its language pack.
    #[arg(short = 'V', long)]
    pub version: bool,
    #[command(subcommand)]
    pub command: Option<Command>,
}

#[derive(Subcommand)]
pub enum Command {
    /// Show what a report says: claims, sources, and the evidence in the text.
    Read(ReadArgs),
    /// Code many reports: one JSON sheet for each.
    Code(CodeArgs),
    /// Merge many reports into incidents: every value with who says so, tolls with their history, links.
    Resolve(ResolveArgs),
    /// Take reports into the store: files, folders, streams; safe to repeat, safe to interrupt.
    Ingest(IngestArgs),
    /// List incidents, what happened last first.
    Incidents(IncidentsArgs),
    /// Show an incident: every value with who says so, figures over time, reports, links; as of any moment.
    Show(ShowArgs),
    /// Show who changed what in the store, when and why.
    Log(LogArgs),
    /// Decide: an incident, or a field of it, is right.
    Accept(AcceptArgs),
    /// Decide: an incident, a claim, or a field of it is wrong.
    Reject(RejectArgs),
    /// Decide: a field has this value.
    Set(SetArgs),
    /// Decide: incidents are one.
    Merge(MergeArgs),
    /// Decide: some reports or claims are another incident.
    Split(SplitArgs),
    /// Decide: two incidents are not the same, whatever speaks for it.
    NotSame(NotSameArgs),
    /// Take back what a revision decided.
    Undo(UndoArgs),
    /// Read all stored reports anew with the present engine and pack; what people decided stays.
    Recode(RecodeArgs),
    /// Check the store: the chain of the log, the stored bytes, the evidence.
    Verify(VerifyArgs),
    /// Serve the API and the pages.
    Serve(ServeArgs),
    /// Keep the users who may sign in, and API tokens.
    User(UserArgs),
    /// Show why: words, clause tree, and for each field of each event the words, the entry or rule, and what lost.
    Explain(ExplainArgs),
    /// Check a language pack; with a corpus, also how many of its words are known, and which entries of the event lexicon hardly ever fire.
    Check(CheckArgs),
    /// Work on language packs.
    #[command(subcommand)]
    Pack(PackCommand),
    /// Rewrite the tables of a pack in their standard form.
    Fmt(FmtArgs),
    /// Print the JSON Schema of the sheet.
    Schema,
}

#[derive(Args)]
pub struct ReadArgs {
    /// Files (text, HTML, JSON, JSON lines; also .gz), or `-` for standard input.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Print the sheet as JSON.
    #[arg(long)]
    pub json: bool,
    /// Show for each field the entry or rule that chose its words.
    #[arg(long, conflicts_with = "json")]
    pub explain: bool,
    /// When the report was published (ISO 8601); relative dates are resolved against it.
    #[arg(long, value_name = "DATE")]
    pub published: Option<String>,
    /// Who published it.
    #[arg(long)]
    pub outlet: Option<String>,
    /// The headline.
    #[arg(long)]
    pub title: Option<String>,
    /// The report's identifier.
    #[arg(long)]
    pub id: Option<String>,
    /// Language of the labels.
    #[arg(long, value_enum, default_value_t = Ui::En)]
    pub ui: Ui,
    /// Colours; `auto` uses them on a terminal unless NO_COLOR is set.
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
    /// Columns of the view (default: those of the terminal, at most 100).
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
    /// A pack folder to compile now, in place of the built-in pack.
    #[arg(long, value_name = "DIR")]
    pub pack: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Ui {
    /// English.
    En,
    /// Arabic.
    Ar,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Args)]
#[command(group(clap::ArgGroup::new("output").required(true).args(["out", "jsonl"])))]
pub struct CodeArgs {
    /// Reports: JSON lines (id, lang, outlet, published, title, text), JSON, text or HTML files, also .gz; folders; or `-`.
    #[arg(required = true, value_name = "REPORTS")]
    pub reports: Vec<PathBuf>,
    /// Folder for the sheets, one file ID.json for each report.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// One file for all sheets, one a line; `-` is standard output.
    #[arg(long, value_name = "FILE")]
    pub jsonl: Option<PathBuf>,
    /// Number of threads (default: all cores).
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    /// A pack folder to compile now, in place of the built-in pack.
    #[arg(long, value_name = "DIR")]
    pub pack: Option<PathBuf>,
}

#[derive(Args)]
pub struct ResolveArgs {
    /// Reports: JSON lines (id or report_id, lang, outlet, published, title, text), JSON, text or HTML files, also .gz; folders; or `-`.
    #[arg(required = true, value_name = "REPORTS")]
    pub reports: Vec<PathBuf>,
    /// File for the incidents, one JSON object a line; `-` is standard output.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Decisions of people, one JSON object a line: same, not-same, merge, split, accept, reject, set, undo.
    #[arg(long, value_name = "FILE")]
    pub decisions: Option<PathBuf>,
    /// Give with each incident the pairs of accounts and the reasons that hold them together.
    #[arg(long)]
    pub explain: bool,
    /// Leave dates of publication out: only what the words say counts.
    #[arg(long)]
    pub words_only: bool,
    /// Number of threads (default: all cores).
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    /// A pack folder to compile now, in place of the built-in pack.
    #[arg(long, value_name = "DIR")]
    pub pack: Option<PathBuf>,
}

#[derive(Args)]
pub struct ExplainArgs {
    /// A report, or `-` for standard input.
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Only the words, cut into clitics and stem: offset, pieces, tag, dictionary entry.
    #[arg(long)]
    pub words: bool,
    /// Also the raw layers: noun phrases, sources, places, times, figures, and every trigger candidate.
    #[arg(long, conflicts_with = "words")]
    pub layers: bool,
    /// Language of the labels.
    #[arg(long, value_enum, default_value_t = Ui::En)]
    pub ui: Ui,
    /// When the report was published (ISO 8601).
    #[arg(long, value_name = "DATE")]
    pub published: Option<String>,
    /// A pack folder to compile now, in place of the built-in pack.
    #[arg(long, value_name = "DIR")]
    pub pack: Option<PathBuf>,
}

#[derive(Args)]
pub struct CheckArgs {
    /// Folder of the language pack.
    #[arg(value_name = "DIR", default_value = "lang/ar")]
    pub folder: PathBuf,
    /// Reports to code: lists the event-lexicon entries, grammar rules and constructions that fire in fewer than three of them.
    #[arg(long, value_name = "REPORTS")]
    pub corpus: Vec<PathBuf>,
}

#[derive(Subcommand)]
pub enum PackCommand {
    /// Compile a pack folder to one file, for `--pack`.
    Build {
        /// Folder of the language pack.
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// The file to write.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
}

#[derive(Args)]
pub struct FmtArgs {
    /// Tables, or folders with tables.
    #[arg(value_name = "PATHS", default_values = ["lang", "world"])]
    pub paths: Vec<PathBuf>,
    /// Change nothing; name the files that are not in standard form, exit 1 if there are any.
    #[arg(long)]
    pub check: bool,
}
