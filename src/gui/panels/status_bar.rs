//! The bar at the bottom: workspace, settings of the runs, jobs, what is saved.

use super::cases::cases_badge;
use super::problems::counts_text;
use crate::app::{Command, CommandId, Dialog};
use crate::diag::Severity;
use crate::gui::cx::Cx;
use crate::gui::dialogs::mark_look;
use crate::gui::icons;
use crate::gui::widgets::badge::severity_look;
use eframe::egui::{Align, Button, Layout, RichText, Ui};

pub(crate) fn status_bar(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.horizontal(|ui| {
        let muted = cx.theme.muted;
        let quiet = |text: String| RichText::new(text).size(11.5).color(muted);
        let name = &cx.workspace().name;
        let name = if name.is_empty() { "Untitled workspace" } else { name.as_str() };
        // What is left out first is said elsewhere, too.
        let width = ui.available_width();
        if width > 560.0 {
            ui.label(quiet(format!("{} {name}", icons::FOLDER)));
            ui.separator();
        }
        let profile = cx.state.profile();
        let strict = if profile.strict_variables { ", strict" } else { "" };
        let autoescape = format!("{:?}", profile.autoescape).to_lowercase();
        let text = format!("{} {}, autoescape {autoescape}{strict}", icons::GEAR_SIX, profile.timezone);
        let text = if width < 800.0 { icons::GEAR_SIX.to_owned() } else { text };
        let engine = ui.add(Button::new(quiet(text)).frame(false)).on_hover_text("What the engine assumes");
        let engine = engine.accessible_name("What the engine assumes");
        if engine.clicked() {
            cx.push(CommandId::EngineProfile);
        }
        ui.separator();
        tenant(ui, cx);
        servers(ui, cx);
        if width > 1100.0 {
            ui.separator();
            ui.label(quiet("Nothing is sent unless you ask".to_owned()));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let (icon, text, colour) = if cx.state.document.is_dirty() {
                (icons::CIRCLE, "Not saved", cx.theme.warn)
            } else if cx.state.files.folder.is_none() {
                (icons::CIRCLE, "Not on disk yet", cx.theme.muted)
            } else {
                (icons::CHECK_CIRCLE, "Saved", cx.theme.muted)
            };
            ui.label(RichText::new(format!("{icon} {text}")).size(11.5).color(colour));
            cases_badge(ui, cx);
            problems_badge(ui, cx);
            let changed = cx.state.files.changed_on_disk.len();
            if changed > 0 {
                let text = RichText::new(format!("{} {changed} changed on disk", icons::WARNING)).size(11.5);
                let button = ui.add(Button::new(text.color(cx.theme.warn)).frame(false));
                if button.on_hover_text("Another program changed files since they were read").clicked() {
                    cx.push(Command::Show(Some(Dialog::ChangedOnDisk)));
                }
            }
            for job in cx.state.jobs.running.iter().filter(|job| job.is_shown) {
                let progress =
                    job.progress.map(|(done, total)| format!(" {done} of {total}")).unwrap_or_default();
                if job.can_cancel && ui.small_button("Cancel").clicked() {
                    cx.queue.push(Command::Cancel(job.id).into());
                }
                ui.label(quiet(format!("{} {}{progress}", icons::ARROWS_CLOCKWISE, job.label)));
            }
        });
    });
}

/// What is wrong in the workspace, and the way to it.
fn problems_badge(ui: &mut Ui, cx: &mut Cx<'_>) {
    let counts = cx.state.problem_counts();
    let Some((worst, _)) = counts.iter().find(|(severity, count)| *count > 0 && *severity > Severity::Info)
    else {
        return;
    };
    let look = severity_look(cx.theme, *worst);
    let text = RichText::new(format!("{} {}", look.icon, counts_text(&counts))).size(11.5).color(look.colour);
    if ui.add(Button::new(text).frame(false)).on_hover_text("Show or hide the problems").clicked() {
        cx.push(CommandId::ToggleProblems);
    }
}

/// The servers of this window that run, and the way to each.
fn servers(ui: &mut Ui, cx: &mut Cx<'_>) {
    let port = |url: &str| {
        let rest = url.rsplit(':').next().unwrap_or_default();
        rest.split('/').next().unwrap_or_default().to_owned()
    };
    let practice =
        cx.state.live.practice.on().map(|practice| format!("Practice server {}", port(&practice.url)));
    let listener = cx.state.live.listener.on().map(|url| format!("Listening {}", port(url)));
    for (text, command) in [(practice, CommandId::Practice), (listener, CommandId::Receive)] {
        let Some(text) = text else { continue };
        let text = RichText::new(format!("{} {text}", icons::CHECK_CIRCLE)).color(cx.theme.good);
        if ui.add(Button::new(text.size(11.5)).frame(false)).clicked() {
            cx.push(command);
        }
    }
}

/// The chosen tenant and its mark, and the way to the connections.
fn tenant(ui: &mut Ui, cx: &mut Cx<'_>) {
    let text = match cx.state.tenant() {
        None => RichText::new(format!("{} No tenant", icons::BROADCAST)).color(cx.theme.muted),
        Some(tenant) => {
            let look = mark_look(cx.theme, tenant);
            let colour = if tenant.is_production { look.colour } else { cx.theme.muted };
            RichText::new(format!("{} {}, {}", look.icon, tenant.name, look.word.to_lowercase()))
                .color(colour)
        }
    };
    let button = ui.add(Button::new(text.size(11.5)).frame(false)).on_hover_text("Connections");
    if button.clicked() {
        cx.push(CommandId::Connections);
    }
}
