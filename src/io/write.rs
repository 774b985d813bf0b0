//! Writing text files so that a crash leaves the old file or the new one, never half of either.

use super::IoError;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile, TempDir};

/// Replaces a file's text, or makes the file. The text goes to a temporary file in the same folder, is flushed to
/// disk and renamed; a link is followed, permissions are kept.
pub fn write_text(path: &Path, text: &str) -> Result<(), IoError> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let temporary = written_beside(&path, text)?;
    temporary.persist(&path).map_err(|error| IoError::system("write", &path, error.error))?;
    sync_folder(&path)
}

/// Makes a file, and the folders above it; refuses if it is there already.
pub fn write_new(path: &Path, text: &str) -> Result<(), IoError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|source| IoError::system("create", folder, source))?;
    }
    let temporary = written_beside(path, text)?;
    temporary.persist_noclobber(path).map_err(|error| IoError::system("create", path, error.error))?;
    sync_folder(path)
}

/// A folder that is removed when it is dropped; only the user can read it.
pub fn temporary_folder(prefix: &str) -> Result<TempDir, IoError> {
    let made = Builder::new().prefix(prefix).tempdir();
    made.map_err(|source| IoError::system("create", std::env::temp_dir(), source))
}

/// Writes a file, whether it is there or not.
pub fn put_text(path: &Path, text: &str) -> Result<(), IoError> {
    if path.exists() { write_text(path, text) } else { write_new(path, text) }
}

/// Adds text to the end of a file, or makes the file, and flushes it to disk.
pub fn append_text(path: &Path, text: &str) -> Result<(), IoError> {
    let failed = |source| IoError::system("write", path, source);
    let is_new = !path.exists();
    let mut file = fs::OpenOptions::new().create(true).append(true).open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    file.sync_data().map_err(failed)?;
    if is_new { sync_folder(path) } else { Ok(()) }
}

/// Deletes a file.
pub fn remove_file(path: &Path) -> Result<(), IoError> {
    fs::remove_file(path).map_err(|source| IoError::system("delete", path, source))
}

/// Copies a file to `name.bak`, or `name.bak2` and so on where that holds something else.
pub fn copy_beside(path: &Path) -> Result<PathBuf, IoError> {
    const MOST: u32 = 100;
    let failed = |source| IoError::system("copy", path, source);
    let bytes = fs::read(path).map_err(failed)?;
    let beside = |number: u32| {
        let mut name = path.file_name().unwrap_or_default().to_os_string();
        name.push(if number == 1 { ".bak".to_owned() } else { format!(".bak{number}") });
        path.with_file_name(name)
    };
    let is_usable = |copy: &PathBuf| !copy.exists() || fs::read(copy).is_ok_and(|old| old == bytes);
    let copy = (1..MOST).map(beside).find(is_usable).unwrap_or_else(|| beside(MOST));
    fs::copy(path, &copy).map_err(failed)?;
    Ok(copy)
}

fn written_beside(path: &Path, text: &str) -> Result<NamedTempFile, IoError> {
    let failed = |source| IoError::system("write", path, source);
    let mut builder = Builder::new();
    builder.prefix(".reagent-").suffix(".tmp");
    let old = fs::metadata(path).ok().map(|metadata| metadata.permissions());
    if let Some(permissions) = old.or_else(new_file_permissions) {
        builder.permissions(permissions);
    }
    let mut temporary = builder.tempfile_in(folder_of(path)).map_err(failed)?;
    temporary.write_all(text.as_bytes()).map_err(failed)?;
    temporary.as_file().sync_all().map_err(failed)?;
    Ok(temporary)
}

/// Temporary files are private by default; a workspace's files are as readable as the user's umask allows.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have no such permissions")]
fn new_file_permissions() -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn new_file_permissions() -> Option<fs::Permissions> {
    None
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// The rename itself must reach the disk, too.
fn sync_folder(path: &Path) -> Result<(), IoError> {
    if cfg!(unix) {
        let folder = folder_of(path);
        let synced = fs::File::open(&folder).and_then(|folder| folder.sync_all());
        synced.map_err(|source| IoError::system("write", folder, source))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        write_new(&path, "1").unwrap();
        assert!(write_new(&path, "2").is_err());
        write_text(&path, "3").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "3");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_are_kept_and_links_are_followed() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.json"), folder.path().join("link.json"));
        write_new(&path, "1").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&path, &link).unwrap();
        write_text(&link, "2").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "2");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }
}
