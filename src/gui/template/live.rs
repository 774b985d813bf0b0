//! What the editor knows of the workspace: the samples that reach the target, their paths, and what is rendered. It is
//! computed again only when the document, the simulation or the chosen sample has changed.

use super::outcome::{Outcome, origins, outcome, settings};
use super::samples::{ContextPath, Reaching, paths, reaching};
use crate::app::{AppState, Stamp};
use crate::model::{Context, ContextId, Target, TargetId};
use crate::twig::Settings;
use crate::twig::provenance::JsonOrigin;
use jiff::Timestamp;
use std::sync::Arc;

/// What `now` means without a simulated time: views have no clock. 2026-01-01T00:00:00Z.
const NOW_SECOND: i64 = 1_767_225_600;

/// What is known, and of which state.
#[derive(Debug, Default)]
pub(crate) struct Live {
    key: Option<(TargetId, Option<ContextId>, Stamp)>,
    /// The samples to choose from
    pub(crate) reaching: Reaching,
    /// The paths of those samples
    pub(crate) paths: Arc<Vec<ContextPath>>,
    /// The sample that is rendered on
    pub(crate) context: Option<Arc<Context>>,
    /// What came of it
    pub(crate) outcome: Arc<Outcome>,
    /// Where the payload's values come from, once someone asked
    origins: Option<Vec<JsonOrigin>>,
    settings: Settings,
    /// How often it was computed
    #[cfg(test)]
    pub(crate) computed: usize,
}

impl Live {
    /// Brings it up to date.
    pub(crate) fn refresh(&mut self, state: &AppState, target: &Target, chosen: Option<ContextId>) {
        let key = (target.id, chosen, state.stamp());
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        #[cfg(test)]
        {
            self.computed += 1;
        }
        let reaching = reaching(state.workspace(), target);
        let same = |(new, old): (&Arc<Context>, &Arc<Context>)| Arc::ptr_eq(new, old);
        let is_same = reaching.contexts.len() == self.reaching.contexts.len()
            && reaching.contexts.iter().zip(&self.reaching.contexts).all(same);
        if !is_same {
            self.paths = Arc::new(paths(&reaching.contexts));
        }
        self.reaching = reaching;
        let contexts = &self.reaching.contexts;
        let context = contexts.iter().find(|context| Some(context.id) == chosen).or_else(|| contexts.first());
        self.context = context.cloned();
        let now = state.settings.simulation.now.or_else(|| Timestamp::from_second(NOW_SECOND).ok());
        self.settings = settings(&state.profile(), now.unwrap_or_default());
        self.origins = None;
        self.outcome = Arc::new(outcome(target, self.context.as_deref(), &self.settings));
    }

    /// Makes known where the payload's values come from.
    pub(crate) fn trace(&mut self, target: &Target) {
        if self.origins.is_none() {
            let context = self.context.as_deref();
            self.origins =
                Some(context.map_or_else(Vec::new, |context| origins(target, context, &self.settings)));
        }
    }

    /// Where the value at a JSON Pointer comes from.
    pub(crate) fn origin(&self, pointer: &str) -> Option<&JsonOrigin> {
        self.origins.as_ref()?.iter().find(|origin| origin.pointer == pointer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Command, update};
    use crate::document::{Edit, NewObject, TargetEdit};

    #[test]
    fn nothing_is_computed_again_while_nothing_changes() {
        let mut state = AppState::default();
        let add = Command::Edit(Edit::Add(NewObject::Target(Box::default())));
        update(&mut state, add, 0);
        let target = |state: &AppState| Arc::clone(&state.workspace().targets[0]);
        let mut live = Live::default();
        for _ in 0..3 {
            live.refresh(&state, &target(&state), None);
        }
        assert_eq!(live.computed, 1);
        let edit = Edit::Target(target(&state).id, TargetEdit::Template("{{ x".into()));
        update(&mut state, Command::Edit(edit), 0);
        live.refresh(&state, &target(&state), None);
        assert_eq!(live.computed, 2);
        assert!(live.outcome.error.is_some());
    }
}
