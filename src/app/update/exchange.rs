//! What goes in and out: clipboard, import, export.

use super::super::effect::{ImportSource, Pick, WindowEffect};
use super::super::search::object_title;
use super::Turn;
use super::json_text::{action_json, object_json, read_actions, text_of};
use crate::catalog::catalog;
use crate::document::{ChainEdit, Edit, NewObject, ObjectId, chain_in_order};
use crate::json::Json;
use crate::wire::{Ids, ImportedObject, body_of_curl, import, write_trigger};

impl Turn<'_> {
    pub(in crate::app) fn copy(&mut self) {
        if let Some(action) = self.state.shown_action() {
            let text = text_of(&action_json(action));
            return self.copy_text(text, "Copied the action");
        }
        let Some(object) = self.state.selection.object.clone() else { return };
        if let Some(json) = object_json(self.state.workspace(), &object) {
            return self.copy_text(text_of(&json), "Copied as JSON");
        }
        let title = match &object {
            ObjectId::Definition(_, handle) => handle.clone(),
            other => object_title(self.state.workspace(), other),
        };
        self.copy_text(title, "Copied the name");
    }

    fn copy_text(&mut self, text: String, words: &str) {
        self.window(WindowEffect::CopyToClipboard(text));
        self.done(words);
    }

    pub(in crate::app) fn cut(&mut self) {
        self.copy();
        self.delete();
    }

    pub(in crate::app) fn paste(&mut self) {
        self.window(WindowEffect::RequestPaste);
    }

    /// Actions go into the shown chain after the chosen one; triggers, targets and automations are added; any other
    /// object becomes a sample context of an event that the user is asked for.
    pub(in crate::app) fn paste_text(&mut self, text: &str) {
        if text.trim().is_empty() {
            return self.warn("The clipboard has no text");
        }
        if body_of_curl(text).is_some() {
            return self.preview_import(vec![ImportSource::Text(text.to_owned())]);
        }
        let Some(json) = self.json_of("The clipboard", text) else { return };
        if is_actions(&json) {
            return self.paste_actions(&json);
        }
        let edits = additions(&json);
        match (edits.is_empty(), &json) {
            (false, _) if edits.len() > 1 => {
                self.preview_import(vec![ImportSource::Text(text.to_owned())]);
            }
            (false, _) => self.add_all(edits, "Paste"),
            (true, Json::Object(_)) => self.show_add_context("Pasted", text),
            (true, _) => self.warn("The clipboard has no trigger, target, automation or action"),
        }
    }

    fn paste_actions(&mut self, json: &Json) {
        let Some(chain) = self.state.chain() else {
            return self.warn("Show the trigger first that gets the action");
        };
        let order = chain_in_order(self.state.workspace(), chain);
        let at = order.iter().position(|action| Some(action.id) == self.state.selection.action);
        let before = at.and_then(|at| order.get(at + 1)).map(|action| action.id);
        self.edit(Edit::Chain(chain, ChainEdit::Insert { before, actions: read_actions(json) }));
    }

    fn add_all(&mut self, edits: Vec<Edit>, verb: &str) {
        let count = edits.len();
        let label = if count == 1 { format!("{verb} an object") } else { format!("{verb} {count} objects") };
        self.edit(Edit::Batch { label, edits });
    }

    pub(in crate::app) fn pick_import(&mut self) {
        self.window(WindowEffect::Pick(Pick::ImportFiles));
    }

    pub(in crate::app) fn export(&mut self) {
        let Some(object) = self.state.selection.object.clone() else { return };
        let Some(json) = object_json(self.state.workspace(), &object) else { return };
        let file = file_of(self.state.workspace(), &object);
        let name = file.as_deref().and_then(|file| file.rsplit('/').next()).unwrap_or("export.json");
        self.pick_export(name.to_owned(), text_of(&json));
    }

    pub(in crate::app) fn export_all(&mut self) {
        let triggers = self.state.workspace().triggers.iter().map(|trigger| write_trigger(trigger));
        let text = text_of(&Json::Array(triggers.collect()));
        self.pick_export("triggers.json".to_owned(), text);
    }

    fn pick_export(&mut self, name: String, text: String) {
        self.window(WindowEffect::Pick(Pick::ExportFile { name, text }));
    }
}

/// True for an action or a list of actions: it has arguments or a known type, and no actions of its own.
fn is_actions(json: &Json) -> bool {
    match json {
        Json::Array(items) => !items.is_empty() && items.iter().all(is_action),
        other => is_action(other),
    }
}

fn is_action(json: &Json) -> bool {
    let has = |key: &str| json.get(key).is_some();
    let name = json.get("name").and_then(Json::as_str).unwrap_or_default();
    let is_known = catalog().action(name).is_some();
    (has("arguments") || is_known) && !has("actions") && !has("trigger") && !has("template")
}

/// The edits that add what JSON holds.
fn additions(json: &Json) -> Vec<Edit> {
    let imported = import(json, &mut Ids::default());
    let objects = imported.objects.into_iter().map(|(object, _)| match object {
        ImportedObject::Trigger(trigger) => NewObject::Trigger(trigger),
        ImportedObject::Target(target) => NewObject::Target(target),
        ImportedObject::Automation(automation) => NewObject::Automation(automation),
    });
    objects.map(Edit::Add).collect()
}

/// The file of an object.
pub(super) fn file_of(workspace: &crate::model::Workspace, object: &ObjectId) -> Option<String> {
    use crate::document::{automation, target_by_id};
    match object {
        ObjectId::Trigger(id) => workspace.trigger(*id)?.file.clone(),
        ObjectId::Automation(id) => automation(workspace, *id)?.file.clone(),
        ObjectId::Target(id) => target_by_id(workspace, *id)?.file.clone(),
        ObjectId::Context(id) => workspace.context(*id)?.file.clone(),
        ObjectId::Case(trigger) => Some(format!("{trigger}.json")),
        ObjectId::Definitions | ObjectId::Definition(..) => Some("definitions.json".to_owned()),
        ObjectId::Settings => None,
    }
}
