//! Files: bounded reads and atomic writes.
//!
//! The only module that touches the disk, and asks `git` for older revisions. What the files mean is [`crate::wire`]'s business. Main entries:
//! [`load_workspace`], [`read_text`], [`write_text`].

mod environment;
mod error;
mod git;
mod lock;
mod places;
mod read;
mod workspace;
mod write;

pub use environment::{TOKEN_VARIABLE, token_in};
pub use error::IoError;
pub use git::load_revision;
pub use lock::{FileLock, lock_file, remove_abandoned};
pub use places::Places;
pub use read::{MAX_FILE_BYTES, read_text, text_if_there};
pub use workspace::{
    LoadedWorkspace, MAX_FILES, collect_files, collect_folder, is_vacant, load_workspace, workspace_of,
};
pub use write::{append_text, copy_beside, put_text, remove_file, temporary_folder, write_new, write_text};
