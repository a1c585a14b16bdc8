//! Small linear models over named features.
//!
//! Features have names (`lemma=..|prep=..`, see [`marsad_pack::feature`]); a model holds the weights of their keys. The same
//! code that scores in milliseconds can write the names down, for training and for `explain`.

mod score;

use marsad_pack::Pack;
use marsad_pack::data::Model;
use marsad_pack::model::{SCALE, print, row};
use std::cell::Cell;
use std::collections::HashMap;

pub use score::Scorer;
use score::{Memo, Waiting};

/// Takes features, as [`feature!`](crate::feature) gives them.
pub trait Sink {
    /// Whether it wants names, and not keys.
    const NAMES: bool;
    /// One feature by its key.
    fn key(&mut self, key: u64);
    /// One feature by the parts of its name.
    fn name(&mut self, parts: &[&str]);
    /// Features that depend on nothing but what the key was made of (see [`look!`](crate::look)): their sum can be
    /// remembered under it. Sums are whole numbers, so it does not matter in which groups they are added up.
    fn group(&mut self, _key: u64, features: impl FnOnce(&mut Self))
    where
        Self: Sized,
    {
        features(self);
    }
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
        $crate::feature!(@join marsad_pack::feature::join($key, $crate::model::Piece::hash(&$part)); $($($rest)*)?)
    };
    (@name $f:expr; $($part:expr),+) => { $crate::model::Sink::name($f, &[$($crate::model::Piece::text(&$part)),+]) };
    ($f:expr, $($parts:tt)+) => {
        if $crate::model::names($f) {
            $crate::feature!(@name $f; $($parts)+)
        } else {
            let key = $crate::feature!(@join marsad_pack::feature::SEED; $($parts)+);
            $crate::model::Sink::key($f, key)
        }
    };
}

/// The key of a group of features: `look!("around", bits, kind, class)`. The first part names the group; all that its
/// features look at has to follow.
#[macro_export]
macro_rules! look {
    ($name:literal $(, $part:expr)* $(,)?) => {{
        let key = const { marsad_pack::feature::part($name.as_bytes()) };
        $(let key = marsad_pack::feature::join(key, $crate::model::Part::bits(&$part));)*
        key
    }};
}

/// What the key of a group can be made of.
pub trait Part {
    /// The part as a number: another one for another part.
    fn bits(&self) -> u64;
}

impl Part for str {
    #[inline]
    fn bits(&self) -> u64 {
        marsad_pack::feature::part(self.as_bytes())
    }
}

impl Part for u64 {
    #[inline]
    fn bits(&self) -> u64 {
        *self
    }
}

impl Part for u32 {
    #[inline]
    fn bits(&self) -> u64 {
        u64::from(*self)
    }
}

impl Part for bool {
    #[inline]
    fn bits(&self) -> u64 {
        u64::from(*self)
    }
}

impl<T: Part + ?Sized> Part for &T {
    #[inline]
    fn bits(&self) -> u64 {
        (**self).bits()
    }
}

/// Whether a sink wants names: known when the program is compiled.
#[inline(always)]
pub fn names<S: Sink>(_: &S) -> bool {
    S::NAMES
}

/// A part of the name of a feature.
pub trait Piece {
    /// As text.
    fn text(&self) -> &str;
    /// The hash of the text.
    #[inline]
    fn hash(&self) -> u64 {
        marsad_pack::feature::part(self.text().as_bytes())
    }
}

/// A text with its hash, for what stands in many features.
#[derive(Clone, Copy, Debug)]
pub struct Symbol<'s> {
    text: &'s str,
    hash: u64,
}

impl<'s> Symbol<'s> {
    /// Hashes a text.
    #[must_use]
    pub fn new(text: &'s str) -> Self {
        Self { text, hash: Piece::hash(text) }
    }
}

impl Piece for Symbol<'_> {
    #[inline]
    fn text(&self) -> &str {
        self.text
    }

    #[inline]
    fn hash(&self) -> u64 {
        self.hash
    }
}

macro_rules! pieces {
    ($($text:ty),+) => {
        $(impl Piece for $text {
            #[inline]
            fn text(&self) -> &str {
                self
            }
        })+
    };
}

pieces!(str, String, Box<str>, std::borrow::Cow<'_, str>);

impl<T: Piece + ?Sized> Piece for &T {
    #[inline]
    fn text(&self) -> &str {
        (**self).text()
    }

    #[inline]
    fn hash(&self) -> u64 {
        (**self).hash()
    }
}

impl Part for Symbol<'_> {
    #[inline]
    fn bits(&self) -> u64 {
        self.hash
    }
}

/// A model ready to score. One per thread: it remembers sums.
#[derive(Default)]
pub struct Linear {
    /// Labels; the first is the one that wins when nothing is known.
    pub labels: Vec<String>,
    seeds: Vec<u16>,
    rows: Rows,
    memo: Memo,
    /// Room for the keys that wait, between two scorings.
    room: Cell<Option<Box<Waiting>>>,
}

/// The rows of a model's table (see [`marsad_pack::model`]).
enum Rows {
    /// Of one or two labels: print and both weights side by side, so that a look-up touches memory once.
    Narrow(Vec<(u32, [i16; 2])>),
    /// Of more: prints, and the weights apart.
    Wide(Vec<u32>, Vec<i16>),
}

impl Default for Rows {
    fn default() -> Self {
        Self::Narrow(Vec::new())
    }
}

impl Rows {
    fn new(model: &Model) -> Self {
        match model.labels.len() {
            0 => Self::default(),
            n @ (1 | 2) => {
                let weights = model.weights.chunks(n).map(|w| [w[0], w.get(1).copied().unwrap_or_default()]);
                Self::Narrow(model.prints.iter().copied().zip(weights).collect())
            }
            _ => Self::Wide(model.prints.clone(), model.weights.clone()),
        }
    }
}

/// Most labels a model can have.
pub const LABELS: usize = 64;

impl Linear {
    /// Prepares a stored model. Labels past the [`LABELS`]th are left out of scores.
    #[must_use]
    pub fn new(model: &Model) -> Self {
        Self {
            labels: model.labels.iter().map(ToString::to_string).collect(),
            seeds: model.seeds.clone(),
            rows: Rows::new(model),
            memo: Memo::default(),
            room: Cell::default(),
        }
    }

    /// Adds the weights of features to sums, one for each label.
    fn add(&self, sums: &mut [i32], features: impl FnOnce(&mut Scorer<'_>)) {
        let mut scorer = Scorer { model: self, sums, waiting: self.room.take().unwrap_or_default() };
        features(&mut scorer);
        scorer.flush();
        self.room.set(Some(scorer.waiting));
    }

    /// Scores for each label.
    pub fn scores(&self, features: impl FnOnce(&mut Scorer<'_>)) -> [f32; LABELS] {
        let labels = self.labels.len().min(LABELS);
        let mut out = [0.0; LABELS];
        if labels > 0 {
            let mut sums = [0; LABELS];
            self.add(&mut sums[..labels], |f| {
                feature!(f, "bias");
                features(f);
            });
            for (score, sum) in out[..labels].iter_mut().zip(sums) {
                *score = sum as f32 / SCALE;
            }
        }
        out
    }

    /// Scores of the first two labels: most models have no more, and are asked often.
    pub fn pair(&self, features: impl FnOnce(&mut Scorer<'_>)) -> [f32; 2] {
        let labels = self.labels.len();
        if labels > 2 {
            let scores = self.scores(features);
            return [scores[0], scores[1]];
        }
        let mut sums = [0; 2];
        if labels > 0 {
            self.add(&mut sums[..labels], |f| {
                feature!(f, "bias");
                features(f);
            });
        }
        sums.map(|sum| sum as f32 / SCALE)
    }

    /// The sums of features that several candidates share, for [`Linear::yes_beside`].
    pub(crate) fn sums(&self, features: impl FnOnce(&mut Scorer<'_>)) -> Sums {
        let mut sums = [0; LABELS];
        self.add(&mut sums[..self.labels.len().min(LABELS)], features);
        Sums(sums)
    }

    /// As [`Linear::yes`], with features whose sums are known.
    pub(crate) fn yes_beside(&self, shared: &Sums, features: impl FnOnce(&mut Scorer<'_>)) -> f32 {
        self.yes(|f| {
            f.sums.iter_mut().zip(shared.0).for_each(|(sum, more)| *sum += more);
            features(f);
        })
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
        match self.labels.len() {
            0 | 1 => 0.0,
            2 => yes(self.pair(features)),
            _ => self.probabilities(features)[1],
        }
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
    pub fn weight(&self, name: &str) -> Option<Vec<f32>> {
        let n = self.labels.len();
        let key = marsad_pack::feature::key(name);
        let of = |weights: &[i16]| weights[..n].iter().map(|w| f32::from(*w) / SCALE).collect();
        match &self.rows {
            Rows::Narrow(rows) if rows.is_empty() => None,
            Rows::Narrow(rows) => {
                let (held, weights) = rows[row(&self.seeds, rows.len(), key)];
                (held == print(key)).then(|| of(&weights))
            }
            Rows::Wide(prints, weights) => {
                let at = row(&self.seeds, prints.len(), key);
                (prints[at] == print(key)).then(|| of(&weights[at * n..]))
            }
        }
    }
}

/// What some features add to each label.
pub(crate) struct Sums([i32; LABELS]);

/// The probability of the second of two labels, reckoned as [`Linear::probabilities`] does.
fn yes(scores: [f32; 2]) -> f32 {
    let top = scores.into_iter().fold(f32::MIN, f32::max);
    let [no, yes] = scores.map(|score| (score - top).exp());
    yes / (no + yes).max(f32::MIN_POSITIVE)
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
