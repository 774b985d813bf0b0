//! What is known of the items of a list: the fields that a condition about them may ask for.

use super::fields::{KnownField, fields_of};
use crate::catalog::catalog;
use crate::contexts::infer;
use crate::json::Json;
use crate::model::Workspace;

/// Most items that are looked at; a list of a big order has hundreds.
const MAX_ITEMS: usize = 2_000;

/// The fields of the items at a path such as `items.*`, as the samples of an event have them; then those that only the
/// catalogue knows. Items that are no objects have one field without a name: the item itself.
pub fn item_fields(workspace: &Workspace, event: &str, path: &str) -> Vec<KnownField> {
    let mut items: Vec<&Json> = Vec::new();
    for context in workspace.contexts_of(event) {
        gather(&context.data, path.split('.'), &mut items);
    }
    let blank = |path: &str| KnownField::new(path, items.len());
    let (objects, plain): (Vec<&Json>, Vec<&Json>) =
        items.iter().partition(|item| matches!(item, Json::Object(_)));
    let mut fields = fields_of(&infer(objects));
    if !plain.is_empty() {
        let mut item = blank("");
        plain.into_iter().filter(|value| **value != Json::Null).for_each(|value| item.note(value));
        fields.insert(String::new(), item);
    }
    let prefix = format!("{path}.");
    for listed in catalog().context_for_event(event).into_iter().flat_map(|family| &family.fields) {
        let Some(own) = listed.path.strip_prefix(&prefix) else { continue };
        if !own.split('.').any(|segment| segment == "*") {
            fields.entry(own.to_owned()).or_insert_with(|| blank(own)).refine(listed);
        }
    }
    let of_item = |field| KnownField { is_of_item: true, samples: items.len(), ..field };
    fields.into_values().map(of_item).collect()
}

fn gather<'j>(json: &'j Json, mut path: std::str::Split<'_, char>, found: &mut Vec<&'j Json>) {
    if found.len() >= MAX_ITEMS {
        return;
    }
    match (path.next(), json) {
        (None, json) => found.push(json),
        (Some("*"), Json::Array(items)) => items.iter().for_each(|item| gather(item, path.clone(), found)),
        (Some(key), Json::Object(object)) => {
            object.get(key).into_iter().for_each(|json| gather(json, path.clone(), found));
        }
        _ => {}
    }
}
