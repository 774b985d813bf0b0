//! What a rule gives on the shown event, node by node: the evaluator's own trace, with the item that each list is
//! looked at.

use crate::engine::PartState;
use crate::logic::{EvalLimits, EvalOptions, NodeId, Record, Rule, State, Trace};
use crate::php::Value;
use std::collections::BTreeMap;

/// Most work that is done between two frames; a run on a worker does the rest.
const STEPS: u64 = 40_000;

/// The item of the lists around a part that is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Item {
    /// The part is in no list
    Outside,
    /// An iteration of the trace
    Of(usize),
    /// No item of the list was looked at
    Nowhere,
}

impl Item {
    fn of(iteration: Option<usize>) -> Self {
        iteration.map_or(Self::Outside, Self::Of)
    }
}

/// A traced evaluation, indexed for reading.
#[derive(Debug, Default)]
pub(super) struct Live {
    trace: Trace,
    /// Positions of a node's records, by node
    of_node: Vec<Vec<u32>>,
    /// The iterations of a list's node within an iteration around it, in the list's order
    iterations: BTreeMap<(u32, Item), Vec<usize>>,
    /// What went wrong, in words
    pub(super) error: Option<String>,
    /// True if it was more work than fits between two frames
    pub(super) is_cut: bool,
}

impl Live {
    pub(super) fn of(rule: &Rule, data: &Value, options: EvalOptions) -> Self {
        let options = EvalOptions { limits: EvalLimits { steps: STEPS, ..options.limits }, ..options };
        let mut trace = Trace::default();
        let outcome = rule.compile().eval_observed(data, &options, &mut trace);
        let mut of_node = vec![Vec::new(); rule.node_count()];
        for (position, record) in trace.records().iter().enumerate() {
            if let Some(records) = of_node.get_mut(record.node().index()) {
                records.push(position as u32);
            }
        }
        let mut iterations: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (position, iteration) in trace.iterations().iter().enumerate() {
            iterations.entry((iteration.node.0, Item::of(iteration.parent()))).or_default().push(position);
        }
        let is_cut = trace.is_truncated()
            || outcome.as_ref().is_err_and(|error| error.code.starts_with("logic/limit"));
        let error = outcome.err().map(|error| error.message);
        Self { trace, of_node, iterations, error, is_cut }
    }

    /// What a node gave, in an iteration of the list around it.
    fn record(&self, node: NodeId, within: Item) -> Option<&Record> {
        let positions = self.of_node.get(node.index())?;
        let mut records = positions.iter().filter_map(|at| self.trace.records().get(*at as usize));
        records.find(|record| Item::of(record.iteration()) == within)
    }

    /// What became of a node.
    pub(super) fn state(&self, node: NodeId, within: Item) -> PartState {
        match self.record(node, within).map(Record::state) {
            Some(State::True) => PartState::True,
            Some(State::False) => PartState::False,
            Some(State::Error) => PartState::Error,
            Some(State::NotEvaluated) | None => PartState::NotEvaluated,
        }
    }

    /// The value of a node.
    pub(super) fn value(&self, node: NodeId, within: Item) -> Option<&Value> {
        self.record(node, within)?.value()
    }

    /// The iterations of a list's node.
    pub(super) fn iterations(&self, node: NodeId, within: Item) -> &[usize] {
        self.iterations.get(&(node.0, within)).map_or(&[], Vec::as_slice)
    }

    /// The position in the list that an iteration is about.
    pub(super) fn item_of(&self, iteration: usize) -> Option<usize> {
        Some(self.trace.iterations().get(iteration)?.index as usize)
    }
}

/// A value in a few characters.
pub(super) fn short_value(value: &Value) -> String {
    const LONGEST: usize = 48;
    let text = match value {
        Value::Array(array) if array.is_list() => return format!("list of {}", array.len()),
        Value::Array(array) => {
            let named = array.iter().take(3).filter_map(|(key, value)| match value {
                Value::Array(_) | Value::Null => None,
                plain => {
                    Some(format!("{} {}", key.to_value().as_str().unwrap_or_default(), short_value(plain)))
                }
            });
            named.collect::<Vec<_>>().join(", ")
        }
        plain => serde_json::Value::from(plain).to_string(),
    };
    if text.chars().count() <= LONGEST { text } else { text.chars().take(LONGEST).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logic::{self, Kind};
    use serde_json::json;

    #[test]
    fn each_item_of_a_list_has_its_own_states() {
        let source = json!({"all": [{"var": "items"}, {"<": [{"var": "price"}, 5]}]});
        let rule = logic::parse(&crate::json::Json::from(source));
        let data = Value::from(&json!({"items": [{"price": 1}, {"price": 9}, {"price": 10}]}));
        let live = Live::of(&rule, &data, EvalOptions::default());
        let inner = rule.node_at("/all/1").unwrap().id;
        assert!(matches!(rule.root().kind, Kind::Call(_)));
        let iterations = live.iterations(rule.root().id, Item::Outside);
        let states: Vec<_> = iterations.iter().map(|at| live.state(inner, Item::Of(*at))).collect();
        assert_eq!(states, [PartState::True, PartState::False, PartState::False]);
        assert_eq!(live.state(inner, Item::Outside), PartState::NotEvaluated);
    }

    #[test]
    fn what_takes_too_long_is_cut_and_says_so() {
        let source = json!({"all": [{"var": "items"}, {">=": [{"var": ""}, 0]}]});
        let rule = logic::parse(&crate::json::Json::from(source));
        let items: Vec<i64> = (0..200_000).collect();
        let live = Live::of(&rule, &Value::from(&json!({ "items": items })), EvalOptions::default());
        assert!(live.is_cut);
    }
}
