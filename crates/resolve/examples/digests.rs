//! Reads sheets (JSON lines on standard input) and prints, by the first argument: `digests`, `incidents`, or the
//! features of all pairs of leads (`pairs`), for fitting weights. A second argument `words` leaves publication out; a third
//! is a table of weights to try.

use marsad_model::incident::Report;
use marsad_resolve::{Dating, Digest, Weights, compare, resolve};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let what = arguments.get(1).map_or("digests", String::as_str);
    let dating = if arguments.get(2).is_some_and(|a| a == "words") { Dating::Words } else { Dating::Published };
    let lines = std::io::stdin().lines().map_while(Result::ok);
    let sheets = lines.filter_map(|line| serde_json::from_str(&line).ok());
    let digests: Vec<Digest> = sheets.map(|sheet| Digest::new(&Report { sheet, ..Report::default() }, dating)).collect();
    let table = arguments.get(3).and_then(|p| std::fs::read_to_string(p).ok()).and_then(|t| Weights::read(&t).ok());
    let weights = table.as_ref().unwrap_or(Weights::standard());
    match what {
        "incidents" => resolve(&digests, &[], weights).iter().for_each(print),
        "pairs" => {
            for (n, a) in digests.iter().enumerate() {
                for b in &digests[..n] {
                    let leads = a.accounts.iter().find(|x| x.lead).zip(b.accounts.iter().find(|x| x.lead));
                    if let Some((x, y)) = leads {
                        print(&(&a.report, &b.report, compare((a, x), (b, y), weights)));
                    }
                }
            }
        }
        _ => digests.iter().for_each(print),
    }
}

fn print<T: serde::Serialize>(value: &T) {
    println!("{}", serde_json::to_string(value).unwrap_or_default());
}
