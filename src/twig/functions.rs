//! What the functions do.
#![expect(clippy::unnecessary_wraps, reason = "each has the one signature that its table asks for")]

use super::constants;
use super::error::{Fault, Limit, Outcome};
use super::eval::Runtime;
use super::filters::arg;
use crate::php::{Array, Num, Value, compare, numeric, to_float, to_int, to_str};
use std::cmp::Ordering;

pub(crate) fn max(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    extreme(args, "max", Ordering::Greater)
}

pub(crate) fn min(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    extreme(args, "min", Ordering::Less)
}

fn extreme(args: &[Value], name: &str, wanted: Ordering) -> Outcome<Value> {
    let best = |values: &mut dyn Iterator<Item = &Value>| -> Option<Value> {
        let first = values.next()?;
        let chosen = values.fold(first, |best, value| {
            let wins = match wanted {
                Ordering::Greater => compare(best, value) == Ordering::Less,
                _ => compare(value, best) == Ordering::Less,
            };
            if wins { value } else { best }
        });
        Some(chosen.clone())
    };
    match args {
        [Value::Array(array)] => best(&mut array.values()).ok_or_else(|| {
            Fault::php(format!("{name}(): Argument #1 ($value) must contain at least one element"))
        }),
        [one] => Err(Fault::php(format!(
            "{name}(): Argument #1 ($value) must be of type array, {} given",
            one.type_name()
        ))),
        many => Ok(best(&mut many.iter()).unwrap_or_default()),
    }
}

pub(crate) fn constant(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let name = to_str(arg(args, 0)).unwrap_or_default();
    constants::find(&name).ok_or_else(|| Fault::runtime(format!("Constant \"{name}\" is undefined.")))
}

pub(crate) fn random(runtime: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    // Renders must be repeatable: the clock of the settings is the only seed.
    let seed = runtime.settings.now.as_second().unsigned_abs();
    match arg(args, 0) {
        Value::Array(array) if array.is_empty() => {
            Err(Fault::runtime("The \"random\" function cannot pick from an empty sequence or mapping."))
        }
        Value::Array(array) => Ok(array
            .at((seed % array.len() as u64) as usize)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()),
        Value::Str(text) if text.is_empty() => Ok(Value::from("")),
        Value::Str(text) => {
            let chars: Vec<char> = text.chars().collect();
            let picked = chars.get((seed % chars.len() as u64) as usize);
            Ok(Value::from(picked.map(char::to_string).unwrap_or_default()))
        }
        Value::Null => Ok(Value::Int((seed % 2_147_483_648) as i64)),
        most => {
            let most = to_int(most);
            Ok(Value::Int((seed % (most.unsigned_abs() + 1)) as i64 * most.signum()))
        }
    }
}

/// For callables that the compiler replaces.
pub(crate) fn compiled(_: &mut Runtime<'_>, _: &[Value]) -> Outcome<Value> {
    Ok(Value::Null)
}

pub(crate) fn enumeration(_: &mut Runtime<'_>, args: &[Value]) -> Outcome<Value> {
    let name = to_str(arg(args, 0)).unwrap_or_default();
    Err(Fault::runtime(format!("\"{name}\" is not an enum.")))
}

/// A bound of a range.
#[derive(Clone, Copy)]
enum Bound {
    Number(Num),
    /// The first letter of a text, and the number that the text starts with
    Letter(u8, i64),
}

fn bound(value: &Value) -> Bound {
    match value {
        Value::Str(text) => match (numeric(text), text.as_bytes().first()) {
            (Some(number), _) => Bound::Number(number),
            (None, Some(first)) => Bound::Letter(*first, to_int(value)),
            (None, None) => Bound::Number(Num::Int(0)),
        },
        Value::Float(float) => Bound::Number(Num::Float(*float)),
        other => Bound::Number(Num::Int(to_int(other))),
    }
}

impl Runtime<'_> {
    /// PHP's `range()`.
    pub(crate) fn range(&mut self, low: &Value, high: &Value, step: &Value) -> Outcome<Value> {
        let step_num = match bound(step) {
            Bound::Number(number) => number,
            Bound::Letter(_, int) => Num::Int(int),
        };
        let (low, high) = match (bound(low), bound(high)) {
            (Bound::Letter(low, _), Bound::Letter(high, _)) => return letters(low, high, step_num),
            (low, high) => (as_number(low), as_number(high)),
        };
        match (low, high, step_num) {
            (Num::Int(low), Num::Int(high), Num::Int(step)) => self.int_range(low, high, step),
            (low, high, step) => self.float_range(low.as_float(), high.as_float(), step.as_float()),
        }
    }

    fn int_range(&self, low: i64, high: i64, step: i64) -> Outcome<Value> {
        let step = step.unsigned_abs();
        let span = high.abs_diff(low);
        if span > 0 && (step == 0 || step > span) {
            return Err(step_error());
        }
        let count = span.checked_div(step).map_or(1, |steps| steps.saturating_add(1));
        self.check_range(count as f64)?;
        let items = (0..count).map(|index| {
            let offset = (index * step) as i64;
            Value::Int(if low <= high { low.wrapping_add(offset) } else { low.wrapping_sub(offset) })
        });
        Ok(Value::array(Array::from_list(items.collect())))
    }

    fn float_range(&self, low: f64, high: f64, step: f64) -> Outcome<Value> {
        let step = step.abs();
        let span = (high - low).abs();
        if span > 0.0 && (step == 0.0 || step > span) {
            return Err(step_error());
        }
        let count = if step == 0.0 { 1.0 } else { (span / step + 1e-9).floor() + 1.0 };
        self.check_range(count)?;
        let sign = if low <= high { step } else { -step };
        let items = (0..count as u64).map(|index| Value::Float(low + sign * index as f64));
        Ok(Value::array(Array::from_list(items.collect())))
    }

    fn check_range(&self, count: f64) -> Outcome<()> {
        let most = self.settings.limits.range_items;
        if count.is_nan() || count > most as f64 {
            let message = format!("A range of more than {most} items is too long.");
            return Err(Fault::limit(Limit::RangeItems, message));
        }
        Ok(())
    }
}

fn as_number(bound: Bound) -> Num {
    match bound {
        Bound::Number(number) => number,
        Bound::Letter(_, int) => Num::Int(int),
    }
}

fn step_error() -> Fault {
    Fault::php("range(): Argument #3 ($step) must not exceed the specified range")
}

fn letters(low: u8, high: u8, step: Num) -> Outcome<Value> {
    let step = to_float(&step.into()).abs() as u8;
    if low != high && (step == 0 || step > high.abs_diff(low)) {
        return Err(step_error());
    }
    let mut items = vec![low];
    let mut at = low;
    loop {
        let next = if low <= high { at.checked_add(step) } else { at.checked_sub(step) };
        match next {
            Some(next) if step > 0 && (low <= high && next <= high || low > high && next >= high) => {
                items.push(next);
                at = next;
            }
            _ => break,
        }
    }
    Ok(Value::list(items.into_iter().map(|byte| Value::from(char::from(byte).to_string())).collect()))
}
