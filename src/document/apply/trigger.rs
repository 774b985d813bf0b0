//! Triggers and automations.

use super::super::edit::{AutomationEdit, EditError, ObjectId, TriggerEdit};
use super::{Writer, copy_of, find_mut, object_or_empty, position, text_or_none, without_id};
use crate::model::{Action, Automation, AutomationId, Trigger, TriggerId, slug};
use std::sync::Arc;

const TRIGGER: &str = "trigger";
const AUTOMATION: &str = "automation";

impl Writer<'_> {
    pub(super) fn trigger(&mut self, id: TriggerId, edit: TriggerEdit) -> Result<(), EditError> {
        match edit {
            TriggerEdit::Duplicate => return self.duplicate_trigger(id),
            TriggerEdit::Move { before } => return self.move_trigger(id, before),
            TriggerEdit::Remove => return self.remove_trigger(id),
            TriggerEdit::Replace(new) => return self.replace_trigger(id, *new),
            _ => {}
        }
        let trigger = self.trigger_mut(id)?;
        match edit {
            TriggerEdit::Name(name) => trigger.name = name,
            TriggerEdit::Event(event) => trigger.event = event,
            TriggerEdit::Description(text) => {
                trigger.description = text_or_none(text, trigger.description.as_ref());
            }
            TriggerEdit::Notes(text) => trigger.notes = text_or_none(text, trigger.notes.as_ref()),
            TriggerEdit::IsActive(is_active) => trigger.is_active = is_active,
            TriggerEdit::Replace(_)
            | TriggerEdit::Duplicate
            | TriggerEdit::Move { .. }
            | TriggerEdit::Remove => {}
        }
        self.follow_trigger_name(id)
    }

    pub(super) fn trigger_mut(&mut self, id: TriggerId) -> Result<&mut Trigger, EditError> {
        find_mut(&mut self.workspace.triggers, |trigger| trigger.id == id, TRIGGER)
    }

    pub(super) fn automation_mut(&mut self, id: AutomationId) -> Result<&mut Automation, EditError> {
        find_mut(&mut self.workspace.automations, |automation| automation.id == id, AUTOMATION)
    }

    /// The file of a trigger that was never saved is named after it; later the name is free and the file stays.
    fn follow_trigger_name(&mut self, id: TriggerId) -> Result<(), EditError> {
        if self.saved.trigger(id).is_none() {
            let trigger = self.trigger_mut(id)?;
            let (stem, own) = (slug(&trigger.name, TRIGGER), trigger.file.clone());
            let path = self.free_path("triggers", &stem, own.as_deref());
            self.trigger_mut(id)?.file = Some(path);
        }
        Ok(())
    }

    fn replace_trigger(&mut self, id: TriggerId, mut new: Trigger) -> Result<(), EditError> {
        let old = self.trigger_mut(id)?;
        (new.id, new.file) = (id, old.file.clone());
        let old_actions = std::mem::take(&mut old.actions);
        self.keep_ids(&old_actions, &mut new.actions);
        *self.trigger_mut(id)? = new;
        self.follow_trigger_name(id)
    }

    /// Actions that stay in place keep their ids, so that what is selected stays selected.
    pub(super) fn keep_ids(&mut self, old: &[Action], new: &mut [Action]) {
        for (position, action) in new.iter_mut().enumerate() {
            action.id = match old.get(position) {
                Some(old) => old.id,
                None => crate::model::ActionId(self.take_id()),
            };
        }
    }

    fn duplicate_trigger(&mut self, id: TriggerId) -> Result<(), EditError> {
        let at = position(&self.workspace.triggers, |trigger| trigger.id == id, TRIGGER)?;
        let mut copy = self.trigger_mut(id)?.clone();
        copy.name = copy_of(&copy.name);
        copy.is_active = Some(false);
        copy.remote_id = None;
        copy.source = without_id(&copy.source);
        for action in &mut copy.actions {
            action.remote_id = None;
            action.source = without_id(&action.source);
        }
        self.add_trigger(copy, Some(at + 1));
        Ok(())
    }

    pub(super) fn add_trigger(&mut self, mut trigger: Trigger, at: Option<usize>) {
        trigger.id = TriggerId(self.take_id());
        self.give_new_ids(&mut trigger.actions);
        self.added(ObjectId::Trigger(trigger.id));
        let path = self.wanted_path(trigger.file.take(), "triggers", || slug(&trigger.name, TRIGGER));
        trigger.file = Some(path);
        let triggers = &mut self.workspace.triggers;
        triggers.insert(at.unwrap_or(triggers.len()).min(triggers.len()), Arc::new(trigger));
    }

    fn move_trigger(&mut self, id: TriggerId, before: Option<TriggerId>) -> Result<(), EditError> {
        if before == Some(id) {
            return Ok(());
        }
        let triggers = &mut self.workspace.triggers;
        let from = position(triggers, |trigger| trigger.id == id, TRIGGER)?;
        let moved = triggers.remove(from);
        let at = match before {
            Some(before) => position(triggers, |trigger| trigger.id == before, TRIGGER)?,
            None => triggers.len(),
        };
        triggers.insert(at, moved);
        Ok(())
    }

    fn remove_trigger(&mut self, id: TriggerId) -> Result<(), EditError> {
        let at = position(&self.workspace.triggers, |trigger| trigger.id == id, TRIGGER)?;
        self.workspace.triggers.remove(at);
        Ok(())
    }

    pub(super) fn automation(&mut self, id: AutomationId, edit: AutomationEdit) -> Result<(), EditError> {
        let at = position(&self.workspace.automations, |automation| automation.id == id, AUTOMATION)?;
        let automation = self.automation_mut(id)?;
        match edit {
            AutomationEdit::Name(name) => automation.name = name,
            AutomationEdit::Description(text) => {
                automation.description = text_or_none(text, automation.description.as_ref());
            }
            AutomationEdit::IsActive(is_active) => automation.is_active = is_active,
            AutomationEdit::At(edit) => {
                automation.source = edit.apply(&object_or_empty(&automation.source))?;
            }
            AutomationEdit::Replace(mut new) => {
                (new.id, new.file) = (id, automation.file.clone());
                let old_actions = std::mem::take(&mut automation.actions);
                self.keep_ids(&old_actions, &mut new.actions);
                *self.automation_mut(id)? = *new;
            }
            AutomationEdit::Duplicate => {
                let mut copy = automation.clone();
                copy.name = copy_of(&copy.name);
                copy.is_active = Some(false);
                copy.remote_id = None;
                copy.source = without_id(&copy.source);
                self.add_automation(copy, Some(at + 1));
            }
            AutomationEdit::Remove => {
                self.workspace.automations.remove(at);
            }
        }
        Ok(())
    }

    pub(super) fn add_automation(&mut self, mut automation: Automation, at: Option<usize>) {
        automation.id = AutomationId(self.take_id());
        self.give_new_ids(&mut automation.actions);
        self.added(ObjectId::Automation(automation.id));
        let stem = || slug(&automation.name, AUTOMATION);
        let path = self.wanted_path(automation.file.take(), "automations", stem);
        automation.file = Some(path);
        let automations = &mut self.workspace.automations;
        automations.insert(at.unwrap_or(automations.len()).min(automations.len()), Arc::new(automation));
    }
}
