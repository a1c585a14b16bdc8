//! Users, their sessions and API tokens, in a SQLite file of their own.
//!
//! Passwords are kept as argon2id hashes; sessions and tokens, being random already, as BLAKE3 hashes.

use crate::problem::{Problem, Result};
use crate::record::Role;
use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use jiff::{Timestamp, ToSpan};
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Days that a session lasts.
const SESSION_DAYS: i64 = 14;
/// Failures of one name in a quarter of an hour.
const FAILURES: usize = 10;
const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS user (name TEXT PRIMARY KEY, role TEXT NOT NULL, hash TEXT NOT NULL, created TEXT NOT NULL, last_seen TEXT);
    CREATE TABLE IF NOT EXISTS session (hash BLOB PRIMARY KEY, user TEXT NOT NULL, expires TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS token (id TEXT PRIMARY KEY, hash BLOB NOT NULL UNIQUE, label TEXT NOT NULL, role TEXT NOT NULL,
        created TEXT NOT NULL, last_used TEXT, expires TEXT);";

/// A user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct User {
    pub name: String,
    pub role: Role,
    pub created: String,
    pub last_seen: Option<String>,
}

/// An API token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct Token {
    pub id: String,
    pub label: String,
    pub role: Role,
    pub created: String,
    pub last_used: Option<String>,
    pub expires: Option<String>,
    /// The token itself; told once, when it is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

/// Who asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// The user, or `token LABEL`; nobody where nobody has to sign in.
    pub name: Option<String>,
    /// What they may do.
    pub role: Role,
}

/// The file.
pub struct Users {
    conn: Mutex<Connection>,
    failures: Mutex<HashMap<String, Vec<Timestamp>>>,
}

impl From<rusqlite::Error> for Problem {
    fn from(e: rusqlite::Error) -> Self {
        Self::failed(format!("the file of users: {e}"))
    }
}

impl Users {
    /// Opens the file; made if there is none, readable by its owner alone.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub fn open(path: &Path) -> std::result::Result<Self, rusqlite::Error> {
        let conn = Connection::open(path)?;
        conn.busy_timeout(std::time::Duration::from_secs(5))?;
        conn.execute_batch(TABLES)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // On a file system without owners nothing is lost.
            let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600));
        }
        Ok(Self { conn: Mutex::new(conn), failures: Mutex::default() })
    }

    fn with<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        work(&self.conn.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// All users.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn users(&self) -> Result<Vec<User>> {
        self.with(|c| {
            let mut select = c.prepare("SELECT name, role, created, last_seen FROM user ORDER BY name")?;
            let rows = select.query_map([], |r| {
                Ok(User { name: r.get(0)?, role: role(&r.get::<_, String>(1)?), created: r.get(2)?, last_seen: r.get(3)? })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Adds a user.
    ///
    /// # Errors
    /// If the name is taken, or name or password will not do.
    pub fn add(&self, name: &str, role: Role, password: &str, at: Timestamp) -> Result<User> {
        let fits = |c: char| !c.is_control() && !c.is_whitespace() && c != '/';
        if name.is_empty() || name.chars().count() > 64 || !name.chars().all(fits) {
            return Err(Problem::bad("name", "1 to 64 characters, no blanks and no slash", name));
        }
        let hash = hashed(password)?;
        self.with(|c| {
            let taken = c.prepare("SELECT 1 FROM user WHERE name = ?1")?.exists([name])?;
            if taken {
                return Err(Problem::conflict(format!("user `{name}`: expected a new name, found one that is taken")));
            }
            c.execute("INSERT INTO user (name, role, hash, created) VALUES (?1, ?2, ?3, ?4)", params![name, role.word(), hash, stamp(at)])?;
            Ok(User { name: name.to_owned(), role, created: stamp(at), last_seen: None })
        })
    }

    /// Gives a user another role or password. Open sessions end: they may have been somebody else's.
    ///
    /// # Errors
    /// If there is no such user, or nobody would be left to administer.
    pub fn change(&self, name: &str, role: Option<Role>, password: Option<&str>) -> Result<User> {
        let hash = password.map(hashed).transpose()?;
        self.with(|c| {
            known(c, name)?;
            if role.is_some_and(|r| r != Role::Admin) {
                keeps_admin(c, name)?;
            }
            if let Some(role) = role {
                c.execute("UPDATE user SET role = ?2 WHERE name = ?1", params![name, role.word()])?;
            }
            if let Some(hash) = hash {
                c.execute("UPDATE user SET hash = ?2 WHERE name = ?1", params![name, hash])?;
                c.execute("DELETE FROM session WHERE user = ?1", [name])?;
            }
            known(c, name)
        })
    }

    /// Removes a user with all sessions.
    ///
    /// # Errors
    /// If there is none such, or nobody would be left to administer.
    pub fn remove(&self, name: &str) -> Result<()> {
        self.with(|c| {
            known(c, name)?;
            keeps_admin(c, name)?;
            c.execute("DELETE FROM session WHERE user = ?1", [name])?;
            c.execute("DELETE FROM user WHERE name = ?1", [name])?;
            Ok(())
        })
    }

    /// Opens a session and gives its secret, for a cookie.
    ///
    /// # Errors
    /// If name and password do not belong together, or too many attempts failed.
    pub fn sign_in(&self, name: &str, password: &str, at: Timestamp) -> Result<String> {
        let lately = |times: &mut Vec<Timestamp>| times.retain(|t| at.duration_since(*t).as_secs() < 900);
        {
            let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
            failures.retain(|_, times| {
                lately(times);
                !times.is_empty()
            });
            if failures.get(name).is_some_and(|t| t.len() >= FAILURES) {
                return Err(Problem::slow());
            }
        }
        let hash: Option<String> =
            self.with(|c| Ok(c.query_row("SELECT hash FROM user WHERE name = ?1", [name], |r| r.get(0)).optional()?))?;
        // An unknown name costs as much as a known one.
        let hash = hash.unwrap_or_else(|| UNKNOWN.to_owned());
        let fits = PasswordHash::new(&hash).is_ok_and(|h| Argon2::default().verify_password(password.as_bytes(), &h).is_ok());
        if !fits {
            let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
            if failures.len() < 10_000 {
                failures.entry(name.to_owned()).or_default().push(at);
            }
            return Err(Problem { detail: "expected a name and its password, found others".to_owned(), ..Problem::unauthenticated() });
        }
        let secret = secret()?;
        let expires = at.checked_add((24 * SESSION_DAYS).hours()).unwrap_or(at);
        self.with(|c| {
            c.execute("DELETE FROM session WHERE expires < ?1", [stamp(at)])?;
            c.execute("INSERT INTO session (hash, user, expires) VALUES (?1, ?2, ?3)", params![digest(&secret), name, stamp(expires)])?;
            c.execute("UPDATE user SET last_seen = ?2 WHERE name = ?1", params![name, stamp(at)])?;
            Ok(())
        })?;
        Ok(secret)
    }

    /// Ends a session.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn sign_out(&self, secret: &str) -> Result<()> {
        self.with(|c| Ok(c.execute("DELETE FROM session WHERE hash = ?1", params![digest(secret)]).map(drop)?))
    }

    /// Whose session this is.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn of_session(&self, secret: &str, at: Timestamp) -> Result<Option<Who>> {
        self.with(|c| {
            let mut select = c.prepare_cached(
                "SELECT u.name, u.role FROM session s JOIN user u ON u.name = s.user WHERE s.hash = ?1 AND s.expires > ?2",
            )?;
            let who = select
                .query_row(params![digest(secret), stamp(at)], |r| Ok(Who { name: r.get(0)?, role: role(&r.get::<_, String>(1)?) }))
                .optional()?;
            Ok(who)
        })
    }

    /// Whose token this is. The day of its last use is written down.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn of_token(&self, secret: &str, at: Timestamp) -> Result<Option<Who>> {
        self.with(|c| {
            let mut select =
                c.prepare_cached("SELECT id, label, role, last_used FROM token WHERE hash = ?1 AND (expires IS NULL OR expires > ?2)")?;
            type Row = (String, String, String, Option<String>);
            let row: Option<Row> =
                select.query_row(params![digest(secret), stamp(at)], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))).optional()?;
            let Some((id, label, word, used)) = row else { return Ok(None) };
            let minute = |s: &str| s.get(..16).map(str::to_owned);
            if used.as_deref().and_then(minute) != minute(&stamp(at)) {
                c.execute("UPDATE token SET last_used = ?2 WHERE id = ?1", params![id, stamp(at)])?;
            }
            Ok(Some(Who { name: Some(format!("token {label}")), role: role(&word) }))
        })
    }

    /// All tokens.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn tokens(&self) -> Result<Vec<Token>> {
        self.with(|c| {
            let mut select = c.prepare("SELECT id, label, role, created, last_used, expires FROM token ORDER BY created, id")?;
            let rows = select.query_map([], |r| {
                let word: String = r.get(2)?;
                Ok(Token {
                    id: r.get(0)?,
                    label: r.get(1)?,
                    role: role(&word),
                    created: r.get(3)?,
                    last_used: r.get(4)?,
                    expires: r.get(5)?,
                    secret: None,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Makes a token; its secret is told this once.
    ///
    /// # Errors
    /// If the label will not do.
    pub fn add_token(&self, label: &str, role: Role, expires: Option<Timestamp>, at: Timestamp) -> Result<Token> {
        if label.trim().is_empty() || label.chars().count() > 100 {
            return Err(Problem::bad("label", "1 to 100 characters", label));
        }
        let secret = format!("marsad_{}", secret()?);
        let id = format!("t{}", &blake3::hash(secret.as_bytes()).to_hex()[..12]);
        let expires = expires.map(stamp);
        self.with(|c| {
            c.execute(
                "INSERT INTO token (id, hash, label, role, created, expires) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![id, digest(&secret), label, role.word(), stamp(at), expires],
            )?;
            Ok(Token { id, label: label.to_owned(), role, created: stamp(at), last_used: None, expires, secret: Some(secret) })
        })
    }

    /// Revokes a token.
    ///
    /// # Errors
    /// If there is none such.
    pub fn remove_token(&self, id: &str) -> Result<()> {
        self.with(|c| match c.execute("DELETE FROM token WHERE id = ?1", [id])? {
            0 => Err(Problem::missing(format!("expected a token, found none with the identifier `{id}`"))),
            _ => Ok(()),
        })
    }
}

/// Hash of a password nobody has, of the same cost as all others.
const UNKNOWN: &str = "$argon2id$v=19$m=19456,t=2,p=1$bWFyc2FkbWFyc2FkbWFyc2Fk$3qbHDz9PH1rBKzPcHhTBkZ0W0gxg0C8A4sBWLpJ1H2o";

fn hashed(password: &str) -> Result<String> {
    let length = password.chars().count();
    if !(10..=200).contains(&length) {
        return Err(Problem::bad("password", "10 to 200 characters", format!("{length} characters")));
    }
    let mut salt = [0_u8; 16];
    getrandom::fill(&mut salt).map_err(|e| Problem::failed(format!("no random numbers: {e}")))?;
    let failed = |e: argon2::password_hash::Error| Problem::failed(format!("the password could not be hashed: {e}"));
    let salt = SaltString::encode_b64(&salt).map_err(failed)?;
    Ok(Argon2::default().hash_password(password.as_bytes(), &salt).map_err(failed)?.to_string())
}

fn secret() -> Result<String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|e| Problem::failed(format!("no random numbers: {e}")))?;
    Ok(blake3::Hash::from_bytes(bytes).to_hex().to_string())
}

fn digest(secret: &str) -> [u8; 32] {
    *blake3::hash(secret.as_bytes()).as_bytes()
}

/// Times of one width, so that words compare as times do.
fn stamp(at: Timestamp) -> String {
    Timestamp::from_second(at.as_second()).unwrap_or(at).to_string()
}

fn role(word: &str) -> Role {
    Role::parse(word).unwrap_or(Role::Reader)
}

fn known(c: &Connection, name: &str) -> Result<User> {
    let row = c.query_row("SELECT name, role, created, last_seen FROM user WHERE name = ?1", [name], |r| {
        Ok(User { name: r.get(0)?, role: role(&r.get::<_, String>(1)?), created: r.get(2)?, last_seen: r.get(3)? })
    });
    row.optional()?.ok_or_else(|| Problem::missing(format!("expected a user, found none with the name `{name}`")))
}

/// Whether somebody but `name` administers, or `name` does not.
fn keeps_admin(c: &Connection, name: &str) -> Result<()> {
    let admin = c.prepare("SELECT 1 FROM user WHERE name = ?1 AND role = 'admin'")?.exists([name])?;
    let other = c.prepare("SELECT 1 FROM user WHERE name != ?1 AND role = 'admin'")?.exists([name])?;
    if admin && !other {
        return Err(Problem::conflict(format!("expected an admin beside `{name}`, found none; add one first")));
    }
    Ok(())
}
