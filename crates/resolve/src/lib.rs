//! Claims of many reports to incidents, with nothing overwritten.
//!
//! ```text
//! Report ─Digest::new→ Digest (accounts: what the report tells of each happening; its text in small)
//! Digest ─index_keys, probe_keys→ candidates ─pairs→ scored pairs with reasons
//! accounts of a connected component ─component→ groups ─what people decided→ Incidents
//! ```
//!
//! [`resolve()`] takes all steps at once; a store takes them one at a time, and the result is the same:
//!
//! 1. `Digest::new`; file the report under [`index_keys`];
//! 2. look up [`probe_keys`]: the reports that may tell of the same; [`pairs`] with each; pairs with a score above 0 are edges;
//! 3. the accounts that hang together over edges (and over decisions with [`ties`]) are a component; [`component`] gives its incidents.
//!
//! Invariants:
//! - the result is a function of the set of reports and the set of decisions: no order of arrival, no clock, no randomness;
//! - the score of a pair depends on the two reports alone;
//! - decisions change the groups after the scores have made them, and only those that they name;
//! - any claim's hash, with `i-` before it, is an alias of the incident it belongs to;
//! - every value keeps the words that say it.

#![forbid(unsafe_code)]

mod account;
mod block;
mod cluster;
mod compare;
mod correct;
mod day;
mod decide;
mod digest;
mod evidence;
mod field;
mod incident;
mod key;
mod lead;
mod lexicon;
mod place;
mod resolve;
mod sketch;
mod told;
mod toll;
mod voice;
mod weights;

pub use block::{index_keys, keys, probe_keys};
pub use compare::compare;
pub use decide::ties;
pub use digest::{Account, Carrier, Claim, Dating, Digest, Said, Tie};
pub use key::{claim_key, incident_id};
pub use resolve::{canonical, component, pairs, resolve};
pub use sketch::Sketch;
pub use told::{VERSION, told};
pub use weights::Weights;
