//! Zones: headline, lead, body, and the furniture of a web page (menus, tags, headlines of other articles, repeats).

use crate::tag::Tag;
use crate::text::{Sentence, Text, Zone};
use marsad_text::TokenKind;
use std::collections::HashSet;

/// Lines of at most this many words without a full stop may be furniture.
const SHORT: usize = 18;
/// A line of at most this many words is hardly a sentence of news.
const TINY: usize = 5;

struct Line {
    sentences: (usize, usize),
    words: usize,
    stopped: bool,
    marker: bool,
    verb: bool,
}

pub(crate) fn assign(text: &mut Text<'_>, title: Option<&str>) {
    let lines = lines(text);
    let title = title.map(|t| text.pack.fold.fold(t).text);
    let furniture = furniture(&lines);
    let mut lead_seen = false;
    for (line, furniture) in lines.iter().zip(furniture) {
        let zone = if furniture {
            Zone::Furniture
        } else if lead_seen {
            Zone::Body
        } else if is_headline(text, line, title.as_deref()) {
            Zone::Headline
        } else {
            lead_seen = true;
            Zone::Lead
        };
        for sentence in &mut text.sentences[line.sentences.0..line.sentences.1] {
            sentence.zone = zone;
        }
    }
    repeats(text);
}

/// A sentence that stands in the report word for word a second time (a caption, an embedded post, a page pasted
/// twice) reports nothing anew: it is furniture.
fn repeats(text: &mut Text<'_>) {
    let mut seen: HashSet<Vec<&str>> = HashSet::new();
    let mut again = Vec::new();
    for (i, sentence) in text.sentences.iter().enumerate() {
        let units = sentence.start as usize..sentence.end as usize;
        let words: Vec<&str> =
            units.filter(|u| text.units[*u].kind != TokenKind::Sign).map(|u| text.units[u].span.of(&text.folded.text)).collect();
        if words.len() > TINY && !seen.insert(words) {
            again.push(i);
        }
    }
    for i in again {
        text.sentences[i].zone = Zone::Furniture;
    }
}

fn lines(text: &Text<'_>) -> Vec<Line> {
    let menu = text.pack.class("menu");
    let mut out = Vec::new();
    let mut start = 0;
    for (i, sentence) in text.sentences.iter().enumerate() {
        if !sentence.ends_line {
            continue;
        }
        let units = text.sentences[start].start as usize..sentence.end as usize;
        let words = units.clone().filter(|u| text.units[*u].kind == TokenKind::Word).count();
        let last = units.end - 1;
        let stopped = text.units[last].kind == TokenKind::Sign && text.pack.data.terminators.0.contains(&text.sign(last));
        let marked = units.clone().take(6).any(|u| text.has_class(u, menu));
        let verb = units.clone().any(|u| text.units[u].tag == Tag::Verb);
        out.push(Line { sentences: (start, i + 1), words, stopped, marker: marked && words <= SHORT, verb });
        start = i + 1;
    }
    out
}

/// Short lines with a menu marker, short unstopped lines in a row at either end, and everything short after a menu
/// marker in the second half.
fn furniture(lines: &[Line]) -> Vec<bool> {
    let n = lines.len();
    let mut out: Vec<bool> = lines.iter().map(|l| l.marker).collect();
    // Top: tiny lines in a row (a menu has at least three).
    let top = lines.iter().take_while(|l| l.words <= TINY && !l.stopped).count();
    if top >= 3 && top < n {
        out[..top].fill(true);
    }
    // Bottom: after the last stopped or long line.
    let body_end = lines.iter().rposition(|l| l.stopped && l.words > TINY || l.words > SHORT * 2).map_or(n, |i| i + 1);
    let tail = &lines[body_end.min(n)..];
    let marked = tail.iter().position(|l| l.marker);
    for (i, line) in tail.iter().enumerate() {
        let after_marker = marked.is_some_and(|m| i >= m);
        let no_story = line.words <= TINY && !line.verb;
        if body_end > 0 && (after_marker || no_story || tail.len() >= 3) {
            out[body_end + i] = true;
        }
    }
    // A marker in the second half ends the story when only short lines follow.
    if let Some(m) = lines.iter().position(|l| l.marker && l.words <= 6).filter(|m| *m * 2 >= n)
        && lines[m..].iter().filter(|l| l.words > SHORT).count() == 0
    {
        out[m..].fill(true);
    }
    out
}

fn is_headline(text: &Text<'_>, line: &Line, title: Option<&str>) -> bool {
    let first: &Sentence = &text.sentences[line.sentences.0];
    let last = &text.sentences[line.sentences.1 - 1];
    let more = line.sentences.1 < text.sentences.len();
    if !more || line.words > SHORT {
        return false;
    }
    let span = text.units[first.start as usize].span.join(text.units[last.end as usize - 1].span);
    let words = span.of(&text.folded.text);
    title.is_some_and(|t| t.contains(words.trim_end_matches('.')) || words.contains(t)) || !line.stopped
}
