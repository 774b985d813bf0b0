//! How a command ends.

use crate::io::IoError;
use crate::json::JsonError;
use crate::sandbox::SandboxError;
use std::process::ExitCode;

/// A command that did what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// Nothing is wrong.
    Fine,
    /// The answer is that something is wrong.
    Findings,
}

impl From<Done> for ExitCode {
    fn from(done: Done) -> Self {
        match done {
            Done::Fine => Self::SUCCESS,
            Done::Findings => Self::from(1),
        }
    }
}

/// The exit code of a command that could not do what was asked.
pub(super) const USAGE: u8 = 2;

/// A command that could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub(super) enum CliError {
    /// A file, a folder or a workspace.
    #[error("{0}")]
    Io(#[from] IoError),
    /// A practice server or a listener.
    #[error("{0}")]
    Sandbox(#[from] SandboxError),
    /// A text that should be JSON.
    #[error("{name}: {source}")]
    Json {
        /// What the text is
        name: String,
        /// Where and why
        source: JsonError,
    },
    /// What was asked makes no sense here; says what would.
    #[error("{0}")]
    Usage(String),
    /// The result cannot be written.
    #[error("cannot write the result: {0}")]
    Output(std::io::Error),
    /// Standard input cannot be read.
    #[error("cannot read standard input: {0}")]
    Input(std::io::Error),
}
