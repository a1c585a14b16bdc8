//! Grammatical features, packed into one word.

use std::fmt;

/// Declares an enum that is a field of [`Feats`]: variants with the names by
/// which tables and `Display` know them.
macro_rules! field {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The name used in tables and in `Display`.
            pub fn name(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }

            fn from_bits(bits: u32) -> $name {
                let last = Self::ALL.len() - 1;
                Self::ALL[(bits as usize).min(last)]
            }
        }
    };
}

field! {
    /// What kind of word it is.
    Class {
        /// Finite verb.
        Verb = "verb",
        /// Verbal noun.
        Masdar = "masdar",
        /// Active participle. With [`Voice::Either`] also the passive one.
        ActPart = "actpart",
        /// Passive participle, where it is written unlike the active one.
        PassPart = "passpart",
        /// Noun.
        Noun = "noun",
        /// Adjective, nisba included.
        Adj = "adj",
    }
}

field! {
    /// Aspect and mood of a finite verb.
    Aspect {
        /// Not a finite verb.
        None = "",
        /// Suffix conjugation.
        Past = "past",
        /// Prefix conjugation: indicative, and subjunctive and jussive where
        /// they are written alike.
        Present = "present",
        /// Shortened prefix conjugation (jussive, subjunctive), only where it
        /// is written unlike [`Aspect::Present`].
        Jussive = "jussive",
        /// Imperative.
        Imperative = "imperative",
    }
}

field! {
    /// Voice of verbs and participles.
    Voice {
        /// Has no voice.
        None = "",
        /// Active.
        Active = "act",
        /// Passive.
        Passive = "pass",
        /// Without vowel marks both voices are written so.
        Either = "either",
    }
}

field! {
    /// Grammatical person.
    Person {
        /// Has no person.
        None = "",
        /// First.
        First = "1",
        /// Second.
        Second = "2",
        /// Third.
        Third = "3",
    }
}

field! {
    /// Grammatical gender.
    Gender {
        /// Both, or not known: plurals listed whole, first person, dual of the second.
        Either = "x",
        /// Masculine.
        Masculine = "m",
        /// Feminine.
        Feminine = "f",
    }
}

field! {
    /// Grammatical number.
    Number {
        /// Singular.
        Singular = "s",
        /// Dual.
        Dual = "d",
        /// Plural.
        Plural = "p",
    }
}

field! {
    /// Case, as far as letters show it.
    Case {
        /// Letters do not show the case.
        Any = "any",
        /// Nominative.
        Nom = "nom",
        /// Genitive or accusative.
        Obl = "obl",
    }
}

field! {
    /// How the form joins with what follows it.
    State {
        /// Can stand alone. A singular or broken plural of this state also
        /// stands in construct.
        Free = "free",
        /// Only before its complement or a pronoun: final n is dropped.
        Construct = "construct",
        /// Indefinite accusative, written with alif.
        Tanwin = "tanwin",
        /// Only before an attached pronoun, and written so only there.
        Bound = "bound",
    }
}

/// The features of a form: a packed `u32` that is cheap to copy and compare.
///
/// `Display` gives `verb.past.act.3ms`, `verb.jussive.either.3mp.bound`,
/// `noun.m.d.obl.construct`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Feats(u32);

macro_rules! accessors {
    ($($(#[$doc:meta])* $get:ident $with:ident $ty:ident $shift:literal $width:literal;)+) => {
        $(
            $(#[$doc])*
            pub fn $get(self) -> $ty {
                $ty::from_bits((self.0 >> $shift) & ((1 << $width) - 1))
            }

            /// The same features with this one changed.
            #[must_use]
            pub fn $with(self, value: $ty) -> Feats {
                let mask = ((1u32 << $width) - 1) << $shift;
                Feats((self.0 & !mask) | ((value as u32) << $shift))
            }
        )+
    };
}

impl Feats {
    /// Features of a word of this class with every other feature at its first value.
    pub fn new(class: Class) -> Feats {
        Feats(class as u32)
    }

    /// The packed value, for storage. Only [`Feats::from_bits`] of the same
    /// version of this crate should read it.
    pub fn bits(self) -> u32 {
        self.0
    }

    /// Reads what [`Feats::bits`] gave. Unknown values fall back to the last known one.
    pub fn from_bits(bits: u32) -> Feats {
        Feats(bits)
    }

    accessors! {
        /// Class of the word.
        class with_class Class 0 3;
        /// Aspect and mood; [`Aspect::None`] for nominals.
        aspect with_aspect Aspect 3 3;
        /// Voice; [`Voice::None`] for nouns, adjectives and masdars.
        voice with_voice Voice 6 2;
        /// Person; [`Person::None`] for nominals.
        person with_person Person 8 2;
        /// Gender.
        gender with_gender Gender 10 2;
        /// Number.
        number with_number Number 12 2;
        /// Case as far as written; [`Case::Any`] for verbs.
        case with_case Case 14 2;
        /// State; verbs are [`State::Free`] or [`State::Bound`].
        state with_state State 16 2;
    }

    /// Whether the word is, or without marks may be, a passive participle.
    pub fn is_passive_participle(self) -> bool {
        self.class() == Class::PassPart || (self.class() == Class::ActPart && self.voice() == Voice::Either)
    }

    /// Adds the features that a field of the affix table names: `3ms`, or
    /// `m.d.obl.construct`. `None` if a name is unknown.
    pub(crate) fn read(self, text: &str) -> Option<Feats> {
        let mut feats = self;
        for part in text.split('.') {
            let named = |all: &[&'static str]| all.contains(&part);
            if named(&["any", "nom", "obl"]) {
                feats = feats.with_case(find(Case::ALL, Case::name, part)?);
            } else if named(&["free", "construct", "tanwin", "bound"]) {
                feats = feats.with_state(find(State::ALL, State::name, part)?);
            } else {
                for letter in part.chars() {
                    let mut buf = [0; 4];
                    feats = feats.read_letter(letter.encode_utf8(&mut buf))?;
                }
            }
        }
        Some(feats)
    }

    fn read_letter(self, letter: &str) -> Option<Feats> {
        if let Some(person) = find(Person::ALL, Person::name, letter) {
            Some(self.with_person(person))
        } else if let Some(gender) = find(Gender::ALL, Gender::name, letter) {
            Some(self.with_gender(gender))
        } else {
            find(Number::ALL, Number::name, letter).map(|number| self.with_number(number))
        }
    }
}

fn find<T: Copy>(all: &[T], name: fn(T) -> &'static str, wanted: &str) -> Option<T> {
    all.iter().copied().find(|&value| name(value) == wanted)
}

impl fmt::Display for Feats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.class().name())?;
        if self.aspect() != Aspect::None {
            write!(f, ".{}", self.aspect().name())?;
        }
        if self.voice() != Voice::None {
            write!(f, ".{}", self.voice().name())?;
        }
        if self.person() == Person::None {
            let (gender, number) = (self.gender().name(), self.number().name());
            write!(f, ".{gender}.{number}.{}.{}", self.case().name(), self.state().name())
        } else {
            let (gender, number) = (self.gender().name(), self.number().name());
            write!(f, ".{}{gender}{number}", self.person().name())?;
            if self.state() == State::Bound { f.write_str(".bound") } else { Ok(()) }
        }
    }
}

impl fmt::Debug for Feats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Feats({self})")
    }
}
