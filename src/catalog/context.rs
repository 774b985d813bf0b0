//! Event contexts: the JSON that conditions, arguments and templates read.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Evidence, Platform};

/// The shape that the contexts of some events share, with one sample.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContextFamily {
    /// Its id, which events refer to.
    pub id: String,
    /// The name in words.
    pub title: String,
    /// Whose events have it.
    pub platform: Platform,
    /// What is at the root, in one sentence; a template's most common mistake is the wrong root.
    pub root: String,
    /// Whether the vendor shows this context as a whole.
    pub evidence: Evidence,
    /// Path to the profile's id, where the context has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile_id_path: Option<String>,
    /// Path in front of the profile's own fields: empty when they are at the root, `None` when the context has no profile fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile_prefix: Option<String>,
    /// The `resource` of Omneo's preview call that has this context.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview_resource: Option<String>,
    /// Source tags.
    pub source: Vec<String>,
    /// Words that people type when they look for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub search_words: Vec<String>,
    /// Every leaf of the sample, and its lists of objects.
    pub fields: Vec<Field>,
    /// A made-up context that has every field.
    pub sample: Value,
}

impl ContextFamily {
    /// The field at a path. Numbers in the path stand for any item: `items.0.sku` finds `items.*.sku`.
    pub fn field(&self, path: &str) -> Option<&Field> {
        self.fields.iter().find(|field| same_path(&field.path, path))
    }
}

fn same_path(pattern: &str, path: &str) -> bool {
    let mut segments = path.split('.');
    let all_match = pattern.split('.').all(|wanted| match (wanted, segments.next()) {
        ("*", Some(given)) => given == "*" || given.bytes().all(|byte| byte.is_ascii_digit()),
        (wanted, given) => given == Some(wanted),
    });
    all_match && segments.next().is_none()
}

/// One path of a context.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Dotted path; `*` stands for every item of a list.
    pub path: String,
    /// What is there; any field but the ids may also be null.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// Whether the vendor shows it in this context.
    #[serde(rename = "status")]
    pub evidence: Evidence,
    /// Source tag.
    pub source: String,
    /// What it means, where the name does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doc: Option<String>,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// Text
    Text,
    /// A whole number
    Integer,
    /// A number
    Number,
    /// `true` or `false`
    Boolean,
    /// Text with a date and a time
    Datetime,
    /// Text with a date
    Date,
    /// A list
    List,
    /// An object whose keys vary
    Object,
    /// Not known
    Any,
}

impl FieldType {
    /// The word shown to users.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "whole number",
            Self::Number => "number",
            Self::Boolean => "true or false",
            Self::Datetime => "date and time",
            Self::Date => "date",
            Self::List => "list",
            Self::Object => "object",
            Self::Any => "any",
        }
    }

    /// Whether a sample value may stand there; null may stand anywhere.
    pub fn admits(self, value: &Value) -> bool {
        match self {
            _ if value.is_null() => true,
            Self::Text | Self::Datetime | Self::Date => value.is_string(),
            Self::Integer => value.is_i64() || value.is_u64(),
            Self::Number => value.is_number(),
            Self::Boolean => value.is_boolean(),
            Self::List => value.is_array(),
            Self::Object => value.is_object(),
            Self::Any => true,
        }
    }
}
