//! The question before anything is sent: what, where to, and the tenant's name where that has to be typed.

use crate::app::{Command, SyncCommand};
use crate::gui::cx::Cx;
use crate::gui::dialogs::mark_look;
use crate::gui::widgets::badge::badge;
use crate::gui::widgets::card::{field_name, heading, quiet};
use crate::gui::widgets::controls::{line_field, primary_button};
use crate::gui::{fonts, icons};
use crate::sync::{Plan, Step};
use eframe::egui::{Key, RichText, Ui};

/// The name of the draft of the tenant's name.
const DRAFT: &str = "tenant's name";

pub(crate) fn confirm_send(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(460.0);
    let (Some(plan), Some(tenant)) = (cx.state.to_send(), cx.state.tenant().cloned()) else {
        heading(ui, "There is nothing to send");
        quiet(ui, cx.theme, "Compare with the tenant first.");
        return;
    };
    let name = cx.state.name_to_type(&plan).map(str::to_owned);
    ui.horizontal(|ui| {
        heading(ui, &format!("Send to {}", tenant.name));
        badge(ui, cx.theme, mark_look(cx.theme, &tenant));
    });
    ui.label(RichText::new(&plan.address).font(fonts::code(12.0)));
    ui.add_space(4.0);
    for line in counted(&plan) {
        ui.label(line);
    }
    if plan.count(Step::Delete) > 0 {
        let text = format!("{} What is deleted there cannot be brought back from here", icons::WARNING);
        ui.label(RichText::new(text).color(cx.theme.bad));
    }
    quiet(
        ui,
        cx.theme,
        "Just this is sent, object by object. If the tenant has changed since it was compared, nothing is. Each object is \
         read again after it was written.",
    );
    ui.add_space(6.0);
    let mut typed = String::new();
    let mut is_entered = false;
    if let Some(name) = &name {
        field_name(ui, cx.theme, &format!("Type {name} to confirm"));
        typed = cx.own.queries.get(DRAFT).cloned().unwrap_or_default();
        let (field, changed) = line_field(ui, "Name of the tenant", &typed, name);
        if let Some(text) = changed {
            cx.own.queries.insert(DRAFT.to_owned(), text.clone());
            typed = text;
        }
        is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    }
    let may = name.as_ref().is_none_or(|name| *name == typed);
    ui.horizontal(|ui| {
        let send = ui.add_enabled_ui(may, |ui| primary_button(ui, cx.theme, "Send now")).inner;
        if may && (send.clicked() || is_entered) {
            cx.own.queries.remove(DRAFT);
            cx.push(SyncCommand::Send { typed });
        }
        if ui.button("Cancel").clicked() {
            cx.own.queries.remove(DRAFT);
            cx.push(Command::Show(None));
        }
    });
}

fn counted(plan: &Plan) -> Vec<String> {
    let steps = [(Step::Create, "created"), (Step::Update, "changed"), (Step::Delete, "deleted")];
    let lines = steps.into_iter().filter_map(|(step, word)| match plan.count(step) {
        0 => None,
        1 => Some(format!("1 object is {word}")),
        count => Some(format!("{count} objects are {word}")),
    });
    lines.collect()
}
