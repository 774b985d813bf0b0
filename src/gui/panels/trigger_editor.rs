//! A trigger: its head, what it says in one sentence, and its actions as cards with the live result.

use super::action_card::action_card;
use super::event_picker::event_picker;
use super::why;
use crate::app::{Command, CommandId, RunKey, Setting};
use crate::document::{ChainId, Edit, TriggerEdit, chain_in_order};
use crate::engine::RunReport;
use crate::gui::cx::Cx;
use crate::gui::widgets::badge::{badge, outcome_look, stale_badge};
use crate::gui::widgets::card::{card, field_name, quiet};
use crate::gui::widgets::controls::{command_button, icon_button, line_field};
use crate::gui::{fonts, icons};
use crate::model::{Trigger, TriggerId};
use crate::report::trigger_sentence;
use eframe::egui::{Align, ComboBox, Label, Layout, Rect, RichText, ScrollArea, TextEdit, Ui, vec2};
use std::sync::Arc;

pub(crate) fn trigger_editor(ui: &mut Ui, cx: &mut Cx<'_>, id: TriggerId) {
    let Some(trigger) = cx.workspace().trigger(id) else { return };
    let key = cx.state.context_of(id).map(|context| RunKey { trigger: id, context: context.id });
    let result =
        key.and_then(|key| cx.state.result(key)).map(|(report, is_fresh)| (Arc::clone(report), is_fresh));
    ScrollArea::vertical().id_salt("trigger").auto_shrink(false).show(ui, |ui| {
        head(ui, cx, trigger);
        ui.add_space(8.0);
        preview_row(ui, cx, trigger, result.as_ref());
        ui.add_space(4.0);
        let report = result.as_ref().map(|(report, _)| report.as_ref());
        let is_fresh = result.as_ref().is_none_or(|(_, is_fresh)| *is_fresh);
        chain_cards(ui, cx, ChainId::Trigger(id), report, is_fresh);
        ui.add_space(8.0);
        add_action_button(ui, cx);
        ui.add_space(24.0);
    });
}

fn edit(cx: &mut Cx<'_>, id: TriggerId, edit: TriggerEdit) {
    cx.push(Edit::Trigger(id, edit));
}

fn head(ui: &mut Ui, cx: &mut Cx<'_>, trigger: &Trigger) {
    card(cx.theme, false).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            let mut name = trigger.name.clone();
            let width = (ui.available_width() - 110.0).max(160.0);
            let field = TextEdit::singleline(&mut name)
                .font(fonts::strong(18.0))
                .hint_text("Name this trigger")
                .desired_width(width);
            let response = ui.add(field).accessible_name("Trigger name");
            if cx.own.focus.take_if(|focus| *focus == "name").is_some() {
                response.request_focus();
            }
            if response.changed() {
                edit(cx, trigger.id, TriggerEdit::Name(name));
            }
            if response.lost_focus() {
                cx.push(Command::EndBurst);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let mut is_active = trigger.is_active != Some(false);
                if ui.checkbox(&mut is_active, "Active").on_hover_text("Whether the server runs it").changed()
                {
                    edit(cx, trigger.id, TriggerEdit::IsActive(Some(is_active)));
                }
            });
        });
        if let Some(event) = event_picker(ui, cx, &trigger.event) {
            edit(cx, trigger.id, TriggerEdit::Event(event));
        }
        ui.add_space(4.0);
        let sentence = sentence(cx, trigger);
        ui.add(Label::new(RichText::new(sentence.as_str()).size(14.0)).wrap());
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            let is_folded = !cx.own.is_folded("trigger-notes");
            let caret = if is_folded { icons::CARET_RIGHT } else { icons::CARET_DOWN };
            let words =
                RichText::new(format!("{caret} Description and notes")).size(11.5).color(cx.theme.muted);
            if ui.add(eframe::egui::Button::new(words).frame(false)).clicked() {
                cx.own.toggle_fold("trigger-notes");
            }
        });
        if cx.own.is_folded("trigger-notes") {
            notes(ui, cx, trigger);
        }
    });
}

/// The whole trigger in one sentence, written anew when the document has changed. That of a long chain is cut.
fn sentence(cx: &mut Cx<'_>, trigger: &Trigger) -> Arc<String> {
    const LONGEST: usize = 700;
    let (stamp, id) = (cx.state.stamp(), trigger.id);
    if let Some((_, sentence)) = cx.own.sentence.as_ref().filter(|(key, _)| *key == (stamp, id)) {
        return Arc::clone(sentence);
    }
    let ordered = chain_in_order(cx.state.workspace(), ChainId::Trigger(id));
    let whole = trigger_sentence(trigger, &ordered);
    let sentence = match whole.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} …", &whole[..end]),
        None => whole,
    };
    let sentence = Arc::new(sentence);
    cx.own.sentence = Some(((stamp, id), Arc::clone(&sentence)));
    sentence
}

fn notes(ui: &mut Ui, cx: &mut Cx<'_>, trigger: &Trigger) {
    field_name(ui, cx.theme, "Description");
    let description = trigger.description.as_deref().unwrap_or_default();
    if let (_, Some(text)) = line_field(ui, "Description", description, "What it is for") {
        edit(cx, trigger.id, TriggerEdit::Description((!text.is_empty()).then_some(text)));
    }
    field_name(ui, cx.theme, "Internal notes");
    let notes = trigger.notes.as_deref().unwrap_or_default();
    if let (_, Some(text)) = line_field(ui, "Internal notes", notes, "Only for your team") {
        edit(cx, trigger.id, TriggerEdit::Notes((!text.is_empty()).then_some(text)));
    }
}

/// Which context the cards show, and how the whole chain ends on it.
fn preview_row(ui: &mut Ui, cx: &mut Cx<'_>, trigger: &Trigger, result: Option<&(Arc<RunReport>, bool)>) {
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new("Shown on").color(cx.theme.muted));
        let shown = cx.state.context_of(trigger.id);
        let name = shown.map_or("no context", |context| context.name.as_str());
        // Room for the buttons and the outcome beside it.
        let width = (ui.available_width() - 200.0).clamp(100.0, 260.0);
        let combo = ComboBox::from_id_salt("preview-context").selected_text(name).truncate().width(width);
        let response = combo.show_ui(ui, |ui| {
            for context in cx.state.workspace().contexts_of(&trigger.event) {
                let is_shown = shown.is_some_and(|shown| shown.id == context.id);
                if ui.selectable_label(is_shown, &context.name).clicked() {
                    cx.queue.push(Command::ChooseContext(trigger.id, context.id).into());
                }
            }
        });
        response.response.accessible_name("Context");
        if icon_button(ui, icons::CARET_LEFT, "Previous context").clicked() {
            cx.push(CommandId::PreviousContext);
        }
        if icon_button(ui, icons::CARET_RIGHT, "Next context").clicked() {
            cx.push(CommandId::NextContext);
        }
        if trigger.is_active == Some(false) {
            let mut as_if_on = cx.state.settings.simulation.as_if_on;
            let response = ui.checkbox(&mut as_if_on, "As if switched on");
            if response.on_hover_text("The server runs nothing of it until it is active").changed() {
                cx.push(Command::Set(Setting::AsIfOn(as_if_on)));
            }
        }
        match result {
            Some((report, is_fresh)) => {
                badge(ui, cx.theme, outcome_look(cx.theme, report.outcome));
                command_button(ui, cx, CommandId::SaveCase, icons::SEAL_CHECK);
                stale_badge(ui, cx.theme, *is_fresh);
            }
            None if shown.is_none() => {
                quiet(ui, cx.theme, "Add a context to see what happens");
            }
            None => {
                ui.label(RichText::new("not run yet").color(cx.theme.muted).size(11.5));
            }
        }
    });
    if !why::why(ui, cx, trigger.id)
        && let Some((report, _)) = result
    {
        ui.add(Label::new(RichText::new(&report.summary).color(cx.theme.muted)).wrap());
    }
}

/// From this many cards on, those out of sight are not drawn.
const MANY_CARDS: usize = 24;
/// The height of a card that was never drawn.
const CARD_HEIGHT: f32 = 84.0;

/// Opens the list of actions to add.
pub(super) fn add_action_button(ui: &mut Ui, cx: &mut Cx<'_>) {
    if ui.button(format!("{}  Add action", icons::PLUS)).clicked() {
        cx.push(CommandId::AddAction);
    }
}

/// The actions of a chain as cards, each with what became of it in a report.
pub(super) fn chain_cards(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    chain: ChainId,
    report: Option<&RunReport>,
    is_fresh: bool,
) {
    let ordered = chain_in_order(cx.workspace(), chain);
    if ordered.is_empty() {
        card(cx.theme, false).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.label("No action yet");
            quiet(ui, cx.theme, "Begin with a filter that says for whom, then add what they get.");
        });
    }
    // Of a long chain, only the cards that can be seen are drawn; the chosen one always is.
    let is_long = ordered.len() > MANY_CARDS;
    for (position, action) in ordered.iter().enumerate() {
        let step =
            report.and_then(|report| report.steps.get(position)).filter(|step| step.action == action.kind);
        let height = cx.own.card_heights.get(&action.id).copied().unwrap_or(CARD_HEIGHT);
        let room = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), height));
        if is_long && cx.state.selection.action != Some(action.id) && !ui.is_rect_visible(room.expand(300.0))
        {
            ui.allocate_space(room.size());
        } else {
            let shown = ui.push_id(action.id.0, |ui| action_card(ui, cx, action, position, step, is_fresh));
            if is_long {
                cx.own.card_heights.insert(action.id, shown.response.rect.height());
            }
        }
        ui.add_space(6.0);
    }
}
