//! Parts of a sheet as reports of their own: people paste a sentence as well as an article.

use marsad_model::Sheet;

/// One sheet for each line of the text that holds an event, if the text has more than one; links and groups are left out.
#[must_use]
pub fn parts(sheet: &Sheet) -> Vec<Sheet> {
    let mut out = Vec::new();
    let mut at = 0;
    let lines: Vec<&str> = sheet.text.split_inclusive('\n').collect();
    if lines.len() < 2 {
        return out;
    }
    for line in lines {
        let len = line.chars().count();
        let range = at..at + len;
        at += len;
        let mut part =
            Sheet { text: line.to_owned(), title: None, links: Vec::new(), incidents: Vec::new(), mentions: Vec::new(), ..sheet.clone() };
        part.events.retain(|e| range.contains(&e.trigger.at));
        if part.events.is_empty() {
            continue;
        }
        for event in &mut part.events {
            let shift = |at: &mut usize| -> bool {
                let inside = range.contains(at);
                *at = at.saturating_sub(range.start);
                inside
            };
            shift(&mut event.trigger.at);
            event.actor.retain_mut(|p| shift(&mut p.at));
            event.recipient.retain_mut(|p| shift(&mut p.at));
            event.attribution.retain_mut(|p| shift(&mut p.at));
            event.counts.retain_mut(|p| shift(&mut p.at));
            event.place.take_if(|p| !shift(&mut p.at));
            event.date.take_if(|p| !shift(&mut p.at));
        }
        out.push(part);
    }
    out
}
