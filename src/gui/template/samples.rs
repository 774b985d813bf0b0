//! The paths that contexts carry, each with an example.

use crate::json::Json;
use crate::model::Context;
use std::collections::BTreeMap;
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

/// Every path of some contexts, each with the first value that says something.
pub(crate) fn paths(contexts: &[Arc<Context>]) -> Vec<ContextPath> {
    let mut found = Found::default();
    for context in contexts {
        found.walk("", &context.data, 0);
    }
    found.paths
}

#[derive(Default)]
struct Found {
    paths: Vec<ContextPath>,
    places: BTreeMap<String, usize>,
}

impl Found {
    fn walk(&mut self, path: &str, json: &Json, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        let join = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        match json {
            Json::Object(object) => {
                for (key, value) in object.iter().filter(|(key, _)| is_name(key)) {
                    self.add(join(key), value);
                    self.walk(&join(key), value, depth + 1);
                }
            }
            Json::Array(items) => {
                if let Some(first) = items.first() {
                    self.add(join("0"), first);
                    self.walk(&join("0"), first, depth + 1);
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, path: String, value: &Json) {
        if let Some(known) = self.places.get(&path).and_then(|place| self.paths.get_mut(*place)) {
            if known.example == "null" {
                known.example = example(value);
            }
        } else if self.paths.len() < MAX_PATHS {
            self.places.insert(path.clone(), self.paths.len());
            self.paths.push(ContextPath { path, example: example(value) });
        }
    }
}

/// True for a key that can stand after a dot in Twig.
fn is_name(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A value in a few characters.
pub(crate) fn example(json: &Json) -> String {
    let text = match json {
        Json::Object(object) => return format!("object, {} keys", object.len()),
        Json::Array(items) => return format!("list of {}", items.len()),
        other => other.to_value().to_string(),
    };
    if text.chars().count() <= LONGEST_EXAMPLE {
        return text;
    }
    text.chars().take(LONGEST_EXAMPLE).chain(['…']).collect()
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
            ("id", "7"),
            ("items", "list of 1"),
            ("items.0", "object, 1 keys"),
            ("items.0.sku", "\"A\""),
            ("profile", "object, 1 keys"),
            ("profile.email", "\"x@y.z\""),
        ];
        assert_eq!(shown, expected);
    }
}
