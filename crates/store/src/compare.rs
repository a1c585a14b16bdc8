//! A coded report among the others: blocking keys, candidates, pairs.

use crate::cache::Digests;
use crate::error::{Error, Result};
use crate::fold::Tables;
use crate::number::{OPEN, hex, key, number};
use crate::rules::{Digest, Rules};
use marsad_model::incident::Pair;
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

impl Tables<'_> {
    /// Finds the reports that may tell of the same happenings as report `no`, and keeps the pairs of accounts that
    /// speak for it.
    pub(crate) fn compare(&mut self, no: i64) -> Result<()> {
        let digest = self.digests.at(self.conn, no, OPEN - 1)?.ok_or_else(|| Error::Broken(format!("report {no} has no coding")))?;
        let mut found: BTreeSet<(i64, usize)> = BTreeSet::new();
        let mut select = self.conn.prepare_cached("SELECT account FROM block WHERE key = ?1")?;
        for (n, account) in digest.accounts.iter().enumerate() {
            for words in Rules::keys(&digest, account, true) {
                for other in select.query_map([key(&words)], |r| r.get(0))? {
                    found.insert((other?, n));
                }
            }
        }
        let mut insert = self.conn.prepare_cached("INSERT OR IGNORE INTO block (key, account) VALUES (?1, ?2)")?;
        for account in &digest.accounts {
            for words in Rules::keys(&digest, account, false) {
                insert.execute(params![key(&words), number(account.name())?])?;
            }
        }
        self.pairs(no, &digest, &found)
    }

    /// Takes a report's accounts out of the blocks: it was coded anew.
    pub(crate) fn unfile(&self, digest: &Digest) -> Result<()> {
        let mut delete = self.conn.prepare_cached("DELETE FROM block WHERE key = ?1 AND account = ?2")?;
        for account in &digest.accounts {
            for words in Rules::keys(digest, account, false) {
                delete.execute(params![key(&words), number(account.name())?])?;
            }
        }
        Ok(())
    }

    /// Compares accounts of a report with those that blocking found.
    fn pairs(&mut self, no: i64, digest: &Digest, found: &BTreeSet<(i64, usize)>) -> Result<()> {
        let mut home = self.conn.prepare_cached("SELECT report FROM claim WHERE hash = ?1")?;
        let mut insert = self.conn.prepare_cached("INSERT OR REPLACE INTO pair (a, b, score) VALUES (?1, ?2, ?3)")?;
        for (other, n) in found {
            let report: i64 = home.query_row([other], |r| r.get(0))?;
            let Some(there) = self.digests.at(self.conn, report, OPEN - 1)?.filter(|_| report != no) else { continue };
            let name = hex(*other);
            let Some(account) = there.accounts.iter().find(|a| a.name() == name) else { continue };
            if let Some(pair) = self.rules.pair((digest, &digest.accounts[*n]), (&there, account)) {
                let (a, b) = (number(&pair.a)?, number(&pair.b)?);
                insert.execute(params![a.min(b), a.max(b), pair.score])?;
            }
        }
        Ok(())
    }
}

/// The pair of two accounts with its reasons, from what is stored of their reports.
pub(crate) fn reasons(conn: &Connection, rules: &Rules, a: i64, b: i64) -> Result<Option<Pair>> {
    let mut digests = Digests::default();
    let mut home = conn.prepare_cached("SELECT report FROM claim WHERE hash = ?1")?;
    let mut digest = |account: i64| -> Result<_> {
        let report: i64 = home.query_row([account], |r| r.get(0))?;
        digests.at(conn, report, OPEN - 1)
    };
    let (Some(x), Some(y)) = (digest(a)?, digest(b)?) else { return Ok(None) };
    let of = |d: &Digest, account: i64| d.accounts.iter().position(|x| x.name() == hex(account));
    let (Some(m), Some(n)) = (of(&x, a), of(&y, b)) else { return Ok(None) };
    Ok(rules.pair((&x, &x.accounts[m]), (&y, &y.accounts[n])))
}
