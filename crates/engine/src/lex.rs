//! Words: for each written form, its analyses (clitics off, dictionary form, features) and the known phrases it may begin.
//!
//! Names and fixed phrases win over affix stripping: a phrase that the pack knows is looked up on the whole word
//! first. Ambiguity is kept; `tag.rs` chooses in context.

use crate::grammar;
use crate::inflect::Inflection;
use marsad_morph::Feats;
use marsad_pack::data::{Entity, Homograph};
use marsad_pack::feature;
use marsad_pack::{Cluster, Pack, PhraseNode};
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

/// A sequence of proclitics.
#[derive(Clone, Debug, Default)]
pub struct Proclitics {
    /// Folded letters.
    pub form: Box<str>,
    /// Where each clitic of the sequence ends, in bytes of `form`.
    pub ends: Vec<u8>,
    /// Has a conjunction.
    pub conj: bool,
    /// Future particle.
    pub future: bool,
    /// The letters of the preposition, if any (with the article's contraction taken off).
    pub prep: Box<str>,
    /// Has the article.
    pub article: bool,
    /// Verb-only particle of purpose or command.
    pub jussive: bool,
    /// Letters to put before the rest (the contraction of preposition and article keeps the article's letters).
    pub restore: Box<str>,
    verb_only: bool,
    nominal_only: bool,
    contracted: bool,
}

/// A pronoun or other ending.
#[derive(Clone, Debug, Default)]
pub struct Enclitic {
    /// Folded letters.
    pub form: Box<str>,
    /// `person-gender-number`.
    pub pronoun: Box<str>,
    hosts_verb: bool,
    hosts_noun: bool,
}

/// One analysis of a written word.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// Dictionary entry.
    pub lemma: u32,
    /// Inflection.
    pub feats: Feats,
    /// Index into [`Lexer::proclitics`].
    pub pro: u8,
    /// Index into [`Lexer::enclitics`], or `NO_ENCLITIC`.
    pub enc: u8,
}

/// No ending.
pub const NO_ENCLITIC: u8 = u8::MAX;

/// A way to begin a phrase with this word: after taking off proclitics.
#[derive(Clone, Debug)]
pub struct Start {
    /// State after the word.
    pub node: PhraseNode,
    /// Index into [`Lexer::proclitics`] of what was taken off (0: nothing).
    pub pro: u8,
    /// What the word alone stands for.
    pub entities: Vec<Entity>,
    /// Whether longer phrases may follow.
    pub goes_on: bool,
    /// What the word mostly is, if it is both a name and a common word.
    pub homograph: Option<Homograph>,
}

/// All that is known of one written form, whatever its context.
#[derive(Debug, Default)]
pub struct WordInfo {
    /// Analyses by the dictionary.
    pub readings: Vec<Reading>,
    /// Phrases that begin here.
    pub starts: Vec<Start>,
    /// Proclitic readings by shape alone, for words that nothing knows: index into [`Lexer::proclitics`].
    pub shape_pro: u8,
    /// The groups of the written form.
    pub cluster: Cluster,
    /// If the word is unknown but two known words were glued: the byte where the second begins.
    pub glued_at: Option<u32>,
}

impl WordInfo {
    /// Whether dictionary or phrase table know the word.
    #[must_use]
    pub fn known(&self) -> bool {
        !self.readings.is_empty() || self.starts.iter().any(|s| !s.entities.is_empty())
    }
}

/// What is left of a word behind a prefix. Prefixes are a few bytes long and mostly none: a call to compare them costs more
/// than to do it.
#[inline]
pub(crate) fn behind<'k>(key: &'k str, prefix: &str) -> Option<&'k str> {
    let same = key.len() >= prefix.len() && key.bytes().zip(prefix.bytes()).all(|(a, b)| a == b);
    if same { key.get(prefix.len()..) } else { None }
}

/// Looks words up; remembers what it has seen. One per thread.
pub struct Lexer<'p> {
    pack: &'p Pack,
    /// All proclitic sequences; the first is empty.
    pub proclitics: Vec<Proclitics>,
    /// All endings.
    pub enclitics: Vec<Enclitic>,
    /// The letters of the article, if the language writes one onto its nouns.
    pub article: Option<&'p str>,
    /// The rules of time expressions, of both passes: what they begin with is the same for every report.
    pub(crate) time_rules: [grammar::Index; 2],
    cache: RefCell<HashMap<Box<str>, Rc<WordInfo>, BuildHasherDefault<FormHasher>>>,
}

/// Hashes written forms as keys of features are: words of news are not hostile, and a bounded table is at stake.
#[derive(Default)]
struct FormHasher(u64);

impl Hasher for FormHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = feature::join(self.0, feature::part(bytes));
    }

    fn finish(&self) -> u64 {
        // Tables look at the upper and the lower bits.
        feature::join(self.0, feature::SEED)
    }
}

/// Forget everything past this many forms, so that memory stays bounded on streams of any length.
const CACHE_LIMIT: usize = 120_000;
/// Shortest piece of a glued word, in letters.
const GLUED_PIECE: usize = 4;

impl<'p> Lexer<'p> {
    /// Prepares the clitic sequences of a pack.
    #[must_use]
    pub fn new(pack: &'p Pack) -> Self {
        let (proclitics, enclitics) = clitics(pack);
        let article = pack.data.clitics.iter().find(|c| &*c.role == "article").map(|c| &*c.form);
        let time_rules = [false, true].map(|second| grammar::Index::new(pack, crate::time::LAYER, second));
        Self { pack, proclitics, enclitics, article, time_rules, cache: RefCell::default() }
    }

    /// What is known of a folded word.
    pub fn look_up(&self, key: &str) -> Rc<WordInfo> {
        if let Some(found) = self.cache.borrow().get(key) {
            return Rc::clone(found);
        }
        let info = Rc::new(self.analyse(key));
        let mut cache = self.cache.borrow_mut();
        if cache.len() >= CACHE_LIMIT {
            cache.clear();
        }
        cache.insert(key.into(), Rc::clone(&info));
        info
    }

    fn analyse(&self, key: &str) -> WordInfo {
        let mut info = self.dictionary(key);
        info.cluster = self.pack.form_cluster(key);
        if !info.known() {
            info.shape_pro = self.shape(key);
            info.glued_at = self.glued(key);
        }
        info
    }

    fn dictionary(&self, key: &str) -> WordInfo {
        let mut info = WordInfo::default();
        for (p, pro) in self.proclitics.iter().enumerate() {
            let Some(rest) = behind(key, &pro.form) else { continue };
            if rest.is_empty() {
                continue;
            }
            self.stems(rest, p as u8, pro, &mut info.readings);
            if pro.article && pro.restore.is_empty() || pro.future || pro.jussive {
                continue;
            }
            let walked = if pro.restore.is_empty() {
                self.pack.phrase_walk(self.pack.phrase_root(), rest)
            } else {
                let root = self.pack.phrase_walk(self.pack.phrase_root(), &pro.restore);
                root.and_then(|node| self.pack.phrase_walk(node, rest))
            };
            if let Some(node) = walked {
                let entities = self.pack.phrase_entities(node);
                let goes_on = self.pack.phrase_goes_on(node);
                if goes_on || !entities.is_empty() {
                    let homograph = self.pack.data.homographs.get(&*format!("{}{rest}", pro.restore)).copied();
                    info.starts.push(Start { node, pro: p as u8, entities, goes_on, homograph });
                }
            }
        }
        info
    }

    fn stems(&self, rest: &str, p: u8, pro: &Proclitics, out: &mut Vec<Reading>) {
        for reading in self.pack.form(rest) {
            let feats = Feats::from_bits(reading.feats);
            if allowed(pro, feats) && feats.free() {
                out.push(Reading { lemma: reading.lemma, feats, pro: p, enc: NO_ENCLITIC });
            }
        }
        if pro.article {
            return;
        }
        for (e, enc) in self.enclitics.iter().enumerate() {
            let Some(stem) = rest.strip_suffix(&*enc.form) else { continue };
            if stem.is_empty() {
                continue;
            }
            for reading in self.pack.form(stem) {
                let feats = Feats::from_bits(reading.feats);
                let verb = feats.is_verb();
                if allowed(pro, feats) && feats.takes_pronoun() && (if verb { enc.hosts_verb } else { enc.hosts_noun }) {
                    out.push(Reading { lemma: reading.lemma, feats, pro: p, enc: e as u8 });
                }
            }
        }
    }

    /// The longest article-bearing proclitic sequence, which is the only safe guess on an unknown word.
    fn shape(&self, key: &str) -> u8 {
        let best =
            self.proclitics.iter().enumerate().filter(|(_, p)| p.article && key.len() > p.form.len() + 4 && key.starts_with(&*p.form));
        best.max_by_key(|(_, p)| p.form.len()).map_or(0, |(i, _)| i as u8)
    }

    /// Whether a second piece is known otherwise than as a verb of the future, whose one letter makes a verb of the end
    /// of many a foreign name.
    fn begins(&self, piece: &str) -> bool {
        let info = self.dictionary(piece);
        let future = |r: &Reading| self.proclitics[r.pro as usize].future;
        info.known() && (!info.starts.is_empty() || info.readings.iter().any(|r| !future(r)))
    }

    fn glued(&self, key: &str) -> Option<u32> {
        let letters: Vec<usize> = key.char_indices().map(|(i, _)| i).collect();
        if letters.len() < 2 * GLUED_PIECE {
            return None;
        }
        // The longest known first piece wins: the second then has its own clitics.
        (GLUED_PIECE..=letters.len() - GLUED_PIECE).rev().map(|n| letters[n]).find_map(|cut| {
            let (a, b) = key.split_at(cut);
            (self.dictionary(a).known() && self.begins(b)).then_some(cut as u32)
        })
    }
}

fn allowed(pro: &Proclitics, feats: Feats) -> bool {
    let verb = feats.is_verb();
    if pro.verb_only && !verb || pro.nominal_only && verb {
        return false;
    }
    if pro.future || pro.jussive {
        return feats.is_present();
    }
    // A form that only stands before a complement has no article.
    !(pro.article && (feats.construct() || feats.tanwin()) && !feats.free_with_article())
}

/// All sequences of proclitics that respect their order, and the endings.
fn clitics(pack: &Pack) -> (Vec<Proclitics>, Vec<Enclitic>) {
    let last = pack.data.clitics.iter().map(|c| c.order).max().unwrap_or(0);
    let mut sequences = vec![Proclitics::default()];
    for order in 0..last {
        let mut longer = Vec::new();
        for clitic in pack.data.clitics.iter().filter(|c| c.order == order) {
            for before in &sequences {
                if let Some(next) = extend(before, &clitic.form, &clitic.role) {
                    longer.push(next);
                }
            }
        }
        sequences.extend(longer);
    }
    if let Some(article) = pack.data.clitics.iter().find(|c| &*c.role == "article") {
        for sequence in sequences.iter_mut().filter(|s| s.contracted) {
            sequence.restore = article.form.clone();
        }
    }
    let enclitics = pack
        .data
        .clitics
        .iter()
        .filter(|c| c.order == last)
        .map(|c| Enclitic {
            form: c.form.clone(),
            pronoun: c.role.strip_prefix("pron:").unwrap_or(&c.role).into(),
            hosts_verb: c.hosts.iter().any(|h| &**h == "verb"),
            hosts_noun: c.hosts.iter().any(|h| &**h == "noun"),
        })
        .collect();
    (sequences, enclitics)
}

fn extend(before: &Proclitics, form: &str, role: &str) -> Option<Proclitics> {
    let mut next = before.clone();
    next.form = format!("{}{form}", before.form).into();
    next.ends.push(next.form.len() as u8);
    match role {
        "conj" => next.conj = true,
        "question" => {}
        "future" => {
            next.future = true;
            next.verb_only = true;
        }
        "jussive" => {
            next.jussive = true;
            next.verb_only = true;
        }
        "prep" => {
            next.prep = form.into();
            next.nominal_only = true;
        }
        "prep+article" => {
            let first = form.chars().next()?.to_string();
            next.ends = before.ends.clone();
            next.ends.extend([(before.form.len() + first.len()) as u8, next.form.len() as u8]);
            next.prep = first.into();
            next.article = true;
            next.nominal_only = true;
            next.contracted = true;
        }
        "article" => {
            if before.verb_only || before.article {
                return None;
            }
            next.article = true;
            next.nominal_only = true;
        }
        _ => return None,
    }
    Some(next)
}
