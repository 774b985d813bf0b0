//! Definitions are changed in the JSON of their file, so that what is not known here is kept.

use super::Turn;
use crate::document::{Edit, ObjectId, WorkspaceEdit};
use crate::json::{Json, Object};
use crate::model::DefinitionKind;
use crate::wire::read_definitions;

/// What is known of a definition.
pub(in crate::app) struct Row {
    pub(super) handle: String,
    pub(super) name: Option<String>,
    pub(super) value: Option<f64>,
}

impl Turn<'_> {
    pub(in crate::app) fn set_definition(&mut self, kind: DefinitionKind, handle: &str, row: &Row) {
        if row.handle.is_empty() {
            return self.warn("A definition needs a handle");
        }
        let known = &self.state.workspace().definitions;
        if row.handle != handle && known.find(kind, &row.handle).is_some() {
            return self.warn(format!("There is already a {} '{}'", kind.word(), row.handle));
        }
        let is_there = known.find(kind, handle).is_some();
        self.change_items(kind, |items| {
            if let Some(item) = items.iter_mut().find(|item| has_handle(item, kind, handle)) {
                return write(item, kind, row);
            }
            let mut item = Json::Object(Object::new());
            write(&mut item, kind, row);
            items.push(item);
        });
        // The list of all shows the new one, too.
        let is_listed = self.state.selection.object == Some(ObjectId::Definitions);
        if !is_listed && (!is_there || row.handle != handle) {
            self.select(ObjectId::Definition(kind, row.handle.clone()));
        }
    }

    pub(in crate::app) fn remove_definition(&mut self, kind: DefinitionKind, handle: &str) {
        if self.state.workspace().definitions.find(kind, handle).is_none() {
            return self.warn("The definition is not in the workspace any more");
        }
        self.change_items(kind, |items| items.retain(|item| !has_handle(item, kind, handle)));
        self.state.document.end_burst();
        self.offer_undo(format!("Deleted {} '{handle}'", kind.word()));
    }

    fn change_items(&mut self, kind: DefinitionKind, change: impl FnOnce(&mut Vec<Json>)) {
        let key = DefinitionKind::ALL.iter().find(|(other, _)| *other == kind).map_or("", |(_, key)| *key);
        let source = &self.state.workspace().definitions.source;
        let mut root = source.as_object().cloned().unwrap_or_default();
        let mut items = root.get(key).and_then(Json::as_array).map(<[Json]>::to_vec).unwrap_or_default();
        change(&mut items);
        root.set(key, Json::Array(items));
        let (definitions, _) = read_definitions(&Json::Object(root));
        self.edit(Edit::Workspace(WorkspaceEdit::Definitions(Box::new(definitions))));
    }
}

/// Products are named by their id.
fn handle_key(item: &Json, kind: DefinitionKind) -> &'static str {
    if kind == DefinitionKind::Product && item.get("handle").is_none() { "id" } else { "handle" }
}

fn has_handle(item: &Json, kind: DefinitionKind, handle: &str) -> bool {
    let key = if kind == DefinitionKind::Product && item.get("id").is_some() { "id" } else { "handle" };
    match item.get(key) {
        Some(Json::String(text)) => text == handle,
        Some(Json::Number(number)) => number.as_text() == handle,
        _ => handle.is_empty(),
    }
}

fn write(item: &mut Json, kind: DefinitionKind, row: &Row) {
    let is_same = has_handle(item, kind, &row.handle);
    let key = if item.get("id").is_some() && kind == DefinitionKind::Product {
        "id"
    } else {
        handle_key(item, kind)
    };
    let Json::Object(object) = item else { return };
    if !is_same {
        object.set(key, Json::str(&row.handle));
    }
    if object.get("name").and_then(Json::as_str) != row.name.as_deref() {
        object.set("name", row.name.as_ref().map_or(Json::Null, Json::str));
    }
    let before = match object.get("value") {
        Some(Json::Number(number)) => Some(number.as_f64()),
        _ => None,
    };
    if before != row.value {
        object.set("value", row.value.map_or(Json::Null, |value| Json::from(serde_json::Value::from(value))));
    }
}
