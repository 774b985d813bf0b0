//! Findings of files and runs in one list, each with the way to its place.

use super::state::{AppState, RunKey, Stamp};
use crate::diag::{Diagnostic, Place, Severity};
use crate::document::{ChainId, ObjectId, actions_of, chain_in_order};
use crate::engine::{RunReport, StepReport};
use crate::model::{ActionId, Workspace};
use std::cell::RefCell;
use std::sync::Arc;

/// A finding and where it leads.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// What was found
    pub finding: Diagnostic,
    /// The object to show; `None` for a file that could not be read
    pub object: Option<ObjectId>,
    /// The action to choose
    pub action: Option<ActionId>,
    /// The run that found it, if a run did
    pub run: Option<RunKey>,
    /// False if the workspace has changed since
    pub is_fresh: bool,
}

/// Problems and their counts as they were listed last, and of which state. Views ask in every frame.
#[derive(Clone, Debug, Default)]
pub(super) struct ProblemCache {
    listed: RefCell<Option<(Key, Arc<Vec<Problem>>)>>,
    counts: RefCell<Option<(CountKey, Counts)>>,
}

/// How many findings of each severity there are
pub type Counts = [(Severity, usize); 3];
/// What findings depend on: opening and saving, and the reports that came.
type CountKey = (u64, u64, usize, usize, Option<Stamp>);
/// What freshness depends on too: the document, and what of it is saved.
type Key = (CountKey, Stamp, u64);

impl AppState {
    /// Findings: of files that could not be read, of reading, of the newest runs.
    pub fn problems(&self) -> Arc<Vec<Problem>> {
        let key = (self.count_key(), self.stamp(), self.document.saved_revision());
        let mut listed = self.results.problems.listed.borrow_mut();
        if let Some((_, problems)) = listed.as_ref().filter(|(of, _)| *of == key) {
            return Arc::clone(problems);
        }
        let problems = Arc::new(self.list_problems());
        *listed = Some((key, Arc::clone(&problems)));
        problems
    }

    fn count_key(&self) -> CountKey {
        let proof = self.results.proofs.workspace.as_ref().map(|(stamp, _)| *stamp);
        let (findings, broken) = (self.files.findings.len(), self.files.broken.len());
        (self.files.opened, self.results.changes, findings, broken, proof)
    }

    fn list_problems(&self) -> Vec<Problem> {
        let mut problems: Vec<Problem> = self.files.broken.iter().map(|text| broken(text)).collect();
        problems.extend(self.files.findings.iter().map(|finding| self.of_file(finding)));
        problems.extend(self.refused_problems());
        if let Some((proof, is_fresh)) = self.workspace_proof() {
            problems.extend(proof.problems.iter().map(|problem| Problem { is_fresh, ..problem.clone() }));
        }
        for (key, result) in self.results.runs.iter().filter(|(_, result)| has_findings(&result.report)) {
            let is_fresh = result.stamp == self.stamp();
            let of_run = of_run(self.workspace(), *key, &result.report, is_fresh);
            problems.extend(
                of_run
                    .into_iter()
                    .filter(|problem| !self.is_said(problem.finding.code, &problem.finding.message)),
            );
        }
        problems
    }

    /// True if the check of the workspace says it already.
    fn is_said(&self, code: &'static str, message: &str) -> bool {
        let said = (code, message.to_owned());
        self.workspace_proof().is_some_and(|(proof, _)| proof.said.contains(&said))
    }

    /// True if there are any; cheaper than listing them.
    pub fn has_problems(&self) -> bool {
        !self.files.broken.is_empty()
            || !self.files.findings.is_empty()
            || !self.sync.refused.is_empty()
            || self.workspace_proof().is_some_and(|(proof, _)| !proof.problems.is_empty())
            || self.results.runs.values().any(|result| has_findings(&result.report))
    }

    /// What a tenant refused of an object, as long as that is as it was.
    pub fn refusals(&self, object: &ObjectId) -> Vec<Problem> {
        let mut problems = if self.sync.refused.is_empty() { Vec::new() } else { self.refused_problems() };
        problems.retain(|problem| problem.is_fresh && problem.object.as_ref() == Some(object));
        problems
    }

    /// What tenants refused; it is out of date once the object was changed.
    fn refused_problems(&self) -> Vec<Problem> {
        let Some(refused) = &self.sync.refused_of else { return Vec::new() };
        let problem = |finding: &Diagnostic| {
            let file = finding.place.file.as_deref();
            let object = file.and_then(|file| object_of_file(refused, file));
            let action =
                object.as_ref().and_then(|object| action_at(refused, object, &finding.place.pointer));
            let is_fresh = object.as_ref().is_none_or(|object| is_shared(refused, self.workspace(), object));
            Problem { finding: finding.clone(), object, action, run: None, is_fresh }
        };
        self.sync.refused.iter().map(problem).collect()
    }

    fn of_file(&self, finding: &Diagnostic) -> Problem {
        let object = finding.place.file.as_deref().and_then(|file| object_of_file(self.workspace(), file));
        let action = object
            .as_ref()
            .and_then(|object| action_at(self.document.saved_workspace(), object, &finding.place.pointer));
        let is_fresh = object
            .as_ref()
            .is_none_or(|object| is_shared(self.document.saved_workspace(), self.workspace(), object));
        Problem { finding: finding.clone(), object, action, run: None, is_fresh }
    }

    /// How many findings of each severity there are, worst first.
    pub fn problem_counts(&self) -> Counts {
        let key = self.count_key();
        let mut known = self.results.problems.counts.borrow_mut();
        if let Some((_, counts)) = known.as_ref().filter(|(of, _)| *of == key) {
            return *counts;
        }
        let mut counts = [Severity::Error, Severity::Warning, Severity::Info].map(|severity| (severity, 0));
        let mut add = |severity: Severity, count: usize| {
            counts.iter_mut().filter(|(of, _)| *of == severity).for_each(|(_, sum)| *sum += count);
        };
        add(Severity::Error, self.files.broken.len());
        self.files.findings.iter().for_each(|finding| add(finding.severity, 1));
        self.sync.refused.iter().for_each(|finding| add(finding.severity, 1));
        if let Some((proof, _)) = self.workspace_proof() {
            proof.problems.iter().for_each(|problem| add(problem.finding.severity, 1));
        }
        let mut add_new = |finding: &Diagnostic| {
            add(finding.severity, usize::from(!self.is_said(finding.code, &finding.message)));
        };
        let mut errors = 0;
        for report in self.results.runs.values().map(|result| &result.report) {
            report.findings.iter().for_each(&mut add_new);
            for step in &report.steps {
                step.findings.iter().for_each(&mut add_new);
                let error = step.error.as_ref();
                errors += usize::from(error.is_some_and(|error| !self.is_said(error.code, &error.message)));
            }
        }
        add(Severity::Error, errors);
        *known = Some((key, counts));
        counts
    }
}

fn has_findings(report: &RunReport) -> bool {
    let of_step = |step: &StepReport| !step.findings.is_empty() || step.error.is_some();
    !report.findings.is_empty() || report.steps.iter().any(of_step)
}

fn broken(text: &str) -> Problem {
    let finding = Diagnostic::new(Severity::Error, "file/broken", text, Place::default());
    Problem { finding, object: None, action: None, run: None, is_fresh: true }
}

fn of_run(workspace: &Workspace, key: RunKey, report: &RunReport, is_fresh: bool) -> Vec<Problem> {
    let chain = chain_in_order(workspace, ChainId::Trigger(key.trigger));
    let problem = |finding: Diagnostic, action: Option<ActionId>| Problem {
        finding,
        object: Some(ObjectId::Trigger(key.trigger)),
        action,
        run: Some(key),
        is_fresh,
    };
    let mut problems: Vec<Problem> =
        report.findings.iter().map(|finding| problem(finding.clone(), None)).collect();
    for step in &report.steps {
        let action = step.position.checked_sub(1).and_then(|idx| chain.get(idx)).map(|action| action.id);
        problems.extend(step.findings.iter().map(|finding| problem(finding.clone(), action)));
        problems.extend(step.error.iter().map(|error| {
            problem(Diagnostic::new(Severity::Error, error.code, &error.message, Place::default()), action)
        }));
    }
    problems
}

/// The object that a file belongs to.
pub(super) fn object_of_file(workspace: &Workspace, file: &str) -> Option<ObjectId> {
    let is = |own: &Option<String>| own.as_deref() == Some(file);
    let trigger = workspace.triggers.iter().find(|t| is(&t.file)).map(|t| ObjectId::Trigger(t.id));
    let target = || {
        let mut targets = workspace.targets.iter();
        targets.find(|t| is(&t.file) || is(&t.template_file)).map(|t| ObjectId::Target(t.id))
    };
    let automation =
        || workspace.automations.iter().find(|a| is(&a.file)).map(|a| ObjectId::Automation(a.id));
    let context = || workspace.contexts.iter().find(|c| is(&c.file)).map(|c| ObjectId::Context(c.id));
    let case = || workspace.cases.iter().find(|c| is(&c.file)).map(|c| ObjectId::Case(c.trigger.clone()));
    let other = || match file {
        "definitions.json" => Some(ObjectId::Definitions),
        "reagent.toml" => Some(ObjectId::Settings),
        _ => None,
    };
    trigger.or_else(target).or_else(automation).or_else(context).or_else(case).or_else(other)
}

/// The action that a pointer into a file leads to: `/actions/2/…`.
pub(super) fn action_at(workspace: &Workspace, object: &ObjectId, pointer: &str) -> Option<ActionId> {
    let chain = match object {
        ObjectId::Trigger(id) => ChainId::Trigger(*id),
        ObjectId::Automation(id) => ChainId::Automation(*id),
        _ => return None,
    };
    let idx: usize = pointer.strip_prefix("/actions/")?.split('/').next()?.parse().ok()?;
    actions_of(workspace, chain).get(idx).map(|action| action.id)
}

/// True if an object is as it was saved.
fn is_shared(saved: &Workspace, now: &Workspace, object: &ObjectId) -> bool {
    match object {
        ObjectId::Trigger(id) => saved.trigger(*id) == now.trigger(*id),
        ObjectId::Context(id) => saved.context(*id) == now.context(*id),
        ObjectId::Target(id) => {
            crate::document::target_by_id(saved, *id) == crate::document::target_by_id(now, *id)
        }
        ObjectId::Automation(id) => {
            crate::document::automation(saved, *id) == crate::document::automation(now, *id)
        }
        ObjectId::Definition(..) | ObjectId::Definitions => saved.definitions == now.definitions,
        ObjectId::Case(_) => saved.cases == now.cases,
        ObjectId::Settings => saved.profile == now.profile && saved.tenants == now.tenants,
    }
}
