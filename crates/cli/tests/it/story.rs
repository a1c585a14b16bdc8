//! The demo story through the whole program: real engine, real store. The engine does not read everything right, so what
//! the expected incidents say is measured here and held as floors, some way under what was measured; what resolution
//! makes of rightly read sheets is asserted in full in `crates/resolve/tests/it/demo.rs`.

use crate::{err, folder, marsad};
use marsad_store::{AsOf, Filter, Order, Page, Reader};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const STORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/story");

/// The story in a store, and what is expected of it.
struct Story {
    store: Reader,
    pages: Vec<Page>,
    expected: Vec<Value>,
}

/// The identifier without the number that the store gives to a later version of an article.
fn bare(id: &str) -> &str {
    id.split('~').next().unwrap_or(id)
}

impl Story {
    fn new() -> Self {
        let db = folder("story").join("story.db");
        let reports = format!("{STORY}/reports.jsonl");
        let output = marsad(&["ingest", &reports, "--db", db.to_str().expect("UTF-8"), "--replay"]);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert!(err(&output).contains("69 new, 1 new versions, 0 known before, 0 refused"), "{}", err(&output));
        let store = Reader::open(&db).expect("a store");
        let list = store.incidents(&Filter::default(), Order::Changed, AsOf::Now, None, 100_000).expect("a list").incidents;
        let pages = list.iter().map(|i| store.incident(&i.id, AsOf::Now).expect("an incident")).collect();
        let text = std::fs::read_to_string(format!("{STORY}/expected.jsonl")).expect("the expected incidents");
        let expected = text.lines().map(|l| serde_json::from_str(l).expect("an incident")).collect();
        Self { store, pages, expected }
    }

    fn expected(&self, id: &str) -> &Value {
        self.expected.iter().find(|e| e["id"] == id).unwrap_or_else(|| panic!("no {id}"))
    }

    /// Reports of an expected incident; those that lead with it, or all.
    fn reports(of: &Value, leads: bool) -> BTreeSet<String> {
        let all = of["reports"].as_array().into_iter().flatten();
        all.filter(|r| !leads || r["lead"] == true).filter_map(|r| r["id"].as_str().map(str::to_owned)).collect()
    }

    /// The incident that most of the leading reports of an expected one lead with.
    fn found(&self, id: &str) -> Option<&Page> {
        let leads = Self::reports(self.expected(id), true);
        let shared = |p: &&Page| p.incident.reports.iter().filter(|r| r.lead && leads.contains(bare(&r.id))).count();
        self.pages.iter().max_by_key(shared).filter(|p| shared(p) > 0)
    }

    /// Report to the incident it leads with.
    fn leads(&self) -> BTreeMap<&str, &str> {
        let all = self.pages.iter().flat_map(|p| p.incident.reports.iter().filter(|r| r.lead).map(move |r| (r, p)));
        all.map(|(r, p)| (bare(&r.id), p.incident.id.as_str())).collect()
    }
}

/// Shares of the pairs of reports that lead with one incident: of the found ones right, of the expected ones found.
fn pairs(story: &Story) -> (f64, f64) {
    let wanted: BTreeMap<String, &str> = story
        .expected
        .iter()
        .flat_map(|e| Story::reports(e, true).into_iter().map(move |r| (r, e["id"].as_str().unwrap_or_default())))
        .collect();
    let found = story.leads();
    let (mut both, mut said, mut asked) = (0.0, 0.0, 0.0);
    for (n, (a, x)) in wanted.iter().enumerate() {
        for (b, y) in wanted.iter().skip(n + 1) {
            let told = found.contains_key(a.as_str()) && found.get(a.as_str()) == found.get(b.as_str());
            both += f64::from(u8::from(told && x == y));
            said += f64::from(u8::from(told));
            asked += f64::from(u8::from(x == y));
        }
    }
    (both / said, both / asked)
}

/// Named facts of the story and whether they hold.
fn facts(story: &Story) -> Vec<(String, bool)> {
    let mut out: Vec<(String, bool)> = Vec::new();
    for e in &story.expected {
        let id = e["id"].as_str().unwrap_or_default();
        if Story::reports(e, true).is_empty() {
            continue;
        }
        let page = story.found(id);
        out.push((format!("{id}: type"), page.is_some_and(|p| e["type"] == p.incident.kind.as_str())));
        out.push((format!("{id}: status"), page.is_some_and(|p| e["status"] == p.incident.status.as_str())));
        let days = page.and_then(|p| p.incident.date.as_ref()).map(|d| (d.start.as_str(), d.end.as_str()));
        if let Some(start) = e["date"]["start"].as_str() {
            out.push((format!("{id}: day"), days.is_some_and(|(s, t)| s <= start && start <= t)));
        }
        for measure in ["killed", "injured"] {
            let Some(latest) = e[measure]["latest"].as_f64() else { continue };
            let toll = page.and_then(|p| p.incident.tolls.iter().find(|t| t.measure == measure));
            let figures: Vec<f64> = toll.into_iter().flat_map(|t| &t.history).filter_map(|f| f.range.high.or(f.range.low)).collect();
            out.push((format!("{id}: {measure}, latest told"), figures.contains(&latest)));
            let told = e["tolls"].as_array().into_iter().flatten().filter(|t| t["measure"] == measure);
            let all = told.filter_map(|t| t["high"].as_f64().or(t["low"].as_f64())).all(|n| figures.contains(&n));
            out.push((format!("{id}: {measure}, every figure told"), all));
        }
    }
    out
}

#[test]
fn the_demo_story_is_told_as_far_as_the_engine_reads_it() {
    let story = Story::new();
    let (right, found) = pairs(&story);
    let facts = facts(&story);
    let held = facts.iter().filter(|(_, holds)| *holds).count();
    let missed: Vec<&String> = facts.iter().filter(|(_, holds)| !holds).map(|(name, _)| name).collect();
    println!("leads: {right:.3} of pairs right, {found:.3} of pairs found; {held} of {} facts; missed {missed:#?}", facts.len());
    assert!(right >= FLOOR_RIGHT, "{right:.3} of the pairs of leading reports are right, expected {FLOOR_RIGHT}");
    assert!(found >= FLOOR_FOUND, "{found:.3} of the pairs of leading reports are found, expected {FLOOR_FOUND}");
    let share = held as f64 / facts.len() as f64;
    assert!(share >= FLOOR_FACTS, "{share:.3} of the facts hold, expected {FLOOR_FACTS}: {missed:#?}");
    wire(&story);
    corrected(&story);
    apart(&story);
    retaliation(&story);
}

/// Floors, some way under what the printed line says, so that other weights of the engine may move it.
const FLOOR_RIGHT: f64 = 0.7;
const FLOOR_FOUND: f64 = 0.55;
const FLOOR_FACTS: f64 = 0.6;

/// Copies that must be one voice: a copy whose first paragraph the engine does not read as told of the rockets stands elsewhere.
const FLOOR_COPIES: usize = 8;

/// Nine papers with one wire are one voice: four print it word for word, five put it in other words and name an agency
/// that no table knows.
fn wire(story: &Story) {
    let page = story.found("habbaniyah-rockets").expect("the rockets");
    let voice = |report: &str| page.incident.voices.iter().position(|v| v.members.iter().any(|m| m.report == report));
    let expected = story.expected("habbaniyah-rockets");
    let copies: Vec<&str> = expected["reports"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|r| r["repeats"] == "story-02")
        .filter_map(|r| r["id"].as_str())
        .collect();
    assert_eq!(copies.len(), 9);
    let here: Vec<&str> = copies.into_iter().filter(|id| voice(id).is_some()).collect();
    assert!(here.len() >= FLOOR_COPIES, "only {here:?} are read to lead with the rockets");
    for id in here {
        assert!(voice("story-02").is_some() && voice(id) == voice("story-02"), "{id} stands apart from what it copies");
    }
    assert_ne!(voice("story-01"), voice("story-02"), "an agency does not repeat itself");
    assert_ne!(voice("story-12"), voice("story-02"), "the second agency has sources of its own");
}

/// A corrected article is two versions of one; what the first said is what was known before the second came.
fn corrected(story: &Story) {
    let page = story.store.report("story-33", AsOf::Now).expect("a report");
    let versions: Vec<&str> = page.versions.iter().map(|v| v.id.as_str()).collect();
    assert_eq!(versions, ["story-33", "story-34~2"]);
    let (first, second) = (page.versions[0].added_at, page.versions[1].added_at);
    assert!(first < second, "the correction came later: {first} and {second}");
    let homes = story.leads();
    assert_eq!(homes.get("story-33"), homes.get("story-34"), "both versions lead with one incident");
    let before = AsOf::Time(first);
    assert!(story.store.report("story-34~2", before).is_err(), "the correction was not known yet");
    assert!(story.store.report("story-33", before).is_ok());
}

/// Two attacks in one town on one day are led by different reports, and stay two.
fn apart(story: &Story) {
    let homes = story.leads();
    assert_ne!(homes.get("story-32"), homes.get("story-35"), "the bomb and the attack on the council are two");
    let denied = story.found("kubaysa-rumour").expect("the rumour");
    assert_eq!(denied.incident.reports.iter().filter(|r| r.lead).count(), 1, "what was denied stands alone");
}

/// What answers what, with who says so, as far as the engine reads it. Its expected sheets give the chain (tests of
/// `marsad-resolve`); here a link is printed where there is none and judged where there is one: two papers say that the
/// strike near Rawah answers an attack at Habbaniyah, in a sentence whose «strike» is a second mention, which the models of
/// the day take for one or not. That this attack is the rockets is not found (the papers recall it without a day, three
/// days later), nor is the link of the statements that begin with «in response to» (stories 25 and 52).
fn retaliation(story: &Story) {
    let strike = story.found("rawah-drones").expect("the strike");
    let answers = |l: &&marsad_model::incident::IncidentLink| {
        l.kind == "response_to" && l.certainty == "stated" && l.says.iter().any(|s| s.report == "story-26")
    };
    let Some(link) = strike.incident.links.iter().find(answers) else {
        println!("no paper is read to say what the strike near Rawah answers");
        return;
    };
    assert_eq!(link.from, strike.incident.id);
    let answered = story.store.incident(&link.to, AsOf::Now).expect("what is answered").incident;
    let base = &story.expected("habbaniyah-rockets")["place"];
    let near = |x: Option<f64>, y: &Value| x.zip(y.as_f64()).is_some_and(|(x, y)| (x - y).abs() < 0.1);
    assert!(answered.kind == "ASSAULT" && answered.place.is_some_and(|p| near(p.lat, &base["lat"]) && near(p.lon, &base["lon"])));
}
