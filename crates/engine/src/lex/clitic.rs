//! Clitics: the sequences that a language writes before a word, and the pronouns that it writes behind one.

use crate::inflect::Inflection;
use marsad_morph::Feats;
use marsad_pack::Pack;

/// A sequence of proclitics.
#[derive(Clone, Debug, Default)]
pub struct Proclitics {
    /// Folded letters.
    pub form: Box<str>,
    /// Where each clitic of the sequence ends, in bytes of `form`.
    pub ends: Vec<u8>,
    /// Has a conjunction.
    pub conj: bool,
    /// Future particle.
    pub future: bool,
    /// The letters of the preposition, if any (with the article's contraction taken off).
    pub prep: Box<str>,
    /// Has the article.
    pub article: bool,
    /// Verb-only particle of purpose or command.
    pub jussive: bool,
    /// Letters to put before the rest (the contraction of preposition and article keeps the article's letters).
    pub restore: Box<str>,
    /// Whether it is the commonest conjunction alone, behind which any closed-class word may stand.
    pub(crate) common: bool,
    verb_only: bool,
    nominal_only: bool,
    contracted: bool,
}

/// A pronoun or other ending.
#[derive(Clone, Debug, Default)]
pub struct Enclitic {
    /// Folded letters.
    pub form: Box<str>,
    /// `person-gender-number`.
    pub pronoun: Box<str>,
    pub(super) hosts_verb: bool,
    pub(super) hosts_noun: bool,
}

/// Whether a form may stand behind these proclitics.
pub(super) fn allowed(pro: &Proclitics, feats: Feats) -> bool {
    let verb = feats.is_verb();
    if pro.verb_only && !verb || pro.nominal_only && verb {
        return false;
    }
    if pro.future || pro.jussive {
        return feats.is_present();
    }
    // A form that only stands before a complement has no article.
    !(pro.article && (feats.construct() || feats.tanwin()) && !feats.free_with_article())
}

/// All sequences of proclitics that respect their order, and the endings.
pub(super) fn clitics(pack: &Pack) -> (Vec<Proclitics>, Vec<Enclitic>) {
    let last = pack.data.clitics.iter().map(|c| c.order).max().unwrap_or(0);
    let mut sequences = vec![Proclitics::default()];
    for order in 0..last {
        let mut longer = Vec::new();
        for clitic in pack.data.clitics.iter().filter(|c| c.order == order) {
            for before in &sequences {
                if let Some(next) = extend(before, &clitic.form, &clitic.role) {
                    longer.push(next);
                }
            }
        }
        sequences.extend(longer);
    }
    if let Some(article) = pack.data.clitics.iter().find(|c| &*c.role == "article") {
        for sequence in sequences.iter_mut().filter(|s| s.contracted) {
            sequence.restore = article.form.clone();
        }
    }
    if let Some(conj) = pack.data.clitics.iter().find(|c| &*c.role == "conj") {
        for sequence in &mut sequences {
            sequence.common = sequence.form == conj.form;
        }
    }
    let enclitics = pack
        .data
        .clitics
        .iter()
        .filter(|c| c.order == last)
        .map(|c| Enclitic {
            form: c.form.clone(),
            pronoun: c.role.strip_prefix("pron:").unwrap_or(&c.role).into(),
            hosts_verb: c.hosts.iter().any(|h| &**h == "verb"),
            hosts_noun: c.hosts.iter().any(|h| &**h == "noun"),
        })
        .collect();
    (sequences, enclitics)
}

fn extend(before: &Proclitics, form: &str, role: &str) -> Option<Proclitics> {
    let mut next = before.clone();
    next.form = format!("{}{form}", before.form).into();
    next.ends.push(next.form.len() as u8);
    match role {
        "conj" => next.conj = true,
        "question" => {}
        "future" => {
            next.future = true;
            next.verb_only = true;
        }
        "jussive" => {
            next.jussive = true;
            next.verb_only = true;
        }
        "prep" => {
            next.prep = form.into();
            next.nominal_only = true;
        }
        "prep+article" => {
            let first = form.chars().next()?.to_string();
            next.ends = before.ends.clone();
            next.ends.extend([(before.form.len() + first.len()) as u8, next.form.len() as u8]);
            next.prep = first.into();
            next.article = true;
            next.nominal_only = true;
            next.contracted = true;
        }
        "article" => {
            if before.verb_only || before.article {
                return None;
            }
            next.article = true;
            next.nominal_only = true;
        }
        _ => return None,
    }
    Some(next)
}
