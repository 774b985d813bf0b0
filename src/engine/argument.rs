//! Arguments: static values are passed, dynamic ones evaluated, all checked against catalogue and workspace.

use super::effect::Resolved;
use super::plan::Plan;
use super::report::{ArgumentReport, How, StepError};
use crate::catalog::{ActionType, ArgumentKind, ArgumentType, check_argument};
use crate::diag::{Diagnostic, Place, Severity, nearest};
use crate::json::Json;
use crate::logic::{self, EvalOptions};
use crate::model::{Action, Argument, Context, DefinitionKind, Definitions, Workspace};
use crate::php;
use serde_json::{Map, Value};

/// The arguments of an action on a context.
pub(super) struct Arguments {
    pub(super) reports: Vec<ArgumentReport>,
    pub(super) values: Map<String, Value>,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) error: Option<StepError>,
}

/// Where arguments are resolved.
pub(super) struct Scope<'a> {
    pub(super) plan: &'a Plan<'a>,
    pub(super) context: &'a Context,
    pub(super) data: &'a php::Value,
    pub(super) options: &'a EvalOptions,
    /// JSON Pointer of the action in its trigger.
    pub(super) pointer: String,
}

impl<'a> Scope<'a> {
    pub(super) fn workspace(&self) -> &'a Workspace {
        self.plan.workspace
    }

    /// What is resolved so far, for the effect.
    pub(super) fn resolved(&self, arguments: Map<String, Value>) -> Resolved<'_> {
        Resolved { arguments, definitions: &self.workspace().definitions, context: self.context }
    }

    /// Resolves and checks every argument. The first one that fails is the action's error; the others are still
    /// resolved, so that the user sees them all.
    pub(super) fn arguments(&self, action: &Action, known: Option<&ActionType>) -> Arguments {
        let mut all =
            Arguments { reports: Vec::new(), values: Map::new(), findings: Vec::new(), error: None };
        for (position, argument) in action.arguments.iter().enumerate() {
            let place = format!("{}/arguments/{position}", self.pointer);
            self.argument(argument, known, &place, &mut all);
        }
        all
    }

    fn argument(&self, argument: &Argument, known: Option<&ActionType>, place: &str, all: &mut Arguments) {
        let how = if argument.is_dynamic == Some(true) { How::Dynamic } else { How::Static };
        let source = argument.value.to_value();
        let value = match how {
            How::Static => Ok(source.clone()),
            How::Dynamic => self.evaluate(argument, place, &mut all.findings),
        };
        if how == How::Static && looks_like_logic(&argument.value) {
            let message = format!(
                "'{}' looks like a JSON Logic rule but is static, so it is passed as it stands",
                argument.name
            );
            let finding =
                Diagnostic::new(Severity::Warning, "argument/static-rule", message, Place::pointer(place));
            all.findings.push(finding.hint("set is_dynamic to true"));
        }
        let value = match value {
            Ok(value) => value,
            Err(error) => {
                all.error.get_or_insert(error);
                all.reports.push(ArgumentReport { name: argument.name.clone(), how, source, value: None });
                return;
            }
        };
        let findings = self.check(argument, &value, known);
        if let Some(wrong) = findings.iter().find(|finding| finding.severity == Severity::Error) {
            all.error.get_or_insert(StepError { code: wrong.code, message: wrong.message.clone() });
        }
        all.findings.extend(findings.into_iter().map(|finding| at(finding, place)));
        all.values.insert(argument.name.clone(), value.clone());
        all.reports.push(ArgumentReport { name: argument.name.clone(), how, source, value: Some(value) });
    }

    fn evaluate(
        &self,
        argument: &Argument,
        place: &str,
        findings: &mut Vec<Diagnostic>,
    ) -> Result<Value, StepError> {
        let read = self.plan.rule(&argument.value);
        let in_value = read.rule.findings().iter().cloned().map(|mut finding| {
            finding.place.pointer = format!("{place}/value{}", finding.place.pointer);
            finding
        });
        findings.extend(in_value);
        match read.program.eval(self.data, self.options) {
            Ok(outcome) => Ok(Value::from(&outcome.value)),
            Err(error) => Err(StepError {
                code: error.code,
                message: format!("argument '{}' cannot be evaluated: {}", argument.name, error.message),
            }),
        }
    }

    fn check(&self, argument: &Argument, value: &Value, known: Option<&ActionType>) -> Vec<Diagnostic> {
        known.map_or_else(Vec::new, |known| {
            argument_findings(&self.workspace().definitions, known, &argument.name, value)
        })
    }
}

/// What is doubtful about an argument's name and its value, static or resolved. Places are empty: the caller knows where
/// the value came from.
pub fn argument_findings(
    definitions: &Definitions,
    known: &ActionType,
    name: &str,
    value: &Value,
) -> Vec<Diagnostic> {
    let Some(kind) = known.argument(name) else {
        return unknown_argument(name, known).into_iter().collect();
    };
    let mut findings = check_argument(kind, value);
    findings.extend(unknown_reference(definitions, kind, value));
    findings
}

/// A handle that the workspace does not know. An empty list of definitions says nothing.
fn unknown_reference(definitions: &Definitions, kind: &ArgumentType, value: &Value) -> Option<Diagnostic> {
    let handle = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let definition_kind = match kind.kind {
        ArgumentKind::Definition => kind.definition_kind?,
        ArgumentKind::ProductId => DefinitionKind::Product,
        _ => return None,
    };
    let known: Vec<&str> =
        definitions.of_kind(definition_kind).map(|definition| definition.handle.as_str()).collect();
    if known.is_empty() || known.contains(&handle.as_str()) {
        return None;
    }
    let word = definition_kind.word();
    let message = format!("the {word} '{handle}' is not in definitions.json");
    let finding = Diagnostic::new(Severity::Warning, "definition/unknown", message, Place::default());
    Some(match closest(&handle, known.into_iter()) {
        Some(near) => finding.hint(format!("did you mean '{near}'?")),
        None => finding.hint("add it to definitions.json if the tenant has it"),
    })
}

/// A finding whose place is the argument's value.
fn at(mut finding: Diagnostic, place: &str) -> Diagnostic {
    finding.place.pointer = format!("{place}/value");
    finding
}

fn unknown_argument(name: &str, known: &ActionType) -> Option<Diagnostic> {
    if !known.arguments_documented {
        return None;
    }
    let names: Vec<&str> = known.arguments.iter().map(|argument| argument.name.as_str()).collect();
    let message = format!("'{name}' is no documented argument of {}", known.name);
    let finding = Diagnostic::new(Severity::Warning, "argument/unknown", message, Place::default());
    Some(match closest(name, names.iter().copied()) {
        Some(near) => finding.hint(format!("did you mean '{near}'?")),
        None => finding.hint(format!("documented are {}", names.join(", "))),
    })
}

/// The nearest of some names, if it is near enough to be a typing mistake.
pub(super) fn closest<'a>(wanted: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    nearest(wanted, names, 0.8)
}

/// True for an object with one key that is an operator.
pub fn looks_like_logic(value: &Json) -> bool {
    let Some(object) = value.as_object() else { return false };
    let mut keys = object.iter().map(|(key, _)| key);
    matches!((keys.next(), keys.next()), (Some(key), None) if logic::operator(key).is_some())
}
