//! A compiled rule, and what it is run with: options, limits, outcome.

use super::machine::{Frame, Machine};
use super::observe::{Observer, Off};
use super::operators::Code;
use super::rule::NodeId;
use super::{EvalError, EvalWarning};
use crate::php::{Key, Value, Warnings};
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

/// How much an evaluation may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EvalLimits {
    /// Nodes evaluated inside map, filter, reduce, all, some and none.
    pub steps: u64,
    /// Longest text in bytes that may be built.
    pub text_bytes: usize,
    /// Most items of a list that may be built, nested lists included.
    pub items: usize,
    /// Deepest nesting of a value that `reduce` may build. The depth of the rule itself is bounded by
    /// [`MAX_DEPTH`](super::MAX_DEPTH).
    pub depth: usize,
}

impl Default for EvalLimits {
    fn default() -> Self {
        Self { steps: 20_000_000, text_bytes: 16 * 1024 * 1024, items: 1_000_000, depth: 512 }
    }
}

/// How a rule is evaluated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EvalOptions {
    /// How much it may do
    pub limits: EvalLimits,
    /// Whether warnings are errors
    pub warnings: Warnings,
}

/// What a rule gives.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its value
    pub value: Value,
    /// What PHP would warn of; empty when warnings are raised
    pub warnings: Vec<EvalWarning>,
}

/// A rule made ready to be evaluated many times; it can be shared between threads.
#[derive(Debug)]
pub struct Program {
    pub(super) root: Expr,
    pub(super) pointers: Arc<[String]>,
}

impl Program {
    /// Evaluates the rule on data.
    ///
    /// # Errors
    /// What the server would throw, or a limit.
    ///
    /// ```
    /// use reagent::{json, logic, php};
    /// let rule = json::parse(r#"{"+": [{"var": "spend"}, 1]}"#, json::Limits::default()).unwrap();
    /// let data = json::parse(r#"{"spend": "2.5"}"#, json::Limits::default()).unwrap();
    /// let program = logic::parse(&rule).compile();
    /// let outcome = program.eval(&php::Value::from(&data), &logic::EvalOptions::default()).unwrap();
    /// assert!(php::strict_eq(&outcome.value, &php::Value::Float(3.5)));
    /// ```
    pub fn eval(&self, data: &Value, options: &EvalOptions) -> Result<Outcome, EvalError> {
        self.eval_observed(data, options, &mut Off)
    }

    /// Evaluates the rule and shows every step to an observer; the outcome is the same as without one.
    ///
    /// # Errors
    /// As [`Program::eval`].
    pub fn eval_observed<O: Observer>(
        &self,
        data: &Value,
        options: &EvalOptions,
        observer: &mut O,
    ) -> Result<Outcome, EvalError> {
        let mut machine = Machine::new(&self.pointers, options, observer);
        match machine.eval(&self.root, Frame::of(data)) {
            Ok(value) => Ok(Outcome { value: value.into_owned(), warnings: machine.into_warnings() }),
            Err(error) => Err(machine.finish_error(error)),
        }
    }

    /// Whether the rule holds for data: json-logic's truthiness of its value, without making the value.
    ///
    /// # Errors
    /// As [`Program::eval`].
    pub fn decide(&self, data: &Value, options: &EvalOptions) -> Result<bool, EvalError> {
        let mut observer = Off;
        let mut machine = Machine::new(&self.pointers, options, &mut observer);
        let decision = machine.test(&self.root, Frame::of(data));
        decision.map_err(|error| machine.finish_error(error))
    }
}

/// A compiled node.
#[derive(Debug)]
pub(super) struct Expr {
    pub(super) id: NodeId,
    pub(super) op: Op,
}

/// What a compiled node does.
#[derive(Debug)]
pub(super) enum Op {
    /// A literal
    Const(Value),
    /// A literal list with rules inside
    List(Box<[Expr]>),
    /// A literal object with rules inside
    Object(Box<[(Key, Expr)]>),
    /// `var` with a fixed path and no default
    Field(Path),
    /// `var` with a fixed path and a default
    FieldOr(Box<(Path, Expr)>),
    /// `var` for the whole data inside `reduce`
    WholeFold,
    /// A comparison of two operands
    Compare(Cmp, Box<[Expr; 2]>),
    /// `<` or `<=` with three operands
    Between(Cmp, Box<[Expr; 3]>),
    /// `+`
    Sum(Box<[Expr]>),
    /// `*`
    Product(Box<[Expr]>),
    /// `-`, `/`, `%` with two operands
    Binary(Code, Box<[Expr; 2]>),
    /// `in`
    In(Box<[Expr; 2]>),
    /// `!`
    Not(Box<Expr>),
    /// `!!`
    Truthy(Box<Expr>),
    /// Any other operator that gets its arguments evaluated
    Call(Box<EagerCall>),
    /// `if`
    If(Box<Branches>),
    /// `and`
    And(Junction),
    /// `or`
    Or(Junction),
    /// `filter`, `map`, `all`, `none`, `some`
    Each(Box<Each>),
    /// `reduce`
    Reduce(Box<Reduce>),
    /// Arguments that the server's function refuses once they are evaluated
    Refused(Box<Refusal>),
    /// An argument that is not there: a warning, and null
    Undefined(usize),
    /// An unknown operator
    Unknown(Box<str>),
    /// Nested too deep to be compiled
    TooDeep,
}

impl Op {
    /// True for literals and fields, which are read without a step of their own.
    #[inline]
    pub(super) fn is_quick(&self) -> bool {
        matches!(self, Self::Const(_) | Self::Field(_))
    }

    /// True if the value is always true or false.
    #[inline]
    pub(super) fn gives_bool(&self) -> bool {
        match self {
            Self::Compare(..) | Self::Between(..) | Self::In(_) | Self::Not(_) | Self::Truthy(_) => true,
            Self::And(junction) | Self::Or(junction) => junction.gives_bool,
            Self::Each(each) => each.gives_bool(),
            _ => false,
        }
    }
}

impl Each {
    /// True for `all`, `some` and `none`.
    #[inline]
    pub(super) fn gives_bool(&self) -> bool {
        matches!(self.code, Code::All | Code::Some | Code::None)
    }
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cmp {
    Eq,
    Ne,
    StrictEq,
    StrictNe,
    Lt,
    Le,
    Gt,
    Ge,
}

/// Where a path starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PathRoot {
    /// The data
    Data,
    /// `current` inside `reduce`
    Current,
    /// `accumulator` inside `reduce`
    Accumulator,
    /// Anything else inside `reduce`, where no other field exists
    Nothing,
}

/// A dotted path, split.
#[derive(Debug)]
pub(super) struct Path {
    pub(super) root: PathRoot,
    pub(super) segments: Box<[Segment]>,
}

impl Path {
    /// True for the path of the whole data.
    pub(super) fn is_whole(&self) -> bool {
        self.root == PathRoot::Data && self.segments.is_empty()
    }
}

/// One step of a path.
#[derive(Debug)]
pub(super) struct Segment {
    pub(super) key: Key,
    /// Where the key was found last: contexts of one event have their keys in the same places.
    pub(super) hint: AtomicU32,
}

/// The arguments of `and` and `or`.
#[derive(Debug)]
pub(super) struct Junction {
    pub(super) args: Box<[Expr]>,
    /// True if all arguments are always true or false, and so the value.
    pub(super) gives_bool: bool,
}

#[derive(Debug)]
pub(super) struct EagerCall {
    pub(super) code: Code,
    pub(super) args: Box<[Expr]>,
    /// For named arguments: which argument each parameter gets.
    pub(super) slots: Option<Box<[Option<usize>]>>,
}

#[derive(Debug)]
pub(super) struct Branches {
    pub(super) pairs: Box<[(Expr, Expr)]>,
    pub(super) otherwise: Option<Expr>,
}

#[derive(Debug)]
pub(super) struct Each {
    pub(super) code: Code,
    pub(super) source: Expr,
    pub(super) body: Expr,
    /// Position of the body among the arguments if it is not there
    pub(super) is_body_missing: bool,
    /// Nodes evaluated for one item
    pub(super) cost: u64,
    /// True if no item can fail or warn, so that the first that decides may end the loop.
    pub(super) is_infallible: bool,
}

#[derive(Debug)]
pub(super) struct Reduce {
    pub(super) source: Expr,
    pub(super) body: Expr,
    pub(super) is_body_missing: bool,
    pub(super) initial: Option<Expr>,
    pub(super) cost: u64,
    /// What is added for each item, where the body does nothing but add it to the accumulator.
    pub(super) addend: Option<Expr>,
    /// True if the body can build lists around the accumulator, which then grows with every item.
    pub(super) can_nest: bool,
}

#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) args: Box<[Expr]>,
    pub(super) class: &'static str,
    pub(super) message: String,
}
