//! Taking over what changed: new expectations from new runs. What the user unticked stays unticked.

use super::case_run::{CaseProblem, run_case_in};
use super::expect::{acting_kinds, doing, expect, expect_step, new_case};
use super::suite::{stem, trigger_of};
use super::verify::{Difference, kept, paired, verify};
use crate::engine::{Plan, RunEnv, RunReport, StepReport};
use crate::json::Json;
use crate::model::{Case, CaseContext, Expectations, GoldenCase, StepExpectations, Trigger, Workspace};
use crate::wire::{read_cases, write_cases};
use std::collections::BTreeMap;

/// A file of cases with the expectations that its triggers meet today.
#[derive(Clone, Debug, PartialEq)]
pub struct CasesUpdate {
    /// The file's JSON; the very same where nothing changed.
    pub source: Json,
    /// The cases that changed.
    pub changes: Vec<CaseChange>,
    /// Cases that cannot be run, with the reason; they are left as they are.
    pub problems: Vec<(String, CaseProblem)>,
}

/// A case whose expectations changed.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseChange {
    /// The case's name.
    pub case: String,
    /// How today's run differs from what was expected.
    pub differences: Vec<Difference>,
}

/// Runs every case of a file and takes over what differs.
pub fn update_cases(workspace: &Workspace, file: &Case) -> CasesUpdate {
    let (mut cases, _) = read_cases(&file.source);
    let mut update = CasesUpdate { source: Json::Null, changes: Vec::new(), problems: Vec::new() };
    let plan = Plan::without_second_opinion(workspace);
    for case in &mut cases {
        let run = match trigger_of(workspace, file) {
            Some(trigger) => run_case_in(&plan, trigger, case),
            None => Err(CaseProblem::NoTrigger(file.trigger.clone())),
        };
        match run {
            Ok(report) => {
                let differences = verify(&case.expect, &report);
                if !differences.is_empty() {
                    case.expect = updated(&case.expect, &report);
                    update.changes.push(CaseChange { case: case.name.clone(), differences });
                }
            }
            Err(problem) => update.problems.push((case.name.clone(), problem)),
        }
    }
    update.source = write_cases(&file.source, &cases);
    update
}

/// The same expectations with the values of a run. An action that is new in the list of actions is expected whole.
pub fn updated(before: &Expectations, report: &RunReport) -> Expectations {
    let fresh = expect(report);
    let had_end = before.stopped_at.is_some()
        || matches!(before.outcome.as_deref(), Some(word) if !matches!(word, "stopped" | "failed"));
    Expectations {
        outcome: before.outcome.as_ref().and(fresh.outcome),
        stopped_at: fresh.stopped_at.filter(|_| had_end),
        actions: before.actions.as_ref().and(fresh.actions),
        steps: updated_steps(before, report),
        source: before.source.clone(),
    }
}

fn updated_steps(before: &Expectations, report: &RunReport) -> Vec<StepExpectations> {
    let doing: Vec<&StepReport> = doing(report).collect();
    let known: BTreeMap<usize, StepExpectations> = paired(&before.steps, &doing)
        .into_iter()
        .filter_map(|(wanted, step)| Some((step?.position, updated_step(wanted, step?))))
        .collect();
    let expected_kinds = before.actions.clone().unwrap_or_else(|| acting_kinds(report));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut steps = Vec::new();
    for step in doing {
        let number = counts.entry(&step.action).or_default();
        *number += 1;
        let is_new = expected_kinds.iter().filter(|kind| **kind == step.action).count() < *number
            && !before.steps.iter().any(|wanted| wanted.action == step.action);
        match known.get(&step.position) {
            Some(known) => steps.push(known.clone()),
            None if is_new => steps.push(expect_step(step)),
            None => {}
        }
    }
    steps
}

fn updated_step(before: &StepExpectations, step: &StepReport) -> StepExpectations {
    let fresh = expect_step(step);
    let (arguments, payload) = (fresh.arguments, fresh.payload);
    let update = |old: &Option<Json>, new: Option<Json>, root: &str| {
        let old = old.as_ref()?;
        Some(kept(before, root, old, &new?))
    };
    // A payload that was JSON and no longer is, or the other way round, keeps its tick in the other spelling.
    let had_payload = before.payload.is_some() || before.payload_text.is_some();
    let text_as_it_was = || step.request.as_ref().map(|request| request.body.clone());
    StepExpectations {
        action: before.action.clone(),
        arguments: update(&before.arguments, arguments.map(|all| meant(before, all)), "arguments"),
        is_exact: before.is_exact,
        payload: match &before.payload {
            Some(_) => update(&before.payload, payload, "payload"),
            None => None,
        },
        payload_text: match &before.payload_text {
            Some(_) => text_as_it_was(),
            None => fresh.payload_text.filter(|_| had_payload),
        },
        ignore: before.ignore.clone(),
        source: before.source.clone(),
    }
}

/// The arguments that an expectation is about; one that is left out stays left out.
fn meant(before: &StepExpectations, all: Json) -> Json {
    let is_meant = |name: &str| before.arguments.as_ref().is_some_and(|wanted| wanted.get(name).is_some());
    match all {
        Json::Object(object) if !before.is_exact => {
            let kept = object.iter().filter(|(name, _)| is_meant(name));
            Json::Object(kept.map(|(name, value)| (name.to_owned(), value.clone())).collect())
        }
        all => all,
    }
}

/// A case of every sample of a trigger's event that no case of it names yet, expecting what happens now.
pub fn record_missing(workspace: &Workspace, trigger: &Trigger, env: &RunEnv) -> Vec<GoldenCase> {
    let file = stem(trigger).and_then(|stem| workspace.cases.iter().find(|cases| cases.trigger == stem));
    let known = file.map(|file| read_cases(&file.source).0).unwrap_or_default();
    let is_known = |name: &str| {
        known.iter().any(|case| matches!(&case.context, CaseContext::Sample(sample) if sample == name))
    };
    let plan = Plan::without_second_opinion(workspace);
    let samples = workspace.contexts_of(&trigger.event).filter(|context| !is_known(&context.name));
    let cases = samples.filter_map(|context| {
        let report = plan.run(trigger.id, context, env)?;
        Some(new_case(&context.name, CaseContext::Sample(context.name.clone()), env, &report))
    });
    cases.collect()
}
