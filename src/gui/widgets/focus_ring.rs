//! A ring around what has the keyboard focus. Buttons without a frame show none of their own.

use crate::gui::theme::{CONTROL_RADIUS, Theme};
use eframe::egui::{Context, Memory, Stroke, StrokeKind};

/// Draws it above the layer of the widget, below popups; nothing if nothing has the focus or it is scrolled away.
pub(crate) fn focus_ring(context: &Context, theme: Theme) {
    let focused = context.memory(Memory::focused);
    let Some(response) = focused.and_then(|id| context.read_response(id)) else { return };
    let rect = response.interact_rect.intersect(response.rect);
    if !rect.is_positive() {
        return;
    }
    let painter = context.layer_painter(response.layer_id);
    painter.rect_stroke(
        rect.expand(1.0),
        CONTROL_RADIUS,
        Stroke::new(2.0, theme.accent),
        StrokeKind::Outside,
    );
}
