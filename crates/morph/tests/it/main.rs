//! Tests on the Arabic tables: cells of paradigms, laws for any root, speed of nothing.

mod cases;
mod laws;
mod slot;
mod tsv;
