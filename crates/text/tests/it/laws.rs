//! The five laws of the crate, on generated text.

use crate::table::{FORM, KEY, pairs, terminators};
use marsad_model::Span;
use marsad_text::{Fold, Folded, Token, TokenKind, quotes, sentences, tokenize};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use unicode_normalization::char::is_combining_mark;

/// Pieces that real text is made of, and those that real text breaks on.
const PIECES: &[&str] = &[
    "قُتِلَ",
    "مُدَّرِّسَة",
    "الـــقدس",
    "بقـ.صف",
    "قسـ.ـد",
    "ميليـ*شيا",
    "الكـ.،.ـردي",
    "هـ..جوم",
    "داعـ...ـش",
    "الإسرائيليبمقتل",
    "كانون\u{200C}الثاني",
    "می\u{200C}شود",
    "ﻻجئ",
    "ﻷن",
    "ﻗﺘﻞ",
    "ﷺ",
    "﷼",
    "ﷲ",
    "١٢٬٣٤٥",
    "٣٫٥",
    "۱۲",
    "1,200",
    "3.5",
    "10:30",
    "½",
    "\u{200F}",
    "\u{202B}",
    "\u{2066}",
    "\u{FEFF}",
    "ـ",
    "ـ.",
    ".ـ",
    "\u{064E}",
    "\u{0301}",
    "\u{093E}",
    "\u{0670}",
    ".",
    "..",
    "...",
    "…",
    "؟",
    "!؟",
    "،",
    "؛",
    "-",
    "–",
    "*",
    "/",
    "«",
    "»",
    "“",
    "”",
    "\"",
    "‘",
    "’",
    "(",
    ")",
    "F16",
    "BBC",
    "S-300",
    "café",
    "İstanbul",
    "ﬁn",
    "ß",
    "🚀",
    "👨‍👩‍👧",
    "🇸🇾",
    "👍🏽",
    "\u{20E3}",
    " ",
    "  ",
    "\u{00A0}",
    "\t",
    "\n",
    "\r\n",
    "\u{2028}",
    "\u{0085}",
    "و",
    "د",
    "5",
    "a",
    "Z",
    "\0",
];

fn text() -> impl Strategy<Value = String> {
    let letter = prop_oneof![
        8 => (0x0600u32..0x0700).prop_filter_map("assigned", char::from_u32),
        4 => select("ابتثجحخدذرزسشصضطظعغفقكلمنهوي".chars().collect::<Vec<_>>()),
        2 => (0xFB50u32..0xFE00).prop_filter_map("assigned", char::from_u32),
        2 => (0xFE70u32..0xFF00).prop_filter_map("assigned", char::from_u32),
        3 => (0x0020u32..0x007F).prop_filter_map("assigned", char::from_u32),
        2 => (0x2000u32..0x2070).prop_filter_map("assigned", char::from_u32),
        1 => any::<char>(),
    ];
    let piece = prop_oneof![
        6 => select(PIECES).prop_map(str::to_owned),
        2 => letter.prop_map(String::from),
        1 => vec(any::<char>(), 0..4).prop_map(String::from_iter),
    ];
    vec(piece, 0..24).prop_map(|all| all.concat())
}

/// Small tables over a small alphabet, with chains, circles, growth, removal and joiners that are none.
fn small_fold() -> impl Strategy<Value = Fold> {
    let letters = || select("abcxyzABبتثـ.،٣5 \u{064E}…\n".chars().collect::<Vec<_>>());
    let pairs = vec((letters(), vec(letters(), 0..3).prop_map(String::from_iter)), 0..8);
    (pairs, vec(letters(), 0..3)).prop_map(|(pairs, joiners)| Fold::new(pairs, joiners))
}

fn small_text() -> impl Strategy<Value = String> {
    vec(select("abcxyzABبتثـ.،٣5 \u{064E}…\n🚀é".chars().collect::<Vec<_>>()), 0..16).prop_map(String::from_iter)
}

fn tile(spans: &[Span], len: usize) -> bool {
    let mut at = 0;
    spans.iter().all(|s| {
        let fits = s.start == at && s.end > s.start;
        at = s.end;
        fits
    }) && at as usize == len
}

/// A token that begins or ends inside one raw character which became several (a ligature, or `…` folded to three full
/// stops): the one exception of law 3. It shares the raw span of a neighbour.
fn cut_inside_one_character(folded: &Folded, tokens: &[Token], i: usize) -> bool {
    let raw = folded.to_raw(tokens[i].span);
    let shares = |j: usize| tokens.get(j).is_some_and(|t| folded.to_raw(t.span).overlaps(raw));
    shares(i.wrapping_sub(1)) || shares(i + 1)
}

fn check(fold: &Fold, raw: &str) -> Result<(), TestCaseError> {
    let folded = fold.fold(raw);
    let tokens = tokenize(&folded.text);
    // Law 1.
    let spans: Vec<Span> = tokens.iter().map(|t| t.span).collect();
    prop_assert!(tile(&spans, folded.text.len()), "tokens tile the text: {:?}", spans);
    let cut = sentences(&folded.text, &tokens, &terminators());
    let ranges: Vec<Span> = cut.iter().map(|s| Span { start: s.start, end: s.end }).collect();
    prop_assert!(tile(&ranges, tokens.len()), "sentences tile the tokens: {:?}", ranges);
    prop_assert!(cut.last().is_none_or(|s| s.ends_line));
    // Law 4.
    prop_assert_eq!(&fold.fold(&folded.text).text, &folded.text, "folding twice");
    let mut end = tokens.first().map_or(raw.len() as u32, |t| folded.to_raw(t.span).start);
    prop_assert_eq!(fold.fold(&raw[..end as usize]).text, "", "only removed characters before the first token");
    for (i, token) in tokens.iter().enumerate() {
        let there = folded.to_raw(token.span);
        // Law 5.
        prop_assert!(raw.is_char_boundary(there.start as usize) && raw.is_char_boundary(there.end as usize));
        let quote = there.of(raw);
        let shared = cut_inside_one_character(&folded, &tokens, i);
        // Law 2.
        if shared {
            prop_assert!(there.start <= end && there.end >= end);
        } else {
            prop_assert_eq!(there.start, end, "no raw byte is left out");
            // Law 3.
            prop_assert_eq!(&fold.fold(quote).text, token.span.of(&folded.text), "{:?} refolds", quote);
            prop_assert_eq!(folded.from_raw(there), token.span, "there and back");
        }
        end = there.end;
        // Law 5, graphemes: evidence never begins with a mark of the word before (unless the table makes it a sign).
        let first = token.span.of(&folded.text).chars().next().is_some_and(is_combining_mark);
        prop_assert!(!first || i == 0, "{:?} begins inside a grapheme", quote);
    }
    prop_assert_eq!(end as usize, raw.len(), "the last token ends where the text ends");
    check_quotes(&folded.text, &tokens)
}

fn check_quotes(text: &str, tokens: &[Token]) -> Result<(), TestCaseError> {
    let found = quotes(text, tokens, &pairs());
    for (n, (a, b)) in found.iter().enumerate() {
        prop_assert!(a < b && *b as usize <= tokens.len());
        prop_assert!(!tokens[*a as usize..*b as usize].iter().any(|t| t.kind == TokenKind::Line), "a quotation stays in its line");
        for (c, d) in &found[n + 1..] {
            prop_assert!(b <= c || d <= b, "quotations are nested or apart");
            prop_assert!(a <= c, "in order of their start");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_laws_hold_at_the_level_of_keys(raw in text()) {
        check(&KEY, &raw)?;
    }

    #[test]
    fn the_laws_hold_at_the_level_of_forms(raw in text()) {
        check(&FORM, &raw)?;
    }

    #[test]
    fn the_laws_hold_for_any_table(fold in small_fold(), raw in small_text()) {
        check(&fold, &raw)?;
    }

    #[test]
    fn the_laws_hold_without_a_table(raw in text()) {
        check(&Fold::default(), &raw)?;
    }

    #[test]
    fn any_span_maps_forward_and_onto_characters(raw in text(), a in 0usize..200, b in 0usize..200) {
        let folded = KEY.fold(&raw);
        let stops: Vec<usize> = folded.text.char_indices().map(|(i, _)| i).chain([folded.text.len()]).collect();
        let (a, b) = (stops[a.min(stops.len() - 1)], stops[b.min(stops.len() - 1)]);
        let (a, b) = (a.min(b), a.max(b));
        let there = folded.to_raw(Span::new(a, b));
        prop_assert!(there.start <= there.end && there.end as usize <= raw.len());
        prop_assert!(raw.is_char_boundary(there.start as usize) && raw.is_char_boundary(there.end as usize));
        if a < b {
            let back = folded.from_raw(there);
            prop_assert!(back.start as usize <= a && back.end as usize >= b, "the raw span holds all of the folded one");
        }
    }
}
