//! The action history: what each reaction and webhook did.
//!
//! Source: the shape is that of the vendor's types. Assumption: the words of `status`, `handler` and
//! `actionable_type`, which no source lists.

use super::delivery::{Delivery, Posted};
use super::kind::HISTORY;
use super::reply::object;
use super::store::Store;
use crate::engine::{StepReport, StepStatus};
use crate::io::IoError;
use crate::json::{Json, Object, Style, to_text};
use serde_json::{Value, json};

/// Most histories that are kept; the oldest go.
const MAX_ROWS: usize = 1_000;
/// A longer context is not repeated in every item.
const MAX_CONTEXT_BYTES: usize = 64 * 1024;

/// One action that ran.
pub(super) struct Item {
    pub(super) handler: String,
    pub(super) status: &'static str,
    pub(super) arguments: Json,
    pub(super) result: Json,
}

/// What a step of a run did; nothing for one that was not reached.
pub(super) fn item_of(step: &StepReport) -> Option<Item> {
    let effect = || step.effect.as_ref().map_or("", |effect| effect.sentence.as_str());
    let error = || step.error.as_ref().map_or("", |error| error.message.as_str());
    let (status, result) = match step.status {
        StepStatus::Passed => ("passed", json!({"holds": true})),
        StepStatus::Stopped => ("stopped", json!({"holds": false})),
        StepStatus::WouldRun if step.request.is_some() => ("pending", Value::Null),
        StepStatus::WouldRun => ("simulated", json!({"simulated": effect()})),
        StepStatus::Failed => ("failed", json!({"error": error()})),
        StepStatus::Muted | StepStatus::NotReached => return None,
    };
    let arguments = step.condition.as_ref().map_or_else(
        || {
            let values = step.arguments.iter();
            let values =
                values.filter_map(|argument| Some((argument.name.clone(), argument.value.as_ref()?.into())));
            Json::Object(values.collect::<Object>())
        },
        |condition| object([("condition", Json::from(&condition.rule))]),
    );
    Some(Item { handler: step.action.clone(), status, arguments, result: result.into() })
}

/// Writes the history of a reaction or a webhook, and gives its id.
pub(super) fn add(
    store: &mut Store,
    (actionable_type, actionable_id): (&'static str, i64),
    items: Vec<Item>,
    context: &Json,
    stamp: &str,
) -> Result<i64, IoError> {
    let id = store.next_id(&HISTORY);
    let is_short = to_text(context, &Style::compact()).len() <= MAX_CONTEXT_BYTES;
    let context = if is_short { context.clone() } else { Json::Null };
    let item = |(position, item): (usize, Item)| {
        object([
            ("id", Json::int(id * 1_000 + position as i64)),
            ("action_history_id", Json::int(id)),
            ("handler", Json::String(item.handler)),
            ("status", Json::str(item.status)),
            ("arguments", item.arguments),
            ("context", context.clone()),
            ("result", item.result),
            ("created_at", Json::str(stamp)),
            ("updated_at", Json::str(stamp)),
        ])
    };
    let row = object([
        ("id", Json::int(id)),
        ("actionable_type", Json::str(actionable_type)),
        ("actionable_id", Json::int(actionable_id)),
        ("parent_id", Json::Null),
        ("parent_history", Json::Null),
        ("children_history", Json::Array(Vec::new())),
        ("items", Json::Array(items.into_iter().enumerate().map(item).collect())),
        ("created_at", Json::str(stamp)),
        ("updated_at", Json::str(stamp)),
    ]);
    store.put(&HISTORY, id, row)?;
    store.keep_newest(&HISTORY, MAX_ROWS)?;
    Ok(id)
}

/// Writes what became of a payload.
pub(super) fn note_posted(
    store: &mut Store,
    delivery: &Delivery,
    posted: &Posted,
    stamp: &str,
) -> Result<(), IoError> {
    let Some((history, item)) = delivery.noted else { return Ok(()) };
    let Some(row) = store.row(&HISTORY, history).and_then(Json::as_object) else { return Ok(()) };
    let mut row = row.clone();
    let mut items = row.get("items").and_then(Json::as_array).unwrap_or_default().to_vec();
    if let Some(Json::Object(item)) = items.get_mut(item) {
        item.set("status", Json::str(posted.word()));
        item.set("result", posted.result(delivery));
        item.set("updated_at", Json::str(stamp));
    }
    row.set("items", Json::Array(items));
    row.set("updated_at", Json::str(stamp));
    store.put(&HISTORY, history, Json::Object(row))
}
