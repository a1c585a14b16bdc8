//! What hangs on a trigger besides its parties: source chain, place, counts (dates: `when`). One linear model each.

use crate::doc::{Doc, starting_in};
use crate::model::Sink;
use crate::place::PlacePhrase;
use crate::quantity::Written;
use crate::tag::Tag;
use crate::text::Zone;
use crate::trigger::{Candidate, bucket};
use marsad_pack::data::{Sense, tag};

pub use crate::source::feature::{SourceView, source_features, sources_for};

/// Where a stretch stands, seen from a trigger.
pub(crate) struct Seen {
    pub(crate) side: &'static str,
    pub(crate) distance: u32,
    pub(crate) clauses: u32,
    pub(crate) between: u32,
    pub(crate) back: u32,
}

pub(crate) fn seen(doc: &Doc<'_>, c: &Candidate, start: u32, end: u32, rivals: impl Iterator<Item = u32>) -> Seen {
    let back = doc.text.units[c.start as usize].sentence.saturating_sub(doc.text.units[start as usize].sentence);
    let after = start >= c.end;
    let covers = start <= c.start && end > c.start;
    let (a, b) = if after { (c.end, start) } else { (end.min(c.start), c.start) };
    Seen {
        side: if back > 0 {
            "back"
        } else if covers {
            "over"
        } else if after {
            "after"
        } else {
            "before"
        },
        distance: b.saturating_sub(a),
        clauses: doc.clause[start as usize].abs_diff(doc.clause[c.start as usize]),
        between: rivals.filter(|r| (a..b).contains(r)).count() as u32,
        back,
    }
}

/// Triggers of the same report between a trigger and something else: they compete for it.
pub(crate) fn rivals<'t>(triggers: &'t [Candidate], c: &'t Candidate) -> impl Iterator<Item = u32> + 't {
    triggers.iter().filter(move |t| t.start != c.start).map(|t| t.start)
}

pub(crate) fn common(doc: &Doc<'_>, c: &Candidate, t: &str, s: &Seen, f: &mut impl Sink) {
    f.add(&["side=", s.side]);
    f.add(&["side=", s.side, "|", t]);
    f.add(&["side=", s.side, "|", c.class]);
    f.add(&["dist=", bucket(s.distance), "|", s.side]);
    f.add(&["clauses=", bucket(s.clauses), "|", s.side]);
    f.add(&["between=", bucket(s.between), "|", s.side]);
    f.add(&["between=", bucket(s.between), "|clauses=", bucket(s.clauses), "|", s.side]);
    f.add(&["back=", bucket(s.back)]);
    let zone = match doc.zone(c.start) {
        Zone::Headline => "head",
        Zone::Lead => "lead",
        _ => "body",
    };
    f.add(&["zone=", zone, "|", s.side]);
}

/// Places that a trigger may have: indexes into `Doc::places`. Those of its sentence.
#[must_use]
pub fn places_for(doc: &Doc<'_>, c: &Candidate) -> Vec<usize> {
    doc.places_beside(c.start).filter(|p| doc.zone(doc.places[*p].start) != Zone::Furniture).collect()
}

/// From the small to the large.
const PRECISIONS: &[&str] = &["site", "town", "district", "province", "region", "country"];

/// Features of a place phrase as the place of a trigger.
pub fn place_features(doc: &Doc<'_>, c: &Candidate, sense: &Sense, place: usize, triggers: &[Candidate], f: &mut impl Sink) {
    let p = &doc.places[place];
    let t = &*sense.kind;
    let s = seen(doc, c, p.start, p.end, rivals(triggers, c));
    common(doc, c, t, &s, f);
    let others = doc.places[doc.places_beside(c.start)].iter();
    let n = others.clone().count() as u32;
    let rank = others
        .filter(|o| if p.start >= c.start { o.start >= c.start && o.start < p.start } else { o.start < c.start && o.start > p.start })
        .count() as u32;
    let precision = p.point.as_ref().map_or("none", |r| &*r.precision);
    let prep = &*p.prep;
    f.add(&["prep=", prep]);
    f.add(&["prep=", prep, "|", t]);
    f.add(&["prep=", prep, "|", s.side]);
    f.add(&["prep=", prep, "|", c.class, "|dist=", bucket(s.distance), "|", s.side]);
    f.add(&["precision=", precision]);
    f.add(&["precision=", precision, "|", t]);
    f.add(&["precision=", precision, "|prep=", prep, "|", s.side]);
    f.add(&["kind=", if p.placekind { "y" } else { "n" }, "|prep=", prep, "|", s.side]);
    f.add(&["rank=", bucket(rank), "|", s.side]);
    f.add(&["rank=", bucket(rank), "|prep=", prep]);
    f.add(&["n=", bucket(n), "|", s.side]);
    f.add(&["actor=", if p.actor { "y" } else { "n" }]);
    let lemma = &doc.text.pack.data.lemmas[c.lemma as usize];
    f.add(&["lemma=", &lemma.form, "|prep=", prep, "|", s.side]);
    let quoted = doc.text.units[p.start as usize].quote == doc.text.units[c.start as usize].quote;
    f.add(&["quote=", if quoted { "same" } else { "other" }, "|", s.side]);
    let direct = s.distance == 0 && s.side == "after";
    f.add(&["direct=", if direct { "y" } else { "n" }, "|", t, "|", c.class, "|prep=", prep]);
    f.add(&["long=", bucket(p.end - p.start), "|", s.side]);
    let clauses = bucket(s.clauses);
    f.add(&["prep=", prep, "|between=", bucket(s.between), "|", s.side]);
    f.add(&["prep=", prep, "|between=", bucket(s.between), "|clauses=", clauses, "|", s.side]);
    f.add(&["precision=", precision, "|between=", bucket(s.between), "|", s.side]);
    f.add(&["rank=", bucket(rank), "|between=", bucket(s.between), "|", s.side]);
    f.add(&["alone=", if n == 1 { "y" } else { "n" }, "|", t, "|prep=", prep]);
    place_neighbours(doc, c, t, place, &s, f);
    place_owner(doc, c, t, place, (triggers, &s), f);
    place_choice(doc, c, t, place, &s, f);
}

/// The trigger that a place phrase follows most nearly in its sentence: what it says holds of others too only where
/// they go with that one.
fn place_owner(doc: &Doc<'_>, c: &Candidate, t: &str, place: usize, (triggers, s): (&[Candidate], &Seen), f: &mut impl Sink) {
    let p = &doc.places[place];
    let first = doc.sentence(p.start).start;
    let own = triggers.iter().filter(|o| o.start >= first && o.start < p.start).max_by_key(|o| (o.start, o.start == c.start));
    let prep = &*p.prep;
    let Some(own) = own else {
        f.add(&["owner=none|", prep, "|", s.side]);
        f.add(&["owner=none|", t, "|between=", bucket(s.between)]);
        return;
    };
    if own.start == c.start {
        f.add(&["owner=self"]);
        f.add(&["owner=self|prep=", prep]);
        f.add(&["owner=self|prep=", prep, "|", t]);
        f.add(&["owner=self|dist=", bucket(s.distance), "|prep=", prep]);
        return;
    }
    let kind = own.senses.first().map_or("-", |(x, _)| &*doc.text.pack.data.senses[*x as usize].kind);
    let order = if own.start < c.start { "earlier" } else { "later" };
    let clauses = bucket(doc.clause[own.start as usize].abs_diff(doc.clause[c.start as usize]));
    let gap = bucket(own.start.abs_diff(c.start));
    let same = if kind == t { "same" } else { "other" };
    let (a, b) = (own.start.min(c.start), own.start.max(c.start));
    let signs = bucket((a..b).filter(|u| doc.text.is_clause_sign(*u as usize)).count() as u32);
    f.add(&["owner=", order, "|", same, "|clauses=", clauses]);
    f.add(&["owner=", order, "|", same, "|signs=", signs]);
    f.add(&["owner=", order, "|gap=", gap, "|", same, "|prep=", prep]);
    f.add(&["owner=", order, "|", kind, ">", t]);
    f.add(&["owner=", order, "|", own.class, ">", c.class, "|clauses=", clauses]);
    let joined = doc.text.clitic_conj(b as usize);
    f.add(&["owner=", order, "|joined=", if joined { "y" } else { "n" }, "|", same, "|gap=", gap]);
}

/// How a place phrase stands against the others of its sentence.
fn place_choice(doc: &Doc<'_>, c: &Candidate, t: &str, place: usize, s: &Seen, f: &mut impl Sink) {
    let p = &doc.places[place];
    let others = || doc.places[doc.places_beside(c.start)].iter().filter(|o| o.start != p.start);
    let gap = |o: u32| if o >= c.end { o - c.end } else { c.start.saturating_sub(o) };
    let locative = |prep: &str| matches!(prep, "in" | "near" | "on" | "inside" | "by");
    let nearer = others().filter(|o| locative(&o.prep) && gap(o.start) < gap(p.start)).count() as u32;
    let after = others().any(|o| o.start >= c.end && locative(&o.prep));
    let prep = &*p.prep;
    f.add(&["nearer=", bucket(nearer), "|prep=", prep, "|", s.side]);
    f.add(&["after=", if after { "y" } else { "n" }, "|prep=", prep, "|", s.side]);
    f.add(&["after=", if after { "y" } else { "n" }, "|", t, "|", s.side]);
    let rank = |x: &PlacePhrase| x.point.as_ref().map_or(9, |r| PRECISIONS.iter().position(|q| **q == *r.precision).unwrap_or(8));
    let finer = others().filter(|o| rank(o) < rank(p)).count() as u32;
    f.add(&["finer=", bucket(finer), "|", s.side]);
    f.add(&["finer=", bucket(finer), "|prep=", prep, "|between=", bucket(s.between)]);
    let again = others().any(|o| o.point.is_some() && o.point == p.point);
    f.add(&["again=", if again { "y" } else { "n" }, "|", s.side]);
    f.add(&["say=", said_near(doc, p.start, p.end), "|prep=", prep, "|", s.side]);
}

/// What stands around a place phrase: the word that governs it, the source that it may belong to, where it stands in
/// its sentence.
fn place_neighbours(doc: &Doc<'_>, c: &Candidate, t: &str, place: usize, s: &Seen, f: &mut impl Sink) {
    let p = &doc.places[place];
    let prep = &*p.prep;
    let first = doc.sentence(p.start).start;
    // The word before the phrase and its preposition.
    let mut u = p.start;
    while u > first && (doc.text.is_quote_sign(u as usize - 1) || doc.text.has_class(u as usize - 1, doc.classes.prep)) {
        u -= 1;
    }
    let (word, tag) = if u == first { ("#", "#") } else { before(doc, u) };
    let own = u > c.start && u <= c.end;
    f.add(&["-1=", word]);
    f.add(&["-1=", word, "|prep=", prep, "|", s.side]);
    f.add(&["-1tag=", tag, "|prep=", prep, "|", s.side]);
    f.add(&["governed=", if own { "y" } else { "n" }, "|prep=", prep, "|", t]);
    let bits = if u == first { 0 } else { doc.text.tags(u as usize - 1) };
    let rough = if bits & tag::EVENT != 0 {
        "event"
    } else if bits & (tag::PERSON | tag::TITLE) != 0 {
        "person"
    } else if bits & (tag::GROUP | tag::ORGAN) != 0 {
        "group"
    } else if bits & tag::WEAPON != 0 {
        "weapon"
    } else {
        "other"
    };
    f.add(&["-1rough=", rough, "|prep=", prep, "|between=", bucket(s.between), "|", s.side]);
    let sentence = doc.text.units[p.start as usize].sentence;
    let opens = p.start <= first + 2;
    f.add(&["opens=", if opens { "y" } else { "n" }, "|prep=", prep, "|", s.side]);
    let told = starting_in(&doc.sources, |x| x.sentence, sentence, sentence + 1);
    let source = doc.sources[told].iter().any(|x| {
        let q = &doc.phrases[x.phrase as usize];
        q.start <= p.start && p.end <= q.end + 6 && p.start < q.end + 2
    });
    f.add(&["source=", if source { "y" } else { "n" }, "|", s.side]);
    // Another place between them is nearer to the trigger's words.
    let (a, b) = if s.side == "after" { (c.end, p.start) } else { (p.end, c.start) };
    let signs = (a..b.max(a)).filter(|u| doc.text.is_clause_sign(*u as usize)).count() as u32;
    let verbs = (a..b.max(a)).filter(|u| doc.text.units[*u as usize].tag == Tag::Verb).count() as u32;
    f.add(&["signs=", bucket(signs), "|verbs=", bucket(verbs), "|", s.side]);
    f.add(&["verbs=", bucket(verbs), "|between=", bucket(s.between), "|", s.side, "|prep=", prep]);
    f.add(&[
        "head=",
        if p.placekind { "kind" } else { "name" },
        "|precision=",
        p.point.as_ref().map_or("none", |r| &*r.precision),
        "|prep=",
        prep,
    ]);
}

fn before<'d>(doc: &'d Doc<'_>, unit: u32) -> (&'d str, &'static str) {
    if unit == 0 {
        return ("#", "#");
    }
    let u = unit as usize - 1;
    (doc.text.lemma(u).map_or_else(|| doc.text.key(u), |l| &l.form), doc.text.units[u].tag.name())
}

/// Whether a reporting verb stands right beside a stretch: then it dates the saying.
pub(crate) fn said_near(doc: &Doc<'_>, start: u32, end: u32) -> &'static str {
    let sentence = doc.text.units[start as usize].sentence;
    let say = |u: u32| {
        let i = u as usize;
        i < doc.text.units.len()
            && doc.text.units[i].sentence == sentence
            && doc.text.tags(i) & tag::SAY != 0
            && doc.text.units[i].tag == Tag::Verb
    };
    if (start.saturating_sub(4)..start).any(say) {
        "before"
    } else if (end..end + 3).any(say) {
        "after"
    } else {
        "no"
    }
}

/// Figures that a trigger may have: indexes into `Doc::quantities`. "Several" is no figure: sheets do not code it.
#[must_use]
pub fn quantities_for(doc: &Doc<'_>, c: &Candidate) -> Vec<usize> {
    doc.quantities_beside(c.start)
        .filter(|q| !doc.quantities[*q].proposals.is_empty() && doc.quantities[*q].written != Written::Several)
        .collect()
}

/// The rough sense of a counted noun.
fn rough(doc: &Doc<'_>, noun: Option<u32>) -> &'static str {
    let tags = noun.map_or(0, |n| doc.text.tags(n as usize));
    if tags & tag::CASUALTY != 0 {
        "casualty"
    } else if tags & tag::WEAPON != 0 {
        "weapon"
    } else if tags & tag::EVENT != 0 {
        "event"
    } else if tags & tag::PERSON != 0 {
        "person"
    } else if tags & tag::GROUP != 0 {
        "group"
    } else if tags & tag::CURRENCY != 0 {
        "money"
    } else if tags & tag::PLACEKIND != 0 {
        "placekind"
    } else if noun.is_some() {
        "other"
    } else {
        "none"
    }
}

/// How a trigger stands to the word that governs a figure: itself, the cause behind it, the cause before it.
fn tie<'d>(doc: &'d Doc<'_>, c: &Candidate, start: u32, end: u32) -> (&'static str, &'d str) {
    let text = &doc.text;
    if c.start < end && start < c.end {
        return ("self", "");
    }
    let link = |u: u32| text.word_of(u as usize, doc.classes.link).map(|w| &*w.value);
    if c.start >= end {
        let first =
            (end..c.start).rev().take(3).find_map(|u| link(u).or_else(|| text.word_of(u as usize, doc.classes.prep).map(|w| &*w.value)));
        let clitic = text.clitic_prep(c.start as usize);
        let prep = if clitic.is_empty() { first.unwrap_or("") } else { clitic };
        return (if prep.is_empty() { "after" } else { "after-by" }, prep);
    }
    match (c.end..start).rev().find_map(link) {
        Some(link) => ("before-so", link),
        None => ("before", ""),
    }
}

/// Features of a figure as a count of a trigger, for one of the measures that it may have.
pub fn count_features(
    doc: &Doc<'_>,
    c: &Candidate,
    sense: &Sense,
    quantity: usize,
    proposal: usize,
    triggers: &[Candidate],
    f: &mut impl Sink,
) {
    let q = &doc.quantities[quantity];
    let p = &q.proposals[proposal];
    let (m, rule, t, how) = (p.measure, p.rule, &*sense.kind, q.written.name());
    let s = seen(doc, c, q.start, q.end, rivals(triggers, c));
    common(doc, c, t, &s, f);
    let lemma = &doc.text.pack.data.lemmas[c.lemma as usize];
    let noun_form = q.noun.and_then(|n| doc.text.lemma(n as usize)).map_or("-", |l| &*l.form);
    let rough = rough(doc, q.noun);
    let order = if proposal == 0 { "first" } else { "later" };
    let harm = matches!(m, "killed" | "injured" | "missing" | "displaced" | "captured");
    let family = if harm { "harm" } else { m };
    f.add(&["m=", m]);
    f.add(&["m=", m, "|", t]);
    f.add(&["m=", m, "|", rule]);
    f.add(&["m=", m, "|lemma=", &lemma.form]);
    f.add(&["m=", m, "|noun=", noun_form]);
    f.add(&["m=", m, "|how=", how, "|", t]);
    f.add(&["rule=", rule, "|", order]);
    f.add(&["rule=", rule, "|", order, "|", family, "|", t]);
    f.add(&["rule=", rule, "|how=", how, "|", family]);
    f.add(&["rule=", rule, "|", rough, "|", family]);
    f.add(&["how=", how, "|", s.side]);
    f.add(&["how=", how, "|", rough, "|", family, "|", t]);
    f.add(&["rough=", rough, "|", family, "|lemma=", &lemma.form]);
    f.add(&["family=", family, "|", t, "|side=", s.side]);
    f.add(&["family=", family, "|", t, "|dist=", bucket(s.distance), "|", s.side]);
    f.add(&["family=", family, "|between=", bucket(s.between), "|", s.side]);
    f.add(&["crossed=", bucket(p.crossed), "|", rule, "|how=", how]);
    if let Some(g) = p.governor {
        let far = q.start.saturating_sub(g).max(g.saturating_sub(q.end));
        f.add(&["far=", bucket(far), "|", rule, "|how=", how]);
        let word = doc.text.lemma(g as usize).map_or("-", |l| &*l.form);
        f.add(&["governor=", word, "|how=", how]);
        f.add(&["governor=", word, "|", m]);
    }
    if q.part {
        f.add(&["part"]);
        f.add(&["part|", family, "|", rule]);
    }
    count_place(doc, c, t, quantity, proposal, triggers, f);
    let (w, _) = before(doc, q.start);
    f.add(&["-1=", w, "|", family]);
    f.add(&["prep=", doc.text.clitic_prep(q.start as usize), "|", family, "|", t]);
    let verb = nearest_event(doc, q.start, q.end);
    f.add(&["near-event=", verb, "|", family]);
    if let Some(next) = doc.text.lemma(q.end.min(doc.text.units.len() as u32 - 1) as usize).filter(|_| q.noun.is_some()) {
        f.add(&["+1=", &next.form, "|", m]);
    }
    if !lemma.measure.is_empty() {
        f.add(&["own=", if *lemma.measure == *m { "same" } else { "other" }, "|", rule, "|", family]);
    }
}

/// Where the trigger stands among those that could have the figure.
fn count_place(doc: &Doc<'_>, c: &Candidate, t: &str, quantity: usize, proposal: usize, triggers: &[Candidate], f: &mut impl Sink) {
    let q = &doc.quantities[quantity];
    let p = &q.proposals[proposal];
    let harm = matches!(p.measure, "killed" | "injured" | "missing" | "displaced" | "captured");
    let family = if harm { "harm" } else { p.measure };
    let (start, end) = match p.governor {
        Some(g) if g < q.start => (g, q.end),
        Some(g) => (q.start, q.end.max(g + 1)),
        None => (q.start, q.end),
    };
    let (how, by) = tie(doc, c, start, end);
    let sentence = doc.text.units[c.start as usize].sentence;
    let here = |r: &&Candidate| doc.text.units[r.start as usize].sentence == sentence;
    let many = triggers.iter().filter(here).count() as u32;
    let gap = |r: &Candidate| if r.start >= end { r.start - end } else { start.saturating_sub(r.end) };
    let nearer = triggers.iter().filter(here).filter(|r| r.start != c.start && gap(r) < gap(c)).count() as u32;
    let rival = triggers.iter().filter(here).any(|r| r.start != c.start && r.start < end && start < r.end);
    let other_side = triggers.iter().filter(here).any(|r| r.start != c.start && (r.start >= end) != (c.start >= end));
    let order = if proposal == 0 { "first" } else { "later" };
    let group = match (t, harm) {
        ("ASSAULT", true) => "violent",
        ("ASSAULT", false) => "violent-other",
        (_, true) => "calm-harm",
        (_, false) => "calm",
    };
    let written = q.written.name();
    f.add(&["group=", group, "|", order, "|", how, "|", written]);
    f.add(&["group=", group, "|", order, "|", p.rule, "|", written]);
    f.add(&["group=", group, "|nearer=", bucket(nearer), "|", how, "|", order]);
    f.add(&["group=", group, "|dist=", bucket(gap(c)), "|", how, "|", order]);
    f.add(&["tie=", how]);
    f.add(&["tie=", how, "|", family, "|", t]);
    f.add(&["tie=", how, "|", by, "|", family]);
    f.add(&["tie=", how, "|", c.class, "|", family]);
    f.add(&["tie=", how, "|many=", bucket(many), "|", family]);
    f.add(&["tie=", how, "|nearer=", bucket(nearer), "|", family]);
    f.add(&["tie=", how, "|other=", if other_side { "y" } else { "n" }, "|nearer=", bucket(nearer), "|", family]);
    f.add(&["tie=", how, "|rival=", if rival { "y" } else { "n" }, "|", family]);
    f.add(&["tie=", how, "|dist=", bucket(gap(c)), "|", family]);
    // A toll: what it is the toll of stands between its word and the figure.
    let from = start.saturating_sub(16).max(doc.sentence(start).start);
    if let Some(cue) = (from..start).find(|u| doc.cues(*u).any(|k| k == "total")) {
        let inside = (cue..start).contains(&c.start);
        f.add(&["toll=", if inside { "of" } else { "other" }, "|", family]);
        f.add(&["toll=", if inside { "of" } else { "other" }, "|", how, "|nearer=", bucket(nearer), "|", family]);
    }
    // Figures of the same measure that stand nearer.
    let figures = doc.quantities[doc.quantities_beside(c.start)].iter().filter(|o| o.start != q.start && o.written != Written::Several);
    let same: Vec<u32> =
        figures.filter(|o| o.proposals.first().is_some_and(|x| x.measure == p.measure) && !o.part).map(|o| o.start).collect();
    let between = same.iter().filter(|o| (c.end.min(q.start)..c.start.max(q.start)).contains(*o)).count() as u32;
    f.add(&["figures=", bucket(between), "|", how, "|", family]);
    f.add(&["figures-all=", bucket(same.len() as u32), "|part=", if q.part { "y" } else { "n" }, "|", family]);
}

/// The nearest verb or event noun before a stretch in its sentence, else behind it.
fn nearest_event<'d>(doc: &'d Doc<'_>, start: u32, end: u32) -> &'d str {
    let sentence = doc.text.units[start as usize].sentence;
    let is = |u: &u32| {
        let i = *u as usize;
        doc.text.units[i].sentence == sentence && (doc.text.units[i].tag == Tag::Verb || doc.text.tags(i) & tag::EVENT != 0)
    };
    let back = (start.saturating_sub(8)..start).rev().find(is);
    let ahead = || (end..(end + 5).min(doc.text.units.len() as u32)).find(is);
    back.or_else(ahead).and_then(|u| doc.text.lemma(u as usize)).map_or("-", |l| &*l.form)
}
