//! Dialogs over the window: palette, settings, sheets, questions.

mod add_action;
mod bindings;
mod palette;
mod question;
mod returned;
mod settings;
mod sheet;

pub(crate) use bindings::Binding;
pub(crate) use settings::Page;

use super::cx::Cx;
use crate::app::{Command, Dialog};
use eframe::egui::{Id, Modal, Ui};

/// Draws the dialog that is open.
pub(crate) fn dialog(ui: &mut Ui, cx: &mut Cx<'_>) {
    let Some(dialog) = cx.state.view.dialog.clone() else {
        cx.own.binding = None;
        return;
    };
    let modal = Modal::new(Id::unique("dialog")).show(ui.ctx(), |ui| match &dialog {
        Dialog::Palette => palette::palette_ui(ui, cx),
        Dialog::AddAction => add_action::add_action(ui, cx),
        Dialog::Settings => settings::settings(ui, cx),
        Dialog::EngineProfile => settings::engine_profile(ui, cx),
        Dialog::Shortcuts => sheet::shortcuts(ui, cx),
        Dialog::Catalogue => sheet::catalogue(ui, cx),
        Dialog::About => sheet::about(ui, cx),
        Dialog::OpenRecent => question::recent(ui, cx),
        Dialog::OpenSample => question::samples(ui, cx),
        Dialog::ConfirmDiscard(discard) => question::discard(ui, cx, discard),
        Dialog::ChangedOnDisk => returned::changed_on_disk(ui, cx),
        Dialog::RestoreEdits => returned::restore(ui, cx),
        Dialog::ConfirmOverwrite(paths) => question::overwrite(ui, cx, paths),
    });
    if modal.should_close() {
        cx.push(Command::Show(None));
    }
}
