//! Persons: runs of the parts that personal names are made of, behind a title or with a part that is nothing else.

use super::{Kind, Name};
use crate::inflect::Inflection;
use crate::tag::Tag;
use crate::text::{Hit, Text};
use marsad_pack::data::{Entity, Homograph, tag};
use marsad_text::TokenKind;
use std::collections::BTreeSet;

/// Longest personal name, in units.
const LIMIT: usize = 12;
/// How far before a name its title may stand.
const TITLE_REACH: usize = 5;

/// What a unit can be in a personal name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Given,
    Surname,
    /// "Son of", "Abu", "al-".
    Particle,
    /// No word of any table.
    Strange,
}

/// A part with what speaks for it.
#[derive(Clone, Copy, Debug)]
struct Piece {
    part: Part,
    /// No dictionary word has these letters.
    sure: bool,
    pro: u8,
}

/// All persons of a report, in order, by their parts alone.
pub(super) fn people(text: &Text<'_>) -> Vec<Name> {
    let mut out: Vec<Name> = Vec::new();
    let mut unit = 0;
    while unit < text.units.len() {
        match run(text, unit) {
            Some(found) => {
                unit = found.end as usize;
                out.push(found);
            }
            None => unit += 1,
        }
    }
    again(text, &mut out);
    out
}

/// A surname alone, of somebody whom the report names in full.
fn again(text: &Text<'_>, out: &mut Vec<Name>) {
    let long = out.iter().filter(|n| n.end - n.start >= 2);
    let known: BTreeSet<&str> = long.map(|n| text.key(n.end as usize - 1)).collect();
    let mut more: Vec<Name> = Vec::new();
    for unit in 0..text.units.len() {
        let Some(piece) = piece(text, unit, true) else { continue };
        let key = text.key(unit);
        let bare = key.strip_prefix(&*text.lexer.proclitics[piece.pro as usize].form).unwrap_or(key);
        let spoken = text.article(unit) || piece.sure;
        if spoken && piece.part != Part::Particle && (known.contains(bare) || known.contains(key)) && !follows_place(text, unit) {
            more.push(name(unit, unit + 1, piece.pro));
        }
    }
    more.retain(|m| !out.iter().any(|n| n.start <= m.start && m.start < n.end));
    out.extend(more);
    out.sort_by_key(|n| n.start);
}

fn follows_place(text: &Text<'_>, unit: usize) -> bool {
    unit > 0 && text.tags(unit - 1) & (tag::PLACEKIND | tag::COMPASS) != 0
}

fn name(start: usize, end: usize, pro: u8) -> Name {
    Name { start: start as u32, end: end as u32, pro, kind: Kind::Person, hit: None, rule: "name.person" }
}

/// What a unit can be in a name; only the first may bear clitics.
fn piece(text: &Text<'_>, unit: usize, first: bool) -> Option<Piece> {
    let u = text.units.get(unit).filter(|u| u.kind == TokenKind::Word)?;
    let hits = text.hits_at(unit);
    let fits = |h: &&Hit| {
        let pro = &text.lexer.proclitics[h.pro as usize];
        matches!(h.entity, Entity::Name(_)) && !pro.future && (h.pro == 0 || first)
    };
    let found = hits.iter().filter(fits).min_by_key(|h| h.pro);
    let function = matches!(
        u.tag,
        Tag::Comp
            | Tag::Relative
            | Tag::Conj
            | Tag::Negation
            | Tag::Particle
            | Tag::Pronoun
            | Tag::Demonstrative
            | Tag::Adverb
            | Tag::Number
            | Tag::Sign
    );
    if let Some(hit) = found {
        let Entity::Name(n) = hit.entity else { return None };
        let data = &text.pack.data.names[n as usize];
        let part = match &*data.kind {
            "given" => Part::Given,
            "surname" => Part::Surname,
            _ => Part::Particle,
        };
        let word = text.homograph(hit) == Some(Homograph::Word);
        let closed = function || u.tag == Tag::Prep;
        let open = matches!(u.tag, Tag::Prep | Tag::Adverb);
        let unspelt = !open || part != Part::Given || !text.spells(unit, hit.pro, &data.spelt);
        if closed && unspelt && (first || part != Part::Particle) {
            return None;
        }
        // Cut off a word that is known as it stands.
        let cut = |pro: u8| text.lexer.proclitics[pro as usize].form.len();
        let whole = u.info.readings.iter().any(|r| cut(r.pro) < cut(hit.pro));
        if word && first || whole && hit.pro != 0 {
            return None;
        }
        let common = u.info.readings.iter().any(|r| cut(r.pro) <= cut(hit.pro)) || closed;
        let verb = u.tag == Tag::Verb && !first && common;
        return (!verb).then_some(Piece { part, sure: !common, pro: hit.pro });
    }
    let strange = u.tag == Tag::Unknown && u.info.readings.is_empty() && hits.is_empty() && !function;
    let plain =
        text.pro(unit) == 0 || text.lexer.proclitics[text.pro(unit) as usize].form.as_ref() == text.lexer.article.unwrap_or_default();
    (strange && plain).then_some(Piece { part: Part::Strange, sure: true, pro: 0 })
}

/// Whether a title, a rank or a function stands before the unit: at once, or with adjectives and complements between.
fn titled(text: &Text<'_>, unit: usize) -> Option<usize> {
    let sentence = text.units[unit].sentence;
    for back in 1..=TITLE_REACH.min(unit) {
        let u = unit - back;
        if text.units[u].sentence != sentence || text.units[u].kind == TokenKind::Sign && !text.is_quote_sign(u) {
            return None;
        }
        if text.tags(u) & tag::TITLE != 0 && text.units[u].tag != Tag::Verb {
            return Some(back);
        }
        // "The young man X", "the citizen X".
        let one = text.units[u].reading.is_some_and(|r| r.feats.is_singular());
        if back == 1 && text.tags(u) & tag::PERSON != 0 && text.article(u) && one {
            return Some(back);
        }
        let between = match text.units[u].tag {
            Tag::Adjective => text.article(u),
            Tag::Noun => text.article(u) || back > 1,
            Tag::Name => back > 0,
            _ => false,
        };
        if !between || text.clitic_conj(u) && back == 1 {
            return None;
        }
    }
    None
}

/// The personal name that begins at a unit.
fn run(text: &Text<'_>, unit: usize) -> Option<Name> {
    let first = piece(text, unit, true)?;
    let sentence = text.units[unit].sentence;
    let title = if first.pro == 0 { titled(text, unit) } else { None };
    // A known place or body begins here.
    if held(text, unit) && title.is_none() {
        return None;
    }
    let mut pieces = vec![first];
    let mut end = unit + 1;
    while end < text.units.len() && end - unit < LIMIT && text.units[end].sentence == sentence {
        let Some(next) = piece(text, end, false) else { break };
        // A common word ends the name, unless the name is a surname.
        if !next.sure && next.part == Part::Given && text.units[end].tag == Tag::Verb {
            break;
        }
        pieces.push(next);
        end += 1;
    }
    while pieces.len() > 1 && ends_badly(text, &pieces, end) {
        pieces.pop();
        end -= 1;
    }
    accepted(text, unit, &pieces, title).then(|| name(unit, end, first.pro))
}

/// Whether the last part is rather a word of the sentence: a particle with nothing after it, or a common word that is
/// no name by its tag.
fn ends_badly(text: &Text<'_>, pieces: &[Piece], end: usize) -> bool {
    let last = pieces[pieces.len() - 1];
    let unit = end - 1;
    let tagged = matches!(text.units[unit].tag, Tag::Name | Tag::Unknown) || text.article(unit);
    let office = !last.sure && text.tags(unit) & tag::TITLE != 0 && !text.article(unit);
    office
        || last.part == Part::Particle && !text.article(unit) && !follows_given(pieces)
        || !last.sure && !tagged && last.part != Part::Given
}

fn follows_given(pieces: &[Piece]) -> bool {
    pieces.len() >= 2 && pieces[pieces.len() - 2].part == Part::Given
}

/// Whether a unit begins or lies in a longer known name of a place or body.
fn held(text: &Text<'_>, unit: usize) -> bool {
    let near = text.hits_in((unit as u32).saturating_sub(8), unit as u32 + 1).iter();
    let person = |a: u32| &*text.pack.data.actors[a as usize].kind == "person";
    near.filter(|h| h.end as usize > unit && h.end - h.start > 1).any(|h| match h.entity {
        Entity::Place(_) => true,
        Entity::Actor(a) => !person(a),
        _ => false,
    })
}

fn accepted(text: &Text<'_>, unit: usize, pieces: &[Piece], title: Option<usize>) -> bool {
    let first = pieces[0];
    let near = title.is_some_and(|back| back <= 1);
    let sure = pieces.iter().any(|p| p.sure);
    let plain_names = pieces.iter().filter(|p| p.part != Part::Strange).count();
    let tagged = text.units[unit].tag == Tag::Name || first.sure;
    match pieces.len() {
        1 => {
            let alone = first.sure && first.part != Part::Particle;
            let said = || after_saying(text, unit) && !text.article(unit);
            match first.part {
                Part::Strange => (near || said()) && !text.article(unit),
                Part::Given | Part::Surname => alone && (near || said()) || near && tagged && text.article(unit),
                Part::Particle => false,
            }
        }
        _ => match first.part {
            Part::Given => sure || title.is_some() || tagged || plain_names >= 3,
            Part::Particle => sure && !text.article(unit) && pieces.len() >= 2 || title.is_some(),
            Part::Surname => title.is_some() && tagged || first.sure && sure && plain_names >= 2,
            Part::Strange => title.is_some() || plain_names >= 1 && pieces[1].sure || after_saying(text, unit),
        },
    }
}

/// Whether a verb of saying stands right before the unit.
fn after_saying(text: &Text<'_>, unit: usize) -> bool {
    unit > 0 && text.units[unit - 1].tag == Tag::Verb && text.tags(unit - 1) & tag::SAY != 0 && text.pronoun(unit - 1).is_empty()
}
