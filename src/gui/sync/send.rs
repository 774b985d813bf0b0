//! The list of what would be sent: choose, decide, send, and see what became of it.

use super::item::item_ui;
use super::known::{known_ui, known_words};
use crate::app::{Command, CommandId, Comparison, SendEnd, SendOutcome, Sending, SyncCommand};
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::widgets::card::{card, quiet};
use crate::gui::widgets::controls::{danger_button, primary_button};
use crate::sync::{Item, Step};
use eframe::egui::{Button, Label, ProgressBar, RichText, ScrollArea, Ui};
use std::sync::Arc;

/// How many objects are drawn before more are asked for.
pub(super) const PAGE: usize = 100;

pub(super) fn send(ui: &mut Ui, cx: &mut Cx<'_>, comparison: &Arc<Comparison>, is_fresh: bool) {
    if cx.state.document.is_dirty() && cx.state.sync.sending.is_none() {
        unsaved(ui, cx);
    }
    let mut items: Vec<&Item> = comparison.items().collect();
    items.sort_by_key(|item| rank(item, cx.state.sync.sending.as_ref()));
    if let Some(sending) = cx.state.sync.sending.clone() {
        sending_ui(ui, cx, &sending);
    } else if items.is_empty() {
        let rest = known_words(&comparison.plan.known);
        let rest = rest.unwrap_or_else(|| "the tenant has what the files have".to_owned());
        ui.label(format!("{} Nothing to send: {rest}", icons::CHECK_CIRCLE));
    } else {
        choices(ui, cx, comparison, is_fresh);
    }
    if comparison.plan.unknown > 0 {
        let text = match comparison.plan.unknown {
            1 => "The tenant has 1 object that no file knows. It is left as it is; it can be brought in."
                .to_owned(),
            count => format!(
                "The tenant has {count} objects that no file knows. They are left as they are; they can be brought in."
            ),
        };
        quiet(ui, cx.theme, &text);
    }
    ui.add_space(6.0);
    ScrollArea::vertical().id_salt("send").auto_shrink(false).show(ui, |ui| {
        let shown = cx.own.shown_entries.get("send").copied().unwrap_or(PAGE);
        for item in items.iter().take(shown) {
            ui.push_id(&item.file, |ui| item_ui(ui, cx, item));
            ui.add_space(4.0);
        }
        more(ui, cx, "send", items.len());
        known_ui(ui, cx, &comparison.plan.known, is_fresh && cx.state.sync.sending.is_none());
    });
}

/// What needs a look comes first.
fn rank(item: &Item, sending: Option<&Sending>) -> u8 {
    let outcome = sending.and_then(|sending| sending.outcomes.get(&item.file));
    match outcome {
        Some(outcome) if !outcome.is_done() => 0,
        Some(_) => 2,
        None if item.step.needs_attention() => 0,
        None if item.step.is_write() => 1,
        None => 3,
    }
}

/// The way to more of a long list.
pub(super) fn more(ui: &mut Ui, cx: &mut Cx<'_>, list: &str, count: usize) {
    let shown = cx.own.shown_entries.get(list).copied().unwrap_or(PAGE);
    if count > shown && ui.button(format!("Show more, {} are left", count - shown)).clicked() {
        cx.own.shown_entries.insert(list.to_owned(), shown + PAGE);
    }
}

/// What is sent is what the files hold.
fn unsaved(ui: &mut Ui, cx: &mut Cx<'_>) {
    card(cx.theme, false).inner_margin(8).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            let text = format!(
                "{} There are edits that are not saved. What would be sent is what the files hold.",
                icons::WARNING
            );
            ui.label(RichText::new(text).color(cx.theme.warn));
            if ui.button("Save and compare").clicked() {
                cx.push(SyncCommand::SaveAndCompare);
            }
        });
    });
    ui.add_space(4.0);
}

fn choices(ui: &mut Ui, cx: &mut Cx<'_>, comparison: &Comparison, is_fresh: bool) {
    let plan = &comparison.plan;
    let chosen = plan
        .items
        .iter()
        .filter(|item| item.step.is_write() && !cx.state.sync.left_out.contains(&item.file))
        .count();
    let total = plan.items.iter().filter(|item| item.step.is_write()).count();
    let undecided = plan.items.iter().filter(|item| item.step.needs_attention()).count();
    ui.horizontal_wrapped(|ui| {
        if total > 0 {
            send_button(ui, cx, chosen, is_fresh);
        }
        if total > 1 {
            for (text, all) in [("All", true), ("None", false)] {
                let button = ui.add(Button::new(text));
                if button.accessible_name(format!("Send {}", text.to_lowercase())).clicked() {
                    cx.push(SyncCommand::ChooseAll(all));
                }
            }
        }
        if undecided > 0 {
            let text = format!("{} {undecided} to decide or repair", icons::WARNING);
            ui.label(RichText::new(text).color(cx.theme.warn));
        }
    });
    let orphans = plan.count(Step::Orphan) + plan.count(Step::Delete);
    if orphans > 0 {
        let mut prune = cx.state.sync.decisions.prune;
        let text = match orphans {
            1 => "Delete the 1 object on the tenant whose file is gone".to_owned(),
            count => format!("Delete the {count} objects on the tenant whose files are gone"),
        };
        if ui.checkbox(&mut prune, text).changed() {
            cx.push(SyncCommand::Prune(prune));
        }
    }
}

fn send_button(ui: &mut Ui, cx: &mut Cx<'_>, chosen: usize, is_fresh: bool) {
    let objects = if chosen == 1 { "object" } else { "objects" };
    let text = format!("{}  Send {chosen} {objects}…", icons::PAPER_PLANE_TILT);
    let draw = if cx.state.name_to_type().is_some() { danger_button } else { primary_button };
    let button = ui.add_enabled_ui(chosen > 0 && is_fresh, |ui| draw(ui, cx.theme, &text)).inner;
    let button = button.on_disabled_hover_text("Choose what is sent; after a change compare anew first");
    if button.clicked() {
        cx.push(CommandId::SendChanges);
    }
}

fn sending_ui(ui: &mut Ui, cx: &mut Cx<'_>, sending: &Sending) {
    let (tried, total) = sending.progress();
    match &sending.end {
        None => {
            ui.horizontal(|ui| {
                let share = tried as f32 / total.max(1) as f32;
                let bar = ProgressBar::new(share).desired_width(220.0);
                ui.add(bar.text(format!("{tried} of {total} sent")));
                if ui.button("Stop").clicked() {
                    cx.push(Command::Cancel(sending.job()));
                }
            });
            return;
        }
        Some(SendEnd::Through) => {
            let (icon, colour) = if sending.done() == total {
                (icons::CHECK_CIRCLE, cx.theme.good)
            } else {
                (icons::WARNING, cx.theme.warn)
            };
            let text = format!("{icon} {} of {total} are on the tenant as planned", sending.done());
            ui.label(RichText::new(text).color(colour));
        }
        Some(SendEnd::Stale(why)) => {
            ui.add(
                Label::new(
                    RichText::new(format!("{} Nothing was sent: {}", icons::WARNING, stale_words(why)))
                        .color(cx.theme.warn),
                )
                .wrap(),
            );
        }
        Some(SendEnd::Stopped(why)) => {
            let text =
                format!("{} Stopped, {} of {total} are done: {why}", icons::WARNING_CIRCLE, sending.done());
            ui.add(Label::new(RichText::new(text).color(cx.theme.bad)).wrap());
        }
    }
    if sending.can_go_on() {
        ui.horizontal(|ui| {
            let button = if cx.state.name_to_type().is_some() { danger_button } else { primary_button };
            if button(ui, cx.theme, "Go on sending…").clicked() {
                cx.push(CommandId::SendChanges);
            }
            quiet(ui, cx.theme, "What was done is written down; nothing is sent twice.");
        });
    } else {
        quiet(ui, cx.theme, next_step(sending));
    }
}

/// What helps after sending that cannot simply go on.
fn next_step(sending: &Sending) -> &'static str {
    let has = |is_it: fn(&SendOutcome) -> bool| sending.outcomes.values().any(is_it);
    match sending.end {
        Some(SendEnd::Stale(_)) => "Compare anew to see what was changed there, then send again.",
        _ if has(|outcome| matches!(outcome, SendOutcome::Refused { .. })) => {
            "Correct what was refused, save, and compare anew."
        }
        _ if has(|outcome| matches!(outcome, SendOutcome::Differs(_))) => {
            "Compare anew to send it again or to take what the tenant made of it."
        }
        _ => "Compare anew to see what is left.",
    }
}

fn stale_words(why: &str) -> &str {
    why.trim_start_matches("the plan is stale, nothing was sent: ").trim_end_matches(". Make a new plan")
}
