//! What stands around a time phrase: what it hangs on, and what lies between it and a trigger.

use crate::doc::Doc;
use crate::tag::Tag;
use crate::time::TimePhrase;
use crate::trigger::Candidate;
use marsad_pack::data::tag;

/// What stands between a phrase and a trigger.
#[derive(Default)]
pub(super) struct Way {
    pub(super) verbs: u32,
    pub(super) says: u32,
    pub(super) comps: u32,
    pub(super) relatives: u32,
    pub(super) signs: u32,
}

pub(super) fn way(doc: &Doc<'_>, from: u32, to: u32) -> Way {
    let mut out = Way::default();
    for u in from as usize..to.max(from) as usize {
        match doc.text.units[u].tag {
            Tag::Verb => {
                out.verbs += 1;
                out.says += u32::from(doc.text.tags(u) & tag::SAY != 0);
            }
            Tag::Comp => out.comps += 1,
            Tag::Relative => out.relatives += 1,
            _ => out.signs += u32::from(doc.text.is_clause_sign(u)),
        }
    }
    out
}

/// The word after the last clause sign of a stretch: what begins the clause of what follows.
pub(super) fn opener<'d>(doc: &'d Doc<'_>, from: u32, to: u32) -> &'d str {
    let Some(sign) = (from..to).rev().find(|u| doc.text.is_clause_sign(*u as usize)) else { return "none" };
    let u = sign as usize + 1;
    match doc.text.units[u].tag {
        tag @ (Tag::Name | Tag::Unknown | Tag::Number | Tag::Verb | Tag::Noun) => tag.name(),
        _ => doc.text.key(u),
    }
}

/// Whether the phrase stands between two signs of its own.
pub(super) fn set_off(doc: &Doc<'_>, p: &TimePhrase) -> bool {
    let before = p.start > doc.sentence(p.start).start && doc.text.is_clause_sign(p.start as usize - 1);
    before && (p.end as usize) < doc.text.units.len() && doc.text.is_clause_sign(p.end as usize)
}

/// What a verb or event noun is to a trigger.
fn part(doc: &Doc<'_>, c: &Candidate, triggers: &[Candidate], unit: u32) -> &'static str {
    if (c.start..c.end).contains(&unit) {
        "self"
    } else if c.light == Some(unit) {
        "light"
    } else if triggers.iter().any(|t| (t.start..t.end).contains(&unit) || t.light == Some(unit)) {
        "rival"
    } else if doc.text.tags(unit as usize) & tag::SAY != 0 {
        "say"
    } else if doc.text.tags(unit as usize) & tag::CASUALTY != 0 {
        "harm"
    } else if doc.text.units[unit as usize].tag == Tag::Verb {
        "verb"
    } else {
        "event"
    }
}

fn is_verb(doc: &Doc<'_>, u: u32) -> bool {
    doc.text.units[u as usize].tag == Tag::Verb
}

fn is_event(doc: &Doc<'_>, triggers: &[Candidate], u: u32) -> bool {
    is_verb(doc, u) || doc.text.tags(u as usize) & tag::EVENT != 0 || triggers.iter().any(|t| (t.start..t.end).contains(&u))
}

/// What a phrase hangs on: the last verb or event before it, the last verb before it, the next verb or event behind it.
pub(super) struct Heads {
    pub(super) near: &'static str,
    pub(super) verb: &'static str,
    pub(super) next: &'static str,
    pub(super) verb_unit: Option<u32>,
}

pub(super) fn heads(doc: &Doc<'_>, c: &Candidate, triggers: &[Candidate], p: &TimePhrase) -> Heads {
    let s = doc.sentence(p.start);
    let role = |u: Option<u32>| u.map_or("none", |u| part(doc, c, triggers, u));
    let verb_unit = (s.start..p.start).rev().find(|u| is_verb(doc, *u));
    Heads {
        near: role((s.start..p.start).rev().find(|u| is_event(doc, triggers, *u))),
        verb: role(verb_unit),
        next: role((p.end..s.end).find(|u| is_event(doc, triggers, *u))),
        verb_unit,
    }
}
