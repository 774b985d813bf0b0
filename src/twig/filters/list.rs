//! Filters on lists and mappings.
#![expect(clippy::unnecessary_wraps, reason = "each has the one signature that its table asks for")]

use super::{arg, array};
use crate::php::{Array, KeyRef, Value, to_bool, to_int};
use crate::twig::error::{Fault, Outcome};
use crate::twig::eval::{Runtime, array_key};
use std::sync::Arc;

pub(crate) fn join(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    super::written(runtime, args, write_join)
}

pub(crate) fn write_join(runtime: &mut Runtime<'_>, out: &mut String, args: &[Value]) -> Outcome<()> {
    let array = match arg(args, 0) {
        Value::Array(array) => &**array,
        Value::Null => return Ok(()),
        other => return runtime.push_text(out, other),
    };
    let glue = super::text(arg(args, 1), "implode", 1, "separator")?;
    let last_glue = match arg(args, 2) {
        Value::Null => None,
        value => Some(super::text(value, "implode", 1, "separator")?).filter(|last| *last != glue),
    };
    if last_glue.is_some() && array.len() == 1 {
        out.push_str(&only_item(array)?);
        return Ok(());
    }
    for (index, value) in array.values().enumerate() {
        if index > 0 {
            let is_last = index + 1 == array.len();
            out.push_str(last_glue.as_deref().filter(|_| is_last).unwrap_or(&glue));
        }
        runtime.push_text(out, value)?;
        runtime.check_output(out.len())?;
    }
    Ok(())
}

/// With a last glue, the only item is returned as text, and PHP insists that it is one.
fn only_item(array: &Array) -> Outcome<String> {
    let item = array.at(0).map(|(_, value)| value.clone()).unwrap_or_default();
    match crate::php::to_str(&item) {
        Some(text) => Ok(text.into_owned()),
        None => Err(Fault::php(format!(
            "Twig\\Extension\\CoreExtension::join(): Return value must be of type string, {} returned",
            item.type_name()
        ))),
    }
}

pub(crate) fn merge(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let mut merged: Option<Arc<Array>> = None;
    for (index, value) in args.iter().enumerate() {
        let Value::Array(array) = value else {
            return Err(Fault::runtime(format!(
                "The \"merge\" filter expects a sequence or a mapping, got \"{}\" for argument {}.",
                value.type_name(),
                index + 1
            )));
        };
        let Some(into) = &mut merged else {
            merged = Some(Arc::clone(array));
            continue;
        };
        let into = Arc::make_mut(into);
        for (key, value) in array.iter() {
            into.append(key, value.clone());
        }
        runtime.check_items(into.len())?;
    }
    Ok(merged.map_or(Value::Null, |merged| Value::Array(renumbered(merged))))
}

/// `array_merge` numbers integer keys anew, even of its first argument.
fn renumbered(array: Arc<Array>) -> Arc<Array> {
    if array.is_list() {
        return array;
    }
    let mut fresh = Array::map_with_capacity(array.len());
    for (key, value) in array.iter() {
        fresh.append(key, value.clone());
    }
    Arc::new(fresh)
}

pub(crate) fn keys(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let keys = match arg(args, 0) {
        Value::Array(array) => array.keys().map(KeyRef::to_value).collect(),
        _ => Vec::new(),
    };
    Ok(Value::list(keys))
}

pub(crate) fn column(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let rows = array(arg(args, 0), "column")?;
    let name = array_key(arg(args, 1))?;
    let found = rows.values().filter_map(|row| row.as_array()?.get(name.as_ref()).cloned());
    Ok(Value::list(found.collect()))
}

pub(crate) fn batch(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let items = array(arg(args, 0), "batch")?;
    super::int(arg(args, 1), ("ceil", "int|float"), 1, "num")?;
    let size = crate::php::to_float(arg(args, 1)).ceil().max(0.0) as usize;
    if size == 0 {
        return Err(Fault::php("array_chunk(): Argument #2 ($length) must be greater than 0"));
    }
    let fill = arg(args, 2);
    let keeps_keys = to_bool(arg(args, 3));
    let mut rows: Vec<Array> = Vec::new();
    for (index, (key, value)) in items.iter().enumerate() {
        if index % size == 0 {
            rows.push(Array::new());
        }
        if let Some(row) = rows.last_mut() {
            if keeps_keys { row.insert(key.to_key(), value.clone()) } else { row.push(value.clone()) }
        }
    }
    if !fill.is_null()
        && let Some(row) = rows.last_mut()
    {
        runtime.check_items(size)?;
        while row.len() < size {
            row.push(fill.clone());
        }
    }
    runtime.nested(Array::from_list(rows.into_iter().map(Value::array).collect()))
}

pub(crate) fn shuffle(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    // Renders must be repeatable, so the order is only stirred, not random.
    match arg(args, 0) {
        Value::Array(array) => {
            let len = array.len();
            let stride = (1..len).rev().find(|stride| gcd(*stride, len) == 1).unwrap_or(1);
            let stirred = (0..len).filter_map(|index| array.at((index * stride + len / 2) % len));
            Ok(Value::list(stirred.map(|(_, value)| value.clone()).collect()))
        }
        other => Ok(other.clone()),
    }
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// Twig's `range()` and `..`.
pub(crate) fn range(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    runtime.range(arg(args, 0), arg(args, 1), arg(args, 2))
}

pub(crate) fn cycle(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let Value::Array(values) = arg(args, 0) else {
        let message = "The \"cycle\" function expects an array or \"ArrayAccess\" as first argument.";
        return Err(Fault::runtime(message));
    };
    if values.is_empty() {
        return Err(Fault::runtime("The \"cycle\" function expects a non-empty sequence."));
    }
    let position = runtime.calculate(crate::php::modulo, arg(args, 1), &Value::Int(values.len() as i64))?;
    let position = to_int(&position);
    if let Some(value) = values.get(KeyRef::Int(position)) {
        return Ok(value.clone());
    }
    runtime.warn(&format!("Undefined array key {position}"))?;
    Ok(Value::Null)
}
