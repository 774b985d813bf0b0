//! A target: where it posts, its template, and what it renders on the shown sample event.

use crate::app::Command;
use crate::document::{Edit, TargetEdit, target_by_id};
use crate::gui::cx::Cx;
use crate::gui::template::template_editor;
use crate::gui::widgets::card::{card, field_name};
use crate::gui::widgets::controls::line_field;
use crate::model::{Target, TargetId};
use eframe::egui::{Margin, ScrollArea, Ui};

/// Narrower than this, the fields stand below one another.
const ROW_WIDTH: f32 = 400.0;

pub(crate) fn target_editor(ui: &mut Ui, cx: &mut Cx<'_>, id: TargetId) {
    let Some(target) = target_by_id(cx.workspace(), id) else { return };
    let height = ui.available_height();
    ScrollArea::vertical().id_salt("target").auto_shrink(false).show(ui, |ui| {
        let top = ui.cursor().top();
        head(ui, cx, target);
        ui.add_space(8.0);
        let used = ui.cursor().top() - top;
        // A little less than there is: rounding must not make the middle scroll.
        template_editor(ui, cx, target, height - used - 6.0);
    });
}

fn head(ui: &mut Ui, cx: &mut Cx<'_>, target: &Target) {
    card(cx.theme, false).inner_margin(Margin::symmetric(12, 8)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        if ui.available_width() < ROW_WIDTH {
            for index in 0..3 {
                field(ui, cx, target, index);
            }
            return;
        }
        ui.columns_const(|columns: &mut [Ui; 3]| {
            for (index, ui) in columns.iter_mut().enumerate() {
                field(ui, cx, target, index);
            }
        });
    });
}

fn field(ui: &mut Ui, cx: &mut Cx<'_>, target: &Target, index: usize) {
    let id = target.id;
    let (title, name, value, hint, edit) = match index {
        0 => (
            "Name",
            "Target name",
            &target.name,
            "Klaviyo: tier reached",
            TargetEdit::Name as fn(String) -> TargetEdit,
        ),
        1 => ("Handle", "Target handle", &target.handle, "klaviyo-tier", TargetEdit::Handle as _),
        _ => ("Posts to", "Target URL", &target.url, "https://…", TargetEdit::Url as _),
    };
    field_name(ui, cx.theme, title);
    let (response, changed) = line_field(ui, name, value, hint);
    if let Some(text) = changed {
        cx.push(Edit::Target(id, edit(text)));
    }
    if response.lost_focus() {
        cx.push(Command::EndBurst);
    }
}
