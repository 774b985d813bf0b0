//! Questions about files that are not what this window knows: edits of an ended session, changes of another program.

use crate::app::{Command, FileWrite, planned_writes};
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::widgets::card::{heading, quiet};
use crate::gui::widgets::controls::primary_button;
use eframe::egui::{RichText, ScrollArea, Ui};

/// Files by name, each with a word about it; many scroll.
fn file_list<'a>(ui: &mut Ui, cx: &Cx<'_>, files: impl Iterator<Item = (&'a str, &'a str)>) {
    ScrollArea::vertical().max_height(220.0).auto_shrink([false, true]).show(ui, |ui| {
        for (path, word) in files {
            ui.horizontal(|ui| {
                ui.monospace(path);
                ui.label(RichText::new(word).color(cx.theme.muted).size(11.5));
            });
        }
    });
}

fn files(count: usize) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}

/// What the last session left.
pub(super) fn restore(ui: &mut Ui, cx: &mut Cx<'_>) {
    let Some(journal) = cx.state.files.journal.clone() else { return };
    ui.set_width(480.0);
    heading(ui, "Reagent ended with edits that were not saved");
    let name = if journal.name.is_empty() { "a workspace without a name" } else { journal.name.as_str() };
    let place = if journal.folder.is_some() { "" } else { ", which has no folder yet" };
    let text = format!("The edits of {} of {name}{place} were kept:", files(journal.writes.len()));
    quiet(ui, cx.theme, &text);
    file_list(ui, cx, journal.writes.iter().map(|write| (write.path.as_str(), word(write))));
    ui.add_space(4.0);
    quiet(ui, cx.theme, "Restoring writes nothing: the edits are there again, and undo takes them back.");
    ui.horizontal(|ui| {
        if primary_button(ui, cx.theme, "Restore the edits").clicked() {
            cx.push(Command::RestoreEdits(true));
        }
        if ui.button("Drop the edits").clicked() {
            cx.push(Command::RestoreEdits(false));
        }
    });
}

fn word(write: &FileWrite) -> &'static str {
    match (&write.text, &write.known) {
        (None, _) => "deleted",
        (Some(_), None) => "new",
        (Some(_), Some(_)) => "changed",
    }
}

/// What another program changed.
pub(super) fn changed_on_disk(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(480.0);
    let changed = &cx.state.files.changed_on_disk;
    heading(ui, &format!("Another program changed {}", files(changed.len())));
    let mine = planned_writes(&cx.state.document, &cx.state.files.texts);
    let is_mine = |path: &str| mine.iter().any(|write| write.path == path);
    let both = changed.iter().filter(|path| is_mine(path)).count();
    let word = |path: &str| if is_mine(path) { "you edited it, too" } else { "" };
    file_list(ui, cx, changed.iter().map(|path| (path.as_str(), word(path))));
    ui.add_space(4.0);
    if both > 0 {
        let text = format!("{} Reading again loses your edits of {}", icons::WARNING, files(both));
        ui.label(RichText::new(text).color(cx.theme.warn));
    } else if !mine.is_empty() {
        quiet(ui, cx.theme, "Your own edits are of other files; they stay when the files are read again.");
    }
    quiet(ui, cx.theme, "Keeping yours writes nothing now; saving over one of these files asks again.");
    let read_again = if both > 0 { "Read again and lose them" } else { "Read again" };
    ui.horizontal(|ui| {
        // The button that is at hand is the one that loses nothing.
        let (keep, read) = if both > 0 {
            let keep = primary_button(ui, cx.theme, "Keep mine").clicked();
            (keep, ui.button(read_again).clicked())
        } else {
            let read = primary_button(ui, cx.theme, read_again).clicked();
            (ui.button("Keep mine").clicked(), read)
        };
        if keep {
            cx.push(Command::Show(None));
        }
        if read {
            cx.push(Command::ReadAgain);
        }
    });
}
