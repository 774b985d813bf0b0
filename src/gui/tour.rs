//! The card of the tour in the lower left corner; everything else stays usable beside it.

use super::cx::Cx;
use super::theme::GRID;
use super::widgets::card::{card, heading, quiet};
use super::widgets::controls::primary_button;
use crate::app::{Command, TOUR, TourMove};
use eframe::egui::{Align, Align2, Area, Id, Layout, RichText, Ui, vec2};

pub(crate) fn tour(ui: &mut Ui, cx: &mut Cx<'_>) {
    // A question comes first.
    let Some(step_idx) = cx.state.view.tour.filter(|_| cx.state.view.dialog.is_none()) else { return };
    let Some(step) = TOUR.get(step_idx) else { return };
    let area = Area::new(Id::unique("tour")).anchor(Align2::LEFT_BOTTOM, vec2(2.0 * GRID, -10.0 * GRID));
    area.show(ui.ctx(), |ui| {
        card(cx.theme, true).show(ui, |ui| {
            // As wide as the tree that it stands on: nothing that it speaks of is covered.
            ui.set_width(210.0);
            let is_last = step_idx + 1 == TOUR.len();
            top(ui, cx, step_idx);
            heading(ui, step.title);
            ui.label(step.text);
            if step_idx == 0 && cx.state.files.folder.is_none() {
                quiet(
                    ui,
                    cx.theme,
                    "This is a sample. It is nowhere on your disk until you save it to a folder of yours.",
                );
            }
            ui.add_space(4.0);
            ui.horizontal_wrapped(|ui| {
                if primary_button(ui, cx.theme, if is_last { "Finish" } else { "Next step" }).clicked() {
                    cx.push(Command::Tour(TourMove::Next));
                }
                if step_idx > 0 && ui.button("Step before").clicked() {
                    cx.push(Command::Tour(TourMove::Back));
                }
            });
        });
    });
}

/// Which step it is, and the way out: far from where "Next step" is clicked.
fn top(ui: &mut Ui, cx: &mut Cx<'_>, step_idx: usize) {
    ui.horizontal(|ui| {
        let at = format!("Tour, step {} of {}", step_idx + 1, TOUR.len());
        ui.label(RichText::new(at).color(cx.theme.muted).size(11.5));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let is_last = step_idx + 1 == TOUR.len();
            if !is_last && ui.button(RichText::new("Skip the tour").size(11.5)).clicked() {
                cx.push(Command::Tour(TourMove::End));
            }
        });
    });
}
