//! Running one case: its context, its clock, its zone.

use crate::diag::nearest;
use crate::engine::{Plan, RunEnv, RunReport};
use crate::model::{CaseContext, Context, GoldenCase, Trigger, Workspace};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// The time of a case that names none: the same on every day and machine.
pub const DEFAULT_NOW: &str = "2026-01-01T00:00:00Z";

/// How alike a sample's name must be to be what was meant.
const NEAR_ENOUGH: f64 = 0.75;

/// Why a case cannot be run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaseProblem {
    /// It names no context.
    #[error("the case has no context; name a sample of {event} or put the event's JSON there")]
    NoContext {
        /// The trigger's event
        event: String,
    },
    /// The context that it names is not there.
    #[error("there is no sample '{name}' in contexts/{event}{near}")]
    UnknownContext {
        /// What the case names
        name: String,
        /// The trigger's event
        event: String,
        /// The nearest name, in words
        near: String,
    },
    /// Its time cannot be read.
    #[error("`now` is '{0}', which is no time; write it like 2026-03-01T09:00:00+11:00")]
    Now(String),
    /// Its zone is not known.
    #[error("`timezone` is '{0}', which is no time zone; write it like Australia/Melbourne or UTC")]
    Timezone(String),
    /// The trigger is not in the workspace.
    #[error("there is no trigger '{0}'; cases/<name>.json belongs to triggers/<name>.json")]
    NoTrigger(String),
}

/// Runs a trigger on a case's context at the case's time.
pub fn run_case(
    workspace: &Workspace,
    trigger: &Trigger,
    case: &GoldenCase,
) -> Result<RunReport, CaseProblem> {
    run_case_in(&Plan::new(workspace), trigger, case)
}

/// The same for one of many cases of a workspace.
pub(super) fn run_case_in(
    plan: &Plan<'_>,
    trigger: &Trigger,
    case: &GoldenCase,
) -> Result<RunReport, CaseProblem> {
    let workspace = plan.workspace();
    let context = case_context(workspace, trigger, case)?;
    let env = case_env(workspace, case)?;
    plan.run(trigger.id, &context, &env).ok_or_else(|| CaseProblem::NoTrigger(trigger.name.clone()))
}

/// The context of a case: a sample of the trigger's event, or the case's own JSON.
pub fn case_context(
    workspace: &Workspace,
    trigger: &Trigger,
    case: &GoldenCase,
) -> Result<Arc<Context>, CaseProblem> {
    let event = &trigger.event;
    match &case.context {
        CaseContext::Missing => Err(CaseProblem::NoContext { event: event.clone() }),
        CaseContext::Inline(data) => Ok(Arc::new(Context {
            name: case.name.clone(),
            event: Some(event.clone()),
            data: data.clone(),
            ..Context::default()
        })),
        CaseContext::Sample(name) => {
            let found = workspace.contexts_of(event).find(|context| context.name == *name);
            found.cloned().ok_or_else(|| {
                let names = workspace.contexts_of(event).map(|context| context.name.as_str());
                let near = nearest(name, names, NEAR_ENOUGH).map(|near| format!("; did you mean '{near}'?"));
                let (name, event) = (name.clone(), event.clone());
                CaseProblem::UnknownContext { name, event, near: near.unwrap_or_default() }
            })
        }
    }
}

/// The surroundings of a case: the workspace's engine profile at the case's time and in its zone.
pub fn case_env(workspace: &Workspace, case: &GoldenCase) -> Result<RunEnv, CaseProblem> {
    let text = case.now.as_deref().unwrap_or(DEFAULT_NOW);
    let now: Timestamp = text.parse().map_err(|_| CaseProblem::Now(text.to_owned()))?;
    let mut profile = workspace.profile.clone();
    if let Some(zone) = &case.timezone {
        TimeZone::get(zone).map_err(|_| CaseProblem::Timezone(zone.clone()))?;
        profile.timezone.clone_from(zone);
    }
    Ok(RunEnv::new(now, profile))
}
