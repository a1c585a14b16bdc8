//! Figures: the table of cases.

use crate::pack;
use crate::table::{Tally, rows};
use marsad_engine::lex::Lexer;
use marsad_engine::quantity::{Quantity, quantities};
use marsad_engine::text::Text;

/// `phrase=low..high noun`.
fn show(text: &Text<'_>, q: &Quantity) -> String {
    let end = |v: Option<f64>| v.map_or_else(String::new, |v| v.to_string());
    let noun = q.noun.map_or_else(String::new, |n| text.raw_span(n as usize, n as usize + 1, 0).of(text.raw).to_owned());
    format!("{}={}..{} {noun}", q.raw(text).of(text.raw), end(q.low), end(q.high))
}

#[test]
fn the_table_of_figures() {
    let lexer = Lexer::new(pack());
    let mut tally = Tally::default();
    for [raw, phrase, low, high, noun, note] in rows("quantities.tsv", ["text", "phrase", "low", "high", "noun", "note"]) {
        let text = Text::new(pack(), &lexer, &raw, None);
        let shown: Vec<String> = quantities(&text).iter().map(|q| show(&text, q)).collect();
        let columns = [&phrase, &low, &high, &noun].map(|c| c.split('|').collect::<Vec<_>>());
        assert!(columns.iter().all(|c| c.len() == columns[0].len()), "«{raw}»: lists of different lengths");
        let many = if phrase.is_empty() { 0 } else { columns[0].len() };
        let [phrases, lows, highs, nouns] = columns;
        let wanted: Vec<String> = (0..many).map(|i| format!("{}={}..{} {}", phrases[i], lows[i], highs[i], nouns[i])).collect();
        tally.case(&raw, &note, &wanted.join("; "), &shown.join("; "));
    }
    tally.end(80);
}
