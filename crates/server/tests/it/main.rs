//! The API over a made-up store, asked without a network.

mod api;
mod auth;
#[path = "../../../store/tests/it/world.rs"]
#[allow(dead_code)]
mod world;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use marsad_pack::Pack;
use marsad_server::{Config, Shared, app};
use marsad_store::{Stamp, Store};
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tower::ServiceExt;

/// A server over a store of its own.
pub(crate) struct Room {
    pub(crate) app: Router,
    pub(crate) state: Arc<Shared>,
    folder: PathBuf,
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// An answer.
pub(crate) struct Got {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Got {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.body)))
    }
}

/// The pack of the repository, compiled once.
fn pack() -> Pack {
    static BYTES: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    let bytes = BYTES.get_or_init(|| {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../lang/ar");
        marsad_pack::build(&root).unwrap_or_else(|d| panic!("{} findings in the pack", d.len())).0.bytes
    });
    Pack::load(std::borrow::Cow::Borrowed(bytes)).expect("a pack")
}

impl Room {
    /// A room with so many reports.
    pub(crate) fn new(reports: u64, auth: bool) -> Self {
        static ROOMS: AtomicU32 = AtomicU32::new(0);
        let name = format!("marsad-server-{}-{}", std::process::id(), ROOMS.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        let db = folder.join("room.db");
        let mut store = Store::open(&db).expect("a store");
        for n in 0..reports {
            let at = jiff::Timestamp::from_second(1_700_000_000 + 60 * n as i64).expect("a time");
            let report = world::report(n, n / 3, &[n / 3 + 1], 40, world::Days::Any(30));
            store.ingest(vec![report], &Stamp::new(at, "test", "made up")).expect("reports are stored");
        }
        drop(store);
        let state = Arc::new(Shared::open(Config { db, auth, demo: true }, pack()).expect("a state"));
        Self { app: app(state.clone()), state, folder }
    }

    pub(crate) async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Got {
        let mut request = Request::builder().method(method).uri(path).header("host", "localhost:8787");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.app.clone().oneshot(request.body(Body::from(body.to_owned())).expect("a request")).await.expect("an answer");
        let (head, body) = response.into_parts();
        let body = body.collect().await.expect("a body").to_bytes().to_vec();
        Got { status: head.status, headers: head.headers, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Got {
        self.send("GET", path, &[], "").await
    }

    /// The JSON of a good answer.
    pub(crate) async fn json(&self, path: &str) -> Value {
        let got = self.get(path).await;
        assert_eq!(got.status, StatusCode::OK, "{path}: {}", String::from_utf8_lossy(&got.body));
        got.json()
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Got {
        self.send("POST", path, &[("content-type", "application/json")], &body.to_string()).await
    }
}
