//! Try: a pasted text is read at once; nothing is stored.

use crate::ask::{Answer, Ask};
use crate::problem::{Problem, Result};
use crate::record::Name;
use marsad_engine::{Engine, Report};
use marsad_model::Sheet;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Bytes of a body.
pub const MOST: usize = 1 << 20;

/// A text to read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pasted {
    /// The report.
    pub text: String,
    /// Its language; only that of the pack.
    #[serde(default)]
    pub lang: Option<String>,
    /// Headline.
    #[serde(default)]
    pub title: Option<String>,
    /// Who published it.
    #[serde(default)]
    pub outlet: Option<String>,
    /// When, ISO 8601; relative dates are resolved against it.
    #[serde(default)]
    pub published: Option<String>,
}

/// What a text says.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Read {
    /// The sheet.
    #[serde(flatten)]
    pub sheet: Sheet,
    /// Names by identifier of place or actor.
    pub names: BTreeMap<String, Name>,
}

/// `POST /api/code`.
///
/// # Errors
/// If the language is not that of the pack, or the date is none.
pub fn code(a: &Ask<'_>) -> Result<Answer> {
    let pasted: Pasted = a.json()?;
    let own = &*a.state.pack.data.lang;
    if let Some(lang) = pasted.lang.as_deref().filter(|l| l.split('-').next() != Some(own)) {
        return Err(Problem::bad("lang", format!("`{own}`"), lang));
    }
    let published = pasted.published.as_deref().map(str::trim).filter(|p| !p.is_empty());
    if let Some(words) = published.filter(|w| marsad_store::AsOf::parse(w).is_err() || w.len() < 10) {
        return Err(Problem::bad("published", "a date or a time such as 2026-04-26T18:00:00Z", words));
    }
    let report = Report { id: "pasted", outlet: pasted.outlet.as_deref(), published, title: pasted.title.as_deref(), text: &pasted.text };
    let sheet = catch_unwind(AssertUnwindSafe(|| Engine::new(&a.state.pack).code(&report)));
    let sheet =
        sheet.map_err(|_| Problem::failed("Marsad failed on this text; that is a defect of the program: please file it with the text"))?;
    Answer::ok(&Read { names: a.state.names.of(&sheet), sheet })
}
