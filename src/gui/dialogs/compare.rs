//! Two versions of a trigger side by side: context by context, what fires newly, no longer, or otherwise.

use crate::app::{Command, Comparing, Version};
use crate::diag::upper_first;
use crate::engine::{ComparedContext, ComparedVerdict, RunDifference, TriggerComparison};
use crate::gui::cx::Cx;
use crate::gui::theme::Theme;
use crate::gui::widgets::badge::{Look, badge};
use crate::gui::widgets::card::{card, field_name, heading, quiet};
use crate::gui::widgets::controls::primary_button;
use crate::gui::widgets::json_tree::short;
use crate::gui::{fonts, icons};
use crate::json::Json;
use eframe::egui::{Button, Label, RichText, ScrollArea, TextEdit, Ui};
use std::sync::Arc;

/// The name of the revision's draft.
const REVISION: &str = "revision";

pub(super) fn compare(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(640.0);
    let shown = cx.state.shown_trigger().and_then(|id| cx.workspace().trigger(id));
    heading(ui, &format!("Compare '{}'", shown.map_or("a trigger", |trigger| trigger.name.as_str())));
    quiet(ui, cx.theme, "The older version and the one in this window, on every context of its event");
    ui.add_space(6.0);
    versions(ui, cx);
    ui.add_space(8.0);
    match cx.state.comparing().map(|(comparing, is_fresh)| (comparing.clone(), is_fresh)) {
        None => {}
        Some((Comparing { answer: None, .. }, _)) => {
            ui.label(format!("{} Comparing …", icons::CLOCK));
        }
        Some((_, false)) => {
            quiet(ui, cx.theme, "Something was changed meanwhile; compare again");
        }
        Some((Comparing { answer: Some(Err(error)), .. }, _)) => {
            let text = format!("{} {}", icons::WARNING_CIRCLE, upper_first(&error));
            ui.add(Label::new(RichText::new(text).color(cx.theme.bad)).wrap());
        }
        Some((Comparing { answer: Some(Ok(comparison)), .. }, _)) => answer(ui, cx, &comparison),
    }
    ui.add_space(8.0);
    let is_running = cx.state.comparing().is_some_and(|(comparing, _)| comparing.answer.is_none());
    if ui.button(if is_running { "Stop" } else { "Close" }).clicked() {
        cx.push(Command::Show(None));
    }
}

/// With what it is compared.
fn versions(ui: &mut Ui, cx: &mut Cx<'_>) {
    let version = cx.state.comparing().map(|(comparing, _)| comparing.version.clone());
    ui.horizontal(|ui| {
        let is_saved = version == Some(Version::Saved);
        if ui.add(Button::selectable(is_saved, "Saved version")).clicked() {
            cx.push(Command::Compare(Version::Saved));
        }
        let tenant = cx.state.comparison().map(|(comparison, _)| comparison.facts.tenant.name.clone());
        let text = tenant.as_ref().map_or("Tenant".to_owned(), |name| format!("Tenant {name}"));
        let is_tenant = version == Some(Version::Tenant);
        let button = ui.add_enabled(tenant.is_some(), Button::selectable(is_tenant, text));
        let button =
            button.on_disabled_hover_text("Plan changes for the tenant first: that reads what it has");
        if button.on_hover_text("As the tenant had it when it was read last").clicked() {
            cx.push(Command::Compare(Version::Tenant));
        }
        ui.separator();
        field_name(ui, cx.theme, "Git revision");
        let draft = cx.own.queries.entry(REVISION.to_owned()).or_insert_with(|| "HEAD".to_owned());
        let edit = TextEdit::singleline(draft).hint_text("HEAD~1, main").desired_width(160.0);
        let response = ui.add(edit).accessible_name("Git revision");
        let revision = draft.trim().to_owned();
        let is_entered =
            response.lost_focus() && ui.input(|input| input.key_pressed(eframe::egui::Key::Enter));
        let has_folder = cx.state.files.folder.is_some();
        let button = ui.add_enabled_ui(has_folder && !revision.is_empty(), |ui| {
            primary_button(ui, cx.theme, "Compare with the revision")
        });
        let button =
            button.inner.on_disabled_hover_text("The workspace needs a folder, and the revision a name");
        if button.clicked() || is_entered && has_folder && !revision.is_empty() {
            cx.push(Command::Compare(Version::Revision(revision)));
        }
    });
}

fn look(theme: Theme, verdict: ComparedVerdict) -> Look {
    let (icon, word, colour) = match verdict {
        ComparedVerdict::NewlyFires => (icons::CHECK_CIRCLE, "Newly fires", theme.good),
        ComparedVerdict::NoLongerFires => (icons::PROHIBIT, "No longer fires", theme.bad),
        ComparedVerdict::Differs => (icons::WARNING, "Differs", theme.warn),
        ComparedVerdict::Unchanged => (icons::CIRCLE, "Same", theme.muted),
    };
    Look { icon, word, colour }
}

/// What changes first, what stays last.
fn rank(verdict: ComparedVerdict) -> u8 {
    match verdict {
        ComparedVerdict::NewlyFires => 0,
        ComparedVerdict::NoLongerFires => 1,
        ComparedVerdict::Differs => 2,
        ComparedVerdict::Unchanged => 3,
    }
}

fn answer(ui: &mut Ui, cx: &Cx<'_>, comparison: &Arc<TriggerComparison>) {
    ui.label(RichText::new(upper_first(&comparison.sentence)).font(fonts::strong(14.0)));
    ui.add_space(4.0);
    let mut contexts: Vec<&ComparedContext> = comparison.contexts.iter().collect();
    contexts.sort_by_key(|context| rank(context.verdict));
    let scroll = ScrollArea::vertical().max_height(380.0).auto_shrink([false, true]);
    scroll.show(ui, |ui| {
        for context in contexts {
            row(ui, cx, context);
        }
    });
}

fn row(ui: &mut Ui, cx: &Cx<'_>, context: &ComparedContext) {
    card(cx.theme, false).inner_margin(8).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            badge(ui, cx.theme, look(cx.theme, context.verdict));
            ui.add(Label::new(RichText::new(&context.context).font(fonts::strong(13.0))).truncate());
        });
        if context.verdict == ComparedVerdict::Unchanged {
            ui.add(Label::new(RichText::new(&context.new).color(cx.theme.muted)).truncate());
            return;
        }
        for (word, summary) in [("Before", &context.old), ("Now", &context.new)] {
            ui.horizontal(|ui| {
                ui.label(RichText::new(word).color(cx.theme.muted).size(11.5));
                ui.add(Label::new(summary).truncate()).on_hover_text(summary);
            });
        }
        for difference in &context.differences {
            difference_row(ui, cx, difference);
        }
    });
}

fn difference_row(ui: &mut Ui, cx: &Cx<'_>, difference: &RunDifference) {
    let code = |value: Option<&serde_json::Value>| {
        let text = value.map_or_else(|| "nothing".to_owned(), |value| short(&Json::from(value)));
        RichText::new(text).font(fonts::code(12.0))
    };
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(&difference.what).color(cx.theme.muted));
        ui.label(code(difference.old.as_ref()).color(cx.theme.muted).strikethrough());
        ui.label(RichText::new(icons::ARROW_RIGHT).color(cx.theme.muted));
        ui.label(code(difference.new.as_ref()));
    });
}

/// A run that somebody shared, to read.
pub(super) fn shared_run(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(720.0);
    let Some(run) = cx.state.view.opened_run.clone() else { return };
    heading(ui, &format!("Shared run '{}'", run.name));
    let left_out = match run.left_out {
        0 => "nothing personal was found in it".to_owned(),
        1 => "personal data was left out at 1 place".to_owned(),
        count => format!("personal data was left out at {count} places"),
    };
    quiet(
        ui,
        cx.theme,
        &format!("To read only, as it was when it ran; {left_out}. It is not in this workspace."),
    );
    ui.add_space(6.0);
    ScrollArea::both().max_height(440.0).min_scrolled_height(440.0).auto_shrink([false, true]).show(
        ui,
        |ui| {
            let text = RichText::new(run.text.trim_end()).font(fonts::code(12.0));
            ui.add(Label::new(text).extend().selectable(true));
        },
    );
    ui.add_space(8.0);
    if ui.button("Close").clicked() {
        cx.push(Command::Show(None));
    }
}
