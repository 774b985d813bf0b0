//! Triggers and automations.

use super::action::{read_actions, write_actions};
use super::field::{Ids, Reader, Writer};
use crate::diag::Diagnostic;
use crate::json::Json;
use crate::model::{Automation, Trigger};

/// Reads a trigger as `POST /api/v3/triggers` takes it. Odd shapes become findings; nothing is lost.
///
/// Source: Omneo's trigger attributes (`name` and `trigger` are required on create).
pub fn read_trigger(json: &Json, ids: &mut Ids) -> (Trigger, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let mut reader = Reader { json, pointer: String::new(), findings: &mut findings };
    let trigger = Trigger {
        id: ids.trigger(),
        remote_id: reader.remote_id(),
        name: reader.required_text("name", "the API requires a name"),
        event: reader.required_text("trigger", "it names the event, such as `profile.created`"),
        description: reader.text("description"),
        notes: reader.text("notes"),
        is_active: reader.flag("is_active"),
        actions: read_actions(&mut reader, ids),
        source: json.clone(),
        file: None,
    };
    (trigger, findings)
}

/// Writes a trigger: what it was read from, with the changed keys replaced.
pub fn write_trigger(trigger: &Trigger) -> Json {
    let (before, _) = read_trigger(&trigger.source, &mut Ids::default());
    let mut writer = Writer::new(&trigger.source);
    writer.set("name", &before.name, &trigger.name);
    writer.set("trigger", &before.event, &trigger.event);
    writer.set("description", &before.description, &trigger.description);
    writer.set("notes", &before.notes, &trigger.notes);
    writer.set("is_active", &before.is_active, &trigger.is_active);
    write_actions(&mut writer, &before.actions, &trigger.actions);
    writer.finish()
}

/// Reads an automation as `POST /api/v3/automations` takes it.
pub fn read_automation(json: &Json, ids: &mut Ids) -> (Automation, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let mut reader = Reader { json, pointer: String::new(), findings: &mut findings };
    let automation = Automation {
        id: ids.automation(),
        remote_id: reader.remote_id(),
        name: reader.required_text("name", "the API requires a name"),
        description: reader.text("description"),
        is_active: reader.flag("is_active"),
        actions: read_actions(&mut reader, ids),
        source: json.clone(),
        file: None,
    };
    (automation, findings)
}

/// Writes an automation: what it was read from, with the changed keys replaced.
pub fn write_automation(automation: &Automation) -> Json {
    let (before, _) = read_automation(&automation.source, &mut Ids::default());
    let mut writer = Writer::new(&automation.source);
    writer.set("name", &before.name, &automation.name);
    writer.set("description", &before.description, &automation.description);
    writer.set("is_active", &before.is_active, &automation.is_active);
    write_actions(&mut writer, &before.actions, &automation.actions);
    writer.finish()
}
