//! A bound on what is in memory between reader and writer.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

#[derive(Default)]
struct State {
    bytes: usize,
    batches: usize,
    closed: bool,
}

/// Bytes and batches that are under way. The reader waits while there are too many.
pub struct Budget {
    bytes: usize,
    batches: usize,
    state: Mutex<State>,
    freed: Condvar,
}

impl Budget {
    /// At most so many at a time (one batch is always let through).
    pub fn new(bytes: usize, batches: usize) -> Self {
        Self { bytes, batches, state: Mutex::default(), freed: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for room; `false` if the work was given up.
    pub fn take(&self, bytes: usize) -> bool {
        let full = |s: &mut State| !s.closed && s.batches > 0 && (s.bytes + bytes > self.bytes || s.batches >= self.batches);
        let mut state = self.freed.wait_while(self.state(), full).unwrap_or_else(PoisonError::into_inner);
        state.bytes += bytes;
        state.batches += 1;
        !state.closed
    }

    /// Gives room back.
    pub fn free(&self, bytes: usize) {
        let mut state = self.state();
        state.bytes -= bytes;
        state.batches -= 1;
        drop(state);
        self.freed.notify_one();
    }

    /// Gives the work up.
    pub fn close(&self) {
        self.state().closed = true;
        self.freed.notify_all();
    }
}
