//! Watching an evaluation: the [`Observer`] and the ready-made [`Trace`].

use super::EvalError;
use super::rule::NodeId;
use crate::php::{Value, to_bool};
use std::num::NonZeroU32;

/// Sees what an evaluation does. Literals and the path of a `var` are not shown: they are what the rule says.
pub trait Observer {
    /// False compiles all calls away.
    const ENABLED: bool = true;
    /// A node got its value.
    fn value(&mut self, node: NodeId, value: &Value);
    /// A node failed, or one below it.
    fn failed(&mut self, node: NodeId, error: &EvalError);
    /// An item of the list that `node` runs over comes next.
    fn enter(&mut self, node: NodeId, index: usize);
    /// The list is done.
    fn leave(&mut self);
}

/// Watches nothing, at no cost.
#[derive(Clone, Copy, Debug)]
pub struct Off;

impl Observer for Off {
    const ENABLED: bool = false;
    fn value(&mut self, _: NodeId, _: &Value) {}
    fn failed(&mut self, _: NodeId, _: &EvalError) {}
    fn enter(&mut self, _: NodeId, _: usize) {}
    fn leave(&mut self) {}
}

/// What became of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Its value counts as true.
    True,
    /// Its value counts as false.
    False,
    /// It was not looked at.
    NotEvaluated,
    /// It failed, or one below it.
    Error,
}

/// One value that a node got.
#[derive(Clone, Debug)]
pub struct Record {
    node: NodeId,
    /// Index into the iterations, plus 1; records are many, and this saves a word in each.
    iteration: Option<NonZeroU32>,
    result: Option<Value>,
}

impl Record {
    /// The node.
    pub fn node(&self) -> NodeId {
        self.node
    }

    /// In which item of which list: an index into [`Trace::iterations`].
    pub fn iteration(&self) -> Option<usize> {
        self.iteration.map(|number| number.get() as usize - 1)
    }

    /// The value; `None` if the node failed.
    pub fn value(&self) -> Option<&Value> {
        self.result.as_ref()
    }

    /// The value as JSON; `None` if the node failed.
    pub fn json(&self) -> Option<serde_json::Value> {
        self.result.as_ref().map(serde_json::Value::from)
    }

    /// What became of the node.
    pub fn state(&self) -> State {
        match &self.result {
            None => State::Error,
            Some(value) if is_truthy(value) => State::True,
            Some(_) => State::False,
        }
    }
}

/// One item of a list that map, filter, reduce, all, some or none ran over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Iteration {
    /// The node that runs over the list
    pub node: NodeId,
    /// Position of the item, from 0
    pub index: u32,
    parent: Option<NonZeroU32>,
}

impl Iteration {
    /// The iteration around it: an index into [`Trace::iterations`].
    pub fn parent(&self) -> Option<usize> {
        self.parent.map(|number| number.get() as usize - 1)
    }
}

/// Records every value that every node gets, up to [`Trace::MAX_RECORDS`].
///
/// ```
/// use reagent::{json, logic, php};
/// let source = json::parse(r#"{">": [{"var": "total"}, 50]}"#, json::Limits::default()).unwrap();
/// let rule = logic::parse(&source);
/// let mut trace = logic::Trace::default();
/// let data = php::Value::from(&serde_json::json!({"total": 80}));
/// rule.compile().eval_observed(&data, &logic::EvalOptions::default(), &mut trace).unwrap();
/// let total = rule.node_at("/>/0").unwrap().id;
/// assert_eq!(trace.records_of(total).next().unwrap().json(), Some(80.into()));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The first `len` are in use. Filling a slot in place is three times as fast as pushing a record.
    slots: Vec<Record>,
    len: usize,
    iterations: Vec<Iteration>,
    current: Option<NonZeroU32>,
    stack: Vec<Option<NonZeroU32>>,
    is_truncated: bool,
}

impl Trace {
    /// Most values that are kept; a rule over a long list makes more than anybody can read.
    pub const MAX_RECORDS: usize = 200_000;

    /// All values in the order in which the nodes were finished.
    pub fn records(&self) -> &[Record] {
        self.slots.get(..self.len).unwrap_or_default()
    }

    /// All items of lists that were run over.
    pub fn iterations(&self) -> &[Iteration] {
        &self.iterations
    }

    /// The values that one node got, one per item if it is inside map, filter, reduce, all, some or none.
    pub fn records_of(&self, node: NodeId) -> impl Iterator<Item = &Record> {
        self.records().iter().filter(move |record| record.node == node)
    }

    /// What became of a node; of several, what became of it last.
    pub fn state(&self, node: NodeId) -> State {
        self.records()
            .iter()
            .rev()
            .find(|record| record.node == node)
            .map_or(State::NotEvaluated, Record::state)
    }

    /// The position of the item that a record belongs to, in the innermost list.
    pub fn index_of(&self, record: &Record) -> Option<usize> {
        let iteration = self.iterations.get(record.iteration()?)?;
        Some(iteration.index as usize)
    }

    /// Forgets everything, keeping the memory (and the values in it until they are overwritten) for the next evaluation.
    pub fn clear(&mut self) {
        self.len = 0;
        self.iterations.clear();
        self.stack.clear();
        self.current = None;
        self.is_truncated = false;
    }

    /// True if there were more values than are kept.
    pub fn is_truncated(&self) -> bool {
        self.is_truncated
    }

    #[inline]
    fn slot(&mut self) -> Option<&mut Record> {
        if self.len == self.slots.len() {
            self.grow();
        }
        let slot = self.slots.get_mut(self.len)?;
        self.len += 1;
        slot.iteration = self.current;
        Some(slot)
    }

    // One function for each kind, so that the payload comes in a register: a value that was written just before is
    // slow to read again in one piece.
    #[inline(never)]
    fn put_bool(&mut self, node: NodeId, flag: bool) {
        if let Some(slot) = self.slot() {
            slot.node = node;
            slot.result = Some(Value::Bool(flag));
        }
    }

    #[inline(never)]
    fn put_int(&mut self, node: NodeId, int: i64) {
        if let Some(slot) = self.slot() {
            slot.node = node;
            slot.result = Some(Value::Int(int));
        }
    }

    #[inline(never)]
    fn put_float(&mut self, node: NodeId, float: f64) {
        if let Some(slot) = self.slot() {
            slot.node = node;
            slot.result = Some(Value::Float(float));
        }
    }

    #[inline(never)]
    fn put(&mut self, node: NodeId, value: &Value) {
        if let Some(slot) = self.slot() {
            slot.node = node;
            slot.result = Some(value.clone());
        }
    }

    #[cold]
    fn grow(&mut self) {
        const FIRST: usize = 64;
        let blank = Record { node: NodeId(0), iteration: None, result: None };
        let len = (self.slots.len() * 2).clamp(FIRST, Self::MAX_RECORDS);
        self.is_truncated |= len == self.slots.len();
        self.slots.resize(len, blank);
    }
}

impl Observer for Trace {
    #[inline]
    fn value(&mut self, node: NodeId, value: &Value) {
        match value {
            Value::Bool(flag) => self.put_bool(node, *flag),
            Value::Int(int) => self.put_int(node, *int),
            Value::Float(float) => self.put_float(node, *float),
            other => self.put(node, other),
        }
    }

    fn failed(&mut self, node: NodeId, _: &EvalError) {
        let Some(slot) = self.slot() else { return };
        slot.node = node;
        slot.result = None;
    }

    #[inline]
    fn enter(&mut self, node: NodeId, index: usize) {
        if index == 0 {
            self.stack.push(self.current);
        }
        if self.iterations.len() >= Self::MAX_RECORDS {
            self.is_truncated = true;
            return;
        }
        let parent = self.stack.last().copied().flatten();
        self.iterations.push(Iteration { node, index: u32::try_from(index).unwrap_or(u32::MAX), parent });
        self.current = u32::try_from(self.iterations.len()).ok().and_then(NonZeroU32::new);
    }

    fn leave(&mut self) {
        self.current = self.stack.pop().flatten();
    }
}

/// json-logic's truthiness: PHP's, but the text `0` counts as true.
///
/// Source: json-logic-php 1.5.1, `JsonLogic::truthy`.
pub fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Str(text) => !text.is_empty(),
        other => to_bool(other),
    }
}
