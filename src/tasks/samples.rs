//! The sample workspaces, embedded in the program.

use crate::app::{JobId, Loaded, Message};
use crate::wire::{TextFile, read_workspace};
use include_dir::{Dir, include_dir};
use std::sync::Arc;

static SAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/samples");

/// A sample workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The name that opens it
    pub name: &'static str,
    /// What its README calls it
    pub title: &'static str,
}

/// All samples, by name.
pub fn samples() -> Vec<Sample> {
    let folders = SAMPLES.dirs().filter_map(|folder| {
        let name = folder.path().file_name()?.to_str()?;
        let readme = SAMPLES.get_file(format!("{name}/README.md")).and_then(|file| file.contents_utf8());
        let heading =
            readme.and_then(|text| text.lines().next()).map(|line| line.trim_start_matches(['#', ' ']));
        Some(Sample { name, title: heading.unwrap_or(name) })
    });
    let mut samples: Vec<Sample> = folders.collect();
    samples.sort_by_key(|sample| sample.name);
    samples
}

/// Reads a sample. It has no folder: saving asks for one.
pub(super) fn load(name: &str, job: JobId) -> Result<Message, String> {
    let folder = SAMPLES.get_dir(name).ok_or_else(|| format!("there is no sample '{name}'"))?;
    let mut files = Vec::new();
    collect(folder, folder, &mut files);
    let read = read_workspace(&files).map_err(|error| error.to_string())?;
    Ok(Message::WorkspaceLoaded { job, loaded: Arc::new(Loaded { folder: None, wanted: None, read, files }) })
}

fn collect(root: &Dir<'_>, folder: &Dir<'_>, files: &mut Vec<TextFile>) {
    for file in folder.files() {
        let inside = file.path().strip_prefix(root.path()).unwrap_or(file.path());
        if let Some(text) = file.contents_utf8() {
            files.push(TextFile { path: inside.to_string_lossy().replace('\\', "/"), text: text.to_owned() });
        }
    }
    for inner in folder.dirs() {
        collect(root, inner, files);
    }
}
