//! What the features of a candidate look at, gathered once for all types that it may have.

use super::{Candidate, bucket};
use crate::doc::Doc;
use crate::inflect::Inflection;
use crate::model::Symbol;
use crate::tag::Tag;
use marsad_pack::Cluster;
use marsad_pack::data::{Entity, tag};

/// Names of the three sizes of a group.
#[derive(Clone, Copy)]
pub(super) struct Group {
    pub coarse: Symbol<'static>,
    pub middle: Symbol<'static>,
    pub fine: Symbol<'static>,
}

impl Group {
    /// `None` is the edge of the sentence.
    fn new(cluster: Option<Cluster>) -> Self {
        let [coarse, middle, fine] = cluster.map_or(["#"; 3], |g| [g.coarse(), g.middle(), g.fine()]).map(Symbol::new);
        Self { coarse, middle, fine }
    }
}

/// A word with an event sense near a candidate: its strongest type, its class, whether it stands in the candidate's
/// clause, and how far off.
pub(super) struct Neighbour<'d> {
    pub kind: &'d str,
    pub class: &'static str,
    pub clause: &'static str,
    pub distance: &'static str,
}

/// A candidate with what stands around it.
pub(super) struct View<'v, 'd> {
    pub doc: &'v Doc<'d>,
    pub c: &'v Candidate,
    pub class: Symbol<'static>,
    /// Written with the article, with a pronoun, or bare.
    pub definite: Symbol<'static>,
    /// Its entry, and the groups of that.
    pub lemma: Symbol<'v>,
    pub own: Group,
    /// Whether its entry stood before in the report.
    pub earlier: &'static str,
    /// The words beside it, in the order of [`BESIDE`]: where they stand, and their groups.
    pub beside: [(Option<usize>, Group); BESIDE.len()],
    /// The nearest verb before and behind it.
    pub verbs: [Option<usize>; 2],
    /// The groups of those.
    pub verb_groups: [Group; 2],
    /// The next words with an event sense before and behind it.
    pub company: [Option<Neighbour<'v>>; 2],
    /// The preposition before it.
    pub prep: Option<Symbol<'v>>,
    /// What stands within a few words, as bits in the order of [`AROUND`].
    pub around: u32,
}

/// Words before and behind a candidate that are looked at one by one.
pub(super) const BESIDE: [(i64, &str); 5] = [(-2, "-2"), (-1, "-1"), (1, "+1"), (2, "+2"), (3, "+3")];

/// What may stand within a few words.
pub(super) const AROUND: [&str; 5] = ["actor", "weapon", "casualty", "figure", "place"];

impl<'v, 'd> View<'v, 'd> {
    pub(super) fn new(doc: &'v Doc<'d>, c: &'v Candidate) -> Self {
        let text = &doc.text;
        let u = c.start as usize;
        let definite = if text.article(u) {
            "def"
        } else if !text.pronoun(u).is_empty() {
            "pron"
        } else {
            "bare"
        };
        let beside = BESIDE.map(|(offset, _)| {
            let at = word_at(doc, c, offset);
            (at, Group::new(at.map(|u| doc.clusters[u])))
        });
        let s = doc.sentence(c.start);
        let verb = |u: &u32| text.units[*u as usize].tag == Tag::Verb;
        let behind = (c.end..(c.end + VERB_REACH).min(s.end)).find(verb);
        let verbs = [verb_before(doc, c), behind].map(|found| found.map(|u| u as usize));
        let prep = (c.start > s.start).then(|| text.word_of(u - 1, doc.classes.prep)).flatten();
        Self {
            doc,
            c,
            class: Symbol::new(c.class),
            definite: Symbol::new(definite),
            lemma: Symbol::new(&text.pack.data.lemmas[c.lemma as usize].form),
            own: Group::new(Some(own_cluster(doc, c))),
            earlier: seen_before(doc, c),
            beside,
            verbs,
            verb_groups: verbs.map(|found| Group::new(found.map(|u| doc.clusters[u]))),
            company: company(doc, c),
            prep: prep.map(|w| Symbol::new(&w.value)),
            around: around(doc, c),
        }
    }

    /// The nouns, verbs, adjectives and names to either side, as one bag: the name of the side, and the coarse group.
    pub(super) fn bag(&self) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
        let (doc, c) = (self.doc, self.c);
        let s = doc.sentence(c.start);
        let (first, last) = (c.start.saturating_sub(BAG).max(s.start), (c.end - 1 + BAG).min(s.end - 1));
        let full = |u: &u32| matches!(doc.text.units[*u as usize].tag, Tag::Verb | Tag::Noun | Tag::Adjective | Tag::Name);
        let sided = move |u: u32| (if u < c.start { "bagL=" } else { "bagR=" }, doc.clusters[u as usize].coarse());
        (first..c.start).chain(c.end..last + 1).filter(full).map(sided)
    }
}

/// Words to either side whose groups make a bag.
const BAG: u32 = 6;

/// What the neighbourhood of a candidate holds.
fn around(doc: &Doc<'_>, c: &Candidate) -> u32 {
    let s = doc.sentence(c.start);
    let (a, b) = (c.start.saturating_sub(9).max(s.start), (c.end + 9).min(s.end));
    let (mut actor, mut weapon, mut casualty, mut figure, mut place) = (false, false, false, false, false);
    for u in a..b {
        if (c.start..c.end).contains(&u) {
            continue;
        }
        let t = doc.text.tags(u as usize);
        weapon |= t & tag::WEAPON != 0;
        casualty |= t & tag::CASUALTY != 0;
        figure |= doc.text.units[u as usize].tag == Tag::Number;
    }
    for p in doc.phrases_in(a, b) {
        actor |= doc.phrases[p].actor.is_some();
        place |= doc.phrases[p].place.is_some();
    }
    [actor, weapon, casualty, figure, place].iter().fold(0, |bits, on| bits << 1 | u32::from(*on))
}

fn word_at(doc: &Doc<'_>, c: &Candidate, offset: i64) -> Option<usize> {
    let s = doc.sentence(c.start);
    let at = if offset < 0 { i64::from(c.start) + offset } else { i64::from(c.end) - 1 + offset };
    (at >= i64::from(s.start) && at < i64::from(s.end)).then_some(at as usize)
}

/// Dictionary form or written form, and tag, of a neighbour.
pub(super) fn neighbour<'d>(doc: &'d Doc<'_>, at: Option<usize>) -> (&'d str, &'static str) {
    match at {
        None => ("#", "#"),
        Some(u) => {
            let tag = doc.text.units[u].tag.name();
            match doc.text.lemma(u) {
                Some(l) => (&l.form, tag),
                None if matches!(doc.text.units[u].tag, Tag::Name | Tag::Unknown | Tag::Number) => ("*", tag),
                None => (doc.text.key(u), tag),
            }
        }
    }
}

/// The group of the entry of a candidate; of a phrase, that of its last word.
pub(crate) fn own_cluster(doc: &Doc<'_>, c: &Candidate) -> marsad_pack::Cluster {
    if c.phrase { doc.clusters[c.end as usize - 1] } else { doc.text.pack.lemma_cluster(c.lemma) }
}

/// The nearest verb before a candidate in its sentence.
fn verb_before(doc: &Doc<'_>, c: &Candidate) -> Option<u32> {
    let s = doc.sentence(c.start);
    (c.start.saturating_sub(VERB_REACH).max(s.start)..c.start).rev().find(|u| doc.text.units[*u as usize].tag == Tag::Verb)
}

/// Words between a candidate and a verb that says how it stands in its sentence.
const VERB_REACH: u32 = 14;

/// What longer known name a candidate is only a part of, if any.
pub(super) fn held(doc: &Doc<'_>, c: &Candidate) -> Option<&'static str> {
    let text = &doc.text;
    let near = text.hits_in(c.start.saturating_sub(8), c.start + 1).iter();
    let longer = near.filter(|h| h.end >= c.end && h.end - h.start > c.end - c.start);
    longer
        .filter_map(|h| match h.entity {
            Entity::Actor(a) if &*text.pack.data.actors[a as usize].kind == "person" => Some("person"),
            Entity::Actor(_) => Some("actor"),
            Entity::Place(_) => Some("place"),
            Entity::Lemma(l) if text.pack.data.lemmas[l as usize].senses.is_empty() => Some("say"),
            Entity::Lemma(_) => Some("event"),
            Entity::Word(w) => match &*text.pack.data.classes[text.pack.data.words[w as usize].class as usize] {
                "link" | "prep" | "adverb" | "conj" => Some("function"),
                _ => Some("cue"),
            },
            Entity::Name(_) => None,
        })
        .next()
}

/// Words to either side within which the next event word is looked for.
const COMPANY: usize = 14;

/// The next words with event senses on either side: a consequence chain is mostly coded once.
fn company<'v>(doc: &'v Doc<'_>, c: &Candidate) -> [Option<Neighbour<'v>>; 2] {
    let text = &doc.text;
    let s = doc.sentence(c.start);
    let strong = |u: u32| -> Option<Neighbour<'v>> {
        let l = text.lemma(u as usize)?;
        let best = l.senses.iter().map(|s| &text.pack.data.senses[*s as usize]).max_by_key(|s| s.weight)?;
        (best.weight >= 2).then(|| Neighbour {
            kind: &best.kind,
            class: text.units[u as usize].reading.map_or("-", |r| r.feats.class_name()),
            clause: if doc.clause[u as usize] == doc.clause[c.start as usize] { "in" } else { "out" },
            distance: bucket(if u < c.start { c.start - u } else { u - c.end + 1 }),
        })
    };
    [(s.start..c.start).rev().take(COMPANY).find_map(strong), (c.end..s.end).take(COMPANY).find_map(strong)]
}

/// Whether the same dictionary entry stood before in the report, in this sentence or an earlier one.
fn seen_before(doc: &Doc<'_>, c: &Candidate) -> &'static str {
    let s = doc.sentence(c.start).start;
    let same = |u: u32| doc.text.units[u as usize].reading.is_some_and(|r| r.lemma == c.lemma);
    if (s..c.start).any(same) {
        "sentence"
    } else if doc.first_of.get(&c.lemma).is_some_and(|u| *u < s) {
        "report"
    } else {
        "no"
    }
}
