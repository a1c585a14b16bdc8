//! What went wrong, as `application/problem+json` (RFC 9457).

use schemars::JsonSchema;
use serde::Serialize;

/// One parameter that is not what was expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Fault {
    /// Name of the parameter.
    pub param: String,
    /// What it should be.
    pub expected: String,
    /// What it was.
    pub found: String,
}

/// A refusal or a failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Problem {
    /// `/api/problems/NAME`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The same in words.
    pub title: &'static str,
    /// HTTP status.
    pub status: u16,
    /// What happened here, and how to mend it.
    pub detail: String,
    /// Path and query that were asked.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub instance: String,
    /// The parameters at fault.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Fault>,
}

/// Results of handlers.
pub type Result<T> = std::result::Result<T, Problem>;

impl Problem {
    fn new(status: u16, kind: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        Self { kind, title, status, detail: detail.into(), instance: String::new(), errors: Vec::new() }
    }

    /// A parameter, a header or a body that cannot be used.
    pub fn bad(param: &str, expected: impl Into<String>, found: impl Into<String>) -> Self {
        let fault = Fault { param: param.to_owned(), expected: expected.into(), found: clipped(&found.into()) };
        let detail = format!("{}: expected {}, found {}", fault.param, fault.expected, fault.found);
        Self { errors: vec![fault], ..Self::new(400, "/api/problems/bad-parameter", "Bad parameter", detail) }
    }

    /// A request that was understood and cannot be done.
    pub fn refused(detail: impl Into<String>) -> Self {
        Self::new(400, "/api/problems/bad-parameter", "Bad parameter", detail)
    }

    /// Nothing is there.
    pub fn missing(detail: impl Into<String>) -> Self {
        Self::new(404, "/api/problems/not-found", "Not found", detail)
    }

    /// The path is known, the method is not.
    pub fn method(allowed: &str) -> Self {
        Self::new(405, "/api/problems/unsupported", "Method not allowed", format!("expected one of {allowed}"))
    }

    /// The record moved while the caller looked at it.
    pub fn moved(detail: impl Into<String>) -> Self {
        Self::new(412, "/api/problems/conflict", "The record has changed", detail)
    }

    /// Something with this name is there already.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(409, "/api/problems/conflict", "Conflict", detail)
    }

    /// Nobody is signed in.
    pub fn unauthenticated() -> Self {
        Self::new(
            401,
            "/api/problems/unauthenticated",
            "Sign in",
            "expected a session cookie or `Authorization: Bearer TOKEN`, found neither that holds",
        )
    }

    /// The role does not suffice.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(403, "/api/problems/forbidden", "Not allowed", detail)
    }

    /// The body is too long.
    pub fn large(most: usize) -> Self {
        Self::new(413, "/api/problems/too-large", "Too large", format!("expected a body of at most {most} bytes, found a longer one"))
    }

    /// The body is not JSON.
    pub fn media(found: &str) -> Self {
        let detail = format!("expected `Content-Type: application/json`, found `{}`", clipped(found));
        Self::new(415, "/api/problems/unsupported", "Unsupported media type", detail)
    }

    /// Too many attempts.
    pub fn slow() -> Self {
        Self::new(429, "/api/problems/too-many", "Too many attempts", "expected fewer attempts to sign in; wait a quarter of an hour")
    }

    /// A defect of the program.
    pub fn failed(detail: impl Into<String>) -> Self {
        Self::new(500, "/api/problems/failed", "The server failed", detail)
    }

    /// As JSON.
    #[must_use]
    pub fn body(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// Long words are cut: they come from the caller and go to logs and pages.
fn clipped(words: &str) -> String {
    if words.chars().count() <= 120 { words.to_owned() } else { words.chars().take(119).chain(['…']).collect() }
}

impl From<marsad_store::Error> for Problem {
    fn from(e: marsad_store::Error) -> Self {
        use marsad_store::Error;
        match e {
            Error::Missing(what) => Self::missing(what),
            Error::Refused(what) => Self::refused(what),
            other => {
                let detail = other.to_string();
                if detail.contains("another program is writing") {
                    Self::new(503, "/api/problems/busy", "Busy", detail)
                } else {
                    Self::failed(detail)
                }
            }
        }
    }
}

impl From<serde_json::Error> for Problem {
    fn from(e: serde_json::Error) -> Self {
        Self::failed(format!("an answer could not be written as JSON: {e}"))
    }
}
