//! Comparing with a tenant: asking it, deciding conflicts, choosing what is sent or brought in.

use super::super::command::{Command, CommandId};
use super::super::effect::Job;
use super::super::saving::{merged_texts, planned_writes};
use super::super::state::{JobId, NoticeKind, Offer};
use super::super::syncing::{
    Comparison, Facts, Keep, SendEnd, SyncAnswer, SyncCommand, SyncJob, SyncList, SyncStamp, SyncTab, Syncing,
};
use super::super::tenants::TenantJob;
use super::Turn;
use crate::sync::PullStep;
use std::sync::Arc;

impl Turn<'_> {
    pub(in crate::app) fn sync(&mut self, command: SyncCommand) {
        match command {
            SyncCommand::Show(list) => self.show_sync(list),
            SyncCommand::Close => self.state.sync.tab = SyncTab::Closed,
            SyncCommand::Compare => self.compare_tenant(),
            SyncCommand::SaveAndCompare => self.save_and_compare(),
            SyncCommand::Decide(key, keep) => self.decide(key, keep),
            SyncCommand::Choose(file, true) => drop(self.state.sync.left_out.remove(&file)),
            SyncCommand::Choose(file, false) => drop(self.state.sync.left_out.insert(file)),
            SyncCommand::ChooseAll(all) => self.choose_all(all),
            SyncCommand::Prune(prune) => {
                self.state.sync.decisions.prune = prune;
                self.compare_again();
            }
            SyncCommand::AskToSend => self.ask_to_send(),
            SyncCommand::Send { typed } => self.send(&typed),
            SyncCommand::ChooseBring(kind, id, is_wanted) => self.choose_bring((kind, id), is_wanted),
            SyncCommand::Copies(copies) => self.state.sync.copies = copies,
            SyncCommand::Bring => self.bring(),
        }
    }

    fn show_sync(&mut self, list: SyncList) {
        let sync = &mut self.state.sync;
        (sync.list, sync.tab) = (list, SyncTab::Shown);
    }

    /// Shows a list, and asks the tenant if nothing is known that is up to date.
    fn show_compared(&mut self, list: SyncList) {
        self.show_sync(list);
        let is_known = self.state.comparison().is_some_and(|(_, is_fresh)| is_fresh);
        if !is_known && self.state.sync.asked.is_none() {
            self.compare_tenant();
        }
    }

    pub(in crate::app) fn plan_changes(&mut self) {
        self.show_compared(SyncList::Send);
    }

    pub(in crate::app) fn pull_changes(&mut self) {
        self.show_compared(SyncList::Bring);
    }

    pub(in crate::app) fn show_drift(&mut self) {
        self.show_compared(SyncList::Drift);
    }

    fn compare_tenant(&mut self) {
        if self.state.files.folder.is_none() {
            let offer = Offer {
                label: "Save as…",
                command: Box::new(Command::Do(CommandId::SaveAs)),
                revision: None,
            };
            let text =
                "Save the workspace to a folder first: what is known of a tenant is kept beside its files";
            return self.tell(NoticeKind::Warning, text, Some(offer));
        }
        if self.state.is_sending() {
            return self.warn("Something is being sent; compare when that has ended");
        }
        let Some(name) = self.state.tenant().map(|tenant| tenant.name.clone()) else {
            return self.show_connections();
        };
        self.stop_comparing();
        let files = Arc::clone(&self.state.files.texts);
        let document = &self.state.document;
        let unsaved = document.has_changes().then(|| merged_texts(&files, &planned_writes(document, &files)));
        let (decisions, noted) = (self.state.sync.decisions.clone(), self.state.noted());
        let job = SyncJob::Compare { files, unsaved, decisions, noted };
        let stamp = self.state.sync_stamp();
        self.state.sync.error = None;
        self.show_sync(self.state.sync.list);
        if let Some(job) = self.start_tenant_job(&format!("Compare with {name}"), TenantJob::Sync(job)) {
            self.state.sync.asked = Some((job, stamp));
        }
    }

    fn save_and_compare(&mut self) {
        if !self.state.document.has_changes() {
            return self.compare_tenant();
        }
        self.state.sync.compares_when_saved = true;
        self.save();
    }

    /// After saving: what waited for it.
    pub(in crate::app) fn sync_saved(&mut self) {
        self.record_brought();
        if std::mem::take(&mut self.state.sync.compares_when_saved) {
            self.compare_tenant();
        }
    }

    /// Forgets what was compared and decided; what was brought in and what was refused stay.
    pub(in crate::app) fn forget_comparison(&mut self) {
        self.stop_comparing();
        let old = std::mem::take(&mut self.state.sync);
        self.state.sync = Syncing {
            tab: old.tab,
            list: old.list,
            brought: old.brought,
            refused: old.refused,
            refused_of: old.refused_of,
            ..Syncing::default()
        };
    }

    fn stop_comparing(&mut self) {
        if let Some((job, _)) = self.state.sync.asked.take()
            && self.end_job(job).is_some()
        {
            self.effects.push(super::super::effect::Effect::Cancel(job));
        }
    }

    fn decide(&mut self, key: String, keep: Option<Keep>) {
        let decisions = &mut self.state.sync.decisions;
        decisions.mine.remove(&key);
        decisions.theirs.remove(&key);
        match keep {
            Some(Keep::Mine) => drop(decisions.mine.insert(key)),
            Some(Keep::Theirs) => drop(decisions.theirs.insert(key)),
            None => {}
        }
        self.compare_again();
    }

    /// Compares what is known, with what was decided; the tenant is not asked.
    fn compare_again(&mut self) {
        let Some((stamp, comparison)) = self.state.sync.compared.clone() else { return };
        let facts: Arc<Facts> = Arc::clone(&comparison.facts);
        let Some(connection) = self.state.connection() else { return };
        let job = TenantJob::Sync(SyncJob::Decide(facts, self.state.sync.decisions.clone()));
        self.stop_comparing();
        let job = self.start_unseen("Compare again", Job::Tenant(connection, Box::new(job)));
        self.state.sync.asked = Some((job, stamp));
    }

    fn choose_all(&mut self, all: bool) {
        let Some((comparison, _)) = self.state.comparison() else { return };
        let writes = comparison.items().filter(|item| item.step.is_write());
        let files = writes.map(|item| item.file.clone()).collect();
        self.state.sync.left_out = if all { std::collections::BTreeSet::new() } else { files };
    }

    pub(in crate::app) fn sync_answered(&mut self, job: JobId, answer: SyncAnswer) {
        match answer {
            SyncAnswer::Compared(comparison) => {
                if let Some((_, stamp)) = self.state.sync.asked.take_if(|(asked, _)| *asked == job) {
                    self.compared_with_tenant(stamp, comparison);
                }
            }
            SyncAnswer::ItemSent(file, outcome) => self.item_sent(job, file, outcome),
            SyncAnswer::Sent(end) => self.sent(job, end),
            SyncAnswer::Recorded => {}
        }
    }

    fn compared_with_tenant(&mut self, stamp: SyncStamp, comparison: Arc<Comparison>) {
        let sync = &mut self.state.sync;
        let is_other = |old: &Comparison| !Arc::ptr_eq(&old.facts, &comparison.facts);
        if sync.compared.as_ref().is_none_or(|(_, old)| is_other(old)) {
            // Read anew: what was sent is seen in it. What is gone here on purpose is not brought back unasked.
            sync.sending = None;
            sync.copied.clear();
            let gone = comparison.pulls.iter().filter(|item| item.step == PullStep::Gone);
            sync.left_there = gone.map(|item| (item.kind, item.id)).collect();
        }
        sync.left_out.retain(|file| comparison.items().any(|item| item.file == *file));
        let is_nothing_to_send = comparison.items().next().is_none();
        if sync.list == SyncList::Send && is_nothing_to_send && comparison.arriving().next().is_some() {
            sync.list = SyncList::Bring;
        }
        sync.compared = Some((stamp, comparison));
    }

    /// A job of the panel failed or was stopped; true if that is shown there.
    pub(in crate::app) fn sync_failed(&mut self, job: JobId, error: &str) -> bool {
        if self.state.sync.asked.take_if(|(asked, _)| *asked == job).is_some() {
            self.state.sync.error = Some(error.to_owned());
            return true;
        }
        let is_sending = self.state.sync.sending.as_ref().is_some_and(|sending| sending.job == job);
        if is_sending {
            self.sent(job, SendEnd::Stopped(error.to_owned()));
        }
        is_sending
    }
}
