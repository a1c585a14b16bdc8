//! Words: for each written form, its analyses (clitics off, dictionary form, features) and the known phrases it may begin.
//!
//! Names and fixed phrases win over affix stripping: a phrase that the pack knows is looked up on the whole word
//! first. Ambiguity is kept; `tag.rs` chooses in context.

mod cache;
mod clitic;
mod traits;

pub use clitic::{Enclitic, Proclitics};
pub(crate) use traits::Traits;

use crate::grammar;
use crate::inflect::Inflection;
use cache::Cache;
use clitic::{allowed, clitics};
use marsad_morph::Feats;
use marsad_pack::data::{Entity, Homograph};
use marsad_pack::{Cluster, Pack, PhraseNode};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

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
    /// How good a guess it is, whatever stands beside it.
    pub(crate) base: i8,
    /// What the choice in context asks of it.
    pub(crate) traits: Traits,
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
    /// The state behind the blank after the word, if longer phrases may follow.
    pub(crate) blank: Option<PhraseNode>,
    /// Letters that a next word may begin with, as bits of [`first_letter`].
    pub(crate) next: u64,
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
    /// What a choice for the word before asks of this one: bits of [`shape`].
    pub(crate) shape: u8,
    /// First letters of the word and of the prepositions that may be written onto it, as bits of [`first_letter`].
    pub(crate) first: u64,
    cluster: OnceCell<Cluster>,
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

/// What the form of a word says to the word before it.
pub(crate) mod shape {
    /// It may begin a name.
    pub const NAME: u8 = 1;
    /// It may be a form that is only a subject.
    pub const SUBJECT: u8 = 1 << 1;
    /// It is a joined finite verb and nothing else.
    pub const JOINED_VERB: u8 = 1 << 2;
    /// It may have the article.
    pub const DEFINITE: u8 = 1 << 3;
    /// It may be a finite verb, and something else.
    pub const AMBIGUOUS: u8 = 1 << 4;
}

/// The bit of the letter that a piece begins with: a letter has one bit, a bit several letters.
fn first_letter(piece: &[u8]) -> u64 {
    match piece {
        // The lead byte of a letter of two bytes or more tells little; the byte after it tells letters apart.
        [lead, next, ..] if *lead >= 0xC0 => 1 << (next & 63),
        [one, ..] => 1 << (one & 63),
        [] => 0,
    }
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
    cache: RefCell<Cache>,
    /// Places that are countries, a bit each.
    countries: Vec<u64>,
    /// Word entries whose spelling has a letter that look-up does not tell from others, a bit each.
    marked: Vec<u64>,
    /// The letters that prepositions written onto a word begin with, by proclitics.
    preps: Vec<u64>,
}

/// Shortest piece of a glued word, in letters.
const GLUED_PIECE: usize = 4;

/// A bit for each item of a list.
fn bits<T>(list: &[T], holds: impl Fn(&T) -> bool) -> Vec<u64> {
    let mut out = vec![0; list.len().div_ceil(64)];
    for (i, _) in list.iter().enumerate().filter(|(_, item)| holds(item)) {
        out[i / 64] |= 1 << (i % 64);
    }
    out
}

fn bit(bits: &[u64], i: u32) -> bool {
    bits.get(i as usize / 64).is_some_and(|word| word >> (i % 64) & 1 != 0)
}

impl<'p> Lexer<'p> {
    /// Prepares the clitic sequences of a pack.
    #[must_use]
    pub fn new(pack: &'p Pack) -> Self {
        let (proclitics, enclitics) = clitics(pack);
        let article = pack.data.clitics.iter().find(|c| &*c.role == "article").map(|c| &*c.form);
        let time_rules = [false, true].map(|second| grammar::Index::new(pack, crate::time::LAYER, second));
        let countries = bits(&pack.data.places, |p| &*p.feature == "country");
        let marked = bits(&pack.data.words, |w| *w.spelt != *pack.fold.fold(&w.spelt).text);
        let preps = proclitics.iter().map(|p| if p.conj { 0 } else { first_letter(p.prep.as_bytes()) }).collect();
        Self { pack, proclitics, enclitics, article, time_rules, cache: RefCell::default(), countries, marked, preps }
    }

    /// What is known of a folded word.
    pub fn look_up(&self, key: &str) -> Rc<WordInfo> {
        let mut cache = self.cache.borrow_mut();
        cache.get(key, || self.analyse(key))
    }

    /// The groups of a written form.
    pub(crate) fn cluster(&self, info: &WordInfo, key: &str) -> Cluster {
        *info.cluster.get_or_init(|| self.pack.form_cluster(key))
    }

    /// Whether a place is a country.
    pub(crate) fn is_country(&self, place: u32) -> bool {
        bit(&self.countries, place)
    }

    /// Whether a word entry is spelt with a letter that look-up does not tell from others.
    pub(crate) fn is_marked(&self, word: u32) -> bool {
        bit(&self.marked, word)
    }

    fn analyse(&self, key: &str) -> WordInfo {
        let mut info = self.dictionary(key);
        if !info.known() {
            info.shape_pro = self.shape(key);
            info.glued_at = self.glued(key);
        }
        self.judge(key, &mut info);
        info
    }

    /// All that the choice in context asks of a form, once for all places where it stands.
    fn judge(&self, key: &str, info: &mut WordInfo) {
        let verb = |r: &Reading| r.feats.is_verb();
        let ambiguous = info.readings.iter().any(verb) && !info.readings.iter().all(verb);
        for r in &mut info.readings {
            let bare = behind(key, &self.proclitics[r.pro as usize].form).unwrap_or(key);
            (r.traits, r.base) = traits::of(self.pack, r, &self.proclitics[r.pro as usize], bare, ambiguous);
        }
        let name = |e: &Entity| matches!(e, Entity::Place(_) | Entity::Actor(_) | Entity::Name(_));
        let any = |bits: u16| info.readings.iter().any(|r| r.traits.has(bits));
        let subject = |r: &Reading| r.feats.is_nominative() && r.enc == NO_ENCLITIC;
        let joined = |r: &Reading| r.traits.has(Traits::VERB) && r.traits.has(Traits::CONJ);
        let flags = [
            (shape::NAME, info.starts.iter().any(|s| s.entities.iter().any(name))),
            (shape::SUBJECT, info.readings.iter().any(subject)),
            (shape::JOINED_VERB, !info.readings.is_empty() && info.readings.iter().all(joined)),
            (shape::DEFINITE, any(Traits::ARTICLE) || self.proclitics[info.shape_pro as usize].article),
            (shape::AMBIGUOUS, ambiguous),
        ];
        info.shape = flags.iter().fold(0, |all, (flag, holds)| if *holds { all | flag } else { all });
        let sequences = info.readings.iter().map(|r| r.pro).chain(info.starts.iter().map(|s| s.pro)).chain([info.shape_pro]);
        info.first = sequences.fold(first_letter(key.as_bytes()), |all, pro| all | self.preps[pro as usize]);
    }

    fn dictionary(&self, key: &str) -> WordInfo {
        let mut info = WordInfo::default();
        let mut within = Vec::new();
        for (p, pro) in self.proclitics.iter().enumerate() {
            let Some(rest) = behind(key, &pro.form) else { continue };
            if rest.is_empty() {
                continue;
            }
            within.clear();
            self.pack.forms_within(rest, &mut within);
            self.stems(rest, p as u8, pro, &within, &mut info.readings);
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
                let blank = self.pack.phrase_walk(node, " ");
                let goes_on = blank.is_some();
                if goes_on || !entities.is_empty() {
                    let homograph = self.pack.data.homographs.get(&*format!("{}{rest}", pro.restore)).copied();
                    let next = blank.map_or(0, |b| self.next_letters(b));
                    info.starts.push(Start { node, pro: p as u8, entities, goes_on, homograph, blank, next });
                }
            }
        }
        info
    }

    /// Bits of the letters that a phrase may go on with.
    fn next_letters(&self, blank: PhraseNode) -> u64 {
        let mut out = 0;
        self.pack.phrase_letters(blank, |piece| out |= first_letter(piece));
        out
    }

    /// Adds the readings of what stands behind proclitics; `within` holds the known forms that it begins with.
    fn stems(&self, rest: &str, p: u8, pro: &Proclitics, within: &[(u32, u32)], out: &mut Vec<Reading>) {
        let reading = |lemma, feats, enc| Reading { lemma, feats, pro: p, enc, base: 0, traits: Traits::default() };
        let known = |len: usize| within.iter().find(|(l, _)| *l as usize == len).map(|(_, offset)| *offset);
        for form in known(rest.len()).into_iter().flat_map(|offset| self.pack.form_readings(offset)) {
            let feats = Feats::from_bits(form.feats);
            if allowed(pro, feats) && feats.free() {
                out.push(reading(form.lemma, feats, NO_ENCLITIC));
            }
        }
        if pro.article || within.is_empty() {
            return;
        }
        for (e, enc) in self.enclitics.iter().enumerate() {
            let Some(stem) = rest.strip_suffix(&*enc.form).filter(|stem| !stem.is_empty()) else { continue };
            for form in known(stem.len()).into_iter().flat_map(|offset| self.pack.form_readings(offset)) {
                let feats = Feats::from_bits(form.feats);
                let hosts = if feats.is_verb() { enc.hosts_verb } else { enc.hosts_noun };
                if hosts && allowed(pro, feats) && feats.takes_pronoun() {
                    out.push(reading(form.lemma, feats, e as u8));
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
