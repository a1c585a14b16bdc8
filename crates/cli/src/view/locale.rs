//! Labels: data in `locale/*.toml`.

use crate::args::Ui;
use std::collections::BTreeMap;

/// The labels of one language, by section and key.
pub struct Locale(BTreeMap<String, BTreeMap<String, String>>);

impl Locale {
    /// The labels of a language.
    ///
    /// # Panics
    /// Never in a tested build: the files are part of the program.
    #[must_use]
    pub fn of(ui: Ui) -> Self {
        let text = match ui {
            Ui::En => include_str!("../../locale/en.toml"),
            Ui::Ar => include_str!("../../locale/ar.toml"),
        };
        Self(toml::from_str(text).expect("a label file is a table of tables of strings"))
    }

    /// The label of a key, or the key itself.
    #[must_use]
    pub fn get<'s>(&'s self, section: &str, key: &'s str) -> &'s str {
        self.0.get(section).and_then(|s| s.get(key)).map_or(key, String::as_str)
    }

    /// The label of a field or heading.
    #[must_use]
    pub fn label<'s>(&'s self, key: &'s str) -> &'s str {
        self.get("label", key)
    }

    /// A label with its holes (`{}`) filled.
    #[must_use]
    pub fn fill(&self, section: &str, key: &str, values: &[&str]) -> String {
        let mut out = self.get(section, key).to_owned();
        for value in values {
            out = out.replacen("{}", value, 1);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::Locale;
    use crate::args::Ui;
    use marsad_model::vocabulary;

    #[test]
    fn both_languages_have_the_same_labels() {
        let keys = |ui| -> Vec<String> {
            let Locale(sections) = Locale::of(ui);
            sections.iter().flat_map(|(s, keys)| keys.keys().map(move |k| format!("{s}.{k}"))).collect()
        };
        assert_eq!(keys(Ui::En), keys(Ui::Ar));
    }

    #[test]
    fn every_word_of_the_vocabularies_has_a_label() {
        let en = Locale::of(Ui::En);
        let has = |section: &str, key: &str| assert!(en.0[section].contains_key(key), "{section}.{key}");
        for (kind, modes) in vocabulary::TYPES {
            has("type", kind);
            modes.iter().for_each(|m| has("mode", m));
        }
        for (section, words) in [
            ("status", vocabulary::STATUSES),
            ("certainty", vocabulary::CERTAINTIES),
            ("measure", vocabulary::MEASURES),
            ("source", vocabulary::SOURCE_KINDS),
            ("precision", vocabulary::PRECISIONS),
            ("relation", vocabulary::LINK_KINDS),
            ("link_certainty", vocabulary::LINK_CERTAINTIES),
        ] {
            words.iter().for_each(|w| has(section, w));
        }
    }
}
