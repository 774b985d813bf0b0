//! What a server got, the newest last, with bounded memory.

use std::collections::VecDeque;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Most entries that are kept, and that wait for a watcher.
const MAX_ENTRIES: usize = 1_000;
/// Most bytes that are kept.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// Something that is kept.
pub(super) trait Entry: Clone {
    /// About how much memory it takes.
    fn bytes(&self) -> usize;
}

#[derive(Debug)]
pub(super) struct Ring<T> {
    entries: VecDeque<T>,
    bytes: usize,
    watcher: Option<Sender<T>>,
}

impl<T> Default for Ring<T> {
    fn default() -> Self {
        Self { entries: VecDeque::new(), bytes: 0, watcher: None }
    }
}

impl<T: Entry> Ring<T> {
    pub(super) fn add(&mut self, entry: T) {
        if let Some(watcher) = &self.watcher {
            // One that is too slow misses some; the ring has the newest.
            let _ = watcher.try_send(entry.clone());
        }
        self.bytes += entry.bytes();
        self.entries.push_back(entry);
        while self.entries.len() > MAX_ENTRIES || self.bytes > MAX_BYTES {
            let Some(gone) = self.entries.pop_front() else { break };
            self.bytes -= gone.bytes();
        }
    }

    pub(super) fn entries(&self) -> Vec<T> {
        self.entries.iter().cloned().collect()
    }

    /// Everything that comes from now on.
    pub(super) fn watch(&mut self) -> Receiver<T> {
        let (sender, receiver) = channel(MAX_ENTRIES);
        self.watcher = Some(sender);
        receiver
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Entry for String {
        fn bytes(&self) -> usize {
            self.len()
        }
    }

    #[test]
    fn the_newest_are_kept() {
        let mut ring = Ring::default();
        for number in 0..1_500 {
            ring.add(number.to_string());
        }
        let entries = ring.entries();
        assert_eq!((entries.len(), entries.first().unwrap().as_str()), (MAX_ENTRIES, "500"));
        for _ in 0..20 {
            ring.add("x".repeat(1024 * 1024));
        }
        assert_eq!(ring.entries().len(), 16);
    }
}
