//! Which leaves of the context a criterion reads, and which values would be plausible there.

use super::date;
use super::search::Candidate;
use crate::engine::criteria::{Aim, Criteria, Field, Presence, code, fields};
use crate::json::{Json, Style, to_text};
use crate::logic::{self, Code, Kind, Node};
use crate::php::{Num, Value, numeric, to_number};
use std::collections::BTreeMap;

/// Most values that one leaf may take on.
const MAX_VALUES: usize = 60;
/// Offsets that are tried where a remainder is asked for.
const OFFSETS: i64 = 12;
/// A fraction where there is a whole number.
const FRACTION: usize = 80;
/// A value of another type than what is there.
const OTHER_TYPE: usize = 100;
/// Leaving a field out, or emptying it.
const EMPTIED: usize = 200;

/// Where values come from besides the criterion itself.
pub(super) struct Values<'a> {
    /// The context as it was
    original: &'a Json,
    /// Other contexts of the event
    samples: Vec<&'a Json>,
    /// The constants that a path is compared with anywhere in the conditions
    constants: BTreeMap<String, Vec<Json>>,
}

impl<'a> Values<'a> {
    /// Reads the constants of the conditions.
    pub(super) fn new(conditions: &[Json], original: &'a Json, samples: Vec<&'a Json>) -> Self {
        let mut constants: BTreeMap<String, Vec<Json>> = BTreeMap::new();
        for rule in super::goal::parsed(conditions) {
            for node in rule.nodes().filter(|node| node.call().and_then(code).is_some_and(Code::compares)) {
                let Some(source) = rule.source().pointer(rule.pointer(node.id)) else { continue };
                let mut literals = Vec::new();
                collect(node, &mut literals);
                for used in logic::used_paths(&logic::parse(source)) {
                    let known = constants.entry(used.path).or_default();
                    known.extend(literals.iter().cloned());
                }
            }
        }
        Self { original, samples, constants }
    }
}

/// The scalar constants below a node; not the paths of fields.
fn collect(node: &Node, found: &mut Vec<Json>) {
    match &node.kind {
        Kind::Literal(Json::Null) => {}
        Kind::Literal(json) => found.push(json.clone()),
        Kind::Call(call) if matches!(code(call), Some(Code::Var | Code::Missing | Code::MissingSome)) => {}
        _ => node.children().for_each(|child| collect(child, found)),
    }
}

/// The leaves that a criterion reads with values that may meet it, the most plausible one first.
pub(super) fn candidates(
    values: &Values<'_>,
    criteria: &Criteria<'_>,
    aim: &Aim<'_>,
    context: &Json,
) -> Vec<Candidate> {
    let mut found = Vec::new();
    for field in fields(criteria, aim.node, &aim.scope) {
        let Some(pointer) = field.at.clone() else { continue };
        let now = context.pointer(&pointer);
        let leaf = Leaf { values, criteria, aim, field: &field, now, pointer: &pointer };
        found.extend(leaf.candidates());
    }
    found
}

/// A leaf that a criterion reads.
struct Leaf<'l> {
    values: &'l Values<'l>,
    criteria: &'l Criteria<'l>,
    aim: &'l Aim<'l>,
    field: &'l Field,
    now: Option<&'l Json>,
    pointer: &'l str,
}

impl Leaf<'_> {
    fn candidates(&self) -> Vec<Candidate> {
        let mut all: Vec<(usize, Option<Json>)> = Vec::new();
        for value in self.proposals() {
            let same = self.model().map_or_else(|| value.clone(), |model| like(&value, model));
            let is_other = self.model().is_some_and(|model| model.kind() != same.kind());
            let is_cut = self.is_whole() && number(&same).is_some_and(|number| number.fract() != 0.0);
            let strange = usize::from(is_cut) * FRACTION + usize::from(is_other) * OTHER_TYPE;
            all.push((self.distance(&same) + strange, Some(same)));
            all.push((self.distance(&value) + OTHER_TYPE, Some(value)));
        }
        all.extend(self.emptied().into_iter().enumerate().map(|(at, to)| (EMPTIED + at, to)));
        let mut seen = Vec::new();
        all.retain(|(_, to)| {
            let is_new = to.as_ref() != self.now && !seen.contains(to);
            seen.push(to.clone());
            is_new
        });
        all.sort_by_key(|(distance, _)| *distance);
        all.truncate(MAX_VALUES);
        let pointer = self.pointer.to_owned();
        all.into_iter().map(|(rank, to)| Candidate { pointer: pointer.clone(), to, rank }).collect()
    }

    /// A value whose type and format the leaf should keep: its own, or that of the same leaf in another context.
    fn model(&self) -> Option<&Json> {
        let is_value = |json: &&Json| !matches!(json, Json::Null);
        let own =
            self.now.filter(is_value).or_else(|| self.values.original.pointer(self.pointer).filter(is_value));
        own.or_else(|| self.sampled().next())
    }

    /// Whether the leaf is a whole number, as a count is.
    fn is_whole(&self) -> bool {
        matches!(self.model(), Some(Json::Number(number)) if number.as_i64().is_some())
    }

    fn sampled(&self) -> impl Iterator<Item = &Json> {
        let at = self.values.samples.iter().filter_map(|sample| sample.pointer(self.pointer));
        at.filter(|json| !matches!(json, Json::Null))
    }

    /// How far a value is from what is there: numbers by their order of magnitude, then in the order of proposal.
    fn distance(&self, value: &Json) -> usize {
        let (Some(from), Some(to)) = (self.now.and_then(number), number(value)) else { return 10 };
        let gap = (from - to).abs();
        // One step for each doubling keeps the sums of several leaves small.
        if gap == 0.0 { 0 } else { (gap.log2().max(-8.0) * 2.0 + 20.0) as usize }
    }

    fn proposals(&self) -> Vec<Json> {
        let call = self.aim.node.call();
        let haystack = call.filter(|call| code(call) == Some(Code::In)).and_then(|call| call.arg(1));
        if haystack.is_some_and(|list| self.is_read_by(list)) {
            return self.with_needle().into_iter().chain(self.sampled().take(10).cloned()).collect();
        }
        // The operands of these are names of fields.
        let names_fields = matches!(call.and_then(code), Some(Code::Var | Code::Missing | Code::MissingSome));
        let mut base = if names_fields { Vec::new() } else { self.operands() };
        base.extend(self.values.constants.get(&self.field.path).cloned().unwrap_or_default());
        let mut found = Vec::new();
        let mut numbers: Vec<f64> = Vec::new();
        for value in &base {
            if let (Json::String(text), Some(Json::String(model))) = (value, self.model().or(Some(value))) {
                found.extend(date::around(text, model).into_iter().map(Json::String));
            }
            found.push(value.clone());
            found.extend(near_number(value));
            numbers.extend(number(value));
            if let Json::Bool(flag) = value {
                found.push(Json::Bool(!flag));
            }
        }
        numbers.sort_by(f64::total_cmp);
        found.extend(numbers.windows(2).filter_map(|pair| match pair {
            [low, high] if low < high => json_number(f64::midpoint(*low, *high)),
            _ => None,
        }));
        found.extend(self.solved());
        found.extend(self.with_start());
        found.extend(self.sampled().take(10).cloned());
        found.extend(self.plausible());
        found
    }

    /// The values of the criterion's operands, and the items of those that are lists.
    fn operands(&self) -> Vec<Json> {
        let mut found = Vec::new();
        for node in self.aim.node.children() {
            match self.criteria.value(node, &self.aim.scope) {
                Ok(Value::Array(items)) => found.extend(items.iter().take(20).map(|(_, item)| json(item))),
                Ok(value) => found.push(json(&value)),
                Err(_) => {}
            }
        }
        found.retain(|value| !matches!(value, Json::Null | Json::Array(_) | Json::Object(_)));
        found
    }

    /// Numbers that move a computed operand to where it should be: by difference, by ratio, by small steps.
    fn solved(&self) -> Vec<Json> {
        let operands: Vec<f64> = self.operands().iter().filter_map(number).collect();
        let Some(own) = self.now.map_or(Some(0.0), number) else { return Vec::new() };
        let mut found = Vec::new();
        for (from, to) in operands.iter().flat_map(|from| operands.iter().map(move |to| (from, to))) {
            let delta = to - from;
            found.extend([own + delta, own - delta, own + delta + 1.0, own + delta - 1.0]);
            found.extend([own - delta + 1.0, own - delta - 1.0]);
            if *from != 0.0 && own != 0.0 {
                let ratio = own * to / from;
                found.extend([ratio, ratio.ceil(), ratio.floor(), ratio.ceil() + 1.0, ratio.floor() - 1.0]);
            }
        }
        let is_remainder = self.aim.node.children().any(|node| node.call().and_then(code) == Some(Code::Rem));
        if is_remainder {
            found.extend((1..=OFFSETS).map(|offset| own + offset as f64));
        }
        found.into_iter().filter_map(json_number).collect()
    }

    /// Whether a part is this field.
    fn is_read_by(&self, node: &Node) -> bool {
        fields(self.criteria, node, &self.aim.scope).iter().any(|field| field.path == self.field.path)
    }

    /// For `in`: a list or a text with what is looked for, with everything that is looked for there, or without it.
    fn with_needle(&self) -> Vec<Json> {
        let needle = self.aim.node.call().and_then(|call| call.arg(0));
        let needle = needle.and_then(|node| self.criteria.value(node, &self.aim.scope).ok());
        let Some(needle) = needle.map(|value| json(&value)) else { return Vec::new() };
        let known = self.values.constants.get(&self.field.path).map(Vec::as_slice).unwrap_or_default();
        match (self.now, &needle) {
            (Some(Json::String(text)), Json::String(needle)) if !needle.is_empty() => {
                let joined = if needle.starts_with('@') {
                    format!("{}{needle}", text.split('@').next().unwrap_or_default())
                } else {
                    format!("{text}{needle}")
                };
                vec![Json::String(joined), Json::String(text.replace(needle.as_str(), ""))]
            }
            (now, _) => {
                let items = now.and_then(Json::as_array).unwrap_or_default();
                let without = items.iter().filter(|item| **item != needle).cloned();
                let with: Vec<Json> = items.iter().cloned().chain([needle.clone()]).collect();
                let others = known.iter().filter(|one| !with.contains(one));
                let all = with.iter().chain(others).cloned().collect();
                vec![Json::Array(with.clone()), Json::Array(without.collect()), Json::Array(all)]
            }
        }
    }

    /// For a part of a text that is compared: the text with another start.
    fn with_start(&self) -> Option<Json> {
        let part = self.aim.node.children().any(|node| node.call().and_then(code) == Some(Code::Substr));
        let start = self.operands().into_iter().rev().find_map(|value| value.as_str().map(str::to_owned));
        let text = self.now?.as_str().filter(|_| part)?;
        let start = start?;
        let rest = text.get(start.len()..).unwrap_or_default();
        Some(Json::String(format!("{start}{rest}")))
    }

    /// A value that such a field might have, where nothing else is known.
    fn plausible(&self) -> Vec<Json> {
        let name = self.field.path.rsplit('.').next().unwrap_or_default().to_lowercase();
        let has = |part: &str| name.contains(part);
        if let Some(model) = self.model() {
            return match model {
                Json::Bool(flag) => vec![Json::Bool(!flag)],
                Json::Number(_) => vec![Json::int(1)],
                Json::String(text) if text.contains('@') => vec![Json::str("other@example.com")],
                Json::String(text) if date::is_date(text) => {
                    date::around(text, text).into_iter().map(Json::String).collect()
                }
                Json::String(text) if text.is_empty() => vec![Json::str("sample")],
                Json::String(text) if text.bytes().any(|byte| byte.is_ascii_digit()) => {
                    vec![Json::String(format!("{text}-2"))]
                }
                _ => vec![Json::str("other")],
            };
        }
        if ["is_", "has_", "can_", "was_"].iter().any(|start| name.starts_with(start)) {
            vec![Json::Bool(true)]
        } else if has("email") {
            vec![Json::str("sam@example.com")]
        } else if name.ends_with("_at") || has("date") || has("birth") {
            vec![Json::str("2026-01-01")]
        } else if ["count", "total", "value", "amount", "qty", "points", "spend"].iter().any(|part| has(part))
        {
            vec![Json::int(1)]
        } else {
            vec![Json::str("sample"), Json::Bool(true)]
        }
    }

    /// The leaf without a value: empty in its own type, null, left out.
    fn emptied(&self) -> Vec<Option<Json>> {
        let own = self.now.and_then(|now| match now {
            Json::Bool(_) => Some(Json::Bool(false)),
            Json::Number(_) => Some(Json::int(0)),
            Json::String(_) => Some(Json::str("")),
            Json::Array(_) => Some(Json::Array(Vec::new())),
            _ => None,
        });
        let left_out = (self.field.presence != Presence::Missing).then_some(None);
        own.map(Some).into_iter().chain([Some(Json::Null)]).chain(left_out).collect()
    }
}

fn json(value: &Value) -> Json {
    Json::from(&serde_json::Value::from(value))
}

/// The number that a value is or spells.
fn number(json: &Json) -> Option<f64> {
    match json {
        Json::Number(number) => Some(number.as_f64()),
        Json::String(text) if numeric(text).is_some() => match to_number(&Value::from(text.as_str())) {
            Some(Num::Int(int)) => Some(int as f64),
            Some(Num::Float(float)) => Some(float),
            None => None,
        },
        _ => None,
    }
}

/// A number in its shortest spelling; money has two decimals at most.
fn json_number(float: f64) -> Option<Json> {
    let rounded = (float * 100.0).round() / 100.0;
    if rounded.fract() == 0.0 && rounded.abs() < 1e15 {
        return Some(Json::int(rounded as i64));
    }
    Json::number(&rounded.to_string())
}

/// The numbers right beside a number: by one, and by a cent for a decimal one.
pub(super) fn near_number(value: &Json) -> Vec<Json> {
    let Some(at) = number(value) else { return Vec::new() };
    let mut near = vec![at + 1.0, at - 1.0];
    if at.fract() != 0.0 {
        near.extend([at + 0.01, at - 0.01]);
    }
    near.into_iter().filter_map(json_number).collect()
}

/// A value in the type and format of another one, where that is possible: a number as text, text as a number.
pub(super) fn like(value: &Json, model: &Json) -> Json {
    match (value, model) {
        (Json::Number(number), Json::String(text)) if numeric(text).is_some() => {
            let decimals = text.rsplit_once('.').map_or(0, |(_, decimals)| decimals.len());
            if decimals > 0 && decimals <= 6 {
                Json::String(format!("{:.decimals$}", number.as_f64()))
            } else {
                Json::str(number.as_text())
            }
        }
        (Json::Number(int), Json::Number(decimal))
            if decimal.as_i64().is_none() && int.as_i64().is_some() =>
        {
            Json::number(&format!("{}.0", int.as_text())).unwrap_or_else(|| value.clone())
        }
        (Json::String(text), Json::Number(_)) => Json::number(text.trim()).unwrap_or_else(|| value.clone()),
        (Json::String(text), Json::String(model)) if date::is_date(text) => {
            date::around(text, model).into_iter().next().map_or_else(|| value.clone(), Json::String)
        }
        (Json::Number(_), Json::Bool(_)) => {
            let text = to_text(value, &Style::compact());
            if matches!(text.as_str(), "0" | "1") { Json::Bool(text == "1") } else { value.clone() }
        }
        _ => value.clone(),
    }
}
