//! Tables of cases: what goes in, what comes out.

use crate::table::{FORM, KEY, pairs, terminators};
use marsad_model::Span;
use marsad_text::{Fold, TokenKind, quotes, sentences, tokenize};

/// Tokens that are no blanks, joined with a bar.
fn words(text: &str) -> String {
    let kept = tokenize(text).into_iter().filter(|t| !matches!(t.kind, TokenKind::Blank | TokenKind::Line));
    kept.map(|t| t.span.of(text).to_owned()).collect::<Vec<_>>().join("|")
}

#[test]
fn tokens() {
    let cases = [
        ("قتل 1,200 و3.5.", "قتل|1,200|و|3.5|."),
        ("قتل12مدنيا", "قتل|12|مدنيا"),
        ("F16 طائرة", "F16|طائرة"),
        ("S-300", "S|-|300"),
        ("عند 10:30 صباحا", "عند|10|:|30|صباحا"),
        ("12.10.2020", "12.10.2020"),
        ("1, 2", "1|,|2"),
        ("٣٫٥ و١٬٢٠٠", "٣٫٥|و|١٬٢٠٠"),
        ("قُتِلَ", "قُتِلَ"),
        ("cafe\u{301} 5\u{20E3} !\u{301}", "cafe\u{301}|5\u{20E3}|!\u{301}"),
        ("#غصن_الزيتون", "#|غصن|_|الزيتون"),
        ("عاجل:قصف", "عاجل|:|قصف"),
        ("🚀🚀", "🚀|🚀"),
        ("50%", "50|%"),
        ("", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(words(text), expected, "{text}");
    }
}

#[test]
fn folding_to_the_key() {
    let cases = [
        ("قُتِلَ ثَلاثَةٌ", "قتل ثلاثه"),
        ("الـــقدس", "القدس"),
        ("إلى آخر أمر", "الي اخر امر"),
        ("مسؤول رئيس", "مسوول رييس"),
        ("ﻗﺘﻞ ﻻجئون", "قتل لاجيون"),
        ("١٢٣ ۴۵۶", "123 456"),
        ("BBC", "bbc"),
        ("\u{202B}قتل\u{202C}\u{200F}", "قتل"),
        ("كانون\u{200C}الثاني", "كانونالثاني"),
        ("ﷺ", "صلي الله عليه وسلم"),
        ("على 5–6", "علي 5-6"),
        // Dodges: signs put into a word beside a tatweel.
        ("بقـ.صف", "بقصف"),
        ("قسـ.ـد", "قسد"),
        ("ميليـ.ـشيا", "ميليشيا"),
        ("قـ*تل", "قتل"),
        ("ق.ـتل", "قتل"),
        ("قَـ.َتل", "قتل"),
        ("الكـ.،.ـردي", "الكردي"),
        ("قـ.ـتـ.ـل", "قتل"),
        // No dodges.
        ("قتل.وأصيب", "قتل.واصيب"),
        ("هـ. وقال", "ه. وقال"),
        ("5ـ.قتل", "5.قتل"),
        ("ـ.قتل", ".قتل"),
        ("الـ...قتل", "ال...قتل"),
        ("بـ\"قتل\"", "ب\"قتل\""),
        ("قتلـ.", "قتل."),
    ];
    for (raw, expected) in cases {
        assert_eq!(KEY.fold(raw).text, expected, "{raw}");
    }
}

#[test]
fn folding_to_the_form() {
    let cases = [("قُتـِلَ", "قُتِلَ"), ("على رئيس", "على رئيس"), ("ﻷن ٣", "لأن 3"), ("قسـ.ـد", "قسد"), ("\u{200F}أ\u{200B}ب", "أب")];
    for (raw, expected) in cases {
        assert_eq!(FORM.fold(raw).text, expected, "{raw}");
    }
}

#[test]
fn evidence_of_a_folded_span() {
    // Raw text, folded part, raw evidence.
    let cases = [
        ("وقُتِلَ أمس", "قتل", "قُتِلَ"),
        ("قال \u{202B}قتل\u{202C} أمس", "قتل", "قتل\u{202C}"),
        ("في بقـ.صف أمس", "بقصف", "بقـ.صف"),
        ("ﻷن", "ان", "ﻷن"),
        ("ﻷن", "ل", "ﻷ"),
        ("ﻷن", "ا", "ﻷ"),
        ("نحو ١٢ قتيلا", "12", "١٢"),
        ("قال ﷺ نعم", "عليه", "ﷺ"),
    ];
    for (raw, part, evidence) in cases {
        let folded = KEY.fold(raw);
        let at = folded.text.find(part).expect("the part is there");
        assert_eq!(folded.to_raw(Span::new(at, at + part.len())).of(raw), evidence, "{raw}");
    }
}

#[test]
fn tables_with_chains_and_circles() {
    let fold = |pairs: &[(char, &str)], raw: &str| Fold::new(pairs.iter().map(|(c, to)| (*c, (*to).to_owned())), vec![]).fold(raw).text;
    assert_eq!(fold(&[('x', "y"), ('y', "z")], "xyz"), "zzz");
    assert_eq!(fold(&[('x', "y"), ('y', "x")], "xy"), "xy", "a circle folds nothing");
    assert_eq!(fold(&[('x', "xy")], "x"), "x", "growth without end folds nothing");
    assert_eq!(fold(&[('ß', "SS")], "ß"), "ss", "capitals that a table writes become small");
    assert_eq!(fold(&[('a', "b")], "A"), "b", "capitals follow the entry of the small letter");
    let dots = Fold::new([('…', "...".to_owned())], vec![]);
    assert_eq!(dots.fold("أ…ب").to_raw(Span::new(2, 3)).of("أ…ب"), "…", "as long as the three it became, and still one character");
}

/// Sentences without blanks at either end, joined with a bar.
fn cut(text: &str) -> String {
    let tokens = tokenize(text);
    let all = sentences(text, &tokens, &terminators());
    let of = |s: &marsad_text::Sentence| {
        let (a, b) = (tokens[s.start as usize].span.start, tokens[s.end as usize - 1].span.end);
        text[a as usize..b as usize].trim().to_owned()
    };
    all.iter().map(of).collect::<Vec<_>>().join("|")
}

#[test]
fn sentence_ends() {
    let cases = [
        ("قتل اثنان. وأصيب ثلاثة.", "قتل اثنان.|وأصيب ثلاثة."),
        ("قتل اثنان.وأصيب ثلاثة", "قتل اثنان.|وأصيب ثلاثة"),
        ("في 2020.وقال", "في 2020.|وقال"),
        ("عنوان\nنص", "عنوان|نص"),
        ("عنوان\n\n\nنص", "عنوان|نص"),
        ("نص. \nنص", "نص.|نص"),
        // Numbers, times, dates.
        ("بلغ 3.5 مليون", "بلغ 3.5 مليون"),
        ("عند 10:30 صباحا. وقال", "عند 10:30 صباحا.|وقال"),
        ("في 12.10.2020 قتل", "في 12.10.2020 قتل"),
        // Abbreviations and names.
        ("قال د. سمير", "قال د. سمير"),
        ("وكالة أ.ف.ب قالت", "وكالة أ.ف.ب قالت"),
        ("على بعد 5 كلم. من", "على بعد 5 كلم. من"),
        ("قال موقع «الشمال.نت» إن", "قال موقع «الشمال.نت» إن"),
        ("قال نت. وأضاف", "قال نت. وأضاف"),
        ("على example.com أمس", "على example.com أمس"),
        ("نسخة v2.0 أمس", "نسخة v2.0 أمس"),
        ("the U.S. army", "the U.S. army"),
        // Several signs.
        ("حقا!؟ نعم", "حقا!؟|نعم"),
        ("حقا؟! نعم", "حقا؟!|نعم"),
        ("وبعد... قال", "وبعد...|قال"),
        ("وبعد… قال", "وبعد…|قال"),
        ("وبعد…قال", "وبعد…|قال"),
        ("... قال", "...|قال"),
        // Two full stops are a pause.
        ("درعا.. مقتل مدني", "درعا.. مقتل مدني"),
        ("درعا..مقتل مدني. انتهى", "درعا..مقتل مدني.|انتهى"),
        ("قال نعم..\nثم", "قال نعم..|ثم"),
        ("قال نعم..", "قال نعم.."),
        // What follows the stop and belongs to the sentence.
        ("قال: «نعم.» ثم ذهب", "قال: «نعم.»|ثم ذهب"),
        ("قال: «نعم. » ثم ذهب", "قال: «نعم. »|ثم ذهب"),
        ("قال: «نعم».ثم ذهب", "قال: «نعم».|ثم ذهب"),
        ("(قال نعم.) ثم ذهب", "(قال نعم.)|ثم ذهب"),
        ("قال: \"نعم.\" ثم ذهب", "قال: \"نعم.\"|ثم ذهب"),
        ("قال نعم. \"لا\" قالت", "قال نعم.|\"لا\" قالت"),
        ("قال نعم.\"لا\" قالت", "قال نعم.|\"لا\" قالت"),
        ("قال “حقا؟” ثم", "قال “حقا؟”|ثم"),
        ("", ""),
        (".", "."),
    ];
    for (text, expected) in cases {
        assert_eq!(cut(text), expected, "{text}");
    }
}

#[test]
fn the_last_sentence_of_a_line_says_so() {
    let text = "أول. ثان.\nثالث";
    let tokens = tokenize(text);
    let flags: Vec<bool> = sentences(text, &tokens, &terminators()).iter().map(|s| s.ends_line).collect();
    assert_eq!(flags, [false, true, true]);
}

#[test]
fn quotations() {
    let cases = [
        ("قال «نعم» ثم “لا” ثم \"ربما\"", "نعم|لا|ربما"),
        ("قال ”نعم“ ثم ”لا”", "نعم|لا"),
        ("قال „نعم“ ثم ‘لا’", "نعم|لا"),
        ("قال «إن \"فلانا\" ذهب»", "إن \"فلانا\" ذهب|فلانا"),
        ("قال «إن «فلانا» ذهب»", "إن «فلانا» ذهب|فلانا"),
        // Never closed: to the end of the line.
        ("قال «نعم\nثم ذهب", "نعم"),
        ("قال «نعم ثم ذهب", "نعم ثم ذهب"),
        // An inner sign that never closes is none.
        ("قال «صاروخ 107\" سقط» أمس", "صاروخ 107\" سقط"),
        // Closed without being opened.
        ("قال نعم» ثم «لا»", "لا"),
        ("«»", ""),
        ("قال \"نعم\" و\"لا\"", "نعم|لا"),
    ];
    for (text, expected) in cases {
        let tokens = tokenize(text);
        let span = |(a, b): &(u32, u32)| &text[tokens[*a as usize].span.start as usize..tokens[*b as usize - 1].span.end as usize];
        let found: Vec<&str> = quotes(text, &tokens, &pairs()).iter().map(span).collect();
        assert_eq!(found.join("|"), expected, "{text}");
    }
}
