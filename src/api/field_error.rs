//! What the tenant says of single fields (422), as places in the user's file.

use crate::diag::{Diagnostic, Place, Severity};
use crate::json::{Json, Object, pointer_push};
use std::fmt;

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// As the server names it, `actions.1.arguments.0.value`.
    pub field: String,
    /// The server's sentences.
    pub messages: Vec<String>,
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let messages: Vec<&str> = self.messages.iter().map(|message| message.trim_end_matches('.')).collect();
        write!(f, "{}: {}", self.field, messages.join(", "))
    }
}

impl FieldError {
    /// The field as a JSON Pointer into what was sent.
    pub fn pointer(&self) -> String {
        let mut pointer = String::new();
        for segment in self.field.split('.') {
            pointer_push(&mut pointer, segment);
        }
        pointer
    }

    /// A finding at the place in the file that was sent. A target's template has a file of its own.
    pub fn finding(&self, file: &str, template_file: Option<&str>) -> Diagnostic {
        let pointer = self.pointer();
        let place = match template_file.filter(|_| pointer == "/template") {
            Some(twig) => Place { file: Some(twig.to_owned()), ..Place::default() },
            None => Place { file: Some(file.to_owned()), ..Place::pointer(pointer) },
        };
        let message = format!("The tenant refuses {self}");
        Diagnostic::new(Severity::Error, "api/refused", message, place)
    }
}

/// The `message` and the `errors` of a 422 answer.
///
/// Source: `errors.<field>` is a list of sentences. Assumption: `message` beside it, Laravel's default; a single
/// sentence instead of a list is taken, too.
pub(super) fn read_errors(body: &Json) -> (String, Vec<FieldError>) {
    let message = body.get("message").and_then(Json::as_str).unwrap_or_default().to_owned();
    let errors = body.get("errors").and_then(Json::as_object);
    let fields = errors.into_iter().flat_map(Object::iter).map(|(field, said)| {
        let one = said.as_str().map(|text| vec![text.to_owned()]);
        let many = || {
            let items = said.as_array().unwrap_or_default();
            items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
        };
        FieldError { field: field.to_owned(), messages: one.unwrap_or_else(many) }
    });
    (message, fields.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, parse};

    #[test]
    fn a_refused_field_is_a_place_in_the_file() {
        let body = r#"{"message":"Invalid","errors":{"actions.1.arguments.0.value":["Must exist in profiles."],"template":"Required"}}"#;
        let (message, fields) = read_errors(&parse(body, Limits::default()).unwrap());
        assert_eq!(message, "Invalid");
        let finding = fields[0].finding("triggers/a.json", None);
        assert_eq!(finding.place.pointer, "/actions/1/arguments/0/value");
        assert_eq!(finding.message, "The tenant refuses actions.1.arguments.0.value: Must exist in profiles");
        let finding = fields[1].finding("targets/a.json", Some("targets/a.twig"));
        assert_eq!(finding.place.file.as_deref(), Some("targets/a.twig"));
    }
}
