//! Time expressions: the table of cases (phrases of one text parted by `|`), and the examples of the rules.

use crate::pack;
use jiff::civil::Date;
use marsad_engine::grammar;
use marsad_engine::lex::Lexer;
use marsad_engine::text::Text;
use marsad_engine::time::times;
use std::path::Path;

#[test]
fn every_rule_matches_its_examples() {
    let faults = grammar::check_examples(pack());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The phrases that a row asks for, `|` between them.
fn wanted(phrases: &str, first: &str, last: &str) -> Vec<String> {
    if phrases.is_empty() {
        return Vec::new();
    }
    let [phrases, first, last] = [phrases, first, last].map(|c| c.split('|').collect::<Vec<_>>());
    let day = |list: &[&str], i: usize| list.get(i).map_or_else(String::new, |d| (*d).to_owned());
    (0..phrases.len()).map(|i| format!("{}\t{}\t{}", phrases[i], day(&first, i), day(&last, i))).collect()
}

#[test]
fn the_table_of_expressions() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lang/ar/cases/time.tsv");
    let table = std::fs::read_to_string(path).expect("the table is there");
    let lexer = Lexer::new(pack());
    let mut faults = Vec::new();
    let mut cases = 0;
    for line in table.lines().filter(|l| !l.starts_with('#')).skip(1) {
        let [text, published, expected, first, last, class] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("expected six columns: {line}")
        };
        cases += 1;
        let day = |s: &str| (!s.is_empty()).then(|| s.parse::<Date>().expect("an ISO date"));
        let prepared = Text::new(pack(), &lexer, text, None);
        let found = times(&prepared, day(published));
        let shown: Vec<String> = found
            .iter()
            .map(|p| {
                let raw = prepared.raw_span(p.start as usize, p.end as usize, prepared.pro(p.start as usize)).of(text);
                let iso = |d: Option<Date>| d.map_or_else(String::new, |d| d.to_string());
                format!("{raw}\t{}\t{}", iso(p.first), iso(p.last))
            })
            .collect();
        let wanted = wanted(expected, first, last);
        if shown != wanted {
            let rules: Vec<&str> = found.iter().map(|p| &*p.rule).collect();
            faults.push(format!("[{class}] «{text}»: expected {wanted:?}, found {shown:?} by {rules:?}"));
        }
    }
    assert!(cases >= 420, "expected 420 cases at least, found {cases}");
    assert!(faults.is_empty(), "{} of {cases} cases fail:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn phrases_are_in_order_and_do_not_overlap() {
    let lexer = Lexer::new(pack());
    let text = "منذ مساء الخميس حتى فجر الجمعة وأمس السبت 3 آب 2024 قبل يومين في 2014 حتى الآن";
    let prepared = Text::new(pack(), &lexer, text, None);
    let found = times(&prepared, None);
    assert!(found.len() >= 4);
    assert!(found.windows(2).all(|w| w[0].end <= w[1].start));
}
