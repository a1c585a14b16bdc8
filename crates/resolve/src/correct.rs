//! People's decisions carried out on the groups that the scores gave.
//!
//! The grouping by scores is a function of the reports alone. Decisions change it afterwards, one by one in the order in
//! which they were taken, and each changes only the incidents that it names: what it sets free is drawn into nothing
//! else, and what is taken back leaves the groups as they were.
//!
//! - *Merge*, *the same*: the incidents of the named claims become one, with all that later reports brought to either.
//! - *Split*: the claims that leave are one incident, those that stay another. What nobody named (later reports) goes
//!   with the side that it agrees with better.
//! - *Not the same*: should the scores put the two claims together, the incident is cut between them in the same way.
//!
//! A later decision stands above an earlier one about the same claims.

use crate::cluster::{UNCOMPARED, thousandths};
use crate::decide::{Rulings, meant};
use crate::digest::Account;
use marsad_model::incident::{Act, ClaimKey};
use std::collections::{BTreeMap, BTreeSet};

/// Scores of pairs of accounts by position, the smaller one first.
pub(crate) type Scores = BTreeMap<(usize, usize), f64>;

/// Some claims, by number.
type Claims = BTreeSet<usize>;

/// Claims of an incident: hashes by position of their account.
pub(crate) type Group<'a> = BTreeMap<usize, BTreeSet<&'a str>>;

/// Carries decisions out on `groups` of positions in `accounts`. `scores` holds what is known of the accounts that
/// decisions may move.
pub(crate) fn correct<'a>(groups: &[Vec<usize>], accounts: &[&'a Account], scores: &Scores, rulings: &Rulings<'_>) -> Vec<Group<'a>> {
    let mut desk = Desk::new(groups, accounts, scores, rulings);
    for act in rulings.acts() {
        match act {
            Act::Same { a, b } => desk.unite(&desk.named([a, b])),
            Act::Merge { claims } => desk.unite(&desk.named(claims)),
            Act::NotSame { a, b } => {
                let (a, b) = (desk.named([a]), desk.named([b]));
                desk.part(a.into_iter().collect(), b.into_iter().collect(), false);
            }
            Act::Split { apart, rest } => {
                let (a, b) = (desk.named(apart), desk.named(rest));
                desk.part(a.into_iter().collect(), b.into_iter().collect(), true);
            }
            _ => {}
        }
    }
    desk.done()
}

/// Groups of claims under change.
struct Desk<'s, 'a> {
    scores: &'s Scores,
    /// The account and the key of each claim; claims stand in the order of accounts.
    claims: Vec<(usize, &'a ClaimKey)>,
    /// Claims of reports that decisions name.
    of_report: BTreeMap<&'a str, Vec<usize>>,
    home: Vec<usize>,
    groups: Vec<Claims>,
    /// Claims that earlier decisions keep apart from others.
    apart: Vec<(Claims, Claims)>,
}

impl<'s, 'a> Desk<'s, 'a> {
    fn new(groups: &[Vec<usize>], accounts: &[&'a Account], scores: &'s Scores, rulings: &Rulings<'_>) -> Self {
        let mut of = vec![0; accounts.len()];
        for (g, group) in groups.iter().enumerate() {
            group.iter().for_each(|n| of[*n] = g);
        }
        let claims: Vec<(usize, &ClaimKey)> =
            accounts.iter().enumerate().flat_map(|(n, a)| a.claims.iter().map(move |c| (n, &c.key))).collect();
        let home: Vec<usize> = claims.iter().map(|(account, _)| of[*account]).collect();
        let mut members = vec![Claims::new(); groups.len()];
        home.iter().enumerate().for_each(|(claim, g)| {
            members[*g].insert(claim);
        });
        let mut of_report: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (n, (_, key)) in claims.iter().enumerate().filter(|(_, (_, key))| rulings.names(&key.report)) {
            of_report.entry(&key.report).or_default().push(n);
        }
        Self { scores, claims, of_report, home, groups: members, apart: Vec::new() }
    }

    /// The claims that these keys mean, each once, as far as they are there.
    fn named<'k>(&self, keys: impl IntoIterator<Item = &'k ClaimKey>) -> Vec<usize> {
        let mut out = Vec::new();
        for key in keys {
            let own = || self.of_report.get(key.report.as_str()).into_iter().flatten().copied();
            let exact = own().find(|n| self.claims[*n].1.hash == key.hash);
            let near = || own().find(|n| meant(key, self.claims[*n].1));
            out.extend(exact.or_else(near).filter(|n| !out.contains(n)));
        }
        out
    }

    /// The incidents of these claims become one. Where an earlier decision keeps two of them apart, only the named claims
    /// go over, if nothing keeps them from there.
    fn unite(&mut self, named: &[usize]) {
        let set: Claims = named.iter().copied().collect();
        self.forget(&set);
        let Some(mut into) = named.first().map(|n| self.home[*n]) else { return };
        for from in named.iter().map(|n| self.home[*n]).collect::<Vec<_>>() {
            if from == into || self.groups[from].is_empty() {
                continue;
            }
            let (there, here) = (self.groups[from].clone(), self.groups[into].clone());
            let (some_there, some_here) = (self.with_account(&set, from), self.with_account(&set, into));
            if !self.kept(&here, &there) {
                self.bring(&there, into);
            } else if !self.kept(&here, &some_there) {
                self.bring(&some_there, into);
            } else if !self.kept(&some_here, &there) {
                self.bring(&some_here, from);
                into = from;
            }
        }
    }

    /// Two sides become two incidents. `hold`: each side is one incident, wherever the scores have put its claims.
    fn part(&mut self, mut a: Claims, b: Claims, hold: bool) {
        a.retain(|n| !b.contains(n));
        if a.is_empty() || b.is_empty() {
            return;
        }
        let homes: BTreeSet<usize> = a.iter().map(|n| self.home[*n]).collect();
        for group in homes {
            self.cut(group, &a, &b);
        }
        if hold {
            self.forget(&a);
            self.forget(&b);
            self.hold(&a);
            self.hold(&b);
        }
        self.apart.push((a, b));
    }

    /// Cuts a group that holds claims of both sides.
    fn cut(&mut self, group: usize, a: &Claims, b: &Claims) {
        let members = self.groups[group].clone();
        if members.is_disjoint(b) {
            return;
        }
        // Claims of one account go together, unless they are named on both sides.
        let mut sides: [BTreeSet<usize>; 2] = [BTreeSet::new(), BTreeSet::new()];
        let mut leave: Claims = members.intersection(a).copied().collect();
        for (n, side) in [a, b].into_iter().enumerate() {
            sides[n].extend(members.intersection(side).map(|c| self.claims[*c].0));
        }
        let loose: Vec<usize> =
            members.iter().map(|c| self.claims[*c].0).filter(|n| !sides[0].contains(n) && !sides[1].contains(n)).collect();
        let joined = self.choose(&sides, loose);
        for claim in members.iter().filter(|c| !a.contains(c) && !b.contains(c)) {
            let account = self.claims[*claim].0;
            if joined.contains(&account) || sides[0].contains(&account) && !sides[1].contains(&account) {
                leave.insert(*claim);
            }
        }
        self.groups.push(Claims::new());
        self.bring(&leave, self.groups.len() - 1);
    }

    /// Which of the loose accounts go with the first side: one after the other, the surest one first, each to the side
    /// that it agrees with better on average, as far as that side has come by then.
    fn choose(&self, sides: &[BTreeSet<usize>; 2], loose: Vec<usize>) -> BTreeSet<usize> {
        let mut sizes = [sides[0].len() as i64, sides[1].len() as i64];
        let sum = |n: usize, side: &BTreeSet<usize>| side.iter().map(|m| self.score(n, *m)).sum::<i64>();
        let mut open: BTreeMap<usize, [i64; 2]> = loose.into_iter().map(|n| (n, [sum(n, &sides[0]), sum(n, &sides[1])])).collect();
        let mut joined = BTreeSet::new();
        while !open.is_empty() {
            // Means to the millionth; of equals the first account, and the side that stays.
            let mean = |sums: &[i64; 2], side: usize| sums[side] * 1000 / sizes[side];
            let best = open.iter().flat_map(|(n, sums)| [1, 0].map(|side| (mean(sums, side), *n, side)));
            let Some((_, next, side)) = best.reduce(|x, y| if y.0 > x.0 { y } else { x }) else { break };
            open.remove(&next);
            sizes[side] += 1;
            if side == 0 {
                joined.insert(next);
            }
            for (n, sums) in &mut open {
                sums[side] += self.score(*n, next);
            }
        }
        joined
    }

    fn score(&self, a: usize, b: usize) -> i64 {
        self.scores.get(&(a.min(b), a.max(b))).map_or(UNCOMPARED, |s| thousandths(*s))
    }

    /// Claims of a side that the scores have put elsewhere come to where most of them are.
    fn hold(&mut self, side: &Claims) {
        let mut shares: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for claim in side {
            shares.entry(self.home[*claim]).or_insert((0, *claim)).0 += 1;
        }
        let most = shares.iter().max_by_key(|(_, (count, first))| (*count, std::cmp::Reverse(*first)));
        let Some(main) = most.map(|(g, _)| *g) else { return };
        for group in shares.into_keys().filter(|g| *g != main) {
            let some = self.with_account(side, group);
            if !self.kept(&self.groups[main], &some) {
                self.bring(&some, main);
            }
        }
    }

    /// Named claims in a group, with the other claims there of accounts that are named.
    fn with_account(&self, named: &Claims, group: usize) -> Claims {
        let accounts: BTreeSet<usize> = self.groups[group].intersection(named).map(|c| self.claims[*c].0).collect();
        self.groups[group].iter().filter(|c| accounts.contains(&self.claims[**c].0)).copied().collect()
    }

    fn bring(&mut self, claims: &Claims, to: usize) {
        for claim in claims {
            self.groups[self.home[*claim]].remove(claim);
            self.groups[to].insert(*claim);
            self.home[*claim] = to;
        }
    }

    /// Whether an earlier decision keeps claims of the two apart.
    fn kept(&self, x: &Claims, y: &Claims) -> bool {
        let meets = |side: &Claims, group: &Claims| !side.is_disjoint(group);
        self.apart.iter().any(|(a, b)| meets(a, x) && meets(b, y) || meets(a, y) && meets(b, x))
    }

    /// A later decision puts these claims together: what kept any two of them apart holds no longer.
    fn forget(&mut self, together: &Claims) {
        for (a, b) in std::mem::take(&mut self.apart) {
            if a.is_disjoint(together) || b.is_disjoint(together) {
                self.apart.push((a, b));
                continue;
            }
            let (inside, outside): (Claims, Claims) = a.into_iter().partition(|n| together.contains(n));
            let rest: Claims = b.difference(together).copied().collect();
            self.apart.extend([(outside, b), (inside, rest)].into_iter().filter(|(a, b)| !a.is_empty() && !b.is_empty()));
        }
    }

    fn done(self) -> Vec<Group<'a>> {
        let hash = |n: usize| (self.claims[n].0, self.claims[n].1.hash.as_str());
        let group = |claims: &Claims| {
            let mut out = Group::new();
            claims.iter().map(|n| hash(*n)).for_each(|(account, hash)| {
                out.entry(account).or_default().insert(hash);
            });
            out
        };
        self.groups.iter().filter(|g| !g.is_empty()).map(group).collect()
    }
}
