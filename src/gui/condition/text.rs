//! The rule as JSON text, in step with the tree: half-typed text waits as a draft with its error, and the rule stays.

use super::Form;
use super::known::View;
use crate::app::Command;
use crate::gui::cx::Cx;
use crate::gui::{fonts, icons};
use crate::json::{Limits, parse};
use eframe::egui::{RichText, ScrollArea, TextEdit, Ui};

/// Highest text that is shown without scrolling.
const HEIGHT: f32 = 360.0;

/// Draws the text.
pub(super) fn text(ui: &mut Ui, cx: &mut Cx<'_>, form: &mut Form<'_>) {
    let draft = cx.own.drafts.get(&form.key).cloned();
    let has_draft = draft.is_some();
    let mut text = draft.unwrap_or_else(|| form.known.text.clone());
    let area = ScrollArea::both().id_salt("condition-json").max_height(HEIGHT).auto_shrink([false, true]);
    let response = area
        .show(ui, |ui| {
            let edit = TextEdit::multiline(&mut text)
                .font(fonts::code(12.0))
                .desired_rows(6)
                .desired_width(f32::INFINITY)
                .lock_focus(true);
            ui.add(edit).accessible_name("JSON")
        })
        .inner;
    if response.lost_focus() {
        cx.push(Command::EndBurst);
    }
    if !has_draft && !response.changed() {
        return;
    }
    let parsed = parse(&text, Limits::default());
    if let Err(error) = &parsed {
        let said = format!("{} Not JSON yet: {error}", icons::WARNING_CIRCLE);
        ui.label(RichText::new(said).color(cx.theme.bad).size(11.5));
    }
    if response.changed() {
        cx.own.drafts.insert(form.key.clone(), text);
    }
    let Ok(new) = parsed else { return };
    // Finished text is written in the rule's own layout once the field is left.
    if !response.has_focus() {
        cx.own.drafts.remove(&form.key);
    }
    if response.changed() && new != *form.json {
        form.set_as(Some(new), true);
    }
}

/// Text that is not JSON yet, while the tree is shown.
pub(super) fn unfinished(ui: &mut Ui, cx: &mut Cx<'_>, form: &Form<'_>) {
    let Some(draft) = cx.own.drafts.get(&form.key) else { return };
    let Err(error) = parse(draft, Limits::default()) else {
        cx.own.drafts.remove(&form.key);
        return;
    };
    ui.horizontal_wrapped(|ui| {
        let text = format!("{} The JSON has text that is not finished: {error}", icons::WARNING);
        ui.label(RichText::new(text).color(cx.theme.warn).size(11.5));
        if ui.small_button("Finish it").clicked() {
            cx.own.condition.views.insert(form.key.clone(), View::Json);
        }
        if ui.small_button("Drop it").clicked() {
            cx.own.drafts.remove(&form.key);
        }
    });
}
