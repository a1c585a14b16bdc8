//! Matches the grammar rules of the pack over the units of a report.
//!
//! A rule is tried only where a unit has the class of one of its first atoms. All readings of a pattern are followed;
//! patterns are short and have no repetition, so the work per unit is bounded and the whole is linear.

mod examples;

use crate::tag::Tag;
use crate::text::Text;
use crate::time::TimePhrase;
use marsad_pack::Pack;
use marsad_pack::data::Entity;
use marsad_pack::rule::{Pattern, Rule};
use marsad_text::TokenKind;
use std::cell::OnceCell;

pub use examples::check_examples;

/// A piece of a match that the rule keeps under a name.
#[derive(Clone, Copy, Debug)]
pub struct Capture<'t> {
    /// Name in the rule.
    pub name: &'t str,
    /// First unit.
    pub start: usize,
    /// One past the last unit.
    pub end: usize,
    /// Value of the word, or letters of the unit.
    pub value: &'t str,
    /// Value of a number, or of a word whose value is one.
    pub number: Option<f64>,
    /// Index of the phrase of the first pass.
    pub found: Option<usize>,
}

/// One way in which a rule matches.
#[derive(Clone, Debug)]
pub struct Match<'t> {
    /// Index into the pack's rules.
    pub rule: usize,
    /// First unit, context included.
    pub from: usize,
    /// First unit of the phrase.
    pub start: usize,
    /// One past the last unit of the phrase.
    pub end: usize,
    /// What was kept, in order.
    pub captures: Vec<Capture<'t>>,
}

impl<'t> Match<'t> {
    /// The first capture of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Capture<'t>> {
        self.captures.iter().find(|c| c.name == name)
    }

    /// The number captured under a name.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        self.get(name)?.number
    }

    /// The value captured under a name; empty if none.
    #[must_use]
    pub fn value(&self, name: &str) -> &'t str {
        self.get(name).map_or("", |c| c.value)
    }
}

/// What may be written onto the word that an atom matches.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Clitics {
    Any,
    None,
    Joined,
    Governed,
}

/// Longest gap, in units.
const GAP: usize = 6;

/// Where a way through a pattern stands.
#[derive(Clone, Copy)]
struct State<'t> {
    at: usize,
    /// Value of the atom matched last, for the capture around it.
    last: (&'t str, Option<f64>, Option<usize>),
}

/// What was kept on the way so far.
type Kept<'t> = Vec<Capture<'t>>;
/// What goes on with each way through a pattern, in order.
type Then<'f, 't> = &'f mut dyn FnMut(State<'t>, &mut Kept<'t>);

/// The rules of one layer and pass, by what they begin with: depends on the pack alone.
#[derive(Default)]
pub struct Index {
    /// For each word entry, the rules that can begin with it.
    by_word: Vec<Vec<usize>>,
    by_number: Vec<usize>,
    by_found: Vec<usize>,
    num: Option<u16>,
}

impl Index {
    /// Indexes the rules of a layer: those that ask for phrases of the first pass, or those that do not.
    #[must_use]
    pub fn new(pack: &Pack, layer: &str, second: bool) -> Self {
        let by_word = vec![Vec::new(); pack.data.words.len()];
        let mut out = Self { by_word, num: pack.class("num"), ..Self::default() };
        let mut of_class: Vec<Vec<usize>> = vec![Vec::new(); pack.data.classes.len()];
        for (i, word) in pack.data.words.iter().enumerate() {
            of_class[word.class as usize].push(i);
        }
        for (i, rule) in pack.data.rules.iter().enumerate() {
            let mine = rule.id.split('.').next() == Some(layer);
            if mine && rule.when.needs_found() == second {
                out.add(i, rule, pack, &of_class);
            }
        }
        out
    }

    /// Notes with what a rule can begin. `of_class`: the word entries of each class.
    fn add(&mut self, i: usize, rule: &Rule, pack: &Pack, of_class: &[Vec<usize>]) {
        let put = |list: &mut Vec<usize>| {
            if list.last() != Some(&i) {
                list.push(i);
            }
        };
        rule.when.first(&mut |atom| match atom {
            Pattern::Class { class, value, .. } => {
                let fits = |w: &&usize| value.as_deref().is_none_or(|v| v == &*pack.data.words[**w].value);
                of_class[*class as usize].iter().filter(fits).for_each(|w| put(&mut self.by_word[*w]));
            }
            Pattern::Number => {
                put(&mut self.by_number);
                of_class[self.num.map_or(0..0, |n| n as usize..n as usize + 1)].iter().flatten().for_each(|w| put(&mut self.by_word[*w]));
            }
            Pattern::Year | Pattern::Dotted => put(&mut self.by_number),
            Pattern::Found => put(&mut self.by_found),
            _ => {}
        });
    }
}

/// The rules of one layer and pass over the units of a report.
pub struct Grammar<'t> {
    text: &'t Text<'t>,
    rules: &'t Index,
    /// First phrase hit of each unit.
    hits: Vec<u32>,
    /// Value and proclitics of each unit as a number word, once asked for.
    number_words: Vec<OnceCell<Option<(f64, u8)>>>,
    found: &'t [TimePhrase],
}

impl<'t> Grammar<'t> {
    /// Readies the rules for a text. `found`: phrases of the first pass, sorted by start; empty in the first pass.
    #[must_use]
    pub fn new(text: &'t Text<'t>, rules: &'t Index, found: &'t [TimePhrase]) -> Self {
        let mut hits = vec![0; text.units.len() + 1];
        let mut hit = 0;
        for (unit, first) in hits.iter_mut().enumerate() {
            while text.hits.get(hit).is_some_and(|h| (h.start as usize) < unit) {
                hit += 1;
            }
            *first = hit as u32;
        }
        Self { text, rules, hits, number_words: vec![OnceCell::new(); text.units.len()], found }
    }

    /// All matches, by first unit of the phrase, the longest first, then in the order of the rules.
    #[must_use]
    pub fn matches(&self) -> Vec<Match<'t>> {
        let mut out = Vec::new();
        let mut tried: Vec<usize> = Vec::new();
        for unit in 0..self.text.units.len() {
            tried.clear();
            if self.text.units[unit].kind == TokenKind::Number {
                tried.extend(&self.rules.by_number);
            }
            for word in self.starting(unit) {
                tried.extend(&self.rules.by_word[word as usize]);
            }
            if !self.rules.by_found.is_empty() && self.found_at(unit).is_some() {
                tried.extend(&self.rules.by_found);
            }
            if tried.is_empty() {
                continue;
            }
            tried.sort_unstable();
            tried.dedup();
            for rule in &tried {
                self.try_rule(*rule, unit, &mut out);
            }
        }
        out.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end), m.rule));
        out
    }

    fn try_rule(&self, rule: usize, unit: usize, out: &mut Vec<Match<'t>>) {
        let text: &'t Text<'t> = self.text;
        let when: &'t Pattern = &text.pack.data.rules[rule].when;
        let first = out.len();
        self.run(when, State { at: unit, last: ("", None, None) }, (unit, Clitics::None), &mut Kept::new(), &mut |state, kept| {
            let here = kept.iter().find(|c| c.name == "here");
            let (start, end) = here.map_or((unit, state.at), |c| (c.start, c.end));
            // The first way to reach an end is the one that counts.
            if end > start && !out[first..].iter().any(|m| (m.start, m.end) == (start, end)) {
                out.push(Match { rule, from: unit, start, end, captures: kept.clone() });
            }
        });
    }

    /// Follows all ways through a pattern, one after the other, and goes on with each. `place`: the unit where the rule
    /// began, and what may be written onto the next word. Nothing is copied on the way.
    fn run(&self, pattern: &'t Pattern, state: State<'t>, place: (usize, Clitics), kept: &mut Kept<'t>, then: Then<'_, 't>) {
        let (from, clitics) = place;
        match pattern {
            Pattern::Sequence(all) => self.sequence(all, state, place, kept, then),
            Pattern::Either(all) => all.iter().for_each(|p| self.run(p, state, place, kept, then)),
            Pattern::Optional(p) => {
                self.run(p, state, place, kept, then);
                then(state, kept);
            }
            Pattern::Capture(name, p) => self.run(p, state, place, kept, &mut |s, kept| {
                let (value, number, found) = s.last;
                kept.push(Capture { name, start: state.at, end: s.at, value, number, found });
                then(s, kept);
                kept.pop();
            }),
            Pattern::Joined(p) => self.run(p, state, (from, Clitics::Joined), kept, then),
            Pattern::Governed(p) => self.run(p, state, (from, Clitics::Governed), kept, then),
            Pattern::Not(p) => {
                let mut none = true;
                self.run(p, state, (from, Clitics::Any), kept, &mut |_, _| none = false);
                if none {
                    then(state, kept);
                }
            }
            Pattern::Gap => self.gap(state, from, kept, then),
            atom => {
                let inside = self.text.units.get(state.at).is_some_and(|u| u.sentence == self.text.units[from].sentence);
                if inside {
                    self.atom(atom, state.at, if state.at == from { Clitics::Any } else { clitics }, &mut |s| then(s, kept));
                }
            }
        }
    }

    fn sequence(&self, all: &'t [Pattern], state: State<'t>, place: (usize, Clitics), kept: &mut Kept<'t>, then: Then<'_, 't>) {
        match all {
            [] => then(state, kept),
            [last] => self.run(last, state, place, kept, then),
            [first, rest @ ..] => {
                self.run(first, state, place, kept, &mut |s, kept| self.sequence(rest, s, (place.0, Clitics::None), kept, then));
            }
        }
    }

    fn gap(&self, state: State<'t>, from: usize, kept: &mut Kept<'t>, then: Then<'_, 't>) {
        let units = &self.text.units;
        for u in state.at..(state.at + GAP).min(units.len()) {
            let same = units[u].sentence == units[from].sentence;
            if !same || units[u].tag == Tag::Sign || u != state.at && units[u].tag == Tag::Verb {
                return;
            }
            then(State { at: u + 1, ..state }, kept);
        }
    }

    fn atom(&self, atom: &'t Pattern, at: usize, clitics: Clitics, then: &mut dyn FnMut(State<'t>)) {
        let text: &'t Text<'t> = self.text;
        let unit = &text.units[at];
        let mut step = |end: usize, value: &'t str, number: Option<f64>, found: Option<usize>| {
            then(State { at: end, last: (value, number, found) });
        };
        match atom {
            Pattern::Class { class, value, .. } => {
                for (end, w) in self.words(at, *class, clitics) {
                    let own: &'t str = &text.pack.data.words[w as usize].value;
                    if value.as_deref().is_none_or(|v| v == own) {
                        step(end, own, own.parse().ok(), None);
                    }
                }
            }
            Pattern::Number => {
                if let Some((n, end)) = self.number(at, clitics) {
                    step(end, text.key(at), Some(n), None);
                }
            }
            Pattern::Year => {
                let key = text.key(at);
                let digits = key.len() == 4 && key.bytes().all(|b| b.is_ascii_digit()) && matches!(key.as_bytes()[0], b'1' | b'2');
                if unit.kind == TokenKind::Number && digits {
                    step(at + 1, key, key.parse().ok(), None);
                }
            }
            Pattern::Dotted => {
                let key = text.key(at);
                let parts = || key.split('.').count() == 3 && key.split('.').all(|p| p.parse::<u16>().is_ok());
                if unit.kind == TokenKind::Number && parts() {
                    step(at + 1, key, None, None);
                }
            }
            Pattern::Sign(c) if unit.kind == TokenKind::Sign && text.sign(at) == *c => step(at + 1, "", None, None),
            Pattern::Found => {
                if let Some(i) = self.found_at(at).filter(|_| clitics == Clitics::Any || self.allows(clitics, text.pro(at))) {
                    step(self.found[i].end as usize, "", None, Some(i));
                }
            }
            _ => {}
        }
    }

    fn found_at(&self, unit: usize) -> Option<usize> {
        let i = self.found.partition_point(|p| (p.start as usize) < unit);
        (self.found.get(i)?.start as usize == unit).then_some(i)
    }

    /// The entries of the words and phrases that begin at a unit.
    fn starting(&self, unit: usize) -> impl Iterator<Item = u32> + '_ {
        let range = self.hits[unit] as usize..self.hits[unit + 1] as usize;
        self.text.hits[range].iter().filter_map(|h| match h.entity {
            Entity::Word(w) => Some(w),
            _ => None,
        })
    }

    /// The words of a class that begin at a unit: where each ends, and its entry.
    fn words(&self, unit: usize, class: u16, clitics: Clitics) -> impl Iterator<Item = (usize, u32)> + '_ {
        let hits = &self.text.hits[self.hits[unit] as usize..self.hits[unit + 1] as usize];
        hits.iter().filter_map(move |hit| match hit.entity {
            Entity::Word(w) if self.text.pack.data.words[w as usize].class == class && self.allows(clitics, hit.pro) => {
                Some((hit.end as usize, w))
            }
            _ => None,
        })
    }

    fn allows(&self, clitics: Clitics, pro: u8) -> bool {
        let pro = &self.text.lexer.proclitics[pro as usize];
        match clitics {
            Clitics::Any => true,
            Clitics::None => !pro.conj && pro.prep.is_empty(),
            Clitics::Joined => pro.conj,
            Clitics::Governed => !pro.conj,
        }
    }

    /// A whole number in digits or words, and where it ends.
    fn number(&self, unit: usize, clitics: Clitics) -> Option<(f64, usize)> {
        if self.text.units[unit].kind == TokenKind::Number {
            let key = self.text.key(unit);
            return key.parse::<u32>().ok().map(|n| (f64::from(n), unit + 1));
        }
        let (mut total, _) = self.number_word(unit).filter(|(_, pro)| self.allows(clitics, *pro))?;
        let mut end = unit + 1;
        while let Some((next, pro)) =
            self.text.units.get(end).filter(|u| u.sentence == self.text.units[unit].sentence).and_then(|_| self.number_word(end))
        {
            let joined = self.text.lexer.proclitics[pro as usize].conj;
            let teen = next == 10.0 && !joined && total < 10.0;
            let tens = joined && (total < 10.0 && (20.0..100.0).contains(&next) || total >= 100.0 && next < total);
            if !teen && !tens {
                break;
            }
            total += next;
            end += 1;
        }
        Some((total, end))
    }

    /// The value of a number word, with or without the article, and its proclitics.
    fn number_word(&self, unit: usize) -> Option<(f64, u8)> {
        *self.number_words[unit].get_or_init(|| self.find_number_word(unit))
    }

    fn find_number_word(&self, unit: usize) -> Option<(f64, u8)> {
        let num = self.rules.num?;
        let pack = self.text.pack;
        let plain = self.text.hits[self.hits[unit] as usize..self.hits[unit + 1] as usize].iter().find_map(|h| match h.entity {
            Entity::Word(w) if pack.data.words[w as usize].class == num && h.end == h.start + 1 => Some((w, h.pro)),
            _ => None,
        });
        let definite = || {
            if self.text.units[unit].kind != TokenKind::Word {
                return None;
            }
            let key = self.text.key(unit);
            self.text.lexer.proclitics.iter().enumerate().filter(|(_, p)| p.article && p.restore.is_empty()).find_map(|(i, p)| {
                let node = pack.phrase_walk(pack.phrase_root(), key.strip_prefix(&*p.form)?)?;
                pack.phrase_entities(node).into_iter().find_map(|e| match e {
                    Entity::Word(w) if pack.data.words[w as usize].class == num => Some((w, i as u8)),
                    _ => None,
                })
            })
        };
        let (w, pro) = plain.or_else(definite)?;
        pack.data.words[w as usize].value.parse().ok().map(|n| (n, pro))
    }
}
