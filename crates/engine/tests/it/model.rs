//! Scores of linear models, however their features are given.

use marsad_engine::model::{Linear, Scorer, Sink};
use marsad_engine::{feature, look};
use marsad_pack::feature;
use marsad_pack::model::Model;

/// Features of the models here: more than are looked up at a time.
const FEATURES: usize = 300;

fn model(labels: &[&str]) -> Linear {
    let weights = |i: usize| (0..labels.len()).map(|l| (i * (l + 1) % 97) as f32 / 1000.0).collect();
    let mut entries: Vec<(u64, Vec<f32>)> = (0..FEATURES).step_by(2).map(|i| (feature::key(&format!("n={i}")), weights(i))).collect();
    entries.sort_by_key(|(key, _)| *key);
    Linear::new(&Model::new("m", labels.iter().map(|l| (*l).into()).collect(), &entries))
}

fn give(f: &mut Scorer<'_>, which: std::ops::Range<usize>) {
    for i in which {
        feature!(f, "n=", &i.to_string());
    }
}

#[test]
fn groups_change_no_score_whatever_they_hold() {
    for labels in [&["no", "yes"][..], &["a", "b", "c"]] {
        let plain = model(labels).scores(|f| give(f, 0..FEATURES));
        let model = model(labels);
        for _ in 0..3 {
            let small = |f: &mut Scorer<'_>| (0..FEATURES / 5).for_each(|g| f.group(look!("g", g as u32), |f| give(f, g * 5..g * 5 + 5)));
            assert_eq!(model.scores(small), plain, "more groups than are remembered at a time");
            assert_eq!(model.scores(|f| f.group(look!("all"), |f| give(f, 0..FEATURES))), plain, "a group of too many features");
            let nested = |f: &mut Scorer<'_>| {
                f.group(look!("outer"), |f| {
                    give(f, 0..5);
                    f.group(look!("g", 1u32), |f| give(f, 5..10));
                });
                give(f, 10..FEATURES);
            };
            assert_eq!(model.scores(nested), plain, "a group within a group");
        }
        assert_eq!(model.pair(|f| give(f, 0..FEATURES)), plain[..2]);
    }
}
