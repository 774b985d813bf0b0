//! What needs attention about a rule, with what can be done about it: below the part that it is about, the rest below
//! the tree.

use super::{Form, is_within};
use crate::app::condition::{Condition, Part, fixes};
use crate::diag::Diagnostic;
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::widgets::badge::severity_look;
use eframe::egui::{Button, Label, RichText, Ui};
use std::sync::Arc;

/// The findings of one row, block or island.
pub(super) fn of_part(ui: &mut Ui, cx: &mut Cx<'_>, form: &mut Form<'_>, part: &Condition) {
    let known = Arc::clone(&form.known);
    for finding in &known.findings {
        let place = finding.place.pointer.as_str();
        if is_within(place, &part.pointer) && !part.inner.iter().any(|inner| is_within(place, &inner.pointer))
        {
            note(ui, cx, form, finding);
        }
    }
}

/// The findings that no part has shown.
pub(super) fn rest(ui: &mut Ui, cx: &mut Cx<'_>, form: &mut Form<'_>, is_json: bool) {
    let known = Arc::clone(&form.known);
    for finding in &known.findings {
        if is_json || !has_part(&known.tree, &finding.place.pointer) {
            note(ui, cx, form, finding);
        }
    }
}

/// What is to say of the rule as a whole: another engine, an error, work that was cut.
pub(super) fn whole(ui: &mut Ui, cx: &Cx<'_>, form: &Form<'_>) {
    let small = |icon: &str, text: String, colour| {
        Label::new(RichText::new(format!("{icon} {text}")).color(colour).size(11.5)).wrap()
    };
    if let Some(other) = &form.known.disagreement {
        let text = format!(
            "Engines disagree: portable JSON Logic gives {other} on this event, the server decides otherwise"
        );
        ui.add(small(icons::WARNING, text, cx.theme.warn));
    }
    let Some(live) = &form.known.live else { return };
    if live.is_cut {
        let text = "Too much to evaluate while you type: the card shows what a whole run gives".to_owned();
        ui.add(small(icons::INFO, text, cx.theme.muted));
    } else if let Some(error) = &live.error {
        ui.add(small(icons::WARNING_CIRCLE, format!("It cannot be evaluated: {error}"), cx.theme.bad));
    }
}

fn has_part(condition: &Condition, pointer: &str) -> bool {
    let is_own = match &condition.part {
        Part::Row(_) | Part::Raw | Part::Block(_) => is_within(pointer, &condition.pointer),
        Part::Group(_) | Part::Empty => false,
    };
    is_own || condition.items().iter().any(|item| has_part(item, pointer))
}

fn note(ui: &mut Ui, cx: &Cx<'_>, form: &mut Form<'_>, finding: &Diagnostic) {
    let look = severity_look(cx.theme, finding.severity);
    let sample = cx.state.shown_trigger().and_then(|trigger| cx.state.context_of(trigger));
    let fixes = fixes(form.json, finding, sample.map(|context| &context.data));
    ui.horizontal_wrapped(|ui| {
        let text = format!("{} {}: {}", look.icon, look.word, finding.message);
        let label = ui.add(Label::new(RichText::new(text).color(look.colour).size(11.5)).wrap());
        if !finding.hints.is_empty() {
            label.on_hover_text(finding.hints.join("\n"));
        }
        for fix in fixes {
            let text = RichText::new(format!("{} {}", icons::PENCIL_SIMPLE, fix.title)).size(11.5);
            let button = ui.add(Button::new(text).small()).accessible_name(fix.title);
            if button.clicked() {
                form.set(Some(fix.rule));
            }
        }
    });
}
