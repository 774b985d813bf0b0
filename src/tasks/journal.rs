//! Writes unsaved edits down while the user works, so that a crash loses nothing.
//!
//! A thread that sleeps until something was edited; it writes once edits have rested for a moment, or after some
//! seconds of edits without a rest. Nothing wakes the window for it.

use super::reporter::Reporter;
use crate::app::{AppState, Journal, Message, Unsaved, UnsavedStamp};
use crate::io::{Places, put_text, remove_file, text_if_there};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

/// Edits rest this long before they are written down.
const REST: Duration = Duration::from_millis(700);
/// Edits without a rest are written down after this long.
const LONGEST: Duration = Duration::from_secs(5);

enum Order {
    /// Write these edits down, or delete the file if there are none
    Keep(PathBuf, Box<Unsaved>),
    /// Delete the file
    Drop(PathBuf),
    /// Look whether one of these files is there, the first counts
    Find(Vec<PathBuf>),
}

/// The journals' folder and the thread that writes there.
pub(super) struct JournalWriter {
    folder: PathBuf,
    reporter: Reporter,
    thread: Option<(Sender<Order>, JoinHandle<()>)>,
    seen: Option<UnsavedStamp>,
    /// The file that holds edits of this session, or that the user was asked about
    held: Option<PathBuf>,
}

impl JournalWriter {
    pub(super) fn new(places: &Places, reporter: Reporter) -> Self {
        Self { folder: places.journals(), reporter, thread: None, seen: None, held: None }
    }

    /// Looks at the state; what was edited since is written down soon.
    pub(super) fn look(&mut self, state: &AppState) {
        let stamp = state.unsaved_stamp();
        // Until the user has answered, the file is the last session's.
        if state.files.journal.is_some() || self.seen.as_ref() == Some(&stamp) {
            return;
        }
        let is_untouched = stamp.revision == stamp.saved_revision;
        if stamp.opened == 0 && is_untouched {
            return;
        }
        let path = self.path_of(stamp.folder.as_deref());
        let is_first = self.seen.is_none();
        let is_other = self.seen.as_ref().is_none_or(|seen| seen.opened != stamp.opened);
        // Another workspace is open, or this one got a folder: the old file has nothing to say any more.
        if let Some(held) = self.held.take_if(|held| is_other || *held != path) {
            self.send(Order::Drop(held));
        }
        self.seen = Some(stamp);
        if is_other && is_untouched {
            let untitled = is_first.then(|| self.path_of(None));
            return self.send(Order::Find([path].into_iter().chain(untitled).collect()));
        }
        self.held = Some(path.clone());
        self.send(Order::Keep(path, Box::new(state.unsaved())));
    }

    /// Deletes the edits of a workspace: the user was asked and does not want them.
    pub(super) fn drop_of(&mut self, folder: Option<&Path>) {
        let path = self.path_of(folder);
        self.send(Order::Drop(path));
    }

    /// Deletes the edits of this session: the user was asked, or there are none.
    pub(super) fn close(&mut self) {
        if let Some(held) = self.held.take() {
            self.send(Order::Drop(held));
        }
    }

    /// One file per workspace; the folder's path is too long and too private to be a name.
    fn path_of(&self, folder: Option<&Path>) -> PathBuf {
        let Some(folder) = folder else { return self.folder.join("untitled.json") };
        let digest = Sha256::digest(folder.as_os_str().as_encoded_bytes());
        let mut name = String::new();
        for byte in digest.iter().take(12) {
            // Writing to a string does not fail.
            let _ = write!(name, "{byte:02x}");
        }
        self.folder.join(format!("{name}.json"))
    }

    fn send(&mut self, order: Order) {
        if self.thread.is_none() {
            let (sender, receiver) = channel();
            let reporter = self.reporter.clone();
            let thread = Builder::new().name("reagent-journal".to_owned());
            match thread.spawn(move || serve(&receiver, &reporter)) {
                Ok(thread) => self.thread = Some((sender, thread)),
                Err(error) => return self.reporter.send(Message::JournalFailed(error.to_string())),
            }
        }
        if let Some((sender, _)) = &self.thread
            && sender.send(order).is_err()
        {
            self.reporter.send(Message::JournalFailed("its thread has ended".to_owned()));
        }
    }

    /// Writes what waits and ends the thread.
    pub(super) fn finish(&mut self) {
        if let Some((sender, thread)) = self.thread.take() {
            drop(sender);
            let _ = thread.join();
        }
    }
}

fn serve(receiver: &Receiver<Order>, reporter: &Reporter) {
    while let Ok(first) = receiver.recv() {
        let mut order = first;
        let until = Instant::now() + LONGEST;
        while matches!(order, Order::Keep(..)) {
            let rest = REST.min(until.saturating_duration_since(Instant::now()));
            match receiver.recv_timeout(rest) {
                Ok(next) => {
                    // A newer state of the same workspace takes the place of the older one.
                    let before = std::mem::replace(&mut order, next);
                    if file_of(&before) != file_of(&order) {
                        perform(before, reporter);
                    }
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        perform(order, reporter);
    }
}

fn file_of(order: &Order) -> Option<&Path> {
    match order {
        Order::Keep(path, _) | Order::Drop(path) => Some(path),
        Order::Find(_) => None,
    }
}

fn perform(order: Order, reporter: &Reporter) {
    match order {
        Order::Keep(path, unsaved) => match keep(&path, &unsaved) {
            Ok(count) => reporter.send_unseen(Message::JournalWritten(count)),
            Err(error) => reporter.send(Message::JournalFailed(error)),
        },
        Order::Drop(path) => drop(delete(&path)),
        Order::Find(paths) => {
            let found = paths.iter().find_map(|path| Journal::read(&text_if_there(path).ok()??));
            if let Some(journal) = found {
                reporter.send(Message::JournalFound(Box::new(journal)));
            }
        }
    }
}

fn keep(path: &Path, unsaved: &Unsaved) -> Result<usize, String> {
    match unsaved.journal() {
        Some(journal) => {
            put_text(path, &journal.text()).map_err(|error| error.to_string())?;
            Ok(journal.writes.len())
        }
        None => delete(path).map(|()| 0),
    }
}

fn delete(path: &Path) -> Result<(), String> {
    if path.exists() { remove_file(path).map_err(|error| error.to_string()) } else { Ok(()) }
}
