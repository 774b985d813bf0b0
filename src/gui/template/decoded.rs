//! The payload decoded, as rows that know where they come from: the pointer on a value shows the place in the source.

use super::TemplateState;
use super::panes::{error_line, not_json};
use crate::app::rendering::Payload;
use crate::gui::cx::Cx;
use crate::gui::widgets::json_tree::short;
use crate::gui::{fonts, icons};
use crate::json::{Json, pointer_push};
use eframe::egui::{Align, Button, Label, Layout, Rect, RichText, ScrollArea, Ui, vec2};
use std::collections::BTreeSet;

const ROW_HEIGHT: f32 = 22.0;
const INDENT: f32 = 14.0;
/// Most rows that are listed.
const MAX_ROWS: usize = 20_000;

/// A row of the tree.
struct Row<'a> {
    depth: usize,
    key: String,
    path: String,
    pointer: String,
    value: &'a Json,
    is_branch: bool,
}

pub(crate) fn decoded(ui: &mut Ui, cx: &Cx<'_>, own: &mut TemplateState, payload: &Payload) {
    let json = match &payload.json {
        Ok(json) => json,
        Err(error) => {
            not_json(ui, cx, error);
            let line = error_line(error).and_then(|line| payload.lines.get(line.saturating_sub(1)));
            if let Some(line) = line {
                ui.add(Label::new(RichText::new(line).font(fonts::code(12.0)).color(cx.theme.muted)).wrap());
            }
            return;
        }
    };
    let mut rows = Vec::new();
    list(
        json,
        &own.folded,
        &mut Row {
            depth: 0,
            key: String::new(),
            path: String::new(),
            pointer: String::new(),
            value: json,
            is_branch: false,
        },
        &mut rows,
    );
    if rows.is_empty() {
        ui.label(RichText::new(short(json)).font(fonts::code(12.0)));
    }
    footer(ui, cx, own);
    ui.spacing_mut().item_spacing.y = 0.0;
    let before = own.hovered.take();
    let printed: BTreeSet<String> = own
        .pointed
        .into_iter()
        .flat_map(|at| own.live.printed_by(at))
        .map(|origin| origin.pointer.clone())
        .collect();
    let area = ScrollArea::both().id_salt("template-decoded").auto_shrink(false);
    area.show_rows(ui, ROW_HEIGHT, rows.len(), |ui, seen| {
        for entry in rows.get(seen).unwrap_or_default() {
            if printed.contains(&entry.pointer) {
                let room = Rect::from_min_size(ui.cursor().min, vec2(ui.available_width(), ROW_HEIGHT));
                ui.painter().rect_filled(room, 3, cx.theme.selected);
            }
            ui.push_id(&entry.pointer, |ui| row(ui, cx, own, entry));
        }
    });
    if own.hovered != before {
        ui.ctx().request_repaint();
    }
}

/// Where the value under the pointer came from in the last frame.
pub(crate) fn footer(ui: &mut Ui, cx: &Cx<'_>, own: &TemplateState) {
    let origin = own.hovered.as_ref().and_then(|pointer| own.live.origin(pointer));
    let text = match origin {
        Some(origin) if origin.is_print => {
            let paths: Vec<String> = origin.paths.iter().map(|path| path.segments().join(".")).collect();
            let line = origin.spans.first().map_or(0, |span| span.line);
            let from =
                if paths.is_empty() { "Printed".to_owned() } else { format!("From {}", paths.join(", ")) };
            format!("{from}, line {line}")
        }
        Some(_) => "Written in the template itself".to_owned(),
        None => "Point at a value to see where it comes from".to_owned(),
    };
    ui.add(Label::new(RichText::new(text).size(11.5).color(cx.theme.muted)).truncate());
}

fn list<'a>(json: &'a Json, folded: &BTreeSet<String>, parent: &mut Row<'a>, rows: &mut Vec<Row<'a>>) {
    let children: Vec<(String, &'a Json)> = match json {
        Json::Object(object) => object.iter().map(|(key, value)| (key.to_owned(), value)).collect(),
        Json::Array(items) => {
            items.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect()
        }
        _ => Vec::new(),
    };
    for (key, value) in children {
        if rows.len() >= MAX_ROWS {
            return;
        }
        let path = if parent.path.is_empty() { key.clone() } else { format!("{}.{key}", parent.path) };
        let mut pointer = parent.pointer.clone();
        pointer_push(&mut pointer, &key);
        let is_branch = match value {
            Json::Object(object) => !object.is_empty(),
            Json::Array(items) => !items.is_empty(),
            _ => false,
        };
        let is_open = is_branch && !folded.contains(&pointer);
        let row = |key: String| Row {
            depth: parent.depth,
            key,
            path: path.clone(),
            pointer: pointer.clone(),
            value,
            is_branch,
        };
        rows.push(row(key));
        if is_open {
            let mut below = Row { depth: parent.depth + 1, ..row(String::new()) };
            list(value, folded, &mut below, rows);
        }
    }
}

fn row(ui: &mut Ui, cx: &Cx<'_>, own: &mut TemplateState, row: &Row<'_>) {
    let layout = Layout::left_to_right(Align::Center);
    let shown = ui.allocate_ui_with_layout(vec2(ui.available_width(), ROW_HEIGHT), layout, |ui| {
        ui.set_min_size(vec2(ui.available_width(), ROW_HEIGHT));
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.add_space(row.depth as f32 * INDENT);
        if row.is_branch {
            let is_open = !own.folded.contains(&row.pointer);
            let caret = if is_open { icons::CARET_DOWN } else { icons::CARET_RIGHT };
            let fold = ui.add(Button::new(caret).frame(false)).accessible_name(format!("Fold {}", row.path));
            if fold.clicked() && !own.folded.remove(&row.pointer) {
                own.folded.insert(row.pointer.clone());
            }
        } else {
            ui.add_space(18.0);
        }
        let key = RichText::new(&row.key).font(fonts::code(12.0)).color(cx.theme.syntax_key);
        let copy = ui.add(Button::new(key).frame(false)).on_hover_text(format!("Copy {}", row.path));
        if copy.accessible_name(format!("Copy path {}", row.path)).clicked() {
            ui.copy_text(row.path.clone());
        }
        let colour = match row.value {
            _ if row.is_branch => cx.theme.muted,
            Json::String(_) => cx.theme.syntax_text,
            Json::Array(_) | Json::Object(_) => cx.theme.muted,
            _ => cx.theme.syntax_constant,
        };
        ui.add(
            Label::new(RichText::new(shown_value(row.value)).font(fonts::code(12.0)).color(colour)).extend(),
        );
    });
    if ui.rect_contains_pointer(shown.response.rect) {
        own.hovered = Some(row.pointer.clone());
    }
}

/// A value in a few characters; numbers as they are written.
fn shown_value(json: &Json) -> String {
    match json {
        Json::Number(number) => number.as_text().to_owned(),
        other => short(other),
    }
}
