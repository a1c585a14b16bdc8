//! The terminal view of a sheet: what one report says, for a human.
//!
//! ```text
//! Sheet → Claim (rows of labelled pieces) → Row::lines (wrapped, coloured, isolated) → String
//! ```

mod claim;
mod incident;
mod line;
mod locale;
mod log;
mod mark;
pub mod why;

pub use incident::{history, incident};
pub use locale::Locale;
pub use log::{decided, listing, log};

use crate::args::{Color, ReadArgs, Ui};
use claim::Claim;
use line::{Layout, Row, Style};
use marsad_model::Sheet;
use std::io::IsTerminal;
use unicode_width::UnicodeWidthStr;

/// Columns where nobody says how many there are.
const WIDTH: usize = 100;

/// How and for whom the view is made.
pub struct Screen {
    layout: Layout,
    locale: Locale,
    explain: bool,
    /// Columns of the field labels.
    column: usize,
}

impl Screen {
    /// The screen that the arguments and the terminal make.
    #[must_use]
    pub fn of(args: &ReadArgs) -> Self {
        Self { explain: args.explain, ..Self::for_terminal(args.ui, args.color, args.width) }
    }

    /// The screen for a language, colours and a width that were asked for.
    #[must_use]
    pub fn for_terminal(ui: Ui, color: Color, width: Option<usize>) -> Self {
        let terminal = std::io::stdout().is_terminal();
        let silent = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
        let color = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && !silent,
        };
        let columns = || terminal_size::terminal_size().filter(|_| terminal).map_or(WIDTH, |(w, _)| usize::from(w.0).min(WIDTH));
        let width = width.unwrap_or_else(columns).max(40);
        Self::new(Layout { width, color, isolates: terminal || color, rtl: ui == Ui::Ar }, ui, false)
    }

    fn new(layout: Layout, ui: Ui, explain: bool) -> Self {
        let locale = Locale::of(ui);
        let labels = ["who", "whom", "with", "where", "when", "count", "source", "evidence", "link", "same"];
        let column = labels.iter().map(|k| locale.label(k).width()).max().unwrap_or(8) + 2;
        Self { layout, locale, explain, column }
    }
}

/// The view of a sheet.
#[must_use]
pub fn render(sheet: &Sheet, screen: &Screen) -> String {
    let text: Vec<char> = sheet.text.chars().collect();
    let mut out = heading(sheet, screen);
    if sheet.events.is_empty() {
        out.push('\n');
        out.push_str(&single(screen.locale.label("none"), Style::Plain, screen));
    }
    for (i, event) in sheet.events.iter().enumerate() {
        out.push('\n');
        out.push_str(&Claim { screen, sheet, text: &text, number: i + 1, event }.lines());
    }
    out.push('\n');
    out.push_str(&incidents(sheet, screen));
    out.push_str(&single(&sheet.made_by, Style::Dim, screen));
    out
}

fn single(text: &str, style: Style, screen: &Screen) -> String {
    let mut row = Row::default();
    row.add(text, style);
    row.lines("", 0, &screen.layout)
}

/// Title, outlet, date; how much was found; notes; what the colours mean.
fn heading(sheet: &Sheet, screen: &Screen) -> String {
    let locale = &screen.locale;
    let mut out = String::new();
    if let Some(title) = &sheet.title {
        let mut row = Row::default();
        row.quote(title, Style::Bold);
        out.push_str(&row.lines("", 0, &screen.layout));
    }
    let mut row = Row::default();
    row.quote(&sheet.id, Style::Plain);
    if let Some(outlet) = &sheet.outlet {
        row.add(" · ", Style::Plain).quote(outlet, Style::Plain);
    }
    row.add(" · ", Style::Plain);
    match &sheet.published {
        Some(day) => row.add(locale.label("published"), Style::Plain).add(" ", Style::Plain).quote(day, Style::Plain),
        None => row.add(locale.label("undated"), Style::Warn),
    };
    out.push_str(&row.lines("", 0, &screen.layout));
    let counts = [("claims", sheet.events.len()), ("incidents", sheet.incidents.len()), ("links", sheet.links.len())];
    let counts: Vec<String> = counts.iter().map(|(key, n)| format!("{}: {n}", locale.label(key))).collect();
    out.push_str(&single(&counts.join(" · "), Style::Plain, screen));
    for note in &sheet.notes {
        out.push_str(&single(&format!("{}: {note}", locale.label("note")), Style::Warn, screen));
    }
    if screen.layout.color && !sheet.events.is_empty() {
        out.push_str(&legend(screen));
    }
    out
}

/// The colours with their names.
fn legend(screen: &Screen) -> String {
    let mut row = Row::default();
    let all = [
        ("trigger", Style::Trigger),
        ("who", Style::Who),
        ("whom", Style::Whom),
        ("with", Style::With),
        ("where", Style::Where),
        ("when", Style::When),
        ("count", Style::Count),
        ("source", Style::Source),
        ("cue", Style::Cue),
    ];
    row.add(screen.locale.label("marks"), Style::Dim).add(": ", Style::Dim);
    for (i, (key, style)) in all.iter().enumerate() {
        if i > 0 {
            row.add(" · ", Style::Dim);
        }
        row.add(screen.locale.label(key), *style);
    }
    row.lines("", 0, &screen.layout)
}

/// The groups of claims that are about one and the same event.
fn incidents(sheet: &Sheet, screen: &Screen) -> String {
    let number = |id: &String| sheet.events.iter().position(|e| e.id == *id).map_or_else(|| id.clone(), |i| (i + 1).to_string());
    let mut out = String::new();
    for (i, group) in sheet.incidents.iter().enumerate().filter(|(_, g)| g.len() > 1) {
        let claims: Vec<String> = group.iter().map(number).collect();
        let locale = &screen.locale;
        let text = format!("{} {}: {} {}", locale.label("incident"), i + 1, locale.label("claims"), claims.join(", "));
        out.push_str(&single(&text, Style::Plain, screen));
    }
    out
}

#[cfg(test)]
mod tests;
