//! `marsad`: the command line over the engine.
//!
//! ```text
//! input (bytes → reports) → engine (reports → sheets) → view (for people) or JSON (for programs)
//! ```
//!
//! Exit codes: 0 done, 1 some input was refused, 2 wrong usage.

#![forbid(unsafe_code)]

mod args;
mod check;
mod code;
mod input;
mod lang;
mod number;
mod read;
mod resolve;
mod serve;
mod store;
mod table;
mod view;

use args::{Cli, Command, PackCommand};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    if cli.version {
        println!("marsad {}", lang::version());
        return ExitCode::SUCCESS;
    }
    let Some(command) = cli.command else { return ExitCode::from(2) };
    let done = match command {
        Command::Read(args) => read::run(&args),
        Command::Code(args) => code::run(&args),
        Command::Resolve(args) => resolve::run(&args),
        Command::Ingest(args) => store::ingest::run(&args),
        Command::Incidents(args) => store::show::incidents(&args),
        Command::Show(args) => store::show::show(&args),
        Command::Log(args) => store::show::log(&args),
        Command::Accept(args) => store::decide::accept(&args),
        Command::Reject(args) => store::decide::reject(&args),
        Command::Set(args) => store::decide::set(&args),
        Command::Merge(args) => store::decide::merge(&args),
        Command::Split(args) => store::decide::split(&args),
        Command::NotSame(args) => store::decide::not_same(&args),
        Command::Undo(args) => store::decide::undo(&args),
        Command::Recode(args) => store::recode::run(&args),
        Command::Verify(args) => store::verify::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::User(args) => serve::user(&args),
        Command::Explain(args) => read::explain(&args),
        Command::Check(args) => check::run(&args),
        Command::Pack(PackCommand::Build { folder, out }) => check::build(&folder, &out),
        Command::Fmt(args) => table::run(&args),
        Command::Schema => {
            print!("{}", marsad_model::sheet_json_schema());
            Ok(ExitCode::SUCCESS)
        }
    };
    done.unwrap_or_else(|e| {
        // A reader that closed the pipe has what it wanted.
        let closed = e.chain().any(|c| c.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe));
        if closed {
            return ExitCode::SUCCESS;
        }
        eprintln!("marsad: {e:#}");
        ExitCode::from(1)
    })
}
