//! Reading workspaces and files to import.

use super::reporter::Reporter;
use crate::app::{Loaded, Message};
use crate::io::{IoError, collect_files, load_workspace, read_text, workspace_of};
use crate::wire::{TextFile, read_workspace};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// A workspace folder, the workspace around a file, or a file alone.
pub(super) fn workspace(path: &Path, reporter: &Reporter) -> Result<Message, String> {
    let loaded = if path.is_file() { around(path) } else { folder(path) };
    let loaded = Arc::new(loaded.map_err(|error| error.to_string())?);
    if reporter.is_cancelled() {
        return Ok(Message::JobCancelled(reporter.job()));
    }
    Ok(Message::WorkspaceLoaded { job: reporter.job(), loaded })
}

fn folder(path: &Path) -> Result<Loaded, IoError> {
    let loaded = load_workspace(path)?;
    // A folder that is named from the current one is found later, too.
    let folder = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    Ok(Loaded { folder: Some(folder), wanted: None, read: loaded.read, files: loaded.files })
}

fn around(path: &Path) -> Result<Loaded, IoError> {
    let Some(root) = workspace_of(path) else { return alone(path) };
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let inside = absolute.strip_prefix(&root).unwrap_or(&absolute);
    let wanted = inside.to_string_lossy().replace('\\', "/");
    Ok(Loaded { wanted: Some(wanted), ..folder(&root)? })
}

/// A trigger file without a workspace. It is not saved in place: its folder is none of ours to fill.
fn alone(path: &Path) -> Result<Loaded, IoError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let file = TextFile { path: format!("triggers/{name}"), text: read_text(path)? };
    let files = vec![file];
    let read = read_workspace(&files)?;
    match read.broken.first() {
        Some(broken) => Err(broken.clone().into()),
        None => Ok(Loaded { folder: None, wanted: None, read, files }),
    }
}

/// Which files differ from the texts that were read, are gone, or are new.
pub(super) fn compare(folder: &Path, files: &[TextFile], reporter: &Reporter) -> Result<Message, String> {
    let on_disk = collect_files(folder).map_err(|error| error.to_string())?;
    let mut known: BTreeMap<&str, &str> =
        files.iter().map(|file| (file.path.as_str(), file.text.as_str())).collect();
    let mut changed = Vec::new();
    for file in &on_disk {
        if known.remove(file.path.as_str()) != Some(file.text.as_str()) {
            changed.push(file.path.clone());
        }
    }
    changed.extend(known.into_keys().map(str::to_owned));
    changed.sort();
    Ok(Message::FilesCompared { job: reporter.job(), changed })
}
