//! One incident in a row of numbers.

use rusqlite::Row;
use std::collections::HashMap;
use std::sync::Arc;

/// Stands for a word that is not there.
pub(super) const NONE: u32 = u32::MAX;

/// The columns that [`Line::read`] takes.
pub(super) const COLUMNS: &str = "v.incident, v.id, v.type, v.mode, v.status, v.certainty, v.first_day, v.last_day, v.place, v.place_id, v.country, \
    v.precision, v.lat, v.lon, v.killed_low, v.killed_high, v.injured_low, v.injured_high, v.toll, v.voices, v.disputed, v.accepted, v.pinned, v.since";

/// Words by number: a million rows share a few thousand of them.
#[derive(Clone, Default)]
pub(super) struct Words {
    list: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32>,
}

impl Words {
    /// The number of a word that is known.
    pub fn known(&self, word: &str) -> Option<u32> {
        self.numbers.get(word).copied()
    }

    pub fn number(&mut self, word: &str) -> u32 {
        if let Some(known) = self.numbers.get(word) {
            return *known;
        }
        let (word, number): (Arc<str>, u32) = (word.into(), self.list.len() as u32);
        self.list.push(word.clone());
        self.numbers.insert(word, number);
        number
    }

    pub fn get(&self, number: u32) -> Option<&str> {
        self.list.get(number as usize).map(AsRef::as_ref)
    }
}

/// One incident. Words are numbers of the board's words.
#[derive(Clone)]
pub(super) struct Line {
    pub incident: i64,
    pub id: u32,
    pub kind: u32,
    pub mode: u32,
    pub status: u32,
    pub certainty: u32,
    pub first_day: u32,
    pub last_day: u32,
    pub place: u32,
    pub place_id: u32,
    pub country: u32,
    pub precision: u32,
    pub point: Option<(f64, f64)>,
    pub killed: (Option<f64>, Option<f64>),
    pub injured: (Option<f64>, Option<f64>),
    pub toll: f64,
    pub voices: u32,
    pub disputed: bool,
    pub accepted: Option<bool>,
    pub pinned: bool,
    pub since: u64,
    /// Numbers of the terms it has, in order.
    pub terms: Box<[i64]>,
}

impl Line {
    /// Reads the columns of [`COLUMNS`].
    pub fn read(row: &Row<'_>, mut terms: Vec<i64>, words: &mut Words) -> rusqlite::Result<Self> {
        terms.sort_unstable();
        let mut word = |n: usize| -> rusqlite::Result<u32> { Ok(row.get_ref(n)?.as_str_or_null()?.map_or(NONE, |w| words.number(w))) };
        Ok(Self {
            incident: row.get(0)?,
            id: word(1)?,
            kind: word(2)?,
            mode: word(3)?,
            status: word(4)?,
            certainty: word(5)?,
            first_day: word(6)?,
            last_day: word(7)?,
            place: word(8)?,
            place_id: word(9)?,
            country: word(10)?,
            precision: word(11)?,
            point: row.get::<_, Option<f64>>(12)?.zip(row.get(13)?),
            killed: (row.get(14)?, row.get(15)?),
            injured: (row.get(16)?, row.get(17)?),
            toll: row.get(18)?,
            voices: row.get(19)?,
            disputed: !row.get::<_, String>(20)?.is_empty(),
            accepted: row.get(21)?,
            pinned: row.get::<_, i64>(22)? > 0,
            since: row.get::<_, i64>(23)? as u64,
            terms: terms.into(),
        })
    }
}

/// One incident as a board shows it.
#[derive(Clone, Copy)]
pub struct Mark<'b> {
    pub(super) line: &'b Line,
    pub(super) words: &'b Words,
}

#[allow(missing_docs)]
impl<'b> Mark<'b> {
    #[must_use]
    pub fn id(&self) -> &'b str {
        self.word(self.line.id).unwrap_or_default()
    }

    #[must_use]
    pub fn kind(&self) -> &'b str {
        self.word(self.line.kind).unwrap_or_default()
    }

    #[must_use]
    pub fn mode(&self) -> Option<&'b str> {
        self.word(self.line.mode)
    }

    #[must_use]
    pub fn status(&self) -> &'b str {
        self.word(self.line.status).unwrap_or_default()
    }

    #[must_use]
    pub fn certainty(&self) -> &'b str {
        self.word(self.line.certainty).unwrap_or_default()
    }

    #[must_use]
    pub fn first_day(&self) -> Option<&'b str> {
        self.word(self.line.first_day)
    }

    #[must_use]
    pub fn last_day(&self) -> Option<&'b str> {
        self.word(self.line.last_day)
    }

    #[must_use]
    pub fn place(&self) -> Option<&'b str> {
        self.word(self.line.place)
    }

    #[must_use]
    pub fn place_id(&self) -> Option<&'b str> {
        self.word(self.line.place_id)
    }

    #[must_use]
    pub fn country(&self) -> Option<&'b str> {
        self.word(self.line.country)
    }

    #[must_use]
    pub fn precision(&self) -> Option<&'b str> {
        self.word(self.line.precision)
    }

    /// Latitude and longitude.
    #[must_use]
    pub fn point(&self) -> Option<(f64, f64)> {
        self.line.point
    }

    /// Lowest and highest number of dead.
    #[must_use]
    pub fn killed(&self) -> (Option<f64>, Option<f64>) {
        self.line.killed
    }

    #[must_use]
    pub fn injured(&self) -> (Option<f64>, Option<f64>) {
        self.line.injured
    }

    #[must_use]
    pub fn disputed(&self) -> bool {
        self.line.disputed
    }

    /// The revision from which on it looked so.
    #[must_use]
    pub fn since(&self) -> u64 {
        self.line.since
    }

    fn word(&self, number: u32) -> Option<&'b str> {
        self.words.get(number)
    }
}
