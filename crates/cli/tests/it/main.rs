//! The program as a user meets it: files in, words and exit codes out.

mod bad;
mod batch;
mod kill;
mod read;
mod resolve;
mod sheet;
mod store;
mod story;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The sample report of the repository.
const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/report-ar.txt");

/// Two sentences of our own, for inputs that need some words.
const WORDS: &str = "قصفت طائرة حربية بلدة سرمين بريف إدلب أمس الأحد. وقال ناشط محلي إن خمسة مدنيين على الأقل قتلوا.";

/// Runs `marsad`.
fn marsad(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_marsad")).args(args).env_remove("NO_COLOR").output().expect("marsad runs")
}

/// Runs `marsad` with something on its standard input.
fn piped(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_marsad"))
        .args(args)
        .env_remove("NO_COLOR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("marsad runs");
    child.stdin.take().expect("a pipe").write_all(input).expect("marsad reads its input");
    child.wait_with_output().expect("marsad ends")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("the output is UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}

/// A folder for one test, empty at its start.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("a folder for the test");
    path
}

/// Writes a file into a folder and gives its path.
fn file(folder: &Path, name: &str, bytes: &[u8]) -> String {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("a file for the test");
    path.to_str().expect("the path is UTF-8").to_owned()
}

/// A line of JSON lines.
fn line(id: &str, text: &str) -> String {
    format!("{}\n", serde_json::json!({"id": id, "lang": "ar", "published": "2024-03-11", "text": text}))
}
