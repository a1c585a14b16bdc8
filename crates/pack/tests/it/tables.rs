//! Reading and formatting of tables.

use marsad_pack::table::{format, list, parse};
use marsad_pack::{Diag, Severity, position};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

fn read(text: &str) -> (Vec<Vec<String>>, Vec<Diag>) {
    let mut diags = Vec::new();
    let table = parse("t.tsv", text, &mut diags);
    (table.rows.into_iter().map(|r| r.fields).collect(), diags)
}

#[test]
fn findings_name_their_place() {
    // Text, line, column, a word of the message.
    let cases = [
        ("a\tb\n1\t2\n1\n", 3, 0, "expected 2 columns, found 1"),
        ("# note\n\na\tb\n1\t2\t3\n", 4, 0, "expected 2 columns, found 3"),
        ("a\tb\nقتل\tق\u{200F}تل\n", 2, 6, "bidi"),
        ("\u{FEFF}a\tb\n", 1, 1, "bidi"),
        ("a\tb\nx\t\u{2066}y\n", 2, 3, "bidi"),
        ("a\tb\nقتل\tا\u{654}مس\n", 2, 5, "NFC"),
        ("a\tb\nx\tcafe\u{301}\n", 2, 6, "NFC"),
    ];
    for (text, line, column, message) in cases {
        let (_, diags) = read(text);
        assert_eq!(diags.len(), 1, "{text:?}: {diags:?}");
        let diag = &diags[0];
        assert_eq!((&*diag.file, diag.line, diag.column, diag.severity), ("t.tsv", line, column, Severity::Error), "{text:?}");
        assert!(diag.message.contains(message), "{}", diag.message);
        assert!(!diag.hint.is_empty());
    }
}

#[test]
fn a_diagnostic_reads_as_a_compiler_writes() {
    let (_, diags) = read("a\tb\n1\n");
    let text = diags[0].to_string();
    assert!(text.starts_with("t.tsv:2:0: error: expected 2 columns, found 1\n  hint: "), "{text}");
}

#[test]
fn good_rows_survive_bad_ones() {
    let (rows, diags) = read("a\tb\r\n1\t2\r\nbad\r\n\t\r\n# note\n 3 \t4");
    assert_eq!(rows, [["1", "2"], ["", ""], ["3", "4"]]);
    assert_eq!(diags.len(), 1);
}

#[test]
fn a_missing_column_is_reported_once_and_reads_as_empty() {
    let mut diags = Vec::new();
    let table = parse("t.tsv", "a\tb\n1\t2\n3\t4\n", &mut diags);
    let rows = table.read(["b", "c"], &mut diags);
    assert_eq!(rows, [(2, ["2", ""]), (3, ["4", ""])]);
    assert_eq!(diags.len(), 1);
    assert!(diags[0].message.contains("`c`"), "{}", diags[0].message);
}

#[test]
fn lists_skip_empty_items() {
    assert_eq!(list("a| b ||c|").collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(list("").count(), 0);
}

#[test]
fn positions_count_code_points() {
    assert_eq!(position("قتل\nأمس x", "قتل\nأمس ".len()), (2, 5));
    assert_eq!(position("", 7), (1, 1));
}

#[test]
fn formatting() {
    let cases = [
        ("a \t b\r\n\r\nx\u{200F}\t y \n", "a\tb\nx\ty\n"),
        ("# note  \na\tb", "# note\na\tb\n"),
        (" #\tnote\t\n", "#\tnote\n"),
        ("a\n\tا\u{654}\n", "a\n\tأ\n"),
        // A control between letter and mark: both steps are needed, in this order.
        ("a\nا\u{200E}\u{654}\n", "a\nأ\n"),
        ("", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(format(text), expected, "{text:?}");
    }
}

fn text() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "\t",
        "\n",
        "\r\n",
        " ",
        "#",
        "\u{200F}",
        "\u{FEFF}",
        "\u{654}",
        "\u{301}",
        "ا",
        "e",
        "قتل",
        "|",
        "\u{A0}",
        "\u{2028}",
        "ﻻ",
        "\u{1100}\u{1161}",
    ];
    let piece = prop_oneof![4 => select(PIECES).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    vec(piece, 0..40).prop_map(|all| all.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn formatting_twice_changes_nothing(text in text()) {
        let once = format(&text);
        prop_assert_eq!(format(&once), once);
    }

    #[test]
    fn formatting_mends_what_the_reader_calls_bad_characters(text in text()) {
        let (_, diags) = read(&format(&text));
        prop_assert!(diags.iter().all(|d| d.column == 0), "{:?}", diags);
    }

    #[test]
    fn formatting_keeps_the_rows_of_a_clean_table(cells in vec(vec("[a-zا-ي]{0,4}", 3), 1..8)) {
        let clean = |row: &Vec<String>| row.iter().any(|c| !c.is_empty());
        let rows: Vec<Vec<String>> = cells.into_iter().filter(clean).collect();
        let text: String = rows.iter().map(|r| r.join("\t") + "\n").collect();
        prop_assert_eq!(read(&format(&text)), read(&text));
    }

    #[test]
    fn reading_never_panics(text in text()) {
        let (rows, _) = read(&text);
        prop_assert!(rows.windows(2).all(|w| w[0].len() == w[1].len()), "every row has as many fields as the header");
    }
}
