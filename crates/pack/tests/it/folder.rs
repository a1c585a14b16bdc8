//! Folders with something wrong in them: one clear finding each.

use crate::small;
use marsad_pack::{Diag, build};

fn findings(name: &str, changes: &[(&str, &str)]) -> Vec<Diag> {
    build(&small::write(name, changes)).map_or_else(|diags| diags, |(_, diags)| diags)
}

#[test]
fn what_is_wrong_is_said_where_it_is_wrong() {
    // File, its text, where the finding points, words of its message.
    let cases: &[(&str, &str, u32, &str)] = &[
        ("lang/xx/pack.toml", "id = \"xx\"\nversion = 0.1.0\n", 2, ""),
        ("lang/xx/pack.toml", "id = \"xx\"\n", 0, "`version`"),
        ("lang/xx/fold.tsv", "from\tform\tkey\tnote\nU+0623\t\tX\t\n", 2, "code points"),
        ("lang/xx/fold.tsv", "from\tform\tkey\tnote\nU+0623 U+0624\t\t\t\n", 2, "code points"),
        ("lang/xx/clitics.tsv", "form\trole\torder\thosts\tgloss\nو\tconj\tfirst\tany\t\n", 2, "number"),
        ("lang/xx/lexicon/words.tsv", "form\tclass\nفي\tprep\n", 1, "`value`"),
        ("lang/xx/weights/trigger.tsv", "feature\tno\nw=1\thigh\n", 2, "numbers"),
        (
            "world/places/towns.tsv",
            "id\tname_en\tfeature\tcountry\tlat\tlon\tpopulation\tparent\tnames_ar\nm:1\tT\ttown\tYYY\t1\t2\t\t\tأم\n",
            2,
            "YYY",
        ),
        (
            "world/places/towns.tsv",
            "id\tname_en\tfeature\tcountry\tlat\tlon\tpopulation\tparent\tnames_ar\nm:1\tT\ttown\tXXX\tn\t2\t\t\tأم\n",
            2,
            "degrees",
        ),
        (
            "world/actors/states.tsv",
            "id\tkind\tname_en\tcode\tbase\ttone\tnames_ar\tnames_en\nx\tstate\tN\tXXX-GOV\t\t\tأم\t\n",
            2,
            "USA:MIL",
        ),
        ("lang/xx/grammar/a.rules", "when @day\n", 1, "rule"),
    ];
    for (path, text, line, words) in cases {
        let diags = findings("wrong", &[(path, text)]);
        let found = diags.iter().find(|d| d.file.ends_with(path) && d.line == *line && d.message.contains(words));
        assert!(found.is_some(), "{path}: {text}\n{diags:?}");
    }
}

#[test]
fn a_folder_that_is_none_is_said_to_be_none() {
    let diags = build(std::path::Path::new("no/such/folder")).map(|_| ()).unwrap_err();
    assert!(diags.len() == 1 && diags[0].message.contains("manifest"), "{diags:?}");
}

#[test]
fn bytes_that_are_no_text_are_a_finding() {
    let root = small::write("binary", &[]);
    std::fs::write(root.join("lexicon/words.tsv"), [0xFF, 0xD8, 0xFF, 0xE0, 0, 1]).expect("a file");
    let diags = build(&root).map(|_| ()).unwrap_err();
    assert!(diags.iter().any(|d| d.file.ends_with("words.tsv") && d.message.contains("UTF-8")), "{diags:?}");
}
