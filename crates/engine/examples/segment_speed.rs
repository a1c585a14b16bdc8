//! Times words cut into clitics and stem, with readings and tags in context: `segment_speed PACK < TEXTS`.
//!
//! PACK is the folder of a language; TEXTS are JSON strings, one a line, and all of them are read before the clock starts.
//! Prints processor seconds (of the clock, where the system does not tell those of a thread) and words that were cut.

use marsad_engine::segment::Segmenter;
use marsad_engine::{Engine, Report};
use marsad_pack::Pack;
use std::borrow::Cow;
use std::time::Instant;

fn main() {
    let folder = std::env::args().nth(1).expect("usage: segment_speed PACK < TEXTS");
    let (compiled, _) = marsad_pack::build(folder.as_ref()).unwrap_or_else(|d| panic!("{d:?}"));
    let pack = Pack::load(Cow::Owned(compiled.bytes)).expect("just built");
    let texts: Vec<String> = std::io::stdin().lines().map(|l| serde_json::from_str(&l.expect("text")).expect("a JSON string")).collect();
    let engine = Engine::new(&pack);
    let (clock, begun) = (Instant::now(), processor());
    let (mut words, mut cuts) = (0usize, Vec::new());
    for text in &texts {
        let text = engine.words(&Report { text, ..Report::default() });
        let cutter = Segmenter::new(&text);
        for unit in 0..text.units.len() {
            cuts.clear();
            cutter.cut(unit, &mut cuts);
            words += 1;
            std::hint::black_box((&cuts, text.units[unit].tag));
        }
    }
    let seconds = begun.zip(processor()).map_or(clock.elapsed().as_secs_f64(), |(from, to)| to - from);
    println!("{seconds}\t{words}");
}

/// Seconds that this thread was on a processor.
fn processor() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(told.split(' ').next()?.parse::<f64>().ok()? / 1e9)
}
