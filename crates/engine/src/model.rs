//! Small linear models over named features.
//!
//! Features have names (`lemma=..|prep=..`, see [`marsad_pack::feature`]); a model holds the weights of their keys. The same
//! code that scores in milliseconds can write the names down, for training and for `explain`.

use marsad_pack::Pack;
use marsad_pack::data::Model;
use std::collections::HashMap;

/// Takes features, as [`feature!`](crate::feature) gives them.
pub trait Sink {
    /// Whether it wants names, and not keys.
    const NAMES: bool;
    /// One feature by its key.
    fn key(&mut self, key: u64);
    /// One feature by the parts of its name.
    fn name(&mut self, parts: &[&str]);
}

/// Gives a feature to a [`Sink`]: `feature!(f, "slot=", slot, "kind=", kind)`. Parts are literals, whose hash the compiler
/// computes, or expressions that are text.
#[macro_export]
macro_rules! feature {
    (@join $key:expr;) => { $key };
    (@join $key:expr; $part:literal $(, $($rest:tt)*)?) => {
        $crate::feature!(@join marsad_pack::feature::join($key, const { marsad_pack::feature::part($part.as_bytes()) }); $($($rest)*)?)
    };
    (@join $key:expr; $part:expr $(, $($rest:tt)*)?) => {
        $crate::feature!(@join marsad_pack::feature::join($key, marsad_pack::feature::part($crate::model::text(&$part).as_bytes())); $($($rest)*)?)
    };
    (@name $f:expr; $($part:expr),+) => { $crate::model::Sink::name($f, &[$($crate::model::text(&$part)),+]) };
    ($f:expr, $($parts:tt)+) => {
        if $crate::model::names($f) {
            $crate::feature!(@name $f; $($parts)+)
        } else {
            let key = $crate::feature!(@join marsad_pack::feature::SEED; $($parts)+);
            $crate::model::Sink::key($f, key)
        }
    };
}

/// Whether a sink wants names: known when the program is compiled.
#[inline(always)]
pub fn names<S: Sink>(_: &S) -> bool {
    S::NAMES
}

/// A part of a feature as text.
#[inline(always)]
pub fn text<T: AsRef<str> + ?Sized>(part: &T) -> &str {
    part.as_ref()
}

/// Open addressing over hashes that are well mixed already: one cache line for most look-ups.
#[derive(Default)]
struct Index {
    /// Upper half of the hash, and the row plus one (0: free).
    slots: Vec<(u32, u32)>,
}

impl Index {
    fn new(keys: &[u64]) -> Self {
        let mut slots = vec![(0, 0); (keys.len() * 2).next_power_of_two().max(2)];
        let mask = slots.len() - 1;
        for (row, key) in keys.iter().enumerate() {
            let mut at = *key as usize & mask;
            while slots[at].1 != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = ((key >> 32) as u32, row as u32 + 1);
        }
        Self { slots }
    }

    #[inline]
    fn get(&self, hash: u64) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = hash as usize & mask;
        loop {
            match self.slots[at] {
                (_, 0) => return None,
                (upper, row) if upper == (hash >> 32) as u32 => return Some(row as usize - 1),
                _ => at = (at + 1) & mask,
            }
        }
    }
}

/// A model ready to score.
#[derive(Default)]
pub struct Linear {
    /// Labels; the first is the one that wins when nothing is known.
    pub labels: Vec<String>,
    index: Index,
    weights: Vec<f32>,
}

/// Most labels a model can have.
pub const LABELS: usize = 64;

impl Linear {
    /// Prepares a stored model.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        Self {
            labels: model.labels.iter().map(ToString::to_string).collect(),
            index: Index::new(&model.keys),
            weights: model.weights.clone(),
        }
    }

    /// Scores for each label.
    pub fn scores(&self, features: impl FnOnce(&mut Scorer<'_>)) -> [f32; LABELS] {
        let mut scorer = Scorer { model: self, sums: [0.0; LABELS] };
        feature!(&mut scorer, "bias");
        features(&mut scorer);
        scorer.sums
    }

    /// Probabilities of the labels (softmax).
    pub fn probabilities(&self, features: impl FnOnce(&mut Scorer<'_>)) -> [f32; LABELS] {
        let mut out = self.scores(features);
        let n = self.labels.len().min(LABELS);
        let top = out[..n].iter().copied().fold(f32::MIN, f32::max);
        let mut sum = 0.0;
        for value in &mut out[..n] {
            *value = (*value - top).exp();
            sum += *value;
        }
        for value in &mut out[..n] {
            *value /= sum.max(f32::MIN_POSITIVE);
        }
        out
    }

    /// The probability of the second label, for models of two labels. A missing model says 0.
    pub fn yes(&self, features: impl FnOnce(&mut Scorer<'_>)) -> f32 {
        if self.labels.len() < 2 {
            return 0.0;
        }
        self.probabilities(features)[1]
    }

    /// The most probable label and its probability; `None` for an empty model.
    pub fn best(&self, features: impl FnOnce(&mut Scorer<'_>)) -> Option<(&str, f32)> {
        let p = self.probabilities(features);
        let n = self.labels.len().min(LABELS);
        let (i, p) = p[..n].iter().enumerate().fold(None, |best: Option<(usize, f32)>, (i, v)| match best {
            Some((_, b)) if b >= *v => best,
            _ => Some((i, *v)),
        })?;
        Some((&self.labels[i], p))
    }

    /// The weight of a named feature for each label, for `explain`.
    #[must_use]
    pub fn weight(&self, name: &str) -> Option<&[f32]> {
        let n = self.labels.len();
        self.index.get(marsad_pack::feature::key(name)).map(|i| &self.weights[i * n..(i + 1) * n])
    }
}

/// Adds up weights.
pub struct Scorer<'m> {
    model: &'m Linear,
    sums: [f32; LABELS],
}

impl Sink for Scorer<'_> {
    const NAMES: bool = false;

    #[inline]
    fn key(&mut self, key: u64) {
        self.add_key(key);
    }

    fn name(&mut self, parts: &[&str]) {
        let key =
            parts.iter().fold(marsad_pack::feature::SEED, |k, p| marsad_pack::feature::join(k, marsad_pack::feature::part(p.as_bytes())));
        self.add_key(key);
    }
}

impl Scorer<'_> {
    #[inline]
    fn add_key(&mut self, hash: u64) {
        if let Some(i) = self.model.index.get(hash) {
            let n = self.model.labels.len();
            let at = i * n;
            for (sum, weight) in self.sums.iter_mut().zip(&self.model.weights[at..at + n]) {
                *sum += weight;
            }
        }
    }
}

/// Writes names down.
#[derive(Default)]
pub struct Recorder(pub Vec<String>);

impl Sink for Recorder {
    const NAMES: bool = true;

    fn key(&mut self, _: u64) {}

    fn name(&mut self, parts: &[&str]) {
        self.0.extend(marsad_pack::feature::name(parts));
    }
}

/// All models of a pack.
#[derive(Default)]
pub struct Models {
    all: HashMap<String, Linear>,
    none: Linear,
}

impl Models {
    /// The models that come with a pack.
    #[must_use]
    pub fn of(pack: &Pack) -> Self {
        Self { all: pack.data.models.iter().map(|m| (m.name.to_string(), Linear::new(m))).collect(), none: Linear::default() }
    }

    /// Puts a model in (training does).
    pub fn put(&mut self, model: &Model) {
        self.all.insert(model.name.to_string(), Linear::new(model));
    }

    /// A model by name; an empty one if the pack has none.
    #[must_use]
    pub fn get(&self, name: &str) -> &Linear {
        self.all.get(name).unwrap_or(&self.none)
    }
}
