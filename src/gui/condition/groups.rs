//! A group: how its parts are joined, the parts, and buttons for more of them.

use super::{Form, new_group, new_row, rows};
use crate::app::condition::{Condition, Direction, Group, Join, Part, add, move_item, remove};
use crate::app::condition::{set_join, unwrap, wrap};
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::theme::{CONTROL_RADIUS, Theme};
use eframe::egui::{Button, ComboBox, Frame, Margin, RichText, Ui};

/// Draws a group and what is in it.
pub(super) fn group(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    form: &mut Form<'_>,
    (condition, group): (&Condition, &Group),
    depth: usize,
) {
    form.count += 1;
    let number = form.count;
    frame(cx.theme, depth).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let fold = format!("{}/fold{}", form.key, condition.pointer);
        let is_folded = cx.own.is_folded(&fold);
        ui.horizontal(|ui| {
            head(ui, cx, form, (condition, group, number), &fold);
        });
        if is_folded {
            return;
        }
        for item in &group.items {
            ui.push_id(&item.pointer, |ui| match &item.part {
                Part::Group(inner) => self::group(ui, cx, form, (item, inner), depth + 1),
                _ => rows::part(ui, cx, form, item, depth + 1),
            });
        }
        ui.horizontal(|ui| {
            let row = ui.add(Button::new(format!("{} Condition", icons::PLUS)));
            if row.accessible_name(format!("Add a condition to group {number}")).clicked() {
                form.set(add(form.json, &condition.pointer, new_row()));
            }
            let inner = ui.add(Button::new(format!("{} Group", icons::PLUS)));
            if inner.accessible_name(format!("Add a group to group {number}")).clicked() {
                form.set(add(form.json, &condition.pointer, new_group()));
            }
        });
    });
}

/// The whole rule needs no frame; what is in it stands out from it.
fn frame(theme: Theme, depth: usize) -> Frame {
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
            }
        }
    });
    shown.response.accessible_name(format!("Group {number} joins"));
    let verb = if group.items.len() == 1 { "of this is true" } else { "of these are true" };
    let count = if is_folded { format!("{verb} · {} folded", group.items.len()) } else { verb.to_owned() };
    ui.label(RichText::new(count).color(cx.theme.muted));
    let name = format!("More for group {number}");
    rows::tail(ui, cx, form, condition, (&name, rows::STATE_WIDTH));
}

/// What can be done with any part.
pub(super) fn menu(ui: &mut Ui, form: &mut Form<'_>, condition: &Condition, name: &str) {
    let at = condition.pointer.as_str();
    let shown = ui.menu_button(RichText::new(icons::DOTS_THREE).size(15.0), |ui| {
        rows::kinds(ui, form, condition);
        for (text, direction) in [("Move up", Direction::Up), ("Move down", Direction::Down)] {
            let moved = move_item(form.json, at, direction);
            if ui.add_enabled(moved.is_some(), Button::new(text)).clicked() {
                form.set(moved);
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
    });
    shown.response.on_hover_text("More").accessible_name(name);
}
