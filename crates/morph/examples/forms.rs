//! Prints all forms of words of the lexicon notation, to look at a table while writing it.
//!
//! ```text
//! cargo run --example forms -- FORM ROOT MEASURE VOWEL MASDAR…
//! cargo run --example forms -- noun FORM PLURAL…
//! ```

use marsad_morph::{Nominal, NominalPos, Verb};

#[path = "../tests/it/tsv.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod tsv;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let patterns = tsv::arabic();
    let forms = match args.as_slice() {
        [pos @ ("noun" | "adj"), form, plurals @ ..] => patterns.nominal(&Nominal {
            form,
            pos: if *pos == "noun" { NominalPos::Noun } else { NominalPos::Adjective },
            feminine: false,
            plurals: plurals.to_vec(),
        }),
        [form, root, measure, rest @ ..] => {
            let (vowel, masdars) = rest.split_first().map_or(("", &[][..]), |(v, m)| (*v, m));
            let verb = Verb { form, root, measure, vowel, masdars: masdars.to_vec() };
            patterns.verb(&verb).unwrap_or_else(|problem| {
                eprintln!("{problem}");
                Vec::new()
            })
        }
        _ => Vec::new(),
    };
    for form in forms {
        println!("{}\t{}", form.feats, form.text);
    }
}
