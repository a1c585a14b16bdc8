//! The door: from HTTP to handlers and back. Who asks, how much, whether the answer is known already.

use crate::api::account::COOKIE;
use crate::ask::{Answer, Ask, allowed};
use crate::assets::{self, POLICY};
use crate::events;
use crate::param::Params;
use crate::problem::{Problem, Result};
use crate::record::Role;
use crate::route::{Route, routes};
use crate::state::{Shared, now};
use crate::users::Who;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{RawPathParams, Request};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::Response;
use axum::routing::any;
use std::collections::BTreeMap;
use std::sync::Arc;
use tower_http::compression::CompressionLayer;

/// The whole service.
pub fn app(state: Arc<Shared>) -> Router {
    let mut by_path: BTreeMap<&'static str, Vec<Arc<Route>>> = BTreeMap::new();
    for route in routes() {
        by_path.entry(route.path).or_default().push(Arc::new(route));
    }
    let mut router = Router::new();
    for (path, routes) in by_path {
        let state = state.clone();
        let routes = Arc::new(routes);
        router = router.route(
            path,
            any(move |parts: std::result::Result<RawPathParams, _>, request: Request| {
                let (state, routes) = (state.clone(), routes.clone());
                let parts = parts
                    .map(|p| p.iter().map(|(_, v)| v.to_owned()).collect::<Vec<_>>())
                    .map_err(|_: axum::extract::rejection::RawPathParamsRejection| ());
                async move { entered(state, &routes, parts, request).await }
            }),
        );
    }
    let listening = state.clone();
    router = router.route("/api/changes/stream", any(move |request: Request| stream(listening.clone(), request)));
    router.fallback(move |request: Request| other(state.clone(), request)).layer(CompressionLayer::new())
}

/// What is no route: a file of the pages, or nothing.
async fn other(state: Arc<Shared>, request: Request) -> Response {
    let path = request.uri().path();
    let instance = request.uri().to_string();
    if let Err(problem) = host(&state, request.headers()) {
        return refusal(problem, &instance);
    }
    if path == "/api" || path.starts_with("/api/") {
        return refusal(Problem::missing(format!("expected a route of the API, found `{path}`; /api/ lists them")), &instance);
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut out = refusal(Problem::method("GET, HEAD"), &instance);
        allow(&mut out, "GET, HEAD");
        return out;
    }
    assets::file(path, request.headers())
}

async fn stream(state: Arc<Shared>, request: Request) -> Response {
    let instance = request.uri().to_string();
    if request.method() != Method::GET {
        let mut out = refusal(Problem::method("GET"), &instance);
        allow(&mut out, "GET");
        return out;
    }
    let asked = host(&state, request.headers())
        .and_then(|()| who(&state, request.headers()))
        .and_then(|who| allowed(&who, Role::Reader))
        .and_then(|()| Params::read(request.uri().query().unwrap_or_default(), &[]));
    match asked {
        Ok(_) => events::stream(state, request.headers()).await,
        Err(problem) => refusal(problem, &instance),
    }
}

/// Without sign-in only this machine may ask, under a name of its own: a page elsewhere could else have its name point
/// here (DNS rebinding).
fn host(state: &Shared, headers: &HeaderMap) -> Result<()> {
    let Some(host) = headers.get(header::HOST).and_then(|h| h.to_str().ok()).filter(|_| !state.config.auth) else { return Ok(()) };
    let name = host.rsplit_once(':').map_or(host, |(name, port)| if port.bytes().all(|b| b.is_ascii_digit()) { name } else { host });
    let own = name == "localhost"
        || name.ends_with(".localhost")
        || name.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
    if own {
        Ok(())
    } else {
        Err(Problem::forbidden(format!("expected the host localhost, found `{host}`; to serve others listen on another address")))
    }
}

/// Who asks: by token, by cookie, or whoever where nobody has to sign in.
fn who(state: &Shared, headers: &HeaderMap) -> Result<Who> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).and_then(|v| v.strip_prefix("Bearer "));
    let known = match (bearer, cookie(headers)) {
        (Some(token), _) => state.users.of_token(token.trim(), now())?,
        (None, Some(secret)) => state.users.of_session(&secret, now())?,
        (None, None) => None,
    };
    let role = if state.config.auth { Role::Anyone } else { Role::Admin };
    Ok(known.unwrap_or(Who { name: None, role }))
}

fn cookie(headers: &HeaderMap) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    all.flat_map(|v| v.split(';'))
        .find_map(|c| c.trim().strip_prefix(COOKIE)?.strip_prefix('=').map(str::to_owned))
        .filter(|s| !s.is_empty())
}

async fn entered(state: Arc<Shared>, routes: &[Arc<Route>], parts: std::result::Result<Vec<String>, ()>, request: Request) -> Response {
    let instance = request.uri().to_string();
    let wanted = if request.method() == Method::HEAD { Method::GET } else { request.method().clone() };
    let Some(route) = routes.iter().find(|r| r.method == wanted) else {
        let methods: Vec<&str> = routes.iter().map(|r| r.method.as_str()).collect();
        let mut out = refusal(Problem::method(&methods.join(", ")), &instance);
        allow(&mut out, &methods.join(", "));
        return out;
    };
    let Ok(path) = parts else { return refusal(Problem::bad("path", "UTF-8", "other bytes"), &instance) };
    match answered(state, route.clone(), path, request).await {
        Ok(response) => response,
        Err(problem) => refusal(problem, &instance),
    }
}

async fn answered(state: Arc<Shared>, route: Arc<Route>, path: Vec<String>, request: Request) -> Result<Response> {
    let (head, body) = request.into_parts();
    host(&state, &head.headers)?;
    let who = who(&state, &head.headers)?;
    allowed(&who, route.role)?;
    let params = Params::read(head.uri.query().unwrap_or_default(), &route.params)?;
    let body = taken(&route, &head.headers, body).await?;
    let word = |name: header::HeaderName| head.headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let (none_match, if_match) = (word(header::IF_NONE_MATCH), word(header::IF_MATCH));
    let if_match = if_match.map(|m| m.trim().trim_start_matches("W/").trim_matches('"').to_owned());
    let (session, question) = (cookie(&head.headers), head.uri.to_string());
    let work = move || handled(&state, &route, &who, params, path, &body, if_match, session, none_match.as_deref(), &question);
    tokio::task::spawn_blocking(work).await.map_err(|_| Problem::failed("a handler ended early; that is a defect of the program"))?
}

/// The body of a request, if the route takes one.
async fn taken(route: &Route, headers: &HeaderMap, body: Body) -> Result<Vec<u8>> {
    let Some((_, most)) = route.body else { return Ok(Vec::new()) };
    let media = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !media.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        return Err(Problem::media(media));
    }
    to_bytes(body, most).await.map(|b| b.to_vec()).map_err(|_| Problem::large(most))
}

#[allow(clippy::too_many_arguments)]
fn handled(
    state: &Shared,
    route: &Route,
    who: &Who,
    params: Params,
    path: Vec<String>,
    body: &[u8],
    if_match: Option<String>,
    session: Option<String>,
    none_match: Option<&str>,
    question: &str,
) -> Result<Response> {
    state.read(|store| {
        let revision = store.head()?;
        let tag = route.tagged.then(|| tag(state, revision, question));
        if let Some(tag) = tag.as_ref().filter(|t| none_match.is_some_and(|m| m == "*" || m.contains(t.as_str()))) {
            return Ok(response(StatusCode::NOT_MODIFIED, None, Some(tag), Vec::new()));
        }
        if let Some(known) = state.kept(question, revision).filter(|_| route.kept) {
            return Ok(response(StatusCode::OK, Some("application/json"), tag.as_deref(), known.to_vec()));
        }
        let ask = Ask { state, store, who, params, path, body, if_match, session };
        Ok(match (route.handler)(&ask)? {
            Answer::Json(status, bytes, more) => {
                if route.kept && status == 200 {
                    state.keep(question, revision, Arc::new(bytes.clone()));
                }
                let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
                with(response(status, Some("application/json"), tag.as_deref(), bytes), more)
            }
            Answer::File(media, name, bytes) => {
                let name = name.map(|n| ("content-disposition", format!("attachment; filename=\"{n}\"")));
                with(response(StatusCode::OK, Some(&media), tag.as_deref(), bytes), name.into_iter().collect())
            }
            Answer::Empty(more) => with(response(StatusCode::NO_CONTENT, None, None, Vec::new()), more),
        })
    })
}

/// The tag of an answer: what it depends on, without computing it.
fn tag(state: &Shared, revision: u64, question: &str) -> String {
    let words = format!("{}\n{revision}\n{}\n{question}", env!("CARGO_PKG_VERSION"), state.pack.hash);
    format!("W/\"r{revision}-{}\"", &blake3::hash(words.as_bytes()).to_hex()[..16])
}

fn response(status: StatusCode, media: Option<&str>, tag: Option<&str>, bytes: Vec<u8>) -> Response {
    let mut out = Response::builder()
        .status(status)
        .header(header::CACHE_CONTROL, "no-cache")
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(
            header::CONTENT_SECURITY_POLICY,
            if media.is_some_and(|m| m.starts_with("text/html")) { POLICY } else { "sandbox; default-src 'none'" },
        );
    if let Some(media) = media {
        out = out.header(header::CONTENT_TYPE, media);
    }
    if let Some(tag) = tag {
        out = out.header(header::ETAG, tag);
    }
    out.body(Body::from(bytes)).unwrap_or_default()
}

fn with(mut response: Response, more: Vec<(&'static str, String)>) -> Response {
    for (name, value) in more {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

fn allow(response: &mut Response, methods: &str) {
    if let Ok(value) = methods.parse() {
        response.headers_mut().insert(header::ALLOW, value);
    }
}

fn refusal(mut problem: Problem, instance: &str) -> Response {
    if problem.status >= 500 {
        eprintln!("marsad: {instance}: {}", problem.detail);
    }
    problem.instance = instance.chars().take(500).collect();
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut out = response(status, Some("application/problem+json"), None, problem.body());
    if status == StatusCode::UNAUTHORIZED {
        out.headers_mut().insert(header::WWW_AUTHENTICATE, header::HeaderValue::from_static("Bearer"));
    }
    out
}
