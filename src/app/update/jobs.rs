//! Background jobs and notices: beginning, ending, telling.

use super::super::command::{Command, CommandId};
use super::super::effect::{Effect, Job};
use super::super::state::{JobId, JobState, Notice, NoticeId, NoticeKind, Offer};
use super::Turn;

/// Most notices that are kept.
const MAX_NOTICES: usize = 50;

impl Turn<'_> {
    /// Begins a job that is shown.
    pub(in crate::app) fn start(&mut self, label: impl Into<String>, job: Job) -> JobId {
        let can_cancel = matches!(
            job,
            Job::Run { .. }
                | Job::Prove { .. }
                | Job::LoadWorkspace(_)
                | Job::CompareFiles { .. }
                | Job::PlanImport { .. }
        ) || matches!(&job, Job::Tenant(_, job) if job.can_cancel())
            || matches!(&job, Job::Live(job) if job.can_be_left());
        self.begin(
            JobState { id: JobId(0), label: label.into(), progress: None, can_cancel, is_shown: true },
            job,
        )
    }

    /// Begins a job that comes and goes unseen.
    pub(in crate::app) fn start_unseen(&mut self, label: &str, job: Job) -> JobId {
        let label = label.to_owned();
        self.begin(JobState { id: JobId(0), label, progress: None, can_cancel: false, is_shown: false }, job)
    }

    /// Begins a job that a dialog shows; it stops with the dialog.
    pub(in crate::app) fn start_in_dialog(&mut self, label: &str, job: Job) -> JobId {
        let label = label.to_owned();
        self.begin(JobState { id: JobId(0), label, progress: None, can_cancel: true, is_shown: false }, job)
    }

    fn begin(&mut self, job_state: JobState, job: Job) -> JobId {
        let jobs = &mut self.state.jobs;
        jobs.last_id += 1;
        let id = JobId(jobs.last_id);
        jobs.running.push(JobState { id, ..job_state });
        self.effects.push(Effect::Start(id, job));
        id
    }

    /// Ends a job; `None` if it is not known (any more): its answer is late.
    pub(in crate::app) fn end_job(&mut self, id: JobId) -> Option<JobState> {
        let running = &mut self.state.jobs.running;
        let at = running.iter().position(|job| job.id == id)?;
        Some(running.remove(at))
    }

    pub(in crate::app) fn cancel(&mut self, id: JobId) {
        let is_running = self.state.jobs.running.iter().any(|job| job.id == id);
        if is_running {
            self.effects.push(Effect::Cancel(id));
            // A server may take its time; what it says then is not waited for.
            let is_live = self.state.live.is_asking(id);
            if is_live || self.state.tenants.is_asking(id) || self.state.comparing_job() == Some(id) {
                self.cancelled(id);
            }
        } else {
            self.warn("That job has ended already");
        }
    }

    pub(in crate::app) fn cancel_jobs(&mut self) {
        let running = self.state.jobs.running.iter().filter(|job| job.can_cancel);
        self.effects.extend(running.map(|job| Effect::Cancel(job.id)));
    }

    pub(in crate::app) fn done(&mut self, text: impl Into<String>) {
        self.tell(NoticeKind::Done, text, None);
    }

    pub(in crate::app) fn warn(&mut self, text: impl Into<String>) {
        self.tell(NoticeKind::Warning, text, None);
    }

    pub(in crate::app) fn fail(&mut self, text: impl Into<String>) {
        self.tell(NoticeKind::Error, text, None);
    }

    /// Says what was done and offers to take it back as long as nothing else was changed.
    pub(in crate::app) fn offer_undo(&mut self, text: impl Into<String>) {
        let command = Box::new(Command::Do(CommandId::Undo));
        let revision = Some(self.state.document.revision());
        self.tell(NoticeKind::Done, text, Some(Offer { label: "Undo", command, revision }));
    }

    pub(in crate::app) fn tell(&mut self, kind: NoticeKind, text: impl Into<String>, offer: Option<Offer>) {
        let (at_millis, text) = (self.at_millis, text.into());
        let notices = &mut self.state.notices;
        // The same words again renew the notice instead of piling up.
        notices.all.retain(|notice| notice.text != text);
        notices.last_id += 1;
        notices.all.push(Notice { id: NoticeId(notices.last_id), kind, text, offer, at_millis });
        if notices.all.len() > MAX_NOTICES {
            notices.all.remove(0);
        }
    }

    pub(in crate::app) fn dismiss(&mut self, id: NoticeId) {
        self.state.notices.all.retain(|notice| notice.id != id);
    }

    pub(in crate::app) fn take_offer(&mut self, id: NoticeId) {
        let notice = self.state.notices.all.iter().find(|notice| notice.id == id);
        let Some(offer) = notice.and_then(|notice| notice.offer.clone()) else { return };
        self.dismiss(id);
        if offer.revision.is_none_or(|revision| revision == self.state.document.revision()) {
            self.command(*offer.command);
        } else {
            self.warn("The workspace was changed since; use undo to go back step by step");
        }
    }
}
