//! What the linter says of the template: dots beside the line numbers, each with what can be done about it.

use super::marks::Sheet;
use crate::diag::{Diagnostic, Severity};
use crate::gui::cx::Cx;
use crate::gui::icons;
use crate::gui::widgets::badge::severity_look;
use crate::gui::widgets::card::quiet;
use eframe::egui::{
    Align, Button, Id, Label, Layout, Popup, PopupCloseBehavior, Rect, RichText, Sense, Ui, pos2,
};

/// Draws the dots of the seen lines; the text after the fix that was clicked.
pub(crate) fn gutter(
    ui: &mut Ui,
    cx: &Cx<'_>,
    sheet: &Sheet<'_>,
    strip: Rect,
    findings: &[Diagnostic],
) -> Option<String> {
    let mut fixed = None;
    for line in sheet.seen_lines() {
        let here: Vec<&Diagnostic> =
            findings.iter().filter(|finding| line_of(sheet, finding) == Some(line)).collect();
        let (Some(worst), Some(row)) =
            (here.iter().map(|finding| finding.severity).max(), sheet.row_rect(line))
        else {
            continue;
        };
        let rect = Rect::from_x_y_ranges(strip.x_range(), row.y_range()).intersect(strip);
        let response = ui.interact(rect, Id::unique(("template-finding", line)), Sense::click());
        let colour = severity_look(cx.theme, worst).colour;
        ui.painter().circle_filled(pos2(strip.left() + 7.0, row.center().y), 3.0, colour);
        let response = response.on_hover_text(&here[0].message);
        let response = response.accessible_name(format!("Findings in line {}", line + 1));
        response.widget_info(|| {
            eframe::egui::WidgetInfo::labeled(
                eframe::egui::Role::Button,
                true,
                format!("Findings in line {}", line + 1),
            )
        });
        let popup = Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        popup.width(360.0).layout(Layout::top_down(Align::Min)).show(|ui| {
            for finding in here {
                fixed = finding_ui(ui, cx, finding, sheet.text).or(fixed.take());
            }
        });
    }
    fixed
}

/// The line that a finding begins in, from 0.
fn line_of(sheet: &Sheet<'_>, finding: &Diagnostic) -> Option<usize> {
    finding.place.span.map(|span| sheet.code.line_of(span.start))
}

fn finding_ui(ui: &mut Ui, cx: &Cx<'_>, finding: &Diagnostic, text: &str) -> Option<String> {
    let look = severity_look(cx.theme, finding.severity);
    ui.label(RichText::new(format!("{} {}", look.icon, look.word)).size(11.5).color(look.colour));
    ui.add(Label::new(&finding.message).wrap().halign(Align::Min));
    for hint in &finding.hints {
        quiet(ui, cx.theme, hint);
    }
    let mut fixed = None;
    for fix in &finding.fixes {
        if ui.add(Button::new(format!("{} {}", icons::PENCIL_SIMPLE, fix.title))).clicked() {
            fixed = fix.apply(text);
            ui.close();
        }
    }
    fixed
}

/// The finding that is shown in the message line: the worst, and of those the first.
pub(crate) fn first(findings: &[Diagnostic]) -> Option<&Diagnostic> {
    let worst = findings.iter().map(|finding| finding.severity).max()?;
    findings.iter().find(|finding| finding.severity == worst && worst > Severity::Info)
}
