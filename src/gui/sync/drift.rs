//! The list of what somebody changed on the tenant since both sides were last the same.

use super::change::{Direction, change_ui};
use super::item::{Title, title_ui};
use super::known::known_ui;
use super::look::drift_look;
use super::send::{PAGE, more};
use crate::app::{Comparison, SyncCommand, SyncList};
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::widgets::card::{card, quiet};
use crate::sync::DriftItem;
use eframe::egui::{ScrollArea, Ui};
use std::sync::Arc;

pub(super) fn drift(ui: &mut Ui, cx: &mut Cx<'_>, comparison: &Arc<Comparison>) {
    let items = &comparison.drift.items;
    if comparison.drift.is_first {
        let found = if items.is_empty() { ": it has what they have" } else { "" };
        let text = format!(
            "Nothing was sent to this tenant or brought in from it yet, so it is compared with the files{found}"
        );
        quiet(ui, cx.theme, &text);
    } else if items.is_empty() {
        ui.label(format!("{} The tenant is as it was at the last sync", icons::CHECK_CIRCLE));
    } else {
        ui.horizontal(|ui| {
            quiet(ui, cx.theme, "Changed there since the last sync, whatever the files are now");
            if ui.button("Bring it in…").clicked() {
                cx.push(SyncCommand::Show(SyncList::Bring));
            }
        });
    }
    ui.add_space(6.0);
    ScrollArea::vertical().id_salt("drift").auto_shrink(false).show(ui, |ui| {
        let shown = cx.own.shown_entries.get("drift").copied().unwrap_or(PAGE);
        for item in items.iter().take(shown) {
            ui.push_id((item.kind.word(), item.id), |ui| drift_ui(ui, cx, item));
            ui.add_space(4.0);
        }
        more(ui, cx, "drift", items.len());
        known_ui(ui, cx, &comparison.drift.known, false);
    });
}

fn drift_ui(ui: &mut Ui, cx: &mut Cx<'_>, item: &DriftItem) {
    card(cx.theme, false).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let look = drift_look(cx.theme, item);
        let title =
            Title { kind: item.kind, name: &item.name, file: item.file.as_deref(), id: Some(item.id), look };
        title_ui(ui, cx, &title, None);
        let file = item.file.as_deref().unwrap_or_default();
        for (index, change) in item.changes.iter().enumerate() {
            ui.push_id(index, |ui| change_ui(ui, cx, change, file, Direction::Drifting));
        }
    });
}
