//! The smallest change that makes a trigger fire, or a condition fail: of the context, or of the rule's constants.
//!
//! Candidate values come from what is unmet (bounds and what is beside them, choices, other samples of the event) and
//! keep type and format. Sets of changes are tried by size, so the result is the smallest among those values; it is
//! the same every time and always verified by a run. Main entries: [`flip`], [`variant_that_fails`],
//! [`variant_where`], [`variant_for`].

mod branch;
mod constants;
mod date;
mod edit;
mod goal;
mod joined;
mod known;
mod number;
mod search;
mod values;
mod words;

use super::env::RunEnv;
use super::order::in_order;
use super::report::{Outcome, RunReport, StepStatus};
use super::run::run;
use crate::json::Json;
use crate::logic::{self, Verdict};
use crate::model::{Action, Context, Trigger, TriggerId, Workspace};
use goal::{Wanted, is_as_wanted, parsed, reaching};
use known::Values;
use search::{Changing, Edit, Nothing, Search, split, trials_for};
use serde::Serialize;
use serde_json::Value;

/// One changed leaf.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The position of the filter whose condition is changed; none for a leaf of the context.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<usize>,
    /// JSON Pointer into the context or the condition.
    pub pointer: String,
    /// What was there; `None` if nothing.
    pub from: Option<Value>,
    /// What is there now; `None` if it is left out.
    pub to: Option<Value>,
}

/// A changed condition of a filter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ChangedCondition {
    /// The filter's position in the chain, from 1.
    pub step: usize,
    /// The filter's index among the trigger's actions as written.
    pub action: usize,
    /// The condition's JSON.
    pub condition: Value,
}

/// A context that is changed as little as possible.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ContextVariant {
    /// "Fires if spend is 500 instead of 420".
    pub sentence: String,
    /// The changed leaves, by pointer.
    pub changes: Vec<Change>,
    /// The changed context, spelled and ordered like the original.
    #[serde(serialize_with = "as_value")]
    pub context: Json,
    /// How the trigger ends on it.
    pub outcome: Outcome,
}

/// Conditions whose constants are changed as little as possible.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RuleVariant {
    /// "Fires if the condition of step 1 asks for 420 instead of 500".
    pub sentence: String,
    /// The changed constants.
    pub changes: Vec<Change>,
    /// The conditions with the changes.
    pub conditions: Vec<ChangedCondition>,
}

fn as_value<S: serde::Serializer>(json: &Json, serializer: S) -> Result<S::Ok, S::Error> {
    json.to_value().serialize(serializer)
}

/// Why there is no variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NoVariant {
    /// There is nothing to do.
    #[error("it is so already")]
    AlreadySo,
    /// No leaf of a context changes its event.
    #[error("the context is of another event; no change of its fields makes the trigger run")]
    OtherEvent,
    /// No leaf of a context switches a trigger on.
    #[error("the trigger is switched off; switch it on first")]
    Inactive,
    /// The conditions can be met, but then an action fails.
    #[error("every condition can be met, but then it still does not fire: {0}")]
    Fails(String),
    /// It is proved that no values do it.
    #[error("no values can: the conditions never hold")]
    Impossible,
    /// Nothing that is read, or no constant, can be changed.
    #[error("there is no value to try")]
    NoValues,
    /// Every set of the values that are considered was tried; so many values.
    #[error("nothing was found among {0} values that were tried")]
    NotFound(usize),
    /// The search was cut off after so many values.
    #[error("nothing was found among {0} values; more were not tried")]
    Limit(usize),
    /// The trigger or the filter is not there.
    #[error("there is no such filter")]
    NoSuchFilter,
    /// The trigger does not send to the target, or its template has no such branch.
    #[error("the trigger does not render that part of a template")]
    NoSuchBranch,
}

/// The smallest changes that make a trigger fire.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Flip {
    /// By changing the context.
    #[serde(serialize_with = "variant_or_reason")]
    pub context: Result<ContextVariant, NoVariant>,
    /// By changing constants of the conditions.
    #[serde(serialize_with = "variant_or_reason")]
    pub rule: Result<RuleVariant, NoVariant>,
}

fn variant_or_reason<T: Serialize, S: serde::Serializer>(
    result: &Result<T, NoVariant>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match result {
        Ok(variant) => variant.serialize(serializer),
        Err(reason) => serde_json::json!({ "none": reason.to_string() }).serialize(serializer),
    }
}

/// What a run on a changed context should show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// A part of a condition is as wished
    Part(Wish),
    /// A part of a dynamic argument is as wished
    Argument(String, Wish),
    /// An action is reached, by its position in the chain, from 1
    Reached(usize),
    /// A template goes a way
    Branch(BranchWish),
}

/// A way that a template should go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchWish {
    /// The handle of the target
    pub target: String,
    /// Which of [`crate::twig::Template::choices`]
    pub choice: usize,
    /// Whether its body should be taken, its list should have items
    pub taken: bool,
}

/// A part of a filter's condition that should hold, or should not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The filter's position in the chain, from 1.
    pub step: usize,
    /// JSON Pointer into its condition; empty for the whole.
    pub pointer: String,
    /// Whether it should hold.
    pub holds: bool,
}

/// The smallest changes of the context, and of the rule's constants, that make a trigger fire. `None` if the workspace
/// has no such trigger.
///
/// ```
/// use reagent::{engine::{RunEnv, flip}, json, model::{Context, Workspace}, wire};
/// let read = |text| json::parse(text, json::Limits::default()).unwrap();
/// let rule = r#"{"name":"Big","trigger":"profile.updated","actions":[{"name":"filter","sort_order":1,
///     "arguments":[{"name":"condition","value":{">=":[{"var":"spend"},500]}}]}]}"#;
/// let (trigger, _) = wire::read_trigger(&read(rule), &mut wire::Ids::default());
/// let id = trigger.id;
/// let workspace = Workspace { triggers: vec![trigger.into()], ..Workspace::default() };
/// let event = Some("profile.updated".to_owned());
/// let context = Context { event, data: read(r#"{"spend":"420.50"}"#), ..Context::default() };
/// let env = RunEnv::new(jiff::Timestamp::UNIX_EPOCH, workspace.profile.clone());
/// let flip = flip(&workspace, id, &context, &env).unwrap();
/// assert_eq!(flip.context.unwrap().sentence, "Fires if spend is '500.00' instead of '420.50'");
/// assert_eq!(flip.rule.unwrap().conditions[0].condition.to_string(), r#"{">=":[{"var":"spend"},420.5]}"#);
/// ```
pub fn flip(workspace: &Workspace, id: TriggerId, context: &Context, env: &RunEnv) -> Option<Flip> {
    let trigger = workspace.trigger(id)?;
    let report = run(workspace, id, context, env)?;
    let blocked = match report.outcome {
        Outcome::Fired => Some(NoVariant::AlreadySo),
        Outcome::OtherEvent => Some(NoVariant::OtherEvent),
        Outcome::Inactive => Some(NoVariant::Inactive),
        Outcome::Stopped | Outcome::Failed => None,
    };
    if let Some(reason) = blocked {
        return Some(Flip { context: Err(reason.clone()), rule: Err(reason) });
    }
    let scene = Scene::new(workspace, trigger, context, env);
    let wanted: Vec<Wanted> = (0..scene.filters.len())
        .map(|condition| Wanted { condition, pointer: String::new(), holds: true })
        .collect();
    if is_as_wanted(&parsed(&scene.conditions), &wanted, &context.data, env.logic_options()) {
        let reason = NoVariant::Fails(report.summary);
        return Some(Flip { context: Err(reason.clone()), rule: Err(reason) });
    }
    let is_possible = logic::verdict(&logic::parse(&goal::all(&scene.conditions))) != Verdict::NeverTrue;
    let search = || if is_possible { Ok(()) } else { Err(NoVariant::Impossible) };
    let by_context = search().and_then(|()| scene.context_variant(&wanted, "Fires")).and_then(|variant| {
        match variant.outcome {
            Outcome::Fired => Ok(variant),
            _ => Err(NoVariant::Fails(
                scene.rerun(&variant.context).map(|run| run.summary).unwrap_or_default(),
            )),
        }
    });
    Some(Flip { context: by_context, rule: scene.rule_variant(&wanted) })
}

/// The smallest change of the context with which a part of a condition does not hold, while everything that is asked
/// before it lets the run come to it.
///
/// # Errors
/// Where there is no such change, or no such filter.
pub fn variant_that_fails(
    workspace: &Workspace,
    id: TriggerId,
    context: &Context,
    env: &RunEnv,
    (step, pointer): (usize, &str),
) -> Result<ContextVariant, NoVariant> {
    variant_where(workspace, id, context, env, &Wish { step, pointer: pointer.to_owned(), holds: false })
}

/// The smallest change of the context with which a part of a condition is as wished, and is evaluated at all: the
/// filters and the parts before it let the run come to it.
///
/// # Errors
/// Where there is no such change, or no such filter.
pub fn variant_where(
    workspace: &Workspace,
    id: TriggerId,
    context: &Context,
    env: &RunEnv,
    wish: &Wish,
) -> Result<ContextVariant, NoVariant> {
    let trigger = workspace.trigger(id).ok_or(NoVariant::NoSuchFilter)?;
    part_variant(&Scene::new(workspace, trigger, context, env), wish)
}

/// The smallest change of the context with which a run shows what is wished for.
///
/// # Errors
/// Where there is no such change.
pub fn variant_for(
    workspace: &Workspace,
    id: TriggerId,
    context: &Context,
    env: &RunEnv,
    goal: &Goal,
) -> Result<ContextVariant, NoVariant> {
    let trigger = workspace.trigger(id).ok_or(NoVariant::NoSuchFilter)?;
    let scene = Scene::new(workspace, trigger, context, env);
    if trigger.is_active == Some(false) {
        return Err(NoVariant::Inactive);
    }
    match goal {
        Goal::Part(wish) => part_variant(&scene, wish),
        Goal::Argument(name, wish) => part_variant(&scene.asking(wish.step, name), wish),
        Goal::Reached(step) => scene.reaching(*step),
        Goal::Branch(wish) => branch::branch_variant(&scene, wish),
    }
}

fn part_variant(scene: &Scene<'_>, wish: &Wish) -> Result<ContextVariant, NoVariant> {
    let (context, env) = (scene.context, scene.env);
    let filter = scene.filters.iter().position(|filter| filter.position == wish.step);
    let filter = filter.ok_or(NoVariant::NoSuchFilter)?;
    let mut wanted: Vec<Wanted> =
        (0..filter).map(|condition| Wanted { condition, pointer: String::new(), holds: true }).collect();
    let rules = parsed(&scene.conditions);
    let rule = rules.get(filter).ok_or(NoVariant::NoSuchFilter)?;
    wanted.extend(reaching(rule, filter, &wish.pointer, wish.holds));
    if is_as_wanted(&rules, &wanted, &context.data, env.logic_options()) {
        return Err(NoVariant::AlreadySo);
    }
    let node = rule.node_at(&wish.pointer).unwrap_or(rule.root());
    let part = crate::logic::describe_wanted(rule, node.id, wish.holds);
    scene.context_variant(&wanted, &format!("\u{201c}{part}\u{201d} is true"))
}

/// A filter of the chain.
struct Filter<'a> {
    position: usize,
    index: usize,
    action: &'a Action,
}

/// A trigger on a context.
struct Scene<'a> {
    workspace: &'a Workspace,
    trigger: &'a Trigger,
    context: &'a Context,
    env: &'a RunEnv,
    filters: Vec<Filter<'a>>,
    conditions: Vec<Json>,
}

impl<'a> Scene<'a> {
    fn new(workspace: &'a Workspace, trigger: &'a Trigger, context: &'a Context, env: &'a RunEnv) -> Self {
        let ordered = in_order(&trigger.actions).into_iter().enumerate();
        let filters: Vec<Filter<'a>> = ordered
            .map(|(at, (index, action))| Filter { position: at + 1, index, action })
            .filter(|filter| filter.action.is_filter() && !env.muted.contains(&filter.action.id))
            .filter(|filter| filter.action.argument("condition").is_some())
            .collect();
        let condition =
            |filter: &Filter<'_>| filter.action.argument("condition").map(|found| found.value.clone());
        let conditions = filters.iter().filter_map(condition).collect();
        Self { workspace, trigger, context, env, filters, conditions }
    }

    /// The same with an argument of an action as if it were a filter's condition.
    fn asking(mut self, step: usize, name: &str) -> Self {
        let ordered = in_order(&self.trigger.actions).into_iter();
        if let Some((index, action)) = ordered.into_iter().nth(step.saturating_sub(1))
            && let Some(argument) = action.argument(name)
        {
            let at = self.filters.partition_point(|filter| filter.position < step);
            self.filters.insert(at, Filter { position: step, index, action });
            self.conditions.insert(at, argument.value.clone());
        }
        self
    }

    /// The smallest change with which an action is reached.
    fn reaching(&self, step: usize) -> Result<ContextVariant, NoVariant> {
        let status =
            |report: &RunReport| report.steps.iter().find(|one| one.position == step).map(|one| one.status);
        let is_reached = |report: &RunReport| {
            status(report).is_some_and(|status| !matches!(status, StepStatus::NotReached | StepStatus::Muted))
        };
        let report = self.rerun(&self.context.data).ok_or(NoVariant::NoSuchFilter)?;
        match report.outcome {
            _ if is_reached(&report) => return Err(NoVariant::AlreadySo),
            Outcome::OtherEvent => return Err(NoVariant::OtherEvent),
            Outcome::Inactive => return Err(NoVariant::Inactive),
            _ => {}
        }
        let before = self.filters.iter().filter(|filter| filter.position < step).count();
        let wanted: Vec<Wanted> =
            (0..before).map(|condition| Wanted { condition, pointer: String::new(), holds: true }).collect();
        let variant = self.context_variant(&wanted, &format!("Step {step} is reached"))?;
        let report = self.rerun(&variant.context).ok_or(NoVariant::NoSuchFilter)?;
        if is_reached(&report) { Ok(variant) } else { Err(NoVariant::Fails(report.summary)) }
    }

    fn search(
        &self,
        wanted: &[Wanted],
        changing: Changing,
    ) -> Result<(Vec<Edit>, Vec<Json>, Json), NoVariant> {
        let event = &self.trigger.event;
        let samples = self.workspace.contexts_of(event).filter(|sample| sample.name != self.context.name);
        let samples = samples.map(|sample| &sample.data).collect();
        let search = Search {
            changing,
            conditions: &self.conditions,
            wanted,
            context: &self.context.data,
            values: Values::new(&self.conditions, &self.context.data, samples),
            options: self.env.logic_options(),
            trials: trials_for(&self.context.data),
        };
        let granted = search.trials.get();
        let edits = search.run().map_err(|nothing| match (nothing, granted - search.trials.get()) {
            (Nothing::Exhausted, 0) => NoVariant::NoValues,
            (Nothing::Exhausted, tried) => NoVariant::NotFound(tried),
            (Nothing::Limit, tried) => NoVariant::Limit(tried),
        })?;
        let (conditions, context) = search.applied(&edits);
        Ok((edits, conditions, context))
    }

    fn context_variant(&self, wanted: &[Wanted], what: &str) -> Result<ContextVariant, NoVariant> {
        let (edits, _, context) = self.search(wanted, Changing::Context)?;
        let changes: Vec<Change> = edits
            .into_iter()
            .map(|(pointer, to)| {
                let from = self.context.data.pointer(&pointer).map(Json::to_value);
                Change { step: None, pointer, from, to: to.as_ref().map(Json::to_value) }
            })
            .collect();
        let outcome = self.rerun(&context).map_or(Outcome::Failed, |run| run.outcome);
        Ok(ContextVariant { sentence: words::context(what, &changes), changes, context, outcome })
    }

    fn rerun(&self, data: &Json) -> Option<RunReport> {
        let context = Context { data: data.clone(), ..self.context.clone() };
        run(self.workspace, self.trigger.id, &context, self.env)
    }

    /// Changed constants; the conditions are verified by the evaluator, and a run that fails at an action is told.
    fn rule_variant(&self, wanted: &[Wanted]) -> Result<RuleVariant, NoVariant> {
        let (edits, conditions, _) = self.search(wanted, Changing::Constants)?;
        self.verified(&conditions)?;
        let mut changes = Vec::new();
        let mut rewritten: Vec<ChangedCondition> = Vec::new();
        for (pointer, to) in edits {
            let (at, inside) = split(&pointer);
            let (Some(filter), Some(before), Some(after)) =
                (self.filters.get(at), self.conditions.get(at), conditions.get(at))
            else {
                continue;
            };
            changes.push(Change {
                step: Some(filter.position),
                pointer: inside.to_owned(),
                from: before.pointer(inside).map(Json::to_value),
                to: to.as_ref().map(Json::to_value),
            });
            if !rewritten.iter().any(|other| other.step == filter.position) {
                let condition = after.to_value();
                rewritten.push(ChangedCondition { step: filter.position, action: filter.index, condition });
            }
        }
        Ok(RuleVariant { sentence: words::rule(&changes), changes, conditions: rewritten })
    }

    /// Runs the trigger with other conditions.
    fn verified(&self, conditions: &[Json]) -> Result<(), NoVariant> {
        let mut trigger = self.trigger.clone();
        for (filter, condition) in self.filters.iter().zip(conditions) {
            let arguments = trigger.actions.get_mut(filter.index).map(|action| &mut action.arguments);
            let found = arguments.and_then(|all| all.iter_mut().rev().find(|one| one.name == "condition"));
            if let Some(argument) = found {
                argument.value = condition.clone();
            }
        }
        let mut workspace = self.workspace.clone();
        let id = trigger.id;
        workspace.triggers.retain(|other| other.id != id);
        workspace.triggers.push(trigger.into());
        let report = run(&workspace, id, self.context, self.env).ok_or(NoVariant::NoSuchFilter)?;
        match report.outcome {
            Outcome::Fired => Ok(()),
            _ => Err(NoVariant::Fails(report.summary)),
        }
    }
}
