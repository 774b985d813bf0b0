//! Objects as JSON text: raw edits, copying, pasting, exporting. The only part of the app that asks `wire` how things
//! are spelled, besides saving.

use super::Turn;
use crate::diag::Fix;
use crate::document::{
    ActionEdit, ArgumentEdit, AutomationEdit, Edit, ObjectId, TargetEdit, TriggerEdit, automation,
    target_by_id,
};
use crate::json::{Json, Limits, Object, Style, parse, to_text};
use crate::model::{Action, ActionId, Argument, Trigger, TriggerId, Workspace};
use crate::wire::{Ids, read_automation, read_trigger, write_automation, write_target, write_trigger};

/// An action's JSON.
pub(in crate::app) fn action_json(action: &Action) -> Json {
    let trigger = Trigger { actions: vec![action.clone()], ..Trigger::default() };
    write_trigger(&trigger).pointer("/actions/0").cloned().unwrap_or_default()
}

/// Actions from their JSON, a list or one.
pub(super) fn read_actions(json: &Json) -> Vec<Action> {
    let list = match json {
        Json::Array(_) => json.clone(),
        other => Json::Array(vec![other.clone()]),
    };
    let wrapped = Json::Object(std::iter::once(("actions".to_owned(), list)).collect());
    read_trigger(&wrapped, &mut Ids::default()).0.actions
}

/// An argument from its JSON.
fn read_argument(json: &Json) -> Option<Argument> {
    let mut action = Object::new();
    action.set("arguments", Json::Array(vec![json.clone()]));
    read_actions(&Json::Object(action)).into_iter().next()?.arguments.into_iter().next()
}

/// An object as the API takes it; the rest as its file has it.
pub(in crate::app) fn object_json(workspace: &Workspace, object: &ObjectId) -> Option<Json> {
    match object {
        ObjectId::Trigger(id) => workspace.trigger(*id).map(|trigger| write_trigger(trigger)),
        ObjectId::Automation(id) => automation(workspace, *id).map(|automation| write_automation(automation)),
        ObjectId::Target(id) => target_by_id(workspace, *id).map(|target| write_target(target)),
        ObjectId::Context(id) => workspace.context(*id).map(|context| context.data.clone()),
        ObjectId::Case(trigger) => {
            workspace.cases.iter().find(|case| case.trigger == *trigger).map(|case| case.source.clone())
        }
        ObjectId::Definitions => Some(workspace.definitions.source.clone()),
        ObjectId::Definition(..) | ObjectId::Settings => None,
    }
}

/// JSON as text to copy and export.
pub(in crate::app) fn text_of(json: &Json) -> String {
    to_text(json, &Style::default())
}

impl Turn<'_> {
    /// Makes the change that a finding offers, of the text that it was made for: a template, or an object as JSON.
    pub(in crate::app) fn apply_fix(&mut self, object: &ObjectId, fix: &Fix) {
        match self.fixed(object, fix) {
            Some(edit) => self.edit(Edit::Batch { label: fix.title.clone(), edits: vec![edit] }),
            None => self.warn("It was changed since it was checked; the check runs again"),
        }
    }

    fn fixed(&self, object: &ObjectId, fix: &Fix) -> Option<Edit> {
        let workspace = self.state.workspace();
        if let ObjectId::Target(id) = object {
            let text = fix.apply(&target_by_id(workspace, *id)?.template)?;
            return Some(Edit::Target(*id, TargetEdit::Template(text)));
        }
        let text = fix.apply(&text_of(&object_json(workspace, object)?))?;
        let json = parse(&text, Limits::default()).ok()?;
        let ids = &mut Ids::default();
        match object {
            ObjectId::Trigger(id) => {
                Some(Edit::Trigger(*id, TriggerEdit::Replace(Box::new(read_trigger(&json, ids).0))))
            }
            ObjectId::Automation(id) => {
                let automation = read_automation(&json, ids).0;
                Some(Edit::Automation(*id, AutomationEdit::Replace(Box::new(automation))))
            }
            _ => None,
        }
    }

    pub(in crate::app) fn set_trigger_json(&mut self, id: TriggerId, text: &str) {
        let Some(json) = self.json_of("The trigger", text) else { return };
        if json.as_object().is_none() {
            return self.warn(format!("A trigger is an object, not {}", json.kind()));
        }
        let (trigger, _) = read_trigger(&json, &mut Ids::default());
        self.edit(Edit::Trigger(id, TriggerEdit::Replace(Box::new(trigger))));
    }

    pub(in crate::app) fn set_action_json(&mut self, id: ActionId, text: &str) {
        let Some(json) = self.json_of("The action", text) else { return };
        if json.as_object().is_none() {
            return self.warn(format!("An action is an object, not {}", json.kind()));
        }
        let Some(action) = read_actions(&json).into_iter().next() else { return };
        self.edit(Edit::Action(id, ActionEdit::Replace(Box::new(action))));
    }

    pub(in crate::app) fn set_argument_json(&mut self, id: ActionId, name: String, text: &str) {
        let Some(json) = self.json_of("The argument", text) else { return };
        if json.as_object().is_none() {
            return self.warn(format!("An argument is an object, not {}", json.kind()));
        }
        let Some(argument) = read_argument(&json) else { return };
        self.edit(Edit::Argument(id, name, ArgumentEdit::Replace(Box::new(argument))));
    }
}
