//! Which claims are which incident, after something has changed: only what hangs together with the change is looked at.

use crate::error::{Error, Result};
use crate::fold::{Tables, incident_at, incident_of};
use crate::log::Op;
use crate::number::{OPEN, hex, number};
use crate::rules::{Digest, Rules, narrowed};
use crate::span::MEMBERS;
use crate::view::decisions_on;
use marsad_model::incident::Decision;
use rusqlite::OptionalExtension;
use std::collections::{BTreeMap, BTreeSet};

/// Accounts that hang together through pairs, people's decisions and the incidents of today.
#[derive(Default)]
struct Component {
    accounts: BTreeSet<i64>,
    claims: BTreeSet<i64>,
    reports: BTreeSet<i64>,
    decisions: BTreeMap<i64, Decision>,
}

/// What has been settled so far.
struct Settled {
    ops: Vec<Op>,
    /// The number of the next new incident.
    next: u64,
    /// Incidents that a group goes on with.
    used: BTreeSet<u64>,
    /// The revision after which things were as they are to be again.
    before: Option<i64>,
}

impl Tables<'_> {
    /// The operations that put these claims, and those of these reports and incidents, where they belong. `before`: the
    /// revision before the one that is taken back.
    pub(crate) fn settle(&mut self, reports: &[i64], incidents: &BTreeSet<u64>, claims: &[i64], before: Option<i64>) -> Result<Vec<Op>> {
        let mut seeds = BTreeSet::new();
        for claim in claims {
            seeds.extend(self.account(*claim)?);
        }
        for report in reports {
            seeds.extend(self.numbers(&format!("SELECT DISTINCT account FROM claim WHERE report = ?1 AND until = {OPEN}"), *report)?);
        }
        let mut former = BTreeSet::new();
        for incident in incidents {
            former.extend(MEMBERS.now(self.conn, *incident)?);
        }
        for claim in &former {
            seeds.extend(self.account(*claim)?);
        }
        let mut settled = Settled { ops: Vec::new(), next: self.next_incident()?, used: BTreeSet::new(), before };
        let mut seen: BTreeSet<i64> = BTreeSet::new();
        for seed in seeds {
            if !seen.contains(&seed) {
                let component = self.component(seed)?;
                seen.extend(&component.accounts);
                let placed = self.place(&component, &mut settled)?;
                former.retain(|c| !placed.contains(c));
            }
        }
        // Claims that the engine no longer makes.
        let mut gone = Vec::new();
        for claim in former {
            if self.account(claim)?.is_none() {
                gone.push(hex(claim));
            }
        }
        if !gone.is_empty() {
            settled.ops.push(Op::Leave { claims: gone });
        }
        Ok(settled.ops)
    }

    fn numbers(&self, sql: &str, of: i64) -> Result<Vec<i64>> {
        Ok(self.conn.prepare_cached(sql)?.query_map([of], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// The account of a claim, if the claim still stands.
    fn account(&self, claim: i64) -> Result<Option<i64>> {
        let mut select = self.conn.prepare_cached(&format!("SELECT account FROM claim WHERE hash = ?1 AND until = {OPEN}"))?;
        Ok(select.query_row([claim], |r| r.get(0)).optional()?)
    }

    fn next_incident(&self) -> Result<u64> {
        let last: Option<i64> = self.conn.prepare_cached("SELECT max(incident) FROM member")?.query_row([], |r| r.get(0))?;
        Ok(last.unwrap_or(0) as u64 + 1)
    }

    /// All that hangs together with an account.
    fn component(&mut self, seed: i64) -> Result<Component> {
        let mut found = Component::default();
        let mut open = vec![seed];
        while let Some(account) = open.pop() {
            if !found.accounts.insert(account) {
                continue;
            }
            open.extend(self.paired(account)?);
            // An account bears the hash of its first claim.
            let mut select = self.conn.prepare_cached("SELECT report FROM claim WHERE hash = ?1")?;
            let Some(report) = select.query_row([account], |r| r.get::<_, i64>(0)).optional()? else { continue };
            let Some(digest) = self.digests.at(self.conn, report, OPEN - 1)? else { continue };
            let name = hex(account);
            for claim in digest.accounts.iter().filter(|a| a.name() == name).flat_map(|a| &a.claims) {
                let claim = number(&claim.key.hash)?;
                found.claims.insert(claim);
                found.reports.insert(report);
                open.extend(self.tied(claim, &mut found.decisions)?);
            }
        }
        Ok(found)
    }

    /// Accounts that pairs tie to this one.
    fn paired(&self, account: i64) -> Result<Vec<i64>> {
        self.numbers("SELECT b FROM pair WHERE a = ?1 AND score > 0 UNION ALL SELECT a FROM pair WHERE b = ?1 AND score > 0", account)
    }

    /// Decisions that hold on a claim, and the accounts that they tie to it.
    fn tied(&self, claim: i64, decisions: &mut BTreeMap<i64, Decision>) -> Result<Vec<i64>> {
        let mut out = Vec::new();
        for (revision, decision) in decisions_on(self.conn, claim, OPEN - 1)? {
            if Rules::ties(&decision.act) {
                for claim in decision.act.claims() {
                    out.extend(self.account(number(&claim.hash)?)?);
                }
            }
            decisions.insert(revision, decision);
        }
        Ok(out)
    }

    /// Groups a component, and gives each group the number of the incident that it goes on with.
    fn place(&mut self, found: &Component, settled: &mut Settled) -> Result<BTreeSet<i64>> {
        let claims: BTreeSet<String> = found.claims.iter().map(|c| hex(*c)).collect();
        let mut digests: Vec<Digest> = Vec::with_capacity(found.reports.len());
        for report in &found.reports {
            digests.extend(self.digests.at(self.conn, *report, OPEN - 1)?.map(|d| narrowed(&d, &claims)));
        }
        let decisions: Vec<Decision> = found.decisions.values().cloned().collect();
        let groups = self.rules.groups(&claims, &digests, &decisions);
        let mut sets: Vec<BTreeSet<i64>> = Vec::with_capacity(groups.len());
        for group in groups {
            sets.push(group.iter().map(|c| number(c)).collect::<Result<_>>()?);
        }
        // By their least claim: the order in which groups come must not show.
        sets.sort();
        let placed: BTreeSet<i64> = sets.iter().flatten().copied().collect();
        if placed.len() != sets.iter().map(BTreeSet::len).sum::<usize>() {
            return Err(Error::Broken("a claim was put into two incidents".to_owned()));
        }
        self.name(&sets, settled)?;
        let mut out = Vec::new();
        for claim in found.claims.difference(&placed) {
            if incident_of(self.conn, *claim)?.is_some() {
                out.push(hex(*claim));
            }
        }
        if !out.is_empty() {
            settled.ops.push(Op::Leave { claims: out });
        }
        Ok(found.claims.clone())
    }

    /// A group goes on with the incident that most of its claims come from; other groups get new numbers. Where a
    /// decision is taken back, what it changed goes on as the incidents that were there before it.
    fn name(&mut self, groups: &[BTreeSet<i64>], settled: &mut Settled) -> Result<()> {
        let mut number: Vec<Option<u64>> = vec![None; groups.len()];
        if let Some(before) = settled.before {
            let all: BTreeSet<i64> = groups.iter().flatten().copied().collect();
            for (incident, g) in self.shares(groups, before)? {
                let now = MEMBERS.now(self.conn, incident)?;
                let free = now.is_subset(&all) && !groups.contains(&now);
                if free && number[g].is_none() && !self.stands(&groups[g])? && settled.used.insert(incident) {
                    number[g] = Some(incident);
                }
            }
        }
        for (incident, g) in self.shares(groups, OPEN - 1)? {
            if number[g].is_none() && settled.used.insert(incident) {
                number[g] = Some(incident);
            }
        }
        for (group, number) in groups.iter().zip(number) {
            let incident = number.unwrap_or_else(|| {
                settled.next += 1;
                settled.next - 1
            });
            let mut joins = Vec::new();
            for claim in group {
                if incident_of(self.conn, *claim)? != Some(incident) {
                    joins.push(hex(*claim));
                }
            }
            if !joins.is_empty() {
                settled.ops.push(Op::Join { incident, claims: joins });
            }
        }
        Ok(())
    }

    /// Incidents that claims of groups were of after a revision, with the number of the group; the largest shares first.
    fn shares(&self, groups: &[BTreeSet<i64>], revision: i64) -> Result<Vec<(u64, usize)>> {
        let mut shares: BTreeMap<(u64, usize), usize> = BTreeMap::new();
        for (g, group) in groups.iter().enumerate() {
            for claim in group {
                if let Some(incident) = incident_at(self.conn, *claim, revision)? {
                    *shares.entry((incident, g)).or_default() += 1;
                }
            }
        }
        let mut order: Vec<((u64, usize), usize)> = shares.into_iter().collect();
        order.sort_by_key(|(share, n)| (std::cmp::Reverse(*n), *share));
        Ok(order.into_iter().map(|(share, _)| share).collect())
    }

    /// Whether a group is an incident of today as it is.
    fn stands(&self, group: &BTreeSet<i64>) -> Result<bool> {
        let home = group.first().map(|c| incident_of(self.conn, *c)).transpose()?.flatten();
        Ok(home.map(|incident| MEMBERS.now(self.conn, incident)).transpose()?.is_some_and(|now| now == *group))
    }
}
