//! Tests of the engine with the Arabic pack.

mod claims;
mod laws;
mod lex;
mod model;
mod place;
mod quantity;
mod source;
mod table;
mod time;

use marsad_pack::Pack;
use std::path::Path;
use std::sync::OnceLock;

/// The Arabic pack, built once.
fn pack() -> &'static Pack {
    static PACK: OnceLock<Pack> = OnceLock::new();
    PACK.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../lang/ar");
        let (compiled, _) = marsad_pack::build(&root).unwrap_or_else(|diags| panic!("the pack has errors, first: {:?}", diags[0]));
        Pack::load(compiled.bytes.into()).expect("a pack that was just built loads")
    })
}
