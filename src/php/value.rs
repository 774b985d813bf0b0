//! The value type: PHP's scalars, its one array type, and opaque objects of the host.

use super::Array;
use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// Shared text. PHP strings are bytes; here they are UTF-8, and an operation that would cut a character in half
/// puts U+FFFD in its place.
pub type Str = Arc<str>;

/// A host object, such as a Twig closure, safe markup or a date. Compared by identity unless its owner compares it.
pub trait Object: fmt::Debug + Send + Sync {
    /// The PHP class name for messages, `Closure` or `DateTime`.
    fn class_name(&self) -> &str;
    /// For downcasts by the owner.
    fn as_any(&self) -> &dyn Any;
}

/// A PHP value.
// A tag of one word keeps every payload at the same offset, so that a copy is three words and no single bytes: the
// evaluators copy values all the time, and mixed sizes stall the processor's store buffer.
#[repr(u64)]
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// 64-bit integer
    Int(i64),
    /// Double
    Float(f64),
    /// Text
    Str(Str),
    /// Ordered map with integer and string keys; lists are its special case.
    Array(Arc<Array>),
    /// A host object
    Object(Arc<dyn Object>),
}

impl Value {
    /// Text from anything that can be shared text.
    pub fn str(text: impl Into<Str>) -> Self {
        Self::Str(text.into())
    }

    /// A list.
    pub fn list(items: Vec<Value>) -> Self {
        Self::Array(Arc::new(Array::from_list(items)))
    }

    /// An array.
    pub fn array(array: Array) -> Self {
        Self::Array(Arc::new(array))
    }

    /// The text, if it is text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The array, if it is one.
    pub fn as_array(&self) -> Option<&Arc<Array>> {
        match self {
            Self::Array(array) => Some(array),
            _ => None,
        }
    }

    /// True for `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The type as PHP's errors name it: `int`, `float`, `string`, `bool`, `array`, `null`, or the class.
    pub fn type_name(&self) -> &str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Float(_) => "float",
            Self::Str(_) => "string",
            Self::Array(_) => "array",
            Self::Object(object) => object.class_name(),
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Str(value.into())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Str(value.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_three_words_also_when_it_may_be_absent() {
        let words = |bytes: usize| bytes / size_of::<usize>();
        assert_eq!(words(size_of::<Value>()), 3);
        assert_eq!(words(size_of::<Option<Value>>()), 3);
    }
}
