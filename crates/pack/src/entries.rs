//! The language folder: manifest, fold table, clitics, dictionary, event words, closed classes, weights.

use crate::compile::Build;
use crate::data::{Clitic, Condition, Entity, FormReading, Homograph, Lemma, Light, Model, Name, Origin, Pos, Say, Sense, Word, tag};
use crate::diag::Diag;
use crate::source::Sources;
use crate::table::{Table, list};
use marsad_model::vocabulary;
use marsad_morph::{Nominal, NominalPos, Patterns, Verb};
use std::collections::{BTreeMap, BTreeSet};

/// Reads `pack.toml`, `fold.tsv` and `clitics.tsv`.
pub(crate) fn manifest(build: &mut Build, sources: &Sources, diags: &mut Vec<Diag>) {
    let file = format!("{}/pack.toml", crate::source::slashes(&sources.root));
    let text = |key: &str| sources.manifest.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    let strings = |key: &str| -> Vec<String> {
        let array = sources.manifest.get(key).and_then(|v| v.as_array());
        array.into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
    };
    let signs = |key: &str| -> Vec<char> { strings(key).iter().filter_map(|s| s.chars().next()).collect() };
    for key in ["id", "version"] {
        if text(key).is_empty() {
            diags.push(Diag::error(&file, 0, 0, format!("expected `{key}`, found none"), "add it to pack.toml"));
        }
    }
    build.data.lang = text("id").into();
    build.data.version = text("version").into();
    build.data.joiners = signs("joiners");
    build.data.quotes = strings("quotes").iter().filter_map(|s| Some((s.chars().next()?, s.chars().nth(1)?))).collect();
    build.data.clause_signs = signs("clause_signs");
    build.data.terminators = (signs("terminators"), signs("closing"), strings("abbreviations"));
    if let Some(table) = sources.tables.get("fold.tsv") {
        for (line, [from, key]) in table.read(["from", "key"], diags) {
            match (code_points(from), code_points(key)) {
                (Some(from), Some(key)) if from.chars().count() == 1 => {
                    let c = from.chars().next().expect("counted");
                    if key != from {
                        build.data.fold.push((c, key));
                    }
                }
                _ => {
                    diags.push(Diag::error(&table.file, line, 1, format!("expected code points like U+0622, found `{from}`, `{key}`"), ""))
                }
            }
        }
    }
    if let Some(table) = sources.tables.get("clitics.tsv") {
        for (line, [form, role, order, hosts]) in table.read(["form", "role", "order", "hosts"], diags) {
            let Ok(order) = order.parse() else {
                diags.push(Diag::error(&table.file, line, 0, format!("expected a number as order, found `{order}`"), ""));
                continue;
            };
            let hosts = list(hosts).map(Into::into).collect();
            build.data.clitics.push(Clitic { form: form.into(), role: role.into(), order, hosts });
        }
    }
}

/// Reads `U+XXXX U+XXXX`; an empty field is the empty string.
fn code_points(field: &str) -> Option<String> {
    field.split_whitespace().map(|p| u32::from_str_radix(p.strip_prefix("U+")?, 16).ok().and_then(char::from_u32)).collect()
}

/// Everything in `lexicon/`.
pub(crate) fn lexicon(build: &mut Build, sources: &Sources, diags: &mut Vec<Diag>) {
    for clitic in &mut build.data.clitics {
        clitic.form = build.fold.fold(&clitic.form).text.into();
    }
    let mut rows = Vec::new();
    for name in ["affixes.tsv", "orthography.tsv", "patterns.tsv"] {
        if let Some(table) = sources.tables.get(name) {
            rows.push((name, table));
        }
    }
    let patterns = patterns(&rows, diags);
    let mut index = Index::default();
    if let Some(patterns) = &patterns {
        verbs(build, sources, patterns, &mut index, diags);
        nominals(build, sources, patterns, &mut index, diags);
    }
    events(build, sources, &mut index, diags);
    lights(build, sources, &index, diags);
    says(build, sources, &mut index, diags);
    words(build, sources, diags);
    names(build, sources, diags);
    clusters(build, sources, diags);
    homographs(build, sources, diags);
}

fn patterns(tables: &[(&str, &Table)], diags: &mut Vec<Diag>) -> Option<Patterns> {
    let convert = |name: &str| -> Vec<marsad_morph::Row> {
        let table = tables.iter().find(|(n, _)| *n == name).map(|(_, t)| *t);
        table.into_iter().flat_map(|t| &t.rows).map(|r| marsad_morph::Row { line: r.line, fields: r.fields.clone() }).collect()
    };
    let (patterns, affixes, orthography) = (convert("patterns.tsv"), convert("affixes.tsv"), convert("orthography.tsv"));
    match Patterns::new(&marsad_morph::Tables { patterns: &patterns, affixes: &affixes, orthography: &orthography }) {
        Ok(patterns) => Some(patterns),
        Err(problems) => {
            for p in problems {
                diags.push(Diag::error(
                    "patterns.tsv, affixes.tsv or orthography.tsv",
                    p.line,
                    0,
                    p.message,
                    "docs/morphology.md says how they are written",
                ));
            }
            None
        }
    }
}

/// Lemmas by form, for the tables that refer to them.
#[derive(Default)]
struct Index {
    verbs: BTreeMap<String, Vec<u32>>,
    nominals: BTreeMap<String, Vec<u32>>,
    phrases: BTreeMap<String, u32>,
}

fn lemma(form: &str, gloss: &str, pos: Pos, origin: Origin) -> Lemma {
    Lemma {
        form: form.into(),
        gloss: gloss.into(),
        pos,
        tags: 0,
        sector: "".into(),
        source: "".into(),
        measure: "".into(),
        mode: "".into(),
        kind: "".into(),
        place: "".into(),
        senses: Vec::new(),
        light: None,
        say: None,
        origin,
    }
}

fn add_form(build: &mut Build, text: &str, reading: FormReading) {
    let key = build.fold.fold(text).text;
    if !key.is_empty() {
        build.forms.entry(key).or_default().insert(reading);
    }
}

fn verbs(build: &mut Build, sources: &Sources, patterns: &Patterns, index: &mut Index, diags: &mut Vec<Diag>) {
    let mut seen = BTreeSet::new();
    for table in sources.with_prefix("lexicon/verbs") {
        let file = build.file(&table.file);
        for (line, [form, root, measure, vowel, masdar, class, gloss]) in
            table.read(["form", "root", "measure", "vowel", "masdar", "class", "gloss"], diags)
        {
            if !seen.insert((form.to_owned(), root.to_owned(), measure.to_owned(), vowel.to_owned())) {
                diags.push(Diag::warning(
                    &table.file,
                    line,
                    0,
                    format!("verb `{form}` of this root and measure stands twice"),
                    "delete one",
                ));
                continue;
            }
            let verb = Verb { form, root, measure, vowel, masdars: list(masdar).collect() };
            let forms = match patterns.verb(&verb) {
                Ok(forms) => forms,
                Err(problem) => {
                    diags.push(Diag::warning(
                        &table.file,
                        line,
                        0,
                        format!("verb `{form}`: {}", problem.message),
                        "check root, measure and vowel",
                    ));
                    continue;
                }
            };
            let mut entry = lemma(form, gloss, Pos::Verb, Origin { file, line });
            tags(&mut entry, class, &table.file, line, diags);
            let id = build.data.lemmas.len() as u32;
            for f in &forms {
                add_form(build, &f.text, FormReading { lemma: id, feats: f.feats.bits() });
            }
            index.verbs.entry(build.fold.fold(form).text).or_default().push(id);
            build.data.lemmas.push(entry);
        }
    }
}

fn nominals(build: &mut Build, sources: &Sources, patterns: &Patterns, index: &mut Index, diags: &mut Vec<Diag>) {
    for table in sources.with_prefix("lexicon/nouns") {
        let file = build.file(&table.file);
        for (line, [form, pos, gender, plural, class, gloss]) in table.read(["form", "pos", "gender", "plural", "class", "gloss"], diags) {
            let adjective = pos == "a";
            let nominal = Nominal {
                form,
                pos: if adjective { NominalPos::Adjective } else { NominalPos::Noun },
                feminine: gender == "f",
                plurals: list(plural).collect(),
            };
            let mut entry = lemma(form, gloss, if adjective { Pos::Adjective } else { Pos::Noun }, Origin { file, line });
            tags(&mut entry, class, &table.file, line, diags);
            add_nominal(build, patterns, &nominal, entry, index);
        }
    }
    for table in sources.with_prefix("lexicon/nisba") {
        let file = build.file(&table.file);
        for (line, [form, country, place, plural, gloss]) in table.read(["form", "country", "place", "plural", "gloss"], diags) {
            let nominal = Nominal { form, pos: NominalPos::Nisba, feminine: false, plurals: list(plural).collect() };
            let mut entry = lemma(form, gloss, Pos::Nisba, Origin { file, line });
            entry.tags |= tag::NISBA;
            entry.kind = country.into();
            entry.place = place.into();
            add_nominal(build, patterns, &nominal, entry, index);
        }
    }
}

fn add_nominal(build: &mut Build, patterns: &Patterns, nominal: &Nominal<'_>, entry: Lemma, index: &mut Index) {
    let id = build.data.lemmas.len() as u32;
    for f in &patterns.nominal(nominal) {
        add_form(build, &f.text, FormReading { lemma: id, feats: f.feats.bits() });
    }
    index.nominals.entry(build.fold.fold(nominal.form).text).or_default().push(id);
    build.data.lemmas.push(entry);
}

fn tags(entry: &mut Lemma, class: &str, file: &str, line: u32, diags: &mut Vec<Diag>) {
    for item in list(class) {
        let (name, value) = item.split_once('=').unwrap_or((item, ""));
        match name {
            "sector" => entry.sector = value.into(),
            "source" => {
                entry.tags |= tag::SOURCE;
                entry.source = value.into();
            }
            "casualty" => {
                entry.tags |= tag::CASUALTY;
                entry.measure = value.into();
            }
            "measure" => entry.measure = value.into(),
            "mode" => entry.mode = value.into(),
            "placekind" => {
                entry.tags |= tag::PLACEKIND;
                entry.kind = value.into();
            }
            "compass" => {
                entry.tags |= tag::COMPASS;
                entry.kind = value.into();
            }
            "currency" => {
                entry.tags |= tag::CURRENCY;
                entry.kind = value.into();
            }
            _ => match tag_bit(name) {
                Some(bit) => entry.tags |= bit,
                None => {
                    let message = format!("expected a tag of docs/data.md, found `{item}`");
                    diags.push(Diag::warning(file, line, 0, message, "mend the spelling or drop it"));
                }
            },
        }
    }
    let sector_known = entry.sector.is_empty() || vocabulary::SECTORS.contains(&&*entry.sector);
    let source_known = entry.source.is_empty() || vocabulary::SOURCE_KINDS.contains(&&*entry.source);
    if !sector_known || !source_known {
        diags.push(Diag::error(file, line, 0, format!("unknown sector or source kind in `{class}`"), "see docs/data.md, section 3"));
    }
}

fn tag_bit(name: &str) -> Option<u32> {
    Some(match name {
        "person" => tag::PERSON,
        "title" => tag::TITLE | tag::PERSON,
        "group" => tag::GROUP,
        "organ" => tag::ORGAN,
        "weapon" => tag::WEAPON,
        "document" => tag::DOCUMENT,
        "say" => tag::SAY,
        "light" => tag::LIGHT,
        "become" => tag::BECOME,
        "aux" => tag::AUX,
        "abstract" => tag::ABSTRACT,
        "time" => tag::TIME,
        "object" => tag::OBJECT,
        "body" => tag::BODY,
        "quality" => tag::QUALITY,
        "naming" => tag::NAMING,
        "brand" => tag::BRAND,
        "capital" => tag::CAPITAL,
        "stative" => 0,
        _ => return None,
    })
}

/// The lemmas that a row of another table refers to; a phrase lemma is made on first use.
fn refer(build: &mut Build, index: &mut Index, form: &str, pos: &str, origin: Origin) -> Vec<u32> {
    let key = build.fold.fold(form).text;
    match pos {
        "v" => index.verbs.get(&key).cloned().unwrap_or_default(),
        "n" if !form.contains(' ') => index.nominals.get(&key).cloned().unwrap_or_default(),
        _ => {
            if let Some(id) = index.phrases.get(&key) {
                return vec![*id];
            }
            let id = build.data.lemmas.len() as u32;
            build.data.lemmas.push(lemma(form, "", Pos::Phrase, origin));
            build.phrase(form, Entity::Lemma(id));
            index.phrases.insert(key, id);
            vec![id]
        }
    }
}

fn frame(field: &str) -> Vec<(Box<str>, Vec<Box<str>>)> {
    list(field)
        .filter_map(|item| item.split_once(':'))
        .map(|(slot, roles)| (slot.into(), roles.split(',').map(Into::into).collect()))
        .collect()
}

fn events(build: &mut Build, sources: &Sources, index: &mut Index, diags: &mut Vec<Diag>) {
    for table in sources.with_prefix("lexicon/events") {
        let file = build.file(&table.file);
        for (line, [form, pos, kind, mode, slots, when, status, weight]) in
            table.read(["lemma", "pos", "type", "mode", "frame", "when", "status", "weight"], diags)
        {
            match vocabulary::modes(kind) {
                None => {
                    diags.push(Diag::error(&table.file, line, 0, format!("expected a PLOVER type, found `{kind}`"), ""));
                    continue;
                }
                Some(modes) if !mode.is_empty() && !modes.contains(&mode) => {
                    diags.push(Diag::error(&table.file, line, 0, format!("expected a mode of {kind}, found `{mode}`"), ""));
                    continue;
                }
                Some(_) => {}
            }
            let origin = Origin { file, line };
            let lemmas = refer(build, index, form, pos, origin);
            if lemmas.is_empty() {
                let message = format!("event word `{form}` ({pos}) is in no dictionary table");
                diags.push(Diag::warning(&table.file, line, 1, message, "add it to verbs*.tsv or nouns*.tsv"));
                continue;
            }
            let when = list(when).filter_map(|w| condition(build, w)).collect();
            let weight = weight.parse().unwrap_or(2);
            let sense = Sense { kind: kind.into(), mode: mode.into(), frame: frame(slots), when, status: status.into(), weight, origin };
            let id = build.data.senses.len() as u32;
            build.data.senses.push(sense);
            for l in lemmas {
                let entry = &mut build.data.lemmas[l as usize];
                entry.senses.push(id);
                entry.tags |= tag::EVENT;
            }
        }
    }
}

fn condition(build: &Build, item: &str) -> Option<Condition> {
    if let Some(name) = item.strip_prefix('@') {
        let bit = match name.split('=').next().unwrap_or(name) {
            "casualty" => Some(tag::CASUALTY),
            "placekind" => Some(tag::PLACEKIND),
            "source" => Some(tag::SOURCE),
            "event" => Some(tag::EVENT),
            other => tag_bit(other),
        };
        return bit.map(Condition::Tag);
    }
    Some(Condition::Word(build.fold.fold(item).text.into()))
}

fn lights(build: &mut Build, sources: &Sources, index: &Index, diags: &mut Vec<Diag>) {
    for table in sources.with_prefix("lexicon/light") {
        for (_, [form, role, noun, status]) in table.read(["lemma", "role", "noun", "status"], diags) {
            let id = build.data.lights.len() as u32;
            build.data.lights.push(Light { role: role.into(), noun: noun.into(), status: status.into() });
            let key = build.fold.fold(form).text;
            for l in index.verbs.get(&key).into_iter().flatten() {
                let entry = &mut build.data.lemmas[*l as usize];
                entry.light.get_or_insert(id);
                entry.tags |= tag::LIGHT;
            }
        }
    }
}

fn says(build: &mut Build, sources: &Sources, index: &mut Index, diags: &mut Vec<Diag>) {
    for table in sources.with_prefix("lexicon/say") {
        let file = build.file(&table.file);
        for (line, [form, pos, stance, slots, kind]) in table.read(["lemma", "pos", "stance", "frame", "tag"], diags) {
            let id = build.data.says.len() as u32;
            build.data.says.push(Say { stance: stance.into(), frame: frame(slots), tag: kind.into() });
            let lemmas = refer(build, index, form, pos, Origin { file, line });
            if lemmas.is_empty() {
                let message = format!("reporting word `{form}` ({pos}) is in no dictionary table");
                diags.push(Diag::warning(&table.file, line, 1, message, "add it to verbs*.tsv or nouns*.tsv"));
            }
            for l in lemmas {
                let entry = &mut build.data.lemmas[l as usize];
                entry.say.get_or_insert(id);
                entry.tags |= tag::SAY;
            }
        }
    }
}

fn words(build: &mut Build, sources: &Sources, diags: &mut Vec<Diag>) {
    for prefix in ["lexicon/words", "lexicon/time", "lexicon/numbers"] {
        for table in sources.with_prefix(prefix) {
            let file = build.file(&table.file);
            for (line, [form, class, value]) in table.read(["form", "class", "value"], diags) {
                let class = build.class(class);
                let id = build.data.words.len() as u32;
                let key = build.key(form);
                if key.is_empty() {
                    continue;
                }
                build.data.words.push(Word {
                    form: key.into(),
                    class,
                    value: value.into(),
                    spelt: form.into(),
                    origin: Origin { file, line },
                });
                build.phrase(form, Entity::Word(id));
            }
        }
    }
}

fn names(build: &mut Build, sources: &Sources, diags: &mut Vec<Diag>) {
    for table in sources.with_prefix("lexicon/names") {
        for (_, [form, kind, gloss]) in table.read(["form", "kind", "gloss"], diags) {
            let id = build.data.names.len() as u32;
            build.data.names.push(Name { kind: kind.into(), ambiguous: gloss.contains("ambiguous"), spelt: form.into() });
            build.phrase(form, Entity::Name(id));
        }
    }
}

/// `lexicon/clusters.tsv`: a group of each size for each form; of two forms that fold into one, the first counts.
fn clusters(build: &mut Build, sources: &Sources, diags: &mut Vec<Diag>) {
    let mut found: BTreeMap<Box<str>, [u16; 3]> = BTreeMap::new();
    for table in sources.with_prefix("lexicon/clusters") {
        for (line, [form, coarse, middle, fine]) in table.read(["form", "coarse", "middle", "fine"], diags) {
            match (coarse.parse(), middle.parse(), fine.parse()) {
                (Ok(coarse), Ok(middle), Ok(fine)) => {
                    found.entry(build.fold.fold(form).text.into()).or_insert([coarse, middle, fine]);
                }
                _ => diags.push(Diag::error(
                    &table.file,
                    line,
                    2,
                    "expected three numbers of groups",
                    "make the table again with tools/clusters",
                )),
            }
        }
    }
    build.data.clusters = found.into_iter().collect();
}

fn homographs(build: &mut Build, sources: &Sources, diags: &mut Vec<Diag>) {
    for table in sources.with_prefix("lexicon/homographs") {
        for (line, [form, mostly]) in table.read(["form", "mostly"], diags) {
            let prefer = match mostly {
                "name" => Homograph::Name,
                "word" => Homograph::Word,
                "told" => Homograph::Told,
                _ => {
                    diags.push(Diag::error(&table.file, line, 2, format!("expected name, word or told, found `{mostly}`"), ""));
                    continue;
                }
            };
            let key = build.key(form);
            if build.data.homographs.insert(key.into(), prefer).is_some() {
                diags.push(Diag::warning(&table.file, line, 1, format!("`{form}` stands twice"), "delete one"));
            }
        }
    }
}

/// Learned weights: `weights/NAME.tsv`, first column the feature's name, then one column for each label.
pub(crate) fn models(build: &mut Build, sources: &Sources, diags: &mut Vec<Diag>) {
    for (name, table) in sources.tables.range("weights/".to_owned()..).take_while(|(k, _)| k.starts_with("weights/")) {
        let name = name.trim_start_matches("weights/").trim_end_matches(".tsv");
        let labels: Vec<Box<str>> = table.columns.iter().skip(1).map(|c| c.as_str().into()).collect();
        let mut entries: BTreeMap<u64, Vec<f32>> = BTreeMap::new();
        for row in &table.rows {
            let weights: Option<Vec<f32>> = row.fields[1..].iter().map(|f| if f.is_empty() { Some(0.0) } else { f.parse().ok() }).collect();
            match weights {
                Some(weights) => {
                    entries.insert(crate::feature::key(&row.fields[0]), weights);
                }
                None => diags.push(Diag::error(&table.file, row.line, 0, "expected numbers after the feature's name", "")),
            }
        }
        let entries: Vec<(u64, Vec<f32>)> = entries.into_iter().collect();
        let model = Model::new(name, labels, &entries);
        build.data.models.push(model);
    }
}
