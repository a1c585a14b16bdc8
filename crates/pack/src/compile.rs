//! Sources to bytes.

use crate::data::{Data, Entity, FormReading};
use crate::diag::Diag;
use crate::pack::{CHECKSUM, MAGIC, fold_from};
use crate::source::Sources;
use std::collections::{BTreeMap, BTreeSet};

/// A compiled pack.
#[derive(Debug)]
pub struct Compiled {
    /// The bytes that [`crate::Pack::load`] takes.
    pub bytes: Vec<u8>,
    /// Hash of the sources.
    pub hash: String,
    /// What it holds, for a closing line: name and number.
    pub counts: Vec<(&'static str, usize)>,
}

/// What the compiler gathers before it writes.
#[derive(Default)]
pub(crate) struct Build {
    pub data: Data,
    pub fold: marsad_text::Fold,
    /// Folded form to its readings.
    pub forms: BTreeMap<String, BTreeSet<FormReading>>,
    /// Folded words joined with one blank, to what they stand for.
    pub phrases: BTreeMap<String, BTreeSet<u32>>,
}

impl Build {
    /// Index of a source file in `data.files`.
    pub fn file(&mut self, name: &str) -> u16 {
        if let Some(i) = self.data.files.iter().position(|f| &**f == name) {
            return i as u16;
        }
        self.data.files.push(name.into());
        (self.data.files.len() - 1) as u16
    }

    /// Index of a word class.
    pub fn class(&mut self, name: &str) -> u16 {
        if let Some(i) = self.data.classes.iter().position(|c| &**c == name) {
            return i as u16;
        }
        self.data.classes.push(name.into());
        (self.data.classes.len() - 1) as u16
    }

    /// The folded words of a phrase joined with one blank, as the engine will see them: signs are left out.
    pub fn key(&self, phrase: &str) -> String {
        let folded = self.fold.fold(phrase).text;
        let words: Vec<&str> = marsad_text::tokenize(&folded)
            .iter()
            .filter(|t| matches!(t.kind, marsad_text::TokenKind::Word | marsad_text::TokenKind::Number))
            .map(|t| t.span.of(&folded))
            .collect();
        words.join(" ")
    }

    /// Adds a phrase.
    pub fn phrase(&mut self, phrase: &str, entity: Entity) {
        let key = self.key(phrase);
        if !key.is_empty() {
            self.phrases.entry(key).or_default().insert(entity.pack());
        }
    }
}

/// Compiles sources. Findings go to `diags`; what is wrong is left out.
pub fn compile(sources: &Sources, diags: &mut Vec<Diag>) -> Compiled {
    let mut build = Build::default();
    crate::entries::manifest(&mut build, sources, diags);
    build.fold = fold_from(&build.data.fold, &build.data.joiners);
    for word in &mut build.data.terminators.2 {
        *word = build.fold.fold(word).text;
    }
    crate::entries::lexicon(&mut build, sources, diags);
    crate::world::compile(&mut build, sources, diags);
    crate::rule::compile(&mut build, sources, diags);
    crate::entries::models(&mut build, sources, diags);
    write(&build, sources.hash())
}

fn write(build: &Build, hash: String) -> Compiled {
    let mut readings: Vec<u8> = Vec::new();
    let mut forms = fst::MapBuilder::memory();
    for (form, set) in &build.forms {
        let offset = readings.len() as u64;
        let kept: Vec<&FormReading> = set.iter().take(255).collect();
        readings.push(kept.len() as u8);
        for reading in kept {
            readings.extend(reading.lemma.to_le_bytes());
            readings.extend(reading.feats.to_le_bytes());
        }
        forms.insert(form, offset).expect("a BTreeMap is sorted");
    }
    let mut postings: Vec<u8> = Vec::new();
    let mut phrases = fst::MapBuilder::memory();
    for (phrase, set) in &build.phrases {
        let offset = (postings.len() / 4) as u64;
        postings.extend((set.len() as u32).to_le_bytes());
        for entity in set {
            postings.extend(entity.to_le_bytes());
        }
        phrases.insert(phrase, offset).expect("a BTreeMap is sorted");
    }
    let data = postcard::to_allocvec(&build.data).expect("plain data serialises");
    let mut bytes = MAGIC.to_vec();
    bytes.extend([0; CHECKSUM]);
    let forms = forms.into_inner().expect("in memory");
    let phrases = phrases.into_inner().expect("in memory");
    for section in [hash.as_bytes(), &data, &forms, &readings, &phrases, &postings] {
        bytes.extend((section.len() as u64).to_le_bytes());
        bytes.extend(section);
    }
    let (head, rest) = bytes.split_at_mut(MAGIC.len() + CHECKSUM);
    head[MAGIC.len()..].copy_from_slice(blake3::hash(rest).as_bytes());
    let d = &build.data;
    let counts = vec![
        ("lemmas", d.lemmas.len()),
        ("forms", build.forms.len()),
        ("event senses", d.senses.len()),
        ("words and cues", d.words.len()),
        ("places", d.places.len()),
        ("actors", d.actors.len()),
        ("phrases", build.phrases.len()),
        ("rules", d.rules.len()),
        ("models", d.models.len()),
    ];
    Compiled { bytes, hash, counts }
}
