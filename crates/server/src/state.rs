//! What all requests share: the store, the pack, names, users, and who listens to changes.

use crate::names::Names;
use crate::problem::Result;
use crate::users::Users;
use jiff::Timestamp;
use marsad_pack::Pack;
use marsad_store::{Board, Reader, Store};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// Bytes of answers that are kept for the present revision.
const KEPT: usize = 64 << 20;

/// How the server is run.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The database.
    pub db: PathBuf,
    /// Whether everybody has to sign in.
    pub auth: bool,
    /// Whether the store holds constructed data; the pages say so.
    pub demo: bool,
}

/// What all requests share.
pub struct Shared {
    /// How the server is run.
    pub config: Config,
    /// The language pack.
    pub pack: Pack,
    /// Names of places and actors.
    pub names: Names,
    /// Users, sessions, tokens.
    pub users: Users,
    /// The last revision; changes wake those who listen.
    pub head: watch::Sender<u64>,
    readers: Mutex<Vec<Reader>>,
    writing: Mutex<()>,
    /// All incidents of today, for lists and maps; brought up to date off the path of requests.
    board: Mutex<Arc<Board>>,
    boarding: Mutex<()>,
    kept: Mutex<Kept>,
    times: Mutex<HashMap<u64, String>>,
}

#[derive(Default)]
struct Kept {
    revision: u64,
    bytes: usize,
    answers: HashMap<String, Arc<Vec<u8>>>,
}

/// A lock that a panic elsewhere does not close for ever: what it guards is only ever replaced whole.
fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The time. The one place where the server reads the clock.
#[must_use]
pub fn now() -> Timestamp {
    #[allow(clippy::disallowed_methods)]
    Timestamp::now()
}

impl Shared {
    /// Opens the store (made if there is none) and the users beside it.
    ///
    /// # Errors
    /// If one of them cannot be opened.
    pub fn open(config: Config, pack: Pack) -> std::result::Result<Self, String> {
        // A writer brings a file of an older build up to date.
        let told = |e: marsad_store::Error| format!("{}: {e}", config.db.display());
        let store = Store::open(&config.db).map_err(told)?;
        let board = Board::new(&store).map_err(told)?;
        let head = board.revision();
        drop(store);
        let users = Users::open(&beside(&config.db)).map_err(|e| format!("{}: {e}", beside(&config.db).display()))?;
        let names = Names::new(&pack.fold);
        Ok(Self {
            names,
            pack,
            users,
            head: watch::Sender::new(head),
            readers: Mutex::default(),
            writing: Mutex::default(),
            board: Mutex::new(Arc::new(board)),
            boarding: Mutex::default(),
            kept: Mutex::default(),
            times: Mutex::default(),
            config,
        })
    }

    /// Does some reading. Readers are kept for the next who asks.
    ///
    /// # Errors
    /// What `work` gives, or that the store cannot be opened.
    pub fn read<T>(&self, work: impl FnOnce(&Reader) -> Result<T>) -> Result<T> {
        let idle = hold(&self.readers).pop();
        let reader = match idle {
            Some(reader) => reader,
            None => Reader::open(&self.config.db)?,
        };
        let done = work(&reader);
        let mut readers = hold(&self.readers);
        if readers.len() < 16 {
            readers.push(reader);
        }
        done
    }

    /// Does some writing, alone in this process. The store is opened for it: another process may have written meanwhile.
    ///
    /// # Errors
    /// What `work` gives, or that the store cannot be opened.
    pub fn write<T>(&self, work: impl FnOnce(&mut Store) -> Result<T>) -> Result<T> {
        let alone = hold(&self.writing);
        let mut store = Store::open(&self.config.db)?;
        let done = work(&mut store)?;
        let head = store.head()?;
        drop(alone);
        self.moved(head);
        Ok(done)
    }

    /// Looks whether the store has moved, and wakes those who listen.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn look(&self) -> Result<u64> {
        let head = self.read(|r| self.board(r).map(|b| b.revision()))?;
        self.moved(head);
        Ok(head)
    }

    /// All incidents of today.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn board(&self, store: &Reader) -> Result<Arc<Board>> {
        let shown = |head: u64| Some(hold(&self.board).clone()).filter(|b| b.revision() >= head);
        let head = store.head()?;
        if let Some(board) = shown(head) {
            return Ok(board);
        }
        let alone = hold(&self.boarding);
        if let Some(board) = shown(head) {
            return Ok(board);
        }
        let mut next = Board::clone(&hold(&self.board).clone());
        next.advance(store)?;
        let next = Arc::new(next);
        *hold(&self.board) = next.clone();
        drop(alone);
        Ok(next)
    }

    fn moved(&self, head: u64) {
        self.head.send_if_modified(|old| {
            let moved = *old != head;
            *old = head;
            moved
        });
    }

    /// An answer given before at this revision.
    pub fn kept(&self, question: &str, revision: u64) -> Option<Arc<Vec<u8>>> {
        let kept = hold(&self.kept);
        if kept.revision == revision { kept.answers.get(question).cloned() } else { None }
    }

    /// Keeps an answer until the store moves.
    pub fn keep(&self, question: &str, revision: u64, answer: Arc<Vec<u8>>) {
        let mut kept = hold(&self.kept);
        if kept.revision != revision || kept.bytes > KEPT {
            *kept = Kept { revision, ..Kept::default() };
        }
        kept.bytes += answer.len() + question.len();
        kept.answers.insert(question.to_owned(), answer);
    }

    /// The time of a revision. It never changes, so it is asked for once.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn time(&self, store: &Reader, revision: u64) -> Result<String> {
        if let Some(known) = hold(&self.times).get(&revision) {
            return Ok(known.clone());
        }
        let at = store.revision_at(revision)?.to_string();
        let mut times = hold(&self.times);
        if times.len() > 1_000_000 {
            times.clear();
        }
        times.insert(revision, at.clone());
        Ok(at)
    }
}

/// The file of users beside a database: secrets do not travel with the data.
#[must_use]
pub fn beside(db: &Path) -> PathBuf {
    let mut name = db.as_os_str().to_owned();
    name.push(".users");
    name.into()
}
