//! Edits that come back: those that a session left, and one's own after the files were read again.

use super::super::effect::{FileWrite, WindowEffect};
use super::super::journal::Journal;
use super::super::saving::{merged_texts, planned_writes};
use super::super::state::{Dialog, NoticeKind, Offer};
use super::Turn;
use crate::app::{Command, Discard};
use crate::document::{Edit, WorkspaceEdit};
use crate::wire::read_workspace;

impl Turn<'_> {
    /// Asks what becomes of edits that the last session left. Edits of this one come first.
    pub(in crate::app) fn journal_found(&mut self, journal: Box<Journal>) {
        if !self.state.document.is_dirty() && self.state.files.journal.is_none() {
            self.state.files.journal = Some(journal);
            self.state.view.dialog = Some(Dialog::RestoreEdits);
        }
    }

    pub(in crate::app) fn answer_journal(&mut self, is_wanted: bool) {
        let Some(journal) = self.state.files.journal.take() else { return };
        self.state.view.dialog = None;
        if !is_wanted {
            let folder = journal.folder.and_then(|_| self.state.files.folder.clone());
            self.window(WindowEffect::DropJournal(folder));
            return self.done("The edits of the last session were dropped");
        }
        if journal.folder.is_none() && !self.is_blank() {
            self.begin_untitled();
        }
        if self.put_back(&journal.writes, "Restore unsaved edits") {
            if self.state.selection.object.is_none()
                && let Some(first) = self.state.objects().into_iter().next()
            {
                self.select(first);
            }
            self.done("The edits of the last session are back; they are not saved yet");
        } else {
            self.state.files.journal = Some(journal);
            self.state.view.dialog = Some(Dialog::RestoreEdits);
        }
    }

    fn is_blank(&self) -> bool {
        self.state.files.folder.is_none() && self.state.files.texts.is_empty()
    }

    /// Applies writes to the files as they were read, as one edit; false if that cannot be, and then nothing is
    /// changed.
    fn put_back(&mut self, writes: &[FileWrite], label: &str) -> bool {
        let texts = merged_texts(&self.state.files.texts, writes);
        let read = match read_workspace(&texts) {
            Ok(read) => read,
            Err(error) => {
                self.fail(format!("The edits cannot be taken up: {error}"));
                return false;
            }
        };
        let known = self.state.files.broken.len();
        if let Some(broken) = read.broken.get(known) {
            self.fail(format!("The edits cannot be taken up: {broken}"));
            return false;
        }
        let restored = Edit::Workspace(WorkspaceEdit::Restore(Box::new(read.workspace)));
        self.edit(Edit::Batch { label: label.to_owned(), edits: vec![restored] });
        true
    }

    pub(in crate::app) fn files_compared(&mut self, changed: Vec<String>) {
        let is_news = !changed.is_empty() && self.state.files.changed_on_disk != changed;
        self.state.files.changed_on_disk = changed;
        // A question that is open already is answered first; the status bar tells meanwhile.
        if !is_news {
            return;
        }
        if self.state.view.dialog.is_none() {
            self.state.view.dialog = Some(Dialog::ChangedOnDisk);
            return;
        }
        let command = Box::new(Command::Show(Some(Dialog::ChangedOnDisk)));
        let offer = Offer { label: "Show", command, revision: None };
        self.tell(NoticeKind::Warning, "Another program changed files of this workspace", Some(offer));
    }

    /// Reads the files again. Edits of files that nobody else changed are put back after that.
    pub(in crate::app) fn read_again(&mut self) {
        let changed = &self.state.files.changed_on_disk;
        let mine = planned_writes(&self.state.document, &self.state.files.texts);
        let kept = mine.into_iter().filter(|write| !changed.contains(&write.path)).collect();
        self.discard_and(Discard::Revert);
        self.state.files.reapplied = kept;
    }

    /// After the files were read again.
    pub(in crate::app) fn reapply(&mut self, writes: &[FileWrite]) {
        if !writes.is_empty() {
            self.put_back(writes, "Edits from before the files were read again");
        }
    }
}
