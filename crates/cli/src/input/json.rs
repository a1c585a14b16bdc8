//! One JSON object to one report.

use super::Input;
use serde::Deserialize;
use serde_json::Value;

/// The fields that are read; others are left alone.
#[derive(Deserialize)]
struct Fields {
    #[serde(default)]
    id: Option<Id>,
    /// Stands in for `id`; some collections carry both.
    #[serde(default)]
    report_id: Option<Id>,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    outlet: Option<String>,
    #[serde(default)]
    published: Option<String>,
    /// When this version was published, if it is a later one.
    #[serde(default)]
    updated: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    url: Option<String>,
    text: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Words(String),
    Number(u64),
}

/// Reads an object with `text` and, where they are known, `id`, `lang`, `outlet`, `published`, `title`.
///
/// # Errors
/// What was expected, what was found, how to mend it.
pub fn object(bytes: &[u8]) -> Result<Input, String> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match serde_json::from_slice::<Fields>(bytes) {
        Ok(f) => {
            let id = match f.id.or(f.report_id) {
                Some(Id::Words(id)) => id,
                Some(Id::Number(n)) => n.to_string(),
                None => String::new(),
            };
            let full = |s: Option<String>| s.filter(|s| !s.trim().is_empty());
            Ok(Input {
                id,
                lang: full(f.lang),
                outlet: full(f.outlet),
                published: full(f.published),
                updated: full(f.updated),
                title: full(f.title),
                url: full(f.url),
                text: f.text,
                ..Input::default()
            })
        }
        Err(e) => Err(why(bytes, &e)),
    }
}

/// A second, slower look at an object that could not be read.
fn why(bytes: &[u8], error: &serde_json::Error) -> String {
    if let Err(e) = std::str::from_utf8(bytes) {
        return format!(
            "expected JSON in UTF-8, found a wrong byte at byte {} of the object; write it again as UTF-8",
            e.valid_up_to() + 1
        );
    }
    match serde_json::from_slice::<Value>(bytes) {
        Err(e) if e.is_eof() => {
            format!("expected a whole JSON object, found its beginning only ({}); the file or line is cut off", plain(&e))
        }
        Err(e) => format!("expected a JSON object, found something else ({}); write one report an object", plain(&e)),
        Ok(Value::Object(fields)) => match fields.get("text") {
            None => {
                let found: Vec<&str> = fields.keys().take(8).map(String::as_str).collect();
                let found = if found.is_empty() { "none".to_owned() } else { found.join(", ") };
                format!("expected a field `text` with the report's words, found fields: {found}; rename the field that holds the body")
            }
            Some(Value::String(_)) => field(&fields).unwrap_or_else(|| plain(error)),
            Some(other) => format!("expected `text` to be a string, found {}; give the report's words", kind(other)),
        },
        Ok(other) => format!("expected a JSON object, found {}; write one report an object", kind(&other)),
    }
}

/// Which of the other fields is of a wrong kind.
fn field(fields: &serde_json::Map<String, Value>) -> Option<String> {
    ["id", "report_id", "lang", "outlet", "published", "updated", "title", "url"].iter().find_map(|name| {
        let value = fields.get(*name)?;
        let number = name.ends_with("id") && value.is_u64();
        (!value.is_string() && !value.is_null() && !number)
            .then(|| format!("expected `{name}` to be a string or null, found {}; write it as a string", kind(value)))
    })
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn plain(error: &serde_json::Error) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::object;

    #[test]
    fn what_is_wrong_with_an_object_is_said() {
        for (json, part) in [
            (r#"{"id":"a"}"#, "expected a field `text` with the report's words, found fields: id"),
            (r#"{"text":7}"#, "expected `text` to be a string, found a number"),
            (r#"{"text":"a","title":[]}"#, "expected `title` to be a string or null, found an array"),
            (r#"{"text":"a"#, "found its beginning only"),
            (r#"["a"]"#, "expected a JSON object, found an array"),
            (r#"{"text":"a"} {}"#, "found something else"),
        ] {
            let why = object(json.as_bytes()).expect_err(json);
            assert!(why.contains(part), "{json}: {why}");
        }
    }

    #[test]
    fn numbers_are_good_identifiers() {
        assert_eq!(object(br#"{"id":7,"text":"a"}"#).expect("a report").id, "7");
    }
}
