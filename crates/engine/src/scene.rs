//! The clause around a trigger: subjects of its verbs, what a relative clause hangs on, and who acted before.

use crate::chunk::{Phrase, Shape};
use crate::code::Coded;
use crate::doc::{Doc, starting_in};
use crate::inflect::Inflection;
use crate::source::can_speak;
use crate::tag::Tag;
use crate::trigger::Candidate;
use marsad_morph::{Gender, Number};
use marsad_pack::data::tag;

/// How a verb's subject was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Right behind the verb.
    After,
    /// Before the verb, next to it or before its relative.
    Before,
    /// The first phrase of the clause.
    Topic,
    /// The subject of the verb before.
    Dropped,
}

impl Way {
    fn name(self) -> &'static str {
        match self {
            Self::After => "after",
            Self::Before => "before",
            Self::Topic => "topic",
            Self::Dropped => "dropped",
        }
    }
}

/// A finite verb with its subject.
#[derive(Clone, Copy, Debug)]
pub struct Clause {
    /// The verb.
    pub verb: u32,
    /// Its subject (index of the phrase).
    pub subject: Option<(u32, Way)>,
    /// The first phrase without a preposition behind verb and subject.
    pub object: Option<u32>,
    /// What the verb's relative clause hangs on, where a pronoun in it stands for that.
    pub antecedent: Option<u32>,
}

/// What stands around a trigger.
#[derive(Debug, Default)]
pub struct Scene<'m> {
    /// The clause of the trigger, if it is a verb.
    pub own: Option<Clause>,
    /// The clause of the last verb before a trigger that is a noun.
    pub governor: Option<Clause>,
    /// The clause of the first verb behind a trigger that is a noun.
    pub next: Option<Clause>,
    /// The clause before that of the trigger.
    pub previous: Option<Clause>,
    /// What a pronoun ending of the trigger can stand for is asked of each phrase; the ending.
    pub pronoun: &'m str,
    /// Mentions chosen before, the last first.
    pub past: Vec<&'m Coded>,
    /// The other triggers of the sentence.
    pub rivals: Vec<&'m Candidate>,
    /// The sentence names people or victims.
    pub people: bool,
}

impl<'m> Scene<'m> {
    /// Reads the clause of a trigger.
    #[must_use]
    pub fn new(doc: &'m Doc<'_>, c: &Candidate, triggers: &'m [Candidate], past: &'m [Coded]) -> Self {
        let clauses = clauses(doc, c.start);
        let mut out = Self { pronoun: doc.text.pronoun(c.start as usize), ..Self::default() };
        let before = clauses.iter().rev().find(|x| x.verb < c.start).copied();
        if c.class == "past" || c.class == "pres" {
            out.own = clauses.iter().find(|x| x.verb == c.start).copied();
            out.previous = before;
        } else {
            out.governor = before;
            let reach = (c.end + 9).min(doc.sentence(c.start).end);
            out.next = clauses.iter().find(|x| x.verb >= c.end && x.verb < reach).copied();
            out.previous = before.and_then(|g| clauses.iter().rev().find(|x| x.verb < g.verb).copied());
        }
        let s = doc.sentence(c.start);
        out.people = (s.start..s.end).any(|u| doc.text.tags(u as usize) & (tag::PERSON | tag::CASUALTY) != 0 && u != c.start);
        let near = starting_in(triggers, |t| t.start, s.start, s.end);
        out.rivals = triggers[near].iter().filter(|t| t.start != c.start).collect();
        out.past = past.iter().filter(|m| m.trigger.start != c.start).rev().take(6).collect();
        out
    }

    /// What a phrase is in the clause: subject or object of which verb, found how.
    #[must_use]
    pub fn place(&self, doc: &Doc<'_>, p: u32) -> (&'static str, &'static str) {
        let whole = doc.phrases[p as usize].whole;
        for (clause, subject, object, ante) in [
            (&self.own, "own.subj", "own.obj", "own.ante"),
            (&self.governor, "gov.subj", "gov.obj", "gov.ante"),
            (&self.next, "next.subj", "next.obj", "next.ante"),
            (&self.previous, "prev.subj", "prev.obj", "prev.ante"),
        ] {
            let Some(clause) = clause else { continue };
            match clause.subject {
                Some((s, way)) if s == whole => return (subject, way.name()),
                _ => {}
            }
            if clause.object == Some(whole) {
                return (object, "");
            }
            if clause.antecedent == Some(whole) {
                return (ante, "");
            }
        }
        ("", "")
    }
}

/// The finite verbs of the sentence that holds a unit, with their subjects.
fn clauses(doc: &Doc<'_>, unit: u32) -> Vec<Clause> {
    let s = doc.sentence(unit);
    let mut out: Vec<Clause> = Vec::new();
    for verb in (s.start..s.end).filter(|u| doc.text.units[*u as usize].tag == Tag::Verb) {
        let after = behind(doc, verb, verb + 1, s.end).filter(|p| agrees(doc, verb, *p));
        let near = ahead(doc, verb, s.start);
        // A pronoun object behind a relative stands for what the relative hangs on.
        let antecedent = near.filter(|_| !doc.text.pronoun(verb as usize).is_empty()).map(|p| p as u32);
        let before = || near.filter(|p| antecedent.is_none() && agrees(doc, verb, *p));
        let topic = || topic(doc, verb, s.start);
        let dropped = || out.last().and_then(|c| c.subject).map(|(p, _)| p).filter(|p| agrees(doc, verb, *p as usize));
        let joined = doc.text.clitic_conj(verb as usize);
        let subject = after
            .map(|p| (p as u32, Way::After))
            .filter(|(p, _)| subject_like(doc, *p as usize))
            .or_else(|| before().filter(|_| !joined).map(|p| (p as u32, Way::Before)))
            .or_else(|| dropped().filter(|_| joined).map(|p| (p, Way::Dropped)))
            .or_else(|| topic().map(|p| (p as u32, Way::Topic)))
            .or_else(|| dropped().map(|p| (p, Way::Dropped)))
            .or_else(|| after.map(|p| (p as u32, Way::After)));
        let from = match subject {
            Some((p, Way::After)) => doc.phrases[p as usize].end,
            _ => verb + 1,
        };
        let object = behind(doc, verb, from, s.end).map(|p| p as u32);
        out.push(Clause { verb, subject, object, antecedent });
    }
    out
}

fn subject_like(doc: &Doc<'_>, p: usize) -> bool {
    let q = &doc.phrases[p];
    can_speak(doc, p) || doc.text.tags(q.head as usize) & (tag::WEAPON | tag::CASUALTY) != 0 || doc.text.article(q.start as usize)
}

/// The first whole phrase without a preposition from a unit on, before the next verb.
fn behind(doc: &Doc<'_>, verb: u32, from: u32, end: u32) -> Option<usize> {
    let stop = (from..end.min(from + 10)).find(|u| *u > verb && ends_clause(doc, *u)).unwrap_or(end.min(from + 10));
    doc.phrases_in(from, stop).find(|p| plain(doc, *p))
}

fn ends_clause(doc: &Doc<'_>, u: u32) -> bool {
    matches!(doc.text.units[u as usize].tag, Tag::Verb | Tag::Comp | Tag::Relative) || doc.text.is_clause_sign(u as usize)
}

/// A whole phrase without a preposition that is no time.
fn plain(doc: &Doc<'_>, p: usize) -> bool {
    let q = &doc.phrases[p];
    q.shape == Shape::Whole
        && q.prep.is_empty()
        && doc.text.tags(q.head as usize) & (tag::TIME | tag::COMPASS) == 0
        && !doc.timed[q.head as usize]
}

/// The phrase that ends right before a verb, or before its relative.
fn ahead(doc: &Doc<'_>, verb: u32, start: u32) -> Option<usize> {
    let mut relative = false;
    doc.phrases_in(start, verb).rev().find(|p| doc.phrases[*p].shape == Shape::Whole).filter(|p| {
        let q = &doc.phrases[*p];
        let gap = (q.end..verb).all(|u| {
            let unit = &doc.text.units[u as usize];
            relative |= unit.tag == Tag::Relative;
            doc.text.is_quote_sign(u as usize)
                || matches!(unit.tag, Tag::Particle | Tag::Relative | Tag::Pronoun | Tag::Negation | Tag::Adverb)
        });
        gap && (relative || plain(doc, *p))
    })
}

/// The phrase that opens the clause: the first of the sentence, or the first behind the last "that".
fn topic(doc: &Doc<'_>, verb: u32, start: u32) -> Option<usize> {
    let comp = (start..verb).rev().find(|u| doc.text.units[*u as usize].tag == Tag::Comp || doc.text.sign(*u as usize) == ':');
    let from = comp.map_or(start, |u| u + 1);
    let to = (from..verb).find(|u| doc.text.units[*u as usize].tag == Tag::Verb).unwrap_or(verb);
    doc.phrases_in(from, to).find(|p| plain(doc, *p)).filter(|p| can_speak(doc, *p) && agrees(doc, verb, *p))
}

/// Whether a verb can have a phrase as subject.
#[must_use]
pub fn agrees(doc: &Doc<'_>, verb: u32, p: usize) -> bool {
    agreement(doc, verb, p) != "n"
}

/// Whether verb and phrase agree: y, n, or ? where the forms do not tell.
#[must_use]
pub fn agreement(doc: &Doc<'_>, verb: u32, p: usize) -> &'static str {
    let q: &Phrase = &doc.phrases[p];
    let Some(v) = doc.text.units[verb as usize].reading.filter(|r| r.feats.is_verb()) else { return "-" };
    let Some(n) = doc.text.units[q.head as usize].reading else { return "?" };
    let (vg, ng) = (v.feats.gender(), n.feats.gender());
    let many = n.feats.number() == Number::Plural;
    if v.feats.number() == Number::Plural {
        let collective = doc.text.tags(q.head as usize) & (tag::GROUP | tag::ORGAN) != 0;
        return if many || q.joined {
            "y"
        } else if collective {
            "?"
        } else {
            "n"
        };
    }
    match (vg, ng) {
        (Gender::Either, _) | (_, Gender::Either) => "?",
        (a, b) if a == b && !many => "y",
        _ if many => {
            if vg == Gender::Feminine {
                "y"
            } else {
                "?"
            }
        }
        _ => "n",
    }
}

/// Whether two phrases seem to name one party.
#[must_use]
pub fn same_party(doc: &Doc<'_>, a: u32, b: u32) -> bool {
    if a == b {
        return true;
    }
    let (x, y) = (&doc.who[a as usize], &doc.who[b as usize]);
    if x.actor.is_some() && y.actor.is_some() {
        return x.actor == y.actor;
    }
    let (h, g) = (doc.phrases[a as usize].head as usize, doc.phrases[b as usize].head as usize);
    let head = match (doc.text.units[h].reading, doc.text.units[g].reading) {
        (Some(r), Some(s)) => r.lemma == s.lemma,
        _ => doc.text.key(h) == doc.text.key(g),
    };
    head && (x.country == y.country || x.country.is_empty() || y.country.is_empty())
}
