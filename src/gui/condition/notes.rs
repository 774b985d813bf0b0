//! What needs attention about a rule: below the row that it is about, the rest below the tree.

use super::{Form, is_within};
use crate::app::condition::{Condition, Part};
use crate::diag::Diagnostic;
use crate::gui::cx::Cx;
use crate::gui::widgets::badge::severity_look;
use eframe::egui::{Label, RichText, Ui};

/// The findings of one row or island.
pub(super) fn of_part(ui: &mut Ui, cx: &Cx<'_>, form: &Form<'_>, pointer: &str) {
    for finding in form.findings.iter().filter(|finding| is_within(&finding.place.pointer, pointer)) {
        note(ui, cx, finding);
    }
}

/// The findings that no row has shown.
pub(super) fn rest(ui: &mut Ui, cx: &Cx<'_>, form: &Form<'_>, is_json: bool) {
    for finding in &form.findings {
        if is_json || !has_row(&form.tree, &finding.place.pointer) {
            note(ui, cx, finding);
        }
    }
}

fn has_row(condition: &Condition, pointer: &str) -> bool {
    match &condition.part {
        Part::Row(_) | Part::Raw => is_within(pointer, &condition.pointer),
        Part::Group(group) => group.items.iter().any(|item| has_row(item, pointer)),
        Part::Empty => false,
    }
}

fn note(ui: &mut Ui, cx: &Cx<'_>, finding: &Diagnostic) {
    let look = severity_look(cx.theme, finding.severity);
    let text = format!("{} {}: {}", look.icon, look.word, finding.message);
    ui.add(Label::new(RichText::new(text).color(look.colour).size(11.5)).wrap());
    for hint in &finding.hints {
        ui.add(Label::new(RichText::new(hint).color(cx.theme.muted).size(11.5)).wrap());
    }
}
