//! A scheduled reaction: its head, its schedule and query as the catalogue knows them, its actions, and every other key.

use super::trigger_editor::{add_action_button, chain_cards};
use crate::app::Command;
use crate::catalog::catalog;
use crate::document::{AutomationEdit, ChainId, Edit, JsonEdit, automation};
use crate::gui::cx::Cx;
use crate::gui::widgets::card::{card, field_name, heading, quiet};
use crate::gui::widgets::controls::line_field;
use crate::gui::widgets::json_edit::json_edit;
use crate::gui::{fonts, icons};
use crate::json::{Json, Object};
use crate::model::{Automation, AutomationId};
use eframe::egui::{Align, ComboBox, Layout, ScrollArea, TextEdit, Ui};

/// Keys that have a field of their own above the tree of the others.
const OWN_FIELDS: [&str; 12] = [
    "name",
    "description",
    "notes",
    "is_active",
    "actions",
    "type",
    "frequency",
    "slot",
    "date",
    "run_at",
    "query_type",
    "query",
];

pub(super) fn automation_editor(ui: &mut Ui, cx: &mut Cx<'_>, id: AutomationId) {
    let Some(automation) = automation(cx.workspace(), id) else { return };
    ScrollArea::vertical().id_salt("automation").auto_shrink(false).show(ui, |ui| {
        card(cx.theme, false).show(ui, |ui| {
            ui.set_width(ui.available_width());
            head(ui, cx, automation);
        });
        ui.add_space(8.0);
        card(cx.theme, false).show(ui, |ui| {
            ui.set_width(ui.available_width());
            schedule(ui, cx, automation);
        });
        ui.add_space(8.0);
        chain_cards(ui, cx, ChainId::Automation(id), None, true);
        ui.add_space(4.0);
        add_action_button(ui, cx);
        ui.add_space(8.0);
        card(cx.theme, false).show(ui, |ui| {
            ui.set_width(ui.available_width());
            heading(ui, "Everything else");
            quiet(ui, cx.theme, "Keys that have no field above; they are kept as they are.");
            let rest = other_keys(&automation.source, &OWN_FIELDS);
            if let Some(change) = json_edit(ui, cx, &format!("automation/{}", id.0), &rest) {
                edit(cx, id, AutomationEdit::At(change));
            }
        });
        ui.add_space(24.0);
    });
}

/// The keys of an object's JSON that have no field of their own.
pub(super) fn other_keys(source: &Json, own: &[&str]) -> Json {
    let entries = source.as_object().into_iter().flat_map(Object::iter);
    let rest = entries.filter(|(key, _)| !own.contains(key));
    Json::Object(rest.map(|(key, value)| (key.to_owned(), value.clone())).collect())
}

fn edit(cx: &mut Cx<'_>, id: AutomationId, edit: AutomationEdit) {
    cx.push(Edit::Automation(id, edit));
}

fn head(ui: &mut Ui, cx: &mut Cx<'_>, automation: &Automation) {
    let id = automation.id;
    ui.horizontal(|ui| {
        let mut name = automation.name.clone();
        let width = (ui.available_width() - 110.0).max(160.0);
        let field = TextEdit::singleline(&mut name).font(fonts::strong(18.0)).desired_width(width);
        let response = ui.add(field.hint_text("Name this automation")).accessible_name("Automation name");
        if cx.own.focus.take_if(|focus| *focus == "name").is_some() {
            response.request_focus();
        }
        if response.changed() {
            edit(cx, id, AutomationEdit::Name(name));
        }
        if response.lost_focus() {
            cx.push(Command::EndBurst);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let mut is_active = automation.is_active != Some(false);
            if ui.checkbox(&mut is_active, "Active").on_hover_text("Whether the server runs it").changed() {
                edit(cx, id, AutomationEdit::IsActive(Some(is_active)));
            }
        });
    });
    field_name(ui, cx.theme, "Description");
    let description = automation.description.as_deref().unwrap_or_default();
    if let (_, Some(text)) = line_field(ui, "Automation description", description, "What it is for") {
        edit(cx, id, AutomationEdit::Description((!text.is_empty()).then_some(text)));
    }
    text_field(ui, cx, automation, ("notes", "Internal notes", "Only for your team"));
}

fn schedule(ui: &mut Ui, cx: &mut Cx<'_>, automation: &Automation) {
    let known = &catalog().schedules;
    heading(ui, "When, and for whom");
    quiet(ui, cx.theme, &known.doc);
    ui.horizontal_wrapped(|ui| {
        choice(ui, cx, automation, ("type", "Type"), &known.types);
        choice(ui, cx, automation, ("frequency", "Frequency"), &known.frequencies);
        choice(ui, cx, automation, ("slot", "Slot"), &known.slots);
    });
    for field in [
        ("date", "Date", "2026-03-31"),
        ("run_at", "Run at", "9"),
        ("query_type", "Query type", "as the server names it"),
        ("query", "Query", "which profiles it is for"),
    ] {
        text_field(ui, cx, automation, field);
    }
    quiet(ui, cx.theme, &format!("{} {}", icons::INFO, known.note));
}

/// The text of a key; anything else as it is spelled.
fn text_of(automation: &Automation, key: &str) -> String {
    match automation.source.get(key) {
        None | Some(Json::Null) => String::new(),
        Some(Json::String(text)) => text.clone(),
        Some(Json::Number(number)) => number.as_text().to_owned(),
        Some(other) => other.to_value().to_string(),
    }
}

fn set(cx: &mut Cx<'_>, automation: &Automation, key: &str, text: &str) {
    let before = automation.source.get(key);
    let value = match before {
        _ if text.is_empty() => Json::Null,
        // `run_at` is a number to the API; text that spells none stays text and is not lost.
        _ if key == "run_at" || matches!(before, Some(Json::Number(_))) => {
            Json::number(text).unwrap_or_else(|| Json::str(text))
        }
        _ => Json::str(text),
    };
    edit(cx, automation.id, AutomationEdit::At(JsonEdit::Set(format!("/{key}"), value)));
}

fn choice(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    automation: &Automation,
    (key, title): (&str, &str),
    values: &[String],
) {
    ui.vertical(|ui| {
        field_name(ui, cx.theme, title);
        let current = text_of(automation, key);
        let shown = if current.is_empty() { "not set" } else { current.as_str() };
        let combo = ComboBox::from_id_salt(key).selected_text(shown).width(160.0).show_ui(ui, |ui| {
            if ui.selectable_label(current.is_empty(), "not set").clicked() {
                set(cx, automation, key, "");
            }
            for value in values {
                if ui.selectable_label(current == *value, value).clicked() {
                    set(cx, automation, key, value);
                }
            }
        });
        combo.response.accessible_name(title);
    });
}

fn text_field(ui: &mut Ui, cx: &mut Cx<'_>, automation: &Automation, (key, title, hint): (&str, &str, &str)) {
    field_name(ui, cx.theme, title);
    let is_structured = matches!(automation.source.get(key), Some(Json::Object(_) | Json::Array(_)));
    if is_structured {
        let value = automation.source.get(key).cloned().unwrap_or_default();
        let scope = format!("automation/{}/{key}", automation.id.0);
        if let Some(change) = json_edit(ui, cx, &scope, &value) {
            edit(cx, automation.id, AutomationEdit::At(JsonEdit::below(change, &format!("/{key}"))));
        }
        return;
    }
    let (response, changed) = line_field(ui, title, &text_of(automation, key), hint);
    if let Some(text) = changed {
        set(cx, automation, key, &text);
    }
    if response.lost_focus() {
        cx.push(Command::EndBurst);
    }
}
