//! Questions that the engine asks of inflectional features.

use marsad_morph::{Aspect, Case, Class, Feats, Gender, Number, Person, State, Voice};

/// Short questions over [`Feats`].
#[allow(clippy::wrong_self_convention)] // Feats is a copied word: by value is the natural way.
pub trait Inflection {
    /// A finite verb.
    fn is_verb(self) -> bool;
    /// Prefix conjugation, shortened or not.
    fn is_present(self) -> bool;
    /// An imperative.
    fn is_imperative(self) -> bool;
    /// A verbal noun.
    fn is_masdar(self) -> bool;
    /// A participle.
    fn is_participle(self) -> bool;
    /// Written so only as a passive.
    fn is_passive(self) -> bool;
    /// Can stand without a pronoun.
    fn free(self) -> bool;
    /// Can take a pronoun ending.
    fn takes_pronoun(self) -> bool;
    /// Only before its complement.
    fn construct(self) -> bool;
    /// Indefinite accusative with alif.
    fn tanwin(self) -> bool;
    /// May follow the article.
    fn free_with_article(self) -> bool;
    /// Feminine singular of a nominal.
    fn is_feminine(self) -> bool;
    /// Dual.
    fn is_dual(self) -> bool;
    /// Singular.
    fn is_singular(self) -> bool;
    /// Rarely written in news: first and second persons of the singular, duals before a complement, shortened forms.
    fn is_rare(self) -> bool;
    /// Only a subject is written so.
    fn is_nominative(self) -> bool;
    /// Name of the rough class, for feature names.
    fn class_name(self) -> &'static str;
}

impl Inflection for Feats {
    fn is_verb(self) -> bool {
        self.class() == Class::Verb
    }
    fn is_present(self) -> bool {
        matches!(self.aspect(), Aspect::Present | Aspect::Jussive)
    }
    fn is_imperative(self) -> bool {
        self.aspect() == Aspect::Imperative
    }
    fn is_masdar(self) -> bool {
        self.class() == Class::Masdar
    }
    fn is_participle(self) -> bool {
        matches!(self.class(), Class::ActPart | Class::PassPart)
    }
    fn is_passive(self) -> bool {
        self.voice() == Voice::Passive
    }
    fn free(self) -> bool {
        self.state() != State::Bound
    }
    fn takes_pronoun(self) -> bool {
        // A form in -at and the like has a bound twin; a free feminine or tanwin form takes nothing.
        matches!(self.state(), State::Bound | State::Free | State::Construct)
    }
    fn construct(self) -> bool {
        self.state() == State::Construct
    }
    fn tanwin(self) -> bool {
        self.state() == State::Tanwin
    }
    fn free_with_article(self) -> bool {
        self.state() == State::Free
    }
    fn is_feminine(self) -> bool {
        self.class() != Class::Verb && self.gender() == Gender::Feminine && self.number() == Number::Singular
    }
    fn is_dual(self) -> bool {
        self.number() == Number::Dual && self.class() != Class::Verb
    }
    fn is_singular(self) -> bool {
        self.number() == Number::Singular
    }
    fn is_rare(self) -> bool {
        let person = self.class() == Class::Verb
            && (self.person() == Person::Second || self.person() == Person::First && self.number() == Number::Singular);
        let dual = self.class() != Class::Verb && self.number() == Number::Dual && self.state() == State::Construct;
        person || dual || self.aspect() == Aspect::Jussive
    }
    fn is_nominative(self) -> bool {
        self.class() != Class::Verb && self.case() == Case::Nom && self.number() == Number::Plural
    }
    fn class_name(self) -> &'static str {
        match (self.class(), self.aspect()) {
            (Class::Verb, Aspect::Past) => "past",
            (Class::Verb, Aspect::Imperative) => "imp",
            (Class::Verb, _) => "pres",
            (Class::Masdar, _) => "masdar",
            (Class::ActPart, _) => "actpart",
            (Class::PassPart, _) => "passpart",
            (Class::Noun, _) => "noun",
            (Class::Adj, _) => "adj",
        }
    }
}
