//! Filters that call an arrow function on each item.

use super::{arg, array};
use crate::php::{Array, KeyRef, Value, compare, to_int};
use crate::twig::error::{Fault, Outcome};
use crate::twig::eval::{Caller, Closure, Runtime, closure_of};
use crate::twig::markup;
use std::cmp::Ordering;

fn closure<'a>(value: &'a Value, filter: &str) -> Outcome<&'a Closure> {
    closure_of(value).ok_or_else(|| {
        Fault::runtime(format!("The callable passed to the \"{filter}\" filter must be a Closure."))
    })
}

pub(crate) fn map(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let items = array(arg(args, 0), "map")?;
    let mut caller = closure(arg(args, 1), "map")?.caller();
    if let Some(list) = items.as_slice() {
        let mut mapped = Vec::with_capacity(list.len());
        for (index, value) in list.iter().enumerate() {
            mapped.push(caller.call(runtime, &[value.clone(), Value::Int(index as i64)])?);
        }
        return Ok(Value::list(mapped));
    }
    let mut mapped = Array::map_with_capacity(items.len());
    for (key, value) in items.iter() {
        let value = caller.call(runtime, &[value.clone(), key.to_value()])?;
        mapped.insert(key.to_key(), value);
    }
    Ok(Value::array(mapped))
}

pub(crate) fn filter(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let Value::Array(items) = arg(args, 0) else {
        return Err(Fault::runtime(format!(
            "The \"filter\" filter expects a sequence/mapping or \"Traversable\", got \"{}\".",
            arg(args, 0).type_name()
        )));
    };
    let mut caller = closure(arg(args, 1), "filter")?.caller();
    let mut kept = Array::new();
    for (key, value) in items.iter() {
        if markup::truth(&caller.call(runtime, &[value.clone(), key.to_value()])?) {
            kept.insert(key.to_key(), value.clone());
        }
    }
    Ok(Value::array(kept))
}

pub(crate) fn find(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let items = array(arg(args, 0), "find")?;
    let mut caller = closure(arg(args, 1), "find")?.caller();
    for (key, value) in items.iter() {
        if markup::truth(&caller.call(runtime, &[value.clone(), key.to_value()])?) {
            return Ok(value.clone());
        }
    }
    Ok(Value::Null)
}

pub(crate) fn reduce(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let items = array(arg(args, 0), "reduce")?;
    let mut caller = closure(arg(args, 1), "reduce")?.caller();
    let mut carried = arg(args, 2).clone();
    for (key, value) in items.iter() {
        carried = caller.call(runtime, &[carried, value.clone(), key.to_value()])?;
    }
    Ok(carried)
}

pub(crate) fn sort(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let items = array(arg(args, 0), "sort")?;
    let mut entries: Vec<(KeyRef<'_>, &Value)> = items.iter().collect();
    if arg(args, 1).is_null() {
        entries = sorted_by(entries, &mut compare);
    } else {
        let mut caller = closure(arg(args, 1), "sort")?.caller();
        let mut fault = None;
        entries = sorted_by(entries, &mut |a, b| {
            compared(runtime, &mut caller, a, b).unwrap_or_else(|error| {
                fault.get_or_insert(error);
                Ordering::Equal
            })
        });
        if let Some(fault) = fault {
            return Err(fault);
        }
    }
    let sorted: Array = entries.into_iter().map(|(key, value)| (key.to_key(), value.clone())).collect();
    Ok(Value::array(sorted))
}

fn compared(runtime: &mut Runtime<'_>, caller: &mut Caller<'_>, a: &Value, b: &Value) -> Outcome<Ordering> {
    let verdict = caller.call(runtime, &[a.clone(), b.clone()])?;
    Ok(to_int(&verdict).cmp(&0))
}

/// PHP's order is not total for odd mixes of types; `sort_by` may then stop the program, so a merge sort of our own
/// takes whatever the comparison says.
fn sorted_by<'v>(
    entries: Vec<(KeyRef<'v>, &'v Value)>,
    order: &mut dyn FnMut(&Value, &Value) -> Ordering,
) -> Vec<(KeyRef<'v>, &'v Value)> {
    if entries.len() < 2 {
        return entries;
    }
    let mut left = entries;
    let right = left.split_off(left.len() / 2);
    let mut left = sorted_by(left, order).into_iter().peekable();
    let mut right = sorted_by(right, order).into_iter().peekable();
    let mut merged = Vec::with_capacity(left.len() + right.len());
    loop {
        let takes_left = match (left.peek(), right.peek()) {
            (Some((_, a)), Some((_, b))) => order(a, b) != Ordering::Greater,
            (Some(_), None) => true,
            (None, Some(_)) => false,
            (None, None) => return merged,
        };
        merged.extend(if takes_left { left.next() } else { right.next() });
    }
}

pub(crate) fn invoke(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let mut caller = closure(arg(args, 0), "invoke")?.caller();
    caller.call(runtime, args.get(1..).unwrap_or_default())
}
