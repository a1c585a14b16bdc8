//! Files, folders and standard input to items, one after the other.

use super::lines::{self, Line};
use super::sniff::{self, Json};
use super::{Body, Input, Item, MAX_BYTES, megabytes};
use flate2::bufread::MultiGzDecoder;
use serde_json::value::RawValue;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What the caller says about the reports; it wins over what the input says.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Identifier.
    pub id: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// When.
    pub published: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Forget when reports were published.
    pub undated: bool,
}

impl Options {
    /// Puts what is given in the place of what was found.
    pub fn apply(&self, input: &mut Input) {
        if let Some(id) = &self.id {
            input.id.clone_from(id);
        }
        for (given, found) in [(&self.outlet, &mut input.outlet), (&self.published, &mut input.published), (&self.title, &mut input.title)]
        {
            if given.is_some() {
                found.clone_from(given);
            }
        }
        if self.undated {
            input.published = None;
        }
    }
}

/// A stream of JSON lines.
struct Lines {
    reader: Box<dyn BufRead + Send>,
    name: String,
    stem: String,
    number: u64,
}

/// All items of some paths, in the order of the paths; folders in the order of their files' names.
pub struct Sources {
    paths: VecDeque<PathBuf>,
    ready: VecDeque<Item>,
    lines: Option<Lines>,
    read: Arc<AtomicU64>,
}

/// A file that counts what is read from it.
struct Counted(File, Arc<AtomicU64>);

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.0.read(buffer)?;
        self.1.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

impl Sources {
    /// The items of these paths; `-` is standard input.
    #[must_use]
    pub fn new(paths: &[PathBuf]) -> Self {
        Self { paths: paths.iter().cloned().collect(), ready: VecDeque::new(), lines: None, read: Arc::default() }
    }

    /// The number of bytes read from files so far.
    #[must_use]
    pub fn progress(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.read)
    }

    fn open(&mut self, path: &Path) -> Result<(), String> {
        let name = path.display().to_string();
        if name == "-" {
            return self.stream(Box::new(BufReader::new(io::stdin())), "standard input", "stdin", "");
        }
        let expected = |e: &io::Error| match e.kind() {
            io::ErrorKind::NotFound => "expected a file or folder, found none of that name; check the path".to_owned(),
            io::ErrorKind::PermissionDenied => "expected a readable file, found one that may not be read; check its permissions".to_owned(),
            _ => format!("expected a readable file, found: {e}"),
        };
        let meta = std::fs::metadata(path).map_err(|e| expected(&e))?;
        if meta.is_dir() {
            return self.folder(path).map_err(|e| expected(&e));
        }
        let file = File::open(path).map_err(|e| expected(&e))?;
        let plain = path.with_extension("");
        let gz = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gz"));
        let inner = if gz { plain.as_path() } else { path };
        let stem = inner.file_stem().map_or_else(|| "report".to_owned(), |s| s.to_string_lossy().into_owned());
        let extension = inner.extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
        self.stream(Box::new(BufReader::with_capacity(1 << 16, Counted(file, Arc::clone(&self.read)))), &name, &stem, &extension)
    }

    /// The files of a folder and its folders, by name.
    fn folder(&mut self, path: &Path) -> io::Result<()> {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(path)?.filter_map(|e| e.ok().map(|e| e.path())).collect();
        paths.retain(|p| !p.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.')) && (p.is_dir() || known(p)));
        paths.sort();
        if paths.is_empty() {
            let why = "expected a folder with .jsonl, .json, .txt or .html files (also .gz), found none; check the path".to_owned();
            self.ready.push_back(Item { place: path.display().to_string(), stem: String::new(), body: Body::Refused(why) });
        }
        for p in paths.into_iter().rev() {
            self.paths.push_front(p);
        }
        Ok(())
    }

    fn stream(&mut self, mut reader: Box<dyn BufRead + Send>, name: &str, stem: &str, extension: &str) -> Result<(), String> {
        let unreadable = |e: io::Error| format!("expected readable bytes, found: {e}");
        if sniff::gzip(reader.fill_buf().map_err(unreadable)?) {
            reader = Box::new(BufReader::with_capacity(1 << 16, MultiGzDecoder::new(reader)));
        }
        let head = reader.fill_buf().map_err(unreadable)?;
        let jsonl = matches!(extension, "jsonl" | "ndjson");
        let json = extension == "json";
        let guess = matches!(extension, "" | "json").then(|| sniff::json(head)).flatten();
        if (jsonl && sniff::binary(head).is_none()) || guess == Some(Json::Lines) {
            self.lines = Some(Lines { reader, name: name.to_owned(), stem: stem.to_owned(), number: 0 });
            return Ok(());
        }
        let html = matches!(extension, "html" | "htm" | "xhtml") || sniff::html(head);
        let mut bytes = Vec::new();
        reader.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() > MAX_BYTES {
            return Err(format!(
                "expected one report of at most {0}, found a file of more than {0}; give many reports as JSON lines, one report a line",
                megabytes(MAX_BYTES)
            ));
        }
        if json || jsonl || guess == Some(Json::Whole) {
            return self.json(bytes, name, stem);
        }
        let body = if html { Body::Html(bytes) } else { Body::Text(bytes) };
        self.ready.push_back(Item { place: name.to_owned(), stem: stem.to_owned(), body });
        Ok(())
    }

    /// A file that is one JSON value: an object, or an array of objects.
    fn json(&mut self, bytes: Vec<u8>, name: &str, stem: &str) -> Result<(), String> {
        if bytes.is_empty() {
            return Err("expected JSON, found an empty file; give an object with a field `text`".to_owned());
        }
        if let Some(kind) = sniff::binary(&bytes) {
            return Err(format!("expected JSON, found {kind}; give an object with a field `text`"));
        }
        if bytes.trim_ascii_start().first() == Some(&b'[')
            && let Ok(list) = serde_json::from_slice::<Vec<&RawValue>>(&bytes)
        {
            for (i, value) in list.iter().enumerate() {
                let body = Body::Json(value.get().as_bytes().to_vec());
                self.ready.push_back(Item { place: format!("{name}[{i}]"), stem: format!("{stem}-{i}"), body });
            }
            return Ok(());
        }
        self.ready.push_back(Item { place: name.to_owned(), stem: stem.to_owned(), body: Body::Json(bytes) });
        Ok(())
    }

    /// The next object of the open stream of lines; `None` at its end.
    fn line(&mut self) -> Option<Item> {
        let lines = self.lines.as_mut()?;
        loop {
            let read = lines::next(&mut *lines.reader, MAX_BYTES);
            lines.number += 1;
            let body = match read {
                Ok(None) => {
                    let empty = lines.number == 1;
                    let place = lines.name.clone();
                    self.lines = None;
                    let why = "expected JSON lines, found an empty file; write one report a line".to_owned();
                    return empty.then(|| Item { place, stem: String::new(), body: Body::Refused(why) });
                }
                Ok(Some(Line::Whole(bytes))) if bytes.trim_ascii().is_empty() => continue,
                Ok(Some(Line::Whole(bytes))) => Body::Json(bytes),
                Ok(Some(Line::TooLong(length))) => Body::Refused(format!(
                    "expected a line of at most {}, found one of {}; write one report a line",
                    megabytes(MAX_BYTES),
                    megabytes(usize::try_from(length).unwrap_or(usize::MAX))
                )),
                Err(e) => {
                    let place = format!("{}:{}", lines.name, lines.number);
                    self.lines = None;
                    let why = format!("expected more bytes, found: {e}; the file is damaged or cut off");
                    return Some(Item { place, stem: String::new(), body: Body::Refused(why) });
                }
            };
            let (place, stem) = (format!("{}:{}", lines.name, lines.number), format!("{}-{}", lines.stem, lines.number));
            return Some(Item { place, stem, body });
        }
    }
}

impl Iterator for Sources {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            if let Some(item) = self.line() {
                return Some(item);
            }
            let path = self.paths.pop_front()?;
            if let Err(why) = self.open(&path) {
                return Some(Item { place: path.display().to_string(), stem: String::new(), body: Body::Refused(why) });
            }
        }
    }
}

/// Whether a file of a folder is taken up, by its name.
fn known(path: &Path) -> bool {
    let name = path.file_name().map(|n| n.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    [".jsonl", ".ndjson", ".json", ".txt", ".html", ".htm", ".xhtml"].iter().any(|e| name.ends_with(e))
}
