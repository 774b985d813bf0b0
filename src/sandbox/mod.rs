//! A practice server with Omneo's routes, on this machine alone. It is not Omneo.
//!
//! ```text
//!  HTTP ─► listener (limits) ─► front (token, bodies, faults, log) ─► routes ─► objects, actions ─► store ─► files
//!                                                                         └─► events ─► fire ─► engine ─► history
//!                                                                                courier ◄── payloads ──┘
//! ```
//!
//! Where Omneo documents nothing it does what [`SANDBOX_ASSUMPTIONS`] lists. [`Receiver`] is the other side: it shows
//! what is posted. Main entry: [`Sandbox::start`].

mod about;
mod actions;
mod admin;
mod call;
mod courier;
mod delivery;
mod events;
mod fault;
mod fire;
mod front;
mod history;
mod kind;
mod list;
mod listener;
mod log;
mod news;
mod objects;
mod open_loyalty;
mod pieces;
mod receive;
mod reply;
mod response;
mod ring;
mod routes;
mod samples;
mod seed;
mod store;
mod token;
mod validate;
mod watch;

pub use about::{SANDBOX_ASSUMPTIONS, assumptions};
pub use fault::{Fault, FaultKind};
pub use log::Logged;
pub use news::News;
pub use receive::{Received, Receiver, ReceiverOptions, Scheme, Signature, Verdict};
pub use seed::sample;
pub use token::random_secret;
pub use watch::Watch;

use crate::engine::Secret;
use crate::io::IoError;
use crate::wire::TextFile;
use courier::Courier;
use front::{API, Shared, locked, router};
use jiff::Timestamp;
use listener::Listening;
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use store::Store;
use token::Token;

/// Why the practice server does not start.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// A file of its folder.
    #[error(transparent)]
    Io(#[from] IoError),
    /// The folder holds something else.
    #[error(
        "{} has files of something else in it; give an empty folder, or one that a practice server has made",
        folder.display()
    )]
    NotASandbox {
        /// The folder
        folder: PathBuf,
    },
    /// Another server has the folder.
    #[error(
        "another practice server runs on {}; stop that one, or give this one a folder of its own",
        folder.display()
    )]
    Taken {
        /// The folder
        folder: PathBuf,
    },
    /// The token lets nobody in.
    #[error("the practice server needs a token of one word; leave --token away for a random one")]
    Token,
    /// A file of the folder is no object.
    #[error("{path} of the practice server's folder has no id; correct it or remove it")]
    BrokenRow {
        /// Path in the folder
        path: String,
    },
    /// The workspace that it starts with has something that the API would refuse.
    #[error("the first {table} cannot be made: {message}")]
    Seed {
        /// The kind of object
        table: &'static str,
        /// Why
        message: String,
    },
    /// The port is taken, or the system refuses.
    #[error("cannot listen on port {port} of 127.0.0.1: {source}")]
    Bind {
        /// The port
        port: u16,
        /// The system's words
        source: std::io::Error,
    },
    /// The system has no random numbers.
    #[error("the system gives no random numbers for a token: {0}")]
    Random(#[from] getrandom::Error),
    /// There is no way to post payloads.
    #[error("payloads cannot be posted: {0}")]
    Client(reqwest::Error),
}

/// How the practice server runs.
#[derive(Default)]
pub struct SandboxOptions {
    /// The port on 127.0.0.1; 0 for a free one.
    pub port: u16,
    /// Where its data are; `None` for a temporary folder that goes with it.
    pub folder: Option<PathBuf>,
    /// The bearer token; `None` for a random one.
    pub token: Option<String>,
    /// The shared secret that signs payloads; `None` for a random one that nobody knows.
    pub secret: Option<Secret>,
    /// Whether payloads may go to other machines.
    pub may_leave: bool,
    /// The workspace that a new folder starts with; `None` for the embedded sample.
    pub seed: Option<Vec<TextFile>>,
    /// A clock that stands still, for tests.
    pub now: Option<Timestamp>,
}

/// A practice server that runs until it is stopped or dropped.
pub struct Sandbox {
    token: String,
    listening: Listening,
    shared: Arc<Shared>,
}

impl Sandbox {
    /// Starts a practice server.
    pub fn start(options: SandboxOptions) -> Result<Self, SandboxError> {
        let token = options.token.map_or_else(random_secret, Ok)?;
        if token.is_empty() || token.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(SandboxError::Token);
        }
        let secret = options.secret.map_or_else(|| random_secret().map(Secret::new), Ok)?;
        let courier = Courier::new(options.may_leave).map_err(SandboxError::Client)?;
        let (mut store, is_new) = Store::open(options.folder.as_deref())?;
        if is_new {
            let now = options.now.unwrap_or_else(Timestamp::now);
            let stamp = now.strftime("%Y-%m-%d %H:%M:%S").to_string();
            seed::seed(&mut store, &options.seed.unwrap_or_else(seed::sample), &stamp)?;
        }
        let (listening, shared) = Listening::start(options.port, |address| {
            let made = Arc::new(Shared {
                origin: format!("http://{address}"),
                token: Token::new(&token),
                secret,
                store: Mutex::new(store),
                faults: Arc::default(),
                courier,
                log: Mutex::default(),
                now: options.now,
            });
            (router(&made), made)
        })?;
        Ok(Self { token, listening, shared })
    }

    /// The base URL of the API: `http://127.0.0.1:8377/api/v3`.
    pub fn url(&self) -> String {
        format!("{}{API}", self.shared.origin)
    }

    /// The address without a path.
    pub fn origin(&self) -> &str {
        &self.shared.origin
    }

    /// The bearer token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The requests so far, the newest last.
    pub fn requests(&self) -> Vec<Logged> {
        locked(&self.shared.log).entries()
    }

    /// Makes the next requests of a kind go wrong.
    pub fn add_fault(&self, fault: Fault) {
        locked(&self.shared.faults).add(fault);
    }

    /// Every request from now on, until it stops.
    pub fn news(&self) -> News<Logged> {
        News(locked(&self.shared.log).watch())
    }

    /// Waits for requests, until Ctrl-C.
    pub fn watch(&self) -> Watch<'_, Logged> {
        let news = locked(&self.shared.log).watch();
        Watch::new(&self.listening, news)
    }

    /// Stops it; dropping it does the same.
    pub fn stop(mut self) {
        self.listening.stop();
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("url", &self.url()).finish_non_exhaustive()
    }
}

impl fmt::Debug for SandboxOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SandboxOptions")
            .field("port", &self.port)
            .field("folder", &self.folder)
            .finish_non_exhaustive()
    }
}
