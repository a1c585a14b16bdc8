//! Evidence: the sentence of a claim with the words of its fields marked.

use super::line::Style;
use marsad_model::Event;

/// The sentence of an event in pieces, each with the style of the field that its words fill.
#[must_use]
pub fn evidence(text: &[char], event: &Event) -> Vec<(String, Style)> {
    let sentence: Vec<char> = event.sentence.chars().collect();
    let Some(start) = place(text, &sentence, event.trigger.at) else {
        return vec![(event.sentence.clone(), Style::Plain)];
    };
    let mut styles = vec![Style::Plain; sentence.len()];
    for (style, at, words) in fields(event) {
        let length = words.chars().count();
        let Some(from) = at.checked_sub(start).filter(|from| from + length <= sentence.len()) else { continue };
        styles[from..from + length].fill(style);
    }
    let mut pieces: Vec<(String, Style)> = Vec::new();
    for (c, style) in sentence.iter().zip(styles) {
        let c = if *c == '\n' { ' ' } else { *c };
        match pieces.last_mut() {
            Some((piece, last)) if *last == style => piece.push(c),
            _ => pieces.push((c.to_string(), style)),
        }
    }
    pieces
}

/// The words of the fields, widest first: what comes later is painted over what came before, the trigger over all.
fn fields(event: &Event) -> Vec<(Style, usize, &str)> {
    let mut out: Vec<(Style, usize, &str)> = Vec::new();
    out.extend(event.cues.iter().map(|c| (Style::Cue, c.at, c.text.as_str())));
    out.extend(event.attribution.iter().map(|s| (Style::Source, s.at, s.text.as_str())));
    out.extend(event.place.iter().map(|p| (Style::Where, p.at, p.text.as_str())));
    out.extend(event.date.iter().map(|d| (Style::When, d.at, d.text.as_str())));
    out.extend(event.recipient.iter().map(|p| (Style::Whom, p.at, p.text.as_str())));
    out.extend(event.actor.iter().map(|p| (Style::Who, p.at, p.text.as_str())));
    out.extend(event.instrument.iter().map(|i| (Style::With, i.at, i.text.as_str())));
    out.extend(event.counts.iter().map(|c| (Style::Count, c.at, c.text.as_str())));
    out.sort_by_key(|(_, _, words)| usize::MAX - words.len());
    out.push((Style::Trigger, event.trigger.at, &event.trigger.text));
    out
}

/// Where the sentence that holds the trigger begins.
fn place(text: &[char], sentence: &[char], trigger: usize) -> Option<usize> {
    if sentence.is_empty() || sentence.len() > text.len() {
        return None;
    }
    let first = (trigger + 1).saturating_sub(sentence.len());
    let last = trigger.min(text.len() - sentence.len());
    (first..=last).rev().find(|at| text[*at..*at + sentence.len()] == *sentence)
}
