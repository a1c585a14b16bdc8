//! Quantities: figures in digits and words, with what they count and the range that the words allow.

mod measure;
mod number;
mod range;

pub use measure::Proposal;

use crate::inflect::Inflection;
use crate::lex::{NO_ENCLITIC, Reading};
use crate::tag::Tag;
use crate::text::Text;
use marsad_model::Span;
use marsad_pack::data::tag;
use marsad_text::TokenKind;
use number::{Number, number_at, phrase_end};

/// How a quantity was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// A figure in digits or words.
    Figure,
    /// A vague figure: dozens, hundreds.
    Vague,
    /// A few, several: more than two, nobody says how many.
    Several,
    /// A dual noun.
    Dual,
    /// A form that is a dual or a plural.
    Doubtful,
    /// A bare singular.
    Single,
    /// A negated plural: "caused no injuries".
    Zero,
}

impl Written {
    /// Short name, for rule ids and features.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Vague => "vague",
            Self::Several => "several",
            Self::Dual => "dual",
            Self::Doubtful => "dual?",
            Self::Single => "single",
            Self::Zero => "zero",
        }
    }
}

/// A figure and what it counts.
#[derive(Clone, Debug)]
pub struct Quantity {
    /// First unit, with the quantifier.
    pub start: u32,
    /// One past the last unit, with the counted noun.
    pub end: u32,
    /// At least.
    pub low: Option<f64>,
    /// At most.
    pub high: Option<f64>,
    /// The unit of the counted noun, if any.
    pub noun: Option<u32>,
    /// How it was written.
    pub written: Written,
    /// A part of a total ("among them three children").
    pub part: bool,
    /// What it may measure, the likeliest first.
    pub proposals: Vec<Proposal>,
}

struct Classes {
    num: Option<u16>,
    num_dual: Option<u16>,
    quant: Option<u16>,
    among: Option<u16>,
    month: Option<u16>,
    unit: Option<u16>,
    ord: Option<u16>,
    prep: Option<u16>,
    conj: Option<u16>,
    neg: Option<u16>,
    dimension: Option<u16>,
    number_of: Option<u16>,
    fraction: Option<u16>,
}

/// Finds all quantities, in order. Linear.
#[must_use]
pub fn quantities(text: &Text<'_>) -> Vec<Quantity> {
    let c = Classes {
        num: text.pack.class("num"),
        num_dual: text.pack.class("num_dual"),
        quant: text.pack.class("quant"),
        among: text.pack.class("among"),
        month: text.pack.class("month"),
        unit: text.pack.class("unit"),
        ord: text.pack.class("ord"),
        prep: text.pack.class("prep"),
        conj: text.pack.class("conj"),
        neg: text.pack.class("neg"),
        dimension: text.pack.class("dimension"),
        number_of: text.pack.class("number_of"),
        fraction: text.pack.class("fraction"),
    };
    let mut out: Vec<Quantity> = Vec::new();
    let mut i = 0;
    while i < text.units.len() {
        if let Some(number) = number_at(text, &c, i) {
            if let Some(mut q) = figure(text, &c, i, &number) {
                add_singles(text, &mut q);
                i = (q.end as usize).max(number.end);
                out.push(q);
                continue;
            }
            i = number.end.max(i + 1);
            continue;
        }
        if let Some(mut q) = implied(text, &c, i) {
            if let Some(last) = out.last_mut().filter(|last| describes(text, last, &q)) {
                last.end = q.end;
                i = q.end as usize;
                continue;
            }
            add_singles(text, &mut q);
            i = q.end as usize;
            out.push(q);
            continue;
        }
        i += 1;
    }
    measure::propose(text, &mut out);
    measure::split(text, &c, out)
}

/// Adds single persons that are joined to a small figure: "four children and a man".
fn add_singles(text: &Text<'_>, q: &mut Quantity) {
    let Some(noun) = q.noun.map(|n| n as usize) else { return };
    let same_harm = |u: usize| measure::harm(text, u).is_none() || measure::harm(text, u) == measure::harm(text, noun);
    let small = q.low.is_some_and(|v| v > 0.0 && v <= 10.0) && matches!(q.written, Written::Figure | Written::Dual | Written::Single);
    if !small || q.low != q.high || person(text, noun).is_none() {
        return;
    }
    let sentence = text.units[noun].sentence;
    loop {
        let mut at = q.end as usize;
        while at < text.units.len() && at < q.end as usize + 2 && text.units[at].tag == Tag::Adjective && !text.clitic_conj(at) {
            at += 1;
        }
        let joined = at < text.units.len() && text.units[at].sentence == sentence && text.clitic_conj(at) && same_harm(at);
        let victim = joined && text.units[at].tag != Tag::Verb && bare(text, at);
        let Some(reading) = victim.then(|| person(text, at)).flatten() else { return };
        let more = match (reading.feats.is_singular(), reading.feats.is_dual() && !doubtful(text, at)) {
            (true, _) => 1.0,
            (_, true) => 2.0,
            _ => return,
        };
        q.low = q.low.map(|v| v + more);
        q.high = q.low;
        q.end = at as u32 + 1;
    }
}

/// A nominal reading of a unit that denotes people: the chosen one if it does.
fn person(text: &Text<'_>, i: usize) -> Option<Reading> {
    let people = |r: &Reading| !r.feats.is_verb() && text.pack.data.lemmas[r.lemma as usize].tags & (tag::PERSON | tag::CASUALTY) != 0;
    let chosen = text.units[i].reading.filter(|r| people(r));
    // A dual before its complement looks like an indefinite accusative, which is far commoner.
    let rare = |r: &Reading| r.feats.is_dual() && r.feats.construct();
    let others = || text.units[i].info.readings.iter().copied().filter(|r| people(r) && r.enc == NO_ENCLITIC && r.pro == text.pro(i));
    chosen.filter(|r| !rare(r)).or_else(|| others().find(|r| !rare(r))).or(chosen).or_else(|| others().next())
}

/// Neither article, pronoun nor a name behind.
fn bare(text: &Text<'_>, i: usize) -> bool {
    !text.article(i) && text.pronoun(i).is_empty() && !followed_by_name(text, i)
}

/// Whether a form that can be read as a dual can also be read as a plural of the same word.
fn doubtful(text: &Text<'_>, i: usize) -> bool {
    let Some(chosen) = text.units[i].reading else { return false };
    let same = text.units[i].info.readings.iter().filter(|r| r.lemma == chosen.lemma && r.pro == chosen.pro && r.enc == chosen.enc);
    let (mut dual, mut plural) = (false, false);
    for r in same {
        dual |= r.feats.is_dual();
        plural |= !r.feats.is_dual() && !r.feats.is_singular();
    }
    dual && plural
}

/// Whether a word says of what kind the counted noun right before it is, and counts nothing itself: "two planes, unmanned".
fn describes(text: &Text<'_>, last: &Quantity, q: &Quantity) -> bool {
    let behind = last.end == q.start && last.noun.is_some_and(|n| n + 1 == q.start) && !text.clitic_conj(q.start as usize);
    let weapon = |u: u32| text.tags(u as usize) & tag::WEAPON != 0;
    let twice = last.written == Written::Dual && q.written == Written::Dual;
    behind && (twice || last.written == Written::Figure && q.written == Written::Single && weapon(q.start))
}

fn figure(text: &Text<'_>, c: &Classes, i: usize, number: &Number) -> Option<Quantity> {
    let (value, end) = (number.low, number.end);
    let mut out = Quantity {
        start: i as u32,
        end: end as u32,
        low: Some(value),
        high: number.high,
        noun: None,
        written: number.written,
        part: false,
        proposals: Vec::new(),
    };
    let sentence = text.units[i].sentence;
    let same = |u: usize| u < text.units.len() && text.units[u].sentence == sentence;
    if is_label(text, c, i, value, end) {
        return None;
    }
    let mut next = end;
    if let Some((low, high, after)) = (number.written == Written::Figure).then(|| range::range(text, c, i, number)).flatten() {
        (out.low, out.high, next) = (Some(low), Some(high), after);
        out.start -= u32::from(range::between(text, c, i));
    }
    let modifier_before = (i > 0 && same(i - 1)).then(|| text.word_of(i - 1, c.quant)).flatten();
    if let Some(w) = modifier_before {
        bound(&mut out, &w.value);
        let mut from = i - 1;
        while from > 0
            && same(from - 1)
            && text.units[from - 1].classes.iter().any(|(_, k)| text.units[i - 1].classes.iter().any(|(_, m)| k == m))
        {
            from -= 1;
        }
        out.start = from as u32;
    }
    out.end = next as u32;
    find_noun(text, c, &mut out, i, next, value)?;
    if out.written == Written::Several && out.noun.is_none() {
        return None;
    }
    bound_behind(text, c, &mut out);
    out.part = is_part(text, c, out.start as usize) || out.noun.is_none() && same(next) && text.has_class(next, c.among);
    Some(out)
}

/// A bound written behind: "five at least".
fn bound_behind(text: &Text<'_>, c: &Classes, out: &mut Quantity) {
    let after = out.end as usize;
    if after >= text.units.len() || text.units[after].sentence != text.units[out.start as usize].sentence {
        return;
    }
    let Some(w) = text.word_of(after, c.quant) else { return };
    let end = phrase_end(text, after, c.quant);
    // A preposition behind the noun is its own word.
    let preposition = end == after + 1 && text.has_class(after, c.prep);
    if matches!(&*w.value, "atleast" | "atmost" | "about") && text.units[after].tag != Tag::Number && !preposition {
        bound(out, &w.value);
        out.end = end as u32;
    }
}

fn is_dash(text: &Text<'_>, i: usize) -> bool {
    text.units[i].kind == TokenKind::Sign && matches!(text.sign(i), '-' | '–' | '—')
}

/// A number that counts nothing: a date, an hour, a year, a share, a part of a name ("F-16").
fn is_label(text: &Text<'_>, c: &Classes, i: usize, value: f64, end: usize) -> bool {
    let sentence = text.units[i].sentence;
    let same = |u: usize| u < text.units.len() && text.units[u].sentence == sentence;
    let digits = text.units[i].kind == TokenKind::Number;
    let signed = |u: usize| matches!(text.sign(u), '/' | ':');
    if same(end) && (text.has_class(end, c.month) || signed(end) || matches!(text.sign(end), '%' | '٪') || text.has_class(end, c.fraction))
    {
        return true;
    }
    let number = |u: usize| same(u) && text.units[u].kind == TokenKind::Number;
    if digits && same(end) && is_dash(text, end) && number(end + 1) && same(end + 2) && is_dash(text, end + 2) && number(end + 3) {
        return true;
    }
    // "3-1" is a score: a range ends with the larger number.
    let second = || text.key(end + 1).parse().unwrap_or(f64::MAX);
    if digits && same(end) && is_dash(text, end) && number(end + 1) && second() <= value {
        return true;
    }
    if i > 0
        && same(i - 1)
        && (signed(i - 1) || digits && is_dash(text, i - 1) && i > 1 && same(i - 2) && text.units[i - 2].tag != Tag::Sign)
    {
        return true;
    }
    if digits && (1900.0..2100.0).contains(&value) && text.key(i).len() == 4 && !counted(text, c, end, sentence) {
        return true;
    }
    i > 0 && same(i - 1) && text.has_class(i - 1, c.ord) && !digits
}

/// Finds the counted noun, past "of" and small words. `None` where the figure turns out to count no thing.
fn find_noun(text: &Text<'_>, c: &Classes, out: &mut Quantity, i: usize, next: usize, value: f64) -> Option<()> {
    let sentence = text.units[i].sentence;
    let same = |u: usize| u < text.units.len() && text.units[u].sentence == sentence;
    let digits = text.units[i].kind == TokenKind::Number;
    let before = (i > 0 && same(i - 1)).then(|| i - 1);
    let twofold = |u: usize| text.units[u].tag.nominal() && text.units[u].info.readings.iter().any(|r| r.feats.is_dual());
    if let Some(noun) =
        before.filter(|u| !digits && value == 2.0 && text.has_class(i, c.num) && text.units[*u].tag != Tag::Number && twofold(*u))
    {
        // "two civilians, two": the numeral after its noun.
        out.noun = Some(noun as u32);
        out.start = noun as u32;
        return Some(());
    }
    let mut at = next;
    let of = same(at) && text.word_of(at, c.prep).is_some_and(|w| &*w.value == "from");
    at += usize::from(of);
    let loose = of || matches!(out.written, Written::Vague | Written::Several) || value <= 1.0 || value >= 1000.0;
    if of && same(at) && (text.has_class(at, c.month) || text.has_class(at, c.unit)) {
        return None;
    }
    let nominal = same(at)
        && (matches!(text.units[at].tag, Tag::Noun | Tag::Adjective | Tag::Unknown) && text.clitic_prep(at).is_empty()
            || !of && counted_people(text, at, value))
        && !text.has_class(at, c.among);
    if nominal && !text.clitic_conj(at) && (loose || !text.article(at)) {
        // "Rose to seven the number of the wounded": the figure counts what the number is of.
        let number_of = same(at + 1) && text.has_class(at, c.number_of) && text.article(at + 1) && text.units[at + 1].tag.nominal();
        let at = at + usize::from(number_of);
        out.noun = Some(at as u32);
        out.end = at as u32 + 1;
        let thing = text.tags(at) & tag::WEAPON == 0;
        return (!(text.has_class(at, c.unit) || thing && text.has_class(at, c.dimension))).then_some(());
    }
    let Some(before) = before else { return Some(()) };
    let article = text.pack.data.clitics.iter().any(|k| &*k.role == "article" && *k.form == *text.key(before));
    if digits && (article || nominal && text.article(at)) {
        // "the 24 past hours", "battalion 13 of".
        return None;
    }
    if digits {
        // A number that is part of a name: "channel 12".
        let noun = text.units[before].tag == Tag::Noun && text.article(before) && measure::harm(text, before).is_none();
        let singular = text.units[before].reading.is_some_and(|r| r.feats.is_singular());
        let name = matches!(text.units[before].tag, Tag::Name | Tag::Unknown) || noun && singular;
        return (!name).then_some(());
    }
    if value <= 2.0
        && text.units[before].tag == Tag::Noun
        && measure::harm(text, before).is_none_or(|_| text.tags(before) & tag::CASUALTY != 0)
    {
        out.noun = Some(before as u32);
        out.start = before as u32;
    }
    (out.noun.is_some() || value > 1.0 || text.clitic_prep(i).is_empty() && measure::harm(text, before).is_some()).then_some(())
}

/// A word taken for a verb, or for a preposition and a noun, that can be people of more than one: what stands behind a
/// small number is its noun.
fn counted_people(text: &Text<'_>, i: usize, value: f64) -> bool {
    let people = |r: &Reading| {
        let plural = !r.feats.is_verb() && !r.feats.is_singular() && !r.feats.is_dual() && r.pro == 0 && r.enc == NO_ENCLITIC;
        plural && text.pack.data.lemmas[r.lemma as usize].tags & (tag::PERSON | tag::CASUALTY) != 0
    };
    let odd = text.units[i].tag == Tag::Verb || !text.clitic_prep(i).is_empty();
    odd && (3.0..=10.0).contains(&value) && text.units[i].info.readings.iter().any(people)
}

fn counted(text: &Text<'_>, c: &Classes, end: usize, sentence: u32) -> bool {
    end < text.units.len() && text.units[end].sentence == sentence && {
        let t = text.tags(end);
        t & (tag::PERSON | tag::CASUALTY | tag::WEAPON | tag::GROUP) != 0 && !text.has_class(end, c.month)
    }
}

fn bound(q: &mut Quantity, how: &str) {
    match how {
        "atleast" | "morethan" => q.high = None,
        "atmost" | "lessthan" if q.written == Written::Figure => {
            q.high = q.low;
            q.low = None;
        }
        _ => {}
    }
}

fn is_part(text: &Text<'_>, c: &Classes, start: usize) -> bool {
    let sentence = text.units[start].sentence;
    for u in (start.saturating_sub(8)..start).rev().take_while(|u| text.units[*u].sentence == sentence) {
        if text.has_class(u, c.among) {
            return true;
        }
        let word_of_harm = measure::harm(text, u).is_some() && text.tags(u) & tag::CASUALTY == 0;
        if text.units[u].tag == Tag::Verb || word_of_harm {
            return false;
        }
    }
    false
}

/// Dual nouns, one unnamed person or thing, no victims.
fn implied(text: &Text<'_>, c: &Classes, i: usize) -> Option<Quantity> {
    let unit = &text.units[i];
    let chosen = unit.reading?;
    let sentence = unit.sentence;
    // Behind "that" an indefinite accusative is a noun, though it looks like a verb of two.
    let after_that = i > 0 && text.units[i - 1].sentence == sentence && text.units[i - 1].tag == Tag::Comp;
    let masked = chosen.feats.is_verb() && after_that && person(text, i).is_some_and(|r| r.feats.tanwin());
    if !masked && (!matches!(unit.tag, Tag::Noun | Tag::Adjective | Tag::Unknown | Tag::Name) || chosen.feats.is_verb())
        || text.has_class(i, c.unit)
    {
        return None;
    }
    if text.units.get(i + 1).is_some_and(|n| {
        n.sentence == sentence && (n.kind == TokenKind::Number || text.has_class(i + 1, c.num)) && !number::joined(text, i + 1)
    }) {
        return None;
    }
    let (written, value) = implied_value(text, c, i, chosen)?;
    let mut out = Quantity {
        start: i as u32,
        end: i as u32 + 1,
        low: Some(value),
        high: Some(value),
        noun: Some(i as u32),
        written,
        part: is_part(text, c, i),
        proposals: Vec::new(),
    };
    bound_behind(text, c, &mut out);
    // "Two explosions or three".
    let or = i + 2 < text.units.len()
        && text.units[i + 2].sentence == sentence
        && text.word_of(i + 1, c.conj).is_some_and(|w| &*w.value == "or");
    if let Some(more) = (or && written == Written::Dual).then(|| number_at(text, c, i + 2)).flatten().filter(|n| n.low > value) {
        (out.high, out.end) = (more.high, more.end as u32);
    }
    Some(out)
}

fn implied_value(text: &Text<'_>, c: &Classes, i: usize, chosen: Reading) -> Option<(Written, f64)> {
    let lemma = &text.pack.data.lemmas[chosen.lemma as usize];
    let noun = text.units[i].tag == Tag::Noun;
    let harm = measure::harm(text, i).is_some();
    let unsure = doubtful(text, i);
    if harm && noun && !text.article(i) && (!chosen.feats.is_singular() && !chosen.feats.is_dual() || unsure) && negated(text, c, i) {
        return Some((Written::Zero, 0.0));
    }
    let people = person(text, i);
    // An adjective behind a preposition stands for a person.
    let behind = i > 0 && text.units[i - 1].sentence == text.units[i].sentence && text.units[i - 1].tag == Tag::Prep;
    let dual = behind && text.units[i].tag == Tag::Adjective && chosen.feats.is_dual();
    let certain = (noun || dual) && people.is_some_and(|r| r.lemma == chosen.lemma || dual && r.feats.is_dual());
    // A word that is a person only in one of its readings has to stand where a victim stands.
    let reading = match people {
        Some(r) if certain || victim_place(text, i) => r,
        _ => chosen,
    };
    let human = certain || people.is_some_and(|r| r.lemma == reading.lemma) && victim_place(text, i);
    let nisba = lemma.tags & tag::NISBA != 0 && victim_place(text, i);
    if reading.feats.is_dual() || unsure {
        let thing = measure::kind(text, i).is_some()
            || noun && (!lemma.measure.is_empty() || lemma.tags & (tag::WEAPON | tag::EVENT | tag::GROUP | tag::PLACEKIND) != 0);
        let countable = human || nisba || thing;
        return (countable && !(unsure && (text.article(i) || !victim_place(text, i))))
            .then_some((if unsure { Written::Doubtful } else { Written::Dual }, 2.0));
    }
    let weapon = noun && lemma.tags & tag::WEAPON != 0;
    let other = text.units[i].tag == Tag::Adjective && victim_of_verb(text, i);
    let masdar = harm && lemma.tags & tag::CASUALTY == 0;
    let sentence = text.units[i].sentence;
    let between = |u: usize| text.units[u].sentence == sentence && text.word_of(u, c.prep).is_some_and(|w| &*w.value == "between");
    if (i.saturating_sub(2)..i).any(between) {
        return None;
    }
    let one = reading.feats.is_singular() && (human || nisba || weapon || other);
    (one && !masdar && bare(text, i)).then_some((Written::Single, 1.0))
}

/// Directly behind a word of harm, or at the head of a clause whose verb is one of harm.
fn victim_place(text: &Text<'_>, i: usize) -> bool {
    let Some(before) = i.checked_sub(1).filter(|u| text.units[*u].sentence == text.units[i].sentence) else { return false };
    let governed = measure::harm(text, before).is_some() && text.tags(before) & tag::CASUALTY == 0;
    let head = matches!(text.units[before].tag, Tag::Comp | Tag::Sign | Tag::Conj);
    governed || head && measure::right(text, i, i + 1).is_some()
}

/// Directly behind a verb of harm.
fn victim_of_verb(text: &Text<'_>, i: usize) -> bool {
    i > 0
        && text.units[i - 1].sentence == text.units[i].sentence
        && text.units[i - 1].tag == Tag::Verb
        && measure::harm(text, i - 1).is_some()
}

/// A negation before a unit, in the same stretch between clause signs.
fn negated(text: &Text<'_>, c: &Classes, i: usize) -> bool {
    let sentence = text.units[i].sentence;
    let near = (i.saturating_sub(6)..i).rev().take_while(|u| text.units[*u].sentence == sentence && !text.is_clause_sign(*u));
    near.into_iter().any(|u| text.has_class(u, c.neg))
}

fn followed_by_name(text: &Text<'_>, i: usize) -> bool {
    text.units.get(i + 1).is_some_and(|n| n.sentence == text.units[i].sentence && n.tag == Tag::Name)
}

impl Quantity {
    /// Raw bytes of the whole phrase.
    #[must_use]
    pub fn raw(&self, text: &Text<'_>) -> Span {
        let pro = text.pro(self.start as usize);
        text.raw_span(self.start as usize, self.end as usize, pro)
    }
}
