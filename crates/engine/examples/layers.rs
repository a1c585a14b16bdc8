//! Prints the layers of one report: `layers PACK FILE`.

use marsad_engine::{Engine, Report};
use marsad_pack::Pack;
use std::borrow::Cow;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let (compiled, _) = marsad_pack::build(args[1].as_ref()).unwrap_or_else(|d| panic!("{d:?}"));
    let pack = Pack::load(Cow::Owned(compiled.bytes)).expect("just built");
    let engine = Engine::new(&pack);
    let text = std::fs::read_to_string(&args[2]).expect("a text file");
    let report = Report { id: "x", text: &text, published: Some("2024-08-06"), ..Report::default() };
    let doc = engine.read(&report);
    print!(
        "{}{}{}",
        marsad_engine::explain::units(&doc),
        marsad_engine::explain::layers(&doc),
        marsad_engine::explain::triggers(&engine, &doc)
    );
}
