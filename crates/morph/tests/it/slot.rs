//! Names of paradigm cells in the case tables, as a test on features.
//!
//! `past.3ms`, `present.pass.3mp`, `jussive.3mp.bound`; `act`, `pass.p.f`,
//! `act.p.obl`, `masdar.tanwin`. Without number a nominal is singular, without
//! gender a participle is masculine, without state it is free.

use marsad_morph::{Aspect, Case, Class, Feats, Gender, Number, Person, State, Voice};

#[derive(Debug, Default)]
pub struct Slot {
    class: Option<Class>,
    aspect: Option<Aspect>,
    passive: bool,
    person: Option<(Person, Option<Gender>, Number)>,
    gender: Option<Gender>,
    number: Option<Number>,
    case: Option<Case>,
    state: Option<State>,
}

impl Slot {
    /// Reads the name of a cell; `None` if a part is unknown.
    pub fn read(name: &str) -> Option<Slot> {
        let mut slot = Slot::default();
        let mut parts = name.split('.');
        match parts.next()? {
            "past" => slot.aspect = Some(Aspect::Past),
            "present" => slot.aspect = Some(Aspect::Present),
            "jussive" => slot.aspect = Some(Aspect::Jussive),
            "imperative" => slot.aspect = Some(Aspect::Imperative),
            "act" => slot.class = Some(Class::ActPart),
            "pass" => slot.class = Some(Class::PassPart),
            "masdar" => slot.class = Some(Class::Masdar),
            "noun" => slot.class = Some(Class::Noun),
            "adj" => slot.class = Some(Class::Adj),
            _ => return None,
        }
        for part in parts {
            match part {
                "pass" if slot.aspect.is_some() => slot.passive = true,
                "act" if slot.aspect.is_some() => slot.passive = false,
                "m" => slot.gender = Some(Gender::Masculine),
                "f" => slot.gender = Some(Gender::Feminine),
                "s" => slot.number = Some(Number::Singular),
                "d" => slot.number = Some(Number::Dual),
                "p" => slot.number = Some(Number::Plural),
                "nom" => slot.case = Some(Case::Nom),
                "obl" => slot.case = Some(Case::Obl),
                "def" | "free" => slot.state = Some(State::Free),
                "construct" => slot.state = Some(State::Construct),
                "tanwin" => slot.state = Some(State::Tanwin),
                "bound" => slot.state = Some(State::Bound),
                person => slot.person = Some(read_person(person)?),
            }
        }
        Some(slot)
    }

    /// Whether a form with these features fills the cell. The cells of the
    /// jussive are filled by the present where both are written alike.
    pub fn takes(&self, feats: Feats) -> bool {
        let voice = feats.voice();
        if let Some((person, gender, number)) = self.person {
            let shortened = self.aspect == Some(Aspect::Jussive) && feats.aspect() == Aspect::Present;
            let aspect = shortened || Some(feats.aspect()) == self.aspect;
            let bad = if self.passive { Voice::Active } else { Voice::Passive };
            let same_gender = gender.is_none_or(|g| g == feats.gender() || feats.gender() == Gender::Either);
            return aspect
                && voice != bad
                && person == feats.person()
                && number == feats.number()
                && same_gender
                && feats.state() == self.state.unwrap_or(State::Free);
        }
        let class = match self.class {
            Some(Class::PassPart) => feats.is_passive_participle(),
            class => class == Some(feats.class()),
        };
        let gender = match self.class {
            Some(Class::ActPart | Class::PassPart) => Some(self.gender.unwrap_or(Gender::Masculine)),
            _ => self.gender,
        };
        let gender = gender.is_none_or(|g| g == feats.gender() || feats.gender() == Gender::Either);
        let case = self.case.is_none_or(|case| case == feats.case() || feats.case() == Case::Any);
        class
            && gender
            && case
            && feats.number() == self.number.unwrap_or(Number::Singular)
            && feats.state() == self.state.unwrap_or(State::Free)
    }
}

fn read_person(text: &str) -> Option<(Person, Option<Gender>, Number)> {
    let (&person, rest) = text.as_bytes().split_first()?;
    let person = match person {
        b'1' => Person::First,
        b'2' => Person::Second,
        b'3' => Person::Third,
        _ => return None,
    };
    let (gender, number) = match rest {
        [number] => (None, number),
        [b'm', number] => (Some(Gender::Masculine), number),
        [b'f', number] => (Some(Gender::Feminine), number),
        _ => return None,
    };
    let number = match number {
        b's' => Number::Singular,
        b'd' => Number::Dual,
        b'p' => Number::Plural,
        _ => return None,
    };
    Some((person, gender, number))
}
