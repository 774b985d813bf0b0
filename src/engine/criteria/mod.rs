//! A condition as criteria: what must hold, or must not, so that it decides as wanted.
//!
//! Not an evaluator of its own: every part is evaluated by the real one. [`super::why()`] reads off the criteria what
//! is unmet; the search for variants reads off what has to change. Main entry: [`Criteria::shape`].

mod field;
mod items;

pub(super) use field::{Field, Presence, fields, look_up};
pub(super) use items::{Items, filtered, first_item, first_of_absent};

use crate::json::Json;
use crate::logic::{self, Call, Code, EvalError, EvalOptions, Form, Kind, Node, NodeId, Program, Rule};
use crate::php::Value;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Most parts that one question evaluates; nested lists multiply.
const MAX_EVALUATIONS: usize = 50_000;

/// The data that a part of a condition sees: the context, or an item of a list in it.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    /// The data
    pub(super) data: Value,
    /// JSON Pointer into the context, where it is known
    pub(super) at: Option<String>,
}

impl Scope {
    /// The whole context.
    pub(super) fn root(data: Value) -> Self {
        Self { data, at: Some(String::new()) }
    }
}

/// A part of a condition and whether it should hold.
#[derive(Clone, Debug)]
pub(super) struct Aim<'r> {
    pub(super) node: &'r Node,
    pub(super) want: bool,
    pub(super) scope: Scope,
}

impl<'r> Aim<'r> {
    /// Another part that sees the same data.
    fn of(&self, node: &'r Node, want: bool) -> Self {
        Self { node, want, scope: self.scope.clone() }
    }
}

/// What an aim comes down to.
pub(super) enum Shape<'r> {
    /// Each of these aims
    All(Vec<Aim<'r>>),
    /// One of these aims
    Any(Vec<Aim<'r>>),
    /// Something about the items of a list
    Items(Items<'r>),
    /// No groups: a criterion
    Leaf,
}

/// A rule whose parts can be evaluated one by one.
pub(super) struct Criteria<'r> {
    pub(super) rule: &'r Rule,
    options: EvalOptions,
    programs: RefCell<BTreeMap<NodeId, Rc<Program>>>,
    left: Cell<usize>,
}

impl<'r> Criteria<'r> {
    /// The criteria of a rule under the settings of a run.
    pub(super) fn new(rule: &'r Rule, options: EvalOptions) -> Self {
        Self { rule, options, programs: RefCell::default(), left: Cell::new(MAX_EVALUATIONS) }
    }

    /// The source of a part.
    pub(super) fn source(&self, node: &Node) -> Option<&'r Json> {
        self.rule.source().pointer(self.rule.pointer(node.id))
    }

    /// The value of a part.
    pub(super) fn value(&self, node: &Node, scope: &Scope) -> Result<Value, EvalError> {
        self.left.set(self.left.get().saturating_sub(1));
        let cached = self.programs.borrow().get(&node.id).cloned();
        let program = cached.unwrap_or_else(|| {
            let source = self.source(node).cloned().unwrap_or_default();
            let program = Rc::new(logic::parse(&source).compile());
            self.programs.borrow_mut().insert(node.id, Rc::clone(&program));
            program
        });
        program.eval(&scope.data, &self.options).map(|outcome| outcome.value)
    }

    /// Whether an aim is met; an error never is.
    pub(super) fn is_met(&self, aim: &Aim<'_>) -> bool {
        self.value(aim.node, &aim.scope).is_ok_and(|value| logic::is_truthy(&value) == aim.want)
    }

    /// What an aim comes down to. A rule too large to be taken apart is one criterion.
    pub(super) fn shape(&self, aim: &Aim<'r>) -> Shape<'r> {
        let Kind::Call(call) = &aim.node.kind else { return Shape::Leaf };
        if matches!(call.form, Form::Named(_)) || call.args.is_empty() || self.left.get() == 0 {
            return Shape::Leaf;
        }
        let Some(code) = code(call) else { return Shape::Leaf };
        match code {
            Code::And | Code::Or => {
                let aims = call.args.iter().map(|node| aim.of(node, aim.want)).collect();
                if (code == Code::And) == aim.want { Shape::All(aims) } else { Shape::Any(aims) }
            }
            Code::Not => call.arg(0).map_or(Shape::Leaf, |node| Shape::All(vec![aim.of(node, !aim.want)])),
            Code::Truthy | Code::Log => {
                call.arg(0).map_or(Shape::Leaf, |node| Shape::All(vec![aim.of(node, aim.want)]))
            }
            Code::If | Code::Ternary => self.branches(aim, call),
            Code::All | Code::Some | Code::None | Code::Filter => self.items(aim, call, code),
            _ => Shape::Leaf,
        }
    }

    /// `if`: the value of the branch that is taken, or taking another branch.
    fn branches(&self, aim: &Aim<'r>, call: &'r Call) -> Shape<'r> {
        let (pairs, rest) = call.args.as_chunks::<2>();
        let taken = pairs.iter().position(|[condition, _]| self.is_met(&aim.of(condition, true)));
        let value_of = |position: Option<usize>| match position {
            Some(position) => pairs.get(position).map(|[_, value]| value),
            None => rest.first(),
        };
        let can_be = |value: Option<&Node>| match value.map(|node| (node, node.literal())) {
            Some((_, Some(json))) => logic::is_truthy(&Value::from(json)) == aim.want,
            Some((_, None)) => true,
            None => !aim.want,
        };
        let mut aims = Vec::new();
        if can_be(value_of(taken)) {
            aims.extend(value_of(taken).map(|value| aim.of(value, aim.want)));
        }
        for (position, [condition, value]) in pairs.iter().enumerate() {
            match taken {
                // The conditions after the branch that is taken are not asked; leaving it comes first.
                Some(taken) if position > taken => break,
                Some(taken) if position == taken => {
                    let has_other = pairs.iter().skip(taken + 1).any(|[_, value]| can_be(Some(value)));
                    if has_other || can_be(rest.first()) {
                        aims.push(aim.of(condition, false));
                    }
                }
                _ if can_be(Some(value)) => aims.push(aim.of(condition, true)),
                _ => {}
            }
        }
        if aims.is_empty() { Shape::Leaf } else { Shape::Any(aims) }
    }
}

/// The operator of an operation.
pub(super) fn code(call: &Call) -> Option<Code> {
    call.operator.map(|operator| operator.code)
}
