//! Changing what a golden case expects: opened with a run of the case, kept as one edit.

use super::super::case_draft::{CaseChange, CaseDraft};
use super::super::effect::Job;
use super::super::proof::ProofPart;
use super::super::state::Dialog;
use super::Turn;
use crate::prove::{Tick, Ticked};
use crate::wire::write_cases;

impl Turn<'_> {
    /// Runs a case, so that what it expects can be looked at beside what happens.
    pub(in crate::app) fn edit_case(&mut self, stem: String, position: usize) {
        let job: Job = self.proof_job(ProofPart::Draft(stem, position));
        self.start_unseen("Look at the case", job);
    }

    pub(in crate::app) fn case_opened(&mut self, draft: CaseDraft) {
        self.state.view.case = Some(draft);
        self.show(Some(Dialog::Case));
    }

    pub(in crate::app) fn change_case(&mut self, change: CaseChange) {
        let Some(draft) = self.state.view.case.as_mut() else { return };
        match change {
            CaseChange::Name(name) => draft.name = name,
            CaseChange::Tick(tick, is_on) => draft.ticks.set(&tick, is_on),
            CaseChange::OnlyOutcome => only_outcome(draft),
            CaseChange::Everything => everything(draft),
            CaseChange::Accept => self.keep_case(),
        }
    }

    fn keep_case(&mut self) {
        let Some(draft) = self.state.view.case.clone() else { return };
        if let Err(reason) = self.state.can_keep(&draft) {
            return self.warn(reason);
        }
        let (source, mut cases) = self.cases_of(&draft.stem);
        let known = cases.get_mut(draft.position).filter(|case| case.name == draft.old_name);
        let Some(case) = known else { return self.warn("That case is not in the workspace any more") };
        draft.name.trim().clone_into(&mut case.name);
        case.expect = draft.ticks.finish();
        self.set_cases(draft.stem, write_cases(&source, &cases));
        self.show(None);
        self.offer_undo(format!("Changed what the case '{}' expects", draft.name.trim()));
    }
}

fn only_outcome(draft: &mut CaseDraft) {
    draft.ticks.set(&Tick::Actions, false);
    draft.ticks.set(&Tick::End, false);
    (0..draft.ticks.steps.len()).for_each(|step| draft.ticks.set(&Tick::Step(step), false));
    draft.ticks.set(&Tick::Outcome, true);
}

/// What matters already stays as it is.
fn everything(draft: &mut CaseDraft) {
    let mut ticks = vec![Tick::Outcome, Tick::End, Tick::Actions];
    let steps = draft.ticks.steps.iter().enumerate().filter(|(_, step)| step.now.is_some());
    let steps: Vec<usize> = steps.map(|(step, _)| step).collect();
    ticks.extend(steps.into_iter().flat_map(|step| [Tick::Arguments(step), Tick::Payload(step)]));
    for tick in ticks {
        if draft.ticks.ticked(&tick) != Ticked::Yes {
            draft.ticks.set(&tick, true);
        }
    }
}
