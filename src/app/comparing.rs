//! Two versions of the shown trigger on its contexts: what was asked, and what came of it. Runs that are shared.

use super::state::{AppState, JobId, Stamp};
use crate::engine::{RunReport, TriggerComparison};
use crate::model::{Context, Trigger, TriggerId};
use std::sync::Arc;

/// The older version of a trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Version {
    /// As the files had it when they were read or written last
    Saved,
    /// As it was in a git revision of the workspace's folder
    Revision(String),
    /// As the tenant had it when it was read last
    Tenant,
}

/// A comparison of the shown trigger with an older version.
#[derive(Clone, Debug)]
pub struct Comparing {
    /// With which version
    pub version: Version,
    /// Of which trigger
    pub trigger: TriggerId,
    /// Under which state
    pub stamp: Stamp,
    /// What came of it, or why there is nothing; `None` while it runs
    pub answer: Option<Result<Arc<TriggerComparison>, String>>,
    pub(super) job: JobId,
}

/// A run with what it ran: enough to write it down for somebody else.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedRun {
    /// The run
    pub report: Arc<RunReport>,
    /// The trigger
    pub trigger: Arc<Trigger>,
    /// What it ran on
    pub context: Arc<Context>,
}

/// What a run is written as. Personal data is left out of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunForm {
    /// A page for any browser
    Page,
    /// A file that opens again
    File,
}

/// A run that somebody shared, as text to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenedRun {
    /// The file's name
    pub name: String,
    /// The run as it was printed when it ran
    pub text: String,
    /// At how many places personal data was left out
    pub left_out: usize,
}

impl AppState {
    /// The comparison that was asked for last, and whether nothing was changed since.
    pub fn comparing(&self) -> Option<(&Comparing, bool)> {
        let comparing = self.results.comparing.as_ref()?;
        Some((comparing, comparing.stamp == self.stamp()))
    }
}
