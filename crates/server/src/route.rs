//! The routes: one table that the router, the checks and the OpenAPI document are made of.

use crate::api::{about, account, change, code, decide, export, facets, incident, list, map, report, source, suggest, timeline};
use crate::ask::Handler;
use crate::filter::{self, AS_OF, CURSOR, LIMIT, SORT};
use crate::param::{Kind, Param};
use crate::record::{self, Page, Role};
use crate::users::{Token, User};
use axum::http::Method;
use schemars::{JsonSchema, Schema, SchemaGenerator};

/// Makes the schema of a record.
pub type Shape = fn(&mut SchemaGenerator) -> Schema;

/// What an answer holds.
#[derive(Clone, Copy)]
pub enum Content {
    /// JSON of a shape.
    Json(Shape),
    /// A file of one of these media types.
    File(&'static [&'static str]),
    /// Nothing.
    Empty,
}

/// One route.
pub struct Route {
    /// Method.
    pub method: Method,
    /// Path, with `{parts}`.
    pub path: &'static str,
    /// Group in the document.
    pub tag: &'static str,
    /// What it does, in a line.
    pub summary: &'static str,
    /// Who may.
    pub role: Role,
    /// What the query may hold.
    pub params: Vec<Param>,
    /// What the body holds, and how many bytes it may have.
    pub body: Option<(Shape, usize)>,
    /// Status and content of a good answer.
    pub answer: (u16, Content),
    /// Whether the answer is kept until the store moves.
    pub kept: bool,
    /// Whether the answer depends on store, query and pages alone.
    pub tagged: bool,
    /// What it does.
    pub handler: Handler,
}

const BODY: usize = 256 << 10;
const BUCKETS: &[&str] = &["day", "week", "month"];

fn shape<T: JsonSchema>(g: &mut SchemaGenerator) -> Schema {
    g.subschema_for::<T>()
}

fn get(path: &'static str, tag: &'static str, summary: &'static str, params: Vec<Param>, content: Content, handler: Handler) -> Route {
    let (method, role) = (Method::GET, Role::Reader);
    Route { method, path, tag, summary, role, params, body: None, answer: (200, content), kept: false, tagged: true, handler }
}

impl Route {
    fn kept(self) -> Self {
        Self { kept: true, ..self }
    }

    fn for_all(self) -> Self {
        Self { role: Role::Anyone, tagged: false, ..self }
    }

    fn account(self) -> Self {
        Self { role: Role::Admin, tagged: false, ..self }
    }

    fn change(self, method: Method, role: Role, status: u16, body: Option<(Shape, usize)>) -> Self {
        Self { method, role, body, answer: (status, self.answer.1), tagged: false, ..self }
    }
}

/// All routes.
#[must_use]
pub fn routes() -> Vec<Route> {
    [documents(), lists(), records(), changes(), accounts()].into_iter().flatten().collect()
}

fn documents() -> Vec<Route> {
    let any: Shape = |_| schemars::json_schema!({"type": "object"});
    vec![
        get("/api/", "server", "This document for people", vec![], Content::File(&["text/html"]), about::viewer).for_all(),
        get("/api/openapi.json", "server", "This document for programs", vec![], Content::Json(any), about::openapi).for_all(),
        get("/api/about", "server", "The server and what its store holds", vec![], Content::Json(shape::<about::About>), about::about),
    ]
}

fn lists() -> Vec<Route> {
    let json = Content::Json;
    let files = Content::File(&["application/jsonl", "text/csv", "application/geo+json"]);
    let within = Param::one("within", Kind::Frame, "The box as a filter: west,south,east,north");
    let view = Param::needed("bbox", Kind::Frame, "What the map shows: west,south,east,north");
    let zoom = Param::needed("zoom", Kind::Number(0.0, 24.0), "Zoom of the map; a cell of clusters is 64 pixels of it");
    let bucket = Param::one("bucket", Kind::Word(BUCKETS), "Width of a bin; the finest that gives at most 200 by default");
    let format = Param::one("format", Kind::Word(&["jsonl", "csv", "geojson"]), "jsonl by default");
    let frame = filter::BOX;
    let reports = vec![
        Param::one("from", Kind::Day, "First day of publication"),
        Param::one("to", Kind::Day, "Last day of publication"),
        Param::many("source", Kind::Text, "Identifier of an outlet"),
        Param::many("lang", Kind::Text, "Language, BCP 47"),
        Param::one("copies", Kind::Flag, "false: only reports that repeat no other"),
        Param::one("q", Kind::Text, "Words that all stand in title, outlet or identifier"),
        AS_OF,
        LIMIT,
        CURSOR,
    ];
    let q = Param::needed("q", Kind::Text, "What somebody typed");
    let kind = Param::one("kind", Kind::Word(&["place", "actor", "source"]), "Only these");
    vec![
        get(
            "/api/incidents",
            "lists",
            "Incidents",
            filter::with(&[frame, SORT, LIMIT, CURSOR]),
            json(shape::<Page<record::IncidentBrief>>),
            list::incidents,
        )
        .kept(),
        get(
            "/api/map",
            "lists",
            "Points, clusters and areas of a map",
            filter::with(&[view, zoom, within]),
            json(shape::<map::MapView>),
            map::map,
        )
        .kept(),
        get(
            "/api/timeline",
            "lists",
            "Incidents over the days of the event",
            filter::with(&[frame, bucket]),
            json(shape::<timeline::Timeline>),
            timeline::timeline,
        )
        .kept(),
        get(
            "/api/facets",
            "lists",
            "How many incidents each value of a filter would leave",
            filter::with(&[frame]),
            json(shape::<facets::Facets>),
            facets::facets,
        )
        .kept(),
        get("/api/export", "lists", "Download all that a filter leaves", filter::with(&[frame, format]), files, export::all),
        get(
            "/api/suggest",
            "lists",
            "Places, actors and outlets by name",
            vec![q, kind],
            json(shape::<Vec<suggest::Suggestion>>),
            suggest::suggest,
        )
        .kept(),
        get("/api/reports", "lists", "Reports, last published first", reports, json(shape::<Page<record::ReportBrief>>), list::reports),
        get("/api/sources", "lists", "Outlets", vec![LIMIT, CURSOR], json(shape::<Page<source::SourceRow>>), source::sources).kept(),
        get(
            "/api/review",
            "lists",
            "Where a person's word would help most",
            vec![LIMIT, CURSOR],
            json(shape::<Page<list::ReviewItem>>),
            list::review,
        )
        .kept(),
    ]
}

fn records() -> Vec<Route> {
    let json = Content::Json;
    let version = Param::one("version", Kind::Whole(1, 1_000_000), "Number of the version; that of the identifier by default");
    let format = Param::one("format", Kind::Word(&["json", "csv"]), "json by default");
    let since = Param::one("since", Kind::Whole(0, i64::MAX as u64), "Only later revisions than this");
    vec![
        get(
            "/api/incidents/{id}",
            "records",
            "An incident: every value with who says so",
            vec![AS_OF],
            json(shape::<record::Detail>),
            incident::incident,
        ),
        get(
            "/api/incidents/{id}/history",
            "records",
            "Revisions that changed it, last first",
            vec![AS_OF, since, LIMIT, CURSOR],
            json(shape::<Page<record::Change>>),
            change::history,
        ),
        get(
            "/api/incidents/{id}/similar",
            "records",
            "Incidents that may be the same",
            vec![],
            json(shape::<Vec<incident::Similar>>),
            incident::similar,
        ),
        get(
            "/api/incidents/{id}/export",
            "records",
            "Download an incident",
            vec![AS_OF, format],
            Content::File(&["application/json", "text/csv"]),
            export::incident,
        ),
        get("/api/reports/{id}", "records", "A report with its sheet", vec![AS_OF, version], json(shape::<record::Report>), report::report),
        get(
            "/api/reports/{id}/capture",
            "records",
            "The bytes as received",
            vec![AS_OF, version],
            Content::File(&["application/octet-stream"]),
            report::capture,
        ),
        get("/api/sources/{id}", "records", "An outlet", vec![], json(shape::<source::SourceDetail>), source::source),
    ]
}

fn changes() -> Vec<Route> {
    let json = Content::Json;
    let since = Param::one("since", Kind::Whole(0, i64::MAX as u64), "Only later revisions than this");
    let incident = Param::one("incident", Kind::Text, "Only those that changed this incident");
    let decision: Shape = shape::<decide::Decision>;
    let pasted: Shape = shape::<code::Pasted>;
    let sheet = json(shape::<code::Read>);
    vec![
        get(
            "/api/changes",
            "changes",
            "Revisions, last first",
            vec![since, incident, LIMIT, CURSOR],
            json(shape::<Page<record::Change>>),
            change::changes,
        ),
        get("/api/changes/{no}", "changes", "One revision", vec![], json(shape::<record::Change>), change::one),
        get(
            "/api/decisions",
            "changes",
            "Decide: accept, reject, edit, split, merge, keep apart, undo",
            vec![],
            json(shape::<record::Change>),
            decide::decide,
        )
        .change(Method::POST, Role::Analyst, 201, Some((decision, BODY))),
        get("/api/code", "changes", "Try: what a pasted text says; nothing is stored", vec![], sheet, code::code).change(
            Method::POST,
            Role::Reader,
            200,
            Some((pasted, code::MOST)),
        ),
    ]
}

fn accounts() -> Vec<Route> {
    let json = Content::Json;
    let route = |path, summary, content, handler| get(path, "accounts", summary, vec![], content, handler).account();
    let (admin, anyone) = (Role::Admin, Role::Anyone);
    let body = |s: Shape| Some((s, BODY));
    vec![
        route("/api/session", "Who is signed in", json(shape::<account::Session>), account::session).for_all(),
        route("/api/session", "Sign in: sets a cookie", Content::Empty, account::sign_in).change(
            Method::POST,
            anyone,
            204,
            body(shape::<account::Credentials>),
        ),
        route("/api/session", "Sign out", Content::Empty, account::sign_out).change(Method::DELETE, anyone, 204, None),
        route("/api/users", "Users", json(shape::<Vec<User>>), account::users),
        route("/api/users", "Add a user", json(shape::<User>), account::add_user).change(
            Method::POST,
            admin,
            201,
            body(shape::<account::NewUser>),
        ),
        route("/api/users/{name}", "Give a user another role or password", json(shape::<User>), account::change_user).change(
            Method::PATCH,
            admin,
            200,
            body(shape::<account::UserChange>),
        ),
        route("/api/users/{name}", "Remove a user", Content::Empty, account::remove_user).change(Method::DELETE, admin, 204, None),
        route("/api/tokens", "API tokens", json(shape::<Vec<Token>>), account::tokens),
        route("/api/tokens", "Make a token; its secret is told once", json(shape::<Token>), account::add_token).change(
            Method::POST,
            admin,
            201,
            body(shape::<account::NewToken>),
        ),
        route("/api/tokens/{id}", "Revoke a token", Content::Empty, account::remove_token).change(Method::DELETE, admin, 204, None),
    ]
}
