//! The built pages, inside the program.

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Pages;

/// What pages may load: nothing from elsewhere.
pub const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

const UNBUILT: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>Marsad</title><body style='font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:3rem auto'>
<h1>The pages are not built</h1><p>This program was built without its pages. Build them, then the program again:</p>
<pre>make web\nmake build</pre><p>The API is here all the same: <a href=/api/>/api/</a>.</p>";

/// The file of a path; `index.html` for all that is no file: the pages know their own addresses.
#[must_use]
pub fn file(path: &str, headers: &HeaderMap) -> Response {
    let path = path.trim_start_matches('/');
    let found = if path.is_empty() { None } else { Pages::get(path).map(|f| (path, f)) };
    let Some((name, file)) = found.or_else(|| Pages::get("index.html").map(|f| ("index.html", f))) else {
        return answer(StatusCode::OK, "text/html; charset=utf-8", "no-cache", None, UNBUILT.as_bytes().to_vec());
    };
    let tag = format!("\"{}\"", &blake3::Hash::from_bytes(file.metadata.sha256_hash()).to_hex()[..24]);
    // Vite puts a hash into the names of what it builds.
    let cache = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let known = headers.get(header::IF_NONE_MATCH).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains(&tag));
    if known {
        return answer(StatusCode::NOT_MODIFIED, media(name), cache, Some(&tag), Vec::new());
    }
    answer(StatusCode::OK, media(name), cache, Some(&tag), file.data.into_owned())
}

fn media(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript",
        Some("css") => "text/css",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("png") => "image/png",
        Some("wasm") => "application/wasm",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn answer(status: StatusCode, media: &str, cache: &str, tag: Option<&str>, body: Vec<u8>) -> Response {
    let mut out = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, media)
        .header(header::CACHE_CONTROL, cache)
        .header(header::CONTENT_SECURITY_POLICY, POLICY);
    if let Some(tag) = tag {
        out = out.header(header::ETAG, tag);
    }
    out.body(Body::from(body)).unwrap_or_default()
}
