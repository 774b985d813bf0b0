//! Text files of a workspace, and rewriting one without touching what was not edited.

use crate::json::{Json, JsonError, Limits, Style, parse, to_text};

/// A file by its path in the workspace, with `/` between folders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// Path in the workspace.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A file that cannot be read; nothing of it was loaded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// It is not JSON, or larger than allowed.
    #[error("{path}: {source}")]
    Json {
        /// The file
        path: String,
        /// Where and why
        source: JsonError,
    },
    /// It is not TOML, or a setting has a wrong value.
    #[error("{path}: line {line}, column {column}: {message}")]
    Settings {
        /// The file
        path: String,
        /// From 1
        line: u32,
        /// From 1
        column: u32,
        /// What is wrong and what is allowed
        message: String,
    },
}

impl FileError {
    /// Path of the file in the workspace.
    pub fn path(&self) -> &str {
        match self {
            Self::Json { path, .. } | Self::Settings { path, .. } => path,
        }
    }
}

impl TextFile {
    /// Its JSON.
    pub fn json(&self) -> Result<Json, FileError> {
        parse(&self.text, Limits::default())
            .map_err(|source| FileError::Json { path: self.path.clone(), source })
    }

    /// The file's name without folders and extension.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or(&self.path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

/// The text of a file after an edit: the very bytes that it had if the value is the same, else the new value in the
/// file's own style.
pub fn rewritten(original: &str, value: &Json) -> String {
    match parse(original, Limits::default()) {
        Ok(before) if before == *value => original.to_owned(),
        Ok(_) => to_text(value, &Style::of(original)),
        Err(_) => to_text(value, &Style::default()),
    }
}
