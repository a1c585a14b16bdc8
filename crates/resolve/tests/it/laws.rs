//! Laws: the incidents are a function of the set of reports.

use crate::stories::all;
use crate::story::{Said, Story, Told};
use marsad_model::incident::Incident;
use marsad_resolve::{Digest, Weights, canonical, component, index_keys, pairs, probe_keys, resolve};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a store does, one report at a time: file, look up, compare, settle the components that changed.
#[derive(Default)]
struct Stream {
    digests: BTreeMap<String, Digest>,
    filed: BTreeMap<String, BTreeSet<String>>,
    /// Account to account, both ways.
    edges: BTreeMap<String, BTreeSet<String>>,
    /// Account to its report.
    home: BTreeMap<String, String>,
    /// Incidents by the set of accounts of their component.
    settled: BTreeMap<BTreeSet<String>, Vec<Incident>>,
}

impl Stream {
    fn add(&mut self, digest: &Digest) {
        if self.digests.contains_key(&digest.report) {
            return;
        }
        let candidates: BTreeSet<String> = probe_keys(digest).iter().filter_map(|k| self.filed.get(k)).flatten().cloned().collect();
        for account in &digest.accounts {
            self.home.insert(account.name().to_owned(), digest.report.clone());
            self.edges.entry(account.name().to_owned()).or_default();
        }
        let own = pairs(digest, digest, Weights::standard());
        let others = candidates.iter().flat_map(|c| pairs(digest, &self.digests[c], Weights::standard()));
        for pair in others.chain(own).filter(|p| p.score > 0.0) {
            self.edges.entry(pair.a.clone()).or_default().insert(pair.b.clone());
            self.edges.entry(pair.b).or_default().insert(pair.a);
        }
        for key in index_keys(digest) {
            self.filed.entry(key).or_default().insert(digest.report.clone());
        }
        self.digests.insert(digest.report.clone(), digest.clone());
        for account in &digest.accounts {
            self.settle(account.name());
        }
    }

    fn settle(&mut self, account: &str) {
        let mut names = BTreeSet::new();
        let mut open = vec![account.to_owned()];
        while let Some(name) = open.pop() {
            if names.insert(name.clone()) {
                open.extend(self.edges[&name].iter().cloned());
            }
        }
        let reports: BTreeSet<&String> = names.iter().map(|n| &self.home[n]).collect();
        let digests: Vec<Digest> = reports.into_iter().map(|r| self.digests[r].clone()).collect();
        self.settled.retain(|known, _| known.is_disjoint(&names));
        let incidents = component(&digests, &names, &[], Weights::standard());
        self.settled.insert(names, incidents);
    }

    fn incidents(self) -> Vec<Incident> {
        let mut out: Vec<Incident> = self.settled.into_values().flatten().collect();
        canonical(&mut out);
        out
    }
}

fn by_id(mut incidents: Vec<Incident>) -> Vec<Incident> {
    incidents.sort_by(|a, b| a.id.cmp(&b.id));
    incidents
}

const TOWNS: &[(&str, (f64, f64))] = &[("Wadi", (35.1, 36.2)), ("Tell", (35.45, 36.35)), ("Hara", (35.12, 36.24)), ("Sur", (33.2, 35.2))];
const WORDS: &[&str] =
    &["market", "school", "bridge", "camp", "rockets", "aircraft", "drone", "dawn", "guards", "pupils", "column", "depot"];
const MODES: &[Option<&str>] = &[None, Some("aerial"), Some("drone"), Some("heavy-weapons")];

fn claim() -> impl Strategy<Value = Said> {
    let when = (proptest::option::of(1..6_u32), proptest::option::of(0..TOWNS.len()), 0..MODES.len());
    let what =
        (proptest::option::of(1..9_u32), proptest::collection::vec(0..WORDS.len(), 2..7), any::<bool>(), proptest::option::of(0..2_u32));
    (when, what).prop_map(|((day, town, mode), (killed, words, denied, group))| Said {
        text: words.iter().map(|w| WORDS[*w]).collect::<Vec<_>>().join(" "),
        of: String::new(),
        kind: "ASSAULT".to_owned(),
        mode: MODES[mode].map(str::to_owned),
        status: if denied { "denied" } else { "occurred" }.to_owned(),
        certainty: "stated".to_owned(),
        place: town.map(|t| TOWNS[t].0.to_owned()),
        precision: "town".to_owned(),
        date: day.map(|d| (format!("2024-03-0{d}"), format!("2024-03-0{d}"))),
        killed: killed.map(|k| (f64::from(k), f64::from(k))),
        injured: None,
        actor: None,
        recipient: None,
        agency: None,
        group,
    })
}

pub fn reports() -> impl Strategy<Value = Vec<Digest>> {
    let report = (proptest::collection::vec(claim(), 0..4), proptest::option::of(1..7_u32), any::<bool>());
    proptest::collection::vec(report, 1..9).prop_map(|reports| {
        let told = |(n, (claims, day, linked)): (usize, (Vec<Said>, Option<u32>, bool))| Told {
            id: format!("r{n}"),
            outlet: Some(format!("Outlet {}", n % 3)),
            published: day.map(|d| format!("2024-03-0{d}")),
            title: claims.first().map(|c| c.text.clone()).unwrap_or_default(),
            more: String::new(),
            links: if linked && claims.len() > 1 { vec![(1, 2, "response_to".to_owned())] } else { Vec::new() },
            claims,
            version_of: None,
        };
        let places = TOWNS.iter().map(|(name, point)| ((*name).to_owned(), *point)).collect();
        let story = Story { places, reports: reports.into_iter().enumerate().map(told).collect(), expects: Vec::new() };
        story.digests()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_and_doubles_do_not_matter(digests in reports(), seed in any::<u64>()) {
        let once = resolve(&digests, &[], Weights::standard());
        let mut mixed = digests.clone();
        mixed.extend(digests.iter().take(2).cloned());
        let len = mixed.len();
        for n in 0..len {
            mixed.swap(n, (seed.rotate_left(n as u32 * 7) % len as u64) as usize);
        }
        prop_assert_eq!(once, resolve(&mixed, &[], Weights::standard()));
    }

    #[test]
    fn one_at_a_time_gives_what_one_batch_gives(digests in reports()) {
        let batch = by_id(resolve(&digests, &[], Weights::standard()));
        let mut stream = Stream::default();
        for digest in digests.iter().rev() {
            stream.add(digest);
        }
        prop_assert_eq!(batch, by_id(stream.incidents()));
    }

    #[test]
    fn every_claim_stands_in_one_incident(digests in reports()) {
        let incidents = resolve(&digests, &[], Weights::standard());
        let mut told: Vec<&String> = incidents.iter().flat_map(|i| &i.claims).map(|c| &c.hash).collect();
        let mut all: Vec<&String> = digests.iter().flat_map(Digest::claims).map(|c| &c.key.hash).collect();
        told.sort();
        all.sort();
        prop_assert_eq!(told, all);
    }

    #[test]
    fn who_finds_is_found(digests in reports()) {
        for a in &digests {
            for b in &digests {
                let finds = |x: &Digest, y: &Digest| !probe_keys(x).is_disjoint(&index_keys(y));
                prop_assert_eq!(finds(a, b), finds(b, a));
                let scores = |x, y| pairs(x, y, Weights::standard()).into_iter().map(|p| (p.a, p.b, p.score.to_bits())).collect::<BTreeSet<_>>();
                prop_assert_eq!(scores(a, b), scores(b, a));
            }
        }
    }
}

#[test]
fn stories_told_together_do_not_mix() {
    // All stories are set in the same days; those in other towns stay what they are alone.
    let stories = all();
    let digests: Vec<Digest> = stories
        .iter()
        .flat_map(|(name, story)| {
            let mut story = story.clone();
            for report in &mut story.reports {
                report.id = format!("{name}/{}", report.id);
            }
            story.digests()
        })
        .collect();
    let batch = by_id(resolve(&digests, &[], Weights::standard()));
    let mut stream = Stream::default();
    digests.iter().for_each(|d| stream.add(d));
    assert_eq!(batch, by_id(stream.incidents()));
}

#[test]
fn a_digest_survives_storing() {
    for story in all().values() {
        for digest in story.digests() {
            let json = serde_json::to_string(&digest).expect("plain data");
            assert_eq!(serde_json::from_str::<Digest>(&json).expect("what was written"), digest);
        }
    }
}
