//! What the tests after `is` do.
#![expect(clippy::unnecessary_wraps, reason = "each has the one signature that its table asks for")]

use super::constants;
use super::error::{Fault, Outcome};
use super::eval::{Runtime, is_empty};
use super::filters::arg;
use crate::php::{self, Value, loose_eq, strict_eq, to_int, to_str};

type Answer = Outcome<Value>;

pub(crate) fn empty(_: &mut Runtime<'_>, args: &[Value]) -> Answer {
    Ok(Value::Bool(is_empty(arg(args, 0))))
}

/// PHP's `%` with its coercions and errors.
fn remainder(runtime: &mut Runtime<'_>, value: &Value, by: &Value) -> Answer {
    runtime.calculate(php::modulo, value, by)
}

pub(crate) fn even(runtime: &mut Runtime<'_>, args: &[Value]) -> Answer {
    let rest = remainder(runtime, arg(args, 0), &Value::Int(2))?;
    Ok(Value::Bool(to_int(&rest) == 0))
}

pub(crate) fn odd(runtime: &mut Runtime<'_>, args: &[Value]) -> Answer {
    let rest = remainder(runtime, arg(args, 0), &Value::Int(2))?;
    Ok(Value::Bool(to_int(&rest) != 0))
}

pub(crate) fn divisible_by(runtime: &mut Runtime<'_>, args: &[Value]) -> Answer {
    let rest = remainder(runtime, arg(args, 0), arg(args, 1))?;
    Ok(Value::Bool(loose_eq(&rest, &Value::Int(0))))
}

pub(crate) fn null(_: &mut Runtime<'_>, args: &[Value]) -> Answer {
    Ok(Value::Bool(arg(args, 0).is_null()))
}

pub(crate) fn same_as(_: &mut Runtime<'_>, args: &[Value]) -> Answer {
    Ok(Value::Bool(strict_eq(arg(args, 0), arg(args, 1))))
}

pub(crate) fn iterable(_: &mut Runtime<'_>, args: &[Value]) -> Answer {
    Ok(Value::Bool(arg(args, 0).as_array().is_some()))
}

pub(crate) fn sequence(_: &mut Runtime<'_>, args: &[Value]) -> Answer {
    Ok(Value::Bool(arg(args, 0).as_array().is_some_and(|array| array.is_list())))
}

pub(crate) fn mapping(_: &mut Runtime<'_>, args: &[Value]) -> Answer {
    Ok(Value::Bool(match arg(args, 0) {
        Value::Array(array) => !array.is_list(),
        Value::Object(_) => true,
        _ => false,
    }))
}

pub(crate) fn constant(_: &mut Runtime<'_>, args: &[Value]) -> Answer {
    let name = to_str(arg(args, 1)).unwrap_or_default();
    match constants::find(&name) {
        Some(value) => Ok(Value::Bool(strict_eq(arg(args, 0), &value))),
        None => Err(Fault::runtime(format!("Constant \"{name}\" is undefined."))),
    }
}
