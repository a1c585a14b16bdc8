//! `marsad serve`: the API and the pages. `marsad user`: who may sign in.

use crate::lang;
use crate::store::args::Database;
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use marsad_server::{Config, Role, Shared, Users, beside, clock, local, serve};
use std::io::{BufRead, IsTerminal, Write};
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

#[derive(Args)]
pub struct ServeArgs {
    #[command(flatten)]
    pub db: Database,
    /// Where to listen. On an address that others can reach, everybody has to sign in.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8787")]
    pub listen: String,
    /// Require sign-in on this machine too.
    #[arg(long)]
    pub auth: bool,
    /// The store holds constructed data: the pages say so.
    #[arg(long)]
    pub demo: bool,
    /// A pack folder to compile now, in place of the built-in pack.
    #[arg(long, value_name = "DIR")]
    pub pack: Option<PathBuf>,
}

#[derive(Args)]
pub struct UserArgs {
    /// The database that the users are for.
    #[arg(long, value_name = "FILE", default_value = "marsad.db", global = true)]
    pub db: PathBuf,
    #[command(subcommand)]
    pub what: UserCommand,
}

#[derive(Subcommand)]
pub enum UserCommand {
    /// Add a user; the password is asked for, or read from standard input.
    Add {
        /// Name to sign in with.
        name: String,
        /// What the user may do.
        #[arg(long, value_enum, default_value_t = RoleArg::Reader)]
        role: RoleArg,
    },
    /// List the users.
    List,
    /// Give a user another role.
    Role {
        /// The user.
        name: String,
        /// What the user may do from now on.
        #[arg(value_enum)]
        role: RoleArg,
    },
    /// Give a user another password; open sessions end.
    Password {
        /// The user.
        name: String,
    },
    /// Remove a user.
    Remove {
        /// The user.
        name: String,
    },
    /// Make an API token; it is printed once.
    Token {
        /// What it is for.
        label: String,
        /// What it may do.
        #[arg(long, value_enum, default_value_t = RoleArg::Reader)]
        role: RoleArg,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RoleArg {
    /// Looks.
    Reader,
    /// Decides.
    Analyst,
    /// Keeps users and tokens.
    Admin,
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Reader => Self::Reader,
            RoleArg::Analyst => Self::Analyst,
            RoleArg::Admin => Self::Admin,
        }
    }
}

/// Runs `marsad serve`.
///
/// # Errors
/// If the pack, the store or the address cannot be had, or nobody could sign in.
pub fn run(args: &ServeArgs) -> Result<ExitCode> {
    let address = address(&args.listen)?;
    let auth = args.auth || !local(address);
    let config = Config { db: args.db.to_path_buf(), auth, demo: args.demo };
    let state = Shared::open(config, lang::load(args.pack.as_deref())?).map_err(anyhow::Error::msg)?;
    if auth && state.users.users().map_err(told)?.is_empty() {
        let db = args.db.display();
        bail!("expected somebody who can sign in, found no users; `marsad user add NAME --role admin --db {db}` adds one");
    }
    let listener =
        TcpListener::bind(address).with_context(|| format!("expected a free address, found that {address} cannot be listened on"))?;
    // The address as it came to be: port 0 asks for any.
    let mut out = std::io::stdout().lock();
    writeln!(out, "Marsad serves {} on http://{}", args.db.display(), listener.local_addr()?)?;
    out.flush()?;
    drop(out);
    serve(Arc::new(state), listener)?;
    Ok(ExitCode::SUCCESS)
}

fn address(words: &str) -> Result<SocketAddr> {
    let found = words.to_socket_addrs().ok().and_then(|mut all| all.next());
    found.with_context(|| format!("expected an address with a port such as 127.0.0.1:8787, found `{words}`"))
}

fn told(problem: marsad_server::Problem) -> anyhow::Error {
    anyhow::Error::msg(problem.detail)
}

/// Runs `marsad user`.
///
/// # Errors
/// If the users cannot be read or written, or the change is none.
pub fn user(args: &UserArgs) -> Result<ExitCode> {
    let file = beside(&args.db);
    let users = Users::open(&file).with_context(|| file.display().to_string())?;
    match &args.what {
        UserCommand::Add { name, role } => {
            users.add(name, (*role).into(), &password(name)?, clock()).map_err(told)?;
            println!("{name} may sign in now");
        }
        UserCommand::List => {
            for user in users.users().map_err(told)? {
                println!("{}\t{}\t{}", user.name, user.role.word(), user.last_seen.as_deref().unwrap_or("never"));
            }
        }
        UserCommand::Role { name, role } => drop(users.change(name, Some((*role).into()), None).map_err(told)?),
        UserCommand::Password { name } => drop(users.change(name, None, Some(&password(name)?)).map_err(told)?),
        UserCommand::Remove { name } => users.remove(name).map_err(told)?,
        UserCommand::Token { label, role } => {
            let token = users.add_token(label, (*role).into(), None, clock()).map_err(told)?;
            println!("{}", token.secret.unwrap_or_default());
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads a password: from a terminal without showing it, else a line of standard input.
fn password(name: &str) -> Result<String> {
    let input = std::io::stdin();
    if input.is_terminal() {
        eprint!("Password for {name} (10 characters or more): ");
        return console::Term::stderr().read_secure_line().context("expected a password typed on the terminal");
    }
    let mut line = String::new();
    input.lock().read_line(&mut line).context("expected a password on standard input")?;
    Ok(line.trim_end_matches(['\n', '\r']).to_owned())
}
