//! Filters: the condition on the context, part by part.

use super::argument::Scope;
use super::plan::ReadRule;
use super::report::{
    ConditionReport, PartReport, PartState, PortableReport, StepError, StepReport, StepStatus,
};
use crate::diag::{Diagnostic, Place, Severity};
use crate::json::Json;
use crate::logic::{self, Kind, Node, NodeId, Rule, State, Trace};
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
    let read = scope.plan.rule(&argument.value);
    let rule = &read.rule;
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
    evaluate(scope, &read, step);
}

fn evaluate(scope: &Scope<'_>, read: &ReadRule, step: &mut StepReport) {
    let (rule, shown) = (&read.rule, read.shown());
    let mut trace = Trace::default();
    let outcome = read.program.eval_observed(scope.data, scope.options, &mut trace);
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
    let asked = holds.filter(|_| scope.plan.has_second_opinion);
    let portable = asked.and_then(|holds| portable(scope, rule, shown, holds));
    step.condition = Some(ConditionReport {
        sentence: shown.sentence.clone(),
        rule: shown.source.clone(),
        value: value.map(Value::from),
        holds,
        parts: shown.parts.iter().map(|part| part.report(&trace)).collect(),
        warnings,
        portable,
    });
}

/// Most values that the reference engine may copy for one rule: it copies all data for each field that it reads.
const MOST_COPIES: usize = 200_000;

/// The second opinion, where the reference engine can be asked at all. It is given those parts of the event that the
/// rule reads.
fn portable(scope: &Scope<'_>, rule: &Rule, shown: &Shown, holds: bool) -> Option<PortableReport> {
    let data = match (&scope.context.data, &shown.read_keys) {
        (Json::Object(object), Some(keys)) => {
            let read = object.iter().filter(|(key, _)| keys.contains(*key));
            Cow::Owned(Json::Object(read.map(|(key, value)| (key.to_owned(), value.clone())).collect()))
        }
        (data, _) => Cow::Borrowed(data),
    };
    count(&data, MOST_COPIES / (shown.reads + 1))?;
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

/// What a report says of a condition whatever the event is.
#[derive(Debug)]
pub(super) struct Shown {
    source: Value,
    sentence: String,
    parts: Vec<Part>,
    /// How often it reads the event
    reads: usize,
    /// The topmost keys of the event that it reads, if it reads no more
    read_keys: Option<BTreeSet<String>>,
}

impl Shown {
    pub(super) fn new(rule: &Rule) -> Self {
        let paths = logic::used_paths(rule);
        let first = |path: String| path.split('.').next().map(str::to_owned);
        let keys: Option<BTreeSet<String>> =
            paths.iter().map(|used| used.full_path().and_then(first)).collect();
        let mut parts = Vec::new();
        collect(rule, rule.root(), 0, &mut parts);
        Self {
            source: rule.source().to_value(),
            sentence: logic::describe_condition(rule),
            parts,
            reads: paths.len(),
            read_keys: keys.filter(|keys| !keys.contains("") && !keys.contains("*")),
        }
    }
}

/// A group, or a comparison with the fields that it looks at.
#[derive(Debug)]
struct Part {
    node: NodeId,
    pointer: String,
    depth: usize,
    sentence: String,
    fields: Vec<NodeId>,
}

impl Part {
    fn report(&self, trace: &Trace) -> PartReport {
        PartReport {
            pointer: self.pointer.clone(),
            depth: self.depth,
            sentence: self.sentence.clone(),
            state: match trace.state(self.node) {
                State::True => PartState::True,
                State::False => PartState::False,
                State::NotEvaluated => PartState::NotEvaluated,
                State::Error => PartState::Error,
            },
            // The value of the first field that was looked at.
            observed: self.fields.iter().find_map(|field| trace.records_of(*field).next()?.json()),
        }
    }
}

/// Groups and what is in them; a comparison is one part with the value that it looked at.
fn collect(rule: &Rule, node: &Node, depth: usize, parts: &mut Vec<Part>) {
    let group = group_words(node);
    let mut fields = Vec::new();
    if group.is_none() {
        collect_fields(node, &mut fields);
    }
    parts.push(Part {
        node: node.id,
        pointer: rule.pointer(node.id).to_owned(),
        depth,
        sentence: group.map_or_else(|| logic::describe_node(rule, node.id), str::to_owned),
        fields,
    });
    if group.is_some() {
        for child in node.children() {
            collect(rule, child, depth + 1, parts);
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

fn collect_fields(node: &Node, fields: &mut Vec<NodeId>) {
    if node.call().is_some_and(|call| call.name == "var") {
        fields.push(node.id);
        return;
    }
    for child in node.children() {
        collect_fields(child, fields);
    }
}
