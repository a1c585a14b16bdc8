//! Teaches which time phrase dates a mention.

use super::{Instances, Lesson, Reach, count, option, overlap};
use marsad_engine::code::Coded;
use marsad_engine::model::Recorder;
use marsad_engine::when;

/// Teaches the choice of a time phrase: those that share the coded words, or that name the same days nearby.
pub(super) fn teach(lesson: &Lesson<'_, '_>, coded: &mut Coded, out: &mut Instances, reach: &mut Reach) {
    let Lesson { doc, c, sense, event, bytes, triggers, past, .. } = *lesson;
    let sight = when::Sight { triggers, past };
    let times = when::times_for(doc, c, &sight);
    let share = |i: usize| {
        let (t, Some(g)) = (&doc.times[i], &event.date) else { return 0.0 };
        let span = doc.text.raw_span(t.start as usize, t.end as usize, 0);
        let words = overlap(bytes.range(g.at, &g.text), (span.start, span.end)) > 0;
        match (words, same_days(t, g)) {
            (true, _) => 1.0f32,
            (false, true) if g.start.is_some() => ECHO,
            _ => 0.0,
        }
    };
    let shares: Vec<f32> = times.iter().map(|i| share(*i)).collect();
    let total: f32 = shares.iter().sum();
    // What is left for no phrase at all, where the only right one has misread days.
    let reached = if total == 0.0 {
        0.0
    } else if times.iter().any(|i| event.date.as_ref().is_some_and(|g| same_days(&doc.times[*i], g))) {
        1.0
    } else {
        MISREAD
    };
    coded.time = times
        .iter()
        .zip(&shares)
        .fold(None, |best: Option<(u32, f32)>, (i, w)| match best {
            Some((_, v)) if v >= *w => best,
            _ if *w > 0.0 => Some((*i as u32, *w)),
            _ => best,
        })
        .map(|(i, _)| i);
    if let Some(g) = &event.date {
        count(reach, "date", coded.time.is_some());
        if let Some(t) = coded.time {
            count(reach, "date resolved", same_days(&doc.times[t as usize], g));
        }
    }
    if times.is_empty() {
        return;
    }
    let mut f = Recorder::default();
    when::none_features(doc, c, sense, &times, &sight, &mut f);
    option(out, "date", f, 0, 1.0 - reached, true);
    for (i, w) in times.iter().zip(&shares) {
        let mut f = Recorder::default();
        when::time_features(doc, c, sense, *i, &sight, &mut f);
        option(out, "date", f, 0, reached * w / total.max(1.0e-6), false);
    }
}

/// The scorer's test for two dates.
fn same_days(found: &marsad_engine::time::TimePhrase, gold: &marsad_model::Date) -> bool {
    found.first.map(|d| d.to_string()) == gold.start && found.last.map(|d| d.to_string()) == gold.end
}

/// How much a phrase with the coded words but other days counts: it hangs there, but is wrong in the sheet.
const MISREAD: f32 = 0.5;

/// How much a phrase with the coded days but not the coded words counts.
const ECHO: f32 = 0.3;
