//! How a command ends.

use crate::api::{ApiError, ApplyError};
use crate::io::IoError;
use crate::json::JsonError;
use crate::sandbox::SandboxError;
use crate::site::SiteError;
use std::process::ExitCode;

/// A command that did what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// Nothing is wrong.
    Fine,
    /// The answer is that something is wrong.
    Findings,
    /// A plan or a drift has changes.
    Changes,
    /// The server cannot be reached, or refuses.
    Unreachable,
}

impl From<Done> for ExitCode {
    fn from(done: Done) -> Self {
        match done {
            Done::Fine => Self::SUCCESS,
            Done::Findings => Self::from(1),
            Done::Changes => Self::from(2),
            Done::Unreachable => Self::from(NETWORK),
        }
    }
}

/// The exit code of a command that could not do what was asked.
pub(super) const USAGE: u8 = 2;

/// The exit code of a command that the network or a server stopped.
const NETWORK: u8 = 3;

impl CliError {
    /// How the program ends.
    pub(super) fn exit_code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Plan(_) | Self::Apply(ApplyError::Stale { .. }) => 1,
            Self::Api(ApiError::Token(_) | ApiError::Address { .. })
            | Self::Apply(ApplyError::OtherTenant { .. } | ApplyError::Record { .. }) => USAGE,
            Self::Api(_) | Self::Apply(_) => NETWORK,
            _ => USAGE,
        })
    }
}

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
    /// A tenant.
    #[error("{0}")]
    Api(#[from] ApiError),
    /// A plan was not applied, or not to its end.
    #[error("{0}")]
    Apply(#[from] ApplyError),
    /// A command whose exit code for an error is 1.
    #[error("{0}")]
    Plan(Box<CliError>),
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

impl From<SiteError> for CliError {
    fn from(error: SiteError) -> Self {
        match error {
            SiteError::Io(error) => Self::Io(error),
            SiteError::Api(error) => Self::Api(error),
            other => Self::Usage(other.to_string()),
        }
    }
}
