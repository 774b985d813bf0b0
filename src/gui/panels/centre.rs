//! The middle: tabs of open objects, and the editor of the one that is shown.

use super::automation_editor::automation_editor;
use super::cases::cases;
use super::definitions_editor::definitions_editor;
use super::{context_editor, target_editor, tree, trigger_editor};
use crate::app::{Command, CommandId, SyncCommand, SyncTab, object_title};
use crate::document::ObjectId;
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::sync::{refusals, sync_panel};
use crate::gui::widgets::card::{heading, quiet};
use crate::gui::widgets::controls::{icon_button, primary_button};
use eframe::egui::{Button, RichText, ScrollArea, Ui};

pub(crate) fn centre(ui: &mut Ui, cx: &mut Cx<'_>) {
    tabs(ui, cx);
    ui.add_space(4.0);
    if cx.state.sync.tab == SyncTab::Shown {
        return sync_panel(ui, cx);
    }
    let object = cx.state.selection.object.clone();
    if let Some(object) = &object {
        refusals(ui, cx, object);
    }
    match object {
        Some(ObjectId::Trigger(id)) => trigger_editor::trigger_editor(ui, cx, id),
        Some(ObjectId::Target(id)) => target_editor::target_editor(ui, cx, id),
        Some(ObjectId::Context(id)) => context_editor::context_editor(ui, cx, id),
        Some(ObjectId::Definition(..) | ObjectId::Definitions) => definitions_editor(ui, cx),
        Some(ObjectId::Automation(id)) => automation_editor(ui, cx, id),
        Some(ObjectId::Case(_)) => {
            ScrollArea::vertical().id_salt("cases").auto_shrink(false).show(ui, |ui| cases(ui, cx));
        }
        Some(ObjectId::Settings) | None => empty(ui, cx),
    }
}

fn tabs(ui: &mut Ui, cx: &mut Cx<'_>) {
    ScrollArea::horizontal().id_salt("tabs").show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            for object in cx.state.selection.tabs.clone() {
                let is_shown = cx.state.selection.object.as_ref() == Some(&object)
                    && cx.state.sync.tab != SyncTab::Shown;
                let title = object_title(cx.state.workspace(), &object);
                ui.push_id(format!("{object:?}"), |ui| tab(ui, cx, &object, &title, is_shown));
            }
            if cx.state.sync.tab != SyncTab::Closed {
                sync_tab(ui, cx);
            }
        });
    });
}

/// The sync panel has a tab, as objects have.
fn sync_tab(ui: &mut Ui, cx: &mut Cx<'_>) {
    let is_shown = cx.state.sync.tab == SyncTab::Shown;
    let text = RichText::new(format!("{} Sync", icons::ARROWS_CLOCKWISE));
    let text = if is_shown { text } else { text.color(cx.theme.muted) };
    if ui.add(Button::selectable(is_shown, text)).accessible_name("Tab Sync").clicked() {
        cx.push(SyncCommand::Show(cx.state.sync.list));
    }
    if is_shown && icon_button(ui, icons::X, "Close Sync").clicked() {
        cx.push(SyncCommand::Close);
    }
}

fn tab(ui: &mut Ui, cx: &mut Cx<'_>, object: &ObjectId, title: &str, is_shown: bool) {
    const LONGEST: usize = 28;
    let short: String = if title.chars().count() > LONGEST {
        title.chars().take(LONGEST).chain(['…']).collect()
    } else {
        title.to_owned()
    };
    let text = RichText::new(format!("{} {short}", tree::icon_of(object)));
    let text = if is_shown { text } else { text.color(cx.theme.muted) };
    let response = ui.add(Button::selectable(is_shown, text)).on_hover_text(title);
    if response.accessible_name(format!("Tab {title}")).clicked() {
        cx.push(Command::Select(object.clone()));
    }
    if is_shown && icon_button(ui, icons::X, &format!("Close {title}")).clicked() {
        cx.push(Command::CloseTab(object.clone()));
    }
}

fn empty(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.28);
        heading(ui, "Choose a trigger on the left");
        quiet(ui, cx.theme, "or see a whole workspace at work first");
        ui.add_space(8.0);
        if primary_button(ui, cx.theme, "Open a sample").clicked() {
            cx.push(CommandId::OpenSample);
        }
        if ui.button("Open a folder").clicked() {
            cx.push(CommandId::Open);
        }
        if ui.button("New trigger").clicked() {
            cx.push(CommandId::NewTrigger);
        }
    });
}
