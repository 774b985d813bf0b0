//! Variants of a context: the same event with one thing changed, what a trigger does with each, and which become contexts.

use super::state::{AppState, JobId, Stamp};
use crate::contexts::{Variant, VariantKind, compared_numbers, variants};
use crate::engine::{Outcome, Plan, RunEnv};
use crate::model::{Context, ContextId, TriggerId, Workspace};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Most variants that are tried out.
const MOST: usize = 2_000;

/// A variant and what a trigger does with it.
#[derive(Clone, Debug)]
pub struct TriedVariant {
    /// The variant
    pub variant: Variant,
    /// How the trigger ends on it; `None` without a trigger
    pub outcome: Option<Outcome>,
    /// What it does, in words
    pub summary: String,
    /// Whether it does something else than on the context itself
    pub is_other: bool,
}

impl TriedVariant {
    /// Every variant of a context, as long as `goes_on`.
    pub fn all(
        workspace: &Workspace,
        context: &Context,
        trigger: Option<TriggerId>,
        env: &RunEnv,
        goes_on: &dyn Fn() -> bool,
    ) -> Vec<Self> {
        let event = context.event.as_deref().unwrap_or_default();
        let listening = workspace.triggers.iter().filter(|trigger| trigger.event == event);
        let mut bounds = Vec::new();
        for bound in listening.flat_map(|trigger| compared_numbers(trigger)) {
            if !bounds.contains(&bound) {
                bounds.push(bound);
            }
        }
        let plan = Plan::without_second_opinion(workspace);
        let run = |context: &Context| {
            let report = plan.run(trigger?, context, env)?;
            let effects = report.steps.iter().map(|step| (step.status, step.effect.clone()));
            Some((report.outcome, effects.collect::<Vec<_>>(), report.summary))
        };
        let base = run(context);
        let tried = variants(&context.data, &bounds).into_iter().take(MOST).take_while(|_| goes_on());
        let tried = tried.map(|variant| {
            let changed = Context { data: variant.data.clone(), ..context.clone() };
            let after = run(&changed);
            let is_other = match (&base, &after) {
                (Some(base), Some(after)) => (base.0, &base.1) != (after.0, &after.1),
                _ => false,
            };
            let outcome = after.as_ref().map(|after| after.0);
            let summary = after.map(|after| after.2).unwrap_or_default();
            Self { variant, outcome, summary, is_other }
        });
        tried.collect()
    }
}

/// Variants that are being looked at.
#[derive(Clone, Debug)]
pub struct Varying {
    /// Of which context
    pub context: ContextId,
    /// The trigger that is tried on them; `None` if none listens to the event
    pub trigger: Option<TriggerId>,
    /// Under which state
    pub stamp: Stamp,
    /// What there is; `None` while it is computed
    pub found: Option<Arc<Vec<TriedVariant>>>,
    /// The kinds that are listed
    pub kinds: BTreeSet<VariantKind>,
    /// Whether only those are listed with which the trigger does something else
    pub only_other: bool,
    /// Which become contexts, by position
    pub chosen: BTreeSet<usize>,
    pub(super) job: JobId,
}

impl Varying {
    /// The variants that are listed, by position.
    pub fn listed(&self) -> Vec<usize> {
        let is_listed =
            |one: &TriedVariant| self.kinds.contains(&one.variant.kind) && (one.is_other || !self.only_other);
        let found = self.found.iter().flat_map(|found| found.iter().enumerate());
        found.filter(|(_, one)| is_listed(one)).map(|(at, _)| at).collect()
    }
}

/// A choice among the variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VariantChoice {
    /// Lists a kind, or not
    Kind(VariantKind, bool),
    /// Lists only those with which the trigger does something else
    OnlyOther(bool),
    /// Takes one, or not
    Item(usize, bool),
    /// Takes all that are listed, or none
    All(bool),
    /// Adds those that are taken
    Accept,
}

impl AppState {
    /// The context whose variants would be made: the shown one, or that of the shown trigger.
    pub fn varied_context(&self) -> Option<(ContextId, Option<TriggerId>)> {
        if let Some(crate::document::ObjectId::Context(id)) = self.selection.object {
            let event = self.workspace().context(id)?.event.as_deref().unwrap_or_default();
            let listening = self.workspace().triggers.iter().find(|trigger| trigger.event == event);
            return Some((id, listening.map(|trigger| trigger.id)));
        }
        let run = self.shown_run()?;
        Some((run.context, Some(run.trigger)))
    }

    /// The variants that are looked at, and whether nothing was changed since.
    pub fn varying(&self) -> Option<(&Varying, bool)> {
        let varying = self.view.varying.as_ref()?;
        Some((varying, varying.stamp == self.stamp()))
    }
}
