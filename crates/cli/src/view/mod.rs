//! stub
use crate::args::ReadArgs;
use marsad_model::Sheet;
pub struct Screen;
impl Screen { pub fn of(_: &ReadArgs) -> Self { Self } }
pub fn render(s: &Sheet, _: &Screen) -> String { format!("{} events\n", s.events.len()) }
