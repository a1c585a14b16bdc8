//! Who says something, and how the words present it.

use super::pack;
use marsad_engine::Engine;
use marsad_engine::doc::Report;

/// The sources of a text: words, construction, kind.
fn told(text: &str) -> Vec<(String, &'static str, &'static str)> {
    let engine = Engine::new(pack());
    let report = Report { id: "t", published: Some("2024-05-01"), text, ..Report::default() };
    let doc = engine.read(&report);
    let words =
        |s: &marsad_engine::source::SourcePhrase| doc.text.raw_span(s.start as usize, s.end as usize, s.pro(&doc)).of(text).to_owned();
    doc.sources.iter().map(|s| (words(s), s.construct.name(), s.kind)).collect()
}

fn has(text: &str, words: &str, construct: &str, kind: &str) {
    let all = told(text);
    assert!(all.iter().any(|(w, c, k)| w == words && *c == construct && *k == kind), "{words} ({construct}, {kind}) in {all:?}");
}

#[test]
fn a_subject_behind_its_verb_with_its_prepositional_phrase() {
    has("وقال مصدر في قيادة الشرطة إن الهجوم وقع فجراً.", "مصدر في قيادة الشرطة", "verb", "official");
}

#[test]
fn a_subject_before_its_verb_across_a_name_in_apposition() {
    has("وزير الخارجية الروسي، سيرغي لافروف، يعلن أن بلاده سترد.", "وزير الخارجية الروسي، سيرغي لافروف", "subject", "official");
}

#[test]
fn an_adjective_tells_the_kind_of_an_unnamed_source() {
    has("وأكدت مصادر طبية أن ثلاثة أشخاص أصيبوا.", "مصادر طبية", "verb", "medical");
}

#[test]
fn a_relay_names_teller_and_outlet() {
    let text = "ونقلت وكالة رويترز عن مسؤول أميركي قوله إن الجيش قصف الموقع.";
    assert!(told(text).iter().any(|(w, c, _)| w.starts_with("مسؤول") && *c == "verb"), "{:?}", told(text));
    assert!(told(text).iter().any(|(w, c, k)| w.contains("رويترز") && *c == "via" && *k == "agency"), "{:?}", told(text));
}

#[test]
fn what_stands_behind_according_to_what_somebody_said() {
    let text = "قصف الطيران البلدة فجر اليوم، وفق ما أفاد شهود.";
    assert!(told(text).iter().any(|(w, c, k)| w == "شهود" && *c == "according" && *k == "witness"), "{:?}", told(text));
}

#[test]
fn a_verb_without_a_subject_goes_on_with_the_teller_before() {
    let text = "قال الجيش السوري إن قواته تقدمت. وأضاف أن المعارك مستمرة.";
    assert!(told(text).iter().any(|(w, c, _)| w == "الجيش السوري" && *c == "continued"), "{:?}", told(text));
}

#[test]
fn a_standard_measured_against_is_no_source() {
    assert!(told("تعمل القاعدة وفق معايير محددة.").is_empty());
}
