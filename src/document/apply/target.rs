//! Targets.

use super::super::edit::{EditError, ObjectId, TargetEdit};
use super::super::lookup::target_by_id;
use super::{Writer, copy_of, find_mut, object_or_empty, position, text_or_none, without_id};
use crate::model::{Target, TargetId, slug};
use std::sync::Arc;

const TARGET: &str = "target";

impl Writer<'_> {
    pub(super) fn target(&mut self, id: TargetId, edit: TargetEdit) -> Result<(), EditError> {
        let at = position(&self.workspace.targets, |target| target.id == id, TARGET)?;
        let target = find_mut(&mut self.workspace.targets, |target| target.id == id, TARGET)?;
        match edit {
            TargetEdit::Name(name) => target.name = name,
            TargetEdit::Handle(handle) => {
                target.handle = handle;
                return self.follow_handle(id);
            }
            TargetEdit::Url(url) => target.url = url,
            TargetEdit::Template(template) => target.template = template,
            TargetEdit::Description(text) => {
                target.description = text_or_none(text, target.description.as_ref());
            }
            TargetEdit::Notes(text) => target.notes = text_or_none(text, target.notes.as_ref()),
            TargetEdit::At(edit) => target.source = edit.apply(&object_or_empty(&target.source))?,
            TargetEdit::Duplicate => {
                let mut copy = target.clone();
                copy.name = copy_of(&copy.name);
                copy.handle = self.free_handle(&copy.handle);
                copy.remote_id = None;
                copy.source = without_id(&copy.source);
                self.add_target(copy, Some(at + 1));
            }
            TargetEdit::Remove => {
                self.workspace.targets.remove(at);
            }
        }
        Ok(())
    }

    pub(super) fn add_target(&mut self, mut target: Target, at: Option<usize>) {
        target.id = TargetId(self.take_id());
        self.added(ObjectId::Target(target.id));
        let path = self.wanted_path(target.file.take(), "targets", || slug(&target.handle, TARGET));
        set_files(&mut target, path);
        let targets = &mut self.workspace.targets;
        targets.insert(at.unwrap_or(targets.len()).min(targets.len()), Arc::new(target));
    }

    /// The files of a target that was never saved are named after its handle.
    fn follow_handle(&mut self, id: TargetId) -> Result<(), EditError> {
        if target_by_id(self.saved, id).is_none() {
            let target = find_mut(&mut self.workspace.targets, |target| target.id == id, TARGET)?;
            let (stem, own) = (slug(&target.handle, TARGET), target.file.clone());
            let path = self.free_path("targets", &stem, own.as_deref());
            set_files(find_mut(&mut self.workspace.targets, |target| target.id == id, TARGET)?, path);
        }
        Ok(())
    }

    fn free_handle(&self, handle: &str) -> String {
        let count = self.workspace.targets.len();
        let mut candidates = (2..=count + 2).map(|number| format!("{handle}-{number}"));
        candidates.find(|handle| self.workspace.target(handle).is_none()).unwrap_or_default()
    }
}

fn set_files(target: &mut Target, path: String) {
    target.template_file = Some(format!("{}.twig", path.trim_end_matches(".json")));
    target.file = Some(path);
}
