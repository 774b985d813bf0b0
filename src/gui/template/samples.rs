//! The paths that contexts carry, each with an example.

use crate::catalog::FieldType;
use crate::contexts::{FieldSchema, infer};
use crate::model::Context;
use std::sync::Arc;

/// Most paths that are offered.
const MAX_PATHS: usize = 3000;
/// Deepest path that is offered.
const MAX_DEPTH: usize = 8;
/// Longest example value, in characters.
const LONGEST_EXAMPLE: usize = 40;

/// A path that contexts carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ContextPath {
    /// Dotted, `profile.first_name`; `items.0.sku` inside a list
    pub(crate) path: String,
    /// A value of one sample, shortened
    pub(crate) example: String,
}

/// Every path of some contexts, each with a value that says something, and in how many of them it is.
pub(crate) fn paths(contexts: &[Arc<Context>]) -> Vec<ContextPath> {
    let schema = infer(contexts.iter().map(|context| &context.data));
    let can_be_written = |field: &&FieldSchema| {
        field.segments.len() <= MAX_DEPTH
            && field.segments.iter().all(|segment| segment == "*" || is_name(segment))
    };
    let named = schema.fields().filter(can_be_written).take(MAX_PATHS);
    named
        .map(|field| {
            let segments = field.segments.iter().map(|segment| if segment == "*" { "0" } else { segment });
            ContextPath {
                path: segments.collect::<Vec<_>>().join("."),
                example: example(field, schema.samples),
            }
        })
        .collect()
}

/// True for a key that can stand after a dot in Twig.
fn is_name(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A value in a few characters, and where it is missing.
fn example(field: &FieldSchema, samples: usize) -> String {
    let text = match (field.example(), field.kind()) {
        (Some(value), _) => value.to_value().to_string(),
        (None, FieldType::Any) => "null".to_owned(),
        (None, kind) => kind.word().to_owned(),
    };
    let text = if text.chars().count() <= LONGEST_EXAMPLE {
        text
    } else {
        text.chars().take(LONGEST_EXAMPLE).chain(['…']).collect()
    };
    if field.filled == samples { text } else { format!("{text} · in {} of {samples}", field.filled) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Limits, parse};

    fn context(event: &str, data: &str) -> Arc<Context> {
        let data = parse(data, Limits::default()).unwrap();
        Arc::new(Context { event: Some(event.into()), data, ..Context::default() })
    }

    #[test]
    fn paths_are_found_once_with_a_value_that_says_something() {
        let contexts = [
            context("a", r#"{"id": null, "items": [{"sku": "A"}], "no name": 1}"#),
            context("a", r#"{"id": 7, "profile": {"email": "x@y.z"}}"#),
        ];
        let found = paths(&contexts);
        let shown: Vec<_> = found.iter().map(|path| (path.path.as_str(), path.example.as_str())).collect();
        let expected = [
            ("id", "7 · in 1 of 2"),
            ("items", "list · in 1 of 2"),
            ("items.0", "object · in 1 of 2"),
            ("items.0.sku", "\"A\" · in 1 of 2"),
            ("profile", "object · in 1 of 2"),
            ("profile.email", "\"x@y.z\" · in 1 of 2"),
        ];
        assert_eq!(shown, expected);
    }
}
