//! Events without personal data: every text that is not known to be harmless gets a pseudonym of the same form.
//!
//! The same value gets the same pseudonym everywhere under the same salt, so that ids and names still join. Kept are
//! numbers, flags, dates (but birthdays), decimal amounts, words of a fixed set (status, currency, handle, …), and
//! what the workspace itself names. Signs, spaces, quotes and accents stay where they are: they are what breaks
//! templates. Keys are kept.
//!
//! Assumption: keys are in English, as in Omneo's events; a key that nobody knows counts as personal.

mod kind;
mod pseudonym;

use crate::json::{Json, Object, pointer_push};
use crate::logic;
use crate::model::{Action, Workspace};
use kind::classify;
use pseudonym::Pseudonyms;
use serde::Serialize;
use std::collections::BTreeSet;

/// What a pseudonym stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PseudonymKind {
    /// An address at example.com
    Email,
    /// Digits in the same places, the country's two kept
    Phone,
    /// Hexadecimal digits in the same places
    Uuid,
    /// The same year, another day
    Birthday,
    /// An address on example.com
    Url,
    /// Words of the same lengths
    Text,
}

/// One value that got a pseudonym.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pseudonym {
    /// JSON Pointer into the event.
    pub pointer: String,
    /// What it stands for.
    pub kind: PseudonymKind,
    /// The value before: personal data, for the eyes of whoever has the event already.
    #[serde(skip)]
    pub before: String,
    /// The value now.
    pub after: String,
}

/// An event without personal data.
#[derive(Clone, Debug, PartialEq)]
pub struct Anonymised {
    /// The event.
    pub data: Json,
    /// What changed, in the order of the event.
    pub changes: Vec<Pseudonym>,
}

/// Gives pseudonyms. The same salt and kept words give the same ones.
///
/// ```
/// use reagent::{contexts::Anonymiser, json};
/// let event = r#"{"email": "ann.lee@mail.test", "tier_handle": "gold", "total": 12.5, "friend": "Ann"}"#;
/// let event = json::parse(event, json::Limits::default()).unwrap();
/// let clean = Anonymiser::new("a salt").anonymise(&event);
/// assert_eq!(clean.changes.len(), 2);
/// assert!(clean.data.get("email").unwrap().as_str().unwrap().ends_with("@example.com"));
/// assert_eq!(clean.data.get("tier_handle"), event.get("tier_handle"));
/// assert_eq!(Anonymiser::new("a salt").anonymise(&event), clean);
/// ```
#[derive(Clone)]
pub struct Anonymiser {
    pseudonyms: Pseudonyms,
    kept: BTreeSet<String>,
}

impl Anonymiser {
    /// Keeps only what is harmless by its key or its form. The salt is a secret: who knows it can try out names.
    pub fn new(salt: &str) -> Self {
        Self { pseudonyms: Pseudonyms::new(salt), kept: BTreeSet::new() }
    }

    /// Keeps some values, too.
    #[must_use]
    pub fn keeping(mut self, values: impl IntoIterator<Item = String>) -> Self {
        self.kept.extend(values);
        self
    }

    /// Keeps what a workspace names: definitions, targets, events, and the texts of its conditions, so that its
    /// triggers decide as before.
    #[must_use]
    pub fn keeping_names_of(self, workspace: &Workspace) -> Self {
        let mut names = Vec::new();
        for definition in &workspace.definitions.all {
            names.push(definition.handle.clone());
            names.extend(definition.name.clone());
        }
        names.extend(workspace.targets.iter().map(|target| target.handle.clone()));
        for trigger in &workspace.triggers {
            names.push(trigger.event.clone());
            trigger.actions.iter().for_each(|action| literals(action, &mut names));
        }
        self.keeping(names)
    }

    /// The event without personal data.
    pub fn anonymise(&self, event: &Json) -> Anonymised {
        let mut changes = Vec::new();
        let data = self.value(event, "", &mut String::new(), &mut changes);
        Anonymised { data, changes }
    }

    fn value(&self, json: &Json, key: &str, pointer: &mut String, changes: &mut Vec<Pseudonym>) -> Json {
        let mut child = |key: &str, segment: &str, value: &Json| {
            let len = pointer.len();
            pointer_push(pointer, segment);
            let new = self.value(value, key, pointer, changes);
            pointer.truncate(len);
            new
        };
        match json {
            Json::Object(object) => {
                let entries = object.iter().map(|(key, value)| (key.to_owned(), child(key, key, value)));
                Json::Object(entries.collect::<Object>())
            }
            // The items of `emails` are what the key says.
            Json::Array(items) => {
                let items = items.iter().enumerate();
                Json::Array(items.map(|(index, item)| child(key, &index.to_string(), item)).collect())
            }
            Json::String(text) => match self.pseudonym(key, text) {
                Some((kind, after)) if after != *text => {
                    let (pointer, before) = (pointer.clone(), text.clone());
                    changes.push(Pseudonym { pointer, kind, before, after: after.clone() });
                    Json::String(after)
                }
                _ => json.clone(),
            },
            Json::Number(number) if kind::is_phone_key(key) => {
                let after = self.pseudonyms.phone(number.as_text());
                let (pointer, before) = (pointer.clone(), number.as_text().to_owned());
                let kind = PseudonymKind::Phone;
                let json = Json::number(&after).unwrap_or_default();
                changes.push(Pseudonym { pointer, kind, before, after });
                json
            }
            other => other.clone(),
        }
    }

    fn pseudonym(&self, key: &str, text: &str) -> Option<(PseudonymKind, String)> {
        if self.kept.contains(text) {
            return None;
        }
        let kind = classify(key, text)?;
        Some((kind, self.pseudonyms.of(kind, text)))
    }
}

/// The texts that an action's rules and arguments name.
fn literals(action: &Action, names: &mut Vec<String>) {
    for argument in &action.arguments {
        let rule = logic::parse(&argument.value);
        let texts = rule.nodes().filter_map(|node| node.literal()?.as_str());
        names.extend(texts.filter(|text| !text.is_empty()).map(str::to_owned));
    }
}
