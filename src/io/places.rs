//! Where the app keeps what is no workspace: settings, and edits that a crash would lose.

use directories::ProjectDirs;
use std::path::{Path, PathBuf};

/// The app's own folders. They are made when something is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// For what the user may want to edit or carry to another machine
    pub config: PathBuf,
    /// For what belongs to this machine
    pub state: PathBuf,
}

impl Places {
    /// The platform's folders of the user; `None` if the user has no home.
    pub fn of_user() -> Option<Self> {
        let folders = ProjectDirs::from("", "", "reagent")?;
        // Only some platforms tell state from data.
        let state = folders.state_dir().unwrap_or_else(|| folders.data_local_dir());
        Some(Self { config: folders.config_dir().to_path_buf(), state: state.to_path_buf() })
    }

    /// All inside one folder.
    pub fn inside(folder: &Path) -> Self {
        Self { config: folder.join("config"), state: folder.join("state") }
    }

    /// The settings file.
    pub fn settings_file(&self) -> PathBuf {
        self.config.join("settings.toml")
    }

    /// The folder of journals.
    pub fn journals(&self) -> PathBuf {
        self.state.join("unsaved")
    }
}
