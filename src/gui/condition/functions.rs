//! Functions on either side of a comparison: a button with what they compute, and, once opened, a field for each
//! argument.

use super::live::short_value;
use super::{Form, blocks, groups, values, whole};
use crate::app::condition::{Condition, Function, Operand, Row, functions, set_value};
use crate::document::DraftKey;
use crate::gui::cx::Cx;
use crate::gui::widgets::json_draft::json_field;
use crate::gui::widgets::popup_focus::focus_returns;
use crate::gui::{fonts, icons};
use crate::json::Json;
use crate::logic;
use eframe::egui::{Button, ComboBox, Label, RichText, Ui, vec2};

const LABEL_WIDTH: f32 = 118.0;

fn fold_of(form: &Form<'_>, operand: &Operand) -> String {
    format!("{}/function{}", form.key, operand.pointer)
}

/// What a function computes, in words, on a button that opens it.
pub(super) fn closed(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    form: &Form<'_>,
    operand: &Operand,
    (name, width): (&str, f32),
) {
    let fold = fold_of(form, operand);
    let caret = if cx.own.is_folded(&fold) { icons::CARET_DOWN } else { icons::CARET_RIGHT };
    let node = form.known.id(&operand.pointer);
    let words = node.map(|id| logic::describe_node(&form.known.rule, id)).unwrap_or_default();
    let height = ui.spacing().interact_size.y;
    let shown = ui.allocate_ui(vec2(width, height), |ui| {
        let caret = RichText::new(caret).size(10.0);
        ui.add(Button::new(words.as_str()).right_text(caret).truncate().min_size(vec2(width, height)))
    });
    let hover = match form.value(&operand.pointer) {
        Some(value) => format!("{words}\nIt is {} on the shown context", short_value(value)),
        None => words,
    };
    if shown.inner.on_hover_text(hover).accessible_name(format!("{name}: computed")).clicked() {
        cx.own.toggle_fold(&fold);
    }
}

/// The opened functions of a row, below it.
pub(super) fn opened(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    form: &mut Form<'_>,
    (_, row): (&Condition, &Row),
    number: usize,
) {
    if let Some(computed) = &row.computed {
        opened_operand(ui, cx, form, computed, &format!("Condition {number} field"));
    }
    for operand in row.values.iter().filter(|operand| operand.field().is_none()) {
        opened_operand(ui, cx, form, operand, &format!("Condition {number} value"));
    }
}

/// An opened function, if it is one and is open.
pub(super) fn opened_operand(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    form: &mut Form<'_>,
    operand: &Operand,
    name: &str,
) {
    if matches!(operand.json, Json::Object(_) | Json::Array(_))
        && operand.field().is_none()
        && cx.own.is_folded(&fold_of(form, operand))
    {
        ui.push_id(&operand.pointer, |ui| {
            groups::frame(cx.theme, 1).show(ui, |ui| function(ui, cx, form, operand, name));
        });
    }
}

fn function(ui: &mut Ui, cx: &mut Cx<'_>, form: &mut Form<'_>, operand: &Operand, name: &str) {
    ui.set_width(ui.available_width());
    let args = Function::read(&operand.json).and_then(|function| {
        let args = operand.json.get(function.name())?.as_array()?.to_vec();
        Some((function, args))
    });
    let Some((function, args)) = args else { return raw(ui, cx, form, operand) };
    ui.horizontal(|ui| {
        choose(ui, form, operand, function, name);
        if let Some(value) = form.value(&operand.pointer) {
            let text = RichText::new(format!("= {}", short_value(value))).font(fonts::code(11.5));
            ui.label(text.color(cx.theme.muted)).on_hover_text("On the shown context");
        }
    });
    let arguments: Vec<Operand> = args
        .iter()
        .enumerate()
        .map(|(position, json)| Operand {
            pointer: format!("{}/{}/{position}", operand.pointer, function.name().replace('/', "~1")),
            json: json.clone(),
        })
        .collect();
    for (position, argument) in arguments.iter().enumerate() {
        let own = format!("{name}, {} {}", function.argument(position).to_lowercase(), position + 1);
        ui.push_id(position, |ui| match (function.is_over_items(), position) {
            (true, 1) => over_items(ui, cx, form, (operand, &arguments[0], argument), (function, &own)),
            _ => line(ui, cx, form, argument, (function, position, &own), args.len()),
        });
    }
    if function.takes(args.len() + 1) && !function.is_over_items() {
        let more = ui.add(Button::new(format!("{} Argument", icons::PLUS)).small());
        if more.accessible_name(format!("Add an argument to {name}")).clicked() {
            let mut args = args;
            args.push(Json::int(0));
            form.set(with_args(form, operand, function, args));
        }
    }
}

fn with_args(form: &Form<'_>, operand: &Operand, function: Function, args: Vec<Json>) -> Option<Json> {
    let call = crate::json::Object::from_iter([(function.name().to_owned(), Json::Array(args))]);
    set_value(form.json, &operand.pointer, Json::Object(call))
}

/// Another function of the same arguments, as far as it takes so many.
fn choose(ui: &mut Ui, form: &mut Form<'_>, operand: &Operand, function: Function, name: &str) {
    let combo = ComboBox::from_id_salt("function").selected_text(function.title()).width(190.0);
    let shown = combo.show_ui(ui, |ui| {
        for other in functions() {
            let entry = ui.selectable_label(other.name() == function.name(), other.title());
            if entry.on_hover_text(other.doc()).clicked() && other.name() != function.name() {
                let args = operand.json.get(function.name()).and_then(Json::as_array).unwrap_or_default();
                let fits = other.takes(args.len()) && !other.is_over_items() && !function.is_over_items();
                let first = args.first().cloned().unwrap_or_default();
                let new = if fits {
                    with_args(form, operand, other, args.to_vec())
                } else {
                    set_value(form.json, &operand.pointer, other.around(first))
                };
                form.set(new);
                ui.close();
            }
        }
    });
    focus_returns(ui, &shown.response);
    shown.response.accessible_name(format!("{name}: function"));
}

/// One argument: what it is, its field, its menu.
fn line(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    form: &mut Form<'_>,
    argument: &Operand,
    (function, position, name): (Function, usize, &str),
    count: usize,
) {
    ui.horizontal(|ui| {
        ui.add_sized(
            vec2(LABEL_WIDTH, ui.spacing().interact_size.y),
            Label::new(RichText::new(function.argument(position)).color(cx.theme.muted))
                .halign(eframe::egui::Align::Min),
        );
        let width = (ui.available_width() - 60.0).clamp(100.0, 320.0);
        values::value(ui, cx, form, ("", argument), name, width);
        let shown = ui.menu_button(RichText::new(icons::DOTS_THREE).size(13.0), |ui| {
            for (text, is_on, json) in kinds(form, argument) {
                if ui.selectable_label(is_on, format!("Make it {text}")).clicked() && !is_on {
                    form.set(set_value(form.json, &argument.pointer, json));
                    ui.close();
                }
            }
            ui.menu_button("Compute with it", |ui| menu(ui, form, &argument.pointer));
            if function.takes(count - 1) && !function.is_over_items() && ui.button("Remove").clicked() {
                remove(form, argument, function);
            }
        });
        shown.response.on_hover_text("More").accessible_name(format!("More for {name}"));
    });
    opened_operand(ui, cx, form, argument, name);
}

fn remove(form: &mut Form<'_>, argument: &Operand, function: Function) {
    let Some((list, position)) = argument.pointer.rsplit_once('/') else { return };
    let Some(mut args) = form.json.pointer(list).and_then(Json::as_array).map(<[Json]>::to_vec) else {
        return;
    };
    if let Ok(position) = position.parse::<usize>()
        && position < args.len()
        && function.takes(args.len() - 1)
    {
        args.remove(position);
        form.set(set_value(form.json, list, Json::Array(args)));
    }
}

/// What is computed of each item: a condition for `filter`, a value for `map` and `reduce`.
fn over_items(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    form: &mut Form<'_>,
    (operand, list, body): (&Operand, &Operand, &Operand),
    (function, name): (Function, &str),
) {
    let known = std::sync::Arc::clone(&form.known);
    blocks::of_items(ui, cx, form, (&operand.pointer, list), |ui, cx, form| {
        match known.tree.find(&body.pointer) {
            Some(condition) if function.name() == "filter" => {
                ui.label(RichText::new(function.argument(1)).color(cx.theme.muted));
                whole(ui, cx, form, condition, 1);
            }
            _ => line(ui, cx, form, body, (function, 1, name), 2),
        }
    });
}

/// What has no fields: its JSON.
fn raw(ui: &mut Ui, cx: &mut Cx<'_>, form: &mut Form<'_>, operand: &Operand) {
    let key = DraftKey::part(&form.draft, &operand.pointer);
    if let Some(new) = json_field(ui, cx, &key, &operand.json, 3) {
        form.set_as(set_value(form.json, &operand.pointer, new), true);
    }
}

/// Functions that can be put around what is at a pointer.
pub(super) fn menu(ui: &mut Ui, form: &mut Form<'_>, pointer: &str) {
    for function in functions() {
        if ui.button(function.title()).on_hover_text(function.doc()).clicked() {
            let first = form.json.pointer(pointer).cloned().unwrap_or_default();
            form.set(set_value(form.json, pointer, function.around(first)));
            ui.close();
        }
    }
}

/// The first field that a function reads.
pub(super) fn first_field(json: &Json) -> Option<String> {
    match json {
        Json::Object(object) => object.iter().find_map(|(key, value)| match (key, value) {
            ("var", Json::String(path)) => Some(path.clone()),
            (_, value) => first_field(value),
        }),
        Json::Array(items) => items.iter().find_map(first_field),
        _ => None,
    }
}

/// What an operand can be made of itself: in words, whether it is that now, and as that.
pub(super) fn kinds(form: &Form<'_>, operand: &Operand) -> [(&'static str, bool, Json); 5] {
    let text = match &operand.json {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.as_text().to_owned(),
        _ => String::new(),
    };
    let number = Json::number(&text).unwrap_or_else(|| Json::int(0));
    let same = form.scope.fields.iter().find(|field| field.values.contains(&operand.json));
    let path =
        first_field(&operand.json).or_else(|| same.map(|field| field.path.clone())).unwrap_or_default();
    let other = Json::from(serde_json::json!({ "var": path }));
    [
        ("text", matches!(operand.json, Json::String(_)), Json::str(text)),
        ("a number", matches!(operand.json, Json::Number(_)), number),
        ("true or false", matches!(operand.json, Json::Bool(_)), Json::Bool(true)),
        ("nothing (null)", operand.json == Json::Null, Json::Null),
        ("another field", operand.field().is_some(), other),
    ]
}
