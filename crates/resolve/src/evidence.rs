//! Evidence outside claims: places and figures that the report names and no claim took up.

use crate::day;
use crate::digest::{Account, Said};
use crate::place::{Relation, is_exact, relation};
use marsad_model::incident::{Days, Range, Spot};
use marsad_model::{Mention, Sheet};

/// Completes the account that the report is mainly about. Every value keeps its words.
pub(crate) fn complete(sheet: &Sheet, accounts: &mut [Account]) {
    let Some(n) = accounts.iter().position(|a| a.lead) else { return };
    let taken: Vec<usize> = accounts.iter().flat_map(|a| &a.claims).flat_map(|c| &c.counts).map(|(_, s)| s.at).collect();
    let lead = &mut accounts[n];
    if !lead.place.as_ref().is_some_and(is_exact) {
        lead.extra_place = place(sheet, lead);
        if let Some(found) = &lead.extra_place {
            lead.place = Some(found.value.clone());
        }
    }
    if lead.days.is_none()
        && let Some((days, said)) = date(sheet, lead)
    {
        lead.days = Some(days);
        lead.extra_date = Some(said);
    }
    for measure in ["killed", "injured"] {
        if lead.count(measure).is_none()
            && let Some(said) = figure(sheet, lead, measure, &taken)
        {
            lead.counts.push((measure.to_owned(), said.value));
            lead.extra_counts.push((measure.to_owned(), said));
        }
    }
    lead.counts.sort_by(|a, b| a.0.cmp(&b.0));
}

/// Code points from a position to the nearest trigger of the account.
fn distance(account: &Account, at: usize) -> usize {
    account.claims.iter().map(|c| c.key.at.abs_diff(at)).min().unwrap_or(usize::MAX)
}

/// The town that is named most often near the account's words, inside the area that its claims name.
fn place(sheet: &Sheet, account: &Account) -> Option<Said<Spot>> {
    let area = account.place.as_ref();
    let fits = |spot: &Spot| area.and_then(|a| relation(a, spot)).is_none_or(|r| !matches!(r, Relation::Far(_)));
    let named: Vec<(Spot, &Mention)> = sheet.mentions.iter().filter_map(|m| Some((spot(m)?, m))).filter(|(s, _)| fits(s)).collect();
    let score = |(spot, mention): &(Spot, &Mention)| {
        let votes = named.iter().filter(|(o, _)| matches!(relation(spot, o), Some(Relation::Same))).count();
        let near = 0.5_f64.powf(distance(account, mention.at) as f64 / 150.0);
        4.0 * near + (votes as f64).ln()
    };
    let best = named.iter().map(|n| (score(n), n)).max_by(|(a, m), (b, n)| a.total_cmp(b).then(n.1.at.cmp(&m.1.at)));
    let (_, (spot, mention)) = best.filter(|(score, _)| *score > 0.5)?;
    Some(Said { value: spot.clone(), text: mention.text.clone(), at: mention.at })
}

/// So many code points from an account's words a place may stand and still be said of it.
const BESIDE: usize = 250;
/// The head of a report speaks of what the report is about.
const HEAD: usize = 700;

/// Towns and sites named beside the words of an account, each once.
pub(crate) fn around(sheet: &Sheet, account: &Account) -> Vec<Spot> {
    let mut out: Vec<Spot> = Vec::new();
    for mention in &sheet.mentions {
        let near = distance(account, mention.at) <= BESIDE || (account.lead && mention.at <= HEAD);
        let Some(spot) = spot(mention).filter(|_| near) else { continue };
        if !out.iter().any(|o| matches!(relation(o, &spot), Some(Relation::Same))) {
            out.push(spot);
        }
    }
    out
}

fn spot(mention: &Mention) -> Option<Spot> {
    let spot = Spot {
        name: mention.name_en.clone()?,
        lat: mention.lat,
        lon: mention.lon,
        country: mention.country.clone(),
        precision: mention.precision.clone(),
        place_id: mention.entity.clone(),
    };
    (mention.kind == "place" && is_exact(&spot)).then_some(spot)
}

/// The nearest day beside the account's words, of the week up to publication.
fn date(sheet: &Sheet, account: &Account) -> Option<((i32, i32), Said<Days>)> {
    let published = account.published?;
    let dates = sheet.mentions.iter().filter(|m| m.kind == "date" && distance(account, m.at) <= BESIDE);
    let spans = dates.filter_map(|m| {
        let start = m.start.clone()?;
        let end = m.end.clone().unwrap_or_else(|| start.clone());
        Some(((day::number(&start)?, day::number(&end)?), Said { value: Days { start, end }, text: m.text.clone(), at: m.at }))
    });
    let news = spans.filter(|((s, e), _)| *s >= published - 6 && *e <= published && e - s <= 3);
    news.min_by_key(|(_, said)| (distance(account, said.at), said.at))
}

/// The nearest figure of the measure that no claim has.
fn figure(sheet: &Sheet, account: &Account, measure: &str, taken: &[usize]) -> Option<Said<Range>> {
    let fits = |m: &&Mention| m.kind == "quantity" && m.measure.as_deref() == Some(measure) && !taken.contains(&m.at);
    let best = sheet
        .mentions
        .iter()
        .filter(fits)
        .filter(|m| m.low.or(m.high).is_some_and(|n| n > 0.0))
        .min_by_key(|m| (distance(account, m.at), m.at))?;
    (distance(account, best.at) < 400).then(|| Said {
        value: Range { low: best.low, high: best.high },
        text: best.text.clone(),
        at: best.at,
    })
}
