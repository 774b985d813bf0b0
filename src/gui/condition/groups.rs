//! A group: how its parts are joined, the parts, and buttons for more of them.

use super::live::Item;
use super::{Form, block_for, drag, marked, new_group, new_row, rows};
use crate::app::condition::{Condition, Direction, Group, Join, add, remove, step};
use crate::app::condition::{set_join, unwrap, wrap};
use crate::app::{Command, Wanted};
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::theme::{CONTROL_RADIUS, Theme};
use crate::gui::widgets::popup_focus::focus_returns;
use eframe::egui::{Button, ComboBox, Frame, Margin, Rect, RichText, Ui, vec2};

/// From this many parts on, those that cannot be seen are not drawn.
const MANY: usize = 40;
/// The height of a part that was never drawn.
const ROW_HEIGHT: f32 = 30.0;

/// Draws a group and what is in it.
pub(super) fn group(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    form: &mut Form<'_>,
    (condition, group): (&Condition, &Group),
    depth: usize,
) {
    let at = condition.pointer.as_str();
    let number = form.known.number(at);
    frame(cx.theme, depth).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let fold = format!("{}/fold{at}", form.key);
        let is_folded = cx.own.is_folded(&fold);
        let shown = ui.horizontal(|ui| head(ui, cx, form, (condition, group, number), &fold));
        drag::drop_at(ui, cx, form, shown.response.rect, (at, 0));
        if is_folded {
            return;
        }
        for (position, item) in group.items.iter().enumerate() {
            seen(ui, cx, form, item, |ui, cx, form| {
                rows::part(ui, cx, form, item, depth + 1);
                if item.group().is_none() {
                    drag::drop_beside(ui, cx, form, ui.min_rect(), (at, position));
                }
            });
        }
        let shown = ui.horizontal(|ui| more(ui, cx, form, at, number));
        drag::drop_at(ui, cx, form, shown.response.rect, (at, group.items.len()));
    });
}

/// Draws a part, or leaves its room free while it is out of sight.
fn seen(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    form: &mut Form<'_>,
    item: &Condition,
    draw: impl FnOnce(&mut Ui, &mut Cx<'_>, &mut Form<'_>),
) {
    if form.known.part_count() < MANY {
        ui.push_id(&item.pointer, |ui| draw(ui, cx, form));
        return;
    }
    let known = cx.own.condition.heights.parts.get(&item.pointer).copied();
    let height = known.unwrap_or_else(|| {
        ROW_HEIGHT * (parts_in(item) as f32) + if item.group().is_some() { 44.0 } else { 0.0 }
    });
    let room = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), height));
    // A part that has the keyboard stays, or what is typed would be lost.
    let has_keyboard = ui.text_edit_focused() && known.is_some() && ui.is_rect_visible(room.expand(2000.0));
    let is_left_out = !ui.is_rect_visible(room.expand(100.0)) && !has_keyboard;
    if is_left_out && !marked::is_wanted(cx, form, item) {
        ui.allocate_space(room.size());
        return;
    }
    let shown = ui.push_id(&item.pointer, |ui| draw(ui, cx, form));
    cx.own.condition.heights.parts.insert(item.pointer.clone(), shown.response.rect.height());
}

fn parts_in(condition: &Condition) -> usize {
    1 + condition.items().iter().chain(&condition.inner).map(parts_in).sum::<usize>()
}

/// Buttons for more parts.
fn more(ui: &mut Ui, cx: &mut Cx<'_>, form: &mut Form<'_>, at: &str, number: usize) {
    let quiet = |text: &str| {
        Button::new(RichText::new(format!("{} {text}", icons::PLUS)).color(cx.theme.muted))
            .frame_when_inactive(false)
    };
    let row = ui.add(quiet("Condition"));
    if row.accessible_name(format!("Add a condition to group {number}")).clicked() {
        form.set(add(form.json, at, new_row()));
    }
    let inner = ui.add(quiet("Group"));
    if inner.accessible_name(format!("Add a group to group {number}")).clicked() {
        form.set(add(form.json, at, new_group()));
    }
    let items = ui.add(quiet("Question about list items"));
    if items.accessible_name(format!("Add a list question to group {number}")).clicked() {
        form.set(add(form.json, at, block_for(&form.scope.fields)));
    }
}

/// The whole rule needs no frame; what is in it stands out from it.
pub(super) fn frame(theme: Theme, depth: usize) -> Frame {
    if depth == 0 {
        return Frame::new();
    }
    Frame::new()
        .fill(theme.card)
        .stroke(theme.hairline())
        .corner_radius(CONTROL_RADIUS)
        .inner_margin(Margin::symmetric(8, 6))
}

fn head(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    form: &mut Form<'_>,
    (condition, group, number): (&Condition, &Group, usize),
    fold: &str,
) {
    drag::handle(ui, cx, form, condition);
    let is_folded = cx.own.is_folded(fold);
    let caret = if is_folded { icons::CARET_RIGHT } else { icons::CARET_DOWN };
    let name = if is_folded { "Open" } else { "Fold" };
    let button = ui.add(Button::new(caret).frame(false)).on_hover_text(format!("{name} the group"));
    if button.accessible_name(format!("{name} group {number}")).clicked() {
        cx.own.toggle_fold(fold);
    }
    let combo = ComboBox::from_id_salt("join").selected_text(group.join.word()).width(72.0);
    let shown = combo.show_ui(ui, |ui| {
        for join in Join::ALL {
            if ui.selectable_label(join == group.join, format!("{} of these", join.word())).clicked() {
                form.set(set_join(form.json, &condition.pointer, join));
                ui.close();
            }
        }
    });
    focus_returns(ui, &shown.response);
    shown.response.accessible_name(format!("Group {number} joins"));
    let verb = if group.items.len() == 1 { "of this is true" } else { "of these are true" };
    let count = if is_folded { format!("{verb} · {} folded", group.items.len()) } else { verb.to_owned() };
    ui.label(RichText::new(count).color(cx.theme.muted));
    let name = format!("More for group {number}");
    rows::tail(ui, cx, form, condition, (&name, rows::STATE_WIDTH));
}

/// What can be done with any part.
pub(super) fn menu(ui: &mut Ui, cx: &mut Cx<'_>, form: &mut Form<'_>, condition: &Condition, name: &str) {
    let at = condition.pointer.as_str();
    let shown = ui.menu_button(RichText::new(icons::DOTS_THREE).size(15.0), |ui| {
        rows::kinds(ui, form, condition);
        make_context(ui, cx, form, at);
        for (text, direction) in [("Move up", Direction::Up), ("Move down", Direction::Down)] {
            let moved = step(form.json, at, direction);
            if ui.add_enabled(moved.is_some(), Button::new(text)).clicked() {
                form.set(moved.map(|moved| moved.rule));
            }
        }
        ui.separator();
        for join in Join::ALL {
            let text = format!("Put into a group: {} of", join.word().to_lowercase());
            if ui.button(text).clicked() {
                form.set(wrap(form.json, at, join));
            }
        }
        if condition.group().is_some() {
            let unwrapped = unwrap(form.json, at);
            let button = ui.add_enabled(unwrapped.is_some(), Button::new("Take out of this group"));
            if button.on_disabled_hover_text("There is no group around it for several parts").clicked() {
                form.set(unwrapped);
            }
        }
        ui.separator();
        if ui.button("Remove").clicked() {
            form.set(remove(form.json, at));
        }
        // A key chooses without the click that would close the list.
        if form.change.is_some() {
            ui.close();
        }
    });
    focus_returns(ui, &shown.response);
    shown.response.on_hover_text("More").accessible_name(name);
}

/// Contexts in which a part is one way or the other. Inside of a list it would be about the list's items.
fn make_context(ui: &mut Ui, cx: &mut Cx<'_>, form: &Form<'_>, at: &str) {
    let Some(action) = form.filter.filter(|_| form.scope.item == Item::Outside) else { return };
    for (text, holds) in
        [("Make a context where this is true…", true), ("Make a context where this is false…", false)]
    {
        if ui.button(text).clicked() {
            cx.push(Command::FindChange(Wanted::Part { action, pointer: at.to_owned(), holds }));
            ui.close();
        }
    }
    ui.separator();
}
