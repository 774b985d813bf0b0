//! A payload against the partner's JSON Schema (`targets/<handle>.schema.json`).

use crate::diag::{Diagnostic, Place, Severity};
use crate::json::Json;
use serde_json::Value;

/// Most violations that are listed for one payload.
const MAX_VIOLATIONS: usize = 20;

/// What a payload breaks of a schema; pointers are into the payload. A schema that is none is a finding itself.
///
/// References to other files or to the network are never followed.
pub fn schema_findings(schema: &Json, payload: &Value) -> Vec<Diagnostic> {
    let options = jsonschema::options().should_validate_formats(true);
    let validator = match options.build(&schema.to_value()) {
        Ok(validator) => validator,
        Err(error) => {
            let message = format!("the schema cannot be used: {error}");
            return vec![Diagnostic::new(Severity::Error, "schema/broken", message, Place::default())];
        }
    };
    let errors = validator.iter_errors(payload).take(MAX_VIOLATIONS);
    errors
        .map(|error| {
            let pointer = error.instance_path().to_string();
            let place = if pointer.is_empty() { "the payload" } else { &pointer };
            let message = format!("{place} breaks the partner's schema: {error}");
            Diagnostic::new(Severity::Error, "payload/schema", message, Place::pointer(pointer))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, parse};
    use serde_json::json;

    fn found(schema: &str, payload: &Value) -> Vec<(&'static str, String)> {
        let schema = parse(schema, Limits::default()).unwrap();
        schema_findings(&schema, payload).into_iter().map(|f| (f.code, f.place.pointer)).collect()
    }

    #[test]
    fn violations_name_the_place_in_the_payload() {
        let schema = include_str!("../../assets/schemas/klaviyo-event.schema.json");
        let event = json!({"data": {"type": "event", "attributes": {
            "value": "25.00", "value_currency": "AUD", "properties": {},
            "metric": {"data": {"type": "metric", "attributes": {"name": "Reward"}}},
            "profile": {"data": {"type": "profile", "attributes": {"email": "nobody"}}},
        }}});
        let expected = [
            ("payload/schema", "/data/attributes/profile/data/attributes/email".to_owned()),
            ("payload/schema", "/data/attributes/value".to_owned()),
        ];
        let mut found = found(schema, &event);
        found.sort();
        assert_eq!(found, expected);
    }

    #[test]
    fn every_starter_schema_is_one() {
        for schema in [
            include_str!("../../assets/schemas/klaviyo-event.schema.json"),
            include_str!("../../assets/schemas/braze-track.schema.json"),
            include_str!("../../assets/schemas/sfmc-event.schema.json"),
            include_str!("../../assets/schemas/campaign-monitor-subscriber.schema.json"),
        ] {
            assert!(schema.contains("Community starter"));
            assert_eq!(found(schema, &json!([]))[0].0, "payload/schema");
        }
    }

    #[test]
    fn a_broken_schema_and_a_reference_elsewhere_are_findings() {
        assert_eq!(found(r#"{"type": 7}"#, &json!({}))[0].0, "schema/broken");
        let elsewhere = r#"{"$ref": "https://schemas.example.com/x.json"}"#;
        assert_eq!(found(elsewhere, &json!({}))[0].0, "schema/broken");
    }
}
