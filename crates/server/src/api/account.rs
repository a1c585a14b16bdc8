//! Sessions, users, tokens.

use crate::ask::{Answer, Ask};
use crate::problem::{Problem, Result};
use crate::record::Role;
use crate::state::now;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Name of the session cookie.
pub const COOKIE: &str = "marsad";

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Session {
    /// The user; null where nobody is signed in.
    pub user: Option<SignedIn>,
    /// Whether one has to sign in.
    pub required: bool,
    /// What may be done.
    pub role: String,
}

/// A user who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[allow(missing_docs)]
pub struct SignedIn {
    pub name: String,
    pub role: Role,
}

/// A name and its password.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Credentials {
    pub name: String,
    pub password: String,
}

/// A new user.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct NewUser {
    #[schemars(length(min = 1, max = 64))]
    pub name: String,
    pub role: Role,
    #[schemars(length(min = 10, max = 200))]
    pub password: String,
}

/// What changes of a user.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct UserChange {
    #[serde(default)]
    pub role: Option<Role>,
    #[serde(default)]
    #[schemars(length(min = 10, max = 200))]
    pub password: Option<String>,
}

/// A new token.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What it is for.
    #[schemars(length(min = 1, max = 100))]
    pub label: String,
    /// What it may do.
    pub role: Role,
    /// Until when it holds; for ever if null.
    #[serde(default)]
    pub expires: Option<String>,
}

/// `GET /api/session`.
///
/// # Errors
/// Never.
pub fn session(a: &Ask<'_>) -> Result<Answer> {
    let user = a.who.name.clone().map(|name| SignedIn { name, role: a.who.role });
    let role = if a.who.role == Role::Anyone { Role::Reader } else { a.who.role };
    Answer::ok(&Session { user, required: a.state.config.auth, role: role.word().to_owned() })
}

/// `POST /api/session`.
///
/// # Errors
/// If name and password do not belong together.
pub fn sign_in(a: &Ask<'_>) -> Result<Answer> {
    let given: Credentials = a.json()?;
    let secret = a.state.users.sign_in(&given.name, &given.password, now())?;
    Ok(Answer::Empty(vec![("set-cookie", format!("{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=1209600"))]))
}

/// `DELETE /api/session`.
///
/// # Errors
/// If the users cannot be written.
pub fn sign_out(a: &Ask<'_>) -> Result<Answer> {
    if let Some(secret) = &a.session {
        a.state.users.sign_out(secret)?;
    }
    Ok(Answer::Empty(vec![("set-cookie", format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"))]))
}

/// `GET /api/users`.
///
/// # Errors
/// If the users cannot be read.
pub fn users(a: &Ask<'_>) -> Result<Answer> {
    Answer::ok(&a.state.users.users()?)
}

/// `POST /api/users`.
///
/// # Errors
/// If the name is taken, or name or password will not do.
pub fn add_user(a: &Ask<'_>) -> Result<Answer> {
    let new: NewUser = a.json()?;
    let user = a.state.users.add(&new.name, new.role, &new.password, now())?;
    Ok(Answer::Json(201, serde_json::to_vec(&user)?, Vec::new()))
}

/// `PATCH /api/users/{name}`.
///
/// # Errors
/// If there is no such user, or nobody would be left to administer.
pub fn change_user(a: &Ask<'_>) -> Result<Answer> {
    let change: UserChange = a.json()?;
    Answer::ok(&a.state.users.change(a.part(0), change.role, change.password.as_deref())?)
}

/// `DELETE /api/users/{name}`.
///
/// # Errors
/// If there is no such user, or nobody would be left to administer.
pub fn remove_user(a: &Ask<'_>) -> Result<Answer> {
    a.state.users.remove(a.part(0))?;
    Ok(Answer::Empty(Vec::new()))
}

/// `GET /api/tokens`.
///
/// # Errors
/// If the users cannot be read.
pub fn tokens(a: &Ask<'_>) -> Result<Answer> {
    Answer::ok(&a.state.users.tokens()?)
}

/// `POST /api/tokens`.
///
/// # Errors
/// If label or expiry will not do.
pub fn add_token(a: &Ask<'_>) -> Result<Answer> {
    let new: NewToken = a.json()?;
    let read = |words: &str| words.parse().map_err(|_| Problem::bad("expires", "a time such as 2027-01-01T00:00:00Z", words));
    let expires = new.expires.as_deref().map(read).transpose()?;
    let token = a.state.users.add_token(&new.label, new.role, expires, now())?;
    Ok(Answer::Json(201, serde_json::to_vec(&token)?, Vec::new()))
}

/// `DELETE /api/tokens/{id}`.
///
/// # Errors
/// If there is none such.
pub fn remove_token(a: &Ask<'_>) -> Result<Answer> {
    a.state.users.remove_token(a.part(0))?;
    Ok(Answer::Empty(Vec::new()))
}
