//! The template of the shown target, rendered anew whenever something that it depends on has changed.

use super::super::effect::Job;
use super::super::rendering::{RenderKey, Rendering};
use super::super::state::JobId;
use super::Turn;
use crate::document::ObjectId;
use crate::model::{ContextId, TargetId};
use std::sync::Arc;

impl Turn<'_> {
    pub(in crate::app) fn choose_sample(&mut self, target: TargetId, context: ContextId) {
        self.state.selection.samples.insert(target, context);
    }

    /// Renders the shown target unless that is known or on its way; one at a time.
    pub(in crate::app) fn settle_rendering(&mut self) {
        let Some(ObjectId::Target(target)) = self.state.selection.object else { return };
        let chosen = self.state.selection.samples.get(&target).copied();
        let key = RenderKey { target, chosen, stamp: self.state.stamp() };
        let results = &self.state.results;
        let is_known = results.rendering.as_ref().is_some_and(|rendering| rendering.key == key);
        // One that failed is not asked for again under the same state.
        let is_asked = results.render_job.is_some_and(|(_, asked, is_running)| is_running || asked == key);
        if is_known || is_asked {
            return;
        }
        let workspace = Arc::clone(self.state.workspace());
        let job = Job::Render { key, workspace, settings: self.run_settings() };
        let job = self.start_unseen("Render the template", job);
        self.state.results.render_job = Some((job, key, true));
    }

    pub(in crate::app) fn template_rendered(&mut self, job: JobId, rendering: Option<Arc<Rendering>>) {
        if self.end_job(job).is_none() {
            return;
        }
        self.rendering_ended(job);
        // A late one is shown as out of date until the next one comes; one of another workspace is dropped.
        let opened = self.state.stamp().opened;
        if let Some(rendering) = rendering.filter(|rendering| rendering.key.stamp.opened == opened) {
            self.state.results.rendering = Some(rendering);
        }
    }

    pub(in crate::app) fn rendering_ended(&mut self, job: JobId) {
        if let Some((_, _, is_running)) =
            self.state.results.render_job.as_mut().filter(|asked| asked.0 == job)
        {
            *is_running = false;
        }
    }
}
