//! `date` and `date_modify`.

use super::{arg, text};
use crate::php::{Value, to_str};
use crate::twig::dates;
use crate::twig::error::Outcome;
use crate::twig::eval::Runtime;

pub(crate) fn date(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let pattern = match arg(args, 1) {
        Value::Null => "F j, Y H:i".into(),
        value => to_str(value).unwrap_or_default(),
    };
    let date = dates::convert(runtime, arg(args, 0), arg(args, 2))?;
    Ok(Value::from(dates::format(&date, &pattern)))
}

pub(crate) fn date_modify(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let date = dates::convert(runtime, arg(args, 0), &Value::Bool(false))?;
    let change = text(arg(args, 1), "DateTime::modify", 1, "modifier")?;
    dates::modify(&date, &change)
}
