//! The bottom panel: every context at once, the trace, the payload, the cases, the problems.

use super::cases::cases;
use super::problems::problems;
use super::received::received;
use super::simulator::{contexts, simulation_bar};
use super::trace::trace;
use crate::app::{CommandId, Server};
use crate::engine::RunReport;
use crate::gui::cx::Cx;
use crate::gui::ui_state::Dock;
use crate::gui::widgets::card::quiet;
use crate::gui::widgets::controls::{icon_button, segment};
use crate::gui::{fonts, icons};
use crate::report::curl;
use eframe::egui::{Align, Label, Layout, RichText, ScrollArea, Ui};
use std::sync::Arc;

pub(crate) fn dock(ui: &mut Ui, cx: &mut Cx<'_>) {
    let count = cx.state.problem_counts().iter().map(|(_, count)| count).sum::<usize>();
    ui.horizontal(|ui| {
        let panes = [
            (Dock::Contexts, "Contexts".to_owned()),
            (Dock::Trace, "Trace".to_owned()),
            (Dock::Payload, "Payload".to_owned()),
            (Dock::Cases, "Cases".to_owned()),
            (Dock::Problems, format!("Problems {count}")),
        ];
        for (pane, title) in panes.into_iter().chain(received_title(cx).map(|title| (Dock::Received, title)))
        {
            if segment(ui, cx.own.dock == pane, title) {
                cx.own.dock = pane;
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button(ui, icons::CARET_DOWN, "Close this panel").clicked() {
                cx.push(CommandId::ToggleResults);
            }
        });
    });
    ui.separator();
    if matches!(cx.own.dock, Dock::Contexts | Dock::Trace) {
        simulation_bar(ui, cx);
        ui.add_space(4.0);
    }
    let area = ScrollArea::both().id_salt("dock").auto_shrink(false);
    match cx.own.dock {
        // The table scrolls itself: only the rows that are seen are drawn.
        Dock::Contexts => contexts(ui, cx),
        Dock::Trace => {
            ScrollArea::vertical().id_salt("trace").auto_shrink(false).show(ui, |ui| {
                with_report(ui, cx, trace);
            });
        }
        Dock::Payload => {
            area.show(ui, |ui| with_report(ui, cx, payload));
        }
        Dock::Received => received(ui, cx),
        Dock::Cases => {
            ScrollArea::vertical().id_salt("cases").auto_shrink(false).show(ui, |ui| cases(ui, cx));
        }
        Dock::Problems => problems(ui, cx),
    }
}

/// The title of what was posted, with how much there is; nothing before anybody listened.
fn received_title(cx: &Cx<'_>) -> Option<String> {
    let live = &cx.state.live;
    let is_used = cx.own.dock == Dock::Received || live.listener != Server::Off || !live.posts.is_empty();
    is_used.then(|| match live.posts.len() {
        0 => "Received".to_owned(),
        count => format!("Received {count}"),
    })
}

fn with_report(ui: &mut Ui, cx: &mut Cx<'_>, show: fn(&mut Ui, &mut Cx<'_>, &RunReport)) {
    let found = cx.state.shown_run().and_then(|key| cx.state.result(key));
    match found.map(|(report, _)| Arc::clone(report)) {
        Some(report) => show(ui, cx, &report),
        None => {
            quiet(ui, cx.theme, "Choose a trigger that has a context to see a run of it.");
        }
    }
}

fn payload(ui: &mut Ui, cx: &mut Cx<'_>, report: &RunReport) {
    let mut requests = report.steps.iter().filter_map(|step| step.request.as_ref()).peekable();
    if requests.peek().is_none() {
        quiet(ui, cx.theme, "Nothing would be sent on this event.");
    }
    for request in requests {
        ui.horizontal(|ui| {
            ui.label(RichText::new(format!("POST {}", request.url)).font(fonts::strong(13.0)));
            if ui.button(format!("{} Copy as cURL", icons::COPY)).clicked() {
                ui.copy_text(curl(request));
            }
            if request.json.is_none() {
                ui.label(RichText::new(format!("{} Not JSON", icons::WARNING_CIRCLE)).color(cx.theme.bad));
            }
        });
        for header in &request.headers {
            let assumed = if header.is_documented { "" } else { " (assumed)" };
            let line = format!("{}: {}{assumed}", header.name, header.value);
            ui.label(RichText::new(line).font(fonts::code(11.5)).color(cx.theme.muted));
        }
        let pretty = request.json.as_ref().and_then(|json| serde_json::to_string_pretty(json).ok());
        let text = RichText::new(pretty.unwrap_or_else(|| request.body.clone())).font(fonts::code(12.0));
        ui.add(Label::new(text).selectable(true));
        ui.separator();
    }
}
