//! What a reading is, as bits, and how good a guess: all that needs no context is found when a form is first met.

use super::{NO_ENCLITIC, Proclitics, Reading};
use crate::inflect::Inflection;
use marsad_pack::Pack;
use marsad_pack::data::Pos;

/// Traits of a reading.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Traits(u16);

impl Traits {
    /// A finite verb.
    pub const VERB: u16 = 1;
    /// A finite verb of the present.
    pub const PRESENT: u16 = 1 << 1;
    /// Has a conjunction written onto it.
    pub const CONJ: u16 = 1 << 2;
    /// Has a preposition written onto it.
    pub const PREP: u16 = 1 << 3;
    /// Has the article.
    pub const ARTICLE: u16 = 1 << 4;
    /// The entry is an adjective.
    pub const ADJECTIVE: u16 = 1 << 5;
    /// The entry is an adjective or a nisba.
    pub const QUALITY: u16 = 1 << 6;

    /// Whether it has a trait.
    #[inline]
    pub fn has(self, bits: u16) -> bool {
        self.0 & bits != 0
    }
}

/// The traits of a reading and how good a guess it is. `bare`: the word without its proclitics; `ambiguous`: whether the
/// form is a finite verb and something else.
pub(super) fn of(pack: &Pack, reading: &Reading, pro: &Proclitics, bare: &str, ambiguous: bool) -> (Traits, i8) {
    let lemma = &pack.data.lemmas[reading.lemma as usize];
    let verb = reading.feats.is_verb();
    let mut s = 0;
    // Fewer guesses about clitics are better guesses.
    s -= 2 * i8::from(pro.conj) + 2 * i8::from(!pro.prep.is_empty()) + i8::from(reading.enc != NO_ENCLITIC) * 3;
    s -= i8::from(pro.jussive) + i8::from(reading.feats.is_imperative()) * 8;
    s += i8::from(lemma.tags != 0);
    // The dictionary form itself, before forms that only happen to be written like it.
    if reading.enc == NO_ENCLITIC && pack.lemma_key(reading.lemma) == bare {
        s += 3;
    }
    s -= 2 * i8::from(reading.feats.is_rare());
    // A lexicalised noun or adjective of the same form knows more.
    s -= 2 * i8::from(reading.feats.is_participle());
    s += i8::from(verb && ambiguous && reading.feats.is_present());
    s -= 6 * i8::from(!verb && pro.article && reading.feats.tanwin());
    let traits = [
        (Traits::VERB, verb),
        (Traits::PRESENT, reading.feats.is_present()),
        (Traits::CONJ, pro.conj),
        (Traits::PREP, !pro.prep.is_empty()),
        (Traits::ARTICLE, pro.article),
        (Traits::ADJECTIVE, matches!(lemma.pos, Pos::Adjective)),
        (Traits::QUALITY, matches!(lemma.pos, Pos::Adjective | Pos::Nisba)),
    ];
    (Traits(traits.iter().fold(0, |all, (bit, holds)| if *holds { all | bit } else { all })), s)
}
