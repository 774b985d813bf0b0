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
    if let Some(text) = markup::text_of(value) {
        return Ok(Cow::Borrowed(text));
    }
    to_str(value).ok_or_else(|| {
        Fault::php(format!(
            "{function}(): Argument #{place} (${name}) must be of type string, {} given",
            value.type_name()
        ))
    })
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
