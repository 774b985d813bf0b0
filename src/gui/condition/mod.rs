//! The condition editor: a rule as groups and rows in words, with what each part is on the shown context.
//!
//! Draws [`Condition`] and pushes one [`Edit`] per change; the rule's JSON stays the truth, and what the form cannot
//! show is kept as it is. [`known`] is what is derived of a rule, [`live`] what it gives on the event. Main entries:
//! [`condition_editor`], [`is_condition`].

mod blocks;
mod drag;
mod functions;
mod groups;
mod known;
mod live;
mod marked;
mod notes;
mod picker;
mod rows;
mod seen;
mod text;
mod values;

pub(crate) use known::ConditionState;
pub(crate) use picker::event_field_picker;

use super::cx::Cx;
use super::icons;
use super::widgets::card::quiet;
use super::widgets::controls::primary_button;
use crate::app::Command;
use crate::app::condition::{BlockKind, Join, add};
use crate::app::condition::{Condition, KnownField, Part, choose_field, new_block, wrap};
use crate::document::{ArgumentEdit, DraftKey, Edit};
use crate::engine::{ConditionReport, PartState};
use crate::json::Json;
use crate::model::{Action, ActionId, Argument};
use crate::php::Value;
use eframe::egui::{Align, Button, Label, Layout, RichText, Ui};
use known::{Known, View};
use live::Item;
use std::sync::Arc;

/// Room between a row's end and the end of what is seen.
const EDGE: f32 = 24.0;
const LEAST_WIDTH: f32 = 260.0;
/// Narrower than this, tree and text stand below one another.
const SPLIT_WIDTH: f32 = 700.0;

/// What the editor of one rule draws from, and what it found changed.
struct Form<'a> {
    /// The name of the rule among folds and searches
    key: String,
    /// The rule's text, if it is half typed
    draft: DraftKey,
    json: &'a Json,
    known: Arc<Known>,
    scope: Scope,
    /// The part that was asked for from elsewhere
    marked: Option<String>,
    /// The filter, where a context can be made for a part
    filter: Option<ActionId>,
    /// The action and the argument that the rule is
    owner: Option<(ActionId, String)>,
    change: Option<Change>,
}

/// What fields mean where a part stands: the event's, or those of a list's items.
#[derive(Clone)]
struct Scope {
    fields: Arc<Vec<KnownField>>,
    /// The path of the items
    path: Option<String>,
    /// The item that is looked at; `None` outside of lists
    item: Item,
}

/// A new rule.
struct Change {
    json: Json,
    /// Typing goes on with the last edit; anything else is undone on its own
    is_typing: bool,
}

impl Form<'_> {
    fn set(&mut self, json: Option<Json>) {
        self.set_as(json, false);
    }

    fn set_as(&mut self, json: Option<Json>, is_typing: bool) {
        if let Some(json) = json {
            self.change = Some(Change { json, is_typing });
        }
    }

    fn field(&self, path: &str) -> Option<&KnownField> {
        self.scope.fields.iter().find(|field| field.path == path)
    }

    /// What became of a part on the shown event; `None` without one.
    fn state(&self, pointer: &str) -> Option<PartState> {
        let live = self.known.live.as_ref().filter(|live| !live.is_cut)?;
        self.known.id(pointer).map(|id| live.state(id, self.scope.item))
    }

    /// What the node at a pointer is on the shown event.
    fn value(&self, pointer: &str) -> Option<&Value> {
        self.known.live.as_ref()?.value(self.known.id(pointer)?, self.scope.item)
    }
}

/// Whether a pointer is a place or below it.
fn is_within(pointer: &str, place: &str) -> bool {
    pointer.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a rule asks something, rather than computing a value.
pub(crate) fn is_condition(rule: &Json) -> bool {
    match Condition::read(rule).part {
        Part::Group(_) | Part::Block(_) => true,
        Part::Row(_) => rule.get("var").is_none(),
        Part::Empty | Part::Raw => false,
    }
}

/// Shows a rule to edit.
pub(crate) fn condition_editor(
    ui: &mut Ui,
    cx: &mut Cx<'_>,
    action: &Action,
    argument: &Argument,
    report: Option<&ConditionReport>,
) {
    let key = format!("argument/{}/{}", action.id.0, argument.name);
    let known = cx.own.condition.known(cx.state, &key, &argument.value, report);
    let scope = Scope { fields: cx.own.condition.fields(cx.state), path: None, item: Item::Outside };
    let marked = marked::of(cx, action.id, &known.tree).filter(|_| argument.name == "condition");
    let is_filter = action.is_filter() && argument.name == "condition" && cx.state.shown_run().is_some();
    let filter = is_filter.then_some(action.id);
    let owner = Some((action.id, argument.name.clone()));
    let draft = DraftKey::argument(action.id, &argument.name);
    let json = &argument.value;
    let mut form = Form { key, draft, json, known, scope, marked, filter, owner, change: None };
    marked::reveal(cx, &form);
    ui.scope(|ui| {
        // Whatever else is in the card, the ends of rows stay where they can be seen.
        let seen = ui.clip_rect().right() - ui.cursor().left() - EDGE;
        ui.set_max_width(seen.min(ui.available_width()).max(LEAST_WIDTH));
        body(ui, cx, &mut form);
    });
    let Some(change) = form.change else { return };
    let edit = Edit::Argument(action.id, argument.name.clone(), ArgumentEdit::Value(change.json));
    if change.is_typing {
        cx.push(edit);
    } else {
        cx.push(Command::EndBurst);
        cx.push(edit);
        cx.push(Command::EndBurst);
    }
}

fn body(ui: &mut Ui, cx: &mut Cx<'_>, form: &mut Form<'_>) {
    let view = cx.own.condition.views.get(&form.key).copied().unwrap_or_default();
    head(ui, cx, form, view);
    match view {
        View::Json => text::text(ui, cx, form),
        View::Both if ui.available_width() >= SPLIT_WIDTH => {
            const GAP: f32 = 12.0;
            let width = ui.available_width();
            let tree_width = (width * 0.62).floor();
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                ui.vertical(|ui| {
                    ui.set_width(tree_width);
                    tree(ui, cx, form);
                });
                ui.vertical(|ui| {
                    ui.set_width(width - tree_width - GAP);
                    text::text(ui, cx, form);
                });
            });
        }
        View::Both => {
            tree(ui, cx, form);
            text::text(ui, cx, form);
        }
        View::Tree => {
            text::unfinished(ui, cx, form);
            tree(ui, cx, form);
        }
    }
    notes::rest(ui, cx, form, view == View::Json);
    notes::whole(ui, cx, form);
}

/// The rule as a sentence, and how it is shown.
fn head(ui: &mut Ui, cx: &mut Cx<'_>, form: &Form<'_>, view: View) {
    ui.horizontal_top(|ui| {
        const SWITCH: f32 = 152.0;
        let width = (ui.available_width() - SWITCH).max(80.0);
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.add_space(3.0);
            if form.known.tree.part != Part::Empty {
                let sentence = format!("Only if {}", form.known.sentence);
                // A rule of hundreds of parts is no sentence to read.
                let label = Label::new(RichText::new(&sentence));
                let is_long = sentence.len() > 600;
                ui.add(if is_long { label.truncate() } else { label.wrap() });
            }
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            for (text, name, own) in [
                ("JSON", "Show as JSON", View::Json),
                ("Both", "Show tree and JSON", View::Both),
                ("Tree", "Show as a tree", View::Tree),
            ] {
                let button = ui.add(Button::selectable(own == view, text)).accessible_name(name);
                if button.clicked() {
                    cx.own.condition.views.insert(form.key.clone(), own);
                }
            }
        });
    });
    ui.add_space(2.0);
}

fn tree(ui: &mut Ui, cx: &mut Cx<'_>, form: &mut Form<'_>) {
    let known = Arc::clone(&form.known);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let width = ui.available_width().round() as u32;
        let heights = &mut cx.own.condition.heights;
        if heights.of.0 != form.key || heights.of.1 != width {
            *heights = known::Heights { of: (form.key.clone(), width), ..known::Heights::default() };
        }
        if known.tree.part == Part::Empty {
            empty(ui, cx, form);
        } else {
            whole(ui, cx, form, &known.tree, 0);
        }
    });
}

/// A whole rule, or all that is asked of a list's items.
fn whole(ui: &mut Ui, cx: &mut Cx<'_>, form: &mut Form<'_>, condition: &Condition, depth: usize) {
    let at = condition.pointer.as_str();
    match &condition.part {
        Part::Group(group) => groups::group(ui, cx, form, (condition, group), depth),
        Part::Empty => {
            ui.horizontal(|ui| {
                ui.label(RichText::new("Nothing is asked yet").color(cx.theme.muted));
                if ui.button(format!("{} Condition", icons::PLUS)).clicked() {
                    form.set(add(form.json, at, new_row()));
                }
            });
        }
        Part::Row(_) | Part::Block(_) | Part::Raw => {
            rows::part(ui, cx, form, condition, depth);
            ui.horizontal(|ui| {
                let number = form.known.number(at);
                let all = ui.button(format!("{} And …", icons::PLUS));
                let all = all.on_hover_text("Another condition that has to hold too");
                if all.accessible_name(format!("And, after condition {number}")).clicked() {
                    form.set(add(form.json, at, new_row()));
                }
                let any = ui.button(format!("{} Or …", icons::PLUS));
                let any = any.on_hover_text("Another condition that is enough");
                if any.accessible_name(format!("Or, after condition {number}")).clicked() {
                    let wrapped = wrap(form.json, at, Join::Any);
                    form.set(wrapped.and_then(|rule| add(&rule, at, new_row())));
                }
            });
        }
    }
}

/// A row that asks nothing yet: its field is to be chosen.
fn new_row() -> Json {
    Json::from(serde_json::json!({"==": [{"var": ""}, ""]}))
}

fn new_group() -> Json {
    Json::from(serde_json::json!({"or": [{"==": [{"var": ""}, ""]}]}))
}

/// A question about the items of the first list that is known.
fn block_for(fields: &[KnownField]) -> Json {
    let list = fields.iter().find(|field| field.kind == crate::catalog::FieldType::List);
    new_block(BlockKind::Some, list.map_or("", |field| field.path.as_str()))
}

fn empty(ui: &mut Ui, cx: &mut Cx<'_>, form: &mut Form<'_>) {
    const SUGGESTED: usize = 4;
    ui.label("No condition yet");
    quiet(
        ui,
        cx.theme,
        "Say what has to be true of the event for the chain to go on. Until then, nothing passes.",
    );
    let fields = Arc::clone(&form.scope.fields);
    let is_telling = |field: &&KnownField| {
        let name = field.path.rsplit('.').next().unwrap_or_default();
        let is_id = name == "id" || name.ends_with("_id");
        field.seen > 0 && !is_id && !field.values.is_empty()
    };
    ui.horizontal_wrapped(|ui| {
        if primary_button(ui, cx.theme, &format!("{} Add a condition", icons::PLUS)).clicked() {
            form.set(add(form.json, "", new_row()));
        }
        for field in fields.iter().filter(is_telling).take(SUGGESTED) {
            let button = ui.button(format!("{} …", field.path));
            if button.on_hover_text(format!("Begin with a question about {}", field.path)).clicked() {
                let row = choose_field(&new_row(), "", &field.path, Some(field));
                form.set(row);
            }
        }
    });
}
