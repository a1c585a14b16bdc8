//! A small language folder with its world, written where cargo lets tests write.

use std::path::{Path, PathBuf};

/// Path under the test's folder, text.
pub const FILES: &[(&str, &str)] = &[
    (
        "lang/xx/pack.toml",
        "id = \"xx\"\nversion = \"0.1.0\"\njoiners = [\"ـ\"]\nterminators = [\".\"]\nabbreviations = [\"أ\", \"كلم\"]\nquotes = [\"«»\"]\n",
    ),
    ("lang/xx/fold.tsv", "from\tform\tkey\tnote\nU+0623\tU+0623\tU+0627\t\nU+0640\t\t\t\nU+FEFB\tU+0644 U+0627\tU+0644 U+0627\t\n"),
    ("lang/xx/clitics.tsv", "form\trole\torder\thosts\tgloss\nو\tconj\t1\tany\tand\nأ\tq\t1\tany\t\n"),
    ("lang/xx/lexicon/words.tsv", "form\tclass\tvalue\tgloss\nأمس\tday\t-1\t\nأول أمس\tday\t-2\t\nفي\tprep\tin\t\n"),
    ("lang/xx/lexicon/names.tsv", "form\tkind\tgender\tgloss\nأحمد\tgiven\tm\tambiguous\n"),
    ("lang/xx/weights/trigger.tsv", "feature\tno\tyes\nw=1\t-0.5\t0.5\nbias\t0\t\n"),
    ("world/countries.tsv", "alpha2\talpha3\tname_en\nXX\tXXX\tNowhere\n"),
    (
        "world/places/towns.tsv",
        "id\tname_en\tfeature\tcountry\tlat\tlon\tpopulation\tparent\tnames_ar\tnames_en\nm:1\tTown\ttown\tXXX\t1.5\t2.5\t10\tm:2\tأم البلدات|البلدات\t\nm:2\tLand\tcountry\tXXX\t1\t2\t\t\tالبلاد\t\n",
    ),
    ("world/actors/states.tsv", "id\tkind\tname_en\tcode\tbase\ttone\tnames_ar\tnames_en\nx\tstate\tNowhere\tXXX:GOV\t\t\tحكومة البلاد\t\n"),
];

/// Writes the folder, with the text of some files replaced, and returns the language folder in it.
pub fn write(name: &str, changes: &[(&str, &str)]) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if root.exists() {
        std::fs::remove_dir_all(&root).expect("the old folder goes");
    }
    let extra = changes.iter().filter(|(path, _)| FILES.iter().all(|(p, _)| p != path));
    for (path, text) in FILES.iter().chain(extra) {
        let text = changes.iter().find(|(p, _)| p == path).map_or(*text, |(_, t)| t);
        let file = root.join(path);
        std::fs::create_dir_all(file.parent().expect("in a folder")).expect("a folder");
        std::fs::write(file, text).expect("a file");
    }
    root.join("lang/xx")
}
