//! A row: field, question, value, and what came of it on the shown sample.

use super::live::short_value;
use super::{Form, blocks, drag, functions, groups, marked, notes, picker, seen, values};
use crate::app::condition::{
    Condition, Part, Relation, Row, Shape, choose_field, fitting_value, relations, set_field, set_relation,
    set_value,
};
use crate::document::DraftKey;
use crate::engine::PartState;
use crate::gui::cx::Cx;
use crate::gui::widgets::badge::part_look;
use crate::gui::widgets::json_draft::json_field;
use crate::gui::widgets::popup_focus::focus_returns;
use crate::gui::{fonts, icons};
use crate::json::Json;
use crate::logic;
use eframe::egui::{Align, Button, Label, Layout, Popup, RichText, Ui, vec2};

/// Room for what came of a row, and its menu.
pub(super) const STATE_WIDTH: f32 = 170.0;
/// Below this width a row takes two lines.
const NARROW: f32 = 600.0;
const RELATION_WIDTH: f32 = 146.0;

/// Draws any part.
pub(super) fn part(ui: &mut Ui, cx: &mut Cx<'_>, form: &mut Form<'_>, condition: &Condition, depth: usize) {
    let number = form.known.number(&condition.pointer);
    let shown = ui.scope(|ui| match &condition.part {
        Part::Group(group) => groups::group(ui, cx, form, (condition, group), depth),
        Part::Block(block) => {
            blocks::block(ui, cx, form, (condition, block), depth);
            seen::below(ui, cx, form, condition);
        }
        Part::Row(row) => {
            row_ui(ui, cx, form, (condition, row), number);
            functions::opened(ui, cx, form, (condition, row), number);
            notes::of_part(ui, cx, form, condition);
            seen::below(ui, cx, form, condition);
        }
        Part::Raw => {
            island(ui, cx, form, condition, number);
            notes::of_part(ui, cx, form, condition);
            seen::below(ui, cx, form, condition);
        }
        Part::Empty => {}
    });
    marked::mark(ui, cx, form, (condition, shown.response.rect));
}

fn row_ui(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    form: &mut Form<'_>,
    (condition, row): (&Condition, &Row),
    number: usize,
) {
    let width = ui.available_width();
    let menu = format!("More for condition {number}");
    if width < NARROW {
        ui.horizontal_top(|ui| {
            drag::handle(ui, cx, form, condition);
            let room = ui.available_width() - RELATION_WIDTH - 12.0;
            subject(ui, cx, form, (condition, row, number), room.max(90.0));
            relation(ui, form, condition, row, number);
        });
        ui.horizontal_top(|ui| {
            let has_handle = form.known.tree.parent_of(&condition.pointer).is_some();
            let indent = if has_handle { drag::HANDLE + ui.spacing().item_spacing.x } else { 0.0 };
            ui.add_space(indent);
            ui.vertical(|ui| {
                ui.set_width((width - indent - STATE_WIDTH - 8.0).max(90.0));
                operands(ui, cx, form, row, number);
            });
            tail(ui, cx, form, condition, (&menu, STATE_WIDTH));
        });
        ui.add_space(4.0);
        return;
    }
    ui.horizontal_top(|ui| {
        drag::handle(ui, cx, form, condition);
        let field_width = (width * 0.27).clamp(150.0, 260.0);
        subject(ui, cx, form, (condition, row, number), field_width);
        relation(ui, form, condition, row, number);
        let rest = ui.available_width() - STATE_WIDTH - ui.spacing().item_spacing.x;
        ui.vertical(|ui| {
            ui.set_width(rest.max(90.0));
            operands(ui, cx, form, row, number);
        });
        tail(ui, cx, form, condition, (&menu, STATE_WIDTH));
    });
}

/// What a row asks about: a field to pick, or a function to open.
fn subject(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    form: &mut Form<'_>,
    (condition, row, number): (&Condition, &Row, usize),
    width: f32,
) {
    let name = format!("Condition {number} field");
    if let Some(computed) = &row.computed {
        return functions::closed(ui, cx, form, computed, (&name, width));
    }
    if let Some(path) = picker::field_picker(ui, cx, form, (&name, &row.field.path), width) {
        let new = choose_field(form.json, &condition.pointer, &path, form.field(&path));
        form.set(new);
    }
}

/// What came of a part, in a column of its own, and its menu at the right end.
pub(super) fn tail(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    form: &mut Form<'_>,
    condition: &Condition,
    (name, width): (&str, f32),
) {
    let height = ui.spacing().interact_size.y;
    ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
        groups::menu(ui, cx, form, condition, name);
        let room = vec2(width - 44.0, height);
        ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
            ui.set_width(room.x);
            let value = condition.row().and_then(|row| form.value(row.field.node.as_deref()?));
            let value = value.map(short_value);
            let all = seen::words(cx, form, condition);
            state(ui, cx, form.state(&condition.pointer), (value.as_deref(), all.as_deref()));
        });
    });
}

/// Icon and word of what came of a part, and the value that was seen.
fn state(ui: &mut Ui, cx: &Cx<'_>, state: Option<PartState>, (observed, all): (Option<&str>, Option<&str>)) {
    let Some(state) = state else { return };
    let look = part_look(cx.theme, state);
    let text = RichText::new(format!("{} {}", look.icon, look.word)).color(look.colour).size(11.5);
    let hover = all.map_or_else(String::new, |all| format!("\n{all}"));
    ui.label(text).on_hover_text(format!("On the shown context{hover}"));
    if let Some(observed) = observed.filter(|_| state != PartState::NotEvaluated) {
        let text = RichText::new(observed).font(fonts::code(11.5)).color(cx.theme.muted);
        let full = format!("It is {observed} on the shown context");
        ui.add(Label::new(text).truncate()).on_hover_text(full);
    }
}

fn relation(ui: &mut Ui, form: &mut Form<'_>, condition: &Condition, row: &Row, number: usize) {
    let words = row.relation.words();
    let caret = RichText::new(icons::CARET_DOWN).size(10.0);
    let size = vec2(RELATION_WIDTH, ui.spacing().interact_size.y);
    let button = ui.add(Button::new(words.title).right_text(caret).min_size(size)).on_hover_text(words.doc);
    let button = button.accessible_name(format!("Condition {number} operator"));
    let chosen = Popup::menu(&button).show(|ui| relation_menu(ui, row)).and_then(|shown| shown.inner);
    focus_returns(ui, &button);
    if let Some(relation) = chosen {
        let known = form.field(&row.field.path);
        let fallback = fitting_value(known, None);
        form.set(set_relation(form.json, &condition.pointer, relation, &fallback));
    }
}

fn relation_menu(ui: &mut Ui, row: &Row) -> Option<Relation> {
    ui.spacing_mut().item_spacing.y = 1.0;
    let mut chosen = None;
    let mut last = relations().first().map(|words| words.shape);
    // What is computed has no name that could be missing.
    let offered =
        relations().iter().filter(|words| row.computed.is_none() || words.relation != Relation::IsMissing);
    for words in offered {
        if last.replace(words.shape) != Some(words.shape) {
            ui.separator();
        }
        let entry = ui.selectable_label(words.relation == row.relation, words.title);
        if entry.on_hover_text(format!("{}\nJSON Logic: {}", words.doc, words.name)).clicked() {
            chosen = Some(words.relation);
            ui.close();
        }
    }
    chosen
}

fn operands(ui: &mut Ui, cx: &mut Cx<'_>, form: &mut Form<'_>, row: &Row, number: usize) {
    match (row.relation.shape(), row.values.as_slice()) {
        (Shape::Range, [low, high]) => {
            ui.horizontal(|ui| {
                let width = ((ui.available_width() - 40.0) / 2.0).max(50.0);
                let names = [format!("Condition {number} lowest"), format!("Condition {number} highest")];
                values::value(ui, cx, form, (&row.field.path, low), &names[0], width);
                ui.label(RichText::new("and").color(cx.theme.muted));
                values::value(ui, cx, form, (&row.field.path, high), &names[1], width);
            });
        }
        (shape, [operand]) => {
            let (width, name) = (ui.available_width(), format!("Condition {number} value"));
            match &operand.json {
                Json::Array(items) if shape == Shape::List => {
                    values::list(ui, cx, form, (row, operand, items), &name);
                }
                // A tag to look for is none of the field's values.
                _ => {
                    let path = if shape == Shape::Needle { "" } else { row.field.path.as_str() };
                    values::value(ui, cx, form, (path, operand), &name, width);
                }
            }
        }
        _ => {}
    }
}

/// Entries of a row's menu: what its sides are.
pub(super) fn kinds(ui: &mut Ui, form: &mut Form<'_>, condition: &Condition) {
    let Some(row) = condition.row() else { return };
    if let Some(node) = row.field.node.clone().filter(|_| row.computed.is_none()) {
        ui.menu_button("Compute with the field", |ui| functions::menu(ui, form, &node));
    }
    if let Some(computed) = &row.computed
        && ui.button("Ask about a field instead").clicked()
    {
        let path = functions::first_field(&computed.json).unwrap_or_default();
        form.set(set_field(form.json, &condition.pointer, &path));
    }
    let [operand] = row.values.as_slice() else { return };
    if row.relation.shape() == Shape::List {
        return;
    }
    for (text, is_on, json) in functions::kinds(form, operand) {
        if ui.selectable_label(is_on, format!("Compare with {text}")).clicked() && !is_on {
            form.set(set_value(form.json, &operand.pointer, json));
        }
    }
    ui.menu_button("Compute the value", |ui| functions::menu(ui, form, &operand.pointer));
    ui.separator();
}

/// What the form has no words for: said as a sentence, edited as JSON, kept as it is.
fn island(ui: &mut Ui, cx: &mut Cx<'_>, form: &mut Form<'_>, condition: &Condition, number: usize) {
    let Some(json) = form.json.pointer(&condition.pointer) else { return };
    let fold = format!("{}/island{}", form.key, condition.pointer);
    let is_open = cx.own.is_folded(&fold);
    ui.horizontal_top(|ui| {
        drag::handle(ui, cx, form, condition);
        let caret = if is_open { icons::CARET_DOWN } else { icons::CARET_RIGHT };
        let text = RichText::new(format!("{caret} Own rule"));
        let button = ui.add(Button::new(text)).on_hover_text("Edit this part as JSON");
        if button.accessible_name(format!("Condition {number} as JSON")).clicked() {
            cx.own.toggle_fold(&fold);
        }
        let node = form.known.id(&condition.pointer);
        let sentence = node.map(|id| logic::describe_node(&form.known.rule, id)).unwrap_or_default();
        let width = (ui.available_width() - STATE_WIDTH).max(90.0);
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.add_space(3.0);
            ui.add(Label::new(sentence).wrap());
        });
        tail(ui, cx, form, condition, (&format!("More for condition {number}"), STATE_WIDTH));
    });
    if is_open {
        let key = DraftKey::part(&form.draft, &condition.pointer);
        if let Some(new) = json_field(ui, cx, &key, json, 3) {
            form.set_as(set_value(form.json, &condition.pointer, new), true);
        }
    }
}
