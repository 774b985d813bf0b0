//! A search field over a list: the field keeps the focus, the arrow keys move a mark through the list, Enter takes it.

use crate::gui::ui_state::UiState;
use eframe::egui::{Key, Modifiers, Response, TextEdit, Ui};

/// What was pressed in this frame.
#[derive(Clone, Copy)]
pub(crate) struct ListKeys {
    down: bool,
    up: bool,
    enter: bool,
}

/// The field; another query puts the mark on the first row.
pub(crate) fn search_field(
    ui: &mut Ui,
    own: &mut UiState,
    query: &mut String,
    (name, hint): (&str, &str),
) -> (Response, ListKeys) {
    let is_new = is_new_list(ui, own);
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    // The Enter that opened the list takes nothing from it.
    let enter = pressed(Key::Enter) && !is_new;
    let keys = ListKeys { down: pressed(Key::ArrowDown), up: pressed(Key::ArrowUp), enter };
    let field = TextEdit::singleline(query).hint_text(hint).desired_width(f32::INFINITY);
    let response = ui.add(field).accessible_name(name);
    if response.changed() || is_new {
        own.hit_idx = 0;
    }
    own.list_pass = ui.ctx().cumulative_pass_nr();
    response.request_focus();
    (response, keys)
}

/// Whether the list was not there in the frame before; asked before its field is drawn.
pub(crate) fn is_new_list(ui: &Ui, own: &UiState) -> bool {
    own.list_pass + 2 < ui.ctx().cumulative_pass_nr()
}

impl ListKeys {
    /// Moves the mark in a list of `count` rows; the row that it is on.
    pub(crate) fn mark(self, own: &mut UiState, count: usize) -> usize {
        let last = count.saturating_sub(1);
        let at = own.hit_idx.min(last);
        own.hit_idx = match (self.down, self.up) {
            (true, false) => (at + 1).min(last),
            (false, true) => at.saturating_sub(1),
            _ => at,
        };
        own.hit_idx
    }

    /// Whether a row is chosen, by a click or by Enter while the mark is on it. The marked row is kept in sight.
    pub(crate) fn is_chosen(self, row: &Response, is_marked: bool) -> bool {
        if is_marked && (self.up || self.down) {
            row.scroll_to_me(None);
        }
        row.clicked() || self.enter && is_marked
    }
}
