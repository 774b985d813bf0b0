//! Walking a sample's JSON.

use crate::json::{Json, pointer_push};

/// Deepest level that is looked at; the fields of real events are no deeper than a few.
pub(super) const MAX_DEPTH: usize = 64;

/// Gives every value below the root with its JSON Pointer, outer values first.
pub(super) fn visit<'j>(
    json: &'j Json,
    pointer: &mut String,
    depth: usize,
    found: &mut impl FnMut(&str, &'j Json),
) {
    if depth > MAX_DEPTH {
        return;
    }
    let mut child = |key: &str, value: &'j Json| {
        let len = pointer.len();
        pointer_push(pointer, key);
        found(pointer, value);
        visit(value, pointer, depth + 1, found);
        pointer.truncate(len);
    };
    match json {
        Json::Object(object) => object.iter().for_each(|(key, value)| child(key, value)),
        Json::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| child(&index.to_string(), item));
        }
        _ => {}
    }
}

/// The JSON with the value at some keys replaced, or taken away.
pub(super) fn replaced(json: &Json, segments: &[String], value: Option<&Json>) -> Json {
    let Some((first, rest)) = segments.split_first() else { return value.cloned().unwrap_or_default() };
    let is_gone = rest.is_empty() && value.is_none();
    match json {
        Json::Object(object) => Json::Object(
            object
                .iter()
                .filter(|(key, _)| !(is_gone && *key == first.as_str()))
                .map(|(key, old)| {
                    let new = if key == first { replaced(old, rest, value) } else { old.clone() };
                    (key.to_owned(), new)
                })
                .collect(),
        ),
        Json::Array(items) => {
            let index = first.parse::<usize>().ok();
            let items = items.iter().enumerate().filter(|(at, _)| !(is_gone && Some(*at) == index));
            let items = items.map(
                |(at, old)| {
                    if Some(at) == index { replaced(old, rest, value) } else { old.clone() }
                },
            );
            Json::Array(items.collect())
        }
        other => other.clone(),
    }
}
