//! The tables of a language, read and checked.

use std::collections::{BTreeMap, BTreeSet};

use crate::affix::{self, Affix, Kind};
use crate::alphabet::Alphabet;
use crate::feats::Feats;
use crate::pattern::{self, PatternRow, Shape, Slot};
use crate::problem::{Problem, Row, Table};
use crate::rule::{self, Classes, Rule, RuleText};

/// The rows of the three tables.
#[derive(Debug, Clone, Copy)]
pub struct Tables<'a> {
    /// Rows of `patterns.tsv`: measure, vowel, root, slot, pattern, note.
    pub patterns: &'a [Row],
    /// Rows of `affixes.tsv`: kind, feats, root, prefix, form, bound, note.
    pub affixes: &'a [Row],
    /// Rows of `orthography.tsv`: kind, name, from, to, left, right, note.
    pub orthography: &'a [Row],
}

/// The tables of a language, ready to make forms.
#[derive(Debug, Clone)]
pub struct Patterns {
    pub(crate) alphabet: Alphabet,
    /// Signs that end a feminine noun (the class named `feminine`).
    pub(crate) feminine_end: u128,
    pub(crate) weak: Vec<Rule>,
    pub(crate) seat: Vec<Rule>,
    pub(crate) noun: Vec<Rule>,
    pub(crate) rows: Vec<PatternRow>,
    /// Rows of a measure and slot, in the order of the table.
    pub(crate) index: BTreeMap<String, BTreeMap<Slot, Vec<usize>>>,
    pub(crate) affixes: BTreeMap<Kind, Vec<Affix>>,
    /// Feminines that are words of their own, by their masculine.
    pub(crate) feminines: BTreeMap<String, String>,
    /// Stems of nouns that are shortened when indefinite, by the short form.
    pub(crate) full: BTreeMap<String, String>,
    /// Forms of single words, by lemma.
    pub(crate) words: BTreeMap<String, Vec<(Feats, String)>>,
}

impl Patterns {
    /// Reads the tables.
    ///
    /// # Errors
    ///
    /// All faults of all rows, not only the first.
    pub fn new(tables: &Tables<'_>) -> Result<Patterns, Vec<Problem>> {
        let mut patterns = Patterns {
            alphabet: Alphabet::new(),
            feminine_end: 0,
            weak: Vec::new(),
            seat: Vec::new(),
            noun: Vec::new(),
            rows: Vec::new(),
            index: BTreeMap::new(),
            affixes: BTreeMap::new(),
            feminines: BTreeMap::new(),
            full: BTreeMap::new(),
            words: BTreeMap::new(),
        };
        let mut problems = Vec::new();
        let mut note = |table, row: &Row, result: Result<(), String>| {
            if let Err(message) = result {
                problems.push(Problem::new(table, row.line, message));
            }
        };
        for row in tables.orthography.iter().filter(|row| row.get(0) == "sign") {
            note(Table::Orthography, row, patterns.add_sign(row));
        }
        let mut classes = Classes::new();
        for row in tables.orthography.iter().filter(|row| row.get(0) != "sign") {
            note(Table::Orthography, row, patterns.add_rule(row, &mut classes));
        }
        for row in tables.affixes {
            note(Table::Affixes, row, patterns.add_affix(row));
        }
        for (number, row) in tables.patterns.iter().enumerate() {
            note(Table::Patterns, row, patterns.add_pattern(row, number));
        }
        patterns.check_measures(tables.patterns, &mut problems);
        if problems.is_empty() { Ok(patterns) } else { Err(problems) }
    }

    fn add_sign(&mut self, row: &Row) -> Result<(), String> {
        let mut letters = row.get(2).chars();
        let (&[sign], letter, None) = (row.get(1).as_bytes(), letters.next(), letters.next()) else {
            return Err("a sign is one ASCII character and stands for one letter or none".into());
        };
        if self.alphabet.add(sign, letter) { Ok(()) } else { Err(format!("`{}` cannot be a sign, or is one already", row.get(1))) }
    }

    fn add_rule(&mut self, row: &Row, classes: &mut Classes) -> Result<(), String> {
        let name = row.get(1);
        match row.get(0) {
            "class" => {
                let set = rule::read_set(row.get(2), &self.alphabet)?;
                if name == "feminine" {
                    self.feminine_end = set;
                }
                classes.push((name.to_owned(), set));
                Ok(())
            }
            kind @ ("rule" | "also") => {
                let text = RuleText { from: row.get(2), to: row.get(3), left: row.get(4), right: row.get(5), also: kind == "also" };
                let rule = Rule::new(&text, &self.alphabet, classes)?;
                match name {
                    "weak" => self.weak.push(rule),
                    "seat" => self.seat.push(rule),
                    "noun" => self.noun.push(rule),
                    _ => return Err(format!("no stage `{name}`; stages are weak, seat, noun")),
                }
                Ok(())
            }
            other => Err(format!("no kind `{other}`; kinds are sign, class, rule, also")),
        }
    }

    fn add_affix(&mut self, row: &Row) -> Result<(), String> {
        let kind = row.get(0);
        if let "feminine" | "full" | "word" = kind {
            let (lemma, form) = (row.get(4).to_owned(), row.get(5).to_owned());
            if lemma.is_empty() || form.is_empty() {
                return Err(format!("`{kind}` needs the lemma in `form` and its form in `bound`"));
            }
            match kind {
                "feminine" => drop(self.feminines.insert(lemma, form)),
                "full" => drop(self.full.insert(lemma, form)),
                _ => {
                    let feats = affix::read_feats(row.get(1))?;
                    self.words.entry(lemma).or_default().push((feats, form));
                }
            }
            return Ok(());
        }
        let kind = Kind::read(kind).ok_or_else(|| format!("no kind `{kind}`"))?;
        let fields = [row.get(1), row.get(2), row.get(3), row.get(4), row.get(5)];
        let affix = Affix::read(fields, &self.alphabet)?;
        self.affixes.entry(kind).or_default().push(affix);
        Ok(())
    }

    fn add_pattern(&mut self, row: &Row, number: usize) -> Result<(), String> {
        let slot = Slot::read(row.get(3)).ok_or_else(|| format!("no slot `{}`", row.get(3)));
        let list = |text: &str| -> Vec<String> { text.split('|').filter(|part| !part.is_empty()).map(str::to_owned).collect() };
        let patterns = list(row.get(4));
        if slot != Ok(Slot::Else) {
            for pattern in &patterns {
                pattern::check(pattern, &self.alphabet)?;
            }
        }
        let shape = Shape::read(row.get(2), &self.alphabet);
        // The row keeps its place even if faulty, so that `index` stays true.
        self.rows.push(PatternRow {
            measures: list(row.get(0)),
            vowels: list(row.get(1)),
            shape: shape.clone().unwrap_or_default(),
            patterns: patterns.into_iter().map(String::into_bytes).collect(),
        });
        for measure in list(row.get(0)) {
            self.index.entry(measure).or_default().entry(slot.clone()?).or_default().push(number);
        }
        shape.map(|_| ())
    }

    /// A measure that is used but has no stem of the past cannot be told by its lemma.
    fn check_measures(&self, rows: &[Row], problems: &mut Vec<Problem>) {
        let mut seen = BTreeSet::new();
        for (row, pattern) in rows.iter().zip(&self.rows) {
            for measure in &pattern.measures {
                let slots = self.index.get(measure);
                if seen.insert(measure) && !slots.is_some_and(|slots| slots.contains_key(&Slot::Past)) {
                    let message = format!("measure `{measure}` has no row of slot `past`");
                    problems.push(Problem::new(Table::Patterns, row.line, message));
                }
            }
        }
    }

    /// The first row of `measure` and `slot` that fits vowels and root.
    pub(crate) fn row<'a>(&'a self, measure: &str, slot: Slot, vowel: &'a str, root: &'a [u8]) -> Option<&'a PatternRow> {
        self.fitting(measure, slot, vowel, root).next()
    }

    /// All rows of `measure` and `slot` that fit, in order.
    pub(crate) fn fitting<'a>(&'a self, measure: &str, slot: Slot, vowel: &'a str, root: &'a [u8]) -> impl Iterator<Item = &'a PatternRow> {
        let numbers = self.index.get(measure).and_then(|slots| slots.get(&slot)).map_or(&[][..], Vec::as_slice);
        numbers
            .iter()
            .filter_map(|&n| self.rows.get(n))
            .filter(move |row| row.shape.fits(root) && (row.vowels.is_empty() || row.vowels.iter().any(|v| v == vowel)))
    }

    pub(crate) fn endings(&self, kind: Kind) -> &[Affix] {
        self.affixes.get(&kind).map_or(&[], Vec::as_slice)
    }

    /// Sounds to the written word or words.
    pub(crate) fn spell(&self, word: &[u8]) -> Vec<String> {
        let mut texts = Vec::new();
        for weak in rule::run(&self.weak, word) {
            let inner = weak.strip_prefix(b"#").and_then(|w| w.strip_suffix(b"#")).unwrap_or(&weak);
            for seated in rule::run(&self.seat, inner) {
                texts.extend(self.alphabet.write(&seated));
            }
        }
        texts.sort();
        texts.dedup();
        texts
    }

    /// Letters of a noun, seam and ending to the written word or words.
    pub(crate) fn join(&self, word: &[u8]) -> Vec<String> {
        let mut texts: Vec<String> = rule::run(&self.noun, word).iter().filter_map(|signs| self.alphabet.write(signs)).collect();
        texts.sort();
        texts.dedup();
        texts
    }
}
