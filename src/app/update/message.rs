//! Answers from outside. An answer to a job that is not known any more is dropped.

use super::super::message::Message;
use super::super::state::{JobId, JobState};
use super::Turn;
use crate::diag::upper_first;

impl Turn<'_> {
    pub(in crate::app) fn message(&mut self, message: Message) {
        match message {
            Message::JobProgressed { job, done, total } => self.progressed(job, done, total),
            Message::JobFailed { job, error } => self.failed(job, &error),
            Message::JobCancelled(job) => self.cancelled(job),
            Message::WorkspaceLoaded { job, loaded } => {
                self.answer(job, |turn| turn.workspace_loaded(job, &loaded));
            }
            Message::FilesSaved(job) => {
                self.answer(job, |turn| turn.files_saved(job));
            }
            Message::SaveConflicted { job, paths } => {
                self.answer(job, |turn| turn.save_conflicted(job, paths));
            }
            Message::FilesCompared { job, changed } => {
                self.answer(job, |turn| turn.files_compared(changed));
            }
            Message::ImportPlanned { job, plan } => {
                self.answer(job, |turn| turn.import_planned(*plan));
            }
            Message::FileWritten { job, path } => {
                self.answer(job, |turn| turn.done(format!("Wrote {}", path.display())));
            }
            Message::TriggersRan { job, stamp, reports, is_last } => {
                self.triggers_ran(job, stamp, reports, is_last);
            }
            Message::Explained { job, key, report, why } => self.explained(job, key, report, why),
            Message::Compared { job, comparison } => drop(self.compared(job, Ok(comparison))),
            Message::RunOpened { job, run } => self.answer(job, |turn| turn.run_opened(run)),
            Message::ChangeFound { job, found } => self.change_found(job, found),
            Message::Varied { job, found } => self.varied(job, found),
            Message::SettingsRead { preferences, complaints } => {
                self.settings_read(*preferences, &complaints);
            }
            Message::SettingsStored(stored) => self.settings_stored(stored),
            Message::JournalFound(journal) => self.journal_found(journal),
            Message::JournalWritten(_) => {}
            Message::JournalFailed(error) => self.fail(format!("Unsaved edits are not protected: {error}")),
            Message::TemplateRendered { job, rendering } => self.template_rendered(job, rendering),
            Message::Proved { job, stamp, proof } => self.proved(job, stamp, proof),
            Message::TenantAnswered { job, tenant, answer } => self.tenant_answered(job, tenant, answer),
            Message::LiveAnswered { job, answer } => self.live_answered(job, answer),
            Message::Posted(post) => self.posted(post),
            Message::PracticeAsked => self.state.live.answered += 1,
            Message::PathsPicked(pick, paths) => self.paths_picked(pick, paths),
        }
    }

    /// Ends a job and takes its answer; a late one is dropped.
    fn answer(&mut self, job: JobId, take: impl FnOnce(&mut Self)) {
        if self.end_job(job).is_some() {
            take(self);
        }
    }

    fn progressed(&mut self, id: JobId, done: usize, total: usize) {
        if let Some(job) = self.state.jobs.running.iter_mut().find(|job| job.id == id) {
            job.progress = Some((done.min(total), total));
        }
    }

    /// Ends a job that brings nothing: what waited for it waits no more.
    fn end_without_answer(&mut self, id: JobId) -> Option<JobState> {
        let job = self.end_job(id)?;
        self.save_failed(id);
        self.preview_ended(id);
        self.rendering_ended(id);
        self.proof_ended(id);
        self.explaining_ended(id);
        self.varied(id, Vec::new());
        Some(job)
    }

    fn failed(&mut self, id: JobId, error: &str) {
        if id == JobId::default() {
            // Beside the jobs: a dialog of the system's.
            return self.fail(upper_first(error));
        }
        let Some(job) = self.end_without_answer(id) else { return };
        let is_shown = self.search_failed(id, error)
            || self.compared(id, Err(error.to_owned()))
            || self.tenant_failed(id, error)
            || self.live_failed(id, error);
        if !is_shown {
            self.fail(format!("{}: {error}", job.label));
        }
    }

    pub(in crate::app) fn cancelled(&mut self, id: JobId) {
        let Some(job) = self.end_without_answer(id) else { return };
        self.search_failed(id, "The search was stopped");
        self.compared(id, Err("The comparison was stopped".to_owned()));
        self.tenant_failed(id, "it was stopped");
        self.live_failed(id, "it was stopped");
        if job.is_shown {
            self.done(format!("Stopped: {}", job.label.to_lowercase()));
        }
    }
}
