//! The arguments of an action: the right field for each type, static or dynamic, and whatever else was found in the
//! file.

use crate::app::Command;
use crate::catalog::{ActionType, ArgumentKind, ArgumentType, catalog};
use crate::document::{ActionEdit, ArgumentEdit, DraftKey, Edit};
use crate::engine::StepReport;
use crate::gui::condition::{condition_editor, is_condition};
use crate::gui::cx::Cx;
use crate::gui::widgets::card::{field_name, quiet};
use crate::gui::widgets::controls::{icon_button, line_field};
use crate::gui::widgets::json_draft::{json_field, problem_line};
use crate::gui::{fonts, icons};
use crate::json::Json;
use crate::logic;
use crate::model::{Action, Argument, KindKey, USUAL_ZONES, Workspace};
use eframe::egui::{Button, ComboBox, RichText, TextEdit, Ui};

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
                let button = ui.add(Button::selectable(is_dynamic == to, text));
                let button = button.accessible_name(format!("{}: {words}", argument.name));
                if button.clicked() && is_dynamic != to {
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

fn static_field(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    action: &Action,
    argument: &Argument,
    kind: Option<&ArgumentType>,
) {
    let choices = kind.map(|kind| choices(cx, kind)).unwrap_or_default();
    let format = kind.and_then(|kind| kind.format.as_deref());
    let name = argument.name.as_str();
    match (&argument.value, kind.map(|kind| kind.kind)) {
        (Json::Object(_) | Json::Array(_), _) | (_, Some(ArgumentKind::Json)) => {
            let key = DraftKey::argument(action.id, name);
            if let Some(value) = json_field(ui, cx, &key, &argument.value, 2) {
                set(cx, action, name, ArgumentEdit::Value(value));
            }
        }
        (value, kind) => {
            ui.horizontal(|ui| {
                if !choices.is_empty() {
                    picker(ui, cx, action, argument, &choices);
                }
                scalar_field(ui, cx, action, (name, value), kind);
            });
            if let Some(problem) = form_problem(value, kind, format) {
                problem_line(ui, cx.theme, &problem);
            }
        }
    }
}

/// What does not fit the type, in words; a rule's text and an empty field are left alone.
fn form_problem(value: &Json, kind: Option<ArgumentKind>, format: Option<&str>) -> Option<String> {
    let text = value.as_str().filter(|text| !text.is_empty())?;
    match kind? {
        ArgumentKind::Timezone if jiff::tz::TimeZone::get(text).is_err() => {
            Some(format!("'{text}' is no time zone, such as Australia/Melbourne"))
        }
        ArgumentKind::Datetime if text.parse::<jiff::civil::DateTime>().is_err() => {
            let format = format.unwrap_or("Y-m-d H:i:s");
            Some(format!("Not a date and time in PHP's format {format}, such as 2026-03-31 23:59:59"))
        }
        ArgumentKind::Number | ArgumentKind::Integer if Json::number(text).is_none() => {
            Some("Not a number".to_owned())
        }
        _ => None,
    }
}

/// Handles and names that fit, from the workspace.
fn choices(cx: &Cx<'_>, kind: &ArgumentType) -> Vec<(String, String)> {
    let workspace = cx.workspace();
    match kind.kind {
        ArgumentKind::Target => {
            workspace.targets.iter().map(|target| (target.handle.clone(), target.name.clone())).collect()
        }
        ArgumentKind::Definition => {
            let of_kind =
                kind.definition_kind.into_iter().flat_map(|kind| workspace.definitions.of_kind(kind));
            of_kind.map(|found| (found.handle.clone(), found.name.clone().unwrap_or_default())).collect()
        }
        ArgumentKind::Enum => kind.values.iter().map(|value| (value.clone(), String::new())).collect(),
        ArgumentKind::Timezone => zones(workspace),
        _ => Vec::new(),
    }
}

/// The zone of the workspace's engine profile, and usual ones; any other is typed.
fn zones(workspace: &Workspace) -> Vec<(String, String)> {
    let own = std::iter::once(workspace.profile.timezone.as_str());
    let zones = own.chain(USUAL_ZONES.into_iter().filter(|zone| *zone != workspace.profile.timezone));
    zones.map(|zone| (zone.to_owned(), String::new())).collect()
}

fn picker(ui: &mut Ui, cx: &mut Cx<'_>, action: &Action, argument: &Argument, choices: &[(String, String)]) {
    let current = argument.value.as_str().unwrap_or("Choose");
    let combo = ComboBox::from_id_salt("pick").selected_text(current).width(220.0);
    let shown = combo.show_ui(ui, |ui| {
        for (handle, name) in choices {
            let text = if name.is_empty() { handle.clone() } else { format!("{handle} · {name}") };
            if ui.selectable_label(current == handle, text).clicked() {
                set(cx, action, &argument.name, ArgumentEdit::Value(Json::str(handle.as_str())));
            }
        }
    });
    shown.response.accessible_name(format!("Choose {}", argument.name));
}

/// Text or a number; what was a number stays one while the text spells one.
fn scalar_field(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    action: &Action,
    (name, value): (&str, &Json),
    kind: Option<ArgumentKind>,
) {
    let shown = match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_value().to_string(),
    };
    let hint = match kind {
        Some(ArgumentKind::Datetime) => "2026-03-31 23:59:59",
        Some(ArgumentKind::Timezone) => "Australia/Melbourne",
        Some(ArgumentKind::Number | ArgumentKind::Integer) => "0",
        _ => "empty",
    };
    let (response, changed) = line_field(ui, name, &shown, hint);
    if let Some(text) = changed {
        let is_number = matches!(value, Json::Number(_))
            || matches!(kind, Some(ArgumentKind::Number | ArgumentKind::Integer))
                && !matches!(value, Json::String(_));
        let number = if is_number { Json::number(&text) } else { None };
        set(cx, action, name, ArgumentEdit::Value(number.unwrap_or_else(|| Json::str(text))));
    }
    if response.lost_focus() {
        cx.push(Command::EndBurst);
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
