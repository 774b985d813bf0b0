//! Sending what was chosen, and hearing what became of each object.

use super::super::state::{Dialog, JobId};
use super::super::syncing::{SendEnd, SendOutcome, Sending, SyncJob};
use super::super::tenants::TenantJob;
use super::Turn;
use crate::sync::Step;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Turn<'_> {
    pub(in crate::app) fn ask_to_send(&mut self) {
        if self.state.to_write().is_empty() {
            self.warn("There is nothing to send; compare with the tenant first");
        } else {
            self.show(Some(Dialog::ConfirmSend));
        }
    }

    /// Nothing is sent to a production tenant, and nothing is deleted, unless the tenant's name was typed.
    pub(in crate::app) fn send(&mut self, typed: &str) {
        let Some(plan) = self.state.to_send() else {
            return self.warn("There is nothing to send any more; compare with the tenant again");
        };
        if let Some(name) = self.state.name_to_type()
            && typed != name
        {
            return self.warn(format!("Nothing was sent: type the tenant's name, {name}, to confirm"));
        }
        self.show(None);
        let name = self.state.tenant().map(|tenant| tenant.name.clone()).unwrap_or_default();
        let job = TenantJob::Sync(SyncJob::Send(Arc::clone(&plan), self.state.noted()));
        let Some(job) = self.start_tenant_job(&format!("Send to {name}"), job) else { return };
        self.state.sync.refused.clear();
        self.state.sync.refused_of = Some(Arc::clone(self.state.document.saved_workspace()));
        self.state.results.changes += 1;
        self.state.sync.sending = Some(Sending { job, plan, outcomes: BTreeMap::new(), end: None });
    }

    pub(in crate::app) fn item_sent(&mut self, job: JobId, file: String, outcome: SendOutcome) {
        let Some(sending) = self.state.sync.sending.as_mut().filter(|sending| sending.job == job) else {
            return;
        };
        let is_write = sending.plan.items.iter().any(|item| item.file == file && item.step != Step::Record);
        if !is_write {
            return;
        }
        if let SendOutcome::Refused { findings, .. } = &outcome {
            self.state.sync.refused.extend(findings.iter().cloned());
            self.state.results.changes += 1;
        }
        sending.outcomes.insert(file, outcome);
        let (done, total) = sending.progress();
        if let Some(job) = self.state.jobs.running.iter_mut().find(|running| running.id == job) {
            job.progress = Some((done, total));
        }
    }

    pub(in crate::app) fn sent(&mut self, job: JobId, end: SendEnd) {
        let Some(sending) = self.state.sync.sending.as_mut().filter(|sending| sending.job == job) else {
            return;
        };
        sending.end = Some(end.clone());
        let (done, (_, total)) = (sending.done(), sending.progress());
        match end {
            SendEnd::Through if done == total => self.done(format!("{done} of {total} sent as planned")),
            SendEnd::Through => self
                .warn(format!("{done} of {total} sent as planned; the list says what became of the others")),
            SendEnd::Stale(_) => self.warn("Nothing was sent: the tenant has changed since it was compared"),
            SendEnd::Stopped(why) => self.fail(format!("Sending stopped, {done} of {total} are done: {why}")),
        }
    }
}
