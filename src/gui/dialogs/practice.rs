//! The practice server: starting, stopping, its address and token, and the way to it.

use crate::app::{Command, CommandId, LiveCommand, PRACTICE_TENANT, Practice, Server};
use crate::diag::upper_first;
use crate::gui::cx::Cx;
use crate::gui::widgets::card::{card, field_name, heading, quiet};
use crate::gui::widgets::controls::{primary_button, segment};
use crate::gui::{fonts, icons};
use eframe::egui::{Button, Label, RichText, Ui};

const WIDTH: f32 = 560.0;

pub(super) fn practice(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(WIDTH);
    heading(ui, "Practice server");
    quiet(
        ui,
        cx.theme,
        "A server on this computer with Omneo's routes, for trying things. It is not Omneo: where nothing is documented it \
         does what its front page lists. Payloads go to this computer alone, and it stops when this window closes.",
    );
    ui.add_space(8.0);
    match cx.state.live.practice.clone() {
        Server::On(practice) => running(ui, cx, &practice),
        Server::Changing(_) => {
            quiet(ui, cx.theme, "A moment …");
        }
        Server::Failed(problem) => {
            let text = format!("{} {}", icons::WARNING_CIRCLE, upper_first(&problem));
            ui.add(Label::new(RichText::new(text).color(cx.theme.bad)).wrap());
            start(ui, cx);
        }
        Server::Off => start(ui, cx),
    }
    ui.add_space(8.0);
    if ui.button("Close").clicked() {
        cx.push(Command::Show(None));
    }
}

fn start(ui: &mut Ui, cx: &mut Cx<'_>) {
    field_name(ui, cx.theme, "What it begins with");
    ui.horizontal(|ui| {
        for (is_sample, text) in [(false, "The files of this workspace"), (true, "The sample workspace")] {
            if segment(ui, cx.own.live.has_sample == is_sample, text) {
                cx.own.live.has_sample = is_sample;
            }
        }
    });
    if !cx.own.live.has_sample && cx.state.document.is_dirty() {
        quiet(ui, cx.theme, "As they are on disk, without what is not saved.");
    }
    ui.add_space(6.0);
    if primary_button(ui, cx.theme, "Start the practice server").clicked() {
        cx.push(LiveCommand::StartPractice { has_own_objects: !cx.own.live.has_sample });
    }
}

fn running(ui: &mut Ui, cx: &mut Cx<'_>, practice: &Practice) {
    card(cx.theme, false).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.label(RichText::new(icons::CHECK_CIRCLE).color(cx.theme.good));
            let count = cx.state.live.answered;
            let plural = if count == 1 { "" } else { "s" };
            ui.label(
                RichText::new(format!("Running, {count} request{plural} so far")).font(fonts::strong(13.0)),
            );
        });
        field_name(ui, cx.theme, "Address");
        ui.horizontal(|ui| {
            ui.label(RichText::new(&practice.url).font(fonts::code(12.0)));
            if ui.button(format!("{}  Copy address", icons::COPY)).clicked() {
                ui.copy_text(practice.url.clone());
            }
        });
        field_name(ui, cx.theme, "Token, new with each start and good for nothing else");
        ui.horizontal(|ui| {
            ui.label(RichText::new("•".repeat(12)).font(fonts::code(12.0)));
            if ui.button(format!("{}  Copy token", icons::COPY)).clicked() {
                ui.copy_text(practice.token.expose().to_owned());
            }
        });
        field_name(
            ui,
            cx.theme,
            "Secret that signs its payloads; the listener of this window checks with it",
        );
        ui.horizontal(|ui| {
            ui.label(RichText::new("•".repeat(12)).font(fonts::code(12.0)));
            if ui.button(format!("{}  Copy secret", icons::COPY)).clicked() {
                ui.copy_text(practice.secret.expose().to_owned());
            }
        });
    });
    ui.add_space(8.0);
    let is_connected =
        cx.state.tenant().is_some_and(|tenant| tenant.url.as_deref() == Some(practice.url.as_str()));
    if is_connected {
        let text =
            format!("{} It is the chosen tenant of this workspace, '{PRACTICE_TENANT}'", icons::BROADCAST);
        ui.label(text);
    }
    ui.horizontal(|ui| {
        let connect = if is_connected { "Connect again" } else { "Connect this workspace to it" };
        let tooltip = "Makes it the chosen tenant, marked as a test tenant, with its token for this session";
        if primary_button(ui, cx.theme, connect).on_hover_text(tooltip).clicked() {
            cx.push(LiveCommand::ConnectToPractice);
        }
        if ui.add(Button::new("Stop it")).on_hover_text("What it has kept is gone then").clicked() {
            cx.push(CommandId::StopPractice);
        }
    });
}
