//! Bytes that are stored once, under their own hash.

use crate::error::{Error, Result};
use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use rusqlite::{Connection, OptionalExtension, params};
use std::fmt;
use std::io::Read;

/// BLAKE3 of some bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The hash of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// Sixty-four hexadecimal digits.
    #[must_use]
    pub fn hex(self) -> String {
        blake3::Hash::from_bytes(self.0).to_hex().to_string()
    }

    /// The hash behind sixty-four hexadecimal digits.
    #[must_use]
    pub fn parse(hex: &str) -> Option<Self> {
        blake3::Hash::from_hex(hex).ok().map(|h| Self(*h.as_bytes()))
    }

    pub(crate) fn column(bytes: &[u8]) -> Result<Self> {
        bytes.try_into().map(Self).map_err(|_| Error::Broken(format!("a hash of {} bytes where 32 were expected", bytes.len())))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

impl serde::Serialize for Hash {
    fn serialize<S: serde::Serializer>(&self, s: S) -> std::result::Result<S::Ok, S::Error> {
        s.serialize_str(&self.hex())
    }
}

impl<'de> serde::Deserialize<'de> for Hash {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> std::result::Result<Self, D::Error> {
        let hex = String::deserialize(d)?;
        Self::parse(&hex).ok_or_else(|| serde::de::Error::custom("expected 64 hexadecimal digits"))
    }
}

/// Bytes made smaller (raw DEFLATE, always the same for the same bytes and the same build).
#[must_use]
pub fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 3 + 16);
    // Reading from memory does not fail.
    let _ = DeflateEncoder::new(bytes, Compression::new(5)).read_to_end(&mut out);
    out
}

/// The bytes that [`pack`] made smaller.
///
/// # Errors
/// If they are damaged.
pub fn unpack(data: &[u8], size: usize) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(size.min(1 << 24));
    DeflateDecoder::new(data).read_to_end(&mut out).map_err(|e| Error::Broken(format!("stored bytes cannot be read ({e})")))?;
    Ok(out)
}

/// Stores bytes, unless they are stored.
///
/// # Errors
/// If the database fails.
pub fn put(conn: &Connection, bytes: &[u8]) -> Result<Hash> {
    let hash = Hash::of(bytes);
    let known = conn.prepare_cached("SELECT 1 FROM blob WHERE hash = ?1")?.exists([hash.0])?;
    if !known {
        let mut insert = conn.prepare_cached("INSERT INTO blob (hash, size, data) VALUES (?1, ?2, ?3)")?;
        insert.execute(params![hash.0, bytes.len() as i64, pack(bytes)])?;
    }
    Ok(hash)
}

/// The bytes under a hash.
///
/// # Errors
/// If there are none, or they are damaged.
pub fn get(conn: &Connection, hash: Hash) -> Result<Vec<u8>> {
    let mut select = conn.prepare_cached("SELECT size, data FROM blob WHERE hash = ?1")?;
    let row = select.query_row([hash.0], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, Vec<u8>>(1)?))).optional()?;
    let (size, data) = row.ok_or_else(|| Error::Broken(format!("no stored bytes have the hash {hash:?}")))?;
    unpack(&data, usize::try_from(size).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::{Hash, pack, unpack};

    #[test]
    fn what_is_packed_comes_out_again() {
        for bytes in [&b""[..], b"a", &[7; 10_000]] {
            assert_eq!(unpack(&pack(bytes), bytes.len()).expect("bytes"), bytes);
        }
        assert_eq!(Hash::parse(&Hash::of(b"x").hex()), Some(Hash::of(b"x")));
    }
}
