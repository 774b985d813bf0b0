//! Filters: the condition on the context, part by part.

use super::argument::Scope;
use super::report::{
    ConditionReport, PartReport, PartState, PortableReport, StepError, StepReport, StepStatus,
};
use crate::diag::{Diagnostic, Place, Severity};
use crate::json::Json;
use crate::logic::{self, Kind, Node, Rule, State, Trace};
use crate::model::Action;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Evaluates a filter's condition into its step.
///
/// Source: the filter evaluates `condition` whatever `is_dynamic` says; every documented sample has it null.
pub(super) fn condition(scope: &Scope<'_>, action: &Action, step: &mut StepReport) {
    let found = action.arguments.iter().enumerate().rev().find(|(_, argument)| argument.name == "condition");
    let Some((position, argument)) = found else {
        step.status = StepStatus::Failed;
        let message = "the filter has no argument 'condition'".to_owned();
        step.error = Some(StepError { code: "filter/no-condition", message });
        return;
    };
    let place = format!("{}/arguments/{position}/value", scope.pointer);
    let rule = logic::parse(&argument.value);
    for finding in rule.findings() {
        let mut finding = finding.clone();
        finding.place.pointer = format!("{place}{}", finding.place.pointer);
        step.findings.push(finding);
    }
    if !matches!(rule.root().kind, Kind::Call(_)) {
        let message =
            format!("the condition is {}, not a rule: it is the same for every event", argument.value.kind());
        let finding = Diagnostic::new(Severity::Warning, "filter/constant", message, Place::pointer(place));
        step.findings
            .push(finding.hint("a rule looks like {\"===\": [{\"var\": \"tier_handle\"}, \"gold\"]}"));
    }
    evaluate(scope, &rule, step);
}

fn evaluate(scope: &Scope<'_>, rule: &Rule, step: &mut StepReport) {
    let mut trace = Trace::default();
    let outcome = rule.compile().eval_observed(scope.data, scope.options, &mut trace);
    let (value, warnings) = match &outcome {
        Ok(outcome) => (Some(&outcome.value), outcome.warnings.clone()),
        Err(error) => (None, error.warnings.clone()),
    };
    let holds = value.map(logic::is_truthy);
    step.status = match holds {
        Some(true) => StepStatus::Passed,
        Some(false) => StepStatus::Stopped,
        None => StepStatus::Failed,
    };
    step.error = outcome.as_ref().err().map(|error| {
        let node = rule.node_at(&error.pointer).map(|node| logic::describe_node(rule, node.id));
        let place = node.map(|sentence| format!(" (in: {sentence})")).unwrap_or_default();
        StepError {
            code: error.code,
            message: format!("the condition cannot be evaluated: {}{place}", error.message),
        }
    });
    let mut parts = Vec::new();
    collect(rule, rule.root(), 0, &trace, &mut parts);
    let portable = holds.and_then(|holds| portable(scope, rule, holds));
    step.condition = Some(ConditionReport {
        sentence: logic::describe_condition(rule),
        rule: rule.source().to_value(),
        value: value.map(Value::from),
        holds,
        parts,
        warnings,
        portable,
    });
}

/// Most values that the reference engine may copy for one rule: it copies all data for each field that it reads.
const MOST_COPIES: usize = 200_000;

/// The second opinion, where the reference engine can be asked at all. It is given those parts of the event that the
/// rule reads.
fn portable(scope: &Scope<'_>, rule: &Rule, holds: bool) -> Option<PortableReport> {
    let paths = logic::used_paths(rule);
    let first = |path: String| path.split('.').next().map(str::to_owned);
    let keys: Option<BTreeSet<String>> = paths.iter().map(|used| used.full_path().and_then(first)).collect();
    let data = match (&scope.context.data, keys.filter(|keys| !keys.contains("") && !keys.contains("*"))) {
        (Json::Object(object), Some(keys)) => {
            let read = object.iter().filter(|(key, _)| keys.contains(*key));
            Cow::Owned(Json::Object(read.map(|(key, value)| (key.to_owned(), value.clone())).collect()))
        }
        (data, _) => Cow::Borrowed(data),
    };
    count(&data, MOST_COPIES / (paths.len() + 1))?;
    let value = logic::reference::eval(rule, &data.to_value()).ok()?;
    let agrees = logic::is_truthy(&crate::php::Value::from(&value)) == holds;
    Some(PortableReport { value, agrees })
}

/// How many values are left of so many after these; `None` if they are more.
fn count(json: &Json, left: usize) -> Option<usize> {
    let left = left.checked_sub(1)?;
    match json {
        Json::Array(items) => items.iter().try_fold(left, |left, item| count(item, left)),
        Json::Object(object) => object.iter().try_fold(left, |left, (_, value)| count(value, left)),
        _ => Some(left),
    }
}

/// Groups and what is in them; a comparison is one part with the value that it looked at.
fn collect(rule: &Rule, node: &Node, depth: usize, trace: &Trace, parts: &mut Vec<PartReport>) {
    let group = group_words(node);
    parts.push(PartReport {
        pointer: rule.pointer(node.id).to_owned(),
        depth,
        sentence: group.map_or_else(|| logic::describe_node(rule, node.id), str::to_owned),
        state: match trace.state(node.id) {
            State::True => PartState::True,
            State::False => PartState::False,
            State::NotEvaluated => PartState::NotEvaluated,
            State::Error => PartState::Error,
        },
        observed: if group.is_some() { None } else { observed(node, trace) },
    });
    if group.is_some() {
        for child in node.children() {
            collect(rule, child, depth + 1, trace, parts);
        }
    }
}

fn group_words(node: &Node) -> Option<&'static str> {
    let call = node.call()?;
    match (call.name.as_str(), call.args.len()) {
        ("and", 2..) => Some("all of these"),
        ("or", 2..) => Some("any of these"),
        ("!", 1) => Some("not"),
        _ => None,
    }
}

/// The value of the first field that a part looks at.
fn observed(node: &Node, trace: &Trace) -> Option<Value> {
    if node.call().is_some_and(|call| call.name == "var") {
        return trace.records_of(node.id).next()?.json();
    }
    node.children().find_map(|child| observed(child, trace))
}
