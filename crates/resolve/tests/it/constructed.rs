//! The constructed story of `samples/story`, as sheets that say what `expected.jsonl` says of each report: whatever the
//! engine reads wrongly, resolution has to come to the expected incidents of these.

use marsad_model::incident::Report;
use marsad_model::{Count, Date, Event, Link, Mention, Party, Phrase, Place, Sheet, Source};
use marsad_resolve::{Dating, Digest};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// An incident of `expected.jsonl`.
#[derive(Clone, Debug, Deserialize)]
pub struct Expected {
    pub id: String,
    pub name: BTreeMap<String, String>,
    #[serde(rename = "type")]
    pub kind: String,
    pub mode: Option<String>,
    pub status: String,
    pub date: Option<Days>,
    pub place: Option<Where>,
    pub killed: Option<Standing>,
    pub injured: Option<Standing>,
    pub reports: Vec<Teller>,
    #[serde(default)]
    pub tolls: Vec<Figure>,
    #[serde(default)]
    pub statuses: Vec<StatusIn>,
    #[serde(default)]
    pub authors: Vec<Author>,
    #[serde(default)]
    pub corrected: Vec<Corrected>,
    pub links: Vec<To>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Days {
    pub start: String,
    pub end: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Where {
    pub name: String,
    pub name_en: String,
    pub country: String,
    pub lat: f64,
    pub lon: f64,
    pub precision: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Standing {
    pub low: f64,
    pub high: f64,
    pub latest: f64,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Teller {
    pub id: String,
    pub lead: bool,
    pub repeats: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Figure {
    pub report: String,
    pub measure: String,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub source: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct StatusIn {
    pub report: String,
    pub status: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Author {
    pub party: String,
    pub stance: String,
    pub reports: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Corrected {
    pub from: String,
    pub field: String,
}

#[derive(Clone, Debug, Deserialize)]
pub struct To {
    pub to: String,
    pub kind: String,
    pub certainty: String,
    pub by: String,
    pub reports: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
struct Written {
    id: String,
    outlet: String,
    published: String,
    updated: Option<String>,
    version_of: Option<String>,
    title: String,
    text: String,
}

fn rows<T: for<'de> Deserialize<'de>>(name: &str) -> Vec<T> {
    let path = format!("{}/../../samples/story/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    text.lines().map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{path}: {e} in {l}"))).collect()
}

/// What is expected.
pub fn expected() -> Vec<Expected> {
    rows("expected.jsonl")
}

/// The story's reports with their claims, and the expected incident of each claim (report, offset).
pub fn told(expected: &[Expected]) -> (Vec<Digest>, BTreeMap<(String, usize), String>) {
    let (mut digests, mut home) = (Vec::new(), BTreeMap::new());
    let reports: Vec<Written> = rows("reports.jsonl");
    let outlets: BTreeMap<String, String> = reports.iter().map(|w| (w.id.clone(), w.outlet.clone())).collect();
    for written in &reports {
        let mut writer = Writer { written, expected, outlets: &outlets, events: Vec::new(), groups: BTreeMap::new() };
        let mut own: Vec<&Expected> = expected.iter().filter(|e| e.teller(&written.id).is_some()).collect();
        own.sort_by_key(|e| !e.teller(&written.id).is_some_and(|t| t.lead));
        own.iter().for_each(|e| writer.tell(e));
        for (of, at) in writer.groups.iter().flat_map(|(of, events)| events.iter().map(move |(_, at)| (of, *at))) {
            home.insert((written.id.clone(), at), of.clone());
        }
        digests.push(Digest::new(&writer.report(), Dating::Published));
    }
    (digests, home)
}

impl Expected {
    fn teller(&self, report: &str) -> Option<&Teller> {
        self.reports.iter().find(|t| t.id == report)
    }

    /// The report whose words a report has: itself, or what it repeats.
    fn origin<'a>(&'a self, report: &'a str) -> &'a str {
        self.teller(report).and_then(|t| t.repeats.as_deref()).unwrap_or(report)
    }
}

struct Writer<'a> {
    written: &'a Written,
    expected: &'a [Expected],
    /// Outlets by report.
    outlets: &'a BTreeMap<String, String>,
    events: Vec<Event>,
    /// Identifiers and offsets of the events, by expected incident.
    groups: BTreeMap<String, Vec<(String, usize)>>,
}

impl Writer<'_> {
    /// One claim for each source of a figure, one where there is none.
    fn tell(&mut self, of: &Expected) {
        let origin = of.origin(&self.written.id);
        let mut by_source: Vec<(Option<&str>, Vec<&Figure>)> = Vec::new();
        for figure in of.tolls.iter().filter(|t| t.report == origin) {
            match by_source.iter_mut().find(|(s, _)| *s == Some(figure.source.as_str())) {
                Some((_, figures)) => figures.push(figure),
                None => by_source.push((Some(&figure.source), vec![figure])),
            }
        }
        if by_source.is_empty() {
            by_source.push((None, Vec::new()));
        }
        for (source, figures) in by_source {
            let event = self.event(of, source, &figures);
            self.groups.entry(of.id.clone()).or_default().push((event.id.clone(), event.trigger.at));
            self.events.push(event);
        }
    }

    fn event(&self, of: &Expected, source: Option<&str>, figures: &[&Figure]) -> Event {
        let (sentence, begin) = sentence(self.written, of);
        let at = (begin..).find(|at| self.events.iter().all(|e| e.trigger.at != *at)).unwrap_or(begin);
        let text: String = self.written.text.chars().skip(at).take(1).collect();
        let origin = of.origin(&self.written.id);
        let says = |a: &&Author| a.reports.iter().any(|r| r == origin) && !matches!(a.stance.as_str(), "denied" | "doubted");
        let party = |a: &Author| Party { text: a.party.clone(), at, code: a.party.clone(), ..Party::default() };
        let count =
            |f: &&Figure| Count { measure: f.measure.clone(), low: f.low, high: f.high, text: text.clone(), at, ..Count::default() };
        let status = of.statuses.iter().find(|s| s.report == origin).map_or(&of.status, |s| &s.status);
        Event {
            id: format!("E{}", self.events.len() + 1),
            kind: of.kind.clone(),
            mode: of.mode.clone(),
            status: status.clone(),
            certainty: "stated".to_owned(),
            actor: of.authors.iter().find(says).map(party).into_iter().collect(),
            place: self.place(of, &text, at),
            date: of.date.as_ref().map(|d| Date {
                text: text.clone(),
                at,
                start: Some(d.start.clone()),
                end: Some(d.end.clone()),
                ..Date::default()
            }),
            counts: figures.iter().map(count).collect(),
            attribution: source.map(|s| said(s, at, "official")).into_iter().chain(self.agency(of)).collect(),
            trigger: Phrase { text, at, rule: String::new() },
            sentence,
            score: 0.9,
            ..Event::default()
        }
    }

    /// The agency that a report repeats, where it names it.
    fn agency(&self, of: &Expected) -> Option<Source> {
        let origin = of.origin(&self.written.id);
        let outlet = &self.outlets[origin];
        let byte = self.written.text.find(outlet.as_str()).filter(|_| origin != self.written.id)?;
        Some(said(outlet, self.written.text[..byte].chars().count(), "agency"))
    }

    /// The incident's place, or the wrong one that a first version gave.
    fn place(&self, of: &Expected, text: &str, at: usize) -> Option<Place> {
        let wrong = of.corrected.iter().find(|c| c.from == self.written.id && c.field == "place");
        let falluja = Where {
            name: String::new(),
            name_en: "Al-Falluja".to_owned(),
            country: "IQ".to_owned(),
            lat: 33.3558,
            lon: 43.7861,
            precision: "town".to_owned(),
        };
        let place = if wrong.is_some() { &falluja } else { of.place.as_ref()? };
        Some(Place {
            text: text.to_owned(),
            at,
            name_en: Some(place.name_en.clone()),
            country: Some(place.country.clone()),
            lat: Some(place.lat),
            lon: Some(place.lon),
            precision: Some(place.precision.clone()),
            place_id: Some(place.name_en.clone()),
            rule: String::new(),
        })
    }

    fn links(&self) -> Vec<Link> {
        let first = |of: &str| self.groups.get(of).and_then(|g| g.first()).map(|(id, _)| id.clone());
        let mut out = Vec::new();
        for from in self.expected {
            for link in from.links.iter().filter(|l| l.reports.iter().any(|r| r == from.origin(&self.written.id))) {
                out.extend(first(&from.id).zip(first(&link.to)).map(|(a, b)| Link {
                    from: a,
                    to: b,
                    kind: link.kind.clone(),
                    certainty: link.certainty.clone(),
                    text: Some(link.by.clone()),
                    ..Link::default()
                }));
            }
        }
        out
    }

    fn report(&self) -> Report {
        let w = self.written;
        let sheet = Sheet {
            id: w.id.clone(),
            outlet: Some(w.outlet.clone()),
            published: Some(w.updated.clone().unwrap_or_else(|| w.published.clone())),
            title: Some(w.title.clone()),
            text: w.text.clone(),
            events: self.events.clone(),
            links: self.links(),
            mentions: self.events.iter().flat_map(|e| &e.attribution).filter(|s| s.kind == "agency").map(carrier).collect(),
            incidents: self.groups.values().map(|events| events.iter().map(|(id, _)| id.clone()).collect()).collect(),
            ..Sheet::default()
        };
        Report { sheet, url: None, version_of: w.version_of.clone() }
    }
}

fn carrier(source: &Source) -> Mention {
    let (text, at) = (source.text.clone(), source.at);
    Mention { kind: "organisation".to_owned(), entity: Some(text.clone()), text, at, ..Mention::default() }
}

fn said(text: &str, at: usize, kind: &str) -> Source {
    Source { text: text.to_owned(), at, kind: kind.to_owned(), ..Source::default() }
}

/// The sentence of the report that has most in common with the incident's name and place, by runs of three letters,
/// with its code-point offset; the first of equals.
fn sentence(written: &Written, of: &Expected) -> (String, usize) {
    let name = [of.name.get("ar"), of.place.as_ref().map(|p| &p.name)].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
    let wanted = runs(&name);
    let mut best = (0, String::new(), 0);
    let mut at = 0;
    for part in written.text.split_inclusive(['.', '\n']) {
        let shared = runs(part).intersection(&wanted).count() + 1;
        if shared > best.0 {
            best = (shared, part.trim().to_owned(), at + part.chars().take_while(|c| c.is_whitespace()).count());
        }
        at += part.chars().count();
    }
    (best.1, best.2)
}

fn runs(words: &str) -> BTreeSet<[char; 3]> {
    let of = |word: &str| word.chars().collect::<Vec<_>>().windows(3).map(|w| [w[0], w[1], w[2]]).collect::<Vec<_>>();
    words.split_whitespace().flat_map(of).collect()
}
