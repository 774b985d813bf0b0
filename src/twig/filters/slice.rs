//! Parts of lists and texts: `slice`, `first`, `last`, `reverse`.

use super::arg;
use crate::php::{Array, KeyRef, Value, to_bool};
use crate::twig::error::Outcome;
use crate::twig::eval::Runtime;

/// The range of `len` items that a start and a length mean, both maybe counted from the end.
fn range(len: usize, start: i64, length: Option<i64>) -> std::ops::Range<usize> {
    let len = len as i64;
    let start = if start < 0 { len.saturating_add(start).max(0) } else { start.min(len) };
    let end = match length {
        None => len,
        Some(length) if length < 0 => len.saturating_add(length).max(start),
        Some(length) => start.saturating_add(length).min(len),
    };
    start as usize..end as usize
}

fn slice_array(array: &Array, range: std::ops::Range<usize>, keeps_keys: bool) -> Array {
    if !keeps_keys && let Some(items) = array.as_slice() {
        return Array::from_list(items.get(range).unwrap_or_default().to_vec());
    }
    let mut part = Array::new();
    for position in range {
        let Some((key, value)) = array.at(position) else { break };
        match key {
            KeyRef::Int(_) if !keeps_keys => part.push(value.clone()),
            key => part.insert(key.to_key(), value.clone()),
        }
    }
    part
}

fn slice_text(value: &Value, start: i64, length: Option<i64>) -> Outcome<String> {
    let text = super::text(value, "mb_substr", 1, "string")?;
    let range = range(text.chars().count(), start, length);
    Ok(text.chars().skip(range.start).take(range.len()).collect())
}

pub(crate) fn slice(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let value = arg(args, 0);
    let (function, start_name) = match value {
        Value::Array(_) => ("array_slice", "offset"),
        _ => ("mb_substr", "start"),
    };
    let start = super::int(arg(args, 1), (function, "int"), 2, start_name)?;
    let length = match arg(args, 2) {
        Value::Null => None,
        length => Some(super::int(length, (function, "?int"), 3, "length")?),
    };
    match value {
        Value::Array(array) => {
            let range = range(array.len(), start, length);
            Ok(Value::array(slice_array(array, range, to_bool(arg(args, 3)))))
        }
        value => slice_text(value, start, length).map(Value::from),
    }
}

pub(crate) fn first(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    match arg(args, 0) {
        Value::Array(array) => Ok(array.at(0).map_or(Value::Bool(false), |(_, value)| value.clone())),
        value => slice_text(value, 0, Some(1)).map(Value::from),
    }
}

pub(crate) fn last(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    match arg(args, 0) {
        Value::Array(array) => {
            let last = array.len().checked_sub(1).and_then(|last| array.at(last));
            Ok(last.map_or(Value::Bool(false), |(_, value)| value.clone()))
        }
        value => slice_text(value, -1, Some(1)).map(Value::from),
    }
}

pub(crate) fn reverse(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let keeps_keys = to_bool(arg(args, 1));
    match arg(args, 0) {
        Value::Array(array) => {
            let mut reversed = Array::new();
            for (key, value) in array.iter().rev() {
                match key {
                    KeyRef::Int(_) if !keeps_keys => reversed.push(value.clone()),
                    key => reversed.insert(key.to_key(), value.clone()),
                }
            }
            Ok(Value::array(reversed))
        }
        value => {
            let text = super::text(value, "mb_strlen", 1, "string")?;
            Ok(Value::from(text.chars().rev().collect::<String>()))
        }
    }
}
