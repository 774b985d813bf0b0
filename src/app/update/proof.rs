//! Golden cases, findings and coverage: computed anew whenever the workspace has changed; cases made, renewed, deleted.

use super::super::command::Command;
use super::super::effect::{Effect, Job};
use super::super::proof::{AskedProof, Proof, ProofPart};
use super::super::seen::Covered;
use super::super::state::{JobId, NoticeKind, Offer, Stamp};
use super::Turn;
use crate::document::{Edit, ObjectId, WorkspaceEdit};
use crate::engine::RunEnv;
use crate::json::{Json, Object};
use crate::model::{CaseContext, GoldenCase};
use crate::prove::{Counts, new_case};
use crate::wire::{read_cases, write_cases};
use jiff::Timestamp;
use std::sync::Arc;

impl Turn<'_> {
    pub(super) fn proof_job(&self, part: ProofPart) -> Job {
        Job::Prove {
            stamp: self.state.stamp(),
            part,
            workspace: Arc::clone(self.state.workspace()),
            settings: self.run_settings(),
        }
    }

    /// Proves the workspace, then the coverage of what is shown, whenever they are not fresh; one at a time. One that
    /// has become useless is stopped.
    pub(in crate::app) fn settle_proof(&mut self) {
        if !self.state.settings.runs_on_edit {
            return;
        }
        let stamp = self.state.stamp();
        if let Some(asked) = self.state.results.proofs.asked.as_mut().filter(|asked| asked.is_running) {
            if asked.stamp != stamp && !asked.is_cancelled {
                asked.is_cancelled = true;
                self.effects.push(Effect::Cancel(asked.job));
            }
            return;
        }
        let Some(part) = self.next_proof() else { return };
        let asked = self.state.results.proofs.asked.as_ref();
        // One that failed is not asked for again under the same state.
        if asked.is_none_or(|asked| (asked.stamp, &asked.part) != (stamp, &part)) {
            let job = self.proof_job(part.clone());
            let job = self.start_unseen("Check the workspace", job);
            self.asked_proof(job, part);
        }
    }

    fn asked_proof(&mut self, job: JobId, part: ProofPart) {
        let stamp = self.state.stamp();
        self.state.results.proofs.asked =
            Some(AskedProof { job, part, stamp, is_running: true, is_cancelled: false });
    }

    fn next_proof(&self) -> Option<ProofPart> {
        let workspace = self.state.workspace();
        if workspace.triggers.is_empty() && workspace.automations.is_empty() && workspace.targets.is_empty() {
            return None;
        }
        if self.state.workspace_proof().is_none_or(|(_, is_fresh)| !is_fresh) {
            return Some(ProofPart::Workspace);
        }
        let shown = match self.state.selection.object {
            Some(ObjectId::Target(target)) => Some(Covered::Target(target)),
            _ => self.state.cases_trigger().map(Covered::Trigger),
        };
        let is_known = |of: &Covered| self.state.coverage(*of).is_some_and(|(_, is_fresh)| is_fresh);
        if let Some(of) = shown.filter(|of| !is_known(of)) {
            return Some(ProofPart::Coverage(of));
        }
        let is_fresh = self.state.ratios().is_some_and(|(stamp, _)| stamp == self.state.stamp());
        (!is_fresh).then_some(ProofPart::Ratios)
    }

    pub(in crate::app) fn test_cases(&mut self) {
        let job = self.proof_job(ProofPart::Workspace);
        let job = self.start("Test all cases", job);
        self.asked_proof(job, ProofPart::Workspace);
    }

    pub(in crate::app) fn proof_ended(&mut self, job: JobId) {
        if let Some(asked) = self.state.results.proofs.asked.as_mut().filter(|asked| asked.job == job) {
            asked.is_running = false;
        }
    }

    pub(in crate::app) fn proved(&mut self, job: JobId, stamp: Stamp, proof: Arc<Proof>) {
        let Some(ended) = self.end_job(job) else { return };
        self.proof_ended(job);
        if stamp != self.state.stamp() {
            if ended.is_shown {
                self.warn(format!("{}: something was changed meanwhile; try again", ended.label));
            }
            return;
        }
        match proof.as_ref() {
            Proof::Workspace(done) => {
                let counts = done.suite.counts();
                self.state.results.proofs.workspace = Some((stamp, proof));
                if ended.is_shown {
                    self.say_counts(counts);
                }
            }
            Proof::Ratios(_) => self.state.results.proofs.ratios = Some((stamp, proof)),
            Proof::Coverage(..) => self.state.results.proofs.coverage = Some((stamp, proof)),
            Proof::Draft(draft) => self.case_opened((**draft).clone()),
            Proof::Updated { stem, case, source } => {
                self.set_cases(stem.clone(), source.clone());
                self.offer_undo(format!("The case '{case}' expects what happens now"));
            }
        }
    }

    fn say_counts(&mut self, counts: Counts) {
        let text = format!("{} of {} cases pass", counts.passed, counts.total());
        match (counts.total(), counts.is_green()) {
            (0, _) => self.warn("There are no cases yet; run a trigger and save the run as a case"),
            (_, true) => self.done(text),
            _ => self.warn(text),
        }
    }

    pub(super) fn set_cases(&mut self, stem: String, source: Json) {
        self.edit(Edit::Workspace(WorkspaceEdit::Case(stem, source)));
    }

    /// The file of a trigger's cases and the cases in it.
    pub(super) fn cases_of(&self, stem: &str) -> (Json, Vec<GoldenCase>) {
        let file = self.state.workspace().cases.iter().find(|file| file.trigger == stem);
        let source = file.map_or_else(|| Json::Object(Object::new()), |file| file.source.clone());
        let cases = read_cases(&source).0;
        (source, cases)
    }

    /// Expects what the shown run did.
    pub(in crate::app) fn save_case(&mut self) {
        let Some((key, stem)) = self.state.shown_run().zip(self.state.shown_cases()) else { return };
        let Some((report, true)) = self.state.result(key) else { return };
        let Some(context) = self.state.workspace().context(key.context) else { return };
        let Ok(now) = report.environment.now.parse::<Timestamp>() else { return };
        let env = RunEnv::new(now, report.environment.profile.clone());
        let (source, mut cases) = self.cases_of(&stem);
        let is_taken = |name: &str| cases.iter().any(|case| case.name == name);
        let names = (2..).map(|number| format!("{} {number}", context.name));
        let mut names = std::iter::once(context.name.clone()).chain(names);
        let name = names.find(|name| !is_taken(name)).unwrap_or_default();
        cases.push(new_case(&name, CaseContext::Sample(context.name.clone()), &env, report));
        let position = cases.len() - 1;
        self.set_cases(stem.clone(), write_cases(&source, &cases));
        let offer = Offer {
            label: "Choose what matters…",
            command: Box::new(Command::EditCase(stem, position)),
            revision: Some(self.state.document.revision()),
        };
        self.tell(NoticeKind::Done, format!("Saved the run as case '{name}'"), Some(offer));
    }

    /// Takes the expectations of a case from a run.
    pub(in crate::app) fn update_case(&mut self, stem: String, position: usize) {
        let job = self.proof_job(ProofPart::Update(stem, position));
        self.start_unseen("Update the case", job);
    }

    pub(in crate::app) fn delete_case(&mut self, stem: String, position: usize) {
        let (source, mut cases) = self.cases_of(&stem);
        if position >= cases.len() {
            return self.warn("That case is not in the workspace any more");
        }
        let case = cases.remove(position);
        if cases.is_empty() {
            return self.edit(Edit::Workspace(WorkspaceEdit::RemoveCase(stem)));
        }
        self.set_cases(stem, write_cases(&source, &cases));
        self.offer_undo(format!("Deleted the case '{}'", case.name));
    }
}
