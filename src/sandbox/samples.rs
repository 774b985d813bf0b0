//! The profiles, transactions and rewards that the practice server knows: those of its sample events.

use crate::json::Json;
use crate::model::{Context, Workspace};
use std::collections::BTreeMap;

/// What `/targets/preview` can be asked for. Source: its `resource` enum.
pub(super) const RESOURCES: [&str; 6] =
    ["profile", "transaction", "transaction_item", "order", "order_item", "reward"];

/// Every profile that a sample event is of or names, by id.
pub(super) fn profiles(workspace: &Workspace) -> BTreeMap<String, Json> {
    let mut found = BTreeMap::new();
    for context in &workspace.contexts {
        let own = is_of(context, "profile").then_some(&context.data);
        for profile in own.into_iter().chain(context.data.get("profile")) {
            if let Some(id) = id_of(profile, "id") {
                found.entry(id).or_insert_with(|| profile.clone());
            }
        }
    }
    for context in &workspace.contexts {
        if let Some(id) = id_of(&context.data, "profile_id") {
            let bare = || super::reply::object([("id", Json::str(&id))]);
            found.entry(id.clone()).or_insert_with(bare);
        }
    }
    found
}

/// The context of a resource, as an event of it would have it.
pub(super) fn resource(workspace: &Workspace, resource: &str, id: &str) -> Option<Json> {
    if resource == "profile" {
        return profiles(workspace).remove(id);
    }
    let is_wanted = |data: &&Json| id_of(data, "id").as_deref() == Some(id);
    let (whole, is_item) = resource.strip_suffix("_item").map_or((resource, false), |whole| (whole, true));
    let contexts = || workspace.contexts.iter().map(AsRef::as_ref);
    let items = || {
        let of_whole = contexts().filter(|context| is_of(context, whole));
        of_whole.flat_map(|context| context.data.get("items").and_then(Json::as_array).unwrap_or_default())
    };
    let events = if is_item { format!("{whole}-item") } else { whole.to_owned() };
    let mut roots = contexts().filter(|context| is_of(context, &events)).map(|context| &context.data);
    let root = roots.find(is_wanted).cloned();
    root.or_else(|| is_item.then(|| items().find(is_wanted).cloned()).flatten())
}

/// Whether a context is of an event such as `transaction.created`.
fn is_of(context: &Context, family: &str) -> bool {
    let event = context.event.as_deref().unwrap_or_default();
    event.strip_prefix(family).is_some_and(|rest| rest.starts_with('.'))
}

fn id_of(data: &Json, key: &str) -> Option<String> {
    match data.get(key)? {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.as_text().to_owned()),
        _ => None,
    }
}
