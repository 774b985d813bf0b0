//! What the editor shows of a rendering: the newest one there is, the paths of its samples, and where values come from
//! and go to.

use super::samples::{ContextPath, paths};
use crate::app::rendering::{Outcome, Rendering};
use crate::app::{AppState, Stamp};
use crate::diag::Diagnostic;
use crate::model::{Context, Target, TargetId};
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
    /// What the linter and the check of the workspace say of the text that was rendered
    pub(crate) findings: Arc<Vec<Diagnostic>>,
    samples: Vec<Arc<Context>>,
    /// What the check said last: under which state, of which text
    checked: Option<(TargetId, Stamp, Checked)>,
}

/// What the check of the workspace said of a text.
#[derive(Debug, Default)]
struct Checked {
    text: String,
    findings: Vec<Diagnostic>,
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
        let is_news = self.follow_check(state, target);
        let is_same = match (&self.rendering, &rendering) {
            (Some(old), Some(new)) => Arc::ptr_eq(old, new),
            (old, new) => old.is_none() && new.is_none(),
        };
        self.rendering = rendering;
        if is_news || !is_same {
            self.findings = Arc::new(self.all_findings(target.id));
        }
    }

    /// Takes what the check says once it is about the text that is shown; true if that is new.
    fn follow_check(&mut self, state: &AppState, target: &Target) -> bool {
        let stamp = state.stamp();
        let is_known = self.checked.as_ref().is_some_and(|(id, of, _)| (*id, *of) == (target.id, stamp));
        let Some(findings) = (if is_known { None } else { state.checked_template(target) }) else {
            return false;
        };
        self.checked = Some((target.id, stamp, Checked { text: target.template.clone(), findings }));
        true
    }

    /// The check knows the samples: of the same finding of both, its words count.
    fn all_findings(&self, target: TargetId) -> Vec<Diagnostic> {
        let Some(outcome) = self.outcome() else { return Vec::new() };
        let checked =
            self.checked.as_ref().filter(|(id, _, of)| *id == target && of.text == outcome.template);
        let mut all = checked.map(|(.., checked)| checked.findings.clone()).unwrap_or_default();
        for finding in &outcome.findings {
            let is_it =
                |other: &Diagnostic| other.code == finding.code && other.place.span == finding.place.span;
            if !all.iter().any(is_it) {
                all.push(finding.clone());
            }
        }
        all.sort_by_key(|finding| finding.place.span.map(|span| span.start));
        all
    }

    /// Whether the check of the workspace has looked at the text that is shown.
    pub(crate) fn is_checked(&self) -> bool {
        let outcome = self.outcome().filter(|_| self.is_of_text);
        outcome
            .is_some_and(|outcome| self.checked.as_ref().is_some_and(|(.., of)| of.text == outcome.template))
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
