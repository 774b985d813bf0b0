//! The question before anything is sent: what, where to, and the tenant's name where that has to be typed.

use crate::app::{Command, SyncCommand};
use crate::gui::cx::Cx;
use crate::gui::dialogs::mark_look;
use crate::gui::widgets::badge::badge;
use crate::gui::widgets::card::{field_name, heading, quiet};
use crate::gui::widgets::controls::{danger_button, line_field, primary_button};
use crate::gui::{fonts, icons};
use crate::sync::{Item, Kind, Step};
use eframe::egui::{Key, RichText, Ui};

/// The name of the draft of the tenant's name.
const DRAFT: &str = "tenant's name";

pub(crate) fn confirm_send(ui: &mut Ui, cx: &mut Cx<'_>) {
    ui.set_width(460.0);
    let writes = cx.state.to_write();
    let Some(tenant) = cx.state.tenant().cloned().filter(|_| !writes.is_empty()) else {
        heading(ui, "There is nothing to send");
        quiet(ui, cx.theme, "Compare with the tenant first.");
        return;
    };
    let name = cx.state.name_to_type().map(str::to_owned);
    ui.horizontal(|ui| {
        heading(ui, &format!("Send to {}", tenant.name));
        badge(ui, cx.theme, mark_look(cx.theme, &tenant));
    });
    if let Some((comparison, _)) = cx.state.comparison() {
        ui.label(RichText::new(&comparison.facts.address).font(fonts::code(12.0)));
    }
    ui.add_space(4.0);
    for line in counted(&writes) {
        ui.label(line);
    }
    if writes.iter().any(|item| item.step == Step::Delete) {
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
        let (field, changed) = line_field(ui, "Name of the tenant", &typed, "Type the tenant's name");
        if let Some(text) = changed {
            cx.own.queries.insert(DRAFT.to_owned(), text.clone());
            typed = text;
        }
        is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    }
    let may = name.as_ref().is_none_or(|name| *name == typed);
    ui.horizontal(|ui| {
        // What has to be confirmed by name is dangerous.
        let button = if name.is_some() { danger_button } else { primary_button };
        let send = ui.add_enabled_ui(may, |ui| button(ui, cx.theme, "Send now")).inner;
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

/// How many objects of each kind are created, changed and deleted.
fn counted(writes: &[&Item]) -> Vec<String> {
    let steps = [(Step::Create, "Creates"), (Step::Update, "Changes"), (Step::Delete, "Deletes")];
    let line = |(step, word): (Step, &str)| {
        let of_kind = |kind: Kind| {
            let count = writes.iter().filter(|item| item.step == step && item.kind == kind).count();
            let plural = if count == 1 { "" } else { "s" };
            (count > 0).then(|| format!("{count} {}{plural}", kind.word()))
        };
        let kinds: Vec<String> = Kind::ALL.into_iter().filter_map(of_kind).collect();
        (!kinds.is_empty()).then(|| format!("{word} {}", kinds.join(", ")))
    };
    steps.into_iter().filter_map(line).collect()
}
