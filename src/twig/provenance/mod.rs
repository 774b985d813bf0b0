//! Where the output comes from: which expression printed it, and which paths of the context that expression reads.
//!
//! [`crate::twig::Template::render_traced`] records it; [`json_map`] carries it over to the values of the decoded
//! payload. An ordinary render pays nothing for it.

mod choice;
mod json_map;
mod trace;

pub use choice::{Choice, ChoiceKind, Chosen};
pub use json_map::{JsonOrigin, json_map};
pub(crate) use trace::{Origin, Trace};

use super::template::RenderWarning;
use crate::diag::Span;
use crate::php::{Key, KeyRef, Value};
use std::fmt;
use std::ops::Range;

/// A path into the context, with the very keys: `items.0.sku`. The empty path is the whole context.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContextPath(Vec<String>);

impl ContextPath {
    /// A path from its segments.
    pub fn new(segments: Vec<String>) -> Self {
        Self(segments)
    }

    /// The keys, outermost first.
    pub fn segments(&self) -> &[String] {
        &self.0
    }

    /// The path one key deeper.
    #[must_use]
    pub fn child(&self, key: &str) -> Self {
        let mut segments = self.0.clone();
        segments.push(key.to_owned());
        Self(segments)
    }

    /// The path as a JSON Pointer.
    pub fn pointer(&self) -> String {
        let mut pointer = String::new();
        self.0.iter().for_each(|segment| crate::json::pointer_push(&mut pointer, segment));
        pointer
    }

    /// Whether it ends with an index.
    pub fn is_item(&self) -> bool {
        self.0.last().is_some_and(|segment| is_index(segment))
    }

    /// The path with `*` for every index: what all items of a list have in common.
    pub fn pattern(&self) -> String {
        let segments = self.0.iter().map(|segment| if is_index(segment) { "*" } else { segment });
        segments.collect::<Vec<_>>().join(".")
    }

    /// The value that a context has there.
    pub fn get<'v>(&self, context: &'v Value) -> Option<&'v Value> {
        self.0.iter().try_fold(context, |value, segment| value.as_array()?.get_str(segment))
    }

    /// The context with a value there, or without anything there; what is on the way to it is made.
    pub fn set(&self, context: &Value, value: Option<Value>) -> Value {
        set_at(context, &self.0, value)
    }
}

fn is_index(segment: &str) -> bool {
    !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_digit())
}

fn set_at(context: &Value, segments: &[String], value: Option<Value>) -> Value {
    let Some((first, rest)) = segments.split_first() else { return value.unwrap_or_default() };
    let mut array = context.as_array().map(|array| (**array).clone()).unwrap_or_default();
    let key: Key = KeyRef::from_text(first).to_key();
    if rest.is_empty() && value.is_none() {
        array.remove(key.as_ref());
        return Value::array(array);
    }
    let inner = array.get(key.as_ref()).cloned().unwrap_or_default();
    let inner = set_at(&inner, rest, value);
    array.insert(key, inner);
    Value::array(array)
}

impl fmt::Display for ContextPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0.join("."))
    }
}

/// A part of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its bytes in the output.
    pub output: Range<usize>,
    /// The printed expression, or the template's own text.
    pub span: Span,
    /// What the expression reads, in the order of reading; empty for the template's own text.
    pub paths: Vec<ContextPath>,
    /// Whether an expression printed it.
    pub is_print: bool,
}

/// The outcome of a traced render.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TracedRender {
    /// The text, the same as an ordinary render's.
    pub output: String,
    /// The output from its first to its last byte, without gaps.
    pub pieces: Vec<Piece>,
    /// Every path that was read, conditions included.
    pub reads: Vec<ContextPath>,
    /// Warnings that did not end the render.
    pub warnings: Vec<RenderWarning>,
    /// Which way each of [`crate::twig::Template::choices`] went, in their order.
    pub choices: Vec<Chosen>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_set_where_there_was_nothing_and_taken_away() {
        let context = Value::from(&serde_json::json!({"a": [{"b": 1}]}));
        let path = |text: &str| ContextPath::new(text.split('.').map(str::to_owned).collect());
        let json = |value: &Value| serde_json::Value::from(value).to_string();
        assert_eq!(json(&path("a.0.c").set(&context, Some(Value::Int(2)))), r#"{"a":[{"b":1,"c":2}]}"#);
        assert_eq!(json(&path("x.y").set(&context, Some(Value::Null))), r#"{"a":[{"b":1}],"x":{"y":null}}"#);
        assert_eq!(json(&path("a.0.b").set(&context, None)), r#"{"a":[[]]}"#);
        assert_eq!(path("a.0.b").pattern(), "a.*.b");
    }
}
