//! What the routes do.

pub mod about;
pub mod account;
pub mod change;
pub mod code;
pub mod decide;
pub mod export;
pub mod facets;
pub mod incident;
pub mod list;
pub mod map;
pub mod report;
pub mod source;
pub mod suggest;
pub mod timeline;
