//! The types of JSON values in plain words, and a value of one type as another.

use crate::json::{Json, Object, Style, to_text};

/// A type of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Number,
    Flag,
    List,
    Object,
    Null,
}

impl Kind {
    /// All, in the order of menus.
    pub(crate) const ALL: [Self; 6] =
        [Self::Text, Self::Number, Self::Flag, Self::List, Self::Object, Self::Null];

    /// The type of a value.
    pub(crate) fn of(json: &Json) -> Self {
        match json {
            Json::Null => Self::Null,
            Json::Bool(_) => Self::Flag,
            Json::Number(_) => Self::Number,
            Json::String(_) => Self::Text,
            Json::Array(_) => Self::List,
            Json::Object(_) => Self::Object,
        }
    }

    /// The word shown to users.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Number => "Number",
            Self::Flag => "True or false",
            Self::List => "List",
            Self::Object => "Object",
            Self::Null => "Nothing (null)",
        }
    }
}

/// A value as another type, as close to what it was as can be.
pub(crate) fn converted(json: &Json, kind: Kind) -> Json {
    if Kind::of(json) == kind {
        return json.clone();
    }
    match kind {
        Kind::Text => Json::String(match json {
            Json::Null => String::new(),
            other => to_text(other, &Style::compact()).trim_end().to_owned(),
        }),
        Kind::Number => match json {
            Json::String(text) => Json::number(text.trim()).unwrap_or(Json::int(0)),
            Json::Bool(flag) => Json::int(i64::from(*flag)),
            _ => Json::int(0),
        },
        Kind::Flag => Json::Bool(match json {
            Json::String(text) => text == "true" || text == "1",
            Json::Number(number) => number.as_f64() != 0.0,
            _ => false,
        }),
        Kind::List => Json::Array(if *json == Json::Null { Vec::new() } else { vec![json.clone()] }),
        Kind::Object => Json::Object(Object::new()),
        Kind::Null => Json::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_keeps_what_it_says_when_its_type_changes() {
        let number = Json::number("1e3").unwrap_or_default();
        assert_eq!(converted(&number, Kind::Text), Json::str("1e3"));
        assert_eq!(converted(&Json::str("1e3"), Kind::Number), number);
        assert_eq!(converted(&Json::Bool(true), Kind::Text), Json::str("true"));
        assert_eq!(converted(&Json::str("a"), Kind::List), Json::Array(vec![Json::str("a")]));
        assert_eq!(converted(&Json::str("word"), Kind::Number), Json::int(0));
    }
}
