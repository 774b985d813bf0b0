//! Findings of files and runs in one list, each with the way to its place.

use super::run_findings::{RunFinding, has_findings};
use super::state::{AppState, RunKey, Stamp};
use crate::check::{Rule, rule};
use crate::diag::{Diagnostic, Place, Severity};
use crate::document::{ChainId, ObjectId, actions_of};
use crate::json::locate;
use crate::model::{ActionId, Workspace};
use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BTreeMap;
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

impl Problem {
    /// What the rule that found it is about.
    pub fn rule(&self) -> Option<&'static Rule> {
        rule(self.finding.code)
    }
}

/// Problems and their counts as they were listed last, and of which state. Views ask in every frame.
#[derive(Clone, Debug, Default)]
pub(super) struct ProblemCache {
    listed: RefCell<Option<(Key, Arc<Vec<Problem>>)>>,
    runs: RefCell<Option<(CountKey, Arc<Vec<RunFinding>>)>>,
    tally: RefCell<Option<(CountKey, Arc<Tally>)>>,
}

/// How many findings of each severity there are, worst first
pub type Counts = [(Severity, usize); 3];

/// How many findings there are, and which objects have them.
#[derive(Clone, Debug)]
struct Tally {
    counts: Counts,
    objects: BTreeMap<ObjectId, Counts>,
}
/// What findings depend on: opening and saving, the reports that came, and edits, which end what was found before.
type CountKey = (u64, u64, usize, usize, Option<Stamp>, u64);
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
        (self.files.opened, self.results.changes, findings, broken, proof, self.document.revision())
    }

    fn list_problems(&self) -> Vec<Problem> {
        let mut problems: Vec<Problem> = self.files.broken.iter().map(|text| broken(text)).collect();
        problems.extend(self.files.findings.iter().map(|finding| self.of_file(finding)));
        problems.extend(self.refused_problems());
        if let Some((proof, is_fresh)) = self.workspace_proof() {
            problems.extend(proof.problems.iter().map(|problem| Problem { is_fresh, ..problem.clone() }));
        }
        problems.extend(self.run_findings().iter().filter_map(|found| self.problem_of_runs(found)));
        problems.sort_by_key(|problem| Reverse(problem.finding.severity));
        problems
    }

    /// What runs found; the same until reports come.
    fn run_findings(&self) -> Arc<Vec<RunFinding>> {
        let key = self.count_key();
        let mut known = self.results.problems.runs.borrow_mut();
        if let Some((_, found)) = known.as_ref().filter(|(of, _)| *of == key) {
            return Arc::clone(found);
        }
        let found = Arc::new(self.group_run_findings());
        *known = Some((key, Arc::clone(&found)));
        found
    }

    /// File, line and column of a problem, as the files were saved: none for what was changed since.
    pub fn place_of(&self, problem: &Problem) -> Option<(String, u32, u32)> {
        let place = &problem.finding.place;
        let file = place.file.as_deref()?;
        let is_saved = |object| is_shared(self.document.saved_workspace(), self.workspace(), object);
        if !problem.object.as_ref().is_none_or(is_saved) {
            return None;
        }
        let located = || {
            let text = self.files.texts.iter().find(|text| text.path == file)?;
            locate(&text.text, &place.pointer)
        };
        let span = place.span.or_else(located)?;
        Some((file.to_owned(), span.line, span.column))
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

    /// How many findings of each severity there are.
    pub fn problem_counts(&self) -> Counts {
        self.tally().counts
    }

    /// How many findings of each severity an object has.
    pub fn problem_counts_of(&self, object: &ObjectId) -> Counts {
        self.tally().objects.get(object).copied().unwrap_or(NONE)
    }

    fn tally(&self) -> Arc<Tally> {
        let key = self.count_key();
        let mut known = self.results.problems.tally.borrow_mut();
        if let Some((_, tally)) = known.as_ref().filter(|(of, _)| *of == key) {
            return Arc::clone(tally);
        }
        let mut tally = Tally { counts: NONE, objects: BTreeMap::new() };
        self.files.broken.iter().for_each(|_| tally.add(None, Severity::Error));
        for finding in self.files.findings.iter().chain(&self.sync.refused) {
            let file = finding.place.file.as_deref();
            tally.add(file.and_then(|file| object_of_file(self.workspace(), file)), finding.severity);
        }
        if let Some((proof, _)) = self.workspace_proof() {
            proof.problems.iter().for_each(|of| tally.add(of.object.clone(), of.finding.severity));
        }
        self.run_findings().iter().for_each(|of| tally.add(of.object(), of.finding.severity));
        let tally = Arc::new(tally);
        *known = Some((key, Arc::clone(&tally)));
        tally
    }
}

const NONE: Counts = [(Severity::Error, 0), (Severity::Warning, 0), (Severity::Info, 0)];

impl Tally {
    fn add(&mut self, object: Option<ObjectId>, severity: Severity) {
        let own = object.map(|object| self.objects.entry(object).or_insert(NONE));
        for counts in std::iter::once(&mut self.counts).chain(own) {
            counts.iter_mut().filter(|(of, _)| *of == severity).for_each(|(_, count)| *count += 1);
        }
    }
}

fn broken(text: &str) -> Problem {
    let (file, why) = text.split_once(": ").map_or((None, text), |(file, why)| (Some(file.to_owned()), why));
    let message = format!("the file cannot be read: {why}");
    let place = Place { file, ..Place::default() };
    let finding = Diagnostic::new(Severity::Error, "file/broken", message, place);
    Problem { finding, object: None, action: None, run: None, is_fresh: true }
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
