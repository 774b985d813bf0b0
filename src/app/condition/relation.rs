//! What a row can ask of a field, in words and as JSON.

use crate::json::{Json, Object};

/// What a row asks of its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is explained by its words in the table")]
pub enum Relation {
    Is,
    IsNot,
    IsExactly,
    IsNotExactly,
    More,
    AtLeast,
    Less,
    AtMost,
    Between,
    StrictlyBetween,
    OneOf,
    NoneOf,
    Contains,
    ContainsNot,
    IsSet,
    IsEmpty,
    IsMissing,
}

/// What a relation needs beside the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A value
    Value,
    /// A lowest and a highest value
    Range,
    /// A list of values
    List,
    /// A text or tag to look for in the field
    Needle,
    /// Nothing
    Alone,
}

/// A relation for menus.
#[derive(Debug, PartialEq, Eq)]
pub struct RelationWords {
    /// Which
    pub relation: Relation,
    /// In words, between the field and the value
    pub title: &'static str,
    /// What to know of it
    pub doc: &'static str,
    /// The operator of JSON Logic
    pub name: &'static str,
    /// What it needs
    pub shape: Shape,
}

/// All relations, in the order of menus.
pub fn relations() -> &'static [RelationWords] {
    TABLE
}

const fn row(
    relation: Relation,
    title: &'static str,
    name: &'static str,
    shape: Shape,
    doc: &'static str,
) -> RelationWords {
    RelationWords { relation, title, doc, name, shape }
}

const TABLE: &[RelationWords] = &[
    row(Relation::Is, "is", "==", Shape::Value, "The same value; 5 and \"5\" count as the same."),
    row(Relation::IsNot, "is not", "!=", Shape::Value, "Another value; 5 and \"5\" count as the same."),
    row(
        Relation::IsExactly,
        "is exactly",
        "===",
        Shape::Value,
        "The same value of the same type: the number 5 is not the text \"5\", and 5 is not 5.0.",
    ),
    row(
        Relation::IsNotExactly,
        "is not exactly",
        "!==",
        Shape::Value,
        "Another value or another type: holds for the number 5 against the text \"5\".",
    ),
    row(Relation::More, "is more than", ">", Shape::Value, "Greater, or later in time."),
    row(Relation::AtLeast, "is at least", ">=", Shape::Value, "The same or greater."),
    row(Relation::Less, "is less than", "<", Shape::Value, "Smaller; an empty field counts as less than 1."),
    row(
        Relation::AtMost,
        "is at most",
        "<=",
        Shape::Value,
        "The same or smaller; an empty field counts too.",
    ),
    row(
        Relation::Between,
        "is between",
        "<=",
        Shape::Range,
        "From the lowest to the highest, both included.",
    ),
    row(
        Relation::StrictlyBetween,
        "is strictly between",
        "<",
        Shape::Range,
        "Above the lowest and below the highest.",
    ),
    row(Relation::OneOf, "is one of", "in", Shape::List, "One of the values in a list."),
    row(Relation::NoneOf, "is none of", "in", Shape::List, "Not in the list; holds for an empty field too."),
    row(
        Relation::Contains,
        "contains",
        "in",
        Shape::Needle,
        "A text has the words in it, or a list of tags has the tag.",
    ),
    row(
        Relation::ContainsNot,
        "does not contain",
        "in",
        Shape::Needle,
        "The words or the tag are not in it.",
    ),
    row(Relation::IsSet, "is set", "!!", Shape::Alone, "There and not empty, zero or false."),
    row(Relation::IsEmpty, "is empty", "!", Shape::Alone, "Not there, or empty, zero or false."),
    row(Relation::IsMissing, "is missing", "missing", Shape::Alone, "Not there, or null or an empty text."),
];

impl Relation {
    /// Its words.
    pub fn words(self) -> &'static RelationWords {
        // The table has every relation; a test says so.
        TABLE.iter().find(|row| row.relation == self).unwrap_or(&TABLE[0])
    }

    /// What it needs.
    pub fn shape(self) -> Shape {
        self.words().shape
    }

    /// The comparison of a value with a field of that operator.
    pub(super) fn of_comparison(name: &str) -> Option<Self> {
        let found = TABLE.iter().find(|row| row.name == name && row.shape == Shape::Value)?;
        Some(found.relation)
    }

    /// What it is with the two sides exchanged: 5 < a is a > 5.
    pub(super) fn mirrored(self) -> Self {
        match self {
            Self::More => Self::Less,
            Self::Less => Self::More,
            Self::AtLeast => Self::AtMost,
            Self::AtMost => Self::AtLeast,
            other => other,
        }
    }

    /// As JSON. Missing values are the last one there is, or `fallback`.
    pub(super) fn build(self, field: Json, path: &str, values: &[Json], fallback: &Json) -> Json {
        let value = |at: usize| values.get(at).or(values.last()).unwrap_or(fallback).clone();
        let name = self.words().name;
        let plain = match self.shape() {
            Shape::Value => call(name, vec![field, value(0)]),
            Shape::Range => call(name, vec![value(0), field, value(1)]),
            Shape::List => {
                let items = if values.is_empty() { vec![fallback.clone()] } else { values.to_vec() };
                call(name, vec![field, Json::Array(items)])
            }
            Shape::Needle => call(name, vec![value(0), field]),
            Shape::Alone if self == Self::IsMissing => call(name, vec![Json::str(path)]),
            Shape::Alone => single(name, field),
        };
        if matches!(self, Self::NoneOf | Self::ContainsNot) { single("!", plain) } else { plain }
    }
}

/// `{name: [args]}`.
pub(super) fn call(name: &str, args: Vec<Json>) -> Json {
    single(name, Json::Array(args))
}

/// `{name: arg}`.
pub(super) fn single(name: &str, arg: Json) -> Json {
    Json::Object(Object::from_iter([(name.to_owned(), arg)]))
}
