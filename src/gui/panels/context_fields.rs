//! The fields of a sample's event: which of them the sample has, how many samples have them, what the catalogue says.

use crate::app::condition::{KnownField, fitting_value};
use crate::document::{ContextEdit, Edit, JsonEdit};
use crate::gui::cx::Cx;
use crate::gui::widgets::card::quiet;
use crate::gui::widgets::json_tree::short;
use crate::gui::{fonts, icons};
use crate::json::{Json, Object, pointer_push};
use crate::model::Context;
use eframe::egui::{Button, Grid, Label, RichText, ScrollArea, Ui};

/// Most fields that are listed.
const MAX_ROWS: usize = 300;

pub(super) fn context_fields(ui: &mut Ui, cx: &mut Cx<'_>, context: &Context) {
    let fields = cx.own.condition.fields_of_event(cx.state, context.event.as_deref().unwrap_or_default());
    quiet(ui, cx.theme, "What samples of this event carry, and what the catalogue lists for it.");
    let value_width = (ui.available_width() * 0.34).max(90.0);
    ScrollArea::horizontal().id_salt("fields").show(ui, |ui| {
        table(ui, cx, context, (&fields, value_width));
    });
    if fields.len() > MAX_ROWS {
        quiet(ui, cx.theme, &format!("… {} more", fields.len() - MAX_ROWS));
    }
}

fn table(ui: &mut Ui, cx: &mut Cx<'_>, context: &Context, (fields, value_width): (&[KnownField], f32)) {
    Grid::new("fields").num_columns(4).striped(true).spacing([16.0, 4.0]).show(ui, |ui| {
        for title in ["Field", "Type", "In this context", "In all contexts"] {
            ui.label(RichText::new(title).color(cx.theme.muted).size(11.5));
        }
        ui.end_row();
        for field in fields.iter().take(MAX_ROWS) {
            row(ui, cx, context, (field, value_width));
            ui.end_row();
        }
    });
}

fn row(ui: &mut Ui, cx: &mut Cx<'_>, context: &Context, (field, value_width): (&KnownField, f32)) {
    let name = ui.label(RichText::new(&field.path).font(fonts::code(12.0)));
    if let Some(doc) = &field.doc {
        name.on_hover_text(doc);
    }
    ui.label(RichText::new(field.kind.word()).color(cx.theme.muted));
    match value_at(&context.data, &field.path) {
        Some(value) => {
            let text = format!("{} {}", icons::CHECK_CIRCLE, short(value));
            ui.scope(|ui| {
                ui.set_max_width(value_width);
                ui.add(Label::new(RichText::new(text).font(fonts::code(12.0))).truncate());
            });
        }
        None => {
            ui.horizontal(|ui| {
                ui.label(RichText::new(format!("{} missing", icons::CIRCLE_DASHED)).color(cx.theme.muted));
                let add = ui.add(Button::new("Add").small());
                if let (true, Some(edit)) =
                    (add.accessible_name(format!("Add {}", field.path)).clicked(), addition(context, field))
                {
                    cx.push(Edit::Context(context.id, ContextEdit::At(edit)));
                }
            });
        }
    }
    ui.label(RichText::new(field.presence()).color(cx.theme.muted));
}

fn value_at<'a>(data: &'a Json, path: &str) -> Option<&'a Json> {
    path.split('.').try_fold(data, |json, key| json.get(key))
}

/// The edit that adds a field, with the objects around it that are missing.
fn addition(context: &Context, field: &KnownField) -> Option<JsonEdit> {
    let mut value = fitting_value(Some(field), None);
    let keys: Vec<&str> = field.path.split('.').collect();
    let found = (0..keys.len()).rev().find(|count| {
        let parent = keys.iter().take(*count).try_fold(&context.data, |json, key| json.get(key));
        parent.is_some_and(|parent| parent.as_object().is_some())
    })?;
    for key in keys.iter().skip(found + 1).rev() {
        value = Json::Object(Object::from_iter([((*key).to_owned(), value)]));
    }
    let mut pointer = String::new();
    for key in keys.iter().take(found + 1) {
        pointer_push(&mut pointer, key);
    }
    Some(JsonEdit::Set(pointer, value))
}
