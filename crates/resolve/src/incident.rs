//! One incident put together from the accounts that tell of it.

use crate::decide::Rulings;
use crate::digest::{Account, Digest};
use crate::field::{Part, fields};
use crate::key::incident_id;
use crate::toll::tolls;
use crate::voice::voices;
use marsad_model::incident::{ClaimKey, Datum, Field, INCIDENT_SCHEMA, Incident, IncidentLink, Pair, Range, Role, Support, Telling, Toll};
use std::collections::{BTreeMap, BTreeSet};

/// Puts an incident together. Accounts stand in the order of publication; `pairs` lie between them.
pub(crate) fn assemble(told: &[(&Digest, &Account)], pairs: Vec<Pair>, rulings: &Rulings<'_>) -> Incident {
    let mut reports: Vec<(&Digest, Vec<&Account>)> = Vec::new();
    for (digest, account) in told {
        match reports.iter_mut().find(|(d, _)| d.report == digest.report) {
            Some((_, accounts)) => accounts.push(account),
            None => reports.push((digest, vec![account])),
        }
    }
    let (voices, voice_of) = voices(&reports);
    let parts: Vec<Part<'_>> =
        reports.into_iter().zip(&voice_of).map(|((digest, accounts), voice)| Part { digest, accounts, voice: *voice }).collect();
    let claims: Vec<ClaimKey> = told.iter().flat_map(|(_, a)| &a.claims).map(|c| c.key.clone()).collect();
    let hashes: BTreeSet<&str> = claims.iter().map(|c| c.hash.as_str()).collect();
    let about = rulings.about(&claims);
    let fields = fields(&parts, &about.set);
    let tolls = tolls(&parts, &about.set);
    let word = |name: &str| best(&fields, name).and_then(|v| if let Datum::Word { word } = v { Some(word.clone()) } else { None });
    let certainty = if disputed(&fields) { "disputed".to_owned() } else { word("certainty").unwrap_or_default() };
    Incident {
        schema: INCIDENT_SCHEMA.to_owned(),
        id: incident_id(claims.first().map_or("", |c| &c.hash)),
        kind: word("type").unwrap_or_default(),
        mode: word("mode"),
        status: word("status").unwrap_or_default(),
        certainty,
        date: best(&fields, "date").and_then(|v| if let Datum::Days(days) = v { Some(days.clone()) } else { None }),
        place: best(&fields, "place").and_then(|v| if let Datum::Place(spot) = v { Some(spot.clone()) } else { None }),
        killed: figure(&tolls, "killed"),
        injured: figure(&tolls, "injured"),
        reports: parts.iter().map(telling).collect(),
        links: links(&parts, &hashes),
        fields,
        tolls,
        claims,
        voices,
        pairs,
        decisions: about.decisions,
        accepted: about.accepted,
    }
}

fn best<'f>(fields: &'f [Field], name: &str) -> Option<&'f Datum> {
    fields.iter().find(|f| f.name == name)?.values.first().map(|v| &v.value)
}

fn disputed(fields: &[Field]) -> bool {
    fields.iter().any(|f| f.disputed && matches!(f.name.as_str(), "actor" | "status"))
}

fn figure(tolls: &[Toll], measure: &str) -> Option<Range> {
    tolls.iter().find(|t| t.measure == measure)?.best
}

fn telling(part: &Part<'_>) -> Telling {
    let background = part.accounts.iter().all(|a| a.background);
    let what = if part.leads() {
        "lead"
    } else if background {
        "background"
    } else {
        "told"
    };
    Telling {
        id: part.digest.report.clone(),
        lead: part.leads(),
        outlet: part.digest.outlet.clone(),
        published: part.digest.published.clone(),
        title: part.digest.title.clone(),
        mentions: part.accounts.iter().flat_map(|a| &a.claims).map(|c| c.key.mention.clone()).collect(),
        voice: part.voice,
        part: what.to_owned(),
    }
}

/// Relations that reports state between a claim of this incident and one of another. Sides are named by alias.
fn links(parts: &[Part<'_>], own: &BTreeSet<&str>) -> Vec<IncidentLink> {
    let mut out = Vec::new();
    for part in parts {
        for tie in &part.digest.links {
            if own.contains(tie.from.as_str()) == own.contains(tie.to.as_str()) {
                continue;
            }
            let says = Support {
                report: part.digest.report.clone(),
                claim: tie.from.clone(),
                text: tie.text.clone(),
                at: tie.at,
                attribution: tie.attribution.clone(),
                certainty: tie.certainty.clone(),
                published: part.digest.published.clone(),
                voice: part.voice,
                role: Role::Originated,
                hours_after: None,
            };
            out.push(IncidentLink {
                from: incident_id(&tie.from),
                to: incident_id(&tie.to),
                kind: tie.kind.clone(),
                certainty: tie.certainty.clone(),
                says: vec![says],
            });
        }
    }
    merge_links(&mut out);
    out
}

/// Links of the same sides and kind become one with all who say so. A denial stands beside a statement.
pub(crate) fn merge_links(links: &mut Vec<IncidentLink>) {
    const ORDER: &[&str] = &["stated", "suggested", "unclear", "denied"];
    let strength = |c: &str| ORDER.iter().position(|o| *o == c).unwrap_or(ORDER.len());
    let mut merged: BTreeMap<(String, String, String), IncidentLink> = BTreeMap::new();
    for link in std::mem::take(links) {
        if link.from == link.to {
            continue;
        }
        match merged.get_mut(&(link.from.clone(), link.to.clone(), link.kind.clone())) {
            Some(known) => {
                if strength(&link.certainty) < strength(&known.certainty) {
                    known.certainty.clone_from(&link.certainty);
                }
                known.says.extend(link.says);
            }
            None => {
                merged.insert((link.from.clone(), link.to.clone(), link.kind.clone()), link);
            }
        }
    }
    links.extend(merged.into_values());
}
