//! Which ways contexts have taken through the template: a mark beside each line with a branch, full, half or empty, and
//! a context for the way that is left.

use super::marks::Sheet;
use crate::app::{Command, Wanted};
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::widgets::card::quiet;
use crate::model::TargetId;
use crate::prove::BranchCoverage;
use eframe::egui::{
    Align, Button, Color32, Id, Label, Layout, Painter, Popup, PopupCloseBehavior, Pos2, Rect, RichText,
    Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2,
};
use std::collections::BTreeMap;
use std::f32::consts::PI;

/// Where the marks are in the strip, and how wide the place for them is.
const LEFT: f32 = 12.0;
const WIDTH: f32 = 12.0;

/// Draws the marks of the seen lines; `branches` are of the text that is shown.
pub(super) fn gutter(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    sheet: &Sheet<'_>,
    strip: Rect,
    (target, branches): (TargetId, &[BranchCoverage]),
) {
    let mut by_line: BTreeMap<usize, Vec<&BranchCoverage>> = BTreeMap::new();
    for branch in branches {
        if let Some(span) = branch.place.span {
            by_line.entry(sheet.code.line_of(span.start)).or_default().push(branch);
        }
    }
    for (line, here) in by_line.range(sheet.seen_lines()) {
        let Some(row) = sheet.row_rect(*line) else { continue };
        let left = strip.left() + LEFT;
        let rect = Rect::from_x_y_ranges(left..=left + WIDTH, row.y_range()).intersect(strip);
        let response = ui.interact(rect, Id::unique(("template-branch", *line)), Sense::click());
        let fill = here.iter().map(|branch| seen_sides(branch)).min().unwrap_or_default();
        mark(ui.painter(), pos2(rect.center().x, row.center().y), fill, cx.theme.muted);
        let words: Vec<String> = here.iter().map(|branch| said(branch)).collect();
        let name = format!("Branch in line {}: {}", line + 1, words.join("; "));
        let response = response.on_hover_text(words.join("\n"));
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        let popup = Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        popup.width(320.0).layout(Layout::top_down(Align::Min)).show(|ui| {
            for branch in here {
                branch_ui(ui, cx, target, branch);
            }
        });
    }
}

/// How many of a branch's two ways were taken.
fn seen_sides(branch: &BranchCoverage) -> u8 {
    u8::from(branch.seen.yes > 0) + u8::from(branch.seen.no > 0)
}

fn said(branch: &BranchCoverage) -> String {
    match branch.missing() {
        Some(missing) => format!("{} in any context: {}", missing.words, branch.title()),
        None => format!("both ways seen: {}", branch.title()),
    }
}

/// Full, half or empty: the shape says it, not the colour.
fn mark(painter: &Painter, at: Pos2, fill: u8, colour: Color32) {
    const RADIUS: f32 = 3.5;
    painter.circle_stroke(at, RADIUS, Stroke::new(1.0, colour));
    match fill {
        0 => {}
        1 => {
            let points = (0..=12).map(|step| {
                let angle = PI / 2.0 + PI * step as f32 / 12.0;
                at + RADIUS * eframe::egui::vec2(angle.cos(), angle.sin())
            });
            painter.add(Shape::convex_polygon(points.collect(), colour, Stroke::NONE));
        }
        _ => {
            painter.circle_filled(at, RADIUS, colour);
        }
    }
}

fn branch_ui(ui: &mut Ui, cx: &mut Cx<'_>, target: TargetId, branch: &BranchCoverage) {
    ui.add(Label::new(crate::diag::upper_first(&said(branch))).wrap().halign(Align::Min));
    let times = |count: u32| if count == 1 { "once".to_owned() } else { format!("{count} times") };
    let seen = branch.seen;
    quiet(ui, cx.theme, &format!("Over all contexts: yes {}, no {}", times(seen.yes), times(seen.no)));
    let Some(missing) = branch.missing() else { return };
    let text = RichText::new(format!("{} Make a context for this…", icons::PLUS));
    let button = ui.add(Button::new(text));
    if button.accessible_name(format!("Make a context for {}", branch.title())).clicked() {
        cx.push(Command::FindChange(Wanted::Branch { target, choice: branch.choice, taken: missing.wanted }));
        ui.close();
    }
}
