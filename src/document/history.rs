//! Undo and redo by snapshots. Unchanged objects are shared between snapshots, so an entry costs one pointer each.

use super::label::MergeKey;
use super::snapshot::is_same;
use crate::model::Workspace;
use std::sync::Arc;

/// Edits of one field that follow each other faster than this are undone as one.
pub const BURST_MILLIS: u64 = 500;

/// Most steps that can be taken back.
const MAX_ENTRIES: usize = 1_000;

#[derive(Clone, Debug)]
struct Entry {
    /// The workspace before an undo of it, or after a redo of it.
    workspace: Arc<Workspace>,
    label: String,
}

#[derive(Clone, Debug)]
struct Burst {
    key: MergeKey,
    last_millis: u64,
}

/// The steps that can be taken back and made again.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    undo: Vec<Entry>,
    redo: Vec<Entry>,
    burst: Option<Burst>,
}

impl History {
    /// Remembers the workspace from before an edit, unless the edit goes on with the last one.
    pub(super) fn record(
        &mut self,
        before: Arc<Workspace>,
        now: &Workspace,
        (label, key): (String, Option<MergeKey>),
        at_millis: u64,
    ) {
        let is_merged = self.burst.as_ref().is_some_and(|burst| {
            key.as_ref() == Some(&burst.key) && at_millis.saturating_sub(burst.last_millis) < BURST_MILLIS
        });
        self.burst = key.map(|key| Burst { key, last_millis: at_millis });
        self.redo.clear();
        if is_merged && let Some(entry) = self.undo.last() {
            // What was typed and taken back is no step.
            if is_same(&entry.workspace, now) {
                self.undo.pop();
                self.burst = None;
            }
            return;
        }
        if self.undo.len() >= MAX_ENTRIES {
            self.undo.remove(0);
        }
        self.undo.push(Entry { workspace: before, label });
    }

    pub(super) fn end_burst(&mut self) {
        self.burst = None;
    }

    pub(super) fn undo(&mut self, now: &mut Arc<Workspace>) -> Option<String> {
        self.burst = None;
        step(&mut self.undo, &mut self.redo, now)
    }

    pub(super) fn redo(&mut self, now: &mut Arc<Workspace>) -> Option<String> {
        self.burst = None;
        step(&mut self.redo, &mut self.undo, now)
    }

    pub(super) fn undo_label(&self) -> Option<&str> {
        self.undo.last().map(|entry| entry.label.as_str())
    }

    pub(super) fn redo_label(&self) -> Option<&str> {
        self.redo.last().map(|entry| entry.label.as_str())
    }

    pub(super) fn undo_count(&self) -> usize {
        self.undo.len()
    }

    pub(super) fn redo_count(&self) -> usize {
        self.redo.len()
    }
}

fn step(from: &mut Vec<Entry>, to: &mut Vec<Entry>, now: &mut Arc<Workspace>) -> Option<String> {
    let Entry { workspace, label } = from.pop()?;
    let left = std::mem::replace(now, workspace);
    to.push(Entry { workspace: left, label: label.clone() });
    Some(label)
}
