//! A golden case: an event, a fixed clock, and what a trigger is expected to do with it.

use crate::json::Json;

/// One golden case of a trigger. What is `None` or absent in its expectations does not matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GoldenCase {
    /// Name shown to people, unique in its file.
    pub name: String,
    /// The event's JSON.
    pub context: CaseContext,
    /// The time that it is, RFC 3339.
    pub now: Option<String>,
    /// Zone of dates without one; `None` is the workspace's.
    pub timezone: Option<String>,
    /// What must come of it.
    pub expect: Expectations,
    /// The JSON it was read from; `Null` for a new one.
    pub source: Json,
}

/// Where a case's event comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum CaseContext {
    /// Nothing says.
    #[default]
    Missing,
    /// A sample of the trigger's event, by name.
    Sample(String),
    /// The event's JSON, in the case itself. It counts as the trigger's own event.
    Inline(Json),
}

/// What a run is expected to do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expectations {
    /// How the run ends: `fired`, `stopped`, `failed`, `inactive`, `other_event`.
    pub outcome: Option<String>,
    /// The position of the action that ends the chain early, from 1.
    pub stopped_at: Option<i64>,
    /// The types of the actions that would act, in order.
    pub actions: Option<Vec<String>>,
    /// What single actions are expected to do.
    pub steps: Vec<StepExpectations>,
    /// The JSON it was read from; `Null` for a new one.
    pub source: Json,
}

impl Expectations {
    /// True if nothing at all is expected.
    pub fn is_empty(&self) -> bool {
        self.outcome.is_none() && self.stopped_at.is_none() && self.actions.is_none() && self.steps.is_empty()
    }
}

/// What one action is expected to do. The first of an action type is meant by the first of that type here, and so on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepExpectations {
    /// The action type as written in the trigger.
    pub action: String,
    /// Its resolved arguments by name.
    pub arguments: Option<Json>,
    /// Whether it has no other arguments than the expected ones.
    pub is_exact: bool,
    /// The payload, decoded.
    pub payload: Option<Json>,
    /// The payload as text, where it is not JSON.
    pub payload_text: Option<String>,
    /// What does not matter: JSON Pointers that start with `/arguments` or `/payload`; `*` is any key or index.
    pub ignore: Vec<String>,
    /// The JSON it was read from; `Null` for a new one.
    pub source: Json,
}
