//! The steps of the shown run, one at a time: buttons, Space and the arrow keys go through them.

use super::action_card::condition_part;
use crate::app::{Command, CommandId};
use crate::engine::{RunReport, StepReport};
use crate::gui::cx::Cx;
use crate::gui::widgets::badge::{badge, step_look};
use crate::gui::widgets::controls::icon_button;
use crate::gui::{fonts, icons};
use eframe::egui::{Button, EventFilter, Grid, Key, Label, Memory, Modifiers, RichText, Ui};

pub(super) fn trace(ui: &mut Ui, cx: &mut Cx<'_>, report: &RunReport) {
    keys(ui, cx);
    ui.horizontal(|ui| {
        if icon_button(ui, icons::SKIP_BACK, "Step back").clicked() {
            cx.push(CommandId::StepBack);
        }
        if icon_button(ui, icons::SKIP_FORWARD, "Step forward").clicked() {
            cx.push(CommandId::StepForward);
        }
        let position = match cx.state.selection.step_idx {
            Some(index) => format!("Step {} of {}", index + 1, report.steps.len()),
            None => format!("{} steps", report.steps.len()),
        };
        ui.label(position);
        ui.label(RichText::new("Space, Right and Left go through them").color(cx.theme.muted).size(11.5));
        ui.add(Label::new(RichText::new(&report.summary).color(cx.theme.muted)).truncate());
    });
    for (index, step) in report.steps.iter().enumerate() {
        row(ui, cx, index, step);
    }
}

/// Space and the arrows, where no other widget has the focus.
fn keys(ui: &Ui, cx: &mut Cx<'_>) {
    let focused = ui.memory(Memory::focused);
    let is_row = focused.is_some_and(|id| cx.own.step_ids.contains(&id));
    cx.own.step_ids.clear();
    if cx.state.view.dialog.is_some() || focused.is_some() && !is_row {
        return;
    }
    if let Some(id) = focused {
        // Else the arrows would go to the neighbouring widget.
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::Space) || pressed(Key::ArrowRight) {
        cx.push(CommandId::StepForward);
    } else if pressed(Key::ArrowLeft) {
        cx.push(CommandId::StepBack);
    }
}

fn row(ui: &mut Ui, cx: &mut Cx<'_>, index: usize, step: &StepReport) {
    let is_chosen = cx.state.selection.step_idx == Some(index);
    ui.push_id(index, |ui| {
        ui.horizontal(|ui| {
            badge(ui, cx.theme, step_look(cx.theme, step.status));
            let title = format!("{}  {}", step.position, step.title);
            let button = ui.add(Button::selectable(is_chosen, title));
            let button = button.accessible_name(format!("Step {} {}", step.position, step.title));
            cx.own.step_ids.push(button.id);
            if is_chosen && cx.own.shown_step != Some(index) {
                cx.own.shown_step = Some(index);
                button.scroll_to_me(None);
            }
            if button.clicked() {
                cx.push(Command::SelectStep(Some(index)));
            }
            ui.add(Label::new(step_words(step)).truncate());
        });
    });
    if is_chosen {
        ui.indent("details", |ui| details(ui, cx, step));
    }
}

fn step_words(step: &StepReport) -> String {
    let condition = step.condition.as_ref().map(|condition| condition.sentence.clone());
    let effect = step.effect.as_ref().map(|effect| effect.sentence.clone());
    let error = step.error.as_ref().map(|error| error.message.clone());
    error.or(condition).or(effect).unwrap_or_default()
}

/// What a step saw: the parts of its condition, or its arguments.
fn details(ui: &mut Ui, cx: &Cx<'_>, step: &StepReport) {
    let code = |text: String| RichText::new(text).font(fonts::code(12.0));
    for part in step.condition.iter().flat_map(|condition| &condition.parts) {
        condition_part(ui, cx.theme, part);
    }
    Grid::new("arguments").num_columns(3).spacing([16.0, 4.0]).show(ui, |ui| {
        for argument in &step.arguments {
            ui.label(RichText::new(&argument.name).color(cx.theme.muted));
            let value = argument.value.as_ref().map_or_else(|| "no value".to_owned(), ToString::to_string);
            ui.label(code(value));
            ui.label(RichText::new(format!("{:?}", argument.how).to_lowercase()).color(cx.theme.muted));
            ui.end_row();
        }
    });
}
