//! Bad input: a clear message, exit code 1, and nothing else lost.

use crate::{WORDS, err, file, folder, line, marsad, out};

/// Reads one bad file: exit code 1, and a message that names the file and says all of `parts`.
fn refused(name: &str, bytes: &[u8], parts: &[&str]) {
    let folder = folder(&format!("bad-{name}"));
    let path = file(&folder, name, bytes);
    let output = marsad(&["read", &path]);
    let message = err(&output);
    assert_eq!(output.status.code(), Some(1), "{name}: {message}");
    assert!(message.starts_with(&path), "{message}");
    assert!(message.contains("expected") && message.contains("found"), "{message}");
    for part in parts {
        assert!(message.contains(part), "no {part:?} in {message}");
    }
    assert_eq!(out(&output), "", "{name}");
}

#[test]
fn an_empty_file_is_refused() {
    refused("empty.txt", b"", &["an empty file"]);
    refused("empty.jsonl", b"", &["an empty file"]);
    refused("empty.json", b"", &["an empty file"]);
    refused("blank.txt", b" \n\t\n", &["an empty text"]);
}

#[test]
fn a_hundred_megabytes_of_one_line_are_refused() {
    let long = vec![b'a'; 100 << 20];
    refused("long.txt", &long, &["at most 16.0 MB", "one report a line"]);
    refused("long.jsonl", &long, &["at most 16.0 MB", "one of 100.0 MB"]);
}

#[test]
fn a_text_longer_than_any_report_is_refused() {
    refused("book.txt", WORDS.repeat(10_000).as_bytes(), &["at most 1.0 MB", "split it"]);
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    refused(
        "noise.txt",
        &[&[0xC3, 0x28, 0xA0, 0xA1], WORDS.as_bytes(), &[0xFF, 0xE2, 0x28]].concat(),
        &["expected UTF-8", "0xC3 at byte 1"],
    );
    refused("zeros.txt", &[7, 0, 0, 9, 1, 0, 200, 3], &["binary data", "zero byte"]);
    refused("picture.txt", b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x02", &["a JPEG picture"]);
    refused("picture.jsonl", b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x02", &["a JPEG picture"]);
    refused("paper", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", &["a PDF document"]);
}

#[test]
fn broken_json_is_refused() {
    refused("cut.json", br#"{"id": "a", "text": "abc"#, &["its beginning only", "line 1 column"]);
    refused("cut.jsonl", br#"{"id": "a", "text": "abc"#, &["its beginning only"]);
    refused("other.json", br#"{"id": "a", "body": "abc"}"#, &["a field `text`", "id, body"]);
    refused("number.json", br#"{"id": "a", "text": 12}"#, &["`text` to be a string", "a number"]);
    refused("bytes.jsonl", b"{\"id\": \"a\", \"text\": \"\xC7\xE1\"}\n", &["JSON in UTF-8"]);
}

#[test]
fn a_cut_gzip_file_is_refused() {
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    for i in 0..2000 {
        encoder.write_all(line(&format!("r{i}"), &format!("{i} {WORDS}")).as_bytes()).expect("memory");
    }
    let whole = encoder.finish().expect("memory");
    let folder = folder("bad-gzip");
    let path = file(&folder, "cut.jsonl.gz", &whole[..whole.len() / 2]);
    let output = marsad(&["code", &path, "--jsonl", folder.join("o.jsonl").to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("damaged or cut off"), "{}", err(&output));
    assert!(std::fs::read(folder.join("o.jsonl")).expect("sheets").len() > 1000, "what could be read was coded");
}

#[test]
fn a_missing_file_and_an_empty_folder_are_named() {
    let folder = folder("bad-paths");
    for (path, part) in [(folder.join("none.txt"), "none of that name"), (folder.clone(), "found none")] {
        let output = marsad(&["read", path.to_str().expect("UTF-8")]);
        assert_eq!(output.status.code(), Some(1));
        assert!(err(&output).contains(part), "{}", err(&output));
    }
}

#[test]
fn wrong_usage_is_another_code() {
    for args in [&["code", "a.jsonl"][..], &["read"], &["dance"], &["read", "a", "--color", "red"], &[]] {
        assert_eq!(marsad(args).status.code(), Some(2), "{args:?}");
    }
}

#[test]
fn the_rest_of_a_batch_is_coded() {
    let folder = folder("bad-batch");
    let lines = [
        line("one", WORDS),
        "{\"id\": \"cut\", \"text\": \"ab\n".to_owned(),
        line("two", WORDS),
        "{\"id\": \"bare\"}\n".to_owned(),
        line("void", "  "),
        line("three", WORDS),
    ]
    .concat();
    let path = file(&folder, "reports.jsonl", lines.as_bytes());
    let picture = file(&folder, "picture.txt", b"\xFF\xD8\xFF\xE0\x00");
    let sheets = folder.join("sheets");
    let output = marsad(&["code", &path, &picture, "--out", sheets.to_str().expect("UTF-8")]);
    let message = err(&output);
    assert_eq!(output.status.code(), Some(1), "{message}");
    for part in
        ["4 of 7 reports skipped:", "reports.jsonl:2: ", "reports.jsonl:4: ", "reports.jsonl:5: ", "picture.txt: ", "3 reports, 4 skipped"]
    {
        assert!(message.contains(part), "no {part:?} in {message}");
    }
    let mut names: Vec<String> =
        std::fs::read_dir(&sheets).expect("sheets").map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    assert_eq!(names, ["one.json", "three.json", "two.json"]);
}
