//! The report of a run: plain data, serialised the same way every time.

use crate::catalog::EffectKind;
use crate::diag::Diagnostic;
use crate::logic::EvalWarning;
use crate::model::EngineProfile;
use serde::Serialize;
use serde_json::{Map, Value};

/// What a trigger does on a context.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunReport {
    /// Which trigger.
    pub trigger: TriggerRef,
    /// Which context.
    pub context: ContextRef,
    /// Under which settings.
    pub environment: Environment,
    /// How it ended.
    pub outcome: Outcome,
    /// How it ended, in one sentence.
    pub summary: String,
    /// The position of the step that ended the chain early, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<usize>,
    /// The actions in the order in which they run.
    pub steps: Vec<StepReport>,
    /// What needs attention about the trigger as a whole.
    pub findings: Vec<Diagnostic>,
}

/// The trigger of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TriggerRef {
    /// Its name
    pub name: String,
    /// Its event
    pub event: String,
    /// Its file in the workspace
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
}

/// The context of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContextRef {
    /// Its name
    pub name: String,
    /// The event that it is a sample of, if known
    pub event: Option<String>,
}

/// The settings of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Environment {
    /// The simulated time, RFC 3339 in UTC
    pub now: String,
    /// The engine profile
    #[serde(flatten)]
    pub profile: EngineProfile,
    /// Whether the trigger is switched off and was run as if it were on
    #[serde(skip_serializing_if = "is_false")]
    pub as_if_on: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Every action would run.
    Fired,
    /// A filter ended the chain.
    Stopped,
    /// An action would fail.
    Failed,
    /// The context is of another event.
    OtherEvent,
    /// The trigger is switched off.
    Inactive,
}

/// What became of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StepStatus {
    /// The filter holds; the chain goes on.
    Passed,
    /// The filter does not hold; the chain ends here.
    Stopped,
    /// It would have its effect.
    WouldRun,
    /// It would fail; the chain ends here.
    Failed,
    /// The user muted it.
    Muted,
    /// The chain ended before.
    NotReached,
}

/// One action of a run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StepReport {
    /// Its place in the order in which the actions run, from 1.
    pub position: usize,
    /// The action type as written.
    pub action: String,
    /// The action type in words.
    pub title: String,
    /// The display name, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The order as written.
    pub sort_order: Option<i64>,
    /// What became of it.
    pub status: StepStatus,
    /// The condition, for a filter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<ConditionReport>,
    /// The arguments, for any other action.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub arguments: Vec<ArgumentReport>,
    /// What it would do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
    /// What it would send.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestPreview>,
    /// Why it would fail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<StepError>,
    /// What needs attention.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Diagnostic>,
}

/// A filter's condition on the context.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConditionReport {
    /// The condition in plain words.
    pub sentence: String,
    /// The rule as written.
    pub rule: Value,
    /// What the rule gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Whether that lets the chain go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holds: Option<bool>,
    /// The condition's parts, outermost first.
    pub parts: Vec<PartReport>,
    /// What PHP would warn of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<EvalWarning>,
    /// What portable JSON Logic says, if it can be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub portable: Option<PortableReport>,
}

/// One part of a condition.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PartReport {
    /// JSON Pointer into the rule.
    pub pointer: String,
    /// How deep it is nested.
    pub depth: usize,
    /// The part in plain words.
    pub sentence: String,
    /// Whether it holds.
    pub state: PartState,
    /// What its field or its value is on this context, for a comparison.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed: Option<Value>,
}

/// Whether a part of a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PartState {
    /// It holds.
    True,
    /// It does not.
    False,
    /// It was not asked: another part had decided.
    NotEvaluated,
    /// It fails.
    Error,
}

/// The second opinion of portable JSON Logic (`jsonlogic-rs`).
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PortableReport {
    /// What it gives.
    pub value: Value,
    /// Whether it decides alike.
    pub agrees: bool,
}

/// How an argument's value came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// It is passed as written.
    Static,
    /// It is a JSON Logic rule, evaluated on the context.
    Dynamic,
}

/// One argument of an action.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ArgumentReport {
    /// Its name.
    pub name: String,
    /// How its value came about.
    pub how: How,
    /// The value as written.
    pub source: Value,
    /// The value that the action gets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
}

/// What an action would do.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Effect {
    /// The kind, for actions that are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<EffectKind>,
    /// In words.
    pub sentence: String,
    /// As data: the resolved arguments by name.
    pub data: Map<String, Value>,
}

/// A request that a target would get.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RequestPreview {
    /// Always `POST`. Source: Omneo's target documentation.
    pub method: &'static str,
    /// The target's URL.
    pub url: String,
    /// Headers in order.
    pub headers: Vec<Header>,
    /// The exact body.
    pub body: String,
    /// The body decoded, if it is JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json: Option<Value>,
}

/// A header of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Header {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// Whether a source says that a target gets it.
    pub is_documented: bool,
}

/// Why an action would fail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepError {
    /// Stable code.
    pub code: &'static str,
    /// What happened and where.
    pub message: String,
}
