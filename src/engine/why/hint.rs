//! Which field was probably meant by one that is not there.

use crate::engine::argument::closest;
use crate::php::{KeyRef, Value};

/// Most fields that are compared with.
const MAX_FIELDS: usize = 2_000;

/// A field of the data with the same last name elsewhere, or with nearly the same name.
pub(super) fn hint(path: &str, data: &Value) -> Option<String> {
    let mut paths = Vec::new();
    collect(data, "", &mut paths);
    let last = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
    let same = paths.iter().find(|other| last(other) == last(path)).map(String::as_str);
    let near = same.or_else(|| closest(path, paths.iter().map(String::as_str)))?;
    Some(format!("did you mean {near}?"))
}

fn collect(value: &Value, prefix: &str, paths: &mut Vec<String>) {
    let Value::Array(array) = value else { return };
    for (key, child) in array.iter() {
        // The items of a list are as many as they please; only named fields are meant by a path.
        let KeyRef::Str(name) = key else { continue };
        if paths.len() >= MAX_FIELDS {
            return;
        }
        let path = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") };
        collect(child, &path, paths);
        paths.push(path);
    }
}
