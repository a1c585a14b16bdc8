//! Time expressions: which days the words mean, resolved against publication.
//!
//! ```text
//! units → rules of the first pass → resolved phrases → rules of the second pass (since, until, ranges) → phrases
//! ```
//!
//! The grammar of the pack says which words make a phrase; the actions in `time/resolve.rs` compute days. Among
//! phrases that overlap the one that begins first wins, then the longest, then the rule that stands first.

mod calendar;
mod calendar_date;
mod hijri;
mod resolve;
mod unit;

use crate::grammar::{Grammar, Match};
use crate::inflect::Inflection;
use crate::place::Setting;
use crate::tag::Tag;
use crate::text::Text;
use jiff::civil::Date;
use marsad_pack::data::{Entity, tag};
use resolve::{Context, Days};

/// A phrase that says when.
#[derive(Clone, Debug)]
pub struct TimePhrase {
    /// First unit.
    pub start: u32,
    /// One past the last unit.
    pub end: u32,
    /// First day, if the words name one.
    pub first: Option<Date>,
    /// Last day, inclusive.
    pub last: Option<Date>,
    /// The grammar rule that read it.
    pub rule: Box<str>,
}

/// Layer of the grammar: first part of the rule names.
pub(crate) const LAYER: &str = "time";
/// Words before a phrase among which a sign of the future is looked for.
const LOOK_BACK: usize = 8;
/// Words before a phrase among which the verb that it belongs to is looked for.
const VERB_BACK: usize = 24;
/// Longest name of the pack, in units.
const NAME_LIMIT: usize = 9;

/// Finds all time expressions, in order.
#[must_use]
pub fn times(text: &Text<'_>, published: Option<Date>) -> Vec<TimePhrase> {
    times_of(text, published, &Setting::of(text))
}

/// The same, with the countries that the report is about.
#[must_use]
pub fn times_of(text: &Text<'_>, published: Option<Date>, setting: &Setting) -> Vec<TimePhrase> {
    let classes = Classes::new(text);
    let [alone, after] = &text.lexer.time_rules;
    let first = accept(text, &classes, (published, setting), &[], &Grammar::new(text, alone, &[]).matches());
    let second = accept(text, &classes, (published, setting), &first, &Grammar::new(text, after, &first).matches());
    if second.is_empty() {
        return first;
    }
    let mut out = second;
    let kept = out.len();
    for phrase in first {
        if !out[..kept].iter().any(|p| p.start < phrase.end && phrase.start < p.end) {
            out.push(phrase);
        }
    }
    out.sort_by_key(|p| p.start);
    out
}

struct Classes {
    prep: Option<u16>,
    named_for: Option<u16>,
    part: Option<u16>,
    plan: Option<u16>,
    comp: Option<u16>,
}

impl Classes {
    fn new(text: &Text<'_>) -> Self {
        let class = |name| text.pack.class(name);
        Self { prep: class("prep"), named_for: class("named_for"), part: class("part"), plan: class("plan"), comp: class("comp") }
    }
}

/// Takes matches from left to right, those that resolve to something.
fn accept(
    text: &Text<'_>,
    classes: &Classes,
    (published, setting): (Option<Date>, &Setting),
    found: &[TimePhrase],
    matches: &[Match<'_>],
) -> Vec<TimePhrase> {
    let mut out: Vec<TimePhrase> = Vec::new();
    let mut anchor: Option<Date> = None;
    let mut sorted: Vec<(usize, &Match<'_>)> = matches.iter().map(|m| (trimmed(text, classes, m), m)).collect();
    sorted.sort_by_key(|(start, m)| (*start, std::cmp::Reverse(m.end), m.rule));
    for (start, m) in sorted {
        if out.last().is_some_and(|p| (p.end as usize) > start) || inside_name(text, start, m.end) {
            continue;
        }
        let rule = &text.pack.data.rules[m.rule];
        let bound = text.word_of_before(start, classes.named_for);
        let verb = verb_before(text, m.from);
        let same = |p: &&TimePhrase| text.units[p.start as usize].sentence == text.units[m.from].sentence;
        let cx = Context {
            published,
            anchor,
            near: out.iter().rev().take_while(same).find_map(|p| p.first),
            setting,
            found,
            ahead: looks_ahead(text, classes, m.from),
            past: verb.is_some_and(|u| is_perfect(text, u) && text.tags(u) & tag::SAY == 0),
            open: verb.is_some_and(|u| !is_perfect(text, u)),
            named: bound,
            more: noun_follows(text, m.end),
            of: of_follows(text, classes, m.end),
        };
        let Some(Days { first, last }) = resolve::resolve(&rule.then, m, &cx) else { continue };
        if first.is_some() {
            anchor = first;
        }
        out.push(TimePhrase { start: start as u32, end: m.end as u32, first, last, rule: rule.id.clone() });
    }
    out
}

/// The first unit of the phrase without a plain "in" before it.
fn trimmed(text: &Text<'_>, classes: &Classes, m: &Match<'_>) -> usize {
    let plain = text.units[m.start].tag == Tag::Prep && text.word_of(m.start, classes.prep).is_some_and(|w| &*w.value == "in");
    if plain && m.end - m.start > 1 { m.start + 1 } else { m.start }
}

/// Whether a longer name of a place or actor holds the stretch.
fn inside_name(text: &Text<'_>, start: usize, end: usize) -> bool {
    text.hits_in(start.saturating_sub(NAME_LIMIT) as u32, start as u32 + 1).iter().any(|h| {
        let longer = h.end as usize >= end && (h.end - h.start) as usize > end - start;
        longer && matches!(h.entity, Entity::Place(_) | Entity::Actor(_))
    })
}

/// Whether the clause before the phrase speaks of the future.
fn looks_ahead(text: &Text<'_>, classes: &Classes, start: usize) -> bool {
    let sentence = text.units[start].sentence;
    let mut toward = false;
    for unit in (start.saturating_sub(LOOK_BACK)..start).rev() {
        if text.units[unit].sentence != sentence {
            return false;
        }
        // "They called for a strike on Sunday": what is called for lies ahead; the call itself does not.
        if toward && calls(text, unit) {
            return true;
        }
        toward |= text.word_of(unit, classes.prep).is_some_and(|w| &*w.value == "to");
        if text.has_class(unit, classes.plan) || text.word_of(unit, classes.part).is_some_and(|w| &*w.value == "future") {
            return true;
        }
        if text.units[unit].tag == Tag::Verb && text.lexer.proclitics[text.pro(unit) as usize].future {
            return true;
        }
        // "It is planned that it begin": what governs the verb stands before it.
        if text.units[unit].tag == Tag::Verb && !text.word_of_before(unit, classes.comp) {
            return unit > 0 && text.word_of(unit - 1, classes.part).is_some_and(|w| &*w.value == "future");
        }
    }
    false
}

/// Whether a word asks for something.
fn calls(text: &Text<'_>, unit: usize) -> bool {
    let senses = |l: &marsad_pack::data::Lemma| l.senses.iter().any(|s| &*text.pack.data.senses[*s as usize].kind == "REQUEST");
    matches!(text.units[unit].tag, Tag::Verb | Tag::Noun) && text.lemma(unit).is_some_and(senses)
}

/// The last verb before the phrase, in its sentence. One of saying does not tell of what is said: that may lie ahead.
fn verb_before(text: &Text<'_>, start: usize) -> Option<usize> {
    let sentence = text.units[start].sentence;
    let back = (start.saturating_sub(VERB_BACK)..start).rev();
    back.take_while(|u| text.units[*u].sentence == sentence).find(|u| text.units[*u].tag == Tag::Verb)
}

fn is_perfect(text: &Text<'_>, verb: usize) -> bool {
    text.units[verb].reading.is_some_and(|r| !r.feats.is_present() && !r.feats.is_imperative())
}

/// Whether an indefinite noun follows, which a number before it would count.
fn noun_follows(text: &Text<'_>, end: usize) -> bool {
    text.units.get(end).is_some_and(|u| {
        u.sentence == text.units[end - 1].sentence
            && matches!(u.tag, Tag::Noun)
            && !text.article(end)
            && text.clitic_prep(end).is_empty()
            && !text.clitic_conj(end)
    })
}

/// Whether "of" or "on" follows: "three days after it".
fn of_follows(text: &Text<'_>, classes: &Classes, end: usize) -> bool {
    let same = text.units.get(end).is_some_and(|u| u.sentence == text.units[end - 1].sentence);
    same && text.word_of(end, classes.prep).is_some_and(|w| matches!(&*w.value, "from" | "on"))
}

impl Text<'_> {
    /// Whether a word of the class ends right before the unit.
    fn word_of_before(&self, unit: usize, class: Option<u16>) -> bool {
        let before = if unit > 1 && self.is_quote_sign(unit - 1) { unit - 2 } else { unit.wrapping_sub(1) };
        unit > 0 && self.units[before].sentence == self.units[unit].sentence && self.has_class(before, class)
    }
}
