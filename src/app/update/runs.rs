//! Runs: the preview of what is shown, and all triggers on all their contexts.

use super::super::effect::{Effect, Job, RunSettings};
use super::super::state::{JobId, NoticeKind, Offer, Preview, RunKey, RunResult, Stamp};
use super::Turn;
use crate::app::{Command, CommandId};
use crate::engine::{Outcome, RunReport};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Turn<'_> {
    /// What runs and renderings are computed under.
    pub(super) fn run_settings(&self) -> RunSettings {
        let simulation = &self.state.settings.simulation;
        RunSettings {
            now: simulation.now,
            profile: self.state.profile(),
            muted: simulation.muted.clone(),
            as_if_on: simulation.as_if_on,
        }
    }

    fn run_job(&self, pairs: Vec<RunKey>) -> Job {
        Job::Run {
            stamp: self.state.stamp(),
            workspace: Arc::clone(self.state.workspace()),
            pairs,
            settings: self.run_settings(),
        }
    }

    pub(in crate::app) fn run_shown(&mut self) {
        if let Some(key) = self.state.shown_run() {
            self.start_preview(key);
        }
    }

    pub(in crate::app) fn run_all(&mut self) {
        let workspace = self.state.workspace();
        let pairs = workspace.triggers.iter().flat_map(|trigger| {
            let contexts = workspace.contexts_of(&trigger.event);
            contexts.map(|context| RunKey { trigger: trigger.id, context: context.id })
        });
        let pairs: Vec<RunKey> = pairs.collect();
        if pairs.is_empty() {
            return self.warn("No sample context is of an event that a trigger listens to");
        }
        self.run_pairs(pairs);
    }

    /// The shown trigger on every context of its event.
    pub(in crate::app) fn run_trigger(&mut self) {
        let workspace = self.state.workspace();
        let Some(shown) = self.state.shown_trigger().and_then(|id| workspace.trigger(id)) else { return };
        let contexts = workspace.contexts_of(&shown.event);
        let pairs = contexts.map(|context| RunKey { trigger: shown.id, context: context.id });
        let pairs = pairs.collect();
        self.run_pairs(pairs);
    }

    fn run_pairs(&mut self, pairs: Vec<RunKey>) {
        let label = format!("Run {} {}", pairs.len(), if pairs.len() == 1 { "context" } else { "contexts" });
        let job = self.run_job(pairs);
        self.start(label, job);
    }

    /// Computes the shown run anew whenever it is not fresh, one at a time.
    pub(in crate::app) fn settle_preview(&mut self) {
        if !self.state.settings.runs_on_edit {
            return;
        }
        let Some(key) = self.state.shown_run() else { return };
        if self.state.result(key).is_some_and(|(_, is_fresh)| is_fresh) {
            return;
        }
        let stamp = self.state.stamp();
        let is_answered = self.state.results.preview.is_none_or(|preview| {
            // One that failed is not asked for again under the same state.
            !preview.is_running && (preview.key, preview.stamp) != (key, stamp)
        });
        if is_answered {
            self.start_preview(key);
        }
    }

    fn start_preview(&mut self, key: RunKey) {
        let (job, stamp) = (self.run_job(vec![key]), self.state.stamp());
        let job = self.start_unseen("Preview", job);
        self.state.results.preview = Some(Preview { job, key, stamp, is_running: true });
    }

    pub(in crate::app) fn preview_ended(&mut self, job: JobId) {
        if let Some(preview) = self.state.results.preview.as_mut().filter(|preview| preview.job == job) {
            preview.is_running = false;
        }
    }

    pub(in crate::app) fn triggers_ran(
        &mut self,
        job: JobId,
        stamp: Stamp,
        reports: Vec<(RunKey, Arc<RunReport>)>,
        is_last: bool,
    ) {
        let is_late = stamp != self.state.stamp();
        let Some(at) = self.state.jobs.running.iter().position(|running| running.id == job) else { return };
        let is_shown = self.state.jobs.running.get(at).is_some_and(|running| running.is_shown);
        if !is_late {
            let triggers = self.state.document.workspace().triggers.iter();
            let triggers: BTreeMap<_, _> = triggers.map(|trigger| (trigger.id, trigger)).collect();
            let results = reports.into_iter().map(|(key, report)| {
                let trigger = triggers.get(&key.trigger).copied().cloned();
                (key, RunResult { stamp, report, trigger })
            });
            self.state.results.runs.extend(results);
            self.state.results.changes += 1;
        }
        if is_late || is_last {
            self.end_job(job);
            self.preview_ended(job);
        }
        match (is_shown, is_late) {
            (true, true) => self.runs_are_late(job, is_last),
            (true, false) if is_last => self.summarise(stamp),
            _ => {}
        }
    }

    fn runs_are_late(&mut self, job: JobId, is_last: bool) {
        if !is_last {
            self.effects.push(Effect::Cancel(job));
        }
        let command = Box::new(Command::Do(CommandId::RunAll));
        let offer = Offer { label: "Run again", command, revision: None };
        self.tell(NoticeKind::Warning, "The runs were dropped: something was changed meanwhile", Some(offer));
    }

    /// How the runs ended that were computed under a state.
    fn summarise(&mut self, stamp: Stamp) {
        let fresh = self.state.results.runs.values().filter(|result| result.stamp == stamp);
        let outcomes: Vec<Outcome> = fresh.map(|result| result.report.outcome).collect();
        let words = [
            (Outcome::Fired, "fire"),
            (Outcome::Stopped, "stop"),
            (Outcome::Failed, "fail"),
            (Outcome::Inactive, "are switched off"),
        ];
        let parts = words.iter().filter_map(|(wanted, word)| {
            let count = outcomes.iter().filter(|outcome| *outcome == wanted).count();
            (count > 0).then(|| format!("{count} {word}"))
        });
        let parts: Vec<String> = parts.collect();
        self.done(format!("Runs: {}", parts.join(", ")));
    }
}
