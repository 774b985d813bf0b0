//! Running triggers on contexts, on all processors, in pieces that can be shown and stopped.

use super::explain::environment;
use super::reporter::Reporter;
use super::worker::caught;
use crate::app::{Message, RunKey, RunSettings, Stamp};
use crate::engine::{Plan, RunEnv, RunReport};
use crate::model::Workspace;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread::{Builder, available_parallelism, scope};

/// Most runs in one message.
const MAX_PIECE: usize = 64;
/// Pieces that a job is cut into, if they are not too large then: often enough to see it move.
const PIECES: usize = 50;

/// A job of runs.
pub(super) struct Runs {
    pub(super) stamp: Stamp,
    pub(super) workspace: Arc<Workspace>,
    pub(super) pairs: Vec<RunKey>,
    pub(super) settings: RunSettings,
}

/// What became of a piece.
struct Piece {
    count: usize,
    reports: Vec<(RunKey, Arc<RunReport>)>,
    failures: Vec<String>,
}

impl Runs {
    /// Sends a message per piece; the last message says that no more come. Runs that panic are named in the end, and
    /// the others are not lost.
    pub(super) fn run(&self, reporter: &Reporter) -> Result<Message, String> {
        let env = environment(&self.settings);
        let failures = self.run_pieces(&env, reporter)?;
        if reporter.is_cancelled() {
            return Ok(Message::JobCancelled(reporter.job()));
        }
        match failures.first() {
            Some(first) => Err(first.clone()),
            None => Ok(self.message(reporter, Vec::new(), true)),
        }
    }

    fn message(&self, reporter: &Reporter, reports: Vec<(RunKey, Arc<RunReport>)>, is_last: bool) -> Message {
        Message::TriggersRan { job: reporter.job(), stamp: self.stamp, reports, is_last }
    }

    fn run_pieces(&self, env: &RunEnv, reporter: &Reporter) -> Result<Vec<String>, String> {
        let size = (self.pairs.len() / PIECES).clamp(1, MAX_PIECE);
        let pieces: Vec<&[RunKey]> = self.pairs.chunks(size).collect();
        let threads = available_parallelism().map_or(1, usize::from).min(pieces.len());
        let next = AtomicUsize::new(0);
        let (sender, receiver) = channel::<Piece>();
        scope(|scope| {
            if threads == 1 {
                self.work(&pieces, &next, env, (reporter, &sender));
            }
            let helpers = if threads == 1 { 0 } else { threads };
            for number in 1..=helpers {
                let (sender, pieces, next) = (sender.clone(), &pieces, &next);
                let work = move || self.work(pieces, next, env, (reporter, &sender));
                let thread = Builder::new().name(format!("reagent-run-{number}")).spawn_scoped(scope, work);
                thread.map_err(|error| format!("the system starts no thread: {error}"))?;
            }
            // The receiver ends with the last worker.
            drop(sender);
            let (mut done, mut failures) = (0, Vec::new());
            for piece in receiver {
                done += piece.count;
                failures.extend(piece.failures);
                reporter.send(self.message(reporter, piece.reports, false));
                if self.pairs.len() > 1 {
                    reporter.progress(done, self.pairs.len());
                }
            }
            Ok(failures)
        })
    }

    /// Takes one piece after the other until none is left or the job is cancelled.
    fn work(
        &self,
        pieces: &[&[RunKey]],
        next: &AtomicUsize,
        env: &RunEnv,
        (reporter, sender): (&Reporter, &Sender<Piece>),
    ) {
        let plan = Plan::new(&self.workspace);
        while let Some(pairs) = pieces.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut piece = Piece { count: pairs.len(), reports: Vec::new(), failures: Vec::new() };
            for key in *pairs {
                if reporter.is_cancelled() {
                    return;
                }
                match caught(|| self.one(&plan, *key, env)) {
                    Ok(report) => piece.reports.extend(report.map(|report| (*key, Arc::new(report)))),
                    Err(error) => piece.failures.push(self.blame(*key, &error)),
                }
            }
            if sender.send(piece).is_err() {
                return;
            }
        }
    }

    fn one(&self, plan: &Plan<'_>, key: RunKey, env: &RunEnv) -> Option<RunReport> {
        let context = self.workspace.context(key.context)?;
        plan.run(key.trigger, context, env)
    }

    fn blame(&self, key: RunKey, error: &str) -> String {
        let trigger = self.workspace.trigger(key.trigger).map_or("?", |trigger| trigger.name.as_str());
        let context = self.workspace.context(key.context).map_or("?", |context| context.name.as_str());
        format!("trigger '{trigger}' on context '{context}': {error}")
    }
}
