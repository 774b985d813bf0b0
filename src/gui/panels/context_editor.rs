//! A context: its name, its event, the triggers that listen to it, and its JSON as a tree, as text or as fields.

use super::context_fields::context_fields;
use super::event_picker::event_picker;
use crate::app::{Command, CommandId, RunKey};
use crate::document::{ContextEdit, Edit, ObjectId};
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::ui_state::ContextPane;
use crate::gui::widgets::badge::{badge, outcome_look, stale_badge};
use crate::gui::widgets::card::{card, field_name, quiet};
use crate::gui::widgets::controls::{icon_button, line_field, segment};
use crate::gui::widgets::json_draft::{json_field, problem_line};
use crate::gui::widgets::json_edit::json_edit;
use crate::model::{Context, ContextId};
use eframe::egui::{Align, Button, Layout, ScrollArea, Ui};

pub(crate) fn context_editor(ui: &mut Ui, cx: &mut Cx<'_>, id: ContextId) {
    let Some(context) = cx.workspace().context(id) else { return };
    ScrollArea::vertical().id_salt("context").auto_shrink(false).show(ui, |ui| {
        card(cx.theme, false).show(ui, |ui| {
            ui.set_width(ui.available_width());
            head(ui, cx, context);
            ui.add_space(4.0);
            listeners(ui, cx, context);
        });
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            for (pane, title) in [
                (ContextPane::Tree, "Tree"),
                (ContextPane::Text, "JSON text"),
                (ContextPane::Fields, "Fields"),
            ] {
                if segment(ui, cx.own.context_pane == pane, title) {
                    cx.own.context_pane = pane;
                }
            }
        });
        ui.add_space(4.0);
        card(cx.theme, false).show(ui, |ui| {
            ui.set_width(ui.available_width());
            body(ui, cx, context);
        });
        ui.add_space(24.0);
    });
}

fn head(ui: &mut Ui, cx: &mut Cx<'_>, context: &Context) {
    ui.horizontal(|ui| {
        field_name(ui, cx.theme, "Context");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button(ui, icons::TRASH, "Delete this context").clicked() {
                cx.push(CommandId::Delete);
            }
            if icon_button(ui, icons::COPY, "Duplicate this context").clicked() {
                cx.push(CommandId::Duplicate);
            }
            if ui.button("Make variants…").on_hover_text("Contexts with one thing changed").clicked() {
                cx.push(CommandId::MakeVariants);
            }
        });
    });
    name_field(ui, cx, context);
    let event = context.event.as_deref().unwrap_or_default();
    if let Some(event) = event_picker(ui, cx, event) {
        cx.push(Edit::Context(context.id, ContextEdit::Event(event)));
    }
}

/// The name is a file's name: what cannot be one stays a draft beside its reason.
fn name_field(ui: &mut Ui, cx: &mut Cx<'_>, context: &Context) {
    let key = format!("context-name/{}", context.id.0);
    let shown = cx.own.drafts.get(&key).unwrap_or(&context.name).clone();
    let (response, typed) = line_field(ui, "Sample name", &shown, "gold-member");
    if cx.own.focus.take_if(|focus| *focus == "name").is_some() {
        response.request_focus();
    }
    if let Some(typed) = typed {
        match name_problem(cx, context, &typed) {
            None => {
                cx.own.drafts.remove(&key);
                cx.push(Edit::Context(context.id, ContextEdit::Rename(typed)));
            }
            Some(_) => {
                cx.own.drafts.insert(key.clone(), typed);
            }
        }
    }
    if let Some(problem) = cx.own.drafts.get(&key).and_then(|draft| name_problem(cx, context, draft)) {
        problem_line(ui, cx.theme, problem);
    }
    if response.lost_focus() {
        cx.own.drafts.remove(&key);
        cx.push(Command::EndBurst);
    }
}

fn name_problem(cx: &Cx<'_>, context: &Context, name: &str) -> Option<&'static str> {
    if name.trim_matches([' ', '.']).is_empty() {
        return Some("A sample needs a name");
    }
    if name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|']) {
        return Some("The name is a file's name; it cannot hold / \\ : * ? \" < > |");
    }
    let event = context.event.as_deref().unwrap_or_default();
    let mut others = cx.state.workspace().contexts_of(event).filter(|other| other.id != context.id);
    let is_taken = others.any(|other| other.name.to_lowercase() == name.to_lowercase());
    is_taken.then_some("Another context of this event has that name")
}

fn listeners(ui: &mut Ui, cx: &mut Cx<'_>, context: &Context) {
    let workspace = cx.workspace();
    let listening =
        workspace.triggers.iter().filter(|trigger| Some(&trigger.event) == context.event.as_ref());
    let listening: Vec<_> = listening.collect();
    field_name(ui, cx.theme, "Triggers that listen to this event");
    if listening.is_empty() {
        quiet(ui, cx.theme, "None in this workspace");
    }
    for trigger in listening {
        ui.push_id(trigger.id.0, |ui| {
            ui.horizontal(|ui| {
                let text = format!("{}  {}", icons::LIGHTNING, trigger.name);
                let open = ui.add(Button::new(text).frame_when_inactive(false));
                if open.on_hover_text("Show it on this context").clicked() {
                    cx.push(Command::ChooseContext(trigger.id, context.id));
                    cx.push(Command::Select(ObjectId::Trigger(trigger.id)));
                }
                let key = RunKey { trigger: trigger.id, context: context.id };
                if let Some((report, is_fresh)) = cx.state.result(key) {
                    badge(ui, cx.theme, outcome_look(cx.theme, report.outcome));
                    stale_badge(ui, cx.theme, is_fresh);
                }
            });
        });
    }
}

fn body(ui: &mut Ui, cx: &mut Cx<'_>, context: &Context) {
    let scope = format!("context/{}", context.id.0);
    match cx.own.context_pane {
        ContextPane::Tree => {
            if let Some(edit) = json_edit(ui, cx, &scope, &context.data) {
                cx.push(Edit::Context(context.id, ContextEdit::At(edit)));
            }
        }
        ContextPane::Text => {
            if let Some(data) = json_field(ui, cx, &scope, &context.data, 24) {
                cx.push(Edit::Context(context.id, ContextEdit::Data(data)));
            }
        }
        ContextPane::Fields => context_fields(ui, cx, context),
    }
}
