//! Moving parts: a handle to drag or to move by keys, and the places where a part can be dropped.

use super::Form;
use crate::app::CommandId;
use crate::app::condition::{Condition, Direction, move_into, step};
use crate::gui::cx::Cx;
use crate::gui::icons;
use eframe::egui::Direction as LayoutDirection;
use eframe::egui::{
    Align2, Button, CursorIcon, DragAndDrop, EventFilter, FontId, Id, Key, LayerId, Layout, Modifiers, Order,
    Rect, RichText, Sense, Stroke, Ui, vec2,
};

/// Width of a handle.
pub(super) const HANDLE: f32 = 18.0;

/// A part on its way.
#[derive(Clone)]
struct Dragged {
    key: String,
    pointer: String,
}

/// What a part is held by.
pub(super) fn handle(ui: &mut Ui, cx: &mut Cx<'_>, form: &mut Form<'_>, condition: &Condition) {
    let at = condition.pointer.as_str();
    if form.known.tree.parent_of(at).is_none() {
        return;
    }
    let grip = RichText::new(icons::DOTS_SIX_VERTICAL).color(cx.theme.muted);
    let button = Button::new(grip).frame(false).sense(Sense::click_and_drag());
    let room = vec2(HANDLE, ui.spacing().interact_size.y);
    let centred = Layout::centered_and_justified(LayoutDirection::LeftToRight);
    let response = ui.allocate_ui_with_layout(room, centred, |ui| ui.add(button)).inner;
    let response = response.on_hover_cursor(CursorIcon::Grab);
    let response = response.on_hover_text("Drag to move, or Alt+Up and Alt+Down");
    let response = response.accessible_name(format!("Move condition {}", form.known.number(at)));
    if cx.own.condition.focus.take_if(|moved| *moved == format!("{}{at}", form.key)).is_some() {
        response.request_focus();
    }
    if response.clicked() {
        response.request_focus();
    }
    if response.has_focus() {
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        by_keys(ui, cx, form, at);
    }
    response.dnd_set_drag_payload(Dragged { key: form.key.clone(), pointer: at.to_owned() });
    if response.dragged()
        && let Some(pointer) = ui.input(|input| input.pointer.interact_pos())
    {
        let layer = LayerId::new(Order::Tooltip, Id::unique("dragged-condition"));
        let painter = ui.ctx().layer_painter(layer);
        let node = form.known.rule.node_at(at);
        let words =
            node.map(|node| crate::logic::describe_node(&form.known.rule, node.id)).unwrap_or_default();
        let words: String = words.chars().take(60).collect();
        let galley = painter.layout_no_wrap(words, FontId::proportional(12.0), cx.theme.text);
        let rect =
            Align2::LEFT_CENTER.anchor_size(pointer + vec2(16.0, 0.0), galley.size() + vec2(16.0, 10.0));
        painter.rect(
            rect,
            6,
            cx.theme.card,
            Stroke::new(1.0, cx.theme.accent),
            eframe::egui::StrokeKind::Inside,
        );
        painter.galley(rect.min + vec2(8.0, 5.0), galley, cx.theme.text);
    }
}

fn by_keys(ui: &Ui, cx: &mut Cx<'_>, form: &mut Form<'_>, at: &str) {
    for (id, key, direction) in [
        (CommandId::MoveActionUp, Key::ArrowUp, Direction::Up),
        (CommandId::MoveActionDown, Key::ArrowDown, Direction::Down),
    ] {
        // The same keys move the action, unless something in it has the focus.
        let is_asked = cx.take(id) || ui.input_mut(|input| input.consume_key(Modifiers::ALT, key));
        if is_asked && let Some(moved) = step(form.json, at, direction) {
            cx.own.condition.focus = Some(format!("{}{}", form.key, moved.pointer));
            form.set(Some(moved.rule));
        }
    }
}

/// A part that is dropped on the rectangle of another goes before or after it.
pub(super) fn drop_beside(
    ui: &Ui,
    cx: &Cx<'_>,
    form: &mut Form<'_>,
    rect: Rect,
    (group, position): (&str, usize),
) {
    let Some(pointer) = ui.input(|input| input.pointer.interact_pos()) else { return };
    let is_above = pointer.y < rect.center().y;
    let (y, place) =
        if is_above { (rect.top() - 2.0, position) } else { (rect.bottom() + 2.0, position + 1) };
    dropped(ui, cx, form, (rect, y), (group, place));
}

/// A part that is dropped on a rectangle goes to a place in a group, which a line shows.
pub(super) fn drop_at(ui: &Ui, cx: &Cx<'_>, form: &mut Form<'_>, rect: Rect, (group, place): (&str, usize)) {
    let y = if place == 0 { rect.bottom() } else { rect.top() };
    dropped(ui, cx, form, (rect, y), (group, place));
}

fn dropped(ui: &Ui, cx: &Cx<'_>, form: &mut Form<'_>, (rect, y): (Rect, f32), (group, place): (&str, usize)) {
    let Some(dragged) = DragAndDrop::payload::<Dragged>(ui.ctx()) else { return };
    if dragged.key != form.key || !ui.rect_contains_pointer(rect) {
        return;
    }
    let Some(moved) = move_into(form.json, &dragged.pointer, group, place) else {
        ui.set_cursor_icon(CursorIcon::NotAllowed);
        return;
    };
    ui.painter().hline(rect.x_range(), y, Stroke::new(2.0, cx.theme.accent));
    if ui.input(|input| input.pointer.any_released()) {
        DragAndDrop::clear_payload(ui.ctx());
        if moved.rule != *form.json {
            form.set(Some(moved.rule));
        }
    }
}
