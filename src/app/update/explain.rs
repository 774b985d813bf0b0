//! Why the shown run did not fire: asked for whenever it is not known, and shown at its part of the condition.

use super::super::effect::{Job, WindowEffect};
use super::super::explain::{Explaining, Explanation};
use super::super::state::{JobId, RunKey};
use super::Turn;
use crate::engine::{Outcome, RunReport, Why};
use crate::model::ActionId;
use std::sync::Arc;

impl Turn<'_> {
    /// Asks why the shown run did not fire, unless that is known or on its way.
    pub(in crate::app) fn settle_why(&mut self) {
        let Some(key) = self.state.shown_run() else { return };
        let Some((report, true)) = self.state.result(key) else { return };
        let results = &self.state.results;
        let is_same = |other: &Arc<RunReport>| Arc::ptr_eq(other, report);
        let is_known = results.why.as_ref().is_some_and(|known| is_same(&known.report));
        // One that failed is not asked for again of the same run.
        let is_asked =
            results.explaining.as_ref().is_some_and(|asked| asked.is_running || is_same(&asked.report));
        if report.outcome == Outcome::Fired || is_known || is_asked {
            return;
        }
        let Some(context) = self.state.workspace().context(key.context).cloned() else { return };
        let report = Arc::clone(report);
        let job = Job::Explain { key, report: Arc::clone(&report), context };
        let job = self.start_unseen("Explain the run", job);
        self.state.results.explaining = Some(Explaining { job, report, is_running: true });
    }

    pub(in crate::app) fn explained(
        &mut self,
        job: JobId,
        key: RunKey,
        report: Arc<RunReport>,
        why: Option<Arc<Why>>,
    ) {
        if self.end_job(job).is_none() {
            return;
        }
        self.explaining_ended(job);
        if let Some(why) = why {
            self.state.results.why = Some(Explanation { key, report, why });
        }
    }

    pub(in crate::app) fn explaining_ended(&mut self, job: JobId) {
        if let Some(asked) = self.state.results.explaining.as_mut().filter(|asked| asked.job == job) {
            asked.is_running = false;
        }
    }

    /// Chooses an action and marks a part of its condition.
    pub(in crate::app) fn show_part(&mut self, action: ActionId, part: Option<String>) {
        self.select_action(Some(action));
        self.state.selection.part = part;
        self.window(WindowEffect::ScrollToSelection);
    }
}
