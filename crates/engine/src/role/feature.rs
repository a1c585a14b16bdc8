//! What speaks for a phrase to be a party of a trigger.
//!
//! Some sixty features for each phrase and trigger. Most look at a few things of which a report has a few values (slot,
//! type, kind, sector, class), so they stand in groups whose sums are remembered; what looks at words stands alone.

use super::{BACK, Filler, claim, frame, word_before};
use crate::chunk::Phrase;
use crate::doc::{Doc, kind_name, marks};
use crate::feature;
use crate::look;
use crate::model::{Sink, Symbol};
use crate::party::Identity;
use crate::scene::{Scene, agreement, same_party};
use crate::tag::Tag;
use crate::text::Zone;
use crate::trigger::{Candidate, bucket, own_cluster};
use marsad_pack::data::{Sense, tag};

/// A phrase seen from a trigger, with the hash of what stands in many features.
struct View<'v, 'd> {
    doc: &'v Doc<'d>,
    c: &'v Candidate,
    sense: &'v Sense,
    scene: &'v Scene<'v>,
    filler: &'v Filler,
    q: &'v Phrase,
    who: &'v Identity,
    /// Type of the trigger.
    t: Symbol<'v>,
    class: Symbol<'v>,
    voice: Symbol<'v>,
    /// Entry of the trigger.
    lemma: Symbol<'v>,
    /// What its light verb makes of its parties, if it has one.
    light: Option<Symbol<'v>>,
    slot: Symbol<'v>,
    frame: Symbol<'v>,
    kind: Symbol<'v>,
    sector: Symbol<'v>,
    side: Symbol<'v>,
}

impl<'v, 'd> View<'v, 'd> {
    fn new(doc: &'v Doc<'d>, c: &'v Candidate, sense: &'v Sense, scene: &'v Scene<'v>, filler: &'v Filler) -> Self {
        let p = filler.phrase as usize;
        let (q, who, data) = (&doc.phrases[p], &doc.who[p], &doc.text.pack.data);
        let side = if filler.back > 0 {
            "back"
        } else if q.start >= c.end {
            "after"
        } else {
            "before"
        };
        let light = c.light.and_then(|l| doc.text.lemma(l as usize)).and_then(|l| l.light);
        Self {
            doc,
            c,
            sense,
            scene,
            filler,
            q,
            who,
            t: Symbol::new(&sense.kind),
            class: Symbol::new(c.class),
            voice: Symbol::new(if c.passive { "pass" } else { "act" }),
            lemma: Symbol::new(&data.lemmas[c.lemma as usize].form),
            light: light.map(|entry| Symbol::new(&data.lights[entry as usize].role)),
            slot: Symbol::new(&filler.slot),
            frame: Symbol::new(&filler.frame),
            kind: Symbol::new(kind_name(doc, p)),
            sector: Symbol::new(&who.sector),
            side: Symbol::new(side),
        }
    }
}

/// Features of a phrase as a party of a trigger.
pub fn features(doc: &Doc<'_>, c: &Candidate, sense: &Sense, scene: &Scene<'_>, filler: &Filler, f: &mut impl Sink) {
    let v = View::new(doc, c, sense, scene, filler);
    slot_features(&v, f);
    kind_features(&v, f);
    steps(&v, f);
    form_features(&v, f);
    groups(&v, f);
    clause_features(&v, f);
    past_features(&v, f);
    rival_features(&v, f);
    let before = Symbol::new(word_before(doc, v.q.start));
    feature!(f, "before=", before, v.side);
    feature!(f, "before=", before, v.t);
    feature!(f, "before=", before, v.slot);
}

/// What the construction says, with the entry of the trigger.
fn slot_features(v: &View<'_, '_>, f: &mut impl Sink) {
    let View { t, class, voice, lemma, light, slot, frame, .. } = *v;
    let top = matches!(v.doc.zone(v.c.start), Zone::Headline | Zone::Lead);
    let own = own_cluster(v.doc, v.c);
    let word = look!("", lemma, own.middle(), own.fine(), light.is_some(), light.unwrap_or(Symbol::new("")));
    f.group(look!("slot", word, slot, frame, class, voice, t, top), |f| {
        feature!(f, "slot=", slot);
        feature!(f, "slot=", slot, class, voice);
        feature!(f, "slot=", slot, t);
        feature!(f, "slot=", slot, "lemma=", lemma);
        feature!(f, "frame=", frame, slot);
        feature!(f, "frame=", frame, voice, class);
        if let Some(role) = light {
            feature!(f, "light=", role, slot);
        }
        feature!(f, "zone=", if top { "top" } else { "body" }, slot);
        feature!(f, "ownm=", own.middle(), slot);
        feature!(f, "ownf=", own.fine(), slot, class);
    });
}

/// What the phrase is, with what the construction says.
fn kind_features(v: &View<'_, '_>, f: &mut impl Sink) {
    let View { t, class, slot, frame, kind, sector, side, .. } = *v;
    let country = Symbol::new(&v.who.country);
    let stateless = v.who.country.is_empty();
    let who_is = if v.who.sector.is_empty() { kind } else { sector };
    f.group(look!("kind", slot, frame, class, kind), |f| {
        feature!(f, "slot=", slot, "kind=", kind);
        feature!(f, "frame=", frame, "kind=", kind);
        feature!(f, "kind=", kind, class, slot);
    });
    f.group(look!("sector", kind, sector, side, t, stateless), |f| {
        feature!(f, "kind=", kind, t);
        feature!(f, "kind=", kind, side);
        feature!(f, "sector=", sector, t);
        feature!(f, "sector=", sector, side);
        feature!(f, "country=", if stateless { "n" } else { "y" }, side);
    });
    f.group(look!("who", who_is, slot, frame, side, class, t), |f| {
        feature!(f, "who=", who_is, slot, t);
        feature!(f, "who=", who_is, slot, class);
        feature!(f, "who=", who_is, frame, side);
    });
    feature!(f, "code=", country, sector, t);
}

/// How the phrase is built and marked.
fn form_features(v: &View<'_, '_>, f: &mut impl Sink) {
    let (doc, c, q) = (v.doc, v.c, v.q);
    let View { t, slot, side, .. } = *v;
    let agree = if verb_trigger(c) { agreement(doc, c.start, v.filler.phrase as usize) } else { "-" };
    let quoted = doc.text.units[q.start as usize].quote == doc.text.units[c.start as usize].quote;
    let (article, event) = (doc.text.article(q.start as usize), doc.text.tags(q.head as usize) & tag::EVENT != 0);
    let marks = doc.phrase_marks.get(v.filler.phrase as usize).copied().unwrap_or_default();
    let joined = v.filler.joined;
    let form = look!("", q.shape.name(), agree, joined, quoted, article, event, u32::from(marks));
    f.group(look!("form", form, slot, side, t), |f| {
        feature!(f, "shape=", q.shape.name(), slot);
        feature!(f, "agree=", agree, slot);
        if joined {
            feature!(f, "joined", slot);
        }
        feature!(f, "quote=", if quoted { "same" } else { "other" }, side);
        if event {
            feature!(f, "event-head", slot);
        }
        if marks & marks::SOURCE != 0 {
            feature!(f, "source", side);
            feature!(f, "source", t);
            feature!(f, "source", slot);
        }
        if marks & marks::FIGURE != 0 {
            feature!(f, "figure", t, side);
        }
        feature!(f, "definite=", if article { "y" } else { "n" }, slot);
    });
}

/// The groups of the head of the phrase and of the trigger, so that what was learned of one pair of words serves its like.
fn groups(v: &View<'_, '_>, f: &mut impl Sink) {
    let View { t, lemma, slot, frame, kind, side, .. } = *v;
    let head = v.doc.clusters[v.q.head as usize];
    let own = own_cluster(v.doc, v.c);
    let word = Symbol::new(v.doc.text.lemma(v.q.head as usize).map_or("", |l| &*l.form));
    let (coarse, middle) = (Symbol::new(head.coarse()), Symbol::new(head.middle()));
    let (own_coarse, own_middle) = (Symbol::new(own.coarse()), Symbol::new(own.middle()));
    feature!(f, "head=", word, t);
    feature!(f, "headc=", coarse, slot);
    feature!(f, "headm=", middle, slot);
    feature!(f, "headm=", middle, t, side);
    feature!(f, "headf=", head.fine(), frame);
    feature!(f, "headc=", coarse, frame, side);
    feature!(f, "ownm=", own_middle, slot, kind);
    feature!(f, "ownm=", own_middle, "headc=", coarse, side);
    feature!(f, "ownc=", own_coarse, "headm=", middle, slot);
    feature!(f, "lemma=", lemma, slot, kind);
}

/// How far a phrase stands from a trigger: in words, phrases, clauses and verbs.
fn steps(v: &View<'_, '_>, f: &mut impl Sink) {
    let (doc, c, q) = (v.doc, v.c, v.q);
    let View { class, slot, side, .. } = *v;
    let distance = bucket(if q.start >= c.end { q.start - c.end } else { c.start.saturating_sub(q.end) });
    let clauses = bucket(doc.clause[q.start as usize].abs_diff(doc.clause[c.start as usize]));
    let before = v.filler.back == 0 && q.start < c.end;
    let between = if before { q.end..c.start } else { c.end.min(q.start)..c.start.max(q.start) };
    let verbs = bucket(doc.verbs_in(between));
    let rank = bucket(v.filler.rank);
    f.group(look!("distance", distance, side, slot), |f| {
        feature!(f, "dist=", distance, side);
        feature!(f, "dist=", distance, slot);
    });
    f.group(look!("rank", rank, side, slot, class), |f| {
        feature!(f, "rank=", rank, side, class);
        feature!(f, "rank=", rank, slot);
    });
    f.group(look!("steps", clauses, verbs, side, slot, class), |f| {
        feature!(f, "clauses=", clauses, side);
        feature!(f, "clauses=", clauses, slot, class);
        feature!(f, "verbs=", verbs, side);
        feature!(f, "verbs=", verbs, slot);
    });
}

fn verb_trigger(c: &Candidate) -> bool {
    matches!(c.class, "past" | "pres")
}

/// What the phrase is in the clause of the trigger or of its neighbours.
fn clause_features(v: &View<'_, '_>, f: &mut impl Sink) {
    let (doc, scene, filler) = (v.doc, v.scene, v.filler);
    let View { t, class, voice, slot, kind, .. } = *v;
    let (spot, way) = scene.place(doc, filler.phrase);
    let shape = v.q.shape.name();
    let light = v.light.unwrap_or(Symbol::new(""));
    let (clause, own) = match spot.split('.').next() {
        Some("own") => (scene.own, frame(v.sense, if spot.ends_with("subj") { "subj" } else { "obj" })),
        Some("gov") => (scene.governor, "".into()),
        Some("next") => (scene.next, "".into()),
        _ => (scene.previous, "".into()),
    };
    let (place, pronoun) = (Symbol::new(spot), Symbol::new(scene.pronoun));
    let spotted = look!("", place, way, shape, class, voice, pronoun, &*own);
    f.group(look!("in", spotted, t, light), |f| {
        feature!(f, "in=", place, way, shape);
        feature!(f, "in=", place, way, class, voice);
        feature!(f, "in=", place, t);
        feature!(f, "in=", place, light, class);
        feature!(f, "in=", place, "pron=", pronoun, way);
        if spot.starts_with("own") {
            feature!(f, "in=", place, "frame=", &own, voice);
        }
    });
    f.group(look!("spot", place, kind, slot), |f| {
        feature!(f, "in=", place, kind);
        feature!(f, "in=", place, slot);
    });
    if !scene.pronoun.is_empty() {
        let head = doc.text.units[v.q.head as usize].reading;
        let form = head.map_or_else(|| "?".to_owned(), |r| format!("{:?}{:?}", r.feats.gender(), r.feats.number()));
        feature!(f, "pron=", pronoun, &form, if filler.back > 0 { "back" } else { "here" }, class);
        feature!(f, "pron=", pronoun, &form, kind);
    }
    feature!(f, "in=", place, "lemma=", v.lemma);
    if let Some(verb) = clause.filter(|_| !spot.is_empty()).map(|x| x.verb as usize) {
        let form = doc.text.lemma(verb).map_or("", |l| &*l.form);
        feature!(f, "in=", place, "of=", form);
        let object = if doc.text.pronoun(verb).is_empty() { "" } else { "him" };
        feature!(f, "in=", place, object, shape);
    }
}

/// What else in the sentence lays claim to the phrase, and what it is beside its words.
fn rival_features(v: &View<'_, '_>, f: &mut impl Sink) {
    let (doc, q, scene) = (v.doc, v.q, v.scene);
    let View { t, class, slot, kind, sector, .. } = *v;
    if v.filler.back > 0 {
        let often = v.who.actor.map_or(0, |a| doc.who.iter().filter(|w| w.actor == Some(a)).count()) as u32;
        feature!(f, "often=", bucket(often));
        return;
    }
    claims(v, f);
    let timed = doc.timed[q.head as usize];
    let placed = doc.places.get(doc.place_at[q.head as usize] as usize);
    let place = placed.map_or("-", |x| if x.actor { "actor" } else { "place" });
    let prep = Symbol::new(&q.prep);
    let numbered = part_of_number(doc, v.filler.phrase);
    f.group(look!("beside", timed, place, scene.people, numbered, kind, slot), |f| {
        if timed {
            feature!(f, "timed");
        }
        feature!(f, "place=", place, slot, if scene.people { "people" } else { "" });
        feature!(f, "people=", if scene.people { "y" } else { "n" }, kind);
        if numbered {
            feature!(f, "of-number", kind);
        }
    });
    f.group(look!("prep", prep, place, t, class, kind), |f| {
        feature!(f, "place=", place, prep, t);
        feature!(f, "prep=", prep, t, class);
        feature!(f, "prep=", prep, kind);
    });
    feature!(f, "prep=", prep, sector, t);
}

/// Other triggers between the two or nearer to the phrase, and the word before it if that may have it as a party.
fn claims(v: &View<'_, '_>, f: &mut impl Sink) {
    let (doc, c, q) = (v.doc, v.c, v.q);
    let View { t, slot, kind, .. } = *v;
    let after = q.start >= c.end;
    let (a, b) = if after { (c.end, q.start) } else { (q.end.min(c.start), c.start) };
    let rivals = &v.scene.rivals;
    let between = bucket(rivals.iter().filter(|r| r.start >= a && r.start < b).count() as u32);
    let near = rivals.iter().filter(|r| r.end <= q.start).min_by_key(|r| q.start - r.end);
    if let Some(closer) = near.filter(|r| q.start - r.end < if after { q.start - c.end } else { u32::MAX }) {
        let gap = bucket(q.start - closer.end);
        feature!(f, "claimed=", closer.class, gap, slot);
        feature!(f, "claimed=", closer.class, gap, t);
    }
    let events = bucket(doc.events_in(a..b));
    let (claim, word) = claim(doc, q.start);
    let next = word_after(doc, q.end);
    f.group(look!("rivals", between, events, slot), |f| {
        feature!(f, "rivals=", between, slot);
        feature!(f, "events=", events, slot);
    });
    f.group(look!("claim", claim, word, kind, slot), |f| {
        feature!(f, "claim=", claim, word, kind);
        feature!(f, "claim=", claim, word, slot);
    });
    feature!(f, "rivals=", between, kind);
    feature!(f, "claim=", claim, word, t, if after { "after" } else { "before" });
    feature!(f, "next=", next, slot);
}

/// The tag of the word behind a unit, or its form where it is a relative, preposition or verb.
fn word_after<'d>(doc: &'d Doc<'_>, unit: u32) -> &'d str {
    match doc.text.units.get(unit as usize) {
        Some(u) if u.tag == Tag::Prep => doc.text.key(unit as usize),
        Some(u) => u.tag.name(),
        None => "#",
    }
}

/// Whether the phrase is what a figure before it counts ("three of the soldiers").
fn part_of_number(doc: &Doc<'_>, phrase: u32) -> bool {
    let q = &doc.phrases[phrase as usize];
    let before = &doc.phrases[..phrase as usize];
    &*q.prep == "from" && before.last().is_some_and(|p| p.end + 2 >= q.start && doc.text.units[p.end as usize - 1].tag == Tag::Number)
}

/// What the party was in the mentions before, and how often the report names it.
fn past_features(v: &View<'_, '_>, f: &mut impl Sink) {
    let (doc, c, sense, scene, filler) = (v.doc, v.c, v.sense, v.scene, v.filler);
    let View { t, class, slot, .. } = *v;
    let side = match filler.back {
        0 => "here",
        n if n <= BACK => "back",
        _ => "past",
    };
    let definite = if doc.text.article(c.start as usize) { "def" } else { c.class };
    let (mut acted, mut suffered) = (0u32, 0u32);
    let kind = |m: &crate::code::Coded| doc.text.pack.data.senses[m.sense as usize].kind == sense.kind;
    if let Some(m) = scene.past.iter().find(|m| kind(m)) {
        let named = |list: &[(u32, f32)]| list.iter().any(|(p, _)| same_party(doc, *p, filler.phrase));
        let was = match (named(&m.actors), named(&m.recipients)) {
            (true, _) => "actor",
            (_, true) => "recipient",
            _ if m.actors.is_empty() => "nobody",
            _ => "other",
        };
        f.group(look!("last", was, side, definite, t, slot), |f| {
            feature!(f, "last=", was, side, definite);
            feature!(f, "last=", was, side, t);
            feature!(f, "last=", was, slot);
        });
    }
    for (n, m) in scene.past.iter().enumerate() {
        let in_list = |list: &[(u32, f32)]| list.iter().any(|(p, _)| same_party(doc, *p, filler.phrase));
        let (actor, recipient) = (in_list(&m.actors), in_list(&m.recipients));
        acted += u32::from(actor);
        suffered += u32::from(recipient);
        if n < 2 && (actor || recipient) {
            let was = if actor { "actor" } else { "recipient" };
            let same = doc.text.pack.data.senses[m.sense as usize].kind == sense.kind;
            let twin = if m.trigger.lemma == c.lemma {
                "word"
            } else if same {
                "kind"
            } else {
                "other"
            };
            let near = doc.text.units[m.trigger.start as usize].sentence.abs_diff(doc.text.units[c.start as usize].sentence);
            let n = bucket(n as u32);
            let near = bucket(near.min(3));
            let joined = doc.text.clitic_conj(c.start as usize);
            let (a, b) = (look!("", was, n, twin, side), look!("", definite, near, slot, joined));
            f.group(look!("was", a, b, class), |f| {
                feature!(f, "was=", was, n, twin, side);
                feature!(f, "was=", was, n, twin, definite);
                feature!(f, "was=", was, n, near, side);
                feature!(f, "was=", was, n, slot);
                if joined {
                    feature!(f, "was=", was, n, "joined", class, near);
                }
            });
        }
    }
    f.group(look!("acted", bucket(acted), bucket(suffered), side, t), |f| {
        feature!(f, "acted=", bucket(acted), bucket(suffered), side);
        feature!(f, "acted=", bucket(acted), bucket(suffered), t);
    });
}
