//! A run against expectations.

use super::expect::{acting_kinds, arguments, doing, outcome_word};
use super::masked::Ignored;
use super::payload_diff::payload_diff;
use crate::engine::{RunReport, StepReport};
use crate::json::{Json, pointer_push};
use crate::model::{Expectations, StepExpectations};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// One expectation that a run does not meet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// JSON Pointer into the case's `expect`.
    pub pointer: String,
    /// What differs, in one sentence.
    pub message: String,
    /// The expected value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<Value>,
    /// The value of the run; absent if it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<Value>,
    /// Which parts of a payload differ.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ValueDifference>,
    /// A unified diff, for payloads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diff: Option<String>,
}

/// One value of a payload that differs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ValueDifference {
    /// JSON Pointer into the payload.
    pub pointer: String,
    /// The expected value; absent if none is expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<Value>,
    /// The value of the run; absent if it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actual: Option<Value>,
}

impl Difference {
    fn new(pointer: impl Into<String>, message: String) -> Self {
        let (pointer, values) = (pointer.into(), Vec::new());
        Self { pointer, message, expected: None, actual: None, values, diff: None }
    }

    fn with(mut self, expected: impl Into<Value>, actual: Option<Value>) -> Self {
        self.expected = Some(expected.into());
        self.actual = actual;
        self
    }
}

/// What a run does otherwise than expected; empty if nothing.
pub fn verify(expect: &Expectations, report: &RunReport) -> Vec<Difference> {
    let mut found = Vec::new();
    outcome(expect, report, &mut found);
    let are_other_actions = actions(expect, report, &mut found);
    let steps: Vec<&StepReport> = doing(report).collect();
    for (index, (wanted, step)) in paired(&expect.steps, &steps).into_iter().enumerate() {
        match step {
            Some(step) => verify_step(wanted, step, &format!("/steps/{index}"), &mut found),
            // The list of actions says it already.
            None if are_other_actions => {}
            None => found.push(Difference::new(
                format!("/steps/{index}"),
                format!("{} is expected to act, but does not: {}", wanted.action, report.summary),
            )),
        }
    }
    found
}

fn outcome(expect: &Expectations, report: &RunReport, found: &mut Vec<Difference>) {
    let actual = outcome_word(report.outcome);
    if let Some(wanted) = expect.outcome.as_deref().filter(|wanted| *wanted != actual) {
        let message = format!("expected {}, got {}: {}", said(wanted), said(actual), report.summary);
        found.push(Difference::new("/outcome", message).with(wanted, Some(actual.into())));
        return;
    }
    let position = report.stopped_at.and_then(|position| i64::try_from(position).ok());
    if let Some(wanted) = expect.stopped_at.filter(|wanted| position != Some(*wanted)) {
        let actual = position
            .map_or_else(|| "it does not end early".to_owned(), |position| format!("got step {position}"));
        let message = format!("expected the end at step {wanted}, {actual}: {}", report.summary);
        found.push(Difference::new("/stopped_at", message).with(wanted, position.map(Value::from)));
    }
}

fn said(word: &str) -> String {
    word.replace('_', " ")
}

/// True if other actions act than expected.
fn actions(expect: &Expectations, report: &RunReport, found: &mut Vec<Difference>) -> bool {
    let actual = acting_kinds(report);
    let Some(wanted) = expect.actions.as_ref().filter(|wanted| **wanted != actual) else { return false };
    let list = |kinds: &[String]| {
        if kinds.is_empty() { "no action".to_owned() } else { kinds.join(", ") }
    };
    let message = format!("expected to act: {}; would act: {}", list(wanted), list(&actual));
    found.push(Difference::new("/actions", message).with(wanted.clone(), Some(actual.into())));
    true
}

/// The first expected step of an action type with the first one of that type in the run, and so on.
pub(super) fn paired<'e, 'r>(
    expected: &'e [StepExpectations],
    steps: &[&'r StepReport],
) -> Vec<(&'e StepExpectations, Option<&'r StepReport>)> {
    let actions: Vec<&str> = steps.iter().map(|step| step.action.as_str()).collect();
    let positions = paired_positions(expected, &actions);
    let step = |position: Option<usize>| steps.get(position?).copied();
    expected.iter().zip(positions).map(|(wanted, position)| (wanted, step(position))).collect()
}

/// Where the action of each expected step is among those of a run.
pub(super) fn paired_positions(expected: &[StepExpectations], actions: &[&str]) -> Vec<Option<usize>> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut positions = Vec::with_capacity(expected.len());
    for wanted in expected {
        let number = seen.entry(&wanted.action).or_default();
        let mut same = actions.iter().enumerate().filter(|(_, action)| **action == wanted.action);
        positions.push(same.nth(*number).map(|(at, _)| at));
        *number += 1;
    }
    positions
}

fn verify_step(wanted: &StepExpectations, step: &StepReport, at: &str, found: &mut Vec<Difference>) {
    let ignored = Ignored::new(&wanted.ignore);
    if let Some(expected) = &wanted.arguments {
        verify_arguments((wanted, &expected.to_value()), step, &ignored, at, found);
    }
    let request = step.request.as_ref();
    if let Some(expected) = &wanted.payload {
        let expected = expected.to_value();
        let actual = request
            .and_then(|request| request.json.as_ref())
            .map(|actual| ignored.masked("payload", &expected, actual));
        found.extend(payload(&format!("{at}/payload"), step, expected, actual));
    }
    if let Some(expected) = &wanted.payload_text {
        let actual = request.map(|request| Value::from(request.body.as_str()));
        found.extend(payload(&format!("{at}/payload_text"), step, expected.as_str().into(), actual));
    }
}

fn verify_arguments(
    (wanted, expected): (&StepExpectations, &Value),
    step: &StepReport,
    ignored: &Ignored,
    at: &str,
    found: &mut Vec<Difference>,
) {
    let actual = ignored.masked("arguments", expected, &arguments(step).to_value());
    let is_exact = wanted.is_exact;
    let (Value::Object(wanted), Value::Object(given)) = (expected, &actual) else {
        let message = format!("the expected arguments of {} are no object", step.action);
        found.push(Difference::new(format!("{at}/arguments"), message));
        return;
    };
    let others = given.keys().filter(|name| is_exact && !wanted.contains_key(*name));
    for name in wanted.keys().chain(others) {
        let (wanted, given) = (wanted.get(name), given.get(name));
        if wanted == given {
            continue;
        }
        let said = |value: Option<&Value>| value.map_or_else(|| "nothing".to_owned(), Value::to_string);
        let message =
            format!("argument '{name}' of {} is {}, expected {}", step.action, said(given), said(wanted));
        let mut pointer = format!("{at}/arguments");
        pointer_push(&mut pointer, name);
        let mut difference = Difference::new(pointer, message);
        (difference.expected, difference.actual) = (wanted.cloned(), given.cloned());
        found.push(difference);
    }
}

fn payload(pointer: &str, step: &StepReport, expected: Value, actual: Option<Value>) -> Option<Difference> {
    let Some(actual) = actual else {
        let reason = step.error.as_ref().map_or_else(String::new, |error| format!(": {}", error.message));
        let message = format!("{} has no such payload{reason}", step.action);
        return Some(Difference::new(pointer, message).with(expected, None));
    };
    if actual == expected {
        return None;
    }
    let mut values = Vec::new();
    differing(Some(&expected), Some(&actual), &mut String::new(), &mut values);
    let places: Vec<&str> = values.iter().map(|value| value.pointer.as_str()).collect();
    let message = match places.as_slice() {
        [] | [""] => format!("the payload of {} differs", step.action),
        [first] => format!("the payload of {} differs at {first}", step.action),
        [first, rest @ ..] => {
            format!("the payload of {} differs at {first} and {} more", step.action, places_word(rest.len()))
        }
    };
    let diff = Some(payload_diff(&expected, &actual));
    let difference = Difference::new(pointer, message).with(expected, Some(actual));
    Some(Difference { values, diff, ..difference })
}

fn places_word(count: usize) -> String {
    if count == 1 { "1 place".to_owned() } else { format!("{count} places") }
}

fn differing(
    expected: Option<&Value>,
    actual: Option<&Value>,
    pointer: &mut String,
    found: &mut Vec<ValueDifference>,
) {
    let mut child = |expected: Option<&Value>, actual: Option<&Value>, key: &str| {
        let len = pointer.len();
        pointer_push(pointer, key);
        differing(expected, actual, pointer, found);
        pointer.truncate(len);
    };
    match (expected, actual) {
        (Some(Value::Object(wanted)), Some(Value::Object(given))) => {
            for key in wanted.keys().chain(given.keys().filter(|key| !wanted.contains_key(*key))) {
                child(wanted.get(key), given.get(key), key);
            }
        }
        (Some(Value::Array(wanted)), Some(Value::Array(given))) => {
            for index in 0..wanted.len().max(given.len()) {
                child(wanted.get(index), given.get(index), &index.to_string());
            }
        }
        _ if expected == actual => {}
        _ => found.push(ValueDifference {
            pointer: pointer.clone(),
            expected: expected.cloned(),
            actual: actual.cloned(),
        }),
    }
}

/// The masked arguments and payload of a run, as an update keeps them.
pub(super) fn kept(wanted: &StepExpectations, root: &str, expected: &Json, actual: &Json) -> Json {
    let (before, now) = (expected.to_value(), actual.to_value());
    let masked = Ignored::new(&wanted.ignore).masked(root, &before, &now);
    if masked == before { expected.clone() } else { Json::from(&masked) }
}
