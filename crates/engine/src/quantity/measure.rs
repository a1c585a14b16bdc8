//! What a figure may measure: by its noun, by the word of harm that governs it, by the figure before it.

use super::{Classes, Quantity, Written};
use crate::inflect::Inflection;
use crate::tag::Tag;
use crate::text::Text;
use marsad_pack::data::{Lemma, tag};

/// One measure that a figure may have, and why.
#[derive(Clone, Copy, Debug)]
pub struct Proposal {
    /// Measure of the sheet.
    pub measure: &'static str,
    /// Construction that proposes it: `noun`, `left`, `right`, `kind`, `gap`, `person`, `both`, `of`.
    pub rule: &'static str,
    /// The unit of the word that governs the figure.
    pub governor: Option<u32>,
    /// Finite verbs without harm between the governor and the figure.
    pub crossed: u32,
}

/// Measures of harm: those that a governing verb or verbal noun can give.
const HARM: &[&str] = &["killed", "injured", "captured", "missing", "displaced", "intercepted"];
/// The other measures: those that only the counted noun can give.
const KINDS: &[&str] = &["munitions", "forces", "people", "incidents", "money_usd"];
/// How far before a figure its governor may stand, in units.
const LEFT: usize = 16;
/// How far behind a figure its verb may stand, in units.
const RIGHT: usize = 12;

fn listed(list: &'static [&'static str], measure: &str) -> Option<&'static str> {
    list.iter().find(|m| **m == measure).copied()
}

/// The measure of harm that a word speaks of.
pub(super) fn harm(text: &Text<'_>, unit: usize) -> Option<&'static str> {
    let chosen = text.lemma(unit)?;
    listed(HARM, &chosen.measure).or_else(|| {
        let masdar = |l: &Lemma| listed(HARM, &l.measure);
        let readings = text.units[unit].info.readings.iter().filter(|r| r.feats.is_masdar());
        readings.map(|r| &text.pack.data.lemmas[r.lemma as usize]).find_map(masdar)
    })
}

/// The word of harm before a unit that governs it, with the verbs crossed on the way.
pub(super) fn left(text: &Text<'_>, start: usize) -> Option<(usize, &'static str, u32)> {
    let sentence = text.units[start].sentence;
    let mut crossed = 0;
    for u in (start.saturating_sub(LEFT)..start).rev().take_while(|u| text.units[*u].sentence == sentence) {
        if let Some(measure) = harm(text, u) {
            return Some((u, measure, crossed));
        }
        crossed += u32::from(text.units[u].tag == Tag::Verb);
    }
    None
}

/// The verb of harm behind a unit, where no other verb stands between; also "met their death".
pub(super) fn right(text: &Text<'_>, start: usize, end: usize) -> Option<(usize, &'static str)> {
    let sentence = text.units[start].sentence;
    for u in (end..(end + RIGHT).min(text.units.len())).take_while(|u| text.units[*u].sentence == sentence) {
        let verb = text.units[u].tag == Tag::Verb || verbal(text, u);
        let met = !verb && !text.pronoun(u).is_empty() && text.lemma(u).is_some_and(|l| l.tags & tag::CASUALTY == 0);
        match harm(text, u) {
            Some(measure) if (verb || met) && !text.clitic_conj(u) => return Some((u, measure)),
            _ if verb => return None,
            _ => {}
        }
    }
    None
}

/// A word taken for a verbal noun that can as well be a verb of harm: no article, nothing written onto it.
fn verbal(text: &Text<'_>, unit: usize) -> bool {
    let of_harm = |lemma: u32| listed(HARM, &text.pack.data.lemmas[lemma as usize].measure).is_some();
    let free = !text.article(unit) && text.pro(unit) == 0 && text.pronoun(unit).is_empty() && text.units[unit - 1].tag != Tag::Prep;
    free && text.units[unit].info.readings.iter().any(|r| r.feats.is_verb() && !r.feats.is_imperative() && of_harm(r.lemma))
}

/// A second word of harm joined to the governor: "the killing and wounding of".
pub(super) fn joined(text: &Text<'_>, governor: usize, measure: &str) -> Option<&'static str> {
    let free = |u: usize| text.tags(u) & tag::CASUALTY == 0 && text.pronoun(u).is_empty();
    let other = |u: usize| harm(text, u).filter(|m| *m != measure && matches!(*m, "killed" | "injured") && free(u));
    if !matches!(measure, "killed" | "injured") || governor == 0 {
        return None;
    }
    let before = governor - 1;
    if text.clitic_conj(governor) {
        return other(before);
    }
    let or = text.units[before].tag == Tag::Conj && before > 0;
    if or { other(before - 1) } else { None }
}

/// The measure that a counted noun gives, in its chosen reading or else in another.
pub(super) fn kind(text: &Text<'_>, noun: usize) -> Option<&'static str> {
    let of = |l: &Lemma| listed(KINDS, &l.measure);
    let others = text.units[noun].info.readings.iter().filter(|r| !r.feats.is_verb());
    text.lemma(noun).and_then(of).or_else(|| others.map(|r| &text.pack.data.lemmas[r.lemma as usize]).find_map(of))
}

/// Fills in the measures that each figure may have.
pub(super) fn propose(text: &Text<'_>, all: &mut [Quantity]) {
    let mut before: Option<(u32, &'static str)> = None;
    for q in all.iter_mut() {
        let sentence = text.units[q.start as usize].sentence;
        let found = proposals(text, q, before.filter(|(s, _)| *s == sentence).map(|(_, m)| m));
        q.proposals = found;
        if let Some(first) = q.proposals.first() {
            before = Some((sentence, first.measure));
        }
    }
}

fn proposals(text: &Text<'_>, q: &Quantity, before: Option<&'static str>) -> Vec<Proposal> {
    let mut out: Vec<Proposal> = Vec::new();
    let mut put = |measure: &'static str, rule: &'static str, governor: Option<usize>, crossed: u32| {
        if !out.iter().any(|p| p.measure == measure) {
            out.push(Proposal { measure, rule, governor: governor.map(|u| u as u32), crossed });
        }
    };
    let noun = q.noun.map(|n| n as usize);
    let lemma = noun.and_then(|n| text.lemma(n));
    let tags = lemma.map_or(0, |l| l.tags);
    if tags & tag::CURRENCY != 0 {
        if lemma.is_some_and(|l| &*l.kind == "USD") {
            put("money_usd", "kind", noun, 0);
        }
        return out;
    }
    if let Some(measure) = noun.and_then(|n| harm(text, n)) {
        put(measure, "noun", noun, 0);
    }
    // "Two planes, unmanned": the word behind the noun says what they are.
    let described = noun.filter(|n| n + 2 == q.end as usize && text.tags(n + 1) & tag::WEAPON != 0).map(|n| n + 1);
    let kind = noun.and_then(|n| kind(text, n)).or_else(|| described.and_then(|n| kind(text, n)));
    let things = tag::WEAPON | tag::EVENT | tag::TIME | tag::OBJECT | tag::PLACEKIND;
    let other = tags & things != 0 || kind.is_some_and(|m| m != "people");
    let human = noun.is_none_or(|n| super::person(text, n).is_some()) || tags & (tag::PERSON | tag::CASUALTY | tag::GROUP) != 0 || !other;
    if human {
        if let Some((u, measure, crossed)) = left(text, q.start as usize) {
            put(measure, "left", Some(u), crossed);
        }
        if let Some((u, measure)) = right(text, q.start as usize, q.end as usize) {
            put(measure, "right", Some(u), 0);
        }
    } else if let Some((u, "intercepted", crossed)) = left(text, q.start as usize) {
        put("intercepted", "left", Some(u), crossed);
    }
    if let Some(measure) = kind {
        put(measure, "kind", noun, 0);
    }
    if tags & tag::EVENT != 0 && tags & (tag::PERSON | tag::CASUALTY | tag::WEAPON) == 0 {
        put("incidents", "event", noun, 0);
    }
    if tags & tag::WEAPON != 0 {
        put("munitions", "weapon", noun, 0);
        put("forces", "weapon", noun, 0);
    }
    if let Some(measure) = before.filter(|_| noun.is_none()) {
        put(measure, "gap", None, 0);
    }
    if (human && tags & tag::CASUALTY == 0 || tags & tag::PLACEKIND != 0) && !matches!(q.written, Written::Single | Written::Zero) {
        put("people", "person", noun, 0);
    }
    if tags & tag::GROUP != 0 || lemma.is_some_and(|l| matches!(&*l.sector, "MIL" | "COP" | "REB" | "UAF")) {
        put("forces", "person", noun, 0);
    }
    out
}

/// Figures that stand for the killed and the injured together become two, each with its own range.
pub(super) fn split(text: &Text<'_>, c: &Classes, all: Vec<Quantity>) -> Vec<Quantity> {
    let mut out: Vec<Quantity> = Vec::with_capacity(all.len());
    // Verbs that have a figure of their own before them.
    let mut taken: Vec<u32> = Vec::new();
    for mut q in all {
        taken.extend(q.proposals.iter().filter(|p| p.rule == "right").filter_map(|p| p.governor));
        if out.last().is_some_and(|last| last.end > q.start) {
            // A word that the figure before took in.
            continue;
        }
        let found = both(text, c, &mut q).filter(|(g, rule)| *rule == "between" || !taken.contains(&(*g as u32 - 1)));
        let Some((governor, rule)) = found else {
            out.push(q);
            continue;
        };
        let one = |measure, low, high| Quantity {
            low,
            high,
            proposals: vec![Proposal { measure, rule, governor: Some(governor as u32), crossed: 0 }],
            ..q.clone()
        };
        match (rule, q.high) {
            // "dozens between killed and injured" says how many of neither.
            ("between", None) => out.push(one("people", q.low, None)),
            ("between", high) => out.extend(["killed", "injured"].map(|m| one(m, None, high))),
            (_, high) => out.extend(["killed", "injured"].map(|m| one(m, Some(1.0), high.filter(|v| *v > 1.0).map(|v| v - 1.0)))),
        }
    }
    out
}

/// Whether a figure counts killed and injured together: "killed and injured four", "thirteen killed and injured".
fn both(text: &Text<'_>, c: &Classes, q: &mut Quantity) -> Option<(usize, &'static str)> {
    if !matches!(q.written, Written::Figure | Written::Vague) {
        return None;
    }
    let sentence = text.units[q.start as usize].sentence;
    let same = |u: usize| u < text.units.len() && text.units[u].sentence == sentence;
    let victim = |u: usize| {
        let counts = same(u) && matches!(text.units[u].tag, Tag::Noun | Tag::Adjective);
        counts.then(|| harm(text, u)).flatten().filter(|m| matches!(*m, "killed" | "injured"))
    };
    let pair = |u: usize| match (victim(u), victim(u + 1)) {
        (Some(a), Some(b)) => a != b && text.clitic_conj(u + 1),
        _ => false,
    };
    let noun = q.noun.map(|n| n as usize).filter(|n| *n >= q.start as usize && n + 1 == q.end as usize);
    if let Some(n) = noun.filter(|n| pair(*n) && text.tags(n + 1) & tag::CASUALTY != 0) {
        q.end += 1;
        return Some((n, "between"));
    }
    for u in q.end as usize..q.end as usize + 4 {
        if !same(u) || text.is_clause_sign(u) {
            break;
        }
        if text.word_of(u, c.prep).is_some_and(|w| &*w.value == "between") && pair(u + 1) {
            q.end = u as u32 + 3;
            return Some((u + 1, "between"));
        }
    }
    let first = *q.proposals.iter().find(|p| p.rule == "left" && p.crossed == 0)?;
    let governor = first.governor? as usize;
    let near = q.start as usize - governor <= 3 && q.proposals[0].rule == "left";
    (near && joined(text, governor, first.measure).is_some()).then_some((governor, "both"))
}
