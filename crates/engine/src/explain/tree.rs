//! The shallow clause tree of a report: sentences, clauses, verb groups, noun phrases, quotations.
//!
//! ```text
//! sentence
//!   main clause
//!     verb group, noun phrase, prepositional phrase, time, other words
//!     complement clause        behind a complementizer
//!     relative clause          behind a relative
//!     coordinated clause       a verb joined by a conjunction
//!     quotation                what stands between quotation marks
//! ```

use crate::chunk::Shape;
use crate::doc::{Doc, kind_name};
use crate::tag::Tag;

/// A line of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// How deep it stands; sentences stand at 0.
    pub depth: usize,
    /// `sentence`, `main`, `complement`, `relative`, `coordinated`, `part`, `quotation`, `verb`, `np`, `pp`, `time` or `words`.
    pub kind: &'static str,
    /// The words as written; empty for a sentence or clause, which holds its parts.
    pub words: String,
    /// What is known of it: dictionary entry and form of a verb, kind and code of a noun phrase, days of a time.
    pub note: String,
}

/// The tree of a report, line by line.
#[must_use]
pub fn tree(doc: &Doc<'_>) -> Vec<Branch> {
    let mut grower = Grower { doc, out: Vec::new(), base: 1, quote: u32::MAX };
    for s in &doc.text.sentences {
        grower.put(0, "sentence", String::new(), format!("{:?}", s.zone).to_lowercase());
        grower.sentence(s.start as usize, s.end as usize);
    }
    grower.out
}

struct Grower<'d, 't> {
    doc: &'d Doc<'t>,
    out: Vec<Branch>,
    /// Depth of the clause that is open.
    base: usize,
    /// The quotation that is open.
    quote: u32,
}

impl Grower<'_, '_> {
    fn put(&mut self, depth: usize, kind: &'static str, words: String, note: String) {
        self.out.push(Branch { depth, kind, words, note });
    }

    fn raw(&self, start: usize, end: usize) -> String {
        self.doc.text.raw_span(start, end, 0).of(self.doc.text.raw).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn sentence(&mut self, start: usize, end: usize) {
        (self.base, self.quote) = (1, u32::MAX);
        let mut at = start;
        while at < end {
            let stop = (at + 1..end).find(|u| self.doc.clause[*u] != self.doc.clause[at]).unwrap_or(end);
            if (at..stop).any(|u| self.doc.text.units[u].tag != Tag::Sign) {
                self.clause(at, stop, start);
            }
            at = stop;
        }
    }

    fn clause(&mut self, start: usize, end: usize, sentence: usize) {
        let text = &self.doc.text;
        let kind = match text.units[start].tag {
            Tag::Comp => "complement",
            Tag::Relative => "relative",
            _ if start == sentence => "main",
            _ if text.units[start].tag == Tag::Conj || text.clitic_conj(start) => "coordinated",
            _ => "part",
        };
        let quoted = usize::from(self.quote != u32::MAX);
        match kind {
            "complement" | "relative" => self.base += usize::from(self.out.last().is_none_or(|b| b.kind != "sentence")),
            "coordinated" => {}
            _ => self.base = 1 + quoted,
        }
        self.put(self.base, kind, String::new(), String::new());
        let mut at = start;
        while at < end {
            at = self.part(at, end);
        }
    }

    /// Puts the part that begins at a unit; returns where it ends.
    fn part(&mut self, at: usize, end: usize) -> usize {
        let doc = self.doc;
        let text = &doc.text;
        if text.units[at].quote != self.quote {
            self.quote = text.units[at].quote;
            if self.quote == u32::MAX {
                self.base = self.base.saturating_sub(1).max(1);
            } else {
                self.base += 1;
                self.put(self.base, "quotation", String::new(), String::new());
            }
        }
        let depth = self.base + 1;
        if text.units[at].tag == Tag::Sign {
            return at + 1;
        }
        if let Some(t) = doc.times.iter().find(|t| t.start as usize == at) {
            let stop = (t.end as usize).min(end);
            let day = |d: Option<jiff::civil::Date>| d.map_or_else(|| "?".to_owned(), |d| d.to_string());
            self.put(depth, "time", self.raw(at, stop), format!("{} … {} ← {}", day(t.first), day(t.last), t.rule));
            return stop;
        }
        if let Some(stop) = self.verb(at, end, depth).or_else(|| self.phrase(at, end, depth)) {
            return stop;
        }
        let mut stop = at + 1;
        while stop < end && self.begins_nothing(stop) {
            stop += 1;
        }
        self.put(depth, "words", self.raw(at, stop), String::new());
        stop
    }

    /// Whether a unit goes on with words that belong to no verb, phrase or time.
    fn begins_nothing(&self, at: usize) -> bool {
        let (doc, unit) = (self.doc, &self.doc.text.units[at]);
        let other = matches!(unit.tag, Tag::Adverb | Tag::Pronoun | Tag::Conj | Tag::Unknown | Tag::Number | Tag::Adjective);
        other && unit.quote == self.quote && doc.phrase_from(at).is_none() && !doc.times.iter().any(|t| t.start as usize == at)
    }

    /// A verb with the particles and negations before it.
    fn verb(&mut self, at: usize, end: usize, depth: usize) -> Option<usize> {
        let text = &self.doc.text;
        let verb = (at..end).find(|u| !matches!(text.units[*u].tag, Tag::Negation | Tag::Particle))?;
        if text.units[verb].tag != Tag::Verb {
            return None;
        }
        let feats = text.units[verb].reading.map_or_else(String::new, |r| r.feats.to_string());
        let lemma = text.lemma(verb).map_or("", |l| &*l.form);
        self.put(depth, "verb", self.raw(at, verb + 1), format!("{lemma} · {feats}"));
        Some(verb + 1)
    }

    /// A noun phrase, with the preposition before it.
    fn phrase(&mut self, at: usize, end: usize, depth: usize) -> Option<usize> {
        let doc = self.doc;
        let ahead = doc.text.units[at].tag == Tag::Prep && at + 1 < end;
        let p = doc.phrase_from(at).or_else(|| ahead.then(|| doc.phrase_from(at + 1)).flatten())?;
        let phrase = &doc.phrases[p];
        let stop = (phrase.end as usize).min(end);
        let kind = if phrase.prep.is_empty() { "np" } else { "pp" };
        let code = doc.who[p].code();
        let mut note = kind_name(doc, p).to_owned();
        if code.len() > 1 {
            note += &format!(" · {code}");
        }
        for q in doc.quantities.iter().filter(|q| q.start >= phrase.start && (q.end as usize) <= stop) {
            let limit = |v: Option<f64>| v.map_or_else(|| "?".to_owned(), |v| v.to_string());
            note += &format!(" · {}–{}{}", limit(q.low), limit(q.high), if q.part { " part" } else { "" });
        }
        self.put(depth, kind, self.raw(at, stop), note);
        Some(stop)
    }
}

impl Doc<'_> {
    /// The whole noun phrase that begins at a unit.
    fn phrase_from(&self, unit: usize) -> Option<usize> {
        self.phrases_in(unit as u32, unit as u32 + 1).find(|p| {
            let q = &self.phrases[*p];
            q.start as usize == unit && q.shape == Shape::Whole
        })
    }
}
