//! The rule as JSON text, in step with the tree: half-typed text waits as a draft with its error, and the rule stays.

use super::Form;
use super::known::View;
use crate::gui::cx::Cx;
use crate::gui::widgets::json_draft::{self, json_field};
use eframe::egui::Ui;

/// Lines that the text is high at least.
const ROWS: usize = 10;

/// Draws the text.
pub(super) fn text(ui: &mut Ui, cx: &mut Cx<'_>, form: &mut Form<'_>) {
    if let Some(new) = json_field(ui, cx, &form.draft, form.json, ROWS) {
        form.set_as(Some(new), true);
    }
}

/// Text that is not JSON yet, while the tree is shown.
pub(super) fn unfinished(ui: &mut Ui, cx: &mut Cx<'_>, form: &Form<'_>) {
    if json_draft::unfinished(ui, cx, &form.draft) {
        cx.own.condition.views.insert(form.key.clone(), View::Json);
    }
}
