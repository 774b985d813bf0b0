//! A workspace folder: which of its files are read, and where it begins.

use super::{IoError, read_text};
use crate::wire::{ReadWorkspace, SETTINGS_FILE, TextFile, read_workspace};
use std::fs;
use std::path::{Path, PathBuf};

/// Most files that one workspace may hold.
pub const MAX_FILES: usize = 100_000;

const FOLDERS: [&str; 5] = ["triggers", "targets", "automations", "contexts", "cases"];

/// A workspace with the texts that it was read from.
#[derive(Debug)]
pub struct LoadedWorkspace {
    /// What it holds.
    pub read: ReadWorkspace,
    /// The texts, for writing back without a change.
    pub files: Vec<TextFile>,
}

/// Reads a workspace folder.
///
/// # Errors
/// Where the folder is no workspace, the system refuses, or `reagent.toml` is malformed. Other malformed files are
/// listed in [`ReadWorkspace::broken`].
pub fn load_workspace(folder: &Path) -> Result<LoadedWorkspace, IoError> {
    let files = collect_files(folder)?;
    let read = read_workspace(&files)?;
    Ok(LoadedWorkspace { read, files })
}

/// The texts of a workspace folder's own files; anything else in it is left alone.
pub fn collect_files(folder: &Path) -> Result<Vec<TextFile>, IoError> {
    let is_workspace = folder.join(SETTINGS_FILE).is_file() || folder.join("triggers").is_dir();
    if !is_workspace {
        return Err(IoError::NotAWorkspace { path: folder.into() });
    }
    let mut files = Vec::new();
    for name in [SETTINGS_FILE, "definitions.json"] {
        let path = folder.join(name);
        if path.is_file() {
            files.push(TextFile { path: name.to_owned(), text: read_text(&path)? });
        }
    }
    for name in FOLDERS {
        let path = folder.join(name);
        if path.is_dir() {
            let levels = if name == "contexts" { 2 } else { 1 };
            collect_from(folder, &path, name, levels, &mut files)?;
        }
    }
    Ok(files)
}

/// The texts of one folder under a root, not of the folders in it; none if it is not there.
pub fn collect_folder(root: &Path, name: &str) -> Result<Vec<TextFile>, IoError> {
    let (path, mut files) = (root.join(name), Vec::new());
    if path.is_dir() {
        collect_from(root, &path, name, 1, &mut files)?;
    }
    Ok(files)
}

/// Whether a folder is missing or has nothing in it.
pub fn is_vacant(folder: &Path) -> bool {
    fs::read_dir(folder).map_or(!folder.exists(), |mut entries| entries.next().is_none())
}

fn collect_from(
    root: &Path,
    folder: &Path,
    prefix: &str,
    levels: usize,
    files: &mut Vec<TextFile>,
) -> Result<(), IoError> {
    let failed = |source| IoError::system("read", folder, source);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let is_text = matches!(path.extension().and_then(|e| e.to_str()), Some("json" | "twig"));
        if name.starts_with('.') {
            continue;
        }
        if path.is_dir() && levels > 1 {
            collect_from(root, &path, &format!("{prefix}/{name}"), levels - 1, files)?;
        } else if path.is_file() && is_text {
            if files.len() >= MAX_FILES {
                return Err(IoError::TooMany { path: root.into(), limit: MAX_FILES });
            }
            files.push(TextFile { path: format!("{prefix}/{name}"), text: read_text(&path)? });
        }
    }
    Ok(())
}

/// The workspace folder that a file belongs to: the nearest folder above it with a `reagent.toml`, else the folder
/// above its `triggers`, `contexts` or `targets`.
pub fn workspace_of(file: &Path) -> Option<PathBuf> {
    let absolute = std::path::absolute(file).ok()?;
    let with_settings = absolute.ancestors().skip(1).find(|folder| folder.join(SETTINGS_FILE).is_file());
    let by_name = || {
        let inner = absolute.ancestors().skip(1).find(|folder| {
            folder.file_name().is_some_and(|name| FOLDERS.iter().any(|known| name.to_str() == Some(known)))
        })?;
        inner.parent()
    };
    with_settings.or_else(by_name).map(Path::to_path_buf)
}
