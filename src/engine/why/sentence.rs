//! An unmet criterion in words.

use super::Cause;
use super::criterion::Facts;
use super::verdict::Gap;
use crate::engine::criteria::{Criteria, code};
use crate::logic::{self, Code};
use crate::php::Value;

/// Longest text that is quoted whole.
const MAX_QUOTED: usize = 60;

/// "spend 12m should be at least 500, but is 420".
pub(super) fn sentence(
    criteria: &Criteria<'_>,
    gap: &Gap<'_>,
    facts: &Facts<'_>,
    requirement: &str,
) -> String {
    let subject = logic::describe_node(criteria.rule, facts.sides.subject.id);
    if let Some(error) = facts.error.as_ref().filter(|error| error.code == "logic/unknown-operator") {
        return format!("the condition cannot be evaluated: {}", error.message);
    }
    let demand = demand(&subject, requirement);
    let but = but(facts, &subject, &demand);
    let Some((place, is_every)) = &gap.item else { return format!("{demand}, {but}") };
    let (list, count) = (&place.list, place.count);
    match (place.index, is_every) {
        (None, _) if count == 0 => format!("{demand}, but {list} is an empty list"),
        (None, _) => format!("{demand}, {but}"),
        (Some(index), true) => format!("entry #{} of {list} is in the way: {demand}, {but}", index + 1),
        (Some(_), false) if count == 1 => format!("the only entry of {list} does not match: {demand}, {but}"),
        (Some(index), false) => {
            let (held, total) = (place.held, place.total);
            let almost =
                if total > 1 { format!(" ({held} of {total} criteria hold)") } else { String::new() };
            let nearest = index + 1;
            format!(
                "no entry of {list} matches; the nearest of {count} is #{nearest}, where {demand}, {but}{almost}"
            )
        }
    }
}

/// "spend 12m should be at least 500".
fn demand(subject: &str, requirement: &str) -> String {
    if requirement == "never" || requirement == "always" {
        return "the condition is the same for every event".to_owned();
    }
    let rest = requirement.strip_prefix(subject);
    if let Some(rest) = rest.and_then(|rest| rest.strip_prefix(" is not ")) {
        return format!("{subject} should not be {rest}");
    }
    if let Some(rest) = rest.and_then(|rest| rest.strip_prefix(" is ")) {
        // "is neither … nor" and "is none of" deny the whole list.
        return match rest.strip_prefix("neither ") {
            Some(rest) => format!("{subject} should be neither {rest}"),
            None => format!("{subject} should be {rest}"),
        };
    }
    if let Some(rest) =
        rest.and_then(|rest| rest.strip_prefix(" includes ").or(rest.strip_prefix(" include ")))
    {
        return format!("{subject} should include {rest}");
    }
    format!("it should be so that {requirement}")
}

/// "but is 420".
fn but(facts: &Facts<'_>, subject: &str, demand: &str) -> String {
    if let Some(error) = &facts.error
        && !matches!(facts.cause, Cause::MissingField | Cause::Null)
    {
        let on = facts.field.as_ref().map(|field| format!(" ({} is {})", field.path, kind_of(&field.value)));
        return format!("but it cannot be evaluated: {}{}", error.message, on.unwrap_or_default());
    }
    let path = facts.field.as_ref().map_or("", |field| field.path.as_str());
    let is_own = facts.sides.subject.call().and_then(code) == Some(Code::Var);
    match (facts.cause, &facts.observed) {
        (Cause::MissingField, _) => format!("but there is no field {path}"),
        (Cause::Null, _) if is_own => "but it is null".to_owned(),
        (Cause::Null, _) => format!("but {path} is null"),
        (Cause::TypeMismatch, Some(observed)) => {
            let is_named = is_own && !demand.starts_with("it should be so that ");
            let who = if is_named { "it".to_owned() } else { path_or(path, subject) };
            let strict = match (facts.sides.code, &facts.required) {
                (Some(Code::StrictEq | Code::StrictNe), Some(required)) => {
                    format!(" and not {}", kind_of(required))
                }
                _ => String::new(),
            };
            format!("but {who} is {}{strict}", kind_of(observed))
        }
        (_, Some(observed)) if facts.sides.required.is_some() || is_own => {
            let other = facts.sides.required.is_some_and(|node| node.call().is_some());
            let beside = facts.required.as_ref().filter(|_| other);
            let beside = beside.map(|value| format!(", compared with {}", shown(value))).unwrap_or_default();
            let shown = shown(observed);
            match demand.strip_prefix("it should be so that ") {
                Some(_) if is_own => format!("but {path} is {shown}{beside}"),
                None if demand.ends_with(&format!("should not be {shown}")) => "but it is".to_owned(),
                _ => format!("but is {shown}{beside}"),
            }
        }
        (_, Some(observed)) => format!("but it gives {}", shown(observed)),
        (_, None) => "but it is not".to_owned(),
    }
}

fn path_or(path: &str, subject: &str) -> String {
    if path.is_empty() { subject.to_owned() } else { path.to_owned() }
}

/// A value as it is shown.
fn shown(value: &Value) -> String {
    match value {
        Value::Str(text) if text.is_empty() => "empty text".to_owned(),
        Value::Str(text) => quoted(text),
        Value::Array(array) if array.is_empty() => "an empty list".to_owned(),
        other => {
            let json = serde_json::Value::from(other).to_string();
            if json.chars().count() > MAX_QUOTED { kind_of(other) } else { json }
        }
    }
}

/// A value with its type.
fn kind_of(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => format!("the truth value {flag}"),
        Value::Int(_) => format!("the whole number {}", serde_json::Value::from(value)),
        Value::Float(_) => format!("the decimal number {}", serde_json::Value::from(value)),
        Value::Str(text) if text.is_empty() => "empty text".to_owned(),
        Value::Str(text) => format!("the text {}", quoted(text)),
        Value::Array(array) if array.is_list() => format!("a list of {}", array.len()),
        Value::Array(array) => format!("a record of {}", array.len()),
        Value::Object(object) => object.class_name().to_owned(),
    }
}

fn quoted(text: &str) -> String {
    if text.chars().count() <= MAX_QUOTED {
        return format!("'{text}'");
    }
    let start: String = text.chars().take(MAX_QUOTED).collect();
    format!("'{start}…'")
}
