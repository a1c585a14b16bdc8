//! Input: from files and streams to reports.
//!
//! ```text
//! paths ─Sources→ Item (bytes and where they stand) ─Item::report→ Input (one report) or a Refusal
//! ```
//!
//! Finding items is cheap and happens in order; decoding and parsing is the workers' part.

mod decode;
mod html;
mod json;
mod lines;
mod sniff;
mod source;

pub use decode::decode;
pub use source::{Options, Sources};

use marsad_engine::Report;

/// The longest line or file that is read, in bytes.
pub const MAX_BYTES: usize = 16 << 20;
/// The longest text that is coded as one report, in bytes.
pub const MAX_TEXT: usize = 1 << 20;

/// A report with what is known about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// Identifier: given, or made from the file's name.
    pub id: String,
    /// Whether the input names the identifier itself.
    pub own_id: bool,
    /// Where the report was found.
    pub url: Option<String>,
    /// Language, if the input names it.
    pub lang: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When, as written.
    pub published: Option<String>,
    /// When this version of it, if it was changed since.
    pub updated: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Body.
    pub text: String,
    /// What a reader should know about how the text came to be read.
    pub notes: Vec<String>,
}

impl Input {
    /// The report as the engine takes it.
    #[must_use]
    pub fn report(&self) -> Report<'_> {
        Report {
            id: &self.id,
            outlet: self.outlet.as_deref(),
            published: self.published.as_deref(),
            title: self.title.as_deref(),
            text: &self.text,
        }
    }

    /// Refuses a text that is none; notes a date that cannot be read and a language that the pack does not know.
    fn checked(mut self, pack_lang: &str) -> Result<Self, String> {
        if self.text.trim().is_empty() {
            return Err("expected the words of a report, found an empty text; give the report's body".to_owned());
        }
        if self.text.len() > MAX_TEXT {
            return Err(format!(
                "expected a report of at most {}, found a text of {}; split it into its reports",
                megabytes(MAX_TEXT),
                megabytes(self.text.len())
            ));
        }
        if let Some(published) = &self.published
            && self.report().day().is_none()
        {
            self.notes.push(format!(
                "expected `published` as an ISO 8601 date such as 2024-08-05, found `{published}`; relative dates stay open"
            ));
        }
        if let Some(lang) = &self.lang
            && lang.split(['-', '_']).next() != Some(pack_lang)
        {
            self.notes.push(format!("the report is marked as `{lang}`, the pack reads `{pack_lang}`; expect little"));
        }
        Ok(self)
    }
}

/// Something that may be a report, and where it stands.
#[derive(Debug)]
pub struct Item {
    /// `file`, `file:line` or `file[n]`, for messages.
    pub place: String,
    /// The report's identifier if it has none of its own.
    pub stem: String,
    /// The bytes.
    pub body: Body,
}

/// The bytes of an item, and what they are.
#[derive(Debug)]
pub enum Body {
    /// One JSON object.
    Json(Vec<u8>),
    /// A plain text in any encoding.
    Text(Vec<u8>),
    /// An HTML page in any encoding.
    Html(Vec<u8>),
    /// Nothing that can be read, and why.
    Refused(String),
}

impl Item {
    /// The number of bytes.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.body {
            Body::Json(b) | Body::Text(b) | Body::Html(b) => b.len(),
            Body::Refused(_) => 0,
        }
    }

    /// The report in the item.
    ///
    /// # Errors
    /// Why there is none: what was expected, what was found, how to mend it.
    pub fn report(self, pack_lang: &str, options: &Options) -> Result<Input, String> {
        let mut input = match self.body {
            Body::Json(bytes) => json::object(&bytes)?,
            Body::Text(bytes) => {
                let (text, note) = decode(&bytes, None)?;
                Input { text, notes: note.into_iter().collect(), ..Input::default() }
            }
            Body::Html(bytes) => html::page(&bytes)?,
            Body::Refused(why) => return Err(why),
        };
        input.own_id = !input.id.is_empty();
        if !input.own_id {
            input.id = self.stem;
        }
        options.apply(&mut input);
        input.checked(pack_lang)
    }
}

/// A size in words.
#[must_use]
pub fn megabytes(bytes: usize) -> String {
    if bytes >= 1 << 20 { format!("{:.1} MB", bytes as f64 / 1_048_576.0) } else { format!("{:.1} kB", bytes as f64 / 1024.0) }
}
