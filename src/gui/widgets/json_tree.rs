//! A JSON value as a tree to look at: folds, copies paths.

use crate::gui::cx::Cx;
use crate::gui::{fonts, icons};
use crate::json::Json;
use eframe::egui::{Button, Rect, RichText, Ui, vec2};

/// Most entries of one list or object that are drawn.
const MAX_ENTRIES: usize = 200;

/// How far beyond what is seen entries are still drawn.
const MARGIN: f32 = 400.0;

/// The height of an entry.
const ROW: f32 = 20.0;

/// Draws a value; `path` is its dotted path, empty for the root. A click on a name copies its path.
pub(crate) fn json_tree(ui: &mut Ui, cx: &mut Cx<'_>, scope: &str, path: &str, json: &Json) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.spacing_mut().interact_size.y = ROW;
        ui.spacing_mut().button_padding.y = 0.0;
        entries(ui, cx, scope, path, json);
    });
}

fn entries(ui: &mut Ui, cx: &mut Cx<'_>, scope: &str, path: &str, json: &Json) {
    match json {
        Json::Object(object) => {
            for (key, value) in object.iter().take(MAX_ENTRIES) {
                entry(ui, cx, scope, &joined(path, key), key, value);
            }
            rest(ui, cx, object.len());
        }
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate().take(MAX_ENTRIES) {
                let key = index.to_string();
                entry(ui, cx, scope, &joined(path, &key), &key, item);
            }
            rest(ui, cx, items.len());
        }
        other => {
            ui.label(RichText::new(short(other)).font(fonts::code(12.0)));
        }
    }
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn rest(ui: &mut Ui, cx: &Cx<'_>, len: usize) {
    if len > MAX_ENTRIES {
        ui.label(RichText::new(format!("… {} more", len - MAX_ENTRIES)).color(cx.theme.muted));
    }
}

fn entry(ui: &mut Ui, cx: &mut Cx<'_>, scope: &str, path: &str, key: &str, value: &Json) {
    let is_branch = is_branch(value);
    let name = format!("{scope}/{path}");
    let room = Rect::from_min_size(ui.cursor().min, vec2(1.0, ROW));
    if !ui.is_rect_visible(room.expand(MARGIN)) {
        // Out of sight: the room alone, and what is below it.
        ui.allocate_space(room.size());
        if is_branch && is_open(cx, &name, path) {
            ui.push_id(path, |ui| ui.indent("children", |ui| entries(ui, cx, scope, path, value)));
        }
        return;
    }
    ui.push_id(path, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            if is_branch {
                // Deep parts start folded: the fold set remembers what was opened.
                let is_open = is_open(cx, &name, path);
                let caret = if is_open { icons::CARET_DOWN } else { icons::CARET_RIGHT };
                let fold = ui.add(Button::new(caret).frame(false)).accessible_name(format!("Fold {path}"));
                if fold.clicked() {
                    cx.own.toggle_fold(&name);
                }
            } else {
                ui.add_space(18.0);
            }
            let label = RichText::new(key).font(fonts::code(12.0)).color(cx.theme.accent);
            let copied = ui.add(Button::new(label).frame(false)).on_hover_text(format!("Copy {path}"));
            if copied.accessible_name(format!("Copy path {path}")).clicked() {
                ui.copy_text(path.to_owned());
            }
            ui.add_space(6.0);
            let text = RichText::new(short(value)).font(fonts::code(12.0));
            ui.add(
                eframe::egui::Label::new(if is_branch { text.color(cx.theme.muted) } else { text })
                    .truncate(),
            );
        });
        if is_branch && is_open(cx, &name, path) {
            ui.indent("children", |ui| entries(ui, cx, scope, path, value));
        }
    });
}

fn is_open(cx: &Cx<'_>, name: &str, path: &str) -> bool {
    let starts_open = path.matches('.').count() < 1;
    starts_open != cx.own.is_folded(name)
}

/// True for a list or an object that has something in it.
pub(crate) fn is_branch(json: &Json) -> bool {
    match json {
        Json::Object(object) => !object.is_empty(),
        Json::Array(items) => !items.is_empty(),
        _ => false,
    }
}

/// A value in a few characters.
pub(crate) fn short(json: &Json) -> String {
    const LONGEST: usize = 60;
    match json {
        Json::Object(object) => format!("{{ {} }}", object.len()),
        Json::Array(items) => format!("[ {} ]", items.len()),
        other => {
            let text = other.to_value().to_string();
            if text.chars().count() > LONGEST {
                text.chars().take(LONGEST).chain(['…']).collect()
            } else {
                text
            }
        }
    }
}
