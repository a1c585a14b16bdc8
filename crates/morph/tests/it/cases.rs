//! Cells of paradigms from `lang/ar/cases`: each word must be made, with the features of its cell.

use marsad_morph::{Case, Feats, Form, Gender, Nominal, NominalPos, Number, Patterns, Row, State, Verb};

use crate::slot::Slot;
use crate::tsv;

fn list(text: &str) -> Vec<&str> {
    text.split('|').filter(|part| !part.is_empty()).collect()
}

/// What is wrong with a cell, if anything.
fn check(patterns: &Patterns, verb: &Verb<'_>, slot: &str, word: &str) -> Result<(), String> {
    let cell = Slot::read(slot).ok_or_else(|| format!("no cell `{slot}`"))?;
    let forms = patterns.verb(verb).map_err(|problem| problem.to_string())?;
    if forms.iter().any(|form| form.text == word && cell.takes(form.feats)) {
        return Ok(());
    }
    let made = forms.iter().filter(|form| cell.takes(form.feats)).map(|form| form.text.as_str());
    Err(format!("{} {slot}: want {word}, made {:?}", verb.form, made.collect::<Vec<_>>()))
}

#[test]
fn paradigms_come_out_cell_by_cell() {
    let patterns = tsv::arabic();
    let rows = tsv::rows("cases/paradigms.tsv");
    let mut wrong = Vec::new();
    for row in &rows {
        let [form, root, measure, vowel, masdars, slot, word] = row.fields.as_slice() else {
            wrong.push(format!("{}: seven fields wanted", row.line));
            continue;
        };
        let verb = Verb { form, root, measure, vowel, masdars: list(masdars) };
        if let Err(message) = check(&patterns, &verb, slot, word) {
            wrong.push(format!("{}: {message}", row.line));
        }
    }
    assert!(rows.len() >= 600, "only {} cells", rows.len());
    assert!(wrong.is_empty(), "{} of {} cells\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

#[test]
fn nominals_come_out_cell_by_cell() {
    let patterns = tsv::arabic();
    let rows = tsv::rows("cases/nominals.tsv");
    let mut wrong = Vec::new();
    for row in &rows {
        let [form, pos, gender, plurals, slot, word] = row.fields.as_slice() else {
            wrong.push(format!("{}: six fields wanted", row.line));
            continue;
        };
        let pos = if pos == "a" { NominalPos::Adjective } else { NominalPos::Noun };
        let nominal = Nominal { form, pos, feminine: gender == "f", plurals: list(plurals) };
        let forms = patterns.nominal(&nominal);
        let Some(cell) = Slot::read(slot) else {
            wrong.push(format!("{}: no cell `{slot}`", row.line));
            continue;
        };
        let made: Vec<&str> = forms.iter().filter(|form| cell.takes(form.feats)).map(|form: &Form| form.text.as_str()).collect();
        let right = match word.strip_prefix('!') {
            Some(absent) => !made.contains(&absent),
            None => made.contains(&word.as_str()),
        };
        if !right {
            wrong.push(format!("{}: {form} {slot}: want {word}, made {made:?}", row.line));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cells\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// Vowels of the middle radical that measure 1 knows.
const VOWELS: [&str; 6] = ["a-u", "a-i", "a-a", "i-a", "u-u", "i-i"];

/// The name of a cell of `verbs.tsv` as [`Slot`] has it.
fn verb_cell(slot: &str) -> String {
    let (passive, rest) = slot.strip_prefix("pass.").map_or((false, slot), |rest| (true, rest));
    let (aspect, person) = rest.split_once('.').unwrap_or((rest, ""));
    let aspect = match aspect {
        "pres" => "present",
        "juss" | "subj" => "jussive",
        "imp" => "imperative",
        "actpart" => "act",
        "passpart" => "pass",
        other => other,
    };
    let voice = if passive { ".pass" } else { "" };
    if person.is_empty() { aspect.to_owned() } else { format!("{aspect}{voice}.{person}") }
}

#[test]
fn verbs_of_the_lexicon_come_out_cell_by_cell() {
    let patterns = tsv::arabic();
    let (lexicon, rows) = (tsv::lexicon("verbs"), tsv::rows("cases/verbs.tsv"));
    let mut wrong = Vec::new();
    for row in &rows {
        let [form, root, measure, slot, word] = row.fields.as_slice() else {
            wrong.push(format!("{}: five fields wanted", row.line));
            continue;
        };
        let entries = lexicon.iter().filter(|entry| entry.fields[..3] == row.fields[..3]);
        let mut verbs: Vec<Verb<'_>> =
            entries.map(|entry| Verb { form, root, measure, vowel: &entry.fields[3], masdars: list(&entry.fields[4]) }).collect();
        if verbs.is_empty() {
            // Not in the lexicon (yet): measure 1 with any vowels, and the masdar of the cases.
            let vowels = if measure == "1" { &VOWELS[..] } else { &[""] };
            let masdars = if slot == "masdar" && measure == "1" { vec![word.as_str()] } else { vec![] };
            let verb = |&vowel| Verb { form, root, measure, vowel, masdars: masdars.clone() };
            verbs = vowels.iter().map(verb).collect();
        }
        let faults: Vec<String> = verbs.iter().filter_map(|verb| check(&patterns, verb, &verb_cell(slot), word).err()).collect();
        if faults.len() == verbs.len() {
            wrong.push(format!("{}: {}", row.line, faults.join("; ")));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cells\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// Rows of the noun lexicon for a lemma. A word that is not listed there (yet)
/// is taken with the plural that the cases give it.
fn listed<'a>(lexicon: &'a [Row], form: &'a str, cases: &'a [Row]) -> Vec<Nominal<'a>> {
    let rows: Vec<Nominal<'a>> = lexicon
        .iter()
        .filter(|row| row.fields.first().is_some_and(|field| field == form))
        .map(|row| Nominal {
            form,
            pos: if row.fields[1] == "a" { NominalPos::Adjective } else { NominalPos::Noun },
            feminine: row.fields[2] == "f",
            plurals: list(&row.fields[3]),
        })
        .collect();
    if !rows.is_empty() {
        return rows;
    }
    let plural = cases.iter().find(|row| row.fields[0] == form && row.fields[1] == "pl");
    let plurals = plural.map(|row| row.fields[2].as_str()).into_iter().collect();
    vec![Nominal { form, pos: NominalPos::Noun, feminine: false, plurals }]
}

/// The words that fill a cell of `nouns.tsv`.
fn noun_cell(patterns: &Patterns, nominal: &Nominal<'_>, slot: &str) -> Option<Vec<String>> {
    let mut nominal = nominal.clone();
    if slot.starts_with("fem") {
        // The lexicon lists the feminines of nouns; the mechanism is that of adjectives.
        nominal.pos = NominalPos::Adjective;
        nominal.feminine = false;
    }
    let forms = patterns.nominal(&nominal);
    let select = |number, gender: Option<Gender>, case, states: &[State]| -> Vec<String> {
        let fits = |feats: Feats| {
            feats.number() == number
                && gender.is_none_or(|g| g == feats.gender())
                && (feats.case() == Case::Any || feats.case() == case)
                && states.contains(&feats.state())
        };
        forms.iter().filter(|form| fits(form.feats)).map(|form| form.text.clone()).collect()
    };
    let (sg, du, pl) = (Number::Singular, Number::Dual, Number::Plural);
    let feminine = Some(Gender::Feminine);
    Some(match slot {
        "pl" => select(pl, None, Case::Nom, &[State::Free]),
        "pl.obl" => select(pl, None, Case::Obl, &[State::Free]),
        "pl.construct" => select(pl, None, Case::Nom, &[State::Free, State::Construct]),
        "dual.nom" => select(du, None, Case::Nom, &[State::Free]),
        "dual.obl" => select(du, None, Case::Obl, &[State::Free]),
        "dual.construct" => select(du, None, Case::Nom, &[State::Construct]),
        "acc" => {
            let tanwin = select(sg, None, Case::Obl, &[State::Tanwin]);
            if tanwin.is_empty() { select(sg, None, Case::Any, &[State::Free]) } else { tanwin }
        }
        "fem" => select(sg, feminine, Case::Nom, &[State::Free]),
        "fem.pl" => select(pl, feminine, Case::Nom, &[State::Free]),
        "sg.def" => select(sg, None, Case::Any, &[State::Free]).iter().map(|w| format!("ال{w}")).collect(),
        _ => {
            let pronoun = match slot.strip_prefix("poss.")? {
                "3ms" => "ه",
                "3fs" => "ها",
                "3mp" => "هم",
                "1p" => "نا",
                _ => return None,
            };
            let stems = select(sg, None, Case::Nom, &[State::Free, State::Construct, State::Bound]);
            stems.iter().map(|stem| format!("{stem}{pronoun}")).collect()
        }
    })
}

#[test]
fn nouns_of_the_lexicon_come_out_cell_by_cell() {
    let patterns = tsv::arabic();
    let (lexicon, rows) = (tsv::lexicon("nouns"), tsv::rows("cases/nouns.tsv"));
    let mut wrong = Vec::new();
    for row in &rows {
        let [form, slot, word] = row.fields.as_slice() else {
            wrong.push(format!("{}: three fields wanted", row.line));
            continue;
        };
        let nominals = listed(&lexicon, form, &rows);
        let made: Vec<Option<Vec<String>>> = nominals.iter().map(|nominal| noun_cell(&patterns, nominal, slot)).collect();
        if !made.iter().flatten().flatten().any(|text| text == word) {
            wrong.push(format!("{}: {form} {slot}: want {word}, made {made:?}", row.line));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cells\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}
