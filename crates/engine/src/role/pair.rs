//! Features of two parties: a recipient beside an actor, one more party of a role beside the first.

use super::{Filler, claim, word_before};
use crate::doc::{Doc, kind_name};
use crate::feature;
use crate::look;
use crate::model::{Sink, Symbol};
use crate::scene::{Scene, same_party};
use crate::tag::Tag;
use crate::trigger::{Candidate, bucket};
use marsad_pack::data::Sense;

/// Features of a phrase as recipient (nobody: `None`) beside the one taken as actor.
pub fn pair_features(doc: &Doc<'_>, c: &Candidate, sense: &Sense, actor: Option<&Filler>, filler: Option<&Filler>, f: &mut impl Sink) {
    let slot = Symbol::new(filler.map_or("none", |x| &*x.slot));
    let (t, class) = (Symbol::new(&sense.kind), Symbol::new(c.class));
    let Some(a) = actor else {
        f.group(look!("nobody", slot, class, t), |f| {
            feature!(f, "pair", "no", slot, class);
            feature!(f, "pair", "no", t, slot);
        });
        return;
    };
    let first = Symbol::new(&a.slot);
    f.group(look!("slots", first, slot, t, filler.is_some()), |f| {
        feature!(f, "pair", first, slot);
        feature!(f, "pair", first, t, if filler.is_some() { "" } else { "none" });
    });
    let Some(x) = filler else { return };
    let (p, q) = (&doc.who[a.phrase as usize], &doc.who[x.phrase as usize]);
    let country = match (p.country.is_empty() || q.country.is_empty(), p.country == q.country) {
        (true, _) => "?",
        (_, true) => "same",
        _ => "other",
    };
    let (s, r) = (&doc.phrases[a.phrase as usize], &doc.phrases[x.phrase as usize]);
    let order = if s.start < r.end && r.start < s.end {
        "inside"
    } else if s.start < r.start {
        "after"
    } else {
        "before"
    };
    f.group(look!("countries", country, t, &*p.sector, &*q.sector), |f| {
        feature!(f, "pair", "country=", country, t);
        feature!(f, "pair", "country=", country, &p.sector, &q.sector);
    });
    f.group(look!("order", order, class, first, slot), |f| {
        feature!(f, "pair", order, class);
        feature!(f, "pair", order, first, slot);
    });
    if same_party(doc, a.phrase, x.phrase) {
        feature!(f, "pair", "self");
    }
    if x.joined && s.end + 1 >= r.start {
        feature!(f, "pair", "joined");
    }
}

/// Whether a phrase may be one more party beside the first of a role: in the same sentence as it, and no part of it.
#[must_use]
pub fn may_join(doc: &Doc<'_>, first: &Filler, other: &Filler) -> bool {
    let (p, q) = (&doc.phrases[first.phrase as usize], &doc.phrases[other.phrase as usize]);
    let apart = q.start >= p.end || p.start >= q.end;
    let same = doc.text.units[p.start as usize].sentence == doc.text.units[q.start as usize].sentence;
    apart && (same && other.back == first.back || other.slot == first.slot && &*first.slot == "past" && other.rank == first.rank)
}

/// Features of one more party of a role beside the first.
#[allow(clippy::too_many_arguments)]
pub fn more_features(
    doc: &Doc<'_>,
    c: &Candidate,
    sense: &Sense,
    scene: &Scene<'_>,
    role: &str,
    first: &Filler,
    other: &Filler,
    f: &mut impl Sink,
) {
    let t = &*sense.kind;
    let (place, _) = scene.place(doc, other.phrase);
    f.group(look!("in", place, t, role, scene.pronoun, &*first.slot), |f| {
        feature!(f, "in=", place, t, role);
        feature!(f, "in=", place, "pron=", scene.pronoun, t, role);
        feature!(f, "in=", place, &first.slot, role);
    });
    let (claim, word) = claim(doc, doc.phrases[other.phrase as usize].start);
    let before = word_before(doc, doc.phrases[other.phrase as usize].start);
    feature!(f, "claim=", claim, word, role);
    feature!(f, "before=", before, role);
    feature!(f, "before=", before, t);
    let (p, q) = (&doc.phrases[first.phrase as usize], &doc.phrases[other.phrase as usize]);
    let order = if q.start >= p.end { "after" } else { "before" };
    let (a, b) = if q.start >= p.end { (p, q) } else { (q, p) };
    let gap = b.start.saturating_sub(a.end);
    let chain = || (a.end..b.start).all(|u| !matches!(doc.text.units[u as usize].tag, Tag::Verb | Tag::Prep | Tag::Comp | Tag::Relative));
    let joined = if b.joined && gap == 0 {
        "next"
    } else if b.joined && chain() {
        "chain"
    } else if b.joined {
        "far"
    } else {
        "no"
    };
    f.group(look!("joined", role, joined, order, t, bucket(gap), c.class, q.shape.name(), p.shape.name()), |f| {
        feature!(f, "bias", role);
        feature!(f, "joined=", joined, role, order);
        feature!(f, "joined=", joined, t, role);
        feature!(f, "joined=", joined, q.shape.name(), p.shape.name());
        feature!(f, "gap=", bucket(gap), joined);
        feature!(f, "class=", c.class, order, role);
    });
    f.group(look!("slots", &*first.slot, &*other.slot, role, t, &*other.frame), |f| {
        feature!(f, "slots=", &first.slot, &other.slot, role);
        feature!(f, "slot=", &other.slot, t, role);
        feature!(f, "frame=", &other.frame, role);
        feature!(f, "frame=", &other.frame, t);
    });
    let (ka, kb) = (kind_name(doc, first.phrase as usize), kind_name(doc, other.phrase as usize));
    let sector = &*doc.who[other.phrase as usize].sector;
    let twin = same_party(doc, first.phrase, other.phrase);
    f.group(look!("kinds", ka == kb, kb, joined, sector, t, role, &*p.prep, &*q.prep, twin), |f| {
        feature!(f, "kinds=", if ka == kb { "same" } else { "other" }, joined);
        feature!(f, "kind=", kb, joined);
        feature!(f, "sector=", sector, t, role);
        feature!(f, "prep=", &p.prep, &q.prep, t);
        if twin {
            feature!(f, "self");
        }
    });
}
