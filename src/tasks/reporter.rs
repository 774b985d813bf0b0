//! What a job may say while it runs, and how it learns that it should stop.

use crate::app::{JobId, Message};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

/// Called after each message, from any thread: it asks the window to look.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// A job's line to the application.
#[derive(Clone)]
pub struct Reporter {
    job: JobId,
    sender: Sender<Message>,
    wake: Wake,
    is_cancelled: Arc<AtomicBool>,
}

impl Reporter {
    pub(super) fn new(
        job: JobId,
        sender: Sender<Message>,
        wake: Wake,
        is_cancelled: Arc<AtomicBool>,
    ) -> Self {
        Self { job, sender, wake, is_cancelled }
    }

    /// Which job it is.
    pub fn job(&self) -> JobId {
        self.job
    }

    /// True once the user asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Relaxed)
    }

    /// Says how much is done.
    pub fn progress(&self, done: usize, total: usize) {
        self.send(Message::JobProgressed { job: self.job, done, total });
    }

    /// Sends a message that can wait until the window looks for another reason.
    pub(super) fn send_unseen(&self, message: Message) {
        // Nobody listens any more once the app has closed.
        let _ = self.sender.send(message);
    }

    /// Sends a message and wakes the window.
    pub fn send(&self, message: Message) {
        // Nobody listens any more once the app has closed; then nothing needs to be said.
        if self.sender.send(message).is_ok() {
            (self.wake)();
        }
    }
}
