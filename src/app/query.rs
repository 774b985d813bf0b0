//! Questions that views ask the state. Each is a function of the state alone.

use super::problems::Problem;
use super::rendering::{RenderKey, Rendering};
use super::state::{AppState, RunKey, Stamp};
use crate::diag::Diagnostic;
use crate::document::{ChainId, ObjectId, actions_of, contains};
use crate::engine::RunReport;
use crate::model::{Action, Context, EngineProfile, Target, TargetId, TriggerId, Workspace};
use std::sync::Arc;

impl AppState {
    /// The workspace as it is now.
    pub fn workspace(&self) -> &Arc<Workspace> {
        self.document.workspace()
    }

    /// The state that a run would be computed under now.
    pub fn stamp(&self) -> Stamp {
        Stamp {
            revision: self.document.revision(),
            simulation: self.settings.simulation.changes,
            opened: self.files.opened,
        }
    }

    /// The engine profile that runs use: the simulation's, else the workspace's; with the simulation's zone.
    pub fn profile(&self) -> EngineProfile {
        let simulation = &self.settings.simulation;
        let mut profile = simulation.profile.clone().unwrap_or_else(|| self.workspace().profile.clone());
        if let Some(timezone) = &simulation.timezone {
            profile.timezone.clone_from(timezone);
        }
        profile
    }

    /// The chain of the object that is shown, if it has one.
    pub fn chain(&self) -> Option<ChainId> {
        match self.selection.object {
            Some(ObjectId::Trigger(id)) => Some(ChainId::Trigger(id)),
            Some(ObjectId::Automation(id)) => Some(ChainId::Automation(id)),
            _ => None,
        }
    }

    /// The trigger that is shown.
    pub fn shown_trigger(&self) -> Option<TriggerId> {
        match self.selection.object {
            Some(ObjectId::Trigger(id)) => self.workspace().trigger(id).map(|trigger| trigger.id),
            _ => None,
        }
    }

    /// The action that is chosen, if it is still there.
    pub fn shown_action(&self) -> Option<&Action> {
        let wanted = self.selection.action?;
        actions_of(self.workspace(), self.chain()?).iter().find(|action| action.id == wanted)
    }

    /// The context that a trigger is previewed on: the chosen one, else the first of its event.
    pub fn context_of(&self, trigger: TriggerId) -> Option<&Arc<Context>> {
        let workspace = self.workspace();
        let chosen = self.selection.contexts.get(&trigger).and_then(|id| workspace.context(*id));
        chosen.or_else(|| workspace.contexts_of(&workspace.trigger(trigger)?.event).next())
    }

    /// The run that is shown: the shown trigger on its context.
    pub fn shown_run(&self) -> Option<RunKey> {
        let trigger = self.shown_trigger()?;
        Some(RunKey { trigger, context: self.context_of(trigger)?.id })
    }

    /// The newest report of a run, and whether it is fresh.
    pub fn result(&self, key: RunKey) -> Option<(&Arc<RunReport>, bool)> {
        let result = self.results.runs.get(&key)?;
        Some((&result.report, result.stamp == self.stamp()))
    }

    /// What the template of a target renders, and whether that is fresh.
    pub fn rendering(&self, target: TargetId) -> Option<(&Arc<Rendering>, bool)> {
        let rendering = self.results.rendering.as_ref().filter(|rendering| rendering.key.target == target)?;
        let chosen = self.selection.samples.get(&target).copied();
        let is_fresh = rendering.key == RenderKey { target, chosen, stamp: self.stamp() };
        Some((rendering, is_fresh))
    }

    /// What the check of the workspace says of a target's template; `None` while that is not known.
    pub fn checked_template(&self, target: &Target) -> Option<Vec<Diagnostic>> {
        let (proof, _) = self.workspace_proof().filter(|(_, is_fresh)| *is_fresh)?;
        let is_here = |problem: &&Problem| problem.object == Some(ObjectId::Target(target.id));
        let findings = proof.problems.iter().filter(is_here).map(|problem| &problem.finding);
        Some(findings.filter(|finding| is_of_template(finding, target)).cloned().collect())
    }

    /// True if the object is in the workspace.
    pub fn has(&self, object: &ObjectId) -> bool {
        contains(self.workspace(), object)
    }
}

/// True for a finding whose span is one of the target's template, wherever that is kept.
pub(super) fn is_of_template(finding: &Diagnostic, target: &Target) -> bool {
    let place = &finding.place;
    let is_there = match &target.template_file {
        Some(file) => place.file.as_ref() == Some(file),
        None => place.pointer == "/template",
    };
    place.span.is_some() && is_there
}
