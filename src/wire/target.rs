//! Targets. In a workspace the template has a file of its own; in the API it is a string.

use super::field::{Ids, Reader, Writer};
use crate::diag::Diagnostic;
use crate::json::{Json, Object};
use crate::model::Target;

/// Reads a target; `template` is the text of its own file, where it has one.
///
/// Source: Omneo's target attributes (`name`, `url`, `handle` and `template` are required on create).
pub fn read_target(json: &Json, template: Option<&str>, ids: &mut Ids) -> (Target, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let mut reader = Reader { json, pointer: String::new(), findings: &mut findings };
    let template = match template {
        Some(text) => text.to_owned(),
        None => {
            reader.required_text("template", "it makes the payload; put it in a `.twig` file beside this one")
        }
    };
    let target = Target {
        id: ids.target(),
        remote_id: reader.remote_id(),
        name: reader.required_text("name", "the API requires a name"),
        handle: reader.required_text("handle", "`target.send` finds the target by it"),
        url: reader.required_text("url", "the payload is posted there"),
        template,
        description: reader.text("description"),
        notes: reader.text("notes"),
        source: json.clone(),
        schema: None,
        file: None,
        template_file: None,
    };
    (target, findings)
}

/// Writes a target as the API takes it, template included.
pub fn write_target(target: &Target) -> Json {
    let is_inline = target.source.get("template").is_some();
    let (before, _) = read_target(&target.source, None, &mut Ids::default());
    let mut writer = Writer::new(&target.source);
    writer.set("name", &before.name, &target.name);
    writer.set("handle", &before.handle, &target.handle);
    writer.set("url", &before.url, &target.url);
    writer.set("description", &before.description, &target.description);
    writer.set("notes", &before.notes, &target.notes);
    if !is_inline || before.template != target.template {
        writer.replace("template", Json::str(&target.template));
    }
    writer.finish()
}

/// Splits a target's JSON into what goes into the `.json` file and the text of the `.twig` file.
pub fn split_template(json: &Json) -> (Json, Option<String>) {
    let Some(object) = json.as_object() else { return (json.clone(), None) };
    let Some(template) = object.get("template").and_then(Json::as_str) else { return (json.clone(), None) };
    let rest = object.iter().filter(|(key, _)| *key != "template");
    let rest: Object = rest.map(|(key, value)| (key.to_owned(), value.clone())).collect();
    (Json::Object(rest), Some(template.to_owned()))
}
