//! Bytes to text: UTF-8 and UTF-16 with or without a mark, the old eight-bit encodings of Arabic, HTML's own label.

use super::sniff;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Text of the bytes, and a note if they were no UTF-8. `label` is what the input itself says of its encoding.
///
/// # Errors
/// If the bytes are no text: what was expected, what was found, how to mend it.
pub fn decode(bytes: &[u8], label: Option<&str>) -> Result<(String, Option<String>), String> {
    if bytes.is_empty() {
        return Err("expected the words of a report, found an empty file; give the report's body".to_owned());
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strict(encoding, &bytes[mark..]);
    }
    if let Some(encoding) = wide(bytes) {
        return strict(encoding, bytes);
    }
    if let Some(kind) = sniff::binary(bytes) {
        return Err(format!("expected text, found {kind}; save the report's words as a UTF-8 text file"));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((text.to_owned(), None)),
        Err(e) => narrow(bytes, label, e.valid_up_to()),
    }
}

/// Decodes without replacing anything.
fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Result<(String, Option<String>), String> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => {
            let note = (encoding != UTF_8).then(|| format!("the text was {}; it is read as Unicode", encoding.name()));
            Ok((text.into_owned(), note))
        }
        None => Err(format!(
            "expected {0}, as the mark at the start says, found bytes that are no {0}; save the file again as UTF-8",
            encoding.name()
        )),
    }
}

/// UTF-16 without a mark: nearly every second byte is a zero or the number of the same Unicode block.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096) & !1];
    if head.len() < 8 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let pairs = head.len() / 2;
    // Latin, Arabic, general punctuation: the high bytes of nearly all characters of an Arabic report.
    let high = |at: usize| head.iter().skip(at).step_by(2).filter(|b| matches!(**b, 0x00 | 0x06 | 0x20)).count();
    let (even, odd) = (high(0), high(1));
    if odd * 10 >= pairs * 9 && even * 2 < pairs {
        Some(UTF_16LE)
    } else if even * 10 >= pairs * 9 && odd * 2 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Eight-bit encodings: the label of the page, else a guess that must make sense.
fn narrow(bytes: &[u8], label: Option<&str>, valid: usize) -> Result<(String, Option<String>), String> {
    let encoding = label.and_then(|l| Encoding::for_label(l.as_bytes())).filter(|e| *e != UTF_8).unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        detector.guess(None, Utf8Detection::Deny)
    });
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes).filter(|t| looks_arabic(t));
    match text {
        Some(text) => Ok((text.into_owned(), Some(format!("the text was {}, not UTF-8; it is read as Unicode", encoding.name())))),
        None => {
            let line = bytes[..valid].iter().filter(|b| **b == b'\n').count() + 1;
            Err(format!(
                "expected UTF-8 text, found the byte 0x{:02X} at byte {} (line {line}), where it cannot stand, and no other encoding fits; save the file again as UTF-8",
                bytes[valid],
                valid + 1
            ))
        }
    }
}

/// Whether a guessed decoding makes sense: most letters are Arabic and no control characters are among them.
fn looks_arabic(text: &str) -> bool {
    let mut letters = 0;
    let mut arabic = 0;
    for c in text.chars() {
        if c.is_control() && !c.is_whitespace() {
            return false;
        }
        if c.is_alphabetic() {
            letters += 1;
            arabic += usize::from(('\u{0600}'..='\u{06FF}').contains(&c));
        }
    }
    // A page's own markup is Latin: one Arabic letter in ten is enough where words were written in it at all.
    arabic >= 4 && arabic * 10 >= letters
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "أعلنت الوزارة أن خمسة جنود أصيبوا في قصف على قاعدة عين الأسد غربي العراق";

    #[test]
    fn utf16_is_read_with_and_without_its_mark() {
        let little: Vec<u8> = WORDS.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = WORDS.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, name) in [(&little, "UTF-16LE"), (&big, "UTF-16BE")] {
            let (text, note) = decode(bytes, None).expect(name);
            assert_eq!(text, WORDS);
            assert!(note.is_some_and(|n| n.contains(name)));
        }
        let marked = [&[0xFF, 0xFE], little.as_slice()].concat();
        assert_eq!(decode(&marked, None).expect("marked").0, WORDS);
    }

    #[test]
    fn the_mark_of_utf8_is_not_part_of_the_text() {
        let marked = [&[0xEF, 0xBB, 0xBF], WORDS.as_bytes()].concat();
        assert_eq!(decode(&marked, None), Ok((WORDS.to_owned(), None)));
    }

    #[test]
    fn windows_1256_is_read_and_noted() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode(WORDS);
        let (text, note) = decode(&bytes, None).expect("windows-1256");
        assert_eq!(text, WORDS);
        assert!(note.is_some_and(|n| n.contains("windows-1256")));
    }

    #[test]
    fn one_wrong_byte_in_utf8_is_refused_with_its_place() {
        let mut bytes = WORDS.as_bytes().to_vec();
        bytes.insert(2, 0xC3);
        let why = decode(&bytes, None).expect_err("a wrong byte");
        assert!(why.contains("0xC3 at byte 3 (line 1)"), "{why}");
    }
}
