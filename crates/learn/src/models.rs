//! All models of a pack, learned together.

use crate::fit::{Fitted, Instance, Settings, fit};
use crate::instances::{Instances, MODELS, Reach, collect, collect_among, mode_labels};
use marsad_engine::Engine;
use marsad_model::Sheet;
use marsad_pack::Pack;
use rayon::prelude::*;

/// How much an instance of a part of a report counts beside one of the whole.
const PART: f32 = 0.5;

/// Parts of the sheets for [`among_choices`]: each is coded with what was learned from the other.
const PARTS: usize = 2;

/// The instances of a sheet; triggers are taught on its parts too, since people paste a sentence as well as an article.
#[must_use]
pub fn instances(engine: &Engine<'_>, sheet: &Sheet, reach: &mut Reach) -> Instances {
    let mut out = Instances::new();
    collect(engine, sheet, &mut out, reach);
    for part in crate::part::parts(sheet) {
        let mut some = Instances::new();
        collect(engine, &part, &mut some, &mut Reach::new());
        for (model, list) in some.into_iter().filter(|(model, _)| model == "trigger") {
            let weighed = list.into_iter().map(|x| Instance { weight: x.weight * PART, ..x });
            out.entry(model).or_default().extend(weighed);
        }
    }
    out
}

/// What every layer above triggers is taught in the company of chosen mentions, with their errors, beside what it was
/// taught in the company of the coded ones (`own`): models that see only right neighbours trust them too much.
///
/// The mentions are chosen with models learned from the other part of the sheets. Source of the thought: Daumé, Langford
/// and Marcu, "Search-based structured prediction", Machine Learning 75 (2009).
#[must_use]
pub fn among_choices(pack: &Pack, sheets: &[&Sheet], own: &[&Instances], given: &[(String, Settings)]) -> Vec<Instances> {
    let mut found: Vec<Instances> = vec![Instances::new(); sheets.len()];
    for part in 0..PARTS {
        let others = own.iter().enumerate().filter(|(i, _)| i % PARTS != part).map(|(_, x)| *x);
        let mut engine = Engine::new(pack);
        for fitted in learn(others, given) {
            engine.models.put(&fitted.model());
        }
        for (i, sheet) in sheets.iter().enumerate().filter(|(i, _)| i % PARTS == part) {
            collect_among(&engine, sheet, &mut found[i]);
        }
    }
    found
}

/// Settings for each model: the thin ones get a stronger penalty.
fn settings(model: &str, given: &[(String, Settings)]) -> Settings {
    if let Some((_, settings)) = given.iter().find(|(name, _)| name == model) {
        return *settings;
    }
    let base = Settings::default();
    match model {
        // Groups of words say the same thing three times over: slower steps.
        "trigger" => Settings { passes: 6, rate: 0.01, least: 8, ..base },
        "count" => Settings { passes: 12, rate: 0.02, least: 8, ..base },
        "status" | "certainty" | "link" => Settings { passes: 8, rate: 0.05, ..base },
        // Twice as many instances as mentions: among the coded ones and among the chosen ones.
        "role" => Settings { passes: 20, rate: 0.05, least: 16, ..base },
        "sector" | "land" => Settings { passes: 12, ..base },
        "date" => Settings { passes: 12, least: 8, l1: 2e-5, ..base },
        "mode" => Settings { least: 2, ..base },
        _ => base,
    }
}

/// Fits every model.
#[must_use]
pub fn learn<'i>(parts: impl Iterator<Item = &'i Instances>, given: &[(String, Settings)]) -> Vec<Fitted> {
    let mut all = Instances::new();
    for part in parts {
        for (model, list) in part {
            all.entry(model.clone()).or_default().extend(list.iter().cloned());
        }
    }
    let modes = mode_labels();
    let mut jobs: Vec<(&str, &[&str])> = MODELS.to_vec();
    jobs.push(("mode", &modes));
    let empty = Vec::new();
    jobs.par_iter()
        .map(|(name, labels)| {
            let instances = all.get(*name).unwrap_or(&empty);
            let fitter = if ["role", "land", "date"].contains(name) { crate::rank::fit } else { fit };
            fitter(name, labels, instances, settings(name, given))
        })
        .collect()
}
