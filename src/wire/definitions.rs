//! `definitions.json`: what the tenant has defined.

use super::field::Reader;
use crate::diag::Diagnostic;
use crate::json::Json;
use crate::model::{Definition, DefinitionKind, Definitions};

/// Reads `{"rewards": [{"handle", "name", "value"}], "benefits": […], …}`; products are named by `id`.
pub fn read_definitions(json: &Json) -> (Definitions, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let mut all = Vec::new();
    for (kind, key) in DefinitionKind::ALL {
        let mut reader = Reader { json, pointer: String::new(), findings: &mut findings };
        for (item, pointer) in reader.items(key) {
            let mut reader = Reader { json: item, pointer, findings: &mut findings };
            all.push(read_definition(kind, &mut reader));
        }
    }
    (Definitions { all, source: json.clone() }, findings)
}

fn read_definition(kind: DefinitionKind, reader: &mut Reader<'_, '_>) -> Definition {
    let id = reader.value("id").and_then(|id| match id {
        Json::Number(number) => Some(number.as_text().to_owned()),
        Json::String(text) => Some(text.clone()),
        _ => None,
    });
    let handle = match (kind, id) {
        (DefinitionKind::Product, Some(id)) => id,
        _ => reader.required_text("handle", "actions name the definition by it"),
    };
    let value = reader.value("value");
    let number = value.and_then(|value| match value {
        Json::Number(number) => Some(number.as_f64()),
        _ => None,
    });
    if let (Some(value), None) = (value, number) {
        reader.odd("value", "a number", value);
    }
    Definition { kind, handle, name: reader.text("name"), value: number }
}
