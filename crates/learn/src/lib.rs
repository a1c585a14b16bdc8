//! Learns the linear models of a pack from coded sheets.
//!
//! Sheets are read here and nowhere else: what comes out is a table of named features with weights, which is data of the
//! pack. The engine neither reads nor embeds a sheet.
//!
//! - [`instances`] aligns the engine's candidates with the coded mentions;
//! - [`fit`] fits a multinomial logistic regression (elastic net, deterministic);
//! - [`rank`] fits choices among several candidates the same way;
//! - [`models`] teaches all models of a pack, in the company of coded and of chosen mentions;
//! - [`names`] keeps the names of features as numbers;
//! - [`words`] prints a corpus as dictionary forms, from which words are grouped;
//! - `marsad-learn` writes `weights/*.tsv`, or cross-validates by report.

#![forbid(unsafe_code)]

pub mod fit;
pub mod instances;
pub mod models;
pub mod names;
pub mod part;
pub mod rank;
pub mod words;
