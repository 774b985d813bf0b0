//! Arithmetic as PHP 8 does it: integers overflow into doubles, text counts if numeric, arrays are errors.

use super::convert::{int_from_float, int_from_text_float};
use super::{Array, Num, Value, parse_numeric};
use std::sync::Arc;

/// An error that PHP throws: the class and the message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{class}: {message}")]
pub struct PhpError {
    /// `TypeError`, `DivisionByZeroError`, …
    pub class: &'static str,
    /// PHP's own words.
    pub message: String,
}

/// A warning that PHP emits and goes on; Laravel turns it into an exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warning {
    /// Text such as `5 apples` was used as a number.
    NonNumeric,
    /// An array was used as text and became `Array`.
    ArrayToString,
}

impl Warning {
    /// PHP's own words.
    pub fn message(self) -> &'static str {
        match self {
            Self::NonNumeric => "A non-numeric value encountered",
            Self::ArrayToString => "Array to string conversion",
        }
    }
}

/// The outcome of an operation.
#[derive(Clone, Debug)]
pub struct Arith {
    /// Its value.
    pub value: Value,
    /// What PHP would have warned of.
    pub warning: Option<Warning>,
}

impl Arith {
    fn plain(value: Value) -> Self {
        Self { value, warning: None }
    }
}

impl From<Num> for Value {
    fn from(num: Num) -> Self {
        match num {
            Num::Int(int) => Self::Int(int),
            Num::Float(float) => Self::Float(float),
        }
    }
}

struct Operand {
    num: Num,
    warning: Option<Warning>,
    /// A double that was spelled as text is saturated, not wrapped, when an integer is needed.
    is_text: bool,
}

impl Operand {
    fn to_int(&self) -> i64 {
        match self.num {
            Num::Int(int) => int,
            Num::Float(float) if self.is_text => int_from_text_float(float),
            Num::Float(float) => int_from_float(float),
        }
    }
}

fn operand(value: &Value) -> Option<Operand> {
    let plain = |num| Some(Operand { num, warning: None, is_text: false });
    match value {
        Value::Null => plain(Num::Int(0)),
        Value::Bool(flag) => plain(Num::Int(i64::from(*flag))),
        Value::Int(int) => plain(Num::Int(*int)),
        Value::Float(float) => plain(Num::Float(*float)),
        Value::Str(text) => parse_numeric(text).map(|parsed| Operand {
            num: parsed.num,
            warning: (!parsed.is_whole).then_some(Warning::NonNumeric),
            is_text: true,
        }),
        Value::Array(_) | Value::Object(_) => None,
    }
}

fn operands(left: &Value, right: &Value, symbol: &str) -> Result<(Operand, Operand), PhpError> {
    match (operand(left), operand(right)) {
        (Some(a), Some(b)) => Ok((a, b)),
        _ => Err(PhpError {
            class: "TypeError",
            message: format!(
                "Unsupported operand types: {} {symbol} {}",
                left.type_name(),
                right.type_name()
            ),
        }),
    }
}

/// Both operands as integers, for the operators that only know those.
pub(super) fn int_operands(
    left: &Value,
    right: &Value,
    symbol: &str,
) -> Result<(i64, i64, Option<Warning>), PhpError> {
    let (a, b) = operands(left, right, symbol)?;
    Ok((a.to_int(), b.to_int(), a.warning.or(b.warning)))
}

fn combine(
    (left, right): (&Value, &Value),
    symbol: &str,
    ints: impl Fn(i64, i64) -> Option<i64>,
    floats: impl Fn(f64, f64) -> f64,
) -> Result<Arith, PhpError> {
    let (a, b) = operands(left, right, symbol)?;
    let value = match (a.num, b.num) {
        (Num::Int(x), Num::Int(y)) => match ints(x, y) {
            Some(int) => Value::Int(int),
            None => Value::Float(floats(x as f64, y as f64)),
        },
        (x, y) => Value::Float(floats(x.as_float(), y.as_float())),
    };
    Ok(Arith { value, warning: a.warning.or(b.warning) })
}

/// `left + right`; two arrays are united, the left one's keys win.
pub fn add(left: &Value, right: &Value) -> Result<Arith, PhpError> {
    if let (Value::Array(a), Value::Array(b)) = (left, right) {
        return Ok(Arith::plain(Value::Array(union(a, b))));
    }
    combine((left, right), "+", i64::checked_add, |x, y| x + y)
}

fn union(left: &Arc<Array>, right: &Arc<Array>) -> Arc<Array> {
    let mut united = Arc::clone(left);
    for (key, value) in right.iter().filter(|(key, _)| left.get(*key).is_none()) {
        Arc::make_mut(&mut united).insert(key.to_key(), value.clone());
    }
    united
}

/// `left - right`
pub fn sub(left: &Value, right: &Value) -> Result<Arith, PhpError> {
    combine((left, right), "-", i64::checked_sub, |x, y| x - y)
}

/// `left * right`
pub fn mul(left: &Value, right: &Value) -> Result<Arith, PhpError> {
    combine((left, right), "*", i64::checked_mul, |x, y| x * y)
}

/// `-value`, which PHP computes as `value * -1`.
pub fn neg(value: &Value) -> Result<Arith, PhpError> {
    mul(value, &Value::Int(-1))
}

/// `left / right`: an integer where the division is exact, else a double.
pub fn div(left: &Value, right: &Value) -> Result<Arith, PhpError> {
    let (a, b) = operands(left, right, "/")?;
    if b.num.as_float() == 0.0 {
        return Err(PhpError { class: "DivisionByZeroError", message: "Division by zero".into() });
    }
    let value = match (a.num, b.num) {
        (Num::Int(x), Num::Int(y)) if x.checked_rem(y) == Some(0) => Value::Int(x / y),
        (x, y) => Value::Float(x.as_float() / y.as_float()),
    };
    Ok(Arith { value, warning: a.warning.or(b.warning) })
}

/// `left % right` on integers; the sign is the left one's.
pub fn modulo(left: &Value, right: &Value) -> Result<Arith, PhpError> {
    let (a, b) = operands(left, right, "%")?;
    let divisor = b.to_int();
    if divisor == 0 {
        return Err(PhpError { class: "DivisionByZeroError", message: "Modulo by zero".into() });
    }
    let value = Value::Int(a.to_int().wrapping_rem(divisor));
    Ok(Arith { value, warning: a.warning.or(b.warning) })
}

/// `left ** right`
pub fn pow(left: &Value, right: &Value) -> Result<Arith, PhpError> {
    let (a, b) = operands(left, right, "**")?;
    let value = match (a.num, b.num) {
        (Num::Int(base), Num::Int(exponent)) if exponent >= 0 => {
            let exact = u32::try_from(exponent).ok().and_then(|exponent| base.checked_pow(exponent));
            exact.map_or_else(|| Value::Float((base as f64).powf(exponent as f64)), Value::Int)
        }
        (base, exponent) => Value::Float(base.as_float().powf(exponent.as_float())),
    };
    Ok(Arith { value, warning: a.warning.or(b.warning) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(outcome: Result<Arith, PhpError>) -> String {
        match outcome {
            Ok(arith) => format!("{:?}{}", arith.value, if arith.warning.is_some() { " warned" } else { "" }),
            Err(error) => error.to_string(),
        }
    }

    /// PHP 8.2's own answers.
    #[test]
    fn arithmetic_follows_php() {
        let (int, text) = (Value::Int, |text: &str| Value::from(text));
        assert_eq!(shown(mul(&text("abc"), &int(1))), "TypeError: Unsupported operand types: string * int");
        assert_eq!(shown(add(&text("1a"), &int(1))), "Int(2) warned");
        assert_eq!(shown(add(&Value::Null, &Value::Bool(true))), "Int(1)");
        assert_eq!(shown(add(&int(i64::MAX), &int(1))), "Float(9.223372036854776e18)");
        assert_eq!(shown(div(&int(6), &int(3))), "Int(2)");
        assert_eq!(shown(div(&int(7), &int(2))), "Float(3.5)");
        assert_eq!(shown(div(&int(1), &text("0"))), "DivisionByZeroError: Division by zero");
        assert_eq!(shown(modulo(&int(-7), &int(3))), "Int(-1)");
        assert_eq!(shown(modulo(&int(i64::MIN), &int(-1))), "Int(0)");
        assert_eq!(shown(modulo(&text("1e20"), &int(7))), "Int(0)");
        assert_eq!(shown(modulo(&Value::Float(1e22), &int(7))), "Int(5)");
        assert_eq!(shown(modulo(&int(7), &text("1e1000"))), "DivisionByZeroError: Modulo by zero");
        assert_eq!(shown(pow(&int(2), &int(63))), "Float(9.223372036854775807e18)".replace("775807", "776"));
        assert_eq!(shown(pow(&int(2), &int(-1))), "Float(0.5)");
    }
}
