//! One claim: who did what to whom, where, when, how many, who says so, and the evidence.

use super::Screen;
use super::line::{Row, Style};
use super::mark::evidence;
use crate::number::grouped;
use marsad_model::{Count, Date, Event, Link, Party, Place, Sheet, Source};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr;

/// Columns before the label of a field.
const MARGIN: usize = 4;

/// The view of one event mention.
pub struct Claim<'s> {
    pub screen: &'s Screen,
    pub sheet: &'s Sheet,
    /// The characters of the text.
    pub text: &'s [char],
    pub number: usize,
    pub event: &'s Event,
}

impl Claim<'_> {
    /// All lines of the claim.
    #[must_use]
    pub fn lines(&self) -> String {
        let mut out = self.heading();
        let e = self.event;
        self.parties(&mut out, "who", &e.actor, Style::Who);
        self.parties(&mut out, "whom", &e.recipient, Style::Whom);
        if let Some(i) = &e.instrument {
            self.row(&mut out, "with", &i.rule, |row| {
                row.quote(&i.text, Style::With);
            });
        }
        if let Some(p) = &e.place {
            self.row(&mut out, "where", &p.rule, |row| self.place(row, p));
        }
        if let Some(d) = &e.date {
            self.row(&mut out, "when", &d.rule, |row| self.date(row, d));
        }
        for c in &e.counts {
            self.row(&mut out, "count", &c.rule, |row| self.count(row, c));
        }
        self.sources(&mut out);
        self.row(&mut out, "evidence", "", |row| {
            row.evidence(&evidence(self.text, e), self.screen.layout.color);
        });
        for link in self.sheet.links.iter().filter(|l| l.from == e.id) {
            self.row(&mut out, "link", "", |row| self.link(row, link));
        }
        let group = self.sheet.incidents.iter().find(|g| g.contains(&e.id));
        let others: Vec<String> = group.into_iter().flatten().filter(|id| **id != e.id).map(|id| self.number_of(id)).collect();
        if !others.is_empty() {
            let text = format!("{} {}", self.label("claim"), others.join(", "));
            self.row(&mut out, "same", "", |row| {
                row.add(&text, Style::Plain);
            });
        }
        out
    }

    fn label(&self, key: &'static str) -> &str {
        self.screen.locale.label(key)
    }

    /// The number under which a mention is shown.
    fn number_of(&self, id: &str) -> String {
        self.sheet.events.iter().position(|e| e.id == id).map_or_else(|| id.to_owned(), |i| (i + 1).to_string())
    }

    /// A field with its label; under `--explain` also the entry or rule behind it.
    fn row(&self, out: &mut String, key: &'static str, rule: &str, fill: impl FnOnce(&mut Row)) {
        let mut row = Row::default();
        fill(&mut row);
        if self.screen.explain && !rule.is_empty() {
            row.add(" ← ", Style::Dim).quote(rule, Style::Dim);
        }
        let label = format!("{}{}", " ".repeat(MARGIN), self.label(key));
        out.push_str(&row.lines(&label, MARGIN + self.screen.column, &self.screen.layout));
    }

    fn heading(&self) -> String {
        let e = self.event;
        let locale = &self.screen.locale;
        let mut row = Row::default();
        row.quote(&e.trigger.text, Style::Trigger).add(" — ", Style::Plain).add(locale.get("type", &e.kind), Style::Bold);
        if let Some(mode) = &e.mode {
            row.add(", ", Style::Bold).add(locale.get("mode", mode), Style::Bold);
        }
        if e.status != "occurred" {
            row.add(" · ", Style::Plain).add(locale.get("status", &e.status), Style::Warn);
            self.cues(&mut row, "status");
        }
        if e.certainty != "stated" {
            row.add(" · ", Style::Plain).add(locale.get("certainty", &e.certainty), Style::Warn);
            self.cues(&mut row, "certainty");
        }
        let mut code = e.kind.clone();
        if let Some(mode) = &e.mode {
            let _ = write!(code, "/{mode}");
        }
        row.add(" ", Style::Plain).quote(&format!("({code})"), Style::Dim);
        if self.screen.explain {
            row.add(" ← ", Style::Dim).quote(&format!("{} {:.2}", e.trigger.rule, e.score), Style::Dim);
        }
        let number = self.number.to_string();
        let label = format!("{}{number}", " ".repeat((MARGIN - 1).saturating_sub(number.width())));
        row.lines(&label, MARGIN.max(label.width() + 1), &self.screen.layout)
    }

    /// The words that made status or certainty what they are.
    fn cues(&self, row: &mut Row, field: &str) {
        for cue in self.event.cues.iter().filter(|c| c.field == field) {
            row.add(" ", Style::Plain).quote(&format!("«{}»", cue.text), Style::Cue);
            if self.screen.explain {
                row.add(&format!(" ({})", cue.class), Style::Dim);
            }
        }
    }

    fn parties(&self, out: &mut String, key: &'static str, parties: &[Party], style: Style) {
        for p in parties {
            let rule = p.actor_id.as_ref().map_or_else(|| p.rule.clone(), |id| format!("{} {id}", p.rule));
            self.row(out, key, &rule, |row| {
                row.quote(&p.text, style).add(" ", Style::Plain).quote(&format!("({})", p.code), Style::Dim);
            });
        }
    }

    fn place(&self, row: &mut Row, p: &Place) {
        row.quote(&p.text, Style::Where).add(" — ", Style::Plain);
        let Some(name) = &p.name_en else {
            row.add(self.label("no_point"), Style::Dim);
            return;
        };
        row.quote(&p.country.as_ref().map_or_else(|| name.clone(), |c| format!("{name}, {c}")), Style::Plain);
        if let Some(precision) = &p.precision {
            row.add(" · ", Style::Plain).add(self.screen.locale.get("precision", precision), Style::Plain);
        }
        if let (Some(lat), Some(lon)) = (p.lat, p.lon) {
            row.add(" · ", Style::Plain).quote(&format!("{lat:.4}, {lon:.4}"), Style::Plain);
        }
    }

    fn date(&self, row: &mut Row, d: &Date) {
        row.quote(&d.text, Style::When).add(" — ", Style::Plain);
        match (&d.start, &d.end) {
            (Some(a), Some(b)) if a == b => row.quote(a, Style::Plain),
            (Some(a), Some(b)) => row.add(&self.screen.locale.fill("label", "range", &[a, b]), Style::Plain),
            (Some(a), None) => row.add(self.label("from"), Style::Plain).add(" ", Style::Plain).quote(a, Style::Plain),
            (None, Some(b)) => row.add(&self.screen.locale.fill("label", "at_most", &[b]), Style::Plain),
            (None, None) => row.add(self.label("no_day"), Style::Dim),
        };
    }

    fn count(&self, row: &mut Row, c: &Count) {
        let locale = &self.screen.locale;
        let range = match (c.low, c.high) {
            (Some(a), Some(b)) if (a - b).abs() < f64::EPSILON => figure(a),
            (Some(a), Some(b)) => locale.fill("label", "range", &[&figure(a), &figure(b)]),
            (Some(a), None) => locale.fill("label", "at_least", &[&figure(a)]),
            (None, Some(b)) => locale.fill("label", "at_most", &[&figure(b)]),
            (None, None) => "?".to_owned(),
        };
        row.add(locale.get("measure", &c.measure), Style::Plain).add(": ", Style::Plain).add(&range, Style::Bold);
        row.add(" ", Style::Plain).quote(&format!("«{}»", c.text), Style::Count);
    }

    /// The chain of who says so: the one who knows, then who carried it.
    fn sources(&self, out: &mut String) {
        let chain = &self.event.attribution;
        if chain.is_empty() {
            self.row(out, "source", "", |row| {
                row.add(self.label("outlet"), Style::Dim);
            });
            return;
        }
        let rules: Vec<&str> = chain.iter().map(|s| s.rule.as_str()).filter(|r| !r.is_empty()).collect();
        self.row(out, "source", &rules.join(", "), |row| {
            for (i, source) in chain.iter().enumerate() {
                if i > 0 {
                    row.add(" ", Style::Plain).add(self.label("via"), Style::Plain).add(" ", Style::Plain);
                }
                row.quote(&source.text, Style::Source).add(" ", Style::Plain).add(&self.about(source), Style::Dim);
            }
        });
    }

    fn about(&self, source: &Source) -> String {
        let mut parts = vec![self.screen.locale.get("source", &source.kind).to_owned()];
        if source.anonymous {
            parts.push(self.label("unnamed").to_owned());
        }
        if let Some(n) = source.number {
            parts.push(match n {
                1 => self.label("sources_one").to_owned(),
                2 => self.label("sources_two").to_owned(),
                n => format!("{n} {}", self.label("sources")),
            });
        }
        format!("({})", parts.join(", "))
    }

    fn link(&self, row: &mut Row, link: &Link) {
        let locale = &self.screen.locale;
        row.add(&locale.fill("relation", &link.kind, &[&self.number_of(&link.to)]), Style::Plain).add(", ", Style::Plain);
        let style = if link.certainty == "stated" { Style::Plain } else { Style::Warn };
        row.add(locale.get("link_certainty", &link.certainty), style);
        if let Some(words) = &link.text {
            row.add(": ", Style::Plain).quote(&format!("«{words}»"), Style::Plain);
        }
    }
}

/// A figure as people write it.
pub fn figure(n: f64) -> String {
    if n >= 0.0 && n.fract() == 0.0 && n < 1e15 { grouped(n as u64) } else { n.to_string() }
}
