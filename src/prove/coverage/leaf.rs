//! The parts of a rule that are asked for true or false: what is left when `and`, `or`, `!` and `if` are taken apart.

use crate::logic::{EvalError, Node, NodeId, Observer, Rule, is_truthy};
use crate::php::Value;
use crate::twig::provenance::Chosen;

/// The leaf conditions of a rule in source order. `is_condition` says that the rule as a whole is one, as a filter's
/// is; a dynamic argument only has those inside `if`, `filter` and the like.
///
/// ```
/// use reagent::{json, logic, prove};
/// let text = r#"{"and": [{">": [{"var": "a"}, 1]}, {"!": {"var": "b"}}, true]}"#;
/// let rule = logic::parse(&json::parse(text, json::Limits::default()).unwrap());
/// let leaves = prove::leaf_conditions(&rule, true);
/// let pointers: Vec<_> = leaves.iter().map(|leaf| rule.pointer(*leaf)).collect();
/// assert_eq!(pointers, ["/and/0", "/and/1/!"]);
/// ```
pub fn leaf_conditions(rule: &Rule, is_condition: bool) -> Vec<NodeId> {
    let mut leaves = Vec::new();
    let mut pending = vec![(rule.root(), is_condition)];
    while let Some((node, is_condition)) = pending.pop() {
        if is_condition && is_leaf(node) {
            leaves.push(node.id);
        }
        let count = node.children().count();
        let parts = node.children().enumerate();
        pending.extend(parts.map(|(index, part)| (part, asks(node, index, count, is_condition))));
    }
    leaves.sort_unstable();
    leaves
}

fn is_leaf(node: &Node) -> bool {
    let is_group = |name: &str| matches!(name, "and" | "or" | "!" | "!!" | "if" | "?:");
    node.call().is_some_and(|call| !is_group(&call.name))
}

/// Whether an operation asks one of its arguments for true or false.
fn asks(node: &Node, index: usize, count: usize, is_condition: bool) -> bool {
    let Some(call) = node.call() else { return false };
    let is_last = index + 1 == count;
    match call.name.as_str() {
        "!" | "!!" => true,
        // The last one is only passed on.
        "and" | "or" => is_condition || !is_last,
        "if" | "?:" => is_condition || index.is_multiple_of(2) && !is_last,
        "filter" | "all" | "some" | "none" => index == 1,
        _ => false,
    }
}

/// How often each node of a rule was true, false, or failed.
#[derive(Clone, Debug, Default)]
pub(super) struct Sides(Vec<(Chosen, u32)>);

impl Sides {
    pub(super) fn new(node_count: usize) -> Self {
        Self(vec![(Chosen::default(), 0); node_count])
    }

    pub(super) fn of(&self, node: NodeId) -> (Chosen, u32) {
        self.0.get(node.index()).copied().unwrap_or_default()
    }
}

impl Observer for Sides {
    fn value(&mut self, node: NodeId, value: &Value) {
        let Some((seen, _)) = self.0.get_mut(node.index()) else { return };
        let times = if is_truthy(value) { &mut seen.yes } else { &mut seen.no };
        *times = times.saturating_add(1);
    }

    fn failed(&mut self, node: NodeId, _: &EvalError) {
        if let Some((_, errors)) = self.0.get_mut(node.index()) {
            *errors = errors.saturating_add(1);
        }
    }

    fn enter(&mut self, _: NodeId, _: usize) {}

    fn leave(&mut self) {}
}
