//! Groups of words that keep the same company, as names for features.

/// The groups of a word at three sizes, written as two letters so that features can name them: `--` if it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cluster([u16; 3]);

/// Letters of group names: two of them reach 62 × 62 groups.
const LETTERS: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Groups that have a name.
const GROUPS: usize = LETTERS.len() * LETTERS.len();

/// The names of all groups, one behind the other, and that of none.
const NAMES: &str = {
    const BYTES: [u8; 2 * GROUPS + 2] = {
        let mut out = [b'-'; 2 * GROUPS + 2];
        let mut g = 0;
        while g < GROUPS {
            out[2 * g] = LETTERS[g / LETTERS.len()];
            out[2 * g + 1] = LETTERS[g % LETTERS.len()];
            g += 1;
        }
        out
    };
    match std::str::from_utf8(&BYTES) {
        Ok(names) => names,
        Err(_) => panic!("letters are ASCII"),
    }
};

impl Cluster {
    /// Names for the numbers of a coarse, a middle and a fine group.
    #[must_use]
    pub fn new(groups: [u16; 3]) -> Self {
        Self(groups.map(|g| (usize::from(g) % GROUPS) as u16))
    }

    /// One of a few dozen groups.
    #[must_use]
    pub fn coarse(&self) -> &'static str {
        name(self.0[0])
    }

    /// One of a few hundred groups.
    #[must_use]
    pub fn middle(&self) -> &'static str {
        name(self.0[1])
    }

    /// Whether two words have the same group of middle size.
    #[must_use]
    pub fn same_middle(&self, other: &Self) -> bool {
        self.0[1] == other.0[1]
    }

    /// One of about a thousand groups.
    #[must_use]
    pub fn fine(&self) -> &'static str {
        name(self.0[2])
    }
}

impl Default for Cluster {
    fn default() -> Self {
        Self([GROUPS as u16; 3])
    }
}

fn name(group: u16) -> &'static str {
    let at = 2 * usize::from(group);
    &NAMES[at..at + 2]
}
