//! Lines of a terminal: pieces of text with a style, wrapped at the width, with isolates around runs of another direction.
//!
//! A terminal may or may not reorder right-to-left text. Text is always written in logical order; where the output is a
//! terminal, quoted runs stand in first-strong isolates, so that brackets and codes beside them keep their place.

use textwrap::core::Fragment;
use textwrap::wrap_algorithms::wrap_first_fit;
use unicode_width::UnicodeWidthStr;

/// First-strong isolate.
const FSI: char = '\u{2068}';
/// Right-to-left isolate.
const RLI: char = '\u{2067}';
/// End of an isolate.
const PDI: char = '\u{2069}';

/// What a piece of text is, which decides its colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    #[default]
    Plain,
    Dim,
    Bold,
    Trigger,
    Who,
    Whom,
    With,
    Where,
    When,
    Count,
    Source,
    Cue,
    Warn,
}

impl Style {
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Dim => "2",
            Self::Bold => "1",
            Self::Trigger => "1;7",
            Self::Who => "1;31",
            Self::Whom => "1;34",
            Self::With => "31",
            Self::Where => "32",
            Self::When => "36",
            Self::Count => "33",
            Self::Source => "35",
            Self::Cue => "4",
            Self::Warn => "1;33",
        }
    }

    /// The signs around marked words where there are no colours.
    fn brackets(self) -> Option<(char, char)> {
        match self {
            Self::Trigger => Some(('[', ']')),
            Self::Plain | Self::Dim | Self::Bold | Self::Warn => None,
            _ => Some(('{', '}')),
        }
    }
}

/// How text is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Columns.
    pub width: usize,
    /// Write colours.
    pub color: bool,
    /// Write isolates.
    pub isolates: bool,
    /// Labels run from right to left: lines end at the right margin.
    pub rtl: bool,
}

#[derive(Clone, Debug)]
struct Word {
    text: String,
    style: Style,
    group: u32,
    glued: bool,
}

impl Fragment for Word {
    fn width(&self) -> f64 {
        self.text.width() as f64
    }

    fn whitespace_width(&self) -> f64 {
        if self.glued { 0.0 } else { 1.0 }
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

/// A paragraph under construction.
#[derive(Clone, Debug, Default)]
pub struct Row {
    words: Vec<Word>,
    group: u32,
}

impl Row {
    /// Adds words of the interface. Blanks at the ends of `text` decide whether it is glued to its neighbours.
    pub fn add(&mut self, text: &str, style: Style) -> &mut Self {
        self.put(text, style, 0);
        self
    }

    /// Adds words of the report or of the data, which may run in another direction.
    pub fn quote(&mut self, text: &str, style: Style) -> &mut Self {
        self.group += 1;
        let group = self.group;
        self.put(text, style, group);
        self
    }

    /// Adds pieces of one quotation; without colours, marked pieces stand in brackets.
    pub fn evidence(&mut self, pieces: &[(String, Style)], color: bool) -> &mut Self {
        self.group += 1;
        let group = self.group;
        for (text, style) in pieces {
            match style.brackets().filter(|_| !color) {
                Some((open, close)) => {
                    let inner = text.trim();
                    let (before, after) = text.split_once(inner).unwrap_or_default();
                    self.put(&format!("{before}{open}{inner}{close}{after}"), *style, group);
                }
                None => self.put(text, *style, group),
            }
        }
        self
    }

    fn put(&mut self, text: &str, style: Style, group: u32) {
        if text.starts_with(char::is_whitespace)
            && let Some(last) = self.words.last_mut()
        {
            last.glued = false;
        }
        for word in text.split_whitespace() {
            self.words.push(Word { text: word.to_owned(), style, group, glued: false });
        }
        if let Some(last) = self.words.last_mut() {
            last.glued = !text.ends_with(char::is_whitespace) && !text.is_empty();
        }
    }

    /// The lines of the row: a label before the first, as many blanks before the others.
    #[must_use]
    pub fn lines(&self, label: &str, indent: usize, layout: &Layout) -> String {
        let room = layout.width.saturating_sub(indent).max(10) as f64;
        let mut out = String::new();
        let words = unglue(&self.words);
        for (i, line) in wrap_first_fit(&words, &[room]).iter().enumerate() {
            let head = if i == 0 { format!("{label}{}", " ".repeat(indent.saturating_sub(label.width()))) } else { " ".repeat(indent) };
            out.push_str(&render(&head, line, layout));
            out.push('\n');
        }
        out
    }
}

/// Joins words that have no blank between them to units that are not broken apart, unless they are of several styles:
/// then the unit stays a run of words whose breaks carry no blank.
fn unglue(words: &[Word]) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    for word in words {
        match out.last_mut() {
            Some(last) if last.glued && last.style == word.style && last.group == word.group => {
                last.text.push_str(&word.text);
                last.glued = word.glued;
            }
            _ => out.push(word.clone()),
        }
    }
    out
}

/// One line with its colours and isolates.
fn render(head: &str, words: &[Word], layout: &Layout) -> String {
    let mut out = String::new();
    let used = head.width() + words.iter().map(|w| w.text.width() + usize::from(!w.glued)).sum::<usize>();
    let used = used - usize::from(words.last().is_some_and(|w| !w.glued));
    if layout.rtl {
        out.push_str(&" ".repeat(layout.width.saturating_sub(used)));
        if layout.isolates {
            out.push(RLI);
        }
    }
    let blank = &head[head.trim_end().len()..];
    start(&mut out, Style::Dim, layout.color && !head.trim().is_empty());
    out.push_str(head.trim_end());
    stop(&mut out, Style::Dim, layout.color && !head.trim().is_empty());
    out.push_str(blank);
    for (i, word) in words.iter().enumerate() {
        let last = i.checked_sub(1).map(|i| &words[i]);
        let next = words.get(i + 1);
        let joins = |other: Option<&Word>| other.is_some_and(|o| o.group == word.group && o.style == word.style);
        let bounds = |other: Option<&Word>| layout.isolates && word.group != 0 && other.is_none_or(|o| o.group != word.group);
        if bounds(last) {
            out.push(FSI);
        }
        if !joins(last) {
            start(&mut out, word.style, layout.color);
        }
        out.push_str(&word.text);
        let blank = next.is_some() && !word.glued;
        if joins(next) {
            out.push_str(if blank { " " } else { "" });
            continue;
        }
        stop(&mut out, word.style, layout.color);
        if bounds(next) {
            out.push(PDI);
        }
        out.push_str(if blank { " " } else { "" });
    }
    if layout.rtl && layout.isolates {
        out.push(PDI);
    }
    out
}

fn start(out: &mut String, style: Style, color: bool) {
    if color && style != Style::Plain {
        out.push_str("\x1b[");
        out.push_str(style.code());
        out.push('m');
    }
}

fn stop(out: &mut String, style: Style, color: bool) {
    if color && style != Style::Plain {
        out.push_str("\x1b[0m");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Layout = Layout { width: 20, color: false, isolates: false, rtl: false };

    #[test]
    fn lines_keep_to_the_width_and_indent() {
        let mut row = Row::default();
        row.add("one two three four five", Style::Plain);
        assert_eq!(row.lines("who", 8, &PLAIN), "who     one two\n        three four\n        five\n");
    }

    #[test]
    fn marked_words_stand_in_brackets_without_colours() {
        let mut row = Row::default();
        let pieces = [("قالت إن ".to_owned(), Style::Plain), ("قصفا".to_owned(), Style::Trigger), (" وقع.".to_owned(), Style::Plain)];
        row.evidence(&pieces, false);
        assert_eq!(row.lines("", 0, &Layout { width: 60, ..PLAIN }), "قالت إن [قصفا] وقع.\n");
    }

    #[test]
    fn quotations_stand_in_isolates_on_a_terminal() {
        let mut row = Row::default();
        row.quote("قاعدة عين الأسد", Style::Plain).add(" (site)", Style::Plain);
        let line = row.lines("", 0, &Layout { width: 60, isolates: true, ..PLAIN });
        assert_eq!(line, "\u{2068}قاعدة عين الأسد\u{2069} (site)\n");
    }

    #[test]
    fn right_to_left_lines_end_at_the_right_margin() {
        let mut row = Row::default();
        row.quote("إدلب", Style::Plain);
        assert_eq!(row.lines("أين", 5, &Layout { rtl: true, ..PLAIN }), "           أين  إدلب\n");
    }
}
