//! A folder that one process has for itself as long as it runs, however that ends.

use super::IoError;
use std::fs::{self, DirEntry, File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

/// How long ago a lock was made that is looked at: one that is being made just now is not held yet.
const LEAST_AGE: Duration = Duration::from_mins(1);

/// A lock of the operating system; it goes with the process, even with one that is killed.
#[derive(Debug)]
pub struct FileLock {
    /// Where the system has no locks the file is kept all the same.
    _file: File,
}

/// Locks a file, which is made if it is not there. `None` if somebody else has it.
pub fn lock_file(path: &Path) -> Result<Option<FileLock>, IoError> {
    let failed = |source| IoError::system("lock", path, source);
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(failed)?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) if error.kind() != ErrorKind::Unsupported => Err(failed(error)),
        _ => Ok(Some(FileLock { _file: file })),
    }
}

/// Removes the temporary folders of a prefix that processes left which were killed: nobody holds the lock in them.
pub fn remove_abandoned(prefix: &str, lock: &str) {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else { return };
    let is_ours = |entry: &DirEntry| {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        is_folder && entry.file_name().to_string_lossy().starts_with(prefix)
    };
    for entry in entries.flatten().filter(is_ours) {
        let path = entry.path().join(lock);
        let made = fs::metadata(&path).and_then(|metadata| metadata.modified());
        let is_old = made.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > LEAST_AGE));
        if is_old && let Ok(Some(held)) = lock_file(&path) {
            // What cannot be removed is of somebody else, or will be tried again.
            let _ = fs::remove_dir_all(entry.path());
            drop(held);
        }
    }
}
