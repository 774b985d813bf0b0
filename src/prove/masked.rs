//! What does not matter: an actual value with the ignored parts taken from the expected one.

use crate::json::pointer_segments;
use serde_json::{Map, Value};

/// Pointers into a step that do not matter; `*` is any key or index.
pub(super) struct Ignored(Vec<Vec<String>>);

impl Ignored {
    pub(super) fn new(pointers: &[String]) -> Self {
        Self(pointers.iter().map(|pointer| pointer_segments(pointer).collect()).collect())
    }

    fn covers(&self, path: &[String]) -> bool {
        self.0.iter().any(|pattern| {
            pattern.len() == path.len()
                && pattern.iter().zip(path).all(|(wanted, segment)| wanted == "*" || wanted == segment)
        })
    }

    /// The actual value as far as it matters, its keys in the expected order. `root` is `arguments` or `payload`.
    pub(super) fn masked(&self, root: &str, expected: &Value, actual: &Value) -> Value {
        let mut path = vec![root.to_owned()];
        self.at(Some(expected), Some(actual), &mut path).unwrap_or_default()
    }

    fn at(&self, expected: Option<&Value>, actual: Option<&Value>, path: &mut Vec<String>) -> Option<Value> {
        if self.covers(path) {
            return expected.cloned();
        }
        match (expected, actual) {
            (Some(Value::Object(wanted)), Some(Value::Object(found))) => {
                let keys = wanted.keys().chain(found.keys().filter(|key| !wanted.contains_key(*key)));
                let mut object = Map::new();
                for key in keys {
                    if let Some(value) = self.child(wanted.get(key), found.get(key), key, path) {
                        object.insert(key.clone(), value);
                    }
                }
                Some(Value::Object(object))
            }
            (Some(Value::Array(wanted)), Some(Value::Array(found))) => {
                let indexes = 0..wanted.len().max(found.len());
                let items = indexes.filter_map(|index| {
                    self.child(wanted.get(index), found.get(index), &index.to_string(), path)
                });
                Some(Value::Array(items.collect()))
            }
            (_, actual) => actual.cloned(),
        }
    }

    fn child(
        &self,
        expected: Option<&Value>,
        actual: Option<&Value>,
        key: &str,
        path: &mut Vec<String>,
    ) -> Option<Value> {
        path.push(key.to_owned());
        let value = self.at(expected, actual, path);
        path.pop();
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn ignored_parts_are_the_expected_ones_and_nothing_else_is() {
        let ignored = Ignored::new(&["/payload/at".to_owned(), "/payload/items/*/id".to_owned()]);
        let expected = json!({"at": 1, "items": [{"id": "a", "n": 1}], "x": 1});
        let actual = json!({"items": [{"n": 1, "id": "b"}, {"id": "c", "n": 2}], "x": 2});
        let masked = ignored.masked("payload", &expected, &actual);
        let extra_item_is_whole =
            json!({"at": 1, "items": [{"id": "a", "n": 1}, {"id": "c", "n": 2}], "x": 2});
        assert_eq!(masked, extra_item_is_whole);
        assert_eq!(Ignored::new(&["/payload".to_owned()]).masked("payload", &expected, &actual), expected);
    }
}
