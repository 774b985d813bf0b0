//! Actions and arguments.

use super::field::{Ids, Reader, ToJson, Writer};
use crate::diag::{Diagnostic, Place, Severity};
use crate::json::Json;
use crate::model::{Action, ActionId, Argument, KindKey};

/// Reads the actions of a reaction.
pub(super) fn read_actions(reader: &mut Reader<'_, '_>, ids: &mut Ids) -> Vec<Action> {
    let items = reader.items("actions");
    items
        .into_iter()
        .map(|(item, pointer)| read_action(item, pointer, ids.action(), reader.findings))
        .collect()
}

fn read_action(json: &Json, pointer: String, id: ActionId, findings: &mut Vec<Diagnostic>) -> Action {
    if json.as_object().is_none() {
        let message = format!("An action should be an object, but is {}", json.kind());
        findings.push(Diagnostic::new(Severity::Error, "wire/shape", message, Place::pointer(pointer)));
        return Action { id, source: json.clone(), ..Action::default() };
    }
    let mut reader = Reader { json, pointer, findings };
    let name = reader.text("name");
    let uuid = reader.text("uuid");
    let (kind, kind_key) = kind_of(name.as_deref(), uuid.as_deref());
    if kind.is_empty() {
        reader.required_text("name", "it says which action to run, such as `reward.create`");
    }
    Action {
        id,
        remote_id: reader.remote_id(),
        label: if kind_key == KindKey::Uuid { name } else { None },
        kind,
        kind_key,
        sort_order: reader.int("sort_order"),
        description: reader.text("description"),
        notes: reader.text("notes"),
        arguments: read_arguments(&mut reader),
        source: json.clone(),
    }
}

/// The action's type, and where it is written.
///
/// Source: requests and the vendor's write types put the type in `name`; the newer API reference puts it in `uuid`,
/// and an older sample has the uuid `tsend`. An action's type has a dot, except `filter` and `tsend`; a real uuid has
/// none.
fn kind_of(name: Option<&str>, uuid: Option<&str>) -> (String, KindKey) {
    let is_kind = |text: &&str| {
        let is_dotted = text.contains('.') && !text.contains(|c: char| c.is_whitespace() || c.is_uppercase());
        is_dotted || matches!(*text, "filter" | "tsend")
    };
    match (name.filter(is_kind), uuid.filter(is_kind)) {
        (None, Some(uuid)) => (uuid.to_owned(), KindKey::Uuid),
        _ => (name.unwrap_or_default().to_owned(), KindKey::Name),
    }
}

fn read_arguments(reader: &mut Reader<'_, '_>) -> Vec<Argument> {
    let items = reader.items("arguments");
    items.into_iter().map(|(item, pointer)| read_argument(item, pointer, reader.findings)).collect()
}

fn read_argument(json: &Json, pointer: String, findings: &mut Vec<Diagnostic>) -> Argument {
    if json.as_object().is_none() {
        let message = format!("An argument should be an object, but is {}", json.kind());
        findings.push(Diagnostic::new(Severity::Error, "wire/shape", message, Place::pointer(pointer)));
        return Argument { source: json.clone(), ..Argument::default() };
    }
    let mut reader = Reader { json, pointer, findings };
    Argument {
        name: reader.required_text("name", "it says which argument the value is for"),
        value: json.get("value").cloned().unwrap_or_default(),
        is_dynamic: reader.flag("is_dynamic"),
        source: json.clone(),
    }
}

/// Writes the `actions` of a reaction if they are no longer the ones that were read.
pub(super) fn write_actions(writer: &mut Writer, before: &[Action], now: &[Action]) {
    let json_of = |actions: &[Action]| actions.iter().map(write_action).collect::<Vec<_>>();
    let (before, now) = (json_of(before), json_of(now));
    writer.set("actions", &before, &now);
}

fn write_action(action: &Action) -> Json {
    let before = read_action(&action.source, String::new(), action.id, &mut Vec::new());
    let mut writer = Writer::new(&action.source);
    let (kind_key, label_key) = match action.kind_key {
        KindKey::Name => ("name", None),
        KindKey::Uuid => ("uuid", Some("name")),
    };
    writer.set(kind_key, &before.kind, &action.kind);
    if let Some(label_key) = label_key {
        writer.set(label_key, &before.label, &action.label);
    }
    writer.set("sort_order", &before.sort_order, &action.sort_order);
    writer.set("description", &before.description, &action.description);
    writer.set("notes", &before.notes, &action.notes);
    let json_of = |arguments: &[Argument]| arguments.iter().map(write_argument).collect::<Vec<_>>();
    let (old, new) = (json_of(&before.arguments), json_of(&action.arguments));
    writer.set("arguments", &old, &new);
    writer.finish()
}

fn write_argument(argument: &Argument) -> Json {
    let before = read_argument(&argument.source, String::new(), &mut Vec::new());
    let mut writer = Writer::new(&argument.source);
    writer.set("name", &before.name, &argument.name);
    writer.set("value", &before.value, &argument.value);
    let is_new = argument.source == Json::Null;
    if is_new {
        writer.replace("is_dynamic", argument.is_dynamic.to_json());
    } else {
        writer.set("is_dynamic", &before.is_dynamic, &argument.is_dynamic);
    }
    writer.finish()
}
