//! Questions about the items of a list: how many, of which list, and what is asked of each, with the item to look at.

use super::known::ConditionState;
use super::live::{Item, short_value};
use super::{Form, Scope, drag, functions, groups, notes, picker, rows, whole};
use crate::app::condition::{Block, BlockKind, Condition, Operand, list_path, set_value};
use crate::engine::PartState;
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::widgets::controls::icon_button;
use crate::gui::widgets::popup_focus::focus_returns;
use crate::json::{Json, Object};
use eframe::egui::{ComboBox, RichText, Ui};

/// Draws a block and what it asks of the items.
pub(super) fn block(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    form: &mut Form<'_>,
    (condition, block): (&Condition, &Block),
    depth: usize,
) {
    let number = form.known.number(&condition.pointer);
    groups::frame(cx.theme, depth.max(1)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            drag::handle(ui, cx, form, condition);
            kind(ui, form, condition, block, number);
            let width = (ui.available_width() * 0.4).clamp(120.0, 280.0);
            list(ui, cx, form, &block.list, (&format!("Condition {number} list"), width));
            rows::tail(ui, cx, form, condition, (&format!("More for condition {number}"), rows::STATE_WIDTH));
        });
        functions::opened_operand(ui, cx, form, &block.list, &format!("Condition {number} list"));
        let Some(inner) = condition
            .inner
            .iter()
            .find(|inner| inner.pointer == format!("{}/{}/1", condition.pointer, block.kind.name()))
        else {
            return;
        };
        of_items(ui, cx, form, (&condition.pointer, &block.list), |ui, cx, form| {
            whole(ui, cx, form, inner, depth + 1);
        });
        notes::of_part(ui, cx, form, condition);
    });
}

fn kind(ui: &mut Ui, form: &mut Form<'_>, condition: &Condition, block: &Block, number: usize) {
    let combo = ComboBox::from_id_salt("kind").selected_text(block.kind.words()).width(128.0);
    let shown = combo.show_ui(ui, |ui| {
        for kind in BlockKind::ALL {
            if ui.selectable_label(kind == block.kind, kind.words()).clicked() && kind != block.kind {
                let args =
                    form.json.pointer(&format!("{}/{}", condition.pointer, block.kind.name())).cloned();
                let new = args.map(|args| Json::Object(Object::from_iter([(kind.name().to_owned(), args)])));
                form.set(new.and_then(|new| set_value(form.json, &condition.pointer, new)));
                ui.close();
            }
        }
    });
    focus_returns(ui, &shown.response);
    shown.response.accessible_name(format!("Condition {number} asks of items"));
}

/// The list: a field that holds one, or a function.
pub(super) fn list(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    form: &mut Form<'_>,
    list: &Operand,
    (name, width): (&str, f32),
) {
    match list.field() {
        Some(field) => {
            if let Some(path) = picker::field_picker(ui, cx, form, (name, &field.path), width) {
                form.set(set_value(form.json, &field.pointer, Json::str(path)));
            }
        }
        None => functions::closed(ui, cx, form, list, (name, width)),
    }
}

/// Draws what is about the items of a list, with the item that its values are shown of. `at` is the node that runs
/// over the list.
pub(super) fn of_items(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    form: &mut Form<'_>,
    (at, list): (&str, &Operand),
    draw: impl FnOnce(&mut Ui, &mut Cx<'_>, &mut Form<'_>),
) {
    let item = iteration_picker(ui, cx, form, at, list);
    let path = list_path(&list.json, form.scope.path.as_deref());
    let fields = path.as_deref().map(|path| cx.own.condition.fields_of_items(cx.state, path));
    let inner = Scope { fields: fields.unwrap_or_default(), path: Some(path.unwrap_or_default()), item };
    let outer = std::mem::replace(&mut form.scope, inner);
    draw(ui, cx, form);
    form.scope = outer;
}

/// Which item of a list is looked at: the chosen one, else the first for which the question holds.
fn iteration_picker(ui: &mut Ui, cx: &mut Cx<'_>, form: &Form<'_>, at: &str, list: &Operand) -> Item {
    let (Some(live), Some(node)) = (&form.known.live, form.known.id(at)) else {
        return Item::Nowhere;
    };
    let iterations = live.iterations(node, form.scope.item);
    let length = form.value(&list.pointer).and_then(|value| Some(value.as_array()?.len()));
    if iterations.is_empty() {
        let text = match length {
            Some(0) => "The list is empty on this event",
            _ => "No item was looked at on this event",
        };
        ui.label(RichText::new(text).size(11.5).color(cx.theme.muted));
        return Item::Nowhere;
    }
    let key = format!("{}{at}", form.key);
    let question = iterations.iter().position(|iteration| {
        let inner =
            form.known.id(&format!("{}/1", list.pointer.rsplit_once('/').map_or("", |(args, _)| args)));
        inner.is_some_and(|inner| live.state(inner, Item::Of(*iteration)) == PartState::True)
    });
    let picked =
        cx.own.condition.picks.get(&key).copied().or(question).unwrap_or_default().min(iterations.len() - 1);
    let item = live.item_of(iterations[picked]).unwrap_or(picked);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let number = form.known.number(at);
        let suffix = if number == 0 { String::new() } else { format!(" of condition {number}") };
        if ui
            .add_enabled_ui(picked > 0, |ui| {
                icon_button(ui, icons::CARET_LEFT, &format!("Previous item{suffix}"))
            })
            .inner
            .clicked()
        {
            pick(&mut cx.own.condition, &key, picked - 1);
        }
        let of = length.map_or_else(String::new, |length| format!(" of {length}"));
        ui.label(RichText::new(format!("Item {}{of}", item + 1)).size(11.5));
        let has_next = picked + 1 < iterations.len();
        if ui
            .add_enabled_ui(has_next, |ui| icon_button(ui, icons::CARET_RIGHT, &format!("Next item{suffix}")))
            .inner
            .clicked()
        {
            pick(&mut cx.own.condition, &key, picked + 1);
        }
        let value = form
            .value(&list.pointer)
            .and_then(|list| list.as_array()?.at(item).map(|(_, value)| short_value(value)));
        let value = value.filter(|value| !value.is_empty()).map(|value| format!("Shown for: {value}"));
        let skipped = length.filter(|length| *length > iterations.len());
        let skipped = skipped.map(|length| format!("{} not looked at", length - iterations.len()));
        let said: Vec<String> = value.into_iter().chain(skipped).collect();
        let text = RichText::new(said.join(" · ")).size(11.5).color(cx.theme.muted);
        ui.add(eframe::egui::Label::new(text).truncate());
    });
    Item::Of(iterations[picked])
}

fn pick(own: &mut ConditionState, key: &str, picked: usize) {
    // Lists inside of it are other lists now.
    own.picks.retain(|name, _| !name.starts_with(key) || name == key);
    own.picks.insert(key.to_owned(), picked);
}
