//! What speaks for a word or phrase to carry an event of a type: itself, its neighbours, its place in the report.
//!
//! What does not look at the type is scored once for a candidate, however many types it may have.

use super::Candidate;
use super::bucket;
use super::view::{AROUND, BESIDE, View, held, neighbour};
use crate::doc::Doc;
use crate::model::{Linear, Piece, Sink, Symbol};
use crate::text::Zone;
use crate::{feature, look};
use marsad_pack::data::tag;

/// Features of a candidate as an event of a type.
pub fn features(doc: &Doc<'_>, c: &Candidate, sense: u32, met: bool, f: &mut impl Sink) {
    let v = View::new(doc, c);
    plain(&v, f);
    typed(&v, sense, met, f);
}

/// The sense of a candidate that is the most probable event, with its probability.
#[must_use]
pub(crate) fn best_sense(doc: &Doc<'_>, c: &Candidate, model: &Linear) -> Option<(u32, f32)> {
    let v = View::new(doc, c);
    let shared = model.sums(|f| plain(&v, f));
    let chance = |(sense, met): &(u32, bool)| (*sense, model.yes_beside(&shared, |f| typed(&v, *sense, *met, f)));
    c.senses.iter().map(chance).fold(None, |best: Option<(u32, f32)>, (s, p)| match best {
        Some((_, q)) if q >= p => best,
        _ => Some((s, p)),
    })
}

/// Features that do not look at the type.
fn plain(v: &View<'_, '_>, f: &mut impl Sink) {
    let (doc, c, class, lemma) = (v.doc, v.c, v.class, v.lemma);
    word(v, f);
    beside(v, f);
    verbs(v, f);
    if let Some(light) = c.light {
        feature!(f, "light", v.definite);
        if let Some(l) = doc.text.lemma(light as usize) {
            feature!(f, "light=", &l.form);
        }
    }
    let s = doc.sentence(c.start);
    feature!(f, "length=", bucket(s.end - s.start), "pos=", bucket(c.start - s.start));
    f.group(look!("topics", doc.topics_look), |f| {
        for topic in &doc.topics {
            feature!(f, "topic=", topic.middle());
        }
    });
    for topic in &doc.topics {
        feature!(f, "lemma=", lemma, "topic=", topic.coarse());
    }
    f.group(look!("around", v.around, class), |f| {
        for (name, on) in around(v) {
            feature!(f, "around=", name, on, class);
        }
    });
    let (zone, held) = (zone(v), held(doc, c));
    f.group(look!("stands", zone, held.unwrap_or(""), class, v.earlier, v.definite), |f| {
        feature!(f, "zone=", zone);
        if let Some(held) = held {
            feature!(f, "inside=", held);
            feature!(f, "inside=", held, class);
        }
        feature!(f, "seen=", v.earlier, v.definite, class);
    });
    if doc.timed[c.start as usize] {
        feature!(f, "timed", class);
    }
    for (side, found) in ["L", "R"].into_iter().zip(&v.company) {
        if found.is_none() {
            feature!(f, "company=", side, "none", class);
        }
    }
    if let Some(prep) = v.prep {
        feature!(f, "prep=", prep, class);
    }
}

/// The word itself: its entry, its form, its groups; and its entry with what stands beside it.
fn word(v: &View<'_, '_>, f: &mut impl Sink) {
    let (text, c, class, lemma) = (&v.doc.text, v.c, v.class, v.lemma);
    let number = text.units[c.start as usize].reading.map_or("", |r| r.feats.number().name());
    feature!(f, "lemma=", lemma, class);
    feature!(f, "class=", class, v.definite);
    feature!(f, "chosen=", if c.chosen { "y" } else { "n" }, class);
    feature!(f, "senses=", if c.senses.len() > 1 { "many" } else { "one" });
    if c.phrase {
        feature!(f, "phrase");
    }
    feature!(f, "clitic=", text.clitic_prep(c.start as usize), class);
    if text.clitic_conj(c.start as usize) {
        feature!(f, "conj", class);
    }
    if !number.is_empty() {
        feature!(f, "number=", number, class);
        feature!(f, "number=", number, "lemma=", lemma);
    }
    for (size, group) in [("c", v.own.coarse), ("m", v.own.middle), ("f", v.own.fine)] {
        feature!(f, "own", size, "=", group);
        feature!(f, "own", size, "=", group, class);
    }
    feature!(f, "lemma=", lemma, "seen=", v.earlier);
    for (offset, side) in NEXT {
        feature!(f, "lemma=", lemma, side, v.beside[offset].1.coarse);
    }
    feature!(f, "lemma=", lemma, "vl=", v.verb_groups[0].coarse);
}

/// The words that an entry is looked at together with: places in [`BESIDE`].
const NEXT: [(usize, &str); 3] = [(1, "-1"), (2, "+1"), (3, "+2")];

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

/// Bits of all of [`NEAR`].
const NEAR_BITS: u32 = {
    let (mut bits, mut i) = (0, 0);
    while i < NEAR.len() {
        bits |= NEAR[i].0;
        i += 1;
    }
    bits
};

/// Names of the tags among bits.
fn near(bits: u32) -> impl Iterator<Item = &'static str> {
    NEAR.into_iter().filter(move |(bit, _)| bits & bit != 0).map(|(_, name)| name)
}

/// The words before and behind the candidate that are looked at as words: the name of their side, and their tags.
fn words<'v>(v: &'v View<'_, '_>) -> impl Iterator<Item = (&'static str, u32, usize)> + 'v {
    v.beside.iter().zip(BESIDE).take(4).filter_map(|((at, _), (offset, _))| {
        let at = (*at)?;
        Some((if offset < 0 { "L" } else { "R" }, v.doc.text.tags(at) & NEAR_BITS, at))
    })
}

/// The words beside the candidate: forms, tags, cues and groups.
fn beside(v: &View<'_, '_>, f: &mut impl Sink) {
    let (doc, class) = (v.doc, v.class);
    let tags = v.beside.map(|(at, _)| at.map_or("#", |u| doc.text.units[u].tag.name()));
    feature!(f, "-2t=", tags[0], tags[1]);
    feature!(f, "+12t=", tags[2], tags[3]);
    let form = |k: usize| neighbour(doc, v.beside[k].0).0;
    feature!(f, "-2=", form(0));
    feature!(f, "-1=", form(1));
    feature!(f, "+1=", form(2));
    feature!(f, "+2=", form(3));
    feature!(f, "-1t=", tags[1], class, v.definite);
    feature!(f, "+1t=", tags[2], class, v.definite);
    for ((_, group), (_, side)) in v.beside.iter().zip(BESIDE) {
        feature!(f, side, "c=", group.coarse);
        feature!(f, side, "m=", group.middle);
    }
    for (side, bits, at) in words(v) {
        for name in near(bits) {
            feature!(f, "near=", name, side, class);
        }
        for cue in doc.cues(at as u32) {
            feature!(f, "cue=", cue, side);
            feature!(f, "cue=", cue, side, class);
        }
    }
}

/// The nearest verbs of the sentence on either side.
fn verbs(v: &View<'_, '_>, f: &mut impl Sink) {
    for (k, side) in ["vl", "vr"].into_iter().enumerate() {
        let group = v.verb_groups[k];
        feature!(f, side, "c=", group.coarse, v.class);
        feature!(f, side, "m=", group.middle);
        let word = v.verbs[k].and_then(|u| v.doc.text.lemma(u)).map_or("#", |l| &*l.form);
        feature!(f, side, "=", word, v.class);
    }
}

fn zone(v: &View<'_, '_>) -> &'static str {
    match v.doc.zone(v.c.start) {
        Zone::Headline => "head",
        Zone::Lead => "lead",
        Zone::Body => "body",
        Zone::Furniture => "menu",
    }
}

/// What may stand within a few words, with whether it does.
fn around(v: &View<'_, '_>) -> impl Iterator<Item = (&'static str, &'static str)> {
    let bits = v.around;
    AROUND.into_iter().enumerate().map(move |(i, name)| (name, if bits >> (AROUND.len() - 1 - i) & 1 != 0 { "+" } else { "-" }))
}

/// Features that look at the type.
fn typed(v: &View<'_, '_>, sense: u32, met: bool, f: &mut impl Sink) {
    let (doc, c, lemma, own) = (v.doc, v.c, v.lemma, v.own);
    let t = Symbol::new(&doc.text.pack.data.senses[sense as usize].kind);
    sense_features(v, t, sense, met, f);
    feature!(f, "lemma=", lemma, t);
    for (size, group) in [("c", own.coarse), ("m", own.middle), ("f", own.fine)] {
        feature!(f, "own", size, "=", group, t);
    }
    feature!(f, "lemma=", lemma, v.definite, t);
    feature!(f, "ownm=", own.middle, v.definite, t);
    for (offset, side) in NEXT {
        let near = v.beside[offset].1;
        feature!(f, "lemma=", lemma, side, near.middle, t);
        feature!(f, "ownm=", own.middle, side, near.coarse, t);
        feature!(f, "ownc=", own.coarse, side, near.middle, t);
    }
    feature!(f, "ownm=", own.middle, "vl=", v.verb_groups[0].coarse, t);
    for ((_, group), (_, side)) in v.beside.iter().zip(BESIDE) {
        feature!(f, side, "c=", group.coarse, t);
        feature!(f, side, "m=", group.middle, t);
    }
    feature!(f, "-1=", neighbour(doc, v.beside[1].0).0, t);
    feature!(f, "+1=", neighbour(doc, v.beside[2].0).0, t);
    for (side, bits, _) in words(v) {
        for name in near(bits) {
            feature!(f, "near=", name, side, t);
        }
    }
    for (side, group) in v.bag() {
        feature!(f, side, group, t);
    }
    f.group(look!("topics", doc.topics_look, t), |f| {
        for topic in &doc.topics {
            feature!(f, "topic=", topic.middle(), t);
        }
    });
    feature!(f, "vl", "c=", v.verb_groups[0].coarse, t);
    feature!(f, "vr", "c=", v.verb_groups[1].coarse, t);
    if doc.timed[c.start as usize] {
        feature!(f, "timed", t);
    }
    company(v, t, f);
    if let Some(prep) = v.prep {
        feature!(f, "prep=", prep, t);
    }
}

/// The sense, and where the candidate stands in the report.
fn sense_features(v: &View<'_, '_>, t: Symbol<'_>, sense: u32, met: bool, f: &mut impl Sink) {
    let (doc, class) = (v.doc, v.class);
    let sense = &doc.text.pack.data.senses[sense as usize];
    let weight = ["0", "1", "2", "3"][usize::from(sense.weight.min(3))];
    let cond = match (sense.when.is_empty(), met) {
        (true, _) => "free",
        (false, true) => "met",
        (false, false) => "unmet",
    };
    f.group(look!("sense", t, class, weight, cond), |f| {
        feature!(f, "T=", t);
        feature!(f, "w=", weight, cond);
        feature!(f, "w=", weight, class);
        feature!(f, "T=", t, "w=", weight);
        feature!(f, "T=", t, class);
        feature!(f, "cond=", cond, t);
    });
    let zone = zone(v);
    let quoted = doc.text.units[v.c.start as usize].quote != u32::MAX;
    let (hot, violent) = (doc.heat(t.text()), doc.heat("ASSAULT"));
    f.group(look!("report", hot, violent, zone, quoted, v.around, t), |f| {
        feature!(f, "zone=", zone, t);
        feature!(f, "quote=", if quoted { "y" } else { "n" }, t);
        feature!(f, "report=", hot, t);
        feature!(f, "report=", violent, "violent", t);
        for (name, on) in around(v) {
            feature!(f, "around=", name, on, t);
        }
    });
}

/// The next words with event senses on either side.
fn company(v: &View<'_, '_>, t: Symbol<'_>, f: &mut impl Sink) {
    let own = v.class;
    for (side, found) in ["L", "R"].into_iter().zip(&v.company) {
        let Some(n) = found else {
            feature!(f, "company=", side, "none", t);
            continue;
        };
        let same = if n.kind == t.text() { "same" } else { "other" };
        f.group(look!("company", side, same, n.clause, n.class, n.distance, own), |f| {
            feature!(f, "company=", side, same, n.clause, own);
            feature!(f, "company=", side, same, n.class, own);
            feature!(f, "company=", side, same, "dist=", n.distance);
        });
        f.group(look!("companion", side, n.kind, n.clause, t), |f| {
            feature!(f, "company=", side, same, n.clause, t);
            feature!(f, "company=", side, n.kind, t);
        });
    }
    if let [Some(a), Some(b)] = &v.company {
        feature!(f, "between=", if a.kind == t.text() { "y" } else { "n" }, if b.kind == t.text() { "y" } else { "n" }, own);
    }
}
