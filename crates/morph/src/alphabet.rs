//! The notation of sounds: one ASCII sign for each, and its letter.

/// Signs and the letters they are written with.
///
/// A sign without a letter is a sound that is heard by rules but not written.
#[derive(Debug, Clone)]
pub(crate) struct Alphabet {
    /// For each ASCII code: unknown, known and not written, or a letter.
    letters: [Option<Option<char>>; 128],
    /// Letter to sign, sorted by letter; the first sign listed for a letter.
    signs: Vec<(char, u8)>,
}

/// A word with this sign does not exist; a rule puts it to refuse an ending.
pub(crate) const REFUSED: u8 = b'?';

/// The edge of the word in rules.
pub(crate) const EDGE: u8 = b'#';

impl Alphabet {
    pub(crate) fn new() -> Self {
        Alphabet { letters: [None; 128], signs: Vec::new() }
    }

    /// Adds a sign. False if it is listed already or cannot be a sign.
    pub(crate) fn add(&mut self, sign: u8, letter: Option<char>) -> bool {
        let Some(place) = self.letters.get_mut(usize::from(sign)) else {
            return false;
        };
        if place.is_some() || !sign.is_ascii_graphic() || sign.is_ascii_digit() && sign != b'0' {
            return false;
        }
        *place = Some(letter);
        if let Some(letter) = letter
            && let Err(at) = self.signs.binary_search_by_key(&letter, |&(l, _)| l)
        {
            self.signs.insert(at, (letter, sign));
        }
        true
    }

    /// Whether `sign` is listed, or is one of the two that need no listing.
    pub(crate) fn knows(&self, sign: u8) -> bool {
        sign == EDGE || sign == REFUSED || self.letters.get(usize::from(sign)).is_some_and(Option::is_some)
    }

    /// The letters of a word as signs; `None` if some letter has no sign.
    pub(crate) fn read(&self, word: &str) -> Option<Vec<u8>> {
        word.chars()
            .map(|c| {
                let at = self.signs.binary_search_by_key(&c, |&(l, _)| l).ok()?;
                self.signs.get(at).map(|&(_, sign)| sign)
            })
            .collect()
    }

    /// The signs of a word in letters; `None` if a rule refused the word.
    pub(crate) fn write(&self, word: &[u8]) -> Option<String> {
        if word.contains(&REFUSED) {
            return None;
        }
        let letter = |&sign: &u8| self.letters.get(usize::from(sign)).copied().flatten().flatten();
        Some(word.iter().filter_map(letter).collect())
    }
}
