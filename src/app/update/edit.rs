//! Edits: the shown ones of the table, and what an edit does to the selection.

use super::super::command::Command;
use super::super::search::object_title;
use super::Turn;
use crate::document::{
    ActionEdit, AutomationEdit, ContextEdit, Edit, ObjectId, TargetEdit, TriggerEdit, WorkspaceEdit,
    chain_in_order,
};
use crate::model::ActionId;
use std::collections::BTreeSet;

impl Turn<'_> {
    /// Makes an edit. What it adds is shown, what it removes can be taken back, and a refusal is a notice.
    pub(in crate::app) fn edit(&mut self, edit: Edit) {
        let (is_removal, label) = (edit.is_removal(), edit.label());
        match self.state.document.apply(edit, self.at_millis) {
            Ok(applied) => {
                if let Some(object) = applied.added {
                    self.select(object);
                }
                if applied.added_action.is_some() {
                    self.state.selection.action = applied.added_action;
                }
                if applied.is_changed {
                    // A part that was marked may be another one now.
                    (self.state.selection.part, self.state.selection.span) = (None, None);
                }
                if is_removal && applied.is_changed {
                    self.offer_undo(label.clone());
                }
            }
            Err(error) => self.warn(error.to_string()),
        }
    }

    pub(in crate::app) fn undo(&mut self) {
        let before = self.state.objects();
        if let Some(label) = self.state.document.undo() {
            self.show_returned(before);
            self.done(format!("Undone: {}", label.to_lowercase()));
        }
    }

    pub(in crate::app) fn redo(&mut self) {
        let before = self.state.objects();
        if let Some(label) = self.state.document.redo() {
            self.show_returned(before);
            self.done(format!("Done again: {}", label.to_lowercase()));
        }
    }

    /// What an undo or a redo brought back is shown.
    fn show_returned(&mut self, before: Vec<ObjectId>) {
        let before: BTreeSet<ObjectId> = before.into_iter().collect();
        if let Some(object) = self.state.objects().into_iter().find(|object| !before.contains(object)) {
            self.select(object);
        }
    }

    /// Deletes the chosen action, else the shown object.
    pub(in crate::app) fn delete(&mut self) {
        if let Some(action) = self.state.shown_action() {
            let (id, next) = (action.id, self.neighbour(action.id));
            self.edit(Edit::Action(id, ActionEdit::Remove));
            self.state.selection.action = next;
            return;
        }
        let Some(object) = self.state.selection.object.clone() else { return };
        let title = object_title(self.state.workspace(), &object);
        match removal(object.clone()) {
            Some(edit) => {
                self.edit(edit);
                if !self.state.has(&object) {
                    self.state.notices.all.pop();
                    self.offer_undo(format!("Deleted '{title}'"));
                }
            }
            None => self.remove_shown_definition(&object),
        }
    }

    fn remove_shown_definition(&mut self, object: &ObjectId) {
        if let ObjectId::Definition(kind, handle) = object {
            self.command(Command::RemoveDefinition(*kind, handle.clone()));
        }
    }

    /// The action to choose when one is gone: the next, else the one before.
    fn neighbour(&self, id: ActionId) -> Option<ActionId> {
        let order = chain_in_order(self.state.workspace(), self.state.chain()?);
        let at = order.iter().position(|action| action.id == id)?;
        let next = order.get(at + 1).or_else(|| order.get(at.checked_sub(1)?));
        next.map(|action| action.id)
    }

    /// Copies the chosen action, else the shown object, in place.
    pub(in crate::app) fn duplicate(&mut self) {
        if let Some(action) = self.state.shown_action() {
            let id = action.id;
            return self.edit(Edit::Action(id, ActionEdit::Duplicate));
        }
        let edit = match self.state.selection.object {
            Some(ObjectId::Trigger(id)) => Edit::Trigger(id, TriggerEdit::Duplicate),
            Some(ObjectId::Automation(id)) => Edit::Automation(id, AutomationEdit::Duplicate),
            Some(ObjectId::Target(id)) => Edit::Target(id, TargetEdit::Duplicate),
            Some(ObjectId::Context(id)) => Edit::Context(id, ContextEdit::Duplicate),
            _ => return self.warn("This cannot be copied"),
        };
        self.edit(edit);
    }

    pub(in crate::app) fn move_up(&mut self) {
        self.move_shown(|order, at| Some(order.get(at.checked_sub(1)?).copied()));
    }

    pub(in crate::app) fn move_down(&mut self) {
        self.move_shown(|order, at| (at + 1 < order.len()).then(|| order.get(at + 2).copied()));
    }

    /// `to` gives the action before which the chosen one goes; `Some(None)` is last, `None` nowhere.
    fn move_shown(&mut self, to: impl Fn(&[ActionId], usize) -> Option<Option<ActionId>>) {
        let (Some(chain), Some(id)) = (self.state.chain(), self.state.selection.action) else { return };
        let order: Vec<_> =
            chain_in_order(self.state.workspace(), chain).iter().map(|action| action.id).collect();
        let at = order.iter().position(|other| *other == id);
        if let Some(before) = at.and_then(|at| to(&order, at)) {
            self.edit(Edit::Action(id, ActionEdit::Move { before }));
        }
    }

    pub(in crate::app) fn toggle_mute(&mut self) {
        if let Some(action) = self.state.selection.action {
            let is_muted = !self.state.settings.simulation.muted.contains(&action);
            self.mute(action, is_muted);
        }
    }

    pub(in crate::app) fn mute(&mut self, action: ActionId, is_muted: bool) {
        let simulation = &mut self.state.settings.simulation;
        let is_changed =
            if is_muted { simulation.muted.insert(action) } else { simulation.muted.remove(&action) };
        simulation.changes += u64::from(is_changed);
    }

    pub(in crate::app) fn toggle_active(&mut self) {
        let workspace = self.state.workspace();
        let edit = match self.state.selection.object {
            Some(ObjectId::Trigger(id)) => workspace.trigger(id).map(|trigger| {
                Edit::Trigger(id, TriggerEdit::IsActive(Some(trigger.is_active == Some(false))))
            }),
            Some(ObjectId::Automation(id)) => crate::document::automation(workspace, id).map(|automation| {
                Edit::Automation(id, AutomationEdit::IsActive(Some(automation.is_active == Some(false))))
            }),
            _ => None,
        };
        if let Some(edit) = edit {
            self.edit(edit);
        }
    }
}

/// The edit that removes an object; definitions are removed from their file's JSON.
fn removal(object: ObjectId) -> Option<Edit> {
    match object {
        ObjectId::Trigger(id) => Some(Edit::Trigger(id, TriggerEdit::Remove)),
        ObjectId::Automation(id) => Some(Edit::Automation(id, AutomationEdit::Remove)),
        ObjectId::Target(id) => Some(Edit::Target(id, TargetEdit::Remove)),
        ObjectId::Context(id) => Some(Edit::Context(id, ContextEdit::Remove)),
        ObjectId::Case(trigger) => Some(Edit::Workspace(WorkspaceEdit::RemoveCase(trigger))),
        ObjectId::Definition(..) | ObjectId::Definitions | ObjectId::Settings => None,
    }
}
