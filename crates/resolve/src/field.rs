//! Fields of an incident: every value with support and dissent.

use crate::day;
use crate::digest::{Account, Claim, Digest, Said};
use crate::place::{Relation, is_exact, relation};
use marsad_model::Party;
use marsad_model::incident::{Datum, Days, Field, Role, Spot, Support, Value};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// One report's part of an incident: its digest, its accounts of it, and its voice.
pub(crate) struct Part<'a> {
    pub digest: &'a Digest,
    pub accounts: Vec<&'a Account>,
    pub voice: usize,
}

impl Part<'_> {
    pub fn leads(&self) -> bool {
        self.accounts.iter().any(|a| a.lead)
    }
}

/// A value of one claim, before equal ones are gathered. `weight` breaks ties: leads speak louder than asides.
pub(crate) struct Saying {
    pub value: Datum,
    pub support: Support,
    pub dissents: bool,
    pub lead: bool,
    /// Kept, but other values stand before it.
    pub doubted: bool,
}

/// The support that a claim gives, at the given words.
pub(crate) fn support(part: &Part<'_>, claim: &Claim, text: &str, at: usize) -> Support {
    Support {
        report: part.digest.report.clone(),
        claim: claim.key.hash.clone(),
        text: text.to_owned(),
        at,
        attribution: claim.attribution.clone(),
        certainty: claim.certainty.clone(),
        published: part.digest.published.clone(),
        voice: part.voice,
        role: Role::Originated,
        hours_after: None,
    }
}

/// Evidence outside any claim.
pub(crate) fn loose<T>(part: &Part<'_>, said: &Said<T>) -> Support {
    let certainty = "stated".to_owned();
    let published = part.digest.published.clone();
    Support {
        report: part.digest.report.clone(),
        text: said.text.clone(),
        at: said.at,
        certainty,
        published,
        voice: part.voice,
        ..Support::default()
    }
}

/// Puts what one claim says of a field on a list.
type Teller<'f> = &'f dyn Fn(&Part<'_>, &Account, &Claim, &mut Vec<Saying>);

/// All fields, in a fixed order. `set` are values that people gave, with the decision.
pub(crate) fn fields(parts: &[Part<'_>], set: &BTreeMap<&str, (&Datum, &str)>) -> Vec<Field> {
    let word = |word: &str| Datum::Word { word: word.to_owned() };
    let each = |f: Teller<'_>| {
        let mut out = Vec::new();
        for part in parts {
            for account in &part.accounts {
                for claim in &account.claims {
                    f(part, account, claim, &mut out);
                }
            }
        }
        out
    };
    let say = |part: &Part<'_>, account: &Account, claim: &Claim, value: Datum, text: &str, at: usize| Saying {
        value,
        support: support(part, claim, text, at),
        dissents: false,
        lead: account.lead,
        doubted: false,
    };
    let plain = |get: &dyn Fn(&Claim) -> Option<String>| {
        each(&|p, a, c, out| out.extend(get(c).map(|w| say(p, a, c, word(&w), &c.trigger, c.key.at))))
    };
    let party = |get: &dyn Fn(&Claim) -> Vec<Party>| {
        each(&|p, a, c, out| {
            for party in get(c) {
                let value = Datum::Party { name: party.text.clone(), code: party.code.clone(), actor_id: party.actor_id.clone() };
                let dissents = c.status == "denied";
                out.push(Saying { dissents, ..say(p, a, c, value, &party.text, party.at) });
            }
        })
    };
    let mut places = each(&|p, a, c, out| out.extend(c.place.as_ref().map(|s| say(p, a, c, Datum::Place(s.value.clone()), &s.text, s.at))));
    places.extend(
        parts.iter().flat_map(|p| p.accounts.iter().filter_map(move |a| Some((p, a.lead, a.extra_place.as_ref()?)))).map(|(p, lead, s)| {
            Saying { value: Datum::Place(s.value.clone()), support: loose(p, s), dissents: false, lead, doubted: false }
        }),
    );
    let mut dates = each(&|p, a, c, out| out.extend(c.date.as_ref().map(|s| say(p, a, c, Datum::Days(s.value.clone()), &s.text, s.at))));
    doubt(&mut dates, parts);
    dates.extend(
        parts.iter().flat_map(|p| p.accounts.iter().filter_map(move |a| Some((p, a.lead, a.extra_date.as_ref()?)))).map(|(p, lead, s)| {
            Saying { value: Datum::Days(s.value.clone()), support: loose(p, s), dissents: false, lead, doubted: false }
        }),
    );
    if dates.iter().all(|d| d.doubted) {
        dates.extend(published(parts));
    }
    let instrument = each(&|p, a, c, out| out.extend(c.instrument.as_ref().map(|s| say(p, a, c, word(&s.value), &s.text, s.at))));
    let gathered = [
        ("type", plain(&|c| Some(c.kind.clone()))),
        ("mode", plain(&|c| c.mode.clone())),
        ("status", plain(&|c| Some(c.status.clone()))),
        ("certainty", plain(&|c| Some(c.certainty.clone()))),
        ("place", places),
        ("date", dates),
        ("actor", party(&|c| c.actor.clone())),
        ("recipient", party(&|c| c.recipient.clone())),
        ("instrument", instrument),
    ];
    gathered.into_iter().map(|(name, sayings)| field(name, sayings, set.get(name).copied())).filter(|f| !f.values.is_empty()).collect()
}

/// Doubts days of which the account itself made nothing, and days after the first publication of a report that leads
/// with the incident: nobody reports what is still to come as done.
fn doubt(dates: &mut [Saying], parts: &[Part<'_>]) {
    let told = parts.iter().filter(|p| p.accounts.iter().any(|a| a.lead && !a.family.ends_with('?')));
    let known = told.filter_map(|p| p.digest.published.as_deref().and_then(day::number)).min();
    let kept: BTreeMap<&str, Option<(i32, i32)>> =
        parts.iter().flat_map(|p| &p.accounts).flat_map(|a| a.claims.iter().map(move |c| (c.key.hash.as_str(), a.days))).collect();
    for saying in dates {
        let Datum::Days(Days { start, end }) = &saying.value else { continue };
        let (Some(start), Some(end)) = (day::number(start), day::number(end)) else { continue };
        let own = kept.get(saying.support.claim.as_str()).copied().flatten();
        saying.doubted = own.is_none_or(|(s, e)| s > end || start > e) || known.is_some_and(|known| start > known);
    }
}

/// Where no report gives a day: the days up to the first publication, said to be inferred.
fn published(parts: &[Part<'_>]) -> Vec<Saying> {
    let news = parts.iter().filter(|p| p.leads()).filter(|p| p.accounts.iter().all(|a| !a.background && !a.family.ends_with('?')));
    let Some((part, last)) = news.filter_map(|p| Some((p, p.digest.published.as_deref().and_then(day::number)?))).min_by_key(|(_, d)| *d)
    else {
        return Vec::new();
    };
    let days = Days { start: day::text(last - 1), end: day::text(last) };
    let said = Said { value: (), text: String::new(), at: 0 };
    vec![Saying {
        value: Datum::Days(days),
        support: Support { certainty: "inferred".to_owned(), ..loose(part, &said) },
        dissents: false,
        lead: true,
        doubted: false,
    }]
}

/// Gathers equal values and orders them: set by a person, then most independent voices, then said by leads, then first.
pub(crate) fn field(name: &str, sayings: Vec<Saying>, set: Option<(&Datum, &str)>) -> Field {
    let mut groups: Vec<(Datum, Vec<Saying>)> = Vec::new();
    for saying in sayings {
        match groups.iter_mut().find(|(value, _)| equal(value, &saying.value)) {
            Some((value, group)) => {
                if finer(&saying.value, value) {
                    *value = saying.value.clone();
                }
                group.push(saying);
            }
            None => groups.push((saying.value.clone(), vec![saying])),
        }
    }
    let leads = |group: &[Saying]| group.iter().filter(|s| s.lead).map(|s| s.support.voice).collect::<BTreeSet<_>>().len();
    let doubted = |group: &[Saying]| group.iter().all(|s| s.doubted);
    let mut values: Vec<((bool, usize), Value)> =
        groups.into_iter().map(|(value, group)| ((doubted(&group), leads(&group)), gather(value, group))).collect();
    // The sort is stable: of equals the one said first stands first.
    values.sort_by_key(|((doubted, leads), v)| (*doubted, Reverse(rank(v)), Reverse(*leads), Reverse(v.independent)));
    let mut values: Vec<Value> = values.into_iter().map(|(_, v)| v).collect();
    if let Some((value, decision)) = set {
        let known = values.iter().position(|v| equal(&v.value, value)).map(|n| values.remove(n));
        let mut chosen = known.unwrap_or(Value {
            value: value.clone(),
            support: Vec::new(),
            dissent: Vec::new(),
            independent: 0,
            repeated: 0,
            decision: None,
        });
        chosen.value = value.clone();
        chosen.decision = Some(decision.to_owned());
        values.insert(0, chosen);
    }
    let disputed = set.is_none() && disputed(name, &values);
    Field { name: name.to_owned(), disputed, values }
}

/// Exact places come before areas, days before weeks; other values are equal in this.
fn rank(value: &Value) -> i32 {
    match &value.value {
        Datum::Place(spot) if is_exact(spot) => 2,
        Datum::Place(spot) => i32::from(spot.lat.is_some()),
        Datum::Days(days) => -(width(days).min(60)) / 4,
        _ => 0,
    }
}

fn width(days: &Days) -> i32 {
    match (day::number(&days.start), day::number(&days.end)) {
        (Some(s), Some(e)) => e - s,
        _ => 60,
    }
}

/// Whether values exclude one another and more than one stands on a voice of its own.
fn disputed(name: &str, values: &[Value]) -> bool {
    let Some((first, rest)) = values.split_first() else { return false };
    if first.support.iter().any(|s| s.certainty == "disputed") && matches!(name, "actor" | "type" | "status") || !first.dissent.is_empty() {
        return true;
    }
    let excludes = |v: &&Value| match (&first.value, &v.value) {
        (Datum::Place(a), Datum::Place(b)) => matches!(relation(a, b), Some(Relation::Far(_))),
        (Datum::Days(a), Datum::Days(b)) => a.end < b.start || b.end < a.start,
        (Datum::Party { code: a, .. }, Datum::Party { code: b, .. }) => name == "actor" && other_author(a, b),
        _ => false,
    };
    let voices = |v: &Value| v.support.iter().map(|s| s.voice).collect::<BTreeSet<_>>();
    rest.iter().filter(excludes).any(|v| !voices(v).is_subset(&voices(first)))
}

/// Other states, or a state and a group that is none.
fn other_author(a: &str, b: &str) -> bool {
    let ((c, s), (d, t)) = (a.split_once(':').unwrap_or((a, "")), b.split_once(':').unwrap_or((b, "")));
    let state = |s: &str| matches!(s, "GOV" | "MIL" | "COP" | "SPY" | "JUD");
    let group = |s: &str| matches!(s, "REB" | "UAF" | "PRM");
    let countries = !c.is_empty() && !d.is_empty() && c != d;
    countries || (state(s) && group(t)) || (group(s) && state(t))
}

/// Whether two values are one: the same town, the same known actor, the same code and words.
fn equal(a: &Datum, b: &Datum) -> bool {
    match (a, b) {
        (Datum::Place(p), Datum::Place(q)) => match relation(p, q) {
            Some(Relation::Same) => true,
            Some(_) => p.name == q.name && p.precision == q.precision,
            None => p.name == q.name,
        },
        (Datum::Party { name, code, actor_id }, Datum::Party { name: n, code: c, actor_id: id }) => {
            if actor_id.is_some() && id.is_some() {
                actor_id == id
            } else {
                code == c && (code.len() > 1 && other_than_civilian(code) || name == n)
            }
        }
        _ => a == b,
    }
}

/// Codes of states and armed groups name one party; codes of people at large do not.
fn other_than_civilian(code: &str) -> bool {
    let (country, sector) = code.split_once(':').unwrap_or((code, ""));
    !country.is_empty() && matches!(sector, "GOV" | "MIL" | "COP" | "SPY")
}

fn finer(new: &Datum, old: &Datum) -> bool {
    match (new, old) {
        (Datum::Party { actor_id: Some(_), .. }, Datum::Party { actor_id: None, .. }) => true,
        (Datum::Place(Spot { precision: Some(p), .. }), Datum::Place(Spot { precision: Some(q), .. })) => p == "site" && q != "site",
        _ => false,
    }
}

/// One value with its support: one entry for each report and claim, originals before those who repeat them.
fn gather(value: Datum, group: Vec<Saying>) -> Value {
    let (mut support, mut dissent) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for saying in group {
        if seen.insert((saying.support.report.clone(), saying.dissents)) {
            if saying.dissents { dissent.push(saying.support) } else { support.push(saying.support) }
        }
    }
    let independent = mark(&mut support);
    mark(&mut dissent);
    let repeated = support.len() - independent;
    Value { value, support, dissent, independent, repeated, decision: None }
}

/// Marks who of the supporters is the first of his voice; they stand in the order of publication. Returns the voices.
fn mark(support: &mut [Support]) -> usize {
    let mut first: BTreeMap<usize, Option<String>> = BTreeMap::new();
    for s in support {
        if let Some(published) = first.get(&s.voice) {
            s.role = Role::Repeated;
            s.hours_after = day::hours(published.as_deref(), s.published.as_deref());
        } else {
            first.insert(s.voice, s.published.clone());
        }
    }
    first.len()
}
