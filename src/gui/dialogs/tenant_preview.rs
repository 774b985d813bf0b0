//! A tenant's own rendering of the shown template beside ours, and the settings that would make both the same.

use super::fire::{ask_button, no_tenant};
use crate::app::{Command, Compared, LiveCommand, PreviewAsk};
use crate::diag::upper_first;
use crate::document::{ObjectId, target_by_id};
use crate::engine::{PREVIEW_RESOURCES, all_values, preview_resource};
use crate::gui::cx::Cx;
use crate::gui::dialogs::mark_look;
use crate::gui::theme::Theme;
use crate::gui::widgets::badge::badge;
use crate::gui::widgets::card::{card, field_name, heading, quiet};
use crate::gui::widgets::controls::{line_field, primary_button, segment};
use crate::gui::{fonts, icons};
use crate::json::Json;
use crate::model::TargetId;
use eframe::egui::{Label, RichText, ScrollArea, Ui};

const WIDTH: f32 = 640.0;
const HEIGHT: f32 = 400.0;

pub(super) fn tenant_preview(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(WIDTH);
    let Some(ObjectId::Target(id)) = cx.state.selection.object else { return };
    let Some(target) = target_by_id(cx.workspace(), id) else { return };
    heading(ui, &format!("{} as the tenant renders it", target.name));
    quiet(
        ui,
        cx.theme,
        "The tenant renders the template, as it is here, for one of its own objects. Nothing is sent to the target.",
    );
    ui.add_space(6.0);
    let mut ask = ask_of(cx, id);
    field_name(ui, cx.theme, "What it is rendered for");
    ui.horizontal_wrapped(|ui| {
        for resource in PREVIEW_RESOURCES {
            if segment(ui, ask.resource == resource, resource.replace('_', " ")) {
                resource.clone_into(&mut ask.resource);
            }
        }
    });
    field_name(ui, cx.theme, "Its id on the tenant");
    if let (_, Some(id)) = line_field(ui, "Id on the tenant", &ask.resource_id, "an id that the tenant has") {
        id.trim().clone_into(&mut ask.resource_id);
    }
    ui.add_space(6.0);
    let is_waiting = cx.state.live.preview.as_ref().is_some_and(|preview| preview.answer.is_none());
    let tenant = cx.state.tenant().cloned();
    ui.horizontal(|ui| {
        let Some(tenant) = &tenant else { return no_tenant(ui, cx) };
        let text = format!("Ask {}", tenant.name);
        if ask_button(ui, cx, &text, !is_waiting && !ask.resource_id.is_empty()) {
            cx.push(LiveCommand::Preview(ask.clone()));
        }
        badge(ui, cx.theme, mark_look(cx.theme, tenant));
        if let Some(preview) = cx.state.live.preview.as_ref().filter(|_| is_waiting) {
            quiet(ui, cx.theme, "Asking …");
            if ui.button("Stop").clicked() {
                cx.queue.push(Command::Cancel(preview.job()).into());
            }
        }
    });
    cx.own.live.ask = Some(ask);
    ui.add_space(8.0);
    let preview = cx.state.live.preview.as_ref().filter(|preview| preview.ask.target == id);
    match preview.and_then(|preview| preview.answer.clone()) {
        None => {}
        Some(Err(problem)) => complaint(ui, cx.theme, &problem),
        Some(Ok(compared)) => answer(ui, cx, &compared),
    }
    ui.add_space(8.0);
    if ui.button("Close").clicked() {
        cx.push(Command::Show(None));
    }
}

/// What is asked for: as it was typed, else what the shown sample is about.
fn ask_of(cx: &Cx<'_>, target: TargetId) -> PreviewAsk {
    if let Some(ask) = cx.own.live.ask.clone().filter(|ask| ask.target == target) {
        return ask;
    }
    let sample = cx.state.rendering(target).and_then(|(rendering, _)| rendering.context.clone());
    let event = sample.as_ref().and_then(|context| context.event.as_deref());
    let resource = event.and_then(preview_resource).unwrap_or("profile");
    let id = match sample.as_ref().and_then(|context| context.data.get("id")) {
        Some(Json::String(id)) => id.clone(),
        Some(Json::Number(id)) => id.as_text().to_owned(),
        _ => String::new(),
    };
    PreviewAsk { target, resource: resource.to_owned(), resource_id: id }
}

fn complaint(ui: &mut Ui, theme: Theme, text: &str) {
    let text = format!("{} {}", icons::WARNING_CIRCLE, upper_first(text));
    ui.add(Label::new(RichText::new(text).color(theme.bad)).wrap());
}

fn answer(ui: &mut Ui, cx: &mut Cx<'_>, compared: &Compared) {
    card(cx.theme, false).show(ui, |ui| {
        ui.set_width(ui.available_width());
        if compared.diff.is_empty() && compared.error.is_none() {
            let values = all_values(compared.equal);
            let text = format!("{} Both render the same, {values}", icons::CHECK_CIRCLE);
            ui.label(RichText::new(text).color(cx.theme.good));
            return untold(ui, cx.theme, compared);
        }
        heading(ui, "The tenant renders something else");
        if let Some(error) = &compared.error {
            complaint(ui, cx.theme, &format!("here it fails: {error}"));
        }
        let scroll = ScrollArea::both().id_salt("diff").max_height(HEIGHT * 0.5).auto_shrink([false, true]);
        let scroll = scroll.min_scrolled_height(HEIGHT * 0.5);
        scroll.show(ui, |ui| diff(ui, cx.theme, &compared.diff));
        ui.add_space(6.0);
        settings(ui, cx, compared);
    });
}

/// What the rendering leaves open, so that nobody takes a guess for a finding.
fn untold(ui: &mut Ui, theme: Theme, compared: &Compared) {
    for sentence in &compared.untold {
        quiet(ui, theme, &upper_first(sentence));
    }
}

/// A unified diff: the tenant's lines are taken out, ours put in.
fn diff(ui: &mut Ui, theme: Theme, text: &str) {
    ui.spacing_mut().item_spacing.y = 1.0;
    for line in text.lines() {
        let colour = match line.chars().next() {
            Some('-') => theme.bad,
            Some('+') => theme.good,
            Some('@') => theme.muted,
            _ => theme.text,
        };
        let line = match line {
            "--- tenant" => "- the tenant",
            "+++ reagent" => "+ Reagent",
            line => line,
        };
        ui.add(Label::new(RichText::new(line).font(fonts::code(12.0)).color(colour)).extend());
    }
}

fn settings(ui: &mut Ui, cx: &mut Cx<'_>, compared: &Compared) {
    if compared.better.is_none() {
        quiet(
            ui,
            cx.theme,
            "No setting of the engine profile comes closer. The template, or the tenant's object, differs.",
        );
        return;
    }
    let said = if compared.is_exact {
        "Other settings of the engine profile make both the same"
    } else {
        "Other settings of the engine profile come closer"
    };
    ui.label(RichText::new(said).font(fonts::strong(13.0)));
    for (name, from, to) in &compared.changes {
        ui.label(format!("{name}: {to} instead of {from}"));
    }
    untold(ui, cx.theme, compared);
    ui.add_space(4.0);
    let take = primary_button(ui, cx.theme, "Use these settings in this workspace");
    if take.on_hover_text("Every result in this workspace follows them; it can be undone").clicked() {
        cx.push(LiveCommand::TakeSettings);
    }
}
