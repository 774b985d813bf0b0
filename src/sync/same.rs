//! When two pieces of JSON mean the same.

use crate::json::{Json, Number, Object};

/// True if both mean the same to PHP: the order of an object's keys and the spelling of a number do not matter, 1 and
/// 1.0 differ, and so do an empty list and an empty object.
pub fn same(left: &Json, right: &Json) -> bool {
    match (left, right) {
        (Json::Number(left), Json::Number(right)) => is_same_number(left, right),
        (Json::Array(left), Json::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Json::Object(left), Json::Object(right)) => holds(left, right) && holds(right, left),
        (left, right) => left == right,
    }
}

/// The same for values that may be absent; `null` counts as absent.
///
/// Assumption: the API does not tell an absent attribute from `null`.
pub(super) fn same_value(left: Option<&Json>, right: Option<&Json>) -> bool {
    let present = |value: Option<&Json>| value.filter(|value| **value != Json::Null).cloned();
    match (present(left), present(right)) {
        (None, None) => true,
        (Some(left), Some(right)) => same(&left, &right),
        _ => false,
    }
}

fn holds(outer: &Object, inner: &Object) -> bool {
    inner.iter().all(|(key, _)| match (outer.get(key), inner.get(key)) {
        (Some(left), Some(right)) => same(left, right),
        _ => false,
    })
}

fn is_same_number(left: &Number, right: &Number) -> bool {
    match (left.as_i64(), right.as_i64()) {
        (Some(left), Some(right)) => left == right,
        (None, None) => left.as_f64() == right.as_f64(),
        _ => false,
    }
}
