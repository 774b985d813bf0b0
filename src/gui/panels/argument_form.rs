//! The arguments of an action: the right field for each type, static or dynamic, and whatever else was found in the
//! file.

mod fixed;

use crate::app::Command;
use crate::catalog::{ActionType, catalog};
use crate::document::{ActionEdit, ArgumentEdit, DraftKey, Edit};
use crate::engine::StepReport;
use crate::gui::condition::{condition_editor, event_field_picker, is_condition};
use crate::gui::cx::Cx;
use crate::gui::widgets::card::{field_name, quiet};
use crate::gui::widgets::controls::{icon_button, line_field};
use crate::gui::widgets::json_draft::{json_field, unfinished};
use crate::gui::widgets::json_tree::short;
use crate::gui::{fonts, icons};
use crate::json::Json;
use crate::logic;
use crate::model::{Action, Argument, KindKey};
use eframe::egui::{Button, RichText, TextEdit, Ui};
use fixed::static_field;

pub(crate) fn argument_form(ui: &mut Ui, cx: &mut Cx<'_>, action: &Action, step: Option<&StepReport>) {
    let known = catalog().canonical_action(&action.kind);
    for (index, argument) in action.arguments.iter().enumerate() {
        ui.push_id(index, |ui| argument_ui(ui, cx, action, argument, known, step));
        ui.add_space(6.0);
    }
    missing(ui, cx, action, known);
    details(ui, cx, action);
    for assumption in known.map(|known| known.assumptions.as_slice()).unwrap_or_default() {
        quiet(ui, cx.theme, &format!("{} Assumption: {assumption}", icons::INFO));
    }
}

fn set(cx: &mut Cx<'_>, action: &Action, name: &str, edit: ArgumentEdit) {
    cx.push(Edit::Argument(action.id, name.to_owned(), edit));
}

fn argument_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    action: &Action,
    argument: &Argument,
    known: Option<&ActionType>,
    step: Option<&StepReport>,
) {
    let kind = known.and_then(|known| known.argument(&argument.name));
    let is_condition = action.is_filter() && argument.name == "condition";
    let raw = format!("raw/{}/{}", action.id.0, argument.name);
    let is_raw = cx.own.is_folded(&raw);
    ui.horizontal(|ui| {
        match kind {
            Some(kind) => {
                ui.label(RichText::new(&kind.title).font(fonts::strong(12.5)));
                ui.label(RichText::new(&argument.name).font(fonts::code(11.0)).color(cx.theme.muted));
            }
            None => name_field(ui, cx, action, &argument.name),
        }
        if !is_condition {
            let is_dynamic = argument.is_dynamic == Some(true);
            for (to, text, words) in [(false, "Fixed", "fixed"), (true, "From the event", "from the event")] {
                let button = ui.add(Button::selectable(is_dynamic == to && !is_raw, text));
                let button = button.accessible_name(format!("{}: {words}", argument.name));
                if button.clicked() {
                    cx.own.folded.remove(&raw);
                    set(cx, action, &argument.name, ArgumentEdit::IsDynamic(to));
                }
            }
            let json = ui.add(Button::selectable(is_raw, "JSON"));
            if json.accessible_name(format!("JSON of {}", argument.name)).clicked() {
                cx.own.toggle_fold(&raw);
            }
            if icon_button(ui, icons::TRASH, &format!("Remove {}", argument.name)).clicked() {
                set(cx, action, &argument.name, ArgumentEdit::Remove);
            }
        }
    });
    if let Some(kind) = kind {
        quiet(ui, cx.theme, &kind.doc);
    } else if known.is_some_and(|known| known.arguments_documented) {
        quiet(ui, cx.theme, "No source lists this argument; it is kept as it is.");
    }
    if is_raw && !is_condition {
        let key = DraftKey::argument(action.id, &argument.name);
        if let Some(value) = json_field(ui, cx, &key, &argument.value, 3) {
            set(cx, action, &argument.name, ArgumentEdit::Value(value));
        }
    } else if is_condition || argument.is_dynamic == Some(true) {
        rule_field(ui, cx, action, argument, step);
    } else {
        static_field(ui, cx, action, argument, kind);
    }
    resolved(ui, cx, argument, step);
}

/// The name of an argument that no source lists: it can be any.
fn name_field(ui: &mut Ui, cx: &mut Cx<'_>, action: &Action, name: &str) {
    let mut text = name.to_owned();
    let edit = TextEdit::singleline(&mut text).font(fonts::code(12.0)).desired_width(160.0);
    // Its place in the form, not its name, tells it apart: the name changes with each key.
    let response = ui.push_id("argument-name", |ui| ui.add(edit)).inner;
    let response = response.accessible_name(format!("Name of argument {name}"));
    if response.changed() {
        set(cx, action, name, ArgumentEdit::Rename(text));
    }
    if response.lost_focus() {
        cx.push(Command::EndBurst);
    }
}

/// The value that the action gets on the shown event.
fn resolved(ui: &mut Ui, cx: &Cx<'_>, argument: &Argument, step: Option<&StepReport>) {
    let report = step.and_then(|step| step.arguments.iter().find(|report| report.name == argument.name));
    if let (Some(true), Some(value)) = (argument.is_dynamic, report.and_then(|report| report.value.as_ref()))
    {
        let text = format!("{} {value} on this event", icons::ARROW_RIGHT);
        ui.label(RichText::new(text).font(fonts::code(11.5)).color(cx.theme.muted));
    }
}

fn rule_field(ui: &mut Ui, cx: &mut Cx<'_>, action: &Action, argument: &Argument, step: Option<&StepReport>) {
    let is_filter = action.is_filter() && argument.name == "condition";
    if is_filter || is_condition(&argument.value) {
        let report = step.and_then(|step| step.condition.as_ref()).filter(|_| is_filter);
        return condition_editor(ui, cx, action, argument, report);
    }
    if let Some(path) = plain_path(&argument.value) {
        event_field(ui, cx, action, argument, path);
        // A step that was not reached has resolved nothing.
        let has_run =
            step.is_some_and(|step| step.arguments.iter().any(|report| report.name == argument.name));
        if !path.is_empty() && !has_run {
            on_event(ui, cx, path);
        }
        return;
    }
    let rule = logic::parse(&argument.value);
    ui.add(eframe::egui::Label::new(RichText::new(logic::describe(&rule))).wrap());
    let key = DraftKey::argument(action.id, &argument.name);
    if let Some(value) = json_field(ui, cx, &key, &argument.value, 3) {
        set(cx, action, &argument.name, ArgumentEdit::Value(value));
    }
    for finding in rule.findings() {
        let text = format!("{} {}", icons::WARNING, finding.message);
        ui.label(RichText::new(text).color(cx.theme.warn).size(11.5));
    }
}

/// The path of a rule that only reads a field; a fixed value has none yet.
fn plain_path(value: &Json) -> Option<&str> {
    match value {
        Json::Object(object) if object.len() == 1 => object.get("var")?.as_str(),
        Json::Object(_) | Json::Array(_) => None,
        _ => Some(""),
    }
}

/// A field of the event, picked from those that are known.
fn event_field(ui: &mut Ui, cx: &mut Cx<'_>, action: &Action, argument: &Argument, path: &str) {
    const WIDTH: f32 = 360.0;
    let name = format!("{}: field", argument.name);
    ui.horizontal_wrapped(|ui| {
        let width = WIDTH.min(ui.available_width());
        if let Some(path) = event_field_picker(ui, cx, &name, path, width) {
            let rule = Json::from(serde_json::json!({ "var": path }));
            set(cx, action, &argument.name, ArgumentEdit::Value(rule));
        }
        // A fixed value is a rule, too: one that is the same for every event.
        let is_fixed = !matches!(argument.value, Json::Object(_));
        if is_fixed && !matches!(argument.value.as_str(), Some("")) && argument.value != Json::Null {
            let text = format!("Until then it is always {}", short(&argument.value));
            ui.label(RichText::new(text).size(11.5).color(cx.theme.muted));
        }
    });
    unfinished_text(ui, cx, action, argument);
}

/// What a field is on the shown event.
fn on_event(ui: &mut Ui, cx: &Cx<'_>, path: &str) {
    let Some(context) = cx.state.shown_trigger().and_then(|trigger| cx.state.context_of(trigger)) else {
        return;
    };
    let value = context.data.pointer(&format!("/{}", path.replace('.', "/")));
    let said = value.map_or_else(|| "nothing".to_owned(), short);
    let text = format!("{} {said} on this event", icons::ARROW_RIGHT);
    ui.label(RichText::new(text).font(fonts::code(11.5)).color(cx.theme.muted));
}

/// Half-typed JSON of an argument that is shown in another form.
fn unfinished_text(ui: &mut Ui, cx: &mut Cx<'_>, action: &Action, argument: &Argument) {
    if unfinished(ui, cx, &DraftKey::argument(action.id, &argument.name)) {
        cx.own.folded.insert(format!("raw/{}/{}", action.id.0, argument.name));
    }
}

/// Arguments that the type knows and the action does not have, and one of any name.
fn missing(ui: &mut Ui, cx: &mut Cx<'_>, action: &Action, known: Option<&ActionType>) {
    let kinds = known.map(|known| known.arguments.as_slice()).unwrap_or_default();
    field_name(ui, cx.theme, "Add an argument");
    ui.horizontal_wrapped(|ui| {
        for kind in kinds.iter().filter(|kind| action.argument(&kind.name).is_none()) {
            let button = ui.button(format!("{} {}", icons::PLUS, kind.name)).on_hover_text(&kind.doc);
            if button.accessible_name(format!("Add argument {}", kind.name)).clicked() {
                let value = if action.is_filter() { empty_condition() } else { Json::str("") };
                let argument = Argument { name: kind.name.clone(), value, ..Argument::default() };
                cx.push(Edit::Action(action.id, ActionEdit::AddArgument(argument)));
            }
        }
        let other = ui.button(format!("{} Another", icons::PLUS));
        let other = other.on_hover_text("An argument that the catalogue does not list");
        if other.accessible_name("Add another argument").clicked() {
            let mut names = (1..).map(|number: usize| format!("argument_{number}"));
            let name = names.find(|name| action.argument(name).is_none()).unwrap_or_default();
            let argument = Argument { name, value: Json::str(""), ..Argument::default() };
            cx.push(Edit::Action(action.id, ActionEdit::AddArgument(argument)));
        }
    });
}

/// What people say of the action.
fn details(ui: &mut Ui, cx: &mut Cx<'_>, action: &Action) {
    let fold = "action-details";
    let is_open = cx.own.is_folded(fold);
    let caret = if is_open { icons::CARET_DOWN } else { icons::CARET_RIGHT };
    let words = RichText::new(format!("{caret} Description and notes")).size(11.5).color(cx.theme.muted);
    let toggle = ui.add(Button::new(words).frame(false));
    if toggle.accessible_name("Description and notes of the action").clicked() {
        cx.own.toggle_fold(fold);
    }
    if !is_open {
        return;
    }
    let some = |text: String| (!text.is_empty()).then_some(text);
    if action.kind_key == KindKey::Uuid {
        let label = action.label.as_deref().unwrap_or_default();
        text_row(ui, cx, action, ("Display name", label), |text| ActionEdit::Label(some(text)));
    }
    let description = action.description.as_deref().unwrap_or_default();
    text_row(ui, cx, action, ("Action description", description), |text| ActionEdit::Description(some(text)));
    let notes = action.notes.as_deref().unwrap_or_default();
    text_row(ui, cx, action, ("Action notes", notes), |text| ActionEdit::Notes(some(text)));
}

fn text_row(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    action: &Action,
    (name, text): (&str, &str),
    edit: impl Fn(String) -> ActionEdit,
) {
    field_name(ui, cx.theme, name);
    let (response, changed) = line_field(ui, name, text, "empty");
    if let Some(text) = changed {
        cx.push(Edit::Action(action.id, edit(text)));
    }
    if response.lost_focus() {
        cx.push(Command::EndBurst);
    }
}

/// A condition to begin with.
fn empty_condition() -> Json {
    Json::from(serde_json::json!({"==": [{"var": "tier_handle"}, "gold"]}))
}
