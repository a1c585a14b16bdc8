//! What a compiled pack holds: plain data, the same bytes for the same sources.

pub use crate::model::Model;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Rough sense of a lemma, as bits of [`Lemma::tags`].
pub mod tag {
    /// Denotes people.
    pub const PERSON: u32 = 1;
    /// A function or rank that stands before a name.
    pub const TITLE: u32 = 1 << 1;
    /// A collective of people.
    pub const GROUP: u32 = 1 << 2;
    /// An institution.
    pub const ORGAN: u32 = 1 << 3;
    /// Somebody who tells.
    pub const SOURCE: u32 = 1 << 4;
    /// A word for victims.
    pub const CASUALTY: u32 = 1 << 5;
    /// Weapon, munition, means.
    pub const WEAPON: u32 = 1 << 6;
    /// Heads a place.
    pub const PLACEKIND: u32 = 1 << 7;
    /// A point of the compass.
    pub const COMPASS: u32 = 1 << 8;
    /// A document.
    pub const DOCUMENT: u32 = 1 << 9;
    /// A currency.
    pub const CURRENCY: u32 = 1 << 10;
    /// A reporting verb or noun.
    pub const SAY: u32 = 1 << 11;
    /// A light verb.
    pub const LIGHT: u32 = 1 << 12;
    /// A copula-like verb.
    pub const BECOME: u32 = 1 << 13;
    /// An auxiliary-like verb.
    pub const AUX: u32 = 1 << 14;
    /// Has event senses.
    pub const EVENT: u32 = 1 << 15;
    /// A nationality, region or city adjective.
    pub const NISBA: u32 = 1 << 16;
    /// Abstract noun.
    pub const ABSTRACT: u32 = 1 << 17;
    /// Time noun.
    pub const TIME: u32 = 1 << 18;
    /// Thing.
    pub const OBJECT: u32 = 1 << 19;
    /// Part of a body.
    pub const BODY: u32 = 1 << 20;
    /// Quality adjective.
    pub const QUALITY: u32 = 1 << 21;
    /// Heads a name: what depends on it makes a name together with it.
    pub const NAMING: u32 = 1 << 22;
    /// Stands before a name and is no part of it.
    pub const BRAND: u32 = 1 << 23;
    /// Seat of a government.
    pub const CAPITAL: u32 = 1 << 24;
}

/// Part of speech of a lemma.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Pos {
    /// Verb, with its verbal nouns and participles.
    Verb,
    /// Noun.
    Noun,
    /// Adjective.
    Adjective,
    /// Adjective of a country, region or city.
    Nisba,
    /// Fixed phrase of several words.
    Phrase,
}

/// A dictionary entry.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Lemma {
    /// As written in the table.
    pub form: Box<str>,
    /// Short English.
    pub gloss: Box<str>,
    /// Part of speech.
    pub pos: Pos,
    /// Bits of [`tag`].
    pub tags: u32,
    /// PLOVER sector, or empty.
    pub sector: Box<str>,
    /// Source kind, or empty.
    pub source: Box<str>,
    /// Measure that the word implies (casualty words and counted nouns), or empty.
    pub measure: Box<str>,
    /// ASSAULT mode that the word implies, or empty.
    pub mode: Box<str>,
    /// Place kind, compass point, currency or (nisba) country, or empty.
    pub kind: Box<str>,
    /// Nisba: the English name of the city or region, or empty.
    pub place: Box<str>,
    /// Event senses, indexes into [`Data::senses`].
    pub senses: Vec<u32>,
    /// Entry in [`Data::lights`].
    pub light: Option<u32>,
    /// Entry in [`Data::says`].
    pub say: Option<u32>,
    /// Table and line where it stands.
    pub origin: Origin,
}

/// Where an entry stands: file (index into [`Data::files`]) and 1-based line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Origin {
    /// Index into [`Data::files`].
    pub file: u16,
    /// 1-based.
    pub line: u32,
}

/// One sense of an event word.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sense {
    /// PLOVER type.
    pub kind: Box<str>,
    /// PLOVER mode, or empty.
    pub mode: Box<str>,
    /// Slot to roles.
    pub frame: Vec<(Box<str>, Vec<Box<str>>)>,
    /// Words of which one must stand near the trigger; empty: no condition.
    pub when: Vec<Condition>,
    /// Normal status, or empty.
    pub status: Box<str>,
    /// 1 to 3.
    pub weight: u8,
    /// Where it stands.
    pub origin: Origin,
}

/// A condition on the words after a trigger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Condition {
    /// Some word has one of these tag bits.
    Tag(u32),
    /// Some word is this lemma or has this folded form.
    Word(Box<str>),
}

/// A light verb.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Light {
    /// What the subject is in the event: actor, recipient, none.
    pub role: Box<str>,
    /// How the event noun is attached: subj, obj or a preposition.
    pub noun: Box<str>,
    /// Status that it gives, or empty.
    pub status: Box<str>,
}

/// A reporting word.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Say {
    /// asserts, denies, confirms, accuses, doubts, asks.
    pub stance: Box<str>,
    /// Slot to role (source, via, content).
    pub frame: Vec<(Box<str>, Vec<Box<str>>)>,
    /// continue, relay, according, or empty.
    pub tag: Box<str>,
}

/// A closed-class word or phrase.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Word {
    /// Folded words.
    pub form: Box<str>,
    /// Class, index into [`Data::classes`].
    pub class: u16,
    /// Value, or empty.
    pub value: Box<str>,
    /// As written in the table.
    pub spelt: Box<str>,
    /// Where it stands.
    pub origin: Origin,
}

/// A place of the gazetteer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Place {
    /// Gazetteer id.
    pub id: Box<str>,
    /// English name.
    pub name_en: Box<str>,
    /// site, town, district, province, country, region or water.
    pub feature: Box<str>,
    /// ISO 3166 alpha-2, or empty.
    pub country: Box<str>,
    /// Degrees north and east, if known.
    pub point: Option<(f32, f32)>,
    /// Inhabitants, 0 if unknown.
    pub population: u32,
    /// Containing unit, index into [`Data::places`].
    pub parent: Option<u32>,
    /// Names that are written with a mark which look-up drops: a text that writes the mark means this place.
    pub marked: Vec<Box<str>>,
    /// Seat of the government of its country.
    pub capital: bool,
}

/// A known actor: state, organ, group, outlet, organisation or person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Actor {
    /// Slug.
    pub id: Box<str>,
    /// state, government, ministry, military, ..., person, metonym.
    pub kind: Box<str>,
    /// English name.
    pub name_en: Box<str>,
    /// PLOVER code; for persons that of the latest role.
    pub code: Box<str>,
    /// `loaded` or empty.
    pub tone: Box<str>,
    /// Persons: (from, to, code), ISO prefixes, empty for open.
    pub roles: Vec<(Box<str>, Box<str>, Box<str>)>,
}

/// A part of a personal name.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Name {
    /// given, surname or particle.
    pub kind: Box<str>,
    /// Also a common word.
    pub ambiguous: bool,
    /// As written in the table.
    pub spelt: Box<str>,
}

/// What a form that is a name and a common word is, where nothing around it decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Homograph {
    /// The name.
    Name,
    /// The common word; a name only with a place noun or title before it, or in a longer name.
    Word,
    /// The name where the report has a longer name of the same bearer, else the common word.
    Told,
}

/// A clitic that stands before or after a word.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Clitic {
    /// Folded letters.
    pub form: Box<str>,
    /// conj, future, prep, prep+article, article, jussive, question, or pron:person-gender-number.
    pub role: Box<str>,
    /// Sequence; enclitics have the highest.
    pub order: u8,
    /// Kinds of word it attaches to.
    pub hosts: Vec<Box<str>>,
}

/// Everything of a pack that is decoded at start.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Data {
    /// Language id.
    pub lang: Box<str>,
    /// Pack version.
    pub version: Box<str>,
    /// Source files, for explanations.
    pub files: Vec<Box<str>>,
    /// Names that are also common words: folded form, and which of both the form is by itself.
    pub homographs: BTreeMap<Box<str>, Homograph>,
    /// Fold table.
    pub fold: Vec<(char, String)>,
    /// Joiners (see `marsad_text::Fold`).
    pub joiners: Vec<char>,
    /// Signs that end a sentence, signs that may follow, abbreviations.
    pub terminators: (Vec<char>, Vec<char>, Vec<String>),
    /// Quotation marks.
    pub quotes: Vec<(char, char)>,
    /// Signs that part clauses.
    pub clause_signs: Vec<char>,
    /// Clitics.
    pub clitics: Vec<Clitic>,
    /// Dictionary.
    pub lemmas: Vec<Lemma>,
    /// Event senses.
    pub senses: Vec<Sense>,
    /// Light verbs.
    pub lights: Vec<Light>,
    /// Reporting words.
    pub says: Vec<Say>,
    /// Names of word classes.
    pub classes: Vec<Box<str>>,
    /// Closed-class words.
    pub words: Vec<Word>,
    /// Gazetteer.
    pub places: Vec<Place>,
    /// Actors and persons.
    pub actors: Vec<Actor>,
    /// Parts of personal names.
    pub names: Vec<Name>,
    /// Words grouped by the company they keep, in the order of their forms: folded form, with its group of each of three sizes (coarse, middle, fine).
    pub clusters: Vec<(Box<str>, [u16; 3])>,
    /// Learned weights.
    pub models: Vec<Model>,
    /// Grammar rules.
    pub rules: Vec<crate::rule::Rule>,
    /// alpha-3 to alpha-2 country codes with the id of the country's place.
    pub countries: Vec<(Box<str>, Box<str>)>,
}

/// What a phrase of the pack stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entity {
    /// Index into [`Data::words`].
    Word(u32),
    /// Index into [`Data::places`].
    Place(u32),
    /// Index into [`Data::actors`].
    Actor(u32),
    /// Index into [`Data::names`].
    Name(u32),
    /// Index into [`Data::lemmas`]: an event or reporting phrase.
    Lemma(u32),
}

impl Entity {
    /// Packs into one word: kind in the upper four bits.
    #[must_use]
    pub fn pack(self) -> u32 {
        match self {
            Self::Word(i) => i,
            Self::Place(i) => 1 << 28 | i,
            Self::Actor(i) => 2 << 28 | i,
            Self::Name(i) => 3 << 28 | i,
            Self::Lemma(i) => 4 << 28 | i,
        }
    }

    /// The reverse of [`Entity::pack`].
    #[must_use]
    pub fn unpack(word: u32) -> Self {
        let i = word & 0x0FFF_FFFF;
        match word >> 28 {
            0 => Self::Word(i),
            1 => Self::Place(i),
            2 => Self::Actor(i),
            3 => Self::Name(i),
            _ => Self::Lemma(i),
        }
    }
}

/// One analysis of a written form, without clitics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormReading {
    /// Index into [`Data::lemmas`].
    pub lemma: u32,
    /// `marsad_morph::Feats` as bits.
    pub feats: u32,
}
