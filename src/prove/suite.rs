//! All cases of a trigger or a workspace.

use super::case_run::{CaseProblem, run_case_in};
use super::verify::{Difference, verify};
use crate::diag::{Diagnostic, Place, Severity};
use crate::engine::Plan;
use crate::json::Json;
use crate::model::{Case, GoldenCase, Trigger, Workspace};
use crate::wire::read_cases;
use serde::Serialize;
use std::sync::Arc;

/// How a case came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The run does what is expected.
    Passed,
    /// It does something else.
    Failed,
    /// The case cannot be run.
    Broken,
}

/// One case and how it came out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CaseReport {
    /// The case's name.
    pub name: String,
    /// How it came out.
    pub verdict: Verdict,
    /// The file of the case, and where in it.
    pub place: Place,
    /// What the run does otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<Difference>,
    /// Why it cannot be run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// The cases of one trigger.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TriggerReport {
    /// The stem of the trigger's file, which its file of cases shares.
    pub trigger: String,
    /// The trigger's name; the stem again if there is no such trigger.
    pub name: String,
    /// The cases in file order.
    pub cases: Vec<CaseReport>,
}

/// The cases of a workspace.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SuiteReport {
    /// The workspace, as the user named it.
    pub workspace: String,
    /// Triggers that have cases, by file name.
    pub triggers: Vec<TriggerReport>,
    /// Triggers that have none, by the stem of their file.
    pub without_cases: Vec<String>,
}

/// How many cases came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// The run does what is expected.
    pub passed: usize,
    /// It does something else.
    pub failed: usize,
    /// The case cannot be run.
    pub broken: usize,
}

impl Counts {
    /// Every case.
    pub fn total(self) -> usize {
        self.passed + self.failed + self.broken
    }

    /// True if no case failed or could not be run.
    pub fn is_green(self) -> bool {
        self.failed == 0 && self.broken == 0
    }
}

impl std::ops::Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            broken: self.broken + other.broken,
        }
    }
}

impl TriggerReport {
    /// How many cases came out how.
    pub fn counts(&self) -> Counts {
        let count = |verdict| self.cases.iter().filter(|case| case.verdict == verdict).count();
        Counts {
            passed: count(Verdict::Passed),
            failed: count(Verdict::Failed),
            broken: count(Verdict::Broken),
        }
    }
}

impl SuiteReport {
    /// How many cases came out how.
    pub fn counts(&self) -> Counts {
        self.triggers.iter().fold(Counts::default(), |sum, trigger| sum + trigger.counts())
    }
}

/// Runs every case of a trigger; what the window shows after an edit. `None` if it has no file of cases.
pub fn test_trigger(workspace: &Workspace, trigger: &Trigger) -> Option<TriggerReport> {
    let stem = stem(trigger)?;
    let cases = workspace.cases.iter().find(|cases| cases.trigger == stem)?;
    Some(test_file(&Plan::without_second_opinion(workspace), Some(trigger), cases))
}

/// Runs every case of the triggers that `is_wanted` takes by the stem of their file.
pub fn test_workspace(workspace: &Workspace, is_wanted: impl Fn(&str) -> bool) -> SuiteReport {
    let plan = Plan::without_second_opinion(workspace);
    let files = workspace.cases.iter().filter(|cases| is_wanted(&cases.trigger));
    let triggers: Vec<TriggerReport> = files
        .map(|cases| test_file(&plan, trigger_of(workspace, cases).map(|trigger| &**trigger), cases))
        .collect();
    let has_cases =
        |stem: &str| triggers.iter().any(|report| report.trigger == stem && !report.cases.is_empty());
    let stems = workspace.triggers.iter().filter_map(|trigger| stem(trigger));
    let without_cases = stems.filter(|stem| is_wanted(stem) && !has_cases(stem)).map(str::to_owned).collect();
    SuiteReport { workspace: workspace.name.clone(), triggers, without_cases }
}

/// The stem of a trigger's file.
pub fn stem(trigger: &Trigger) -> Option<&str> {
    let name = trigger.file.as_deref()?.rsplit('/').next()?;
    Some(name.strip_suffix(".json").unwrap_or(name))
}

/// The trigger that a file of cases belongs to.
pub(super) fn trigger_of<'w>(workspace: &'w Workspace, cases: &Case) -> Option<&'w Arc<Trigger>> {
    workspace.triggers.iter().find(|trigger| stem(trigger) == Some(&cases.trigger))
}

fn test_file(plan: &Plan<'_>, trigger: Option<&Trigger>, file: &Case) -> TriggerReport {
    let (cases, findings) = read_cases(&file.source);
    let reports = cases.iter().enumerate().map(|(index, case)| {
        let pointer = case_pointer(&file.source, index);
        let misread = findings.iter().find(|finding| is_error_in(finding, &pointer));
        let place = |pointer: &str| Place { file: file.file.clone(), ..Place::pointer(pointer) };
        match (trigger, misread) {
            (None, _) => {
                broken(case, place(&pointer), &CaseProblem::NoTrigger(file.trigger.clone()).to_string())
            }
            (_, Some(finding)) => broken(case, place(&finding.place.pointer), &finding.message),
            (Some(trigger), None) => test_case(plan, trigger, case, place(&pointer)),
        }
    });
    TriggerReport {
        trigger: file.trigger.clone(),
        name: trigger.map_or_else(|| file.trigger.clone(), |trigger| trigger.name.clone()),
        cases: reports.collect(),
    }
}

/// Where the case of a position is in its file.
fn case_pointer(source: &Json, index: usize) -> String {
    if source.as_array().is_some() { format!("/{index}") } else { format!("/cases/{index}") }
}

fn test_case(plan: &Plan<'_>, trigger: &Trigger, case: &GoldenCase, place: Place) -> CaseReport {
    match run_case_in(plan, trigger, case) {
        Ok(report) => {
            let differences = verify(&case.expect, &report);
            let verdict = if differences.is_empty() { Verdict::Passed } else { Verdict::Failed };
            CaseReport { name: case.name.clone(), verdict, place, differences, problem: None }
        }
        Err(problem) => broken(case, place, &problem.to_string()),
    }
}

/// Whether a case does not say what it means to.
fn is_error_in(finding: &Diagnostic, case: &str) -> bool {
    let inside = finding.place.pointer.strip_prefix(case);
    finding.severity == Severity::Error && inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn broken(case: &GoldenCase, place: Place, problem: &str) -> CaseReport {
    CaseReport {
        name: case.name.clone(),
        verdict: Verdict::Broken,
        place,
        differences: Vec::new(),
        problem: Some(problem.to_owned()),
    }
}
