//! The list of what could be brought in: each difference is seen before it arrives, as one edit that can be undone.

use super::change::{Direction, change_ui};
use super::item::{Title, in_few_words, title_ui};
use super::known::{known_ui, known_words};
use super::look::pull_look;
use super::send::{PAGE, more};
use crate::app::{Comparison, SyncCommand, can_be_brought};
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::widgets::badge::Look;
use crate::gui::widgets::card::{card, quiet};
use crate::gui::widgets::controls::{primary_button, segment};
use crate::json::Json;
use crate::sync::{Kind, PullItem, PullStep, name_of};
use eframe::egui::{RichText, ScrollArea, Ui};
use std::sync::Arc;

pub(super) fn bring(ui: &mut Ui, cx: &mut Cx<'_>, comparison: &Arc<Comparison>, is_fresh: bool) {
    ui.horizontal_wrapped(|ui| {
        for (copies, text) in [(false, "Bring files up to date"), (true, "Bring copies, switched off")] {
            if segment(ui, cx.state.sync.copies == copies, text) {
                cx.push(SyncCommand::Copies(copies));
            }
        }
    });
    let chosen = if cx.state.sync.copies {
        cx.state.sync.copied.len()
    } else {
        let is_chosen = |item: &&PullItem| {
            can_be_brought(item) && !cx.state.sync.left_there.contains(&(item.kind, item.id))
        };
        comparison.pulls.iter().filter(is_chosen).count()
    };
    let is_empty = !cx.state.sync.copies && comparison.pulls.is_empty();
    if is_empty {
        let text = nothing_words(comparison, cx.state.document.is_dirty());
        ui.label(format!("{} Nothing to bring in: {text}", icons::CHECK_CIRCLE));
    } else {
        ui.horizontal_wrapped(|ui| {
            let word = match chosen {
                1 => "Bring in 1 object".to_owned(),
                count => format!("Bring in {count} objects"),
            };
            let text = format!("{}  {word}", icons::ARROW_DOWN);
            let button =
                ui.add_enabled_ui(chosen > 0 && is_fresh, |ui| primary_button(ui, cx.theme, &text)).inner;
            let button = button
                .on_disabled_hover_text("Choose what is brought in; after a change compare again first");
            if button.clicked() {
                cx.push(SyncCommand::Bring);
            }
            let said = if cx.state.document.is_dirty() && !cx.state.sync.copies {
                "Your edits that are not saved stay where the tenant changed nothing. One step to undo"
            } else {
                "One step to undo; nothing is saved until you save"
            };
            ui.label(RichText::new(said).color(cx.theme.muted).size(11.5));
        });
    }
    ui.add_space(6.0);
    ScrollArea::vertical().id_salt("bring").auto_shrink(false).show(ui, |ui| {
        if cx.state.sync.copies {
            return copies(ui, cx, comparison);
        }
        let shown = cx.own.shown_entries.get("bring").copied().unwrap_or(PAGE);
        for item in comparison.pulls.iter().take(shown) {
            ui.push_id((item.kind.word(), item.id), |ui| pull_ui(ui, cx, item));
            ui.add_space(4.0);
        }
        more(ui, cx, "bring", comparison.pulls.len());
        known_ui(ui, cx, &comparison.plan.known, is_fresh);
    });
}

/// Why there is nothing to bring in.
fn nothing_words(comparison: &Comparison, is_dirty: bool) -> String {
    match known_words(&comparison.plan.known) {
        Some(known) => known,
        None if is_dirty || comparison.items().next().is_some() => {
            "what differs was changed here, not on the tenant".to_owned()
        }
        None => "the files have what the tenant has".to_owned(),
    }
}

fn pull_ui(ui: &mut Ui, cx: &mut Cx<'_>, item: &PullItem) {
    card(cx.theme, false).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let look = pull_look(cx.theme, item.step);
        let title =
            Title { kind: item.kind, name: &item.name, file: item.file.as_deref(), id: Some(item.id), look };
        let is_chosen = !cx.state.sync.left_there.contains(&(item.kind, item.id));
        if let Some(is_on) = title_ui(ui, cx, &title, can_be_brought(item).then_some(is_chosen)) {
            cx.push(SyncCommand::ChooseBring(item.kind, item.id, is_on));
        }
        if let Some(note) = note(item) {
            quiet(ui, cx.theme, &note);
        }
        let file = item.file.as_deref().unwrap_or_default();
        for (index, change) in item.changes.iter().enumerate() {
            ui.push_id(index, |ui| change_ui(ui, cx, change, file, Direction::Bringing));
        }
    });
}

fn note(item: &PullItem) -> Option<String> {
    Some(
        match item.step {
            PullStep::New if item.kind != Kind::Webhook => return Some(arriving(item)),
            PullStep::Left => "Decide each conflict, then it can be brought in.",
            PullStep::Gone => "Its file was deleted here. Choose it to bring it back.",
            PullStep::GoneThere => {
                "The tenant has it no more; its file is left. It can be created again under Send."
            }
            PullStep::Unclear => "Several objects could be this one. Give them different names first.",
            _ if item.kind == Kind::Webhook => {
                "Webhooks are not edited in this window; the command `reagent pull` brings them into files."
            }
            _ => return None,
        }
        .to_owned(),
    )
}

/// An object that gets a file, in a few words.
fn arriving(item: &PullItem) -> String {
    let json = item.content.as_ref();
    let what = json.map(|json| in_few_words(item.kind, json)).unwrap_or_default();
    let is_active = json.and_then(|json| json.get("is_active"));
    let state = match is_active {
        Some(Json::Bool(true)) => ", switched on",
        Some(Json::Bool(false)) => ", switched off",
        _ => "",
    };
    format!("It gets a file of its own: {what}{state}")
}

/// Every object of the tenant, to choose those of which copies are wanted.
fn copies(ui: &mut Ui, cx: &mut Cx<'_>, comparison: &Comparison) {
    quiet(ui, cx.theme, "A copy gets a name of its own and arrives switched off, for trying things out.");
    let objects: Vec<_> =
        comparison.facts.remote.iter().filter(|(kind, ..)| *kind != Kind::Webhook).collect();
    let shown = cx.own.shown_entries.get("copies").copied().unwrap_or(PAGE);
    for (kind, id, json) in objects.iter().take(shown) {
        let look = Look { icon: icons::COPY, word: "Copy", colour: cx.theme.muted };
        let name = name_of(*kind, json);
        let title = Title { kind: *kind, name: &name, file: None, id: Some(*id), look };
        let is_chosen = cx.state.sync.copied.contains(&(*kind, *id));
        if let Some(is_on) = title_ui(ui, cx, &title, Some(is_chosen)) {
            cx.push(SyncCommand::ChooseBring(*kind, *id, is_on));
        }
    }
    more(ui, cx, "copies", objects.len());
}
