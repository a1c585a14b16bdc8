//! Words: analyses without context, and the choice in context.

use crate::pack;
use crate::table::{Tally, rows};
use marsad_engine::lex::{Lexer, NO_ENCLITIC, WordInfo};
use marsad_engine::text::Text;
use marsad_pack::data::Entity;

/// Each analysis as `proclitics+lemma+pronoun features`.
fn readings(lexer: &Lexer<'_>, info: &WordInfo) -> Vec<String> {
    let show = |r: &marsad_engine::lex::Reading| {
        let lemma = &pack().data.lemmas[r.lemma as usize].form;
        let pronoun = if r.enc == NO_ENCLITIC { "" } else { &*lexer.enclitics[r.enc as usize].pronoun };
        format!("{}+{lemma}+{pronoun} {}", lexer.proclitics[r.pro as usize].form, r.feats)
    };
    info.readings.iter().map(show).collect()
}

fn entity(e: &Entity) -> String {
    let data = &pack().data;
    match e {
        Entity::Place(_) => "place".into(),
        Entity::Actor(_) => "actor".into(),
        Entity::Name(_) => "name".into(),
        Entity::Lemma(_) => "lemma".into(),
        Entity::Word(w) => {
            let class = data.words[*w as usize].class;
            let name = ["prep", "conj", "comp", "rel", "neg", "part", "dem", "pron", "num", "quant", "cond", "adverb"];
            name.into_iter().find(|n| pack().class(n) == Some(class)).unwrap_or("other").into()
        }
    }
}

/// An analysis of the table (`proclitics+lemma+pronoun features`, the features a part of theirs) is among those found;
/// with `!` before it, none of those found is like it. `@kind` asks for a phrase that the word alone stands for.
#[test]
fn the_table_of_analyses() {
    let lexer = Lexer::new(pack());
    let mut tally = Tally::default();
    for [word, analysis, note] in rows("lookup.tsv", ["word", "analysis", "note"]) {
        let key = pack().fold.fold(&word).text;
        let info = lexer.look_up(&key);
        let mut found = readings(&lexer, &info);
        let starts =
            info.starts.iter().flat_map(|s| s.entities.iter().map(|e| format!("{}@{}", lexer.proclitics[s.pro as usize].form, entity(e))));
        found.extend(starts);
        if let Some(cut) = info.glued_at {
            let (a, b) = key.split_at(cut as usize);
            found.push(format!("glued {a}|{b}"));
        }
        if !info.known() {
            found.push("unknown".into());
        }
        let wanted = analysis.trim_start_matches('!');
        let (stem, feats) = wanted.split_once(' ').unwrap_or((wanted, ""));
        let like = |f: &String| {
            let (s, has) = f.split_once(' ').unwrap_or((f, ""));
            s == stem && has.contains(feats)
        };
        let right = found.iter().any(like) != analysis.starts_with('!');
        let shown = if right { analysis.clone() } else { found.join("; ") };
        tally.case(&word, &note, &analysis, &shown);
    }
    tally.end(75);
}

/// Empty columns are not asked for; `-` is nothing.
#[test]
fn the_table_of_choices() {
    let lexer = Lexer::new(pack());
    let mut tally = Tally::default();
    for [raw, word, tag, lemma, clitics, pronoun, note] in
        rows("tagging.tsv", ["text", "word", "tag", "lemma", "clitics", "pronoun", "note"])
    {
        let text = Text::new(pack(), &lexer, &raw, None);
        let key = pack().fold.fold(&word).text;
        let Some(unit) = (0..text.units.len()).find(|u| text.key(*u) == key) else {
            let keys: Vec<&str> = (0..text.units.len()).map(|u| text.key(u)).collect();
            tally.case(&raw, &note, &key, &format!("no such unit among {keys:?}"));
            continue;
        };
        let or = |s: &str| if s.is_empty() { "-".to_owned() } else { s.to_owned() };
        let found = [
            text.units[unit].tag.name().to_owned(),
            or(text.lemma(unit).map_or("", |l| &*l.form)),
            or(&lexer.proclitics[text.pro(unit) as usize].form),
            or(text.pronoun(unit)),
        ];
        let asked = [&tag, &lemma, &clitics, &pronoun];
        let shown: Vec<&str> = found.iter().zip(asked).map(|(f, a)| if a.is_empty() { "" } else { f }).collect();
        tally.case(&format!("{raw}» [{word}"), &note, &asked.map(|a| &**a).join(" "), &shown.join(" "));
    }
    tally.end(75);
}
