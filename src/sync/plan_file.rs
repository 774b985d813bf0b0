//! A saved plan: what is sent, and what the tenant must still have for it to be sent.

use super::object::LocalObject;
use super::plan::{Item, Plan, Step};
use super::same::same;
use super::{Entry, Kind, State};
use crate::json::{Json, Limits, Object, Style, parse, to_text};

const VERSION: i64 = 2;

/// The steps that a saved plan may have: what is done, and what is still to be decided.
const SAVED: [Step; 7] =
    [Step::Create, Step::Update, Step::Delete, Step::Record, Step::Conflict, Step::Gone, Step::Blocked];

/// A saved plan that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}; make the plan again with `reagent plan --out FILE`")]
pub struct PlanFileError(String);

/// The text of a plan: its writes, and what was still to be decided. It holds no secret.
pub fn write_plan(plan: &Plan) -> String {
    let mut root = Object::new();
    root.set("version", Json::int(VERSION));
    root.set("tenant", Json::str(&plan.tenant));
    root.set("address", Json::str(&plan.address));
    let done = plan.items.iter().filter(|item| item.step.is_write() || item.step == Step::Record);
    root.set("items", Json::Array(done.map(item_json).collect()));
    let undecided = plan.items.iter().filter(|item| item.step.needs_attention());
    root.set("undecided", Json::Array(undecided.map(undecided_json).collect()));
    to_text(&Json::Object(root), &Style::default())
}

fn head(item: &Item) -> Object {
    let mut object = Object::new();
    object.set("step", Json::str(item.step.word()));
    object.set("kind", Json::str(item.kind.word()));
    object.set("file", Json::str(&item.file));
    object.set("name", Json::str(&item.name));
    object.set("id", item.id.map_or(Json::Null, Json::int));
    object
}

fn item_json(item: &Item) -> Json {
    let mut object = head(item);
    let values = [("base", &item.base), ("before", &item.before), ("body", &item.body), ("ours", &item.ours)];
    for (key, value) in values {
        object.set(key, value.clone().unwrap_or_default());
    }
    Json::Object(object)
}

fn undecided_json(item: &Item) -> Json {
    let mut object = head(item);
    object.set("note", item.note.as_deref().map_or(Json::Null, Json::str));
    Json::Object(object)
}

/// Reads a saved plan.
pub fn read_plan(text: &str) -> Result<Plan, PlanFileError> {
    let json = parse(text, Limits::default()).map_err(|error| PlanFileError(error.to_string()))?;
    let is_known =
        matches!(json.get("version"), Some(Json::Number(number)) if number.as_i64() == Some(VERSION));
    if !is_known {
        return Err(PlanFileError("it is no plan of this version of Reagent".to_owned()));
    }
    let text_of = |key: &str| json.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
    let list = |key: &str| json.get(key).and_then(Json::as_array).unwrap_or_default();
    let writes = list("items").iter().map(|json| read_item(json).filter(is_whole));
    let undecided = list("undecided").iter().map(|json| read_item(json).filter(is_undecided));
    let items: Option<Vec<Item>> = writes.chain(undecided).collect();
    let items = items.ok_or_else(|| PlanFileError("one of its items is damaged".to_owned()))?;
    Ok(Plan {
        tenant: text_of("tenant"),
        address: text_of("address"),
        items,
        known: Vec::new(),
        unknown: 0,
        left_out: Vec::new(),
    })
}

fn read_item(json: &Json) -> Option<Item> {
    let text = |key: &str| json.get(key).and_then(Json::as_str);
    let value = |key: &str| json.get(key).filter(|value| **value != Json::Null).cloned();
    let id = match json.get("id")? {
        Json::Number(id) => Some(id.as_i64()?),
        _ => None,
    };
    Some(Item {
        kind: Kind::ALL.into_iter().find(|kind| text("kind") == Some(kind.word()))?,
        file: text("file")?.to_owned(),
        name: text("name")?.to_owned(),
        step: SAVED.into_iter().find(|step| text("step") == Some(step.word()))?,
        id,
        changes: Vec::new(),
        base: value("base"),
        body: value("body"),
        before: value("before"),
        ours: value("ours"),
        note: text("note").map(str::to_owned),
    })
}

/// True if an item says all that is needed to do it. The file's kind decides where the object is sent.
fn is_whole(item: &Item) -> bool {
    let has_all = match item.step {
        Step::Create => item.body.is_some() && item.ours.is_some(),
        Step::Update => {
            item.id.is_some() && item.body.is_some() && item.before.is_some() && item.ours.is_some()
        }
        Step::Delete => item.id.is_some() && item.before.is_some(),
        Step::Record => item.id.is_some() && item.ours.is_some(),
        _ => false,
    };
    has_all && super::kind_of(&item.file) == Some(item.kind)
}

fn is_undecided(item: &Item) -> bool {
    item.step.needs_attention()
}

/// What is known of the object of an item, under its file or under the one that it was renamed from.
pub(super) fn entry_of<'s>(item: &Item, state: &'s State) -> Option<&'s Entry> {
    let former = || state.file_of(item.kind, item.id?);
    state.entries.get(&item.file).or_else(|| state.entries.get(former()?))
}

/// Why a saved plan is not one of this workspace as it is: a file, or what is known of it, is not what the plan was made
/// from. What an attempt to apply this very plan wrote down is no reason, and neither are files that it does not name.
pub fn misfits(plan: &Plan, local: &[LocalObject], state: &State) -> Vec<String> {
    let done = plan.items.iter().filter(|item| item.step.is_write() || item.step == Step::Record);
    done.filter_map(|item| misfit(item, local, state)).collect()
}

fn misfit(item: &Item, local: &[LocalObject], state: &State) -> Option<String> {
    let file = &item.file;
    let object = local.iter().find(|object| object.file == *file);
    let is_same = |left: Option<&Json>, right: &Json| left.is_some_and(|left| same(left, right));
    match (item.step, object) {
        (Step::Delete, Some(_)) => return Some(format!("{file} is to be deleted there and is here again")),
        (Step::Delete, None) => {}
        (_, None) => return Some(format!("this workspace has no {file}")),
        (_, Some(object)) if is_same(item.ours.as_ref(), &object.json) => {}
        _ => return Some(format!("{file} is not what the plan was made from")),
    }
    let fits = match entry_of(item, state) {
        None => item.base.is_none() || item.step == Step::Delete,
        Some(entry) => {
            let is_wish = entry.id.is_none() && is_same(item.body.as_ref(), &entry.base);
            is_wish || is_same(item.base.as_ref(), &entry.base) || is_same(item.ours.as_ref(), &entry.base)
        }
    };
    (!fits).then(|| format!("what is known of {file} on the tenant is not what the plan was made from"))
}
