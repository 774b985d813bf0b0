//! A sample event: its name, its event, its JSON, and the triggers that listen to it.

use crate::app::{Command, RunKey};
use crate::document::{ContextEdit, Edit, ObjectId};
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::widgets::badge::{badge, outcome_look};
use crate::gui::widgets::card::{card, field_name, heading, quiet};
use crate::gui::widgets::controls::line_field;
use crate::gui::widgets::json_draft::json_field;
use crate::model::{Context, ContextId};
use eframe::egui::{Button, ScrollArea, Ui};

pub(crate) fn context_editor(ui: &mut Ui, cx: &mut Cx<'_>, id: ContextId) {
    let Some(context) = cx.workspace().context(id) else { return };
    ScrollArea::vertical().id_salt("context").auto_shrink(false).show(ui, |ui| {
        card(cx.theme, false).show(ui, |ui| {
            ui.set_width(ui.available_width());
            field_name(ui, cx.theme, "Name");
            let (response, name) = line_field(ui, "Sample name", &context.name, "gold-member");
            if let Some(name) = name {
                cx.push(Edit::Context(id, ContextEdit::Rename(name)));
            }
            if response.lost_focus() {
                cx.push(Command::EndBurst);
            }
            field_name(ui, cx.theme, "Event");
            let event = context.event.as_deref().unwrap_or_default();
            if let (_, Some(event)) = line_field(ui, "Event of the sample", event, "transaction.created") {
                cx.push(Edit::Context(id, ContextEdit::Event(event)));
            }
        });
        ui.add_space(8.0);
        listeners(ui, cx, context);
        ui.add_space(8.0);
        heading(ui, "Event JSON");
        quiet(ui, cx.theme, "What the event carries. Half-typed text is kept here until it is JSON.");
        if let Some(data) = json_field(ui, cx, &format!("context/{}", id.0), &context.data, 24) {
            cx.push(Edit::Context(id, ContextEdit::Data(data)));
        }
    });
}

fn listeners(ui: &mut Ui, cx: &mut Cx<'_>, context: &Context) {
    let workspace = cx.workspace();
    let listening =
        workspace.triggers.iter().filter(|trigger| Some(&trigger.event) == context.event.as_ref());
    let listening: Vec<_> = listening.collect();
    heading(ui, "Triggers that listen to this event");
    if listening.is_empty() {
        quiet(ui, cx.theme, "None in this workspace.");
    }
    for trigger in listening {
        ui.push_id(trigger.id.0, |ui| {
            ui.horizontal(|ui| {
                if ui
                    .add(Button::new(format!("{}  {}", icons::LIGHTNING, trigger.name)).frame(false))
                    .clicked()
                {
                    cx.push(Command::ChooseContext(trigger.id, context.id));
                    cx.push(Command::Select(ObjectId::Trigger(trigger.id)));
                }
                let key = RunKey { trigger: trigger.id, context: context.id };
                if let Some((report, _)) = cx.state.result(key) {
                    badge(ui, cx.theme, outcome_look(cx.theme, report.outcome));
                }
            });
        });
    }
}
