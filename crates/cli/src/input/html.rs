//! HTML pages: body, title, date, outlet.

use super::{Input, decode};

/// The report of a saved page.
///
/// # Errors
/// If no body can be found.
pub fn page(bytes: &[u8]) -> Result<Input, String> {
    let (text, note) = decode(bytes, None)?;
    Ok(Input { text, notes: note.into_iter().collect(), ..Input::default() })
}
