//! The second opinion: the crate `jsonlogic-rs`, a portable JSON Logic, guarded.
//!
//! Not for hot paths: it copies the context for every field it reads.

use super::program::EvalOptions;
use super::rule::{Kind, Node, Rule};
use super::{EvalError, is_truthy};
use crate::php;
use serde_json::Value;

/// Deepest rule and data that are handed over; the crate recurses without a limit.
const MAX_DEPTH: usize = 100;

/// Why there is no second opinion.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// The crate would not do what portable JSON Logic does.
    #[error("not compared: {0}")]
    Refused(&'static str),
    /// The crate's own error.
    #[error("{0}")]
    Failed(String),
}

/// Evaluates a rule with `jsonlogic-rs`.
///
/// # Errors
/// Refused where the crate is known to go wrong: unknown operators (it gives them back as data, which counts as true),
/// rules inside literal lists (it does not evaluate them), rule-shaped data (it runs it), great depth (it overflows
/// its stack).
pub fn eval(rule: &Rule, data: &Value) -> Result<Value, ReferenceError> {
    check_rule(rule)?;
    check_data(data, MAX_DEPTH)?;
    let source = rule.source().to_value();
    let data = data.clone();
    let result = std::panic::catch_unwind(move || jsonlogic_rs::apply(&source, &data));
    match result {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(ReferenceError::Failed(error.to_string())),
        Err(_) => Err(ReferenceError::Failed("the reference engine stopped".to_owned())),
    }
}

fn check_rule(rule: &Rule) -> Result<(), ReferenceError> {
    if deeper_than(rule.root(), MAX_DEPTH) {
        return Err(ReferenceError::Refused("the rule is nested too deep for the reference engine"));
    }
    for node in rule.nodes() {
        match &node.kind {
            Kind::Call(call) if call.operator.is_none() => {
                return Err(ReferenceError::Refused("the rule has an unknown operator"));
            }
            Kind::List(items) if items.iter().any(|item| !is_plain(item)) => {
                return Err(ReferenceError::Refused("the rule has rules inside a literal list"));
            }
            Kind::Object(_) | Kind::TooDeep => {
                return Err(ReferenceError::Refused("the rule has a literal object"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// A literal without rules inside.
fn is_plain(node: &Node) -> bool {
    match &node.kind {
        Kind::Literal(_) => true,
        Kind::List(items) => items.iter().all(is_plain),
        _ => false,
    }
}

fn deeper_than(node: &Node, limit: usize) -> bool {
    limit == 0 || node.children().any(|child| deeper_than(child, limit - 1))
}

/// An object with one key that names an operator is a rule to the crate, wherever it stands.
fn check_data(data: &Value, levels: usize) -> Result<(), ReferenceError> {
    if levels == 0 {
        return Err(ReferenceError::Refused("the data is nested too deep for the reference engine"));
    }
    match data {
        Value::Array(items) => items.iter().try_for_each(|item| check_data(item, levels - 1)),
        Value::Object(entries) => {
            let is_rule = entries.len() == 1 && entries.keys().any(|key| super::operator(key).is_some());
            if is_rule {
                return Err(ReferenceError::Refused("the data has an object that looks like a rule"));
            }
            entries.values().try_for_each(|value| check_data(value, levels - 1))
        }
        _ => Ok(()),
    }
}

/// What two engines say of one rule on one context.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The engine of record, with PHP's semantics
    pub php8: Result<Value, EvalError>,
    /// The second opinion
    pub reference: Result<Value, ReferenceError>,
    /// Whether both decide alike; `None` where the reference engine was not asked. An error decides like an error.
    pub same_decision: Option<bool>,
}

/// Evaluates a rule with both engines.
pub fn compare_engines(rule: &Rule, data: &Value, options: &EvalOptions) -> Comparison {
    let outcome = rule.compile().eval(&php::Value::from(data), options);
    let php_decision = outcome.as_ref().ok().map(|outcome| is_truthy(&outcome.value));
    let reference = eval(rule, data);
    let same_decision = match &reference {
        Err(ReferenceError::Refused(_)) => None,
        Err(ReferenceError::Failed(_)) => Some(php_decision.is_none()),
        Ok(value) => Some(php_decision == Some(is_portably_truthy(value))),
    };
    Comparison { php8: outcome.map(|outcome| Value::from(&outcome.value)), reference, same_decision }
}

/// Truthiness of portable JSON Logic: as json-logic's own, but an empty object is true.
fn is_portably_truthy(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        other => is_truthy(&php::Value::from(other)),
    }
}
