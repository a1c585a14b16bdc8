//! The store: reports, their claims, the incidents they tell of, and everything that anybody changed, in one SQLite file.
//!
//! ```text
//! Incoming ─ingest→ revision (log) ─fold→ derived tables ─read→ Page, Listing, Step …, as of any moment
//! Act      ─decide→    "                      "
//! ```
//!
//! Invariants:
//! - the log is append-only: revisions are chained by hashes, stored bytes lie under their own;
//! - derived tables are made of the log alone; dropped and rebuilt by the same build they hold the same bytes;
//! - every membership, figure and facet has the revisions between which it held: the past stays visible;
//! - what a batch brings is stored whole or not at all, and once, however often it is brought;
//! - no clock, no randomness, no language: time is an argument, meaning comes from the resolve crate;
//! - a report costs what hangs together with it, not what the store holds.

#![forbid(unsafe_code)]

mod blob;
mod board;
mod cache;
mod compare;
mod decide;
mod error;
mod fold;
mod ingest;
mod lineage;
mod list;
mod log;
mod migrate;
mod number;
mod overview;
mod read;
mod reports;
mod review;
mod rules;
mod settle;
mod shape;
mod source;
mod span;
mod stamp;
mod store;
mod verify;
mod view;

pub use blob::Hash;
pub use board::{Board, Mark};
pub use decide::{Decided, FIELDS};
pub use error::{Error, Result};
pub use ingest::{Incoming, Outcome};
pub use lineage::Lineage;
pub use list::{Brief, Filter, Listing, Order, Review, Summary};
pub use log::{AddReport, Op, Place, Revision};
pub use overview::{Tally, Undone};
pub use read::{Page, ReportPage, Step, VersionOf};
pub use reports::{ReportFilter, ReportLine, ReportLines};
pub use review::Question;
pub use source::{Outlet, Totals};
pub use stamp::{AsOf, Stamp};
pub use store::{Reader, Store};
pub use verify::Findings;
