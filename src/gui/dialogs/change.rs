//! The smallest change that does what was wished: of the context, or of the rule.

use crate::app::{Command, Found, Search, Wanted};
use crate::diag::upper_first;
use crate::engine::{Change, NoVariant, Outcome};
use crate::gui::cx::Cx;
use crate::gui::widgets::badge::{badge, outcome_look};
use crate::gui::widgets::card::{card, heading, quiet};
use crate::gui::widgets::controls::primary_button;
use crate::gui::widgets::json_tree::short;
use crate::gui::{fonts, icons};
use crate::json::Json;
use eframe::egui::{Label, RichText, ScrollArea, Ui};
use std::fmt::Display;
use std::sync::Arc;

pub(super) fn change(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(560.0);
    let state = cx.state;
    let Some((search, is_fresh)) = state.search_for_change() else {
        heading(ui, "Make it fire");
        quiet(ui, cx.theme, "Nothing was searched for yet");
        return;
    };
    heading(ui, title(&search.wanted));
    let context = cx.workspace().context(search.base());
    let name = context.map_or("?", |context| context.name.as_str());
    quiet(ui, cx.theme, &format!("The smallest change of the context '{name}', tried out by the engine"));
    ui.add_space(8.0);
    let found = search.found.clone();
    match found.as_ref().filter(|_| is_fresh) {
        None if found.is_none() => {
            ui.label(format!("{} Searching …", icons::CLOCK));
            buttons(ui, cx, "Stop", None);
        }
        None => {
            quiet(ui, cx.theme, "Something was changed meanwhile");
            buttons(ui, cx, "Close", Some(&search.wanted));
        }
        Some(found) => answer(ui, cx, search, found),
    }
}

fn title(wanted: &Wanted) -> &'static str {
    match wanted {
        Wanted::Fires => "Make it fire",
        Wanted::Part { pointer, holds: false, .. } if pointer.is_empty() => "A context that stops here",
        Wanted::Part { holds: false, .. } | Wanted::Argument { holds: false, .. } => {
            "A context where this is false"
        }
        Wanted::Part { holds: true, .. } | Wanted::Argument { holds: true, .. } => {
            "A context where this is true"
        }
        Wanted::Reached(_) => "A context that comes to this action",
        Wanted::Branch { taken: true, .. } => "A context that takes this branch",
        Wanted::Branch { taken: false, .. } => "A context that skips this branch",
    }
}

/// The way out, and the search once more.
fn buttons(ui: &mut Ui, cx: &mut Cx<'_>, close: &str, again: Option<&Wanted>) {
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if let Some(wanted) = again
            && primary_button(ui, cx.theme, "Search again").clicked()
        {
            cx.push(Command::FindChange(wanted.clone()));
        }
        if ui.button(close).clicked() {
            cx.push(Command::Show(None));
        }
    });
}

fn answer(ui: &mut Ui, cx: &mut Cx<'_>, search: &Search, found: &Arc<Found>) {
    match found.as_ref() {
        Found::Failed(error) => {
            quiet(ui, cx.theme, &upper_first(error));
            buttons(ui, cx, "Close", Some(&search.wanted));
        }
        Found::Shows(_, variant) => {
            match variant.as_ref() {
                Ok(variant) => {
                    ends(ui, cx, variant.outcome);
                    context_card(ui, cx, &variant.sentence, &variant.changes);
                }
                Err(reason) => none(ui, cx, "No change of the context does it", reason),
            }
            buttons(ui, cx, "Close", None);
        }
        Found::Fires(flip) => {
            match &flip.context {
                Ok(variant) => context_card(ui, cx, &variant.sentence, &variant.changes),
                Err(reason) => none(ui, cx, "No change of the context makes it fire", reason),
            }
            ui.add_space(8.0);
            match &flip.rule {
                Ok(variant) => {
                    if part(
                        ui,
                        cx,
                        ("Or change the rule", &variant.sentence),
                        &variant.changes,
                        "Change the rule",
                    ) {
                        cx.push(Command::ChangeRule);
                    }
                }
                Err(reason) => none(ui, cx, "No change of the rule's values makes it fire", reason),
            }
            buttons(ui, cx, "Close", None);
        }
    }
}

/// What the trigger does with the changed context.
fn ends(ui: &mut Ui, cx: &Cx<'_>, outcome: Outcome) {
    ui.horizontal(|ui| {
        quiet(ui, cx.theme, "With it the trigger");
        badge(ui, cx.theme, outcome_look(cx.theme, outcome));
    });
    ui.add_space(4.0);
}

fn context_card(ui: &mut Ui, cx: &mut Cx<'_>, sentence: &str, changes: &[Change]) {
    if part(ui, cx, ("Change the context", sentence), changes, "Add as context") {
        cx.push(Command::AddChangedContext);
    }
}

/// One way: what it says, each changed value, and the button that does it.
fn part(ui: &mut Ui, cx: &Cx<'_>, (title, sentence): (&str, &str), changes: &[Change], button: &str) -> bool {
    let shown = card(cx.theme, false).show(ui, |ui| {
        ui.set_width(ui.available_width());
        heading(ui, title);
        ui.add(Label::new(sentence).wrap());
        ui.add_space(4.0);
        let scroll = ScrollArea::vertical().id_salt(title).max_height(140.0).auto_shrink([false, true]);
        scroll.show(ui, |ui| {
            for change in changes {
                row(ui, cx, change);
            }
        });
        ui.add_space(6.0);
        if button == "Add as context" {
            primary_button(ui, cx.theme, button).clicked()
        } else {
            ui.button(button).clicked()
        }
    });
    shown.inner
}

/// Where, what it was and what it becomes.
fn row(ui: &mut Ui, cx: &Cx<'_>, change: &Change) {
    let value = |value: Option<&serde_json::Value>, none: &str| {
        value.map_or_else(|| none.to_owned(), |value| short(&Json::from(value)))
    };
    ui.horizontal_wrapped(|ui| {
        if let Some(step) = change.step {
            ui.label(RichText::new(format!("Step {step}")).color(cx.theme.muted).size(11.5));
        }
        let code = |text: String| RichText::new(text).font(fonts::code(12.0));
        ui.label(code(change.pointer.clone()).color(cx.theme.muted));
        ui.label(code(value(change.from.as_ref(), "not there")).color(cx.theme.muted).strikethrough());
        ui.label(RichText::new(icons::ARROW_RIGHT).color(cx.theme.muted));
        ui.label(code(value(change.to.as_ref(), "left out")).color(cx.theme.good));
    });
}

/// A search that found nothing says why.
fn none(ui: &mut Ui, cx: &Cx<'_>, what: &str, reason: &NoVariant) {
    let reason: &dyn Display = reason;
    heading(ui, what);
    quiet(ui, cx.theme, &upper_first(&reason.to_string()));
}
