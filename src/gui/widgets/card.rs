//! Cards, headings and quiet text.

use crate::gui::fonts;
use crate::gui::theme::{CARD_RADIUS, Theme};
use eframe::egui::{Frame, Label, Margin, Response, RichText, Stroke, Ui};

/// A raised surface with a hairline; the border is the accent while it is chosen.
pub(crate) fn card(theme: Theme, is_chosen: bool) -> Frame {
    let stroke = if is_chosen { Stroke::new(1.0, theme.accent) } else { theme.hairline() };
    Frame::new().fill(theme.card).stroke(stroke).corner_radius(CARD_RADIUS).inner_margin(Margin::same(12))
}

/// A title inside a panel.
pub(crate) fn heading(ui: &mut Ui, text: &str) -> Response {
    ui.label(RichText::new(text).font(fonts::strong(13.0)))
}

/// Text that explains, wrapped.
pub(crate) fn quiet(ui: &mut Ui, theme: Theme, text: &str) -> Response {
    ui.add(Label::new(RichText::new(text).color(theme.muted)).wrap())
}

/// The name of a field.
pub(crate) fn field_name(ui: &mut Ui, theme: Theme, text: &str) -> Response {
    ui.label(RichText::new(text).size(11.5).color(theme.muted))
}
