//! JSON that becomes a context: its name, its event, its text with the place of an error.

use super::anonymised::changes;
use crate::app::{Command, Dialog, NewContext};
use crate::document::{Edit, NewObject};
use crate::gui::cx::Cx;
use crate::gui::panels::event_picker::event_picker;
use crate::gui::widgets::card::{field_name, heading, quiet};
use crate::gui::widgets::controls::{line_field, primary_button};
use crate::gui::widgets::json_draft::problem_line;
use crate::gui::{fonts, icons};
use crate::json::{Json, Limits, parse};
use crate::model::Context;
use eframe::egui::{ScrollArea, TextEdit, Ui};

pub(super) fn add_context(ui: &mut Ui, cx: &mut Cx<'_>, new: &NewContext) {
    ui.set_width(600.0);
    heading(ui, "New context from JSON");
    quiet(ui, cx.theme, "From a log, a webhook body or a colleague.");
    ui.add_space(4.0);
    field_name(ui, cx.theme, "Name");
    if let (_, Some(name)) = line_field(ui, "Name of the new context", &new.name, "gold-member") {
        change(cx, NewContext { name, ..new.clone() });
    }
    field_name(ui, cx.theme, "Event");
    if let Some(event) = event_picker(ui, cx, &new.event) {
        change(cx, NewContext { event, ..new.clone() });
    }
    field_name(ui, cx.theme, "JSON");
    let mut text = new.text.to_string();
    ScrollArea::vertical().max_height(240.0).show(ui, |ui| {
        let edit = TextEdit::multiline(&mut text)
            .font(fonts::code(12.5))
            .hint_text("Paste it here")
            .desired_rows(10)
            .desired_width(f32::INFINITY);
        if ui.add(edit).accessible_name("JSON of the new context").changed() {
            change(cx, NewContext { text: text.as_str().into(), ..new.clone() });
        }
    });
    let parsed = parse(&new.text, Limits::default());
    if let (Err(error), false) = (&parsed, new.text.trim().is_empty()) {
        problem_line(ui, cx.theme, &error.to_string());
    }
    let mut is_anonymised = new.is_anonymised;
    if ui.checkbox(&mut is_anonymised, "Replace personal data").changed() {
        change(cx, NewContext { is_anonymised, ..new.clone() });
    }
    let anonymised = parsed.as_ref().ok().filter(|_| new.is_anonymised);
    let anonymised = anonymised.map(|json| cx.own.anonymised.of(cx.state.workspace(), &new.text, json));
    if let Some(anonymised) = &anonymised {
        changes(ui, cx, anonymised);
    }
    let parsed = parsed.map(|json| anonymised.map_or(json, |anonymised| anonymised.data.clone()));
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        let data = parsed.ok().filter(|_| !new.event.is_empty());
        let add = ui.add_enabled_ui(data.is_some(), |ui| primary_button(ui, cx.theme, "Add context"));
        let add = add.inner.on_disabled_hover_text("It needs an event and JSON");
        if let (true, Some(data)) = (add.clicked(), data) {
            push(cx, new, data);
        }
        if ui.button("Cancel").clicked() {
            cx.push(Command::Show(None));
        }
        if new.event.is_empty() {
            quiet(ui, cx.theme, &format!("{} Choose the event that it is a sample of", icons::INFO));
        }
    });
}

fn change(cx: &mut Cx<'_>, new: NewContext) {
    cx.push(Command::Show(Some(Dialog::AddContext(new))));
}

fn push(cx: &mut Cx<'_>, new: &NewContext, data: Json) {
    let context =
        Context { name: new.name.clone(), event: Some(new.event.clone()), data, ..Context::default() };
    cx.push(Command::Show(None));
    cx.push(Edit::Add(NewObject::Context(Box::new(context))));
}
