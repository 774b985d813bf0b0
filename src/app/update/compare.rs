//! Comparing the shown trigger with an older version, and handing the shown run to somebody else.

use super::super::comparing::{Comparing, OpenedRun, RunForm, SharedRun, Version};
use super::super::effect::{Effect, Job, OldVersion, Pick, WindowEffect};
use super::super::state::{Dialog, JobId};
use super::Turn;
use crate::engine::TriggerComparison;
use crate::model::slug;
use std::path::PathBuf;
use std::sync::Arc;

impl Turn<'_> {
    pub(in crate::app) fn compare_saved(&mut self) {
        self.compare(Version::Saved);
    }

    /// Asks for the revision first.
    pub(in crate::app) fn show_compare(&mut self) {
        self.drop_comparison();
        self.show(Some(Dialog::Compare));
    }

    pub(in crate::app) fn compare(&mut self, version: Version) {
        let Some(trigger) = self.state.shown_trigger() else {
            return self.warn("Show the trigger first that is to be compared");
        };
        let old = match (&version, self.state.files.folder.clone()) {
            (Version::Saved, _) => OldVersion::Snapshot(Arc::clone(self.state.document.saved_workspace())),
            (Version::Revision(name), Some(folder)) => {
                OldVersion::Revision { folder, name: name.trim().to_owned() }
            }
            (Version::Tenant, _) => match self.state.comparison() {
                Some((comparison, _)) => OldVersion::Tenant(Arc::clone(&comparison.facts)),
                None => return self.warn("The tenant was not read yet; plan changes for it first"),
            },
            (Version::Revision(_), None) => return self.warn("The workspace was never saved to a folder"),
        };
        self.drop_comparison();
        let (stamp, workspace) = (self.state.stamp(), Arc::clone(self.state.workspace()));
        let job = Job::Compare { old, workspace, trigger, settings: self.run_settings() };
        let job = self.start_in_dialog("Compare versions", job);
        self.state.results.comparing = Some(Comparing { version, trigger, stamp, answer: None, job });
        self.show(Some(Dialog::Compare));
    }

    /// Stops the comparison that runs and forgets what came of it.
    pub(in crate::app) fn drop_comparison(&mut self) {
        if let Some(comparing) = self.state.results.comparing.take()
            && self.end_job(comparing.job).is_some()
        {
            self.effects.push(Effect::Cancel(comparing.job));
        }
    }

    /// Takes the answer to a comparison; false if the job was another one.
    pub(in crate::app) fn compared(
        &mut self,
        job: JobId,
        answer: Result<Arc<TriggerComparison>, String>,
    ) -> bool {
        self.end_job(job);
        let comparing = self.state.results.comparing.as_mut().filter(|comparing| comparing.job == job);
        comparing.map(|comparing| comparing.answer = Some(answer)).is_some()
    }

    pub(in crate::app) fn share_page(&mut self) {
        self.pick_run(RunForm::Page, "html");
    }

    pub(in crate::app) fn save_run(&mut self) {
        self.pick_run(RunForm::File, "run.json");
    }

    fn pick_run(&mut self, form: RunForm, ending: &str) {
        let Some(key) = self.state.shown_run() else { return };
        let workspace = self.state.workspace();
        let trigger = workspace.triggers.iter().find(|trigger| trigger.id == key.trigger);
        let (Some((report, true)), Some(trigger), Some(context)) =
            (self.state.result(key), trigger, workspace.context(key.context))
        else {
            return self.warn("The run is out of date; run it again first");
        };
        let name = format!("{}.{ending}", slug(&trigger.name, "run"));
        let (report, trigger, context) = (Arc::clone(report), Arc::clone(trigger), Arc::clone(context));
        let run = Arc::new(SharedRun { report, trigger, context });
        self.window(WindowEffect::Pick(Pick::SaveRun { name, form, run }));
    }

    pub(in crate::app) fn write_run(&mut self, path: PathBuf, form: RunForm, run: Arc<SharedRun>) {
        self.start("Write the run", Job::WriteRun { path, form, run });
    }

    /// Shows a run that somebody shared. It is no part of the workspace.
    pub(in crate::app) fn run_opened(&mut self, run: OpenedRun) {
        self.state.view.opened_run = Some(Arc::new(run));
        self.show(Some(Dialog::SharedRun));
    }
}
