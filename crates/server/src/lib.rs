//! The situation room over HTTP: the API, changes as they happen, the pages.
//!
//! ```text
//! request → door (host, size, who) → route → handler (Ask → Answer, plain data, on a thread that may wait) → response
//! ```
//!
//! Invariants:
//! - one table of routes (`route.rs`) is the router, the check of every request, and the OpenAPI document;
//! - a parameter that a route does not know is refused: a mistyped filter must not widen a list;
//! - every error is `application/problem+json`; input never makes a 500;
//! - whoever is not this machine has to sign in; no answer allows another origin;
//! - times of knowledge (`as_of`) and of the event (`from`, `to`) never mix.

#![forbid(unsafe_code)]

mod api;
mod ask;
mod assets;
mod door;
mod events;
mod filter;
mod names;
mod openapi;
mod param;
mod problem;
mod record;
mod route;
mod state;
mod users;
mod view;
mod viewer;

pub use door::app;
pub use problem::Problem;
pub use record::Role;
pub use state::{Config, Shared, beside};
pub use users::{Token, User, Users};

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

/// The OpenAPI document.
#[must_use]
pub fn openapi() -> &'static serde_json::Value {
    openapi::document()
}

/// The time, for those who keep users from the command line.
#[must_use]
pub fn clock() -> jiff::Timestamp {
    state::now()
}

/// Whether only this machine can reach an address.
#[must_use]
pub fn local(address: SocketAddr) -> bool {
    address.ip().is_loopback()
}

/// Serves until the process is asked to end (interrupt).
///
/// # Errors
/// If the runtime cannot be started or the listener fails.
pub fn serve(state: Arc<Shared>, listener: TcpListener) -> std::io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        tokio::spawn(events::watch(state.clone()));
        let served = axum::serve(listener, app(state));
        tokio::select! {
            done = async { served.await } => done,
            _ = ended() => Ok(()),
        }
    })?;
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    Ok(())
}

async fn ended() {
    #[cfg(unix)]
    if let Ok(mut term) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = term.recv() => {}
        }
        return;
    }
    let _ = tokio::signal::ctrl_c().await;
}
