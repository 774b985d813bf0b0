//! Everything that is wrong or risky: what it is, in which object, and what helps. A click goes there, or mends it.

use crate::app::{Command, Counts, Problem, object_title};
use crate::diag::{Severity, upper_first};
use crate::gui::cx::Cx;
use crate::gui::theme::CONTROL_RADIUS;
use crate::gui::widgets::badge::{badge, severity_look};
use crate::gui::widgets::card::quiet;
use crate::gui::{fonts, icons};
use eframe::egui::containers::menu::MenuButton;
use eframe::egui::{Align, Button, Color32, Frame, Label, Layout, RichText, ScrollArea, Ui, vec2};

/// Where hints begin, in points: under the message, beside the badge.
const INDENT: f32 = 82.0;
/// A problem has two lines.
const LINE_HEIGHT: f32 = 22.0;
const ROW_HEIGHT: f32 = 2.0 * LINE_HEIGHT + 4.0;

/// The list; only the rows that are seen are drawn, because there may be thousands.
pub(super) fn problems(ui: &mut Ui, cx: &mut Cx<'_>) {
    let problems = cx.state.problems();
    if problems.is_empty() {
        quiet(ui, cx.theme, "No problem found. Run all triggers to look further.");
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    // What can be clicked fits into a line.
    ui.spacing_mut().interact_size.y = LINE_HEIGHT - 2.0;
    ui.spacing_mut().button_padding = vec2(6.0, 1.0);
    let mut area = ScrollArea::vertical().id_salt("problems").auto_shrink(false);
    let chosen = cx.state.view.problem_idx;
    if cx.own.shown_problem != chosen {
        cx.own.shown_problem = chosen;
        // One row above it stays in sight.
        let above = chosen.unwrap_or_default().saturating_sub(1);
        area = area.vertical_scroll_offset(above as f32 * ROW_HEIGHT);
    }
    area.show_rows(ui, ROW_HEIGHT, problems.len(), |ui, seen| {
        for index in seen {
            let Some(problem) = problems.get(index) else { continue };
            let fill = if chosen == Some(index) { cx.theme.selected } else { Color32::TRANSPARENT };
            let frame = Frame::new().fill(fill).corner_radius(CONTROL_RADIUS);
            frame.show(ui, |ui| ui.push_id(index, |ui| row(ui, cx, problem)));
        }
    });
}

/// How many findings there are, in words: "1 error, 3 warnings"; empty if there are none but remarks.
pub(super) fn counts_text(counts: &Counts) -> String {
    let shown = counts.iter().filter(|(severity, count)| *count > 0 && *severity > Severity::Info);
    let words = shown.map(|(severity, count)| {
        format!("{count} {}{}", severity.word(), if *count == 1 { "" } else { "s" })
    });
    words.collect::<Vec<_>>().join(", ")
}

fn row(ui: &mut Ui, cx: &mut Cx<'_>, problem: &Problem) {
    let line = vec2(ui.available_width(), LINE_HEIGHT);
    ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Center), |ui| {
        let left = ui.cursor().min.x;
        badge(ui, cx.theme, severity_look(cx.theme, problem.finding.severity));
        ui.add_space((INDENT - (ui.cursor().min.x - left)).max(0.0));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            explanation(ui, cx, problem);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| what(ui, cx, problem));
        });
    });
    ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Center), |ui| {
        ui.add_space(INDENT);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some((file, line, column)) = cx.state.place_of(problem) {
                let place = RichText::new(format!("{file}:{line}:{column}")).font(fonts::code(11.0));
                ui.label(place.color(cx.theme.muted));
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| ways_out(ui, cx, problem));
        });
    });
    ui.add_space(4.0);
}

/// The object and the message; a click goes there.
fn what(ui: &mut Ui, cx: &mut Cx<'_>, problem: &Problem) {
    let finding = &problem.finding;
    let title = match &problem.object {
        Some(object) => object_title(cx.workspace(), object),
        None => finding.place.file.clone().unwrap_or_default(),
    };
    ui.label(RichText::new(title).font(fonts::strong(13.0)));
    let button = Button::new(upper_first(&finding.message)).truncate().frame_when_inactive(false);
    let response = ui.add(button).on_hover_text(&finding.message).accessible_name(&finding.message);
    if response.clicked() && problem.object.is_some() {
        cx.push(Command::ShowProblem(Box::new(problem.clone())));
    }
}

/// What helps: a change that is made by a click, and hints.
fn ways_out(ui: &mut Ui, cx: &mut Cx<'_>, problem: &Problem) {
    if let (Some(object), true) = (&problem.object, problem.is_fresh) {
        for fix in &problem.finding.fixes {
            let text = format!("{} {}", icons::PENCIL_SIMPLE, upper_first(&fix.title));
            if ui.add(Button::new(RichText::new(text).size(12.0)).truncate()).clicked() {
                cx.push(Command::ApplyFix(object.clone(), Box::new(fix.clone())));
            }
        }
    }
    let hints = problem.finding.hints.join(" · ");
    if !hints.is_empty() {
        let text = RichText::new(upper_first(&hints)).color(cx.theme.muted);
        ui.add(Label::new(text).truncate()).on_hover_text(problem.finding.hints.join("\n"));
    }
}

/// The code; a click tells what the rule is about.
fn explanation(ui: &mut Ui, cx: &Cx<'_>, problem: &Problem) {
    let text = RichText::new(problem.finding.code).font(fonts::code(11.0)).color(cx.theme.muted);
    let Some(rule) = problem.rule() else {
        ui.label(text);
        return;
    };
    MenuButton::from_button(Button::new(text).frame_when_inactive(false)).ui(ui, |ui| {
        ui.set_max_width(360.0);
        ui.add(Label::new(upper_first(rule.doc)).wrap());
        if !rule.example.is_empty() {
            ui.add_space(4.0);
            ui.add(Label::new(RichText::new(rule.example).font(fonts::code(12.0))).wrap());
        }
        ui.add_space(4.0);
        quiet(ui, cx.theme, &upper_first(rule.advice));
    });
}
