//! Measures the time layer against sheets: `time_eval PACK_FOLDER SHEET_FOLDER` or, with `--corpus`, lists what is
//! found in reports (one JSON object a line on standard input, with `text` and `published`).

use jiff::civil::Date;
use marsad_engine::lex::Lexer;
use marsad_engine::text::Text;
use marsad_engine::time::{TimePhrase, times};
use marsad_pack::Pack;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (compiled, _) = marsad_pack::build(Path::new(&args[0])).unwrap_or_else(|d| panic!("the pack has errors, first: {:?}", d[0]));
    let pack = Pack::load(compiled.bytes.into()).expect("a pack just built");
    if args[1] == "--corpus" { corpus(&pack) } else { sheets(&pack, Path::new(&args[1])) }
}

fn published(report: &Value) -> Option<Date> {
    report["published"].as_str().and_then(|p| p.get(..10)).and_then(|d| d.parse().ok())
}

/// Code points of the report that a phrase covers.
fn span(text: &Text<'_>, p: &TimePhrase) -> (usize, usize) {
    let raw = text.raw_span(p.start as usize, p.end as usize, text.pro(p.start as usize));
    let before = text.raw[..raw.start as usize].chars().count();
    (before, before + raw.of(text.raw).chars().count())
}

fn sheets(pack: &Pack, folder: &Path) {
    let lexer = Lexer::new(pack);
    let mut paths: Vec<_> = std::fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    let (mut all, mut overlap, mut right, mut named, mut named_right) = (0u32, 0u32, 0u32, 0u32, 0u32);
    for path in paths {
        let sheet: Value = serde_json::from_str(&std::fs::read_to_string(&path).expect("a file")).expect("JSON");
        let raw = sheet["text"].as_str().unwrap_or_default();
        let text = Text::new(pack, &lexer, raw, sheet["title"].as_str());
        let day = published(&sheet);
        let found = times(&text, day);
        let spans: Vec<(usize, usize)> = found.iter().map(|p| span(&text, p)).collect();
        for event in sheet["events"].as_array().into_iter().flatten() {
            let date = &event["date"];
            let Some(phrase) = date["text"].as_str() else { continue };
            let start = match date["at"].as_u64() {
                Some(at) => at as usize,
                None => raw.find(phrase).map_or(0, |b| raw[..b].chars().count()),
            };
            let end = start + phrase.chars().count();
            all += 1;
            let iso = |d: Option<Date>| d.map_or(Value::Null, |d| Value::from(d.to_string()));
            let over: Vec<usize> = (0..found.len()).filter(|i| spans[*i].0 < end && start < spans[*i].1).collect();
            let hit = over.iter().any(|i| iso(found[*i].first) == date["start"] && iso(found[*i].last) == date["end"]);
            let has = !date["start"].is_null() || !date["end"].is_null();
            overlap += u32::from(!over.is_empty());
            right += u32::from(hit);
            named += u32::from(has && !over.is_empty());
            named_right += u32::from(has && hit);
            if !hit {
                let got: Vec<String> =
                    over.iter().map(|i| format!("{} {}..{}", found[*i].rule, iso(found[*i].first), iso(found[*i].last))).collect();
                let kind = if over.is_empty() { "MISSED" } else { "WRONG" };
                println!("{kind}\t{day:?}\t{phrase}\t{}..{}\t{}", date["start"], date["end"], got.join(" | "));
            }
        }
    }
    println!(
        "dates {all}, overlap {overlap} ({:.3}), right given overlap {right} ({:.3})",
        f64::from(overlap) / f64::from(all),
        f64::from(right) / f64::from(overlap)
    );
    println!("of those that name days: {named_right} of {named} ({:.3})", f64::from(named_right) / f64::from(named));
}

fn corpus(pack: &Pack) {
    let lexer = Lexer::new(pack);
    let mut rules: BTreeMap<String, u32> = BTreeMap::new();
    let (mut bytes, mut spent, mut prepared) = (0usize, std::time::Duration::ZERO, std::time::Duration::ZERO);
    for line in std::io::stdin().lines() {
        let report: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        let raw = report["text"].as_str().unwrap_or_default();
        let before = std::time::Instant::now();
        let text = Text::new(pack, &lexer, raw, report["title"].as_str());
        prepared += before.elapsed();
        let before = std::time::Instant::now();
        let found = times(&text, published(&report));
        spent += before.elapsed();
        bytes += raw.len();
        for p in &found {
            *rules.entry(p.rule.to_string()).or_default() += 1;
            let (a, b) =
                (text.units[p.start.saturating_sub(4) as usize].span, text.units[(p.end as usize + 2).min(text.units.len() - 1)].span);
            let around = text.folded.to_raw(a.join(b)).of(raw).replace(['\n', '\t'], " ");
            let own = text.raw_span(p.start as usize, p.end as usize, 0).of(raw).replace(['\n', '\t'], " ");
            println!("{}\t{own}\t{:?}\t{:?}\t{around}", p.rule, p.first, p.last);
        }
    }
    eprintln!("{rules:#?}\n{bytes} bytes; preparation {prepared:?}, times {spent:?}");
}
