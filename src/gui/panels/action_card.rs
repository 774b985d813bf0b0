//! One action of a chain as a card: what it is, what it would do on the shown event, and, once chosen, its form.

use super::argument_form::argument_form;
use crate::app::{Command, CommandId, Wanted};
use crate::catalog::{EffectKind, catalog};
use crate::diag::upper_first;
use crate::document::{ActionEdit, Edit};
use crate::engine::{PartReport, StepReport, StepStatus};
use crate::gui::cx::Cx;
use crate::gui::theme::Theme;
use crate::gui::widgets::badge::{badge, part_look, severity_look, step_look};
use crate::gui::widgets::card::{card, quiet};
use crate::gui::widgets::controls::icon_button;
use crate::gui::widgets::json_tree::short;
use crate::gui::{fonts, icons};
use crate::json::Json;
use crate::logic;
use crate::model::{Action, ActionId};
use crate::report::action_phrase;
use eframe::egui::{
    Align, Button, Id, Label, Layout, Response, RichText, Role, Sense, Stroke, Ui, UiBuilder, WidgetInfo,
};

pub(crate) fn action_card(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    action: &Action,
    position: usize,
    step: Option<&StepReport>,
    is_fresh: bool,
) {
    let is_chosen = cx.state.selection.action == Some(action.id);
    // A closed card opens wherever it is clicked; its title does the same for keys.
    let sense = if is_chosen { Sense::hover() } else { Sense::click() };
    let content = UiBuilder::new().sense(sense);
    let shown = ui.scope_builder(content, |ui| {
        let card = card(cx.theme, is_chosen).show(ui, |ui| {
            ui.set_width(ui.available_width());
            head(ui, cx, action, position, step, is_fresh);
            if let Some(step) = step {
                outcome(ui, cx, step, is_chosen);
            }
            never_reached(ui, cx, action);
            if is_chosen {
                ui.add_space(6.0);
                ui.separator();
                argument_form(ui, cx, action, step);
            }
        });
        card.response
    });
    if shown.response.clicked() {
        cx.push(Command::SelectAction(Some(action.id)));
    }
    // A marked part of the condition scrolls itself into view.
    if is_chosen && cx.own.scrolls_to_selection && cx.state.selection.part.is_none() {
        shown.inner.scroll_to_me(None);
    }
    drop_target(ui, cx, action.id, &shown.inner);
}

/// The icon of an action type.
fn icon_of(kind: &str) -> &'static str {
    match catalog().canonical_action(kind).map(|known| known.effect) {
        Some(EffectKind::Filter) => icons::FUNNEL,
        Some(EffectKind::IssueReward) => icons::GIFT,
        Some(EffectKind::IssueBenefit | EffectKind::RedeemBenefit) => icons::TICKET,
        Some(EffectKind::IssuePoints | EffectKind::IssueTierPoints) => icons::COINS,
        Some(EffectKind::IncrementAchievement | EffectKind::IncrementAchievementProduct) => icons::TROPHY,
        Some(EffectKind::AssignTier) => icons::MEDAL,
        Some(EffectKind::SendTarget) => icons::PAPER_PLANE_TILT,
        Some(EffectKind::UpdateAttribute) => icons::PENCIL_SIMPLE,
        None => icons::QUESTION,
    }
}

fn head(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    action: &Action,
    position: usize,
    step: Option<&StepReport>,
    is_fresh: bool,
) {
    let title =
        catalog().canonical_action(&action.kind).map_or(action.kind.as_str(), |known| known.title.as_str());
    ui.horizontal(|ui| {
        let grip = RichText::new(icons::DOTS_SIX_VERTICAL).color(cx.theme.muted);
        let handle = ui.dnd_drag_source(Id::unique(("grip", action.id.0)), action.id, |ui| {
            ui.label(grip);
        });
        let handle = handle.response.on_hover_text("Drag to move, or Alt+Up and Alt+Down");
        handle
            .widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("Drag action {}", position + 1)));
        ui.label(RichText::new(format!("{}", position + 1)).color(cx.theme.muted));
        let text = RichText::new(format!("{}  {title}", icon_of(&action.kind))).font(fonts::strong(13.5));
        let choose = ui
            .add(Button::new(text).frame(false))
            .accessible_name(format!("Action {} {title}", position + 1));
        if choose.clicked() {
            let chosen = (cx.state.selection.action != Some(action.id)).then_some(action.id);
            cx.push(Command::SelectAction(chosen));
        }
        ui.label(RichText::new(&action.kind).font(fonts::code(11.5)).color(cx.theme.muted));
        if cx.state.selection.step_idx == Some(position) {
            let text = format!("{} Shown step", icons::CARET_RIGHT);
            ui.label(RichText::new(text).color(cx.theme.accent).size(11.5));
        }
        let order = action.sort_order.map_or_else(|| "no order".to_owned(), |order| format!("order {order}"));
        ui.label(RichText::new(order).size(11.0).color(cx.theme.muted));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            menu(ui, cx, action);
            if let Some(step) = step {
                let mut look = step_look(cx.theme, step.status);
                if !is_fresh {
                    look.colour = cx.theme.muted;
                }
                badge(ui, cx.theme, look);
            }
        });
    });
    let is_chosen = cx.state.selection.action == Some(action.id);
    // The form of a chosen filter begins with its sentence.
    let is_said = action.is_filter() && is_chosen;
    let summary = if is_said { String::new() } else { summary(action, step) };
    if !summary.is_empty() {
        ui.add(Label::new(RichText::new(summary)).wrap());
    }
    if !is_chosen && cx.state.unfinished().iter().any(|text| text.action == Some(action.id)) {
        let text = format!("{} Half-typed text in it is not taken over", icons::PENCIL_SIMPLE);
        ui.label(RichText::new(text).color(cx.theme.warn).size(11.5));
    }
    if let Some(description) = action.description.as_deref().filter(|text| !text.is_empty() && !is_chosen) {
        quiet(ui, cx.theme, description);
    }
}

/// What a card says below its title.
fn summary(action: &Action, step: Option<&StepReport>) -> String {
    if action.is_filter() {
        return match action.argument("condition") {
            Some(argument) => {
                format!("Only if {}", logic::describe_condition(&logic::parse(&argument.value)))
            }
            None => "No condition yet".to_owned(),
        };
    }
    match step.and_then(|step| step.effect.as_ref()) {
        Some(effect) => upper_first(&effect.sentence),
        None => upper_first(&action_phrase(action)),
    }
}

/// Most parts of a condition that a card lists.
const MOST_PARTS: usize = 12;

/// What became of it on the shown event: the condition's parts, the error, findings.
fn outcome(ui: &mut Ui, cx: &mut Cx<'_>, step: &StepReport, is_chosen: bool) {
    if step.status == StepStatus::NotReached {
        return;
    }
    if let Some(condition) = &step.condition {
        // The form of a chosen card shows each part itself.
        let shown = if is_chosen { 0 } else { MOST_PARTS };
        for part in condition.parts.iter().take(shown) {
            condition_part(ui, cx.theme, part);
        }
        if shown > 0 && condition.parts.len() > shown {
            quiet(ui, cx.theme, &format!("… and {} more parts", condition.parts.len() - shown));
        }
        if let Some(portable) = condition.portable.as_ref().filter(|portable| !portable.agrees) {
            let text = format!(
                "{} Portable JSON Logic decides otherwise: it gives {}",
                icons::WARNING,
                portable.value
            );
            ui.label(RichText::new(text).color(cx.theme.warn).size(11.5));
        }
    }
    if let Some(error) = &step.error {
        let text = format!("{} {}", icons::WARNING_CIRCLE, error.message);
        ui.add(Label::new(RichText::new(text).color(cx.theme.bad)).wrap());
    }
    let said = step.error.as_ref().map(|error| error.message.as_str());
    for finding in step.findings.iter().filter(|finding| Some(finding.message.as_str()) != said) {
        let look = severity_look(cx.theme, finding.severity);
        let text = format!("{} {}: {}", look.icon, look.word, finding.message);
        ui.add(Label::new(RichText::new(text).color(look.colour).size(11.5)).wrap());
        for hint in &finding.hints {
            quiet(ui, cx.theme, hint);
        }
    }
}

/// Says that no context of the event comes to the action, and offers one that does.
fn never_reached(ui: &mut Ui, cx: &mut Cx<'_>, action: &Action) {
    let Some(trigger) = cx.state.shown_trigger() else { return };
    let Some((seen, true)) = cx.state.seen_actions(trigger) else { return };
    let has_run = cx.state.context_of(trigger).is_some();
    if seen.reached(action.id) != Some(0) || !has_run {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        let text = format!("{} Never reached by a context", icons::CIRCLE_DASHED);
        ui.label(RichText::new(text).color(cx.theme.warn).size(11.5));
        let button = ui.add(Button::new(RichText::new("Make a context…").size(11.5)).small());
        let name = format!("Make a context that comes to {}", action.kind);
        if button.on_hover_text(&name).accessible_name(name).clicked() {
            cx.push(Command::FindChange(Wanted::Reached(action.id)));
        }
    });
}

/// One part of a condition: whether it holds, what it says, what it saw; in one line, the rest on hover.
pub(super) fn condition_part(ui: &mut Ui, theme: Theme, part: &PartReport) {
    ui.horizontal(|ui| {
        ui.add_space(18.0 * part.depth as f32 + 4.0);
        let look = part_look(theme, part.state);
        ui.label(RichText::new(format!("{} {}", look.icon, look.word)).color(look.colour).size(11.5));
        ui.add(Label::new(&part.sentence).truncate());
        if let Some(observed) = &part.observed {
            let here = format!("here: {}", short(&Json::from(observed)));
            let here = RichText::new(here).font(fonts::code(11.5));
            ui.add(Label::new(here.color(theme.muted)).truncate());
        }
    });
}

fn menu(ui: &mut Ui, cx: &mut Cx<'_>, action: &Action) {
    let is_muted = cx.state.settings.simulation.muted.contains(&action.id);
    ui.menu_button(RichText::new(icons::DOTS_THREE).size(15.0), |ui| {
        if action.is_filter() && cx.state.shown_run().is_some() {
            if ui.button("Make a context that stops here…").clicked() {
                let pointer = String::new();
                cx.push(Command::FindChange(Wanted::Part { action: action.id, pointer, holds: false }));
            }
            ui.separator();
        }
        let entries = [
            ("Move up", CommandId::MoveActionUp),
            ("Move down", CommandId::MoveActionDown),
            ("Duplicate", CommandId::Duplicate),
            ("Cut", CommandId::Cut),
            ("Copy as JSON", CommandId::Copy),
            ("Paste below", CommandId::Paste),
            ("Delete", CommandId::Delete),
        ];
        for (text, id) in entries {
            if ui.button(text).clicked() {
                cx.push(Command::SelectAction(Some(action.id)));
                cx.push(id);
            }
        }
    })
    .response
    .accessible_name(format!("More for {}", action.kind))
    .on_hover_text("More");
    let (icon, name) = if is_muted {
        (icons::EYE_SLASH, "Unmute in the preview")
    } else {
        (icons::EYE, "Mute in the preview")
    };
    if icon_button(ui, icon, name).clicked() {
        cx.push(Command::Mute { action: action.id, is_muted: !is_muted });
    }
}

/// Another card that is dropped here goes before or after this one.
fn drop_target(ui: &Ui, cx: &mut Cx<'_>, id: ActionId, response: &Response) {
    let Some(dragged) = response.dnd_hover_payload::<ActionId>() else { return };
    let Some(pointer) = ui.input(|input| input.pointer.interact_pos()) else { return };
    let is_above = pointer.y < response.rect.center().y;
    let y = if is_above { response.rect.top() - 3.0 } else { response.rect.bottom() + 3.0 };
    ui.painter().hline(response.rect.x_range(), y, Stroke::new(2.0, cx.theme.accent));
    if response.dnd_release_payload::<ActionId>().is_none() || *dragged == id {
        return;
    }
    let before = if is_above { Some(id) } else { next_of(cx, id) };
    if before != Some(*dragged) {
        cx.push(Edit::Action(*dragged, ActionEdit::Move { before }));
    }
}

fn next_of(cx: &Cx<'_>, id: ActionId) -> Option<ActionId> {
    let chain = cx.state.chain()?;
    let ordered = crate::document::chain_in_order(cx.state.workspace(), chain);
    let position = ordered.iter().position(|action| action.id == id)?;
    ordered.get(position + 1).map(|action| action.id)
}
