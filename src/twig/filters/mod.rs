//! What the filters do. Each takes its value and arguments in the order of its parameters.

pub(crate) mod date;
pub(crate) mod json;
pub(crate) mod list;
pub(crate) mod list_arrow;
pub(crate) mod markup_text;
pub(crate) mod number;
pub(crate) mod slice;
pub(crate) mod sprintf;
pub(crate) mod text;

use super::code::Write;
use super::error::{Fault, Outcome};
use super::eval::Runtime;
use super::markup;
use crate::php::{Array, Value, to_str};
use std::borrow::Cow;

/// The argument at a place, `null` beyond the end.
pub(crate) fn arg(args: &[Value], index: usize) -> &Value {
    args.get(index).unwrap_or(&Value::Null)
}

/// A text argument of a PHP function: scalars are converted, `function(): Argument #n ($name) must be …` else.
pub(crate) fn text<'a>(value: &'a Value, function: &str, place: usize, name: &str) -> Outcome<Cow<'a, str>> {
    text_of_type(value, (function, "string"), place, name)
}

fn text_of_type<'a>(
    value: &'a Value,
    (function, kind): (&str, &str),
    place: usize,
    name: &str,
) -> Outcome<Cow<'a, str>> {
    if let Some(text) = markup::text_of(value) {
        return Ok(Cow::Borrowed(text));
    }
    to_str(value).ok_or_else(|| type_error(value, (function, kind), place, name))
}

/// The same for a parameter that may be null.
pub(crate) fn text_or_null<'a>(
    value: &'a Value,
    function: &str,
    place: usize,
    name: &str,
) -> Outcome<Cow<'a, str>> {
    text_of_type(value, (function, "?string"), place, name)
}

/// An integer argument of a PHP function.
pub(crate) fn int(value: &Value, (function, kind): (&str, &str), place: usize, name: &str) -> Outcome<i64> {
    match value {
        Value::Array(_) | Value::Object(_) => Err(type_error(value, (function, kind), place, name)),
        Value::Str(text) if crate::php::numeric(text).is_none() => {
            Err(type_error(value, (function, kind), place, name))
        }
        other => Ok(crate::php::to_int(other)),
    }
}

fn type_error(value: &Value, (function, kind): (&str, &str), place: usize, name: &str) -> Fault {
    Fault::php(format!(
        "{function}(): Argument #{place} (${name}) must be of type {kind}, {} given",
        value.type_name()
    ))
}

/// The value of what a filter writes.
pub(crate) fn written(runtime: &mut Runtime<'_>, args: &[Value], write: Write) -> Outcome<Value> {
    let mut out = String::new();
    write(runtime, &mut out, args)?;
    Ok(Value::from(out))
}

/// The array of a value, or Twig's error.
pub(crate) fn array<'a>(value: &'a Value, filter: &str) -> Outcome<&'a Array> {
    match value {
        Value::Array(array) => Ok(array),
        other => Err(Fault::runtime(format!(
            "The \"{filter}\" filter expects a sequence or a mapping, got \"{}\".",
            other.type_name()
        ))),
    }
}
