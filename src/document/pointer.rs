//! Changing one place of a JSON value, named by a JSON Pointer (RFC 6901).

use crate::json::{Json, Object};

fn segments(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|segment| segment.replace("~1", "/").replace("~0", "~")).collect()
}

/// The value with another value at a place. The last part of the pointer may be a new key, or `-` or the length of a
/// list, which append. `None` if there is no such place.
pub(super) fn set_at(json: &Json, pointer: &str, value: &Json) -> Option<Json> {
    replace(json, &segments(pointer), Some(value))?
}

/// The value without what is at a place. `None` if there is nothing there, or if it is the whole value.
pub(super) fn remove_at(json: &Json, pointer: &str) -> Option<Json> {
    json.pointer(pointer)?;
    replace(json, &segments(pointer), None)?
}

/// `Some(None)`: the value itself is removed. `None`: no such place. Only what lies beside the path is cloned.
#[expect(clippy::option_option, reason = "no such place and nothing left are two answers")]
fn replace(json: &Json, path: &[String], value: Option<&Json>) -> Option<Option<Json>> {
    let Some((segment, rest)) = path.split_first() else { return Some(value.cloned()) };
    match json {
        Json::Object(object) => replace_entry(object, segment, rest, value).map(Some),
        Json::Array(items) => replace_item(items, segment, rest, value).map(Some),
        _ => None,
    }
}

fn replace_entry(object: &Object, key: &str, rest: &[String], value: Option<&Json>) -> Option<Json> {
    let last = object.iter().enumerate().filter(|(_, (other, _))| *other == key).map(|(at, _)| at).last();
    let mut changed = Object::new();
    for (at, (other, child)) in object.iter().enumerate() {
        if Some(at) != last {
            changed.push(other.to_owned(), child.clone());
        } else if let Some(child) = replace(child, rest, value)? {
            changed.push(other.to_owned(), child);
        }
    }
    if last.is_none() {
        changed.push(key.to_owned(), value.filter(|_| rest.is_empty())?.clone());
    }
    Some(Json::Object(changed))
}

fn replace_item(items: &[Json], segment: &str, rest: &[String], value: Option<&Json>) -> Option<Json> {
    let at = if segment == "-" { items.len() } else { segment.parse::<usize>().ok()? };
    let mut changed = Vec::with_capacity(items.len() + 1);
    for (position, child) in items.iter().enumerate() {
        if position == at {
            changed.extend(replace(child, rest, value)?);
        } else {
            changed.push(child.clone());
        }
    }
    if at == items.len() {
        changed.push(value.filter(|_| rest.is_empty())?.clone());
    } else if at > items.len() {
        return None;
    }
    Some(Json::Array(changed))
}
