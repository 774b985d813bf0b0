//! A saved plan: what is sent, and what the tenant must still have for it to be sent.

use super::Kind;
use super::plan::{Item, Plan, Step};
use crate::json::{Json, Limits, Object, Style, parse, to_text};

const VERSION: i64 = 1;

/// A saved plan that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}; make the plan again with `reagent plan --out FILE`")]
pub struct PlanFileError(String);

/// The text of a plan: its writes alone. It holds no secret.
pub fn write_plan(plan: &Plan) -> String {
    let mut root = Object::new();
    root.set("version", Json::int(VERSION));
    root.set("tenant", Json::str(&plan.tenant));
    root.set("address", Json::str(&plan.address));
    let done = plan.items.iter().filter(|item| item.step.is_write() || item.step == Step::Record);
    root.set("items", Json::Array(done.map(item_json).collect()));
    to_text(&Json::Object(root), &Style::default())
}

fn item_json(item: &Item) -> Json {
    let mut object = Object::new();
    object.set("step", Json::str(item.step.word()));
    object.set("kind", Json::str(item.kind.word()));
    object.set("file", Json::str(&item.file));
    object.set("name", Json::str(&item.name));
    object.set("id", item.id.map_or(Json::Null, Json::int));
    for (key, value) in [("before", &item.before), ("body", &item.body), ("ours", &item.ours)] {
        object.set(key, value.clone().unwrap_or_default());
    }
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
    let items = json.get("items").and_then(Json::as_array).unwrap_or_default();
    let items: Option<Vec<Item>> = items.iter().map(read_item).collect();
    let items = items.ok_or_else(|| PlanFileError("one of its items is damaged".to_owned()))?;
    Ok(Plan {
        tenant: text_of("tenant"),
        address: text_of("address"),
        items,
        unknown: 0,
        left_out: Vec::new(),
    })
}

fn read_item(json: &Json) -> Option<Item> {
    let text = |key: &str| json.get(key).and_then(Json::as_str);
    let steps = [Step::Create, Step::Update, Step::Delete, Step::Record];
    let value = |key: &str| json.get(key).filter(|value| **value != Json::Null).cloned();
    let id = match json.get("id")? {
        Json::Number(id) => Some(id.as_i64()?),
        _ => None,
    };
    let item = Item {
        kind: Kind::ALL.into_iter().find(|kind| text("kind") == Some(kind.word()))?,
        file: text("file")?.to_owned(),
        name: text("name")?.to_owned(),
        step: steps.into_iter().find(|step| text("step") == Some(step.word()))?,
        id,
        changes: Vec::new(),
        body: value("body"),
        before: value("before"),
        ours: value("ours"),
        note: None,
    };
    // The file's kind decides where the object is sent.
    let is_whole = match item.step {
        Step::Create => item.body.is_some() && item.ours.is_some(),
        Step::Update => {
            item.id.is_some() && item.body.is_some() && item.before.is_some() && item.ours.is_some()
        }
        Step::Delete => item.id.is_some() && item.before.is_some(),
        _ => item.id.is_some() && item.ours.is_some(),
    };
    (is_whole && super::kind_of(&item.file) == Some(item.kind)).then_some(item)
}
