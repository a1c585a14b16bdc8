//! Groups of words that keep the same company, as names for features.

/// The groups of a word at three sizes, written as letters so that features can name them: `-` if it has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cluster([[u8; 2]; 3]);

/// Letters of group names: two of them reach 62 × 62 groups.
const LETTERS: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

impl Cluster {
    /// Names for the numbers of a coarse, a middle and a fine group.
    #[must_use]
    pub fn new(groups: [u16; 3]) -> Self {
        Self(groups.map(|g| {
            let g = usize::from(g) % (LETTERS.len() * LETTERS.len());
            [LETTERS[g / LETTERS.len()], LETTERS[g % LETTERS.len()]]
        }))
    }

    /// One of a few dozen groups.
    #[must_use]
    pub fn coarse(&self) -> &str {
        name(&self.0[0])
    }

    /// One of a few hundred groups.
    #[must_use]
    pub fn middle(&self) -> &str {
        name(&self.0[1])
    }

    /// One of about a thousand groups.
    #[must_use]
    pub fn fine(&self) -> &str {
        name(&self.0[2])
    }
}

impl Default for Cluster {
    fn default() -> Self {
        Self([*b"--"; 3])
    }
}

fn name(letters: &[u8; 2]) -> &str {
    std::str::from_utf8(letters).unwrap_or("--")
}
