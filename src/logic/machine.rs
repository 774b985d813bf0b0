//! The evaluator: walks a compiled rule over data and gives what json-logic-php 1.5.1 gives on PHP 8.
//!
//! Results are borrowed from the data and the rule wherever possible. Source for every semantic here: json-logic-php's
//! own answers in `tests/fixtures/jsonlogic`.

mod call;
mod list;
mod lookup;
mod number;
mod total;

use super::observe::{Observer, is_truthy};
use super::program::{Branches, Cmp, EvalOptions, Expr, Op};
use super::rule::NodeId;
use super::{EvalError, EvalWarning};
use crate::php::{self, Array, PhpError, Value, Warnings};
use std::cmp::Ordering;

/// An error on its way out; boxed, because results are passed around at every node.
#[derive(Debug)]
pub(super) struct Failure(Box<EvalError>);

/// Most warnings that are kept; the rest would be repetitions of the same kind.
const MAX_WARNINGS: usize = 1_000;

/// A value borrowed from the data or the rule, or a new one.
#[derive(Debug)]
pub(super) enum Ev<'f> {
    Ref(&'f Value),
    Own(Value),
}

impl Ev<'_> {
    #[inline]
    pub(super) fn get(&self) -> &Value {
        match self {
            Ev::Ref(value) => value,
            Ev::Own(value) => value,
        }
    }

    #[inline]
    pub(super) fn into_owned(self) -> Value {
        match self {
            Ev::Ref(value) => value.clone(),
            Ev::Own(value) => value,
        }
    }
}

/// What `var` reads from. Two pointers, so that it travels in registers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame<'f> {
    /// The data, or the item of a list
    pub(super) data: &'f Value,
    /// Inside `reduce`, the value so far; `data` is the current item then
    pub(super) accumulator: Option<&'f Value>,
}

impl<'f> Frame<'f> {
    #[inline]
    pub(super) fn of(data: &'f Value) -> Self {
        Self { data, accumulator: None }
    }
}

/// The value of a literal or a field, which are the operands of most operations, without a step of their own.
#[inline]
fn quick<'f>(expr: &'f Expr, frame: Frame<'f>) -> Option<&'f Value> {
    match &expr.op {
        Op::Const(value) => Some(value),
        Op::Field(path) => Some(lookup::find(path, frame).unwrap_or(&lookup::NULL)),
        _ => None,
    }
}

pub(super) struct Machine<'m, O: Observer> {
    pointers: &'m [String],
    options: &'m EvalOptions,
    observer: &'m mut O,
    warnings: Vec<EvalWarning>,
    steps_left: u64,
    /// How many rules found in data are being evaluated.
    data_rules: u32,
}

impl<'m, O: Observer> Machine<'m, O> {
    pub(super) fn new(pointers: &'m [String], options: &'m EvalOptions, observer: &'m mut O) -> Self {
        let steps_left = options.limits.steps;
        Self { pointers, options, observer, warnings: Vec::new(), steps_left, data_rules: 0 }
    }

    pub(super) fn into_warnings(self) -> Vec<EvalWarning> {
        self.warnings
    }

    pub(super) fn finish_error(self, failure: Failure) -> EvalError {
        EvalError { warnings: self.warnings, ..*failure.0 }
    }

    #[inline]
    pub(super) fn eval<'f>(&mut self, expr: &'f Expr, frame: Frame<'f>) -> Result<Ev<'f>, Failure> {
        if let Some(value) = self.quick(expr, frame) {
            return Ok(Ev::Ref(value));
        }
        if !O::ENABLED && expr.op.gives_bool() {
            return Ok(Ev::Own(Value::Bool(self.test(expr, frame)?)));
        }
        let result = self.compute(expr, frame);
        if O::ENABLED {
            match &result {
                Ok(value) => self.observer.value(expr.id, value.get()),
                Err(failure) => self.observer.failed(expr.id, &failure.0),
            }
        }
        result
    }

    /// The value of a literal or a field, shown to the observer.
    #[inline]
    fn quick<'f>(&mut self, expr: &'f Expr, frame: Frame<'f>) -> Option<&'f Value> {
        let value = quick(expr, frame)?;
        if O::ENABLED && !matches!(expr.op, Op::Const(_)) {
            self.observer.value(expr.id, value);
        }
        Some(value)
    }

    /// Both operands, if both are literals or fields.
    #[inline]
    fn quick_pair<'f>(
        &mut self,
        left: &'f Expr,
        right: &'f Expr,
        frame: Frame<'f>,
    ) -> Option<(&'f Value, &'f Value)> {
        if !right.op.is_quick() {
            return None;
        }
        Some((self.quick(left, frame)?, self.quick(right, frame)?))
    }

    #[inline(never)]
    fn compute<'f>(&mut self, expr: &'f Expr, frame: Frame<'f>) -> Result<Ev<'f>, Failure> {
        let id = expr.id;
        Ok(match &expr.op {
            Op::Const(value) => Ev::Ref(value),
            Op::Field(path) => Ev::Ref(lookup::find(path, frame).unwrap_or(&lookup::NULL)),
            Op::FieldOr(field) => {
                let default = self.eval(&field.1, frame)?;
                match lookup::find(&field.0, frame) {
                    Some(value) => Ev::Ref(value),
                    // The whole data is given as it is, even if it is null.
                    None if field.0.is_whole() => Ev::Ref(frame.data),
                    None => default,
                }
            }
            Op::WholeFold => {
                Ev::Own(lookup::whole_fold(frame.data, frame.accumulator.unwrap_or(&lookup::NULL)))
            }
            Op::Compare(..) | Op::Between(..) | Op::In(_) | Op::Not(_) | Op::Truthy(_) => {
                Ev::Own(Value::Bool(self.holds(expr, frame)?))
            }
            Op::Sum(args) => Ev::Own(self.sum(args, frame)?),
            Op::Product(args) => Ev::Own(self.product(id, args, frame)?),
            Op::Binary(code, pair) => {
                let [left, right] = &**pair;
                let (left, right) = (self.eval(left, frame)?, self.eval(right, frame)?);
                Ev::Own(self.binary(id, *code, left.get(), right.get())?)
            }
            Op::If(branches) => self.branch(branches, frame)?,
            Op::And(junction) => self.deciding(id, &junction.args, frame, false)?,
            Op::Or(junction) => self.deciding(id, &junction.args, frame, true)?,
            Op::List(items) => Ev::Own(self.list(items, frame)?),
            Op::Object(entries) => {
                let mut array = Array::map_with_capacity(entries.len());
                for (key, value) in entries {
                    array.insert(key.clone(), self.eval(value, frame)?.into_owned());
                }
                Ev::Own(Value::array(array))
            }
            Op::Each(each) => Ev::Own(self.each(id, each, frame)?),
            Op::Reduce(reduce) => Ev::Own(self.reduce(id, reduce, frame)?),
            Op::Call(call) => self.call(id, call, frame)?,
            Op::Refused(_) | Op::Undefined(_) | Op::Unknown(_) | Op::TooDeep => self.odd(expr, frame)?,
        })
    }

    /// Whether a node's value counts as true, without making the value.
    pub(super) fn test<'f>(&mut self, expr: &'f Expr, frame: Frame<'f>) -> Result<bool, Failure> {
        if O::ENABLED {
            return Ok(is_truthy(self.eval(expr, frame)?.get()));
        }
        match &expr.op {
            Op::Compare(..) | Op::In(_) | Op::Not(_) | Op::Truthy(_) | Op::Between(..) => {
                self.holds(expr, frame)
            }
            Op::And(junction) if !junction.args.is_empty() => {
                for arg in &junction.args {
                    if !self.test(arg, frame)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Op::Or(junction) if !junction.args.is_empty() => {
                for arg in &junction.args {
                    if self.test(arg, frame)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Op::If(branches) => self.branch_holds(branches, frame),
            Op::Each(each) if each.gives_bool() => self.quantify(expr.id, each, frame),
            _ => Ok(is_truthy(self.eval(expr, frame)?.get())),
        }
    }

    /// As [`Machine::test`], without a call for the commonest test of an item: a field against a literal.
    #[inline]
    pub(super) fn test_item<'f>(&mut self, body: &'f Expr, frame: Frame<'f>) -> Result<bool, Failure> {
        if !O::ENABLED
            && let Op::Compare(cmp, pair) = &body.op
            && let [Expr { op: Op::Field(path), .. }, Expr { op: Op::Const(literal), .. }] = &**pair
        {
            let value = lookup::find(path, frame).unwrap_or(&lookup::NULL);
            return Ok(compare(*cmp, value, literal));
        }
        self.test(body, frame)
    }

    /// The operators that give true or false.
    fn holds<'f>(&mut self, expr: &'f Expr, frame: Frame<'f>) -> Result<bool, Failure> {
        match &expr.op {
            Op::Compare(cmp, pair) => {
                let [left, right] = &**pair;
                if let Some((left, right)) = self.quick_pair(left, right, frame) {
                    return Ok(compare(*cmp, left, right));
                }
                let (left, right) = (self.eval(left, frame)?, self.eval(right, frame)?);
                Ok(compare(*cmp, left.get(), right.get()))
            }
            Op::Between(cmp, three) => {
                let [a, b, c] = &**three;
                let (a, b, c) = (self.eval(a, frame)?, self.eval(b, frame)?, self.eval(c, frame)?);
                Ok(between(*cmp, a.get(), b.get(), c.get()))
            }
            Op::In(pair) => {
                let [needle, haystack] = &**pair;
                if let Some((needle, haystack)) = self.quick_pair(needle, haystack, frame) {
                    return self.contains(expr.id, needle, haystack);
                }
                let (needle, haystack) = (self.eval(needle, frame)?, self.eval(haystack, frame)?);
                self.contains(expr.id, needle.get(), haystack.get())
            }
            Op::Not(arg) => Ok(!self.test(arg, frame)?),
            Op::Truthy(arg) => self.test(arg, frame),
            _ => Ok(is_truthy(self.eval(expr, frame)?.get())),
        }
    }

    fn branch<'f>(&mut self, branches: &'f Branches, frame: Frame<'f>) -> Result<Ev<'f>, Failure> {
        for (condition, value) in &branches.pairs {
            if self.test(condition, frame)? {
                return self.eval(value, frame);
            }
        }
        match &branches.otherwise {
            Some(value) => self.eval(value, frame),
            None => Ok(Ev::Own(Value::Null)),
        }
    }

    fn branch_holds<'f>(&mut self, branches: &'f Branches, frame: Frame<'f>) -> Result<bool, Failure> {
        for (condition, value) in &branches.pairs {
            if self.test(condition, frame)? {
                return self.test(value, frame);
            }
        }
        branches.otherwise.as_ref().map_or(Ok(false), |value| self.test(value, frame))
    }

    /// `and` and `or`: the first value whose truth is `wanted`, else the last.
    fn deciding<'f>(
        &mut self,
        id: NodeId,
        args: &'f [Expr],
        frame: Frame<'f>,
        wanted: bool,
    ) -> Result<Ev<'f>, Failure> {
        let Some((last, others)) = args.split_last() else {
            self.warn(id, "Undefined variable $current")?;
            return Ok(Ev::Own(Value::Null));
        };
        for arg in others {
            let value = self.eval(arg, frame)?;
            if is_truthy(value.get()) == wanted {
                return Ok(value);
            }
        }
        self.eval(last, frame)
    }

    /// Nodes that cannot work as written.
    fn odd<'f>(&mut self, expr: &'f Expr, frame: Frame<'f>) -> Result<Ev<'f>, Failure> {
        match &expr.op {
            Op::Undefined(position) => {
                self.warn(expr.id, &format!("Undefined array key {position}"))?;
                Ok(Ev::Own(Value::Null))
            }
            Op::Unknown(name) => Err(self.at(expr.id, EvalError::unknown_operator(name))),
            Op::Refused(refusal) => {
                for arg in &refusal.args {
                    self.eval(arg, frame)?;
                }
                Err(self.at(expr.id, EvalError::new(refusal.class, refusal.message.clone())))
            }
            _ => Err(self.at(expr.id, EvalError::limit("logic/limit-depth", "the rule is nested too deep"))),
        }
    }

    /// Puts an error in its place.
    #[cold]
    pub(super) fn at(&self, id: NodeId, error: EvalError) -> Failure {
        Failure(Box::new(EvalError { pointer: self.pointer(id), ..error }))
    }

    fn pointer(&self, id: NodeId) -> String {
        self.pointers.get(id.index()).cloned().unwrap_or_default()
    }

    #[cold]
    pub(super) fn thrown(&self, id: NodeId, error: PhpError) -> Failure {
        self.at(id, EvalError::new(error.class, error.message))
    }

    #[cold]
    pub(super) fn warn(&mut self, id: NodeId, message: &str) -> Result<(), Failure> {
        let pointer = self.pointer(id);
        if self.options.warnings == Warnings::Raise {
            return Err(self.at(id, EvalError::new("ErrorException", message)));
        }
        if self.warnings.len() < MAX_WARNINGS {
            self.warnings.push(EvalWarning { message: message.to_owned(), pointer });
        }
        Ok(())
    }
}

/// PHP's comparison operators.
#[inline]
pub(super) fn compare(cmp: Cmp, left: &Value, right: &Value) -> bool {
    if let (Value::Int(a), Value::Int(b)) = (left, right) {
        return match cmp {
            Cmp::Eq | Cmp::StrictEq => a == b,
            Cmp::Ne | Cmp::StrictNe => a != b,
            Cmp::Lt => a < b,
            Cmp::Le => a <= b,
            Cmp::Gt => a > b,
            Cmp::Ge => a >= b,
        };
    }
    if let Some((a, b)) = floats(left, right) {
        return match cmp {
            Cmp::Eq => a == b,
            Cmp::Ne => a != b,
            Cmp::Lt => a < b,
            Cmp::Le => a <= b,
            Cmp::Gt => a > b,
            Cmp::Ge => a >= b,
            Cmp::StrictEq => php::strict_eq(left, right),
            Cmp::StrictNe => !php::strict_eq(left, right),
        };
    }
    compare_any(cmp, left, right)
}

#[inline]
fn floats(left: &Value, right: &Value) -> Option<(f64, f64)> {
    match (left, right) {
        (Value::Float(a), Value::Float(b)) => Some((*a, *b)),
        (Value::Int(a), Value::Float(b)) => Some((*a as f64, *b)),
        (Value::Float(a), Value::Int(b)) => Some((*a, *b as f64)),
        _ => None,
    }
}

fn compare_any(cmp: Cmp, left: &Value, right: &Value) -> bool {
    match cmp {
        Cmp::Eq => php::loose_eq(left, right),
        Cmp::Ne => !php::loose_eq(left, right),
        Cmp::StrictEq => php::strict_eq(left, right),
        Cmp::StrictNe => !php::strict_eq(left, right),
        Cmp::Lt => php::compare(left, right) == Ordering::Less,
        Cmp::Le => php::compare(left, right) != Ordering::Greater,
        // PHP asks `a > b` as `b < a`, which matters for what cannot be ordered.
        Cmp::Gt => php::compare(right, left) == Ordering::Less,
        Cmp::Ge => php::compare(right, left) != Ordering::Greater,
    }
}

/// `a < b < c`; a null third operand is as if it were not there.
pub(super) fn between(cmp: Cmp, a: &Value, b: &Value, c: &Value) -> bool {
    compare(cmp, a, b) && (c.is_null() || compare(cmp, b, c))
}
