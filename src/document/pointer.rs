//! Changing one place of a JSON value, named by a JSON Pointer (RFC 6901).

use super::edit::EditError;
use crate::json::{Json, Object};

/// A change of one place of a JSON value, named by a JSON Pointer (RFC 6901).
#[derive(Clone, Debug, PartialEq)]
pub enum JsonEdit {
    /// Sets the value of a place; the last part of the pointer may be a new key, or `-` to append to a list
    Set(String, Json),
    /// Removes a place
    Remove(String),
    /// Gives the value of a place another key; it stays where it is among its neighbours
    Rename(String, String),
}

impl JsonEdit {
    /// The same change of a value that is part of another one, at this pointer.
    pub fn below(edit: Self, parent: &str) -> Self {
        match edit {
            Self::Set(pointer, value) => Self::Set(format!("{parent}{pointer}"), value),
            Self::Remove(pointer) => Self::Remove(format!("{parent}{pointer}")),
            Self::Rename(pointer, key) => Self::Rename(format!("{parent}{pointer}"), key),
        }
    }

    /// The value with the change made.
    pub(super) fn apply(self, json: &Json) -> Result<Json, EditError> {
        let (changed, pointer) = match self {
            Self::Set(pointer, value) => (set_at(json, &pointer, &value), pointer),
            Self::Remove(pointer) => (remove_at(json, &pointer), pointer),
            Self::Rename(pointer, key) => return rename_at(json, pointer, key),
        };
        changed.ok_or(EditError::NoSuchPlace { pointer })
    }

    /// What it does, in words.
    pub(super) fn words(&self) -> &'static str {
        match self {
            Self::Set(..) => "Change value",
            Self::Remove(_) => "Delete value",
            Self::Rename(..) => "Rename key",
        }
    }

    /// True if it removes or renames something.
    pub(super) fn is_structural(&self) -> bool {
        !matches!(self, Self::Set(..))
    }
}

fn rename_at(json: &Json, pointer: String, key: String) -> Result<Json, EditError> {
    let (Some((parent, _)), Some(old)) = (pointer.rsplit_once('/'), segments(&pointer).pop()) else {
        return Err(EditError::NoSuchPlace { pointer });
    };
    let object = json.pointer(parent).and_then(Json::as_object);
    let Some(object) = object.filter(|object| object.get(&old).is_some()) else {
        return Err(EditError::NoSuchPlace { pointer });
    };
    if key == old {
        return Ok(json.clone());
    }
    if object.get(&key).is_some() {
        return Err(EditError::Taken { what: "a key", name: key });
    }
    let named = |name: &str| if name == old { key.clone() } else { name.to_owned() };
    let renamed = object.iter().map(|(name, value)| (named(name), value.clone())).collect();
    set_at(json, parent, &Json::Object(renamed)).ok_or(EditError::NoSuchPlace { pointer })
}

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
