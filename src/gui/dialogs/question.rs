//! Questions before something is lost, and choices of what to open.

use crate::app::{Command, CommandId, Discard, Unfinished};
use crate::document::ObjectId;
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::ui_state::ContextPane;
use crate::gui::widgets::card::{heading, quiet};
use crate::gui::widgets::controls::primary_button;
use eframe::egui::{Button, RichText, Ui};

pub(super) fn discard(ui: &mut Ui, cx: &mut Cx<'_>, discard: &Discard) {
    ui.set_width(380.0);
    heading(ui, "There are edits that are not saved");
    let what = match discard {
        Discard::Open(_) | Discard::OpenSample(_) => "Opening another workspace loses them.",
        Discard::New => "Beginning a new workspace loses them.",
        Discard::Revert => "Going back to the files loses them.",
        Discard::Quit => "Quitting loses them.",
    };
    quiet(ui, cx.theme, what);
    unfinished(ui, cx);
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        if primary_button(ui, cx.theme, "Keep editing").clicked() {
            cx.push(Command::Show(None));
        }
        if cx.state.document.has_changes() && ui.button("Save").clicked() {
            cx.push(Command::Show(None));
            cx.push(CommandId::Save);
        }
        if ui.button("Lose the edits").clicked() {
            cx.push(Command::Show(None));
            cx.push(Command::DiscardAnd(discard.clone()));
        }
    });
}

/// Half-typed text, which saving does not keep either.
fn unfinished(ui: &mut Ui, cx: &mut Cx<'_>) {
    for left in cx.state.unfinished() {
        ui.horizontal_wrapped(|ui| {
            let text = format!("{} Unfinished text in the {} would be lost", icons::WARNING, left.words);
            ui.label(RichText::new(text).color(cx.theme.warn));
            let show = ui.small_button("Show");
            if show.accessible_name(format!("Show the {}", left.words)).clicked() {
                show_unfinished(cx, &left);
            }
        });
    }
}

fn show_unfinished(cx: &mut Cx<'_>, left: &Unfinished) {
    if matches!(left.object, ObjectId::Context(_)) {
        cx.own.context_pane = ContextPane::Text;
    }
    cx.push(Command::Show(None));
    cx.push(Command::GoTo(left.object.clone(), left.action));
}

pub(super) fn overwrite(ui: &mut Ui, cx: &mut Cx<'_>, paths: &[String]) {
    ui.set_width(420.0);
    heading(ui, "Another program changed these files");
    for path in paths {
        ui.monospace(path);
    }
    quiet(ui, cx.theme, "Nothing was written. Saving anyway replaces what the other program wrote.");
    ui.horizontal(|ui| {
        if primary_button(ui, cx.theme, "Keep the files").clicked() {
            cx.push(Command::Show(None));
        }
        if ui.button("Save anyway").clicked() {
            cx.push(Command::Show(None));
            cx.push(Command::SaveAnyway);
        }
    });
}

pub(super) fn recent(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(480.0);
    heading(ui, "Open a recent workspace");
    if cx.state.settings.recent.is_empty() {
        quiet(ui, cx.theme, "None yet.");
    }
    for path in &cx.state.settings.recent {
        if ui.add(Button::new(path.display().to_string()).truncate()).clicked() {
            cx.queue.push(Command::Show(None).into());
            cx.queue.push(Command::Open(path.clone()).into());
        }
    }
}

pub(super) fn samples(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(480.0);
    heading(ui, "Open a sample");
    quiet(ui, cx.theme, "A copy that you can change; it becomes a workspace of yours when you save it.");
    ui.add_space(4.0);
    for sample in &cx.own.samples {
        let button = Button::new(sample.title).right_text(sample.name).min_size([440.0, 28.0].into());
        if ui.add(button).clicked() {
            cx.queue.push(Command::Show(None).into());
            cx.queue.push(Command::OpenSample(sample.name.to_owned()).into());
        }
    }
}
