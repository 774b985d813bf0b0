//! A whole workspace from files in the place of the one that is open. Objects are told by their files.

use super::Writer;
use crate::model::{AutomationId, ContextId, TargetId, TriggerId, Workspace};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Writer<'_> {
    /// Objects that are the same stay shared, and one whose file was there keeps its ids: what is saved, selected or
    /// chosen still fits.
    pub(super) fn restore(&mut self, mut new: Workspace) {
        let old = self.workspace.clone();
        let by_file = files_of(&old.triggers, |trigger| trigger.file.as_deref());
        for slot in &mut new.triggers {
            let before = slot.file.as_deref().and_then(|file| by_file.get(file));
            let trigger = Arc::make_mut(slot);
            trigger.id = before.map_or_else(|| TriggerId(self.take_id()), |before| before.id);
            self.keep_ids(before.map_or(&[], |before| &before.actions), &mut trigger.actions);
            share(slot, before);
        }
        let by_file = files_of(&old.automations, |automation| automation.file.as_deref());
        for slot in &mut new.automations {
            let before = slot.file.as_deref().and_then(|file| by_file.get(file));
            let automation = Arc::make_mut(slot);
            automation.id = before.map_or_else(|| AutomationId(self.take_id()), |before| before.id);
            self.keep_ids(before.map_or(&[], |before| &before.actions), &mut automation.actions);
            share(slot, before);
        }
        let by_file = files_of(&old.targets, |target| target.file.as_deref());
        for slot in &mut new.targets {
            let before = slot.file.as_deref().and_then(|file| by_file.get(file));
            Arc::make_mut(slot).id = before.map_or_else(|| TargetId(self.take_id()), |before| before.id);
            share(slot, before);
        }
        let by_file = files_of(&old.contexts, |context| context.file.as_deref());
        for slot in &mut new.contexts {
            let before = slot.file.as_deref().and_then(|file| by_file.get(file));
            Arc::make_mut(slot).id = before.map_or_else(|| ContextId(self.take_id()), |before| before.id);
            share(slot, before);
        }
        *self.workspace = new;
    }
}

fn files_of<'a, T>(
    objects: &'a [Arc<T>],
    file: impl Fn(&'a T) -> Option<&'a str>,
) -> BTreeMap<&'a str, &'a Arc<T>> {
    objects.iter().filter_map(|object| Some((file(object)?, object))).collect()
}

fn share<T: PartialEq>(new: &mut Arc<T>, old: Option<&&Arc<T>>) {
    if let Some(old) = old.filter(|old| ***old == *new) {
        *new = Arc::clone(old);
    }
}
