//! The bottom panel: every sample event at once, the trace, the payload, the problems.

use crate::app::{Command, CommandId, RunKey};
use crate::engine::{RunReport, StepReport};
use crate::gui::cx::Cx;
use crate::gui::ui_state::Dock;
use crate::gui::widgets::badge::{badge, outcome_look, severity_look, step_look};
use crate::gui::widgets::card::quiet;
use crate::gui::widgets::controls::{icon_button, segment};
use crate::gui::{fonts, icons};
use crate::model::Trigger;
use crate::report::curl;
use eframe::egui::{Align, Button, Grid, Label, Layout, RichText, ScrollArea, Ui};
use std::sync::Arc;

pub(crate) fn dock(ui: &mut Ui, cx: &mut Cx<'_>) {
    let problems = cx.state.problem_counts().iter().map(|(_, count)| count).sum::<usize>();
    ui.horizontal(|ui| {
        for (pane, title) in [
            (Dock::Contexts, "Sample events".to_owned()),
            (Dock::Trace, "Steps".to_owned()),
            (Dock::Payload, "Payload".to_owned()),
            (Dock::Problems, format!("Problems {problems}")),
        ] {
            if segment(ui, cx.own.dock == pane, title) {
                cx.own.dock = pane;
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button(ui, icons::CARET_DOWN, "Close this panel").clicked() {
                cx.push(CommandId::ToggleResults);
            }
        });
    });
    ui.separator();
    ScrollArea::both().id_salt("dock").auto_shrink(false).show(ui, |ui| match cx.own.dock {
        Dock::Contexts => contexts(ui, cx),
        Dock::Trace => with_report(ui, cx, trace),
        Dock::Payload => with_report(ui, cx, payload),
        Dock::Problems => problems_ui(ui, cx),
    });
}

fn with_report(ui: &mut Ui, cx: &mut Cx<'_>, show: fn(&mut Ui, &mut Cx<'_>, &RunReport)) {
    let found = cx.state.shown_run().and_then(|key| cx.state.result(key));
    match found.map(|(report, _)| Arc::clone(report)) {
        Some(report) => show(ui, cx, &report),
        None => {
            quiet(ui, cx.theme, "Choose a trigger that has a sample event to see a run of it.");
        }
    }
}

/// The shown trigger on every sample of its event.
fn contexts(ui: &mut Ui, cx: &mut Cx<'_>) {
    let Some(trigger) = cx.state.shown_trigger().and_then(|id| cx.workspace().trigger(id)) else {
        quiet(ui, cx.theme, "Choose a trigger to see it on every sample of its event.");
        return;
    };
    Grid::new("contexts").num_columns(3).spacing([20.0, 6.0]).show(ui, |ui| {
        for context in cx.workspace().contexts_of(&trigger.event) {
            let is_shown = cx.state.context_of(trigger.id).is_some_and(|shown| shown.id == context.id);
            if ui.add(Button::selectable(is_shown, &context.name)).clicked() {
                cx.push(Command::ChooseContext(trigger.id, context.id));
            }
            result_cells(ui, cx, trigger, RunKey { trigger: trigger.id, context: context.id });
            ui.end_row();
        }
    });
    if cx.workspace().contexts_of(&trigger.event).next().is_none() {
        quiet(ui, cx.theme, &format!("There is no sample of {} yet.", trigger.event));
        if ui.button("Add a sample event").clicked() {
            cx.push(CommandId::NewContext);
        }
    }
}

fn result_cells(ui: &mut Ui, cx: &mut Cx<'_>, trigger: &Trigger, key: RunKey) {
    if let Some((report, is_fresh)) = cx.state.result(key) {
        badge(ui, cx.theme, outcome_look(cx.theme, report.outcome));
        let text = if is_fresh { report.summary.clone() } else { format!("out of date: {}", report.summary) };
        ui.label(RichText::new(text).color(if is_fresh { cx.theme.text } else { cx.theme.muted }));
        return;
    }
    if ui.small_button("Run").clicked() {
        cx.push(Command::ChooseContext(trigger.id, key.context));
        cx.push(CommandId::Run);
    }
    ui.label("");
}

fn trace(ui: &mut Ui, cx: &mut Cx<'_>, report: &RunReport) {
    ui.horizontal(|ui| {
        if icon_button(ui, icons::SKIP_BACK, "Step back").clicked() {
            cx.push(CommandId::StepBack);
        }
        if icon_button(ui, icons::SKIP_FORWARD, "Step forward").clicked() {
            cx.push(CommandId::StepForward);
        }
        ui.label(RichText::new(&report.summary).color(cx.theme.muted));
    });
    for (index, step) in report.steps.iter().enumerate() {
        let is_chosen = cx.state.selection.step_idx == Some(index);
        ui.push_id(index, |ui| {
            ui.horizontal(|ui| {
                badge(ui, cx.theme, step_look(cx.theme, step.status));
                let title = format!("{}  {}", step.position, step.title);
                if ui.add(Button::selectable(is_chosen, title)).clicked() {
                    cx.push(Command::SelectStep(Some(index)));
                }
                ui.label(step_words(step));
            });
        });
        if is_chosen {
            ui.indent("arguments", |ui| arguments(ui, cx, step));
        }
    }
}

fn step_words(step: &StepReport) -> String {
    let condition = step.condition.as_ref().map(|condition| condition.sentence.clone());
    let effect = step.effect.as_ref().map(|effect| effect.sentence.clone());
    let error = step.error.as_ref().map(|error| error.message.clone());
    error.or(condition).or(effect).unwrap_or_default()
}

fn arguments(ui: &mut Ui, cx: &Cx<'_>, step: &StepReport) {
    Grid::new("arguments").num_columns(3).spacing([16.0, 4.0]).show(ui, |ui| {
        for argument in &step.arguments {
            ui.label(RichText::new(&argument.name).color(cx.theme.muted));
            let value = argument.value.as_ref().map_or_else(|| "no value".to_owned(), ToString::to_string);
            ui.label(RichText::new(value).font(fonts::code(12.0)));
            ui.label(RichText::new(format!("{:?}", argument.how).to_lowercase()).color(cx.theme.muted));
            ui.end_row();
        }
    });
}

fn payload(ui: &mut Ui, cx: &mut Cx<'_>, report: &RunReport) {
    let mut requests = report.steps.iter().filter_map(|step| step.request.as_ref()).peekable();
    if requests.peek().is_none() {
        quiet(ui, cx.theme, "Nothing would be sent on this event.");
    }
    for request in requests {
        ui.horizontal(|ui| {
            ui.label(RichText::new(format!("POST {}", request.url)).font(fonts::strong(13.0)));
            if ui.button(format!("{} Copy as cURL", icons::COPY)).clicked() {
                ui.copy_text(curl(request));
            }
            if request.json.is_none() {
                ui.label(RichText::new(format!("{} Not JSON", icons::WARNING_CIRCLE)).color(cx.theme.bad));
            }
        });
        for header in &request.headers {
            let assumed = if header.is_documented { "" } else { " (assumed)" };
            let line = format!("{}: {}{assumed}", header.name, header.value);
            ui.label(RichText::new(line).font(fonts::code(11.5)).color(cx.theme.muted));
        }
        let pretty = request.json.as_ref().and_then(|json| serde_json::to_string_pretty(json).ok());
        let text = RichText::new(pretty.unwrap_or_else(|| request.body.clone())).font(fonts::code(12.0));
        ui.add(Label::new(text).selectable(true));
        ui.separator();
    }
}

fn problems_ui(ui: &mut Ui, cx: &mut Cx<'_>) {
    let problems = cx.state.problems();
    if problems.is_empty() {
        quiet(ui, cx.theme, "No problem found. Run all events to look at every trigger.");
    }
    for (index, problem) in problems.iter().enumerate() {
        let look = severity_look(cx.theme, problem.finding.severity);
        ui.push_id(index, |ui| {
            ui.horizontal(|ui| {
                badge(ui, cx.theme, look);
                let response = ui.add(Button::new(&problem.finding.message).frame(false));
                if let (true, Some(object)) = (response.clicked(), &problem.object) {
                    cx.push(Command::GoTo(object.clone(), problem.action));
                }
                ui.label(RichText::new(problem.finding.code).font(fonts::code(11.0)).color(cx.theme.muted));
            });
            for hint in &problem.finding.hints {
                quiet(ui, cx.theme, hint);
            }
        });
    }
}
