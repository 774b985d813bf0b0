//! Which leaves of the context a criterion reads, and which values would be plausible there.

use super::known::Values;
use super::number::{json_number, near_number, number};
use super::search::Candidate;
use super::{date, joined};
use crate::engine::criteria::{Aim, Criteria, Field, Presence, code, fields};
use crate::json::{Json, Object, Style, pointer_push, to_text};
use crate::logic::{Code, Node};
use crate::php::{Value, numeric};

/// Most values that one leaf may take on.
const MAX_VALUES: usize = 60;
/// Offsets that are tried where a remainder is asked for.
const OFFSETS: i64 = 12;
/// A fraction where there is a whole number.
const FRACTION: usize = 80;
/// A value of another type or format than what is there.
const OTHER_TYPE: usize = 100;
/// Another list or object in the place of one: everything in it is changed.
const REPLACED: usize = 60;
/// Leaving a field out, or emptying it.
const EMPTIED: usize = 200;

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
        if !matches!(now, Some(Json::Object(_) | Json::Array(_))) {
            found.extend(leaf.children());
        }
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
            let is_other = self.model().is_some_and(|model| !is_alike(&same, model));
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
        let is_free = self.values.is_read_once(&self.field.path);
        all.into_iter().map(|(rank, to)| Candidate { pointer: pointer.clone(), to, rank, is_free }).collect()
    }

    /// A field that is not there may come with what the conditions read in it: a guard and what it guards are one change.
    fn children(&self) -> Vec<Candidate> {
        let mut found = Vec::new();
        for path in self.values.inside(&self.field.path) {
            let Some(inside) = path.get(self.field.path.len() + 1..) else { continue };
            let mut pointer = self.pointer.to_owned();
            inside.split('.').for_each(|segment| pointer_push(&mut pointer, segment));
            let presence = Presence::Missing;
            let field =
                Field { path, at: Some(pointer.clone()), value: Value::Null, presence, ..self.field.clone() };
            let child = Leaf { field: &field, now: None, pointer: &pointer, ..*self };
            found.extend(child.candidates().into_iter().filter(|candidate| candidate.to.is_some()));
        }
        found
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

    /// How far a value is from what is there: numbers by their order of magnitude, lists by the items that differ, then in
    /// the order of proposal.
    fn distance(&self, value: &Json) -> usize {
        if let (Some(from), Json::Array(_) | Json::Object(_)) = (self.now, value) {
            return replaced(from, value);
        }
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
        base.extend(self.values.constants(&self.field.path).iter().cloned());
        let mut found = self.with_part();
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
        if !names_fields {
            found.extend(self.solved());
        }
        found.extend(joined::parts(self.criteria, self.aim, |node| self.is_read_by(node)));
        found.extend(self.sampled().take(10).cloned());
        if let Some(Json::Array(items)) = self.now {
            found.extend(items.last().map(|last| Json::Array([items, std::slice::from_ref(last)].concat())));
        }
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
        let known = self.values.constants(&self.field.path);
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

    /// For a part of a text that is compared: the text with another start, or with another end.
    fn with_part(&self) -> Vec<Json> {
        let is_part = self.aim.node.children().any(|node| node.call().and_then(code) == Some(Code::Substr));
        let Some(text) = self.now.and_then(Json::as_str).filter(|_| is_part) else { return Vec::new() };
        let mut found = Vec::new();
        for part in self.operands().iter().rev().filter_map(Json::as_str) {
            let end = text.get(part.len()..).unwrap_or_default();
            let start =
                text.len().checked_sub(part.len()).and_then(|cut| text.get(..cut)).unwrap_or_default();
            found.extend([format!("{part}{end}"), format!("{start}{part}")].map(Json::String));
        }
        found
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
                Json::String(text) if numeric(text).is_some() => vec![Json::int(1)],
                Json::Array(_) => vec![Json::Array(vec![self.item()])],
                Json::Object(_) => Vec::new(),
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

    /// An item that such a list might have, with what the conditions read of its items.
    fn item(&self) -> Json {
        let plain = || Json::str("sample");
        let mut fields = Object::new();
        for path in self.values.of_items(&self.field.path) {
            let value = self.values.constants(&path).first().cloned();
            match path.as_str() {
                "" => return value.unwrap_or_else(plain),
                path if !path.contains('.') => fields.set(path, value.unwrap_or_else(plain)),
                _ => {}
            }
        }
        if fields.is_empty() { plain() } else { Json::Object(fields) }
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

/// Whether a value has the type of another one, and its format: numeric text, a date.
fn is_alike(value: &Json, model: &Json) -> bool {
    match (value, model) {
        (Json::String(text), Json::String(model)) => {
            let is_numeric = numeric(model).is_none() || numeric(text).is_some();
            is_numeric && (!date::is_date(model) || date::is_date(text))
        }
        _ => value.kind() == model.kind(),
    }
}

/// How much of a list or an object another one replaces.
fn replaced(from: &Json, to: &Json) -> usize {
    let (Json::Array(from), Json::Array(to)) = (from, to) else { return REPLACED };
    let cost = |item: &Json| if matches!(item, Json::Array(_) | Json::Object(_)) { REPLACED } else { 1 };
    let only = |these: &[Json], those: &[Json]| {
        these.iter().filter(|item| !those.contains(item)).map(cost).sum::<usize>()
    };
    let again = if from.len() < to.len() && to.last() == from.last() { to.last().map_or(0, cost) } else { 0 };
    10 + again + only(from, to) + only(to, from)
}

fn json(value: &Value) -> Json {
    Json::from(&serde_json::Value::from(value))
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
