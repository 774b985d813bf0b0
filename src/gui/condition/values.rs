//! The fields of a row's values, by their type: text, numbers, true and false, lists, other fields.

use super::{Form, functions, picker};
use crate::app::Command;
use crate::app::condition::{Operand, Row, fitting_value, set_value};
use crate::document::DraftKey;
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::widgets::json_draft::{number_text, number_typed};
use crate::gui::widgets::json_tree::short;
use crate::gui::widgets::popup_focus::focus_returns;
use crate::json::Json;
use eframe::egui::{Align, Button, ComboBox, Layout, Response, RichText, TextEdit, Ui, vec2};

/// A field for a value.
pub(super) fn value(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    form: &mut Form<'_>,
    (path, operand): (&str, &Operand),
    name: &str,
    width: f32,
) {
    if let Some(field) = operand.field() {
        if let Some(path) = picker::field_picker(ui, cx, form, (name, &field.path), width) {
            form.set(set_value(form.json, &field.pointer, Json::str(path)));
        }
        return;
    }
    match &operand.json {
        Json::Array(_) | Json::Object(_) => functions::closed(ui, cx, form, operand, (name, width)),
        json => {
            let offered = offered(form, path, json);
            // Room for the caret that offers values.
            let width = if offered.is_empty() { width } else { width - 26.0 };
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 2.0;
                if let Some((json, is_typing)) =
                    scalar(ui, cx, form, (operand.pointer.as_str(), json), name, width)
                {
                    let new = set_value(form.json, &operand.pointer, json);
                    form.set_as(new, is_typing);
                }
                if let Some(json) = offer(ui, &offered, name) {
                    form.set(set_value(form.json, &operand.pointer, json));
                }
            });
        }
    }
}

/// Values of the samples that are not there yet; true and false have a menu of their own.
fn offered(form: &Form<'_>, path: &str, current: &Json) -> Vec<Json> {
    if matches!(current, Json::Bool(_)) {
        return Vec::new();
    }
    form.field(path).map(|known| known.values.clone()).unwrap_or_default()
}

fn offer(ui: &mut Ui, offered: &[Json], name: &str) -> Option<Json> {
    if offered.is_empty() {
        return None;
    }
    let mut chosen = None;
    let caret = RichText::new(icons::CARET_DOWN).size(11.0);
    let shown = ui.menu_button(caret, |ui| {
        ui.label(RichText::new("In the samples").size(11.0).weak());
        for value in offered {
            if ui.button(short(value)).clicked() {
                chosen = Some(value.clone());
                ui.close();
            }
        }
    });
    focus_returns(ui, &shown.response);
    shown.response.on_hover_text("Values of the samples").accessible_name(format!("{name}: samples"));
    chosen
}

/// The new value, and whether it was typed.
fn scalar(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    form: &Form<'_>,
    (pointer, json): (&str, &Json),
    name: &str,
    width: f32,
) -> Option<(Json, bool)> {
    match json {
        Json::Bool(flag) => truth(ui, *flag, name).map(|flag| (Json::Bool(flag), false)),
        Json::Null => {
            let button = ui.button(RichText::new("nothing (null)").color(cx.theme.muted));
            let clicked =
                button.on_hover_text("Click to compare with a value").accessible_name(name).clicked();
            clicked.then(|| (Json::str(""), false))
        }
        Json::Number(number) => {
            number_field(ui, cx, DraftKey::part(&form.draft, pointer), number.as_text(), (name, width))
                .map(|json| (json, true))
        }
        other => {
            let mut text = other.as_str().unwrap_or_default().to_owned();
            let edit = TextEdit::singleline(&mut text).hint_text("empty text").desired_width(width - 8.0);
            let response = ui.add(edit).accessible_name(name);
            take_focus(cx, &DraftKey::part(&form.draft, pointer), &response);
            if response.lost_focus() {
                cx.push(Command::EndBurst);
            }
            response.changed().then(|| (Json::str(text), true))
        }
    }
}

fn truth(ui: &mut Ui, is_true: bool, name: &str) -> Option<bool> {
    let mut chosen = None;
    let word = |flag: bool| if flag { "true" } else { "false" };
    let combo = ComboBox::from_id_salt(name).selected_text(word(is_true)).width(70.0);
    let shown = combo.show_ui(ui, |ui| {
        for flag in [true, false] {
            if ui.selectable_label(flag == is_true, word(flag)).clicked() && flag != is_true {
                chosen = Some(flag);
                ui.close();
            }
        }
    });
    focus_returns(ui, &shown.response);
    shown.response.accessible_name(name);
    chosen
}

/// Text that is a number; what is none yet stays a draft, and the rule as it was.
fn number_field(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    key: DraftKey,
    spelling: &str,
    (name, width): (&str, f32),
) -> Option<Json> {
    let (mut text, is_wrong) = number_text(cx, Some(&key), spelling);
    let mut edit = TextEdit::singleline(&mut text).desired_width(width - 8.0);
    if is_wrong {
        edit = edit.text_color(cx.theme.bad);
    }
    let response = ui.add(edit).accessible_name(name);
    take_focus(cx, &key, &response);
    if response.lost_focus() {
        cx.push(Command::EndBurst);
    }
    if is_wrong {
        let hint = "This is no number yet; the rule keeps the last one. To compare with text, use the menu of the row.";
        response.clone().on_hover_text(hint);
    }
    if response.changed() { number_typed(cx, Some(key), text) } else { None }
}

/// A field that was just added is typed into.
fn take_focus(cx: &mut Cx<'_>, key: &DraftKey, response: &Response) {
    if cx.own.condition.added.take_if(|added| added == key).is_some() {
        response.request_focus();
    }
}

/// Items side by side, each with its own field.
pub(super) fn list(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    form: &mut Form<'_>,
    (row, operand, items): (&Row, &Operand, &[Json]),
    name: &str,
) {
    const ITEM_WIDTH: f32 = 76.0;
    let at = operand.pointer.as_str();
    let size = vec2(ITEM_WIDTH + 30.0, ui.spacing().interact_size.y);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(2.0, 4.0);
        for (position, item) in items.iter().enumerate() {
            let names = (format!("{name} {}", position + 1), format!("{at}/{position}"));
            // A value and its button stay together.
            ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
                ui.push_id(position, |ui| list_item(ui, cx, form, (item, &names.0, &names.1), ITEM_WIDTH));
            });
        }
        let known = form.field(&row.field.path);
        let unused = known.and_then(|known| known.values.iter().find(|value| !items.contains(value)));
        let next = unused.cloned().unwrap_or_else(|| match items.last() {
            Some(Json::Number(_)) => Json::int(0),
            Some(_) => Json::str(""),
            None => fitting_value(known, None),
        });
        let more = ui.add(Button::new(icons::PLUS)).on_hover_text("Add a value");
        if more.accessible_name(format!("Add to {name}")).clicked() {
            cx.own.condition.added = Some(DraftKey::part(&form.draft, format!("{at}/{}", items.len())));
            let items = items.iter().cloned().chain([next]).collect();
            form.set(set_value(form.json, at, Json::Array(items)));
        }
    });
}

fn list_item(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    form: &mut Form<'_>,
    (item, name, pointer): (&Json, &str, &str),
    width: f32,
) {
    if let Some((json, is_typing)) = scalar(ui, cx, form, (pointer, item), name, width) {
        let new = set_value(form.json, pointer, json);
        form.set_as(new, is_typing);
    }
    let remove = Button::new(RichText::new(icons::X).size(11.0)).frame_when_inactive(false);
    let remove = ui.add(remove).on_hover_text("Remove it from the list");
    if remove.accessible_name(format!("Remove {name}")).clicked()
        && let Some((list, position)) = pointer.rsplit_once('/')
        && let Some(mut left) = form.json.pointer(list).and_then(Json::as_array).map(<[Json]>::to_vec)
        && let Ok(position) = position.parse::<usize>()
        && position < left.len()
    {
        left.remove(position);
        form.set(set_value(form.json, list, Json::Array(left)));
    }
}
