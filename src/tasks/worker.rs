//! Threads with a name, and work that cannot take the app down.

use super::reporter::Reporter;
use crate::app::Message;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

/// What a job does; it returns its last message, or why it could not be done.
pub(super) type Work = Box<dyn FnOnce(&Reporter) -> Result<Message, String> + Send>;

type Queue = Sender<(Reporter, Work)>;

/// A thread that does one piece of work after the other.
pub(super) struct Worker {
    name: &'static str,
    rest: Duration,
    running: Option<(Queue, JoinHandle<()>)>,
}

impl Worker {
    pub(super) fn new(name: &'static str) -> Self {
        Self::resting(name, Duration::ZERO)
    }

    /// A thread that waits this long after a job that was cancelled: what made it useless, such as typing, is likely to
    /// go on, and the processor is needed to show it.
    pub(super) fn resting(name: &'static str, rest: Duration) -> Self {
        Self { name, rest, running: None }
    }

    /// Queues work; the thread starts with the first.
    pub(super) fn send(&mut self, reporter: Reporter, work: Work) {
        if self.running.is_none() {
            let ((sender, receiver), rest) = (channel(), self.rest);
            let thread = Builder::new().name(self.name.to_owned()).spawn(move || serve(&receiver, rest));
            match thread {
                Ok(thread) => self.running = Some((sender, thread)),
                Err(error) => return refuse(&reporter, &error),
            }
        }
        if let Some((sender, _)) = &self.running
            && let Err(unsent) = sender.send((reporter, work))
        {
            let (reporter, _) = unsent.0;
            fail(&reporter, "its thread has ended".to_owned());
        }
    }

    /// Ends the thread after the work that is queued.
    pub(super) fn finish(&mut self) {
        if let Some((sender, thread)) = self.running.take() {
            drop(sender);
            // A thread that panicked has sent what there is to say.
            let _ = thread.join();
        }
    }
}

fn serve(receiver: &Receiver<(Reporter, Work)>, rest: Duration) {
    let mut was_cancelled = false;
    for (reporter, work) in receiver {
        if was_cancelled {
            wait(&reporter, rest);
        }
        perform(&reporter, work);
        was_cancelled = reporter.is_cancelled();
    }
}

fn wait(reporter: &Reporter, rest: Duration) {
    const PIECE: Duration = Duration::from_millis(10);
    let begin = Instant::now();
    while begin.elapsed() < rest && !reporter.is_cancelled() {
        std::thread::sleep(PIECE);
    }
}

/// Does work on a thread of its own.
pub(super) fn spawn(name: &str, reporter: &Reporter, work: Work) {
    let on_thread = reporter.clone();
    let thread = Builder::new().name(name.to_owned()).spawn(move || perform(&on_thread, work));
    if let Err(error) = thread {
        refuse(reporter, &error);
    }
}

/// Sends what the work gives. A job that was cancelled before it began is not begun.
fn perform(reporter: &Reporter, work: Work) {
    if reporter.is_cancelled() {
        return reporter.send(Message::JobCancelled(reporter.job()));
    }
    match caught(|| work(reporter)) {
        Ok(Ok(message)) => reporter.send(message),
        Ok(Err(error)) | Err(error) => fail(reporter, error),
    }
}

/// The result of some work, or what it panicked with.
pub(super) fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    // Work owns what it changes, so nothing half-changed is seen after a panic.
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload| format!("internal error: {}", words(&*payload)))
}

fn words(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

fn refuse(reporter: &Reporter, error: &std::io::Error) {
    fail(reporter, format!("the system starts no thread: {error}"));
}

fn fail(reporter: &Reporter, error: String) {
    reporter.send(Message::JobFailed { job: reporter.job(), error });
}
