//! Forms of listed nouns and adjectives, by letters.

use crate::affix::Kind;
use crate::feats::{Class, Feats, Gender};
use crate::verb::{Found, decline};
use crate::{Form, Patterns};

/// Part of speech of a listed nominal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NominalPos {
    /// Noun: its feminine, if there is one, is an entry of its own.
    Noun,
    /// Adjective: the feminine is made.
    Adjective,
    /// Adjective of a place or group; inflects as an adjective.
    Nisba,
}

/// A row of the noun or nisba lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nominal<'a> {
    /// Singular, or the only form, without article.
    pub form: &'a str,
    /// Part of speech.
    pub pos: NominalPos,
    /// Whether the noun is of feminine gender.
    pub feminine: bool,
    /// Broken plurals in full; sound plurals as their bare ending.
    pub plurals: Vec<&'a str>,
}

/// Joins the noun and its ending in the `noun` stage.
const SEAM: u8 = b'+';

impl Patterns {
    /// All forms of a noun or adjective. A word with letters that the tables
    /// do not know (a foreign name) has only the forms that are listed.
    pub fn nominal(&self, nominal: &Nominal<'_>) -> Vec<Form> {
        let adjective = nominal.pos != NominalPos::Noun;
        let class = Feats::new(if adjective { Class::Adj } else { Class::Noun });
        let gender = if nominal.feminine { Gender::Feminine } else { Gender::Masculine };
        let mut found = Found::new();
        // A noun listed in its indefinite form, which drops its last letter,
        // has its other forms from the full stem, but the sound plural from
        // the short one.
        let stem = self.full.get(nominal.form).map_or(nominal.form, String::as_str);
        found.insert((nominal.form.to_owned(), class.with_gender(gender)));
        let kind = match (nominal.feminine, adjective) {
            (true, _) => Kind::FeminineNoun,
            (false, true) => Kind::Adjective,
            (false, false) => Kind::Noun,
        };
        self.listed(stem, kind, class, &mut found);
        if adjective && !nominal.feminine {
            match self.feminines.get(nominal.form) {
                Some(own) => self.listed(own, Kind::OwnFeminine, class, &mut found),
                None => self.listed(stem, Kind::AdjectiveFeminine, class, &mut found),
            }
        }
        for plural in &nominal.plurals {
            if self.is_ending(plural, Kind::SoundMasculine) {
                self.listed(nominal.form, Kind::SoundMasculine, class, &mut found);
            } else if self.is_ending(plural, Kind::SoundFeminine) {
                self.listed(stem, Kind::SoundFeminine, class, &mut found);
            } else {
                self.listed(plural, Kind::Broken, class, &mut found);
            }
        }
        if let Some(own) = self.words.get(nominal.form) {
            let same = |a: Feats, b: Feats| a.number() == b.number() && a.state() == b.state();
            found.retain(|&(_, feats)| !own.iter().any(|&(of_own, _)| same(of_own, feats)));
            found.extend(own.iter().map(|(feats, text)| (text.clone(), feats.with_class(class.class()))));
        }
        found.into_iter().map(|(text, feats)| Form { text, feats }).collect()
    }

    /// A verbal noun that the lexicon lists: it inflects as a noun with sound plural.
    pub(crate) fn listed_masdar(&self, masdar: &str, found: &mut Found) {
        let class = Feats::new(Class::Masdar);
        let last = self.alphabet.read(masdar).and_then(|signs| signs.last().copied());
        let feminine = last.is_some_and(|sign| self.feminine_end & (1 << (sign & 127)) != 0);
        let kind = if feminine { Kind::FeminineNoun } else { Kind::Noun };
        self.listed(masdar, kind, class, found);
        self.listed(masdar, Kind::SoundFeminine, class, found);
    }

    fn listed(&self, form: &str, kind: Kind, class: Feats, found: &mut Found) {
        if form.is_empty() {
            return;
        }
        let Some(signs) = self.alphabet.read(form) else {
            let gender = if kind == Kind::FeminineNoun { Gender::Feminine } else { Gender::Either };
            found.insert((form.to_owned(), class.with_gender(gender)));
            return;
        };
        found.extend(decline(self.endings(kind), class, |affix| {
            let mut word = signs.clone();
            word.extend_from_slice(&affix.ending);
            self.join(&word)
        }));
    }

    /// Whether a plural column holds the bare ending of this kind.
    fn is_ending(&self, plural: &str, kind: Kind) -> bool {
        let Some(signs) = self.alphabet.read(plural) else {
            return false;
        };
        let first = self.endings(kind).first().map(|affix| affix.ending.as_slice());
        first.and_then(|ending| ending.split_first()) == Some((&SEAM, signs.as_slice()))
    }
}
