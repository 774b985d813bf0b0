//! Which constants of a criterion may be changed, and to what.

use super::date;
use super::number::{near_number, whole_around};
use super::search::Candidate;
use super::values::like;
use crate::engine::criteria::{Aim, Criteria, code, fields};
use crate::json::{Json, pointer_push};
use crate::logic::{Code, Kind, Node};
use crate::php::Value;

/// A constant of an operation inside the criterion: what is computed, instead of what is asked.
const NESTED: usize = 100;
/// Most items of a list that a constant is taken from.
const MAX_ITEMS: usize = 20;

/// The constants of a criterion with values taken from the context.
pub(super) fn candidates(condition: usize, criteria: &Criteria<'_>, aim: &Aim<'_>) -> Vec<Candidate> {
    let at = |node: &Node| format!("/{condition}{}", criteria.rule.pointer(node.id));
    let mut found = Vec::new();
    if aim.node.literal().is_some() {
        found.push(candidate(at(aim.node), Json::Bool(aim.want), 0));
        return found;
    }
    let observed = observed(criteria, aim);
    let mut literals = Vec::new();
    collect(aim.node, 0, &mut literals);
    for (depth, node) in literals {
        let far = depth * NESTED;
        let pointer = at(node);
        match &node.kind {
            Kind::Literal(json) => {
                let values = observed.iter().flat_map(|value| constants_near(json, value));
                let values = values.filter(|to| to != json).enumerate();
                found.extend(values.map(|(rank, to)| {
                    let strange = if to.kind() == json.kind() { 0 } else { NESTED };
                    candidate(pointer.clone(), to, rank + far + strange)
                }));
            }
            Kind::List(_) => {
                if let Some(Json::Array(items)) = criteria.source(node) {
                    let lists = lists(items, &observed);
                    found.extend(lists.map(|(rank, to)| candidate(pointer.clone(), Json::Array(to), rank)));
                }
            }
            _ => {}
        }
    }
    found.extend(names_left_out(condition, criteria, aim));
    found
}

fn candidate(pointer: String, to: Json, rank: usize) -> Candidate {
    Candidate { pointer, to: Some(to), rank, is_free: false }
}

/// The values that the constants are compared with.
fn observed(criteria: &Criteria<'_>, aim: &Aim<'_>) -> Vec<Json> {
    let of_args = aim.node.children().filter(|node| node.literal().is_none());
    let values = of_args.filter_map(|node| criteria.value(node, &aim.scope).ok());
    let of_fields = fields(criteria, aim.node, &aim.scope).into_iter().map(|field| field.value);
    let mut found: Vec<Json> = Vec::new();
    let mut add = |value: &Value| {
        let json = Json::from(&serde_json::Value::from(value));
        let is_scalar = !matches!(value, Value::Null | Value::Array(_) | Value::Object(_));
        if is_scalar && !found.contains(&json) {
            found.push(json);
        }
    };
    for value in values.chain(of_fields) {
        match &value {
            Value::Array(items) => items.iter().take(MAX_ITEMS).for_each(|(_, item)| add(item)),
            scalar => add(scalar),
        }
    }
    found
}

/// The observed value and what is right beside it, in the constant's own spelling first.
fn constants_near(constant: &Json, observed: &Json) -> Vec<Json> {
    let mut found = vec![like(observed, constant), observed.clone()];
    if let (Json::String(date), Json::String(constant)) = (observed, constant) {
        found.extend(date::around(date, constant).into_iter().map(Json::String));
    }
    let is_whole = matches!(constant, Json::Number(number) if number.as_i64().is_some());
    let whole = if is_whole { whole_around(observed) } else { Vec::new() };
    found.extend(whole);
    found.extend(near_number(observed).iter().map(|near| like(near, constant)));
    if let Json::Bool(flag) = constant {
        found.push(Json::Bool(!flag));
    }
    if let (Json::String(text), Json::String(whole)) = (constant, observed)
        && !whole.is_empty()
    {
        // A part of a text that is looked for.
        found.extend(whole.find(text.as_str()).map(|_| Json::String(format!("{whole}-2"))));
    }
    found
}

/// A list of choices with the observed value, and without it.
fn lists(items: &[Json], observed: &[Json]) -> impl Iterator<Item = (usize, Vec<Json>)> {
    let mut found = Vec::new();
    for (rank, value) in observed.iter().enumerate() {
        if !items.contains(value) {
            found.push((rank, items.iter().cloned().chain([value.clone()]).collect()));
        }
    }
    for removed in 0..items.len() {
        let others = items.iter().enumerate().filter(|(at, _)| *at != removed);
        found.push((observed.len() + removed, others.map(|(_, item)| item.clone()).collect()));
    }
    found.into_iter()
}

/// Scalar constants and lists of them, each with the number of operations around it inside the criterion; not the
/// paths of fields, which are no constants.
fn collect<'r>(node: &'r Node, depth: usize, found: &mut Vec<(usize, &'r Node)>) {
    match &node.kind {
        Kind::Literal(_) => found.push((depth, node)),
        Kind::List(items) if items.iter().all(|item| item.literal().is_some()) => found.push((depth, node)),
        Kind::Call(call) => {
            let args = match code(call) {
                Some(Code::Var | Code::Missing) => &[],
                Some(Code::MissingSome) => call.args.get(..1).unwrap_or_default(),
                _ => call.args.as_slice(),
            };
            for node in args {
                collect(node, depth + 1, found);
            }
        }
        _ => node.children().for_each(|node| collect(node, depth, found)),
    }
}

/// `missing` without one of its names.
fn names_left_out(condition: usize, criteria: &Criteria<'_>, aim: &Aim<'_>) -> Vec<Candidate> {
    let Some(call) = aim.node.call().filter(|call| code(call) == Some(Code::Missing)) else {
        return Vec::new();
    };
    let list = call.args.first().filter(|node| matches!(node.kind, Kind::List(_)));
    let (count, mut base) = if let Some(node) = list {
        (node.children().count(), criteria.rule.pointer(node.id).to_owned())
    } else {
        let mut base = criteria.rule.pointer(aim.node.id).to_owned();
        pointer_push(&mut base, &call.name);
        (call.args.len(), base)
    };
    base.insert_str(0, &format!("/{condition}"));
    let Some(Json::Array(items)) = criteria.source(aim.node).and_then(|source| match list {
        Some(node) => criteria.source(node),
        None => source.get(&call.name),
    }) else {
        return Vec::new();
    };
    let absent =
        criteria.value(aim.node, &aim.scope).map(|value| Json::from(&serde_json::Value::from(&value)));
    let absent = absent.unwrap_or_default();
    let is_there = |item: &&Json| !absent.as_array().unwrap_or_default().contains(item);
    let present = Json::Array(items.iter().filter(is_there).cloned().collect());
    let without = |left_out: usize| {
        let others = items.iter().enumerate().filter(move |(at, _)| *at != left_out);
        Json::Array(others.map(|(_, item)| item.clone()).collect())
    };
    let all = [candidate(base.clone(), present, count)];
    all.into_iter().chain((0..count).map(|rank| candidate(base.clone(), without(rank), rank))).collect()
}
