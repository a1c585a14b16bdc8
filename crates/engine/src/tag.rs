//! Chooses, for each unit, one part of speech and one analysis in context.
//!
//! A small set of preferences over neighbours: gazetteer and closed classes first, then agreement with what
//! stands before (a preposition wants a noun, a negation a verb) and behind (a verb wants a subject).

use crate::inflect::Inflection;
use crate::lex::{Reading, Traits, shape};
use crate::text::{Hit, Text};
use marsad_pack::data::{Entity, Homograph, Pos, tag};
use marsad_text::TokenKind;

/// Part of speech in context.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Tag {
    Verb,
    Noun,
    Adjective,
    Name,
    Number,
    Prep,
    Conj,
    Comp,
    Relative,
    Negation,
    Particle,
    Pronoun,
    Demonstrative,
    Adverb,
    Sign,
    Unknown,
}

impl Tag {
    /// Short name, used in feature names.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Verb => "V",
            Self::Noun => "N",
            Self::Adjective => "A",
            Self::Name => "P",
            Self::Number => "D",
            Self::Prep => "in",
            Self::Conj => "and",
            Self::Comp => "that",
            Self::Relative => "which",
            Self::Negation => "not",
            Self::Particle => "part",
            Self::Pronoun => "he",
            Self::Demonstrative => "this",
            Self::Adverb => "adv",
            Self::Sign => ",",
            Self::Unknown => "?",
        }
    }

    /// Whether a noun phrase can hold it.
    #[must_use]
    pub fn nominal(self) -> bool {
        matches!(self, Self::Noun | Self::Adjective | Self::Name | Self::Number | Self::Unknown)
    }
}

/// Class name to tag, most binding first.
const CLOSED: &[(&str, Tag)] = &[
    ("comp", Tag::Comp),
    ("rel", Tag::Relative),
    ("neg", Tag::Negation),
    ("part", Tag::Particle),
    ("prep", Tag::Prep),
    ("conj", Tag::Conj),
    ("cond", Tag::Particle),
    ("dem", Tag::Demonstrative),
    ("pron", Tag::Pronoun),
    ("adverb", Tag::Adverb),
    ("num", Tag::Number),
    ("quant", Tag::Number),
];

/// The closed classes of the pack, looked up once.
struct Closed {
    tags: Vec<(Option<u16>, Tag)>,
    quant: Option<u16>,
    prep: Option<u16>,
}

pub(crate) fn assign(text: &mut Text<'_>) {
    let class = |name| text.pack.class(name);
    let tags = CLOSED.iter().map(|(name, tag)| (class(name), *tag)).collect();
    let closed = Closed { tags, quant: class("quant"), prep: class("prep") };
    let names = name_spans(text);
    let mut before = Tag::Sign;
    let mut before_definite = false;
    text.written.reserve(text.units.len());
    for i in 0..text.units.len() {
        if i > 0 && text.units[i].sentence != text.units[i - 1].sentence {
            before = Tag::Sign;
            before_definite = false;
        }
        let (tag, reading) = choose(text, i, before, before_definite, &closed, &names);
        text.units[i].tag = tag;
        text.units[i].reading = reading;
        text.write_down(i);
        if !text.is_quote_sign(i) {
            before_definite = tag.nominal() && text.article(i);
            before = tag;
        }
    }
}

/// Units covered by a place, actor or person name, as longest hit.
fn name_spans(text: &Text<'_>) -> Vec<u8> {
    let mut out = vec![0u8; text.units.len()];
    for hit in &text.hits {
        if matches!(hit.entity, Entity::Word(_) | Entity::Lemma(_)) {
            continue;
        }
        let homograph = text.homograph(hit);
        let strength = match hit.entity {
            _ if homograph == Some(Homograph::Word) => 0,
            Entity::Place(_) | Entity::Actor(_) if sure(text, hit, homograph) => SURE,
            Entity::Place(_) | Entity::Actor(_) => 1 + (hit.end - hit.start > 1) as u8,
            Entity::Name(_) => 1,
            Entity::Word(_) | Entity::Lemma(_) => 0,
        };
        for slot in &mut out[hit.start as usize..hit.end as usize] {
            *slot = (*slot).max(strength);
        }
    }
    out
}

/// Senses of words for parties: a name that has one is in the dictionary as a name.
const PARTY: u32 = tag::PERSON | tag::GROUP | tag::ORGAN | tag::SOURCE;

/// Strength of a single word that is a name unless an adjective agrees with the noun before it.
const SURE: u8 = 3;

/// Whether a single word is rather a name than the common word of the same letters: a country, or what the table of
/// homographs says. A word that the dictionary knows with fewer clitics cut off is no name.
fn sure(text: &Text<'_>, hit: &Hit, homograph: Option<Homograph>) -> bool {
    let unit = &text.units[hit.start as usize];
    let country = matches!(hit.entity, Entity::Place(p) if text.lexer.is_country(p));
    let cut = |pro: u8| text.lexer.proclitics[pro as usize].form.len();
    let whole = || unit.info.readings.iter().any(|r| cut(r.pro) < cut(hit.pro));
    hit.end - hit.start == 1 && (country || homograph == Some(Homograph::Name)) && !whole()
}

/// Whether what follows shows that a homograph is the common word: an indefinite adjective, since names are definite,
/// or, at the head of a sentence, the definite people whose verb it is. Names of states are names all the same.
fn common_here(text: &Text<'_>, i: usize) -> bool {
    let country = |h: &Hit| matches!(h.entity, Entity::Place(p) if text.lexer.is_country(p));
    if text.hits_at(i).iter().any(country) {
        return false;
    }
    let Some(next) = text.units.get(i + 1).filter(|n| n.sentence == text.units[i].sentence) else { return false };
    let lemma = |r: &Reading| &text.pack.data.lemmas[r.lemma as usize];
    let bare = |r: &Reading| text.lexer.proclitics[r.pro as usize].form.is_empty();
    let plain = |r: &Reading| bare(r) && lemma(r).pos == Pos::Adjective && lemma(r).tags & (tag::COMPASS | tag::PERSON) == 0;
    let noun = text.units[i].info.readings.iter().any(|r| !r.feats.is_verb());
    if noun && !next.info.readings.is_empty() && next.info.readings.iter().all(plain) {
        return true;
    }
    let first = i == 0 || text.units[i - 1].sentence != text.units[i].sentence;
    let verb = text.units[i].info.readings.iter().any(|r| r.feats.is_verb() && bare(r));
    let doer = |r: &Reading| text.lexer.proclitics[r.pro as usize].article && lemma(r).tags & (tag::PERSON | tag::GROUP) != 0;
    first && verb && next.info.readings.iter().any(doer)
}

/// Whether an adjective agrees with the noun before it, as far as its letters show: the same ending, or a plural that
/// takes the feminine, and an article on both or on none.
fn agrees(text: &Text<'_>, i: usize, reading: &Reading, before: Tag, before_definite: bool) -> bool {
    let adjective = matches!(text.pack.data.lemmas[reading.lemma as usize].pos, Pos::Adjective | Pos::Nisba);
    if !adjective || before != Tag::Noun || i == 0 {
        return false;
    }
    let pro = &text.lexer.proclitics[reading.pro as usize];
    let ends = |u: usize| text.key(u).chars().last();
    let many = text.units[i - 1].reading.is_some_and(|r| !r.feats.is_singular());
    pro.prep.is_empty() && !pro.conj && pro.article == before_definite && (ends(i) == ends(i - 1) || many && !reading.feats.tanwin())
}

fn choose(text: &Text<'_>, i: usize, before: Tag, before_definite: bool, closed: &Closed, names: &[u8]) -> (Tag, Option<Reading>) {
    let unit = &text.units[i];
    match unit.kind {
        TokenKind::Sign => return (Tag::Sign, None),
        TokenKind::Number => return (Tag::Number, None),
        _ => {}
    }
    let strength = if names[i] == SURE && common_here(text, i) { 0 } else { names[i] };
    if strength == SURE {
        match best(text, i, before, before_definite, true, closed.prep) {
            Some((reading, _)) if agrees(text, i, &reading, before, before_definite) => return (Tag::Adjective, Some(reading)),
            // The dictionary has the name itself: "the Taliban", "the Knesset".
            Some((reading, _)) if text.pack.data.lemmas[reading.lemma as usize].tags & PARTY != 0 => return (Tag::Noun, Some(reading)),
            _ => return (Tag::Name, None),
        }
    }
    if strength >= 2 {
        return (Tag::Name, best(text, i, before, before_definite, true, closed.prep).map(|(r, _)| r));
    }
    // Closed classes: a word of its own (without a preposition written onto it) or part of a fixed phrase.
    for (class, tag) in closed.tags.iter().filter(|_| !unit.classes.is_empty()) {
        if text.has_class(i, *class) {
            // Of the quantifiers only those that stand for a figure (dozens) behave like numbers.
            if *class == closed.quant && !text.word_of(i, *class).is_some_and(|w| w.value.contains('=')) {
                continue;
            }
            let plain = unit.info.starts.iter().any(|s| {
                let pro = &text.lexer.proclitics[s.pro as usize];
                let of_class = |w: u32| Some(text.pack.data.words[w as usize].class) == *class && text.hits_word(i, s.pro, w);
                !pro.article && s.entities.iter().any(|e| matches!(e, Entity::Word(w) if of_class(*w)))
            });
            let phrase = !plain;
            if plain || (phrase && matches!(tag, Tag::Prep | Tag::Comp)) {
                let reading = if matches!(tag, Tag::Number) {
                    best(text, i, before, before_definite, false, closed.prep).map(|(r, _)| r)
                } else {
                    None
                };
                return (*tag, reading);
            }
        }
    }
    let choice = best(text, i, before, before_definite, false, closed.prep);
    match choice {
        Some((reading, score)) if strength == 0 || score >= 0 => {
            let lemma = &text.pack.data.lemmas[reading.lemma as usize];
            let tag = if reading.feats.is_verb() {
                Tag::Verb
            } else if matches!(lemma.pos, Pos::Adjective | Pos::Nisba)
                || reading.feats.is_participle() && !reading.feats.is_masdar() && text.article(i) && before_definite
            {
                Tag::Adjective
            } else {
                Tag::Noun
            };
            if strength == 1 && tag != Tag::Verb && lemma.tags == 0 {
                return (Tag::Name, Some(reading));
            }
            (tag, Some(reading))
        }
        _ if strength > 0 => (Tag::Name, choice.map(|(r, _)| r)),
        _ => (Tag::Unknown, None),
    }
}

/// The best analysis with its score.
fn best(text: &Text<'_>, i: usize, before: Tag, before_definite: bool, nominal_only: bool, prep: Option<u16>) -> Option<(Reading, i32)> {
    let info = &text.units[i].info;
    if info.readings.is_empty() {
        return None;
    }
    let place = Place { before, before_definite, ambiguous: info.shape & shape::AMBIGUOUS != 0, next: next_shape(text, i, prep) };
    info.readings.iter().filter(|r| !nominal_only || !r.traits.has(Traits::VERB)).map(|r| (*r, place.score(r))).fold(
        None,
        |found: Option<(Reading, i32)>, (r, s)| match found {
            Some((_, t)) if t >= s => found,
            _ => Some((r, s)),
        },
    )
}

/// What the next word looks like: definite, prepositional, or something else.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Definite,
    Name,
    Prep,
    Indefinite,
    /// A form that can only be a subject (nominative plural or dual).
    Subject,
    /// A joined finite verb that is nothing else.
    Verb,
    End,
}

fn next_shape(text: &Text<'_>, i: usize, prep: Option<u16>) -> Next {
    let mut j = i + 1;
    while j < text.units.len() && text.is_quote_sign(j) {
        j += 1;
    }
    let Some(unit) = text.units.get(j) else { return Next::End };
    if unit.sentence != text.units[i].sentence || unit.kind == TokenKind::Sign {
        return Next::End;
    }
    if text.has_class(j, prep) {
        return Next::Prep;
    }
    let first =
        [(shape::NAME, Next::Name), (shape::SUBJECT, Next::Subject), (shape::JOINED_VERB, Next::Verb), (shape::DEFINITE, Next::Definite)];
    first.iter().find(|(flag, _)| unit.info.shape & flag != 0).map_or(Next::Indefinite, |(_, next)| *next)
}

/// What stands around a word.
struct Place {
    before: Tag,
    before_definite: bool,
    /// Whether the word is a finite verb and something else.
    ambiguous: bool,
    next: Next,
}

impl Place {
    /// How well a reading fits here.
    fn score(&self, reading: &Reading) -> i32 {
        let s = i32::from(reading.base);
        s + if reading.traits.has(Traits::VERB) { self.verb(reading.traits) } else { self.nominal(reading.traits) }
    }

    fn verb(&self, traits: Traits) -> i32 {
        let mut s = match self.before {
            Tag::Negation | Tag::Particle => 6,
            Tag::Prep => -8,
            Tag::Comp | Tag::Relative => 4,
            Tag::Demonstrative => -3,
            Tag::Verb => -3,
            _ => 0,
        };
        if self.ambiguous && !traits.has(Traits::PRESENT) {
            s += match (self.before, self.next) {
                (Tag::Sign | Tag::Comp | Tag::Conj | Tag::Relative | Tag::Adverb, Next::Subject) => 3,
                (Tag::Sign | Tag::Comp | Tag::Conj | Tag::Relative, Next::Verb) => 3,
                (Tag::Sign | Tag::Comp | Tag::Conj | Tag::Relative | Tag::Adverb, Next::Definite | Next::Name) => 1,
                (Tag::Noun | Tag::Name | Tag::Adjective | Tag::Unknown, _) => -2,
                (_, Next::End) => -3,
                (_, Next::Prep) => -1,
                _ => -1,
            };
            if traits.has(Traits::CONJ) && matches!(self.next, Next::Definite | Next::Name | Next::Indefinite) {
                s += 2;
            }
        }
        s
    }

    fn nominal(&self, traits: Traits) -> i32 {
        let mut s = match self.before {
            Tag::Prep => 4,
            Tag::Negation | Tag::Particle => -4,
            _ => 0,
        };
        // An adjective agrees with the noun before it in definiteness.
        let agrees = !traits.has(Traits::PREP) && traits.has(Traits::ARTICLE) == self.before_definite;
        if self.before == Tag::Noun && agrees && traits.has(Traits::QUALITY) {
            s += 2;
        }
        // Where no noun stands before it, a form that is both is the noun.
        if traits.has(Traits::ADJECTIVE) && !self.before.nominal() {
            s -= 1;
        }
        s
    }
}
