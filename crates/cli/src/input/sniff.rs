//! What bytes are, by their first bytes.

/// The usual signs of files that hold no text.
const SIGNS: &[(&[u8], &str)] = &[
    (b"\xFF\xD8\xFF", "a JPEG picture"),
    (b"\x89PNG\r\n\x1A\n", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1F\x8B", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xFD7zXZ\0", "xz data"),
    (b"\x28\xB5\x2F\xFD", "zstd data"),
    (b"\x7FELF", "a program"),
    (b"MZ", "a program"),
    (b"\xD0\xCF\x11\xE0", "an old office document"),
    (b"PAR1", "a Parquet table"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"OggS", "sound"),
    (b"ID3", "sound"),
];

/// What the bytes are if they are no text.
#[must_use]
pub fn binary(bytes: &[u8]) -> Option<String> {
    // Two letters alone are a thin sign: a text may begin with them.
    let text_like = std::str::from_utf8(&bytes[..bytes.len().min(512)]).is_ok_and(|t| !t.contains('\0'));
    if let Some((_, name)) = SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign) && (sign.len() > 3 || !text_like)) {
        return Some((*name).to_owned());
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some("a film".to_owned());
    }
    let head = &bytes[..bytes.len().min(65_536)];
    let controls = head.iter().filter(|b| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1B)).count();
    let zero = head.iter().position(|b| *b == 0);
    if let Some(at) = zero {
        return Some(format!("binary data (a zero byte at byte {})", at + 1));
    }
    (controls * 50 > head.len()).then(|| "binary data (full of control characters)".to_owned())
}

/// Whether the bytes begin as gzip does.
#[must_use]
pub fn gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1F\x8B")
}

/// Whether the bytes begin like an HTML page.
#[must_use]
pub fn html(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let head = head.trim_start_matches(['\u{FEFF}', ' ', '\n', '\r', '\t']);
    head.starts_with("<!doctype html") || head.starts_with('<') && ["<html", "<head", "<body"].iter().any(|t| head.contains(t))
}

/// How JSON lies in the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Json {
    /// One object a line.
    Lines,
    /// One object or array over the whole file.
    Whole,
}

/// Whether the bytes begin like JSON, and how it lies in them.
#[must_use]
pub fn json(bytes: &[u8]) -> Option<Json> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    let first = bytes.split(|b| *b == b'\n').next().unwrap_or_default().trim_ascii();
    match first {
        [b'{', .., b'}'] => Some(Json::Lines),
        // A first line that is longer than what was looked at.
        [b'{', b'"', ..] if first.len() == bytes.len() => Some(Json::Lines),
        [b'{' | b'[', rest @ ..] if matches!(rest.trim_ascii_start().first(), None | Some(b'"' | b'{' | b'}' | b']')) => Some(Json::Whole),
        _ => None,
    }
}
