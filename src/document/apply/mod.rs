//! Making an edit on a snapshot. [`super::Document::apply`] is the only caller.

mod action;
mod argument;
mod chain;
mod context;
mod restore;
mod settings;
mod target;
mod trigger;

use super::edit::{ChainId, Edit, EditError, NewObject, ObjectId};
use super::{Applied, OtherValues};
use crate::json::{Json, Object};
use crate::model::{Action, ActionId, FreePaths, Workspace};
use std::sync::Arc;

/// A snapshot being changed.
pub(super) struct Writer<'a> {
    pub(super) workspace: &'a mut Workspace,
    pub(super) saved: &'a Workspace,
    pub(super) next_id: &'a mut u32,
    pub(super) other_values: &'a mut OtherValues,
    pub(super) applied: &'a mut Applied,
    /// The files that are taken, once they were asked for
    pub(super) paths: Option<FreePaths>,
}

impl Writer<'_> {
    pub(super) fn apply(&mut self, edit: Edit) -> Result<(), EditError> {
        match edit {
            Edit::Trigger(id, edit) => self.trigger(id, edit),
            Edit::Automation(id, edit) => self.automation(id, edit),
            Edit::Chain(chain, edit) => self.chain(chain, edit),
            Edit::Action(id, edit) => self.action(id, edit),
            Edit::Argument(id, name, edit) => self.argument(id, &name, edit),
            Edit::Target(id, edit) => self.target(id, edit),
            Edit::Context(id, edit) => self.context(id, edit),
            Edit::Workspace(edit) => self.settings(edit),
            Edit::Add(new) => self.add(new),
            Edit::Batch { edits, .. } => edits.into_iter().try_for_each(|edit| self.apply(edit)),
        }
    }

    fn add(&mut self, new: NewObject) -> Result<(), EditError> {
        match new {
            NewObject::Trigger(trigger) => self.add_trigger(*trigger, None),
            NewObject::Automation(automation) => self.add_automation(*automation, None),
            NewObject::Target(target) => self.add_target(*target, None),
            NewObject::Context(context) => self.add_context(*context, None)?,
        }
        Ok(())
    }

    /// A local id that no object has had since the document was opened.
    fn take_id(&mut self) -> u32 {
        let id = *self.next_id;
        *self.next_id = id.saturating_add(1);
        id
    }

    fn paths(&mut self) -> &mut FreePaths {
        self.paths.get_or_insert_with(|| FreePaths::of(self.workspace))
    }

    /// A path that no object has.
    fn free_path(&mut self, folder: &str, stem: &str, own: Option<&str>) -> String {
        self.paths().take(folder, stem, own)
    }

    /// The path that a new object brings along, if it is of its folder and free, else one made from its name.
    fn wanted_path(&mut self, wanted: Option<String>, folder: &str, stem: impl FnOnce() -> String) -> String {
        let is_here = |path: &String| path.rsplit_once('/').is_some_and(|(of, _)| of == folder);
        match wanted.filter(is_here) {
            Some(path) if self.paths().claim(&path) => path,
            _ => self.free_path(folder, &stem(), None),
        }
    }

    fn give_new_ids(&mut self, actions: &mut [Action]) {
        for action in actions {
            action.id = ActionId(self.take_id());
            self.applied.added_action = Some(action.id);
        }
    }

    fn added(&mut self, object: ObjectId) {
        self.applied.added = Some(object);
        self.applied.added_action = None;
    }

    /// The actions of a chain, for changing.
    fn actions_mut(&mut self, chain: ChainId) -> Result<&mut Vec<Action>, EditError> {
        match chain {
            ChainId::Trigger(id) => Ok(&mut self.trigger_mut(id)?.actions),
            ChainId::Automation(id) => Ok(&mut self.automation_mut(id)?.actions),
        }
    }
}

/// Finds an object for changing, and unshares it.
fn find_mut<'a, T: Clone>(
    objects: &'a mut [Arc<T>],
    is_it: impl Fn(&T) -> bool,
    what: &'static str,
) -> Result<&'a mut T, EditError> {
    let found = objects.iter_mut().find(|object| is_it(object));
    found.map(Arc::make_mut).ok_or(EditError::Missing { what })
}

/// Where an object is in its list.
fn position<T>(
    objects: &[Arc<T>],
    is_it: impl Fn(&T) -> bool,
    what: &'static str,
) -> Result<usize, EditError> {
    objects.iter().position(|object| is_it(object)).ok_or(EditError::Missing { what })
}

/// The JSON of a copy: the server's id belongs to the original.
fn without_id(source: &Json) -> Json {
    match source {
        Json::Object(object) => {
            let rest = object.iter().filter(|(key, _)| *key != "id");
            Json::Object(rest.map(|(key, value)| (key.to_owned(), value.clone())).collect::<Object>())
        }
        other => other.clone(),
    }
}

/// The JSON that an object was read from; a new one was read from nothing, its first key makes it an object.
fn object_or_empty(source: &Json) -> Json {
    if *source == Json::Null { Json::Object(Object::new()) } else { source.clone() }
}

fn copy_of(name: &str) -> String {
    format!("{name} copy")
}

/// Empty text is no text, unless the file has it already.
fn text_or_none(text: Option<String>, before: Option<&String>) -> Option<String> {
    text.filter(|text| !text.is_empty() || before.is_some_and(String::is_empty))
}
