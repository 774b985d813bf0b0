//! Files: bounded reads and atomic writes.
//!
//! The only module that touches the disk. What the files mean is [`crate::wire`]'s business. Main entries:
//! [`load_workspace`], [`read_text`], [`write_text`].

mod error;
mod read;
mod workspace;
mod write;

pub use error::IoError;
pub use read::{MAX_FILE_BYTES, read_text};
pub use workspace::{
    LoadedWorkspace, MAX_FILES, collect_files, collect_folder, is_vacant, load_workspace, workspace_of,
};
pub use write::{remove, write_new, write_text};
