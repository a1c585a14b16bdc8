//! Decisions of people.

use crate::api::change;
use crate::ask::{Answer, Ask};
use crate::problem::{Problem, Result};
use crate::state::now;
use marsad_model::incident::{Act, Datum};
use marsad_store::{AsOf, Reader, Stamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Characters of a reason.
const REASON: usize = 2000;

/// A decision with its reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// Why; 1 to 2000 characters. It is kept in the log.
    #[schemars(length(min = 1, max = 2000))]
    pub reason: String,
    /// What.
    #[serde(flatten)]
    pub what: What,
}

/// What can be decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum What {
    /// The incident is right as it stands.
    Accept {
        /// Identifier.
        incident: String,
    },
    /// This is no incident: all its claims are wrong.
    Reject {
        /// Identifier.
        incident: String,
    },
    /// A claim, or one field of it, is wrong.
    RejectClaim {
        /// Its hash.
        claim: String,
        /// The field; the whole claim if null.
        #[serde(default)]
        field: Option<String>,
    },
    /// A field has this value; null takes earlier settings back.
    Edit {
        /// Identifier.
        incident: String,
        /// type, mode, status, certainty, place, date, actor, recipient, instrument, or a measure.
        field: String,
        /// The value; of a place `place_id` suffices.
        value: Option<Datum>,
    },
    /// These claims become an incident of their own.
    Split {
        /// Identifier.
        incident: String,
        /// Hashes of the claims that leave.
        claims: Vec<String>,
    },
    /// These incidents are one.
    Merge {
        /// Identifiers, two or more.
        incidents: Vec<String>,
        /// One of them; the incident of the earliest claim gives the identifier.
        #[serde(default)]
        into: Option<String>,
    },
    /// Two incidents are not the same, whatever speaks for it.
    NotSame {
        /// Their identifiers.
        #[schemars(length(min = 2, max = 2))]
        incidents: Vec<String>,
    },
    /// Takes back what a revision decided.
    Undo {
        /// Its number.
        revision: u64,
    },
}

/// `POST /api/decisions`.
///
/// # Errors
/// If the decision names what is not there, or the record moved since the caller saw it.
pub fn decide(a: &Ask<'_>) -> Result<Answer> {
    let mut decision: Decision = a.json()?;
    let length = decision.reason.trim().chars().count();
    if !(1..=REASON).contains(&length) {
        return Err(Problem::bad("reason", format!("1 to {REASON} characters"), format!("{length}")));
    }
    complete(a, &mut decision.what)?;
    let author = a.who.name.clone().unwrap_or_else(|| "analyst".to_owned());
    let change = a.state.write(|store| {
        unmoved(store, a.if_match.as_deref(), &decision.what)?;
        let acts = acts(store, &decision.what)?;
        let decided = store.decide(acts, &Stamp::new(now(), &author, decision.reason.trim()))?;
        change::of(store, decided.revision)
    })?;
    let place = vec![("location", format!("/api/changes/{}", change.no))];
    Ok(Answer::Json(201, serde_json::to_vec(&change)?, place))
}

/// Refuses what somebody decides on a record that is not the one they saw.
fn unmoved(store: &Reader, if_match: Option<&str>, what: &What) -> Result<()> {
    let Some(seen) = if_match.filter(|m| *m != "*") else { return Ok(()) };
    let seen: u64 = seen.parse().map_err(|_| Problem::bad("If-Match", "the `revision` of the incident in quotation marks", seen))?;
    let subject = match what {
        What::Accept { incident } | What::Reject { incident } | What::Edit { incident, .. } | What::Split { incident, .. } => {
            Some(incident)
        }
        What::Merge { incidents, .. } | What::NotSame { incidents } => incidents.first(),
        What::RejectClaim { .. } | What::Undo { .. } => None,
    };
    let Some(id) = subject else { return Ok(()) };
    let row = store.summary(id, AsOf::Now)?;
    match row {
        Some(row) if row.since <= seen => Ok(()),
        _ => {
            Err(Problem::moved(format!("expected `{id}` as of revision {seen}, found that it has changed since; look again, then decide")))
        }
    }
}

fn acts(store: &Reader, what: &What) -> Result<Vec<Act>> {
    let names = |ids: &[String]| ids.iter().map(String::to_owned).collect::<Vec<_>>();
    Ok(match what {
        What::Accept { incident } => vec![store.accept(incident, None)?],
        What::Reject { incident } => {
            // A claim's hash would be taken for the claim alone.
            let id = store.summary(incident, AsOf::Now)?.map_or_else(|| incident.clone(), |s| s.id);
            store.reject(&id, None)?
        }
        What::RejectClaim { claim, field } => {
            if store.claim(claim)?.is_none() {
                return Err(Problem::missing(format!("expected a claim, found none with the hash `{claim}`")));
            }
            store.reject(claim, field.as_deref())?
        }
        What::Edit { incident, field, value: Some(value) } => vec![store.set(incident, field, value.clone())?],
        What::Edit { incident, field, value: None } => cleared(store, incident, field)?,
        What::Split { incident, claims } => {
            let claims = names(claims);
            vec![store.split(incident, &claims.iter().map(String::as_str).collect::<Vec<_>>())?]
        }
        What::Merge { incidents, .. } => vec![store.merge(&incidents.iter().map(String::as_str).collect::<Vec<_>>())?],
        What::NotSame { incidents } => match &incidents[..] {
            [x, y] => vec![store.not_same(x, y)?],
            other => return Err(Problem::bad("incidents", "two identifiers", other.len().to_string())),
        },
        What::Undo { revision } => store.undo(*revision)?,
    })
}

/// Takes back all that people set a field of an incident to.
fn cleared(store: &Reader, incident: &str, field: &str) -> Result<Vec<Act>> {
    let mut out = Vec::new();
    for id in store.incident(incident, AsOf::Now)?.incident.decisions {
        if let Some((_, decision)) = store.decision(&id)?
            && matches!(&decision.act, Act::Set { field: set, .. } if set == field)
        {
            out.push(Act::Undo { decision: id });
        }
    }
    if out.is_empty() {
        return Err(Problem::bad("field", "a field that somebody set", field));
    }
    Ok(out)
}

/// Fills in what the gazetteer knows of a place, and refuses points that are none.
fn complete(a: &Ask<'_>, what: &mut What) -> Result<()> {
    let What::Edit { value: Some(Datum::Place(spot)), .. } = what else { return Ok(()) };
    if let Some(id) = spot.place_id.clone().filter(|_| spot.lat.is_none()) {
        let place = a.state.pack.data.places.iter().find(|p| *p.id == *id);
        let place = place.ok_or_else(|| Problem::bad("value.place_id", "an identifier of the gazetteer", id.as_str()))?;
        spot.name = place.name_en.to_string();
        spot.country = Some(place.country.to_string()).filter(|c| !c.is_empty());
        spot.precision = Some(place.feature.to_string());
        (spot.lat, spot.lon) = place.point.map_or((None, None), |(lat, lon)| (Some(round(lat)), Some(round(lon))));
    }
    if spot.lat.is_some_and(|n| !(-90.0..=90.0).contains(&n)) || spot.lon.is_some_and(|n| !(-180.0..=180.0).contains(&n)) {
        return Err(Problem::bad(
            "value",
            "degrees north from -90 to 90, east from -180 to 180",
            format!("{:?}, {:?}", spot.lat, spot.lon),
        ));
    }
    Ok(())
}

/// The gazetteer has four decimals.
fn round(n: f32) -> f64 {
    (f64::from(n) * 1e4).round() / 1e4
}
