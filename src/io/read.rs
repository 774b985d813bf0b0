//! Reading text files up to a limit.

use super::IoError;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Longest file that is read.
pub const MAX_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// Reads a text file.
///
/// # Errors
/// Where the system refuses, the file is longer than [`MAX_FILE_BYTES`], or it is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, IoError> {
    let file = File::open(path).map_err(|source| IoError::system("read", path, source))?;
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file that grew, or a pipe, from one that fits.
    let read = file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes);
    let len = read.map_err(|source| IoError::system("read", path, source))? as u64;
    if len > MAX_FILE_BYTES {
        return Err(IoError::TooLarge { path: path.into(), bytes: len, limit: MAX_FILE_BYTES });
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        IoError::NotText { path: path.into(), line: valid.split(|byte| *byte == b'\n').count() }
    })
}

/// A file's text; `None` if there is no such file.
///
/// # Errors
/// As [`read_text`].
pub fn text_if_there(path: &Path) -> Result<Option<String>, IoError> {
    match read_text(path) {
        Ok(text) => Ok(Some(text)),
        Err(IoError::System { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
