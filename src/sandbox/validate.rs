//! What is wrong with an object that a client sends, by key.

use super::kind::{ACTION_FIELDS, Field, Kind, Need, Shape};
use crate::json::{Json, Object};

/// Sentences by key; the key of something inside a list is `actions.0.name`.
///
/// Source: `errors.<field>` is a list of texts. Assumption: the wording and the dotted keys are Laravel's.
#[derive(Debug, Default)]
pub(super) struct Errors {
    found: Vec<(String, String)>,
}

impl Errors {
    /// One sentence on one key.
    pub(super) fn of(key: &str, sentence: &str) -> Self {
        Self { found: vec![(key.to_owned(), sentence.to_owned())] }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub(super) fn add(&mut self, key: &str, sentence: String) {
        self.found.push((key.to_owned(), sentence));
    }

    /// The first sentence and how many more there are.
    pub(super) fn message(&self) -> String {
        let first = self.found.first().map_or("The given data was invalid.", |(_, sentence)| sentence);
        match self.found.len() {
            0 | 1 => first.to_owned(),
            2 => format!("{first} (and 1 more error)"),
            many => format!("{first} (and {} more errors)", many - 1),
        }
    }

    pub(super) fn into_json(self) -> Json {
        let mut errors = Object::new();
        for (key, sentence) in self.found {
            let mut sentences = errors.get(&key).and_then(Json::as_array).unwrap_or_default().to_vec();
            sentences.push(Json::String(sentence));
            errors.set(&key, Json::Array(sentences));
        }
        Json::Object(errors)
    }
}

/// Checks the body of a create, or of an update of `before`.
pub(super) fn check(kind: &Kind, body: &Json, before: Option<&Json>) -> Errors {
    let mut errors = Errors::default();
    for field in kind.fields {
        check_field(field, "", body, before, &mut errors);
    }
    errors
}

/// Checks the body of an action.
pub(super) fn check_action(body: &Json, before: Option<&Json>) -> Errors {
    let mut errors = Errors::default();
    action("", body, before, &mut errors);
    errors
}

fn check_field(field: &Field, prefix: &str, body: &Json, before: Option<&Json>, errors: &mut Errors) {
    let key = format!("{prefix}{}", field.name);
    let value = body.get(field.name);
    let is_empty = value.is_none_or(|value| *value == Json::Null || value.as_str() == Some(""));
    let is_missing = match field.need {
        Need::Optional => false,
        Need::Present => value.map_or(before.is_none(), |value| *value == Json::Null),
        Need::Required | Need::Fixed => is_empty && (before.is_none() || value.is_some()),
    };
    if is_missing {
        return errors.add(&key, format!("The {key} field is required."));
    }
    let Some(value) = value.filter(|value| **value != Json::Null) else { return };
    if field.need == Need::Fixed
        && before.and_then(|before| before.get(field.name)).is_some_and(|old| old != value)
    {
        return errors.add(&key, format!("The {key} field cannot be changed."));
    }
    check_shape(field.shape, &key, value, errors);
}

fn check_shape(shape: Shape, key: &str, value: &Json, errors: &mut Errors) {
    let fault = match (shape, value) {
        (Shape::Text, Json::String(_))
        | (Shape::Flag, Json::Bool(_))
        | (Shape::Object, Json::Object(_))
        | (Shape::List, Json::Array(_))
        | (Shape::Any | Shape::OneOfOrLast(_), _) => None,
        (Shape::Flag, Json::Number(number)) if matches!(number.as_i64(), Some(0 | 1)) => None,
        (Shape::Int, Json::Number(number)) if number.as_i64().is_some() => None,
        (Shape::Url, Json::String(text)) if is_url(text) => None,
        (Shape::OneOf(words), Json::String(text)) if words.contains(&text.as_str()) => None,
        (Shape::Actions, Json::Array(actions)) => {
            for (position, item) in actions.iter().enumerate() {
                action(&format!("{key}.{position}."), item, None, errors);
            }
            None
        }
        (Shape::Text, _) => Some(format!("The {key} field must be a string.")),
        (Shape::Flag, _) => Some(format!("The {key} field must be true or false.")),
        (Shape::Int, _) => Some(format!("The {key} field must be an integer.")),
        (Shape::Url, _) => Some(format!("The {key} field must be a valid URL.")),
        (Shape::OneOf(_), _) => Some(format!("The selected {key} is invalid.")),
        (Shape::Object | Shape::List | Shape::Actions, _) => {
            Some(format!("The {key} field must be an array."))
        }
    };
    if let Some(fault) = fault {
        errors.add(key, fault);
    }
}

fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    rest.is_some_and(|rest| {
        !rest.starts_with(['/', ':', '?', '#']) && !rest.is_empty() && !rest.contains(' ')
    })
}

/// Source: the write type of an action requires `name`, which every example sets to the action type. Assumption: an
/// action that says its type in `uuid` alone, as the newer reference has it, is taken, too.
fn action(prefix: &str, body: &Json, before: Option<&Json>, errors: &mut Errors) {
    let bare = prefix.trim_end_matches('.');
    if body.as_object().is_none() {
        return errors.add(bare, format!("The {bare} field must be an array."));
    }
    let name =
        Field { name: "name", shape: Shape::Text, need: Need::Required, fill: super::kind::Fill::Nothing };
    if !(body.get("name").is_none() && body.get("uuid").and_then(Json::as_str).is_some()) {
        check_field(&name, prefix, body, before, errors);
    }
    for field in ACTION_FIELDS {
        check_field(field, prefix, body, before, errors);
    }
    let arguments = body.get("arguments").and_then(Json::as_array).unwrap_or_default();
    for (position, argument) in arguments.iter().enumerate() {
        let prefix = format!("{prefix}arguments.{position}.");
        let bare = prefix.trim_end_matches('.');
        if argument.as_object().is_none() {
            errors.add(bare, format!("The {bare} field must be an array."));
            continue;
        }
        check_field(&name, &prefix, argument, None, errors);
        let flag = Field {
            name: "is_dynamic",
            shape: Shape::Flag,
            need: Need::Optional,
            fill: super::kind::Fill::Nothing,
        };
        check_field(&flag, &prefix, argument, None, errors);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, Style, parse, to_text};
    use crate::sandbox::kind::TRIGGERS;
    use crate::sandbox::reply::object;

    #[test]
    fn wrong_keys_are_named_as_laravel_names_them() {
        let body = r#"{"name":"","trigger":7,"actions":[{"arguments":[{"is_dynamic":"x"}]},5]}"#;
        let errors = check(&TRIGGERS, &parse(body, Limits::default()).unwrap(), None);
        assert_eq!(errors.message(), "The name field is required. (and 5 more errors)");
        let json = to_text(&errors.into_json(), &Style::compact());
        for key in
            ["trigger", "actions.0.name", "actions.0.arguments.0.name", "actions.0.arguments.0.is_dynamic"]
        {
            assert!(json.contains(&format!("\"{key}\":[")), "{key} in {json}");
        }
        let fine = object([("name", Json::str("A")), ("trigger", Json::str("profile.created"))]);
        assert!(check(&TRIGGERS, &fine, None).is_empty());
    }
}
