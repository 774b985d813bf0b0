//! `date` and `date_modify`, and the `date()` function.

use super::{arg, text};
use crate::php::{Value, to_str};
use crate::twig::dates;
use crate::twig::error::Outcome;
use crate::twig::eval::Runtime;
use std::borrow::Cow;

/// An array as the text that PHP makes of it, with its warning; anything else as it is.
fn readable<'v>(runtime: &mut Runtime<'_>, value: &'v Value) -> Outcome<Cow<'v, Value>> {
    if matches!(value, Value::Array(_)) {
        runtime.warn("Array to string conversion")?;
        return Ok(Cow::Owned(Value::from("Array")));
    }
    Ok(Cow::Borrowed(value))
}

pub(crate) fn date(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let pattern = match arg(args, 1) {
        Value::Null => "F j, Y H:i".into(),
        value => to_str(value).unwrap_or_default(),
    };
    let value = readable(runtime, arg(args, 0))?;
    let date = dates::convert(runtime, &value, arg(args, 2))?;
    Ok(Value::from(dates::format(&date, &pattern)))
}

pub(crate) fn date_modify(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let value = readable(runtime, arg(args, 0))?;
    let date = dates::convert(runtime, &value, &Value::Bool(false))?;
    let change = text(arg(args, 1), "DateTime::modify", 1, "modifier")?;
    dates::modify(&date, &change)
}

pub(crate) fn date_function(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let value = readable(runtime, arg(args, 0))?;
    dates::convert(runtime, &value, arg(args, 1)).map(dates::value)
}
