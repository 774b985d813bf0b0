//! The right panel: the sample event that is shown, as a tree.

use crate::app::Command;
use crate::document::ObjectId;
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::widgets::card::{heading, quiet};
use crate::gui::widgets::controls::icon_button;
use crate::gui::widgets::json_tree::json_tree;
use crate::model::Context;
use eframe::egui::{Align, Layout, ScrollArea, Ui};
use std::sync::Arc;

pub(crate) fn inspector(ui: &mut Ui, cx: &mut Cx<'_>) {
    let Some(context) = shown_context(cx) else {
        heading(ui, "Sample event");
        quiet(ui, cx.theme, "The event that a trigger is shown on. Choose a trigger that has one.");
        return;
    };
    ui.horizontal(|ui| {
        heading(ui, &context.name);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button(ui, icons::PENCIL_SIMPLE, "Edit this sample event").clicked() {
                cx.push(Command::Select(ObjectId::Context(context.id)));
            }
        });
    });
    quiet(ui, cx.theme, context.event.as_deref().unwrap_or("no event"));
    ui.separator();
    ScrollArea::both().auto_shrink(false).show(ui, |ui| json_tree(ui, cx, "inspector", "", &context.data));
}

fn shown_context(cx: &Cx<'_>) -> Option<Arc<Context>> {
    match &cx.state.selection.object {
        Some(ObjectId::Context(id)) => cx.state.workspace().context(*id).cloned(),
        Some(ObjectId::Target(id)) => {
            cx.state.rendering(*id).and_then(|(rendering, _)| rendering.context.clone())
        }
        _ => cx.state.shown_trigger().and_then(|trigger| cx.state.context_of(trigger).cloned()),
    }
}
