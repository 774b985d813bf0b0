//! Why a trigger did not fire: the action that stopped it, the first unmet criterion, and what kind of cause it is.
//!
//! Reads a finished run; evaluates the parts of the condition that the run left out, so that it can count how many
//! criteria hold. Main entry: [`why()`].

mod criterion;
mod hint;
mod mismatch;
mod sentence;
mod verdict;

pub use mismatch::{are_comparable, can_contain};

use super::criteria::{Aim, Criteria, Scope};
use super::report::{Outcome, RunReport, StepReport, StepStatus};
use crate::json::Json;
use crate::logic;
use crate::model::{Context, EngineProfile};
use crate::php;
use serde::Serialize;
use serde_json::Value;
use verdict::{Gap, Verdict};

/// Most unmet criteria that are listed.
const MAX_LISTED: usize = 20;

/// Why a run did not fire.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Why {
    /// How the run ended.
    pub outcome: Outcome,
    /// What kind of cause it is.
    pub cause: Cause,
    /// The whole answer in one sentence.
    pub sentence: String,
    /// The position of the action that ended the chain, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<usize>,
    /// That action's type as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// How many criteria of its condition hold. Of alternatives the nearest one counts; a list is one criterion.
    pub held: usize,
    /// How many criteria its condition has.
    pub total: usize,
    /// The unmet criteria, the first one first; the rest of a long list is left out.
    pub unmet: Vec<Criterion>,
}

impl Why {
    /// The first unmet criterion.
    pub fn first(&self) -> Option<&Criterion> {
        self.unmet.first()
    }

    /// "2 of 3 criteria hold", for a condition with more than one.
    pub fn almost(&self) -> Option<String> {
        (self.total > 1).then(|| format!("{} of {} criteria hold", self.held, self.total))
    }
}

/// What kept a trigger from firing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A criterion is false on values of the right type.
    False,
    /// The context has no such field.
    MissingField,
    /// The field is null.
    Null,
    /// The field's type cannot meet the criterion.
    TypeMismatch,
    /// The context is of another event.
    DifferentEvent,
    /// The trigger is switched off.
    TriggerInactive,
    /// An action fails, so nothing after it runs.
    ActionErrored,
    /// PHP decides no where portable JSON Logic decides yes.
    EngineDisagreement,
}

impl Cause {
    /// Every cause.
    pub const ALL: [Self; 8] = [
        Self::False,
        Self::MissingField,
        Self::Null,
        Self::TypeMismatch,
        Self::DifferentEvent,
        Self::TriggerInactive,
        Self::ActionErrored,
        Self::EngineDisagreement,
    ];

    /// The words shown to users.
    pub fn words(self) -> &'static str {
        match self {
            Self::False => "not met",
            Self::MissingField => "missing field",
            Self::Null => "empty field (null)",
            Self::TypeMismatch => "wrong type",
            Self::DifferentEvent => "different event",
            Self::TriggerInactive => "trigger switched off",
            Self::ActionErrored => "an action fails",
            Self::EngineDisagreement => "engines disagree",
        }
    }
}

/// A criterion that is not met.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Criterion {
    /// JSON Pointer into the condition.
    pub pointer: String,
    /// What is asked: "spend 12m is at least 500".
    pub requirement: String,
    /// What is asked and what is there: "spend 12m should be at least 500, but is 420".
    pub sentence: String,
    /// What kind of cause it is.
    pub cause: Cause,
    /// Dotted path of the field in question, as the rule writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// JSON Pointer of that field into the context, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context_pointer: Option<String>,
    /// What is there; absent if the field is missing or the criterion fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed: Option<Value>,
    /// What it is compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<Value>,
    /// Which item of which list, for a criterion about items.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<ItemPlace>,
    /// A field that was probably meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// The item of a list that a criterion is about: the nearest one where one is asked for, else the first in the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ItemPlace {
    /// The list in words.
    pub list: String,
    /// Number of items.
    pub count: usize,
    /// The item's position from 0; none for an empty list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<usize>,
    /// How many criteria hold for that item.
    pub held: usize,
    /// How many criteria there are for an item.
    pub total: usize,
    /// JSON Pointer to the list's operation in the condition.
    pub pointer: String,
}

/// Why a run on a context did not fire; `None` if it did.
///
/// ```
/// use reagent::{engine::{Cause, RunEnv, run, why}, json, model::{Context, Workspace}, wire};
/// let read = |text| json::parse(text, json::Limits::default()).unwrap();
/// let rule = r#"{"name":"Big","trigger":"profile.updated","actions":[{"name":"filter","sort_order":1,
///     "arguments":[{"name":"condition","value":{"and":[{"===":[{"var":"tier"},"gold"]},
///         {">=":[{"var":"spend"},500]}]}}]}]}"#;
/// let (trigger, _) = wire::read_trigger(&read(rule), &mut wire::Ids::default());
/// let id = trigger.id;
/// let workspace = Workspace { triggers: vec![trigger.into()], ..Workspace::default() };
/// let event = Some("profile.updated".to_owned());
/// let context = Context { event, data: read(r#"{"tier":"gold","spend":420}"#), ..Context::default() };
/// let env = RunEnv::new(jiff::Timestamp::UNIX_EPOCH, workspace.profile.clone());
/// let report = run(&workspace, id, &context, &env).unwrap();
/// let why = why(&report, &context).unwrap();
/// assert_eq!(why.cause, Cause::False);
/// assert_eq!(why.sentence, "Stopped at step 1: spend should be at least 500, but is 420");
/// assert_eq!(why.almost().as_deref(), Some("1 of 2 criteria hold"));
/// assert_eq!(why.first().unwrap().pointer, "/and/1");
/// ```
pub fn why(report: &RunReport, context: &Context) -> Option<Why> {
    match report.outcome {
        Outcome::Fired => None,
        Outcome::OtherEvent => Some(plain(report, Cause::DifferentEvent, None)),
        Outcome::Inactive => Some(plain(report, Cause::TriggerInactive, None)),
        Outcome::Stopped | Outcome::Failed => {
            let ended = |step: &&StepReport| matches!(step.status, StepStatus::Stopped | StepStatus::Failed);
            let step = report.steps.iter().find(ended)?;
            Some(of_condition(report, step, context).unwrap_or_else(|| failure(report, step)))
        }
    }
}

/// Why one condition is false or fails on data, as [`why()`] tells it; `None` if it holds.
pub fn why_condition(condition: &Json, context: &Json, profile: &EngineProfile) -> Option<Vec<Criterion>> {
    let rule = logic::parse(condition);
    let criteria = Criteria::new(&rule, super::logic_options(profile));
    let scope = Scope::root(php::Value::from(context));
    let aim = Aim { node: rule.root(), want: true, scope };
    (!criteria.is_met(&aim)).then(|| listed(&criteria, &Verdict::of(&criteria, &aim).gaps))
}

fn plain(report: &RunReport, cause: Cause, step: Option<&StepReport>) -> Why {
    Why {
        outcome: report.outcome,
        cause,
        sentence: report.summary.clone(),
        step: step.map(|step| step.position),
        action: step.map(|step| step.action.clone()),
        held: 0,
        total: 0,
        unmet: Vec::new(),
    }
}

fn failure(report: &RunReport, step: &StepReport) -> Why {
    let message = step.error.as_ref().map_or("it fails", |error| error.message.as_str());
    let is_last = step.position == report.steps.len();
    let end = if is_last { "" } else { ", so nothing after it runs" };
    Why {
        sentence: format!("Step {} ({}) fails: {message}{end}", step.position, step.title),
        ..plain(report, Cause::ActionErrored, Some(step))
    }
}

fn of_condition(report: &RunReport, step: &StepReport, context: &Context) -> Option<Why> {
    let condition = step.condition.as_ref()?;
    let rule = logic::parse(&Json::from(&condition.rule));
    let criteria = Criteria::new(&rule, super::logic_options(&report.environment.profile));
    let scope = Scope::root(php::Value::from(&context.data));
    let mut verdict = Verdict::of(&criteria, &Aim { node: rule.root(), want: true, scope });
    let has_failed = step.status == StepStatus::Failed;
    if has_failed {
        // The criterion that fails ends the run, whatever else is unmet.
        verdict.gaps.sort_by_key(|gap| criteria.value(gap.aim.node, &gap.aim.scope).is_ok());
    }
    let unmet = listed(&criteria, &verdict.gaps);
    let first = unmet.first()?;
    let disagrees = condition.portable.as_ref().is_some_and(|portable| !portable.agrees);
    let (word, end) = match (has_failed, disagrees) {
        (true, _) => ("Fails", ""),
        (false, true) => ("Stopped", "; portable JSON Logic would let it pass"),
        (false, false) => ("Stopped", ""),
    };
    let mut why = plain(report, first.cause, Some(step));
    if disagrees && !has_failed {
        why.cause = Cause::EngineDisagreement;
    }
    why.sentence = format!("{word} at step {}: {}{end}", step.position, first.sentence);
    (why.held, why.total) = (verdict.held, verdict.total);
    why.unmet = unmet;
    Some(why)
}

fn listed(criteria: &Criteria<'_>, gaps: &[Gap<'_>]) -> Vec<Criterion> {
    gaps.iter().take(MAX_LISTED).map(|gap| criterion::criterion(criteria, gap)).collect()
}
