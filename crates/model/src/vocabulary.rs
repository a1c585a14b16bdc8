//! The closed vocabularies of the sheet: PLOVER types and modes, statuses, certainties, measures, source and link kinds.
//!
//! Source: PLOVER manual 2021-09-17 (Open Event Data Alliance, CC BY-SA 4.0) for types and modes.

/// The sixteen PLOVER event types with their modes.
pub const TYPES: &[(&str, &[&str])] = &[
    ("AGREE", &[]),
    ("CONSULT", &["visit", "third-party", "multilateral", "phone"]),
    ("SUPPORT", &[]),
    ("CONCEDE", &[]),
    ("COOPERATE", &[]),
    ("AID", &[]),
    ("RETREAT", &["withdraw", "release", "disarm", "ceasefire", "access", "resign"]),
    ("REQUEST", &["assist", "change", "yield", "meet"]),
    ("ACCUSE", &["disapprove", "investigate", "allege"]),
    ("REJECT", &["assist", "change", "yield", "meet"]),
    ("THREATEN", &["restrict", "arrest", "relations", "expel", "territory", "violence"]),
    ("PROTEST", &["demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"]),
    ("SANCTION", &["convict", "expel", "withdraw", "discontinue"]),
    ("MOBILIZE", &["troops", "weapons", "police", "militia"]),
    ("COERCE", &["seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation", "cyber"]),
    (
        "ASSAULT",
        &[
            "abduct",
            "beat",
            "torture",
            "sexual",
            "targeted",
            "destroy",
            "primitive",
            "firearms",
            "explosives",
            "suicide-attack",
            "aerial",
            "drone",
            "heavy-weapons",
            "crowd-control",
            "unconventional",
        ],
    ),
];

/// Whether an event happened, as the text has it.
pub const STATUSES: &[&str] = &["occurred", "planned", "hypothetical", "denied", "requested"];
/// How sure the text is.
pub const CERTAINTIES: &[&str] = &["stated", "hedged", "unclear", "disputed"];
/// What a count counts.
pub const MEASURES: &[&str] =
    &["killed", "injured", "captured", "missing", "displaced", "munitions", "intercepted", "forces", "people", "incidents", "money_usd"];
/// Who a source is.
pub const SOURCE_KINDS: &[&str] =
    &["official", "agency", "military", "party", "witness", "medical", "ngo", "igo", "local", "expert", "document", "unknown"];
/// How two mentions hang together.
pub const LINK_KINDS: &[&str] = &["response_to", "after", "part_of", "causes"];
/// How sure a link is.
pub const LINK_CERTAINTIES: &[&str] = &["stated", "suggested", "unclear", "denied"];
/// PLOVER sector codes.
pub const SECTORS: &[&str] = &[
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS", "CRM", "CVL", "EDU", "ELI", "JRN", "LAB",
    "MED", "REF", "OPP", "PRE", "REL", "SOC", "NGO", "IGO", "INT",
];
/// How exactly a place is known.
pub const PRECISIONS: &[&str] = &["site", "town", "district", "province", "country", "region"];

/// The modes of an event type, or `None` if there is no such type.
#[must_use]
pub fn modes(kind: &str) -> Option<&'static [&'static str]> {
    TYPES.iter().find(|(name, _)| *name == kind).map(|(_, modes)| *modes)
}
