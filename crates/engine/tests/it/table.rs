//! Tables of cases in `lang/ar/cases`, and what comes out of running them.
//!
//! A case that the engine gets wrong stays in its table with `known-wrong: reason`. It must then still be wrong: a
//! change that mends it fails the test until the mark is taken off.

use std::path::Path;

/// Mark of a case that is wrong now.
const WRONG: &str = "known-wrong: ";

/// The text of a file of cases.
pub fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lang/ar/cases").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The rows of a table, without comments and header.
pub fn rows<const N: usize>(name: &str, header: [&str; N]) -> Vec<[String; N]> {
    let text = file(name);
    let mut lines = text.lines().filter(|l| !l.starts_with('#'));
    assert_eq!(lines.next(), Some(&*header.join("\t")), "header of {name}");
    let fields = |line: &str| {
        let fields: Vec<String> = line.split('\t').map(str::to_owned).collect();
        fields.try_into().unwrap_or_else(|_| panic!("expected {N} columns in {name}: {line}"))
    };
    lines.map(fields).collect()
}

/// Counts cases and gathers faults.
#[derive(Default)]
pub struct Tally {
    cases: usize,
    wrong: usize,
    faults: Vec<String>,
}

impl Tally {
    /// Notes one case. `note` is empty or says why it is wrong now.
    pub fn case(&mut self, name: &str, note: &str, wanted: &str, shown: &str) {
        self.cases += 1;
        assert!(note.is_empty() || note.strip_prefix(WRONG).is_some_and(|r| !r.is_empty()), "«{name}»: a note is `{WRONG}reason`: {note}");
        self.wrong += usize::from(!note.is_empty());
        match (note.is_empty(), wanted == shown) {
            (true, false) => self.faults.push(format!("«{name}»\n    expected {wanted}\n    found    {shown}")),
            (false, true) => self.faults.push(format!("«{name}» is right now; take off `{note}`")),
            _ => {}
        }
    }

    /// Fails unless every case came out as its table says, and there are at least so many that are right.
    pub fn end(self, least: usize) {
        let Self { cases, wrong, faults } = self;
        println!("{cases} cases, {wrong} known to be wrong");
        assert!(faults.is_empty(), "{} of {cases} cases ({wrong} known to be wrong):\n{}", faults.len(), faults.join("\n"));
        assert!(cases - wrong >= least, "expected {least} cases that are right at least, found {}", cases - wrong);
    }
}
