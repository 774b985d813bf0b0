//! The right panel: the context that is shown, as a tree; beside a context, what is known of its event.

use crate::app::Command;
use crate::catalog::{EventKind, catalog};
use crate::document::ObjectId;
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::widgets::card::{field_name, heading, quiet};
use crate::gui::widgets::controls::icon_button;
use crate::gui::widgets::json_tree::json_tree;
use crate::model::Context;
use eframe::egui::{Align, Label, Layout, ScrollArea, Ui};
use std::sync::Arc;

pub(crate) fn inspector(ui: &mut Ui, cx: &mut Cx<'_>) {
    if let Some(ObjectId::Context(id)) = cx.state.selection.object {
        let event = cx.workspace().context(id).and_then(|context| context.event.as_deref());
        return about_event(ui, cx, event.unwrap_or_default());
    }
    let Some(context) = shown_context(cx) else {
        heading(ui, "Context");
        let text = match cx.state.selection.object {
            Some(ObjectId::Trigger(_)) => "There is no sample of this trigger's event yet.",
            Some(ObjectId::Target(_)) => "There is no context to render this target on yet.",
            _ => "Choose a trigger or a target to see the event that it is shown on.",
        };
        quiet(ui, cx.theme, text);
        return;
    };
    ui.horizontal(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button(ui, icons::PENCIL_SIMPLE, "Edit this context").clicked() {
                cx.push(Command::Select(ObjectId::Context(context.id)));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let name = eframe::egui::RichText::new(&context.name).font(crate::gui::fonts::strong(13.0));
                ui.add(Label::new(name).truncate());
            });
        });
    });
    quiet(ui, cx.theme, context.event.as_deref().unwrap_or("no event"));
    ui.separator();
    ScrollArea::both().auto_shrink(false).show(ui, |ui| json_tree(ui, cx, "inspector", "", &context.data));
}

fn about_event(ui: &mut Ui, cx: &mut Cx<'_>, name: &str) {
    heading(ui, "About this event");
    let Some(event) = catalog().event(name) else {
        let text = match catalog().event_kind(name) {
            EventKind::Custom => catalog().custom_events.doc.as_str(),
            _ => "No source lists it; Omneo takes any name.",
        };
        quiet(ui, cx.theme, text);
        return;
    };
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        for (title, text) in [
            ("What it is", event.title.as_str()),
            ("Platform", event.platform.title()),
            ("Fires when", event.fires_when.as_str()),
            ("How sure that is", event.fires_when_evidence.word()),
            ("Note", event.note.as_deref().unwrap_or_default()),
        ] {
            if !text.is_empty() {
                field_name(ui, cx.theme, title);
                ui.add(Label::new(text).wrap());
                ui.add_space(4.0);
            }
        }
    });
}

fn shown_context(cx: &Cx<'_>) -> Option<Arc<Context>> {
    match cx.state.selection.object {
        Some(ObjectId::Target(id)) => {
            cx.state.rendering(id).and_then(|(rendering, _)| rendering.context.clone())
        }
        _ => cx.state.shown_trigger().and_then(|trigger| cx.state.context_of(trigger).cloned()),
    }
}
