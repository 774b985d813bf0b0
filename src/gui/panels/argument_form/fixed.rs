//! The field of a fixed argument, by its type: what can be picked is picked, anything else is typed.

use super::{set, unfinished_text};
use crate::app::Command;
use crate::catalog::{ArgumentKind, ArgumentType};
use crate::document::{ArgumentEdit, DraftKey};
use crate::gui::cx::Cx;
use crate::gui::widgets::card::quiet;
use crate::gui::widgets::controls::line_field;
use crate::gui::widgets::date_picker::date_picker;
use crate::gui::widgets::json_draft::{json_field, problem_line};
use crate::gui::widgets::popup_focus::focus_returns;
use crate::json::Json;
use crate::model::{Action, Argument, USUAL_ZONES, Workspace};
use eframe::egui::{ComboBox, Ui};
use jiff::civil::{Date, DateTime, date};

/// How a date and time is written where the catalogue says nothing else.
const DATE_FORMAT: &str = "Y-m-d H:i:s";

/// Draws the field.
pub(super) fn static_field(
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
                if kind == Some(ArgumentKind::Datetime) {
                    calendar(ui, cx, action, (name, value));
                }
                scalar_field(ui, cx, action, (name, value), kind);
            });
            if let Some(problem) = form_problem(value, kind, format) {
                problem_line(ui, cx.theme, &problem);
            } else if kind == Some(ArgumentKind::Datetime) {
                let format = format.unwrap_or(DATE_FORMAT);
                let words = if format == DATE_FORMAT { ": year-month-day hour:minute:second" } else { "" };
                quiet(ui, cx.theme, &format!("As {format}{words}"));
            }
            unfinished_text(ui, cx, action, argument);
        }
    }
}

/// The calendar of a date and time that is written in the usual format; it opens on the day of the shown run.
fn calendar(ui: &mut Ui, cx: &mut Cx<'_>, action: &Action, (name, value): (&str, &Json)) {
    let run = cx.state.shown_run().and_then(|run| cx.state.result(run));
    let today = run.and_then(|(report, _)| report.environment.now.get(..10)?.parse::<Date>().ok());
    let own = value.as_str().and_then(|text| text.parse::<DateTime>().ok());
    let shown = own.unwrap_or_else(|| today.unwrap_or(date(2026, 1, 1)).at(23, 59, 59, 0));
    if let Some(chosen) = date_picker(ui, name, shown) {
        let text = chosen.strftime("%Y-%m-%d %H:%M:%S").to_string();
        set(cx, action, name, ArgumentEdit::Value(Json::str(text)));
    }
}

/// What does not fit the type, in words; a rule's text and an empty field are left alone.
fn form_problem(value: &Json, kind: Option<ArgumentKind>, format: Option<&str>) -> Option<String> {
    let text = value.as_str().filter(|text| !text.is_empty())?;
    match kind? {
        ArgumentKind::Timezone if jiff::tz::TimeZone::get(text).is_err() => {
            Some(format!("'{text}' is no time zone, such as Australia/Melbourne"))
        }
        ArgumentKind::Datetime if text.parse::<DateTime>().is_err() => {
            let format = format.unwrap_or(DATE_FORMAT);
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
                ui.close();
            }
        }
    });
    focus_returns(ui, &shown.response);
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
