//! Expands the whole lexicon: says how many forms it has, how long that takes,
//! and which verbs do not come out of their root and measure.

use std::time::Instant;

use marsad_morph::{Nominal, NominalPos, Verb};

#[path = "../tests/it/tsv.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod tsv;

fn main() {
    let patterns = tsv::arabic();
    let list = |text: &'static str| -> Vec<&'static str> { text.split('|').filter(|part| !part.is_empty()).collect() };
    let verbs = Box::leak(tsv::rows("lexicon/verbs.tsv").into_boxed_slice());
    let nouns = Box::leak(tsv::rows("lexicon/nouns.tsv").into_boxed_slice());
    let start = Instant::now();
    let (mut forms, mut most, mut faults) = (0, (0, ""), Vec::new());
    for row in verbs.iter() {
        let f = &row.fields;
        let verb = Verb { form: &f[0], root: &f[1], measure: &f[2], vowel: &f[3], masdars: list(&f[4]) };
        match patterns.verb(&verb) {
            Ok(found) => {
                forms += found.len();
                most = most.max((found.len(), verb.form));
            }
            Err(problem) => faults.push((row.line, problem)),
        }
    }
    let verb_time = start.elapsed();
    let mut nominal_forms = 0;
    for row in nouns.iter() {
        let f = &row.fields;
        let pos = if f[1] == "a" { NominalPos::Adjective } else { NominalPos::Noun };
        let nominal = Nominal { form: &f[0], pos, feminine: f[2] == "f", plurals: list(&f[3]) };
        nominal_forms += patterns.nominal(&nominal).len();
    }
    for (line, problem) in &faults {
        println!("verbs.tsv:{line}: {problem}");
    }
    println!("{} verbs, {forms} forms, most {most:?}, {} faults, {verb_time:?}", verbs.len(), faults.len());
    println!("{} nouns, {nominal_forms} forms, {:?}", nouns.len(), start.elapsed() - verb_time);
}
