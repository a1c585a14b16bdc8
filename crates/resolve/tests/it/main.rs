//! Resolution seen from outside: stories with their expected incidents, and laws that hold for any stories.

mod constructed;
mod decisions;
mod demo;
mod laws;
mod local;
mod stories;
mod story;
