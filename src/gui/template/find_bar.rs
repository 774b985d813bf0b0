//! The bar that finds and replaces in the source.

use super::TemplateState;
use super::find::{MAX_MATCHES, Query, next_match, previous_match};
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::widgets::card::card;
use crate::gui::widgets::controls::icon_button;
use eframe::egui::{Align, Button, Key, Layout, Margin, Modifiers, RichText, TextEdit, Ui, vec2};
use std::ops::Range;

const ROW_HEIGHT: f32 = 26.0;

/// The search that is open.
#[derive(Debug, Default)]
pub(crate) struct FindBar {
    pub(crate) query: Query,
    pub(crate) with: String,
    /// The match that was gone to
    pub(crate) chosen: Option<Range<usize>>,
    pub(crate) wants_focus: bool,
    /// The field has the keyboard focus
    pub(crate) has_focus: bool,
}

enum Asked {
    Next,
    Previous,
    Replace,
    ReplaceAll,
    Close,
}

/// Draws the bar and changes the text as asked. `cursor` is where the search goes on from.
pub(crate) fn find_bar(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    own: &mut TemplateState,
    text: &mut String,
    cursor: usize,
) {
    let Some(bar) = &mut own.find else { return };
    let matches = bar.query.matches(text);
    let asked =
        card(cx.theme, false).inner_margin(Margin::same(6)).show(ui, |ui| rows(ui, cx, bar, &matches)).inner;
    let from = bar.chosen.as_ref().map_or(cursor, |range| range.end);
    let before = bar.chosen.as_ref().map_or(cursor, |range| range.start);
    let found = match asked {
        Some(Asked::Next) => next_match(&matches, from),
        Some(Asked::Previous) => previous_match(&matches, before),
        Some(Asked::Replace) => match bar.chosen.clone().filter(|range| matches.contains(range)) {
            Some(range) => {
                text.replace_range(range.clone(), &bar.with);
                let end = range.start + bar.with.len();
                let again = bar.query.matches(text);
                let next = next_match(&again, end).and_then(|index| again.get(index).cloned());
                bar.chosen.clone_from(&next);
                own.go_to = next;
                None
            }
            None => next_match(&matches, from),
        },
        Some(Asked::ReplaceAll) => {
            *text = bar.query.replace_all(text, &bar.with);
            bar.chosen = None;
            None
        }
        Some(Asked::Close) => {
            own.wants_focus = true;
            own.find = None;
            return;
        }
        None => None,
    };
    if let Some(range) = found.and_then(|index| matches.get(index)) {
        bar.chosen = Some(range.clone());
        own.go_to = Some(range.clone());
    }
}

fn rows(ui: &mut Ui, cx: &Cx<'_>, bar: &mut FindBar, matches: &[Range<usize>]) -> Option<Asked> {
    let mut asked = keys(ui, bar);
    ui.set_width(ui.available_width());
    let row = vec2(ui.available_width(), ROW_HEIGHT);
    let layout = Layout::right_to_left(Align::Center);
    ui.allocate_ui_with_layout(row, layout, |ui| {
        asked = find_row(ui, cx, bar, matches).or(asked.take());
    });
    ui.allocate_ui_with_layout(row, layout, |ui| {
        let can = !matches.is_empty();
        if ui.add_enabled(can, Button::new("Replace all")).clicked() {
            asked = Some(Asked::ReplaceAll);
        }
        if ui.add_enabled(can, Button::new("Replace")).clicked() {
            asked = Some(Asked::Replace);
        }
        let field =
            TextEdit::singleline(&mut bar.with).hint_text("Replace with").desired_width(f32::INFINITY);
        ui.add(field).accessible_name("Replace with");
    });
    asked
}

/// Enter goes on without leaving the field.
fn keys(ui: &Ui, bar: &FindBar) -> Option<Asked> {
    if !bar.has_focus {
        return None;
    }
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::SHIFT, Key::Enter) {
        return Some(Asked::Previous);
    }
    if pressed(Modifiers::NONE, Key::Enter) {
        return Some(Asked::Next);
    }
    ui.input(|input| input.key_pressed(Key::Escape)).then_some(Asked::Close)
}

fn find_row(ui: &mut Ui, cx: &Cx<'_>, bar: &mut FindBar, matches: &[Range<usize>]) -> Option<Asked> {
    let mut asked = None;
    if icon_button(ui, icons::X, "Close the search").clicked() {
        asked = Some(Asked::Close);
    }
    let case = Button::selectable(bar.query.is_case_sensitive, "Aa");
    if ui.add(case).on_hover_text("Match case").accessible_name("Match case").clicked() {
        bar.query.is_case_sensitive = !bar.query.is_case_sensitive;
    }
    if icon_button(ui, icons::ARROW_DOWN, "Next match").clicked() {
        asked = Some(Asked::Next);
    }
    if icon_button(ui, icons::ARROW_UP, "Previous match").clicked() {
        asked = Some(Asked::Previous);
    }
    ui.label(RichText::new(count(bar, matches)).size(11.5).color(cx.theme.muted));
    let field = TextEdit::singleline(&mut bar.query.text).hint_text("Find").desired_width(f32::INFINITY);
    let response = ui.add(field).accessible_name("Find in the template");
    if std::mem::take(&mut bar.wants_focus) {
        response.request_focus();
    }
    bar.has_focus = response.has_focus();
    if response.changed() {
        bar.chosen = None;
    }
    asked
}

fn count(bar: &FindBar, matches: &[Range<usize>]) -> String {
    let place = bar.chosen.as_ref().and_then(|chosen| matches.iter().position(|range| range == chosen));
    match (matches.len(), place) {
        (0, _) if bar.query.text.is_empty() => String::new(),
        (0, _) => "no match".to_owned(),
        (count, _) if count >= MAX_MATCHES => format!("over {MAX_MATCHES}"),
        (count, Some(place)) => format!("{} of {count}", place + 1),
        (1, None) => "1 match".to_owned(),
        (count, None) => format!("{count} matches"),
    }
}
