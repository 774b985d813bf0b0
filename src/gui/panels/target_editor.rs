//! A target: where it posts, its template, and what it renders on the shown context.

use super::automation_editor::other_keys;
use crate::app::{Command, CommandId};
use crate::document::{Edit, TargetEdit, target_by_id};
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::template::template_editor;
use crate::gui::widgets::card::{card, field_name, quiet};
use crate::gui::widgets::controls::line_field;
use crate::gui::widgets::json_edit::json_edit;
use crate::model::{Target, TargetId};
use eframe::egui::{Align, Button, Layout, Margin, RichText, ScrollArea, Ui};

/// Keys that have a field of their own.
const OWN_FIELDS: [&str; 6] = ["name", "handle", "url", "template", "description", "notes"];
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
        } else {
            ui.columns_const(|columns: &mut [Ui; 3]| {
                for (index, ui) in columns.iter_mut().enumerate() {
                    field(ui, cx, target, index);
                }
            });
        }
        more(ui, cx, target);
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
    if index == 0 && cx.own.focus.take_if(|focus| *focus == "name").is_some() {
        response.request_focus();
    }
    if let Some(text) = changed {
        cx.push(Edit::Target(id, edit(text)));
    }
    if response.lost_focus() {
        cx.push(Command::EndBurst);
    }
}

/// What is seldom changed: description, notes, keys without a field; and what a target does not have.
fn more(ui: &mut Ui, cx: &mut Cx<'_>, target: &Target) {
    const FOLD: &str = "target-more";
    let is_open = cx.own.is_folded(FOLD);
    let caret = if is_open { icons::CARET_DOWN } else { icons::CARET_RIGHT };
    let words = RichText::new(format!("{caret} More about this target")).size(11.5).color(cx.theme.muted);
    let fold = |ui: &mut Ui, cx: &mut Cx<'_>| {
        if ui.add(Button::new(words).frame(false)).accessible_name("More about this target").clicked() {
            cx.own.toggle_fold(FOLD);
        }
    };
    if cx.state.tenant().is_some() {
        ui.horizontal(|ui| {
            fold(ui, cx);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| compare_button(ui, cx));
        });
    } else {
        fold(ui, cx);
    }
    if !is_open {
        return;
    }
    let some = |text: String| (!text.is_empty()).then_some(text);
    for (name, text, edit) in [
        (
            "Target description",
            &target.description,
            TargetEdit::Description as fn(Option<String>) -> TargetEdit,
        ),
        ("Target notes", &target.notes, TargetEdit::Notes as _),
    ] {
        field_name(ui, cx.theme, name);
        let (response, changed) = line_field(ui, name, text.as_deref().unwrap_or_default(), "empty");
        if let Some(text) = changed {
            cx.push(Edit::Target(target.id, edit(some(text))));
        }
        if response.lost_focus() {
            cx.push(Command::EndBurst);
        }
    }
    // Source: no documentation or SDK of Omneo has a method, header, secret, timeout or retry field on a target.
    quiet(
        ui,
        cx.theme,
        "The payload is always posted. No source gives a target a method, headers or a secret of its own; the signature uses the tenant's shared secret.",
    );
    let rest = other_keys(&target.source, &OWN_FIELDS);
    field_name(ui, cx.theme, "Everything else in its file");
    if let Some(change) = json_edit(ui, cx, &format!("target/{}", target.id.0), &rest) {
        cx.push(Edit::Target(target.id, TargetEdit::At(change)));
    }
}

fn compare_button(ui: &mut Ui, cx: &mut Cx<'_>) {
    let text = format!("{}  Compare with the tenant…", icons::BROADCAST);
    let button = ui.small_button(text).on_hover_text("How the chosen tenant renders this template");
    if button.accessible_name("Compare with the tenant").clicked() {
        cx.push(CommandId::CompareRendering);
    }
}
