//! Laws that hold for every root and measure.

use std::sync::LazyLock;

use marsad_morph::{Feats, Nominal, NominalPos, Patterns, Row, Tables, Verb};
use proptest::prelude::*;

use crate::tsv;

static ARABIC: LazyLock<Patterns> = LazyLock::new(tsv::arabic);

const LETTERS: &str = "[ءبتثجحخدذرزسشصضطظعغفقكلمنهوي]{3,4}";
const MEASURES: &[&str] = &["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "q1", "q2", "q4", "5t", "", "11"];
const VOWELS: &[&str] = &["", "a-u", "a-i", "a-a", "i-a", "i-i", "u-u", "a", "x-y"];

/// The lemma that the tables give for a root, told by the message that refuses another.
fn lemma(root: &str, measure: &str, vowel: &str) -> Option<String> {
    let verb = Verb { form: "?", root, measure, vowel, masdars: vec![] };
    let message = ARABIC.verb(&verb).err()?.message;
    let quoted: Vec<&str> = message.split('`').collect();
    quoted.get(5).map(|&lemma| lemma.to_owned())
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}') || c.is_ascii()
}

proptest! {
    #[test]
    fn forms_are_letters_only_sorted_and_few(
        root in LETTERS, measure in 0..MEASURES.len(), vowel in 0..VOWELS.len(),
    ) {
        let (measure, vowel) = (MEASURES[measure], VOWELS[vowel]);
        let Some(lemma) = lemma(&root, measure, vowel) else { return Ok(()) };
        let verb = Verb { form: &lemma, root: &root, measure, vowel, masdars: vec![&lemma] };
        let forms = ARABIC.verb(&verb).map_err(|p| TestCaseError::fail(p.message))?;
        prop_assert!(forms.len() > 20, "{forms:?}");
        prop_assert!(forms.len() < 220, "{} forms", forms.len());
        for form in &forms {
            prop_assert!(!form.text.chars().any(is_mark), "{}", form.text);
            prop_assert_eq!(Feats::from_bits(form.feats.bits()), form.feats);
        }
        prop_assert!(forms.is_sorted_by(|a, b| a < b), "sorted, no duplicates");
        prop_assert_eq!(&forms, &ARABIC.verb(&verb).unwrap_or_default());
    }

    #[test]
    fn any_row_of_a_lexicon_is_survived(
        form in ".{0,8}", root in ".{0,5}", measure in "[0-9q]{0,2}", vowel in ".{0,3}", other in ".{0,6}",
    ) {
        let verb = Verb { form: &form, root: &root, measure: &measure, vowel: &vowel, masdars: vec![&other] };
        let _ = ARABIC.verb(&verb);
        for pos in [NominalPos::Noun, NominalPos::Adjective, NominalPos::Nisba] {
            let _ = ARABIC.nominal(&Nominal { form: &form, pos, feminine: false, plurals: vec![&other] });
        }
    }

    #[test]
    fn nouns_keep_to_letters(form in "[ءأؤئآابتدرسعقلمنهويىة]{1,7}", plural in "[اأءبتدعلمنيوىة]{1,7}") {
        for pos in [NominalPos::Noun, NominalPos::Adjective] {
            let nominal = Nominal { form: &form, pos, feminine: false, plurals: vec!["ات", "ون", &plural] };
            let forms = ARABIC.nominal(&nominal);
            prop_assert!(forms.iter().any(|f| f.text == form));
            prop_assert!(forms.iter().all(|f| !f.text.chars().any(is_mark)), "{forms:?}");
            prop_assert!(forms.is_sorted_by(|a, b| a < b), "sorted, no duplicates");
        }
    }

    #[test]
    fn faulty_tables_are_reported_not_fatal(cells in prop::collection::vec("[a-z0-9|.\\[\\]{}#\\\\+^é-]{0,5}", 6)) {
        let row = Row { line: 7, fields: cells };
        let mut orthography = tsv::rows("orthography.tsv");
        let (mut patterns, mut affixes) = (tsv::rows("patterns.tsv"), tsv::rows("affixes.tsv"));
        for (kind, table) in [("rule", &mut orthography), ("participle", &mut affixes), ("3", &mut patterns)] {
            let mut row = row.clone();
            row.fields[0] = kind.into();
            table.push(row);
        }
        let tables = Tables { patterns: &patterns, affixes: &affixes, orthography: &orthography };
        if let Err(problems) = Patterns::new(&tables) {
            prop_assert!(problems.iter().all(|p| p.line == 7), "{problems:?}");
        }
    }
}

#[test]
fn a_wrong_lemma_is_told_with_the_right_one() {
    let verb = Verb { form: "قول", root: "قول", measure: "1", vowel: "a-u", masdars: vec![] };
    let message = ARABIC.verb(&verb).map_err(|problem| problem.to_string());
    assert!(message.is_err_and(|m| m.contains("`قال`, not `قول`")));
}
