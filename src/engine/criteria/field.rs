//! The fields of the context that a part of a condition reads.

use super::{Criteria, Scope};
use crate::json::pointer_push;
use crate::logic::{self, Node};
use crate::php::Value;

/// Most fields that one part is taken to read; a sum over a list reads one for every item.
const MAX_FIELDS: usize = 60;

/// Whether a field is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Presence {
    /// The context has no such key
    Missing,
    /// It is null
    Null,
    /// It has a value
    Set,
}

/// A field that a part reads.
#[derive(Clone, Debug)]
pub(in crate::engine) struct Field {
    /// Dotted path as the rule writes it
    pub(in crate::engine) path: String,
    /// JSON Pointer into the context, where it is known
    pub(in crate::engine) at: Option<String>,
    /// Its value, null if it is not there
    pub(in crate::engine) value: Value,
    /// Whether it is there
    pub(in crate::engine) presence: Presence,
    /// Whether the rule gives a default for it
    pub(in crate::engine) has_default: bool,
}

/// The fields that a part reads, in source order, each once. `*` in a path stands for every item.
pub(in crate::engine) fn fields(criteria: &Criteria<'_>, node: &Node, scope: &Scope) -> Vec<Field> {
    let Some(source) = criteria.source(node) else { return Vec::new() };
    let mut found: Vec<Field> = Vec::new();
    for used in logic::used_paths(&logic::parse(source)) {
        let Some(path) = used.full_path() else { continue };
        for path in spread(&path, scope) {
            let mut field = look_up(&path, scope);
            field.has_default = used.has_default;
            if found.len() < MAX_FIELDS && !found.iter().any(|other| other.path == field.path) {
                found.push(field);
            }
        }
    }
    found
}

/// `items.*.qty` as `items.0.qty`, `items.1.qty`, … A list without items has no fields.
fn spread(path: &str, scope: &Scope) -> Vec<String> {
    let Some((list, rest)) = path.split_once(".*") else { return vec![path.to_owned()] };
    let count = match look_up(list, scope).value {
        Value::Array(items) => items.len().min(MAX_FIELDS),
        _ => 0,
    };
    (0..count).flat_map(|index| spread(&format!("{list}.{index}{rest}"), scope)).collect()
}

/// The field of a dotted path. Lists are counted from 0; an empty path is the whole data.
pub(in crate::engine) fn look_up(path: &str, scope: &Scope) -> Field {
    let mut value = Some(&scope.data);
    let mut at = scope.at.clone();
    for segment in path.split('.').filter(|_| !path.is_empty()) {
        value = value.and_then(|value| value.as_array()?.get_str(segment));
        if let Some(at) = &mut at {
            pointer_push(at, segment);
        }
    }
    let presence = match value {
        None => Presence::Missing,
        Some(Value::Null) => Presence::Null,
        Some(_) => Presence::Set,
    };
    let value = value.cloned().unwrap_or_default();
    Field { path: path.to_owned(), at, value, presence, has_default: false }
}
