//! One report with every layer below events: phrases, quantities, places, times, sources of what is said, cues.

use crate::chunk::{Phrase, phrases};
use crate::inflect::Inflection;
use crate::lex::Lexer;
use crate::look;
use crate::party::{Identity, identify};
use crate::place::{PlacePhrase, Setting, places};
use crate::quantity::{Quantity, Written, quantities};
use crate::source::{SourcePhrase, sources};
use crate::tag::Tag;
use crate::text::{Sentence, Text, Zone};
use crate::time::{TimePhrase, times_of};
use jiff::civil::Date;
use marsad_pack::Pack;
use marsad_pack::data::tag;
use std::collections::HashMap;
use std::ops::Range;

/// A report to read.
#[derive(Clone, Debug, Default)]
pub struct Report<'r> {
    /// Identifier.
    pub id: &'r str,
    /// Who published it.
    pub outlet: Option<&'r str>,
    /// ISO 8601 date or date-time.
    pub published: Option<&'r str>,
    /// Headline.
    pub title: Option<&'r str>,
    /// Body.
    pub text: &'r str,
}

impl Report<'_> {
    /// The day of publication, if it is known.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.published.and_then(|p| p.get(..10)).and_then(|d| d.parse().ok())
    }
}

/// Word classes that features ask for, looked up once.
#[derive(Debug, Default)]
#[allow(missing_docs)]
pub struct Classes {
    pub prep: Option<u16>,
    pub comp: Option<u16>,
    pub rel: Option<u16>,
    pub neg: Option<u16>,
    pub part: Option<u16>,
    pub cond: Option<u16>,
    pub link: Option<u16>,
    pub daypart: [Option<u16>; 2],
    pub cues: Vec<(&'static str, Option<u16>)>,
}

/// The layers below events.
pub struct Doc<'a> {
    /// The prepared text.
    pub text: Text<'a>,
    /// Day of publication.
    pub day: Option<Date>,
    /// Noun phrases.
    pub phrases: Vec<Phrase>,
    /// Who each noun phrase is.
    pub who: Vec<Identity>,
    /// The countries of its known actors, the commonest first: three at most.
    pub nations: Vec<Box<str>>,
    /// Places that the report is about.
    pub setting: Setting,
    /// Phrases that say where.
    pub places: Vec<PlacePhrase>,
    /// Phrases that say when.
    pub times: Vec<TimePhrase>,
    /// Figures.
    pub quantities: Vec<Quantity>,
    /// Who says something.
    pub sources: Vec<SourcePhrase>,
    /// How many distinct phrases tell something.
    pub tellers: u32,
    /// Word classes.
    pub classes: Classes,
    /// How many words of the report can carry each type: (type, units).
    pub heats: Vec<(Box<str>, u32)>,
    /// The groups of each unit's word.
    pub clusters: Vec<marsad_pack::Cluster>,
    /// The groups of words that the report uses most: what it is about.
    pub topics: Vec<marsad_pack::Cluster>,
    /// The topics as one number.
    pub topics_look: u64,
    /// First unit of each dictionary entry that stands in the report.
    pub first_of: HashMap<u32, u32>,
    /// Whether each unit stands in a time expression.
    pub timed: Vec<bool>,
    /// The first place phrase that covers each unit (index into `places`), or `u32::MAX`.
    pub place_at: Vec<u32>,
    /// For each phrase, how it bears on roles: bits of [`marks`].
    pub phrase_marks: Vec<u8>,
    /// Clause number of each unit: changes at clause signs, complementisers, relatives and conjunctions before verbs.
    pub clause: Vec<u32>,
    /// The cue classes that cover each unit, as bits in the order of [`CUES`].
    cue_bits: Vec<u16>,
    /// All that features look at in a single unit, as one number: see [`Doc::look`].
    looks: Vec<u64>,
    /// Finite verbs before each unit, and before the end.
    verbs: Vec<u32>,
    /// Words with an event sense before each unit, and before the end.
    events: Vec<u32>,
    /// The rough kind of each phrase: see [`kind_name`].
    kinds: Vec<&'static str>,
}

/// Cue classes for status and certainty.
const CUES: &[&str] = &[
    "hedge",
    "unclear",
    "dispute",
    "plan",
    "request",
    "attempt",
    "foil",
    "cond",
    "neg",
    "part",
    "link",
    "among",
    "total",
    "according",
    "opinion",
];

impl<'a> Doc<'a> {
    /// Reads all layers. Never fails.
    #[must_use]
    pub fn new(pack: &'a Pack, lexer: &'a Lexer<'a>, report: &Report<'a>) -> Self {
        let text = Text::new(pack, lexer, report.text, report.title);
        let classes = Classes {
            prep: pack.class("prep"),
            comp: pack.class("comp"),
            rel: pack.class("rel"),
            neg: pack.class("neg"),
            part: pack.class("part"),
            cond: pack.class("cond"),
            link: pack.class("link"),
            daypart: [pack.class("daypart"), pack.class("daypart_of")],
            cues: CUES.iter().map(|c| (*c, pack.class(c))).collect(),
        };
        let phrases = phrases(&text);
        let setting = Setting::of(&text);
        let places = places(&text, &phrases, &setting);
        let times = times_of(&text, report.day(), &setting);
        let quantities = quantities(&text);
        let who: Vec<Identity> = phrases.iter().map(|p| identify(&text, p, report.published, &setting)).collect();
        let clause = clauses(&text, &classes);
        let heats = heats(&text);
        let clusters: Vec<marsad_pack::Cluster> = (0..text.units.len()).map(|u| text.cluster(u)).collect();
        let topics = topics(&text, &clusters);
        let mut timed = vec![false; text.units.len()];
        for t in &times {
            timed[t.start as usize..t.end as usize].fill(true);
        }
        let mut place_at = vec![u32::MAX; text.units.len()];
        for (i, p) in places.iter().enumerate().rev() {
            place_at[p.start as usize..p.end as usize].fill(i as u32);
        }
        let mut first_of = HashMap::new();
        for (unit, reading) in text.units.iter().enumerate().filter_map(|(i, u)| Some((i as u32, u.reading?))) {
            first_of.entry(reading.lemma).or_insert(unit);
        }
        let cue_bits: Vec<u16> = text.units.iter().map(|u| cue_bits(&classes, &u.classes)).collect();
        let looks = (0..text.units.len()).map(|u| look_of(&text, u, cue_bits[u])).collect();
        let verbs = running(text.units.iter().map(|u| u.tag == Tag::Verb));
        let events = running((0..text.units.len()).map(|u| text.tags(u) & tag::EVENT != 0));
        let mut doc = Self {
            text,
            day: report.day(),
            phrases,
            nations: crate::affiliation::nations(&who),
            who,
            setting,
            places,
            times,
            quantities,
            sources: Vec::new(),
            tellers: 0,
            classes,
            heats,
            clusters,
            topics_look: topics.iter().fold(0, |key, t| look!("topic", key, t.middle())),
            topics,
            first_of,
            timed,
            place_at,
            phrase_marks: Vec::new(),
            clause,
            cue_bits,
            looks,
            verbs,
            events,
            kinds: Vec::new(),
        };
        doc.kinds = (0..doc.phrases.len()).map(|p| rough_kind(&doc, p)).collect();
        doc.phrase_marks = marked(&doc);
        doc.sources = sources(&doc);
        let distinct: std::collections::BTreeSet<u32> = doc.sources.iter().map(|s| s.start).collect();
        doc.tellers = distinct.len() as u32;
        for s in &doc.sources {
            if s.construct != crate::source::Construct::Continued {
                doc.phrase_marks[s.phrase as usize] |= marks::SOURCE;
            }
        }
        doc
    }

    /// The sentence of a unit.
    #[must_use]
    pub fn sentence(&self, unit: u32) -> &Sentence {
        &self.text.sentences[self.text.units[unit as usize].sentence as usize]
    }

    /// The zone of a unit.
    #[must_use]
    pub fn zone(&self, unit: u32) -> Zone {
        self.sentence(unit).zone
    }

    /// Indexes of the places that start in the sentence of a unit.
    #[must_use]
    pub fn places_beside(&self, unit: u32) -> Range<usize> {
        let s = self.sentence(unit);
        starting_in(&self.places, |p| p.start, s.start, s.end)
    }

    /// Indexes of the time expressions that start in the sentence of a unit.
    #[must_use]
    pub fn times_beside(&self, unit: u32) -> Range<usize> {
        let s = self.sentence(unit);
        starting_in(&self.times, |t| t.start, s.start, s.end)
    }

    /// Indexes of the figures that start in the sentence of a unit.
    #[must_use]
    pub fn quantities_beside(&self, unit: u32) -> Range<usize> {
        let s = self.sentence(unit);
        starting_in(&self.quantities, |q| q.start, s.start, s.end)
    }

    /// Whether a phrase has a mark (see [`marks`]).
    #[must_use]
    pub fn is_marked(&self, phrase: usize, mark: u8) -> bool {
        self.phrase_marks.get(phrase).is_some_and(|m| m & mark != 0)
    }

    /// Indexes of the phrases that start in a range of units.
    pub fn phrases_in(&self, start: u32, end: u32) -> Range<usize> {
        let a = self.phrases.partition_point(|p| p.start < start);
        let b = self.phrases.partition_point(|p| p.start < end);
        a..b
    }

    /// How many words of the report can carry a type, in steps.
    #[must_use]
    pub fn heat(&self, kind: &str) -> &'static str {
        crate::trigger::bucket(self.heats.iter().find(|(k, _)| &**k == kind).map_or(0, |(_, n)| *n))
    }

    /// The name of the word classes (cues) that cover a unit.
    pub fn cues(&self, unit: u32) -> impl Iterator<Item = &'static str> + '_ {
        let bits = self.cue_bits[unit as usize];
        CUES.iter().enumerate().filter(move |(i, _)| bits >> i & 1 != 0).map(|(_, name)| *name)
    }

    /// How many finite verbs a range of units holds.
    #[must_use]
    pub fn verbs_in(&self, units: Range<u32>) -> u32 {
        within(&self.verbs, units)
    }

    /// How many words with an event sense a range of units holds.
    #[must_use]
    pub fn events_in(&self, units: Range<u32>) -> u32 {
        within(&self.events, units)
    }

    /// A number for the dictionary entry (or the written form), tag, class, groups and cues of a unit: two units with the
    /// same number look the same to features that ask for these. `None` has a number, too.
    #[must_use]
    pub fn look(&self, unit: Option<usize>) -> u64 {
        unit.map_or(0, |u| self.looks[u])
    }
}

/// For each place in a list, how many before it are so; and how many in all.
fn running(list: impl Iterator<Item = bool>) -> Vec<u32> {
    let mut sum = 0;
    let counts = list.map(|yes| {
        sum += u32::from(yes);
        sum
    });
    std::iter::once(0).chain(counts).collect()
}

fn within(sums: &[u32], units: Range<u32>) -> u32 {
    if units.is_empty() { 0 } else { sums[units.end as usize] - sums[units.start as usize] }
}

/// The cues among the word classes of a unit.
fn cue_bits(classes: &Classes, own: &[(u16, u32)]) -> u16 {
    if own.is_empty() {
        return 0;
    }
    let covers = |class: Option<u16>| class.is_some_and(|class| own.iter().any(|(c, _)| *c == class));
    classes.cues.iter().enumerate().fold(0, |bits, (i, (_, class))| bits | u16::from(covers(*class)) << i)
}

fn look_of(text: &Text<'_>, unit: usize, cues: u16) -> u64 {
    let u = &text.units[unit];
    match u.reading {
        Some(r) => look!("entry", r.lemma, r.feats.class_name(), u.tag as u32, u32::from(cues)),
        None => look!("form", text.key(unit), u.tag as u32, u32::from(cues)),
    }
}

/// What is known of a phrase beside its words.
pub mod marks {
    /// It holds a figure.
    pub const FIGURE: u8 = 1;
    /// It tells something.
    pub const SOURCE: u8 = 1 << 1;
}

fn marked(doc: &Doc<'_>) -> Vec<u8> {
    let mut out = vec![0u8; doc.phrases.len()];
    let mut figure = vec![false; doc.text.units.len()];
    for q in doc.quantities.iter().filter(|q| q.written != Written::Several) {
        figure[q.start as usize..q.end as usize].fill(true);
    }
    for (mark, p) in out.iter_mut().zip(&doc.phrases) {
        if figure[p.start as usize..p.end as usize].contains(&true) {
            *mark |= marks::FIGURE;
        }
    }
    out
}

/// Counts, for each type, the words whose likely senses include it.
fn heats(text: &Text<'_>) -> Vec<(Box<str>, u32)> {
    let mut out: Vec<(Box<str>, u32)> = Vec::new();
    for unit in 0..text.units.len() {
        let Some(lemma) = text.lemma(unit) else { continue };
        for sense in &lemma.senses {
            let sense = &text.pack.data.senses[*sense as usize];
            if sense.weight < 2 {
                continue;
            }
            match out.iter_mut().find(|(k, _)| *k == sense.kind) {
                Some((_, n)) => *n += 1,
                None => out.push((sense.kind.clone(), 1)),
            }
        }
    }
    out
}

/// Groups that a report is told by, and how often one has to occur to be told by.
const TOPICS: usize = 6;
const TOPIC_WORDS: u32 = 3;

/// The groups (of middle size) with the most nouns, verbs, adjectives and names; the commonest first.
fn topics(text: &Text<'_>, clusters: &[marsad_pack::Cluster]) -> Vec<marsad_pack::Cluster> {
    let mut counts: Vec<(marsad_pack::Cluster, u32)> = Vec::new();
    for (unit, group) in text.units.iter().zip(clusters) {
        if !matches!(unit.tag, Tag::Verb | Tag::Noun | Tag::Adjective | Tag::Name) {
            continue;
        }
        match counts.iter_mut().find(|(g, _)| g.same_middle(group)) {
            Some((_, n)) => *n += 1,
            None => counts.push((*group, 1)),
        }
    }
    counts.retain(|(g, n)| *n >= TOPIC_WORDS && *g != marsad_pack::Cluster::default());
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.middle().cmp(b.0.middle())));
    counts.into_iter().take(TOPICS).map(|(g, _)| g).collect()
}

/// Numbers clauses: a new one after a clause sign, at a complementiser, a relative, a joined verb.
fn clauses(text: &Text<'_>, classes: &Classes) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.units.len());
    let mut clause = 0;
    for i in 0..text.units.len() {
        let new_sentence = i > 0 && text.units[i].sentence != text.units[i - 1].sentence;
        let after_sign = i > 0 && text.is_clause_sign(i - 1);
        let tag = text.units[i].tag;
        let joined_verb = tag == Tag::Verb && text.clitic_conj(i);
        let opener = matches!(tag, Tag::Comp | Tag::Relative) && text.has_class(i, classes.comp.or(classes.rel))
            || tag == Tag::Relative
            || tag == Tag::Comp;
        if new_sentence || after_sign || joined_verb || opener {
            clause += 1;
        }
        out.push(clause);
    }
    out
}

/// Rough kinds of a phrase, for feature names.
#[must_use]
pub fn kind_name(doc: &Doc<'_>, phrase: usize) -> &'static str {
    doc.kinds[phrase]
}

fn rough_kind(doc: &Doc<'_>, phrase: usize) -> &'static str {
    let p = &doc.phrases[phrase];
    let who = &doc.who[phrase];
    match &*who.kind {
        "person" => return "person!",
        "state" | "metonym" => return "state",
        "agency" | "outlet" => return "outlet",
        "" => {}
        _ => return "body!",
    }
    let t = doc.text.tags(p.head as usize);
    let has = |bits: u32| t & bits != 0;
    if has(tag::CASUALTY) {
        "casualty"
    } else if has(tag::TITLE) {
        "title"
    } else if has(tag::PERSON) {
        "person"
    } else if has(tag::GROUP) {
        "group"
    } else if has(tag::ORGAN) {
        "organ"
    } else if has(tag::WEAPON) {
        "weapon"
    } else if has(tag::PLACEKIND | tag::COMPASS) {
        "placekind"
    } else if p.place.is_some() {
        "place"
    } else if has(tag::NISBA) {
        "nisba"
    } else if has(tag::EVENT) {
        "event"
    } else if has(tag::DOCUMENT | tag::SAY | tag::SOURCE) {
        "say"
    } else if has(tag::TIME) {
        "time"
    } else if p.person {
        "name"
    } else if has(tag::ABSTRACT | tag::QUALITY) {
        "abstract"
    } else if has(tag::OBJECT | tag::BODY) {
        "object"
    } else if doc.text.units[p.head as usize].tag == Tag::Unknown {
        "unknown"
    } else {
        "other"
    }
}

/// The part of a list that starts in a range of units. The list is in order of its starts.
#[must_use]
pub fn starting_in<T>(list: &[T], start_of: impl Fn(&T) -> u32, start: u32, end: u32) -> Range<usize> {
    let a = list.partition_point(|x| start_of(x) < start);
    let b = list.partition_point(|x| start_of(x) < end);
    a..b.max(a)
}
