//! What the workspace proves as it stands: its golden cases, what is wrong or risky in it, and what contexts show of it.

use super::case_draft::CaseDraft;
use super::problems::{Problem, action_at};
use super::seen::{Covered, SeenActions};
use super::state::{AppState, JobId, Stamp};
use super::update::{object_json, text_of};
use crate::check::{Subject, check};
use crate::document::{ObjectId, target_by_id};
use crate::engine::{RunEnv, RunReport};
use crate::json::Json;
use crate::model::{Case, EngineProfile, GoldenCase, TargetId, TriggerId, Workspace};
use crate::prove::{
    CaseReport, Coverage, CoverageRatios, DEFAULT_NOW, Ratio, SuiteReport, TemplateCoverage, Ticks,
    context_coverage, coverage_ratios, run_case, target_coverage, test_workspace, trigger_stem, updated,
};
use crate::wire::{read_cases, write_cases};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is to be proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProofPart {
    /// Every case, and every finding
    Workspace,
    /// What contexts show of a trigger or a target
    Coverage(Covered),
    /// How much contexts show of every trigger and target
    Ratios,
    /// A case of a file, from 0: its expectations are taken from a run
    Update(String, usize),
    /// A case of a file, from 0, beside a run of it
    Draft(String, usize),
}

/// What was proved.
#[derive(Debug)]
pub enum Proof {
    /// Every case, and every finding
    Workspace(WorkspaceProof),
    /// What contexts show of a trigger or a target, and by action
    Coverage(Covered, Coverage, SeenActions),
    /// How much contexts show of everything
    Ratios(Ratios),
    /// A case whose expectations are to be looked at
    Draft(Box<CaseDraft>),
    /// A file of cases with new expectations; the name of the case
    Updated {
        /// The stem of the trigger's file
        stem: String,
        /// The case
        case: String,
        /// The file's JSON
        source: Json,
    },
}

/// How much contexts show of each trigger and each target's template.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ratios {
    /// Conditions and actions
    pub triggers: BTreeMap<TriggerId, Ratio>,
    /// Branches
    pub targets: BTreeMap<TargetId, Ratio>,
}

/// The cases and the findings of a workspace.
#[derive(Debug, Default)]
pub struct WorkspaceProof {
    /// How the cases came out
    pub suite: SuiteReport,
    pub(super) problems: Vec<Problem>,
}

impl Proof {
    pub(super) fn seen_actions(&self) -> Option<&SeenActions> {
        match self {
            Self::Coverage(_, _, seen) => Some(seen),
            _ => None,
        }
    }

    /// Computes it; between its stages it asks whether it is still wanted.
    ///
    /// # Errors
    /// Why it cannot be computed, in words.
    pub fn of(
        workspace: &Workspace,
        part: ProofPart,
        (now, profile): (Timestamp, &EngineProfile),
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<Self, String> {
        Ok(match part {
            ProofPart::Workspace => {
                let suite = test_workspace(workspace, |_| !is_cancelled());
                let problems = if is_cancelled() { Vec::new() } else { problems_of(workspace, now) };
                Self::Workspace(WorkspaceProof { suite, problems })
            }
            ProofPart::Coverage(of) => {
                covered(workspace, of, &RunEnv::new(now, profile.clone())).ok_or("what was shown is gone")?
            }
            ProofPart::Ratios => {
                let env = RunEnv::new(now, profile.clone());
                let found = coverage_ratios(workspace, &env, &|| !is_cancelled());
                Self::Ratios(ratios_of(workspace, found))
            }
            ProofPart::Update(stem, position) => updated_case(workspace, stem, position)?,
            ProofPart::Draft(stem, position) => Self::Draft(Box::new(draft_of(workspace, stem, position)?)),
        })
    }
}

fn covered(workspace: &Workspace, of: Covered, env: &RunEnv) -> Option<Proof> {
    let (coverage, seen) = match of {
        Covered::Trigger(id) => {
            let trigger = workspace.trigger(id)?;
            let coverage = context_coverage(workspace, trigger, env);
            let seen = SeenActions::of(trigger, &coverage);
            (coverage, seen)
        }
        Covered::Target(id) => {
            let found = target_coverage(workspace, target_by_id(workspace, id)?, env);
            let templates = found.into_iter().collect();
            (Coverage { triggers: Vec::new(), templates }, SeenActions::default())
        }
    };
    Some(Proof::Coverage(of, coverage, seen))
}

fn ratios_of(workspace: &Workspace, found: CoverageRatios) -> Ratios {
    let target = |(handle, ratio): (String, Ratio)| Some((workspace.target(&handle)?.id, ratio));
    Ratios {
        triggers: found.triggers.into_iter().collect(),
        targets: found.templates.into_iter().filter_map(target).collect(),
    }
}

fn problems_of(workspace: &Workspace, now: Timestamp) -> Vec<Problem> {
    let found = check(workspace, now).into_iter().map(|mut found| {
        let object = match found.subject {
            Subject::Trigger(id) => ObjectId::Trigger(id),
            Subject::Target(id) => ObjectId::Target(id),
            Subject::Automation(id) => ObjectId::Automation(id),
            Subject::Context(id) => ObjectId::Context(id),
            Subject::Definitions => ObjectId::Definitions,
        };
        let action = action_at(workspace, &object, &found.finding.place.pointer);
        if found.is_repairable() {
            let json = object_json(workspace, &object);
            found.finding.fixes = json.map_or_else(Vec::new, |json| found.fixes_in(&text_of(&json)));
        }
        Problem { finding: found.finding, object: Some(object), action, run: None, is_fresh: true }
    });
    found.collect()
}

fn updated_case(workspace: &Workspace, stem: String, position: usize) -> Result<Proof, String> {
    let ran = RanCase::of(workspace, &stem, position)?;
    let mut cases = ran.cases;
    let Some(case) = cases.get_mut(position) else { return Err("the case is gone".to_owned()) };
    case.expect = updated(&case.expect, &ran.report);
    let name = case.name.clone();
    Ok(Proof::Updated { source: write_cases(&ran.file.source, &cases), case: name, stem })
}

fn draft_of(workspace: &Workspace, stem: String, position: usize) -> Result<CaseDraft, String> {
    let ran = RanCase::of(workspace, &stem, position)?;
    let case = ran.cases.get(position).ok_or("the case is gone")?;
    let ticks = Ticks::new(&case.expect, &ran.report);
    let now = case.now.clone().unwrap_or_else(|| DEFAULT_NOW.to_owned());
    Ok(CaseDraft { stem, position, old_name: case.name.clone(), name: case.name.clone(), now, ticks })
}

/// A case of a file and what happens in it now.
struct RanCase<'w> {
    file: &'w Case,
    cases: Vec<GoldenCase>,
    report: RunReport,
}

impl<'w> RanCase<'w> {
    fn of(workspace: &'w Workspace, stem: &str, position: usize) -> Result<Self, String> {
        let file = workspace.cases.iter().find(|file| file.trigger == stem).ok_or("the cases are gone")?;
        let (cases, _) = read_cases(&file.source);
        let case = cases.get(position).ok_or("the case is gone")?;
        let trigger = workspace.triggers.iter().find(|trigger| trigger_stem(trigger) == Some(stem));
        let trigger = trigger.ok_or_else(|| format!("there is no trigger '{stem}'"))?;
        let report = run_case(workspace, trigger, case).map_err(|problem| problem.to_string())?;
        Ok(Self { file, cases, report })
    }
}

/// The newest proofs, each with the state it was computed under.
#[derive(Clone, Debug, Default)]
pub struct Proofs {
    pub(super) workspace: Option<(Stamp, Arc<Proof>)>,
    pub(super) coverage: Option<(Stamp, Arc<Proof>)>,
    pub(super) ratios: Option<(Stamp, Arc<Proof>)>,
    pub(super) asked: Option<AskedProof>,
}

/// The proof that was asked for last: one at a time, and none again that failed.
#[derive(Clone, Debug)]
pub(super) struct AskedProof {
    pub(super) job: JobId,
    pub(super) part: ProofPart,
    pub(super) stamp: Stamp,
    pub(super) is_running: bool,
    pub(super) is_cancelled: bool,
}

impl AppState {
    /// The cases and findings of the open workspace, and whether they are fresh.
    pub fn workspace_proof(&self) -> Option<(&WorkspaceProof, bool)> {
        let (stamp, proof) = self.results.proofs.workspace.as_ref()?;
        match proof.as_ref() {
            Proof::Workspace(proof) if stamp.opened == self.stamp().opened => {
                Some((proof, *stamp == self.stamp()))
            }
            _ => None,
        }
    }

    /// What contexts show of a trigger, and whether that is fresh.
    pub fn coverage_of(&self, trigger: TriggerId) -> Option<(&Coverage, bool)> {
        self.coverage(Covered::Trigger(trigger))
    }

    /// What contexts show of a target's template, and whether that is fresh.
    pub fn template_coverage(&self, target: TargetId) -> Option<(&TemplateCoverage, bool)> {
        let (coverage, is_fresh) = self.coverage(Covered::Target(target))?;
        Some((coverage.templates.first()?, is_fresh))
    }

    pub(super) fn coverage(&self, wanted: Covered) -> Option<(&Coverage, bool)> {
        let (stamp, proof) = self.results.proofs.coverage.as_ref()?;
        match proof.as_ref() {
            Proof::Coverage(of, coverage, _) if *of == wanted && stamp.opened == self.stamp().opened => {
                Some((coverage, *stamp == self.stamp()))
            }
            _ => None,
        }
    }

    pub(super) fn ratios(&self) -> Option<(Stamp, &Ratios)> {
        let (stamp, proof) = self.results.proofs.ratios.as_ref()?;
        match proof.as_ref() {
            Proof::Ratios(ratios) if stamp.opened == self.stamp().opened => Some((*stamp, ratios)),
            _ => None,
        }
    }

    /// The file of cases that belongs to what is shown, by the stem of its trigger's file.
    pub fn shown_cases(&self) -> Option<String> {
        match self.selection.object.as_ref()? {
            ObjectId::Trigger(id) => trigger_stem(self.workspace().trigger(*id)?).map(str::to_owned),
            ObjectId::Case(stem) => Some(stem.clone()),
            _ => None,
        }
    }

    /// The names of a file's cases, in order.
    pub fn case_names(&self, stem: &str) -> Vec<String> {
        let file = self.workspace().cases.iter().find(|file| file.trigger == stem);
        let list = file.and_then(|file| file.source.get("cases").unwrap_or(&file.source).as_array());
        let name = |case: &Json| case.get("name").and_then(Json::as_str).unwrap_or_default().to_owned();
        list.map(|cases| cases.iter().map(name).collect()).unwrap_or_default()
    }

    /// The trigger whose cases are shown.
    pub fn cases_trigger(&self) -> Option<TriggerId> {
        match self.selection.object.as_ref()? {
            ObjectId::Trigger(id) => Some(*id),
            ObjectId::Case(stem) => {
                let mut triggers = self.workspace().triggers.iter();
                triggers.find(|trigger| trigger_stem(trigger) == Some(stem)).map(|trigger| trigger.id)
            }
            _ => None,
        }
    }

    /// The result of a case of a file, by its position and name; `None` while it was not run.
    pub fn case_result(&self, stem: &str, position: usize, name: &str) -> Option<(&CaseReport, bool)> {
        let (proof, is_fresh) = self.workspace_proof()?;
        let file = proof.suite.triggers.iter().find(|report| report.trigger == stem)?;
        // An older result belongs to the case only if it is still in its place.
        let report = file.cases.get(position).filter(|report| report.name == name)?;
        Some((report, is_fresh))
    }
}
