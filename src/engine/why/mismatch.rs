//! Whether a value has a type that cannot meet what is asked of it.

use super::criterion::Sides;
use crate::engine::criteria::{Field, code};
use crate::logic::Code;
use crate::php::{Value, numeric};

/// What a value can be compared with in earnest.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    /// Text that reads as a number
    NumericText,
    Text,
    Bool,
    List,
    Null,
}

fn kind(value: &Value) -> Kind {
    match value {
        Value::Null => Kind::Null,
        Value::Bool(_) => Kind::Bool,
        Value::Int(_) | Value::Float(_) => Kind::Number,
        Value::Str(text) if numeric(text).is_some() => Kind::NumericText,
        Value::Str(_) => Kind::Text,
        Value::Array(_) | Value::Object(_) => Kind::List,
    }
}

/// Types that do not fit.
pub(super) struct Wrong {
    /// The field to blame where that is not the subject itself
    pub(super) field: Option<Field>,
}

/// Whether the types do not fit.
pub(super) fn of(
    sides: &Sides<'_>,
    observed: Option<&Value>,
    required: Option<&Value>,
    fields: &[Field],
) -> Option<Wrong> {
    let computed = sides.subject.call().and_then(code);
    if matches!(
        computed,
        Some(Code::Add | Code::Sub | Code::Mul | Code::Div | Code::Rem | Code::Max | Code::Min)
    ) {
        let is_wrong = |field: &&Field| !matches!(kind(&field.value), Kind::Number | Kind::NumericText);
        if let Some(field) = fields.iter().find(is_wrong) {
            return Some(Wrong { field: Some(field.clone()) });
        }
    }
    let observed = observed?;
    let is_wrong = match (sides.code, required) {
        (Some(Code::StrictEq), Some(required)) => observed.type_name() != required.type_name(),
        (Some(Code::In), Some(required)) => !can_contain(observed, required),
        (Some(Code::All | Code::Some | Code::None | Code::Filter), None) => kind(observed) != Kind::List,
        (Some(Code::Eq | Code::Ne | Code::Lt | Code::Le | Code::Gt | Code::Ge), Some(required)) => {
            !are_comparable(observed, required)
        }
        _ => false,
    };
    is_wrong.then_some(Wrong { field: None })
}

/// Whether two values can be compared in earnest: a number and text that is none cannot.
pub fn are_comparable(observed: &Value, required: &Value) -> bool {
    match (kind(observed), kind(required)) {
        (Kind::Null, _) | (_, Kind::Null) => true,
        (Kind::Number, Kind::Text) | (Kind::Text, Kind::Number) => false,
        (Kind::Bool, other) | (other, Kind::Bool) => other == Kind::Bool,
        (Kind::List, other) | (other, Kind::List) => other == Kind::List,
        (Kind::Text | Kind::NumericText, Kind::Text) => !is_date(required) || is_date(observed),
        _ => true,
    }
}

/// Whether one of two values may be in the other: a value among choices, or what should be in a list or a text.
pub fn can_contain(observed: &Value, required: &Value) -> bool {
    match (observed, required) {
        (Value::Array(items), needle) if !matches!(needle, Value::Array(_)) => {
            items.is_empty() || items.iter().any(|(_, item)| are_comparable(item, needle))
        }
        (_, Value::Array(choices)) => choices.iter().any(|(_, choice)| are_comparable(observed, choice)),
        (Value::Str(_), Value::Str(_)) => true,
        // Source: json-logic-php searches lists and text; in anything else nothing is found.
        _ => false,
    }
}

fn is_date(value: &Value) -> bool {
    let Some(text) = value.as_str() else { return false };
    let shape = text.bytes().take(10).map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
    shape.eq(*b"0000-00-00")
}
