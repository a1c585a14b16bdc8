//! The laws of `marsad-text` on generated text, and tables of cases.

mod cases;
mod laws;
mod linear;
mod table;
