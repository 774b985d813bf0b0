//! Why a file could not be read or written.

use crate::wire::FileError;
use std::path::PathBuf;

/// A failed read or write. Nothing was changed on disk.
#[derive(Debug, thiserror::Error)]
pub enum IoError {
    /// The system refused.
    #[error("cannot {action} {}: {source}", path.display())]
    System {
        /// `read`, `write`, `create`, `delete`, `copy`, `lock`
        action: &'static str,
        /// The file or folder
        path: PathBuf,
        /// The system's words
        source: std::io::Error,
    },
    /// It is larger than the limit.
    #[error("{} is {bytes} bytes long, the limit is {limit}", path.display())]
    TooLarge {
        /// The file
        path: PathBuf,
        /// Its size
        bytes: u64,
        /// The limit
        limit: u64,
    },
    /// The workspace holds more files than the limit.
    #[error("{} holds more than {limit} files; is it a workspace?", path.display())]
    TooMany {
        /// The folder
        path: PathBuf,
        /// The limit
        limit: usize,
    },
    /// It is not text.
    #[error("{} is not UTF-8 text: line {line} has a byte that is none", path.display())]
    NotText {
        /// The file
        path: PathBuf,
        /// From 1
        line: usize,
    },
    /// The folder has nothing of a workspace in it.
    #[error("{} is not a workspace: it has no reagent.toml and no triggers folder", path.display())]
    NotAWorkspace {
        /// The folder
        path: PathBuf,
    },
    /// Git does not give what is asked.
    #[error("git in {}: {message}", folder.display())]
    Git {
        /// The workspace folder
        folder: PathBuf,
        /// Git's own words
        message: String,
    },
    /// A file of the workspace is malformed.
    #[error(transparent)]
    File(#[from] FileError),
}

impl IoError {
    /// Wraps the system's error.
    pub(crate) fn system(action: &'static str, path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        Self::System { action, path: path.into(), source }
    }
}
