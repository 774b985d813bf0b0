//! A workspace as it was in a git revision, asked from the `git` program.

use super::{IoError, MAX_FILE_BYTES};
use crate::wire::{ReadWorkspace, SETTINGS_FILE, TextFile, read_workspace};
use std::path::Path;
use std::process::{Command, Stdio};

/// The workspace in a folder as it was in a git revision, without contexts and cases. Nothing in the folder changes.
///
/// # Errors
/// Where git is not installed, the folder is in no repository, or there is no such revision.
pub fn load_revision(folder: &Path, revision: &str) -> Result<ReadWorkspace, IoError> {
    let failed = |message: String| IoError::Git { folder: folder.into(), message };
    // A revision that begins with a dash would be read as an option.
    if revision.starts_with('-') || revision.contains(':') || revision.is_empty() {
        return Err(failed(format!("'{revision}' is no revision; write it like HEAD~1 or main")));
    }
    let listed = git(folder, &["ls-tree", "-r", "-z", "--name-only", revision, "--", "."])?;
    let mut files = Vec::new();
    for path in listed.split('\0').filter(|path| is_read(path)) {
        let text = git(folder, &["cat-file", "blob", &format!("{revision}:./{path}")])?;
        files.push(TextFile { path: path.to_owned(), text });
    }
    if files.is_empty() {
        return Err(failed(format!("the revision {revision} has no workspace here")));
    }
    Ok(read_workspace(&files)?)
}

fn is_read(path: &str) -> bool {
    let in_folder = ["triggers/", "targets/", "automations/"].iter().any(|folder| path.starts_with(folder));
    let is_text = [".json", ".twig"].iter().any(|ending| path.ends_with(ending));
    (in_folder && is_text) || path == SETTINGS_FILE || path == "definitions.json"
}

fn git(folder: &Path, arguments: &[&str]) -> Result<String, IoError> {
    let failed = |message: String| IoError::Git { folder: folder.into(), message };
    let output = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| failed(format!("git cannot be started: {error}")))?;
    if !output.status.success() {
        return Err(failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
    }
    if output.stdout.len() as u64 > MAX_FILE_BYTES {
        return Err(failed("a file of the revision is too large".to_owned()));
    }
    String::from_utf8(output.stdout).map_err(|_| failed("a file of the revision is not UTF-8".to_owned()))
}
