//! Commands that work on a store: taking reports in, showing what they add up to, deciding, checking.

pub mod args;
pub mod decide;
pub mod ingest;
pub mod recode;
pub mod show;
pub mod verify;

use crate::view::Screen;
use anyhow::{Context, Result};
use args::Shown;
use jiff::Timestamp;
use marsad_store::{AsOf, Reader, Store};
use std::path::Path;

/// The time. The one place where a command reads the clock; everything below gets it as an argument.
fn now() -> Timestamp {
    #[allow(clippy::disallowed_methods)]
    Timestamp::now()
}

/// Opens a store that is there to read from it, and brings it up to date if another build wrote it.
fn reader(path: &Path) -> Result<Reader> {
    let why = match Reader::open(path) {
        Ok(reader) => return Ok(reader),
        Err(why @ marsad_store::Error::Format(_)) => why,
        Err(why) => return Err(why.into()),
    };
    drop(Store::open(path).map_err(|_| why)?);
    Ok(Reader::open(path)?)
}

/// Opens a store that is there to write to it.
fn writer(path: &Path) -> Result<Store> {
    if !path.is_file() {
        Reader::open(path)?;
    }
    Store::open(path).with_context(|| path.display().to_string())
}

fn screen(shown: &Shown) -> Screen {
    Screen::for_terminal(shown.ui, shown.color, shown.width)
}

fn moment(words: Option<&str>) -> Result<AsOf> {
    Ok(words.map(AsOf::parse).transpose()?.unwrap_or_default())
}
