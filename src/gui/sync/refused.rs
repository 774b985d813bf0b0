//! What a tenant refused of the object that is shown, each with the way to its place.

use crate::app::{Command, Problem};
use crate::document::ObjectId;
use crate::gui::cx::Cx;
use crate::gui::widgets::badge::{badge, severity_look};
use crate::gui::widgets::card::card;
use eframe::egui::{Button, Ui};

pub(crate) fn refusals(ui: &mut Ui, cx: &mut Cx<'_>, object: &ObjectId) {
    let problems = cx.state.refusals(object);
    if problems.is_empty() {
        return;
    }
    card(cx.theme, false).inner_margin(8).show(ui, |ui| {
        ui.set_width(ui.available_width());
        for (index, problem) in problems.iter().enumerate() {
            let is_clicked = ui.push_id(index, |ui| refusal(ui, cx, problem)).inner;
            if is_clicked {
                cx.push(Command::GoTo(object.clone(), problem.action));
            }
        }
    });
    ui.add_space(4.0);
}

fn refusal(ui: &mut Ui, cx: &Cx<'_>, problem: &Problem) -> bool {
    let row = ui.horizontal(|ui| {
        badge(ui, cx.theme, severity_look(cx.theme, problem.finding.severity));
        let link = ui.add(Button::new(&problem.finding.message).frame(false).wrap());
        link.on_hover_text("Show the place").clicked()
    });
    row.inner
}
