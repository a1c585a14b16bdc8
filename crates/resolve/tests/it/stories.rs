//! Each file of `tests/stories` is a story with the grouping that is expected of it.

use crate::story::{Expect, Story};
use marsad_model::incident::{Field, Incident};
use marsad_resolve::{Weights, resolve};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// All stories, by file name.
pub fn all() -> BTreeMap<String, Story> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories");
    let files = std::fs::read_dir(folder).expect("the stories").map(|e| e.expect("a story").path());
    files
        .map(|p| {
            (p.file_stem().unwrap_or_default().to_string_lossy().into_owned(), Story::read(&std::fs::read_to_string(&p).expect("a story")))
        })
        .collect()
}

/// Claims of incidents, as sets.
pub fn groups(incidents: &[Incident]) -> BTreeSet<BTreeSet<(String, usize)>> {
    incidents.iter().map(|i| i.claims.iter().map(|c| (c.report.clone(), c.at)).collect()).collect()
}

#[test]
fn stories_give_the_expected_incidents() {
    let mut wrong = Vec::new();
    for (name, story) in all() {
        let incidents = resolve(&story.digests(), &[], Weights::standard());
        let expected = story.expected();
        let mut wanted: BTreeMap<&String, BTreeSet<(String, usize)>> = BTreeMap::new();
        for (claim, of) in &expected {
            wanted.entry(of).or_default().insert(claim.clone());
        }
        let found = groups(&incidents);
        for (of, claims) in &wanted {
            if !found.contains(claims) {
                let homes = found.iter().filter(|g| !g.is_disjoint(claims)).collect::<Vec<_>>();
                let pairs: Vec<_> = incidents
                    .iter()
                    .flat_map(|i| &i.pairs)
                    .map(|p| (p.score, p.reasons.iter().map(|r| (r.kind, r.score)).collect::<Vec<_>>()))
                    .collect();
                wrong.push(format!("{name}: `{of}` should be {claims:?}, its claims are in {homes:?}\n  {pairs:?}"));
            }
        }
        for expect in &story.expects {
            let incident = incidents.iter().find(|i| i.claims.iter().any(|c| expected[&(c.report.clone(), c.at)] == expect.of));
            wrong.extend(
                incident
                    .map_or_else(|| vec![format!("no {}", expect.of)], |i| check(expect, i))
                    .into_iter()
                    .map(|w| format!("{name}: {w}")),
            );
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn check(expect: &Expect, incident: &Incident) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut differs = |what: &str, found: String, wanted: String| {
        if found != wanted {
            wrong.push(format!("{}: expected {what} {wanted}, found {found}", expect.of));
        }
    };
    if let Some((low, high)) = expect.killed {
        let found = incident.killed.map(|r| (r.low, r.high));
        differs("killed", format!("{found:?}"), format!("{:?}", Some((Some(low), Some(high)))));
    }
    if let Some(latest) = expect.latest {
        let toll = incident.tolls.iter().find(|t| t.measure == "killed");
        differs("latest", format!("{:?}", toll.and_then(|t| t.latest?.low)), format!("{:?}", Some(latest)));
    }
    if let Some(voices) = expect.voices {
        differs("voices", incident.voices.len().to_string(), voices.to_string());
    }
    let disputed = |f: &&Field| f.disputed;
    let names: Vec<String> = incident.fields.iter().filter(disputed).map(|f| f.name.clone()).collect();
    differs("disputed", format!("{names:?}"), format!("{:?}", expect.disputed));
    if let Some(links) = expect.links {
        differs("links", incident.links.len().to_string(), links.to_string());
    }
    if let Some((field, count)) = &expect.values {
        let found = incident.fields.iter().find(|f| f.name == *field).map_or(0, |f| f.values.len());
        differs(&format!("values of {field}"), found.to_string(), count.to_string());
    }
    wrong
}
