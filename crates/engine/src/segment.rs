//! Words cut into clitics and stem: conjunction, preposition or particle, article, stem, pronoun.

use crate::inflect::Inflection;
use crate::lex::{NO_ENCLITIC, Reading, behind};
use crate::tag::Tag;
use crate::text::Text;
use marsad_model::Span;
use marsad_pack::data::Entity;
use marsad_text::TokenKind;

/// Classes of words that take a pronoun: of a preposition, a complementizer, a conjunction.
const HOSTS: [&str; 4] = ["prep", "comp", "conj", "pron"];

/// Cuts the words of one text.
pub struct Segmenter<'t> {
    text: &'t Text<'t>,
    hosts: Vec<u16>,
}

impl<'t> Segmenter<'t> {
    /// Looks up what the pack calls the classes that take pronouns.
    #[must_use]
    pub fn new(text: &'t Text<'t>) -> Self {
        Self { text, hosts: HOSTS.iter().filter_map(|name| text.pack.class(name)).collect() }
    }

    /// The pieces of a unit as bytes of the raw text, in order; a unit that is no word is one piece.
    #[must_use]
    pub fn pieces(&self, unit: usize) -> Vec<Span> {
        let mut out = Vec::with_capacity(3);
        self.cut(unit, &mut out);
        out
    }

    /// Adds the pieces of a unit to a list: see [`Segmenter::pieces`].
    pub fn cut(&self, unit: usize, out: &mut Vec<Span>) {
        let span = self.text.units[unit].span;
        let mut from = span.start;
        let mut add = |end: u32| {
            out.push(self.text.folded.to_raw(Span { start: from, end }));
            from = end;
        };
        self.cuts(unit, |cut| add(span.start + cut));
        add(span.end);
    }

    /// Hands over the cuts inside the folded letters of a unit, in bytes, ascending.
    fn cuts(&self, unit: usize, mut cut: impl FnMut(u32)) {
        let text = self.text;
        if text.units[unit].kind != TokenKind::Word {
            return;
        }
        let key = text.key(unit);
        let mut pro = &text.lexer.proclitics[self.proclitics(unit) as usize];
        if behind(key, &pro.form).is_none() || key.len() == pro.form.len() {
            pro = &text.lexer.proclitics[0];
        }
        for end in &pro.ends {
            cut(u32::from(*end));
        }
        let rest = &key[pro.form.len()..];
        let nominal = text.units[unit].tag.nominal() || matches!(text.units[unit].tag, Tag::Name | Tag::Unknown);
        if let Some(article) = text.lexer.article.filter(|a| nominal && !pro.article && text.article(unit) && behind(rest, a).is_some()) {
            cut((pro.form.len() + article.len()) as u32);
        }
        if let Some(len) = self.pronoun(unit, rest) {
            cut((key.len() - len) as u32);
        }
    }

    /// Proclitics of a unit. What a phrase of several words takes off its first word counts before a reading of that word.
    fn proclitics(&self, unit: usize) -> u8 {
        let here = self.text.hits_at(unit);
        let phrase = here.first().filter(|h| h.end as usize > unit + 1 && matches!(h.entity, Entity::Word(_)));
        phrase.map_or_else(|| self.text.pro(unit), |h| h.pro)
    }

    /// Bytes of the pronoun that ends a unit.
    fn pronoun(&self, unit: usize, rest: &str) -> Option<usize> {
        let text = self.text;
        if let Some(reading) = text.units[unit].reading {
            // The ending of a feminine would be another letter than the one written: it is a pronoun.
            if reading.enc == NO_ENCLITIC && reading.feats.is_feminine() && text.ends_as_written(unit) {
                let short = |r: &&Reading| r.pro == reading.pro && r.enc != NO_ENCLITIC;
                let forms = text.units[unit].info.readings.iter().filter(short).map(|r| text.lexer.enclitics[r.enc as usize].form.len());
                return forms.min().filter(|len| rest.len() > *len);
            }
            let form = (reading.enc != NO_ENCLITIC).then(|| &*text.lexer.enclitics[reading.enc as usize].form);
            return form.filter(|f| rest.len() > f.len() && rest.ends_with(f)).map(str::len);
        }
        if text.units[unit].tag.nominal() || text.units[unit].tag == Tag::Name || text.units[unit].tag == Tag::Unknown {
            return None;
        }
        let ends = text.lexer.enclitics.iter().filter(|e| rest.len() > e.form.len() && rest.ends_with(&*e.form));
        ends.map(|e| e.form.len()).filter(|len| self.hosts_pronoun(unit, &rest[..rest.len() - len])).max()
    }

    /// Whether a word of a closed class is a host with a pronoun: it is listed as one, or what is left of it is a host.
    fn hosts_pronoun(&self, unit: usize, stem: &str) -> bool {
        let text = self.text;
        let listed = |w: u32| text.pack.data.words[w as usize].value.contains('+');
        if text.units[unit].classes.iter().any(|(_, w)| listed(*w)) {
            return true;
        }
        // "Himself": a noun that only stands with a pronoun.
        if text.units[unit].tag == Tag::Pronoun {
            return !text.pack.form(stem).is_empty();
        }
        let node = text.pack.phrase_walk(text.pack.phrase_root(), stem);
        let host = |e: Entity| matches!(e, Entity::Word(w) if self.hosts.contains(&text.pack.data.words[w as usize].class));
        node.is_some_and(|n| text.pack.phrase_entities(n).into_iter().any(host))
    }
}
