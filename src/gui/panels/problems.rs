//! Everything that is wrong or risky: what it is, in which object, and what helps. A click goes there.

use crate::app::{Command, Problem, object_title};
use crate::diag::upper_first;
use crate::gui::cx::Cx;
use crate::gui::fonts;
use crate::gui::widgets::badge::{badge, severity_look};
use crate::gui::widgets::card::quiet;
use eframe::egui::{Align, Button, Layout, RichText, Ui};

/// Where hints begin, in points: under the message, beside the badge.
const HINT_INDENT: f32 = 82.0;

pub(super) fn problems(ui: &mut Ui, cx: &mut Cx<'_>) {
    let problems = cx.state.problems();
    if problems.is_empty() {
        quiet(ui, cx.theme, "No problem found. Run all triggers to look further.");
    }
    for (index, problem) in problems.iter().enumerate() {
        ui.push_id(index, |ui| row(ui, cx, problem));
    }
}

fn row(ui: &mut Ui, cx: &mut Cx<'_>, problem: &Problem) {
    let (finding, theme) = (&problem.finding, cx.theme);
    ui.horizontal(|ui| {
        let left = ui.cursor().min.x;
        badge(ui, theme, severity_look(theme, finding.severity));
        ui.add_space((HINT_INDENT - (ui.cursor().min.x - left)).max(0.0));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.label(RichText::new(finding.code).font(fonts::code(11.0)).color(theme.muted));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                if let Some(object) = &problem.object {
                    let title = object_title(cx.workspace(), object);
                    ui.label(RichText::new(title).font(fonts::strong(13.0)));
                }
                let button = Button::new(upper_first(&finding.message)).truncate().frame_when_inactive(false);
                let response = ui.add(button).on_hover_text(&finding.message);
                if let (true, Some(object)) =
                    (response.accessible_name(&finding.message).clicked(), &problem.object)
                {
                    cx.push(Command::GoTo(object.clone(), problem.action));
                }
            });
        });
    });
    for hint in &finding.hints {
        ui.horizontal(|ui| {
            ui.add_space(HINT_INDENT);
            quiet(ui, theme, &upper_first(hint));
        });
    }
}
