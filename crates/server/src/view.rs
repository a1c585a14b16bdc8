//! From rows of the store to records of the API: names, places, parties, times.

use crate::filter::OUTLET;
use crate::problem::Result;
use crate::record::{Headline, Holder, IncidentBrief, Name, OutletRef, Party, Place, ReportBrief};
use crate::state::Shared;
use marsad_model::incident::{Datum, Days, Spot};
use marsad_store::{Reader, ReportLine, Summary};

/// What records are made with.
pub struct View<'a> {
    /// Names, times.
    pub state: &'a Shared,
    /// Holders of places.
    pub store: &'a Reader,
}

/// How far from its point something of a precision may have been, in kilometres.
#[must_use]
pub fn radius(precision: Option<&str>) -> Option<f64> {
    match precision? {
        "site" => Some(1.0),
        "town" => Some(4.0),
        "district" => Some(20.0),
        "province" => Some(60.0),
        _ => None,
    }
}

/// A time in UTC; a day stays a day.
#[must_use]
pub fn utc(words: &str) -> String {
    words.trim().parse::<jiff::Timestamp>().map_or_else(|_| words.to_owned(), |t| t.to_string())
}

/// What people did with an incident.
fn review(row: &Summary) -> &'static str {
    match row.accepted {
        Some(true) => "accepted",
        _ if row.pinned > 0 => "edited",
        _ => "open",
    }
}

impl View<'_> {
    /// A line of a list.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn brief(&self, row: &Summary) -> Result<IncidentBrief> {
        let parties = |all: &[Datum]| all.iter().filter_map(|d| self.party(d)).collect();
        let headline = row.title.clone().zip(row.brief.report.clone());
        let headline = headline.map(|(text, report)| Headline { lang: self.lang(&text), text, report });
        Ok(IncidentBrief {
            id: row.id.clone(),
            revision: row.since,
            state: if row.accepted == Some(false) { "rejected" } else { "open" }.to_owned(),
            kind: row.kind.clone(),
            mode: row.mode.clone(),
            status: row.status.clone(),
            certainty: row.certainty.clone(),
            disputed: row.disputed.clone(),
            date: days(row),
            place: self.place_of(row)?,
            actor: parties(&row.brief.actor),
            recipient: parties(&row.brief.recipient),
            instrument: match &row.brief.instrument {
                Some(Datum::Word { word }) => Some(word.clone()),
                _ => None,
            },
            counts: row.brief.counts.clone(),
            independent: row.voices,
            reports: row.reports,
            first_known: self.state.time(self.store, row.first)?,
            changed: self.state.time(self.store, row.since)?,
            review: review(row).to_owned(),
            headline,
        })
    }

    /// The language of words without a label: that of the pack, or one of Latin letters.
    fn lang(&self, words: &str) -> String {
        let latin = words.chars().filter(char::is_ascii_alphabetic).count();
        let letters = words.chars().filter(|c| c.is_alphabetic()).count();
        if latin * 2 > letters { "en".to_owned() } else { self.state.pack.data.lang.to_string() }
    }

    fn party(&self, datum: &Datum) -> Option<Party> {
        let Datum::Party { name, code, actor_id } = datum else { return None };
        let known = actor_id.as_deref().and_then(|id| self.state.names.get(id)).map(crate::names::Entry::name);
        Some(Party { actor_id: actor_id.clone(), name: known, code: code.clone(), wording: name.clone() })
    }

    /// The place of a line.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn place_of(&self, row: &Summary) -> Result<Option<Place>> {
        let Some(name) = row.place.clone() else { return Ok(None) };
        let spot = Spot {
            name,
            lat: row.lat,
            lon: row.lon,
            country: row.country.clone(),
            precision: row.precision.clone(),
            place_id: row.place_id.clone(),
        };
        self.place(&spot).map(Some)
    }

    /// A place with its names and holders.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn place(&self, spot: &Spot) -> Result<Place> {
        let id = spot.place_id.as_deref();
        let known = id.and_then(|id| self.state.names.get(id)).map(crate::names::Entry::name);
        Ok(Place {
            id: spot.place_id.clone(),
            wording: if known.is_none() { Some(spot.name.clone()) } else { None },
            name: known.unwrap_or_else(|| Name::words(&spot.name)),
            country: spot.country.clone(),
            lat: spot.lat,
            lon: spot.lon,
            precision: spot.precision.clone(),
            radius_km: radius(spot.precision.as_deref()),
            within: id.map_or_else(Vec::new, |id| self.within(id)),
        })
    }

    /// What holds a place, innermost first; countries go without saying, since the place has its country's code.
    fn within(&self, id: &str) -> Vec<Holder> {
        let mut out: Vec<Holder> = Vec::new();
        let mut next = self.state.names.get(id).map(|e| e.parent);
        while let Some(entry) = next.and_then(|id| self.state.names.get(id)) {
            if matches!(entry.kind, "country" | "region") || out.len() > 4 || out.iter().any(|h| h.id == entry.id) {
                break;
            }
            out.push(Holder { id: entry.id.to_owned(), name: entry.name() });
            next = Some(entry.parent);
        }
        out
    }

    /// An outlet by its words.
    #[must_use]
    pub fn outlet(&self, words: Option<&str>) -> OutletRef {
        let words = words.unwrap_or_default();
        OutletRef { id: format!("{OUTLET}{words}"), name: self.state.names.outlet(words).0 }
    }

    /// A line of a list of reports.
    #[must_use]
    pub fn report(&self, line: &ReportLine) -> ReportBrief {
        ReportBrief {
            id: line.id.clone(),
            title: line.title.clone(),
            lang: line.lang.clone(),
            outlet: self.outlet(line.outlet.as_deref()),
            published: line.published.as_deref().map(utc),
            fetched: Some(line.added_at.to_string()),
            versions: line.versions,
            events: line.claims,
            copy_of: line.copy_of.clone(),
            url: line.url.clone(),
        }
    }
}

/// The days of a line.
#[must_use]
pub fn days(row: &Summary) -> Option<Days> {
    let start = row.first_day.clone()?;
    Some(Days { end: row.last_day.clone().unwrap_or_else(|| start.clone()), start })
}
