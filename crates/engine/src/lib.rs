//! Reads reports: from words to attributed, located, dated, counted event mentions.
//!
//! ```text
//! Report → Text (units, sentences, phrases of the pack) → Doc (noun phrases, places, times, figures, sources)
//!        → Candidates → models choose → Sheet
//! ```
//!
//! Invariants:
//! - no I/O, no clock, no randomness; "now" is the report's publication date;
//! - analysis never fails: bad text gives a sheet with fewer mentions;
//! - no letter of any script but ASCII signs outside tests: words are data of the pack;
//! - the same report, pack and engine version give the same sheet, byte for byte;
//! - every phrase of a sheet is an exact substring of the report.

#![forbid(unsafe_code)]

pub mod affiliation;
pub mod attach;
mod chosen;
pub mod chunk;
pub mod code;
pub mod coverage;
pub mod doc;
pub mod explain;
pub mod grammar;
pub mod inflect;
pub mod lex;
mod mention;
pub mod model;
pub mod name;
pub mod party;
pub mod place;
pub mod quantity;
pub mod relate;
pub mod role;
pub mod scene;
pub mod segment;
mod sheet;
pub mod source;
pub mod state;
pub mod tag;
pub mod text;
pub mod time;
pub mod trigger;
pub mod when;
mod zone;

pub use code::{Coded, Engine};
pub use doc::{Doc, Report};

/// Version of the engine, part of every claim's `made_by`.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
