//! Changes as they happen: server-sent events.

use crate::api::change;
use crate::problem::Problem;
use crate::record::Change;
use crate::state::Shared;
use axum::body::Body;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// Revisions that one piece of a stream holds.
const PIECE: usize = 50;
/// Revisions that a reader who was away is told; one who was away longer loads anew anyhow.
const CAUGHT_UP: u64 = 1000;
/// How often an idle stream shows that it lives.
const BREATH: Duration = Duration::from_secs(20);
/// How often the store is looked at for what other programs wrote.
const LOOK: Duration = Duration::from_secs(1);

/// Looks for what other programs write, as long as the server runs.
pub async fn watch(state: Arc<Shared>) {
    loop {
        tokio::time::sleep(LOOK).await;
        let state = state.clone();
        // A store that is busy now is there at the next look.
        let _ = tokio::task::spawn_blocking(move || state.look()).await;
    }
}

/// `GET /api/changes/stream`.
pub async fn stream(state: Arc<Shared>, headers: &HeaderMap) -> Response {
    let last = headers.get("last-event-id").and_then(|v| v.to_str().ok()).and_then(|v| v.trim().parse::<u64>().ok());
    let head = *state.head.borrow();
    let from = last.map_or(head, |l| l.clamp(head.saturating_sub(CAUGHT_UP), head));
    let (send, receive) = mpsc::channel::<Result<String, Infallible>>(4);
    tokio::spawn(tell(state, from, send));
    Response::builder()
        .header(header::CONTENT_TYPE, "text/event-stream")
        .header(header::CACHE_CONTROL, "no-cache")
        .header("x-accel-buffering", "no")
        .body(Body::from_stream(ReceiverStream::new(receive)))
        .unwrap_or_default()
}

async fn tell(state: Arc<Shared>, mut told: u64, send: mpsc::Sender<Result<String, Infallible>>) {
    let mut head = state.head.subscribe();
    let mut piece = ": open\n\n".to_owned();
    loop {
        if send.send(Ok(std::mem::take(&mut piece))).await.is_err() {
            return;
        }
        while piece.is_empty() {
            let now = *head.borrow_and_update();
            if now > told {
                let state = state.clone();
                let found = tokio::task::spawn_blocking(move || change::after(&state, told, PIECE)).await;
                if let Ok(Ok(changes)) = found {
                    told = changes.last().map_or(now, |c| c.no);
                    piece = changes.iter().map(event).collect();
                } else {
                    tokio::time::sleep(LOOK).await;
                }
                continue;
            }
            tokio::select! {
                moved = head.changed() => if moved.is_err() { return },
                () = tokio::time::sleep(BREATH) => piece.push_str(": still here\n\n"),
                () = send.closed() => return,
            }
        }
    }
}

fn event(change: &Change) -> String {
    let mut out = String::new();
    let data = serde_json::to_string(change).map_err(Problem::from).unwrap_or_default();
    let _ = write!(out, "event: change\nid: {}\ndata: {data}\n\n", change.no);
    out
}
