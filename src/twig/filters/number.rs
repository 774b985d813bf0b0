//! Filters on numbers.

use super::arg;
use crate::php::{self, Num, Value, to_float, to_int, to_str};
use crate::twig::error::{Fault, Limit, Outcome};
use crate::twig::eval::Runtime;

pub(crate) fn abs(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let value = arg(args, 0);
    let num = match value {
        Value::Bool(flag) => Some(Num::Int(i64::from(*flag))),
        Value::Null => Some(Num::Int(0)),
        other => php::to_number(other),
    };
    match num {
        Some(Num::Int(int)) => Ok(int.checked_abs().map_or_else(|| Value::Float(-(int as f64)), Value::Int)),
        Some(Num::Float(float)) => Ok(Value::Float(float.abs())),
        None => Err(Fault::php(format!(
            "abs(): Argument #1 ($num) must be of type int|float, {} given",
            value.type_name()
        ))),
    }
}

pub(crate) fn round(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let value = to_float(arg(args, 0));
    let places = to_int(arg(args, 1)).clamp(-400, 400) as i32;
    let method = to_str(arg(args, 2)).unwrap_or_default();
    let factor = 10f64.powi(places);
    let rounded = match &*method {
        "common" => php::round(value, places),
        "ceil" => (value * factor).ceil() / factor,
        "floor" => (value * factor).floor() / factor,
        _ => {
            let message =
                "The \"round\" filter only supports the \"common\", \"ceil\", and \"floor\" methods.";
            return Err(Fault::runtime(message));
        }
    };
    Ok(Value::Float(rounded))
}

pub(crate) fn number_format(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    super::written(runtime, args, write_number_format)
}

pub(crate) fn write_number_format(
    runtime: &mut Runtime<'_>,
    out: &mut String,
    args: &[Value],
) -> Outcome<()> {
    let places = match arg(args, 1) {
        Value::Null => 0,
        value => super::int(value, ("number_format", "int"), 2, "decimals")?,
    };
    if places > 1_000 {
        let message = "A number is printed with at most 1000 decimals.";
        return Err(Fault::limit(Limit::OutputBytes, message));
    }
    let point = match arg(args, 2) {
        Value::Null => ".".into(),
        value => super::text(value, "number_format", 3, "decimal_separator")?,
    };
    let separator = match arg(args, 3) {
        Value::Null => ",".into(),
        value => super::text(value, "number_format", 4, "thousands_separator")?,
    };
    php::number_format(out, to_float(arg(args, 0)), places as i32, (&point, &separator));
    runtime.check_output(out.len())
}
