//! The condition editor: a rule as groups and rows in words, with what each part is on the shown sample event.
//!
//! Draws [`Condition`] and pushes one [`Edit`] per change; the rule's JSON stays the truth, and what the form cannot
//! show is kept as it is. Main entries: [`condition_editor`], [`is_condition`].

mod groups;
mod notes;
mod picker;
mod rows;
mod values;

use super::cx::Cx;
use super::icons;
use super::widgets::card::quiet;
use super::widgets::controls::primary_button;
use super::widgets::json_draft::json_field;
use crate::app::Command;
use crate::app::condition::{Condition, KnownField, Part, choose_field, known_fields, wrap};
use crate::app::condition::{Join, add};
use crate::diag::Diagnostic;
use crate::document::{ArgumentEdit, Edit};
use crate::engine::{ConditionReport, PartReport, PartState};
use crate::json::{Json, Limits, parse};
use crate::logic::{self, Rule};
use crate::model::{Action, Argument};
use eframe::egui::{Align, Button, Id, Label, Layout, RichText, Ui};
use std::sync::Arc;

/// Room between a row's end and the end of what is seen.
const EDGE: f32 = 24.0;
const LEAST_WIDTH: f32 = 260.0;

/// What the editor of one rule draws from, and what it found changed.
struct Form<'a> {
    /// The name of the rule among drafts, folds and searches
    key: String,
    json: &'a Json,
    rule: Rule,
    tree: Condition,
    fields: Arc<Vec<KnownField>>,
    /// The parts of the newest run, if it ran this very rule
    parts: &'a [PartReport],
    findings: Vec<Diagnostic>,
    /// Rows and groups are counted in reading order, for their names
    count: usize,
    change: Option<Change>,
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

    fn known(&self, path: &str) -> Option<&KnownField> {
        self.fields.iter().find(|field| field.path == path)
    }

    fn part(&self, pointer: &str) -> Option<&PartReport> {
        self.parts.iter().find(|part| part.pointer == pointer)
    }

    /// What became of a part. The report does not go into a group of one part, which is what the part is.
    fn state(&self, pointer: &str) -> Option<PartState> {
        let whole = || pointer.rsplit_once('/')?.0.rsplit_once('/').map(|(whole, _)| whole);
        self.part(pointer).or_else(|| self.part(whole()?)).map(|part| part.state)
    }

    /// What the field of a row is on the shown sample.
    fn observed(&self, pointer: &str) -> Option<&serde_json::Value> {
        let is_within = |part: &&PartReport| is_within(&part.pointer, pointer);
        self.parts.iter().filter(is_within).find_map(|part| part.observed.as_ref())
    }
}

/// Whether a pointer is a place or below it.
fn is_within(pointer: &str, place: &str) -> bool {
    pointer.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a rule asks something, rather than computing a value.
pub(crate) fn is_condition(rule: &Json) -> bool {
    match Condition::read(rule).part {
        Part::Group(_) => true,
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
    let mut form = form(ui, cx, key, &argument.value, report);
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
        // Parts may have another place now, so half-typed text would come back in the wrong one.
        let places = format!("{}/", form.key);
        cx.own.drafts.retain(|name, _| !name.starts_with(&places));
        cx.push(Command::EndBurst);
        cx.push(edit);
        cx.push(Command::EndBurst);
    }
}

fn body(ui: &mut Ui, cx: &mut Cx<'_>, form: &mut Form<'_>) {
    let fold = format!("{}/as-json", form.key);
    let is_json = cx.own.is_folded(&fold);
    head(ui, cx, form, &fold, is_json);
    if is_json {
        if let Some(json) = json_field(ui, cx, &form.key, form.json, 6) {
            form.set_as(Some(json), true);
        }
    } else {
        unfinished_json(ui, cx, form, &fold);
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            tree(ui, cx, form);
        });
    }
    notes::rest(ui, cx, form, is_json);
}

fn form<'a>(
    ui: &Ui,
    cx: &Cx<'_>,
    key: String,
    json: &'a Json,
    report: Option<&'a ConditionReport>,
) -> Form<'a> {
    let rule = logic::parse(json);
    let trigger = cx.state.shown_trigger();
    let sample = trigger.and_then(|trigger| cx.state.context_of(trigger)).map(|context| &context.data);
    let mut findings = rule.findings().to_vec();
    for finding in logic::lint(&rule, sample.as_slice()) {
        if !findings.iter().any(|other| other.message == finding.message) {
            findings.push(finding);
        }
    }
    let is_of_this = |report: &&ConditionReport| report.rule == json.to_value();
    let parts = report.filter(is_of_this).map(|report| report.parts.as_slice()).unwrap_or_default();
    let tree = Condition::read(json);
    Form { key, json, rule, tree, fields: fields(ui, cx), parts, findings, count: 0, change: None }
}

/// The fields of the shown trigger's event, gathered once per revision.
fn fields(ui: &Ui, cx: &Cx<'_>) -> Arc<Vec<KnownField>> {
    type Kept = (u64, u64, String, Arc<Vec<KnownField>>);
    let stamp = cx.state.stamp();
    let trigger = cx.state.shown_trigger().and_then(|id| cx.workspace().trigger(id));
    let event = trigger.map_or("", |trigger| trigger.event.as_str());
    let id = Id::unique("known-fields");
    let kept: Option<Kept> = ui.data(|data| data.get_temp(id));
    if let Some((revision, opened, of, fields)) = kept
        && (revision, opened, of.as_str()) == (stamp.revision, stamp.opened, event)
    {
        return fields;
    }
    let fields = Arc::new(known_fields(cx.workspace(), event));
    let kept: Kept = (stamp.revision, stamp.opened, event.to_owned(), Arc::clone(&fields));
    ui.data_mut(|data| data.insert_temp(id, kept));
    fields
}

/// The rule as a sentence, and how it is shown.
fn head(ui: &mut Ui, cx: &mut Cx<'_>, form: &Form<'_>, fold: &str, is_json: bool) {
    ui.horizontal_top(|ui| {
        const SWITCH: f32 = 108.0;
        let width = (ui.available_width() - SWITCH).max(80.0);
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.add_space(3.0);
            if form.tree.part != Part::Empty {
                let sentence = format!("Only if {}", logic::describe_condition(&form.rule));
                ui.add(Label::new(RichText::new(sentence)).wrap());
            }
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            for (text, name, is_on) in
                [("JSON", "Show as JSON", is_json), ("Tree", "Show as a tree", !is_json)]
            {
                let button = ui.add(Button::selectable(is_on, text)).accessible_name(name);
                if button.clicked() && !is_on {
                    cx.own.toggle_fold(fold);
                }
            }
        });
    });
    ui.add_space(2.0);
}

/// Text of the JSON field that is not JSON yet: it waits there while the tree is shown.
fn unfinished_json(ui: &mut Ui, cx: &mut Cx<'_>, form: &Form<'_>, fold: &str) {
    let Some(draft) = cx.own.drafts.get(&form.key) else { return };
    let Err(error) = parse(draft, Limits::default()) else {
        cx.own.drafts.remove(&form.key);
        return;
    };
    ui.horizontal_wrapped(|ui| {
        let text = format!("{} The JSON has text that is not finished: {error}", icons::WARNING);
        ui.label(RichText::new(text).color(cx.theme.warn).size(11.5));
        if ui.small_button("Finish it").clicked() {
            cx.own.toggle_fold(fold);
        }
        if ui.small_button("Drop it").clicked() {
            cx.own.drafts.remove(&form.key);
        }
    });
}

fn tree(ui: &mut Ui, cx: &mut Cx<'_>, form: &mut Form<'_>) {
    let tree = form.tree.clone();
    match &tree.part {
        Part::Empty => empty(ui, cx, form),
        Part::Group(group) => groups::group(ui, cx, form, (&tree, group), 0),
        Part::Row(_) | Part::Raw => {
            rows::part(ui, cx, form, &tree, 0);
            ui.horizontal(|ui| {
                let add_all = format!("{} And …", icons::PLUS);
                if ui.button(add_all).on_hover_text("Another condition that has to hold too").clicked() {
                    form.set(add(form.json, "", new_row()));
                }
                let add_any = format!("{} Or …", icons::PLUS);
                if ui.button(add_any).on_hover_text("Another condition that is enough").clicked() {
                    let wrapped = wrap(form.json, "", Join::Any);
                    form.set(wrapped.and_then(|rule| add(&rule, "", new_row())));
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

fn empty(ui: &mut Ui, cx: &mut Cx<'_>, form: &mut Form<'_>) {
    const SUGGESTED: usize = 4;
    ui.label("No condition yet");
    quiet(
        ui,
        cx.theme,
        "Say what has to be true of the event for the chain to go on. Until then, nothing passes.",
    );
    let fields = Arc::clone(&form.fields);
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
