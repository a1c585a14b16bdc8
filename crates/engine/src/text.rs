//! A report prepared for extraction: units (words, numbers, signs), sentences, quotations, zones, phrase hits.

use crate::lex::{Lexer, NO_ENCLITIC, Reading, WordInfo, behind};
use crate::tag::{self, Tag};
use marsad_model::Span;
use marsad_pack::Pack;
use marsad_pack::data::{Entity, Homograph, Lemma, Word};
use marsad_text::{Folded, QuotePairs, Terminators, Token, TokenKind, quotes, sentences, tokenize};
use smallvec::SmallVec;
use std::rc::Rc;

/// A word, number or sign: a token that is no blank.
#[derive(Debug)]
pub struct Unit {
    /// Bytes of the folded text.
    pub span: Span,
    /// What it is made of.
    pub kind: TokenKind,
    /// What is known of the form (empty for numbers and signs).
    pub info: Rc<WordInfo>,
    /// Part of speech in this context.
    pub tag: Tag,
    /// The analysis chosen in this context.
    pub reading: Option<Reading>,
    /// Sentence it stands in.
    pub sentence: u32,
    /// First unit of a line.
    pub line_start: bool,
    /// Index of the innermost quotation that holds it, or `u32::MAX`.
    pub quote: u32,
    /// Word classes of the single-word or multi-word phrases that cover it: (class, index of the word entry).
    pub classes: SmallVec<[(u16, u32); 2]>,
}

/// Where in the report a sentence stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Repeats the headline, or stands before the lead as a line of its own.
    Headline,
    /// The first paragraph.
    Lead,
    /// The rest of the story.
    Body,
    /// Menus, tags, headlines of other articles.
    Furniture,
}

/// A half-open range of units.
#[derive(Clone, Copy, Debug)]
pub struct Sentence {
    /// First unit.
    pub start: u32,
    /// One past the last unit.
    pub end: u32,
    /// Raw bytes, without blanks at either end.
    pub raw: Span,
    /// Last of its line.
    pub ends_line: bool,
    /// Where it stands.
    pub zone: Zone,
}

/// A phrase of the pack found in the text.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    /// First unit.
    pub start: u32,
    /// One past the last unit.
    pub end: u32,
    /// What it stands for.
    pub entity: Entity,
    /// Proclitics taken off the first unit.
    pub pro: u8,
}

/// The prepared report.
pub struct Text<'a> {
    /// The pack it was read with.
    pub pack: &'a Pack,
    /// Clitic tables.
    pub lexer: &'a Lexer<'a>,
    /// As received.
    pub raw: &'a str,
    /// For look-up.
    pub folded: Folded,
    /// Words, numbers, signs.
    pub units: Vec<Unit>,
    /// Sentences that hold at least one unit.
    pub sentences: Vec<Sentence>,
    /// Quotations as unit ranges, outer before inner.
    pub quotes: Vec<(u32, u32)>,
    /// Phrases found, by start, longest first.
    pub hits: Vec<Hit>,
    /// For each unit, what is written onto it: kept once the tags stand, since every layer asks.
    pub(crate) written: Vec<Written>,
    /// For each unit, and for the end, the first hit that begins there or later: kept once all are found.
    first_hit: Vec<u32>,
}

/// What is written onto a unit.
#[derive(Clone, Copy)]
pub(crate) struct Written {
    /// Index into [`Lexer::proclitics`].
    pro: u8,
    article: bool,
}

/// Longest phrase, in units.
const PHRASE_LIMIT: usize = 9;

impl<'a> Text<'a> {
    /// Prepares a report. Never fails; linear in its length.
    #[must_use]
    pub fn new(pack: &'a Pack, lexer: &'a Lexer<'a>, raw: &'a str, title: Option<&str>) -> Self {
        let (mut text, tokens, at) = Self::read(pack, lexer, raw);
        let quoted = quotes(&text.folded.text, &tokens, &QuotePairs(pack.data.quotes.clone()));
        text.quotes = quoted.iter().map(|(a, b)| (at[*a as usize], at[*b as usize])).filter(|(a, b)| a < b).collect();
        for (q, (a, b)) in text.quotes.iter().enumerate() {
            for unit in &mut text.units[*a as usize..*b as usize] {
                unit.quote = q as u32;
            }
        }
        crate::zone::assign(&mut text, title);
        text
    }

    /// Words with readings and tags only: no quotations, and all sentences in the body.
    #[must_use]
    pub fn words(pack: &'a Pack, lexer: &'a Lexer<'a>, raw: &'a str) -> Self {
        Self::read(pack, lexer, raw).0
    }

    /// The words, the tokens that they were made of, and for each token the first unit at or after it.
    fn read(pack: &'a Pack, lexer: &'a Lexer<'a>, raw: &'a str) -> (Self, Vec<Token>, Vec<u32>) {
        let folded = pack.fold.fold(raw);
        let (tokens, known) = unglue(lexer, &folded.text, tokenize(&folded.text));
        let (signs, closing, abbreviations) = pack.data.terminators.clone();
        let cut = sentences(&folded.text, &tokens, &Terminators { signs, closing, abbreviations });
        let mut text = Self {
            pack,
            lexer,
            raw,
            folded,
            units: Vec::with_capacity(tokens.len()),
            sentences: Vec::new(),
            quotes: Vec::new(),
            hits: Vec::new(),
            written: Vec::new(),
            first_hit: Vec::new(),
        };
        let at = text.add_units(&tokens, &cut, known);
        text.find_phrases();
        tag::assign(&mut text);
        (text, tokens, at)
    }

    /// Notes what is written onto a unit, once its tag stands. Units come in order.
    pub(crate) fn write_down(&mut self, unit: usize) {
        let pro = self.find_pro(unit);
        self.written.push(Written { pro, article: self.has_article(unit, pro) });
    }

    /// Makes the units of all tokens; `known` says of each word what is known of it. Returns, for each token, the index
    /// of the first unit at or after it.
    fn add_units(&mut self, tokens: &[Token], cut: &[marsad_text::Sentence], known: Vec<Rc<WordInfo>>) -> Vec<u32> {
        let mut at = Vec::with_capacity(tokens.len() + 1);
        let empty = Rc::new(WordInfo::default());
        let mut known = known.into_iter();
        let mut line_start = true;
        for sentence in cut {
            let first = self.units.len() as u32;
            let number = self.sentences.len() as u32;
            for token in &tokens[sentence.start as usize..sentence.end as usize] {
                at.push(self.units.len() as u32);
                match token.kind {
                    TokenKind::Blank => continue,
                    TokenKind::Line => {
                        line_start = true;
                        continue;
                    }
                    _ => {}
                }
                let info = if token.kind == TokenKind::Word { known.next() } else { None };
                self.units.push(Unit {
                    span: token.span,
                    kind: token.kind,
                    info: info.unwrap_or_else(|| Rc::clone(&empty)),
                    tag: Tag::Unknown,
                    reading: None,
                    sentence: number,
                    line_start,
                    quote: u32::MAX,
                    classes: SmallVec::new(),
                });
                line_start = false;
            }
            self.add_sentence(first, sentence.ends_line);
        }
        at.push(self.units.len() as u32);
        at
    }

    /// Makes a sentence of the units since `first`, if there are any.
    fn add_sentence(&mut self, first: u32, ends_line: bool) {
        let last = self.units.len() as u32;
        if first < last {
            let span = self.units[first as usize].span.join(self.units[last as usize - 1].span);
            let raw = self.folded.to_raw(span);
            let trimmed = raw.of(self.raw).trim_end().len();
            let raw = Span::new(raw.start as usize, raw.start as usize + trimmed);
            self.sentences.push(Sentence { start: first, end: last, raw, ends_line, zone: Zone::Body });
        }
    }

    fn find_phrases(&mut self) {
        for i in 0..self.units.len() {
            let info = Rc::clone(&self.units[i].info);
            let from = self.hits.len();
            for start in &info.starts {
                for entity in &start.entities {
                    if matches!(entity, Entity::Word(w) if !self.word_may_hide(i, start.pro, *w)) {
                        continue;
                    }
                    self.hits.push(Hit { start: i as u32, end: i as u32 + 1, entity: *entity, pro: start.pro });
                }
                if let Some(blank) = start.blank {
                    self.walk(i, blank, start.next, start.pro);
                }
            }
            self.drop_misspelt(from);
            if self.hits.len() > from + 1 {
                self.hits[from..].sort_by_key(|h| (std::cmp::Reverse(h.end), h.pro, h.entity));
            }
        }
        self.drop_inner_names();
        self.index_hits();
        for hit in &self.hits {
            if let Entity::Word(w) = hit.entity {
                let class = self.pack.data.words[w as usize].class;
                for unit in &mut self.units[hit.start as usize..hit.end as usize] {
                    unit.classes.push((class, w));
                }
            }
        }
    }

    fn index_hits(&mut self) {
        self.first_hit.reserve(self.units.len() + 1);
        for (i, hit) in self.hits.iter().enumerate() {
            self.first_hit.resize(self.first_hit.len().max(hit.start as usize + 1), i as u32);
        }
        self.first_hit.resize(self.units.len() + 1, self.hits.len() as u32);
    }

    /// A place or actor inside the name of a longer one is no mention of its own ("Ain al-Asad" names nobody).
    fn drop_inner_names(&mut self) {
        let is_name = |h: &Hit| matches!(h.entity, Entity::Place(_) | Entity::Actor(_));
        let mut reach: Vec<(u32, u32)> = Vec::new();
        for h in self.hits.iter().filter(|h| is_name(h) && h.end - h.start > 1) {
            match reach.last() {
                Some((_, end)) if *end >= h.end => {}
                _ => reach.push((h.start, h.end)),
            }
        }
        let mut first = 0;
        self.hits.retain(|h| {
            while first < reach.len() && reach[first].1 <= h.start {
                first += 1;
            }
            let inner = reach[first..]
                .iter()
                .take_while(|(start, _)| *start <= h.start)
                .any(|(start, end)| h.end <= *end && (h.start > *start || h.end < *end));
            !(is_name(h) && inner)
        });
    }

    /// Whether a closed-class word may stand behind these proclitics, seen what else the written word can be: the
    /// commonest conjunction always, others only where the dictionary knows no word without proclitics, or where the
    /// text writes a letter that look-up folds just as the word has it.
    fn word_may_hide(&self, unit: usize, pro: u8, word: u32) -> bool {
        if pro == 0 {
            return true;
        }
        let clitics = &self.lexer.proclitics[pro as usize];
        clitics.common || !self.units[unit].info.readings.iter().any(|r| r.pro == 0) || self.marks(unit, pro, word)
    }

    /// Whether the text spells a unit exactly so, vowel marks and proclitics aside.
    pub(crate) fn spells(&self, unit: usize, pro: u8, spelt: &str) -> bool {
        let raw = self.folded.to_raw(self.units[unit].span).of(self.raw);
        let cut = self.lexer.proclitics[pro as usize].form.chars().count();
        raw.chars().filter(|c| !self.pack.fold.removes(*c)).skip(cut).eq(spelt.chars())
    }

    /// Whether the text spells a unit exactly as a word entry, with a letter that look-up does not tell from others.
    fn marks(&self, unit: usize, pro: u8, word: u32) -> bool {
        self.lexer.is_marked(word) && self.spells(unit, pro, &self.pack.data.words[word as usize].spelt)
    }

    /// Single words that begin at the last unit looked at: a name that only look-up takes for the closed-class word
    /// that the text spells is none.
    fn drop_misspelt(&mut self, from: usize) {
        let single = |h: &Hit| h.end == h.start + 1;
        let spelt = |h: &Hit| match h.entity {
            Entity::Word(w) => Some(&*self.pack.data.words[w as usize].spelt),
            Entity::Name(n) => Some(&*self.pack.data.names[n as usize].spelt),
            _ => None,
        };
        let closed = |h: &Hit| single(h) && matches!(h.entity, Entity::Word(w) if self.marks(h.start as usize, h.pro, w));
        if !self.hits[from..].iter().any(closed) {
            return;
        }
        let kept = |h: &Hit| {
            let name = matches!(h.entity, Entity::Place(_) | Entity::Actor(_) | Entity::Name(_));
            !single(h) || !name || spelt(h).is_some_and(|s| self.spells(h.start as usize, h.pro, s))
        };
        let rest: Vec<Hit> = self.hits[from..].iter().filter(|h| kept(h)).copied().collect();
        self.hits.truncate(from);
        self.hits.extend(rest);
    }

    /// The folded letters of a single-word name, behind its proclitics.
    pub(crate) fn name_key(&self, hit: &Hit) -> String {
        let pro = &self.lexer.proclitics[hit.pro as usize];
        let key = self.key(hit.start as usize);
        format!("{}{}", pro.restore, key.strip_prefix(&*pro.form).unwrap_or(key))
    }

    /// What a single-word name mostly is, if it is a common word as well.
    pub(crate) fn homograph(&self, hit: &Hit) -> Option<Homograph> {
        if hit.end != hit.start + 1
            || self.units[hit.start as usize].info.readings.is_empty() && self.units[hit.start as usize].classes.is_empty()
        {
            return None;
        }
        let start = self.units[hit.start as usize].info.starts.iter().find(|s| s.pro == hit.pro);
        let told = || self.hits.iter().any(|h| h.end - h.start > 1 && h.entity == hit.entity);
        match start.map_or_else(|| self.pack.data.homographs.get(&*self.name_key(hit)).copied(), |s| s.homograph) {
            Some(Homograph::Told) => Some(if told() { Homograph::Name } else { Homograph::Word }),
            plain => plain,
        }
    }

    /// Adds the phrases that begin with unit `first`. `blank`: the state behind its blank; `next`: with what letters they
    /// may go on, as bits of the first letters of words.
    fn walk(&mut self, first: usize, blank: marsad_pack::PhraseNode, next: u64, pro: u8) {
        let mut blank = blank;
        let mut letters = next;
        let mut i = first + 1;
        let sentence = self.units[first].sentence;
        while i < self.units.len() && i - first < PHRASE_LIMIT && self.units[i].sentence == sentence {
            if self.units[i].kind == TokenKind::Sign {
                if self.is_quote_sign(i) && i + 1 < self.units.len() {
                    i += 1;
                    continue;
                }
                return;
            }
            if self.units[i].kind == TokenKind::Word && self.units[i].info.first & letters == 0 {
                return;
            }
            self.bound_phrase(first, i, blank, pro);
            let key = self.units[i].span.of(&self.folded.text);
            let Some(node) = self.pack.phrase_walk(blank, key) else { return };
            i += 1;
            for entity in self.pack.phrase_entities(node) {
                self.hits.push(Hit { start: first as u32, end: i as u32, entity, pro });
            }
            let Some(further) = self.pack.phrase_walk(node, " ") else { return };
            (blank, letters) = (further, u64::MAX);
        }
    }

    /// Whether a closed-class reading of a unit behind these proclitics was kept.
    pub(crate) fn hits_word(&self, unit: usize, pro: u8, word: u32) -> bool {
        self.word_may_hide(unit, pro, word)
    }

    /// A phrase that ends in a preposition which is written onto the next word ends before that word.
    /// `blank`: the state behind the blank after what was read.
    fn bound_phrase(&mut self, first: usize, next: usize, blank: marsad_pack::PhraseNode, pro: u8) {
        let info = Rc::clone(&self.units[next].info);
        let mut seen: Vec<&str> = Vec::new();
        let sequences = info.readings.iter().map(|r| r.pro).chain(info.starts.iter().map(|s| s.pro)).chain([info.shape_pro]);
        for sequence in sequences {
            let clitics = &self.lexer.proclitics[sequence as usize];
            if clitics.prep.is_empty() || clitics.conj || seen.contains(&&*clitics.prep) {
                continue;
            }
            seen.push(&clitics.prep);
            let Some(end) = self.pack.phrase_walk(blank, &clitics.prep) else { continue };
            for entity in self.pack.phrase_entities(end) {
                self.hits.push(Hit { start: first as u32, end: next as u32, entity, pro });
            }
        }
    }

    /// The folded letters of a unit.
    #[must_use]
    pub fn key(&self, unit: usize) -> &str {
        self.units[unit].span.of(&self.folded.text)
    }

    /// Whether the last letter of a unit is the written one, not one that folding put in its place.
    #[must_use]
    pub fn ends_as_written(&self, unit: usize) -> bool {
        let span = self.units[unit].span;
        let Some(last) = self.key(unit).chars().next_back() else { return false };
        let letter = Span { start: span.end - last.len_utf8() as u32, end: span.end };
        self.folded.to_raw(letter).of(self.raw).starts_with(last)
    }

    /// The first character of a unit.
    #[must_use]
    pub fn sign(&self, unit: usize) -> char {
        self.key(unit).chars().next().unwrap_or(' ')
    }

    /// Whether the unit is a quotation mark.
    #[must_use]
    pub fn is_quote_sign(&self, unit: usize) -> bool {
        self.units[unit].kind == TokenKind::Sign && {
            let c = self.sign(unit);
            self.pack.data.quotes.iter().any(|(a, b)| *a == c || *b == c)
        }
    }

    /// Whether the unit is a sign that parts clauses.
    #[must_use]
    pub fn is_clause_sign(&self, unit: usize) -> bool {
        self.units[unit].kind == TokenKind::Sign && self.pack.data.clause_signs.contains(&self.sign(unit))
    }

    /// The dictionary entry chosen for a unit.
    #[must_use]
    pub fn lemma(&self, unit: usize) -> Option<&'a Lemma> {
        self.units[unit].reading.map(|r| &self.pack.data.lemmas[r.lemma as usize])
    }

    /// The groups of the unit's dictionary entry, or of its written form if it has none.
    #[must_use]
    pub fn cluster(&self, unit: usize) -> marsad_pack::Cluster {
        self.units[unit].reading.map_or_else(
            || {
                if self.units[unit].kind == TokenKind::Word {
                    self.lexer.cluster(&self.units[unit].info, self.key(unit))
                } else {
                    self.pack.form_cluster(self.key(unit))
                }
            },
            |r| self.pack.lemma_cluster(r.lemma),
        )
    }

    /// Tag bits of the chosen dictionary entry.
    #[must_use]
    pub fn tags(&self, unit: usize) -> u32 {
        self.lemma(unit).map_or(0, |l| l.tags)
    }

    /// The preposition that is written onto the unit, folded; empty if none.
    #[must_use]
    pub fn clitic_prep(&self, unit: usize) -> &str {
        &self.lexer.proclitics[self.pro(unit) as usize].prep
    }

    /// The hits that begin in a range of units, in order.
    #[must_use]
    pub fn hits_in(&self, start: u32, end: u32) -> &[Hit] {
        let first = |unit: u32| self.first_hit.get(unit as usize).map_or(self.hits.len(), |i| *i as usize);
        self.hits.get(first(start)..first(end)).unwrap_or_default()
    }

    /// The hits that begin at a unit, the longest first.
    #[must_use]
    pub fn hits_at(&self, unit: usize) -> &[Hit] {
        self.hits_in(unit as u32, unit as u32 + 1)
    }

    /// Proclitics of the chosen analysis (index into [`Lexer::proclitics`]).
    #[must_use]
    pub fn pro(&self, unit: usize) -> u8 {
        self.written.get(unit).map_or_else(|| self.find_pro(unit), |w| w.pro)
    }

    fn find_pro(&self, unit: usize) -> u8 {
        let u = &self.units[unit];
        let here = self.hits_at(unit).iter();
        // The longest phrase that begins here says what is taken off; of a name, before any dictionary word.
        let longest = |names: bool| {
            let named = |h: &&Hit| !names || matches!(h.entity, Entity::Place(_) | Entity::Actor(_) | Entity::Name(_));
            here.clone().filter(named).max_by_key(|h| (h.end, std::cmp::Reverse(h.pro))).map(|h| h.pro)
        };
        let of_name = if u.tag == Tag::Name { longest(true) } else { None };
        of_name.or(u.reading.map(|r| r.pro)).or_else(|| longest(false)).unwrap_or(u.info.shape_pro)
    }

    /// Whether a conjunction is written onto the unit.
    #[must_use]
    pub fn clitic_conj(&self, unit: usize) -> bool {
        self.lexer.proclitics[self.pro(unit) as usize].conj
    }

    /// Whether the article is written onto the unit.
    #[must_use]
    pub fn article(&self, unit: usize) -> bool {
        self.written.get(unit).map_or_else(|| self.find_article(unit), |w| w.article)
    }

    fn find_article(&self, unit: usize) -> bool {
        self.has_article(unit, self.find_pro(unit))
    }

    fn has_article(&self, unit: usize, pro: u8) -> bool {
        let pro = &self.lexer.proclitics[pro as usize];
        pro.article || {
            let key = self.key(unit);
            let rest = behind(key, &pro.form).unwrap_or(key);
            self.lexer.article.is_some_and(|a| rest.len() > a.len() + 4 && behind(rest, a).is_some())
        }
    }

    /// The pronoun ending, `person-gender-number`; empty if none.
    #[must_use]
    pub fn pronoun(&self, unit: usize) -> &str {
        match self.units[unit].reading {
            Some(r) if r.enc != NO_ENCLITIC => &self.lexer.enclitics[r.enc as usize].pronoun,
            _ => "",
        }
    }

    /// The first word entry of a class that covers the unit.
    #[must_use]
    pub fn word_of(&self, unit: usize, class: Option<u16>) -> Option<&'a Word> {
        let class = class?;
        self.units[unit].classes.iter().find(|(c, _)| *c == class).map(|(_, w)| &self.pack.data.words[*w as usize])
    }

    /// Whether a word of the class covers the unit.
    #[must_use]
    pub fn has_class(&self, unit: usize, class: Option<u16>) -> bool {
        class.is_some_and(|class| self.units[unit].classes.iter().any(|(c, _)| *c == class))
    }

    /// Raw bytes of a range of units, with the first unit's proclitics `pro` cut off.
    #[must_use]
    pub fn raw_span(&self, start: usize, end: usize, pro: u8) -> Span {
        let mut span = self.units[start].span.join(self.units[end - 1].span);
        let pro = &self.lexer.proclitics[pro as usize];
        // A contracted article cannot be cut off without breaking the word.
        let cut = if pro.restore.is_empty() && !pro.article { pro.form.len() as u32 } else { 0 };
        if cut > 0 && self.key(start).len() as u32 > cut && self.key(start).starts_with(&*pro.form) {
            span.start += cut;
        }
        let raw = self.folded.to_raw(span);
        let trimmed = raw.of(self.raw).trim_end_matches(|c: char| c.is_whitespace() || is_invisible(c)).len();
        Span::new(raw.start as usize, raw.start as usize + trimmed)
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Cuts words that were written together by mistake, where both pieces are known and the whole is not. Says of each word
/// what is known of it.
fn unglue(lexer: &Lexer<'_>, text: &str, tokens: Vec<Token>) -> (Vec<Token>, Vec<Rc<WordInfo>>) {
    let mut out = Vec::with_capacity(tokens.len() + 2);
    let mut known = Vec::with_capacity(tokens.len() / 2 + 2);
    for token in tokens {
        out.push(token);
        if token.kind != TokenKind::Word {
            continue;
        }
        let info = lexer.look_up(token.span.of(text));
        let Some(cut) = info.glued_at else {
            known.push(info);
            continue;
        };
        let middle = token.span.start + cut;
        out.pop();
        for span in [Span { start: token.span.start, end: middle }, Span { start: middle, end: token.span.end }] {
            known.push(lexer.look_up(span.of(text)));
            out.push(Token { span, kind: TokenKind::Word });
        }
    }
    (out, known)
}
