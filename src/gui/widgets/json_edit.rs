//! A JSON value as a tree to change: values by their type, keys and items added, renamed and removed.

use super::controls::icon_button;
use super::json_draft::{number_text, number_typed, unfinished};
use super::json_kind::{Kind, converted};
use super::json_tree::{is_branch, short};
use crate::document::{DraftKey, JsonEdit};
use crate::gui::cx::Cx;
use crate::gui::ui_state::ContextPane;
use crate::gui::{fonts, icons};
use crate::json::{Json, Object, pointer_push};
use eframe::egui::containers::menu::MenuButton;
use eframe::egui::{Align, Button, Key, Label, Layout, RichText, TextEdit, Ui};

/// Entries of one list or object that are drawn before more are asked for.
const PAGE: usize = 200;
/// Levels that start open.
const OPEN_DEPTH: usize = 2;
/// Room for a key, so that the values after it begin at one line.
const KEY_WIDTH: f32 = 150.0;

/// A key that is being renamed.
#[derive(Debug, Default)]
pub(crate) struct Renaming {
    /// The tree and the place in it
    place: String,
    text: String,
    /// It gets the focus when it is drawn first
    has_focus: bool,
}

/// What a tree needs at each of its places.
struct Tree<'a> {
    /// Which tree, for what is remembered of it
    scope: &'a str,
    change: Option<JsonEdit>,
}

/// A place in the tree.
#[derive(Clone, Copy)]
struct Place<'a> {
    pointer: &'a str,
    /// As people write it, `profile.tier.handle`
    path: &'a str,
    depth: usize,
}

/// Draws a value; the change that the user asks for.
pub(crate) fn json_edit(ui: &mut Ui, cx: &mut Cx<'_>, scope: &str, json: &Json) -> Option<JsonEdit> {
    let mut tree = Tree { scope, change: None };
    let root = Place { pointer: "", path: "", depth: 0 };
    if let Some(key) = DraftKey::named(scope).filter(|key| key.pointer.is_none())
        && unfinished(ui, cx, &key)
    {
        cx.own.context_pane = ContextPane::Text;
    }
    match json {
        Json::Object(_) | Json::Array(_) => children(ui, cx, &mut tree, root, json),
        scalar => {
            ui.horizontal(|ui| value_field(ui, cx, &mut tree, root, scalar));
        }
    }
    tree.change
}

fn children(ui: &mut Ui, cx: &mut Cx<'_>, tree: &mut Tree<'_>, at: Place<'_>, json: &Json) {
    let place = format!("{}{}", tree.scope, at.pointer);
    let shown = cx.own.shown_entries.get(&place).copied().unwrap_or(PAGE);
    let len = match json {
        Json::Object(object) => {
            for (key, value) in object.iter().take(shown) {
                entry(ui, cx, tree, at, (key, true), value);
            }
            object.len()
        }
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate().take(shown) {
                entry(ui, cx, tree, at, (&index.to_string(), false), item);
            }
            items.len()
        }
        _ => return,
    };
    if len > shown {
        let text = format!("Show {} of {} more", PAGE.min(len - shown), len - shown);
        if ui.button(text).clicked() {
            cx.own.shown_entries.insert(place, shown + PAGE);
        }
    }
    adder(ui, cx, tree, at, json);
}

/// The button that adds a key or an item at the end.
fn adder(ui: &mut Ui, cx: &mut Cx<'_>, tree: &mut Tree<'_>, at: Place<'_>, json: &Json) {
    let is_list = matches!(json, Json::Array(_));
    let word = if is_list { "Add item" } else { "Add key" };
    let text = RichText::new(format!("{} {word}", icons::PLUS)).size(11.5).color(cx.theme.muted);
    let name = if at.path.is_empty() { word.to_owned() } else { format!("{word} to {}", at.path) };
    if !ui.add(Button::new(text).frame_when_inactive(false)).accessible_name(name).clicked() {
        return;
    }
    let mut pointer = at.pointer.to_owned();
    if let Json::Array(items) = json {
        pointer.push_str("/-");
        tree.change = Some(JsonEdit::Set(pointer, items.last().map_or(Json::str(""), empty_like)));
    } else if let Json::Object(object) = json {
        let key = free_key(object);
        pointer_push(&mut pointer, &key);
        let place = format!("{}{pointer}", tree.scope);
        cx.own.renaming = Some(Renaming { place, text: key, has_focus: false });
        tree.change = Some(JsonEdit::Set(pointer, Json::str("")));
    }
}

/// A new item looks like its neighbour: a list of texts gets a text.
fn empty_like(json: &Json) -> Json {
    match json {
        Json::Null => Json::Null,
        Json::Bool(_) => Json::Bool(false),
        Json::Number(_) => Json::int(0),
        Json::String(_) => Json::str(""),
        Json::Array(_) => Json::Array(Vec::new()),
        Json::Object(object) => {
            Json::Object(object.iter().map(|(key, value)| (key.to_owned(), empty_like(value))).collect())
        }
    }
}

fn free_key(object: &Object) -> String {
    let mut keys = (1..).map(|number: usize| match number {
        1 => "new_key".to_owned(),
        number => format!("new_key_{number}"),
    });
    keys.find(|key| object.get(key).is_none()).unwrap_or_default()
}

fn entry(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    tree: &mut Tree<'_>,
    parent: Place<'_>,
    (key, is_key): (&str, bool),
    value: &Json,
) {
    let mut pointer = parent.pointer.to_owned();
    pointer_push(&mut pointer, key);
    let path = if parent.path.is_empty() { key.to_owned() } else { format!("{}.{key}", parent.path) };
    let at = Place { pointer: &pointer, path: &path, depth: parent.depth + 1 };
    let fold = format!("{}{pointer}", tree.scope);
    // Deep parts start folded: the set then remembers what was opened.
    let is_open = (at.depth < OPEN_DEPTH) != cx.own.is_folded(&fold);
    ui.push_id(key, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let left = ui.cursor().left();
            if is_branch(value) {
                let caret = if is_open { icons::CARET_DOWN } else { icons::CARET_RIGHT };
                let button = ui.add(Button::new(caret).frame(false));
                if button.accessible_name(format!("Fold {path}")).clicked() {
                    cx.own.toggle_fold(&fold);
                }
            } else {
                ui.add_space(18.0);
            }
            key_ui(ui, cx, tree, at, (key, is_key));
            // Values of one level stand below each other.
            ui.add_space((left + KEY_WIDTH - ui.cursor().left()).max(0.0));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                menu(ui, cx, tree, at, (key, is_key), value);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    value_field(ui, cx, tree, at, value);
                });
            });
        });
        if is_open && matches!(value, Json::Object(_) | Json::Array(_)) {
            ui.indent("children", |ui| children(ui, cx, tree, at, value));
        }
    });
}

/// The key, or the field that renames it.
fn key_ui(ui: &mut Ui, cx: &mut Cx<'_>, tree: &mut Tree<'_>, at: Place<'_>, (key, is_key): (&str, bool)) {
    let place = format!("{}{}", tree.scope, at.pointer);
    let Some(renaming) = cx.own.renaming.as_mut().filter(|renaming| is_key && renaming.place == place) else {
        let colour = if is_key { cx.theme.accent } else { cx.theme.muted };
        ui.add(Label::new(RichText::new(key).font(fonts::code(12.0)).color(colour)).selectable(true));
        return;
    };
    let edit = TextEdit::singleline(&mut renaming.text).font(fonts::code(12.0)).desired_width(140.0);
    let response = ui.add(edit).accessible_name(format!("Key of {}", at.path));
    if !renaming.has_focus {
        renaming.has_focus = true;
        response.request_focus();
    } else if response.lost_focus() {
        let is_given_up = ui.input(|input| input.key_pressed(Key::Escape));
        let text = std::mem::take(&mut renaming.text);
        cx.own.renaming = None;
        if !is_given_up && text != key {
            tree.change = Some(JsonEdit::Rename(at.pointer.to_owned(), text));
        }
    }
}

/// The field of a value by its type. A number keeps its spelling; what is no number yet stays a draft.
fn value_field(ui: &mut Ui, cx: &mut Cx<'_>, tree: &mut Tree<'_>, at: Place<'_>, value: &Json) {
    let name = if at.path.is_empty() { "Value".to_owned() } else { format!("Value of {}", at.path) };
    let width = (ui.available_width() - 8.0).max(80.0);
    let set = |tree: &mut Tree<'_>, value| tree.change = Some(JsonEdit::Set(at.pointer.to_owned(), value));
    match value {
        Json::Bool(flag) => {
            let mut flag = *flag;
            let word = if flag { "true" } else { "false" };
            if ui.checkbox(&mut flag, word).accessible_name(name).changed() {
                set(tree, Json::Bool(flag));
            }
        }
        Json::String(text) => {
            let mut text = text.clone();
            let edit = if text.contains('\n') {
                TextEdit::multiline(&mut text).desired_rows(2)
            } else {
                TextEdit::singleline(&mut text).hint_text("empty text")
            };
            let edit = edit.font(fonts::code(12.0)).text_color(cx.theme.syntax_text).desired_width(width);
            if ui.add(edit).accessible_name(name).changed() {
                set(tree, Json::String(text));
            }
        }
        Json::Number(number) => {
            let key = DraftKey::named(&format!("{}{}", tree.scope, at.pointer));
            let (mut text, is_wrong) = number_text(cx, key.as_ref(), number.as_text());
            let edit = TextEdit::singleline(&mut text)
                .font(fonts::code(12.0))
                .text_color(cx.theme.syntax_constant)
                .desired_width(160.0_f32.min(width));
            let response = ui.add(edit).accessible_name(name);
            if is_wrong {
                ui.label(RichText::new("Not a number yet").color(cx.theme.bad).size(11.5));
            }
            let typed = if response.changed() { number_typed(cx, key, text) } else { None };
            if let Some(new) = typed.filter(|new| new != value) {
                set(tree, new);
            }
        }
        other => {
            let text = RichText::new(short(other)).font(fonts::code(12.0)).color(cx.theme.muted);
            ui.add(Label::new(text).truncate());
        }
    }
}

fn menu(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    tree: &mut Tree<'_>,
    at: Place<'_>,
    (key, is_key): (&str, bool),
    value: &Json,
) {
    if icon_button(ui, icons::TRASH, &format!("Remove {}", at.path)).clicked() {
        tree.change = Some(JsonEdit::Remove(at.pointer.to_owned()));
    }
    let dots = Button::new(RichText::new(icons::DOTS_THREE)).frame_when_inactive(false);
    let (response, _) = MenuButton::from_button(dots).ui(ui, |ui| {
        ui.menu_button("Change type", |ui| {
            for kind in Kind::ALL {
                let is_on = kind == Kind::of(value);
                if ui.add(Button::selectable(is_on, kind.word())).clicked() && !is_on {
                    let value = converted(value, kind);
                    tree.change = Some(JsonEdit::Set(at.pointer.to_owned(), value));
                    ui.close();
                }
            }
        });
        if is_key && ui.button("Rename key").clicked() {
            let place = format!("{}{}", tree.scope, at.pointer);
            cx.own.renaming = Some(Renaming { place, text: key.to_owned(), has_focus: false });
        }
        if ui.button("Copy path").clicked() {
            ui.copy_text(at.path.to_owned());
        }
    });
    response.accessible_name(format!("More for {}", at.path)).on_hover_text("More");
}
