//! What runs find, each thing once: a template that breaks on ten contexts is one problem, not ten.

use super::problems::Problem;
use super::state::{AppState, RunKey};
use crate::diag::{Diagnostic, Place, Severity};
use crate::document::{ChainId, ObjectId, chain_in_order};
use crate::engine::{RunReport, StepReport};
use crate::model::{ActionId, Context, TriggerId};
use std::collections::BTreeMap;

/// A finding of one or more runs of a trigger.
#[derive(Clone, Debug)]
pub(super) struct RunFinding {
    pub(super) finding: Diagnostic,
    action: Option<ActionId>,
    /// The runs that found it, in the order of the contexts
    runs: Vec<RunKey>,
}

impl RunFinding {
    /// The trigger that was run
    pub(super) fn object(&self) -> Option<ObjectId> {
        self.runs.first().map(|run| ObjectId::Trigger(run.trigger))
    }
}

/// What makes findings the same: the trigger, the step from 1, code and message.
type Same<'r> = (TriggerId, usize, &'static str, &'r str);

impl AppState {
    /// What the newest runs found beyond what the check of the workspace says.
    pub(super) fn group_run_findings(&self) -> Vec<RunFinding> {
        let mut groups: BTreeMap<Same<'_>, (Diagnostic, Vec<RunKey>)> = BTreeMap::new();
        let found = self.results.runs.iter().filter(|(_, result)| has_findings(&result.report));
        // What a trigger did before it was changed says nothing of it any more.
        let triggers: BTreeMap<_, _> = self.workspace().triggers.iter().map(|of| (of.id, of)).collect();
        let found =
            found.filter(|(key, result)| triggers.get(&key.trigger).copied() == result.trigger.as_ref());
        for (key, result) in found {
            let mut add = |step: usize, finding: &dyn Fn() -> Diagnostic, code, message| {
                let group = groups.entry((key.trigger, step, code, message));
                let (_, runs) = group.or_insert_with(|| (finding(), Vec::new()));
                if runs.last() != Some(key) {
                    runs.push(*key);
                }
            };
            for finding in &result.report.findings {
                add(0, &|| finding.clone(), finding.code, &finding.message);
            }
            for step in &result.report.steps {
                for finding in &step.findings {
                    add(step.position, &|| finding.clone(), finding.code, &finding.message);
                }
                if let Some(error) = &step.error {
                    let finding =
                        || Diagnostic::new(Severity::Error, error.code, &error.message, Place::default());
                    add(step.position, &finding, error.code, &error.message);
                }
            }
        }
        let found = groups.into_iter().map(|((trigger, step, ..), (finding, runs))| {
            let chain = chain_in_order(self.workspace(), ChainId::Trigger(trigger));
            let action = step.checked_sub(1).and_then(|at| chain.get(at)).map(|action| action.id);
            RunFinding { finding, action, runs }
        });
        found.filter(|found| !self.is_said(found)).collect()
    }

    /// True if the check says it already: in the same words, or of the whole action by the same code.
    fn is_said(&self, found: &RunFinding) -> bool {
        let Some((proof, _)) = self.workspace_proof() else { return false };
        let is_of_whole = found.finding.place.pointer.is_empty() && found.action.is_some();
        proof.problems.iter().filter(|said| said.finding.code == found.finding.code).any(|said| {
            said.finding.message == found.finding.message || is_of_whole && said.action == found.action
        })
    }

    /// A finding of runs as a problem that leads to its place on the first context that has it.
    pub(super) fn problem_of_runs(&self, found: &RunFinding) -> Option<Problem> {
        let key = *found.runs.first()?;
        let stamp = self.stamp();
        let is_fresh = found
            .runs
            .iter()
            .any(|run| self.results.runs.get(run).is_some_and(|result| result.stamp == stamp));
        let name = |key: &RunKey| self.workspace().context(key.context).map(|context| title_of(context));
        let named = name(&key).map(|first| match found.runs.len() - 1 {
            0 => format!("on {first}"),
            1 => format!("on {first} and one more context"),
            more => format!("on {first} and {more} more contexts"),
        });
        let mut finding = found.finding.clone();
        finding.hints.splice(0..0, named);
        let object = Some(ObjectId::Trigger(key.trigger));
        Some(Problem { finding, object, action: found.action, run: Some(key), is_fresh })
    }
}

fn title_of(context: &Context) -> &str {
    &context.name
}

pub(super) fn has_findings(report: &RunReport) -> bool {
    let of_step = |step: &StepReport| !step.findings.is_empty() || step.error.is_some();
    !report.findings.is_empty() || report.steps.iter().any(of_step)
}
