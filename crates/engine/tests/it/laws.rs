//! What holds of every sheet, whatever the text.

use crate::pack;
use marsad_engine::Engine;
use marsad_engine::doc::Report;
use marsad_model::{Sheet, vocabulary};
use std::collections::{BTreeMap, BTreeSet};

/// Pieces that reports are made of, and those that they break on.
const PIECES: &[&str] = &[
    "قصف",
    "الجيش",
    "السوري",
    "مدينة",
    "حلب",
    "في",
    "و",
    "وقتل",
    "مقتل",
    "ثلاثة",
    "مدنيين",
    "بينهم",
    "طفلان",
    "وقالت",
    "مصادر طبية",
    "إن",
    "وفق",
    "المرصد السوري لحقوق الإنسان",
    "رداً على",
    "أمس",
    "يوم الخميس 3 آب 2024",
    "قبل",
    "حتى",
    "٣",
    "12",
    "1.5",
    "20-30",
    "مليون",
    "دولار",
    "غارة جوية",
    "وقف إطلاق النار",
    "تم",
    "اعتقال",
    "لم",
    "لن",
    "نفى",
    "قد",
    "وكالة فرانس برس",
    "كامالا هاريس",
    "بنيامين نتنياهو",
    "ريف",
    "الغربي",
    "شمال",
    "بقـ.صف",
    "قُتِلَ",
    "الـــقدس",
    "غارتانعلى",
    "ﻗﺼﻒ",
    "ﷲ",
    "ﻼ",
    "\u{200F}",
    "\u{202B}",
    "\u{2067}",
    "\u{200D}",
    "\u{FEFF}",
    "\u{064B}",
    "\u{0651}",
    "ـ",
    "«",
    "»",
    "\"",
    "“",
    "(",
    ")",
    "'",
    ".",
    "...",
    "،",
    "؟",
    ":",
    "-",
    "–",
    "/",
    "|",
    "#",
    "@",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\u{00A0}",
    "اقرأ أيضا",
    "المصدر:",
    "شارك",
    "https://example.org/a?b=c",
    "F-16",
    "NATO",
    "e\u{301}",
    "🚀",
    "漢字",
    "\u{0}",
    "\u{10FFFF}",
    "ك",
    "ل",
    "ب",
    "لل",
    "ال",
];

/// Texts that nobody sends on purpose.
fn nasty() -> Vec<(&'static str, String)> {
    let sentence = "قصف الجيش السوري مدينة حلب أمس، وقتل ثلاثة مدنيين، وفق مصادر طبية. ";
    vec![
        ("empty", String::new()),
        ("blanks", " \t\u{00A0}\u{3000}\n\n\r\n ".into()),
        ("signs", "«»\"\"''()[]{}.,،؛:;!?؟…-–—/|\\#@*&%٪$€".repeat(20)),
        ("one sign", "«".into()),
        ("menus", "الرئيسية\nأخبار\nاقرأ أيضا\nمواضيع ذات صلة\nشارك\nتابعنا على فيسبوك\nالمصدر: وكالات\n".repeat(10)),
        ("a long line", {
            let words: Vec<&str> = sentence.trim_end_matches(". ").split(' ').collect();
            words.iter().cycle().take(20_000).copied().collect::<Vec<_>>().join(" ")
        }),
        ("quotes left open", "قال الناطق: «قصفنا \"الموقع (في حلب“ وقتلنا «ثلاثة» جنود ”ثم ".repeat(15)),
        ("quotes closed twice", "قال » إن « الجيش \" قصف \" حلب » ) ».".repeat(15)),
        ("marks", "قَصَفَ الجَيْشُ السُّورِيُّ مَدِينَةَ حَلَبَ أَمْسِ، وَقُتِلَ ثَلَاثَةُ مَدَنِيِّينَ.".into()),
        ("marks alone", "\u{064E}\u{064B}\u{0651}\u{0670} \u{0651}\u{0651}\u{0651}".into()),
        ("tatweel", "قـــصـف الـــجـيـش مـديـنـة حـلـب. ـــ ـ".into()),
        ("bidi controls", "\u{202B}قصف\u{202C} \u{2067}الجيش\u{2069} \u{200F}مدينة\u{200E} حلب\u{200F}.\u{FEFF}".into()),
        ("a control inside a word", "قص\u{200F}ف الج\u{200D}يش مدين\u{00AD}ة حلب و\u{200B}قتل ثلاثة".into()),
        ("presentation forms", "ﻗﺼﻒ ﺍﻟﺠﻴﺶ ﺍﻟﺴﻮﺭﻱ ﻣﺪﻳﻨﺔ ﺣﻠﺐ ﺃﻣﺲ ﻭﻗﺘﻞ ﺛﻼﺛﺔ. ﷲ ﷺ ﻼ ﻻ".into()),
        ("glued", "قصفالجيشالسوريمدينةحلبأمس وقتلثلاثةمدنيين غارتانعلىالموقع فيحلبأمس.".into()),
        ("clitics alone", "و ف س ل ب ك ال لل بال وال فلل وسي ولل".into()),
        ("Latin", "The army shelled the town on Monday, killing 12 people, Reuters said. F-16s took part.".into()),
        ("Latin in Arabic", "أعلن Pentagon أن F-16 قصفت ISIS في Raqqa يوم 3/8/2024 at 10:30.".into()),
        ("the same again", sentence.repeat(60)),
        ("the same line again", format!("{}\n", sentence.trim()).repeat(40)),
        ("figures", "1 2 3 10-20 1/2/2024 2024-13-45 99999999999999999999999999 1.2.3.4 ٠٫٥ ۱۲ 5% 00:61 مليون مليار مليار مليار".into()),
        ("a year that is none", "في 31 فبراير 9999 قبل 99999 سنة وبعد 123456789 يوما ومنذ 400000 عام".into()),
        ("one letter", "و".into()),
        ("nested quotes", format!("{}قصف{}", "«".repeat(300), "»".repeat(300))),
        ("nested brackets", format!("{}قصف حلب{}", "(".repeat(300), ")".repeat(300))),
        ("conjunctions", "و".repeat(3000)),
        ("joined clauses", format!("قال إن {} الجيش قصف حلب", "من قال إن ".repeat(200))),
    ]
}

/// A small generator: the same numbers in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides
    }

    fn char(&mut self) -> char {
        let from = [(0, 0x80), (0x600, 0x100), (0x660, 0x20), (0x2000, 0x70), (0xFB50, 0x2B0), (0xFE70, 0x90), (0, 0x11_0000)];
        let (first, many) = from[self.roll(from.len())];
        char::from_u32((first + self.roll(many)) as u32).unwrap_or(' ')
    }

    /// Pieces with and without blanks, and now and then any code point.
    fn text(&mut self) -> Vec<String> {
        let many = self.roll(60);
        let piece = |dice: &mut Self| match dice.roll(12) {
            0 => (0..=dice.roll(4)).map(|_| dice.char()).collect(),
            1 => PIECES[dice.roll(PIECES.len())].to_owned(),
            _ => format!("{} ", PIECES[dice.roll(PIECES.len())]),
        };
        (0..many).map(|_| piece(self)).collect()
    }
}

#[test]
fn remembered_sums_are_those_of_fresh_models() {
    let story = include_str!("../../../../samples/story/reports.jsonl");
    let used = Engine::new(pack());
    let texts: Vec<String> =
        story.lines().map(|l| serde_json::from_str::<serde_json::Value>(l).expect("a line is JSON")["text"].to_string()).collect();
    for text in &texts {
        let _ = code(&used, text, None);
    }
    for text in texts.iter().step_by(7) {
        assert_eq!(json(&code(&used, text, None)), json(&code(&Engine::new(pack()), text, None)));
    }
}

fn code(engine: &Engine<'_>, text: &str, published: Option<&str>) -> Sheet {
    engine.code(&Report { id: "t", outlet: Some("o"), published, title: None, text })
}

fn json(sheet: &Sheet) -> String {
    serde_json::to_string(sheet).expect("a sheet is plain JSON")
}

/// The faults of a sheet.
fn faults(sheet: &Sheet) -> Vec<String> {
    let mut out = Vec::new();
    let starts: Vec<usize> = sheet.text.char_indices().map(|(i, _)| i).chain([sheet.text.len()]).collect();
    let mut phrase = |what: &str, words: &str, at: usize| {
        let there = starts.get(at).is_some_and(|byte| sheet.text[*byte..].starts_with(words));
        if !there || words.is_empty() || words.trim() != words {
            out.push(format!("{what} «{words}» at {at}"));
        }
    };
    for e in &sheet.events {
        phrase("trigger", &e.trigger.text, e.trigger.at);
        e.actor.iter().for_each(|p| phrase("actor", &p.text, p.at));
        e.recipient.iter().for_each(|p| phrase("recipient", &p.text, p.at));
        e.instrument.iter().for_each(|p| phrase("instrument", &p.text, p.at));
        e.place.iter().for_each(|p| phrase("place", &p.text, p.at));
        e.date.iter().for_each(|p| phrase("date", &p.text, p.at));
        e.counts.iter().for_each(|p| phrase("count", &p.text, p.at));
        e.attribution.iter().for_each(|p| phrase("source", &p.text, p.at));
        e.cues.iter().for_each(|p| phrase("cue", &p.text, p.at));
    }
    sheet.mentions.iter().for_each(|m| phrase(&m.kind, &m.text, m.at));
    let mut wrong = |what: &str, is: &str, right: bool| {
        if !right {
            out.push(format!("{what} `{is}`"));
        }
    };
    let ids: BTreeSet<&str> = sheet.events.iter().map(|e| &*e.id).collect();
    wrong("ids", &format!("{ids:?}"), ids.len() == sheet.events.len());
    let mut stands: BTreeMap<&str, usize> = BTreeMap::new();
    sheet.incidents.iter().flatten().for_each(|id| *stands.entry(id).or_default() += 1);
    wrong("incidents", &format!("{stands:?}"), stands.len() == ids.len() && ids.iter().all(|id| stands.get(id) == Some(&1)));
    wrong("incidents", "an empty one", sheet.incidents.iter().all(|group| !group.is_empty()));
    for l in &sheet.links {
        wrong("link from", &l.from, ids.contains(&*l.from));
        wrong("link to", &l.to, ids.contains(&*l.to) && l.to != l.from);
        wrong("link kind", &l.kind, vocabulary::LINK_KINDS.contains(&&*l.kind));
        wrong("link certainty", &l.certainty, vocabulary::LINK_CERTAINTIES.contains(&&*l.certainty));
        let words = l.text.as_deref();
        wrong("link text", words.unwrap_or_default(), words.is_none_or(|t| !t.is_empty() && sheet.text.contains(t)));
    }
    for e in &sheet.events {
        let modes = vocabulary::modes(&e.kind);
        wrong("type", &e.kind, modes.is_some());
        let mode = e.mode.as_deref();
        wrong("mode", mode.unwrap_or_default(), mode.is_none_or(|m| modes.is_some_and(|all| all.contains(&m))));
        wrong("status", &e.status, vocabulary::STATUSES.contains(&&*e.status));
        wrong("certainty", &e.certainty, vocabulary::CERTAINTIES.contains(&&*e.certainty));
        wrong("score", &e.score.to_string(), (0.0..=1.0).contains(&e.score));
        wrong("sentence", &e.sentence, sheet.text.contains(&e.sentence) && e.sentence.contains(&e.trigger.text));
        for c in &e.counts {
            wrong("measure", &c.measure, vocabulary::MEASURES.contains(&&*c.measure));
            wrong("range", &format!("{c:?}"), c.low.is_none_or(|low| low >= 0.0 && c.high.is_none_or(|high| low <= high)));
        }
        for p in e.actor.iter().chain(&e.recipient) {
            let (country, sector) = p.code.split_once(':').unwrap_or((&p.code, "no colon"));
            let land = country.is_empty() || country.len() == 3 && country.bytes().all(|b| b.is_ascii_uppercase());
            wrong("code", &p.code, land && (sector.is_empty() || vocabulary::SECTORS.contains(&sector)));
        }
        e.attribution.iter().for_each(|s| wrong("source kind", &s.kind, vocabulary::SOURCE_KINDS.contains(&&*s.kind)));
        let precision = e.place.as_ref().and_then(|p| p.precision.as_deref());
        wrong("precision", precision.unwrap_or_default(), precision.is_none_or(|p| vocabulary::PRECISIONS.contains(&p)));
        if let Some(d) = &e.date {
            wrong("days", &format!("{d:?}"), d.start.as_ref().zip(d.end.as_ref()).is_none_or(|(a, b)| a.len() != b.len() || a <= b));
        }
    }
    let kinds = ["place", "person", "organisation", "group", "party", "date", "quantity", "instrument"];
    sheet.mentions.iter().for_each(|m| wrong("kind of mention", &m.kind, kinds.contains(&&*m.kind)));
    let order: Vec<usize> = sheet.events.iter().map(|e| e.trigger.at).collect();
    wrong("order", &format!("{order:?}"), order.is_sorted());
    wrong("text", "changed", !sheet.schema.is_empty());
    out
}

#[test]
fn nasty_texts_give_lawful_sheets_twice_the_same() {
    let warm = Engine::new(pack());
    let mut all = Vec::new();
    for (name, text) in nasty() {
        let first = code(&warm, &text, Some("2024-08-06"));
        assert_eq!(first.text, text, "{name}: the text is kept as received");
        all.extend(faults(&first).into_iter().map(|f| format!("{name}: {f}")));
        let again = json(&code(&warm, &text, Some("2024-08-06")));
        assert!(json(&first) == again, "{name}: another sheet the second time");
        let fresh = json(&code(&Engine::new(pack()), &text, Some("2024-08-06")));
        assert!(again == fresh, "{name}: the words seen before changed the sheet");
    }
    assert!(all.is_empty(), "{} faults:\n{}", all.len(), all[..all.len().min(40)].join("\n"));
}

#[test]
fn texts_of_any_pieces_give_lawful_sheets() {
    let warm = Engine::new(pack());
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut events = 0;
    for round in 0..1500 {
        let pieces = dice.text();
        let published = [None, Some("2024-08-06"), Some("2024-08-06T10:00:00Z"), Some("no day")][dice.roll(4)];
        let sheet = code(&warm, &pieces.concat(), published);
        events += sheet.events.len();
        let bad = |pieces: &[String]| faults(&code(&warm, &pieces.concat(), published));
        if !faults(&sheet).is_empty() {
            let small = shrink(pieces, |p| !bad(p).is_empty());
            panic!("round {round}: {:?}: {}", small.concat(), bad(&small).join("; "));
        }
        if round % 10 == 0 {
            let fresh = code(&Engine::new(pack()), &sheet.text, published);
            assert!(json(&sheet) == json(&fresh), "the words seen before changed the sheet of {:?}", sheet.text);
        }
    }
    assert!(events > 1000, "the pieces make events, else the laws say nothing: {events}");
}

/// Drops pieces one by one while the fault stays.
fn shrink(mut pieces: Vec<String>, bad: impl Fn(&[String]) -> bool) -> Vec<String> {
    let mut i = 0;
    while i < pieces.len() {
        let mut fewer = pieces.clone();
        fewer.remove(i);
        if bad(&fewer) {
            pieces = fewer;
        } else {
            i += 1;
        }
    }
    pieces
}

#[test]
fn bad_publication_days_do_no_harm() {
    let engine = Engine::new(pack());
    let text = "قصف الجيش مدينة حلب أمس، وقتل ثلاثة مدنيين يوم الخميس.";
    for published in ["", "2024", "2024-02-30", "0000-00-00", "٢٠٢٤-٠٨-٠٦", "2024-08-0", "yesterday!!", "-9999-01-01", "9999-12-31"]
    {
        let sheet = code(&engine, text, Some(published));
        assert_eq!(faults(&sheet), Vec::<String>::new(), "published `{published}`");
        assert!(!sheet.events.is_empty());
    }
}

/// Roles of persons are dated: a day of publication that is no ISO date must not be cut inside a letter.
#[test]
fn other_digits_in_the_day_of_publication_do_no_harm() {
    let sheet = code(&Engine::new(pack()), "التقى بنيامين نتنياهو كامالا هاريس.", Some("٢٠٢٤-٠٨-٠٦"));
    assert_eq!(faults(&sheet), Vec::<String>::new());
}

#[test]
fn a_title_changes_no_words_of_the_text() {
    let engine = Engine::new(pack());
    let text = "قصف الجيش مدينة حلب\nقصف الجيش السوري مدينة حلب أمس، وقتل ثلاثة مدنيين.";
    for title in ["", "قصف الجيش مدينة حلب", "عنوان آخر", "«", "\n"] {
        let sheet = engine.code(&Report { id: "t", title: Some(title), text, ..Report::default() });
        assert_eq!(faults(&sheet), Vec::<String>::new(), "title `{title}`");
    }
}
