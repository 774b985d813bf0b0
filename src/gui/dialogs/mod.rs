//! Dialogs over the window: palette, settings, sheets, questions.

mod add_action;
mod add_context;
mod anonymised;
mod bindings;
mod case;
mod change;
mod compare;
mod connections;
mod fire;
mod import;
mod palette;
mod practice;
mod question;
mod returned;
mod settings;
mod sheet;
mod tenant_form;
mod tenant_preview;
mod variants;

pub(crate) use anonymised::AnonymisedDraft;
pub(crate) use bindings::Binding;
pub(crate) use connections::{ConnectionsState, mark_look};
pub(crate) use settings::Page;

use super::cx::Cx;
use super::sync::confirm_send;
use crate::app::{Command, Dialog};
use eframe::egui::{Frame, Id, Margin, Modal, ScrollArea, Ui, Vec2};

/// Draws the dialog that is open.
pub(crate) fn dialog(ui: &mut Ui, cx: &mut Cx<'_>) {
    let Some(dialog) = cx.state.view.dialog.clone() else {
        cx.own.binding = None;
        cx.own.connections = ConnectionsState::default();
        cx.own.live.confirmation.clear();
        cx.own.live.ask = None;
        return;
    };
    let frame = Frame::popup(ui.style()).inner_margin(Margin::same(16));
    let room = ui.ctx().content_rect().size() - Vec2::splat(64.0);
    let modal = Modal::new(Id::unique("dialog")).frame(frame).show(ui.ctx(), |ui| {
        if room.x >= WIDEST && room.y >= HIGHEST {
            return content(ui, cx, &dialog);
        }
        // Larger than a small window, or one that is much enlarged: it scrolls.
        ScrollArea::both().max_width(room.x).max_height(room.y).show(ui, |ui| content(ui, cx, &dialog));
    });
    if modal.should_close() {
        cx.push(Command::Show(None));
    }
}

/// What every dialog fits into.
const WIDEST: f32 = 760.0;
const HIGHEST: f32 = 560.0;

fn content(ui: &mut Ui, cx: &mut Cx<'_>, dialog: &Dialog) {
    match dialog {
        Dialog::Palette => palette::palette_ui(ui, cx),
        Dialog::AddAction => add_action::add_action(ui, cx),
        Dialog::AddContext(new) => add_context::add_context(ui, cx, new),
        Dialog::Settings => settings::settings(ui, cx),
        Dialog::EngineProfile => settings::engine_profile(ui, cx),
        Dialog::Shortcuts => sheet::shortcuts(ui, cx),
        Dialog::Catalogue => sheet::catalogue(ui, cx),
        Dialog::About => sheet::about(ui, cx),
        Dialog::OpenRecent => question::recent(ui, cx),
        Dialog::OpenSample => question::samples(ui, cx),
        Dialog::ConfirmDiscard(discard) => question::discard(ui, cx, discard),
        Dialog::Compare => compare::compare(ui, cx),
        Dialog::SharedRun => compare::shared_run(ui, cx),
        Dialog::ConfirmSend => confirm_send(ui, cx),
        Dialog::Connections => connections::connections(ui, cx),
        Dialog::Practice => practice::practice(ui, cx),
        Dialog::Fire => fire::fire(ui, cx),
        Dialog::TenantPreview => tenant_preview::tenant_preview(ui, cx),
        Dialog::Case => case::case(ui, cx),
        Dialog::Variants => variants::variants(ui, cx),
        Dialog::Change => change::change(ui, cx),
        Dialog::Import => import::import(ui, cx),
        Dialog::ChangedOnDisk => returned::changed_on_disk(ui, cx),
        Dialog::RestoreEdits => returned::restore(ui, cx),
        Dialog::ConfirmOverwrite(paths) => question::overwrite(ui, cx, paths),
    }
}
