//! Operators that get their arguments evaluated: text, `min`, `max`, `merge`, and everything written in an unusual way.

use super::{Ev, Failure, Frame, Machine, between, compare, number};
use crate::logic::EvalError;
use crate::logic::compile::comparison;
use crate::logic::observe::{Observer, is_truthy};
use crate::logic::operators::Code;
use crate::logic::program::{Cmp, EagerCall, Expr};
use crate::logic::rule::NodeId;
use crate::php::{self, Array, Num, Value, Warning};
use std::cmp::Ordering;

impl<O: Observer> Machine<'_, O> {
    pub(super) fn eval_all<'f>(
        &mut self,
        args: &'f [Expr],
        frame: Frame<'f>,
    ) -> Result<Vec<Ev<'f>>, Failure> {
        let mut values = Vec::with_capacity(args.len());
        for arg in args {
            values.push(self.eval(arg, frame)?);
        }
        Ok(values)
    }

    pub(super) fn list(&mut self, items: &[Expr], frame: Frame<'_>) -> Result<Value, Failure> {
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            values.push(self.eval(item, frame)?.into_owned());
        }
        Ok(Value::list(values))
    }

    pub(super) fn call<'f>(
        &mut self,
        id: NodeId,
        call: &'f EagerCall,
        frame: Frame<'f>,
    ) -> Result<Ev<'f>, Failure> {
        let mut values = self.eval_all(&call.args, frame)?;
        if let Some(slots) = &call.slots {
            let bound = slots.iter().map(|slot| {
                slot.and_then(|slot| values.get(slot)).map_or(Value::Null, |value| value.get().clone())
            });
            values = bound.map(Ev::Own).collect();
        }
        self.apply(id, call.code, values, frame)
    }

    fn apply<'f>(
        &mut self,
        id: NodeId,
        code: Code,
        args: Vec<Ev<'f>>,
        frame: Frame<'f>,
    ) -> Result<Ev<'f>, Failure> {
        let arg = |position: usize| args.get(position).map_or(&super::lookup::NULL, Ev::get);
        if let Some(cmp) = comparison(code) {
            let has_three = matches!(cmp, Cmp::Lt | Cmp::Le) && args.len() > 2;
            let holds =
                if has_three { between(cmp, arg(0), arg(1), arg(2)) } else { compare(cmp, arg(0), arg(1)) };
            return Ok(Ev::Own(Value::Bool(holds)));
        }
        Ok(Ev::Own(match code {
            Code::Var => return self.var(id, (arg(0), arg(1).clone()), frame),
            Code::Missing => self.missing(id, &args, frame)?,
            Code::MissingSome => self.missing_some(id, (arg(0), arg(1)), frame)?,
            Code::Not => Value::Bool(!is_truthy(arg(0))),
            Code::Truthy => Value::Bool(is_truthy(arg(0))),
            Code::In => Value::Bool(self.contains(id, arg(0), arg(1))?),
            Code::Max | Code::Min => self.extreme(id, code, args)?,
            Code::Add => args.iter().fold(Num::Int(0), |sum, arg| number::plus(sum, arg.get())).into(),
            Code::Mul => self.product_of(id, &args.iter().map(Ev::get).collect::<Vec<_>>())?,
            Code::Sub | Code::Div | Code::Rem => self.binary(id, code, arg(0), arg(1))?,
            Code::Merge => self.merge(id, &args)?,
            Code::Cat => self.cat(id, &args)?,
            Code::Substr => self.substr(id, arg(0), arg(1), arg(2))?,
            Code::Log => {
                if arg(0).as_array().is_some() {
                    return Err(self.type_error(id, "error_log(): Argument #1 ($message)", "string", arg(0)));
                }
                arg(0).clone()
            }
            // Comparisons are done above; the others evaluate their arguments themselves.
            _ => Value::Null,
        }))
    }

    fn type_error(&self, id: NodeId, argument: &str, wanted: &str, given: &Value) -> Failure {
        let message = format!("{argument} must be of type {wanted}, {} given", given.type_name());
        self.at(id, EvalError::new("TypeError", message))
    }

    /// `in`: among the values of a list or object, or text in text.
    pub(super) fn contains(&mut self, id: NodeId, needle: &Value, haystack: &Value) -> Result<bool, Failure> {
        match haystack {
            Value::Array(array) => Ok(match (array.as_slice(), needle) {
                (Some(items), Value::Str(text)) => items.iter().any(|item| match item {
                    Value::Str(other) => php::text_loose_eq(text, other),
                    other => php::loose_eq(needle, other),
                }),
                (Some(items), _) => items.iter().any(|item| php::loose_eq(needle, item)),
                (None, _) => array.values().any(|item| php::loose_eq(needle, item)),
            }),
            Value::Str(text) => match php::to_str(needle) {
                Some(part) => Ok(text.contains(&*part)),
                None => Err(self.type_error(id, "strpos(): Argument #2 ($needle)", "string", needle)),
            },
            _ => Ok(false),
        }
    }

    /// `max` and `min`: the first of equal values, as it is.
    fn extreme(&mut self, id: NodeId, code: Code, args: Vec<Ev<'_>>) -> Result<Value, Failure> {
        let better = if code == Code::Max { Ordering::Less } else { Ordering::Greater };
        let best = args
            .into_iter()
            .reduce(|best, other| if php::compare(best.get(), other.get()) == better { other } else { best });
        best.map(Ev::into_owned).ok_or_else(|| {
            let name = if code == Code::Max { "max" } else { "min" };
            let message = format!("{name}(): Argument #1 ($value) must contain at least one element");
            self.at(id, EvalError::new("ValueError", message))
        })
    }

    /// `merge`: lists are renumbered, a text key that comes again replaces the value.
    fn merge(&mut self, id: NodeId, args: &[Ev<'_>]) -> Result<Value, Failure> {
        let mut merged = Array::new();
        for arg in args {
            match arg.get() {
                Value::Null => {}
                Value::Array(array) => {
                    for (key, value) in array.iter() {
                        match key {
                            php::KeyRef::Int(_) => merged.push(value.clone()),
                            text @ php::KeyRef::Str(_) => merged.insert(text.to_key(), value.clone()),
                        }
                    }
                }
                scalar => merged.push(scalar.clone()),
            }
            if merged.len() > self.options.limits.items {
                let message = format!("merge makes more than {} items", self.options.limits.items);
                return Err(self.at(id, EvalError::limit("logic/limit-output", message)));
            }
        }
        Ok(Value::array(merged))
    }

    fn cat(&mut self, id: NodeId, args: &[Ev<'_>]) -> Result<Value, Failure> {
        let mut text = String::new();
        for arg in args {
            if let Some(part) = php::to_str(arg.get()) {
                text.push_str(&part);
            } else {
                self.warn(id, Warning::ArrayToString.message())?;
                text.push_str("Array");
            }
            if text.len() > self.options.limits.text_bytes {
                let message =
                    format!("cat makes a text longer than {} bytes", self.options.limits.text_bytes);
                return Err(self.at(id, EvalError::limit("logic/limit-output", message)));
            }
        }
        Ok(Value::str(text))
    }

    /// `substr` by bytes; a letter cut in half becomes U+FFFD, which is what an encoder would make of it.
    fn substr(&mut self, id: NodeId, text: &Value, start: &Value, length: &Value) -> Result<Value, Failure> {
        let Some(text_bytes) = php::to_str(text) else {
            return Err(self.type_error(id, "substr(): Argument #1 ($string)", "string", text));
        };
        let Some(start) = int_parameter(start) else {
            return Err(self.type_error(id, "substr(): Argument #2 ($offset)", "int", start));
        };
        let length = match length {
            Value::Null => None,
            length => match int_parameter(length) {
                Some(length) => Some(length),
                None => return Err(self.type_error(id, "substr(): Argument #3 ($length)", "?int", length)),
            },
        };
        let bytes = text_bytes.as_bytes();
        let len = bytes.len() as i64;
        let from = if start < 0 { len.saturating_add(start).max(0) } else { start.min(len) };
        let to = match length {
            None => len,
            Some(length) if length < 0 => len.saturating_add(length).max(from),
            Some(length) => from.saturating_add(length).min(len),
        };
        let part = bytes.get(from as usize..to as usize).unwrap_or_default();
        Ok(Value::str(String::from_utf8_lossy(part).into_owned()))
    }
}

/// What a PHP function with an `int` parameter takes: numbers and whole numeric text, cut to an integer that fits.
fn int_parameter(value: &Value) -> Option<i64> {
    const TWO_POW_63: f64 = 9_223_372_036_854_775_808.0;
    match value {
        Value::Null => Some(0),
        Value::Bool(flag) => Some(i64::from(*flag)),
        other => match php::to_number(other)? {
            Num::Int(int) => Some(int),
            Num::Float(float) if (-TWO_POW_63..TWO_POW_63).contains(&float) => Some(float as i64),
            Num::Float(_) => None,
        },
    }
}
