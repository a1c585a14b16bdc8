//! Many reports: order, names, threads.

use crate::{SAMPLE, WORDS, err, file, folder, line, marsad, out, piped};

#[test]
fn the_output_does_not_depend_on_the_number_of_threads() {
    let folder = folder("batch-threads");
    let sample = std::fs::read_to_string(SAMPLE).expect("the sample");
    let lines: String = (0..300).map(|i| line(&format!("r{i}"), if i % 7 == 0 { &sample } else { WORDS })).collect();
    let path = file(&folder, "reports.jsonl", lines.as_bytes());
    let run = |jobs: &str| {
        let to = folder.join(format!("sheets-{jobs}.jsonl"));
        let output = marsad(&["code", &path, "--jobs", jobs, "--jsonl", to.to_str().expect("UTF-8")]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        std::fs::read(to).expect("sheets")
    };
    let one = run("1");
    assert_eq!(one.iter().filter(|b| **b == b'\n').count(), 300);
    assert!(one == run("2") && one == run("5"), "other bytes with other threads");
}

#[test]
fn identifiers_that_come_twice_get_a_suffix_and_a_note() {
    let folder = folder("batch-twice");
    let path = file(&folder, "reports.jsonl", [line("a/b", WORDS), line("a/b", WORDS)].concat().as_bytes());
    let sheets = folder.join("sheets");
    let output = marsad(&["code", &path, "--out", sheets.to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(0));
    assert!(err(&output).contains("`a/b` was used before; this sheet is a_b~2.json"), "{}", err(&output));
    assert!(sheets.join("a_b.json").is_file() && sheets.join("a_b~2.json").is_file());
}

#[test]
fn folders_pages_texts_arrays_and_gzip_are_taken_up() {
    use std::io::Write;
    let folder = folder("batch-kinds");
    let input = folder.join("in");
    std::fs::create_dir(&input).expect("a folder");
    file(&input, "a.txt", WORDS.as_bytes());
    file(&input, "b.html", include_bytes!("../pages/article.html"));
    file(&input, "c.json", format!("[{}, {}]", line("c0", WORDS), line("c1", WORDS)).as_bytes());
    file(&input, "d.json", serde_json::to_string_pretty(&serde_json::json!({"text": WORDS})).expect("JSON").as_bytes());
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(line("e", WORDS).as_bytes()).expect("memory");
    file(&input, "e.jsonl.gz", &gz.finish().expect("memory"));
    file(&input, "left-alone.pdf", b"%PDF-1.7");
    let output = marsad(&["code", input.to_str().expect("UTF-8"), "--jsonl", "-"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let ids: Vec<String> = out(&output)
        .lines()
        .map(|l| serde_json::from_str::<serde_json::Value>(l).expect("a sheet")["id"].as_str().expect("an id").to_owned())
        .collect();
    assert_eq!(ids, ["a", "b", "c0", "c1", "d", "e"]);
}

#[test]
fn standard_input_may_be_json_lines() {
    let output = piped(&["code", "-", "--jsonl", "-"], [line("x", WORDS), line("y", WORDS)].concat().as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert_eq!(out(&output).lines().count(), 2);
    assert!(err(&output).contains("2 reports, 0 skipped"), "{}", err(&output));
}
