//! A target: where it posts, its template, and what it renders on the shown sample event.

use crate::app::Command;
use crate::document::{Edit, TargetEdit, target_by_id};
use crate::gui::cx::Cx;
use crate::gui::fonts;
use crate::gui::widgets::card::{card, field_name, heading, quiet};
use crate::gui::widgets::controls::line_field;
use crate::model::{Target, TargetId};
use eframe::egui::{ScrollArea, TextEdit, Ui};

pub(crate) fn target_editor(ui: &mut Ui, cx: &mut Cx<'_>, id: TargetId) {
    let Some(target) = target_by_id(cx.workspace(), id) else { return };
    ScrollArea::vertical().id_salt("target").auto_shrink(false).show(ui, |ui| {
        head(ui, cx, target);
        ui.add_space(8.0);
        heading(ui, "Template");
        quiet(ui, cx.theme, "Twig. What it prints must be JSON.");
        let mut text = target.template.clone();
        let edit = TextEdit::multiline(&mut text)
            .font(fonts::code(12.5))
            .desired_width(f32::INFINITY)
            .desired_rows(20)
            .lock_focus(true);
        let response = ui.add(edit).accessible_name("Template");
        if response.changed() {
            cx.push(Edit::Target(id, TargetEdit::Template(text)));
        }
        if response.lost_focus() {
            cx.push(Command::EndBurst);
        }
    });
}

fn head(ui: &mut Ui, cx: &mut Cx<'_>, target: &Target) {
    let id = target.id;
    card(cx.theme, false).show(ui, |ui| {
        ui.set_width(ui.available_width());
        for (title, name, value, hint, edit) in [
            (
                "Name",
                "Target name",
                &target.name,
                "Klaviyo: tier reached",
                TargetEdit::Name as fn(String) -> TargetEdit,
            ),
            ("Handle", "Target handle", &target.handle, "klaviyo-tier", TargetEdit::Handle),
            ("Posts to", "Target URL", &target.url, "https://…", TargetEdit::Url),
        ] {
            field_name(ui, cx.theme, title);
            let (response, changed) = line_field(ui, name, value, hint);
            if let Some(text) = changed {
                cx.push(Edit::Target(id, edit(text)));
            }
            if response.lost_focus() {
                cx.push(Command::EndBurst);
            }
        }
    });
}
