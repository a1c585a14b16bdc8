//! The view of a small sheet made by hand.

use super::{Layout, Screen, render};
use crate::args::Ui;
use marsad_model::{Count, Cue, Date, Event, Link, Party, Phrase, Place, Sheet, Source};
use unicode_width::UnicodeWidthStr;

const TEXT: &str =
    "أصيب خمسة جنود على الأقل في قصف على قاعدة عين الأسد مساء أمس، بحسب مسؤولين لوكالة الضفاف. وليس واضحا إن كان ردا على اغتيال قائد.";

fn at(words: &str) -> usize {
    TEXT[..TEXT.find(words).expect("the words are in the text")].chars().count()
}

fn sheet() -> Sheet {
    let (first, second) = TEXT.split_once(". ").map(|(a, b)| (format!("{a}."), b.to_owned())).expect("two sentences");
    let attack = Event {
        id: "E1".into(),
        trigger: Phrase { text: "قصف".into(), at: at("قصف"), rule: "lexicon/events.tsv:12 قصف".into() },
        kind: "ASSAULT".into(),
        mode: Some("heavy-weapons".into()),
        status: "occurred".into(),
        recipient: vec![Party { text: "جنود".into(), at: at("جنود"), code: "USA:MIL".into(), ..Party::default() }],
        place: Some(Place {
            text: "قاعدة عين الأسد".into(),
            at: at("قاعدة"),
            name_en: Some("Ain al-Asad Air Base".into()),
            country: Some("IQ".into()),
            lat: Some(33.7856),
            lon: Some(42.4412),
            precision: Some("site".into()),
            rule: "place.chain".into(),
            ..Place::default()
        }),
        date: Some(Date {
            text: "مساء أمس".into(),
            at: at("مساء"),
            start: Some("2024-08-05".into()),
            end: Some("2024-08-05".into()),
            rule: String::new(),
        }),
        counts: vec![Count {
            measure: "injured".into(),
            low: Some(5.0),
            high: None,
            text: "خمسة جنود على الأقل".into(),
            at: at("خمسة"),
            rule: String::new(),
        }],
        attribution: vec![
            Source {
                text: "مسؤولين".into(),
                at: at("مسؤولين"),
                kind: "official".into(),
                anonymous: true,
                number: Some(2),
                rule: String::new(),
            },
            Source { text: "وكالة الضفاف".into(), at: at("وكالة"), kind: "agency".into(), ..Source::default() },
        ],
        certainty: "hedged".into(),
        sentence: first,
        cues: vec![Cue { field: "certainty".into(), text: "بحسب".into(), at: at("بحسب"), class: "hedge".into() }],
        ..Event::default()
    };
    let killing = Event {
        id: "E2".into(),
        trigger: Phrase { text: "اغتيال".into(), at: at("اغتيال"), rule: String::new() },
        kind: "ASSAULT".into(),
        status: "occurred".into(),
        certainty: "stated".into(),
        sentence: second,
        place: None,
        ..Event::default()
    };
    Sheet {
        id: "sample".into(),
        text: TEXT.into(),
        events: vec![attack, killing],
        links: vec![Link {
            from: "E1".into(),
            to: "E2".into(),
            kind: "response_to".into(),
            certainty: "unclear".into(),
            text: Some("ردا على".into()),
            rule: String::new(),
        }],
        incidents: vec![vec!["E1".into()], vec!["E2".into()]],
        made_by: "marsad test".into(),
        ..Sheet::default()
    }
}

fn view(width: usize, color: bool, ui: Ui, explain: bool) -> String {
    let layout = Layout { width, color, isolates: color, rtl: ui == Ui::Ar };
    render(&sheet(), &Screen::new(layout, ui, explain))
}

#[test]
fn a_claim_says_who_what_where_when_how_many_and_who_says_so() {
    let plain = view(120, false, Ui::En, false);
    for line in [
        "sample · date unknown",
        "claims: 2 · incidents: 2 · links: 1",
        "  1 قصف — assault, heavy weapons · hedged «بحسب» (ASSAULT/heavy-weapons)",
        "    to whom     جنود (USA:MIL)",
        "    where       قاعدة عين الأسد — Ain al-Asad Air Base, IQ · site · 33.7856, 42.4412",
        "    when        مساء أمس — 2024-08-05",
        "    how many    injured: at least 5 «خمسة جنود على الأقل»",
        "    says        مسؤولين (official, unnamed, 2 sources) through وكالة الضفاف (agency or outlet)",
        "    link        response to claim 2, unclear: «ردا على»",
        "    says        the outlet in its own voice",
    ] {
        assert!(plain.lines().any(|l| l == line), "no line {line:?} in\n{plain}");
    }
    assert!(plain.contains("{خمسة} {جنود} {على الأقل}"), "{plain}");
}

#[test]
fn plain_text_has_no_control_characters() {
    let plain = view(80, false, Ui::En, true);
    assert!(plain.chars().all(|c| c == '\n' || !c.is_control() && !('\u{2066}'..='\u{2069}').contains(&c)));
}

#[test]
fn lines_keep_to_the_width() {
    for ui in [Ui::En, Ui::Ar] {
        for width in [40, 60, 100] {
            let out = view(width, false, ui, true);
            assert!(out.lines().all(|l| l.width() <= width), "{width}:\n{out}");
        }
    }
}

#[test]
fn every_isolate_is_closed_on_its_line() {
    for ui in [Ui::En, Ui::Ar] {
        for line in view(60, true, ui, true).lines() {
            let opened = line.chars().filter(|c| ('\u{2066}'..='\u{2068}').contains(c)).count();
            assert_eq!(opened, line.matches('\u{2069}').count(), "{line}");
        }
    }
}

#[test]
fn arabic_labels_end_at_the_right_margin() {
    let out = view(70, false, Ui::Ar, false);
    assert!(out.lines().filter(|l| !l.is_empty()).any(|l| l.width() == 70), "{out}");
    assert!(out.contains("رد على الادعاء 2"), "{out}");
}
