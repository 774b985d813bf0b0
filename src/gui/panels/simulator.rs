//! The shown trigger on every sample of its event, and what runs are computed under: simulated time and zone.

use crate::app::{Command, CommandId, RunKey, Setting};
use crate::engine::RunReport;
use crate::gui::cx::Cx;
use crate::gui::widgets::badge::{badge, outcome_look, stale_badge};
use crate::gui::widgets::card::quiet;
use crate::gui::widgets::controls::icon_button;
use crate::gui::{fonts, icons};
use crate::model::{Context, Trigger};
use eframe::egui::{Align, Button, Label, Layout, Response, RichText, TextEdit, Ui};
use egui_extras::{Column, TableBuilder};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use std::sync::Arc;

/// How a simulated time is shown and typed.
const TIME_FORMAT: &str = "%Y-%m-%d %H:%M:%S";

/// What buttons and fields need side by side, in points.
const ONE_LINE: f32 = 680.0;

/// Run buttons, the simulated time and the simulated zone.
pub(super) fn simulation_bar(ui: &mut Ui, cx: &mut Cx<'_>) {
    if ui.available_width() < ONE_LINE {
        ui.horizontal(|ui| {
            run_buttons(ui, cx);
            stale(ui, cx);
        });
        ui.horizontal(|ui| simulation(ui, cx));
        return;
    }
    ui.horizontal(|ui| {
        run_buttons(ui, cx);
        ui.separator();
        simulation(ui, cx);
        stale(ui, cx);
    });
}

fn run_buttons(ui: &mut Ui, cx: &mut Cx<'_>) {
    for (id, icon, text) in [
        (CommandId::Run, icons::PLAY, "Run"),
        (CommandId::RunTrigger, icons::ARROWS_CLOCKWISE, "Run on all contexts"),
    ] {
        let Some(row) = crate::app::command_row(id) else { continue };
        let blocked = row.enabled(cx.state).err();
        let keys = row.shortcut.map(|keys| format!(" ({})", keys.text())).unwrap_or_default();
        let button = ui.add_enabled(blocked.is_none(), Button::new(format!("{icon}  {text}")));
        let button = button.accessible_name(text);
        match blocked {
            Some(reason) => drop(button.on_disabled_hover_text(reason)),
            None if button.on_hover_text(format!("{}{keys}", row.tooltip)).clicked() => cx.push(id),
            None => {}
        }
    }
}

fn simulation(ui: &mut Ui, cx: &mut Cx<'_>) {
    now_field(ui, cx);
    zone_field(ui, cx);
}

fn stale(ui: &mut Ui, cx: &Cx<'_>) {
    if let Some((_, is_fresh)) = cx.state.shown_run().and_then(|key| cx.state.result(key)) {
        stale_badge(ui, cx.theme, is_fresh);
    }
}

/// A short field with a draft that is red while it means nothing.
fn field(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    key: &str,
    shown: String,
    (name, hint): (&str, &str),
) -> (Response, String) {
    let is_draft = cx.own.drafts.contains_key(key);
    let mut text = cx.own.drafts.get(key).cloned().unwrap_or(shown);
    let edit = TextEdit::singleline(&mut text).hint_text(hint).desired_width(148.0);
    let edit = if is_draft { edit.text_color(cx.theme.bad) } else { edit };
    (ui.add(edit).accessible_name(name), text)
}

fn now_field(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.label(RichText::new("Now").color(cx.theme.muted));
    let zone = TimeZone::get(&cx.state.profile().timezone).unwrap_or(TimeZone::UTC);
    let now = cx.state.settings.simulation.now;
    let shown = now.map(|now| Zoned::new(now, zone.clone()).strftime(TIME_FORMAT).to_string());
    let hint = ("Simulated time", "the real time");
    let (response, text) = field(ui, cx, "simulated-now", shown.unwrap_or_default(), hint);
    if response.changed() {
        match time_of(&text, &zone) {
            _ if text.trim().is_empty() => set(cx, "simulated-now", Setting::Now(None)),
            Some(now) => set(cx, "simulated-now", Setting::Now(Some(now))),
            None => drop(cx.own.drafts.insert("simulated-now".to_owned(), text)),
        }
    }
    if cx.own.drafts.contains_key("simulated-now") {
        ui.label(RichText::new("such as 2026-03-02 09:00").color(cx.theme.bad).size(11.5));
    }
    if now.is_some() && icon_button(ui, icons::X, "Use the real time").clicked() {
        set(cx, "simulated-now", Setting::Now(None));
    }
}

/// A moment as people write it: with a zone of its own, or in the simulated zone, with or without a time.
fn time_of(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment);
    }
    let local: DateTime = text.parse().ok()?;
    Some(local.to_zoned(zone.clone()).ok()?.timestamp())
}

fn zone_field(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.label(RichText::new("Time zone").color(cx.theme.muted));
    let simulated = cx.state.settings.simulation.timezone.clone();
    let own = cx.workspace().profile.timezone.as_str();
    let hint = ("Simulated time zone", own);
    let (response, text) = field(ui, cx, "simulated-zone", simulated.clone().unwrap_or_default(), hint);
    if response.changed() {
        if text.trim().is_empty() {
            set(cx, "simulated-zone", Setting::Timezone(None));
        } else if TimeZone::get(text.trim()).is_ok() {
            set(cx, "simulated-zone", Setting::Timezone(Some(text.trim().to_owned())));
        } else {
            cx.own.drafts.insert("simulated-zone".to_owned(), text);
        }
    }
    if cx.own.drafts.contains_key("simulated-zone") {
        ui.label(RichText::new("such as Australia/Melbourne").color(cx.theme.bad).size(11.5));
    }
    if simulated.is_some() && icon_button(ui, icons::X, "Use the workspace's time zone").clicked() {
        set(cx, "simulated-zone", Setting::Timezone(None));
    }
}

fn set(cx: &mut Cx<'_>, draft: &str, setting: Setting) {
    cx.own.drafts.remove(draft);
    cx.push(Command::Set(setting));
}

/// One row per sample: what became of it, where it stopped, what it would do.
pub(super) fn contexts(ui: &mut Ui, cx: &mut Cx<'_>) {
    let Some(trigger) = cx.state.shown_trigger().and_then(|id| cx.workspace().trigger(id)) else {
        quiet(ui, cx.theme, "Choose a trigger to see it on every context of its event");
        return;
    };
    let contexts: Vec<&Arc<Context>> = cx.workspace().contexts_of(&trigger.event).collect();
    if contexts.is_empty() {
        quiet(ui, cx.theme, &format!("There is no context of {} yet", trigger.event));
        if ui.button("Add a context").clicked() {
            cx.push(CommandId::NewContext);
        }
        return;
    }
    let width = ui.available_width();
    let is_stale = |context: &&Arc<Context>| {
        let key = RunKey { trigger: trigger.id, context: context.id };
        cx.state.result(key).is_some_and(|(_, is_fresh)| !is_fresh)
    };
    // Both the outcome and that it is out of date.
    let least = if contexts.iter().any(is_stale) { 208.0 } else { 96.0 };
    let table = TableBuilder::new(ui)
        .id_salt("simulator")
        .min_scrolled_height(0.0)
        .cell_layout(Layout::left_to_right(Align::Center))
        .column(Column::exact((width * 0.28).min(240.0)).clip(true))
        .column(Column::exact((width * 0.16).min(150.0).max(least)).clip(true))
        .column(Column::exact((width * 0.16).clamp(80.0, 140.0)).clip(true))
        .column(Column::remainder().clip(true));
    let table = table.header(22.0, |mut header| {
        for title in ["Context", "Result", "Stopped at", "Effects"] {
            header.col(|ui| {
                ui.label(RichText::new(title).color(cx.theme.muted).size(11.5));
            });
        }
    });
    table.body(|body| {
        body.rows(28.0, contexts.len(), |mut row| {
            let Some(context) = contexts.get(row.index()) else { return };
            let key = RunKey { trigger: trigger.id, context: context.id };
            row.col(|ui| name_cell(ui, cx, trigger, context));
            let found = cx.state.result(key).map(|(report, is_fresh)| (Arc::clone(report), is_fresh));
            row.col(|ui| {
                if let Some((report, is_fresh)) = &found {
                    badge(ui, cx.theme, outcome_look(cx.theme, report.outcome));
                    stale_badge(ui, cx.theme, *is_fresh);
                } else if run_button(ui, context) {
                    cx.push(Command::ChooseContext(trigger.id, context.id));
                    cx.push(CommandId::Run);
                }
            });
            let (stopped, effects) = match &found {
                Some((report, _)) => (stopped_words(report), effect_words(report)),
                None => (String::new(), "Not run yet".to_owned()),
            };
            let is_fresh = found.as_ref().is_some_and(|(_, is_fresh)| *is_fresh);
            let colour = if is_fresh { cx.theme.text } else { cx.theme.muted };
            for text in [stopped, effects] {
                row.col(|ui| {
                    ui.add(Label::new(RichText::new(text).color(colour)).truncate());
                });
            }
        });
    });
}

fn run_button(ui: &mut Ui, context: &Context) -> bool {
    ui.small_button("Run").accessible_name(format!("Run {}", context.name)).clicked()
}

fn name_cell(ui: &mut Ui, cx: &mut Cx<'_>, trigger: &Trigger, context: &Context) {
    let is_shown = cx.state.context_of(trigger.id).is_some_and(|shown| shown.id == context.id);
    let text = RichText::new(&context.name);
    let text = if is_shown { text.font(fonts::strong(13.0)) } else { text };
    let button = ui.add(Button::selectable(is_shown, text).truncate());
    if button.accessible_name(format!("Show {}", context.name)).clicked() {
        cx.push(Command::ChooseContext(trigger.id, context.id));
    }
}

/// The step that ended the chain early.
fn stopped_words(report: &RunReport) -> String {
    let Some(position) = report.stopped_at else { return "—".to_owned() };
    let step = report.steps.iter().find(|step| step.position == position);
    step.map_or_else(|| position.to_string(), |step| format!("{position} {}", step.title))
}

/// What would happen, shortly.
fn effect_words(report: &RunReport) -> String {
    let effects =
        report.steps.iter().filter(|step| step.error.is_none()).filter_map(|step| step.effect.as_ref());
    let words = effects.map(|effect| effect.sentence.strip_prefix("would ").unwrap_or(&effect.sentence));
    let words: Vec<&str> = words.collect();
    if words.is_empty() { report.summary.clone() } else { words.join("; ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_people_write_it() {
        let zone = TimeZone::get("Australia/Melbourne").unwrap_or(TimeZone::UTC);
        let read = |text: &str| time_of(text, &zone).map(|now| now.to_string());
        assert_eq!(read("2026-03-02T09:00:00Z").as_deref(), Some("2026-03-02T09:00:00Z"));
        assert_eq!(read("2026-03-02 09:00:00").as_deref(), Some("2026-03-01T22:00:00Z"));
        assert_eq!(read(" 2026-03-02 09:00 ").as_deref(), Some("2026-03-01T22:00:00Z"));
        assert_eq!(read("2026-03-02").as_deref(), Some("2026-03-01T13:00:00Z"));
        assert_eq!(read("tomorrow"), None);
    }
}
