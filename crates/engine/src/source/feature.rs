//! Sources that a trigger may have, and what speaks for each of them.

use super::{Construct, SourcePhrase, impersonal};
use crate::attach::{common, rivals, seen};
use crate::doc::Doc;
use crate::feature;
use crate::model::Sink;
use crate::tag::Tag;
use crate::trigger::{Candidate, bucket};
use marsad_pack::data::{Sense, tag};

/// Sentences back in which any teller may still be the one who says what a trigger says.
const TELLERS_BACK: u32 = 2;
/// Sentences back for the last tellers of the report.
const LAST_BACK: u32 = 8;

/// What a trigger's sentence says of its sources.
pub struct SourceView {
    /// Sources that the trigger may have: indexes into `Doc::sources`.
    pub list: Vec<usize>,
    /// The nearest one before the trigger in its sentence whose words lead to what is said.
    near: Option<usize>,
    /// The nearest one behind the trigger in its sentence.
    next: Option<usize>,
    /// The last teller before the sentence.
    last: Option<usize>,
    /// The one whose reporting word is the trigger itself.
    itself: Option<usize>,
    /// Which sides of the trigger its sentence names tellers on.
    own: &'static str,
    /// The outlet goes on to tell in its own voice.
    impersonal: bool,
    /// The trigger is itself a reporting word.
    act: bool,
    /// How many different phrases tell something in the report.
    told: u32,
    /// The trigger before this one and its sources (indexes into `Doc::sources`).
    previous: Option<(u32, Vec<u32>)>,
}

/// Looks up the sources that a trigger may have, given the trigger before it (first unit) with its sources.
#[must_use]
pub fn sources_for(doc: &Doc<'_>, c: &Candidate, previous: Option<(u32, Vec<u32>)>) -> SourceView {
    let sentence = doc.text.units[c.start as usize].sentence;
    let all = &doc.sources;
    let end = all.partition_point(|s| s.sentence <= sentence);
    let begin = all.partition_point(|s| s.sentence < sentence);
    let here = begin..end;
    let itself = here.clone().find(|i| all[*i].cue == c.start);
    let near = here.clone().rev().find(|i| all[*i].cue < c.start && !matches!(all[*i].construct, Construct::Via | Construct::Relative));
    let next = here.clone().find(|i| all[*i].cue > c.start && all[*i].construct != Construct::Via);
    let before = || (0..begin).rev().take_while(|i| sentence - all[*i].sentence <= LAST_BACK);
    let last = before().find(|i| all[*i].construct != Construct::Via);
    let mut list: Vec<usize> = here.collect();
    let named = |list: &[usize], i: usize| list.iter().any(|j| all[*j].start == all[i].start);
    let mut distinct = 0;
    for i in before() {
        if named(&list, i) {
            continue;
        }
        distinct += 1;
        if sentence - all[i].sentence <= TELLERS_BACK || distinct <= 2 {
            list.push(i);
        }
    }
    SourceView {
        list,
        near,
        next,
        last,
        itself,
        own: match (near.is_some(), next.is_some()) {
            (false, false) => "none",
            (true, false) => "before",
            (false, true) => "behind",
            (true, true) => "both",
        },
        impersonal: impersonal(doc, sentence),
        act: doc.text.tags(c.start as usize) & tag::SAY != 0,
        told: doc.tellers,
        previous,
    }
}

/// How a source stands to a trigger among the other sources.
fn relation(doc: &Doc<'_>, c: &Candidate, view: &SourceView, source: usize) -> &'static str {
    let all = &doc.sources;
    let s = &all[source];
    let is = |o: Option<usize>| o.is_some_and(|o| all[o].cue == s.cue && all[o].sentence == s.sentence);
    let same = |o: Option<usize>| o.is_some_and(|o| all[o].start == s.start);
    if s.cue == c.start {
        "itself"
    } else if same(view.itself) {
        "actor"
    } else if s.sentence != doc.text.units[c.start as usize].sentence {
        if is(view.last) || same(view.last) { "last" } else { "older" }
    } else if s.cue < c.start {
        if is(view.near) {
            "near"
        } else if same(view.near) {
            "near-same"
        } else {
            "far"
        }
    } else if is(view.next) {
        "next"
    } else if same(view.near) {
        "behind-same"
    } else {
        "behind"
    }
}

/// Whether the trigger before has the same source, and where that trigger stands.
fn before_it(doc: &Doc<'_>, c: &Candidate, view: &SourceView, source: usize) -> (&'static str, &'static str) {
    let Some((unit, sources)) = &view.previous else { return ("first", "-") };
    let start = doc.sources[source].start;
    let said = if sources.is_empty() {
        "outlet"
    } else if sources.iter().any(|s| doc.sources[*s as usize].start == start) {
        "same"
    } else {
        "other"
    };
    let (a, b) = (doc.text.units[*unit as usize].sentence, doc.text.units[c.start as usize].sentence);
    let place = match b.saturating_sub(a) {
        0 => "here",
        1 => "before",
        _ => "far",
    };
    (said, place)
}

/// Joined finite verbs between the beginning of what is said and a trigger, outside quotations: each may begin a clause
/// that the outlet tells itself.
fn breaks(doc: &Doc<'_>, from: u32, to: u32) -> u32 {
    let text = &doc.text;
    (from.min(to)..to)
        .filter(|u| {
            let i = *u as usize;
            let opens = text.clitic_conj(i) || i > 0 && text.is_clause_sign(i - 1);
            opens && text.units[i].tag == Tag::Verb && text.units[i].quote == u32::MAX && text.tags(i) & tag::SAY == 0
        })
        .count() as u32
}

/// Where the trigger stands in the quotations that a source opens.
fn quoted(doc: &Doc<'_>, c: &Candidate, s: &SourcePhrase) -> &'static str {
    let own = doc.text.units[c.start as usize].quote;
    let opened = |a: u32| a > s.cue && a.saturating_sub(s.cue) < 14 || a >= s.content && a - s.content < 3;
    if own != u32::MAX {
        return if opened(doc.text.quotes[own as usize].0) { "opened" } else { "other" };
    }
    let left = doc.text.quotes.iter().any(|(a, b)| opened(*a) && *b <= c.start && *b - *a > 4);
    if left && s.cue < c.start { "left" } else { "none" }
}

/// Features of a source as one who says what a trigger says.
pub fn source_features(
    doc: &Doc<'_>,
    c: &Candidate,
    sense: &Sense,
    view: &SourceView,
    source: usize,
    triggers: &[Candidate],
    f: &mut impl Sink,
) {
    let s = &doc.sources[source];
    let p = &doc.phrases[s.phrase as usize];
    let t = &*sense.kind;
    let at = seen(doc, c, s.cue, s.cue + 1, rivals(triggers, c));
    let construct = s.construct.name();
    let rel = relation(doc, c, view, source);
    let inside = if s.sentence != doc.text.units[c.start as usize].sentence {
        "back"
    } else if s.content > s.cue && c.start >= s.content {
        "content"
    } else if c.start > s.cue {
        "gap"
    } else {
        "ahead"
    };
    let own = view.own;
    let quote = quoted(doc, c, s);
    let lines = (s.cue + 1..=c.start).filter(|u| doc.text.units[*u as usize].line_start).count() as u32;
    let act = if view.act { "act" } else { "event" };
    let voice = if view.impersonal { "outlet" } else { "-" };
    common(doc, c, t, &at, f);
    feature!(f, "rel=", rel);
    feature!(f, "rel=", rel, construct);
    feature!(f, "rel=", rel, "own=", own);
    feature!(f, "rel=", rel, "own=", own, construct);
    feature!(f, "rel=", rel, inside, construct);
    feature!(f, "rel=", rel, t);
    feature!(f, "rel=", rel, t, act, c.class);
    feature!(f, "rel=", rel, act, construct);
    feature!(f, "rel=", rel, "voice=", voice);
    feature!(f, "rel=", rel, "told=", bucket(view.told));
    feature!(f, "rel=", rel, "stance=", &s.stance);
    feature!(f, "rel=", rel, "class=", c.class);
    feature!(f, "rel=", rel, "dist=", bucket(at.distance));
    feature!(f, "rel=", rel, "quote=", quote);
    feature!(f, "rel=", rel, construct, "quote=", quote);
    let pronoun = if doc.text.pronoun(c.end as usize - 1).is_empty() { "n" } else { "y" };
    feature!(f, "rel=", rel, t, "pronoun=", pronoun);
    let (said, place) = before_it(doc, c, view, source);
    for with in [rel, construct] {
        feature!(f, "previous=", said, place, with);
    }
    feature!(f, "previous=", said, place, "own=", own, rel);
    feature!(f, "previous=", said, place, "quote=", quote, rel);
    if rel == "last" || rel == "older" {
        back_features(doc, c, view, s, rel, lines, f);
    } else {
        let outside = breaks(doc, s.content.max(s.cue + 1), c.start);
        feature!(f, "rel=", rel, "breaks=", bucket(outside), "quote=", quote);
        feature!(f, "rel=", rel, "breaks=", bucket(outside), construct);
        let gap = c.start.saturating_sub(p.end.max(s.cue + 1));
        feature!(f, "rel=", rel, "gap=", bucket(gap), inside);
        feature!(f, "rel=", rel, "gap=", bucket(gap), t, "pronoun=", pronoun);
    }
    word_features(doc, c, view, s, rel, inside, t, f);
}

/// Features of the words: the reporting word, the trigger's, the kind of the source.
#[allow(clippy::too_many_arguments)]
fn word_features(doc: &Doc<'_>, c: &Candidate, view: &SourceView, s: &SourcePhrase, rel: &str, inside: &str, t: &str, f: &mut impl Sink) {
    let p = &doc.phrases[s.phrase as usize];
    let (construct, own) = (s.construct.name(), view.own);
    feature!(f, "kind=", s.kind, rel);
    feature!(f, "construct=", construct, "kind=", s.kind, "own=", own);
    feature!(f, "anonymous=", if s.anonymous { "y" } else { "n" }, rel);
    let cue = doc.text.lemma(s.cue as usize).map_or_else(|| doc.text.key(s.cue as usize), |l| &*l.form);
    feature!(f, "cue=", cue);
    feature!(f, "cue=", cue, rel);
    feature!(f, "cue=", cue, t, inside);
    let lemma = &doc.text.pack.data.lemmas[c.lemma as usize];
    feature!(f, "lemma=", &lemma.form, rel);
    let clauses = doc.clause[s.cue as usize].abs_diff(doc.clause[c.start as usize]);
    feature!(f, "clauses=", bucket(clauses), rel, construct);
    if p.start < c.end && c.start < p.end {
        feature!(f, "holds-trigger");
    } else if p.start >= c.end && p.start - c.end < 2 {
        feature!(f, "behind-trigger", rel);
    }
}

/// Features of a teller of an earlier sentence.
fn back_features(doc: &Doc<'_>, c: &Candidate, view: &SourceView, s: &SourcePhrase, rel: &str, lines: u32, f: &mut impl Sink) {
    let back = doc.text.units[c.start as usize].sentence - s.sentence;
    let first = doc.sentence(c.start).start as usize;
    let opening = doc.text.lemma(first).map_or_else(|| doc.text.key(first), |l| &*l.form);
    let tag = doc.text.units[first].tag.name();
    let own = view.own;
    feature!(f, "back=", bucket(back), rel, "lines=", bucket(lines));
    feature!(f, "back=", bucket(back), rel, "own=", own);
    feature!(f, "back=", bucket(back), "own=", own, "lines=", bucket(lines), s.construct.name());
    feature!(f, "opening=", opening, rel);
    feature!(f, "opening=", tag, rel, "own=", own);
    let open = doc.text.units[first].quote;
    let runs = open != u32::MAX && doc.text.quotes[open as usize].0 < first as u32;
    feature!(f, "runs=", if runs { "y" } else { "n" }, rel);
    let total = bucket(view.told);
    feature!(f, "told=", total, rel, "own=", own, "back=", bucket(back));
}
