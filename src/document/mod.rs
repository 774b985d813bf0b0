//! The open workspace: one writer, undo and redo, and what differs from the files.
//!
//! ```text
//!  Edit ─► Document::apply ─► new snapshot ─► revision + 1
//!                 │
//!                 └─► history: old snapshot and label (snapshots share every unchanged object)
//! ```
//!
//! It knows nothing of files' spelling ([`crate::wire`]) or of the window. Main entries: [`Document::apply`],
//! [`Document::undo`], [`Document::changes`].

mod apply;
mod changes;
mod draft;
mod edit;
mod history;
mod label;
mod lookup;
mod order;
mod paths;
mod pointer;
mod snapshot;

pub use changes::Change;
pub use draft::{Draft, DraftKey, DraftOf};
pub use edit::{
    ActionEdit, ArgumentEdit, AutomationEdit, ChainEdit, ChainId, ContextEdit, Edit, EditError, NewObject,
    ObjectId, TargetEdit, TriggerEdit, WorkspaceEdit,
};
pub use history::BURST_MILLIS;
pub use label::MergeKey;
pub use lookup::{ActionPlace, actions_of, automation, chain_in_order, contains, find_action, target_by_id};
pub use pointer::JsonEdit;
pub use snapshot::runs_alike;

use crate::json::Json;
use crate::model::{ActionId, Workspace};
use draft::Drafts;
use history::History;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What an edit did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// False if the workspace is as it was; then there is nothing to undo.
    pub is_changed: bool,
    /// The object that was added last.
    pub added: Option<ObjectId>,
    /// The action that was added last.
    pub added_action: Option<ActionId>,
}

/// An open workspace with its history.
#[derive(Clone, Debug, Default)]
pub struct Document {
    workspace: Arc<Workspace>,
    saved: Arc<Workspace>,
    revision: u64,
    saved_revision: u64,
    history: History,
    next_id: u32,
    other_values: OtherValues,
    drafts: Drafts,
}

/// The values that arguments had before they were switched between static and dynamic, by action, name and
/// `is_dynamic`. Remembered as long as the document is open, whatever is undone.
pub(crate) type OtherValues = BTreeMap<(ActionId, String, bool), Json>;

impl Document {
    /// A document of a workspace as its files hold it.
    pub fn new(workspace: Workspace) -> Self {
        let next_id = snapshot::highest_id(&workspace) + 1;
        let workspace = Arc::new(workspace);
        Self { saved: Arc::clone(&workspace), workspace, next_id, ..Self::default() }
    }

    /// The workspace as it is now. Cheap to clone for a worker.
    pub fn workspace(&self) -> &Arc<Workspace> {
        &self.workspace
    }

    /// The workspace as it was last saved or opened.
    pub fn saved_workspace(&self) -> &Arc<Workspace> {
        &self.saved
    }

    /// Counts every change, undo and redo; never goes back.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The revision that was last saved or opened.
    pub fn saved_revision(&self) -> u64 {
        self.saved_revision
    }

    /// Makes a change. `at_millis` is the time since some fixed moment: edits of one field within
    /// [`BURST_MILLIS`] of each other are undone as one.
    ///
    /// # Errors
    /// If the edit names something that is not there or that cannot be; nothing is changed then.
    pub fn apply(&mut self, edit: Edit, at_millis: u64) -> Result<Applied, EditError> {
        let (label, key) = (edit.label(), edit.merge_key());
        let mut next = Workspace::clone(&self.workspace);
        let mut next_id = self.next_id;
        let mut applied = Applied::default();
        let mut change = apply::Writer {
            workspace: &mut next,
            saved: &self.saved,
            next_id: &mut next_id,
            other_values: &mut self.other_values,
            applied: &mut applied,
            paths: None,
        };
        change.apply(edit)?;
        if snapshot::is_same(&next, &self.workspace) {
            return Ok(Applied::default());
        }
        self.next_id = next_id;
        let before = std::mem::replace(&mut self.workspace, Arc::new(next));
        self.drafts.settle(&before, &self.workspace, false);
        self.history.record(before, &self.workspace, (label, key), at_millis);
        self.revision += 1;
        applied.is_changed = true;
        Ok(applied)
    }

    /// Ends a burst of edits: the next one is undone on its own. On focus lost and drag stopped.
    pub fn end_burst(&mut self) {
        self.history.end_burst();
    }

    /// Takes back the last change and gives its label.
    pub fn undo(&mut self) -> Option<String> {
        let before = Arc::clone(&self.workspace);
        let label = self.history.undo(&mut self.workspace)?;
        self.drafts.settle(&before, &self.workspace, true);
        self.revision += 1;
        Some(label)
    }

    /// Makes the change again that was taken back last, and gives its label.
    pub fn redo(&mut self) -> Option<String> {
        let before = Arc::clone(&self.workspace);
        let label = self.history.redo(&mut self.workspace)?;
        self.drafts.settle(&before, &self.workspace, true);
        self.revision += 1;
        Some(label)
    }

    /// What undo would take back.
    pub fn undo_label(&self) -> Option<&str> {
        self.history.undo_label()
    }

    /// What redo would make again.
    pub fn redo_label(&self) -> Option<&str> {
        self.history.redo_label()
    }

    /// How many changes can be taken back.
    pub fn undo_count(&self) -> usize {
        self.history.undo_count()
    }

    /// How many changes can be made again.
    pub fn redo_count(&self) -> usize {
        self.history.redo_count()
    }

    /// Says that a snapshot of this document is what the files hold now.
    pub fn mark_saved(&mut self, snapshot: Arc<Workspace>, revision: u64) {
        self.saved = snapshot;
        self.saved_revision = revision;
        self.history.end_burst();
    }

    /// What is there now and what the files hold, without the history: for a worker that writes it down.
    pub fn without_history(document: &Self) -> Self {
        Self {
            workspace: Arc::clone(&document.workspace),
            saved: Arc::clone(&document.saved),
            revision: document.revision,
            saved_revision: document.saved_revision,
            ..Self::default()
        }
    }

    /// True if something would be lost: it differs from the files, or is typed and not finished.
    pub fn is_dirty(&self) -> bool {
        self.has_changes() || self.unfinished().next().is_some()
    }

    /// True if something differs from the files.
    pub fn has_changes(&self) -> bool {
        !Arc::ptr_eq(&self.workspace, &self.saved) && changes::differ(&self.saved, &self.workspace)
    }

    /// What was typed over a value and is not it yet, or not in its layout.
    pub fn draft(&self, key: &DraftKey) -> Option<&Draft> {
        self.drafts.get(key)
    }

    /// Keeps what was typed over a value, or forgets it. The value stays as it is.
    pub fn set_draft(&mut self, key: DraftKey, draft: Option<Draft>) {
        self.drafts.set(key, draft);
    }

    /// What was typed and is no value yet.
    pub fn unfinished(&self) -> impl Iterator<Item = (&DraftKey, &Draft)> {
        self.drafts.unfinished()
    }

    /// What differs from the files, by file.
    pub fn changes(&self) -> Vec<Change> {
        changes::between(&self.saved, &self.workspace)
    }

    /// The value that an argument would get back if it were switched to dynamic or static.
    pub fn other_value(&self, action: ActionId, argument: &str, is_dynamic: bool) -> Option<&Json> {
        self.other_values.get(&(action, argument.to_owned(), is_dynamic))
    }
}
