//! A target's template on a context, computed beside the window: which samples reach it, what it renders, what is
//! wrong with it. Main entry: [`Rendering::of`].

mod outcome;
mod reaching;

pub use outcome::{LONGEST_LINTED, Outcome, Payload, outcome, settings};
pub use reaching::{Reaching, reaching};

use super::state::Stamp;
use crate::document::target_by_id;
use crate::model::{Context, ContextId, EngineProfile, TargetId, Workspace};
use jiff::Timestamp;
use std::sync::Arc;

/// What a rendering depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RenderKey {
    /// The target
    pub target: TargetId,
    /// The sample that was chosen for it; `None` is the first one that reaches it
    pub chosen: Option<ContextId>,
    /// The state of everything else
    pub stamp: Stamp,
}

/// A target's template on a context.
#[derive(Clone, Debug)]
pub struct Rendering {
    /// What it depends on
    pub key: RenderKey,
    /// The samples to choose from
    pub reaching: Reaching,
    /// The sample that it was rendered on
    pub context: Option<Arc<Context>>,
    /// What `now` was
    pub now: Timestamp,
    /// The time zone of dates
    pub timezone: String,
    /// What came of it
    pub outcome: Outcome,
}

impl Rendering {
    /// Renders; `None` if there is no such target.
    pub fn of(
        workspace: &Workspace,
        key: RenderKey,
        profile: &EngineProfile,
        now: Timestamp,
    ) -> Option<Self> {
        let target = target_by_id(workspace, key.target)?;
        let reaching = reaching(workspace, target);
        let contexts = &reaching.contexts;
        let chosen = contexts.iter().find(|context| Some(context.id) == key.chosen);
        let context = chosen.or_else(|| contexts.first()).cloned();
        let outcome = outcome(target, context.as_deref(), &settings(profile, now));
        Some(Self { key, reaching, context, now, timezone: profile.timezone.clone(), outcome })
    }
}
