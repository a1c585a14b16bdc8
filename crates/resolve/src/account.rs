//! From a sheet to accounts: what one report tells of each happening.

use crate::digest::{Account, Carrier, Claim, Dating, Digest, Said, Tie};
use crate::evidence;
use crate::key::{claim_key, mix};
use crate::lead;
use crate::place::{Relation, is_exact, relation};
use crate::sketch::{Sketch, words};
use crate::{day, lexicon};
use marsad_model::incident::{Days, Range, Report, Spot};
use marsad_model::{Event, Sheet};
use std::collections::{BTreeMap, BTreeSet};

/// Types that can tell of one happening, by the name of their family.
const FAMILIES: &[(&str, &[&str])] = &[
    ("force", &["ASSAULT", "COERCE"]),
    ("crowd", &["PROTEST"]),
    ("troops", &["MOBILIZE", "RETREAT"]),
    ("talk", &["CONSULT", "AGREE", "COOPERATE", "AID", "SUPPORT", "CONCEDE"]),
    ("words", &["ACCUSE", "REJECT", "REQUEST", "THREATEN"]),
    ("law", &["SANCTION"]),
];

/// The family of a type. What has not happened is of another family than what has; what is denied is not.
pub(crate) fn family(kind: &str, status: &str) -> String {
    let name = FAMILIES.iter().find(|(_, kinds)| kinds.contains(&kind)).map_or("other", |(name, _)| name);
    let open = matches!(status, "planned" | "hypothetical" | "requested");
    format!("{name}{}", if open { "?" } else { "" })
}

/// Reads a coded report.
pub(crate) fn digest(report: &Report, dating: Dating) -> Digest {
    let sheet = &report.sheet;
    let published = (dating == Dating::Published).then(|| sheet.published.as_deref().and_then(day::number)).flatten();
    let claims: BTreeMap<&str, Claim> = sheet.events.iter().map(|e| (e.id.as_str(), claim(sheet, e))).collect();
    let groups = groups(sheet, &claims);
    let mut accounts: Vec<Account> = groups.into_iter().map(|g| account(g, published)).collect();
    accounts.sort_by(|a, b| (a.claims[0].key.at, a.name()).cmp(&(b.claims[0].key.at, b.name())));
    lead::choose(sheet, &mut accounts);
    absorb(&mut accounts);
    accounts.iter_mut().filter(|a| a.lead).for_each(doubt_days);
    evidence::complete(sheet, &mut accounts);
    for account in &mut accounts {
        account.around = evidence::around(sheet, account);
        account.words = account_words(sheet, account);
    }
    Digest {
        report: sheet.id.clone(),
        outlet: sheet.outlet.clone(),
        published: sheet.published.clone().filter(|_| dating == Dating::Published),
        title: sheet.title.clone(),
        version_of: report.version_of.clone(),
        sketch: Sketch::new(&sheet.text),
        agencies: agencies(sheet),
        organisations: organisations(sheet),
        links: ties(sheet, &claims),
        accounts,
    }
}

fn claim(sheet: &Sheet, event: &Event) -> Claim {
    let place = event.place.as_ref().map(|p| Said {
        value: Spot {
            name: p.name_en.clone().unwrap_or_else(|| p.text.clone()),
            lat: p.lat,
            lon: p.lon,
            country: p.country.clone(),
            precision: p.precision.clone(),
            place_id: p.place_id.clone(),
        },
        text: p.text.clone(),
        at: p.at,
    });
    let date = event.date.as_ref().and_then(|d| {
        let start = d.start.clone()?;
        let end = d.end.clone().unwrap_or_else(|| start.clone());
        Some(Said { value: Days { start, end }, text: d.text.clone(), at: d.at })
    });
    let count = |c: &marsad_model::Count| {
        let range = Range { low: c.low, high: c.high };
        (c.measure.clone(), Said { value: range, text: c.text.clone(), at: c.at })
    };
    Claim {
        key: claim_key(&sheet.id, event),
        trigger: event.trigger.text.clone(),
        kind: event.kind.clone(),
        mode: event.mode.clone(),
        status: event.status.clone(),
        certainty: event.certainty.clone(),
        score: event.score,
        place,
        date,
        counts: event.counts.iter().map(count).collect(),
        actor: event.actor.clone(),
        recipient: event.recipient.clone(),
        instrument: event.instrument.as_ref().map(|i| Said { value: i.text.clone(), text: i.text.clone(), at: i.at }),
        attribution: event.attribution.clone(),
    }
}

/// The sheet's groups, cut where members name different places or days, then joined where two name the same.
fn groups(sheet: &Sheet, claims: &BTreeMap<&str, Claim>) -> Vec<Vec<Claim>> {
    let mut parts: Vec<Vec<Claim>> = Vec::new();
    let mut seen = BTreeSet::new();
    let alone = sheet.events.iter().map(|e| vec![e.id.clone()]);
    for group in sheet.incidents.iter().cloned().chain(alone) {
        let mut members: Vec<&Claim> =
            group.iter().filter(|id| seen.insert((*id).clone())).filter_map(|id| claims.get(id.as_str())).collect();
        members.sort_by_key(|c| (c.key.at, c.key.hash.clone()));
        let first = parts.len();
        for claim in members {
            let home = parts[first..].iter().rposition(|p| p.iter().all(|c| agree(c, claim)));
            match home {
                Some(n) => parts[first + n].push(claim.clone()),
                None => parts.push(vec![claim.clone()]),
            }
        }
    }
    join(parts)
}

/// Joins groups of one report that name the same town, the same type and no other day.
fn join(parts: Vec<Vec<Claim>>) -> Vec<Vec<Claim>> {
    let mut out: Vec<Vec<Claim>> = Vec::new();
    for part in parts {
        let same = |other: &&mut Vec<Claim>| {
            let pairs = || other.iter().flat_map(|a| part.iter().map(move |b| (a, b)));
            pairs().all(|(a, b)| agree(a, b) && !differ(a, b))
                && pairs().any(|(a, b)| a.kind == "ASSAULT" && a.kind == b.kind && same_town(a, b))
        };
        match out.iter_mut().find(same) {
            Some(other) => other.extend(part),
            None => out.push(part),
        }
    }
    for group in &mut out {
        group.sort_by_key(|c| (c.key.at, c.key.hash.clone()));
    }
    out
}

/// Whether two mentions of a town and day name other weapons, or other authors.
fn differ(a: &Claim, b: &Claim) -> bool {
    let modes = a.mode.is_some() && b.mode.is_some() && a.mode != b.mode;
    let codes = |c: &Claim| c.actor.iter().map(|p| p.code.clone()).filter(|c| c.len() > 1).collect::<BTreeSet<_>>();
    let (x, y) = (codes(a), codes(b));
    modes || (!x.is_empty() && !y.is_empty() && x.is_disjoint(&y))
}

fn same_town(a: &Claim, b: &Claim) -> bool {
    let (Some(p), Some(q)) = (&a.place, &b.place) else { return false };
    matches!(relation(&p.value, &q.value), Some(Relation::Same))
}

/// Whether nothing keeps two mentions of one report apart.
fn agree(a: &Claim, b: &Claim) -> bool {
    let places = match (&a.place, &b.place) {
        (Some(p), Some(q)) => !matches!(relation(&p.value, &q.value), Some(Relation::Far(_) | Relation::Near(_))),
        _ => true,
    };
    let days = match (span(a), span(b)) {
        (Some((s, e)), Some((t, f))) => s <= f && t <= e,
        _ => true,
    };
    places && days && family(&a.kind, &a.status) == family(&b.kind, &b.status)
}

/// The days of a claim as numbers.
pub(crate) fn span(claim: &Claim) -> Option<(i32, i32)> {
    let days = &claim.date.as_ref()?.value;
    Some((day::number(&days.start)?, day::number(&days.end)?))
}

fn account(claims: Vec<Claim>, published: Option<i32>) -> Account {
    let first = &claims[0];
    Account {
        family: family(&first.kind, &first.status),
        lead: false,
        weight: 0.0,
        background: false,
        place: best_place(&claims),
        around: Vec::new(),
        days: days(&claims, published),
        published,
        counts: figures(&claims),
        words: Vec::new(),
        extra_place: None,
        extra_date: None,
        extra_counts: Vec::new(),
        claims,
    }
}

/// A lead's day that only some of its mentions give is doubted when publication is so many days later.
const STALE: i32 = 7;

/// The days that the claims give: those nearest before publication, the narrowest of them, the first of these.
fn days(claims: &[Claim], published: Option<i32>) -> Option<(i32, i32)> {
    let spans = claims.iter().filter_map(span);
    let away = |(s, e): (i32, i32)| published.map_or(0, |p| if s > p { s - p } else { (p - e).max(0) });
    spans.enumerate().min_by_key(|(n, (s, e))| ((away((*s, *e)) / STALE).min(1), e - s, *n)).map(|(_, days)| days)
}

/// Leaves out an old day that less than half of the mentions of a lead give, which belongs to something recalled, and
/// spans of weeks, which belong to what has gone on for weeks.
fn doubt_days(lead: &mut Account) {
    let (Some((_, end)), Some(published)) = (lead.days, lead.published) else { return };
    let dated = lead.claims.iter().filter(|c| span(c).is_some()).count();
    let long = lead.days.is_some_and(|(start, end)| end - start > STALE);
    if long || end < published - STALE && dated * 2 <= lead.claims.len() {
        lead.days = None;
    }
}

/// So many code points around a trigger the report still speaks of the same.
const NEAR: usize = 400;

/// Takes mentions without a town of their own, beside the words of the lead account, into it: casualty words that stand
/// apart from the word for the attack.
fn absorb(accounts: &mut Vec<Account>) {
    let Some(n) = accounts.iter().position(|a| a.lead) else { return };
    let lead = accounts.remove(n);
    let near = |c: &Claim| lead.claims.iter().any(|l| l.key.at.abs_diff(c.key.at) <= NEAR);
    let tells = |c: &Claim| c.counts.iter().any(|(m, _)| m == "killed" || m == "injured");
    let fits = |a: &Account| {
        a.family == lead.family
            && !a
                .place
                .as_ref()
                .is_some_and(|p| is_exact(p) && !lead.place.as_ref().is_some_and(|q| matches!(relation(p, q), Some(Relation::Same))))
            && a.claims.iter().all(|c| c.kind == "ASSAULT" && near(c) && lead.claims.iter().all(|l| agree(l, c) && !differ(l, c)))
            && a.claims.iter().any(tells)
    };
    let (mut claims, mut rest) = (lead.claims.clone(), Vec::new());
    for account in std::mem::take(accounts) {
        if fits(&account) { claims.extend(account.claims) } else { rest.push(account) }
    }
    claims.sort_by_key(|c| (c.key.at, c.key.hash.clone()));
    rest.push(refresh(&lead, claims));
    rest.sort_by(|a, b| (a.claims[0].key.at, a.name()).cmp(&(b.claims[0].key.at, b.name())));
    *accounts = rest;
}

/// The account anew, from some of its claims.
pub(crate) fn refresh(old: &Account, claims: Vec<Claim>) -> Account {
    if claims == old.claims {
        return old.clone();
    }
    let fresh = account(claims, old.published);
    Account {
        lead: old.lead,
        weight: old.weight,
        background: old.background,
        around: old.around.clone(),
        words: old.words.clone(),
        ..fresh
    }
}

/// The exact place that most claims name, the earliest of equals; else the narrowest area.
fn best_place(claims: &[Claim]) -> Option<Spot> {
    let spots: Vec<&Spot> = claims.iter().filter_map(|c| c.place.as_ref().map(|p| &p.value)).collect();
    let votes = |s: &Spot| spots.iter().filter(|o| matches!(relation(s, o), Some(Relation::Same))).count();
    let exact = spots.iter().enumerate().filter(|(_, s)| is_exact(s)).max_by_key(|(n, s)| (votes(s), std::cmp::Reverse(*n)));
    let rank =
        |s: &Spot| ["site", "town", "district", "province", "country", "region"].iter().position(|p| s.precision.as_deref() == Some(p));
    let area = || spots.iter().filter(|s| s.lat.is_some()).min_by_key(|s| rank(s).unwrap_or(9));
    exact.map(|(_, s)| (*s).clone()).or_else(|| area().map(|s| (*s).clone())).or_else(|| spots.first().map(|s| (*s).clone()))
}

/// The figure of each measure: the one that most claims give, the first of equals. None is no figure of a toll.
fn figures(claims: &[Claim]) -> Vec<(String, Range)> {
    let mut by_measure: BTreeMap<&str, Vec<Range>> = BTreeMap::new();
    for (measure, said) in claims.iter().flat_map(|c| &c.counts) {
        if said.value.low.or(said.value.high).is_some_and(|n| n > 0.0) {
            by_measure.entry(measure).or_default().push(said.value);
        }
    }
    let pick = |ranges: &[Range]| {
        let votes = |r: &Range| ranges.iter().filter(|o| *o == r).count();
        ranges.iter().enumerate().max_by_key(|(n, r)| (votes(r), std::cmp::Reverse(*n))).map(|(_, r)| *r)
    };
    by_measure.into_iter().filter_map(|(m, ranges)| Some((m.to_owned(), pick(&ranges)?))).collect()
}

/// Words of the account's sentences, with weights; the headline's too if it is what the report is about.
fn account_words(sheet: &Sheet, account: &Account) -> Vec<(u64, f32)> {
    let ids: BTreeSet<&str> = account.claims.iter().map(|c| c.key.mention.as_str()).collect();
    let sentences = sheet.events.iter().filter(|e| ids.contains(e.id.as_str())).map(|e| e.sentence.as_str());
    let title = sheet.title.as_deref().filter(|_| account.lead);
    let all: BTreeSet<u64> = sentences.chain(title).flat_map(words).collect();
    all.into_iter().map(|w| (w, lexicon::of(w))).filter(|(_, weight)| *weight > 1.0).collect()
}

/// Entries of the world for sources that are nobody in particular: an outlet's own correspondents, unnamed media.
const NOBODY: &[&str] = &["the-outlets-own-correspondents", "local-and-world-media-unnamed"];

/// Agencies and outlets that carry what the report says, by offset: identifiers of the world where it knows them.
fn agencies(sheet: &Sheet) -> Vec<Carrier> {
    let known: BTreeMap<usize, &str> =
        sheet.mentions.iter().filter(|m| m.kind != "place").filter_map(|m| Some((m.at, m.entity.as_deref()?))).collect();
    let named = sheet.events.iter().flat_map(|e| &e.attribution).filter(|s| s.kind == "agency" && !s.anonymous);
    let carrier = |s: &marsad_model::Source| {
        let within: Vec<&str> = known.range(s.at..s.at + s.text.chars().count()).map(|(_, id)| *id).collect();
        let id = within.iter().find(|id| !NOBODY.contains(id));
        (id.is_some() || within.is_empty()).then(|| Carrier {
            id: id.map(|id| (*id).to_owned()).unwrap_or_default(),
            name: s.text.clone(),
            at: s.at,
        })
    };
    let mut all: Vec<Carrier> = named.filter_map(carrier).collect();
    all.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    all.dedup();
    all
}

/// Names of organisations, of two words or more, by hash: a shorter one is too easily a word.
fn organisations(sheet: &Sheet) -> Vec<u64> {
    let named = sheet.mentions.iter().filter(|m| m.kind == "organisation");
    let all: BTreeSet<u64> = named.filter_map(|m| name(&m.text)).collect();
    all.into_iter().collect()
}

/// A name of two words or more, by hash.
pub(crate) fn name(text: &str) -> Option<u64> {
    let words = words(text);
    (words.len() > 1).then(|| words.iter().fold(43, |h, w| mix(h ^ w)))
}

fn ties(sheet: &Sheet, claims: &BTreeMap<&str, Claim>) -> Vec<Tie> {
    let tie = |link: &marsad_model::Link| {
        let (from, to) = (claims.get(link.from.as_str())?, claims.get(link.to.as_str())?);
        Some(Tie {
            from: from.key.hash.clone(),
            to: to.key.hash.clone(),
            kind: link.kind.clone(),
            certainty: link.certainty.clone(),
            text: link.text.clone().unwrap_or_default(),
            at: from.key.at,
            attribution: from.attribution.clone(),
        })
    };
    sheet.links.iter().filter_map(tie).collect()
}
