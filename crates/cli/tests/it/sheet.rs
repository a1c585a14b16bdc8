//! The sheet as JSON: its schema, and that every phrase is the words at its offset.

use crate::{SAMPLE, err, marsad, out};
use serde_json::Value;

const SCHEMA: &str = include_str!("../../../../docs/schema/sheet.schema.json");

#[test]
fn the_schema_that_is_checked_in_is_current() {
    assert_eq!(out(&marsad(&["schema"])), SCHEMA, "run `marsad schema > docs/schema/sheet.schema.json`");
}

#[test]
fn a_sheet_has_the_required_fields_and_every_phrase_is_at_its_offset() {
    let output = marsad(&["read", SAMPLE, "--json", "--published", "2024-08-06"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let sheet: Value = serde_json::from_str(&out(&output)).expect("JSON");
    let schema: Value = serde_json::from_str(SCHEMA).expect("JSON");
    keeps(&schema, &schema, &sheet, "sheet");
    let text: Vec<char> = sheet["text"].as_str().expect("a text").chars().collect();
    let phrases = phrases(&sheet, &text);
    assert!(phrases > 10, "{phrases} phrases");
}

/// Checks `required`, `type` and nested objects and arrays of a value against its schema.
fn keeps(root: &Value, schema: &Value, value: &Value, path: &str) {
    if let Some(name) = schema["$ref"].as_str().and_then(|r| r.strip_prefix("#/$defs/")) {
        return keeps(root, &root["$defs"][name], value, path);
    }
    if let Some(options) = schema["anyOf"].as_array() {
        let option = options.iter().find(|o| (o["type"] == "null") == value.is_null()).unwrap_or_else(|| panic!("{path}: no option fits"));
        return keeps(root, option, value, path);
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_u64() && kinds.contains(&"integer") => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    assert!(kinds.is_empty() || kinds.contains(&kind), "{path}: {kind} where the schema has {kinds:?}");
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        assert!(value.get(name).is_some(), "{path}: no {name}");
    }
    for (name, part) in value.as_object().into_iter().flatten() {
        let expected = &schema["properties"][name];
        assert!(!expected.is_null(), "{path}: the schema has no {name}");
        keeps(root, expected, part, &format!("{path}.{name}"));
    }
    for (i, part) in value.as_array().into_iter().flatten().enumerate() {
        keeps(root, &schema["items"], part, &format!("{path}[{i}]"));
    }
}

/// How many phrases there are; each must be the words at its offset.
fn phrases(value: &Value, text: &[char]) -> usize {
    let mut found = 0;
    if let (Some(words), Some(at)) = (value["text"].as_str(), value["at"].as_u64()) {
        let at = usize::try_from(at).expect("an offset");
        let there: String = text[at..].iter().take(words.chars().count()).collect();
        assert_eq!(there, words);
        assert!(!words.is_empty(), "a phrase of no words at {at}");
        found += 1;
    }
    let parts: Vec<&Value> =
        value.as_object().map(|o| o.values().collect()).or_else(|| value.as_array().map(|a| a.iter().collect())).unwrap_or_default();
    found + parts.into_iter().map(|part| phrases(part, text)).sum::<usize>()
}
