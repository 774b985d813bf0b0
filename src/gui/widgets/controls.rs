//! Buttons and fields with accessible names.

use crate::app::{CommandId, command_row};
use crate::gui::cx::Cx;
use crate::gui::theme::Theme;
use eframe::egui::{Align, Button, Layout, Response, RichText, TextEdit, Ui, WidgetText};

/// A button that is only an icon; `name` is said to screen readers and shown on hover.
pub(crate) fn icon_button(ui: &mut Ui, icon: &str, name: &str) -> Response {
    let button = Button::new(RichText::new(icon).size(15.0)).frame_when_inactive(false);
    ui.add(button).on_hover_text(name).accessible_name(name)
}

/// The main button of a place.
pub(crate) fn primary_button(ui: &mut Ui, theme: Theme, text: &str) -> Response {
    ui.add(Button::new(RichText::new(text).color(theme.on_accent)).fill(theme.accent))
}

/// The main button of a place where it does what cannot be taken back, or does it in production.
pub(crate) fn danger_button(ui: &mut Ui, theme: Theme, text: &str) -> Response {
    ui.add(Button::new(RichText::new(text).color(theme.on_accent)).fill(theme.bad))
}

/// A button for a command of the table: its text, tooltip, and whether it can be done now.
pub(crate) fn command_button(ui: &mut Ui, cx: &mut Cx<'_>, id: CommandId, icon: &str) {
    let Some(row) = command_row(id) else { return };
    let blocked = row.enabled(cx.state).err();
    let response = ui.add_enabled_ui(blocked.is_none(), |ui| icon_button(ui, icon, row.text)).inner;
    if let Some(reason) = blocked {
        response.on_disabled_hover_text(format!("{}: {reason}", row.text));
    } else if response.clicked() {
        cx.push(id);
    }
}

/// A field for one line of text; the new text if it was changed.
pub(crate) fn line_field(ui: &mut Ui, name: &str, value: &str, hint: &str) -> (Response, Option<String>) {
    let mut text = value.to_owned();
    let edit = TextEdit::singleline(&mut text).hint_text(hint.to_owned()).desired_width(f32::INFINITY);
    let response = ui.add(edit).accessible_name(name);
    let changed = response.changed().then_some(text);
    (response, changed)
}

/// Height of a row in a list of objects.
pub(crate) const ROW_HEIGHT: f32 = 28.0;

/// A button over the whole width with its text on the left.
pub(crate) fn wide_row(ui: &mut Ui, button: Button<'_>) -> Response {
    let left = Layout::top_down_justified(Align::LEFT);
    ui.with_layout(left, |ui| ui.add(button.min_size([0.0, ROW_HEIGHT].into()))).inner
}

/// A choice in a row of choices.
pub(crate) fn segment(ui: &mut Ui, is_on: bool, text: impl Into<WidgetText>) -> bool {
    ui.add(Button::selectable(is_on, text.into())).clicked()
}
