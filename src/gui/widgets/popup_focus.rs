//! The keyboard goes back to the button of a list once a key has closed it: what was in the list is gone.

use eframe::egui::{Popup, Response, Ui};

/// Watches the list that hangs on a button; called after it was drawn.
pub(crate) fn focus_returns(ui: &Ui, button: &Response) {
    let is_open = Popup::is_id_open(ui.ctx(), Popup::default_response_id(button));
    let key = button.id.with("list-was-open");
    let was_open = ui.data(|data| data.get_temp(key)).unwrap_or(false);
    if was_open == is_open {
        return;
    }
    ui.data_mut(|data| data.insert_temp(key, is_open));
    // Who uses the pointer is somewhere else now.
    if was_open && !ui.input(|input| input.pointer.any_released() || input.pointer.any_pressed()) {
        button.request_focus();
    }
}
