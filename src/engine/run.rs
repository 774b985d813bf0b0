//! The chain: action after action until the end, a filter that does not hold, or a failure.

use super::argument::Scope;
use super::condition::condition;
use super::effect::effect_of;
use super::env::RunEnv;
use super::order::{in_order, order_findings};
use super::plan::Plan;
use super::report::{
    ContextRef, Environment, Outcome, RunReport, StepError, StepReport, StepStatus, TriggerRef,
};
use super::target_send::send;
use crate::catalog::{ActionType, EffectKind, catalog};
use crate::diag::{Diagnostic, Place, Severity, lower_first};
use crate::model::{Action, Context, Trigger, TriggerId, Workspace};
use crate::php;

/// Runs a trigger on a context. `None` if the workspace has no such trigger.
///
/// ```
/// use reagent::{engine::{RunEnv, run, Outcome}, json, model::{Context, Workspace}, wire};
/// let read = |text| json::parse(text, json::Limits::default()).unwrap();
/// let rule = r#"{"name":"Gold only","trigger":"profile.updated","actions":[{"name":"filter","sort_order":1,
///     "arguments":[{"name":"condition","value":{"===":[{"var":"tier_handle"},"gold"]}}]}]}"#;
/// let (trigger, _) = wire::read_trigger(&read(rule), &mut wire::Ids::default());
/// let id = trigger.id;
/// let workspace = Workspace { triggers: vec![trigger.into()], ..Workspace::default() };
/// let event = Some("profile.updated".to_owned());
/// let context = Context { event, data: read(r#"{"tier_handle":"silver"}"#), ..Context::default() };
/// let env = RunEnv::new(jiff::Timestamp::UNIX_EPOCH, workspace.profile.clone());
/// assert_eq!(run(&workspace, id, &context, &env).unwrap().outcome, Outcome::Stopped);
/// ```
pub fn run(workspace: &Workspace, id: TriggerId, context: &Context, env: &RunEnv) -> Option<RunReport> {
    run_in(&Plan::new(workspace), id, context, env)
}

pub(super) fn run_in(plan: &Plan<'_>, id: TriggerId, context: &Context, env: &RunEnv) -> Option<RunReport> {
    let trigger = plan.workspace.trigger(id)?;
    let data = php::Value::from(&context.data);
    let chain = Chain { plan, trigger, context, data, env };
    Some(chain.report())
}

struct Chain<'a> {
    plan: &'a Plan<'a>,
    trigger: &'a Trigger,
    context: &'a Context,
    data: php::Value,
    env: &'a RunEnv,
}

impl Chain<'_> {
    fn report(&self) -> RunReport {
        let trigger = self.trigger;
        let mut findings: Vec<Diagnostic> = catalog().check_event(&trigger.event).into_iter().collect();
        for finding in &mut findings {
            finding.place = Place::pointer("/trigger");
        }
        findings.extend(order_findings(&trigger.actions));
        let (outcome, steps) = self.outcome(&mut findings);
        let stopped_at = steps.iter().find(|step| ends_chain(step.status)).map(|step| step.position);
        RunReport {
            trigger: TriggerRef {
                name: trigger.name.clone(),
                event: trigger.event.clone(),
                file: trigger.file.clone(),
            },
            context: ContextRef { name: self.context.name.clone(), event: self.context.event.clone() },
            environment: Environment {
                now: self.env.now.to_string(),
                profile: self.env.profile.clone(),
                as_if_on: self.is_as_if_on(),
            },
            outcome,
            summary: self.summary(outcome, &steps),
            stopped_at,
            steps,
            findings,
        }
    }

    fn outcome(&self, findings: &mut Vec<Diagnostic>) -> (Outcome, Vec<StepReport>) {
        match &self.context.event {
            Some(event) if *event != self.trigger.event => return (Outcome::OtherEvent, self.steps(false)),
            Some(_) => {}
            None => {
                let message = "nothing says which event the context is of; it is taken for the trigger's own";
                findings.push(
                    Diagnostic::new(Severity::Info, "context/no-event", message, Place::default())
                        .hint("keep contexts in contexts/<event>/"),
                );
            }
        }
        if self.trigger.is_active == Some(false) && !self.env.as_if_on {
            return (Outcome::Inactive, self.steps(false));
        }
        let steps = self.steps(true);
        let outcome = match steps.iter().find(|step| ends_chain(step.status)).map(|step| step.status) {
            None => Outcome::Fired,
            Some(StepStatus::Stopped) => Outcome::Stopped,
            Some(_) => Outcome::Failed,
        };
        (outcome, steps)
    }

    fn steps(&self, is_running: bool) -> Vec<StepReport> {
        let mut is_running = is_running;
        let ordered = in_order(&self.trigger.actions).into_iter().enumerate();
        ordered
            .map(|(position, (index, action))| {
                let step = self.step(position + 1, index, action, is_running);
                is_running &= !ends_chain(step.status);
                step
            })
            .collect()
    }

    fn step(&self, position: usize, index: usize, action: &Action, is_running: bool) -> StepReport {
        let catalog = catalog();
        let known = catalog.canonical_action(&action.kind);
        let mut findings: Vec<Diagnostic> = catalog.check_action(&action.kind).into_iter().collect();
        for finding in &mut findings {
            finding.place = Place::pointer(format!("/actions/{index}"));
        }
        let mut step = StepReport {
            position,
            action: action.kind.clone(),
            title: known.map_or_else(|| action.kind.clone(), |known| known.title.clone()),
            label: action.label.clone(),
            sort_order: action.sort_order,
            status: StepStatus::NotReached,
            condition: None,
            arguments: Vec::new(),
            effect: None,
            request: None,
            error: None,
            findings,
        };
        if !is_running {
            return step;
        }
        if self.env.muted.contains(&action.id) {
            step.status = StepStatus::Muted;
            return step;
        }
        let options = self.env.logic_options();
        let scope = Scope {
            plan: self.plan,
            context: self.context,
            data: &self.data,
            options: &options,
            pointer: format!("/actions/{index}"),
        };
        if action.is_filter() {
            condition(&scope, action, &mut step);
        } else {
            self.act(&scope, action, known, &mut step);
        }
        step
    }

    fn act(&self, scope: &Scope<'_>, action: &Action, known: Option<&ActionType>, step: &mut StepReport) {
        let arguments = scope.arguments(action, known);
        step.arguments = arguments.reports;
        step.findings.extend(arguments.findings);
        step.error = arguments.error;
        let mut effect = effect_of(&action.kind, known, &scope.resolved(arguments.values));
        if known.is_some_and(|known| known.effect == EffectKind::SendTarget) {
            let sending = send(scope, effect.data.get("target"), &self.trigger.event, self.env);
            step.request = sending.request;
            step.findings.extend(sending.findings);
            step.error = step.error.take().or(sending.error);
            effect.sentence = sending.sentence.unwrap_or(effect.sentence);
        }
        step.status = if step.error.is_some() { StepStatus::Failed } else { StepStatus::WouldRun };
        step.effect = step.error.is_none().then_some(effect);
    }

    fn is_as_if_on(&self) -> bool {
        self.env.as_if_on && self.trigger.is_active == Some(false)
    }

    fn summary(&self, outcome: Outcome, steps: &[StepReport]) -> String {
        let summary = self.outcome_in_words(outcome, steps);
        if self.is_as_if_on() {
            format!("If it were switched on: {}", lower_first(&summary))
        } else {
            summary
        }
    }

    fn outcome_in_words(&self, outcome: Outcome, steps: &[StepReport]) -> String {
        let last = steps.iter().find(|step| ends_chain(step.status));
        match outcome {
            Outcome::Fired => fired_summary(steps),
            Outcome::Stopped => {
                let sentence = last.and_then(|step| Some(step.condition.as_ref()?.sentence.as_str()));
                let position = last.map_or(0, |step| step.position);
                format!("Stopped at step {position}: not true that {}", sentence.unwrap_or_default())
            }
            Outcome::Failed => {
                let error = last.and_then(|step| step.error.as_ref());
                let message = error.map_or("", |error: &StepError| error.message.as_str());
                format!("Would fail at step {}: {message}", last.map_or(0, |step| step.position))
            }
            Outcome::OtherEvent => format!(
                "Did not run: the context is of {}, the trigger listens to {}",
                self.context.event.as_deref().unwrap_or("no event"),
                self.trigger.event
            ),
            Outcome::Inactive => "Did not run: the trigger is switched off (is_active is false)".to_owned(),
        }
    }
}

fn fired_summary(steps: &[StepReport]) -> String {
    let effects = steps.iter().filter_map(|step| step.effect.as_ref());
    let effects: Vec<&str> =
        effects.map(|effect| effect.sentence.strip_prefix("would ").unwrap_or(&effect.sentence)).collect();
    match effects.as_slice() {
        [] => "Fires, but nothing would happen: no action has an effect".to_owned(),
        effects => format!("Fires: would {}", effects.join(", and ")),
    }
}

fn ends_chain(status: StepStatus) -> bool {
    matches!(status, StepStatus::Stopped | StepStatus::Failed)
}
