//! Text that is already safe to print: what `{% set %}…{% endset %}`, macros and blocks make.

use crate::php::{Object, Str, Value, to_bool};
use std::any::Any;
use std::sync::Arc;

/// Safe text.
#[derive(Debug)]
pub(crate) struct Markup {
    pub text: Str,
}

impl Object for Markup {
    fn class_name(&self) -> &'static str {
        "Twig\\Markup"
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// The value of captured output: safe text, but plain text if it is empty.
pub(crate) fn captured(text: String) -> Value {
    if text.is_empty() {
        return Value::from("");
    }
    Value::Object(Arc::new(Markup { text: text.into() }))
}

/// The text of a value that is safe text.
pub(crate) fn text_of(value: &Value) -> Option<&Str> {
    match value {
        Value::Object(object) => object.as_any().downcast_ref::<Markup>().map(|markup| &markup.text),
        _ => None,
    }
}

/// Twig's truth: safe text counts as the text that it holds.
pub(crate) fn truth(value: &Value) -> bool {
    match text_of(value) {
        Some(text) => !text.is_empty() && &**text != "0",
        None => to_bool(value),
    }
}

/// Safe text as plain text; anything else as it is.
pub(crate) fn plain(value: Value) -> Value {
    match text_of(&value) {
        Some(text) => Value::Str(Str::clone(text)),
        None => value,
    }
}
