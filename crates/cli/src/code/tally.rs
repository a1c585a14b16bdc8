//! The closing line: how many, how fast, what was skipped and why.

use crate::number::grouped;
use std::fmt::Write as _;
use std::time::Instant;

/// So many skipped reports are named; the rest are counted.
const NAMED: usize = 100;

/// Counts of one run.
pub struct Tally {
    begun: Instant,
    reports: u64,
    bytes: u64,
    skipped: u64,
    named: Vec<String>,
    notes: u64,
    noted: Vec<String>,
}

impl Default for Tally {
    fn default() -> Self {
        Self { begun: Instant::now(), reports: 0, bytes: 0, skipped: 0, named: Vec::new(), notes: 0, noted: Vec::new() }
    }
}

impl Tally {
    /// A report was coded.
    pub fn done(&mut self, bytes: usize) {
        self.reports += 1;
        self.bytes += bytes as u64;
    }

    /// A report was refused.
    pub fn skip(&mut self, place: &str, why: &str) {
        self.skipped += 1;
        if self.named.len() < NAMED {
            self.named.push(format!("{place}: {why}"));
        }
    }

    /// Something that the reader of the output should know.
    pub fn note(&mut self, place: &str, what: &str) {
        self.notes += 1;
        if self.noted.len() < NAMED {
            self.noted.push(format!("{place}: note: {what}"));
        }
    }

    /// How many were refused.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// For the progress bar.
    pub fn progress(&self) -> String {
        format!("{} reports, {} skipped", grouped(self.reports), grouped(self.skipped))
    }

    /// The closing lines.
    pub fn closing(&self) -> String {
        let mut out = String::new();
        for note in &self.noted {
            let _ = writeln!(out, "{note}");
        }
        more(&mut out, self.notes, self.noted.len());
        if self.skipped > 0 {
            let all = self.reports + self.skipped;
            let _ = writeln!(out, "{} of {} {} skipped:", grouped(self.skipped), grouped(all), if all == 1 { "report" } else { "reports" });
            for line in &self.named {
                let _ = writeln!(out, "  {line}");
            }
            more(&mut out, self.skipped, self.named.len());
        }
        let seconds = self.begun.elapsed().as_secs_f64();
        let rate = (self.reports as f64 / seconds.max(1e-6)).round() as u64;
        let _ = writeln!(
            out,
            "{} reports, {} skipped, {:.1} MB, {seconds:.2} s, {} reports/s",
            grouped(self.reports),
            grouped(self.skipped),
            self.bytes as f64 / 1e6,
            grouped(rate)
        );
        out
    }
}

fn more(out: &mut String, all: u64, shown: usize) {
    if all > shown as u64 {
        let _ = writeln!(out, "  and {} more", grouped(all - shown as u64));
    }
}
