//! Answers about a run: why it did not fire, and the smallest change with which it would.

use super::reporter::Reporter;
use crate::app::{Found, Message, RunKey, RunSettings, TriedVariant};
use crate::engine::{ContextVariant, Goal, NoVariant, RunEnv, RunReport, flip, variant_for, why};
use crate::model::{Context, ContextId, TriggerId, Workspace};
use std::sync::Arc;

/// Most other samples that a search begins from.
const MOST_BASES: usize = 12;

pub(super) fn explain(
    key: RunKey,
    report: Arc<RunReport>,
    context: &Context,
    reporter: &Reporter,
) -> Message {
    let why = why(&report, context).map(Arc::new);
    Message::Explained { job: reporter.job(), key, report, why }
}

/// A search for the smallest change.
pub(super) struct ChangeSearch {
    pub(super) key: RunKey,
    pub(super) workspace: Arc<Workspace>,
    pub(super) settings: RunSettings,
    /// What a run should show; `None`: the trigger should fire
    pub(super) goal: Option<Goal>,
}

impl ChangeSearch {
    /// Searches; the engine's own limits end it in any case.
    pub(super) fn run(&self, reporter: &Reporter) -> Result<Message, String> {
        let gone = || "the context or the trigger is not there any more".to_owned();
        let env = environment(&self.settings);
        let context = self.workspace.context(self.key.context).ok_or_else(gone)?;
        let found = match &self.goal {
            None => {
                let flip = flip(&self.workspace, self.key.trigger, context, &env).ok_or_else(gone)?;
                Found::Fires(Box::new(flip))
            }
            Some(goal) => {
                let (base, variant) = self.change_of_any(context, &env, goal, reporter);
                Found::Shows(base, Box::new(variant))
            }
        };
        Ok(Message::ChangeFound { job: reporter.job(), found })
    }
}

impl ChangeSearch {
    /// A change of the context, or, where there is none, of another sample of its event.
    fn change_of_any(
        &self,
        context: &Context,
        env: &RunEnv,
        goal: &Goal,
        reporter: &Reporter,
    ) -> (ContextId, Result<ContextVariant, NoVariant>) {
        let search = |base: &Context| variant_for(&self.workspace, self.key.trigger, base, env, goal);
        let first = search(context);
        let is_final = |result: &Result<ContextVariant, NoVariant>| {
            matches!(
                result,
                Ok(_) | Err(NoVariant::AlreadySo | NoVariant::Inactive | NoVariant::NoSuchBranch)
            )
        };
        if is_final(&first) {
            return (context.id, first);
        }
        let event = context.event.as_deref().unwrap_or_default();
        let others = self.workspace.contexts_of(event).filter(|other| other.id != context.id);
        for other in others.take(MOST_BASES).take_while(|_| !reporter.is_cancelled()) {
            let found = search(other);
            if found.is_ok() {
                return (other.id, found);
            }
        }
        (context.id, first)
    }
}

/// Makes the variants of a context and tries a trigger on them.
pub(super) fn varied(
    workspace: &Workspace,
    (context, trigger): (ContextId, Option<TriggerId>),
    settings: &RunSettings,
    reporter: &Reporter,
) -> Result<Message, String> {
    let context = workspace.context(context).ok_or("the context is not there any more")?;
    let env = environment(settings);
    let found = TriedVariant::all(workspace, context, trigger, &env, &|| !reporter.is_cancelled());
    Ok(Message::Varied { job: reporter.job(), found })
}

/// The surroundings of a run; the time is the simulated one or now.
pub(super) fn environment(settings: &RunSettings) -> RunEnv {
    RunEnv {
        muted: settings.muted.clone(),
        as_if_on: settings.as_if_on,
        ..RunEnv::new(settings.now.unwrap_or_else(jiff::Timestamp::now), settings.profile.clone())
    }
}
