//! Teaches which figures belong to a mention.

use super::{Instances, Lesson, Reach, count, overlap, put};
use marsad_engine::attach;
use marsad_engine::code::Coded;
use marsad_engine::model::Recorder;

/// Figures: a figure with a measure is right where the coder took that figure for that measure.
pub(super) fn teach(lesson: &Lesson<'_, '_>, coded: &mut Coded, out: &mut Instances, reach: &mut Reach) {
    let Lesson { doc, c, sense, event, bytes, triggers, .. } = *lesson;
    let mut reached = vec![(false, false); event.counts.len()];
    for i in attach::quantities_for(doc, c) {
        let q = &doc.quantities[i];
        let span = q.raw(&doc.text);
        for (k, proposal) in q.proposals.iter().enumerate() {
            let mut label = 0;
            for (g, seen) in event.counts.iter().zip(&mut reached) {
                let touched = overlap(bytes.range(g.at, &g.text), (span.start, span.end)) > 0;
                let equal = touched && g.low == q.low && g.high == q.high;
                let near = touched && (g.low == q.low || g.high == q.high);
                seen.0 |= equal;
                seen.1 |= equal && g.measure == proposal.measure;
                if near && g.measure == proposal.measure {
                    label = 1;
                }
            }
            let mut f = Recorder::default();
            attach::count_features(doc, c, sense, i, k, triggers, &mut f);
            put(out, "count", f, label);
            if label > 0 {
                coded.counts.push((i as u32, proposal.measure.to_owned()));
            }
        }
    }
    for (figure, measure) in reached {
        count(reach, "count", figure);
        count(reach, "count measured", measure);
    }
}
