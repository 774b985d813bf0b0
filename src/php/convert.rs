//! Conversions between types: PHP's `(bool)`, `(int)`, `(float)`, `(string)`.

use super::{Num, Value, format_float, numeric, parse_numeric};
use std::borrow::Cow;

/// PHP's truthiness: `0`, `0.0`, `""`, `"0"`, `null`, `false` and `[]` are false.
pub fn to_bool(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Int(int) => *int != 0,
        Value::Float(float) => *float != 0.0,
        Value::Str(text) => !text.is_empty() && &**text != "0",
        Value::Array(array) => !array.is_empty(),
        Value::Object(_) => true,
    }
}

/// The text that `echo` prints: `true` is `1`, `false` and `null` are empty. `None` for arrays and objects, which
/// have no text; PHP prints `Array` with a warning.
pub fn to_str(value: &Value) -> Option<Cow<'_, str>> {
    Some(match value {
        Value::Null | Value::Bool(false) => Cow::Borrowed(""),
        Value::Bool(true) => Cow::Borrowed("1"),
        Value::Int(int) => Cow::Owned(int.to_string()),
        Value::Float(float) => Cow::Owned(format_float(*float)),
        Value::Str(text) => Cow::Borrowed(text),
        Value::Array(_) | Value::Object(_) => return None,
    })
}

/// The value of a number or numeric string; `None` for anything else.
pub fn to_number(value: &Value) -> Option<Num> {
    match value {
        Value::Int(int) => Some(Num::Int(*int)),
        Value::Float(float) => Some(Num::Float(*float)),
        Value::Str(text) => numeric(text),
        _ => None,
    }
}

/// PHP's `(int)`: text counts its numeric prefix, doubles are cut and wrap around.
pub fn to_int(value: &Value) -> i64 {
    match value {
        Value::Null => 0,
        Value::Bool(flag) => i64::from(*flag),
        Value::Int(int) => *int,
        Value::Float(float) => int_from_float(*float),
        Value::Str(text) => match parse_numeric(text).map(|parsed| parsed.num) {
            Some(Num::Int(int)) => int,
            Some(Num::Float(float)) => int_from_text_float(float),
            None => 0,
        },
        Value::Array(array) => i64::from(!array.is_empty()),
        Value::Object(_) => 1,
    }
}

/// PHP's `(float)`.
pub fn to_float(value: &Value) -> f64 {
    match value {
        Value::Float(float) => *float,
        Value::Str(text) => parse_numeric(text).map_or(0.0, |parsed| parsed.num.as_float()),
        other => to_int(other) as f64,
    }
}

/// A double that was spelled as text, cut to an integer: PHP saturates where it wraps a double of the program, but an
/// infinity is 0 too.
pub(super) fn int_from_text_float(float: f64) -> i64 {
    if float.is_finite() { float as i64 } else { 0 }
}

/// A double cut to an integer, modulo 2⁶⁴ where it does not fit; NaN and infinities are 0.
pub(super) fn int_from_float(float: f64) -> i64 {
    const TWO_POW_63: f64 = 9_223_372_036_854_775_808.0;
    const TWO_POW_64: f64 = 18_446_744_073_709_551_616.0;
    if !float.is_finite() {
        return 0;
    }
    if (-TWO_POW_63..TWO_POW_63).contains(&float) {
        return float as i64;
    }
    let rest = float.trunc().rem_euclid(TWO_POW_64);
    rest as u64 as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversions_follow_php() {
        assert_eq!(to_int(&Value::Float(1e20)), 7_766_279_631_452_241_920);
        assert_eq!(to_int(&Value::from("1e20")), i64::MAX);
        assert_eq!(to_int(&Value::from("1e3")), 1000);
        assert_eq!(to_int(&Value::from("1e1000")), 0);
        assert_eq!(to_int(&Value::Float(f64::NAN)), 0);
        assert!(!to_bool(&Value::from("0")));
        assert!(to_bool(&Value::from("0.0")));
        assert_eq!(to_str(&Value::Bool(true)).as_deref(), Some("1"));
    }
}
