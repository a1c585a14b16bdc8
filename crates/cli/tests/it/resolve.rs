//! Many reports to incidents.

use crate::{WORDS, err, file, folder, marsad};

/// A report as some collections name its fields.
fn told(id: &str, outlet: &str, day: &str) -> String {
    format!("{{\"report_id\":\"{id}\",\"id\":\"{id}\",\"outlet\":\"{outlet}\",\"published\":\"{day}\",\"text\":\"{WORDS}\"}}\n")
}

#[test]
fn incidents_do_not_depend_on_order_doubles_or_threads() {
    let folder = folder("resolve-order");
    let reports = [told("a", "Bank", "2024-03-04"), told("b", "River", "2024-03-04"), told("c", "Bank", "2023-01-02")];
    let run = |name: &str, order: &[usize], jobs: &str| {
        let lines: String = order.iter().map(|n| reports[*n].as_str()).collect();
        let path = file(&folder, name, lines.as_bytes());
        let out = folder.join(format!("{name}.out"));
        let output = marsad(&["resolve", &path, "--jobs", jobs, "--out", out.to_str().expect("UTF-8")]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        std::fs::read_to_string(out).expect("incidents")
    };
    let once = run("once.jsonl", &[0, 1, 2], "1");
    assert_eq!(once, run("again.jsonl", &[2, 1, 0, 1, 2], "3"));
    let leads: Vec<usize> = once.lines().map(|l| l.matches("\"lead\":true").count()).filter(|n| *n > 0).collect();
    assert_eq!(leads, [1, 2], "the same words of another year are another incident");
}

#[test]
fn decisions_are_read_and_a_wrong_one_is_named() {
    let folder = folder("resolve-decisions");
    let path = file(&folder, "reports.jsonl", told("a", "Bank", "2024-03-04").as_bytes());
    let wrong = file(&folder, "decisions.jsonl", b"{\"id\":\"1\"}\n");
    let output = marsad(&["resolve", &path, "--decisions", &wrong, "--out", "-"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("decisions.jsonl:1: expected a decision"), "{}", err(&output));
}

#[test]
fn one_identifier_for_two_reports_is_noted() {
    let folder = folder("resolve-identifier");
    let other = told("a", "Bank", "2024-03-04")
        .replace(WORDS, "اعتقلت الشرطة أمس ثلاثة متظاهرين في البصرة جنوبي العراق بعد احتجاجات على انقطاع الكهرباء.");
    let path = file(&folder, "reports.jsonl", format!("{}{other}", told("a", "Bank", "2024-03-04")).as_bytes());
    let output = marsad(&["resolve", &path, "--out", "-"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(err(&output).contains("the identifier `a` names another report too"), "{}", err(&output));
}
