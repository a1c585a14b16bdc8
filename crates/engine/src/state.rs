//! Status and certainty of a mention: did it happen, and how sure is the text.

use crate::code::Coded;
use crate::doc::Doc;
use crate::feature;
use crate::model::Sink;
use crate::tag::Tag;
use crate::text::Zone;
use crate::trigger::{Candidate, bucket};
use marsad_pack::data::{Sense, tag};

/// Cue classes that bear on status and certainty, with how far they reach before a trigger, in units.
const REACH: u32 = 10;

/// A cue near a trigger: unit, class, distance, before or behind.
pub struct Cue {
    /// Unit.
    pub unit: u32,
    /// Class of the words.
    pub class: &'static str,
    /// In units.
    pub distance: u32,
    /// Stands before the trigger.
    pub before: bool,
}

/// Cues in the trigger's sentence that may decide its status or certainty.
#[must_use]
pub fn cues(doc: &Doc<'_>, c: &Candidate) -> Vec<Cue> {
    let s = doc.sentence(c.start);
    let mut out = Vec::new();
    for unit in c.start.saturating_sub(REACH).max(s.start)..(c.end + 6).min(s.end) {
        if unit == c.start {
            continue;
        }
        for class in doc.cues(unit) {
            let before = unit < c.start;
            let distance = if before { c.start - unit } else { (unit + 1).saturating_sub(c.end) };
            out.push(Cue { unit, class, distance, before });
        }
    }
    out
}

/// The strongest sign in the clause that the event is not a plain past one.
fn mood(doc: &Doc<'_>, c: &Candidate) -> &'static str {
    let text = &doc.text;
    let s = doc.sentence(c.start);
    let future = |u: u32| text.lexer.proclitics[text.pro(u as usize) as usize].future && text.units[u as usize].tag == Tag::Verb;
    let present = c.class == "pres";
    if future(c.start) || c.light.is_some_and(future) {
        return "future";
    }
    let near = || (c.start.saturating_sub(3).max(s.start)..c.start).rev();
    let head = c.light.unwrap_or(c.start);
    let just = head.checked_sub(1).filter(|u| *u >= s.start);
    if just.is_some_and(|u| text.has_class(u as usize, doc.classes.neg)) {
        return "negated";
    }
    if present && just.is_some_and(|u| text.has_class(u as usize, doc.classes.part)) {
        return "may";
    }
    if near().any(future) {
        return "future-near";
    }
    if present && just.is_some_and(|u| text.has_class(u as usize, doc.classes.comp)) {
        return "that";
    }
    let reach = (c.start.saturating_sub(REACH).max(s.start)..c.start).rev();
    for u in reach {
        for cue in ["cond", "plan", "foil", "attempt", "request", "hedge"] {
            if doc.cues(u).any(|k| k == cue) {
                return cue;
            }
        }
        if future(u) {
            return "future-far";
        }
    }
    if present { "present" } else { "plain" }
}

/// The mention before in the same sentence, and what ties this one to it: what is asked for or promised has not happened.
fn governed(doc: &Doc<'_>, c: &Candidate, t: &str, past: &[Coded], f: &mut impl Sink) {
    let sentence = doc.text.units[c.start as usize].sentence;
    let fore = crate::when::fore(doc, c);
    feature!(f, "fore=", fore, c.class);
    let Some(last) = past.last().filter(|m| doc.text.units[m.trigger.start as usize].sentence == sentence) else {
        feature!(f, "last=", "none");
        return;
    };
    let kind = &*doc.text.pack.data.senses[last.sense as usize].kind;
    let gap = bucket(c.start.saturating_sub(last.trigger.end));
    let joined = if doc.text.clitic_conj(c.start as usize) { "y" } else { "n" };
    let same = if kind == t { "same" } else { "other" };
    feature!(f, "last=", kind, c.class);
    feature!(f, "last=", kind, "gap=", gap);
    feature!(f, "last=", kind, "fore=", fore);
    feature!(f, "last=", &last.status, same, "joined=", joined);
    feature!(f, "last=", &last.status, "gap=", gap);
    feature!(f, "last-certainty=", &last.certainty, "gap=", gap);
}

/// Features for status and certainty.
pub fn features(doc: &Doc<'_>, c: &Candidate, sense: &Sense, past: &[Coded], f: &mut impl Sink) {
    let text = &doc.text;
    let t = &*sense.kind;
    governed(doc, c, t, past, f);
    let lemma = &text.pack.data.lemmas[c.lemma as usize];
    feature!(f, "T=", t);
    feature!(f, "T=", t, c.class);
    feature!(f, "class=", c.class);
    feature!(f, "lemma=", &lemma.form);
    feature!(f, "sense-status=", &sense.status);
    let reading = text.units[c.start as usize].reading;
    let future = text.lexer.proclitics[text.pro(c.start as usize) as usize].future;
    if future {
        feature!(f, "future");
    }
    if let Some(r) = reading {
        use marsad_morph::Aspect;
        if r.feats.aspect() == Aspect::Jussive {
            feature!(f, "jussive");
        }
    }
    let prep = text.clitic_prep(c.start as usize);
    feature!(f, "clitic=", prep, c.class);
    let jussive = text.lexer.proclitics[text.pro(c.start as usize) as usize].jussive;
    if jussive {
        feature!(f, "purpose");
    }
    let mood = mood(doc, c);
    feature!(f, "mood=", mood);
    feature!(f, "mood=", mood, c.class);
    feature!(f, "mood=", mood, t);
    for cue in cues(doc, c) {
        let side = if cue.before { "L" } else { "R" };
        let same = doc.clause[cue.unit as usize] == doc.clause[c.start as usize];
        feature!(f, "cue=", cue.class, side);
        feature!(f, "cue=", cue.class, side, "dist=", bucket(cue.distance));
        feature!(f, "cue=", cue.class, side, if same { "same" } else { "other" });
        feature!(f, "cue=", cue.class, side, c.class);
        let word = text.units[cue.unit as usize]
            .classes
            .iter()
            .map(|(_, w)| &text.pack.data.words[*w as usize])
            .find(|w| text.pack.class(cue.class) == Some(w.class));
        if let Some(word) = word {
            feature!(f, "cueword=", &word.form, side, if cue.distance <= 3 { "near" } else { "far" });
            if !word.value.is_empty() {
                feature!(f, "cuevalue=", cue.class, "=", &word.value, side, if cue.distance <= 2 { "near" } else { "far" });
            }
        }
    }
    let s = doc.sentence(c.start);
    for back in 1..=5u32 {
        let Some(u) = c.start.checked_sub(back).filter(|u| *u >= s.start) else { break };
        let i = u as usize;
        let word = text.lemma(i).map_or_else(|| text.key(i), |l| &*l.form);
        let near = if back <= 2 { "near" } else { "mid" };
        if !matches!(text.units[i].tag, Tag::Name | Tag::Unknown | Tag::Sign) {
            feature!(f, "L=", word, near);
            if back <= 2 {
                feature!(f, "L=", word, bucket(back), c.class);
            }
        }
        if let Some(l) = text.lemma(i).filter(|_| text.tags(i) & tag::EVENT != 0) {
            for sense in l.senses.iter().take(2) {
                feature!(f, "Ltype=", &text.pack.data.senses[*sense as usize].kind, near);
            }
        }
        if text.lexer.proclitics[text.pro(i) as usize].future {
            feature!(f, "Lfuture", near);
        }
    }
    for ahead in 0..3u32 {
        let u = c.end + ahead;
        if u >= s.end {
            break;
        }
        let i = u as usize;
        if !matches!(text.units[i].tag, Tag::Name | Tag::Unknown | Tag::Sign) {
            let word = text.lemma(i).map_or_else(|| text.key(i), |l| &*l.form);
            feature!(f, "R=", word);
        }
    }
    feature!(f, "quote=", if text.units[c.start as usize].quote == u32::MAX { "n" } else { "y" });
    if let Some(light) = c.light {
        if let Some(l) = text.lemma(light as usize) {
            feature!(f, "light=", &l.form);
        }
        if text.lexer.proclitics[text.pro(light as usize) as usize].future {
            feature!(f, "light-future");
        }
    }
    let head = matches!(doc.zone(c.start), Zone::Headline);
    feature!(f, "head=", if head { "y" } else { "n" }, c.class);
    // A question is no report.
    let question = text.sign(s.end as usize - 1) == '؟' || text.sign(s.end as usize - 1) == '?';
    if question {
        feature!(f, "question");
    }
}

/// Features for the mode: the label is one of the type's modes, or none.
pub fn mode_features(doc: &Doc<'_>, c: &Candidate, sense: &Sense, f: &mut impl Sink) {
    let text = &doc.text;
    let t = &*sense.kind;
    let lemma = &text.pack.data.lemmas[c.lemma as usize];
    feature!(f, "T=", t);
    feature!(f, "sense=", &sense.mode, t);
    feature!(f, "lemma=", &lemma.form, t);
    feature!(f, "lemma=", &lemma.form, c.class);
    let s = doc.sentence(c.start);
    for u in c.start.saturating_sub(8).max(s.start)..(c.end + 9).min(s.end) {
        if (c.start..c.end).contains(&u) {
            continue;
        }
        let Some(l) = text.lemma(u as usize) else { continue };
        let near = if u + 3 >= c.start && u <= c.end + 2 { "near" } else { "far" };
        let same = doc.clause[u as usize] == doc.clause[c.start as usize];
        let side = if u < c.start { "L" } else { "R" };
        if !l.mode.is_empty() {
            feature!(f, "mode=", &l.mode, near, t);
            feature!(f, "mode=", &l.mode, side, "sense=", &sense.mode);
            feature!(f, "mode=", &l.mode, if same { "same" } else { "other" });
        }
        if near == "near" && l.tags & (tag::PERSON | tag::NISBA) == 0 {
            feature!(f, "word=", &l.form, t);
        }
    }
    for other in &c.senses {
        let other = &text.pack.data.senses[other.0 as usize];
        if other.kind != sense.kind {
            feature!(f, "also=", &other.kind);
        }
    }
}

/// A mode that a word near the trigger names outright ("by telephone"), for types where the means are no weapons.
#[must_use]
pub fn named_mode(doc: &Doc<'_>, c: &Candidate, modes: &[&'static str]) -> Option<&'static str> {
    let s = doc.sentence(c.start);
    let units = c.start.saturating_sub(4).max(s.start)..(c.end + 14).min(s.end);
    let lemmas = units.flat_map(|u| &doc.text.units[u as usize].info.readings).map(|r| &doc.text.pack.data.lemmas[r.lemma as usize]);
    lemmas.filter(|l| !l.mode.is_empty()).find_map(|l| modes.iter().find(|m| ***m == *l.mode).copied())
}
