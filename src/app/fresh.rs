//! What stays fresh when something changed that it does not depend on: a golden case, a tenant, the workspace's name.

use super::state::{AppState, Stamp};
use crate::document::runs_alike;
use crate::model::Workspace;
use std::sync::Arc;

/// What results were computed from, before a change.
pub(super) struct Before {
    stamp: Stamp,
    workspace: Arc<Workspace>,
}

impl AppState {
    pub(super) fn before(&self) -> Before {
        Before { stamp: self.stamp(), workspace: Arc::clone(self.workspace()) }
    }

    /// Results that were fresh stay so, if every run gives what it gave.
    pub(super) fn keep_fresh(&mut self, before: &Before) {
        let now = self.stamp();
        let is_edit = before.stamp != now && before.stamp == Stamp { revision: before.stamp.revision, ..now };
        if !is_edit || !runs_alike(&before.workspace, self.workspace()) {
            return;
        }
        let fresh = self.results.runs.values_mut().filter(|result| result.stamp == before.stamp);
        fresh.for_each(|result| result.stamp = now);
        if let Some(rendering) = self.results.rendering.as_mut().filter(|it| it.key.stamp == before.stamp) {
            Arc::make_mut(rendering).key.stamp = now;
        }
    }
}
