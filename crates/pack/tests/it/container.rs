//! The compiled block of bytes: the same for the same sources, refused when damaged.

use crate::small;
use marsad_pack::data::Entity;
use marsad_pack::{Compiled, Diag, Pack, build};
use proptest::prelude::*;
use std::borrow::Cow;
use std::path::Path;
use std::sync::LazyLock;

static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| compile("container", &[]).bytes);

fn compile(name: &str, changes: &[(&str, &str)]) -> Compiled {
    let (compiled, _) = build(&small::write(name, changes)).unwrap_or_else(|diags| panic!("{}", list(&diags)));
    compiled
}

fn list(diags: &[Diag]) -> String {
    diags.iter().map(|d| format!("{d}\n")).collect()
}

fn load(bytes: Vec<u8>) -> Result<Pack, marsad_pack::LoadError> {
    Pack::load(Cow::Owned(bytes))
}

/// Everything that a phrase of several words stands for.
fn entities(pack: &Pack, words: &str) -> Vec<Entity> {
    pack.phrase_walk(pack.phrase_root(), words).map(|node| pack.phrase_entities(node)).unwrap_or_default()
}

#[test]
fn a_compiled_pack_answers() {
    let pack = load(BYTES.clone()).expect("a whole pack");
    assert_eq!((&*pack.data.lang, pack.hash.len()), ("xx", 16));
    assert_eq!(pack.fold.fold("أـﻻ").text, "الا");
    assert!(matches!(entities(&pack, "اول امس")[..], [Entity::Word(_)]));
    assert!(matches!(entities(&pack, "ام البلدات")[..], [Entity::Place(_)]));
    assert!(matches!(entities(&pack, "حكومه البلاد")[..], []), "the small table does not fold this letter");
    assert!(matches!(entities(&pack, "حكومة البلاد")[..], [Entity::Actor(_)]));
    assert!(entities(&pack, "اول").is_empty() && entities(&pack, "غد").is_empty());
    assert!(pack.phrase_walk(pack.phrase_root(), "اول").is_some_and(|node| pack.phrase_goes_on(node)));
    assert_eq!(pack.data.terminators.2, ["ا", "كلم"], "abbreviations are folded as the text will be");
    assert!(pack.model("trigger").is_some() && pack.class("day").is_some() && pack.class("none").is_none());
    assert!(pack.form("امس").is_empty() && !pack.knows_form("امس"));
}

#[test]
fn the_same_sources_give_the_same_bytes() {
    let (one, two) = (compile("same-1", &[]), compile("same-2", &[]));
    // The folder's own name stands in diagnostics and origins, nothing else differs.
    let normal = |c: &Compiled, name: &str| String::from_utf8_lossy(&c.bytes[40..]).replace(name, "same-0");
    assert_eq!(one.hash, two.hash);
    assert!(normal(&one, "same-1") == normal(&two, "same-2"));
    assert!(compile("same-1", &[]).bytes == one.bytes);
}

#[test]
fn the_real_pack_compiles_to_the_same_bytes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lang/ar");
    let (one, _) = build(&root).unwrap_or_else(|diags| panic!("{}", list(&diags)));
    let (two, _) = build(&root).unwrap_or_else(|diags| panic!("{}", list(&diags)));
    if one.hash == two.hash {
        assert!(one.bytes == two.bytes, "same sources, other bytes");
    }
    assert!(load(one.bytes).is_ok());
}

#[test]
fn one_byte_of_any_table_changes_the_hash() {
    let before = compile("hash", &[]).hash;
    for (path, text) in small::FILES {
        let note = if path.ends_with(".toml") { "# x\n" } else { "#\n" };
        assert_ne!(compile("hash", &[(path, &format!("{note}{text}"))]).hash, before, "{path}");
    }
    assert_eq!(compile("hash", &[("lang/xx/cases/a.tsv", "form\n")]).hash, before, "cases are no part of the pack");
    assert_ne!(compile("hash", &[("lang/xx/lexicon/names-2.tsv", "form\tkind\tgender\tgloss\n")]).hash, before, "a new file");
}

#[test]
fn damage_is_named() {
    let cases =
        [(vec![], "marker"), (b"MARSADP1".to_vec(), "marker"), (BYTES[..20].to_vec(), "early"), (BYTES[..600].to_vec(), "checksum")];
    for (bytes, word) in cases {
        let error = load(bytes).err().map(|e| e.to_string()).unwrap_or_default();
        assert!(error.contains(word) && error.contains("rebuild"), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_pack_with_one_byte_flipped_is_refused(at in any::<prop::sample::Index>(), bits in 1u8..) {
        let mut bytes = BYTES.clone();
        let at = at.index(bytes.len());
        bytes[at] ^= bits;
        prop_assert!(load(bytes).is_err());
    }

    #[test]
    fn a_pack_cut_short_or_with_a_tail_is_refused(at in any::<prop::sample::Index>(), tail in proptest::collection::vec(any::<u8>(), 1..40)) {
        let cut = at.index(BYTES.len());
        prop_assert!(load(BYTES[..cut].to_vec()).is_err());
        prop_assert!(load([&BYTES[..], &tail].concat()).is_err());
    }

    #[test]
    fn any_other_bytes_are_refused(tail in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(load(tail.clone()).is_err());
        prop_assert!(load([b"MARSADP3".as_slice(), &tail].concat()).is_err());
    }
}
