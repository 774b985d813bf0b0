//! A field for a secret: shown as dots, wiped when it is taken, never part of the state.

use crate::secret::Secret;
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{Response, TextEdit, Ui};
use std::fmt;
use zeroize::Zeroizing;

/// Room for any token, so that the text does not move in memory and leave copies behind.
const ROOM: usize = 8192;

/// What is being typed into a field for a secret.
pub(crate) struct Password(Zeroizing<String>);

impl Default for Password {
    fn default() -> Self {
        Self(Zeroizing::new(String::with_capacity(ROOM)))
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

impl Password {
    /// True if nothing was typed.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Hands over what was typed and forgets it.
    pub(crate) fn take(&mut self) -> Secret {
        let secret = Secret::new(self.0.as_str());
        *self = Self::default();
        secret
    }

    /// The field. It keeps no history: what is taken back would be a secret that lies around.
    pub(crate) fn field(&mut self, ui: &mut Ui, name: &str, hint: &str) -> Response {
        let edit = TextEdit::singleline(&mut *self.0)
            .password(true)
            .char_limit(ROOM)
            .hint_text(hint.to_owned())
            .desired_width(f32::INFINITY);
        let response = ui.add(edit).accessible_name(name);
        if let Some(mut state) = TextEditState::load(ui.ctx(), response.id) {
            state.clear_undoer();
            state.store(ui.ctx(), response.id);
        }
        response
    }
}
