//! The panels of the window: how wide each may be, and going from one to the next with F6.

use crate::app::{PanelSizes, Panels};
use eframe::egui::{Context, LayerId, Memory, Rect, Vec2};
use std::ops::RangeInclusive;

/// The least width that is left to the editor, in points.
const EDITOR: f32 = 360.0;
/// The least width of the tree and of the inspector.
const SIDE: (f32, f32) = (150.0, 190.0);

/// How much room each panel may take; `None` if it is closed or there is no room for it.
pub(crate) struct Room {
    pub(crate) tree: Option<RangeInclusive<f32>>,
    pub(crate) inspector: Option<RangeInclusive<f32>>,
    pub(crate) results: RangeInclusive<f32>,
}

impl Room {
    /// Shares a window out: the editor first, then the tree, then the inspector.
    pub(crate) fn of(window: Vec2, open: Panels, sizes: PanelSizes) -> Self {
        let beside = window.x - EDITOR;
        let with_both = open.inspector && beside >= SIDE.0 + SIDE.1;
        let widest = if with_both { beside - SIDE.1 } else { beside };
        let tree = (open.tree && beside >= SIDE.0).then(|| SIDE.0..=widest.clamp(SIDE.0, 480.0));
        let left = tree.as_ref().map_or(beside, |tree| beside - sizes.tree.clamp(*tree.start(), *tree.end()));
        let inspector = (open.inspector && left >= SIDE.1).then(|| SIDE.1..=left.min(560.0));
        // On a low window the cards need the room more than the table below them.
        let share = if window.y < 700.0 { 0.28 } else { 0.66 };
        let results = 90.0..=(window.y * share).clamp(90.0, 640.0);
        Self { tree, inspector, results }
    }
}

/// What is remembered of a panel's size: what was drawn, unless that was all the room there was.
pub(crate) fn kept(old: f32, drawn: f32, room: &RangeInclusive<f32>) -> f32 {
    if room.contains(&old) { drawn } else { old }
}

/// Gives the focus to the first widget of the next panel, or of the one before.
pub(crate) fn turn(context: &Context, panes: &[Rect], step: isize) {
    let focused = context.memory(Memory::focused).and_then(|id| context.read_response(id));
    let at =
        focused.and_then(|of| panes.iter().position(|pane| pane.contains(of.rect.center()))).unwrap_or(0);
    let count = panes.len();
    for turned in 1..=count {
        let offset = step * turned.cast_signed();
        let pane = panes.get((at.cast_signed() + offset).rem_euclid(count.cast_signed()).cast_unsigned());
        let first = pane.and_then(|pane| first_widget(context, *pane));
        if let Some(id) = first {
            context.memory_mut(|memory| memory.request_focus(id));
            return;
        }
    }
}

/// Thinner than this are only the handles between panels.
const THIN: f32 = 10.0;

/// The first widget in a panel that a key press would do something with.
fn first_widget(context: &Context, pane: Rect) -> Option<eframe::egui::Id> {
    context.viewport(|viewport| {
        let mut widgets = viewport.prev_pass.widgets.get_layer(LayerId::background());
        let is_there = |rect: Rect| rect.width().min(rect.height()) > THIN && pane.contains(rect.center());
        let found = widgets.find(|widget| {
            widget.enabled
                && widget.sense.is_focusable()
                && widget.sense.senses_click()
                && is_there(widget.interact_rect)
        });
        found.map(|widget| widget.id)
    })
}
