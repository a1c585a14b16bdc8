//! Display names of places, actors and outlets, in Arabic and English.

use crate::record::Name;
use marsad_model::Sheet;
use marsad_text::Fold;
use std::collections::{BTreeMap, HashMap};

static TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/names.tsv"));

/// One named thing.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// A place, else an actor.
    pub place: bool,
    /// Identifier.
    pub id: &'static str,
    /// Arabic name, may be empty.
    pub ar: &'static str,
    /// English name.
    pub en: &'static str,
    /// Feature of a place, kind of an actor.
    pub kind: &'static str,
    /// Identifier of the place that holds it, may be empty.
    pub parent: &'static str,
}

impl Entry {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> Name {
        let some = |s: &str| Some(s.to_owned()).filter(|s| !s.is_empty());
        Name { ar: some(self.ar), en: some(self.en) }
    }
}

/// All names.
pub struct Names {
    entries: Vec<Entry>,
    by_id: HashMap<&'static str, usize>,
    by_words: HashMap<String, usize>,
    folded: Vec<String>,
    fold: Fold,
}

impl Names {
    /// Reads the table that the build made.
    #[must_use]
    pub fn new(fold: &Fold) -> Self {
        let entries: Vec<Entry> = TABLE.lines().filter_map(entry).collect();
        let by_id = entries.iter().enumerate().map(|(n, e)| (e.id, n)).collect();
        let key = |s: &str| fold.fold(s).text.to_lowercase();
        let folded: Vec<String> = entries.iter().map(|e| format!("{}\n{}", key(e.ar), e.en.to_lowercase())).collect();
        let mut by_words = HashMap::new();
        for (n, e) in entries.iter().enumerate().filter(|(_, e)| !e.place) {
            for words in [key(e.ar), e.en.to_lowercase()] {
                by_words.entry(words).or_insert(n);
            }
        }
        Self { entries, by_id, by_words, folded, fold: fold.clone() }
    }

    /// The thing with this identifier.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.by_id.get(id).map(|n| &self.entries[*n])
    }

    /// Names of the places and actors of a sheet, by identifier.
    #[must_use]
    pub fn of(&self, sheet: &Sheet) -> BTreeMap<String, Name> {
        let places = sheet.events.iter().filter_map(|e| e.place.as_ref()?.place_id.as_deref());
        let parties = sheet.events.iter().flat_map(|e| e.actor.iter().chain(&e.recipient)).filter_map(|p| p.actor_id.as_deref());
        places.chain(parties).filter_map(|id| Some((id.to_owned(), self.get(id)?.name()))).collect()
    }

    /// The name of an outlet: that of the known actor with these words, else the words.
    #[must_use]
    pub fn outlet(&self, words: &str) -> (Name, Option<&'static str>) {
        if let Some(e) = self.by_words.get(&self.key(words)).map(|n| &self.entries[*n]) {
            return (e.name(), Some(e.kind));
        }
        (Name::words(words), None)
    }

    /// Words folded for comparison.
    #[must_use]
    pub fn key(&self, words: &str) -> String {
        self.fold.fold(words).text.to_lowercase()
    }

    /// Things whose name holds these words (folded).
    pub fn holding<'n>(&'n self, key: &'n str) -> impl Iterator<Item = (&'n Entry, bool)> + 'n {
        self.entries
            .iter()
            .zip(&self.folded)
            .filter(move |(_, f)| f.contains(key))
            .map(move |(e, f)| (e, f.split('\n').any(|n| n.starts_with(key))))
    }
}

fn entry(line: &'static str) -> Option<Entry> {
    let mut cells = line.split('\t');
    let mut next = || cells.next();
    let place = next()? == "p";
    Some(Entry { place, id: next()?, ar: next()?, en: next()?, kind: next()?, parent: next().unwrap_or_default() })
}
