//! Arguments of actions: names, static values, and what dynamic ones give on the samples.

use super::chain::Seen;
use super::condition::{certain, findings, part_code};
use super::found::{Change, Found, Repair};
use super::scene::{Chain, Scene, Step, at};
use crate::catalog::{ActionType, ArgumentKind, EffectKind, Required};
use crate::diag::{Diagnostic, Severity, nearest};
use crate::engine::{argument_findings, looks_like_logic};
use crate::json::{Json, Limits, parse};
use crate::logic::{self, Code, Rule};
use crate::model::Argument;
use serde_json::Value;

/// Everything that is found about an action's arguments.
pub(super) fn check(scene: &Scene<'_>, chain: &Chain<'_>, step: &Step<'_>, found: &mut Vec<Found>) {
    for (position, argument) in step.action.arguments.iter().enumerate() {
        let pointer = format!("{}/arguments/{position}", step.pointer);
        let one = One { scene, chain, known: step.known, argument, pointer };
        one.check(found);
    }
    for finding in absent(step) {
        found.push(chain.found(finding, None));
    }
}

/// The rule that a text spells, if it does.
pub(super) fn rule_in_text(value: &Json) -> Option<Json> {
    let text = value.as_str().filter(|text| text.trim_start().starts_with('{'))?;
    parse(text, Limits::default()).ok().filter(looks_like_logic)
}

/// Arguments that are given more than once.
pub(super) fn repeated(step: &Step<'_>) -> Vec<Diagnostic> {
    let arguments = &step.action.arguments;
    let is_again = |position: usize, name: &str| {
        let later = arguments.iter().skip(position + 1);
        !name.is_empty() && later.into_iter().any(|other| other.name == name)
    };
    let first = arguments.iter().enumerate().filter(|(position, one)| is_again(*position, &one.name));
    first
        .map(|(position, one)| {
            let message = format!("'{}' is given again further down; only the last one counts", one.name);
            let place = format!("{}/arguments/{position}", step.pointer);
            at(Severity::Warning, "argument/duplicate", message, place)
                .hint("take one out; what belongs together goes into one value")
        })
        .collect()
}

/// Arguments that must be there.
fn absent(step: &Step<'_>) -> Vec<Diagnostic> {
    let is_given = |name: &str| step.action.argument(name).is_some();
    let mut found = Vec::new();
    if step.effect() == Some(EffectKind::SendTarget) && !is_given("target") {
        let message = "target.send has no target";
        found.push(at(Severity::Error, "target/missing", message, &step.pointer));
    }
    let Some(known) = step.known else { return found };
    let required = known.arguments.iter().filter(|argument| argument.required == Required::Required);
    for argument in required.filter(|argument| !is_given(&argument.name)) {
        let message = format!("'{}' of {} is missing", argument.name, known.name);
        found.push(at(Severity::Error, "argument/missing", message, &step.pointer));
    }
    found
}

struct One<'c, 'w> {
    scene: &'c Scene<'w>,
    chain: &'c Chain<'w>,
    known: Option<&'static ActionType>,
    argument: &'c Argument,
    /// JSON Pointer of the argument
    pointer: String,
}

impl One<'_, '_> {
    fn check(&self, found: &mut Vec<Found>) {
        if self.argument.is_dynamic == Some(true) {
            return self.dynamic(found);
        }
        if looks_like_logic(&self.argument.value) {
            return found.push(self.static_rule());
        }
        if let Some(rule) = rule_in_text(&self.argument.value) {
            return found.push(self.rule_as_text(rule));
        }
        for finding in self.of_value(&self.argument.value.to_value()) {
            found.push(self.chain.found(self.placed(finding), None));
        }
    }

    /// What the catalogue, the definitions and the targets say of a value.
    fn of_value(&self, value: &Value) -> Vec<Diagnostic> {
        let Some(known) = self.known else { return Vec::new() };
        let name = &self.argument.name;
        let mut found = argument_findings(&self.scene.workspace.definitions, known, name, value);
        found.extend(self.unknown_target(known, value));
        found
    }

    fn unknown_target(&self, known: &ActionType, value: &Value) -> Option<Diagnostic> {
        let argument = known.argument(&self.argument.name)?;
        let handle = value.as_str().filter(|_| argument.kind == ArgumentKind::Target)?;
        if self.scene.workspace.target(handle).is_some() {
            return None;
        }
        let handles = self.scene.workspace.targets.iter().map(|target| target.handle.as_str());
        let near = nearest(handle, handles, 0.8);
        let finding = at(Severity::Error, "target/unknown", format!("there is no target '{handle}'"), "");
        Some(near.into_iter().fold(finding, |finding, near| finding.hint(format!("did you mean '{near}'?"))))
    }

    /// A finding of the name is at the argument, one of the value at the value.
    fn placed(&self, mut finding: Diagnostic) -> Diagnostic {
        let key = if finding.code == "argument/unknown" { "name" } else { "value" };
        finding.place.pointer = format!("{}/{key}", self.pointer);
        finding
    }

    fn static_rule(&self) -> Found {
        let message = format!(
            "'{}' looks like a JSON Logic rule but is static, so it is passed as it stands",
            self.argument.name
        );
        let finding =
            at(Severity::Warning, "argument/static-rule", message, format!("{}/value", self.pointer));
        self.chain
            .found(finding, Some(self.set_dynamic("evaluate it: set is_dynamic to true", Json::Bool(true))))
    }

    fn rule_as_text(&self, rule: Json) -> Found {
        let message = format!(
            "'{}' is a JSON Logic rule that is written as text, so its text is passed as it stands",
            self.argument.name
        );
        let value = format!("{}/value", self.pointer);
        let finding = at(Severity::Warning, "argument/static-rule", message, &value);
        let mut repair = self.set_dynamic("evaluate it: write the rule itself", Json::Bool(true));
        repair.changes.push(Change::Replace { value, json: rule });
        self.chain.found(finding, Some(repair))
    }

    fn set_dynamic(&self, title: &str, value: Json) -> Repair {
        let change = Change::Set { object: self.pointer.clone(), key: "is_dynamic", value };
        Repair { title: title.to_owned(), changes: vec![change] }
    }

    fn dynamic(&self, found: &mut Vec<Found>) {
        let rule = logic::parse(&self.argument.value);
        let pointer = format!("{}/value", self.pointer);
        let event = self.scene.event(self.chain);
        for (finding, repair) in findings(&rule, &pointer, &self.scene.workspace.definitions, event) {
            found.push(self.chain.found(finding, repair));
        }
        if !reads_anything(&rule) {
            found.push(self.constant_rule(&rule));
        }
        for (part, message) in certain(&rule, logic::certain_conditions(&rule)) {
            let place = format!("{pointer}{}", rule.pointer(part.node));
            found
                .push(self.chain.found(at(Severity::Warning, part_code(part.verdict), message, place), None));
        }
        for finding in self.on_samples(&rule) {
            found.push(self.chain.found(finding, None));
        }
    }

    fn constant_rule(&self, rule: &Rule) -> Found {
        let message = format!("'{}' is dynamic but reads nothing from the event", self.argument.name);
        let finding =
            at(Severity::Warning, "argument/constant-rule", message, format!("{}/value", self.pointer));
        let is_scalar = rule.root().literal().is_some();
        let repair = is_scalar
            .then(|| self.set_dynamic("pass it as it stands: set is_dynamic to false", Json::Bool(false)));
        self.chain.found(finding, repair)
    }

    /// What the argument is on the samples; without any, only its name can be checked.
    fn on_samples(&self, rule: &Rule) -> Vec<Diagnostic> {
        let mut seen = Seen::default();
        let samples = self.scene.event(self.chain).map(|event| event.samples.as_slice()).unwrap_or_default();
        if samples.is_empty() {
            let is_of_name = |finding: &Diagnostic| finding.code == "argument/unknown";
            let found = self.of_value(&Value::Null).into_iter().filter(is_of_name);
            return found.map(|finding| self.placed(finding)).collect();
        }
        let is_broken = rule.findings().iter().any(|finding| finding.severity == Severity::Error);
        let program = rule.compile();
        for (context, data) in samples {
            match program.eval(data, &self.scene.options) {
                Ok(outcome) => {
                    for finding in self.of_value(&Value::from(&outcome.value)) {
                        seen.add(self.placed(finding), &context.name);
                    }
                }
                Err(_) if is_broken => {}
                Err(error) => {
                    let message =
                        format!("argument '{}' cannot be evaluated: {}", self.argument.name, error.message);
                    let place = format!("{}/value{}", self.pointer, error.pointer);
                    seen.add(at(Severity::Error, "argument/error", message, place), &context.name);
                }
            }
        }
        seen.finish()
    }
}

/// Whether a rule looks at the data at all.
fn reads_anything(rule: &Rule) -> bool {
    let is_read = |code: Code| matches!(code, Code::Var | Code::Missing | Code::MissingSome);
    rule.nodes().any(|node| {
        let operator = node.call().and_then(|call| call.operator);
        operator.is_some_and(|operator| is_read(operator.code))
    })
}
