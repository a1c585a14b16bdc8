//! `marsad read`: the view, its colours, and the encodings it takes.

use crate::{SAMPLE, WORDS, err, file, folder, marsad, out, piped};
use std::process::Command;

fn json(args: &[&str]) -> serde_json::Value {
    let output = marsad(args);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    serde_json::from_str(&out(&output)).expect("a sheet")
}

#[test]
fn the_sample_is_read() {
    let output = marsad(&["read", SAMPLE, "--published", "2024-08-06", "--outlet", "sample"]);
    let view = out(&output);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(view.starts_with("report-ar · sample · published 2024-08-06\n"), "{view}");
    assert!(view.lines().all(|l| !l.contains('\u{1b}') && !l.contains('\u{2068}')), "a pipe gets neither colours nor isolates");
}

#[test]
fn colours_can_be_asked_for_and_refused() {
    let always = out(&marsad(&["read", SAMPLE, "--color", "always"]));
    assert!(always.contains("\u{1b}[") && always.contains('\u{2068}'));
    let run = |args: &[&str]| Command::new(env!("CARGO_BIN_EXE_marsad")).args(args).env("NO_COLOR", "1").output().expect("marsad runs");
    assert!(!out(&run(&["read", SAMPLE])).contains('\u{1b}'));
    assert!(out(&run(&["read", SAMPLE, "--color", "always"])).contains('\u{1b}'), "the option wins over the environment");
}

#[test]
fn arabic_labels_and_explanations_can_be_asked_for() {
    assert!(out(&marsad(&["read", SAMPLE, "--ui", "ar"])).contains("ادعاءات"));
    let explained = marsad(&["read", SAMPLE, "--explain"]);
    assert_eq!(explained.status.code(), Some(0));
    assert!(!out(&explained).contains(env!("CARGO_MANIFEST_DIR")), "rules are named from the top of the pack, not of a machine");
}

#[test]
fn standard_input_is_read() {
    let output = piped(&["read", "-", "--json", "--id", "mine", "--title", "عنوان", "--published", "2024-03-11"], WORDS.as_bytes());
    let sheet: serde_json::Value = serde_json::from_str(&out(&output)).expect("a sheet");
    assert_eq!((&sheet["id"], &sheet["title"], &sheet["text"]), (&"mine".into(), &"عنوان".into(), &WORDS.into()));
}

#[test]
fn a_page_gives_title_date_and_outlet() {
    let sheet = json(&["read", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pages/article.html"), "--json"]);
    assert_eq!(sheet["outlet"], "صحيفة الضفاف التجريبية");
    assert_eq!(sheet["published"], "2024-03-11T09:20:00+03:00");
    assert_eq!(sheet["title"], "إصابة ثلاثة جنود بقصف قرب كركوك");
}

#[test]
fn old_encodings_are_read_and_noted() {
    let folder = folder("read-encodings");
    let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode(WORDS);
    let path = file(&folder, "old.txt", &bytes);
    let sheet = json(&["read", &path, "--json"]);
    assert_eq!(sheet["text"], WORDS);
    assert!(sheet["notes"][0].as_str().is_some_and(|n| n.contains("windows-1256")), "{sheet}");
    assert!(out(&marsad(&["read", &path])).contains("note: the text was windows-1256"));
}

#[test]
fn a_date_that_cannot_be_read_is_noted() {
    let folder = folder("read-date");
    let path = file(&folder, "a.txt", WORDS.as_bytes());
    let sheet = json(&["read", &path, "--json", "--published", "yesterday"]);
    assert!(sheet["notes"][0].as_str().is_some_and(|n| n.contains("expected `published` as an ISO 8601 date")), "{sheet}");
}

#[test]
fn deeply_nested_pages_do_no_harm() {
    let folder = folder("read-nested");
    let page = |n: usize| format!("<!doctype html><html><body>{}<p>{WORDS}</p>{}</body></html>", "<div>".repeat(n), "</div>".repeat(n));
    let path = file(&folder, "nested.html", page(300).as_bytes());
    assert_eq!(marsad(&["read", &path]).status.code(), Some(0));
    let path = file(&folder, "deep.html", page(50_000).as_bytes());
    let output = marsad(&["read", &path]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("elements nested more than 1000 deep"), "{}", err(&output));
    let nested = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let path = file(&folder, "deep.json", nested.as_bytes());
    assert_eq!(marsad(&["read", &path]).status.code(), Some(1));
}
