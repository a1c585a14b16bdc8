//! The OpenAPI document as one page for people: no script, no outside request.

use serde_json::Value;
use std::fmt::Write as _;

const HEAD: &str = "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'><title>Marsad: API</title><style>
:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-inline-size:52rem;margin:2rem auto;padding-inline:1rem}
h2{margin-block:2rem .5rem;border-block-end:1px solid}summary{cursor:pointer;padding-block:.3rem}code{font-size:.95em}
table{border-collapse:collapse;inline-size:100%}td,th{text-align:start;vertical-align:top;padding:.2rem .8rem .2rem 0;border-block-end:1px solid color-mix(in srgb,currentColor 20%,transparent)}
pre{overflow:auto;padding:.6rem;border:1px solid color-mix(in srgb,currentColor 30%,transparent)}.m{display:inline-block;min-inline-size:4.2em;font-weight:600}</style>";

/// The page.
#[must_use]
pub fn page(document: &Value) -> String {
    let mut out = HEAD.to_owned();
    let text = |v: &Value| escaped(v.as_str().unwrap_or_default());
    let _ = write!(out, "<h1>Marsad {}: API</h1><p>{}</p>", text(&document["info"]["version"]), text(&document["info"]["description"]));
    out.push_str("<p>For programs: <a href=/api/openapi.json><code>/api/openapi.json</code></a> (OpenAPI 3.1).</p>");
    for tag in ["lists", "records", "changes", "accounts", "server"] {
        let _ = write!(out, "<h2>{tag}</h2>");
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            for (method, op) in item.as_object().into_iter().flatten().filter(|(_, op)| op["tags"][0] == tag) {
                operation(&mut out, path, method, op);
            }
        }
    }
    out.push_str("<h2>records in full</h2>");
    for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
        let shown = serde_json::to_string_pretty(schema).unwrap_or_default();
        let _ =
            write!(out, "<details id='{0}'><summary><code>{0}</code></summary><pre>{1}</pre></details>", escaped(name), escaped(&shown));
    }
    out
}

fn operation(out: &mut String, path: &str, method: &str, op: &Value) {
    let (summary, more) = (op["summary"].as_str().unwrap_or_default(), op["description"].as_str().unwrap_or_default());
    let upper = method.to_ascii_uppercase();
    let _ = write!(
        out,
        "<details><summary><span class=m>{upper}</span> <code>{}</code> {}</summary><p>{}</p>",
        escaped(path),
        escaped(summary),
        escaped(more)
    );
    let params = op["parameters"].as_array().map_or(&[][..], Vec::as_slice);
    if !params.is_empty() {
        out.push_str("<table><tr><th>parameter<th>meaning<th>values</tr>");
        for p in params {
            let doc = p["description"].as_str().unwrap_or_default();
            let schema = p["schema"].to_string();
            let name = escaped(p["name"].as_str().unwrap_or_default());
            let _ = write!(out, "<tr><td><code>{name}</code><td>{}<td><code>{}</code></tr>", escaped(doc), escaped(&schema));
        }
        out.push_str("</table>");
    }
    for (what, schema) in [("body", &op["requestBody"]["content"]["application/json"]["schema"]), ("answer", &answer(op)["schema"])] {
        if !schema.is_null() {
            let _ = write!(out, "<p>{what}: {}</p>", linked(schema));
        }
    }
    if method == "get" && !path.contains('{') && !path.ends_with("stream") && params.iter().all(|p| p["required"] != true) {
        let _ = write!(out, "<p><a href='{0}'>{0}</a></p>", escaped(path));
    }
    out.push_str("</details>");
}

fn answer(op: &Value) -> &Value {
    let good = ["200", "201"].into_iter().map(|s| &op["responses"][s]["content"]["application/json"]).find(|v| !v.is_null());
    good.unwrap_or(&Value::Null)
}

fn linked(schema: &Value) -> String {
    match schema["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
        Some(name) => format!("<a href='#{0}'><code>{0}</code></a>", escaped(name)),
        None => format!("<code>{}</code>", escaped(&schema.to_string())),
    }
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\'', "&#39;").replace('"', "&quot;")
}
