//! The settings file: read at the start, written by the files' thread.

use crate::app::{Message, Preferences, preferences_text, read_preferences};
use crate::io::{IoError, Places, copy_beside, put_text, text_if_there};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// The settings file and what is about to be written to it.
#[derive(Clone)]
pub(super) struct SettingsFile {
    path: PathBuf,
    waiting: Arc<Mutex<Option<Preferences>>>,
}

impl SettingsFile {
    pub(super) fn new(places: &Places) -> Self {
        Self { path: places.settings_file(), waiting: Arc::default() }
    }

    /// The settings as they are in the file; `None` if there is no file yet.
    pub(super) fn read(&self) -> Option<Message> {
        let (preferences, complaints) = match text_if_there(&self.path) {
            Ok(text) => read_preferences(&text?),
            Err(error) => (Preferences::default(), vec![error.to_string()]),
        };
        Some(Message::SettingsRead { preferences: Box::new(preferences), complaints })
    }

    /// Puts settings where [`SettingsFile::write`] finds them; true if nothing else waited there.
    pub(super) fn wait_with(&self, preferences: Preferences) -> bool {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.replace(preferences).is_none()
    }

    /// Writes the settings that wait. A file that is damaged is copied first.
    pub(super) fn write(&self) -> Message {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        let written = waiting.map_or(Ok(()), |preferences| self.put(&preferences));
        Message::SettingsStored(written.map_err(|error| error.to_string()))
    }

    fn put(&self, preferences: &Preferences) -> Result<(), IoError> {
        let old = text_if_there(&self.path);
        let is_damaged = match &old {
            Ok(Some(text)) => !read_preferences(text).1.is_empty(),
            Ok(None) => false,
            // It is no text: nothing of it can be kept in place.
            Err(_) => true,
        };
        if is_damaged {
            copy_beside(&self.path)?;
        }
        let old = old.ok().flatten();
        let text = preferences_text(old.as_deref().unwrap_or_default(), preferences);
        if old.as_ref() == Some(&text) { Ok(()) } else { put_text(&self.path, &text) }
    }
}
