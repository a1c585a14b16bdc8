//! Pairs of mentions: one and the same event (coreference), and links between events.

use crate::doc::Doc;
use crate::feature;
use crate::look;
use crate::model::{Sink, Symbol};
use crate::text::Zone;
use crate::trigger::{Candidate, bucket};
use marsad_pack::data::Sense;

/// A mention as far as pairs need it.
#[derive(Clone, Debug)]
pub struct Node<'d> {
    /// The trigger.
    pub trigger: &'d Candidate,
    /// Its sense.
    pub sense: &'d Sense,
    /// Mode, or empty.
    pub mode: &'d str,
    /// Status.
    pub status: &'d str,
    /// Phrases that are actors.
    pub actors: Vec<u32>,
    /// Phrases that are recipients.
    pub recipients: Vec<u32>,
    /// Index into `Doc::places`.
    pub place: Option<u32>,
    /// Index into `Doc::times`.
    pub time: Option<u32>,
    /// Figures: measure, low, high.
    pub counts: Vec<(String, Option<f64>, Option<f64>)>,
}

fn same_party(doc: &Doc<'_>, a: &[u32], b: &[u32]) -> &'static str {
    if a.is_empty() || b.is_empty() {
        return "?";
    }
    let same = |x: u32, y: u32| {
        if x == y {
            return true;
        }
        let (wx, wy) = (&doc.who[x as usize], &doc.who[y as usize]);
        if wx.actor.is_some() && wx.actor == wy.actor {
            return true;
        }
        let head = |p: u32| doc.text.units[doc.phrases[p as usize].head as usize].reading.map(|r| r.lemma);
        let code = !wx.country.is_empty() && wx.country == wy.country && wx.sector == wy.sector;
        head(x).is_some() && head(x) == head(y) || code
    };
    if a.iter().any(|x| b.iter().any(|y| same(*x, *y))) { "y" } else { "n" }
}

fn same_place(doc: &Doc<'_>, a: Option<u32>, b: Option<u32>) -> &'static str {
    let (Some(a), Some(b)) = (a, b) else { return "?" };
    if a == b {
        return "same";
    }
    let (pa, pb) = (&doc.places[a as usize].point, &doc.places[b as usize].point);
    let (Some(pa), Some(pb)) = (pa, pb) else { return "?" };
    let within = |x: u32, y: u32| crate::place::ancestors(&doc.text.pack.data, x).any(|p| p == y);
    if pa.place == pb.place {
        "equal"
    } else if within(pa.place, pb.place) || within(pb.place, pa.place) {
        "inside"
    } else {
        match (pa.point, pb.point) {
            (Some(x), Some(y)) if marsad_model::geo::distance_km(x, y) < 12.0 => "near",
            (Some(_), Some(_)) => "far",
            _ => "?",
        }
    }
}

fn same_time(doc: &Doc<'_>, a: Option<u32>, b: Option<u32>) -> &'static str {
    let (Some(a), Some(b)) = (a, b) else { return "?" };
    let (x, y) = (&doc.times[a as usize], &doc.times[b as usize]);
    match (x.first.zip(x.last), y.first.zip(y.last)) {
        (Some(p), Some(q)) if p == q => "equal",
        (Some(p), Some(q)) if p.0 <= q.1 && q.0 <= p.1 => "overlap",
        (Some(_), Some(_)) => "differ",
        _ => "?",
    }
}

fn same_counts(a: &Node<'_>, b: &Node<'_>) -> &'static str {
    let mut out = "?";
    for (m, low, high) in &a.counts {
        for (n, l, h) in &b.counts {
            if m == n {
                if low == l && high == h {
                    return "equal";
                }
                out = "differ";
            }
        }
    }
    out
}

/// Features of two mentions (`a` before `b`) as one and the same event.
pub fn coref_features(doc: &Doc<'_>, a: &Node<'_>, b: &Node<'_>, f: &mut impl Sink) {
    let (ta, tb) = (Symbol::new(&a.sense.kind), Symbol::new(&b.sense.kind));
    let twin = a.sense.kind == b.sense.kind;
    let type_pair = Symbol::new(if twin { "same" } else { "differ" });
    let mode = match (a.mode, b.mode) {
        ("", _) | (_, "") => "?",
        (x, y) if x == y => "y",
        _ => "n",
    };
    let lemma = Symbol::new(if a.trigger.lemma == b.trigger.lemma { "same" } else { "differ" });
    let definite = Symbol::new(if doc.text.article(b.trigger.start as usize) { "def" } else { "bare" });
    let (from, to) = (a.trigger.class, b.trigger.class);
    f.group(look!("words", ta, tb, mode, lemma, definite, from, to), |f| {
        feature!(f, "type=", type_pair);
        if twin {
            feature!(f, "T=", ta);
        } else {
            feature!(f, "T=", ta, tb);
        }
        feature!(f, "mode=", mode, type_pair);
        feature!(f, "lemma=", lemma, type_pair);
        feature!(f, "lemma=", lemma, definite, to);
        feature!(f, "class=", from, to, type_pair);
    });
    let place = Symbol::new(same_place(doc, a.place, b.place));
    let time = same_time(doc, a.time, b.time);
    let actor = same_party(doc, &a.actors, &b.actors);
    let recipient = same_party(doc, &a.recipients, &b.recipients);
    let crossed = same_party(doc, &a.actors, &b.recipients);
    let counts = same_counts(a, b);
    f.group(look!("told", place, time, actor, recipient, crossed, counts, ta, twin), |f| {
        feature!(f, "place=", place, type_pair);
        feature!(f, "time=", time, type_pair);
        feature!(f, "actor=", actor, type_pair);
        feature!(f, "recipient=", recipient, type_pair);
        feature!(f, "actor=", actor, "recipient=", recipient, ta);
        feature!(f, "place=", place, "actor=", actor, "recipient=", recipient, type_pair);
        feature!(f, "place=", place, "time=", time);
        feature!(f, "crossed=", crossed);
        feature!(f, "counts=", counts, type_pair);
    });
    let sa = doc.text.units[a.trigger.start as usize].sentence;
    let sb = doc.text.units[b.trigger.start as usize].sentence;
    let gap = bucket(sb - sa);
    let zone = |n: &Node<'_>| match doc.zone(n.trigger.start) {
        Zone::Headline => "head",
        Zone::Lead => "lead",
        _ => "body",
    };
    let (first, second) = (zone(a), zone(b));
    f.group(look!("stands", a.status, b.status, gap, type_pair, definite, lemma, first, second, place), |f| {
        feature!(f, "status=", a.status, b.status);
        feature!(f, "gap=", gap);
        feature!(f, "gap=", gap, type_pair, definite);
        feature!(f, "gap=", gap, "lemma=", lemma);
        feature!(f, "zone=", first, second, type_pair);
        feature!(f, "zone=", first, second, "place=", place);
    });
    if sa == sb {
        let distance = b.trigger.start.saturating_sub(a.trigger.end);
        feature!(f, "dist=", bucket(distance), type_pair);
        feature!(f, "dist=", bucket(distance), "place=", place);
    }
}

/// A phrase that ties two mentions, between or before them.
fn connective<'d>(doc: &'d Doc<'_>, a: &Node<'_>, b: &Node<'_>) -> Option<(u32, u32, &'d str, &'d str)> {
    let s = doc.sentence(b.trigger.start);
    let near = |t: &Node<'_>| t.trigger.start.saturating_sub(8).max(s.start)..t.trigger.start + 1;
    let find = |range: std::ops::Range<u32>| range.rev().find_map(|u| doc.text.word_of(u as usize, doc.classes.link).map(|w| (u, w)));
    let (first, second) = if a.trigger.start < b.trigger.start { (a, b) } else { (b, a) };
    let between = first.trigger.end.max(s.start)..second.trigger.start + 1;
    let found = find(between).or_else(|| find(near(first)));
    found.map(|(u, w)| {
        let mut start = u;
        let same = |x: u32| {
            doc.text.units[x as usize]
                .classes
                .iter()
                .any(|(_, k)| doc.text.units[u as usize].classes.iter().any(|(c, m)| k == m && Some(*c) == doc.classes.link))
        };
        while start > s.start && same(start - 1) {
            start -= 1;
        }
        let mut end = u + 1;
        while end < s.end && same(end) {
            end += 1;
        }
        (start, end, &*w.value, &*w.form)
    })
}

/// The units of the words that tie two mentions, if any do.
#[must_use]
pub fn link_words(doc: &Doc<'_>, a: &Node<'_>, b: &Node<'_>) -> Option<(u32, u32)> {
    connective(doc, a, b).map(|(s, e, _, _)| (s, e))
}

/// Features of an ordered pair as a link from `a` to `b`; the label is the kind.
pub fn link_features(doc: &Doc<'_>, a: &Node<'_>, b: &Node<'_>, nodes: &[Node<'_>], f: &mut impl Sink) {
    let (ta, tb) = (&*a.sense.kind, &*b.sense.kind);
    let order = if a.trigger.start < b.trigger.start { "fwd" } else { "rev" };
    let distance = a.trigger.start.abs_diff(b.trigger.start);
    feature!(f, "T=", ta, tb, order);
    feature!(f, "T=", ta, order);
    feature!(f, "to=", tb, order);
    feature!(f, "dist=", bucket(distance), order);
    match connective(doc, a, b) {
        Some((start, end, value, form)) => {
            let (first, second) = if order == "fwd" { (a, b) } else { (b, a) };
            let place = if start >= first.trigger.end { "between" } else { "before" };
            let tight = second.trigger.start.saturating_sub(start);
            feature!(f, "link=", value, order, place);
            feature!(f, "link=", value, order, place, "tight=", bucket(tight));
            feature!(f, "link=", value, order, place, "dist=", bucket(distance));
            feature!(f, "word=", form, order, place);
            feature!(f, "word=", form, order, "tight=", bucket(tight));
            feature!(f, "link=", value, ta, tb, order);
            scope(doc, first, second, nodes, (start, end, value), order, f);
        }
        None => feature!(f, "link=", "none", order),
    }
    let (first, second) = if order == "fwd" { (a, b) } else { (b, a) };
    let rivals = doc.text.units[first.trigger.end as usize..second.trigger.start.max(first.trigger.end) as usize]
        .iter()
        .filter(|u| u.reading.is_some_and(|r| doc.text.pack.data.lemmas[r.lemma as usize].tags & marsad_pack::data::tag::EVENT != 0))
        .count() as u32;
    feature!(f, "between=", bucket(rivals), order);
    let lemma = |n: &Node<'_>| doc.text.pack.data.lemmas[n.trigger.lemma as usize].form.clone();
    feature!(f, "from=", &lemma(a), order);
    feature!(f, "into=", &lemma(b), order);
    feature!(f, "clitic=", doc.text.clitic_prep(second.trigger.start as usize), order, second.trigger.class);
    feature!(f, "actor=", same_party(doc, &a.actors, &b.actors), order);
    feature!(f, "crossed=", same_party(doc, &a.actors, &b.recipients), order);
    neighbours(doc, first, second, nodes, (ta, tb, order), f);
}

/// Which triggers stand between a tying phrase and the two that it would tie: each has its nearest.
fn scope(
    doc: &Doc<'_>,
    first: &Node<'_>,
    second: &Node<'_>,
    nodes: &[Node<'_>],
    (start, end, value): (u32, u32, &str),
    order: &str,
    f: &mut impl Sink,
) {
    let count = |from: u32, to: u32| nodes.iter().filter(|n| (from..to).contains(&n.trigger.start)).count() as u32;
    let first_start = first.trigger.start;
    if start < first_start {
        // The phrase opens the sentence or the clause: the first trigger is under it, the second goes with the main clause.
        let (inner, outer) = (count(end, first_start), count(first.trigger.end, second.trigger.start));
        let signs = (first.trigger.end..second.trigger.start).filter(|u| doc.text.is_clause_sign(*u as usize)).count() as u32;
        feature!(f, "scope=", value, "opens", order, bucket(inner), bucket(outer));
        feature!(f, "scope=", value, "opens", order, "signs=", bucket(signs));
        return;
    }
    let (left, right) = (count(first.trigger.end, start), count(end, second.trigger.start));
    let gap = bucket(second.trigger.start.saturating_sub(end));
    let sign = start > 0 && doc.text.is_clause_sign(start as usize - 1);
    feature!(f, "scope=", value, order, bucket(left), bucket(right));
    feature!(f, "scope=", value, order, bucket(left), bucket(right), "gap=", gap);
    feature!(f, "scope=", value, order, "left=", bucket(left), "sign=", if sign { "y" } else { "n" });
    feature!(f, "scope=", value, order, bucket(left), bucket(right), first.trigger.class, ">", second.trigger.class);
}

/// The pair among its neighbours: triggers between, what leads to the second, whether that one is named as known.
fn neighbours(
    doc: &Doc<'_>,
    first: &Node<'_>,
    second: &Node<'_>,
    nodes: &[Node<'_>],
    (ta, tb, order): (&str, &str, &str),
    f: &mut impl Sink,
) {
    let (a, b) = (first.trigger.end, second.trigger.start);
    let between = bucket(nodes.iter().filter(|n| (a..b).contains(&n.trigger.start)).count() as u32);
    let clauses = bucket(doc.clause[b as usize].abs_diff(doc.clause[first.trigger.start as usize]));
    let fore = crate::when::fore(doc, second.trigger);
    let known = if doc.text.article(b as usize) { "def" } else { "bare" };
    let signs = bucket((a..b.max(a)).filter(|u| doc.text.is_clause_sign(*u as usize)).count() as u32);
    feature!(f, "nodes=", between, "clauses=", clauses, order);
    feature!(f, "nodes=", between, ta, tb, order);
    feature!(f, "nodes=", between, "signs=", signs, order);
    feature!(f, "fore=", fore, order);
    feature!(f, "fore=", fore, "nodes=", between, order);
    feature!(f, "fore=", fore, ta, order);
    feature!(f, "known=", known, ta, tb, order);
    feature!(f, "known=", known, "nodes=", between, order);
    feature!(f, "class=", first.trigger.class, ">", second.trigger.class, "nodes=", between, order);
}
