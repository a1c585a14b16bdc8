//! Stretches of text, and the conversion between bytes and code points.

/// A half-open stretch of UTF-8 bytes of one text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets.
    ///
    /// # Panics
    /// In debug builds, if `start > end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span runs forward");
        Self { start: u32::try_from(start).unwrap_or(u32::MAX), end: u32::try_from(end).unwrap_or(u32::MAX) }
    }

    /// The length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the span holds nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether both share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies wholly inside.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The bytes of `text` that the span covers.
    ///
    /// # Panics
    /// If the span is not on character boundaries of `text`.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }
}

/// Converts byte offsets of one text to code-point offsets, in constant time per look-up.
///
/// Sheets address text by code point (as Python does); everything inside the engine addresses it by byte.
#[derive(Debug)]
pub struct CharIndex<'t> {
    text: &'t str,
    /// Code points before byte `64 * i`, where a character that straddles the mark counts as before it.
    marks: Vec<u32>,
}

impl<'t> CharIndex<'t> {
    /// Indexes `text`; linear in its length.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / 64 + 1);
        let mut seen = 0u32;
        for (byte, value) in text.bytes().enumerate() {
            if byte % 64 == 0 {
                marks.push(seen);
            }
            if value & 0xC0 != 0x80 {
                seen += 1;
            }
        }
        marks.push(seen);
        Self { text, marks }
    }

    /// The number of code points before byte `offset`, which must be on a character boundary.
    #[must_use]
    pub fn code_point(&self, offset: u32) -> usize {
        let offset = (offset as usize).min(self.text.len());
        let mark = offset / 64;
        let from = mark * 64;
        let inside = self.text.as_bytes()[from..offset].iter().filter(|b| **b & 0xC0 != 0x80).count();
        self.marks[mark] as usize + inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_agree_with_counting() {
        let text = "قُتل three مدنيين — ".repeat(30);
        let index = CharIndex::new(&text);
        for (nth, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(index.code_point(byte as u32), nth);
        }
        assert_eq!(index.code_point(text.len() as u32), text.chars().count());
    }

    #[test]
    fn a_span_joins_and_contains() {
        let (a, b) = (Span::new(2, 5), Span::new(4, 9));
        assert!(a.overlaps(b) && !a.contains(b));
        assert_eq!(a.join(b), Span::new(2, 9));
    }
}
