//! Bodies by shape: a noun that heads names ("ministry", "council", "party") with what makes it definite.

use super::{Kind, Name};
use crate::inflect::Inflection;
use crate::tag::Tag;
use crate::text::Text;
use marsad_pack::data::{Entity, tag};
use marsad_text::TokenKind;

/// Longest body, in units.
const LIMIT: usize = 8;

/// Senses of nouns that do not go on with the name of a body.
const OTHER: u32 =
    tag::PERSON | tag::GROUP | tag::ORGAN | tag::WEAPON | tag::CASUALTY | tag::TIME | tag::PLACEKIND | tag::COMPASS | tag::SAY;

/// The name of a body that begins at a unit.
pub(crate) fn body(text: &Text<'_>, head: usize) -> Option<Name> {
    let unit = &text.units[head];
    if unit.kind != TokenKind::Word || unit.tag != Tag::Noun || !text.pronoun(head).is_empty() {
        return None;
    }
    let tags = text.tags(head);
    let single = unit.reading.is_some_and(|r| r.feats.is_singular()) || tags & tag::GROUP != 0;
    if !single {
        return None;
    }
    if tags & tag::BRAND != 0
        && let Some(found) = branded(text, head)
    {
        return Some(found);
    }
    // "The minister of X": the title is about the office, not the ministry.
    let office = head > 0 && text.tags(head - 1) & tag::TITLE != 0 && text.clitic_prep(head).is_empty() && !text.clitic_conj(head);
    if tags & tag::NAMING == 0 || office && text.article(head) {
        return None;
    }
    let end = reach(text, head)?;
    Some(Name { start: head as u32, end: end as u32, pro: text.pro(head), kind: kind(tags), hit: None, rule: "name.body" })
}

fn kind(tags: u32) -> Kind {
    if tags & tag::GROUP != 0 && tags & tag::ORGAN == 0 { Kind::Group } else { Kind::Organisation }
}

/// What stands behind "the newspaper", "the company": words in quotation marks, or words that are no dictionary words.
fn branded(text: &Text<'_>, head: usize) -> Option<Name> {
    let sentence = text.units[head].sentence;
    let mut start = head + 1;
    while start < text.units.len() && text.units[start].sentence == sentence && text.units[start].tag == Tag::Adjective {
        start += 1;
    }
    let inside = |u: usize| u < text.units.len() && text.units[u].sentence == sentence;
    if !inside(start) || start > head + 3 {
        return None;
    }
    if text.is_quote_sign(start) {
        let end = (start + 2..start + 7).take_while(|u| inside(*u)).find(|u| text.is_quote_sign(*u))?;
        return Some(name(start + 1, end, 0));
    }
    let strange =
        |u: usize| inside(u) && text.units[u].kind == TokenKind::Word && matches!(text.units[u].tag, Tag::Unknown) && !text.clitic_conj(u);
    let end = (start..start + 4).take_while(|u| strange(*u)).last()? + 1;
    Some(name(start, end, 0))
}

fn name(start: usize, end: usize, pro: u8) -> Name {
    Name { start: start as u32, end: end as u32, pro, kind: Kind::Organisation, hit: None, rule: "name.brand" }
}

/// One past the last unit of a body's name, if what follows the head makes it definite.
fn reach(text: &Text<'_>, head: usize) -> Option<usize> {
    let sentence = text.units[head].sentence;
    let mut definite = text.article(head);
    let (mut end, mut j) = (head + 1, head + 1);
    let mut grown = false;
    while j < text.units.len() && text.units[j].sentence == sentence && j - head < LIMIT {
        let unit = &text.units[j];
        if text.is_quote_sign(j) {
            // A quoted proper part: the movement «X».
            let close = (j + 2..j + 6).find(|u| text.units.get(*u).is_some_and(|x| x.sentence == sentence) && text.is_quote_sign(*u));
            let named = |u: usize| matches!(text.units[u].tag, Tag::Name | Tag::Unknown);
            match close {
                Some(close) if !grown && !definite && (j + 1..close).any(named) => return Some(close),
                _ => break,
            }
        }
        let goes_on = match unit.tag {
            Tag::Adjective => definite && text.article(j) && !text.clitic_conj(j) && text.clitic_prep(j).is_empty() && lasting(text, j),
            Tag::Noun | Tag::Unknown => noun(text, head, j, definite, grown),
            Tag::Name => !definite && text.clitic_prep(j).is_empty() && !text.clitic_conj(j),
            _ => false,
        };
        if !goes_on {
            break;
        }
        definite |= text.article(j) || matches!(unit.tag, Tag::Name | Tag::Unknown);
        grown = true;
        j = if unit.tag == Tag::Name { name_end(text, j) } else { j + 1 };
        if definite {
            end = j;
        }
    }
    (grown && definite && end > head + 1).then_some(end)
}

/// Whether an adjective can be part of a name: what somebody does or suffers just now is none.
fn lasting(text: &Text<'_>, unit: usize) -> bool {
    text.units[unit].reading.is_none_or(|r| !r.feats.is_participle())
}

/// Where the known name at a unit ends.
fn name_end(text: &Text<'_>, unit: usize) -> usize {
    let here = text.hits_at(unit).iter();
    here.filter(|h| matches!(h.entity, Entity::Place(_) | Entity::Actor(_))).map(|h| h.end as usize).max().unwrap_or(unit + 1)
}

/// Whether a noun goes on with the name: a complement, a second part joined to the first, or what the body is for.
fn noun(text: &Text<'_>, head: usize, j: usize, definite: bool, grown: bool) -> bool {
    let tags = text.tags(j);
    let pro = &text.lexer.proclitics[text.pro(j) as usize];
    if !pro.restore.is_empty() {
        // "for the ...": the one preposition that swallows the article.
        return definite && grown && !pro.conj && tags & OTHER == 0 && text.units[j].tag == Tag::Noun;
    }
    let swallows = || text.lexer.proclitics.iter().find(|p| !p.restore.is_empty()).is_some_and(|p| p.prep == pro.prep);
    if !text.clitic_prep(j).is_empty() {
        // "... for ball of the foot": what a body with an adjective is for.
        let opens = text.units.get(j + 1).is_some_and(|n| n.sentence == text.units[j].sentence) && text.article(j + 1);
        return definite && grown && opens && swallows() && text.units[j - 1].tag == Tag::Adjective && tags & (OTHER | tag::EVENT) == 0;
    }
    if text.clitic_conj(j) {
        let plain = text.units[j - 1].tag == Tag::Noun && text.units[j].tag == Tag::Noun;
        return plain && definite && grown && tags & (OTHER | tag::EVENT) == 0 && text.article(j) && !text.article(head);
    }
    if definite {
        return false;
    }
    let next = j + 1 < text.units.len() && text.units[j + 1].sentence == text.units[j].sentence;
    let opens = next && (text.article(j + 1) || text.units[j + 1].tag == Tag::Name) && text.clitic_prep(j + 1).is_empty();
    text.article(j) || text.units[j].tag == Tag::Unknown || opens && text.pronoun(j).is_empty()
}
