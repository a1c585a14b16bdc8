//! Teaches the place of a mention.

use super::{Instances, Lesson, Reach, count, overlap, put};
use marsad_engine::Doc;
use marsad_engine::attach;
use marsad_engine::code::Coded;
use marsad_engine::model::Recorder;

/// The place that was coded: the phrases that share its words, else those that name the same point.
pub(super) fn teach(lesson: &Lesson<'_, '_>, coded: &mut Coded, out: &mut Instances, reach: &mut Reach) {
    let Lesson { doc, c, sense, event, bytes, triggers, .. } = *lesson;
    let candidates = attach::places_for(doc, c);
    let near = |i: usize| event.place.as_ref().is_some_and(|g| same_place(doc, i, g));
    let words = |i: usize| {
        let p = &doc.places[i];
        let s = doc.text.raw_span(p.start as usize, p.end as usize, p.pro);
        event.place.as_ref().is_some_and(|g| overlap(bytes.range(g.at, &g.text), (s.start, s.end)) > 0)
    };
    let met: Vec<usize> = candidates.iter().copied().filter(|i| words(*i)).collect();
    let right: Vec<usize> = match (met.iter().any(|i| near(*i)), met.is_empty()) {
        (true, _) => met.into_iter().filter(|i| near(*i)).collect(),
        (false, false) => met,
        (false, true) => candidates.iter().copied().filter(|i| near(*i)).collect(),
    };
    for i in candidates {
        let mut f = Recorder::default();
        attach::place_features(doc, c, sense, i, triggers, &mut f);
        put(out, "place", f, usize::from(right.contains(&i)));
    }
    coded.place = right.first().map(|i| *i as u32);
    if let Some(g) = &event.place {
        count(reach, "place", coded.place.is_some());
        if let Some(p) = coded.place.filter(|_| g.lat.is_some()) {
            count(reach, "place resolved", near(p as usize));
        }
    }
}

/// The scorer's test for two places.
fn same_place(doc: &Doc<'_>, index: usize, gold: &marsad_model::Place) -> bool {
    let Some(found) = &doc.places[index].point else { return false };
    let country = &doc.text.pack.data.places[found.place as usize].country;
    let near = found.point.zip(gold.lat.zip(gold.lon)).is_some_and(|(a, b)| marsad_model::geo::distance_km(a, b) <= 30.0);
    let inside = gold.precision.as_deref() == Some("country") && found.point.is_some() && gold.country.as_deref() == Some(&**country);
    near || inside
}
