//! All forms of a verb.

use std::collections::BTreeSet;

use crate::affix::{Affix, Kind};
use crate::feats::{Aspect, Class, Feats, State, Voice};
use crate::pattern::{self, Filling, Slot};
use crate::problem::Problem;
use crate::{Form, Patterns};

/// A row of the verb lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verb<'a> {
    /// Lemma: third person masculine singular of the past.
    pub form: &'a str,
    /// The radicals in letters, without separators.
    pub root: &'a str,
    /// `1` … `10`, `q1`, `q2`, `q4`.
    pub measure: &'a str,
    /// Measure 1: vowels of the middle radical, as in `a-u`; else empty.
    pub vowel: &'a str,
    /// Verbal nouns listed in the lexicon; the regular ones are made as well.
    pub masdars: Vec<&'a str>,
}

/// How a verb was understood: what its stems are made from.
struct Reading<'a> {
    measure: String,
    root: Vec<u8>,
    vowel: &'a str,
    past_vowel: u8,
    present_vowel: u8,
}

impl Reading<'_> {
    fn filling<'f>(&'f self, prefix: &'f [u8]) -> Filling<'f> {
        let (past_vowel, present_vowel) = (self.past_vowel, self.present_vowel);
        Filling { root: &self.root, past_vowel, present_vowel, prefix }
    }
}

/// Forms as they are collected; text first, so that the order is that of the result.
pub(crate) type Found = BTreeSet<(String, Feats)>;

/// Shortest word that is kept: imperatives of one letter would match any particle.
const SHORTEST: usize = 2;

/// Stands before a pronoun, in place of it.
const PRONOUN: u8 = b'@';

impl Patterns {
    /// All forms of a verb: finite forms, verbal nouns, participles.
    ///
    /// The lemma decides where a root has two ways in a measure, so it is
    /// compared with what root and measure yield, in the active or, for verbs
    /// that the lexicon knows only so, in the passive.
    ///
    /// # Errors
    ///
    /// If root and measure do not yield the lemma.
    pub fn verb(&self, verb: &Verb<'_>) -> Result<Vec<Form>, Problem> {
        let reading = self.reading(verb)?;
        let mut found = Found::new();
        self.finite(&reading, &mut found);
        self.participles(&reading, &mut found);
        let masdar = Feats::new(Class::Masdar);
        for (slot, kind) in [(Slot::Masdar, Kind::Masdar), (Slot::MasdarFeminine, Kind::MasdarFeminine)] {
            found.extend(self.inflect(&reading, slot, kind, masdar));
        }
        for listed in &verb.masdars {
            self.listed_masdar(listed, &mut found);
        }
        found.retain(|(text, _)| text.chars().nth(SHORTEST - 1).is_some());
        Ok(found.into_iter().map(|(text, feats)| Form { text, feats }).collect())
    }

    /// Tries the ways to understand root and measure until one gives the lemma.
    fn reading<'a>(&self, verb: &Verb<'a>) -> Result<Reading<'a>, Problem> {
        let letters =
            self.alphabet.read(verb.root).ok_or_else(|| Problem::lexicon(format!("root `{}` holds what is no radical", verb.root)))?;
        let (past_vowel, present_vowel) = vowels(verb)?;
        let filling = Filling { root: &letters, past_vowel, present_vowel, prefix: &[] };
        let mut roots: Vec<Vec<u8>> = Vec::new();
        for (slot, limit) in [(Slot::Root, 1), (Slot::RootAlternative, usize::MAX)] {
            for row in self.fitting(verb.measure, slot, verb.vowel, &letters).take(limit) {
                roots.extend(row.patterns.iter().filter_map(|p| pattern::fill(p, filling)));
            }
        }
        let mut made = Vec::new();
        for measure in self.measures(verb.measure) {
            for root in &roots {
                let (measure, root, vowel) = (measure.clone(), root.clone(), verb.vowel);
                let reading = Reading { measure, root, vowel, past_vowel, present_vowel };
                let lemmas = self.lemmas(&reading);
                if lemmas.iter().any(|lemma| lemma == verb.form) {
                    return Ok(reading);
                }
                made.extend(lemmas);
            }
        }
        Err(Problem::lexicon(match made.first() {
            None => format!("no pattern for root `{}` in measure `{}`", verb.root, verb.measure),
            Some(made) => format!(
                "root `{}` in measure `{}` gives `{made}`, not `{}`; mend root, measure or lemma",
                verb.root, verb.measure, verb.form
            ),
        }))
    }

    /// The measure itself, then the other ways to say it that the table names.
    fn measures(&self, measure: &str) -> Vec<String> {
        let others = self.fitting(measure, Slot::Else, "", &[]).flat_map(|row| &row.patterns);
        let others = others.filter_map(|name| String::from_utf8(name.clone()).ok());
        std::iter::once(measure.to_owned()).chain(others).collect()
    }

    /// What the lemma can be: the first ending of the past, active, or passive
    /// for verbs that the lexicon knows only so.
    fn lemmas(&self, reading: &Reading<'_>) -> Vec<String> {
        let Some(ending) = self.endings(Kind::Past).first() else {
            return Vec::new();
        };
        let stems = [Slot::Past, Slot::PastPassive];
        stems.iter().flat_map(|&slot| self.stems(reading, slot, &[])).flat_map(|stem| self.with(&stem, &ending.ending)).collect()
    }

    /// The stems of a slot for this verb.
    fn stems(&self, reading: &Reading<'_>, slot: Slot, prefix: &[u8]) -> Vec<Vec<u8>> {
        let row = self.row(&reading.measure, slot, reading.vowel, &reading.root);
        let patterns = row.map_or(&[][..], |row| row.patterns.as_slice());
        patterns.iter().filter_map(|p| pattern::fill(p, reading.filling(prefix))).collect()
    }

    fn with(&self, stem: &[u8], ending: &[u8]) -> Vec<String> {
        let mut word = Vec::with_capacity(stem.len() + ending.len());
        word.extend_from_slice(stem);
        word.extend_from_slice(ending);
        self.spell(&word)
    }

    fn finite(&self, reading: &Reading<'_>, found: &mut Found) {
        let past = self.aspect(reading, Aspect::Past, Kind::Past, Slot::Past, Some(Slot::PastPassive));
        let passive = Some(Slot::PresentPassive);
        let present = self.aspect(reading, Aspect::Present, Kind::Present, Slot::Present, passive);
        let jussive = self.aspect(reading, Aspect::Jussive, Kind::Jussive, Slot::Present, passive);
        let imperative = self.aspect(reading, Aspect::Imperative, Kind::Imperative, Slot::Imperative, None);
        for (text, feats) in jussive {
            let same = feats.with_aspect(Aspect::Present);
            let covered = |voice| present.contains(&(text.clone(), same.with_voice(voice)));
            if !covered(feats.voice()) && !covered(Voice::Either) {
                found.insert((text, feats));
            }
        }
        found.extend(past.into_iter().chain(present).chain(imperative));
    }

    /// One aspect in both voices; what both voices write alike is told once.
    fn aspect(&self, reading: &Reading<'_>, aspect: Aspect, kind: Kind, active: Slot, passive: Option<Slot>) -> Found {
        let active = self.voice(reading, aspect, kind, active);
        let passive = passive.map_or_else(Found::new, |slot| self.voice(reading, aspect, kind, slot));
        merge_voices(active, &passive)
    }

    fn voice(&self, reading: &Reading<'_>, aspect: Aspect, kind: Kind, slot: Slot) -> Found {
        let mut found = Found::new();
        for affix in self.endings(kind).iter().filter(|affix| affix.shape.fits(&reading.root)) {
            let feats = affix.feats.with_aspect(aspect);
            for stem in self.stems(reading, slot, &affix.prefix) {
                found.extend(self.with(&stem, &affix.ending).into_iter().map(|text| (text, feats)));
                let mut bound = affix.bound.clone();
                bound.push(PRONOUN);
                for text in self.with(&stem, &bound) {
                    if !found.contains(&(text.clone(), feats)) {
                        found.insert((text, feats.with_state(State::Bound)));
                    }
                }
            }
        }
        found
    }

    fn participles(&self, reading: &Reading<'_>, found: &mut Found) {
        let feats = Feats::new(Class::ActPart);
        let active = self.inflect(reading, Slot::Active, Kind::Participle, feats);
        let passive = self.inflect(reading, Slot::Passive, Kind::Participle, feats);
        found.extend(merge_voices(active, &passive).into_iter().map(|(text, feats)| {
            let class = if feats.voice() == Voice::Passive { Class::PassPart } else { Class::ActPart };
            (text, feats.with_class(class))
        }));
    }

    /// A stem with all endings of a nominal kind.
    fn inflect(&self, reading: &Reading<'_>, slot: Slot, kind: Kind, feats: Feats) -> Found {
        let mut found = Found::new();
        for stem in self.stems(reading, slot, &[]) {
            found.extend(decline(self.endings(kind), feats, |affix| self.with(&stem, &affix.ending)));
        }
        found
    }
}

/// Joins `spell` of each ending with its features. A stem before a pronoun
/// is left out where it is written as without one.
pub(crate) fn decline(affixes: &[Affix], class: Feats, spell: impl Fn(&Affix) -> Vec<String>) -> Found {
    let mut found = Found::new();
    for affix in affixes {
        let feats = affix.feats.with_class(class.class());
        for text in spell(affix) {
            let bare = feats.with_case(crate::Case::Any);
            let known = feats.state() == State::Bound
                && (found.contains(&(text.clone(), bare)) || found.contains(&(text.clone(), bare.with_state(State::Free))));
            if !known {
                found.insert((text, feats));
            }
        }
    }
    found
}

/// What stands in both sets gets [`Voice::Either`].
fn merge_voices(active: Found, passive: &Found) -> Found {
    let mut found = Found::new();
    for (text, feats) in passive {
        if !active.contains(&(text.clone(), *feats)) {
            found.insert((text.clone(), feats.with_voice(Voice::Passive)));
        }
    }
    for (text, feats) in active {
        let both = passive.contains(&(text.clone(), feats));
        let voice = if both { Voice::Either } else { Voice::Active };
        found.insert((text, feats.with_voice(voice)));
    }
    found
}

/// The vowels of the middle radical, past and present. They are needed for
/// measure 1 only, where the column is not empty.
fn vowels(verb: &Verb<'_>) -> Result<(u8, u8), Problem> {
    match verb.vowel.as_bytes() {
        [] if verb.measure == "1" => Err(Problem::lexicon("measure 1 needs the vowels of the middle radical, as in `a-u`")),
        [] => Ok((b'a', b'i')),
        &[past, b'-', present] if b"aiu".contains(&past) && b"aiu".contains(&present) => Ok((past, present)),
        _ => Err(Problem::lexicon(format!("vowels `{}`: write past-present, as in `a-u`", verb.vowel))),
    }
}
