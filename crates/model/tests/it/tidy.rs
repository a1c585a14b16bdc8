//! Order in the house: rules of docs and code that no compiler checks.
//!
//! The bottom crate holds them because every build and every test run passes through it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Crates with mechanisms: they name no language.
const MECHANISMS: &[&str] = &["model", "text", "morph", "pack", "engine", "resolve", "store", "learn"];

/// Signs of Arabic script that a mechanism names by code point. No letter is allowed, and nothing new should come here:
/// signs belong to `pack.toml`.
const SIGNS_ALLOWED: &[(&str, &str)] = &[
    // The comma, as one of the signs that writers put into words to dodge filters.
    ("crates/text/src/fold.rs", "\u{060C}"),
    // Separators inside numbers, part of Unicode's numbers as much as the digits.
    ("crates/text/src/token.rs", "\u{066B}\u{066C}"),
    ("crates/engine/src/quantity.rs", "\u{66A}"),
    ("crates/engine/src/quantity/number.rs", "\u{66B}\u{66C}"),
    // To be moved to `pack.toml`: the mark that tells a passive, the sign of a question.
    ("crates/engine/src/trigger.rs", "\u{064F}"),
    ("crates/engine/src/state.rs", "\u{061F}"),
];

/// Longest source file or page of docs that nobody has to argue for.
const LINES: usize = 600;
/// Files that may be longer, each with its reason.
const LONG: &[(&str, &str)] = &[];

/// Names with the project's prefix that are no crates.
const NO_CRATES: &[&str] = &["marsad-sheet"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All files of the repository with their text, by path with forward slashes. Binary files are left out.
fn files() -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    walk(&root(), "", &mut out);
    out
}

fn walk(folder: &Path, prefix: &str, out: &mut BTreeMap<String, String>) {
    const SKIP: &[&str] = &[".git", "target", "out", "node_modules", "__pycache__", ".venv"];
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        // In a linked worktree `.git` is a file.
        if SKIP.contains(&name.as_str()) {
            continue;
        }
        if entry.path().is_dir() {
            walk(&entry.path(), &format!("{path}/"), out);
        } else if let Ok(text) = std::fs::read_to_string(entry.path()) {
            out.insert(path, text);
        }
    }
}

fn has_extension(path: &str, any: &[&str]) -> bool {
    Path::new(path).extension().and_then(|e| e.to_str()).is_some_and(|e| any.contains(&e))
}

/// Sources of the crates with mechanisms, without comments and test modules.
fn mechanisms() -> impl Iterator<Item = (String, String)> {
    let source = |path: &str| MECHANISMS.iter().any(|c| path.starts_with(&format!("crates/{c}/src/")));
    files().into_iter().filter(move |(path, _)| source(path) && path.ends_with(".rs")).map(|(path, text)| (path, code(&text)))
}

/// Rust source without the test module at its end.
fn tested(source: &str) -> &str {
    source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default()
}

/// Rust source with comments blanked out and the test module cut off. Lines keep their numbers.
fn code(source: &str) -> String {
    let source = tested(source);
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let len = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |at| at + 2)
        } else {
            let len = literal(rest);
            out.push_str(&rest[..len.max(c.len_utf8())]);
            rest = &rest[len.max(c.len_utf8())..];
            continue;
        };
        out.extend(rest[..len].chars().filter(|c| *c == '\n'));
        rest = &rest[len..];
    }
    out
}

/// Length of the string or character literal that `rest` begins with, or 0.
fn literal(rest: &str) -> usize {
    let raw = rest.strip_prefix('r').map(|r| r.len() - r.trim_start_matches('#').len());
    if let Some(hashes) = raw.filter(|n| rest[1 + n..].starts_with('"')) {
        let end = format!("\"{}", "#".repeat(hashes));
        return rest[2 + hashes..].find(&end).map_or(rest.len(), |at| 2 + hashes + at + end.len());
    }
    let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return 0 };
    let mut escaped = false;
    for (n, (at, c)) in rest.char_indices().skip(1).enumerate() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            // A character has one sign, or an escape; anything else was a lifetime.
            c if c == quote => return at + 1,
            _ if quote == '\'' && n > 0 && !rest[1..].starts_with('\\') => return 0,
            _ => {}
        }
    }
    0
}

/// Arabic script, but for the bidi control in its block.
fn is_arabic(c: char) -> bool {
    c != '\u{061C}'
        && matches!(c, '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{0870}'..='\u{08FF}' | '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}')
}

/// The characters of a line, those written as `\u{…}` too.
fn characters(line: &str) -> Vec<char> {
    let escapes = line.split("\\u{").skip(1).filter_map(|e| char::from_u32(u32::from_str_radix(e.split('}').next()?, 16).ok()?));
    line.chars().chain(escapes).collect()
}

fn report(found: Vec<String>) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn mechanisms_hold_no_arabic() {
    let mut found = Vec::new();
    for (path, text) in mechanisms() {
        let allowed: String = SIGNS_ALLOWED.iter().filter(|(p, _)| *p == path).map(|(_, signs)| *signs).collect();
        for (n, line) in text.lines().enumerate() {
            for c in characters(line) {
                if is_arabic(c) && !allowed.contains(c) {
                    found.push(format!("{path}:{}: U+{:04X} belongs to a language pack", n + 1, c as u32));
                }
            }
        }
    }
    report(found);
}

#[test]
fn signs_are_allowed_only_where_they_stand() {
    let mechanisms: BTreeMap<String, String> = mechanisms().collect();
    let stands = |path: &str, c: char| mechanisms.get(path).is_some_and(|text| text.lines().any(|line| characters(line).contains(&c)));
    let stale = SIGNS_ALLOWED.iter().flat_map(|(path, signs)| signs.chars().map(move |c| (*path, c))).filter(|(path, c)| !stands(path, *c));
    report(stale.map(|(path, c)| format!("{path}: U+{:04X} is gone; strike it from SIGNS_ALLOWED", c as u32)).collect());
}

#[test]
fn mechanisms_name_no_language() {
    const NAMES: &[&str] = &["arabic", "english", "persian", "farsi", "hebrew", "urdu", "kurdish", "turkish", "french"];
    let mut found = Vec::new();
    for (path, text) in mechanisms() {
        for (n, line) in text.lines().enumerate() {
            let lower = line.to_lowercase();
            let words = lower.split(|c: char| !c.is_ascii_alphabetic());
            found.extend(words.filter(|w| NAMES.contains(w)).map(|w| format!("{path}:{}: `{w}` in a mechanism", n + 1)));
        }
    }
    report(found);
}

#[test]
fn no_file_is_too_long() {
    let mut found = Vec::new();
    for (path, text) in files() {
        let lines = text.lines().count();
        let generated = path.starts_with("docs/schema/");
        if has_extension(&path, &["rs", "py", "ts", "svelte", "md", "sh"])
            && lines > LINES
            && !generated
            && !LONG.iter().any(|(p, _)| *p == path)
        {
            found.push(format!("{path}: {lines} lines, {LINES} are enough; split it, or list it in LONG with the reason"));
        }
    }
    report(found);
}

#[test]
fn no_source_file_puts_work_off() {
    // A test may assert a result known to be wrong and say so; code may not.
    let words = ["TODO", "FIXME", "HACK", "TBD"];
    let mut found = Vec::new();
    for (path, text) in files() {
        let source = path.contains("/src/") && has_extension(&path, &["rs", "ts", "svelte"]);
        for (n, line) in tested(&text).lines().enumerate().filter(|_| source) {
            let parts = line.split(|c: char| !c.is_ascii_alphanumeric());
            found.extend(parts.filter(|w| words.contains(w)).map(|w| format!("{path}:{}: `{w}`; an issue is the place", n + 1)));
        }
    }
    report(found);
}

#[test]
fn no_path_of_somebodys_machine() {
    // Written apart, so that this file is none of its findings.
    let paths = [concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/wo", "rk/"), concat!("/Use", "rs/"), concat!("C:", "\\Use", "rs")];
    let mut found = Vec::new();
    for (path, text) in files() {
        for (n, line) in text.lines().enumerate() {
            // A path begins a word; one inside an address is none.
            let begins =
                |p: &str| line.match_indices(p).any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || ".-_/})".contains(c)));
            found.extend(paths.iter().filter(|p| begins(p)).map(|p| format!("{path}:{}: `{p}`", n + 1)));
        }
    }
    report(found);
}

/// Whether a path of SOURCES.toml means `path`. A `*` stands for a part of a file's name.
fn means(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == path,
        Some((head, tail)) => path.strip_prefix(head).and_then(|rest| rest.strip_suffix(tail)).is_some_and(|middle| !middle.contains('/')),
    }
}

#[test]
fn every_data_file_says_where_it_comes_from() {
    let files = files();
    let data: BTreeSet<&str> = files.keys().map(String::as_str).filter(|p| p.starts_with("lang/") || p.starts_with("world/")).collect();
    let mut found = Vec::new();
    let mut listed: BTreeMap<&str, usize> = BTreeMap::new();
    for sources in data.iter().filter(|p| p.ends_with("SOURCES.toml")) {
        let folder = sources.trim_end_matches("SOURCES.toml");
        let table: toml::Table = match files[*sources].parse() {
            Ok(table) => table,
            Err(e) => {
                found.push(format!("{sources}: {e}"));
                continue;
            }
        };
        for block in table.get("file").and_then(|f| f.as_array()).into_iter().flatten() {
            let text = |key: &str| block.get(key).and_then(|v| v.as_str()).unwrap_or_default();
            let path = format!("{folder}{}", text("path"));
            if text("licence").is_empty() || text("origin").is_empty() {
                found.push(format!("{sources}: `{path}` without licence or origin"));
            }
            let meant: Vec<&str> = data.iter().copied().filter(|d| means(&path, d)).collect();
            if meant.is_empty() && !path.contains('*') {
                found.push(format!("{sources}: `{path}` does not exist"));
            }
            meant.into_iter().for_each(|d| *listed.entry(d).or_default() += 1);
        }
    }
    for path in data.iter().filter(|p| !p.ends_with("SOURCES.toml")) {
        match listed.get(path) {
            None => found.push(format!("{path}: in no SOURCES.toml; say licence and origin")),
            Some(1) => {}
            Some(n) => found.push(format!("{path}: listed {n} times")),
        }
    }
    report(found);
}

/// Pages of docs, with their text outside fenced code.
fn pages() -> impl Iterator<Item = (String, String)> {
    files().into_iter().filter(|(path, _)| has_extension(path, &["md"])).map(|(path, text)| {
        let mut fenced = false;
        let keep = |line: &&str| {
            let fence = line.trim_start().starts_with("```");
            fenced ^= fence;
            !fenced && !fence
        };
        let prose: Vec<&str> = text.lines().filter(keep).collect();
        (path, prose.join("\n"))
    })
}

#[test]
fn links_of_docs_lead_somewhere() {
    let mut found = Vec::new();
    for (path, text) in pages() {
        let folder = root().join(&path).parent().map(Path::to_owned).unwrap_or_default();
        for link in text.split("](").skip(1).filter_map(|l| l.split(')').next()) {
            let target = link.split(['#', ' ']).next().unwrap_or_default();
            if !target.is_empty() && !link.contains("://") && !link.starts_with("mailto:") && !folder.join(target).exists() {
                found.push(format!("{path}: link to `{link}`, which does not exist"));
            }
        }
    }
    report(found);
}

#[test]
fn crates_named_in_docs_exist() {
    let mut found = Vec::new();
    for (path, text) in pages() {
        for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || "-_/".contains(c))) {
            let name = word.strip_prefix("crates/").or_else(|| word.strip_prefix("marsad-")).and_then(|w| w.split('/').next());
            let known = NO_CRATES.iter().any(|n| word.starts_with(n));
            if let Some(name) = name.filter(|n| !n.is_empty() && !known)
                && !root().join("crates").join(name).exists()
            {
                found.push(format!("{path}: `{word}` names a crate that does not exist"));
            }
        }
    }
    report(found);
}

#[test]
fn comments_and_tests_are_no_code() {
    let source = "let a = 'x'; // one\n/* two\n */ let b = \"// \\\" kept\"; let c: &'static str = r#\"// \"kept\"#;\n#[cfg(test)]\nmod tests {\n}\n";
    assert_eq!(code(source), "let a = 'x'; \n\n let b = \"// \\\" kept\"; let c: &'static str = r#\"// \"kept\"#;\n");
}
