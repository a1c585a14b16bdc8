//! Resolution seen from outside: stories with their expected incidents, and laws that hold for any stories.

mod decisions;
mod laws;
mod stories;
mod story;
