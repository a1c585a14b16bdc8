//! The world folder: places, actors, persons.

use crate::compile::Build;
use crate::data::{Actor, Entity, Place};
use crate::diag::Diag;
use crate::source::Sources;
use crate::table::list;
use marsad_model::vocabulary;
use std::collections::BTreeMap;

pub(crate) fn compile(build: &mut Build, sources: &Sources, diags: &mut Vec<Diag>) {
    countries(build, sources, diags);
    places(build, sources, diags);
    actors(build, sources, diags);
}

fn countries(build: &mut Build, sources: &Sources, diags: &mut Vec<Diag>) {
    if let Some(table) = sources.tables.get("world/countries.tsv") {
        for (_, [two, three]) in table.read(["alpha2", "alpha3"], diags) {
            build.data.countries.push((three.into(), two.into()));
        }
    }
}

fn places(build: &mut Build, sources: &Sources, diags: &mut Vec<Diag>) {
    let mut ids: BTreeMap<String, u32> = BTreeMap::new();
    let mut parents: Vec<(u32, String, String, u32)> = Vec::new();
    let mut names: Vec<(u32, String)> = Vec::new();
    for table in sources.with_prefix("world/places/") {
        if table.file.ends_with("alternates.tsv") {
            continue;
        }
        let columns = ["id", "name_en", "feature", "country", "lat", "lon", "population", "parent", "names_ar"];
        for (line, [id, name_en, feature, country, lat, lon, population, parent, names_ar]) in table.read(columns, diags) {
            let known = vocabulary::PRECISIONS.contains(&feature) || feature == "water";
            let two = build.data.countries.iter().find(|(three, _)| &**three == country).map(|(_, two)| two.clone());
            if !known || (!country.is_empty() && two.is_none()) {
                let message = format!("expected a feature and an alpha-3 country of world/countries.tsv, found `{feature}`, `{country}`");
                diags.push(Diag::error(&table.file, line, 0, message, "see docs/data.md, section 9"));
                continue;
            }
            let point = lat.parse().ok().zip(lon.parse().ok());
            if point.is_none() && !(lat.is_empty() && lon.is_empty()) {
                diags.push(Diag::error(&table.file, line, 5, format!("expected decimal degrees, found `{lat}`, `{lon}`"), ""));
            }
            let index = build.data.places.len() as u32;
            if ids.insert(id.to_owned(), index).is_some() {
                diags.push(Diag::error(&table.file, line, 1, format!("place id `{id}` stands twice"), "give each place one row"));
            }
            build.data.places.push(Place {
                id: id.into(),
                name_en: name_en.into(),
                feature: feature.into(),
                country: two.unwrap_or_default(),
                point,
                population: population.parse().unwrap_or(0),
                parent: None,
                marked: Vec::new(),
                capital: false,
            });
            if !parent.is_empty() {
                parents.push((index, parent.to_owned(), table.file.clone(), line));
            }
            names.extend(list(names_ar).map(|n| (index, n.to_owned())));
        }
    }
    for (child, parent, file, line) in parents {
        match ids.get(&parent) {
            Some(p) => build.data.places[child as usize].parent = Some(*p),
            None => diags.push(Diag::warning(&file, line, 0, format!("parent `{parent}` is no place"), "add it or leave the field empty")),
        }
    }
    if let Some(table) = sources.tables.get("world/places/alternates.tsv") {
        for (line, [id, names_ar]) in table.read(["id", "names_ar"], diags) {
            match ids.get(id) {
                Some(p) => names.extend(list(names_ar).map(|n| (*p, n.to_owned()))),
                None => diags.push(Diag::warning(&table.file, line, 1, format!("`{id}` is no place"), "")),
            }
        }
    }
    for (place, name) in names {
        if name.chars().any(|c| build.fold.fold(c.encode_utf8(&mut [0; 4])).text.is_empty()) {
            build.data.places[place as usize].marked.push(name.as_str().into());
        }
        build.phrase(&name, Entity::Place(place));
    }
    capitals(build, sources, &ids, diags);
}

/// Marks the seats of government: column `capital` of `countries.tsv`, where there is one, has their place ids.
fn capitals(build: &mut Build, sources: &Sources, ids: &BTreeMap<String, u32>, diags: &mut Vec<Diag>) {
    let table = sources.tables.get("world/countries.tsv").filter(|t| t.column("capital").is_some());
    let Some(table) = table else { return };
    for (line, [capital]) in table.read(["capital"], diags).into_iter().filter(|(_, [id])| !id.is_empty()) {
        match ids.get(capital) {
            Some(p) => build.data.places[*p as usize].capital = true,
            None => diags.push(Diag::warning(&table.file, line, 0, format!("capital `{capital}` is no place"), "give the id of a town")),
        }
    }
}

fn actors(build: &mut Build, sources: &Sources, diags: &mut Vec<Diag>) {
    for table in sources.with_prefix("world/actors/") {
        if table.column("roles").is_some() {
            for (line, [id, name_en, roles, names_ar]) in table.read(["id", "name_en", "roles", "names_ar"], diags) {
                let roles: Vec<(Box<str>, Box<str>, Box<str>)> = list(roles)
                    .filter_map(|role| {
                        let (dates, rest) = role.split_once('=')?;
                        let (from, to) = dates.split_once("..")?;
                        let code = rest.split('=').next()?;
                        Some((from.into(), to.into(), code.into()))
                    })
                    .collect();
                let code = roles.last().map_or_else(|| "".into(), |r| r.2.clone());
                check_code(&code, &table.file, line, diags);
                let actor = Actor { id: id.into(), kind: "person".into(), name_en: name_en.into(), code, tone: "".into(), roles };
                add(build, actor, list(names_ar));
            }
        } else if table.column("form").is_some() {
            for (line, [form, code, gloss]) in table.read(["form", "code", "gloss"], diags) {
                check_code(code, &table.file, line, diags);
                let id = format!("metonym:{}", build.key(form).replace(' ', "-"));
                let actor = Actor {
                    id: id.into(),
                    kind: "metonym".into(),
                    name_en: gloss.into(),
                    code: code.into(),
                    tone: "".into(),
                    roles: Vec::new(),
                };
                add(build, actor, std::iter::once(form));
            }
        } else {
            let columns = ["id", "kind", "name_en", "code", "tone", "names_ar"];
            for (line, [id, kind, name_en, code, tone, names_ar]) in table.read(columns, diags) {
                check_code(code, &table.file, line, diags);
                let actor = Actor {
                    id: id.into(),
                    kind: kind.into(),
                    name_en: name_en.into(),
                    code: code.into(),
                    tone: tone.into(),
                    roles: Vec::new(),
                };
                add(build, actor, list(names_ar));
            }
        }
    }
}

fn check_code(code: &str, file: &str, line: u32, diags: &mut Vec<Diag>) {
    let good = code.split_once(':').is_some_and(|(country, sector)| {
        (country.is_empty() || country.len() == 3) && (sector.is_empty() || vocabulary::SECTORS.contains(&sector))
    });
    if !good && !code.is_empty() {
        diags.push(Diag::error(file, line, 0, format!("expected a code like USA:MIL, found `{code}`"), "see docs/data.md, section 10"));
    }
}

fn add<'a>(build: &mut Build, actor: Actor, names: impl Iterator<Item = &'a str>) {
    let id = build.data.actors.len() as u32;
    build.data.actors.push(actor);
    for name in names {
        build.phrase(name, Entity::Actor(id));
    }
}
