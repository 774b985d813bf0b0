//! Edits that are not saved yet, as they are written down beside the workspace in case the app ends unasked.

use super::effect::FileWrite;
use super::saving::{planned_writes, whole_workspace};
use super::state::AppState;
use crate::document::Document;
use crate::wire::TextFile;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;

/// Edits of a workspace that are not saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journal {
    /// The workspace's folder; `None` if it was never saved
    pub folder: Option<String>,
    /// The workspace's name
    pub name: String,
    /// What saving would have written
    pub writes: Vec<FileWrite>,
}

/// A workspace with its edits at one moment, for a worker to make a [`Journal`] of.
#[derive(Clone, Debug)]
pub struct Unsaved {
    /// The workspace's folder; `None` if it was never saved
    pub folder: Option<PathBuf>,
    document: Document,
    texts: Arc<Vec<TextFile>>,
}

/// When a state was written down last: it is written again when this differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnsavedStamp {
    /// Which document
    pub opened: u64,
    /// Its folder
    pub folder: Option<PathBuf>,
    /// Its revision
    pub revision: u64,
    /// The revision that is in the files
    pub saved_revision: u64,
}

impl AppState {
    /// Tells one state of the unsaved edits from another.
    pub fn unsaved_stamp(&self) -> UnsavedStamp {
        UnsavedStamp {
            opened: self.files.opened,
            folder: self.files.folder.clone(),
            revision: self.document.revision(),
            saved_revision: self.document.saved_revision(),
        }
    }

    /// The edits that are not saved. Cheap: nothing is computed yet.
    pub fn unsaved(&self) -> Unsaved {
        Unsaved {
            folder: self.files.folder.clone(),
            document: Document::without_history(&self.document),
            texts: Arc::clone(&self.files.texts),
        }
    }
}

impl Unsaved {
    /// What saving would write; `None` if that is nothing.
    pub fn journal(&self) -> Option<Journal> {
        if !self.document.has_changes() {
            return None;
        }
        let writes = match &self.folder {
            Some(_) => planned_writes(&self.document, &self.texts),
            None => whole_workspace(&self.document, &self.texts).into_iter().map(new_file).collect(),
        };
        let folder = self.folder.as_ref().map(|folder| folder.display().to_string());
        Some(Journal { folder, name: self.document.workspace().name.clone(), writes })
    }
}

fn new_file(file: TextFile) -> FileWrite {
    FileWrite { path: file.path, text: Some(file.text), known: None }
}

impl Journal {
    /// The text of its file.
    pub fn text(&self) -> String {
        // Texts, names and nulls: nothing of it can fail to be written.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Reads [`Journal::text`]; `None` if it is none.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}
