//! Arithmetic: `+ - * / %`.

use super::{Failure, Frame, Machine, quick};
use crate::logic::observe::Observer;
use crate::logic::operators::Code;
use crate::logic::program::Expr;
use crate::logic::rule::NodeId;
use crate::php::{self, Num, Value};

impl<O: Observer> Machine<'_, O> {
    /// `array_sum`: text counts its leading number or nothing, lists are left out; it never warns.
    pub(super) fn sum(&mut self, args: &[Expr], frame: Frame<'_>) -> Result<Value, Failure> {
        let mut sum = Num::Int(0);
        for arg in args {
            sum = match self.quick(arg, frame) {
                Some(value) => plus(sum, value),
                None => plus(sum, self.eval(arg, frame)?.get()),
            };
        }
        Ok(sum.into())
    }

    /// `array_reduce` with `*`, from 1.
    pub(super) fn product(&mut self, id: NodeId, args: &[Expr], frame: Frame<'_>) -> Result<Value, Failure> {
        // All arguments are evaluated before the first multiplication.
        if let [left, right] = args {
            if let Some((left, right)) = self.quick_pair(left, right, frame) {
                if let Some(product) = product_of_numbers(left, right) {
                    return Ok(product.into());
                }
                return self.product_of(id, &[left, right]);
            }
            let (left, right) = (self.eval(left, frame)?, self.eval(right, frame)?);
            let first = self.times(id, &Value::Int(1), left.get())?;
            return self.times(id, &first, right.get());
        }
        let values = self.eval_all(args, frame)?;
        let values: Vec<&Value> = values.iter().map(super::Ev::get).collect();
        self.product_of(id, &values)
    }

    pub(super) fn product_of(&mut self, id: NodeId, values: &[&Value]) -> Result<Value, Failure> {
        values.iter().try_fold(Value::Int(1), |product, value| self.times(id, &product, value))
    }

    #[inline]
    fn times(&mut self, id: NodeId, left: &Value, right: &Value) -> Result<Value, Failure> {
        match (left, right) {
            (Value::Int(1), Value::Int(_) | Value::Float(_)) => Ok(right.clone()),
            (Value::Float(a), Value::Float(b)) => Ok(Value::Float(a * b)),
            (Value::Int(a), Value::Float(b)) => Ok(Value::Float(*a as f64 * b)),
            (Value::Float(a), Value::Int(b)) => Ok(Value::Float(a * *b as f64)),
            _ => self.arith(id, php::mul(left, right)),
        }
    }

    /// `-`, `/`, `%`; a null second operand of `-` negates the first.
    pub(super) fn binary(
        &mut self,
        id: NodeId,
        code: Code,
        left: &Value,
        right: &Value,
    ) -> Result<Value, Failure> {
        let outcome = match code {
            Code::Sub if right.is_null() => php::neg(left),
            Code::Sub => php::sub(left, right),
            Code::Div => php::div(left, right),
            _ => php::modulo(left, right),
        };
        if let Err(error) = &outcome {
            // PHP converts the operands one after the other, and warns of one before it throws for the other.
            let is_warned_of = |value: &Value| {
                let number = value.as_str().and_then(php::parse_numeric);
                number.is_some_and(|number| !number.is_whole)
            };
            let is_divisor_seen = error.class == "DivisionByZeroError";
            if is_warned_of(left) || (is_divisor_seen && is_warned_of(right)) {
                self.warn(id, php::Warning::NonNumeric.message())?;
            }
        }
        self.arith(id, outcome)
    }

    fn arith(&mut self, id: NodeId, outcome: Result<php::Arith, php::PhpError>) -> Result<Value, Failure> {
        let outcome = outcome.map_err(|error| self.thrown(id, error))?;
        if let Some(warning) = outcome.warning {
            self.warn(id, warning.message())?;
        }
        Ok(outcome.value)
    }
}

/// The product of two fields or literals that are numbers.
#[inline]
pub(super) fn quick_product(left: &Expr, right: &Expr, frame: Frame<'_>) -> Option<Num> {
    product_of_numbers(quick(left, frame)?, quick(right, frame)?)
}

#[inline]
fn product_of_numbers(left: &Value, right: &Value) -> Option<Num> {
    Some(match (left, right) {
        (Value::Int(a), Value::Int(b)) => Num::Int(a.checked_mul(*b)?),
        (Value::Int(a), Value::Float(b)) => Num::Float(*a as f64 * b),
        (Value::Float(a), Value::Int(b)) => Num::Float(a * *b as f64),
        (Value::Float(a), Value::Float(b)) => Num::Float(a * b),
        _ => return None,
    })
}

#[inline]
pub(super) fn plus(sum: Num, value: &Value) -> Num {
    let term = match value {
        Value::Int(int) => Num::Int(*int),
        Value::Float(float) => Num::Float(*float),
        Value::Bool(flag) => Num::Int(i64::from(*flag)),
        Value::Str(text) => php::parse_numeric(text).map_or(Num::Int(0), |number| number.num),
        Value::Null | Value::Array(_) | Value::Object(_) => return sum,
    };
    plus_num(sum, term)
}

#[inline]
pub(super) fn plus_num(sum: Num, term: Num) -> Num {
    match (sum, term) {
        (Num::Int(a), Num::Int(b)) => match a.checked_add(b) {
            Some(int) => Num::Int(int),
            None => Num::Float(a as f64 + b as f64),
        },
        (a, b) => Num::Float(a.as_float() + b.as_float()),
    }
}
