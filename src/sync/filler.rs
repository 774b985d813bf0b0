//! What a tenant adds to an object on its own and a file need not have: identifiers of its own, and keys that are null.

use super::align::has_server_uuid;
use crate::json::{Json, Object};

/// An object without the tenant's own identifiers of it and of its actions: no push sends them.
pub(super) fn without_bookkeeping(json: &Json) -> Json {
    each_level(json, Level::Top, &|object, _| {
        let mut kept = object.clone();
        if has_server_uuid(object) {
            kept.remove("uuid");
        }
        kept
    })
}

/// What a file gets: the tenant's identifiers and keys that are null are left out, unless the file has such keys itself.
pub(super) fn without_filler(json: &Json, ours: &Json) -> Json {
    each_level(json, Level::Top, &|object, level| {
        let has = |key: &str| objects(ours, level).iter().any(|own| own.get(key).is_some());
        let is_own_uuid = |key: &str| key == "uuid" && has_server_uuid(object);
        let is_filler = |key: &str, value: &Json| match value {
            // An argument without a value is not the same as one whose value is null to every reader.
            Json::Null => key != "value",
            _ => is_own_uuid(key),
        };
        let kept = object.iter().filter(|(key, value)| !is_filler(key, value) || has(key));
        kept.map(|(key, value)| (key.to_owned(), value.clone())).collect()
    })
}

/// Where an object is in another one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Top,
    Action,
    Argument,
}

impl Level {
    /// The key under which the objects of the next level are.
    fn below(self) -> Option<(&'static str, Self)> {
        match self {
            Self::Top => Some(("actions", Self::Action)),
            Self::Action => Some(("arguments", Self::Argument)),
            Self::Argument => None,
        }
    }
}

fn each_level(json: &Json, level: Level, change: &dyn Fn(&Object, Level) -> Object) -> Json {
    let Json::Object(object) = json else { return json.clone() };
    let mut changed = change(object, level);
    if let Some((key, below)) = level.below()
        && let Some(items) = changed.get(key).and_then(Json::as_array)
    {
        let items = items.iter().map(|item| each_level(item, below, change)).collect();
        changed.set(key, Json::Array(items));
    }
    Json::Object(changed)
}

/// All objects of a level.
fn objects(json: &Json, level: Level) -> Vec<&Json> {
    match level {
        Level::Top => vec![json],
        Level::Action => list(json, "actions").iter().collect(),
        Level::Argument => {
            list(json, "actions").iter().flat_map(|action| list(action, "arguments")).collect()
        }
    }
}

fn list<'j>(json: &'j Json, key: &str) -> &'j [Json] {
    json.get(key).and_then(Json::as_array).unwrap_or_default()
}
