//! What the editor shows of a rendering: the newest one there is, the paths of its samples, and where values come from
//! and go to.

use super::samples::{ContextPath, paths};
use crate::app::AppState;
use crate::app::rendering::{Outcome, Rendering};
use crate::model::{Context, Target};
use crate::twig::provenance::JsonOrigin;
use std::sync::Arc;

/// What is known of the shown target's template.
#[derive(Debug, Default)]
pub(crate) struct Live {
    /// The newest rendering, which may be of a text that was changed since
    pub(crate) rendering: Option<Arc<Rendering>>,
    /// Whether nothing has changed since
    pub(crate) is_fresh: bool,
    /// Whether it is of the text that is shown, so that its places are places of that
    pub(crate) is_of_text: bool,
    /// The paths of the samples
    pub(crate) paths: Arc<Vec<ContextPath>>,
    samples: Vec<Arc<Context>>,
}

impl Live {
    /// Takes what is known now.
    pub(crate) fn refresh(&mut self, state: &AppState, target: &Target) {
        let (rendering, is_fresh) = match state.rendering(target.id) {
            Some((rendering, is_fresh)) => (Some(Arc::clone(rendering)), is_fresh),
            None => (None, false),
        };
        self.is_fresh = is_fresh;
        self.is_of_text = rendering.as_ref().is_some_and(|shown| shown.outcome.template == target.template);
        let samples = rendering.as_ref().map_or(&[][..], |shown| &shown.reaching.contexts);
        let same = |(new, old): (&Arc<Context>, &Arc<Context>)| Arc::ptr_eq(new, old);
        if samples.len() != self.samples.len() || !samples.iter().zip(&self.samples).all(same) {
            self.samples = samples.to_vec();
            self.paths = Arc::new(paths(samples));
        }
        self.rendering = rendering;
    }

    /// What came of the template.
    pub(crate) fn outcome(&self) -> Option<&Outcome> {
        self.rendering.as_ref().map(|rendering| &rendering.outcome)
    }

    /// Where the value at a JSON Pointer comes from.
    pub(crate) fn origin(&self, pointer: &str) -> Option<&JsonOrigin> {
        self.outcome()?.origins.iter().find(|origin| origin.pointer == pointer)
    }

    /// The innermost value of the payload around a byte of its text.
    pub(crate) fn value_at(&self, byte: usize) -> Option<&JsonOrigin> {
        let around = self.outcome()?.origins.iter().filter(|origin| origin.output.contains(&byte));
        around.min_by_key(|origin| origin.output.len())
    }

    /// The values that the expression at a byte of the template prints.
    pub(crate) fn printed_by(&self, byte: usize) -> impl Iterator<Item = &JsonOrigin> {
        let origins = self.outcome().filter(|_| self.is_of_text).map_or(&[][..], |outcome| &outcome.origins);
        let is_here = move |origin: &&JsonOrigin| {
            origin.is_print && origin.spans.iter().any(|span| (span.start..span.end).contains(&byte))
        };
        origins.iter().filter(is_here)
    }
}
