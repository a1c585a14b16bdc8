//! Names as somebody types them: places, actors, outlets; those that the store has come first.

use crate::ask::{Answer, Ask};
use crate::filter::OUTLET;
use crate::names::Entry;
use crate::problem::Result;
use crate::record::Name;
use schemars::JsonSchema;
use serde::Serialize;
use std::cmp::Reverse;

/// Suggestions of an answer.
const MOST: usize = 10;

/// Something that a filter takes.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Suggestion {
    /// place, actor or source.
    pub kind: String,
    /// What the filter takes.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// What tells it from others of that name: the place that holds it.
    pub detail: Option<Name>,
    /// Incidents that have it.
    pub count: u64,
}

/// `GET /api/suggest`.
///
/// # Errors
/// If the store cannot be read.
pub fn suggest(a: &Ask<'_>) -> Result<Answer> {
    let names = &a.state.names;
    let key = names.key(a.params.get("q").unwrap_or_default().trim());
    let wanted = |kind: &str| a.params.get("kind").is_none_or(|k| k == kind);
    let mut found: Vec<(Reverse<u64>, bool, usize, Suggestion)> = Vec::new();
    let mut offer = |count: u64, begins: bool, s: Suggestion| {
        let length = s.name.en.as_deref().or(s.name.ar.as_deref()).map_or(0, str::len);
        found.push((Reverse(count), !begins, length, s));
    };
    let used = a.store.terms_in_use(&["place", "actor", "recipient"])?;
    for (e, begins) in names.holding(&key).filter(|(e, _)| wanted(if e.place { "place" } else { "actor" })) {
        let detail = names.get(e.parent).map(Entry::name);
        let count = used.get(e.id).copied().unwrap_or(0);
        let kind = if e.place { "place" } else { "actor" }.to_owned();
        offer(count, begins, Suggestion { kind, id: e.id.to_owned(), name: e.name(), detail, count });
    }
    if wanted("source") {
        for (words, count) in a.store.terms_in_use(&["outlet"])? {
            let (name, _) = names.outlet(&words);
            let both = format!("{words}\n{}", name.en.clone().unwrap_or_default());
            let folded = names.key(&both);
            if folded.contains(&key) {
                offer(
                    count,
                    folded.starts_with(&key),
                    Suggestion { kind: "source".to_owned(), id: format!("{OUTLET}{words}"), name, detail: None, count },
                );
            }
        }
    }
    found.sort_by(|x, y| (&x.0, x.1, x.2, &x.3.id).cmp(&(&y.0, y.1, y.2, &y.3.id)));
    let out: Vec<Suggestion> = found.into_iter().take(MOST).map(|(.., s)| s).collect();
    Answer::ok(&out)
}
