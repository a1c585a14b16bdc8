//! Types that every other crate shares: spans and the coded sheet.
//!
//! The sheet is Marsad's public interchange format: one report, the event mentions found in it, what they hang on, and
//! everything that was recognised. A [`Sheet`] stores no thing that cannot be traced to a stretch of `text`: each
//! [`Phrase`] is an exact substring, addressed in Unicode code points.
//!
//! Absent on purpose: no I/O, no clock, no language. This crate holds plain data.

#![forbid(unsafe_code)]

pub mod geo;
pub mod incident;
mod sheet;
mod span;
pub mod vocabulary;

pub use sheet::*;
pub use span::{CharIndex, Span};
