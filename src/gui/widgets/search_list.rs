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
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let keys =
        ListKeys { down: pressed(Key::ArrowDown), up: pressed(Key::ArrowUp), enter: pressed(Key::Enter) };
    let field = TextEdit::singleline(query).hint_text(hint).desired_width(f32::INFINITY);
    let response = ui.add(field).accessible_name(name);
    // A list that was not there in the frame before begins anew, too.
    let pass = ui.ctx().cumulative_pass_nr();
    if response.changed() || own.list_pass + 2 < pass {
        own.hit_idx = 0;
    }
    own.list_pass = pass;
    response.request_focus();
    (response, keys)
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
