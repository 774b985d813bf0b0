//! Answers about a run: why it did not fire, and the smallest change with which it would.

use super::reporter::Reporter;
use crate::app::{Found, Message, RunKey, RunSettings};
use crate::engine::{RunEnv, RunReport, Wish, flip, variant_where, why};
use crate::model::{Context, Workspace};
use std::sync::Arc;

pub(super) fn explain(
    key: RunKey,
    report: Arc<RunReport>,
    context: &Context,
    reporter: &Reporter,
) -> Message {
    let why = why(&report, context).map(Arc::new);
    Message::Explained { job: reporter.job(), key, report, why }
}

/// A search for the smallest change.
pub(super) struct ChangeSearch {
    pub(super) key: RunKey,
    pub(super) workspace: Arc<Workspace>,
    pub(super) settings: RunSettings,
    /// A part that should be so; `None`: the trigger should fire
    pub(super) wish: Option<Wish>,
}

impl ChangeSearch {
    /// Searches; the engine's own limits end it in any case.
    pub(super) fn run(&self, reporter: &Reporter) -> Result<Message, String> {
        let gone = || "the context or the trigger is not there any more".to_owned();
        let env = environment(&self.settings);
        let context = self.workspace.context(self.key.context).ok_or_else(gone)?;
        let found = match &self.wish {
            None => {
                let flip = flip(&self.workspace, self.key.trigger, context, &env).ok_or_else(gone)?;
                Found::Fires(Box::new(flip))
            }
            Some(wish) => {
                let variant = variant_where(&self.workspace, self.key.trigger, context, &env, wish);
                Found::Part(Box::new(variant))
            }
        };
        Ok(Message::ChangeFound { job: reporter.job(), found })
    }
}

/// The surroundings of a run; the time is the simulated one or now.
pub(super) fn environment(settings: &RunSettings) -> RunEnv {
    RunEnv {
        muted: settings.muted.clone(),
        ..RunEnv::new(settings.now.unwrap_or_else(jiff::Timestamp::now), settings.profile.clone())
    }
}
