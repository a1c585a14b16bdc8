//! A loaded pack: look-ups over compiled bytes.

use crate::cluster::Cluster;
use crate::data::{Data, Entity, FormReading};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

/// What a pack begins with. Then comes a checksum over the rest ([`CHECKSUM`] bytes), then the sections, each behind
/// its length.
pub(crate) const MAGIC: &[u8; 8] = b"MARSADP3";
pub(crate) const CHECKSUM: usize = blake3::OUT_LEN;

/// Bytes that the pack borrows (embedded in the binary) or owns (compiled at run time).
pub type Bytes = Cow<'static, [u8]>;

/// A pack ready for look-ups. Cheap to share between threads.
pub struct Pack {
    /// Hash of all source files, 16 hexadecimal digits.
    pub hash: String,
    /// Decoded tables.
    pub data: Data,
    /// Ready fold table.
    pub fold: marsad_text::Fold,
    /// Word classes by name: rules of context ask for them at every word.
    classes: HashMap<Box<str>, u16>,
    /// Folded dictionary forms, by lemma.
    lemma_keys: Vec<Box<str>>,
    /// Names of the groups of each dictionary entry.
    lemma_clusters: Vec<Cluster>,
    forms: fst::Map<Bytes>,
    readings: Bytes,
    phrases: fst::Map<Bytes>,
    postings: Bytes,
}

/// Why bytes are no pack.
#[derive(Debug)]
pub struct LoadError(pub String);

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a usable pack: {}; rebuild it with `marsad pack build`", self.0)
    }
}

impl std::error::Error for LoadError {}

/// A state in the phrase automaton, after some words: address of the node and the output gathered so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhraseNode {
    addr: fst::raw::CompiledAddr,
    output: u64,
}

impl Pack {
    /// Loads a compiled pack.
    ///
    /// # Errors
    /// If the bytes are no pack of this version, or not all of one. The tables are not looked into before the checksum
    /// holds: a damaged automaton would panic later, in the middle of a report.
    pub fn load(bytes: Bytes) -> Result<Self, LoadError> {
        let bad = |what: &str| LoadError(what.to_owned());
        if bytes.get(..8) != Some(MAGIC.as_slice()) {
            return Err(bad("expected the pack marker of this version at its start"));
        }
        let mut at = MAGIC.len() + CHECKSUM;
        let sealed = bytes.get(MAGIC.len()..at).zip(bytes.get(at..));
        let (checksum, rest) = sealed.ok_or_else(|| bad("it ends early"))?;
        if blake3::hash(rest).as_bytes() != checksum {
            return Err(bad("its checksum does not hold, so it is cut or damaged"));
        }
        let mut sections: Vec<(usize, usize)> = Vec::new();
        for _ in 0..6 {
            let raw = bytes.get(at..at + 8).ok_or_else(|| bad("it ends early"))?;
            let len =
                usize::try_from(u64::from_le_bytes(raw.try_into().expect("eight bytes"))).map_err(|_| bad("a section is too long"))?;
            at += 8;
            let end = at.checked_add(len).filter(|end| *end <= bytes.len()).ok_or_else(|| bad("it ends early"))?;
            sections.push((at, end));
            at = end;
        }
        let part = |i: usize| -> Bytes {
            let (a, b) = sections[i];
            match &bytes {
                Cow::Borrowed(all) => Cow::Borrowed(&all[a..b]),
                Cow::Owned(all) => Cow::Owned(all[a..b].to_vec()),
            }
        };
        let hash = String::from_utf8(part(0).into_owned()).map_err(|_| bad("its hash is no text"))?;
        let data: Data = postcard::from_bytes(&part(1)).map_err(|e| LoadError(e.to_string()))?;
        let fold = fold_from(&data.fold, &data.joiners);
        let forms = fst::Map::new(part(2)).map_err(|e| LoadError(e.to_string()))?;
        let phrases = fst::Map::new(part(4)).map_err(|e| LoadError(e.to_string()))?;
        let lemma_keys: Vec<Box<str>> = data.lemmas.iter().map(|l| fold.fold(&l.form).text.into()).collect();
        let classes = data.classes.iter().enumerate().map(|(i, c)| (c.clone(), i as u16)).collect();
        let lemma_clusters = lemma_keys.iter().map(|key| cluster(&data, key)).collect();
        Ok(Self { hash, data, fold, classes, lemma_keys, lemma_clusters, forms, readings: part(3), phrases, postings: part(5) })
    }

    /// The analyses of a folded form without clitics.
    #[must_use]
    pub fn form(&self, key: &str) -> Vec<FormReading> {
        let Some(offset) = self.forms.get(key) else { return Vec::new() };
        self.form_readings(offset as u32).collect()
    }

    /// Finds the known forms that `key` begins with, shortest first: length in bytes, and where their analyses stand
    /// (see [`Pack::form_readings`]).
    pub fn forms_within(&self, key: &str, out: &mut Vec<(u32, u32)>) {
        let raw = self.forms.as_fst();
        let mut now = raw.root();
        let mut output = 0;
        for (i, byte) in key.bytes().enumerate() {
            let Some(found) = now.find_input(byte) else { return };
            let transition = now.transition(found);
            output += transition.out.value();
            now = raw.node(transition.addr);
            if now.is_final() {
                out.push((i as u32 + 1, (output + now.final_output().value()) as u32));
            }
        }
    }

    /// The analyses that stand at a place that [`Pack::forms_within`] found.
    pub fn form_readings(&self, offset: u32) -> impl Iterator<Item = FormReading> + '_ {
        let offset = offset as usize;
        (0..self.readings[offset] as usize).map(move |i| {
            let at = offset + 1 + i * 8;
            FormReading { lemma: word(&self.readings, at), feats: word(&self.readings, at + 4) }
        })
    }

    /// The folded dictionary form of a lemma.
    #[must_use]
    pub fn lemma_key(&self, lemma: u32) -> &str {
        &self.lemma_keys[lemma as usize]
    }

    /// The groups of a dictionary entry.
    #[must_use]
    pub fn lemma_cluster(&self, lemma: u32) -> Cluster {
        self.lemma_clusters[lemma as usize]
    }

    /// The groups of a folded form.
    #[must_use]
    pub fn form_cluster(&self, key: &str) -> Cluster {
        cluster(&self.data, key)
    }

    /// Whether a folded form without clitics is known.
    #[must_use]
    pub fn knows_form(&self, key: &str) -> bool {
        self.forms.contains_key(key)
    }

    /// The start of the phrase automaton.
    #[must_use]
    pub fn phrase_root(&self) -> PhraseNode {
        let root = self.phrases.as_fst().root();
        PhraseNode { addr: root.addr(), output: 0 }
    }

    /// Walks `key` from `node`; `None` if no phrase goes on that way.
    #[must_use]
    pub fn phrase_walk(&self, node: PhraseNode, key: &str) -> Option<PhraseNode> {
        let raw = self.phrases.as_fst();
        let mut now = raw.node(node.addr);
        let mut output = node.output;
        for byte in key.bytes() {
            let transition = now.transition(now.find_input(byte)?);
            output += transition.out.value();
            now = raw.node(transition.addr);
        }
        Some(PhraseNode { addr: now.addr(), output })
    }

    /// What the phrase that ends at `node` stands for; empty if none ends there.
    #[must_use]
    pub fn phrase_entities(&self, node: PhraseNode) -> Vec<Entity> {
        let now = self.phrases.as_fst().node(node.addr);
        if !now.is_final() {
            return Vec::new();
        }
        let offset = (node.output + now.final_output().value()) as usize * 4;
        let count = word(&self.postings, offset) as usize;
        (0..count).map(|i| Entity::unpack(word(&self.postings, offset + 4 + i * 4))).collect()
    }

    /// Whether some phrase goes on after `node` with another word.
    #[must_use]
    pub fn phrase_goes_on(&self, node: PhraseNode) -> bool {
        self.phrases.as_fst().node(node.addr).find_input(b' ').is_some()
    }

    /// Hands `seen` the bytes that phrases may go on with after `node`: two of each, or the only one.
    pub fn phrase_letters(&self, node: PhraseNode, mut seen: impl FnMut(&[u8])) {
        let raw = self.phrases.as_fst();
        for first in raw.node(node.addr).transitions() {
            seen(&[first.inp]);
            for second in raw.node(first.addr).transitions() {
                seen(&[first.inp, second.inp]);
            }
        }
    }

    /// The model of that name.
    #[must_use]
    pub fn model(&self, name: &str) -> Option<&crate::data::Model> {
        self.data.models.iter().find(|m| &*m.name == name)
    }

    /// The index of a word class, if some word has it.
    #[must_use]
    pub fn class(&self, name: &str) -> Option<u16> {
        self.classes.get(name).copied()
    }
}

/// The groups of a folded form, in the sorted table of them.
fn cluster(data: &Data, key: &str) -> Cluster {
    let found = data.clusters.binary_search_by(|(form, _)| (**form).cmp(key));
    found.map_or_else(|_| Cluster::default(), |at| Cluster::new(data.clusters[at].1))
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// The ready fold table.
#[must_use]
pub fn fold_from(pairs: &[(char, String)], joiners: &[char]) -> marsad_text::Fold {
    marsad_text::Fold::new(pairs.iter().cloned(), joiners.to_vec())
}
