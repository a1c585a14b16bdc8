//! Which time phrase dates a trigger: a choice among the phrases of its sentence, the day that may govern the list in
//! which it stands, and none.
//!
//! What counts is the word that a phrase hangs on (its head), what stands between the two (clauses, sayings, other
//! triggers, other phrases), and which phrases the mentions before took.

mod company;
mod far;
mod path;
mod route;
mod way;

use crate::attach::{Seen, common, rivals, said_near, seen};
use crate::code::Coded;
use crate::doc::Doc;
use crate::feature;
use crate::model::Sink;
use crate::tag::Tag;
use crate::text::Zone;
use crate::time::TimePhrase;
use crate::trigger::{Candidate, bucket, own_cluster};
use marsad_pack::Cluster;
use marsad_pack::data::Sense;
use route::Route;
use way::{Heads, Way, heads, way};

/// What a choice of dates looks at beside the phrases.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'t> {
    /// The triggers of the sentence, or of the report.
    pub triggers: &'t [Candidate],
    /// The mentions before this one, with their dates (index into `Doc::times`).
    pub past: &'t [Coded],
}

impl Sight<'_> {
    /// First unit of the trigger before this one, and its date, if it stands in the same sentence.
    fn last_here(&self, doc: &Doc<'_>, c: &Candidate) -> Option<(u32, Option<u32>)> {
        let last = self.past.last().map(|m| (m.trigger.start, m.time));
        last.filter(|(u, _)| sentence_of(doc, *u) == sentence_of(doc, c.start))
    }
}

/// Dates that a trigger may have: indexes into `Doc::times`. Those of its sentence, and the one of an earlier sentence
/// that may govern the list in which it stands.
#[must_use]
pub fn times_for(doc: &Doc<'_>, c: &Candidate, sight: &Sight<'_>) -> Vec<usize> {
    let own = doc.times_beside(c.start).filter(|p| doc.zone(doc.times[*p].start) != Zone::Furniture);
    own.chain(far::governing(doc, c, sight)).collect()
}

fn sentence_of(doc: &Doc<'_>, unit: u32) -> u32 {
    doc.text.units[unit as usize].sentence
}

/// The word that ties a trigger to what stands before it: its clitic preposition, else the word before it.
pub(crate) fn fore<'d>(doc: &'d Doc<'_>, c: &Candidate) -> &'d str {
    let clitic = doc.text.clitic_prep(c.start as usize);
    if !clitic.is_empty() {
        return clitic;
    }
    let first = doc.sentence(c.start).start;
    let mut u = c.start;
    while u > first && doc.text.is_quote_sign(u as usize - 1) {
        u -= 1;
    }
    if u == first {
        return "#";
    }
    let i = u as usize - 1;
    if matches!(doc.text.units[i].tag, Tag::Name | Tag::Unknown | Tag::Number) {
        return doc.text.units[i].tag.name();
    }
    doc.text.lemma(i).map_or_else(|| doc.text.key(i), |l| &l.form)
}

fn yes(b: bool) -> &'static str {
    if b { "y" } else { "n" }
}

fn few(n: u32) -> &'static str {
    ["0", "1", "2"][n.min(2) as usize]
}

/// A sense of time against publication.
fn relation(doc: &Doc<'_>, p: &TimePhrase) -> &'static str {
    match (doc.day, p.first, p.last) {
        (_, None, None) => "none",
        (None, _, _) => "unknown",
        (Some(d), Some(a), _) if a > d => "future",
        (Some(d), Some(a), Some(b)) if a == d && b == d => "today",
        (Some(d), _, Some(b)) if b == d => "until",
        (_, Some(a), Some(b)) if a == b => "day",
        _ => "range",
    }
}

/// A time phrase of the trigger's sentence, seen from the trigger.
struct View<'v, 'd> {
    doc: &'v Doc<'d>,
    c: &'v Candidate,
    /// Type of the trigger.
    t: &'v str,
    /// Index of the phrase, and the phrase.
    time: usize,
    p: &'v TimePhrase,
    sight: &'v Sight<'v>,
    s: Seen,
    /// Units between the two.
    stretch: (u32, u32),
    w: Way,
    h: Heads,
    route: Route,
    when: &'static str,
    comps: &'static str,
    between: &'static str,
    fore: &'v str,
    /// Entry of the trigger, and its group.
    lemma: &'v str,
    group: Cluster,
}

impl<'v, 'd> View<'v, 'd> {
    fn new(doc: &'v Doc<'d>, c: &'v Candidate, t: &'v str, time: usize, sight: &'v Sight<'v>) -> Self {
        let p = &doc.times[time];
        let s = seen(doc, c, p.start, p.end, rivals(sight.triggers, c));
        let (a, b) = if s.side == "after" { (c.end, p.start) } else { (p.end.min(c.start), c.start) };
        let w = way(doc, a, b);
        Self {
            doc,
            c,
            t,
            time,
            p,
            sight,
            stretch: (a, b),
            h: heads(doc, c, sight.triggers, p),
            route: Route::of(doc, sight, a, b),
            when: relation(doc, p),
            comps: few(w.comps),
            between: few(s.between),
            fore: fore(doc, c),
            lemma: &doc.text.pack.data.lemmas[c.lemma as usize].form,
            group: own_cluster(doc, c),
            w,
            s,
        }
    }
}

/// Features of a time phrase as the date of a trigger.
pub fn time_features(doc: &Doc<'_>, c: &Candidate, sense: &Sense, time: usize, sight: &Sight<'_>, f: &mut impl Sink) {
    let t = &*sense.kind;
    if sentence_of(doc, doc.times[time].start) != sentence_of(doc, c.start) {
        return far::features(doc, c, t, time, sight, f);
    }
    let v = View::new(doc, c, t, time, sight);
    near_features(&v, f);
    company::rank(&v, f);
    company::sequence(&v, f);
    path::features(&v, f);
    path::typed(&v, f);
    path::worded(&v, f);
    path::timed(&v, f);
    company::taken(&v, f);
    company::echo(&v, f);
}

/// Where the phrase stands, which rule read it, whether it is that of a saying.
fn near_features(v: &View<'_, '_>, f: &mut impl Sink) {
    let (doc, c, t, p, s) = (v.doc, v.c, v.t, v.p, &v.s);
    common(doc, c, t, s, f);
    feature!(f, "rule=", &p.rule);
    feature!(f, "rule=", &p.rule, s.side);
    feature!(f, "rule=", &p.rule, "dist=", bucket(s.distance), s.side);
    feature!(f, "days=", yes(p.first.is_some()), yes(p.last.is_some()), &p.rule);
    feature!(f, "when=", v.when, c.class);
    feature!(f, "when=", v.when, s.side);
    feature!(f, "when=", v.when, t);
    let say = said_near(doc, p.start, p.end);
    feature!(f, "say=", say, s.side);
    feature!(f, "say=", say, "between=", bucket(s.between), s.side);
    let quoted = doc.text.units[p.start as usize].quote == doc.text.units[c.start as usize].quote;
    feature!(f, "quote=", yes(quoted), s.side);
    feature!(f, "class=", c.class, "dist=", bucket(s.distance), s.side);
    feature!(f, "fore=", v.fore, s.side);
}

/// Features of no date at all for a trigger.
pub fn none_features(doc: &Doc<'_>, c: &Candidate, sense: &Sense, times: &[usize], sight: &Sight<'_>, f: &mut impl Sink) {
    let t = &*sense.kind;
    let text = &doc.text;
    let sentence = sentence_of(doc, c.start);
    let far = times.iter().filter(|x| sentence_of(doc, doc.times[**x].start) != sentence).count() as u32;
    let own = times.len() as u32 - far;
    if far > 0 {
        feature!(f, "none", "far", "n=", bucket(own));
    }
    let here = || sight.triggers.iter().filter(|x| sentence_of(doc, x.start) == sentence);
    let many = here().count() as u32;
    let earlier = here().filter(|x| x.start < c.start).count() as u32;
    feature!(f, "none");
    feature!(f, "none", "n=", bucket(own));
    feature!(f, "none", t);
    feature!(f, "none", c.class);
    feature!(f, "none", c.class, t);
    feature!(f, "none", "many=", bucket(many));
    feature!(f, "none", "earlier=", bucket(earlier), c.class);
    feature!(f, "none", "article=", yes(text.article(c.start as usize)), c.class);
    feature!(f, "none", "lemma=", &text.pack.data.lemmas[c.lemma as usize].form);
    let future = text.lexer.proclitics[text.pro(c.start as usize) as usize].future;
    feature!(f, "none", "fore=", fore(doc, c));
    feature!(f, "none", "future=", yes(future));
    feature!(f, "none", "quoted=", yes(text.units[c.start as usize].quote != u32::MAX));
    let zone = match doc.zone(c.start) {
        Zone::Headline => "head",
        Zone::Lead => "lead",
        _ => "body",
    };
    feature!(f, "none", "zone=", zone);
    let before = sight.last_here(doc, c);
    let last = match before {
        None => "first",
        Some((_, Some(_))) => "dated",
        Some((_, None)) => "undated",
    };
    feature!(f, "none", "last=", last);
    feature!(f, "none", "last=", last, "n=", bucket(own));
    let group = own_cluster(doc, c);
    feature!(f, "none", "ownm=", group.middle());
    feature!(f, "none", "ownc=", group.coarse(), "fore=", fore(doc, c));
    feature!(f, "none", "lemma=", &text.pack.data.lemmas[c.lemma as usize].form, c.class);
    let Some((unit, time)) = before else {
        feature!(f, "none", "first", "route=", Route::of(doc, sight, doc.sentence(c.start).start, c.start).text());
        return;
    };
    let dated = yes(time.is_some());
    feature!(f, "none", "last=", dated, "route=", Route::of(doc, sight, unit + 1, c.start).text());
    feature!(f, "none", "last=", dated, "fore=", fore(doc, c), c.class);
}
