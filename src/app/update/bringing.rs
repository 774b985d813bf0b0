//! Bringing what a tenant has into the workspace: one edit that can be undone.

use super::super::effect::Job;
use super::super::saving::{merged_texts, planned_writes};
use super::super::syncing::{Brought, Comparison, SyncJob, can_be_brought};
use super::super::tenants::{Connection, TenantJob};
use super::Turn;
use crate::document::{Edit, WorkspaceEdit};
use crate::sync::{Bringing, Entry, Kind, inactive_copy, name_of};
use crate::wire::{TextFile, read_workspace};
use std::sync::Arc;

impl Turn<'_> {
    pub(in crate::app) fn choose_bring(&mut self, object: (Kind, i64), is_wanted: bool) {
        let sync = &mut self.state.sync;
        let (set, is_in) =
            if sync.copies { (&mut sync.copied, is_wanted) } else { (&mut sync.left_there, !is_wanted) };
        if is_in {
            set.insert(object);
        } else {
            set.remove(&object);
        }
    }

    pub(in crate::app) fn bring(&mut self) {
        let Some((comparison, is_fresh)) = self.state.comparison() else {
            return self.warn("Compare with the tenant first");
        };
        if !is_fresh {
            return self
                .warn("Something was changed since the comparison; compare again to see what would arrive");
        }
        let comparison = Arc::clone(comparison);
        let files = &self.state.files.texts;
        let files = merged_texts(files, &planned_writes(&self.state.document, files));
        let (texts, entries, count) = self.brought(&comparison, &files);
        if count == 0 {
            return self.warn("Nothing was chosen to bring in");
        }
        let name = comparison.facts.tenant.name.clone();
        let read = match read_workspace(&texts) {
            Ok(read) => read,
            Err(error) => return self.fail(format!("Nothing was brought in: {error}")),
        };
        let restored = Edit::Workspace(WorkspaceEdit::Restore(Box::new(read.workspace)));
        self.edit(Edit::Batch { label: format!("Bring in from {name}"), edits: vec![restored] });
        if let Some(connection) = self.state.connection().filter(|_| !entries.is_empty()) {
            let undo_count = self.state.document.undo_count();
            let noted = self.state.noted();
            self.state.sync.brought = Some(Brought { connection, entries, noted, undo_count });
        }
        let objects = if count == 1 { "object" } else { "objects" };
        self.offer_undo(format!("Brought in {count} {objects} from {name}; nothing is saved yet"));
    }

    /// The files with what was chosen, what is then known of it, and how many objects that are.
    fn brought(
        &self,
        comparison: &Comparison,
        files: &[TextFile],
    ) -> (Vec<TextFile>, Vec<(String, Entry)>, usize) {
        let (mut bringing, mut entries, mut count) = (Bringing::new(files), Vec::new(), 0);
        let sync = &self.state.sync;
        if sync.copies {
            for (kind, id, json) in comparison.facts.remote.iter() {
                if sync.copied.contains(&(kind, id)) && kind != Kind::Webhook {
                    let copy = inactive_copy(kind, json);
                    bringing.create(kind, &name_of(kind, &copy), &copy);
                    count += 1;
                }
            }
            return (bringing.finish(), entries, count);
        }
        let is_chosen = |object: (Kind, i64)| !sync.left_there.contains(&object);
        for item in
            comparison.pulls.iter().filter(|item| can_be_brought(item) && is_chosen((item.kind, item.id)))
        {
            let Some(content) = &item.content else { continue };
            let file = match &item.file {
                Some(file) => {
                    bringing.rewrite(item.kind, file, content);
                    Some(file.clone())
                }
                None => bringing.create(item.kind, &item.name, content).pop().map(|file| file.path),
            };
            entries.extend(file.zip(item.entry.clone()));
            count += 1;
        }
        (bringing.finish(), entries, count)
    }

    /// What was brought in and taken back is not written down.
    pub(in crate::app) fn settle_brought(&mut self) {
        let undo_count = self.state.document.undo_count();
        self.state.sync.brought.take_if(|brought| undo_count < brought.undo_count);
    }

    /// Once it is saved, it is written down what both sides have.
    pub(in crate::app) fn record_brought(&mut self) {
        if let Some(Brought { connection, entries, noted, .. }) = self.state.sync.brought.take() {
            let connection = Connection { folder: self.state.files.folder.clone(), ..connection };
            let job = TenantJob::Sync(SyncJob::Record(entries, noted));
            self.start_unseen("Write down what was brought in", Job::Tenant(connection, Box::new(job)));
        }
    }
}
