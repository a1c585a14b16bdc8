//! Word forms from roots and patterns.
//!
//! A lexicon lists a verb by its root and measure and a noun by its singular
//! and plurals. This crate makes from such a row every form that can stand in
//! a text, unvocalised and with hamza on its proper seat, each with its
//! [`Feats`]. Clitics (conjunctions, prepositions, the article, attached
//! pronouns) are not added; where a word changes before a pronoun the changed
//! stem is a form of its own, of state [`State::Bound`].
//!
//! The mechanism is three tables, which a language pack supplies:
//!
//! - `patterns`: for each measure and shape of root the stems, in sounds;
//! - `affixes`: the endings and prefixes, with the features they express;
//! - `orthography`: the notation of sounds, and ordered rules that turn the
//!   sounds of stem and ending into letters.
//!
//! ```text
//! root q-w-l, measure 1   past stem 1a2a3 → qaoal   (o: weak second radical)
//! + ending tu             qaoaltu → qultu → q l t   (vowels are not written)
//! ```
//!
//! `docs/morphology.md` explains the tables to those who extend them.
//!
//! Invariants:
//!
//! - no I/O, no clock, no randomness; the same rows give the same forms;
//! - no letter of any script outside tests: letters come from the tables;
//! - forms come out sorted and without duplicates;
//! - no input makes it panic: rows with faults are [`Problem`]s.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

mod affix;
mod alphabet;
mod feats;
mod nominal;
mod pattern;
mod problem;
mod rule;
mod tables;
mod verb;

pub use feats::{Aspect, Case, Class, Feats, Gender, Number, Person, State, Voice};
pub use nominal::{Nominal, NominalPos};
pub use problem::{Problem, Row, Table};
pub use tables::{Patterns, Tables};
pub use verb::Verb;

/// A written word and what it expresses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Form {
    /// The word in letters, without vowel marks.
    pub text: String,
    /// Its grammatical features.
    pub feats: Feats,
}
