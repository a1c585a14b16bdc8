//! The OpenAPI document, made of the table of routes and the types of the records.

use crate::problem::Problem;
use crate::record::Role;
use crate::route::{Content, Route, routes};
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use std::sync::OnceLock;

/// The document (OpenAPI 3.1).
pub fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| made(&routes()))
}

fn made(routes: &[Route]) -> Value {
    let settings = SchemaSettings::draft2020_12().with(|s| {
        s.definitions_path = "/components/schemas".into();
        s.meta_schema = None;
    });
    // What is answered has all its keys; what is asked may leave some out.
    let (mut g, mut asked) = (settings.clone().for_serialize().into_generator(), settings.into_generator());
    let mut paths: Map<String, Value> = Map::new();
    for route in routes {
        let item = paths.entry(route.path).or_insert_with(|| json!({}));
        item[route.method.as_str().to_ascii_lowercase()] = operation(route, &mut g, &mut asked);
    }
    paths.insert("/api/changes/stream".to_owned(), stream());
    let problem = g.subschema_for::<Problem>();
    let mut schemas = g.take_definitions(true);
    for (name, schema) in asked.take_definitions(true) {
        schemas.entry(name).or_insert(schema);
    }
    let problems =
        json!({"description": "What went wrong, and how to mend it", "content": {"application/problem+json": {"schema": problem}}});
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Marsad", "version": env!("CARGO_PKG_VERSION"), "description": "Incidents in conflict news: who says what happened, where, when, and how sure. Times of knowledge are `as_of`, times of the event `from` and `to`.", "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "servers": [{"url": "/"}],
        "security": [{}, {"cookie": []}, {"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {"Problem": problems},
            "securitySchemes": {
                "cookie": {"type": "apiKey", "in": "cookie", "name": crate::api::account::COOKIE},
                "token": {"type": "http", "scheme": "bearer"}
            }
        }
    })
}

/// Identifier of an operation: method and path in one word.
fn name(route: &Route) -> String {
    let parts = route.path.trim_start_matches("/api").split(['/', '.']).filter(|p| !p.is_empty()).map(|p| p.trim_matches(['{', '}']));
    std::iter::once(route.method.as_str().to_ascii_lowercase()).chain(parts.map(str::to_owned)).collect::<Vec<_>>().join("_")
}

fn operation(route: &Route, g: &mut SchemaGenerator, asked: &mut SchemaGenerator) -> Value {
    let parts = route.path.split('/').filter_map(|p| p.strip_prefix('{').and_then(|p| p.strip_suffix('}')));
    let parts = parts.map(|p| {
        let schema = if p == "no" {
            json!({"type": "integer", "minimum": 1, "maximum": i64::MAX})
        } else {
            json!({"type": "string", "minLength": 1})
        };
        json!({"name": p, "in": "path", "required": true, "schema": schema})
    });
    let params: Vec<Value> = parts.chain(route.params.iter().map(crate::param::Param::described)).collect();
    let mut out = json!({"operationId": name(route), "tags": [route.tag], "summary": route.summary, "parameters": params, "responses": responses(route, g)});
    if route.role != Role::Anyone {
        out["description"] = format!("Role: {} or higher, where one has to sign in.", route.role.word()).into();
    }
    if let Some((shape, _)) = route.body {
        out["requestBody"] = json!({"required": true, "content": {"application/json": {"schema": shape(asked)}}});
    }
    out
}

fn responses(route: &Route, g: &mut SchemaGenerator) -> Value {
    let (status, content) = route.answer;
    let good = match content {
        Content::Json(shape) => json!({"description": "Done", "content": {"application/json": {"schema": shape(g)}}}),
        Content::File(media) => {
            let content: Map<String, Value> = media.iter().map(|m| ((*m).to_owned(), json!({}))).collect();
            json!({"description": "A file", "content": content})
        }
        Content::Empty => json!({"description": "Done"}),
    };
    let mut out: Map<String, Value> = Map::new();
    out.insert(status.to_string(), good);
    if route.tagged {
        out.insert("304".to_owned(), json!({"description": "Not modified since the ETag in `If-None-Match`"}));
    }
    out.insert("default".to_owned(), json!({"$ref": "#/components/responses/Problem"}));
    out.into()
}

fn stream() -> Value {
    json!({"get": {
        "operationId": "get_changes_stream", "tags": ["changes"], "summary": "Changes as they happen, as server-sent events",
        "description": "Events are named `change`; their id is the number of the revision, their data a Change. `Last-Event-ID` goes on where a connection broke.",
        "parameters": [{"name": "Last-Event-ID", "in": "header", "required": false, "schema": {"type": "integer", "minimum": 0}}],
        "responses": {"200": {"description": "A stream without end", "content": {"text/event-stream": {}}}, "default": {"$ref": "#/components/responses/Problem"}}
    }})
}
