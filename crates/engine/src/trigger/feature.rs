//! What speaks for a word or phrase to carry an event of a type: itself, its neighbours, its place in the report.

use super::{Candidate, bucket};
use crate::doc::Doc;
use crate::inflect::Inflection;
use crate::model::{Piece, Sink, Symbol};
use crate::tag::Tag;
use crate::text::Zone;
use crate::{feature, look};
use marsad_pack::data::{Entity, tag};

/// What the neighbourhood of a unit holds, gathered once for a candidate.
struct Around {
    actor: bool,
    weapon: bool,
    casualty: bool,
    figure: bool,
    place: bool,
}

fn around(doc: &Doc<'_>, c: &Candidate) -> Around {
    let s = doc.sentence(c.start);
    let (a, b) = (c.start.saturating_sub(9).max(s.start), (c.end + 9).min(s.end));
    let mut out = Around { actor: false, weapon: false, casualty: false, figure: false, place: false };
    for u in a..b {
        if (c.start..c.end).contains(&u) {
            continue;
        }
        let t = doc.text.tags(u as usize);
        out.weapon |= t & tag::WEAPON != 0;
        out.casualty |= t & tag::CASUALTY != 0;
        out.figure |= doc.text.units[u as usize].tag == Tag::Number;
    }
    for p in doc.phrases_in(a, b) {
        out.actor |= doc.phrases[p].actor.is_some();
        out.place |= doc.phrases[p].place.is_some();
    }
    out
}

fn word_at(doc: &Doc<'_>, c: &Candidate, offset: i64) -> Option<usize> {
    let s = doc.sentence(c.start);
    let at = if offset < 0 { i64::from(c.start) + offset } else { i64::from(c.end) - 1 + offset };
    (at >= i64::from(s.start) && at < i64::from(s.end)).then_some(at as usize)
}

/// Dictionary form or written form, and tag, of a neighbour.
fn neighbour<'d>(doc: &'d Doc<'_>, at: Option<usize>) -> (&'d str, &'static str) {
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

/// What is asked of a candidate again and again, gathered once. Its features come in groups by what they look at, so that
/// sums of groups can be remembered (see [`Sink::group`]).
struct View<'c> {
    c: &'c Candidate,
    /// The type.
    t: Symbol<'c>,
    class: Symbol<'c>,
    definite: &'static str,
    /// Whether its entry stood before in the report.
    earlier: &'static str,
}

/// Features of a candidate as an event of a type.
pub fn features(doc: &Doc<'_>, c: &Candidate, sense: u32, met: bool, f: &mut impl Sink) {
    let text = &doc.text;
    let u = c.start as usize;
    let definite = if text.article(u) {
        "def"
    } else if !text.pronoun(u).is_empty() {
        "pron"
    } else {
        "bare"
    };
    let kind = &*text.pack.data.senses[sense as usize].kind;
    let v = View { c, t: Symbol::new(kind), class: Symbol::new(c.class), definite, earlier: seen_before(doc, c) };
    own(doc, &v, sense, met, f);
    beside(doc, &v, f);
    bag(doc, &v, f);
    if let Some(light) = c.light {
        feature!(f, "light", definite);
        if let Some(l) = text.lemma(light as usize) {
            feature!(f, "light=", &l.form);
        }
    }
    neighbourhood(doc, &v, f);
    let s = doc.sentence(c.start);
    feature!(f, "length=", bucket(s.end - s.start), "pos=", bucket(c.start - s.start));
    company(doc, &v, f);
    f.group(look!("topics", doc.topics_look, kind), |f| {
        for topic in &doc.topics {
            feature!(f, "topic=", topic.middle());
            feature!(f, "topic=", topic.middle(), kind);
        }
    });
    verbs(doc, &v, f);
    standing(doc, &v, f);
    company_of_entry(doc, &v, f);
}

/// The word, and its group, each with what stands beside it: what an entry means in this place.
fn company_of_entry(doc: &Doc<'_>, v: &View<'_>, f: &mut impl Sink) {
    let (c, t) = (v.c, v.t);
    let lemma = Symbol::new(&doc.text.pack.data.lemmas[c.lemma as usize].form);
    let cluster = own_cluster(doc, c);
    let (coarse, middle) = (Symbol::new(cluster.coarse()), Symbol::new(cluster.middle()));
    feature!(f, "lemma=", lemma, v.definite, t);
    feature!(f, "ownm=", middle, v.definite, t);
    feature!(f, "lemma=", lemma, "seen=", v.earlier);
    for (offset, side) in [(-1, "-1"), (1, "+1"), (2, "+2")] {
        let found = word_at(doc, c, offset).map(|u| doc.clusters[u]);
        let (near, nearer) = found.as_ref().map_or(("#", "#"), |g| (g.coarse(), g.middle()));
        let (near, nearer) = (Symbol::new(near), Symbol::new(nearer));
        feature!(f, "lemma=", lemma, side, near);
        feature!(f, "lemma=", lemma, side, nearer, t);
        feature!(f, "ownm=", middle, side, near, t);
        feature!(f, "ownc=", coarse, side, nearer, t);
    }
    let verb = verb_before(doc, c).map(|u| doc.clusters[u as usize]);
    let verb = Symbol::new(verb.as_ref().map_or("#", |g| g.coarse()));
    feature!(f, "lemma=", lemma, "vl=", verb);
    feature!(f, "ownm=", middle, "vl=", verb, t);
    for topic in &doc.topics {
        feature!(f, "lemma=", lemma, "topic=", topic.coarse());
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

/// Features of the word itself: its entry, its sense, its form, its groups.
fn own(doc: &Doc<'_>, v: &View<'_>, sense: u32, met: bool, f: &mut impl Sink) {
    let text = &doc.text;
    let (c, t, class, definite) = (v.c, v.t, v.class, v.definite);
    let prep = text.clitic_prep(c.start as usize);
    let conj = text.clitic_conj(c.start as usize);
    let number = text.units[c.start as usize].reading.map_or("", |r| r.feats.number().name());
    let many = c.senses.len() > 1;
    let cluster = own_cluster(doc, c);
    let lemma = &text.pack.data.lemmas[c.lemma as usize];
    let sense = &text.pack.data.senses[sense as usize];
    let weight = ["0", "1", "2", "3"][usize::from(sense.weight.min(3))];
    let cond = match (sense.when.is_empty(), met) {
        (true, _) => "free",
        (false, true) => "met",
        (false, false) => "unmet",
    };
    feature!(f, "T=", t);
    feature!(f, "w=", weight, cond);
    feature!(f, "w=", weight, class);
    feature!(f, "T=", t, "w=", weight);
    feature!(f, "T=", t, class);
    let form = Symbol::new(&lemma.form);
    feature!(f, "lemma=", form, t);
    feature!(f, "lemma=", form, class);
    feature!(f, "cond=", cond, t);
    feature!(f, "class=", class, definite);
    feature!(f, "chosen=", if c.chosen { "y" } else { "n" }, class);
    feature!(f, "senses=", if many { "many" } else { "one" });
    if c.phrase {
        feature!(f, "phrase");
    }
    feature!(f, "clitic=", prep, class);
    if conj {
        feature!(f, "conj", class);
    }
    if !number.is_empty() {
        feature!(f, "number=", number, class);
        feature!(f, "number=", number, "lemma=", form);
    }
    for (size, group) in [("c", cluster.coarse()), ("m", cluster.middle()), ("f", cluster.fine())] {
        let group = Symbol::new(group);
        feature!(f, "own", size, "=", group);
        feature!(f, "own", size, "=", group, t);
        feature!(f, "own", size, "=", group, class);
    }
}

/// Tags of neighbours that bear on a trigger.
const NEAR: [(u32, &str); 11] = [
    (tag::EVENT, "event"),
    (tag::LIGHT, "light"),
    (tag::SAY, "say"),
    (tag::WEAPON, "weapon"),
    (tag::PERSON, "person"),
    (tag::GROUP, "group"),
    (tag::ORGAN, "organ"),
    (tag::NISBA, "nisba"),
    (tag::PLACEKIND, "placekind"),
    (tag::CASUALTY, "casualty"),
    (tag::TIME, "time"),
];

/// Words before and behind a candidate that are looked at one by one.
const BESIDE: [(i64, &str); 5] = [(-2, "-2"), (-1, "-1"), (1, "+1"), (2, "+2"), (3, "+3")];

/// Features of the words beside the candidate.
fn beside(doc: &Doc<'_>, v: &View<'_>, f: &mut impl Sink) {
    let c = v.c;
    let mut tags = ["#"; BESIDE.len()];
    for (k, (offset, side)) in BESIDE.into_iter().enumerate() {
        let at = word_at(doc, c, offset);
        tags[k] = at.map_or("#", |u| doc.text.units[u].tag.name());
        if offset < 3 {
            word(doc, v, at, offset, f);
        }
        let found = at.map(|u| doc.clusters[u]);
        let (coarse, middle) = found.as_ref().map_or(("#", "#"), |g| (g.coarse(), g.middle()));
        let (coarse, middle) = (Symbol::new(coarse), Symbol::new(middle));
        feature!(f, side, "c=", coarse);
        feature!(f, side, "c=", coarse, v.t);
        feature!(f, side, "m=", middle);
        feature!(f, side, "m=", middle, v.t);
    }
    feature!(f, "-2t=", tags[0], tags[1]);
    feature!(f, "+12t=", tags[2], tags[3]);
}

/// Features of the form, tags and cues of one word beside the candidate. So that words are learned from in the way that
/// they are scored, whatever looks at two of them is elsewhere.
fn word(doc: &Doc<'_>, v: &View<'_>, at: Option<usize>, offset: i64, f: &mut impl Sink) {
    let (t, class) = (v.t, v.class);
    let (form, tag) = neighbour(doc, at);
    let form = Symbol::new(form);
    match offset {
        -1 => {
            feature!(f, "-1=", form);
            feature!(f, "-1=", form, t);
            feature!(f, "-1t=", tag, class, v.definite);
        }
        1 => {
            feature!(f, "+1=", form);
            feature!(f, "+1=", form, t);
            feature!(f, "+1t=", tag, class, v.definite);
        }
        -2 => feature!(f, "-2=", form),
        _ => feature!(f, "+2=", form),
    }
    let Some(at) = at else { return };
    let side = if offset < 0 { "L" } else { "R" };
    let tags = doc.text.tags(at);
    for (bit, name) in NEAR {
        if tags & bit != 0 {
            feature!(f, "near=", name, side, class);
            feature!(f, "near=", name, side, t);
        }
    }
    for cue in doc.cues(at as u32) {
        feature!(f, "cue=", cue, side);
        feature!(f, "cue=", cue, side, class);
    }
}

/// Words to either side whose groups make a bag.
const BAG: i64 = 6;

/// The groups of the words around, whatever their order.
fn bag(doc: &Doc<'_>, v: &View<'_>, f: &mut impl Sink) {
    let c = v.c;
    let s = doc.sentence(c.start);
    let (first, last) = (c.start.saturating_sub(BAG as u32).max(s.start), (c.end - 1 + BAG as u32).min(s.end - 1));
    for u in (first..c.start).chain(c.end..last + 1) {
        if matches!(doc.text.units[u as usize].tag, Tag::Verb | Tag::Noun | Tag::Adjective | Tag::Name) {
            feature!(f, if u < c.start { "bagL=" } else { "bagR=" }, doc.clusters[u as usize].coarse(), v.t);
        }
    }
}

/// Features of what else stands within a few words.
fn neighbourhood(doc: &Doc<'_>, v: &View<'_>, f: &mut impl Sink) {
    let near = around(doc, v.c);
    let all = [near.actor, near.weapon, near.casualty, near.figure, near.place];
    let bits = all.iter().fold(0u32, |bits, on| bits << 1 | u32::from(*on));
    f.group(look!("around", bits, v.t, v.class), |f| {
        for (on, name) in all.into_iter().zip(["actor", "weapon", "casualty", "figure", "place"]) {
            feature!(f, "around=", name, if on { "+" } else { "-" }, v.t);
            feature!(f, "around=", name, if on { "+" } else { "-" }, v.class);
        }
    });
}

/// Features of where the candidate stands in the report, and of what the report is about.
fn standing(doc: &Doc<'_>, v: &View<'_>, f: &mut impl Sink) {
    let (c, t, class) = (v.c, v.t, v.class);
    let zone = match doc.zone(c.start) {
        Zone::Headline => "head",
        Zone::Lead => "lead",
        Zone::Body => "body",
        Zone::Furniture => "menu",
    };
    let quoted = doc.text.units[c.start as usize].quote != u32::MAX;
    let held = held(doc, c);
    f.group(look!("stands", zone, quoted, t, held.unwrap_or(""), class, v.earlier, v.definite), |f| {
        feature!(f, "zone=", zone);
        feature!(f, "zone=", zone, t);
        feature!(f, "quote=", if quoted { "y" } else { "n" }, t);
        if let Some(held) = held {
            feature!(f, "inside=", held);
            feature!(f, "inside=", held, class);
        }
        feature!(f, "seen=", v.earlier, v.definite, class);
    });
    if doc.timed[c.start as usize] {
        feature!(f, "timed", class);
        feature!(f, "timed", t);
    }
    let (hot, violent) = (doc.heat(t.text()), doc.heat("ASSAULT"));
    f.group(look!("report", hot, violent, t), |f| {
        feature!(f, "report=", hot, t);
        feature!(f, "report=", violent, "violent", t);
    });
}

/// The nearest verbs of the sentence on either side.
fn verbs(doc: &Doc<'_>, v: &View<'_>, f: &mut impl Sink) {
    let c = v.c;
    let s = doc.sentence(c.start);
    let verb = |u: &u32| doc.text.units[*u as usize].tag == Tag::Verb;
    let left = verb_before(doc, c);
    let right = (c.end..(c.end + VERB_REACH).min(s.end)).find(verb);
    for (side, found) in [("vl", left), ("vr", right)] {
        let group = found.map(|u| doc.clusters[u as usize]);
        let (coarse, middle) = group.as_ref().map_or(("#", "#"), |g| (g.coarse(), g.middle()));
        feature!(f, side, "c=", coarse, v.t);
        feature!(f, side, "c=", coarse, v.class);
        feature!(f, side, "m=", middle);
        let word = found.and_then(|u| doc.text.lemma(u as usize)).map_or("#", |l| &*l.form);
        feature!(f, side, "=", word, v.class);
    }
}

/// Words between a candidate and a verb that says how it stands in its sentence.
const VERB_REACH: u32 = 14;

/// What longer known name a candidate is only a part of, if any.
fn held(doc: &Doc<'_>, c: &Candidate) -> Option<&'static str> {
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

/// The next words with event senses on either side: a consequence chain is mostly coded once.
fn company(doc: &Doc<'_>, v: &View<'_>, f: &mut impl Sink) {
    let (c, t, own) = (v.c, v.t, v.class);
    let text = &doc.text;
    let s = doc.sentence(c.start);
    let strong = |u: u32| -> Option<(&str, &'static str)> {
        let l = text.lemma(u as usize)?;
        let best = l.senses.iter().map(|s| &text.pack.data.senses[*s as usize]).max_by_key(|s| s.weight)?;
        let class = text.units[u as usize].reading.map_or("-", |r| r.feats.class_name());
        (best.weight >= 2).then_some((&*best.kind, class))
    };
    let left = (s.start..c.start).rev().take(14).find_map(|u| strong(u).map(|x| (u, x)));
    let right = (c.end..s.end).take(14).find_map(|u| strong(u).map(|x| (u, x)));
    for (side, found) in [("L", left), ("R", right)] {
        let Some((u, (kind, class))) = found else {
            feature!(f, "company=", side, "none", t);
            feature!(f, "company=", side, "none", own);
            continue;
        };
        let same = if kind == t.text() { "same" } else { "other" };
        let clause = if doc.clause[u as usize] == doc.clause[c.start as usize] { "in" } else { "out" };
        let distance = bucket(if side == "L" { c.start - u } else { u - c.end + 1 });
        feature!(f, "company=", side, same, clause, own);
        feature!(f, "company=", side, same, class, own);
        feature!(f, "company=", side, same, clause, t);
        feature!(f, "company=", side, kind, t);
        feature!(f, "company=", side, same, "dist=", distance);
    }
    if let (Some((_, (a, _))), Some((_, (b, _)))) = (left, right) {
        feature!(f, "between=", if a == t.text() { "y" } else { "n" }, if b == t.text() { "y" } else { "n" }, own);
    }
    let prep = (c.start > s.start).then(|| text.word_of(c.start as usize - 1, doc.classes.prep)).flatten();
    if let Some(w) = prep {
        feature!(f, "prep=", &w.value, own);
        feature!(f, "prep=", &w.value, t);
    }
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
