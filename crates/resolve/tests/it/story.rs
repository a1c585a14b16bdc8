//! Stories as data: reports with their claims, and the incident that each claim belongs to.

use marsad_model::incident::Report;
use marsad_model::{Count, Date, Event, Mention, Party, Phrase, Place, Sheet, Source};
use marsad_resolve::{Dating, Digest};
use serde::Deserialize;
use std::collections::BTreeMap;

/// One story.
#[derive(Clone, Debug, Deserialize)]
pub struct Story {
    /// Towns by name: latitude, longitude.
    pub places: BTreeMap<String, (f64, f64)>,
    /// The reports.
    #[serde(rename = "report")]
    pub reports: Vec<Told>,
    /// What else is expected of incidents.
    #[serde(default, rename = "expect")]
    pub expects: Vec<Expect>,
}

/// One report.
#[derive(Clone, Debug, Deserialize)]
pub struct Told {
    pub id: String,
    pub outlet: Option<String>,
    pub published: Option<String>,
    #[serde(default)]
    pub title: String,
    /// Words beside the claims.
    #[serde(default)]
    pub more: String,
    #[serde(default, rename = "claim")]
    pub claims: Vec<Said>,
    #[serde(default)]
    pub links: Vec<(usize, usize, String)>,
    pub version_of: Option<String>,
}

/// One claim. Its sentence is its text.
#[derive(Clone, Debug, Deserialize)]
pub struct Said {
    pub text: String,
    /// The incident it belongs to.
    pub of: String,
    #[serde(rename = "type", default = "assault")]
    pub kind: String,
    pub mode: Option<String>,
    #[serde(default = "occurred")]
    pub status: String,
    #[serde(default = "stated")]
    pub certainty: String,
    pub place: Option<String>,
    #[serde(default = "town")]
    pub precision: String,
    pub date: Option<(String, String)>,
    pub killed: Option<(f64, f64)>,
    pub injured: Option<(f64, f64)>,
    pub actor: Option<String>,
    pub recipient: Option<String>,
    pub agency: Option<String>,
    /// Claims of one report with the same number are one happening to the engine; alone if there is none.
    pub group: Option<u32>,
}

/// What an incident has to show.
#[derive(Clone, Debug, Deserialize)]
pub struct Expect {
    pub of: String,
    pub killed: Option<(f64, f64)>,
    pub latest: Option<f64>,
    pub voices: Option<usize>,
    #[serde(default)]
    pub disputed: Vec<String>,
    pub links: Option<usize>,
    pub values: Option<(String, usize)>,
}

fn assault() -> String {
    "ASSAULT".to_owned()
}

fn occurred() -> String {
    "occurred".to_owned()
}

fn stated() -> String {
    "stated".to_owned()
}

fn town() -> String {
    "town".to_owned()
}

impl Story {
    pub fn read(text: &str) -> Self {
        toml::from_str(text).unwrap_or_else(|e| panic!("{e}"))
    }

    pub fn digests(&self) -> Vec<Digest> {
        self.reports.iter().map(|r| Digest::new(&self.report(r), Dating::Published)).collect()
    }

    /// The incident of each claim: report and trigger's offset to name.
    pub fn expected(&self) -> BTreeMap<(String, usize), String> {
        let sheets = self.reports.iter().map(|r| (r, self.report(r).sheet));
        sheets
            .flat_map(|(r, sheet)| {
                r.claims.iter().zip(sheet.events).map(|(c, e)| ((r.id.clone(), e.trigger.at), c.of.clone())).collect::<Vec<_>>()
            })
            .collect()
    }

    pub fn report(&self, told: &Told) -> Report {
        let mut text = if told.title.is_empty() { String::new() } else { format!("{}\n", told.title) };
        let mut events = Vec::new();
        for (n, claim) in told.claims.iter().enumerate() {
            let at = text.chars().count();
            text.push_str(&claim.text);
            text.push('\n');
            events.push(self.event(n, claim, at));
        }
        text.push_str(&told.more);
        let mut groups: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for (n, claim) in told.claims.iter().enumerate() {
            groups.entry(claim.group.unwrap_or(1000 + n as u32)).or_default().push(format!("E{}", n + 1));
        }
        let link = |(from, to, kind): &(usize, usize, String)| marsad_model::Link {
            from: format!("E{from}"),
            to: format!("E{to}"),
            kind: kind.clone(),
            certainty: "stated".to_owned(),
            ..marsad_model::Link::default()
        };
        let sources: Vec<Source> = events.iter().flat_map(|e: &Event| e.attribution.clone()).collect();
        let mention = |s: Source| Mention {
            kind: "organisation".to_owned(),
            entity: Some(s.text.clone()),
            text: s.text,
            at: s.at,
            ..Mention::default()
        };
        let sheet = Sheet {
            mentions: sources.into_iter().map(mention).collect(),
            id: told.id.clone(),
            outlet: told.outlet.clone(),
            published: told.published.clone(),
            title: Some(told.title.clone()).filter(|t| !t.is_empty()),
            text,
            events,
            links: told.links.iter().map(link).collect(),
            incidents: groups.into_values().collect(),
            ..Sheet::default()
        };
        Report { sheet, url: None, version_of: told.version_of.clone() }
    }

    fn event(&self, n: usize, claim: &Said, at: usize) -> Event {
        let word = claim.text.split(' ').next().unwrap_or_default().to_owned();
        let party = |code: &String| Party { text: code.clone(), at, code: code.clone(), ..Party::default() };
        let count = |measure: &str, range: Option<(f64, f64)>| {
            range.map(|(low, high)| Count {
                measure: measure.to_owned(),
                low: Some(low),
                high: Some(high),
                text: word.clone(),
                at,
                ..Count::default()
            })
        };
        let place = claim.place.as_ref().map(|name| {
            let (lat, lon) = self.places[name];
            Place {
                text: word.clone(),
                at,
                name_en: Some(name.clone()),
                country: Some("XA".to_owned()),
                lat: Some(lat),
                lon: Some(lon),
                precision: Some(claim.precision.clone()),
                place_id: Some(name.clone()),
                rule: String::new(),
            }
        });
        let agency = claim.agency.iter().map(|a| Source { text: a.clone(), at, kind: "agency".to_owned(), ..Source::default() });
        Event {
            id: format!("E{}", n + 1),
            trigger: Phrase { text: word.clone(), at, rule: String::new() },
            kind: claim.kind.clone(),
            mode: claim.mode.clone(),
            status: claim.status.clone(),
            certainty: claim.certainty.clone(),
            actor: claim.actor.iter().map(party).collect(),
            recipient: claim.recipient.iter().map(party).collect(),
            place,
            date: claim.date.as_ref().map(|(s, e)| Date {
                text: word.clone(),
                at,
                start: Some(s.clone()),
                end: Some(e.clone()),
                rule: String::new(),
            }),
            counts: [count("killed", claim.killed), count("injured", claim.injured)].into_iter().flatten().collect(),
            attribution: agency.collect(),
            sentence: claim.text.clone(),
            score: 0.9,
            ..Event::default()
        }
    }
}
