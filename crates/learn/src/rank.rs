//! Choices: a softmax over the options of each choice, rather than over labels.
//!
//! The options of one choice stand together; the first is marked. The label of an option is the column of weights that
//! the choice is made with, its weight the share of the truth that it has. Same steps as in [`crate::fit`].

use crate::fit::{Fitted, Instance, Mean, Settings, shuffle};
use crate::names::Index;

/// Fits a model of choices. Deterministic.
#[must_use]
pub fn fit(name: &str, columns: &[&str], instances: &[Instance], settings: Settings) -> Fitted {
    let index = Index::new(instances.iter().flat_map(|x| &x.features), settings.least, &[]);
    let rows: Vec<Vec<u32>> = instances.iter().map(|x| index.row(x.features.iter().copied())).collect();
    let names = &index.names;
    let starts: Vec<usize> = (0..instances.len()).filter(|i| instances[*i].opens).chain([instances.len()]).collect();
    let k = columns.len();
    let mut w = vec![0.0f32; names.len() * k];
    let mut squares = vec![1e-2f32; names.len() * k];
    let mut mean = Mean::new(w.len());
    let mut gradient = vec![0.0f32; names.len()];
    let choices = 0..starts.len().saturating_sub(1);
    let mut order: Vec<usize> = choices.flat_map(|c| std::iter::repeat_n(c, instances[starts[c]].times.into())).collect();
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    for _ in 0..settings.passes {
        shuffle(&mut order, &mut state);
        for &g in &order {
            let group = starts[g]..starts[g + 1];
            let column = instances[group.start].label;
            let p = chances(&w, &rows[group.clone()], k, column);
            let mut touched: Vec<u32> = Vec::new();
            for (i, p) in group.zip(p) {
                let miss = p - instances[i].weight;
                for &f in &rows[i] {
                    gradient[f as usize] += miss;
                    touched.push(f);
                }
            }
            touched.sort_unstable();
            touched.dedup();
            for f in touched {
                let at = f as usize * k + column;
                let g = std::mem::take(&mut gradient[f as usize]) + settings.l2 * w[at] * 100.0;
                squares[at] += g * g;
                let step = settings.rate / squares[at].sqrt();
                let next = w[at] - step * g;
                let next = next.signum() * (next.abs() - step * settings.l1 * 100.0).max(0.0);
                mean.note(at, next - w[at]);
                w[at] = next;
            }
            mean.step();
        }
    }
    Fitted::gather(name, columns, names, &mean.of(&w))
}

/// Probabilities of the options of one choice.
fn chances(w: &[f32], rows: &[Vec<u32>], k: usize, column: usize) -> Vec<f32> {
    let mut out: Vec<f32> = rows.iter().map(|row| row.iter().map(|f| w[*f as usize * k + column]).sum()).collect();
    let top = out.iter().copied().fold(f32::MIN, f32::max);
    let sum: f32 = out.iter().map(|v| (v - top).exp()).sum();
    for value in &mut out {
        *value = (*value - top).exp() / sum;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_that_is_marked_wins_against_its_rivals() {
        let option =
            |f: &str, weight: f32, opens: bool| Instance { features: vec![crate::names::number(f)], label: 0, weight, opens, times: 1 };
        let data: Vec<Instance> = (0..50).flat_map(|_| [option("near", 1.0, true), option("far", 0.0, false)]).collect();
        let fitted = fit("choice", &["one"], &data, Settings::default());
        assert!(fitted.weights["near"][0] > fitted.weights["far"][0]);
    }
}
