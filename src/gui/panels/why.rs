//! Why the shown run did not fire: the sentence, the kind of cause, and each criterion that is not met.

use crate::app::{Command, CommandId, command_row};
use crate::document::{ChainId, chain_in_order};
use crate::engine::{Cause, Criterion, Outcome, Why};
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::theme::{GRID, Theme};
use crate::gui::widgets::badge::{Look, badge};
use crate::gui::widgets::card::{card, quiet};
use crate::model::{ActionId, TriggerId};
use eframe::egui::{Align, Button, Label, Layout, RichText, Ui};
use std::sync::Arc;

/// The look of a kind of cause.
pub(crate) fn cause_look(theme: Theme, cause: Cause) -> Look {
    let (icon, word, colour) = match cause {
        Cause::False => (icons::X_CIRCLE, "Not met", theme.bad),
        Cause::MissingField => (icons::CIRCLE_DASHED, "Missing field", theme.warn),
        Cause::Null => (icons::CIRCLE_DASHED, "Empty field (null)", theme.warn),
        Cause::TypeMismatch => (icons::WARNING, "Wrong type", theme.warn),
        Cause::DifferentEvent => (icons::BROADCAST, "Different event", theme.muted),
        Cause::TriggerInactive => (icons::PROHIBIT, "Switched off", theme.muted),
        Cause::ActionErrored => (icons::WARNING_CIRCLE, "An action fails", theme.bad),
        Cause::EngineDisagreement => (icons::WARNING, "Engines disagree", theme.warn),
    };
    Look { icon, word, colour }
}

/// Draws the answer to "why didn't it fire"; false if there is none to give.
pub(super) fn why(ui: &mut Ui, cx: &mut Cx<'_>, trigger: TriggerId) -> bool {
    let Some((why, is_fresh)) = cx.state.why().map(|(why, is_fresh)| (Arc::clone(why), is_fresh)) else {
        return false;
    };
    let action = why.step.and_then(|step| {
        let chain = chain_in_order(cx.workspace(), ChainId::Trigger(trigger));
        chain.get(step.checked_sub(1)?).map(|action| action.id)
    });
    card(cx.theme, false).fill(cx.theme.panel).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = GRID;
        head(ui, cx, &why, is_fresh);
        sentence(ui, cx, &why, action, is_fresh);
        for (position, criterion) in why.unmet.iter().enumerate().skip(1) {
            row(ui, cx, (position, criterion), action, is_fresh);
        }
        if why.left_out > 0 {
            quiet(ui, cx.theme, &format!("… and {} more that are not met", why.left_out));
        }
    });
    true
}

fn head(ui: &mut Ui, cx: &mut Cx<'_>, why: &Why, is_fresh: bool) {
    ui.horizontal(|ui| {
        let mut look = cause_look(cx.theme, why.cause);
        if !is_fresh {
            look.colour = cx.theme.muted;
        }
        badge(ui, cx.theme, look);
        if let Some(almost) = why.almost() {
            ui.label(RichText::new(almost).color(cx.theme.muted).size(11.5));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| offer(ui, cx, why));
    });
}

/// The one thing that helps most.
fn offer(ui: &mut Ui, cx: &mut Cx<'_>, why: &Why) {
    let (id, text) = match why.outcome {
        Outcome::Inactive => (CommandId::Activate, "Switch it on"),
        Outcome::Stopped | Outcome::Failed => (CommandId::MakeItFire, "Make it fire…"),
        Outcome::Fired | Outcome::OtherEvent => return,
    };
    let Some(row) = command_row(id) else { return };
    let blocked = row.enabled(cx.state).err();
    let button = ui.add_enabled(blocked.is_none(), Button::new(text)).on_hover_text(row.tooltip);
    if button.clicked() {
        cx.push(id);
    }
    if let Some(reason) = blocked {
        button.on_disabled_hover_text(reason);
    }
}

/// The whole answer; a click shows where it is in the chain.
fn sentence(ui: &mut Ui, cx: &mut Cx<'_>, why: &Why, action: Option<ActionId>, is_fresh: bool) {
    let colour = if is_fresh { cx.theme.text } else { cx.theme.muted };
    let text = RichText::new(&why.sentence).size(14.0).color(colour);
    let first = why.first();
    match action {
        Some(action) => {
            // In line with the text of the badge above.
            ui.spacing_mut().button_padding.x = GRID;
            let button = ui.add(Button::new(text).wrap().frame_when_inactive(false));
            let button = button.on_hover_text("Show where").accessible_name(format!("Why: {}", why.sentence));
            if button.clicked() {
                cx.push(Command::ShowPart(action, first.map(|criterion| criterion.pointer.clone())));
            }
        }
        None => {
            ui.add(Label::new(text).wrap());
        }
    }
    if let Some(first) = first {
        hint(ui, cx, first);
    }
}

/// A further criterion that is not met.
fn row(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    (position, criterion): (usize, &Criterion),
    action: Option<ActionId>,
    is_fresh: bool,
) {
    let mut look = cause_look(cx.theme, criterion.cause);
    if !is_fresh {
        look.colour = cx.theme.muted;
    }
    ui.horizontal(|ui| {
        ui.add_space(GRID);
        ui.label(RichText::new(look.icon).color(look.colour)).on_hover_text(look.word);
        let text = format!("Also: {}", criterion.sentence);
        let button = ui.add(Button::new(&text).truncate().frame_when_inactive(false));
        let button = button.on_hover_text(format!("{}: {}", look.word, criterion.sentence));
        let button = button.accessible_name(format!("Unmet {}: {}", position + 1, criterion.sentence));
        if button.clicked()
            && let Some(action) = action
        {
            cx.push(Command::ShowPart(action, Some(criterion.pointer.clone())));
        }
    });
    hint(ui, cx, criterion);
}

/// A field that was probably meant.
fn hint(ui: &mut Ui, cx: &Cx<'_>, criterion: &Criterion) {
    if let Some(hint) = &criterion.hint {
        ui.horizontal(|ui| {
            ui.add_space(2.0 * GRID);
            quiet(ui, cx.theme, &crate::diag::upper_first(hint));
        });
    }
}
