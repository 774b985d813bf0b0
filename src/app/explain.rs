//! Why the shown run did not fire: what came of asking, and whether it still holds.

use super::state::{AppState, JobId, RunKey};
use crate::engine::{Outcome, RunReport, Why};
use std::sync::Arc;

/// Why a run did not fire.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// Which trigger on which context
    pub key: RunKey,
    /// The run that is explained
    pub report: Arc<RunReport>,
    /// Why
    pub why: Arc<Why>,
}

/// The run that an explanation was asked for last: one at a time, and none again that failed.
#[derive(Clone, Debug)]
pub(super) struct Explaining {
    pub(super) job: JobId,
    pub(super) report: Arc<RunReport>,
    pub(super) is_running: bool,
}

impl AppState {
    /// Why the shown run did not fire, and whether that is fresh. While a new answer is on its way the last one of the
    /// same trigger and context stands, so that nothing jumps.
    pub fn why(&self) -> Option<(&Arc<Why>, bool)> {
        let key = self.shown_run()?;
        let (report, is_fresh) = self.result(key)?;
        let known = self.results.why.as_ref().filter(|known| known.key == key)?;
        let is_same = Arc::ptr_eq(&known.report, report);
        (report.outcome != Outcome::Fired).then_some((&known.why, is_same && is_fresh))
    }
}
