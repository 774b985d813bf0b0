//! The head of the sync panel: which tenant, when it was read, which list.

use super::{bring, drift, send};
use crate::app::{Command, CommandId, Comparison, SyncCommand, SyncList};
use crate::diag::upper_first;
use crate::gui::cx::Cx;
use crate::gui::dialogs::mark_look;
use crate::gui::widgets::badge::{badge, stale_badge};
use crate::gui::widgets::card::{heading, quiet};
use crate::gui::widgets::controls::{primary_button, segment};
use crate::gui::{fonts, icons};
use crate::sync::left_out_text;
use eframe::egui::{Label, RichText, Ui};
use std::sync::Arc;

pub(crate) fn sync_panel(ui: &mut Ui, cx: &mut Cx<'_>) {
    let Some(tenant) = cx.state.tenant().cloned() else { return without_tenant(ui, cx) };
    let found = cx.state.comparison().map(|(comparison, is_fresh)| (Arc::clone(comparison), is_fresh));
    ui.horizontal(|ui| {
        ui.label(RichText::new(format!("Sync with {}", tenant.name)).font(fonts::strong(18.0)));
        badge(ui, cx.theme, mark_look(cx.theme, &tenant));
        if let Some((comparison, is_fresh)) = &found {
            stale_badge(ui, cx.theme, *is_fresh || cx.state.sync.sending.is_some());
            let address =
                RichText::new(&comparison.facts.address).font(fonts::code(11.5)).color(cx.theme.muted);
            ui.add(Label::new(address).truncate());
        }
    });
    ui.add_space(4.0);
    compare_row(ui, cx, found.is_some());
    if let Some(error) = &cx.state.sync.error {
        let text = format!("{} {}", icons::WARNING_CIRCLE, upper_first(error));
        ui.add(Label::new(RichText::new(text).color(cx.theme.bad)).wrap());
    }
    let Some((comparison, is_fresh)) = found else { return };
    ui.add_space(4.0);
    lists(ui, cx, &comparison);
    ui.separator();
    // What could not be read is in none of the lists.
    for line in left_out_text(&comparison.plan.left_out).lines() {
        let text = format!("{} {}", icons::WARNING, upper_first(line));
        ui.add(Label::new(RichText::new(text).color(cx.theme.warn)).wrap());
    }
    match cx.state.sync.list {
        SyncList::Send => send::send(ui, cx, &comparison, is_fresh),
        SyncList::Bring => bring::bring(ui, cx, &comparison, is_fresh),
        SyncList::Drift => drift::drift(ui, cx, &comparison),
    }
}

fn without_tenant(ui: &mut Ui, cx: &mut Cx<'_>) {
    heading(ui, "Sync with a tenant");
    quiet(
        ui,
        cx.theme,
        "This workspace has no tenant yet. Add one to see how the workspace differs from it.",
    );
    if primary_button(ui, cx.theme, "Connections…").clicked() {
        cx.push(CommandId::Connections);
    }
}

fn compare_row(ui: &mut Ui, cx: &mut Cx<'_>, is_compared: bool) {
    let job = cx.state.comparing_job();
    let running = job
        .and_then(|job| cx.state.jobs.running.iter().find(|running| running.id == job && running.is_shown));
    ui.horizontal_wrapped(|ui| {
        if let Some(running) = running {
            let progress = running
                .progress
                .map(|(done, total)| format!(", {done} of {total} kinds"))
                .unwrap_or_default();
            ui.label(format!("{} Reading the tenant{progress} …", icons::CLOCK));
            if ui.button("Stop").clicked() {
                cx.push(Command::Cancel(running.id));
            }
            return;
        }
        let is_sending = cx.state.is_sending();
        let text = format!(
            "{}  {}",
            icons::ARROWS_CLOCKWISE,
            if is_compared { "Compare anew" } else { "Compare with the tenant" }
        );
        let button = ui.add_enabled_ui(!is_sending, |ui| {
            if is_compared { ui.button(text) } else { primary_button(ui, cx.theme, &text) }
        });
        if button.inner.clicked() {
            cx.push(SyncCommand::Compare);
        }
        if ui.button("Connections…").clicked() {
            cx.push(CommandId::Connections);
        }
        if !is_compared {
            quiet(ui, cx.theme, "Reads the tenant's objects. Nothing is sent, and nothing is written.");
        }
    });
}

fn lists(ui: &mut Ui, cx: &mut Cx<'_>, comparison: &Comparison) {
    let writes = comparison.plan.items.iter().filter(|item| item.step.is_write()).count();
    let undecided = comparison.plan.items.iter().filter(|item| item.step.needs_attention()).count();
    let brings = comparison.arriving().count();
    // Before the first sync everything there would count.
    let drift = if comparison.drift.is_first { 0 } else { comparison.drift.items.len() };
    ui.horizontal_wrapped(|ui| {
        for (list, text) in [
            (SyncList::Send, format!("Send {}", writes + undecided)),
            (SyncList::Bring, format!("Bring in {brings}")),
            (SyncList::Drift, format!("Changed there {drift}")),
        ] {
            if segment(ui, cx.state.sync.list == list, text) {
                cx.push(SyncCommand::Show(list));
            }
        }
    });
}
