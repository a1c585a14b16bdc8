//! Lasting names of claims.

use marsad_model::Event;
use marsad_model::incident::ClaimKey;

/// The key of a claim: the same for the same trigger of the same report, whatever else the engine says of it.
#[must_use]
pub fn claim_key(report: &str, event: &Event) -> ClaimKey {
    let mut hasher = blake3::Hasher::new();
    for part in [report.as_bytes(), &event.trigger.at.to_le_bytes(), event.trigger.text.as_bytes()] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let hash = hasher.finalize().to_hex()[..16].to_owned();
    ClaimKey { hash, report: report.to_owned(), mention: event.id.clone(), at: event.trigger.at }
}

/// The identifier of the incident that this claim founds, and an alias of any incident it belongs to.
#[must_use]
pub fn incident_id(hash: &str) -> String {
    format!("i-{hash}")
}

/// A 64-bit hash of bytes that is the same on every machine and in every version (FNV-1a with a final mix).
#[must_use]
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let fnv = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3));
    mix(fnv)
}

/// Spreads the bits of a hash (the final step of SplitMix64).
#[must_use]
pub(crate) fn mix(value: u64) -> u64 {
    let a = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let b = (a ^ (a >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    b ^ (b >> 31)
}
