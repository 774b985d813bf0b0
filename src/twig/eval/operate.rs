//! Operators on two values.

use super::{Closure, Runtime};
use crate::php::{self, Arith, PhpError, Value, Warning, compare, loose_eq, strict_eq, to_str};
use crate::twig::ast::BinaryOp;
use crate::twig::error::{Fault, Outcome};
use crate::twig::filters;
use crate::twig::markup;
use std::cmp::Ordering;

/// The cases without errors, warnings or copies: numbers and comparisons.
pub(crate) fn simple(op: BinaryOp, left: &Value, right: &Value) -> Option<Value> {
    if matches!(left, Value::Object(_)) || matches!(right, Value::Object(_)) {
        return None;
    }
    if let Some(flag) = comparison(op, left, right) {
        return Some(Value::Bool(flag));
    }
    let (Value::Int(_) | Value::Float(_), Value::Int(_) | Value::Float(_)) = (left, right) else {
        return None;
    };
    let arith = match op {
        BinaryOp::Add => php::add(left, right),
        BinaryOp::Sub => php::sub(left, right),
        BinaryOp::Mul => php::mul(left, right),
        BinaryOp::Div => php::div(left, right),
        _ => return None,
    };
    arith.ok().map(|arith| arith.value)
}

fn comparison(op: BinaryOp, left: &Value, right: &Value) -> Option<bool> {
    Some(match op {
        BinaryOp::Equal => loose_eq(left, right),
        BinaryOp::NotEqual => !loose_eq(left, right),
        BinaryOp::Same => strict_eq(left, right),
        BinaryOp::NotSame => !strict_eq(left, right),
        BinaryOp::Less => compare(left, right) == Ordering::Less,
        BinaryOp::Greater => compare(right, left) == Ordering::Less,
        BinaryOp::LessEqual => compare(left, right) != Ordering::Greater,
        BinaryOp::GreaterEqual => compare(right, left) != Ordering::Greater,
        BinaryOp::In => is_in(left, right),
        BinaryOp::NotIn => !is_in(left, right),
        _ => return None,
    })
}

impl Runtime<'_> {
    pub(crate) fn operate(&mut self, op: BinaryOp, left: Value, right: Value) -> Outcome<Value> {
        if matches!(op, BinaryOp::Same | BinaryOp::NotSame) {
            return Ok(Value::Bool(strict_eq(&left, &right) == (op == BinaryOp::Same)));
        }
        let (left, right) = (markup::plain(left), markup::plain(right));
        if let Some(flag) = dates_compared(op, &left, &right).or_else(|| comparison(op, &left, &right)) {
            return Ok(Value::Bool(flag));
        }
        match op {
            BinaryOp::Add => self.calculate(php::add, &left, &right),
            BinaryOp::Sub => self.calculate(php::sub, &left, &right),
            BinaryOp::Mul => self.calculate(php::mul, &left, &right),
            BinaryOp::Div => self.calculate(php::div, &left, &right),
            BinaryOp::FloorDiv => {
                let quotient = self.calculate(php::div, &left, &right)?;
                Ok(floor(&quotient))
            }
            BinaryOp::Mod => self.calculate(php::modulo, &left, &right),
            BinaryOp::Pow => self.calculate(php::pow, &left, &right),
            BinaryOp::BitAnd => self.calculate(php::bit_and, &left, &right),
            BinaryOp::BitOr => self.calculate(php::bit_or, &left, &right),
            BinaryOp::BitXor => self.calculate(php::bit_xor, &left, &right),
            BinaryOp::Spaceship => Ok(Value::Int(compare(&left, &right) as i64)),
            BinaryOp::Range => self.range(&left, &right, &Value::Int(1)),
            BinaryOp::StartsWith => Ok(Value::Bool(both_text(&left, &right, |a, b| a.starts_with(b)))),
            BinaryOp::EndsWith => Ok(Value::Bool(both_text(&left, &right, |a, b| a.ends_with(b)))),
            BinaryOp::HasSome => self.some_or_every(&left, &right, true),
            BinaryOp::HasEvery => self.some_or_every(&left, &right, false),
            BinaryOp::Matches => matches(&left, &right),
            _ => Ok(Value::Null),
        }
    }

    /// An operation on two values. PHP converts the left one first, so its warning comes before the right one's error.
    pub(crate) fn calculate(
        &mut self,
        operation: fn(&Value, &Value) -> Result<Arith, PhpError>,
        left: &Value,
        right: &Value,
    ) -> Outcome<Value> {
        let outcome = operation(left, right);
        if outcome.is_err() && php::parse_numeric(text(left)).is_some() | left.as_str().is_none() {
            let is_partial =
                |value: &Value| php::parse_numeric(text(value)).is_some_and(|parsed| !parsed.is_whole);
            if !matches!(left, Value::Array(_) | Value::Object(_)) && (is_partial(left) || is_partial(right))
            {
                self.warn(Warning::NonNumeric.message())?;
            }
        }
        self.arith(outcome)
    }

    /// The value of an operation, with its warning and error as Twig shows them.
    pub(crate) fn arith(&mut self, outcome: Result<Arith, PhpError>) -> Outcome<Value> {
        let arith = outcome.map_err(|error| Fault::php(error.message))?;
        if let Some(warning) = arith.warning {
            self.warn(Warning::message(warning))?;
        }
        Ok(arith.value)
    }

    fn some_or_every(&mut self, list: &Value, arrow: &Value, is_some: bool) -> Outcome<Value> {
        let name = if is_some { "has some" } else { "has every" };
        let Some(closure) = closure_of(arrow) else {
            return Err(Fault::runtime(format!(
                "The callable passed to the \"{name}\" operator must be a Closure."
            )));
        };
        let Value::Array(array) = list else {
            return Err(Fault::runtime(format!(
                "The \"{name}\" operator expects a sequence or a mapping, got \"{}\".",
                list.type_name()
            )));
        };
        let mut caller = closure.caller();
        for (key, value) in array.iter() {
            let verdict = caller.call(self, &[value.clone(), key.to_value()])?;
            if markup::truth(&verdict) == is_some {
                return Ok(Value::Bool(is_some));
            }
        }
        Ok(Value::Bool(!is_some))
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The closure of a value.
pub(crate) fn closure_of(value: &Value) -> Option<&Closure> {
    match value {
        Value::Object(object) => object.as_any().downcast_ref(),
        _ => None,
    }
}

/// `//` rounds down; PHP's `floor` gives a double, which Twig casts to an integer.
fn floor(quotient: &Value) -> Value {
    match quotient {
        Value::Float(float) => Value::Int(php::to_int(&Value::Float(float.floor()))),
        other => other.clone(),
    }
}

fn both_text(left: &Value, right: &Value, test: impl Fn(&str, &str) -> bool) -> bool {
    match (left, right) {
        (Value::Str(a), Value::Str(b)) => test(a, b),
        _ => false,
    }
}

/// `needle in haystack`
fn is_in(needle: &Value, haystack: &Value) -> bool {
    match haystack {
        Value::Array(array) => array.values().any(|item| loosely_same(needle, item)),
        Value::Str(text) => match needle {
            Value::Str(part) => text.contains(&**part),
            Value::Int(_) | Value::Float(_) => {
                let part = to_str(needle).unwrap_or_default();
                text.contains(&*part)
            }
            _ => false,
        },
        _ => false,
    }
}

/// Items are compared more strictly than `==` does: text and numbers only if the text is that number.
fn loosely_same(needle: &Value, item: &Value) -> bool {
    loose_eq(needle, item)
}

fn dates_compared(op: BinaryOp, left: &Value, right: &Value) -> Option<bool> {
    let order = crate::twig::dates::compare(left, right)?;
    Some(match op {
        BinaryOp::Equal => order == Ordering::Equal,
        BinaryOp::NotEqual => order != Ordering::Equal,
        BinaryOp::Less => order == Ordering::Less,
        BinaryOp::Greater => order == Ordering::Greater,
        BinaryOp::LessEqual => order != Ordering::Greater,
        BinaryOp::GreaterEqual => order != Ordering::Less,
        _ => return None,
    })
}

fn matches(text: &Value, pattern: &Value) -> Outcome<Value> {
    let function = "Twig\\Extension\\CoreExtension::matches";
    let text = filters::text_or_null(text, function, 2, "str")?;
    let source = to_str(pattern).unwrap_or_default();
    match crate::twig::pattern::is_match(&source, &text) {
        // Assumption: a boolean, as Twig's `matches` declares since it is a method.
        Ok(found) => Ok(Value::Bool(found)),
        Err(reason) => {
            Err(Fault::runtime(format!("Regexp \"{source}\" passed to \"matches\" is not valid: {reason}.")))
        }
    }
}
