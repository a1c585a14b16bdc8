//! Digests of reports that were needed a moment ago.

use crate::blob;
use crate::error::{Result, json};
use crate::rules::Digest;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::HashMap;
use std::sync::Arc;

/// So many are kept, twice over: a generation that is full becomes the old one, and the old one goes.
const KEPT: usize = 2048;

/// Digests by report and the revision that coded it.
#[derive(Default)]
pub(crate) struct Digests {
    young: HashMap<(i64, i64), Arc<Digest>>,
    old: HashMap<(i64, i64), Arc<Digest>>,
}

impl Digests {
    /// Keeps a digest.
    pub fn put(&mut self, report: i64, since: i64, digest: Digest) {
        self.keep((report, since), Arc::new(digest));
    }

    fn keep(&mut self, key: (i64, i64), digest: Arc<Digest>) {
        if self.young.len() >= KEPT {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, digest);
    }

    /// The digest of a report as it was coded after a revision; `None` if it was not there yet.
    pub fn at(&mut self, conn: &Connection, report: i64, revision: i64) -> Result<Option<Arc<Digest>>> {
        let mut select = conn.prepare_cached("SELECT since FROM coding WHERE report = ?1 AND since <= ?2 AND until > ?2")?;
        let Some(since) = select.query_row(params![report, revision], |r| r.get(0)).optional()? else { return Ok(None) };
        let key = (report, since);
        if let Some(known) = self.young.get(&key) {
            return Ok(Some(Arc::clone(known)));
        }
        let digest = match self.old.remove(&key) {
            Some(known) => known,
            None => {
                let mut select = conn.prepare_cached("SELECT digest FROM coding WHERE report = ?1 AND since = ?2")?;
                let bytes: Vec<u8> = select.query_row(params![report, since], |r| r.get(0))?;
                Arc::new(serde_json::from_slice(&blob::unpack(&bytes, 1 << 14)?).map_err(json("a digest"))?)
            }
        };
        self.keep(key, Arc::clone(&digest));
        Ok(Some(digest))
    }
}

/// The bytes of a digest as they are stored.
pub(crate) fn packed(bytes: &[u8]) -> Vec<u8> {
    blob::pack(bytes)
}
